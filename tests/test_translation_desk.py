"""The translator's desk: what is missing or behind, out to translators and back, and what is refused."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from proofs import PROOFS, either
from translators import pseudo, translated

import syndicate
from syndicate.cli import run
from syndicate.errors import InvalidValueError, NotFoundError, SourceError
from syndicate.model import FindingKind
from syndicate.model.catalog_json import dumps
from syndicate.translations import Desk, State, TranslationStatus
from syndicate.translations.markdown_document import MarkdownDocument
from syndicate.translations.memory import Memory
from syndicate.translations.staleness import with_remembered
from syndicate.translations.status import as_text

FORMATS = (("po", "2.1"), ("xliff", "1.2"), ("xliff", "2.1"))
ALL = tuple(State)
SLEEP = {
    "en": "---\ntitle: Sleep\nupdated: 2024-05-01\n---\n\nSleep **well**.\n\n## Why\n\nRest heals. Call [us](https://a.test/en).\n",
    "es": "---\ntitle: El sueño  # corto\nupdated: 2024-05-01\n---\n\nDuerma **bien**.\n\n## Por qué\n\n"
    "El descanso cura. Llame a [nosotros](https://a.test/es).\n",
}


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    """A folder with one topic in two languages, and one in English alone."""
    folder = tmp_path / "topics"
    folder.mkdir()
    for locale, text in SLEEP.items():
        (folder / f"sleep.{locale}.md").write_text(text, "utf-8")
    (folder / "walk.en.md").write_text("---\ntitle: Walk\nupdated: 2024-05-02\n---\nOne *step*.\n", "utf-8")
    return folder


@pytest.fixture
def health_topics(example: Path, tmp_path: Path) -> Path:
    """A copy of the example."""
    return Path(shutil.copytree(example, tmp_path / "health-topics"))


def _status(folder: Path, slug: str, to: str = "es") -> TranslationStatus:
    return next(status for status in Desk(folder).status(to) if status.topic == slug)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_what_is_there_and_what_is_not(topics: Path) -> None:
    """A missing translation says how many words it needs."""
    found = {status.topic: (status.state, status.words) for status in Desk(topics).status("es")}
    assert {"sleep": (State.CURRENT, 8), "walk": (State.MISSING, 3)} == found
    assert {State.MISSING} == {status.state for status in Desk(topics).status("fr")}
    assert ["es", "es"] == [status.locale for status in Desk(topics).status()]


def test_a_change_without_a_new_date_is_found(topics: Path) -> None:
    """Once the desk knows a translation, every later change of its original is reported, with its paragraphs."""
    Desk(topics).reviewed("sleep", to="es")
    assert State.REVIEWED == _status(topics, "sleep").state

    _edit(topics / "sleep.en.md", "Rest heals.", "Rest heals you and yours.")
    status = _status(topics, "sleep")

    assert State.STALE == status.state
    assert status.changed is not None
    assert [("text[2]", "Why", 10)] == [(text.name, text.heading, text.line) for text in status.changed]
    assert (7, 11, 1) == (status.changed_words, status.words, status.removed)
    found = [one.kind for one in syndicate.read(topics).findings if one.topic == "sleep"]
    assert FindingKind.STALE_TEXT in found


def test_check_knows_what_the_desk_remembers(topics: Path) -> None:
    """Texts that nobody confirmed in their front matter are compared by the memory, also in later checks."""
    Desk(topics).export("es", only=["missing"])
    catalog = syndicate.read(topics)
    assert catalog is with_remembered(catalog, Memory.beside(topics))

    _edit(topics / "sleep.en.md", "Rest heals.", "Rest cures.")
    for _ in range(2):
        found = with_remembered(syndicate.read(topics), Memory.beside(topics)).findings
        assert ["sleep"] == [one.topic for one in found if one.kind is FindingKind.STALE_TEXT]
    _edit(topics / "sleep.es.md", "cura", "sana")  # the editors have changed the translation as well
    found = with_remembered(syndicate.read(topics), Memory.beside(topics)).findings
    assert [] == [one.topic for one in found if one.kind is FindingKind.STALE_TEXT]


def test_the_command_check_reads_the_memory(
    topics: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An original that changes within a day, or without a new date, is named by every later check."""
    Desk(topics).export("es", only=["missing"])
    _edit(topics / "sleep.en.md", "Rest heals.", "Rest cures.")
    for _ in range(2):
        monkeypatch.setattr("sys.argv", ["syndicate", "check", str(topics)])
        assert 0 == run()
        assert "Translations whose original has changed since: 1" in capsys.readouterr().out
    Desk(topics).reviewed("sleep", to="es")
    assert 0 == run()
    assert "changed since" not in capsys.readouterr().out


def test_edits_of_one_day_are_found_with_a_history(topics: Path, tmp_path: Path) -> None:
    """An original that changes on the day of its translation, after it, is reported by every check."""
    history = syndicate.History(tmp_path / "history")
    _edit(topics / "sleep.es.md", "2024-05-01", "2024-06-01")
    history.remember(history.compare(syndicate.read(topics)))
    _edit(topics / "sleep.en.md", "2024-05-01", "2024-06-01")
    _edit(topics / "sleep.en.md", "Rest heals.", "Rest cures.")
    for _ in range(2):
        changes = history.compare(syndicate.read(topics))
        assert ["sleep"] == [one.topic for one in changes.catalog.findings if one.kind is FindingKind.STALE_TEXT]
        history.remember(changes)


def test_what_is_given_out_is_in_work(topics: Path) -> None:
    """Nobody is asked twice, unless the original changes meanwhile."""
    now = date(2026, 11, 28)
    assert ["walk.es.xlf"] == list(Desk(topics, now=now).export("es"))
    assert {} == Desk(topics).export("es")
    assert (State.IN_WORK, "2026-11-28T00:00:00Z") == (_status(topics, "walk").state, _status(topics, "walk").asked)
    assert ["walk.es.xlf"] == list(Desk(topics).export("es", only=["in-work"]))

    _edit(topics / "walk.en.md", "One", "Two")
    assert State.MISSING == _status(topics, "walk").state


def test_a_request_ends_when_the_translation_changes(topics: Path) -> None:
    """Whoever translated it, and in whatever way it came back."""
    Desk(topics).export("es", only=["current"])
    assert State.IN_WORK == _status(topics, "sleep").state

    _edit(topics / "sleep.es.md", "cura", "sana")
    assert State.CURRENT == _status(topics, "sleep").state


def test_a_request_is_not_remembered_if_its_file_cannot_be_written(topics: Path) -> None:
    """The work would be lost: nobody has the file."""

    def fail(files: dict[str, bytes]) -> None:
        raise SourceError("the disk is full")

    with pytest.raises(SourceError):
        Desk(topics).export("es", keep=fail)
    assert State.MISSING == _status(topics, "walk").state


def test_a_draft_is_in_work(topics: Path) -> None:
    """A translation that its publisher withholds is neither missing nor overwritten."""
    (topics / "walk.es.md").write_text("---\ntitle: Camine\ndraft: true\n---\n", "utf-8")
    files = Desk(topics).export("es", only=["in-work"])
    result = Desk(topics).import_texts({name: translated(content) for name, content in files.items()})

    assert State.IN_WORK == _status(topics, "walk").state
    assert ["draft"] == [refusal.reason for refusal in result.refused]


@pytest.mark.parametrize(("format", "version"), FORMATS)
def test_a_new_translation_gets_a_file(topics: Path, format: str, version: str) -> None:
    """It lies where the others do, and says of which original it is."""
    files = Desk(topics).export("es", format=format, version=version)
    result = Desk(topics).import_texts({name: translated(content) for name, content in files.items()})

    digest = _status(topics, "walk").digest
    assert ((topics / "walk.es.md",), ()) == (result.files, result.refused)
    assert f"---\ntitle: {pseudo('Walk')}\nupdated: 2024-05-02\ntranslated_from: {digest}\n---\nÖñé *stép*.\n" == (
        topics / "walk.es.md"
    ).read_text("utf-8")
    assert State.REVIEWED == _status(topics, "walk").state


@pytest.mark.parametrize(("format", "version"), FORMATS)
def test_what_has_not_changed_is_filled_in(topics: Path, format: str, version: str) -> None:
    """A translator gets the old translation of what is as it was, and it stays byte by byte."""
    _edit(topics / "sleep.es.md", "Duerma **bien**.", "Duerma\n__bien__.")
    Desk(topics).reviewed("sleep", to="es")
    before = (topics / "sleep.es.md").read_text("utf-8")
    _edit(topics / "sleep.en.md", "Rest heals.", "Rest cures.")
    (content,) = Desk(topics).export("es", format=format, version=version, topics=["sleep"]).values()

    text = content.decode()
    assert "Duerma" in text and "descanso cura" in text
    done = text.replace("El descanso cura", "Descansar cura").replace(
        'state="needs-review-translation"', 'state="translated"'
    )
    done = done.replace("#, fuzzy\n", "").replace('state="initial"', 'state="translated"')
    result = Desk(topics).import_texts({"sleep": done.encode()})

    assert () == result.refused
    digest = _status(topics, "sleep").digest
    after = (topics / "sleep.es.md").read_text("utf-8")
    assert re.sub("(?<=translated_from: )[0-9a-f]+", digest, before).replace("El descanso", "Descansar") == after
    assert "https://a.test/es" in after


@pytest.mark.proof
@pytest.mark.parametrize(("format", "version"), FORMATS)
def test_round_trip_of_the_example(health_topics: Path, format: str, version: str) -> None:
    """Every text of the example goes out and comes back; keys, links, and blocks stay."""
    before = {path: path.read_text("utf-8") for path in health_topics.glob("*.es.md")}
    some = () if PROOFS or version == "1.2" else ("asthma", "farmers-market-vouchers", "power-outages")
    files = Desk(health_topics).export("es", only=ALL, topics=some, format=format, version=version)
    result = Desk(health_topics).import_texts({name: translated(content) for name, content in files.items()})

    assert (len(some) or 18, ()) == (len(result.topics), result.refused)
    for path, text in before.items():
        after = path.read_text("utf-8")
        assert (
            _without_words(text)[: 1 if path.name.startswith("power") else None]
            == (
                _without_words(re.sub(r"translated_from: .*\n", "", after))[
                    : 1 if path.name.startswith("power") else None
                ]
            )
        ), path
    english = syndicate.read(health_topics)["asthma"]
    assert pseudo(english.title["en"]) == english.title["es"]
    states = {status.topic: status.state for status in Desk(health_topics).status("es")}
    assert {State.REVIEWED} == {states[slug] for slug in result.topics}


def _without_words(text: str) -> list[str]:
    """The lines of a file without what is translated in them; and the block that the example lacks in Spanish."""
    front, body = text.split("\n---\n")
    kept = [
        re.sub(r"^((?:\s*- )?(?:\s*)(?:title|description|organization|alt|caption|note|credit|rights):).*", r"\1", line)
        for line in front.split("\n")
    ]
    names = re.sub(r"(also_called:\n)(?:  - .*\n)+", r"\1", "\n".join(kept) + "\n")
    return [names, *re.findall(r"\]\((.*?)\)|^(#+|-|\d+\.)", body, re.MULTILINE)]


@pytest.mark.proof
@pytest.mark.parametrize(("format", "version"), FORMATS)
def test_round_trip_of_real_topics(corpora: Path, tmp_path: Path, format: str, version: str) -> None:
    """Of a `topics.json` only the texts of one language change; 200 topics in the long form."""
    count = either(20, 200)
    whole = syndicate.read(corpora / "medlineplus" / "mplus_topics_2025-10-01.xml.gz")
    catalog = whole.subset([slug for slug, topic in whole.items() if len(topic.locales) > 1][:count])
    source = tmp_path / "topics.json"
    source.write_bytes(dumps(catalog))
    before = syndicate.read(source)
    files = Desk(source).export("es", only=ALL, format=format, version=version)
    result = Desk(source).import_texts({name: translated(content) for name, content in files.items()})
    after = syndicate.read(source)

    assert (count, ()) == (len(result.topics), result.refused)
    for slug, topic in before.items():
        new = after[slug]
        assert pseudo(topic.title["en"]) == new.title["es"]
        english, spanish, new_spanish = (
            re.findall(r"</?(?:[uod]l|li|h[1-6]|p|table|t[rdh]|d[td]|div)\b", str(one))
            for one in (topic.summary["en"], topic.summary["es"], new.summary["es"])
        )
        assert new_spanish in (english, spanish)
        changed = set(_differences(topic.to_dict(), new.to_dict()))
        assert {path for path in changed if "es" not in path or path[-1] == "url"} == set(), slug


def _differences(one: object, other: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where two values of JSON differ, by their keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from _differences(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from _differences(first, second, path)
    elif one != other:
        yield path


LATER = "---\ntitle: {name}\ndate: 2024-06-06\n---\nRest *well* today.\n"
OF_DOCUSAURUS = "i18n/es/docusaurus-plugin-content-"


@pytest.mark.parametrize(
    ("there", "new", "place"),
    [
        (["a/index.md", "a/index.es.md"], "walk/index.md", "walk/index.es.md"),
        (["a/index.en.md", "a/index.es.md"], "walk/index.en.md", "walk/index.es.md"),
        (["content/en/a.md", "content/es/a.md"], "content/en/walk/index.md", "content/es/walk/index.md"),
        (["src/docs/a.md", "src/docs/es/a.md"], "src/docs/g/walk.md", "src/docs/es/g/walk.md"),
        (["a.md", "es/a.md"], "g/walk.md", "es/g/walk.md"),
        (
            ["docs/a.md", f"{OF_DOCUSAURUS}docs/current/a.md"],
            "docs/x/walk.md",
            f"{OF_DOCUSAURUS}docs/current/x/walk.md",
        ),
        (
            ["docs/a.md", f"{OF_DOCUSAURUS}docs/current/a.md"],
            "docs/walk/index.mdx",
            f"{OF_DOCUSAURUS}docs/current/walk/index.mdx",
        ),
        (["docs/a.md", f"{OF_DOCUSAURUS}docs/current/a.md"], "blog/walk.md", f"{OF_DOCUSAURUS}blog/walk.md"),
        (["docs/a.md", f"{OF_DOCUSAURUS}docs/current/a.md"], "src/pages/walk.md", f"{OF_DOCUSAURUS}pages/walk.md"),
    ],
)
def test_a_new_translation_lies_where_its_layout_has_it(tmp_path: Path, there: list[str], new: str, place: str) -> None:
    """And is read from there as the translation of its original: page bundles, folders, and Docusaurus."""
    for name in (*there, new):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(LATER.replace("{name}", name), "utf-8")
    (tmp_path / new).with_name("walk.png").write_bytes(b"\x89PNG")
    files = Desk(tmp_path).export("es")
    result = Desk(tmp_path).import_texts({name: translated(content) for name, content in files.items()})

    assert ((tmp_path / place,), ()) == (result.files, result.refused)
    assert {"walk": "en es", "a": "en es"} == {
        slug: " ".join(sorted(topic.title.identifiers())) for slug, topic in syndicate.read(tmp_path).items()
    }


def test_pictures_come_with_a_new_translation(tmp_path: Path) -> None:
    """Those that the text names, in their folders; what is there is never written over, and a difference is told."""
    text = (
        "---\ntitle: {}\ndate: 2024-06-06\nimage: {{src: bed.jpg, alt: A bed}}\n---\n"
        '![A room](img/room.png) ![A bed](<my bed.png>) [A leaflet](leaflet%20a.pdf) <video src="talk.mp4"></video>'
        " ![Shared](../shared.png) ![Out](../../../out.png) ![There](there.png) ![Same](same.png)\n"
    )
    english, spanish = tmp_path / "site/en/sleep", tmp_path / "site/es/sleep"
    for name in ("en/sleep/index.md", "en/walk.md", "es/walk.md"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text.format(name) if "sleep" in name else "---\ntitle: Walk\ndate: 2024-06-06\n---\nWalk.\n", "utf-8"
        )
    beside = ["bed.jpg", "img/room.png", "my bed.png", "leaflet a.pdf", "talk.mp4", "talk.es.vtt", "../shared.png"]
    for name in (*beside, "there.png", "same.png", "unused.png", "../../../out.png"):
        (english / name).parent.mkdir(parents=True, exist_ok=True)
        (english / name).write_bytes(name.encode())
    spanish.mkdir()
    (spanish / "there.png").write_bytes(b"another")
    (spanish / "same.png").write_bytes(b"same.png")
    (tmp_path / "site/es/unrelated.png").write_bytes(b"")
    desk = Desk(tmp_path / "site")
    files = desk.export("es", topics=["sleep"])
    result = desk.import_texts({name: translated(content) for name, content in files.items()})
    assert () == result.refused
    copies = {Path(os.path.normpath(spanish / name)) for name in beside}
    assert copies | {spanish / "index.md"} == set(result.files)
    assert [(spanish / "there.png")] == list(result.kept)
    assert b"another" == (spanish / "there.png").read_bytes()
    assert b"my bed.png" == (spanish / "my bed.png").read_bytes()
    assert not (spanish / "unused.png").exists()


def test_other_topics_of_a_topics_json_stay_as_they_are_written(topics: Path, tmp_path: Path) -> None:
    """Keys in another order, keys that only a published tree has, and the form of the file."""
    source = tmp_path / "topics.json"
    source.write_text(
        '{"format": "syndicate-topics", "version": 1, "default_locale": "en",\n  "topics": [\n'
        '    {\n      "title": {"en": "Walk"},\n      "slug": "walk", "ids": {"en": "1"}\n    },\n'
        '    {"slug":"sleep","title":{"en":"Sleep"},"ids":{"en":"2"},"numbers":{"en":7}}\n  ]\n}\n',
        "utf-8",
    )
    (content,) = Desk(source).export("es", topics=["walk"]).values()
    Desk(source).import_texts({"walk": translated(content)})

    text = source.read_text("utf-8")
    assert '    {"slug":"sleep","title":{"en":"Sleep"},"ids":{"en":"2"},"numbers":{"en":7}}\n  ]\n}\n' in text
    assert pseudo("Walk") == syndicate.read(source)["walk"].title["es"]


def test_a_source_that_cannot_be_written_becomes_a_topics_json(corpora: Path, tmp_path: Path) -> None:
    """XML of MedlinePlus stays as it is; the new file has all of it and the translations."""
    source = tmp_path / "topics.xml"
    shutil.copy(corpora / "medlineplus" / "mplus_topics_2026-10-02.sample.xml", source)
    desk = Desk(source)
    (slug, *_) = (status.topic for status in desk.status("fr"))
    files = desk.export("fr", topics=[slug])
    done = {name: translated(content) for name, content in files.items()}

    assert ["no-place"] == [refusal.reason for refusal in Desk(source).import_texts(done).refused]
    out = tmp_path / "topics.json"
    result = Desk(source).import_texts(done, out=out, updated=date(2026, 10, 28))
    catalog = syndicate.read(out)
    assert ((out,), ()) == (result.files, result.refused)
    assert datetime(2026, 10, 28, tzinfo=UTC) == catalog[slug].updated["fr"]
    assert State.REVIEWED == next(one.state for one in Desk(out).status("fr") if one.topic == slug)


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("reason", "unit", "change"),
    [
        ("lost", "text[0]", lambda text: re.sub(r"(<target[^>]*>\S+ )<g [^>]*>(.*?)</g>", r"\1\2", text)),
        ("twice", "text[0]", lambda text: re.sub(r"(<g .*?</g>)(?=\S*</target>)", r"\1\1", text)),
        ("added", "title", lambda text: text.replace("</target>", '<x id="9"/></target>', 1)),
        ("untranslated", "title", lambda text: re.sub(r"<target[^>]*>Wálk</target>", "<target/>", text)),
        ("stale", "title", lambda text: text.replace("<source>Walk<", "<source>Run<")),
        ("absent", "title", lambda text: text.replace('id="title"', 'id="headline"')),
        ("language", "", lambda text: text.replace('target-language="es"', 'target-language="fr"')),
        ("no-language", "", lambda text: text.replace('target-language="es"', "")),
        ("unasked", "", lambda text: text.replace('target-language="es"', 'target-language="de"')),
        ("original-language", "", lambda text: text.replace('source-language="en"', 'source-language="fr"')),
        ("topic", "", lambda text: text.replace('original="walk"', 'original="run"')),
    ],
)
def test_what_is_refused(topics: Path, reason: str, unit: str, change: Change) -> None:
    """Nothing is written, and the message has file, line, topic, field, and the way out, in both languages."""
    (content,) = Desk(topics).export("es", version="1.2").values()
    done = change(translated(content).decode()).encode()
    before = sorted(path.name for path in topics.iterdir())
    result = Desk(topics).import_texts({"walk.xlf": done}, to="es" if reason == "language" else None)

    first = result.refused[0]
    assert (reason, unit) == (first.reason, first.unit)
    assert before == sorted(path.name for path in topics.iterdir())
    assert re.match(r"walk\.xlf:\d+: .*\(topic (walk|run).*\): \w+", first.message())
    assert "tema" in first.message("es")


@pytest.mark.parametrize(
    ("reason", "old", "new"),
    [
        ("lost", "stép</i1>", "stép"),
        ("order", "<i1>stép</i1>", "</i1>stép<i1>"),
        ("unconfirmed", "msgctxt", "#, fuzzy\nmsgctxt"),
    ],
)
def test_what_is_refused_of_po(topics: Path, reason: str, old: str, new: str) -> None:
    """Tags and fuzzy messages are looked at there as well."""
    (content,) = Desk(topics).export("es", format="po").values()
    done = translated(content).decode().replace(old, new)
    result = Desk(topics).import_texts({"walk.po": done.encode()})
    assert reason in {refusal.reason for refusal in result.refused}
    assert not (topics / "walk.es.md").exists()


def test_a_stale_original_is_refused_and_the_rest_kept_on_request(topics: Path) -> None:
    """An original that changed since the export; the other topic is written with `keep_going` alone."""
    files = {name: translated(content) for name, content in Desk(topics).export("es", only=ALL).items()}
    _edit(topics / "sleep.en.md", "Rest heals.", "Rest cures.")

    assert ((), ["stale"]) == (
        Desk(topics).import_texts(files).files,
        [refusal.reason for refusal in Desk(topics).import_texts(files).refused],
    )
    assert (topics / "walk.es.md",) == Desk(topics).import_texts(files, keep_going=True).files


def test_a_text_in_a_wrong_language_is_refused(health_topics: Path) -> None:
    """A copy of the original, and a text that reads as a third language."""
    (content,) = Desk(health_topics).export("es", topics=["farmers-market-vouchers"], version="1.2").values()
    french = "Les enfants et leurs parents sont dans la maison avec une amie, mais ils ne sont pas encore là"

    def reasons(done: bytes) -> set[str]:
        return {refusal.reason for refusal in Desk(health_topics).import_texts({"a.xlf": done}).refused}

    copied = re.sub(rb"<source>(.*?)</source>", rb'<source>\1</source><target state="translated">\1</target>', content)
    assert {"copied"} == reasons(copied)
    assert reasons(translated(content, text=french)) <= {"other-language"}  # where its words are known


@pytest.mark.parametrize(
    "content", [b"<a/>", b"no file", b"<xliff", b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', b""]
)
def test_files_of_others_are_refused(topics: Path, content: bytes) -> None:
    """With a message, not a traceback."""
    with pytest.raises(SourceError) as raised:
        Desk(topics).import_texts({"a.xlf": content})
    assert "a.xlf" in str(raised.value)


def test_bytes_stay_as_they_are(tmp_path: Path) -> None:
    """The mark of UTF-8, line ends of Windows, comments, quotation marks, and the order of keys."""
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "a.en.md").write_bytes(
        b"---\ntitle: A day\nupdated: 2024-05-01\n---\n\nRest  well.\n\n* One item\n\n```\ncode\n```\n"
    )
    spanish = (
        "\ufeff---\r\n# primero\r\nupdated: '2024-05-01'\r\ntitle: \"Un día\" # corto\r\n---\r\n\r\n"
        "Descanse  bien.\r\n\r\n* Una cosa\r\n\r\n```\r\ncode\r\n```\r\n\r\n"
    )
    (folder / "a.es.md").write_bytes(spanish.encode())
    (content,) = Desk(folder).export("es", only=ALL).values()
    Desk(folder).import_texts({"a": translated(content)})

    digest = _status(folder, "a").digest
    expected = (
        spanish.replace("Un día", "Á dáy").replace("Descanse  bien.", "Rést  wéll.").replace("Una cosa", "Öñé itém")
    )
    expected = expected.replace("corto\r\n---", f"corto\r\ntranslated_from: {digest}\r\n---")
    assert expected.encode() == (folder / "a.es.md").read_bytes()


@pytest.mark.parametrize(
    ("front", "made"),
    [
        ('+++\ntitle = "Walk" # short\ndraft = false\n[params]\nx = 1\n+++\n',
         '+++\ntitle = "Wálk" # short\ndraft = false\ntranslated_from = "1"\n[params]\nx = 1\n+++\n'),
        ('{\n  "title": "Walk",\n  "url": "/a/"\n}\n', '{\n  "title": "Wálk",\n  "translated_from": "1"\n}\n'),
        ("", ""),
    ],
    ids=["TOML", "JSON", "none"],
)  # fmt: skip
def test_other_front_matter(front: str, made: str) -> None:
    """Its texts change, and the key that names the original is added where there is a place for it."""
    document = MarkdownDocument(f"{front}One *step*.\n".encode(), "walk.md")
    targets = {
        unit.name: tuple(pseudo(one) if isinstance(one, str) else one for one in unit.content)
        for unit in document.units
    }
    written = document.written(targets, {"translated_from": "1", "url": None})
    assert f"{made}Öñé *stép*.\n" == written.decode()


def test_the_report_is_in_the_language_of_its_reader(topics: Path) -> None:
    """No English stands in a Spanish one."""
    text = as_text(Desk(topics).status("es"), "es")
    assert text.startswith("Español — Faltan: 1; Traducidas, sin revisar: 1\n\nFaltan\n  walk  “Walk”; palabras: 3")


def test_wrong_arguments_are_named(topics: Path) -> None:
    """States, formats, versions, topics."""
    desk = Desk(topics)
    for wrong in ({"only": ["old"]}, {"format": "doc"}, {"version": "3"}):
        with pytest.raises(InvalidValueError):
            desk.export("es", **wrong)
    with pytest.raises(NotFoundError):
        desk.export("es", topics=["slep"])
    with pytest.raises(NotFoundError):
        desk.reviewed("walk", to="es")


def test_links_by_reference_keep_their_addresses(topics: Path) -> None:
    """Where only the original names the address of a link, the translation gets the form of the original."""
    _edit(topics / "sleep.en.md", "[us](https://a.test/en)", "[us][we]")
    _edit(topics / "sleep.en.md", "[us][we].\n", "[us][we].\n\n[we]: https://a.test/en\n")
    _edit(topics / "sleep.es.md", "[nosotros](https://a.test/es)", "nosotros")
    (content,) = Desk(topics).export("es", topics=["sleep"], only=ALL).values()
    result = Desk(topics).import_texts({"sleep": translated(content)})

    assert () == result.refused
    assert (topics / "sleep.es.md").read_text("utf-8").endswith("Cáll [üs][we].\n\n[we]: https://a.test/en\n")


def test_the_memory_of_a_repository_is_in_it(topics: Path) -> None:
    """Beside its folder, nobody would keep it; and it is neither read as a text nor reported."""
    (topics / ".git").mkdir()
    Desk(topics).export("es")
    assert (topics / ".translations").is_file()
    assert not topics.with_name("topics.translations").exists()
    assert not [one for one in syndicate.read(topics).findings if ".translations" in one.message()]


def test_lines_that_two_people_wrote_are_joined(topics: Path) -> None:
    """The marks of a conflict are passed over; of one text, what is reviewed counts, and a request is kept."""
    memory = Memory.beside(topics)
    one = '{"locale": "es", "id": "sleep", "of": "1", "text": "2", "reviewed": true, "blocks": {"a": "b"}}'
    two = (
        '{"locale": "es", "id": "sleep", "of": "3", "text": "4", "asked": {"of": "5", "at": "2026-11-28", "text": ""}, '
        '"blocks": {"a": "c", "d": "e"}}'
    )
    for lines in (
        f"<<<<<<< HEAD\n{one}\n||||||| base\n=======\n{two}\n>>>>>>> branch\n",
        f"{two}\n\n{one}\n",
    ):
        memory.write_text(f'{{"format": "syndicate-translations", "version": 1}}\n{lines}', "utf-8")
        known = Memory(memory).of("es", "sleep")
        assert ("1", "2", True, {"a": "b", "d": "e"}) == (known.of, known.text, known.is_reviewed, known.blocks)
        assert known.request is not None
        assert "5" == known.request.of


def test_what_is_remembered_goes_along_with_a_renamed_file(topics: Path) -> None:
    """Also where the original was edited on the way; a text of another topic gets nothing."""
    (topics / "walk.es.md").write_text("---\ntitle: Camine\nupdated: 2024-05-02\n---\nUn *paso*.\n", "utf-8")
    Desk(topics).reviewed(to="es")
    for locale in ("en", "es"):
        (topics / f"sleep.{locale}.md").rename(topics / f"rest.{locale}.md")
    _edit(topics / "rest.en.md", "Rest heals.", "Rest cures.")

    status = _status(topics, "rest")
    assert (State.STALE, ["text[2]"]) == (status.state, [one.name for one in status.changed or ()])
    _edit(topics / "rest.es.md", "cura", "sana")  # it still states which original it is of
    assert ["text[2]"] == [one.name for one in _status(topics, "rest").changed or ()]


def test_a_damaged_memory_is_named(topics: Path) -> None:
    """With its line and the way out."""
    Memory.beside(topics).write_text('{"format": "syndicate-translations", "version": 1}\n{"locale": 3}\n', "utf-8")
    with pytest.raises(SourceError, match=r"topics\.translations:2"):
        Desk(topics)


@pytest.mark.parametrize("command", [("status",), ("export", "--to", "es")])
def test_what_cannot_be_read_is_not_nothing_to_translate(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every file is skipped or broken, the desk says so, and where one is, too."""
    monkeypatch.setattr("sys.argv", ["syndicate", "translate", *command, str(tmp_path)])
    (tmp_path / "a.en.md").write_text("No front matter.\n")
    assert 1 == run()
    assert "nothing in it is read as a topic: `syndicate check` says why" in capsys.readouterr().err
    (tmp_path / "b.en.md").write_text("---\ntitle: Sleep\nupdated: 2024-06-06\n---\nRest.\n")
    assert 0 == run()
    assert "1 text could not be read" in capsys.readouterr().err
