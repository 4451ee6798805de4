"""Media RSS 1.5.1 as a table (https://www.rssboard.org/media-rss): pictures, films and what is said of them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked
from syndicate.namespaces import qualified
from syndicate.validation import addresses, html, values
from syndicate.validation.problems import Check, quoted
from syndicate.validation.shapes import ENTRIES, FEEDS, MANY, ONCE, Attribute, Limits, Shape, Walker

__all__ = ["MEDIA", "SHAPES"]

MEDIA: Final = qualified("media")

_SPEC: Final = "Media RSS 1.5.1"
_SIZE = Attribute(values.number(1))
_COUNT = Attribute(values.number())
_ADDRESS = Attribute(addresses.address)
_TIME = Attribute(
    values.pattern(
        r"now|\d+(?:\.\d+)?|\d+:[0-5]\d:[0-5]\d(?:\.\d+)?", Message("a time of RTSP such as 12:05:35 or 3.5")
    )
)
_TEXT_TYPE = Attribute(values.one_of(["plain", "html"]))

_NAMES = (
    "group content rating title description keywords thumbnail category hash player credit copyright text restriction "
    "community comments embed responses backLinks status price license subTitle peerLink location rights scenes adult"
).split()
_ONCE: Final = frozenset(("title", "description", "copyright", "player", "rating", "adult", "community"))

_ICRA = "(?:[nsvlocx]z [01]|(?:n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[a-b]|x[a-e]) 1)"
_RATINGS: Final[dict[str, Check]] = {
    "urn:simple": values.one_of(["adult", "nonadult"]),
    "urn:mpaa": values.one_of(["g", "m", "nc-17", "pg", "pg-13", "r", "x"]),
    "urn:v-chip": values.one_of("14+ 18+ c c8 g pg tv-14 tv-g tv-ma tv-pg tv-y tv-y7 tv-y7-fv".split()),
    "urn:icra": values.pattern(rf"r \({_ICRA}(?: {_ICRA})*\)", Message("a label of ICRA such as r (cz 1 lz 1)")),
}
_NO_COUNTRIES: Final = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))
"""What CLDR has among the codes of countries besides: unions, and regions that are unknown or made for tests."""
_DIGITS: Final = {"md5": 32, "sha-1": 40}
"""How many hexadecimal digits each algorithm gives."""


def _content(walker: Walker, element: etree._Element, place: str) -> None:
    if element.get("url") is None and element.find(f"{MEDIA}player") is None:
        walker.add("missing-attribute", Message("media:content needs a url or a player"), element, place, _SPEC)


def _group(walker: Walker, element: etree._Element, place: str) -> None:
    if len(element.findall(f"{MEDIA}content")) < 2:
        message = Message("a group is for several forms of one thing; leave it out around a single media:content")
        walker.add("media-group", message, element, place)


def _text(walker: Walker, element: etree._Element, place: str) -> None:
    text = element.text or ""
    if element.get("type") == "html":
        walker.html(element, text, place, _SPEC)
    else:
        walker.check(html.markup_in_text(text), element, place, _SPEC)


def _rating(walker: Walker, element: etree._Element, place: str) -> None:
    scheme = element.get("scheme") or "urn:simple"
    check = _RATINGS.get(scheme)
    if check is not None:
        walker.check(check((element.text or "").strip()), element, place, _SPEC)
    else:
        walker.check(addresses.iri(scheme), element, f"{place}@scheme", _SPEC)


def _credit(walker: Walker, element: etree._Element, place: str) -> None:
    role, scheme = element.get("role", ""), element.get("scheme") or "urn:ebu"
    if role != role.lower():
        message = Message(
            "the role {role} is not in lower case; write {lower}", role=quoted(role), lower=quoted(role.lower()[:60])
        )
        walker.add("invalid-value", message, element, f"{place}@role", _SPEC)
    if scheme != "urn:ebu":
        walker.check(addresses.iri(scheme), element, f"{place}@scheme", _SPEC)


def _hash(walker: Walker, element: etree._Element, place: str) -> None:
    algorithm, text = element.get("algo", "md5"), (element.text or "").strip()
    if (digits := _DIGITS.get(algorithm)) is None:
        message = Message(
            "the algorithm {algorithm} is not one of {choices}", algorithm=quoted(algorithm), choices=", ".join(_DIGITS)
        )
        walker.add("invalid-value", message, element, f"{place}@algo", _SPEC)
    elif re.fullmatch(rf"[0-9A-Fa-f]{{{digits}}}", text) is None:
        message = Message(
            "{value} is not {algorithm} in {digits} hexadecimal digits",
            value=quoted(text),
            algorithm=algorithm,
            digits=digits,
        )
        walker.add("invalid-value", message, element, place, _SPEC)


def _is_country(code: str) -> bool:
    return len(code) == 2 and code in MESSAGE_LOCALE.territories and code not in _NO_COUNTRIES


def _restriction(walker: Walker, element: etree._Element, place: str) -> None:
    kind, words = element.get("type"), (element.text or "").split()
    if kind is None:
        wrong = [word for word in words if word not in ("all", "none")]
        template = marked("{value} is neither all nor none; say the type, country or uri")
    elif kind == "country":
        wrong = [word for word in words if not _is_country(word.upper())]
        template = marked("{value} is not a code of a country such as us (ISO 3166)")
    else:
        wrong = [word for word in words if kind == "uri" and addresses.iri(word) is not None]
        template = marked("{value} is not an absolute address")
    if wrong:
        walker.add("invalid-value", Message(template, value=quoted(wrong[0])), element, place, _SPEC)


def _adult(walker: Walker, element: etree._Element, place: str) -> None:
    walker.add(
        "obsolete-element", Message("media:adult is obsolete; write media:rating instead"), element, place, _SPEC
    )


_CHILDREN: Final[dict[str, Limits]] = {f"{MEDIA}{name}": ONCE if name in _ONCE else MANY for name in _NAMES}

_CHECKED: Final[dict[str, Shape]] = {
    "content": Shape(
        reference=_SPEC,
        attributes={
            "url": _ADDRESS,
            "fileSize": _SIZE,
            "type": Attribute(values.media_type),
            "medium": Attribute(values.one_of(["image", "audio", "video", "document", "executable"])),
            "isDefault": Attribute(values.one_of(["true", "false"])),
            "expression": Attribute(values.one_of(["sample", "full", "nonstop"])),
            **dict.fromkeys(("bitrate", "framerate", "samplingrate", "channels"), Attribute(values.decimal)),
            "duration": Attribute(values.decimal),
            **dict.fromkeys(("height", "width"), _SIZE),
            "lang": Attribute(values.language),
        },
        children={tag: limits for tag, limits in _CHILDREN.items() if tag not in (f"{MEDIA}group", f"{MEDIA}content")},
        check=_content,
        within=ENTRIES,
    ),
    "group": Shape(
        reference=_SPEC, any_attribute=True, children=dict.fromkeys(_CHILDREN, MANY), check=_group, within=ENTRIES
    ),
    "thumbnail": Shape(
        reference=_SPEC,
        attributes={
            "url": Attribute(addresses.address, required=True),
            "width": _SIZE,
            "height": _SIZE,
            "time": _TIME,
        },
        children={},
    ),
    **dict.fromkeys(
        ("title", "description"), Shape(reference=_SPEC, attributes={"type": _TEXT_TYPE}, check=_text, once=True)
    ),
    "player": Shape(
        reference=_SPEC,
        attributes={"url": Attribute(addresses.address, required=True), "width": _SIZE, "height": _SIZE},
        children={},
    ),
    "text": Shape(
        reference=_SPEC,
        attributes={"type": _TEXT_TYPE, "lang": Attribute(values.language), "start": _TIME, "end": _TIME},
        check=_text,
    ),
    "category": Shape(
        reference=_SPEC,
        attributes={"scheme": Attribute(addresses.iri), "label": Attribute(html.plain)},
        text=html.plain,
    ),
    "copyright": Shape(reference=_SPEC, attributes={"url": _ADDRESS}, text=html.plain, once=True),
    "rating": Shape(reference=_SPEC, attributes={"scheme": Attribute()}, check=_rating),
    "credit": Shape(reference=_SPEC, attributes={"role": Attribute(), "scheme": Attribute()}, check=_credit),
    "hash": Shape(reference=_SPEC, attributes={"algo": Attribute()}, check=_hash),
    "keywords": Shape(reference=_SPEC, text=html.plain),
    "restriction": Shape(
        reference=_SPEC,
        attributes={
            "relationship": Attribute(values.one_of(["allow", "deny"]), required=True),
            "type": Attribute(values.one_of(["country", "uri", "sharing"])),
        },
        check=_restriction,
    ),
    "adult": Shape(reference=_SPEC, text=values.one_of(["true", "false"]), check=_adult, once=True),
    "license": Shape(
        reference=_SPEC, attributes={"type": Attribute(values.media_type), "href": _ADDRESS}, text=html.plain
    ),
    "embed": Shape(reference=_SPEC, attributes={"url": _ADDRESS, "width": _SIZE, "height": _SIZE}, free=True),
    "community": Shape(
        reference=_SPEC,
        children={f"{MEDIA}{name}": ONCE for name in ("starRating", "statistics", "tags")},
        once=True,
    ),
    "starRating": Shape(
        reference=_SPEC,
        attributes={"average": Attribute(values.decimal), "count": _COUNT, "min": _COUNT, "max": _COUNT},
        children={},
    ),
    "statistics": Shape(reference=_SPEC, attributes={"views": _COUNT, "favorites": _COUNT}, children={}),
    "tags": Shape(reference=_SPEC),
}

SHAPES: Final = {
    f"{MEDIA}{name}": Shape(reference=_SPEC, any_attribute=True, free=True, within=ENTRIES | FEEDS) for name in _NAMES
} | {f"{MEDIA}{name}": shape for name, shape in _CHECKED.items()}
"""The elements of Media RSS."""
