"""The pages of lists: from A to Z, by group, what is new; what they say to networks and search engines; icons."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import attrs
import pytest
from asgi import ask
from babel import Locale
from feed_samples import parsed as xml
from samples import HOME, PUBLISHER, attribute, catalog, day, english_only, parsed, small, topic
from selectolax.lexbor import LexborHTMLParser
from test_cards import strangers

from syndicate.cards import card
from syndicate.history import History
from syndicate.model import Catalog, Group, Image, Publisher, Topic
from syndicate.publishing import build
from syndicate.service import app
from syndicate.site import Site
from syndicate.site.lists import _ascii
from syndicate.validation import validate

OUT_THERE = {"en": "https://health.example/sleep.html"}


def page(site: Site, path: str) -> LexborHTMLParser:
    """A page of a site."""
    return parsed(site.get(path).body.decode())


def data(tree: LexborHTMLParser) -> dict[str, Any]:
    """The JSON-LD of a page, by the type of each node."""
    (script,) = tree.css('script[type="application/ld+json"]')
    return {node["@type"]: node for node in json.loads(script.text())["@graph"]}


def content(tree: LexborHTMLParser, name: str) -> str:
    """What a ``meta`` element says."""
    return attribute(tree.css_first(f'meta[property="{name}"], meta[name="{name}"]'), "content")


def many(count: int) -> Catalog:
    """A catalog of so many topics, with another name each."""
    return catalog(*(small(number, also_called={"en": (f"Name {number}",)}) for number in range(count)))


def test_many_topics_have_a_page_for_each_letter() -> None:
    """The page of the catalog links them; each topic is there under its title and under its other name."""
    site = Site(many(160), PUBLISHER)
    letters = [path for path in site.paths() if "/a-z/" in path]
    assert ["en/a-z/n/index.html", "en/a-z/t/index.html"] == letters
    assert 1 == len(page(site, "en/index.html").css("#a-z"))
    assert 160 > len(page(site, "en/index.html").css("main li"))
    assert 160 == len(page(site, letters[0]).css(".topics .meant"))
    assert 160 == len(page(site, letters[1]).css(".topics a"))
    sitemap = site.get("sitemap.xml").body.decode()
    assert "<loc>https://clinic.example.org/en/a-z/n/</loc>" in sitemap


def test_few_topics_stand_on_one_page() -> None:
    """Letters then lead to places in it."""
    site = Site(many(3), PUBLISHER)
    assert not [path for path in site.paths() if "/a-z/" in path]
    tree = page(site, "en/index.html")
    assert ["#1", "#2"] == [attribute(node, "href") for node in tree.css(".letters a")]


def test_letters_have_addresses_of_their_own() -> None:
    """Each in ASCII, no two the same."""
    assert ["a", "other", "u00f1", "u0441"] == [_ascii(letter) for letter in "A#Ñс"]


def test_what_is_new_is_told_by_day(tmp_path: Path) -> None:
    """New, changed, and withdrawn topics with their words; a topic that has left has no link."""
    out, history = tmp_path / "public", tmp_path / "h"
    first = [small(number) for number in range(3)]
    build(catalog(*first), PUBLISHER, out, history=history, now=day("2024-06-01"))
    second = [small(0, "Other text.", updated="2024-06-05"), small(2), small(7, updated="2024-06-05")]
    build(catalog(*second), PUBLISHER, out, history=history, now=day("2024-06-05"), allow_removals=True)
    tree = parsed((out / "en/whats-new/index.html").read_text("utf-8"))
    told = {" ".join(node.text().split()): node.css_first("a") is not None for node in tree.css(".news li")}
    assert {"Topic 0 Changed": True, "Topic 7 New": True, "Topic 1 Withdrawn": False} == told
    assert "June 5, 2024" in [node.text() for node in tree.css("main h2")]


def test_a_group_has_its_color_and_its_words() -> None:
    """Colors that could not be read are darker on light pages, and lighter on dark ones."""
    group = attrs.evolve(HOME, color="#ffd23f", description={"en": "All that is at home."})
    site = Site(Catalog([topic()], groups=[group]), PUBLISHER)
    tree = page(site, "en/groups/home/index.html")
    assert "All that is at home." == tree.css_first(".lead").text()
    style = site.get("style.css").body.decode()
    assert style.count('[data-group="home"] { --group: #') == 2
    assert "#ffd23f" in style.split("dark")[-1] or "#ffd23f" in style
    assert "--group: #ffd23f" not in style.partition("@media (prefers-color-scheme: dark) {\n  [data-group")[0]


@pytest.mark.parametrize(
    "path", ["index.html", "en/index.html", "en/groups/home/index.html", "es/whats-new/index.html"]
)
def test_pages_of_lists_are_shared_with_a_picture(path: str) -> None:
    """Their tags say the same as the page, the picture is there, and the JSON-LD speaks its vocabulary."""
    site = Site(catalog(topic()), attrs.evolve(PUBLISHER, same_as=["https://social.example/@clinic"]))
    tree = page(site, path)
    assert attribute(tree.css_first("link[rel=canonical]"), "href") == content(tree, "og:url")
    picture = content(tree, "og:image").partition("?")[0].removeprefix(PUBLISHER.base_url)
    assert b"\x89PNG" == site.get(picture).body[:4]
    assert {"og:title", "og:description", "og:locale", "twitter:card"} <= {
        attribute(node, "property") or attribute(node, "name") for node in tree.css("meta")
    }
    (script,) = tree.css('script[type="application/ld+json"]')
    assert [] == strangers(json.loads(script.text()))
    assert ["https://social.example/@clinic"] == data(tree)["Organization"]["sameAs"]


def test_the_first_page_of_a_language_tells_its_search() -> None:
    """The address is that of the search page, where the words are put in (schema.org, SearchAction)."""
    found = data(page(Site(catalog(topic()), PUBLISHER), "es/index.html"))["WebSite"]["potentialAction"]
    assert "https://clinic.example.org/es/search/?q={search_term_string}" == found["target"]["urlTemplate"]


def test_one_id_means_one_thing() -> None:
    """The site and its publisher have the same names on all pages, in another order."""
    site = Site(catalog(topic()), PUBLISHER)
    paths = [
        path for path in site.paths() if path.endswith("index.html") and "/card/" not in path and "embed" not in path
    ]
    names: dict[str, set[tuple[str, ...]]] = {}
    for path in paths:
        for node in data(page(site, path)).values():
            if node["@id"].endswith(("#website", "#publisher")):
                both = [node["name"], *node.get("alternateName", ())]
                texts = sorted(one if isinstance(one, str) else one["@value"] for one in both)
                names.setdefault(node["@id"], set()).add(tuple(texts))
    assert {1} == {len(found) for found in names.values()}


def copy_of(**changes: Any) -> LexborHTMLParser:
    """Our page of a text that is published elsewhere."""
    return page(
        Site(catalog(english_only("sleep", url=OUT_THERE)), attrs.evolve(PUBLISHER, **changes)),
        "en/topics/sleep/index.html",
    )


def test_a_copy_names_what_it_is_based_on() -> None:
    """It is a page of its own, of a text whose publisher is the source; the card is of the source's own page."""
    node = data(copy_of())["MedicalWebPage"]
    assert "https://clinic.example.org/en/topics/sleep/#page" == node["@id"]
    assert OUT_THERE["en"] == node["isBasedOn"]["url"]
    assert ("health.example", "https://health.example/") == (node["publisher"]["name"], node["publisher"]["url"])
    own = json.loads(card(english_only("sleep", url=OUT_THERE), PUBLISHER, "en").json_ld())["@graph"][0]
    assert f"{OUT_THERE['en']}#page" == own["@id"] and "isBasedOn" not in own


@pytest.mark.parametrize(("copies", "found"), [("index", False), ("noindex", True)])
def test_copies_are_listed_or_not(copies: str, found: bool) -> None:
    """By choice; pages of our own always are."""
    assert found is ("noindex" in content(copy_of(copies=copies), "robots"))
    own = page(Site(catalog(topic()), attrs.evolve(PUBLISHER, copies=copies)), "en/topics/tea/index.html")
    assert "noindex" not in content(own, "robots")


@pytest.mark.parametrize(("choice", "expected"), [("card", "card.png"), ("topic", "cup.jpg")])
def test_a_picture_of_its_own_wins_by_choice(choice: str, expected: str) -> None:
    """Open Graph and X show the same; a topic without one has its card."""
    style = attrs.evolve(PUBLISHER.card, picture=choice)
    own = topic(image={"en": Image(url="https://clinic.example.org/cup.jpg", alt="A cup")})
    site = Site(catalog(own, topic("milk")), attrs.evolve(PUBLISHER, card=style))
    tree, plain = page(site, "en/topics/tea/index.html"), page(site, "en/topics/milk/index.html")
    for name in ("og:image", "twitter:image"):
        assert content(tree, name).partition("?")[0].endswith(expected)
        assert content(plain, name).partition("?")[0].endswith("card.png")
    assert "summary_large_image" == content(tree, "twitter:card")


def test_sitemaps_name_pictures_and_a_default() -> None:
    """The picture of each topic page, and the page for readers of other languages."""
    own = topic(image={"en": Image(url="https://clinic.example.org/cup.jpg", alt="A cup")})
    sitemap = xml(Site(catalog(own), PUBLISHER).get("sitemap.xml").body)
    images = [node.text for node in sitemap.iter("{http://www.google.com/schemas/sitemap-image/1.1}loc")]
    assert ["https://clinic.example.org/cup.jpg"] == images
    defaults = [
        node.get("href")
        for node in sitemap.iter("{http://www.w3.org/1999/xhtml}link")
        if node.get("hreflang") == "x-default"
    ]
    assert defaults.count("https://clinic.example.org/en/topics/tea/") == 2


def test_a_site_has_icons_by_default() -> None:
    """The letter of its name; a publisher's own come first."""
    site = Site(catalog(topic()), PUBLISHER)
    body = site.get("favicon.ico").body
    _, kind, count, width, *_, size, offset = struct.unpack("<HHHBBBBHHII", body[:22])
    assert (1, 1, 32, len(body) - 22, 22) == (kind, count, width, size, offset)
    assert (180, 512) == tuple(
        struct.unpack(">I", site.get(path).body[16:20])[0] for path in ("apple-touch-icon.png", "icon-512.png")
    )
    own = Site(catalog(topic()), attrs.evolve(PUBLISHER, icon="https://clinic.example.org/i.png"))
    assert "https://clinic.example.org/i.png" == attribute(
        page(own, "en/index.html").css_first("link[rel=icon]"), "href"
    )


def test_the_page_for_what_is_not_there_works_at_any_address() -> None:
    """Its links begin at the root of the host, also where the tree lies in a folder; it is in all languages."""
    publisher = attrs.evolve(PUBLISHER, base_url="https://clinic.example.org/topics/")
    tree = page(Site(catalog(topic()), publisher), "404.html")
    links = [attribute(node, "href") for node in tree.css("[href]")]
    assert links and all(link.startswith("/topics/") for link in links)
    assert ["en", "es"] == [attribute(node, "lang") for node in tree.css("section")]
    assert ["/topics/en/search/index.html", "/topics/es/search/index.html"] == [
        attribute(node, "action") for node in tree.css("form")
    ]


def test_the_service_shows_that_page_wherever_it_serves_the_tree(tmp_path: Path) -> None:
    """A preview serves the tree at another path than the publisher does; links are seen from the address asked for."""
    publisher = attrs.evolve(PUBLISHER, base_url="https://clinic.example.org/topics/")
    build(catalog(topic()), publisher, tmp_path / "public")
    for asked, up in (("/nothing", "./"), ("/es/nothing/here/", "../../../")):
        answer = ask(app(tmp_path / "public"), asked)
        links = [attribute(node, "href") for node in parsed(answer.text).css("[href]")]
        assert 404 == answer.status
        assert links and all(link.startswith(up) for link in links)


def test_the_foot_of_every_page_has_the_links_of_the_publisher(tmp_path: Path) -> None:
    """In the language of the page, or marked as what they are; in all languages where the page has all."""
    links = {"en": {"Privacy": "https://agency.example/privacy", "Contact us": "mailto:us@clinic.example.org"}}
    site = Site(catalog(topic()), attrs.evolve(PUBLISHER, footer_links=links))
    for path in ("en/index.html", "en/topics/tea/index.html", "en/embed/index.html", "index.html", "404.html"):
        found = {node.text(): attribute(node, "href") for node in page(site, path).css("a")}
        assert links["en"].items() <= found.items(), path
    (spanish,) = page(site, "es/index.html").css('.site-footer a[href^="mailto:"] [lang]')
    assert ("en", "Contact us") == (attribute(spanish, "lang"), spanish.text())
    (tmp_path / "publisher.toml").write_text(
        'base_url = "https://a.example/"\nauthority = "a.example,2024"\nname.en = "A"\n'
        'footer_links.en = {Privacy = "/privacy"}\n',
        "utf-8",
    )
    with pytest.raises(ValueError, match=r"not an absolute http\(s\) URL: '/privacy'.*footer_links"):
        Publisher.load(tmp_path / "publisher.toml")


def test_the_page_at_the_root_shows_what_there_is() -> None:
    """Each language with its search, and with its groups while they are few."""
    tree = page(Site(catalog(topic()), PUBLISHER), "index.html")
    assert ["en/search/index.html", "es/search/index.html"] == [attribute(node, "action") for node in tree.css("form")]
    assert [f"{one}/groups/home/index.html" for one in ("en", "es")] == [
        attribute(node, "href") for node in tree.css(".groups a")
    ]


LONG = "Secretaría Nacional de Salud, Bienestar Familiar y Protección de las Personas Mayores"


@pytest.mark.parametrize(
    ("publisher", "topics"),
    [
        (attrs.evolve(PUBLISHER, name={"en": LONG, "es": LONG}), [topic()]),
        (attrs.evolve(PUBLISHER, logo="https://pictures.example/logo.png"), [topic()]),
        (Publisher(name={"es": "Salud"}, base_url="https://a.example/s/", authority="a.example,2024"), [topic()]),
        (PUBLISHER, [Topic(slug="the", ids={"fr": "1"}, title={"fr": "Le thé"}, description={"fr": "Une tasse."})]),
        (PUBLISHER, [Topic(slug="x", ids={"ar": "1"}, title={"ar": "الشاي"}, description={"ar": "كوب."})]),
    ],
    ids=["long name", "logo", "one name, in a folder", "without labels", "right to left"],
)
def test_trees_of_all_publishers_are_sound(publisher: Publisher, topics: list[Topic], tmp_path: Path) -> None:
    """Nothing is wrong in them, and every file was made."""
    report = build(catalog(*topics), publisher, tmp_path / "out")
    assert () == tuple(report.failures)
    assert [] == [str(problem) for problem in validate(tmp_path / "out").problems]


def test_a_description_is_what_the_first_pages_begin_with() -> None:
    """Without one, the page at the root says what such a site is, in the language of its readers."""
    said = Site(catalog(topic()), attrs.evolve(PUBLISHER, description={"es": "Salud clara."}))
    assert "Salud clara." == page(said, "es/index.html").css_first(".lead").text()
    plain = page(Site(catalog(topic()), PUBLISHER), "index.html")
    assert (
        "Temas para leer, compartir e incluir en otros sitios, en inglés y español." in plain.css("section")[1].text()
    )


def test_the_locale_of_a_page_is_known_by_its_history(tmp_path: Path) -> None:
    """A language that was published first is told of from then on."""
    store = History(tmp_path / "h")
    changes = store.compare(catalog(topic()))
    assert not Site(changes, PUBLISHER)._parts._pages_in(Locale("es")).lists.news()


def test_groups_hold_what_they_say(tmp_path: Path) -> None:
    """A color that is none is refused, with what to write."""
    with pytest.raises(ValueError, match="is not a color such as"):
        Group(id="a", slug="a", name={"en": "A"}, color="green")


def test_phones_have_the_color_and_the_icons_of_the_publisher(example_tree: Path) -> None:
    """Every kind of page names its color and the manifest, whose icons are there; its start is the root of the tree."""
    for path in ("index.html", "en/index.html", "es/groups/home/index.html", "es/topics/sleep/index.html"):
        head = parsed((example_tree / path).read_text(encoding="utf-8"))
        color, manifest = head.css_first("meta[name=theme-color]"), head.css_first("link[rel=manifest]")
        assert color is not None
        assert manifest is not None
        assert "#005ea2" == color.attributes["content"]
        place = (example_tree / path).parent / (manifest.attributes["href"] or "")
        told = json.loads(place.read_bytes())
        assert ("Example Health", "#005ea2", "./") == tuple(told[key] for key in ("name", "theme_color", "start_url"))
        for icon in told["icons"]:
            assert (place.parent / icon["src"]).read_bytes().startswith(b"\x89PNG")
