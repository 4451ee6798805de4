"""Apple's elements of podcasts as a table (https://podcasters.apple.com/support/823-podcast-requirements)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.locales.catalogs import marked
from syndicate.namespaces import qualified
from syndicate.validation import addresses, dates, html, values
from syndicate.validation.problems import Check, Fault, quoted
from syndicate.validation.shapes import ENTRIES, FEEDS, MANY, ONCE, ONE, Attribute, Shape, Walker

__all__ = ["ITUNES", "SHAPES", "channel"]

ITUNES: Final = qualified("itunes")

_SPEC: Final = "Apple Podcasts"
_BOTH: Final = FEEDS | ENTRIES

CATEGORIES: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(filter(None, inner.split("|")))
    for name, inner in (
        ("Arts", "Books|Design|Fashion & Beauty|Food|Performing Arts|Visual Arts"),
        ("Business", "Careers|Entrepreneurship|Investing|Management|Marketing|Non-Profit"),
        ("Comedy", "Comedy Interviews|Improv|Stand-Up"),
        ("Education", "Courses|How To|Language Learning|Self-Improvement"),
        ("Fiction", "Comedy Fiction|Drama|Science Fiction"),
        ("Government", ""),
        ("History", ""),
        ("Health & Fitness", "Alternative Health|Fitness|Medicine|Mental Health|Nutrition|Sexuality"),
        ("Kids & Family", "Education for Kids|Parenting|Pets & Animals|Stories for Kids"),
        ("Leisure", "Animation & Manga|Automotive|Aviation|Crafts|Games|Hobbies|Home & Garden|Video Games"),
        ("Music", "Music Commentary|Music History|Music Interviews"),
        (
            "News",
            "Business News|Daily News|Entertainment News|News Commentary|Politics|Sports News|Tech News",
        ),
        ("Religion & Spirituality", "Buddhism|Christianity|Hinduism|Islam|Judaism|Religion|Spirituality"),
        (
            "Science",
            "Astronomy|Chemistry|Earth Sciences|Life Sciences|Mathematics|Natural Sciences|Nature|Physics"
            "|Social Sciences",
        ),
        ("Society & Culture", "Documentary|Personal Journals|Philosophy|Places & Travel|Relationships"),
        (
            "Sports",
            "Baseball|Basketball|Cricket|Fantasy Sports|Football|Golf|Hockey|Rugby|Running|Soccer|Swimming|Tennis"
            "|Volleyball|Wilderness|Wrestling",
        ),
        ("Technology", ""),
        ("True Crime", ""),
        ("TV & Film", "After Shows|Film History|Film Interviews|Film Reviews|TV Reviews"),
    )
}
"""Apple's categories since 2019, and the categories within each."""

_FORMER: Final = frozenset(
    (
        "Arts & Entertainment|Architecture|Entertainment|Photography|Poetry|Audio Blogs|Finance|Management & Marketing"
        "|Business News|Shopping|Education|Education Technology|Higher Education|K-12|Language Courses|Training|Family"
        "|Food|Games & Hobbies|Hobbies|Other Games|Government & Organizations|Local|National|Non-Profit|Regional|Health"
        "|Diet & Nutrition|Fitness & Nutrition|Self-Help|International|Australian|Belgian|Brazilian|Canadian|Chinese"
        "|Dutch|French|German|Hebrew|Italian|Japanese|Norwegian|Polish|Portuguese|Spanish|Swedish"
        "|Movies & Television|News & Politics|Politics|Public Radio|New Age|Other|Science & Medicine|Medicine"
        "|Natural Sciences|Social Sciences|History|Literature|Fashion & Beauty|Sports & Recreation|Amateur"
        "|College & High School|Outdoor|Professional|Talk Radio|Computers|Developers|Gadgets|Information Technology"
        "|News|Operating Systems|Podcasting|Smart Phones|Software How-To|Tech News|Text/Speech|Transportation"
        "|Automotive|Aviation|Bicycles|Commuting|Travel|Video Games|Games|Design|Performing Arts|Science Fiction"
        "|Philosophy|Relationships|Sexuality|Fitness|Alternative Health|Careers|Investing"
    ).split("|")
)
"""What was a category before 2019, at any level: Apple maps them to today's."""


def _short(most: int) -> Check:
    def check(text: str) -> Fault | None:
        if len(text) > most:
            return "too-long", Message(
                "the text has {count:,} characters; Apple takes {most:,}", count=len(text), most=most
            )
        return html.plain(text)

    return check


def _keywords(text: str) -> Fault | None:
    if " " in text.strip() and "," not in text:
        return "obsolete-value", Message("{value} is one keyword; put commas between several", value=quoted(text))
    return _short(255)(text)


def _picture(text: str) -> Fault | None:
    if (fault := addresses.address(text)) is not None:
        return fault
    if text.strip().partition(":")[0].lower() not in ("http", "https"):
        return "invalid-iri", Message("{value} is not an address of the web", value=quoted(text))
    return None


def _category(walker: Walker, element: etree._Element, place: str) -> None:
    name, parent = element.get("text"), element.getparent()
    if name is None:
        return
    above = parent.get("text", "") if parent is not None and parent.tag == element.tag else None
    if above is None or above in CATEGORIES:
        allowed = CATEGORIES[above] if above is not None else CATEGORIES.keys()
        if name in allowed:
            return
    elif name in _FORMER:  # the category above is what is to be mended
        return
    former = name in _FORMER or (above is not None and name in CATEGORIES)
    template = _NO_CATEGORY[former, bool(above) and above in CATEGORIES]
    message = Message(template, category=quoted(name), within=above)
    walker.add("obsolete-value" if former else "invalid-value", message, element, f"{place}@text", _SPEC)


_NO_CATEGORY: Final = {
    (True, True): marked("Apple no longer has the category {category} within {within}; choose one of today's"),
    (True, False): marked("Apple no longer has the category {category}; choose one of today's"),
    (False, True): marked("Apple has no category {category} within {within}"),
    (False, False): marked("Apple has no category {category}"),
}
"""By whether it had the category before 2019, and whether the category above it is one."""


def _row(within: frozenset[str], text: Check | None = None, *, once: bool = True) -> Shape:
    return Shape(reference=_SPEC, text=text, within=within, once=once)


_YES = values.flag(("yes", "no"), ("true", "false", "clean"))
_ADDRESS: Final = addresses.address

_SHAPES: Final[dict[str, Shape]] = {
    "author": _row(_BOTH, _short(255)),
    "block": _row(_BOTH, _YES),
    "explicit": _row(_BOTH, values.flag(("true", "false"), ("yes", "no", "clean", "explicit"))),
    "keywords": _row(_BOTH, _keywords),
    "subtitle": _row(_BOTH, _short(255)),
    "summary": _row(_BOTH, _short(4000)),
    "title": _row(_BOTH, _short(255)),
    "image": Shape(
        reference=_SPEC,
        attributes={"href": Attribute(_picture, required=True)},
        children={},
        within=_BOTH,
        once=True,
    ),
    "category": Shape(
        reference=_SPEC,
        attributes={"text": Attribute(required=True)},
        children={f"{ITUNES}category": MANY},
        check=_category,
        within=FEEDS,
    ),
    "owner": Shape(reference=_SPEC, children={f"{ITUNES}name": ONCE, f"{ITUNES}email": ONE}, within=FEEDS, once=True),
    "name": Shape(reference=_SPEC, text=_short(255), within=frozenset(("owner",))),
    "email": Shape(reference=_SPEC, text=addresses.email, within=frozenset(("owner",))),
    "type": _row(FEEDS, values.one_of(("episodic", "serial"), ignore_case=True)),
    "complete": _row(FEEDS, _YES),
    "new-feed-url": _row(FEEDS, _ADDRESS),
    "applepodcastsverify": _row(FEEDS, values.something),
    "pubDate": _row(FEEDS, dates.rfc822),
    "duration": _row(
        ENTRIES, values.pattern(r"\d{1,8}(?::[0-5]\d){0,2}", Message("a length in seconds, or of the form 1:02:03"))
    ),
    "episode": _row(ENTRIES, values.number(1)),
    "season": _row(ENTRIES, values.number(1)),
    "episodeType": _row(ENTRIES, values.one_of(("full", "trailer", "bonus"), ignore_case=True)),
    "order": _row(ENTRIES, values.number()),
    "isClosedCaptioned": _row(ENTRIES, _YES),
    "link": Shape(reference=_SPEC, any_attribute=True, free=True),
}

SHAPES: Final = {f"{ITUNES}{name}": shape for name, shape in _SHAPES.items()}
"""Apple's elements."""

_REQUIRED: Final = ("category", "explicit", "image", "owner")


def channel(walker: Walker, parent: etree._Element, place: str) -> None:
    """Check that a channel which uses Apple's elements has those that its directory asks for."""
    if next(parent.iter(f"{ITUNES}*"), None) is None:
        return
    missing = [f"itunes:{name}" for name in _REQUIRED if parent.find(f"{ITUNES}{name}") is None]
    if parent.find("language") is None and not parent.xpath("ancestor-or-self::*/@xml:lang"):
        missing.append("language")
    for name in missing:
        walker.add(
            "podcast-incomplete",
            Message("add {element}, which Apple's directory asks for", element=name),
            parent,
            place,
        )
