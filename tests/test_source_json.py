"""The published `topics.json`: what is written, that it reads back as the same, and what is refused."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import catalogs, related_records

from syndicate.errors import SourceError, SyndicateError
from syndicate.model import Catalog, Finding, FindingKind, Group, Link, Record, Reference, Section, Topic
from syndicate.model.catalog_json import dumps, iter_json
from syndicate.pairing import pair
from syndicate.sources.medlineplus import SOURCE as MEDLINEPLUS
from syndicate.sources.topics_json import SOURCE

JSON_FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


def read(folder: Path, content: bytes) -> Catalog:
    """The catalog of a file with that content."""
    path = folder / "topics.json"
    path.write_bytes(content)
    return pair(SOURCE.read(path))


def document(**changes: Any) -> dict[str, Any]:
    """A sound document of one topic, but for the changes."""
    topic = {
        "slug": "sleep",
        "ids": {"en": "1", "es": "2"},
        "title": {"en": "Sleep", "es": "El sueño"},
        "summary": {"en": "<p>Rest well.</p>", "es": "<p>Descanse bien.</p>"},
        "created": {"en": "2024-06-06T00:00:00Z", "es": "2024-06-06T00:00:00Z"},
    }
    return {
        "format": "syndicate-topics",
        "version": 1,
        "default_locale": "en",
        "locales": ["en", "es"],
        "groups": [],
        "topics": [topic],
        **changes,
    }


def with_topic(**changes: Any) -> bytes:
    """The document with changes in its topic."""
    found = document()
    found["topics"][0] |= changes
    return json.dumps(found).encode()


def problems(catalog: Catalog) -> list[str]:
    """What was wrong with the topics that are not there."""
    return [finding.message() for finding in catalog.findings if finding.kind is FindingKind.BROKEN]


def assert_same(expected: Catalog, actual: Catalog) -> None:
    """Hold that two catalogs agree in everything but what was found in them."""
    assert dict(expected) == dict(actual)
    assert list(expected) == list(actual)
    assert list(expected.groups.items()) == list(actual.groups.items())
    assert expected.default_locale == actual.default_locale
    assert expected.snapshot == actual.snapshot
    assert expected.locales == actual.locales


@JSON_FILES
@given(catalog=catalogs())
def test_reads_back_the_same_catalog(tmp_path: Path, catalog: Catalog) -> None:
    """Any catalog, written and read, is the same: topics, order, groups, main language, date."""
    assert_same(catalog, read(tmp_path, dumps(catalog)))


@JSON_FILES
@given(records=related_records())
def test_reads_back_what_pairing_made(tmp_path: Path, records: list[Record]) -> None:
    """However twins, links and groups met when a catalog was paired, reading its JSON changes nothing."""
    catalog = pair(records)
    assert_same(catalog, read(tmp_path, dumps(catalog)))


@JSON_FILES
@given(catalog=catalogs())
def test_same_bytes_again(tmp_path: Path, catalog: Catalog) -> None:
    """A catalog that was read, whose values have its main language first, writes the bytes it was read from."""
    written = dumps(read(tmp_path, dumps(catalog)))
    assert written == dumps(read(tmp_path, written))


def test_reads_back_the_real_catalog(corpora: Path, tmp_path: Path) -> None:
    """The whole MedlinePlus catalog survives, and nothing in it is broken."""
    catalog = pair(MEDLINEPLUS.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz"))
    found = read(tmp_path, dumps(catalog))
    assert_same(catalog, found)
    assert [] == [finding for finding in found.findings if finding.kind in (FindingKind.BROKEN, FindingKind.DUPLICATE)]


def test_the_form_of_the_file() -> None:
    """Keys stand in a fixed order, a topic is one line, letters are not escaped, the empty is left out."""
    catalog = Catalog(
        [
            Topic(
                slug="sleep",
                ids={"en": "1", "es_MX": "2"},
                title={"en": "Sleep", "es_MX": "El sueño"},
                groups=["rest"],
                updated={"en": datetime(2024, 6, 6, 2, 30, 35, tzinfo=UTC)},
            )
        ],
        groups=[Group(id="rest", slug="rest", name={"en": "Rest", "es_MX": "Descanso"})],
        snapshot=datetime(2024, 6, 7, tzinfo=UTC),
    )
    expected = """{
"format": "syndicate-topics",
"version": 1,
"default_locale": "en",
"snapshot": "2024-06-07T00:00:00Z",
"locales": ["en", "es-MX"],
"groups": [
{"id": "rest", "slug": "rest", "name": {"en": "Rest", "es-MX": "Descanso"}}
],
"topics": [
{"slug": "sleep", "ids": {"en": "1", "es-MX": "2"}, "title": {"en": "Sleep", "es-MX": "El sueño"}, \
"groups": ["rest"], "updated": {"en": "2024-06-06T02:30:35Z"}}
]
}
"""
    assert expected == dumps(catalog).decode()


def test_written_in_pieces() -> None:
    """The file comes in lines, so a server can send it while it is made; the pieces make the whole."""
    catalog = Catalog(Topic(slug=f"t{n}", ids={"en": str(n)}, title={"en": "T"}) for n in range(20))
    pieces = list(iter_json(catalog))
    assert dumps(catalog) == b"".join(pieces)
    assert len(pieces) > 20


def test_an_empty_catalog(tmp_path: Path) -> None:
    """A catalog without topics keeps its main language, its date and its groups."""
    catalog = Catalog(
        default_locale="es",
        snapshot=datetime(2024, 6, 7, tzinfo=UTC),
        groups=[Group(id="1", slug="rest", name={"es": "Descanso"})],
    )
    assert_same(catalog, read(tmp_path, dumps(catalog)))


def test_nothing_is_found_in_a_sound_file(tmp_path: Path) -> None:
    """A complete topic in both languages is paired by its ids, without a finding."""
    catalog = read(tmp_path, json.dumps(document()).encode())
    assert () == catalog.findings
    assert {"en": "Sleep", "es": "El sueño"} == catalog["sleep"].title.identifiers()


def test_linked_pages_stay_paired(tmp_path: Path) -> None:
    """A link that knows its twin in a third language keeps it; reading pairs no link anew."""
    page = "https://example.org/{}".format
    english = Link(url={"en": page("a"), "es": page("b")}, title={"en": "Sleep better"})
    spanish = Link(url={"es": page("b"), "fr": page("c")}, title={"es": "Duerma mejor"})
    french = Link(url={"fr": page("c")}, title={"fr": "Mieux dormir"})
    records = [
        Record(
            id=locale,
            locale=locale,
            title="Sleep",
            slug="sleep",
            sections=[Section(title="More", links=[link])],
            translation_key="sleep",
        )
        for locale, link in (("en", english), ("es", spanish), ("fr", french))
    ]
    catalog = pair(records)
    found = catalog["sleep"].sections["en"][0].links[0]
    assert {"en": "Sleep better", "es": "Duerma mejor", "fr": "Mieux dormir"} == found.title.identifiers()
    assert_same(catalog, read(tmp_path, dumps(catalog)))


def test_html_is_sanitized_again(tmp_path: Path) -> None:
    """HTML from a file is from outside: scripts go, relative links are resolved against the topic's page."""
    content = with_topic(
        url={"en": "https://example.org/a/sleep"},
        summary={"en": '<p onclick="x()"><a href="../b">b</a><script>x()</script>'},
    )
    summary = read(tmp_path, content)["sleep"].summary
    assert '<p><a href="https://example.org/b">b</a></p>' == summary["en"]


def test_illegal_characters_are_reported(tmp_path: Path) -> None:
    """What XML cannot carry is removed from any field, lone surrogates too, and reported."""
    catalog = read(tmp_path, with_topic(title={"en": "Sl\x00eep", "es": "El sue\ud800ño"}))
    assert {"en": "Sleep", "es": "El sueño"} == catalog["sleep"].title.identifiers()
    found = [finding for finding in catalog.findings if finding.kind is FindingKind.ILLEGAL_CHARACTERS]
    assert [("en", "title", "1"), ("es", "title", "1")] == [
        (finding.locale, finding.details["field"], finding.details["count"]) for finding in found
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": None}, "an object expected, not null @ topics[0].title"),
        ({"title": {"en": "Sleep"}}, "required field missing @ topics[0].title.es"),
        ({"title": {"en": "Sleep", "es": 7}}, "a text expected, not a number @ topics[0].title.es"),
        ({"title": {"en": "Sleep", "es": " "}}, "the text is empty @ topics[0].title.es: "),
        ({"title": {"en": "Sleep", "espanol": "x"}}, "unknown locale 'espanol' @ topics[0].title.espanol: "),
        ({"title": {"en": "a", "es": "b", "ES": "c"}}, "there are two values for es @ topics[0].title.ES"),
        ({"ids": {"en": "1"}}, "the topic has no id @ topics[0].ids.es"),
        ({"slug": "El Sueño"}, "not a slug: 'El Sueño' @ topics[0].slug: "),
        ({"sumary": {}}, "there is no such field @ topics[0].sumary"),
        ({"groups": ["rest"]}, "there is no group 'rest' @ topics[0].groups[0]"),
        ({"groups": "rest"}, "a list expected, not a text @ topics[0].groups"),
        ({"url": {"es": "/sueno"}}, "not an absolute http(s) URL: '/sueno' @ topics[0].url.es: "),
        ({"updated": {"en": "yesterday"}}, "'yesterday' is not an RFC 3339 date @ topics[0].updated.en: "),
        ({"updated": {"en": "2024-06-06T02:30:35"}}, "has no time zone @ topics[0].updated.en: "),
        ({"updated": {"en": "0001-01-01T00:00:00+23:00"}}, "in UTC @ topics[0].updated.en"),
        ({"image": {"en": {"alt": "A bed"}}}, "required field missing @ topics[0].image.en.url"),
        ({"related": {"en": ["naps"]}}, "an object expected, not a text @ topics[0].related.en[0]"),
        (
            {"sections": {"es": [{"title": "Más", "links": [{"url": {"en": "https://a.example"}, "title": {}}]}]}},
            "a link needs a title @ topics[0].sections.es[0].links[0].title",
        ),
        (
            {
                "sections": {
                    "es": [
                        {
                            "title": "Más",
                            "links": [{"url": {"en": "https://a.example"}, "title": {"en": "Naps"}}],
                        }
                    ]
                }
            },
            "required field missing @ topics[0].sections.es[0].links[0].title.es",
        ),
    ],
)
def test_a_broken_topic_names_its_place(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    """What is wrong with a topic is one finding that says where in the document it is."""
    assert expected in "\n".join(problems(read(tmp_path, with_topic(**changes))))


def test_a_broken_topic_leaves_the_others(tmp_path: Path) -> None:
    """One bad topic among good ones is reported with its index and slug, and the rest is read."""
    good, bad = document()["topics"][0], {"slug": "naps", "ids": {"en": "3"}}
    catalog = read(tmp_path, json.dumps(document(topics=[bad, good, 7])).encode())
    assert ["sleep"] == list(catalog)
    assert [
        "the topic has no title in any language @ topics[0].title (topic 'naps')",
        "an object expected, not a number @ topics[2]",
    ] == problems(catalog)
    assert {FindingKind.BROKEN} == {finding.kind for finding in catalog.findings}


def test_many_problems_are_counted(tmp_path: Path) -> None:
    """Of a topic that is wrong throughout, the first problems are told and the rest counted."""
    links = [{"url": {"en": "nowhere"}, "title": {"en": "a"}}] * 9
    [problem] = problems(read(tmp_path, with_topic(sections={"en": [{"title": "More", "links": links}]})))
    assert "and 4 more" in problem


def test_two_topics_with_one_slug(tmp_path: Path) -> None:
    """The second of two topics with one slug is a broken topic; the first is kept."""
    first = document()["topics"][0]
    second = {"slug": "sleep", "ids": {"en": "9"}, "title": {"en": "Sleep again"}}
    catalog = read(tmp_path, json.dumps(document(topics=[first, second])).encode())
    assert ["Sleep"] == [topic.title["en"] for topic in catalog.values()]
    assert ["another topic has the slug 'sleep' @ topics[1].slug (topic 'sleep')"] == problems(catalog)


def test_nested_too_deeply_in_a_topic(tmp_path: Path) -> None:
    """Nesting that the parser still takes does not bring the reader down."""
    deep = '{"a":' * 900 + "1" + "}" * 900
    content = json.dumps(document(topics=["@"])).replace('"@"', deep).encode()
    assert 1 == len(problems(read(tmp_path, content)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "topics.json:1: not JSON: Expecting value"),
        (b"\n\n{", "topics.json:3: not JSON: "),
        (json.dumps(document(), indent=1).encode()[:200], "it seems cut short"),
        (b'{"format": "syndicate-topics",\n"version": NaN}', "topics.json:2: NaN is not a number of JSON"),
        (b'{"a": "NaN",\n"b": -Infinity}', "topics.json:2: -Infinity is not a number of JSON"),
        (b'{"a": {"a": 1},\n"b": 2,\n"a": 3}', "topics.json:3: an object has the key 'a' twice"),
        (
            b'{"a": ["{", "a", {"a": 1}],\n"b": {"a": 1, "c": "\\"a\\":",\n"c": 2}}',
            "topics.json:3: an object has the key 'c'",
        ),
        (b"\n" + b"[" * 200_000, "topics.json:2: arrays or objects are nested too deeply"),
        (b'{"a":\n' + b"9" * 5000 + b"}", "topics.json:2: a number has too many digits"),
        (b'{"title":\n"sue\xf1o"}', "topics.json:2: not UTF-8: byte 0xF1: save the file as UTF-8"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b"[]", "not a topics.json: there is no format 'syndicate-topics'"),
        (b'{"items": [], "version": "https://jsonfeed.org/version/1.1"}', "not a topics.json"),
        (b'{"format": "syndicate-topics", "version": 2}', "version 2 of topics.json is not known"),
        (
            b'{"format": "syndicate-topics", "version": 1, "topics": []}',
            "required field missing @ default_locale",
        ),
        (json.dumps(document(topics={})).encode(), "a list expected, not an object @ topics"),
        (
            json.dumps(document(default_locale="english")).encode(),
            "unknown locale 'english' @ default_locale",
        ),
        (json.dumps(document(snapshot="2024")).encode(), "@ snapshot"),
        (json.dumps(document(topic=[])).encode(), "there is no such field @ topic"),
        (
            json.dumps(document(groups=[{"id": "1", "slug": "a", "name": {"en": ""}}])).encode(),
            "the text is empty @ groups[0].name.en",
        ),
        (
            json.dumps(document(groups=[{"id": "1", "slug": slug, "name": {}} for slug in "ab"])).encode(),
            "two groups have the id '1'",
        ),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes, expected: str) -> None:
    """A file that is not a topics.json as a whole is one error, with the line where there is one."""
    with pytest.raises(SourceError) as caught:
        read(tmp_path, content)
    assert expected in str(caught.value)
    assert str(tmp_path / "topics.json") == caught.value.source


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """A byte order mark before the document is passed over."""
    assert ["sleep"] == list(read(tmp_path, b"\xef\xbb\xbf" + json.dumps(document()).encode()))


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file over the limit is refused before it is read into memory."""
    path = tmp_path / "topics.json"
    path.touch()
    os.truncate(path, 2**40)
    with pytest.raises(SourceError, match="more than 256 MiB"):
        list(SOURCE.read(path))


@JSON_FILES
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["en", "es", "sleep"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["en", "es", "title", "links", "url", "id", "slug"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    field=st.sampled_from(["slug", "ids", "title", "url", "summary", "groups", "sections", "image", "updated"]),
)
def test_no_value_brings_the_reader_down(tmp_path: Path, value: Any, field: str) -> None:
    """Whatever stands in a field, the topic is read, or is one broken topic."""
    catalog = read(tmp_path, with_topic(**{field: value}))
    assert 1 == len(catalog) + len(problems(catalog))


@JSON_FILES
@given(cut=st.integers(0, 600), junk=st.binary(max_size=3))
def test_a_damaged_file_is_one_error(tmp_path: Path, cut: int, junk: bytes) -> None:
    """Cut or overwritten at any place, a file is read or refused, never a crash."""
    whole = dumps(Catalog([Topic(slug="sleep", ids={"en": "1"}, title={"en": "Sleep"})]))
    place = cut % len(whole)
    try:
        read(tmp_path, whole[:place] + junk + whole[place + 3 :])
    except SyndicateError as error:
        assert str(error)


def test_two_files_share_groups(tmp_path: Path) -> None:
    """Groups that two files state are one each; the first file is believed where both name it."""
    paths = []
    for number, (locale, name) in enumerate((("en", "Rest"), ("es", "Descanso"))):
        topic = Topic(slug=f"t{number}", ids={locale: str(number)}, title={locale: "T"}, groups=["1"])
        group = Group(id="1", slug="rest", name={locale: name, "fr": f"Repos {number}"})
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(dumps(Catalog([topic], groups=[group], default_locale=locale)))
    catalog = pair(chain.from_iterable(map(SOURCE.read, paths)))
    expected = Group(id="1", slug="rest", name={"en": "Rest", "es": "Descanso", "fr": "Repos 0"})
    assert {"1": expected} == catalog.groups
    assert "en" == catalog.default_locale.language


def test_the_metadata_goes_before_records(tmp_path: Path) -> None:
    """The groups' names are the file's own, whatever a record in another language would have to call them."""
    topic = Topic(slug="sleep", ids={"es": "1"}, title={"es": "El sueño"}, groups=["9"])
    catalog = Catalog([topic], groups=[Group(id="9", slug="rest", name={"en": "Rest"})], default_locale="es")
    assert {"en": "Rest"} == read(tmp_path, dumps(catalog)).groups["9"].name.identifiers()


def test_records_carry_their_place_and_twins(tmp_path: Path) -> None:
    """A record knows where in the file it stood, and claims its twins by id."""
    path = tmp_path / "topics.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    records = [item for item in SOURCE.read(path) if isinstance(item, Record)]
    assert [f"{path}:topics[0]"] * 2 == [record.source for record in records]
    assert [["2"], ["1"]] == [[twin.id for twin in record.twins] for record in records]
    assert not any(isinstance(item, Finding) for item in SOURCE.read(path))


def test_related_topics_keep_their_ids(tmp_path: Path) -> None:
    """A related topic is still found in the catalog that was read back."""
    naps = Topic(slug="naps", ids={"en": "2"}, title={"en": "Naps"})
    sleep = Topic(
        slug="sleep",
        ids={"en": "1"},
        title={"en": "Sleep"},
        related={"en": (Reference(title="Naps", id="2"),)},
    )
    catalog = read(tmp_path, dumps(Catalog([sleep, naps])))
    assert "naps" == catalog.find(catalog["sleep"].related["en"][0], "en").slug  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"feed": {"title": {"_value": "MedlinePlus Connect"}, "entry": []}}', "an answer of MedlinePlus Connect"),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}', "a JSON Feed"),
    ],
)
def test_other_json_is_named(tmp_path: Path, content: str, what: str) -> None:
    """What is often taken for a catalog is refused by its name, and never read as a catalog without topics."""
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=f"not a topics.json: this is {what}"):
        list(SOURCE.read(path))
