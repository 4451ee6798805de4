"""The model: localized values, topics, links, records, the catalog, and the publisher's file."""

from __future__ import annotations

import pickle
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from syndicate.errors import InvalidValueError, LocaleError, NotFoundError, PublisherError
from syndicate.locales import parse
from syndicate.model import (
    CardStyle,
    Catalog,
    Finding,
    FindingKind,
    Group,
    Image,
    Link,
    Localized,
    Publisher,
    Record,
    Reference,
    Section,
    Severity,
    Subject,
    Topic,
    Twin,
)
from syndicate.model.addresses import canonical_url, translations
from syndicate.model.finding import stale
from syndicate.model.record import record_of_parts
from tests.strategies import related_records

IDENTIFIERS = ["en", "es", "es_MX", "es_419", "fr", "zh_Hant", "en_GB"]
mappings = st.dictionaries(st.sampled_from(IDENTIFIERS), st.text(max_size=5))


@given(mappings)
def test_a_localized_value_is_a_mapping(values: dict[str, str]) -> None:
    """Length, iteration, membership, lookups and equality are those of the mapping it was made of."""
    localized = Localized(values)

    assert len(values) == len(localized)
    assert [Locale.parse(name) for name in values] == list(localized)
    assert list(values.values()) == list(localized.values())
    assert values == localized.identifiers() == {str(locale): value for locale, value in localized.items()}
    for name in IDENTIFIERS:
        assert (name in values) == (name in localized) == (Locale.parse(name) in localized)
        assert values.get(name) == localized.get(name) == localized.get(name.replace("_", "-").lower())
    assert localized == Localized(dict(reversed(values.items())))
    assert hash(localized) == hash(Localized(dict(reversed(values.items()))))
    assert localized == pickle.loads(pickle.dumps(localized))
    assert localized == eval(repr(localized), {"Localized": Localized})


def test_localized_values_in_one_set_of_languages_share_its_names() -> None:
    """A catalog holds thirty for each topic: one takes little more than a tuple, also when it comes from a pickle."""
    first = Localized({"en": "Sleep", "es": "Dormir"})
    again = pickle.loads(pickle.dumps(first))
    assert first._places is Localized({"en": 1, "es": 2})._places is again._places
    assert sys.getsizeof(first) + sys.getsizeof(first._held) < sys.getsizeof(first.identifiers())
    other = Localized({"es": "Dormir", "en": "Sleep"})
    assert (first, hash(first)) == (other, hash(other)) == (again, hash(again))
    assert ["en", "es"] == list(map(str, again))
    assert (["Dormir", "Sleep"], True, False) == (list(other.values()), "Sleep" in other.values(), 7 in other.values())


def test_keys_may_be_spelled_in_any_way() -> None:
    """Tags, identifiers, codes and locales are the same key."""
    title = Localized({"es-mx": "Los genes"})

    assert {"Los genes"} == {title[key] for key in ("es_MX", "ES-MX", "spa-MX", Locale("es", territory="MX"))}


def test_a_language_that_is_not_there_is_a_key_error() -> None:
    """Indexing is exact: a Mexican text is not Spanish one, and asking for it with a default gives the default."""
    title = Localized({"es_MX": "Los genes"})

    with pytest.raises(KeyError):
        title["es"]
    assert title.get("es") is None
    assert "-" == title.get("es", "-")


def test_what_is_no_locale_is_not_in_it() -> None:
    """Membership and `get` never fail; making one with a wrong key does, and says which."""
    title = Localized({"es": "Los genes"})

    assert "no such" not in title
    assert 5 not in title
    assert title.get("no such") is None
    with pytest.raises(LocaleError, match="no such"):
        Localized({"no such": "x"})


def test_a_localized_value_cannot_be_changed() -> None:
    """Nothing can be put in, and the mapping it was made of no longer matters."""
    values = {"es": "Los genes"}
    title = Localized(values)
    values["es"] = "Otro"

    with pytest.raises(TypeError):
        title["es"] = "Otro"  # type: ignore[index]
    assert "Los genes" == title["es"]


@pytest.mark.parametrize(
    ("values", "asked", "fallback", "expected", "is_fallback"),
    [
        ({"es": "A", "en": "B"}, "es", (), "es", False),
        ({"es": "A", "en": "B"}, "es_MX", (), "es", False),
        ({"es": "A", "es_419": "B"}, "es_MX", (), "es_419", False),
        ({"es": "A", "es_419": "B"}, "es_ES", (), "es", False),
        ({"en": "A", "en_001": "B"}, "en_GB", (), "en_001", False),
        ({"en": "A", "fr": "B"}, "es", ("fr", "en"), "fr", True),
        ({"en": "A", "fr": "B"}, "es", ("de", "en_GB"), "en", True),
        ({"fr": "A", "de": "B"}, "es", ("en",), "fr", True),
        ({"zh": "A", "en": "B"}, "zh_TW", ("en",), "en", True),
        ({"es_MX": "A"}, "es", (), "es_MX", False),
    ],
)
def test_readers_get_the_nearest_text_and_its_true_language(
    values: dict[str, str], asked: str, fallback: tuple[str, ...], expected: str, is_fallback: bool
) -> None:
    """Own locale, CLDR parents, the publisher's order, then anything; the language found is the one announced."""
    found = Localized(values).resolve(asked, fallback)

    assert (values[expected], expected, is_fallback) == (found.value, str(found.locale), found.is_fallback)


@given(mappings.filter(bool), st.sampled_from(IDENTIFIERS), st.lists(st.sampled_from(IDENTIFIERS), max_size=3))
def test_a_text_in_any_language_is_found(values: dict[str, str], asked: str, fallback: list[str]) -> None:
    """There is always an answer, it is in the mapping, and it is a fallback exactly if its language is another."""
    found = Localized(values).resolve(asked, tuple(fallback))

    assert values[str(found.locale)] == found.value
    assert found.is_fallback == (found.locale.language != Locale.parse(asked).language)
    assert asked not in values or asked == str(found.locale)


def test_nothing_in_any_language_is_an_error() -> None:
    """An empty value has nothing to resolve."""
    with pytest.raises(NotFoundError, match="no value in any language"):
        Localized[str]().resolve("es")


def test_values_are_mapped_language_by_language() -> None:
    """The locales stay, the values change."""
    assert Localized({"en": 5, "es": 4}) == Localized({"en": "Genes", "es": "Gene"}).map(len)


def _topic(**changes: Any) -> Topic:
    values: dict[str, Any] = {
        "slug": "sueno",
        "ids": {"en": "1", "es": "2"},
        "title": {"en": "Sleep", "es": "El sueño"},
    }
    return Topic(**values | changes)


def _record(**changes: Any) -> Record:
    return Record(**{"id": "2", "locale": "es", "title": "El sueño", "slug": "sueno"} | changes)


@pytest.mark.parametrize(
    ("changes", "field", "locale"),
    [
        ({"title": {}}, "title", None),
        ({"title": {"en": "Sleep", "es": " "}}, "title", "es"),
        ({"title": {"en": "Sleep", "es": "a\x00"}}, "title", "es"),
        ({"title": {"en": "Sleep", "es": 5}}, "title", "es"),
        ({"title": {"en": "Sleep", "es": "a" * 10_001}}, "title", "es"),
        ({"title": "Sleep"}, "title", None),
        ({"ids": {"en": "1"}}, "ids", "es"),
        ({"ids": {"en": "1", "es": ""}}, "ids", "es"),
        ({"url": {"es": "/sueno.html"}}, "url", "es"),
        ({"url": {"es": "ftp://example.org/"}}, "url", "es"),
        ({"url": {"es": "https://user@example.org/"}}, "url", "es"),
        ({"url": {"es": "https://example.org/a b"}}, "url", "es"),
        ({"url": {"es": None}}, "url", "es"),
        ({"description": {"es": "\ud800"}}, "description", "es"),
        ({"summary": {"es": "<p>sin limpiar</p>"}}, "summary", "es"),
        ({"summary": {"es": Markup("<p>\x0b</p>")}}, "summary", "es"),
        ({"also_called": {"es": ("Dormir", "")}}, "also_called", "es"),
        ({"also_called": {"es": "Dormir"}}, "also_called", "es"),
        ({"sections": {"es": ("x",)}}, "sections", "es"),
        ({"related": {"es": ("x",)}}, "related", "es"),
        ({"institute": {"es": "x"}}, "institute", "es"),
        ({"image": {"es": "x.png"}}, "image", "es"),
        ({"updated": {"es": datetime(2024, 1, 1)}}, "updated", "es"),
        ({"created": {"es": "2024-01-01"}}, "created", "es"),
        ({"reviewed": date(2024, 1, 1)}, "reviewed", None),
        ({"groups": "sleep"}, "groups", None),
        ({"groups": [5]}, "groups", None),
        ({"subjects": ["D012890"]}, "subjects", None),
    ],
)
def test_a_wrong_value_of_a_topic_is_named(changes: dict[str, Any], field: str, locale: str | None) -> None:
    """The error says which topic, which field and which language."""
    with pytest.raises(InvalidValueError) as caught:
        _topic(**changes)

    assert ("sueno", field, locale) == (caught.value.topic, caught.value.field, caught.value.locale)


def test_the_topic_with_an_unknown_language_is_named() -> None:
    """What is not a locale is refused with the topic and the field it stands in."""
    with pytest.raises(LocaleError, match="unknown locale 'English'") as caught:
        _topic(title={"English": "Sleep"})

    assert ("sueno", "title") == (caught.value.topic, caught.value.field)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"slug": "El sueño"}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"slug": "a" * 201}, "slug"),
        ({"url": "sueno.html"}, "url"),
        ({"description": "\x07"}, "description"),
        ({"summary": "<p>sin limpiar</p>"}, "summary"),
        ({"also_called": ["Dormir", 5]}, "also_called"),
        ({"also_called": "Dormir"}, "also_called"),
        ({"also_called": None}, "also_called"),
        ({"groups": ["x"]}, "groups"),
        ({"twins": ["x"]}, "twins"),
        ({"updated": datetime(2024, 1, 1)}, "updated"),
        ({"created": "2024-01-01"}, "created"),
    ],
)
def test_a_wrong_value_of_a_record_is_named(changes: dict[str, Any], field: str) -> None:
    """The error says which record, which field and which language."""
    with pytest.raises(InvalidValueError) as caught:
        _record(**changes)

    assert ("2", field, "es") == (caught.value.topic, caught.value.field, caught.value.locale)


@pytest.mark.parametrize("slug", ["", "A", "ñ", "a/b", "a b", ".a", "a.", "-a", "..", "a\n", 5, None])
def test_a_slug_is_one_safe_segment(slug: Any) -> None:
    """What could leave its folder, or not be a file name everywhere, is not a slug."""
    with pytest.raises(InvalidValueError, match="not a slug"):
        _topic(slug=slug)


@pytest.mark.parametrize("slug", ["a", "genes-2", "v1.2", "a_b", "a" * 200])
def test_names_that_are_slugs(slug: str) -> None:
    """Lower-case letters, digits, hyphens, underscores and dots inside."""
    assert slug == _topic(slug=slug).slug


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/",
        "HTTPS://EXAMPLE.ORG/A",
        "https://example.org:8080/a?b=c&d#e",
        "https://example.org?q",
        "https://[::1]:80/",
        "https://example.org:65535",
        "https://example.org:10000/",
        "https://ñandú.example.org/ñ",
        "https://example.org/%C3%B1",
    ],
)
def test_addresses_that_are_taken(url: str) -> None:
    """Absolute web addresses, international ones too."""
    assert url == Reference(title="x", url=url).url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "/a",
        "https://",
        "https:///a",
        "https://example.org:0/",
        "https://example.org:123456/",
        "https://a@example.org/",
        "https://example.org/\n",
        'https://example.org/"',
        "https://example.org/<b>",
        "https://example.org/\u2028",
        "https://example.org\\a",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "https://example.org/" + "a" * 10_000,
        5,
    ],
)
def test_addresses_that_are_not_taken(url: Any) -> None:
    """What a feed reader or a browser would not open in the same way everywhere is refused, in a short message."""
    with pytest.raises(InvalidValueError) as caught:
        Reference(title="x", url=url)

    assert "url" == caught.value.field
    assert len(str(caught.value)) < 400


def test_dates_are_moments() -> None:
    """A day is its midnight in UTC, a moment keeps its offset, and so its day; fractions of a second go."""
    record = _record(
        created=date(2024, 2, 29),
        updated=datetime(2024, 3, 1, 20, 0, 0, 999, tzinfo=timezone(timedelta(hours=-6))),
        reviewed=None,
    )

    assert datetime(2024, 2, 29, tzinfo=UTC) == record.created
    assert datetime(2024, 3, 2, 2, tzinfo=UTC) == record.updated
    assert "2024-03-01T20:00:00-06:00" == (record.updated or datetime.max).isoformat()
    assert record.reviewed is None
    assert {"es": datetime(2024, 2, 29, tzinfo=UTC)} == _topic(created={"es": date(2024, 2, 29)}).created.identifiers()


LINK = Link(url={"es": "https://example.org/a"}, title={"es": "Dormir bien"})
VALUES = [
    Subject(scheme="MeSH", code="D012890"),
    Reference(title="Cerebro"),
    Image(url="https://example.org/a.png", alt="Una cama"),
    LINK,
    Section(title="Inicio", links=[LINK]),
    Group(id="1", slug="cerebro", name={"es": "Cerebro"}),
    Twin(locale="en", id="1"),
    _record(summary=Markup("<p>a</p>"), twins=[Twin(locale="en", id="1")], updated=date(2024, 1, 1)),
    _topic(summary={"es": Markup("<p>a</p>")}, sections={"es": (Section(title="Inicio", links=[LINK]),)}),
    CardStyle(),
    Publisher(name={"es": "Salud"}, base_url="https://example.org/", authority="example.org,2024"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_hashable_and_picklable(value: Any) -> None:
    """A value never changes, can be in a set, and travels between processes."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, attrs.fields(type(value))[0].name, "x")
    copy = pickle.loads(pickle.dumps(value))

    assert value == copy
    assert {value} == {copy}


@pytest.mark.parametrize("kind", [type(value) for value in VALUES], ids=lambda kind: kind.__name__)
def test_values_are_made_by_keyword(kind: type) -> None:
    """Positions mean nothing; names do."""
    with pytest.raises(TypeError):
        kind("x")


def test_a_topic_knows_its_languages_and_its_id() -> None:
    """The languages are those it has a title in; the first one's id is its id."""
    topic = _topic()

    assert ["en", "es"] == [str(locale) for locale in topic.locales]
    assert "1" == topic.id


def test_a_link_needs_an_address_in_each_language_it_has_a_title_in() -> None:
    """An address without a title is a twin that is only known by it; a title without an address is nothing."""
    Link(url={"es": "https://example.org/a", "en": "https://example.org/b"}, title={"es": "Dormir"})

    with pytest.raises(InvalidValueError, match="needs a URL") as caught:
        Link(url={"es": "https://example.org/a"}, title={"es": "Dormir", "en": "Sleep"})
    assert "en" == caught.value.locale
    with pytest.raises(InvalidValueError, match="needs a title"):
        Link(url={"es": "https://example.org/a"}, title={})


def test_merged_links_know_what_both_know() -> None:
    """Where both speak of one language the first is believed; flags are joined."""
    first = Link(
        url={"es": "https://example.org/es", "en": "https://example.org/en"}, title={"es": "Dormir"}, flags=["a"]
    )
    second = Link(url={"en": "https://example.org/en2"}, title={"en": "Sleep"}, ids={"en": "9"}, flags=["b", "a"])
    merged = first.merged(second)

    assert {"es": "https://example.org/es", "en": "https://example.org/en"} == merged.url.identifiers()
    assert {"es": "Dormir", "en": "Sleep"} == merged.title.identifiers()
    assert ({"en": "9"}, ("a", "b")) == (merged.ids.identifiers(), merged.flags)


GROUP = Group(id="30", slug="brain", name={"en": "Brain", "es": "Cerebro"})
SLEEP = _topic(
    slug="sleep", groups=["30"], url={"es": "https://example.org/es/sueno", "en": "https://example.org/sleep"}
)
GENES = Topic(slug="genes", ids={"en": "2"}, title={"en": "Genes"})
CATALOG = Catalog([SLEEP, GENES], groups=[GROUP], snapshot=datetime(2024, 6, 6, tzinfo=UTC))


def test_a_catalog_is_a_mapping_by_slug_in_the_order_given() -> None:
    """Topics are found by their slug."""
    assert ["sleep", "genes"] == list(CATALOG)
    assert 2 == len(CATALOG)
    assert SLEEP is CATALOG["sleep"] is CATALOG.get("sleep")
    assert "sleep" in CATALOG
    assert "el-sueno" not in CATALOG
    assert CATALOG.get("el-sueno") is None
    assert "2 topics in en, es" in repr(CATALOG)


def test_topics_are_found_by_id_address_and_reference() -> None:
    """Ids are unique in a language only: the same one may mean two topics."""
    assert SLEEP is CATALOG.by_id("1")
    assert GENES is CATALOG.by_id("2")
    assert SLEEP is CATALOG.by_id("2", "es")
    assert SLEEP is CATALOG.by_url("https://example.org/es/sueno")
    assert SLEEP is CATALOG.find(Reference(title="x", id="2"), "es")
    assert SLEEP is CATALOG.find(Reference(title="x", id="2"), "es-US")
    assert SLEEP is CATALOG.find(Reference(title="x", id="99", url="https://example.org/sleep"), "es")
    assert CATALOG.find(Reference(title="x"), "es") is None


def test_groups_and_languages_have_their_topics() -> None:
    """A group by its slug, its topics, the topics of a language, the languages."""
    assert GROUP is CATALOG.group("brain")
    assert [SLEEP] == CATALOG.in_group(GROUP)
    assert [SLEEP] == CATALOG.in_locale("es-")
    assert [SLEEP, GENES] == CATALOG.in_locale("eng")
    assert ([SLEEP], []) == (CATALOG.in_locale("es_MX"), CATALOG.written_in("es_MX"))
    assert [] == CATALOG.in_locale("fr")
    assert ["en", "es"] == [str(locale) for locale in CATALOG.locales]
    assert ["es", "en"] == [str(locale) for locale in Catalog([SLEEP], groups=[GROUP], default_locale="es").locales]
    assert ["es"] == [str(locale) for locale in Catalog([Topic(slug="a", ids={"es": "1"}, title={"es": "A"})]).locales]


def test_what_is_not_there_is_an_error_that_helps() -> None:
    """A slug that is nearly right is offered; the rest says what was looked for."""
    with pytest.raises(NotFoundError, match="did you mean 'sleep'"):
        CATALOG["slep"]
    with pytest.raises(NotFoundError, match="no topic 'zzz': the topics are genes, sleep"):
        CATALOG["zzz"]
    with pytest.raises(NotFoundError, match="no topic has the id '77'"):
        CATALOG.by_id("77")
    with pytest.raises(NotFoundError, match=r"no topic has the id '1' \(locale es\)"):
        CATALOG.by_id("1", "es")
    with pytest.raises(NotFoundError, match=r"https://example\.org/x"):
        CATALOG.by_url("https://example.org/x")
    with pytest.raises(NotFoundError, match=r"no group 'heart': the(re)? "):
        CATALOG.group("heart")
    with pytest.raises(NotFoundError, match=r"no value in this language \(locale fr\): it has en"):
        _ = GENES.title["fr"]
    with pytest.raises(KeyError):
        CATALOG[None]  # type: ignore[index]


def test_a_catalog_has_no_two_topics_of_one_slug() -> None:
    """One slug is one folder."""
    with pytest.raises(InvalidValueError) as caught:
        Catalog([GENES, attrs.evolve(GENES, ids={"en": "3"})])

    assert ("genes", "slug") == (caught.value.topic, caught.value.field)


def test_a_topic_stands_in_groups_that_there_are() -> None:
    """A group that nobody defined is an error of the topic that names it."""
    with pytest.raises(InvalidValueError, match="no group '30'") as caught:
        Catalog([attrs.evolve(SLEEP, catalog_groups={})])

    assert ("sleep", "groups") == (caught.value.topic, caught.value.field)


def test_an_empty_catalog_is_one() -> None:
    """Nothing in it, one language."""
    catalog = Catalog()

    assert (0, [], "en") == (len(catalog), list(catalog), str(catalog.locales[0]))


PUBLISHER = """
base_url = "https://temas.example.org/salud"
authority = "example.org,2024-05"
default_locale = "es"
fallback = ["en", "fr"]
hub = "https://hub.example.org/"
twitter = "@ejemplo"
facebook_app_id = "123"
translations = "palabras"
[name]
en = "Example Health"
es-US = "Salud Ejemplo"
[attribution]
es = "Cortesía de Salud Ejemplo"
[open_graph_locale]
es = "es_US"
[card]
accent = "#005EA2"
"""


def _load(folder: Path, text: str | bytes) -> Publisher:
    path = folder / "publisher.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Publisher.load(path)


def test_a_complete_publisher_file_is_read(tmp_path: Path) -> None:
    """Every key of the file has its place."""
    (tmp_path / "palabras").mkdir()
    publisher = _load(tmp_path, PUBLISHER)

    assert "https://temas.example.org/salud/" == publisher.base_url
    assert ["es", "en", "fr"] == [str(locale) for locale in publisher.fallback_order]
    assert {"en": "Example Health", "es_US": "Salud Ejemplo"} == publisher.name.identifiers()
    assert ("https://hub.example.org/", "@ejemplo", "123") == (
        publisher.hub,
        publisher.twitter,
        publisher.facebook_app_id,
    )
    assert "es_US" == publisher.open_graph_locale["es"]
    assert "Cortesía de Salud Ejemplo" == publisher.attribution["es"]
    assert "#005EA2" == publisher.card.accent
    assert tmp_path / "palabras" == publisher.translations


def test_a_small_publisher_file_is_enough(tmp_path: Path) -> None:
    """Three keys are required; a byte order mark, as Windows editors leave it, is not a fault."""
    publisher = _load(
        tmp_path, b'\xef\xbb\xbfbase_url = "https://example.org/"\nauthority = "example.org,2024"\nname = {en = "A"}\n'
    )

    assert ["en"] == [str(locale) for locale in publisher.fallback_order]
    assert (None, None, Localized()) == (publisher.hub, publisher.translations, publisher.attribution)


SMALL = {"base_url": '"https://example.org/"', "authority": '"example.org,2024"', "name": '{es = "Salud"}'}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("base_url", None, "required key is missing"),
        ("authority", None, "required key is missing"),
        ("name", None, "required key is missing"),
        ("base_url", '"temas/"', "not an absolute http"),
        ("base_url", '"//example.org/"', "not an absolute http"),
        ("base_url", '"https://example.org:65536/"', "not an absolute http"),
        ("base_url", '"https://example.org/?a=b"', "query or a fragment"),
        ("base_url", '"https://example.org/#a"', "query or a fragment"),
        ("base_url", "5", "text in quotes"),
        ("authority", '"example.org"', "tagging entity"),
        ("authority", '"https://example.org,2024"', "tagging entity"),
        ("authority", '"example.org,24"', "tagging entity"),
        ("authority", "2024", "text in quotes"),
        ("name", '"Salud"', "a table is expected"),
        ("name", "{}", "no name"),
        ("name", '{es = ""}', "the text is empty"),
        ("name", "{es = 5}", "text expected"),
        ("name", '{xx = "Salud"}', "unknown locale 'xx'"),
        ("default_locale", '"xx"', "unknown locale 'xx'"),
        ("default_locale", "5", "text in quotes"),
        ("fallback", '"en"', "a list of locales"),
        ("fallback", "[5]", "a list of locales"),
        ("fallback", '["xx"]', "unknown locale 'xx'"),
        ("hub", '"hub"', "not an absolute http"),
        ("hub", "true", "text in quotes"),
        ("twitter", '"ejemplo"', "handle such as"),
        ("twitter", "5", "handle such as"),
        ("facebook_app_id", "123", "number in quotes"),
        ("facebook_app_id", "'١٢٣'", "number in quotes"),
        ("twitter", "'@ñandú'", "not a handle"),
        ("attribution", '"Cortesía"', "a table is expected"),
        ("attribution", '{es = " "}', "the text is empty"),
        ("open_graph_locale", '{es = "es"}', "language_TERRITORY"),
        ("open_graph_locale", '{es = "es-US"}', "language_TERRITORY"),
        ("open_graph_locale", "{es = 5}", "language_TERRITORY"),
        ("card", '"azul"', "a table is expected"),
        ("card", '{accent = "azul"}', "color such as"),
        ("card", "{accent = 5}", "color such as"),
        ("card", '{color = "#ffffff"}', "unknown key 'color'"),
        ("translations", '"no-hay"', "there is no folder"),
        ("translations", "5", "text in quotes"),
        ("templates", '"no-hay"', "there is no folder"),
        ("templates", "5", "text in quotes"),
        ("disclaimer", '"Consulte a su médico"', "a table is expected"),
        ("disclaimer", '{es = ""}', "the text is empty"),
        ("license", '"CC BY"', "not an absolute http"),
        ("license", "4.0", "text in quotes"),
        ("colour", '"azul"', "unknown key 'colour'"),
    ],
)
def test_a_wrong_publisher_file_is_an_error_that_names_the_key(
    tmp_path: Path, key: str, value: str | None, message: str
) -> None:
    """The error has the file, the key, and what is wrong with it."""
    keys = {name: text for name, text in (SMALL | {key: value}).items() if text is not None}
    with pytest.raises(PublisherError) as caught:
        _load(tmp_path, "".join(f"{name} = {text}\n" for name, text in keys.items()))

    assert str(tmp_path / "publisher.toml") == caught.value.source
    assert message in str(caught.value)
    assert key in str(caught.value) if key == "colour" else caught.value.field in (key, "card.accent")


def test_the_language_of_a_wrong_name_is_named(tmp_path: Path) -> None:
    """In a table of languages the error says which line."""
    with pytest.raises(PublisherError) as caught:
        _load(tmp_path, 'base_url = "https://example.org/"\nauthority = "example.org,2024"\nname = {en = "A", es = ""}')

    assert ("name", "es") == (caught.value.field, caught.value.locale)


@pytest.mark.parametrize(
    "text", ['base_url = "https://example.org/"\nauthority = example', b"\xff\xfe", "= 5", "[name"]
)
def test_what_is_no_toml_is_an_error(tmp_path: Path, text: str | bytes) -> None:
    """The error names the file, and the line where the syntax breaks."""
    with pytest.raises(PublisherError, match="not TOML") as caught:
        _load(tmp_path, text)

    assert str(tmp_path / "publisher.toml") in str(caught.value)
    assert isinstance(text, bytes) or "at line" in str(caught.value) or "at end of document" in str(caught.value)


def test_a_missing_publisher_file_is_an_error(tmp_path: Path) -> None:
    """It says which file, and how to give another."""
    with pytest.raises(PublisherError, match="--publisher") as caught:
        Publisher.load(tmp_path / "no.toml")
    assert str(tmp_path / "no.toml") in str(caught.value)
    with pytest.raises(PublisherError):
        Publisher.load(tmp_path)


def test_the_files_of_a_publisher_have_addresses() -> None:
    """An index page is addressed by its folder; what a URL cannot hold is escaped."""
    publisher = Publisher(name={"es": "A"}, base_url="https://example.org/salud", authority="example.org,2024")

    assert ["https://example.org/salud/", "https://example.org/salud/es/", "https://example.org/salud/es/a.rss"] == [
        publisher.url(path) for path in ("index.html", "es/index.html", "es/a.rss")
    ]
    assert "https://example.org/salud/a%20b%3Fc" == publisher.url("a b?c")


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_entry_ids_are_uris_and_differ_where_ids_do(identifier: str) -> None:
    """Whatever a source calls a text, its `tag:` URI is ASCII and gives the id back."""
    publisher = Publisher(name={"es": "A"}, base_url="https://example.org/", authority="example.org,2024")
    uri = publisher.entry_id("topic", identifier, "es_MX")
    head, tail = "tag:example.org,2024:topic/", "/es-MX"

    assert uri.isascii()
    assert uri.startswith(head) and uri.endswith(tail)
    assert identifier == unquote(uri.removeprefix(head).removesuffix(tail))
    assert not set(uri) & set(' "<>#?\\')


def test_a_text_is_read_at_the_publisher_or_in_the_tree() -> None:
    """Where the source states a page, that is the canonical one; every language announces the others."""
    publisher = Publisher(name={"es": "A"}, base_url="https://example.org/", authority="example.org,2024")
    topic = _topic(url={"en": "https://www.example.com/sleep"})

    assert "https://www.example.com/sleep" == canonical_url(topic, publisher, "en")
    assert "https://example.org/es/topics/sueno/" == canonical_url(topic, publisher, "es")
    assert ["en", "es"] == [str(locale) for locale in translations(topic, publisher)]


def test_findings_are_graded() -> None:
    """What loses text is an error, what an editor should see to is a warning, a guess is information."""
    errors = {kind for kind in FindingKind if kind.severity is Severity.ERROR}
    suggestions = {kind for kind in FindingKind if kind.severity is Severity.INFO}

    assert errors >= {
        FindingKind.BROKEN,
        FindingKind.UNREADABLE,
        FindingKind.BROKEN_READER,
        FindingKind.DUPLICATE,
        FindingKind.CONFLICT,
        FindingKind.FAILED,
        FindingKind.UNPUBLISHED_FILE,
        FindingKind.DEAD_LINK,
    }
    assert suggestions >= {
        FindingKind.LIKELY_TWIN,
        FindingKind.CLEANED,
        FindingKind.SKIPPED_HEADING,
        FindingKind.WITHHELD,
    }
    assert Severity.WARNING is Finding(kind=FindingKind.STALE).severity


def test_numbers_in_findings_are_written_as_the_language_does() -> None:
    """A translation that is 1,021 days behind is so in English, and 1021 in Spain."""
    day = datetime(2024, 1, 1, tzinfo=UTC)
    found = stale(topic="1", locale="es", title="A", updated=day - timedelta(days=1021), original=day)

    assert found is not None
    assert ["1,021", "1,021", "1021"] == [found.message(language).split()[-1] for language in ("en", "es-MX", "es")]


def test_two_groups_cannot_share_a_slug() -> None:
    """Their pages and feeds would be one file; the error names both."""
    groups = [Group(id=identifier, slug="home", name={"en": "Home"}) for identifier in ("1", "2")]

    with pytest.raises(InvalidValueError, match="'1' and '2'"):
        Catalog([], groups=groups)


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://münchen.de/temas", "https://xn--mnchen-3ya.de/temas/"),
        ("https://example.org/[a]/", "https://example.org/%5Ba%5D/"),
        ("https://example.org/%zz", "https://example.org/%25zz/"),
        ("http://[::1]:8000", "http://[::1]:8000/"),
    ],
)
def test_base_url_is_a_uri(base_url: str, expected: str) -> None:
    """All addresses begin with it, and feeds take no others."""
    assert expected == Publisher(name={"en": "E"}, base_url=base_url, authority="example.org,2024").base_url


@pytest.mark.parametrize(
    "changes", [{"authority": "example.org,2024-13-01"}, {"authority": "example.org,2024-02-41"}, {"ttl": 10**9}]
)
def test_values_that_no_feed_may_have_are_refused(changes: dict[str, Any]) -> None:
    """Ids are forever, so the day in an authority is one (RFC 4151 section 2.1)."""
    values = {"name": {"en": "E"}, "base_url": "https://example.org/", "authority": "example.org,2024"}
    with pytest.raises(InvalidValueError):
        Publisher(**{**values, **changes})


@given(related_records())
def test_a_record_of_parts_is_what_the_constructor_makes(records: list[Record]) -> None:
    """All that can be seen of it, what it was when it was read among that."""
    fields = [field.name for field in attrs.fields(Record)]
    for record in records:
        values = {name: getattr(record, name) for name in fields if name != "as_read"} | {"raw": "0"}
        made, expected = record_of_parts(**values), Record(**values)
        assert [getattr(expected, name) for name in fields] == [getattr(made, name) for name in fields]
    made, expected = (kind(id="1", locale=parse("en"), title="A", slug="a") for kind in (record_of_parts, Record))
    assert [getattr(expected, name) for name in fields] == [getattr(made, name) for name in fields]
    assert made.lines is not record_of_parts(id="1", locale=parse("en"), title="A", slug="a").lines


@pytest.mark.parametrize(
    "values",
    [
        {"id": " "},
        {"title": ""},
        {"slug": "A/b"},
        {"url": "mailto:a@example.org"},
        {"description": "x" * 10_001},
        {"also_called": ("\xa0",)},
        {"see_references": ("a", "")},
    ],
    ids=lambda values: str(*values),
)
def test_a_record_of_parts_refuses_its_own_texts_as_the_constructor_does(values: dict[str, Any]) -> None:
    """With the same words, which name the record, its field and its locale."""
    told = []
    for make in (Record, record_of_parts):
        with pytest.raises(InvalidValueError) as error:
            make(**{"id": "1", "locale": parse("es"), "title": "A", "slug": "a", **values})
        told.append(str(error.value))
    assert told[0] == told[1]
