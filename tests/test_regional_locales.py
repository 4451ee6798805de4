"""A regional locale is looked up in the same way by whatever takes a locale: itself, CLDR's parents, its language."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from samples import PUBLISHER, catalog, day, topic

import syndicate
from syndicate.cli import cli
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import Feeds
from syndicate.locales import negotiate, parse
from syndicate.model import Catalog, FindingKind, Record, Topic
from syndicate.model.addresses import canonical_url
from syndicate.model.finding import Severity
from syndicate.pairing import pair
from syndicate.pairing.findings import missing_words
from syndicate.publishing import build


def titled(slug: str, *locales: str) -> Topic:
    """A topic whose title in each language is the name of the language."""
    return Topic(
        slug=slug,
        ids={locale: f"{slug}-{locale}" for locale in locales},
        title={locale: locale for locale in locales},
        description={locale: f"In {locale}." for locale in locales},
        updated=dict.fromkeys(locales, day("2024-03-01")),
    )


def asked_of_localized(has: Topic, locale: str) -> str:
    """The locale of a value that is in the languages of a topic."""
    return str(has.title.resolve(locale).locale)


def asked_of_snippet(has: Topic, locale: str) -> str:
    """The language of a snippet's text."""
    return str(syndicate.snippet(has, PUBLISHER, locale).text_locale)


def asked_of_bilingual(has: Topic, locale: str) -> str:
    """The language of the first half of a snippet in two."""
    return str(syndicate.bilingual(has, PUBLISHER, [locale, "en-GB"]).halves[0].text_locale)


def asked_of_card(has: Topic, locale: str) -> str:
    """The language of a card."""
    return str(syndicate.card(has, PUBLISHER, locale).locale)


def asked_of_feed(has: Topic, locale: str) -> str:
    """The language of a feed."""
    return str(syndicate.feed(Catalog([has]), PUBLISHER, locale).entries[0].locale)


def asked_of_feeds(has: Topic, locale: str) -> str:
    """The language of the feeds of a catalog."""
    return str(Feeds(Catalog([has]), PUBLISHER, [locale]).topics().entries[0].locale)


def asked_of_catalog(has: Topic, locale: str) -> str:
    """The language of the topics of a catalog."""
    offered = Catalog([has, titled("other", "fr")])
    assert [has] == offered.in_locale(locale)
    return str(offered.nearest(locale))


def asked_of_ids(has: Topic, locale: str) -> str:
    """The language of the text that has an id in a locale."""
    for one, identifier in has.ids.identifiers().items():
        with suppress(NotFoundError):
            Catalog([has]).by_id(identifier, locale)
            return one
    raise AssertionError(locale)


def asked_of_description(has: Topic, locale: str) -> str:
    """The language of a topic's description."""
    return has.description_of(locale).removeprefix("In ").removesuffix(".")


def asked_of_address(has: Topic, locale: str) -> str:
    """The language of a topic's page."""
    return canonical_url(has, PUBLISHER, locale).removeprefix(PUBLISHER.base_url).partition("/")[0].replace("-", "_")


def asked_of_header(has: Topic, locale: str) -> str:
    """The language for a browser."""
    return str(negotiate(locale.replace("_", "-"), has.locales, "en"))


@pytest.mark.parametrize(
    ("asked", "has", "expected"),
    [
        ("es-US", ("en", "es"), "es"),
        ("es_419", ("en", "es"), "es"),
        ("es-US", ("en", "es", "es_419"), "es_419"),
        ("es-US", ("en", "es", "es_US"), "es_US"),
        ("es", ("en", "es", "es_US"), "es"),
        ("es", ("en", "es_MX"), "es_MX"),
        ("es_US", ("en", "es_MX"), "es_MX"),
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        asked_of_localized,
        asked_of_snippet,
        asked_of_bilingual,
        asked_of_card,
        asked_of_feed,
        asked_of_feeds,
        asked_of_catalog,
        asked_of_ids,
        asked_of_description,
        asked_of_address,
        asked_of_header,
    ],
)
def test_everything_finds_the_nearest(
    function: Callable[[Topic, str], str], asked: str, has: tuple[str, ...], expected: str
) -> None:
    """The exact locale wins, then the nearest parent, then another region; all that takes a locale agrees."""
    assert expected == function(titled("a", *has), asked)


@pytest.mark.parametrize(
    ("asked", "published"),
    [(["es-US"], ["es"]), (["es-419", "en-GB"], ["en", "es"]), (["es-US", "es-MX"], ["es"])],
)
def test_build_publishes_the_nearest(tmp_path: Path, asked: list[str], published: list[str]) -> None:
    """A build in a regional locale publishes the language that the catalog has, under its own name."""
    report = build(catalog(topic()), PUBLISHER, tmp_path / "out", locales=asked)
    assert published == sorted(report.topics)
    assert published == sorted(path.name for path in (tmp_path / "out").iterdir() if (path / "topics").is_dir())


def test_a_language_that_has_left_keeps_its_own_feeds(tmp_path: Path) -> None:
    """The feeds of a region whose last topic has left tell so; they are not filled with those of another region."""
    out = tmp_path / "out"
    build(Catalog([titled("a", "en", "es", "es_MX")]), PUBLISHER, out)
    report = build(Catalog([titled("a", "en", "es")]), PUBLISHER, out)
    assert {"en": 1, "es": 1, "es_MX": 0} == dict(report.topics)
    assert b"at:deleted-entry" in (out / "es-MX" / "feeds" / "topics.atom").read_bytes()
    report = build(Catalog([titled("a", "en", "es")]), PUBLISHER, out, locales=["es_MX"])
    assert {"es_MX": 0} == dict(report.topics)


def test_languages_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """Another language is not a nearest one; two regions of one language are one text, which is not bilingual."""
    sample = topic()
    with pytest.raises(NotFoundError, match="no topic has a text in this language"):
        build(catalog(sample), PUBLISHER, tmp_path / "out", locales=["fr-CA"])
    with pytest.raises(NotFoundError, match="the topic has no text in this language"):
        syndicate.bilingual(sample, PUBLISHER, ["fr-CA", "en"])
    with pytest.raises(InvalidValueError, match="two languages are needed, not es, es"):
        syndicate.bilingual(sample, PUBLISHER, ["es-US", "es-MX"])


def test_main_language_of_a_publisher_may_be_regional() -> None:
    """Where the default locale is es-US and the texts are in es, those are the originals."""
    records = [
        Record(id="a", slug="a", locale=locale, title="A", updated=day("2024-01-01"), translation_key="a")
        for locale in ("en", "es")
    ]
    assert "es" == str(pair(records, default_locale="es-US").default_locale)


@pytest.mark.parametrize(
    "arguments",
    [
        ["snippet", "--topic", "handwashing", "--locale", "es-US"],
        ["snippet", "--topic", "handwashing", "--bilingual", "--locale", "es-US", "--locale", "en-GB"],
        ["card", "--topic", "handwashing", "--locale", "es-US"],
        ["card", "--topic", "handwashing", "--lint", "--locale", "es-US"],
        ["feed", "--topic", "handwashing", "--locale", "es-US"],
        ["check", "--language", "es-US"],
    ],
)
def test_commands_take_regional_locales(example: Path, arguments: list[str]) -> None:
    """Every command gives for es-US what it gives for es."""
    command, *rest = arguments
    made: list[Any] = [
        CliRunner().invoke(cli, [command, str(example), *(value.replace("es-US", locale) for value in rest)])
        for locale in ("es-US", "es")
    ]
    assert made[0].exit_code == made[1].exit_code
    assert "Lavado de manos" in made[0].stdout or command == "check"
    assert bool(made[0].stdout) is bool(made[1].stdout)


@pytest.mark.parametrize(
    ("stated", "locale", "printed"),
    [
        ({}, "es", "es"),
        ({"open_graph_locale": {"es": "es_US"}}, "es", "es_US"),
        ({"open_graph_locale": {"es": "es_US"}}, "es_MX", "es_MX"),
        ({"open_graph_locale": {"es": "es_US"}}, "en", "en"),
        ({"region": "US"}, "es", "es_US"),
        ({"region": "US", "open_graph_locale": {"es": "es_MX"}}, "es", "es_MX"),
        ({"region": "GB"}, "en", "en_GB"),
        ({"region": "419"}, "es", "es_419"),
        ({"region": "US"}, "ht", "ht"),
        ({"region": "TW"}, "zh_Hant", "zh_Hant_TW"),
    ],
)
def test_numbers_and_dates_are_those_of_the_region(stated: dict[str, Any], locale: str, printed: str) -> None:
    """A language without a territory stands for that of the publisher, if CLDR knows the two together."""
    plain = {name: value for name, value in attrs.asdict(PUBLISHER, recurse=False).items() if value is not None}
    publisher = syndicate.Publisher(**plain | {"open_graph_locale": {}} | stated)
    assert printed == str(publisher.regional(locale))
    labels = pickle.loads(pickle.dumps(publisher.labels(locale)))
    assert printed == str(labels.printed(parse(locale)))


def test_region_is_a_code() -> None:
    """Of ISO 3166 or UN M.49."""
    with pytest.raises(InvalidValueError, match="'usa' is not the code of a territory such as 'US'"):
        attrs.evolve(PUBLISHER, region="usa")


def test_pages_print_numbers_of_the_region(tmp_path: Path) -> None:
    """A thousand topics are 1,021 where Spanish is that of the United States, and 1021 where nothing is said."""
    topics = [titled(f"a{number}", "es") for number in range(1021)]
    plain = attrs.evolve(PUBLISHER, open_graph_locale={}, default_locale="es")
    for publisher, said in ((plain, "1021 temas"), (attrs.evolve(plain, region="US"), "1,021 temas")):
        page = syndicate.Site(Catalog(topics), publisher).get("es/index.html")
        assert said in page.body.decode()


def test_two_regions_of_a_language_are_told_apart(tmp_path: Path) -> None:
    """In the choice of languages and in reports; a single one needs no region."""
    has = titled("a", "en", "es_MX", "es_US")
    publisher = attrs.evolve(PUBLISHER, name={"en": "Health", "es": "Salud"})
    page = syndicate.Site(Catalog([has]), publisher).get("en/topics/a/index.html").body.decode()
    assert "Español (México)" in page
    assert "Español (Estados Unidos)" in page
    assert "(United States)" not in page
    page = syndicate.Site(Catalog([has]), publisher).get("es-MX/topics/a/index.html").body.decode()
    assert "Español (Estados Unidos)" in page
    one = syndicate.Site(Catalog([titled("a", "en", "es_MX")]), publisher).get("en/topics/a/index.html").body.decode()
    assert "(México)" not in one


def test_regions_and_scripts_are_told_apart_in_the_description_of_a_site() -> None:
    """Two of a name were "Serbian, Serbian"; the name of Chinese in English says the script by itself."""
    has = titled("a", "en", "pt_BR", "pt_PT", "sr_Cyrl", "sr_Latn", "zh_Hans")
    page = syndicate.Site(Catalog([has]), attrs.evolve(PUBLISHER, description={})).get("index.html").body.decode()
    for name in ("Portuguese (Brazil)", "Portuguese (Portugal)", "Serbian (Cyrillic)", "Serbian (Latin)"):
        assert name in page
    assert "Simplified Chinese." in page


def test_codes_that_google_passes_over_are_named() -> None:
    """They are correct, so it is a remark; two-letter languages, with a script or country, are read."""
    locales = ["en", "es_419", "fil", "zh_Hant", "pt_BR", "haw"]
    texts = dict.fromkeys(locales, "Tea")
    found = missing_words(Catalog([Topic(slug="tea", ids=texts, title=texts)]), PUBLISHER)
    named = [finding for finding in found if finding.kind is FindingKind.UNREAD_TAG]
    assert ["es-419", "fil", "haw"] == sorted(finding.details["code"] for finding in named)
    assert {Severity.INFO} == {finding.kind.severity for finding in named}
