"""Reading whatever there is: which reader takes a path, readers from elsewhere, several sources, strictness."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

import syndicate
from syndicate import sources
from syndicate.errors import SourceError, SyndicateError
from syndicate.model import Finding, FindingKind, Record
from syndicate.model.catalog_json import dumps
from syndicate.sources import readers

READER = """
from pathlib import Path

from syndicate.model import Record


class NotesSource:
    name = "notes"

    def accepts(self, path: Path) -> bool:
        return path.suffix == ".notes"

    def read(self, path: Path, publisher=None):
        for line in path.read_text(encoding="utf-8").splitlines():
            locale, slug, title = line.split(";")
            yield Record(id=slug, locale=locale, title=title, slug=slug, translation_key=slug)


SOURCE = NotesSource()
"""
TOPIC = "---\ntitle: {title}\nupdated: 2024-06-06\n{more}---\nText.\n"


def topic_file(folder: Path, name: str, title: str = "Sleep", more: str = "") -> Path:
    """A Markdown topic."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(TOPIC.format(title=title, more=more), encoding="utf-8")
    return path


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A folder as pip would install it: a reader of `.notes` files and the entry point that announces it."""
    return installed(tmp_path, READER)


def installed(tmp_path: Path, reader: str, name: str = "notes") -> Path:
    """A folder as pip would install it, with a module that may hold anything."""
    site = tmp_path / "site"
    info = site / "notes_reader-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "notes_reader.py").write_text(reader, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: notes-reader\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[syndicate.sources]\n{name} = notes_reader:SOURCE\n", encoding="utf-8")
    (tmp_path / "sleep.notes").write_text("en;sleep;Sleep\nes;sleep;El sueño\n", encoding="utf-8")
    return site


@pytest.fixture
def fresh_sources() -> Iterator[None]:
    """Readers are looked for anew in the test, and again after it."""
    readers._entries.cache_clear()
    readers._loaded.cache_clear()
    yield
    readers._entries.cache_clear()
    readers._loaded.cache_clear()
    sys.modules.pop("notes_reader", None)


def test_the_readers_that_are_built_in() -> None:
    """The readers of the package are found by their entry points: the first four, then the rest, by their names."""
    names = [source.name for source in sources.sources()]
    assert ["json", "markdown", "medlineplus", "page"] == names[:4]
    assert sorted(names[4:]) == names[4:]
    assert {"csv", "excel", "sql"} <= set(names)


@pytest.mark.usefixtures("fresh_sources")
def test_a_reader_from_elsewhere(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that another distribution announces takes its files, and its records pair like all others."""
    monkeypatch.syspath_prepend(str(plugin))
    catalog = sources.read(plugin.parent / "sleep.notes")
    assert {"en": "Sleep", "es": "El sueño"} == catalog["sleep"].title.identifiers()


def test_a_reader_from_elsewhere_in_a_new_process(plugin: Path) -> None:
    """Nothing but installing it is needed to use a reader from elsewhere."""
    script = f"""
        from syndicate.sources import read
        print(*read({str(plugin.parent / "sleep.notes")!r}))
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "PYTHONPATH": str(plugin)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sleep" == run.stdout.strip()


FAULTY = {
    "it cannot be imported": ("import not_there_at_all", "ModuleNotFoundError: No module named 'not_there_at_all'"),
    "it raises": ("raise RuntimeError('broken\\x00 here')", "RuntimeError: broken here"),
    "it ends the program": ("import sys\nsys.exit()", "SystemExit"),
    "it is not Python": ("def", "SyntaxError: "),
    "it lacks its object": ("", "AttributeError: "),
    "its object is not a reader": ("SOURCE = 7", "it has no method 'accepts'"),
}


@pytest.mark.usefixtures("fresh_sources")
@pytest.mark.parametrize(("reader", "problem"), FAULTY.values(), ids=FAULTY)
def test_a_reader_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, problem: str
) -> None:
    """One line names it, its package, and what is wrong; sources that others read do not even load it."""
    monkeypatch.syspath_prepend(str(installed(tmp_path, reader)))
    topic_file(tmp_path / "topics", "sleep.en.md")
    assert () == sources.read(tmp_path / "topics", strict=True).findings
    assert "notes_reader" not in sys.modules
    with pytest.raises(SourceError) as caught:
        sources.read(tmp_path / "sleep.notes")

    said = caught.value.format_message()
    assert f"no reader takes this (the reader 'notes' of notes-reader does not work: {problem}" in said
    assert "\n" not in said
    (finding,) = sources.read(tmp_path / "sleep.notes", tmp_path / "topics").findings
    assert FindingKind.UNREADABLE is finding.kind
    assert problem in finding.message()


@pytest.mark.usefixtures("fresh_sources")
def test_a_reader_that_is_asked_first_and_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It might have been the one: it is found once, however many sources there are; strict mode refuses."""
    monkeypatch.syspath_prepend(str(installed(tmp_path, "import not_there_at_all", "first")))
    folders = [topic_file(tmp_path / name, f"{name}.en.md").parent for name in ("sleep", "stress")]
    catalog = sources.read(*folders)
    (finding,) = (found for found in catalog.findings if found.kind is not FindingKind.UNPAIRED)

    assert ["sleep", "stress"] == sorted(catalog)
    assert FindingKind.BROKEN_READER is finding.kind
    assert finding.message().startswith("the reader “first” does not work (ModuleNotFoundError: No module named")
    assert finding.message().endswith("repair or uninstall notes-reader")
    with pytest.raises(SourceError, match="the reader “first” does not work"):
        sources.read(*folders, strict=True)


FAILING = {
    "an exception": ("return 1 / 0", "the reader 'notes' failed: ZeroDivisionError: division by zero"),
    "an exception after a record": (
        "yield Record(id='a', locale='en', title='A', slug='a'); raise KeyError('x')",
        "the reader 'notes' failed: KeyError: 'x'",
    ),
    "too deep": ("return self.read(path, publisher)", "the reader 'notes' failed: RecursionError"),
    "a value that is refused": ("yield Record(id='a', locale='en', title='', slug='a')", "the text is empty"),
    "no record": ("yield {'id': 'a'}", "the reader 'notes' failed: TypeError: it yields dict"),
    "nothing": ("return iter(())", "there are no topics in it"),
    "not even a list": ("return None", "the reader 'notes' failed: TypeError"),
}


@pytest.mark.usefixtures("fresh_sources")
@pytest.mark.parametrize(("body", "problem"), FAILING.values(), ids=FAILING)
def test_a_reader_that_fails_is_an_error_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, problem: str
) -> None:
    """Alone it is an error that names file and reader; beside other sources a finding, and nothing of it is used."""
    head = READER.partition("        for line in")[0]
    monkeypatch.syspath_prepend(str(installed(tmp_path, f"{head}        {body}\n\n\nSOURCE = NotesSource()\n")))
    notes = tmp_path / "sleep.notes"
    with pytest.raises(SourceError) as caught:
        sources.read(notes)

    assert problem in caught.value.problem
    assert str(notes) == caught.value.source
    catalog = sources.read(notes, topic_file(tmp_path / "topics", "sleep.en.md").parent)
    (finding,) = catalog.findings
    assert ["sleep"] == list(catalog)
    assert (FindingKind.UNREADABLE, str(notes)) == (finding.kind, finding.source)
    assert problem in finding.message()


@pytest.mark.usefixtures("fresh_sources")
def test_a_reader_that_fails_to_look_leaves_the_file_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fault is reported by name, and the next reader is asked."""
    reader = READER.replace('return path.suffix == ".notes"', "return path / 0 > 1")
    monkeypatch.syspath_prepend(str(installed(tmp_path, reader)))
    page = tmp_path / "sleep.html"
    page.write_text("<html lang=en><h1 class=syndicate>Sleep</h1>", encoding="utf-8")
    catalog = sources.read(page)

    assert ["sleep"] == list(catalog)
    assert FindingKind.BROKEN_READER in [finding.kind for finding in catalog.findings]


def test_a_source_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    """Half a file is not used for the whole; the finding names it; where none can be read, the first error stands."""
    good = topic_file(tmp_path / "topics", "sleep.en.md").parent
    cut = tmp_path / "cut.xml"
    topic = "<health-topic id='1' language='English' title='A' url='https://example.org/a'/>"
    cut.write_text(f"<health-topics>{topic}<health-topic", encoding="utf-8")
    empty = tmp_path / "empty.json"
    empty.write_text('{"format": "syndicate-topics", "version": 1, "default_locale": "en", "topics": []}', "utf-8")
    catalog = sources.read(cut, good, empty, tmp_path / "nothing.xml")

    said = [(found.kind, found.source, found.message().partition("; ")[0]) for found in catalog.findings]
    assert ["sleep"] == list(catalog)
    assert [
        (FindingKind.UNREADABLE, f"{cut}:1", "not well-formed XML"),
        (FindingKind.UNREADABLE, str(empty), "there are no topics in it: give a source that has some"),
        (FindingKind.UNREADABLE, str(tmp_path / "nothing.xml"), "there is no such file or folder"),
    ] == [(kind, place, message.partition(": Couldn't")[0]) for kind, place, message in said]
    for sources_ in ((cut, good), (empty, good)):
        with pytest.raises(SourceError):
            sources.read(*sources_, strict=True)
    with pytest.raises(SourceError, match="not well-formed"):
        sources.read(cut, empty)


@pytest.mark.parametrize("name", ["a" * 300, "b/" * 3000, "c\0d"])
def test_a_path_that_cannot_be_is_an_error(tmp_path: Path, name: str) -> None:
    """A path too long for the system, or with a character that none has, is a message of some length."""
    with pytest.raises(SourceError) as caught:
        sources.read(tmp_path / name)
    assert len(str(caught.value)) < 500


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="every file can be read by the superuser")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    """Whatever kind it is of, the message says that it cannot be read."""
    for name in ("a.html", "a.xml", "a.json"):
        path = tmp_path / name
        path.write_text("x", encoding="utf-8")
        path.chmod(0)
        with pytest.raises(SourceError, match="Permission denied"):
            sources.read(path)


ENGLISH = (
    "The genes in your cells hold the instructions that are used for making proteins. They are in each of the cells"
    " of your body, and you have two of most of them, one from your mother and one from your father."
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("genes.es.md", f"---\ntitle: Genes\nupdated: 2024-06-06\n---\n## A\n\n#### B\n\n{ENGLISH}\n"),
        ("genes.html", f"<html lang=es><div class=syndicate><h1>Genes</h1><h4>B</h4><p>{ENGLISH}</p></div>"),
        (
            "genes.xml",
            "<health-topics><health-topic id='1' language='Spanish' title='Genes' url='https://example.org/genes'>"
            f"<full-summary>&lt;h2>A&lt;/h2>&lt;h4>B&lt;/h4>{ENGLISH}</full-summary></health-topic></health-topics>",
        ),
        (
            "genes.json",
            '{"format": "syndicate-topics", "version": 1, "default_locale": "es", "topics": [{"slug": "genes", "ids":'
            ' {"es": "genes"}, "title": {"es": "Genes"}, "summary": {"es": "<h2>A</h2><h4>B</h4>' + ENGLISH + '"}}]}',
        ),
    ],
)
def test_a_spanish_text_that_is_english_is_reported(tmp_path: Path, name: str, text: str) -> None:
    """In every kind of source, as are headings that skip a level."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = {finding.kind: finding for finding in sources.records(path) if isinstance(finding, Finding)}

    assert "“Genes” is declared as Spanish, but reads as English" in found[FindingKind.OTHER_LANGUAGE].message()
    assert "es" == found[FindingKind.OTHER_LANGUAGE].locale
    assert found[FindingKind.SKIPPED_HEADING].details["names"] in ("h2 > h4", "h1 > h4")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<h3>a</h3><h4>b</h4><h2>c</h2>", None),
        ("<h1>Genes</h1><h2>a</h2>", None),
        ("<h2>a</h2><h4>b</h4><h2>c</h2><h4>d</h4>", "h2 > h4 (2)"),
        ("<h1>Genes</h1><h2>a</h2><h1>Other</h1>", "h1 > h1"),
        ("<h1>Genes</h1><h3>a</h3><h1>b</h1>", "h1 > h1, h1 > h3"),
        ("<h4>a</h4>", "h1 > h4"),
    ],
)
@pytest.mark.parametrize("name", ["genes.en.md", "genes.html", "genes.xml", "genes.json"])
def test_heading_levels_out_of_order_are_reported(tmp_path: Path, name: str, body: str, names: str | None) -> None:
    """In every kind of source: a skipped level, a second title, a text that begins far below its title."""
    texts = {
        "genes.en.md": f"---\ntitle: Genes\nurl: https://example.org/g\n---\n{body}\n",
        "genes.html": f"<html lang=en><title>Genes</title><h1>Genes</h1><div class=syndicate>{body}</div>",
        "genes.xml": "<health-topics><health-topic id='1' language='English' title='Genes' url='https://example.org/g'>"
        f"<full-summary>{escape(body)}</full-summary></health-topic></health-topics>",
        "genes.json": '{"format": "syndicate-topics", "version": 1, "default_locale": "en", "topics": [{"slug": "g",'
        f' "ids": {{"en": "g"}}, "title": {{"en": "Genes"}}, "summary": {{"en": "{body}"}}}}]}}',
    }
    path = tmp_path / name
    path.write_text(texts[name], encoding="utf-8")
    found = [item for item in sources.records(path) if isinstance(item, Finding)]
    told = [item.details["names"] for item in found if item.kind is FindingKind.SKIPPED_HEADING]
    assert ([names] if names else []) == told


def test_one_heading_beside_the_title_is_reported(tmp_path: Path) -> None:
    """An ``h1`` is the title of a text; of a page, it is the title indeed."""
    topic_file(tmp_path, "genes.en.md").write_text("---\ntitle: Genes\n---\n# Other\n\nText\n", encoding="utf-8")
    (told,) = [item for item in sources.records(tmp_path) if getattr(item, "kind", "") is FindingKind.SKIPPED_HEADING]
    assert isinstance(told, Finding)
    assert told.message().endswith("under the title as h1: h1 > h1; they were changed to fit")


CLEANED = (
    "<h2>A</h2><p>x <img src='https://example.org/a.png'> <a href=''>b</a> <font>d</font></p>"
    "<form><input name='q'></form><iframe src='javascript:x'></iframe><script>y()</script>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sleep.en.md", f"---\ntitle: Sleep\nurl: https://example.org/s\nupdated: 2024-06-06\n---\n{CLEANED}\n"),
        (
            "sleep.html",
            "<html lang=en><link rel=canonical href=https://example.org/s><div class=syndicate><h1>S</h1>"
            f"{CLEANED}</div>",
        ),
        (
            "sleep.xml",
            "<health-topics><health-topic id='1' language='English' title='S' url='https://example.org/s'>"
            f"<full-summary>{escape(CLEANED)}</full-summary></health-topic></health-topics>",
        ),
        (
            "sleep.json",
            '{"format": "syndicate-topics", "version": 1, "default_locale": "en", "topics": [{"slug": "s", "ids":'
            ' {"en": "s"}, "title": {"en": "S"}, "url": {"en": "https://example.org/s"}, "summary": {"en": "'
            f'{CLEANED}"}}}}]}}',
        ),
    ],
)
def test_what_cleaning_removes_is_reported_in_every_source(tmp_path: Path, name: str, text: str) -> None:
    """By kind, with names and counts, in both languages; one finding of a kind for each text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = [item for item in sources.records(path) if isinstance(item, Finding)]
    names = {item.kind.value: item.details.get("names", "") for item in found}

    assert len(names) == len(found)
    assert {"removed-content", "removed-markup", "missing-alternative", "unresolved-address"} == names.keys()
    assert "input" in names["removed-content"]
    assert "script" in names["removed-markup"]
    assert "https://example.org/a.png" == names["missing-alternative"]
    assert all("{" not in item.message(language) for item in found for language in ("en", "es"))


def test_whatever_goes_wrong_with_a_file_of_a_folder_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault nobody thought of is reported with its kind, as the error of one file."""

    def fail(path: Path) -> str:
        if path.name == "bad.en.md":
            raise ArithmeticError("seven")
        return path.read_text(encoding="utf-8")

    topic_file(tmp_path, "bad.en.md")
    topic_file(tmp_path, "sleep.en.md")
    monkeypatch.setattr("syndicate.sources.markdown.text_of", fail)
    catalog = sources.read(tmp_path)
    assert ["sleep"] == list(catalog)
    assert ["ArithmeticError: seven (topic 'bad')"] == [finding.message() for finding in catalog.findings]


def test_nothing_there(tmp_path: Path) -> None:
    """A path that leads nowhere is an error that names it."""
    with pytest.raises(SourceError, match="there is no such file or folder") as caught:
        sources.read(tmp_path / "topics.xml")
    assert str(tmp_path / "topics.xml") == caught.value.source


@pytest.mark.parametrize("name", ["topics.txt", "topics", "README.md", "publisher.toml"])
def test_no_reader_takes_it(tmp_path: Path, name: str) -> None:
    """A file of no known kind is an error that says what a source can be."""
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"no reader takes this: a source is a folder of slug\.en\.md files"):
        sources.read(tmp_path / name)


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without topics is not a source."""
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match="no reader takes this"):
        sources.read(tmp_path)


@pytest.mark.parametrize("name", ["topics.json", "topics.JSON"])
def test_an_empty_file_of_a_known_kind(tmp_path: Path, name: str) -> None:
    """A file with a known name and nothing in it is an error of its reader, whatever the case of its name."""
    (tmp_path / name).touch()
    with pytest.raises(SourceError, match="not JSON"):
        sources.read(tmp_path / name)


def test_records_are_a_stream(tmp_path: Path) -> None:
    """Records come one by one: the first is there before a later file is read."""
    topic_file(tmp_path, "a.en.md", "A")
    last = topic_file(tmp_path, "b.en.md", "B")
    items = sources.records(tmp_path)
    first = next(items)
    assert isinstance(first, Record) and "A" == first.title
    last.write_text(TOPIC.format(title="Changed", more=""), encoding="utf-8")
    assert ["Changed"] == [item.title for item in items if isinstance(item, Record)]


def test_paths_as_text(tmp_path: Path) -> None:
    """A path may be a text."""
    topic_file(tmp_path, "sleep.en.md")
    assert ["sleep"] == list(sources.read(str(tmp_path)))


def test_several_sources_are_one_catalog(tmp_path: Path) -> None:
    """Records of different sources pair with each other, in the order the sources are given."""
    topic_file(tmp_path / "en", "sleep.en.md", "Sleep")
    topic_file(tmp_path / "es", "sleep.es.md", "El sueño")
    topic_file(tmp_path / "es", "siesta.es.md", "La siesta")
    catalog = sources.read(tmp_path / "es", tmp_path / "en")
    assert ["siesta", "sleep"] == list(catalog)
    assert {"en", "es"} == set(catalog["sleep"].title.identifiers())


def test_markdown_and_json_together(tmp_path: Path) -> None:
    """A catalog that was published and a folder make one catalog."""
    topic_file(tmp_path / "a", "sleep.en.md")
    topic_file(tmp_path / "b", "naps.en.md", "Naps")
    (tmp_path / "topics.json").write_bytes(dumps(sources.read(tmp_path / "a")))
    assert ["sleep", "naps"] == list(sources.read(tmp_path / "topics.json", tmp_path / "b"))


def test_the_main_language(tmp_path: Path) -> None:
    """The main language is the one that is asked for, else the source's own, else that of most texts."""
    for name in ("a.en.md", "a.es.md", "b.es.md"):
        topic_file(tmp_path / "topics", name)
    assert "es" == sources.read(tmp_path / "topics").default_locale.language
    published = tmp_path / "topics.json"
    published.write_bytes(dumps(sources.read(tmp_path / "topics", default_locale="en")))
    assert "en" == sources.read(published).default_locale.language
    assert "es" == sources.read(published, default_locale="es").default_locale.language


def test_pairing_by_name_is_asked_for(tmp_path: Path) -> None:
    """An equal slug alone pairs two texts only if the caller says so."""
    topic_file(tmp_path, "sleep.en.md")
    topic_file(tmp_path, "sueno.es.md", "El sueño", "slug: sleep\n")
    assert 2 == len(sources.read(tmp_path))
    assert 1 == len(sources.read(tmp_path, pair_by_name=True))


def test_a_broken_topic_is_a_finding(tmp_path: Path) -> None:
    """By default one bad topic among good ones is reported, and the catalog is made of the rest."""
    topic_file(tmp_path, "bad.en.md", more="draft: perhaps\n")
    topic_file(tmp_path, "sleep.en.md")
    catalog = sources.read(tmp_path)
    assert ["sleep"] == list(catalog)
    assert [FindingKind.BROKEN] == [finding.kind for finding in catalog.findings]


def test_strict_refuses_a_broken_topic(tmp_path: Path) -> None:
    """In strict mode a bad topic is an error with its file and line."""
    path = topic_file(tmp_path, "bad.en.md", more="draft: perhaps\n")
    topic_file(tmp_path, "sleep.en.md")
    with pytest.raises(SourceError) as caught:
        sources.read(tmp_path, strict=True)
    assert str(caught.value).startswith(f"{path}:4: a truth value expected, not a text (topic 'bad', field draft)")


def test_strict_refuses_an_id_used_twice(tmp_path: Path) -> None:
    """In strict mode two topics with one id are an error that names the second one's file."""
    topic_file(tmp_path, "naps.en.md", "Naps", "id: S1\n")
    path = topic_file(tmp_path, "sleep.en.md", "Sleep", "id: S1\n")
    with pytest.raises(SourceError, match="“Sleep” has the id S1, which “Naps” has already") as caught:
        sources.read(tmp_path, strict=True)
    assert f"{path}:1" == caught.value.source


def test_strict_lets_warnings_pass(tmp_path: Path) -> None:
    """Strict mode is about what is lost: a topic in one language only is still only reported."""
    topic_file(tmp_path, "sleep.en.md")
    topic_file(tmp_path, "sleep.es.md")
    topic_file(tmp_path, "naps.en.md")
    catalog = sources.read(tmp_path, strict=True)
    assert [FindingKind.UNPAIRED] == [finding.kind for finding in catalog.findings]


def test_errors_are_of_one_family(tmp_path: Path) -> None:
    """Whoever catches the package's base error catches every fault of a source; it is a ValueError too."""
    (tmp_path / "topics.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SyndicateError) as caught:
        sources.read(tmp_path / "topics.json")
    assert isinstance(caught.value, ValueError)
    assert 1 == caught.value.exit_code


def test_findings_of_readers_come_through(tmp_path: Path) -> None:
    """What a reader notices is among its items, and among the findings of the catalog."""
    topic_file(tmp_path, "sleep.en.md", more="related: [nothing]\n")
    noticed = [item for item in sources.records(tmp_path) if isinstance(item, Finding)]
    assert [FindingKind.BROKEN_LINK] == [finding.kind for finding in noticed]
    assert noticed[0] in sources.read(tmp_path).findings


def test_characters_that_turn_text_around(tmp_path: Path) -> None:
    """A control without its end leaves every text, is counted where it was, and reaches nothing that is published."""
    turn = "\u202e"
    (tmp_path / "a.en.md").write_text(
        f'---\ntitle: "T{turn}urn"\ndescription: "D{turn}esc"\nalso_called: ["A{turn}lso"]\nupdated: 2024-01-01\n'
        f'links: [{{title: "L{turn}ink", url: "https://example.org/l", organization: "O{turn}rg"}}]\n---\nTe{turn}xt\n',
        encoding="utf-8",
    )
    catalog = syndicate.read(tmp_path, default_locale="en")
    removed = {
        finding.details["field"]: finding.details["count"]
        for finding in catalog.findings
        if finding.kind is FindingKind.ILLEGAL_CHARACTERS
    }

    assert "Turn" == catalog["a"].title["en"]
    assert {"title", "description", "also_called", "summary"} <= removed.keys()
    assert {"1"} <= set(removed.values())
    assert turn not in repr([catalog["a"].description["en"], catalog["a"].sections, catalog["a"].summary])


def test_characters_that_turn_text_around_and_back(tmp_path: Path) -> None:
    """A control with its end stays: the text needs it."""
    (tmp_path / "a.en.md").write_text(
        '---\ntitle: "The word \u2067\u05d0\u05d1\u2069"\nupdated: 2024-01-01\n---\nText.\n', encoding="utf-8"
    )
    catalog = syndicate.read(tmp_path, default_locale="en")

    assert "The word \u2067\u05d0\u05d1\u2069" == catalog["a"].title["en"]
    assert FindingKind.ILLEGAL_CHARACTERS not in {finding.kind for finding in catalog.findings}
