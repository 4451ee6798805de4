"""OPML: the lists of feeds, for one language and for all."""

from __future__ import annotations

from typing import Any

import pytest
from feed_samples import parsed
from hypothesis import given, settings
from lxml import etree
from samples import HOME, PLACES, PUBLISHER, catalog, english_only, topic
from strategies import catalogs

from syndicate.feeds import feed, opml
from syndicate.layout import CATALOG_FEED, GROUP_FEED, WHATS_NEW_FEED
from syndicate.model import Catalog, Group

BASE = "https://clinic.example.org"


def outlines(parent: Any) -> list[tuple[str, str, str]]:
    """Title, page and feed of the outlines right below an element."""
    return [(one.get("text"), one.get("htmlUrl"), one.get("xmlUrl")) for one in parent.iterfind("outline[@xmlUrl]")]


def body(document: bytes) -> etree._Element:
    """The body of a list."""
    found = parsed(document).find("body")
    assert found is not None
    return found


def test_list_of_a_language() -> None:
    """The list of one language has the feed of the catalog, that of what is new and those of the groups."""
    made = opml(catalog(topic(), topic("bus", groups=("places",))), PUBLISHER, ["es"])
    assert [
        ("Clínica del Valle: todos los temas", f"{BASE}/es/", f"{BASE}/es/feeds/topics.atom"),
        ("Clínica del Valle: novedades", f"{BASE}/es/", f"{BASE}/es/feeds/whats-new.atom"),
        ("Clínica del Valle: En casa", f"{BASE}/es/groups/home/", f"{BASE}/es/feeds/groups/home.atom"),
        ("Clínica del Valle: Fuera de casa", f"{BASE}/es/groups/places/", f"{BASE}/es/feeds/groups/places.atom"),
    ] == outlines(body(made))
    assert "Canales de Clínica del Valle" == parsed(made).findtext("head/title")


def test_list_of_all_languages() -> None:
    """The list of the whole site has an outline for each language, in its own name, and the feeds below it."""
    made = body(opml(catalog(topic(), english_only("bus", groups=("places",))), PUBLISHER, ["en", "es"]))
    assert [("English", "en"), ("Español", "es")] == [(one.get("text"), one.get("language")) for one in made]
    english, spanish = made
    assert [4, 3] == [len(outlines(english)), len(outlines(spanish))]  # no topic of the second group is in Spanish
    for parent in made:
        assert {parent.get("language")} == {one.get("language") for one in parent}


def test_outlines_are_subscriptions() -> None:
    """Readers know an outline for a feed by its type; its version says which format it is in."""
    for one in body(opml(catalog(topic()), PUBLISHER, ["en"])):
        assert ("rss", "ATOM", one.get("text")) == (one.get("type"), one.get("version"), one.get("title"))


@given(catalogs(min_size=1))
@settings(max_examples=40)
def test_list_of_any_catalog(made: Catalog) -> None:
    """Whatever the catalog, the list is well-formed and names the feeds of exactly the groups that have topics."""
    for locale in made.locales:
        groups = [group for group in made.groups.values() if any(locale in one.title for one in made.in_group(group))]
        paths = [CATALOG_FEED.at(locale, "atom"), WHATS_NEW_FEED.at(locale, "atom")]
        paths += [GROUP_FEED.at(locale, group.slug, "atom") for group in groups if locale in group.name]
        listed = [url for _, _, url in outlines(body(opml(made, PUBLISHER, [locale])))]
        assert sorted(map(PUBLISHER.url, paths)) == sorted(listed)


@pytest.mark.parametrize("name", ['"A" & <b>', "بيت", "a\r\nb\tc", "]]>"])
def test_names_with_markup_are_text(name: str) -> None:
    """The name of a group comes back letter by letter."""
    group = Group(id="home", slug="home", name={"en": name})
    made = opml(Catalog([topic()], groups=[group]), PUBLISHER, ["en"])
    assert f"{PUBLISHER.name['en']}: {name}" == outlines(body(made))[-1][0]


def test_listed_feed_is_the_group_s() -> None:
    """The address in the list is the one that the feed gives as its own."""
    made = catalog(topic(), topic("bus", groups=("places",)))
    for group in (HOME, PLACES):
        listed = {url for _, _, url in outlines(body(opml(made, PUBLISHER, ["en"])))}
        assert feed(made, PUBLISHER, "en", group=group).urls["atom"] in listed
