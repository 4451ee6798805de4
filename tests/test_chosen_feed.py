"""Asking for a feed: regional forms of a language, and several topics."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from feed_samples import illustrated
from samples import PUBLISHER, catalog, english_only, small, topic

from syndicate import validate
from syndicate.cards import card
from syndicate.cli import cli
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import feed
from syndicate.locales import locale_id
from syndicate.model import Catalog, Localized
from syndicate.snippets import snippet

REGIONAL = [("es-US", "es"), ("es_MX", "es"), ("es-419", "es"), ("en-GB", "en"), ("spa", "es"), ("EN_us", "en")]


@pytest.mark.parametrize(("asked", "expected"), REGIONAL)
def test_a_regional_form_gets_the_language(asked: str, expected: str) -> None:
    """Feeds, snippets and cards give a reader of regional Spanish the Spanish that there is."""
    shelf = catalog(topic())
    for values in ({}, {"topic": "tea"}, {"group": "home"}):
        made = feed(shelf, PUBLISHER, asked, **values)  # type: ignore[arg-type]
        assert feed(shelf, PUBLISHER, expected, **values).atom() == made.atom()  # type: ignore[arg-type]
    assert expected == locale_id(snippet(shelf["tea"], PUBLISHER, asked).text_locale)
    assert expected == locale_id(card(shelf["tea"], PUBLISHER, asked).locale)


def test_a_region_that_has_texts_of_its_own_gets_them() -> None:
    """Mexican Spanish goes before Spanish where it is there, and a topic without it has its Spanish feed."""
    shelf = Catalog([small(1, locales=("en", "es", "es_MX")), small(2, locales=("en", "es"))])

    assert ["es_MX"] == [locale_id(entry.locale) for entry in feed(shelf, PUBLISHER, "es-MX").entries]
    assert "es" == locale_id(feed(shelf, PUBLISHER, "es-MX", topic="topic-2").locale)


def test_another_region_goes_before_another_language() -> None:
    """Who asks for Spanish gets Mexican Spanish rather than English, everywhere."""
    shelf = Catalog([small(1, locales=("en", "es_MX"))])

    assert "es_MX" == locale_id(feed(shelf, PUBLISHER, "es").locale)
    assert "es_MX" == locale_id(snippet(shelf["topic-1"], PUBLISHER, "es-AR").text_locale)
    assert "Los genes" == Localized({"en": "Genes", "es_MX": "Los genes"}).resolve("es", ("en",)).value


def test_a_language_that_is_not_there_is_still_an_error() -> None:
    """No feed in French is made of English topics."""
    with pytest.raises(NotFoundError):
        feed(catalog(topic()), PUBLISHER, "fr")
    with pytest.raises(NotFoundError):
        feed(catalog(english_only("kettle")), PUBLISHER, "es-US", topic="kettle")


def test_regional_forms_of_one_language_are_one() -> None:
    """Two forms of Spanish make a feed in one language, not a mixed one."""
    assert not feed(catalog(topic()), PUBLISHER, ["es-US", "es-MX"]).mixed


# Several topics


def test_several_topics_make_one_feed() -> None:
    """It holds what the feeds of the topics hold, in the order in which they were asked for."""
    shelf = catalog(illustrated("tea"), topic("milk"), topic("juice"))
    made = feed(shelf, PUBLISHER, "es", topic=["milk", "tea"])
    each = [feed(shelf, PUBLISHER, "es", topic=slug) for slug in ("milk", "tea")]

    assert [*each[0].entries, *each[1].entries] == list(made.entries)
    assert "Clínica del Valle: Acerca de milk y Acerca de tea" == made.title
    assert made.complete


def test_the_order_of_topics_moves_no_id_and_no_address() -> None:
    """The same choice is the same feed."""
    shelf = catalog(topic("tea"), topic("milk"))
    one, other = (feed(shelf, PUBLISHER, "en", topic=slugs) for slugs in (["tea", "milk"], ["milk", "tea", "milk"]))

    assert (one.id, one.urls) == (other.id, other.urls)
    assert "https://clinic.example.org/en/feeds/selections/milk~tea.rss" == one.urls["rss"]
    assert one.id not in {feed(shelf, PUBLISHER, "en").id, feed(shelf, PUBLISHER, "en", topic="tea").id}


@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_feeds_of_several_topics_are_valid(name: str) -> None:
    """In one language and in two, also of many topics."""
    shelf = catalog(illustrated("tea"), *(topic(f"milk-{number}") for number in range(40)))
    for locale in ("en", ["es", "en"]):
        assert () == validate(feed(shelf, PUBLISHER, locale, topic=list(shelf)).format(name)).problems


def test_one_topic_in_a_list_is_that_topic() -> None:
    """A list of one makes the feed that builds publish."""
    shelf = catalog(topic())

    assert feed(shelf, PUBLISHER, "en", topic="tea") == feed(shelf, PUBLISHER, "en", topic=["tea"])


def test_topics_that_are_not_there_are_named() -> None:
    """A slug that nothing has, a topic without the language, and no topic at all are errors."""
    shelf = catalog(topic(), english_only("kettle"))
    with pytest.raises(NotFoundError, match="there is no topic 'te'"):
        feed(shelf, PUBLISHER, "en", topic=["tea", "te"])
    with pytest.raises(NotFoundError, match="'kettle'"):
        feed(shelf, PUBLISHER, "es", topic=["tea", "kettle"])
    with pytest.raises(InvalidValueError, match="needs one"):
        feed(shelf, PUBLISHER, "en", topic=[])


def test_the_command_takes_regions_and_several_topics(tmp_path: Path) -> None:
    """--locale es-US and a repeated --topic do what the function does; the report of cards knows regions too."""
    for slug in ("a", "b"):
        for locale in ("en", "es"):
            text = f"---\ntitle: {slug} {locale}\nupdated: 2025-01-01\n---\nText.\n"
            (tmp_path / f"{slug}.{locale}.md").write_text(text, encoding="utf-8")
    toml = 'base_url = "https://x.example/"\nauthority = "x.example,2024"\n[name]\nen = "X"\nes = "Y"\n'
    (tmp_path / "publisher.toml").write_text(toml, encoding="utf-8")
    arguments = ["feed", str(tmp_path), "--locale", "es-US", "--topic", "a", "--topic", "b", "--format", "atom"]
    ran = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    lint = CliRunner().invoke(cli, ["card", str(tmp_path), "--lint", "--topic", "a", "--locale", "es-US"])

    assert 0 == ran.exit_code
    assert b"<title>a es</title>" in ran.stdout_bytes
    assert b"<title>b es</title>" in ran.stdout_bytes
    assert (0, "a, Spanish") == (lint.exit_code, lint.output.splitlines()[0])
