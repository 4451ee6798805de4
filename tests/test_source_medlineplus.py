"""The MedlinePlus reader: its three forms, the real files, and files made to do harm."""

from __future__ import annotations

import contextlib
import gzip
import socket
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from syndicate import read
from syndicate.errors import SourceError
from syndicate.locales import Language
from syndicate.model import Finding, FindingKind, Record, SourceMetadata
from syndicate.model.catalog_json import dumps
from syndicate.sources import records
from syndicate.sources.medlineplus import SOURCE

TOPIC = {
    "meta-desc": "Dormir bien ayuda al corazón.",
    "title": "El sueño",
    "url": "https://www.example.org/es/sueno.html",
    "id": "2",
    "language": "Spanish",
    "date-created": "02/29/2020",
}
BODY = """
  <also-called>Dormir</also-called>
  <also-called> Dormir </also-called>
  <also-called></also-called>
  <full-summary>&lt;p class=""&gt;Duerma &lt;a href="../luz.html" tid="3"&gt;sin luz&lt;/a&gt;.&lt;/p&gt;</full-summary>
  <group url="https://www.example.org/es/cerebro.html" id="30">
    Cerebro
  </group>
  <language-mapped-topic url="https://www.example.org/sleep.html" id="1"
      language="English">Sleep</language-mapped-topic>
  <mesh-heading><descriptor id="D012890">Sleep</descriptor><qualifier id="Q000502">physiology</qualifier></mesh-heading>
  <mesh-heading><descriptor id="D012890">Sleep</descriptor></mesh-heading>
  <other-language vernacular-name="Русский" url="https://www.example.org/ru/">Russian</other-language>
  <primary-institute url="https://www.example.org/instituto">Instituto del Sueño</primary-institute>
  <related-topic url="apnea.html" id="8">Apnea</related-topic>
  <see-reference>Insomnio</see-reference>
  <site title="Consejos
      para dormir" url="https://www.example.org/a" language-mapped-url="https://www.example.org/b">
    <information-category>Comience aquí</information-category>
    <information-category>Spanish/Español</information-category>
    <organization>Clínica Ejemplo</organization>
    <organization>Casa Ejemplo</organization>
    <standard-description>Video</standard-description>
  </site>
  <site title="Hoja" url="/hoja.pdf">
    <information-category>Comience aquí</information-category>
    <information-category>Niños</information-category>
    <information-category>NON-DISPLAY (Patient Handout)</information-category>
  </site>
"""


def _topic(body: str = "", **changes: str | None) -> str:
    attributes = {**TOPIC, **{name.replace("_", "-"): value for name, value in changes.items()}}
    stated = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value is not None)
    return f"<health-topic {stated}>{body}</health-topic>"


def _document(*topics: str, head: str = "", generated: str = "06/06/2024 02:30:35") -> str:
    lines = "\n".join(topics)
    root = f'<health-topics date-generated="{generated}">\n{lines}\n</health-topics>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{root}'


def _items(path: Path, content: str | bytes) -> list[Record | Finding]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [item for item in SOURCE.read(path) if not isinstance(item, SourceMetadata)]


def _record(folder: Path, content: str | bytes) -> Record:
    (record,) = _items(folder / "temas.xml", content)
    assert isinstance(record, Record)
    return record


def _failure(path: Path, content: str | bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        _items(path, content)
    assert str(path) == caught.value.source
    assert len(str(caught.value)) < 500 + len(str(path))
    return caught.value


def test_everything_a_topic_states_is_read(tmp_path: Path) -> None:
    """Attributes and elements of the present form, each in its place."""
    record = _record(tmp_path, _document(_topic(BODY)))

    assert ("2", "es", "El sueño", "sueno", TOPIC["url"]) == (
        record.id,
        str(record.locale),
        record.title,
        record.slug,
        record.url,
    )
    assert "Dormir bien ayuda al corazón." == record.description
    assert '<p>Duerma <a href="https://www.example.org/luz.html">sin luz</a>.</p>' == record.summary
    assert ("Dormir",) == record.also_called
    assert [("Cerebro", "https://www.example.org/es/cerebro.html", "30")] == [
        (group.title, group.url, group.id) for group in record.groups
    ]
    assert [("MeSH", "D012890", "Sleep"), ("MeSH", "Q000502", "physiology")] == [
        (subject.scheme, subject.code, subject.name) for subject in record.subjects
    ]
    assert [("Apnea", "https://www.example.org/es/apnea.html", "8")] == [
        (topic.title, topic.url, topic.id) for topic in record.related
    ]
    assert record.institute is not None
    assert "Instituto del Sueño" == record.institute.title
    assert [("en", "1", "https://www.example.org/sleep.html", "Sleep")] == [
        (str(twin.locale), twin.id, twin.url, twin.title) for twin in record.twins
    ]
    assert datetime(2020, 2, 29, tzinfo=UTC) == record.created
    assert record.updated is None
    assert f"{tmp_path / 'temas.xml'}:3" == record.source


def test_links_stand_in_their_categories_and_flags_do_not(tmp_path: Path) -> None:
    """Sections in the order they first appear; language and handout marks are not sections."""
    record = _record(tmp_path, _document(_topic(BODY)))
    first, second = record.sections[0].links

    assert ["Comience aquí", "Niños"] == [section.title for section in record.sections]
    assert "Consejos para dormir" == first.title["es"]
    assert {"es": "https://www.example.org/a", "en": "https://www.example.org/b"} == first.url.identifiers()
    assert "Clínica Ejemplo; Casa Ejemplo" == first.organization["es"]
    assert ("Video",) == first.flags
    assert {"es": "https://www.example.org/hoja.pdf"} == second.url.identifiers()
    assert ("patient-handout",) == second.flags
    assert (second,) == record.sections[1].links


def test_links_that_topics_share_are_read_as_each_topic_means_them(tmp_path: Path) -> None:
    """What is kept of a link holds for its language and the place its address starts from; its texts may be nested."""
    organization = "<organization><b>Casa</b> Ejemplo</organization>"
    absolute = f'<site title="Hoja" url="https://e.org/a"><information-category>Más</information-category>{organization}</site>'
    beside, refused = absolute.replace("https://e.org/a", "hoja.pdf"), '<site title="Hoja" url="javascript:a"/>'
    sites, changed = absolute + beside + refused, absolute + beside.replace("<b>", "<i>").replace("</b>", "</i>")
    spanish = _topic(sites), _topic(sites, url="https://www.example.org/b/c.html", id="3"), _topic(changed, id="4")
    found = _items(tmp_path / "a.xml", _document(*spanish, _topic(sites, language="English", id="5")))
    records = [item for item in found if isinstance(item, Record)]
    links = [[link.url.identifiers() for link in record.sections[0].links] for record in records]
    for (first, second), (locale, folder) in zip(
        links, [("es", "es"), ("es", "b"), ("es", "es"), ("en", "es")], strict=True
    ):
        assert {locale: "https://e.org/a"} == first
        assert {locale: f"https://www.example.org/{folder}/hoja.pdf"} == second
    assert {"Casa Ejemplo"} == {
        name for r in records for link in r.sections[0].links for name in link.organization.values()
    }
    assert ["2", "3", "5"] == [item.topic for item in found if isinstance(item, Finding)]
    assert records[0].raw == records[1].raw != records[2].raw


def test_the_form_of_2012_is_read(tmp_path: Path) -> None:
    """Without `meta-desc`, with line ends in titles and white space around texts."""
    record = _record(
        tmp_path,
        _document(_topic("<also-called>\n Dormir\n  bien </also-called>", meta_desc=None, title="El\n   sueño ")),
    )

    assert ("El sueño", "", ("Dormir bien",), "") == (
        record.title,
        record.description,
        record.also_called,
        record.summary,
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Dormir bien ayuda al corazón.", "Dormir bien ayuda al corazón."),
        ("El sueño, según la edad...", "El sueño, según la edad…"),
        ("Dormir bien ayuda al corazón. Los adultos que...", "Dormir bien ayuda al corazón."),
        (
            "El sueño ayuda. Los adultos que duermen poco cada noche...",
            "El sueño ayuda. Los adultos que duermen poco cada noche…",
        ),
        ("Dormir bien ayuda. Y al corazón....", "Dormir bien ayuda. Y al corazón."),
        ("El sueño , la luz . ¿Y el té ?", "El sueño, la luz. ¿Y el té?"),
        ("Tome .5 mg", "Tome .5 mg"),
        ("...", ""),
    ],
)
def test_descriptions_that_are_cut_end_in_a_sentence(tmp_path: Path, stated: str, expected: str) -> None:
    """The file cuts all of them after some 150 characters, and leaves spaces where tags were."""
    assert expected == _record(tmp_path, _document(_topic(meta_desc=stated))).description


def test_the_snapshot_is_the_date_the_file_was_made(tmp_path: Path) -> None:
    """The metadata has it, and the language that topics are first written in."""
    path = tmp_path / "temas.xml"
    path.write_text(_document(_topic()), encoding="utf-8")
    metadata = next(iter(SOURCE.read(path)))

    assert isinstance(metadata, SourceMetadata)
    assert datetime(2024, 6, 6, 2, 30, 35, tzinfo=UTC) == metadata.snapshot
    assert "en" == str(metadata.default_locale)
    assert datetime(2024, 6, 6, 2, 30, 35, tzinfo=UTC) == read(path).snapshot


def test_see_references_and_further_languages_are_kept(tmp_path: Path) -> None:
    """In the record, in the topic, in topics.json, and in what is read back of that."""
    path = tmp_path / "temas.xml"
    url = "https://www.example.org/languages/sleep.html#Chinese, Simplified"
    more = (
        f'<other-language vernacular-name="简体中文" url="{url}">Chinese, Simplified</other-language>'
        '<other-language vernacular-name="Lost">Lost</other-language>'
        '<other-language url="https://www.example.org/x"></other-language>'
        "<see-reference>Insomnio</see-reference><see-reference> </see-reference>"
    )
    path.write_text(_document(_topic(BODY + more)), encoding="utf-8")
    catalog = read(path)
    (topic,) = catalog.values()
    languages = [(other.language, other.vernacular_name, other.url) for other in topic.other_languages["es"]]

    assert ("Insomnio",) == topic.see_references["es"]
    assert [
        ("Russian", "Русский", "https://www.example.org/ru/"),
        ("Chinese, Simplified", "简体中文", url.replace(" ", "%20")),
    ] == languages
    assert ["Lost", ""] == [item.details["link"] for item in catalog.findings if item.kind is FindingKind.BROKEN_LINK]
    (tmp_path / "topics.json").write_bytes(dumps(catalog))
    assert [topic] == list(read(tmp_path / "topics.json").values())


@pytest.mark.parametrize(
    ("stated", "expected"), [(' total="3"', 3), ("", None), (' total="many"', None), (f' total="{"9" * 5000}"', None)]
)
def test_the_file_says_how_many_topics_it_has(tmp_path: Path, stated: str, expected: int | None) -> None:
    """The metadata carries the number, for whoever compares it with what was read; a word is not a number."""
    path = tmp_path / "temas.xml"
    path.write_text(f"<health-topics{stated}>{_topic()}</health-topics>", encoding="utf-8")
    assert [expected] == [item.total for item in SOURCE.read(path) if isinstance(item, SourceMetadata)]


def test_brief_results_of_the_web_service_are_refused(tmp_path: Path) -> None:
    """They hold excerpts; among whole topics each is reported, alone they are an error that says what to ask for."""
    brief = '<document rank="0" url="https://example.org/a"><content name="title">A</content></document>'
    whole = f'<document rank="1"><content name="healthTopic">{_topic()}</content></document>'
    path = tmp_path / "resultado.xml"
    error = _failure(path, f"<nlmSearchResult><count>1</count><list>{brief}</list></nlmSearchResult>")

    assert str(error).endswith("holds an excerpt of a topic, not the topic: ask the web service for rettype=topic")
    items = _items(path, f"<nlmSearchResult><list>{brief}{whole}{brief}{whole}</list></nlmSearchResult>")
    assert [Record, Record, Finding, Finding] == [type(item) for item in items]
    path.write_text("<nlmSearchResult><term>x</term><count>0</count></nlmSearchResult>", encoding="utf-8")
    with pytest.raises(SourceError, match="there are no topics in it"):
        read(path)


@pytest.mark.parametrize(
    "date", ["01/02/99999999999999999999", f"01/02/{'9' * 5000}", "01/02/0", "99/99/2020", "1/2", "-1/-1/-1"]
)
def test_an_impossible_date_is_the_error_of_its_topic(tmp_path: Path, date: str) -> None:
    """The others are read."""
    good, bad = _topic(id="1"), _topic(id="2", date_created=date)
    items = _items(tmp_path / "temas.xml", _document(bad, good, bad))
    assert ["2", "1", "2"] == [item.topic if isinstance(item, Finding) else item.id for item in items]
    assert all(len(item.message()) < 200 for item in items if isinstance(item, Finding))


def test_whatever_goes_wrong_with_a_topic_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault nobody thought of is reported with its kind, as the error of one topic."""

    def fail(text: str, language: Language) -> str:
        raise ArithmeticError(text) if "2" in text else None or RecursionError("deep")

    monkeypatch.setattr("syndicate.sources.medlineplus._description", fail)
    items = _items(tmp_path / "temas.xml", _document(_topic(id="1"), _topic(id="2", meta_desc="2")))
    assert ["RecursionError: deep (topic '1')", "ArithmeticError: 2 (topic '2')"] == [
        item.message() for item in items if isinstance(item, Finding)
    ]


def test_results_of_the_web_service_are_read(tmp_path: Path) -> None:
    """Topics lie deep in `nlmSearchResult`; there may be none, and no date is stated."""
    found = "".join(
        f'<document rank="{rank}"><content name="healthTopic">{_topic(id=str(rank))}</content></document>'
        for rank in range(3)
    )
    path = tmp_path / "resultado.xml"

    assert ["0", "1", "2"] == [
        item.id
        for item in _items(path, f"<nlmSearchResult><count>3</count><list>{found}</list></nlmSearchResult>")
        if isinstance(item, Record)
    ]
    assert read(path).snapshot is None
    assert [] == _items(path, "<nlmSearchResult><term>x</term><count>0</count></nlmSearchResult>")


def test_compressed_files_are_read(tmp_path: Path) -> None:
    """Gzip, and a zip archive with one XML file beside others; the same records as from the plain file."""
    content = _document(_topic(BODY)).encode()
    plain = _items(tmp_path / "a.xml", content)
    packed = _items(tmp_path / "a.xml.gz", gzip.compress(content))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("leame.txt", "hola")
        archive.writestr("temas.xml", content)
    zipped = [item for item in SOURCE.read(tmp_path / "a.zip") if isinstance(item, Record)]

    assert [("2", "El sueño")] == [(item.id, item.title) for item in plain if isinstance(item, Record)]
    assert [item.summary for item in plain if isinstance(item, Record)] == [
        item.summary for item in packed if isinstance(item, Record)
    ]
    assert [item.summary for item in zipped] == [item.summary for item in plain if isinstance(item, Record)]


def test_encodings_that_are_declared_are_understood(tmp_path: Path) -> None:
    """Latin-1 and UTF-16 files are read like UTF-8 ones."""
    body = _topic("<also-called>ñandú</also-called>")
    for name in ("iso-8859-1", "utf-16"):
        content = f'<?xml version="1.0" encoding="{name}"?><health-topics>{body}</health-topics>'.encode(name)
        assert ("ñandú",) == _record(tmp_path, content).also_called


@pytest.mark.parametrize(
    ("name", "accepted"),
    [("a.xml", True), ("A.XML", True), ("a.xml.gz", True), ("a.zip", True), ("a.html", False), ("a.gz", False)],
)
def test_files_are_known_by_their_name(tmp_path: Path, name: str, accepted: bool) -> None:
    """XML, plain or packed; a folder of that name is none."""
    (tmp_path / name).touch()
    (tmp_path / "carpeta.xml").mkdir()

    assert accepted == SOURCE.accepts(tmp_path / name)
    assert not SOURCE.accepts(tmp_path / "carpeta.xml")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": None}, "has no id"),
        ({"id": "  "}, "has no id"),
        ({"url": None}, "has no url"),
        ({"url": "sueno.html"}, "not absolute"),
        ({"url": "javascript:alert(1)"}, "not absolute"),
        ({"title": None}, "has no title"),
        ({"title": "\n "}, "has no title"),
        ({"language": None}, "has no language"),
        ({"language": "Élfico"}, "unknown language 'Élfico'"),
        ({"date-created": "2020-02-29"}, "date-created is '2020-02-29'"),
        ({"date-created": "02/30/2020"}, "date-created is '02/30/2020'"),
        ({"date-created": "1/2/" + "9" * 5000}, "date-created is '1/2/99"),
        ({"title": "a" * 5_000_000}, "title has 5,000,000 characters"),
        ({"id": "a" * 5_000_000}, "id has 5,000,000 characters"),
        ({"language": "a" * 5_000_000}, "language has 5,000,000 characters"),
        ({"meta-desc": "a" * 5_000_000}, "5,000,000 characters"),
    ],
    ids=lambda value: None if isinstance(value, str) else next(iter(value)),
)
def test_a_broken_topic_is_a_finding_and_the_rest_is_read(
    tmp_path: Path, changes: dict[str, str | None], message: str
) -> None:
    """The finding has file and line, the id and the language as far as they are known, and stays short."""
    path = tmp_path / "temas.xml"
    broken, good = _items(path, _document(_topic(**changes), _topic(id="3")))

    assert isinstance(broken, Finding)
    assert FindingKind.BROKEN is broken.kind
    assert f"{path}:3" == broken.source
    assert message in broken.message()
    assert len(broken.message()) < 500
    assert ((changes.get("id", "2") or "").strip())[:100] == broken.topic
    assert ("" if "language" in changes else "es") == broken.locale
    assert isinstance(good, Record)
    assert "3" == good.id


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<group id="1"></group>', "the text is empty"),
        ('<language-mapped-topic id="1" language="Klingon">x</language-mapped-topic>', "unknown language"),
        ('<language-mapped-topic id="1">x</language-mapped-topic>', "has no language"),
        ("<also-called>" + "a" * 20_000 + "</also-called>", "20,000 characters"),
        ("<full-summary>" + "&lt;div&gt;" * 100_000 + "</full-summary>", "nest too deep"),
    ],
)
def test_a_broken_part_of_a_topic_is_a_finding(tmp_path: Path, body: str, message: str) -> None:
    """What cannot be left out without a trace makes the topic a finding; the next one is read."""
    broken, good = _items(tmp_path / "temas.xml", _document(_topic(body), _topic(id="3")))

    assert isinstance(broken, Finding)
    assert message in broken.message()
    assert isinstance(good, Record)


@pytest.mark.parametrize(
    ("site", "message"),
    [
        ('<site title="Malo" url="javascript:alert(1)">', "not a usable URL"),
        ('<site title="Malo">', "has no url"),
        ('<site url="https://www.example.org/">', "has no title"),
        ('<site title="Malo" url="https://user:secret@www.example.org/">', "is not a usable URL"),
        (f'<site title="{"a" * 5_000_000}" url="https://www.example.org/">', "5,000,000 characters"),
    ],
    ids=["scheme", "no url", "no title", "user", "long"],
)
def test_a_broken_link_is_left_out_and_reported(tmp_path: Path, site: str, message: str) -> None:
    """The topic keeps its other links, and the editor learns which one is missing."""
    category = "<information-category>Niños</information-category></site>"
    body = f'{site}{category}<site title="Bueno" url="https://www.example.org/b">{category}'
    broken, record = _items(tmp_path / "temas.xml", _document(_topic(body)))

    assert isinstance(broken, Finding)
    assert (FindingKind.BROKEN_LINK, "2", "es") == (broken.kind, broken.topic, broken.locale)
    assert message in broken.message()
    assert len(broken.message("es")) < 500
    assert isinstance(record, Record)
    assert ["Bueno"] == [link.title["es"] for link in record.sections[0].links]


def test_two_topics_of_one_id_are_reported(tmp_path: Path) -> None:
    """The first is kept; in strict mode it is an error."""
    path = tmp_path / "temas.xml"
    path.write_text(_document(_topic(title="Uno"), _topic(title="Dos")), encoding="utf-8")
    catalog = read(path)

    assert ["Uno"] == [topic.title["es"] for topic in catalog.values()]
    assert [FindingKind.DUPLICATE] == [f.kind for f in catalog.findings if f.kind is not FindingKind.MISSING_SUMMARY]
    with pytest.raises(SourceError, match="Dos"):
        read(path, strict=True)


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declarations",
    [
        f'<!ENTITY e0 "ja">{BOMB}',
        '<!ENTITY e9 SYSTEM "file:///etc/passwd">',
        '<!ENTITY e9 SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY e9 "x">',
        "<!ENTITY % p '<!ENTITY e9 \"x\">'> %p;",
        '<!ENTITY % a "&#37;b;&#37;b;"><!ENTITY % b "x"><!ENTITY e9 "x">',
        '<!ENTITY e9 "x">',
    ],
)
@pytest.mark.parametrize("place", ["<also-called>&e9;</also-called>", "<full-summary>&e9;</full-summary>", ""])
def test_a_document_that_declares_entities_is_refused(tmp_path: Path, declarations: str, place: str) -> None:
    """Bombs, local files and other hosts: nothing is expanded, nothing is opened, the error says what to do."""
    error = _failure(
        tmp_path / "temas.xml", _document(_topic(place), head=f"<!DOCTYPE health-topics [{declarations}]>\n")
    )

    assert "declares entities" in str(error)
    assert "root:" not in str(error)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A local port that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("head", ['SYSTEM "{url}"', 'PUBLIC "-//NLM//DTD health-topics //EN" "{url}"'])
def test_no_dtd_is_fetched(tmp_path: Path, listener: socket.socket, head: str) -> None:
    """The real files name a DTD on the web; reading them opens no connection."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/temas.dtd"
    doctype = f"<!DOCTYPE health-topics {head.format(url=url)}>\n"

    assert "El sueño" == _record(tmp_path, _document(_topic(), head=doctype)).title
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_no_local_dtd_is_read(tmp_path: Path) -> None:
    """A DTD beside the file defines nothing: its entities stay unknown."""
    (tmp_path / "malo.dtd").write_text('<!ENTITY secreto "leído">', encoding="utf-8")
    doctype = f'<!DOCTYPE health-topics SYSTEM "{(tmp_path / "malo.dtd").as_uri()}">\n'

    assert "leído" not in str(
        _record(tmp_path, _document(_topic("<also-called>a &secreto; b</also-called>"), head=doctype))
    )


def test_included_files_are_not_read(tmp_path: Path) -> None:
    """XInclude is markup like any other."""
    (tmp_path / "secreto.txt").write_text("secreto leído", encoding="utf-8")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="secreto.txt"/>'

    assert () == _record(tmp_path, _document(_topic(f"<also-called>{include}</also-called>"))).also_called


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", None, "no element found"),
        ("  \n", 2, "not well-formed"),
        ("hola", 1, "not well-formed"),
        (_document(_topic())[:-20], 3, "not well-formed"),
        (_document(_topic(), "<health-topic"), 5, "not well-formed"),
        (_document(_topic("<p>&nbsp;</p>")), 3, "Entity 'nbsp' not defined"),
        (_document("<a>" * 10_000 + "</a>" * 10_000), 3, "depth"),
        ('<?xml version="1.0" encoding="no-such"?><health-topics/>', 1, "encoding"),
        (_document(_topic("<also-called>ñ</also-called>")).encode("latin-1"), 3, "encoding"),
        (_document(_topic("<also-called>\x01</also-called>")), 3, "not well-formed"),
        ("<html><body>hola</body></html>", None, "the root is <html>"),
        ("<topics/>", None, "<health-topics> or <nlmSearchResult>"),
        (_document(generated="2024-06-06"), 2, "MM/DD/YYYY HH:MM:SS"),
        (_document(generated="99/99/2024 00:00:00"), 2, "MM/DD/YYYY HH:MM:SS"),
    ],
    ids=lambda value: "content" if isinstance(value, (str, bytes)) and len(value) > 60 else None,
)
def test_what_is_no_health_topics_file_is_an_error(
    tmp_path: Path, content: str | bytes, line: int | None, message: str
) -> None:
    """The error has the file, the line where there is one, and a message that says what is wrong."""
    error = _failure(tmp_path / "temas.xml", content)

    assert message in str(error)
    assert line == error.line


def test_a_damaged_gzip_file_is_an_error(tmp_path: Path) -> None:
    """Cut off, overwritten or followed by something else: fetch it again."""
    packed = gzip.compress(_document(*(_topic(id=str(number)) for number in range(500))).encode())
    broken = bytearray(packed)
    broken[len(packed) // 2] ^= 0xFF
    for content in (packed[: len(packed) // 2], packed[:12], bytes(broken), packed + b"junk"):
        error = _failure(tmp_path / "temas.xml.gz", content)
        assert "damaged" in str(error) or "not well-formed" in str(error)


def test_an_archive_must_hold_one_xml_file(tmp_path: Path) -> None:
    """None or two are errors that count them."""
    for number in (0, 2):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("leame.txt", "hola")
            for name in range(number):
                archive.writestr(f"{name}.xml", _document())
        assert f"the archive holds {number} XML files" in str(_failure(path, path.read_bytes()))


def test_an_archive_with_a_password_is_an_error(tmp_path: Path) -> None:
    """It cannot be opened, and the error says why."""
    path = tmp_path / "temas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", _document(_topic()))
    content = bytearray(path.read_bytes())
    content[6] |= 1  # APPNOTE 4.4.4: bit 0 of the flags, in the local header and in the central directory
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert "encrypted" in str(_failure(path, bytes(content)))


def test_a_topic_beyond_what_the_parser_takes_is_an_error(tmp_path: Path) -> None:
    """Eleven megabytes in one attribute are more than any title has."""
    assert "limit" in str(_failure(tmp_path / "temas.xml", _document(_topic(title="a" * 11_000_000))))


def test_a_damaged_archive_is_an_error(tmp_path: Path) -> None:
    """Cut off, empty, or with a wrong checksum."""
    path = tmp_path / "temas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", _document(_topic()))
    content = path.read_bytes()

    assert "damaged" in str(_failure(path, content[:-30]))
    assert "damaged" in str(_failure(path, content.replace(b"corazon", b"").replace("El sueño".encode(), b"El suenno")))
    assert "not well-formed" in str(_failure(path, b"PK\x05\x06" + bytes(18)))


def test_a_small_archive_of_something_endless_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However well it is packed, no more than the bound is unpacked."""
    monkeypatch.setattr("syndicate.sources.medlineplus_file._MAX_BYTES", 100_000)

    error = _failure(tmp_path / "temas.xml.gz", gzip.compress(b"<health-topics>" + b" " * 1_000_000))
    assert "more than" in str(error)


def test_a_folder_or_nothing_is_an_error(tmp_path: Path) -> None:
    """What cannot be opened as a file is named."""
    for path in (tmp_path, tmp_path / "no.xml"):
        with pytest.raises(SourceError) as caught:
            list(SOURCE.read(path))
        assert str(path) == caught.value.source
    with pytest.raises(SourceError, match="no such file"):
        records(tmp_path / "no.xml")


def test_records_come_before_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    """The first topics of a large file are there although its end is damaged; the damage is an error in its turn."""
    path = tmp_path / "temas.xml"
    path.write_text(_document(*(_topic(BODY, id=str(number)) for number in range(2000)))[:-40], encoding="utf-8")
    reader = SOURCE.read(path)
    first = list(islice(reader, 11))

    assert [str(number) for number in range(10)] == [item.id for item in first if isinstance(item, Record)]
    rest: list[str] = []
    with pytest.raises(SourceError, match="not well-formed"):
        rest.extend(item.id for item in reader if isinstance(item, Record))


def test_a_reader_that_is_left_closes_its_file(tmp_path: Path) -> None:
    """Taking the first record only leaves nothing open."""
    path = tmp_path / "temas.xml.gz"
    path.write_bytes(gzip.compress(_document(*(_topic(id=str(number)) for number in range(50))).encode()))
    with contextlib.closing(SOURCE.read(path)) as reader:  # type: ignore[type-var]
        assert isinstance(next(reader), SourceMetadata)


@pytest.mark.parametrize(
    ("name", "languages", "snapshot"),
    [
        ("mplus_topics_2012-07-21.sample.xml", {"en": 1, "es": 1}, datetime(2012, 7, 21, 2, 32, 56, tzinfo=UTC)),
        ("mplus_topics_2024-06-06.xml.gz", {"en": 1023, "es": 1021}, datetime(2024, 6, 6, 2, 30, 35, tzinfo=UTC)),
        ("mplus_topics_2025-10-01.xml.gz", {"en": 1017, "es": 1021}, datetime(2025, 10, 1, 2, 30, 35, tzinfo=UTC)),
        ("mplus_topics_2026-10-02.sample.xml", {"en": 2, "es": 3}, datetime(2026, 10, 2, 2, 30, 35, tzinfo=UTC)),
        ("webservice/wsearch_chronic_fatigue_syndrome.xml", {"en": 3}, None),
        ("webservice/wsearch_no_results.xml", {}, None),
    ],
)
def test_real_files_are_read_without_loss(
    corpora: Path, name: str, languages: dict[str, int], snapshot: datetime | None
) -> None:
    """Every topic of every form is a record, none is broken; texts are clean and links absolute."""
    items = list(SOURCE.read(corpora / "medlineplus" / name))
    found = [item for item in items if isinstance(item, Record)]

    noticed = Counter(item.kind for item in items if isinstance(item, Finding))
    assert noticed.keys() <= {FindingKind.UNRESOLVED, FindingKind.CLEANED}, "real texts have empty links, and <p.>"
    assert 5 > noticed.total(), "no flood"
    assert languages == Counter(str(record.locale) for record in found)
    assert [snapshot] == [item.snapshot for item in items if isinstance(item, SourceMetadata)]
    for record in found:
        assert record.created is not None
        assert 'href="/' not in record.summary
        assert " tid=" not in record.summary
        assert "\n" not in record.title + record.description
        assert not {"Spanish/Español", "NON-DISPLAY (Patient Handout)"} & {s.title for s in record.sections}


def test_a_real_topic_without_summary_and_a_twin_elsewhere(corpora: Path) -> None:
    """The sample of 2026 has one of each, and both are reported."""
    catalog = read(corpora / "medlineplus" / "mplus_topics_2026-10-02.sample.xml")
    kinds = Counter(finding.kind for finding in catalog.findings)

    assert 3 == len(catalog)
    assert (1, 1, 1) == (kinds[FindingKind.MISSING_SUMMARY], kinds[FindingKind.DANGLING], kinds[FindingKind.UNPAIRED])
    assert ["en", "es"] == [str(locale) for locale in catalog.locales]


def test_slugs_of_real_topics_last(corpora: Path) -> None:
    """Sixteen months later addresses are the same, though Spanish topics outnumber English ones by then."""
    old = read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    new = read(corpora / "medlineplus" / "mplus_topics_2025-10-01.xml.gz")
    slugs = {topic.ids["en"]: slug for slug, topic in old.items() if "en" in topic.ids}
    changed = {
        (slugs[topic.ids["en"]], slug)
        for slug, topic in new.items()
        if "en" in topic.ids and slugs.get(topic.ids["en"], slug) != slug
    }

    assert set() == changed
    assert old.default_locale == new.default_locale
