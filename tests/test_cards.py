"""Share cards: the head tags and JSON-LD of a topic's page, in each language."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest
from hypothesis import given, settings
from samples import HOME, PUBLISHER, attribute, english_only, parsed, topic
from strategies import lines

from syndicate import card
from syndicate.cards import Card
from syndicate.errors import InvalidValueError
from syndicate.locales import tag
from syndicate.model import Catalog, Group, Image, Publisher, Subject, Topic

MEDIA_TYPES = ["application/rss+xml", "application/atom+xml", "application/feed+json"]


def meta(made: Card) -> dict[str, list[str]]:
    """The values of the meta elements, by name or property."""
    found: dict[str, list[str]] = {}
    for node in parsed(f"<head>{made.html}").css("meta"):
        key = attribute(node, "name") or attribute(node, "property")
        found.setdefault(key, []).append(attribute(node, "content"))
    return found


def links(made: Card, rel: str) -> list[dict[str, Any]]:
    """The link elements of a relation, in order."""
    return [dict(node.attributes) for node in parsed(f"<head>{made.html}").css(f'link[rel="{rel}"]')]


def feed_links(made: Card) -> list[dict[str, Any]]:
    """The links to feeds, in order."""
    return [link for link in links(made, "alternate") if link.get("type") in MEDIA_TYPES]


def languages(made: Card) -> dict[str, str]:
    """The page of each language that a card announces."""
    return {link["hreflang"]: link["href"] for link in links(made, "alternate") if "hreflang" in link}


def graph(made: Card) -> dict[str, dict[str, Any]]:
    """The JSON-LD of a card as it stands in HTML, its nodes by type."""
    (script,) = parsed(f"<head>{made.html}").css('script[type="application/ld+json"]')
    document = json.loads(script.text())
    assert json.loads(made.json_ld()) == document
    assert "https://schema.org" == document["@context"]
    return {node["@id"] if node["@type"] == "ImageObject" else node["@type"]: node for node in document["@graph"]}


def test_card_speaks_the_language_of_its_page() -> None:
    """Every tag of the Spanish card is Spanish."""
    made = card(topic(), PUBLISHER, "es")
    found = meta(made)
    title = parsed(f"<head>{made.html}").css_first("title")
    assert title is not None
    assert "Acerca de tea | Clínica del Valle" == title.text()
    for key, values in {
        "description": ["Una taza al día."],
        "og:type": ["article"],
        "og:site_name": ["Clínica del Valle"],
        "og:title": ["Acerca de tea"],
        "og:description": ["Una taza al día."],
        "og:url": ["https://clinic.example.org/es/topics/tea/"],
        "og:locale": ["es_LA"],
        "og:locale:alternate": ["en_US"],
        "article:tag": ["Infusión"],
        "article:published_time": ["2023-05-02T00:00:00Z"],
        "article:modified_time": ["2024-02-01T00:00:00Z"],
        "twitter:card": ["summary_large_image"],
        "twitter:title": ["Acerca de tea"],
        "twitter:description": ["Una taza al día."],
        "DC.Language": ["es"],
        "DCTERMS.language": ["es"],
        "DC.Title": ["Acerca de tea"],
        "DC.Title.Alternate": ["Infusión"],
        "DC.Relation.HasVersion": ["https://clinic.example.org/en/topics/tea/"],
        "DC.Date.Modified": ["2024-02-01"],
        "DCTERMS.title": ["Acerca de tea"],
        "DCTERMS.modified": ["2024-02-01"],
    }.items():
        assert values == found[key], key


def test_optional_tags_appear_when_the_publisher_has_them() -> None:
    """Accounts at networks are named only where the publisher states them."""
    bare = card(topic(), PUBLISHER, "en")
    assert {"twitter:site", "twitter:creator", "fb:app_id"}.isdisjoint(meta(bare))
    assert [] == links(bare, "icon") == links(bare, "apple-touch-icon")
    icon = "https://clinic.example.org/icon.svg"
    publisher = attrs.evolve(PUBLISHER, twitter="@clinic", facebook_app_id="123", icon=icon, touch_icon=f"{icon}.png")
    made = card(topic(), publisher, "en")
    found = meta(made)
    assert (["@clinic"], ["@clinic"], ["123"]) == (
        found["twitter:site"],
        found["twitter:creator"],
        found["fb:app_id"],
    )
    assert [icon, f"{icon}.png"] == [link["href"] for rel in ("icon", "apple-touch-icon") for link in links(made, rel)]


def test_territory_is_the_publishers_or_the_likeliest() -> None:
    """Open Graph knows no language without one."""
    own = attrs.evolve(PUBLISHER, open_graph_locale={"es": "es_MX"})
    found = meta(card(topic(), own, "es"))
    assert (["es_MX"], ["en_US"]) == (found["og:locale"], found["og:locale:alternate"])


def test_picture_of_the_card() -> None:
    """Its address, size and text alternative are in the tags and in the JSON-LD; the square one in the latter alone."""
    made = card(topic(), PUBLISHER, "es")
    found = meta(made)
    address = f"https://clinic.example.org/es/topics/tea/card.png?v={made.image.digest}"
    assert [address] == found["og:image"] == found["og:image:secure_url"] == found["twitter:image"]
    assert (["image/png"], ["1200"], ["630"]) == (
        found["og:image:type"],
        found["og:image:width"],
        found["og:image:height"],
    )
    (alt,) = found["og:image:alt"]
    assert [alt] == found["twitter:image:alt"]
    assert "Acerca de tea" in alt
    nodes = graph(made)
    url = "https://clinic.example.org/es/topics/tea/"
    assert [{"@id": f"{url}#card"}, {"@id": f"{url}#card-square"}] == nodes["MedicalWebPage"]["image"]
    assert (address, 1200, 630, made.image.alt, "es") == tuple(
        nodes[f"{url}#card"][key] for key in ("contentUrl", "width", "height", "caption", "inLanguage")
    )
    assert nodes[f"{url}#card-square"]["width"] == nodes[f"{url}#card-square"]["height"]


def test_pictures_address_changes_with_the_picture() -> None:
    """Networks keep a picture by its address."""
    first, second = (
        card(topic(title={"en": title}, ids={"en": "1"}), PUBLISHER, "en") for title in ("Black tea", "Green tea")
    )
    assert first.image_url != second.image_url
    assert first.square_url.split("?")[0] == second.square_url.split("?")[0]


def test_picture_without_https_is_not_called_secure() -> None:
    """A tree that is published without encryption has no secure address."""
    made = card(topic(), attrs.evolve(PUBLISHER, base_url="http://clinic.example.org/"), "en")
    assert "og:image:secure_url" not in meta(made)


def test_topics_own_picture_is_in_the_json_ld() -> None:
    """The card has a picture of its own making; that of the topic stays a part of the page."""
    image = Image(url="https://clinic.example.org/tea.jpg", alt="Una taza de té")
    made = card(topic(image={"es": image}), PUBLISHER, "es")
    picture = graph(made)["https://clinic.example.org/es/topics/tea/#picture"]
    assert (image.url, image.alt) == (picture["contentUrl"], picture["caption"])
    assert picture["@id"] in [one["@id"] for one in graph(made)["MedicalWebPage"]["image"]]
    assert [made.image_url] == meta(made)["og:image"]


def test_shelves_of_the_topic() -> None:
    """The main group is the section, a step of the breadcrumb and what the page is part of, by its name there."""
    drinks = Group(id="d", slug="drinks", name={"en": "Drinks", "es": "Bebidas"})
    home = Group(id="h", slug="home", name={"en": "Home"})
    found = topic(groups=("h", "d"))
    english = card(found, PUBLISHER, "en", [drinks, home])
    spanish = card(found, PUBLISHER, "es", [drinks, home])
    assert (["Home"], ["Bebidas"]) == (meta(english)["article:section"], meta(spanish)["article:section"])
    assert ["Home", "Drinks"] == meta(english)["DCTERMS.isPartOf"] == meta(english)["DC.Relation.IsPartOf"]
    steps = graph(spanish)["BreadcrumbList"]["itemListElement"]
    assert [
        ("Clínica del Valle", "https://clinic.example.org/es/"),
        ("Bebidas", "https://clinic.example.org/es/groups/drinks/"),
        ("Acerca de tea", "https://clinic.example.org/es/topics/tea/"),
    ] == [(step["name"], step["item"]) for step in steps]


def test_topics_of_a_catalog_know_their_groups() -> None:
    """A card needs no list of groups; two catalogs may call the groups of one topic differently."""
    found = topic(groups=("h",))
    first = Catalog([found], groups=[Group(id="h", slug="home", name={"en": "Home", "es": "Hogar"})])
    second = Catalog([found], groups=[Group(id="h", slug="home", name={"en": "House"})])
    sections = [card(one["tea"], PUBLISHER, "en").section for one in (first, second, first.replaced())]
    assert ["Home", "House", "Home"] == sections
    assert "Hogar" == card(pickle.loads(pickle.dumps(first))["tea"], PUBLISHER, "es").section
    assert "Home" == card(attrs.evolve(first["tea"], url={}), PUBLISHER, "en").section
    assert "" == card(second["tea"], PUBLISHER, "es").section == card(first["tea"], PUBLISHER, "en", ()).section
    assert first["tea"] == second["tea"]


def test_long_texts_are_cut_at_words() -> None:
    """A description has at most 160 characters for searches and 200 for sharing, an X title 70, cut after a word."""
    long = ("palabra " * 60).strip()
    found = meta(card(topic(title={"en": "Tea", "es": long}, description={"es": long}), PUBLISHER, "es"))
    limits = {"description": 160, "og:description": 200, "twitter:description": 200, "twitter:title": 70}
    for key, limit in limits.items():
        (text,) = found[key]
        assert limit - 10 < len(text) <= limit
        assert text.endswith("palabra…")
    assert [long] == found["og:title"]


def test_topic_without_description_is_described_by_its_summary() -> None:
    """The card then shows the beginning of the text; without any text it has no description at all."""
    found = meta(card(topic(description={}), PUBLISHER, "en"))
    assert ["Drink it warm."] == found["description"]
    bare = card(english_only("kettle"), PUBLISHER, "en")
    assert {"description", "og:description", "twitter:description"}.isdisjoint(meta(bare))
    assert "description" not in graph(bare)["MedicalWebPage"]


def test_missing_language_falls_back() -> None:
    """A reader of a language the topic lacks gets the card of the one the publisher falls back to."""
    made = card(english_only("kettle"), PUBLISHER, "es")
    assert "en" == str(made.locale)
    assert ["en"] == meta(made)["DC.Language"]


# Languages of a page


def test_pages_announce_each_other(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """Every page of a topic announces the same set: each language, itself too, and one x-default among them."""
    for found in example_catalog.values():
        sets = {tag(locale): languages(card(found, example_publisher, locale)) for locale in found.locales}
        for locale, announced in sets.items():
            made = card(found, example_publisher, locale)
            assert [announced[locale]] == [link["href"] for link in links(made, "canonical")]
            assert announced == next(iter(sets.values()))
            assert {*sets, "x-default"} == set(announced)
            assert announced["x-default"] == announced["en"]


def test_default_page_is_the_publishers_language() -> None:
    """x-default is the page in the publisher's own language, or the first there is."""
    spanish = attrs.evolve(PUBLISHER, default_locale="es")
    assert "https://clinic.example.org/es/topics/tea/" == languages(card(topic(), spanish, "en"))["x-default"]
    lone = english_only("kettle")
    assert "https://clinic.example.org/en/topics/kettle/" == languages(card(lone, spanish, "en"))["x-default"]


def test_page_at_the_sources_own_address_is_the_canonical_one() -> None:
    """Where the source publishes a page of its own, that is what is announced."""
    made = card(topic(url={"es": "https://example.com/te"}), PUBLISHER, "en")
    assert "https://example.com/te" == languages(made)["es"]
    assert "https://clinic.example.org/en/topics/tea/" == links(made, "canonical")[0]["href"]


@pytest.mark.parametrize(("own", "other"), [("en", "es"), ("es", "en")])
def test_feeds_are_announced_with_the_pages_language_first(own: str, other: str) -> None:
    """Autodiscovery names the three formats of this language's feed, then of the others', without hreflang."""
    feeds = feed_links(card(topic(), PUBLISHER, own))
    titles = {"en": "About tea", "es": "Acerca de tea"}
    assert MEDIA_TYPES * 2 == [link["type"] for link in feeds]
    assert not any("hreflang" in link for link in feeds)
    assert [titles[own]] * 3 + [titles[other]] * 3 == [link["title"] for link in feeds]
    paths = [urlsplit(link["href"]).path.rpartition(".")[0] for link in feeds]
    assert [f"/{own}/topics/tea/feed"] * 3 + [f"/{other}/topics/tea/feed"] * 3 == paths


def test_only_feeds_that_exist_are_announced() -> None:
    """A topic without a Spanish text has no Spanish feed."""
    feeds = feed_links(card(english_only("kettle"), PUBLISHER, "en"))
    assert ["/en/topics/kettle/feed"] * 3 == [urlsplit(link["href"]).path.rpartition(".")[0] for link in feeds]


# JSON-LD


def test_json_ld_describes_the_page() -> None:
    """The page, its publisher and its place on the site, tied together by their ids."""
    nodes = graph(
        card(
            topic(
                reviewed={"es": topic().updated["es"]},
                subjects=(Subject(scheme="MeSH", code="D013662", name="Tea"),),
            ),
            PUBLISHER,
            "es",
        )
    )
    page = nodes["MedicalWebPage"]
    url = "https://clinic.example.org/es/topics/tea/"
    assert (url, "Acerca de tea", "es", ["Infusión"]) == (
        page["url"],
        page["name"],
        page["inLanguage"],
        page["alternateName"],
    )
    assert ("2024-02-01T00:00:00Z", "2024-02-01") == (page["dateModified"], page["lastReviewed"])
    assert "D013662" == page["about"][0]["code"]["codeValue"]
    assert nodes["Organization"]["@id"] == page["publisher"]["@id"]
    assert nodes["BreadcrumbList"]["@id"] == page["breadcrumb"]["@id"]
    assert [("Clínica del Valle", 1), ("Acerca de tea", 2)] == [
        (step["name"], step["position"]) for step in nodes["BreadcrumbList"]["itemListElement"]
    ]


def test_page_type_is_the_publishers() -> None:
    """Who does not write about health has pages of another type, and subjects that are not medical codes."""
    publisher = attrs.evolve(PUBLISHER, page_type="WebPage", organization={"en": "Valley Trust"})
    subjects = (Subject(scheme="LCSH", code="sh85132858", name="Tea"),)
    nodes = graph(card(topic(subjects=subjects), publisher, "en"))
    assert [{"@type": "DefinedTerm", "termCode": "sh85132858", "inDefinedTermSet": "LCSH", "name": "Tea"}] == (
        nodes["WebPage"]["about"]
    )
    assert nodes["WebSite"]["@id"] == nodes["WebPage"]["isPartOf"]["@id"]
    assert ("Valley Trust", "River Valley Clinic") == (nodes["Organization"]["name"], nodes["WebSite"]["name"])


def test_term_without_a_code_has_none() -> None:
    """Pages name their MeSH headings, not their codes."""
    named = topic(subjects=(Subject(scheme="MeSH", code="Tea", name="Tea"),))
    assert [{"@type": "MedicalEntity", "name": "Tea"}] == graph(card(named, PUBLISHER, "en"))["MedicalWebPage"]["about"]
    site = attrs.evolve(PUBLISHER, page_type="WebPage")
    expected = [{"@type": "DefinedTerm", "inDefinedTermSet": "MeSH", "name": "Tea"}]
    assert expected == graph(card(named, site, "en"))["WebPage"]["about"]


def test_page_is_a_web_page() -> None:
    """Other types of schema.org have other properties."""
    with pytest.raises(InvalidValueError, match=r"'Article' is not a web page of schema\.org: AboutPage, .*WebPage"):
        attrs.evolve(PUBLISHER, page_type="Article")


VOCABULARY: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parent / "schema_org.json").read_text("utf-8"))


def strangers(node: Any) -> list[str]:
    """The properties of JSON-LD that their types do not have, and the types that are not known, however deep."""
    if isinstance(node, list):
        return [name for item in node for name in strangers(item)]
    if not isinstance(node, dict) or node.keys() == {"@value", "@language"}:  # a text in a language
        return []
    found = [name for value in node.values() for name in strangers(value)]
    if "@type" not in node:
        return found + [name for name in node if name not in ("@id", "@graph", "@context")]
    supertypes = VOCABULARY["types"].get(node["@type"], [])
    known = {name for supertype in supertypes for name in VOCABULARY["properties"][supertype]} | {"@type", "@id"}
    return found + [f"{node['@type']}.{name}" for name in node if name.removesuffix("-input") not in known]


@pytest.mark.parametrize("page_type", ["MedicalWebPage", "WebPage"])
def test_json_ld_speaks_the_vocabulary(page_type: str) -> None:
    """Each property belongs to its type in the vocabulary of schema.org, and each reference leads to a node."""
    publisher = attrs.evolve(PUBLISHER, page_type=page_type, license="https://example.org/license")
    found = topic(
        reviewed=topic().updated,
        subjects=(Subject(scheme="MeSH", code="D013662", name="Tea"), Subject(scheme="MeSH", code="D000001")),
        image={"es": Image(url="https://clinic.example.org/tea.jpg", alt="Té")},
    )
    for locale in found.locales:
        document = json.loads(card(found, publisher, locale, [HOME]).json_ld())
        assert [] == strangers(document)
        nodes = {node["@id"] for node in document["@graph"]}
        page = document["@graph"][0]
        own = [page["isPartOf"], page["publisher"], page["breadcrumb"], page["primaryImageOfPage"], *page["image"]]
        assert {one["@id"] for one in own} <= nodes
    assert ["Page.name"] == strangers({"@type": "Page", "name": "Tea"})
    assert ["WebPage.titel"] == strangers([{"@type": "WebPage", "titel": "Tea"}])


def page_of(found: Topic, publisher: Publisher, locale: Any) -> dict[str, Any]:
    """The node of a topic's page."""
    return graph(card(found, publisher, locale))["MedicalWebPage"]


def test_original_and_translations_name_each_other(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """What the original calls its translations calls it their original."""
    trilingual = topic(ids={"en": "1", "es": "2", "pt": "3"}, title={"en": "Tea", "es": "El té", "pt": "O chá"})
    for found in (*example_catalog.values(), trilingual):
        original, *others = [page_of(found, example_publisher, locale) for locale in found.locales]
        assert [page["@id"] for page in others] == [one["@id"] for one in original.get("workTranslation", [])]
        assert "translationOfWork" not in original
        for page in others:
            assert {"@id": original["@id"]} == page["translationOfWork"]
            assert "workTranslation" not in page


@pytest.mark.parametrize("wicked", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;\u2028"])
def test_titles_cannot_break_out(wicked: str) -> None:
    """A title ends neither the script nor an attribute nor the title element."""
    made = card(topic(title={"en": wicked, "es": wicked}, also_called={"en": (wicked,)}), PUBLISHER, "en")
    tree = parsed(f"<head>{made.html}")
    assert 1 == len(tree.css("script"))
    assert wicked == graph(made)["MedicalWebPage"]["name"]
    assert [wicked] == meta(made)["og:title"] == meta(made)["article:tag"]


@given(title=lines, description=lines)
@settings(deadline=None)
def test_any_text_comes_back(title: str, description: str) -> None:
    """Whatever a title holds, the JSON-LD gives it back, and nothing leaves the head."""
    made = card(topic(title={"en": title}, ids={"en": "1"}, description={"en": description}), PUBLISHER, "en")
    assert title == graph(made)["MedicalWebPage"]["name"]
    tree = parsed(f"<html><head>{made.html}</head><body></body></html>")
    assert tree.body is not None
    assert "" == tree.body.text()
    assert {"title", "meta", "link", "script"} == {node.tag for node in tree.css("head > *")}
