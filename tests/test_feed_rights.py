"""Licenses, pictures and languages in feeds: what readers and aggregators find of them in each format."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import feedparser
import pytest
from feed_samples import ATOM, MEDIA, XML_LANG, illustrated, parsed
from markupsafe import Markup
from samples import KETTLE, PUBLISHER, catalog, day, topic

from syndicate import read, validate
from syndicate.errors import InvalidValueError
from syndicate.feeds import Feed, feed, opml
from syndicate.feeds.archive import Archive, pack, unpack
from syndicate.locales import parse
from syndicate.model import Catalog, Group, Publisher, Section, Topic

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
OURS = attrs.evolve(
    PUBLISHER,
    license=LICENSE,
    icon="https://clinic.example.org/icon.svg",
    touch_icon="https://clinic.example.org/touch.png",
    logo="https://clinic.example.org/logo.png",
)
COMMONS = "{http://backend.userland.com/creativeCommonsRssModule}license"


def _feed(publisher: Publisher = OURS, **values: object) -> Feed:
    return feed(catalog(illustrated()), publisher, "en", **values)  # type: ignore[arg-type]


def test_atom_names_the_license_of_the_feed_and_of_each_text() -> None:
    """A license of a feed does not extend to its entries (RFC 4946 section 2), so each text names it; links do not."""
    root = parsed(_feed(topic="tea").atom())
    entries = root.findall(f"{ATOM}entry")
    found = [[link.get("href") for link in one.findall(f"{ATOM}link[@rel='license']")] for one in (root, *entries)]

    assert [[LICENSE], [LICENSE], [], [], []] == found


def test_rss_names_the_license() -> None:
    """The channel has Creative Commons' own element, and channel and items the relation that Atom has."""
    channel = parsed(_feed().rss())[0]
    links = [link.get("href") for link in channel.iter(f"{ATOM}link") if link.get("rel") == "license"]

    assert LICENSE == channel.findtext(COMMONS)
    assert [LICENSE, LICENSE] == links
    assert LICENSE == feedparser.parse(_feed().rss()).entries[0].license


def test_another_license_is_a_relation_alone() -> None:
    """What is not a license of Creative Commons is not called one, and the namespace is not declared."""
    other = "https://clinic.example.org/terms"
    made = _feed(attrs.evolve(OURS, license=other))

    assert b"creativeCommons" not in made.rss() + made.atom() + _feed().atom()
    assert [other, other] == [
        link.get("href") for link in parsed(made.rss()).iter(f"{ATOM}link") if link.get("rel") == "license"
    ]


def test_json_names_the_license() -> None:
    """JSON Feed has no word for it, so there is an extension, of the feed and of each text."""
    document = json.loads(_feed(topic="tea").json())

    assert [{"url": LICENSE}, {"url": LICENSE}, None] == [
        one.get("_license") for one in (document, *document["items"][:2])
    ]


def test_every_format_has_the_pictures_of_the_publisher() -> None:
    """Each has the one that fits: small and square, large and square, wide; RSS takes no SVG."""
    made = _feed()
    root, channel, document = parsed(made.atom()), parsed(made.rss())[0], json.loads(made.json())

    assert (OURS.icon, OURS.logo) == (root.findtext(f"{ATOM}icon"), root.findtext(f"{ATOM}logo"))
    assert (OURS.touch_icon, OURS.icon) == (document["icon"], document["favicon"])
    image = {child.tag: child.text for child in channel.find("image")}
    assert {"url": OURS.logo, "title": made.title, "link": made.home_page} == image


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"logo": None}, "https://clinic.example.org/touch.png"),
        ({"logo": None, "touch_icon": None}, None),
        ({"logo": None, "touch_icon": None, "icon": "https://clinic.example.org/i"}, "https://clinic.example.org/i"),
    ],
)
def test_rss_has_a_picture_that_it_may_have(changes: dict[str, str | None], expected: str | None) -> None:
    """GIF, JPEG and PNG alone; an address that does not tell is believed."""
    made = _feed(attrs.evolve(OURS, **changes))

    assert expected == parsed(made.rss())[0].findtext("image/url")
    assert (changes.get("icon") or OURS.icon) == parsed(made.atom()).findtext(f"{ATOM}icon")


def test_feeds_without_license_and_pictures_have_none() -> None:
    """Nothing is made up."""
    made = _feed(PUBLISHER)
    for word in (b"license", b"<icon", b"<logo", b"<image", b'"icon"', b'"favicon"'):
        assert word not in made.rss() + made.atom() + made.json(), word


@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_feeds_with_all_of_it_are_valid(name: str) -> None:
    """Licenses, pictures and languages are as the standards want them."""
    for made in (_feed(), _feed(topic="tea"), _arabic(), _arabic(group="play")):
        assert () == validate(made.format(name)).problems


def test_an_address_that_is_none_is_refused() -> None:
    """A logo is an address, as an icon is."""
    with pytest.raises(InvalidValueError, match="logo"):
        attrs.evolve(PUBLISHER, logo="logo.png")


# Languages


def _tea() -> Topic:
    return topic(
        "tea",
        ids={"en": "1", "ar": "2"},
        title={"en": "Tea", "ar": "الشاي"},
        description={},
        summary={"ar": Markup("<p>اشرب.</p>")},
        also_called={},
        updated={"en": day("2024-03-01"), "ar": day("2024-02-01")},
        created={},
        groups=("play", "home"),
        sections={"ar": (Section(title="ابدأ هنا", links=[KETTLE]),)},
    )


_GROUPS = [Group(id="play", slug="play", name={"en": "Play"}), Group(id="home", slug="home", name={"ar": "البيت"})]


def _arabic(**values: object) -> Feed:
    return feed(Catalog([_tea()], groups=_GROUPS), PUBLISHER, "ar", **values)  # type: ignore[arg-type]


def test_atom_marks_what_is_in_another_language() -> None:
    """Title and subtitle are English labels, the publisher's name and credit line are English, and so is a group."""
    root = parsed(_arabic().atom())
    entry = root.find(f"{ATOM}entry")
    marked = {one.tag.removeprefix(ATOM): one.get(XML_LANG) for one in (*root, *entry) if one.get(XML_LANG)}
    categories = {one.get("label"): one.get(XML_LANG) for one in entry.findall(f"{ATOM}category")}

    assert "ar" == root.get(XML_LANG)
    assert {"title": "en", "subtitle": "en", "author": "en", "rights": "en", "entry": "ar", "category": "en"} == marked
    assert {"Play": "en", "البيت": None} == categories
    assert None is entry.find(f"{ATOM}title").get(XML_LANG)


def test_rss_marks_what_is_in_another_language() -> None:
    """RSS allows the attribute of XML as well."""
    channel = parsed(_arabic().rss())[0]
    item = channel.find("item")
    marked = {one.tag.rpartition("}")[2]: one.get(XML_LANG) for one in (*channel, *item) if one.get(XML_LANG)}

    assert {"title": "en", "description": "en", "copyright": "en", "creator": "en", "category": "en"} == marked


def test_a_list_of_feeds_marks_titles_in_another_language() -> None:
    """The title of an Arabic feed that is English says so; the feed itself is in Arabic, and the list is valid."""
    document = opml(Catalog([_tea()], groups=_GROUPS), PUBLISHER, ["ar"])
    outlines = parsed(document).iter("outline")

    assert {("en", "ar"), (None, "ar")} == {(one.get(XML_LANG), one.get("language")) for one in outlines}
    assert "en" == parsed(document).find("head/title").get(XML_LANG)
    assert () == validate(document).problems


def test_json_has_a_code_where_a_tag_would_be_in_another_language() -> None:
    """JSON Feed cannot mark a tag, and the name of a group in a URL is a code."""
    assert ["play", "البيت"] == json.loads(_arabic().json())["items"][0]["tags"]


def test_feeds_in_a_language_with_labels_mark_nothing() -> None:
    """In English and Spanish each element is in the language of its feed."""
    for locale in ("en", "es"):
        made = feed(catalog(topic()), PUBLISHER, locale)
        assert 0 == made.rss().count(b"xml:lang")
        assert 2 == made.atom().count(b"xml:lang")


def test_an_archive_keeps_licenses_and_languages() -> None:
    """An entry comes back from the history as it was; one that an earlier version kept has neither."""
    entries = list(attrs.evolve(_arabic(), entries=[attrs.evolve(_arabic().entries[0], license=LICENSE)]).entries)

    assert entries == unpack(pack(Archive(entries=entries), PUBLISHER.base_url), PUBLISHER.base_url).entries


def test_files_have_the_sizes_that_are_stated(tmp_path: Path) -> None:
    """The size of a file is that of its link; where none is stated, RSS has 0 and the others nothing."""
    links = "".join(f"      - {{title: {name}, url: 'https://x.example/{name}.pdf'{size}}}\n" for name, size in _FILES)
    text = f"---\ntitle: A\nupdated: 2025-01-01\nsections:\n  - title: Files\n    links:\n{links}---\nText.\n"
    (tmp_path / "a.en.md").write_text(text, encoding="utf-8")
    catalog = read(tmp_path, publisher=PUBLISHER)
    assert [] == list(catalog.findings)
    made = feed(catalog, PUBLISHER, "en", topic="a")

    assert ["81920", "0"] == [one.get("length") for one in parsed(made.rss()).iter("enclosure")]
    links = [one.get("length") for one in parsed(made.atom()).iter(f"{ATOM}link") if one.get("rel") == "enclosure"]
    assert ["81920", None] == links
    items = json.loads(made.json())["items"][1:]
    assert [81920, None] == [item["attachments"][0].get("size_in_bytes") for item in items]
    (tmp_path / "a.en.md").write_text(text.replace("81920", "80 kB"), encoding="utf-8")
    assert any("'80 kB' is not a number of bytes" in one.message() for one in read(tmp_path).findings)


_FILES = (("known", ", size: 81920"), ("unknown", ""))


def test_pictures_keep_their_sizes() -> None:
    """A share card's size in pixels is known without drawing it."""
    content = parsed(feed(catalog(topic()), PUBLISHER, "en").atom()).find(f"{ATOM}entry/{MEDIA}content")

    assert ("1200", "630") == (content.get("width"), content.get("height"))


def test_a_language_is_refused_for_a_text_that_a_feed_does_not_have() -> None:
    """A slip in the name of a text is noticed."""
    with pytest.raises(InvalidValueError, match="no text 'titel'"):
        attrs.evolve(_feed(), languages={"titel": parse("en")})
