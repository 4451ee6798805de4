"""Catalogs of any size: past a bound, records and topics wait on disk, and nobody can tell."""

from __future__ import annotations

import copy
import errno
import os
import pickle
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from syndicate import History, Publisher, build, read
from syndicate.errors import SourceError
from syndicate.history.comparison import first_changes
from syndicate.model import Catalog, Finding, Link, Record, Section, SourceMetadata, Subject, Topic, Twin, catalog_json
from syndicate.model.spill import Spill, is_spilled, read_back, with_values
from syndicate.pairing import holding, pair
from syndicate.site import content
from syndicate.site.kinds import kinds_in
from syndicate.site.parts import SiteParts
from tests.strategies import catalogs, related_records

EXAMPLE = Path(__file__).parent.parent / "examples" / "health-topics"
NOW = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture
def everything_spilled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is zero."""
    monkeypatch.setattr(holding, "_BOUND", 0)


def _spilled(items: list[Record | Finding | SourceMetadata], **options: Any) -> Catalog:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holding, "_BOUND", 0)
        return pair(items, now=NOW, **options)


def _seen(catalog: Catalog) -> tuple[Any, ...]:
    """All that can be seen of a catalog."""
    fields = [[getattr(topic, field.name) for field in attrs.fields(Topic)] for topic in catalog.values()]
    edited = [topic.is_edited(locale) for topic in catalog.values() for locale in topic.locales]
    own = (catalog.default_locale, catalog.locales, catalog.withheld, catalog.next_moment, list(catalog.groups.items()))
    return catalog.dumps(), catalog.findings, fields, edited, list(map(repr, catalog.values())), own


@st.composite
def _items(draw: st.DrawFn) -> list[Record | Finding | SourceMetadata]:
    """Records that are withheld, doubled, dated, keyed, and refer to each other, in any order."""
    keys = st.none() | st.sampled_from(("a", "b"))
    dates = st.none() | st.sampled_from((datetime(2024, 6, 6, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)))

    def altered(record: Record) -> Record:
        values = {
            "summary": draw(st.sampled_from((Markup(""), Markup("<p>Rest ñ.</p>")))),
            "translation_key": draw(keys),
            "other_keys": draw(st.lists(st.sampled_from("cd"), max_size=1)),
            "url": draw(st.none() | st.sampled_from(("https://example.org/1", "https://example.org/2"))),
            "withheld": draw(st.sampled_from(("", "", "", "draft"))),
            "updated": draw(dates),
            "created": draw(dates),
            "publish_at": draw(dates),
            "related": [*record.groups, *(attrs.evolve(one, id=None) for one in record.groups[:1])],
            "raw": draw(st.sampled_from(("", "0f"))),
            "syndicate": draw(st.booleans()),
            "source": f"a.xml:{record.id}",
        }
        return attrs.evolve(record, **values, as_read=None)

    records = [altered(record) for record in draw(related_records())]
    doubled = draw(st.lists(st.sampled_from(records), max_size=2)) if records else []
    return list(draw(st.permutations([*records, *doubled])))


@given(_items(), st.booleans(), st.sampled_from([None, "en", "fr"]))
def test_a_catalog_that_waits_on_disk_is_the_same(
    items: list[Record | Finding | SourceMetadata], by_name: bool, main: str | None
) -> None:
    """Equal topics, findings and bytes, whatever is paired, withheld, doubled or in conflict, and in any order."""
    expected = pair(items, now=NOW, by_name=by_name, default_locale=main)
    found = _spilled(items, by_name=by_name, default_locale=main)

    assert all(map(is_spilled, found.values()))
    assert not any(map(is_spilled, expected.values()))
    assert _seen(expected) == _seen(found)


@given(catalogs())
def test_a_spilled_topic_is_equal_in_all_respects(catalog: Catalog) -> None:
    """It compares, copies, pickles, evolves and is shown as the topic that it was made of."""
    spill = Spill()
    for topic in catalog.values():
        found = spill.spilled(topic)

        assert is_spilled(found)
        assert (topic, repr(topic), hash(topic)) == (found, repr(found), hash(found))
        assert [topic] * 3 == [copy.copy(found), pickle.loads(pickle.dumps(found)), read_back(found)]
        assert (
            attrs.evolve(topic, slug="other") == attrs.evolve(found, slug="other") == with_values(found, slug="other")
        )
        assert topic.to_dict() == found.to_dict()
        assert with_values(topic, subjects=()) == with_values(found, subjects=())
        assert is_spilled(with_values(found, slug="other")) == is_spilled(with_values(found, subjects=()))


def test_several_sources_that_wait_on_disk_are_the_same(tmp_path: Path) -> None:
    """Ids, slugs and links that are changed because another source has them too are changed on disk as well."""
    for root in ("heart", "sleep"):
        for language, other in (("en", "es"), ("es", "en")):
            text = f"---\ntitle: Basics {root} {language}\nrelated: [more]\n---\n[more](more.{other}.md)\n"
            (tmp_path / root).mkdir(exist_ok=True)
            (tmp_path / root / f"basics.{language}.md").write_text(text, "utf-8")
            (tmp_path / root / f"more.{language}.md").write_text(text.replace("Basics", "More"), "utf-8")
    paths = [tmp_path / "heart", tmp_path / "sleep"]
    publisher = Publisher.load(EXAMPLE / "publisher.toml")
    expected = read(*paths, publisher=publisher, now=NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holding, "_BOUND", 0)
        found = read(*paths, publisher=publisher, now=NOW)

    assert 4 == sum(map(is_spilled, found.values()))
    assert _seen(expected) == _seen(found)


def test_what_a_program_made_itself_is_not_spilled() -> None:
    """A record of a class of its own, or with a value that cannot be written, stays as it is."""

    class Own(Record):
        pass

    strange = Record(id="1", locale="en", title="Sleep", slug="sleep", raw="0f", as_read=(lambda: None,))
    for record in (Own(id="1", locale="en", title="Sleep", slug="sleep"), strange):
        assert Spill().spilled(record) is record


def test_an_unknown_attribute_is_the_usual_error() -> None:
    """The error names the class and the attribute, so that Python suggests the right one."""
    topic = Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})
    for value in (topic, Spill().spilled(topic)):
        with pytest.raises(AttributeError, match="'Topic' object has no attribute 'sumary'") as caught:
            value.sumary  # type: ignore[attr-defined]  # noqa: B018
        assert ("sumary", value) == (caught.value.name, caught.value.obj)


def test_the_records_of_a_program_stay_as_they_are() -> None:
    """Pairing takes nothing out of the values that it was given."""
    records = [_long("1", twins=[Twin(locale="es", id="2")]), _long("2", locale="es")]
    _spilled(records)  # type: ignore[arg-type]

    assert not any(map(is_spilled, records))
    assert [1, 0] == [len(record.twins) for record in records]


def _long(identifier: str, locale: str = "en", **values: Any) -> Record:
    text = Markup(f"<p>{identifier} {'Sleep well. ' * 300}</p>")
    links = [Link(url={locale: f"https://example.org/{n}"}, title={locale: f"Link {n}"}) for n in range(5)]
    subjects = [Subject(scheme="MeSH", code=f"D{identifier}", locale="es")]
    return Record(
        id=identifier,
        locale=locale,
        title=f"Sleep {identifier}",
        slug=f"sleep-{identifier}",
        summary=text,
        sections=[Section(title="More", links=links)],
        subjects=subjects,
        created=datetime(2024, 6, 6, tzinfo=UTC),
        **values,
    )


def _many(count: int) -> Iterator[Record]:
    for number in range(count):
        yield _long(str(number), twins=[Twin(locale="es", id=f"es{number}")])
    for number in range(count):
        yield _long(f"es{number}", "es", twins=[Twin(locale="en", id=str(number))])


def test_memory_does_not_grow_with_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound a topic takes a fraction of what it takes in memory, while it is paired and afterwards."""

    def used(bound: int) -> tuple[int, int]:
        monkeypatch.setattr(holding, "_BOUND", bound)
        tracemalloc.start()
        catalog = pair(_many(500))
        held, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert 500 == len(catalog)
        return held, most

    (held, most), (spilled, most_spilled) = used(1 << 30), used(0)
    megabyte = 1 << 20

    assert held > 4 * (spilled - megabyte), (held, spilled)
    assert most > 2 * (most_spilled - 2 * megabyte), (most, most_spilled)


@pytest.mark.usefixtures("everything_spilled")
def test_the_temporary_file_is_gone_as_soon_as_nobody_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no name while it is used, and its place on the disk is free when the catalog goes."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made: list[Any] = []
    real = tempfile.TemporaryFile

    def noted(**options: Any) -> Any:
        made.append(real(**options))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    catalog = pair(_many(300))
    by_records, by_topics = made

    assert [] == list(tmp_path.iterdir())
    assert (True, False) == (by_records.closed, by_topics.closed)
    assert catalog["sleep-1"].summary["es"].startswith("<p>es1 ")
    del catalog
    assert by_topics.closed


def test_an_interrupt_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever interrupts the reading finds nothing left, not even an open file."""
    monkeypatch.setattr(holding, "_BOUND", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made: list[Any] = []
    real = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **options: made.append(real(**options)) or made[-1])

    def interrupted() -> Iterator[Record]:
        yield from _many(150)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair(interrupted())

    assert [True] == [file.closed for file in made]
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="files have their names as long as they are open")
def test_a_killed_process_leaves_no_file(tmp_path: Path) -> None:
    """Not even one that has no time to remove anything."""
    program = (
        "from syndicate.pairing import holding, pair; holding._BOUND = 0; import sys, time; "
        "from tests.test_spill import _many; catalog = pair(_many(300)); print('read', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=Path(__file__).parent.parent) as child:
        assert child.stdout is not None
        assert b"read\n" == child.stdout.readline()
        assert [] == list(tmp_path.iterdir())
        child.kill()

    assert [] == list(tmp_path.iterdir())


def test_a_full_disk_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the folder, the reason, and the variable that names another; nothing is left over."""
    monkeypatch.setattr(holding, "_BOUND", 0)
    closed: list[bool] = []

    class Full:
        def seek(self, place: int) -> None: ...

        def write(self, data: bytes) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **options: Full())
    with pytest.raises(SourceError) as caught:
        pair(_many(300))
    message = caught.value.format_message()
    del caught

    assert message == (
        f"{tempfile.gettempdir()}: cannot keep the texts in a temporary file: No space left on device: "
        "make room there, or name a folder that has some in the variable TMPDIR"
    )


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    """The command ends with 1 and says why, in the language of its user."""
    program = (
        "from syndicate.pairing import holding; holding._BOUND = 0; import tempfile; "
        f"tempfile.tempdir = {str(tmp_path / 'none')!r}; import syndicate.model.spill as spill; spill._BUFFER = 1; "
        f"import sys; sys.argv[1:] = ['check', {str(EXAMPLE)!r}, '--language', 'es']; "
        "from syndicate.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert "no se pueden guardar los textos en un archivo temporal" in done.stderr
    assert "TMPDIR" in done.stderr


@pytest.mark.usefixtures("everything_spilled")
def test_threads_and_forked_processes_read_one_file() -> None:
    """Each gets its own text, however many read at a time."""
    catalog = pair(_many(400))
    slugs = [f"sleep-{number % 400}" for number in range(4000)]

    def read_by(slug: str) -> bool:
        return catalog[slug].summary["en"].startswith(f"<p>{slug.removeprefix('sleep-')} ")

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read_by, slugs))
    if not hasattr(os, "fork"):
        return
    children = []
    for _ in range(3):
        if not (child := os.fork()):
            changed = with_values(catalog["sleep-1"], subjects=())  # which must not be written into the shared file
            os._exit(0 if all(map(read_by, slugs[:800])) and not is_spilled(changed) else 1)
        children.append(child)
    assert [0] * 3 == [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert all(map(read_by, slugs[:400]))


@pytest.mark.parametrize("held", [0, 2000, 1 << 30])
def test_the_lines_of_a_large_catalog_are_made_once(monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    """Past a bound they wait on disk from their first use to their second, even if the first was not the last."""
    monkeypatch.setattr(content, "_LINES_HELD", held)
    made: list[str] = []
    real = catalog_json.line
    monkeypatch.setattr(catalog_json, "line", lambda topic, more: made.append(topic.slug) or real(topic, more))
    catalog = pair(_many(40))
    publisher = Publisher.load(EXAMPLE / "publisher.toml")
    site = SiteParts(first_changes(catalog), publisher, catalog.locales, kinds_in("only", ["pages"], publisher, ()))
    for _, _ in zip(range(5), site.lines(), strict=False):
        pass
    first, second = dict(site.lines()), dict(site.lines())

    assert list(catalog) == made == list(first)
    assert first == second
    assert all(line.startswith(f'{{"slug": "{slug}"'.encode()) for slug, line in first.items())


@pytest.mark.usefixtures("everything_spilled")
def test_a_tree_of_a_spilled_catalog_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build, history and rebuild do not know the difference."""
    publisher = Publisher.load(EXAMPLE / "publisher.toml")
    spilled = read(EXAMPLE, publisher=publisher, now=NOW)
    monkeypatch.setattr(holding, "_BOUND", 1 << 30)
    catalog = read(EXAMPLE, publisher=publisher, now=NOW)
    for name, one, lines in (("spilled", spilled, 0), ("held", catalog, 1 << 30)):
        monkeypatch.setattr(content, "_LINES_HELD", lines)
        build(one, publisher, tmp_path / name, now=NOW, only=["pages", "feeds", "snippets"])
    trees = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "spilled", tmp_path / "held")
    ]

    assert all(map(is_spilled, spilled.values()))
    assert trees[0] == trees[1]
    changes = History(tmp_path / "held.history").compare(spilled, now=NOW, base_url=publisher.base_url)
    assert changes.unchanged
