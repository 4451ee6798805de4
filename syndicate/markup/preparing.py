"""HTML from outside with what may not stand replaced by what may: no word is joined, split or lost in silence.

The sanitizer drops elements that are not on its list, and joins what they kept apart. So a fragment that has any is
written anew from its tree first. What comes out is as unsafe as what came in: it is still to be sanitized.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from selectolax.lexbor import LexborNode

from syndicate.markup.content_model import PHRASING
from syndicate.markup.elements import (
    BOXED,
    KINDS,
    NEVER_SHOWN,
    REPLACED,
    STAND_INS,
    VOID,
    hides,
    is_block_by_style,
    is_line_by_style,
)
from syndicate.markup.formulas import formula
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.media import address_of, is_pixel, lazy_address, picture_of, pictured, played, title_of, watchable
from syndicate.markup.pages import parse
from syndicate.markup.plain import text_of
from syndicate.markup.policy import TAGS
from syndicate.markup.removed import RemovedKind
from syndicate.text import one_line

__all__ = ["needs_preparing", "prepared"]

# All are looked for in bytes in small letters, and begin with a literal: both make a search many times as fast.
_COMMON: Final = ("a", "p", "li", "strong", "em", "br", "td", "b", "i", "span", "div", "h2", "h3", "ul")  # tried first
_NAMES: Final = "|".join((*_COMMON, *sorted(TAGS - {*_COMMON})))
_FOREIGN = re.compile(rf"<(?=[a-z])(?!(?:{_NAMES})[\s/>])".encode())
_SMALL: Final = rb"\s*[=:]\s*[\"']?\s*0*[01](?:\D|$)"
_THIN = re.compile(b"width" + _SMALL)
_LOW = re.compile(b"height" + _SMALL)
_IMAGE = re.compile(rb"""<img(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*""")
_LAZY = re.compile(rb"data-(?:src|lazy|original)")
_HIDDEN = re.compile(rb"hidden(?<![\w-]hidden)(?=[\s=/>])")
_STYLE = re.compile(
    rb"""style\s*=\s*(?:"[^"]{0,999}?|'[^']{0,999}?|[^\s>]{0,99}?)(?:display|float|position|visibility)"""
)
_TABLE: Final = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_LONG_TAG: Final = 2000
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CARRIED: Final = ("lang", "dir", "translate")
_UNTIL_LOADED: Final = ("fallback", "placeholder")  # what AMP shows until an element has loaded, or if it cannot
_SHOWN: Final = "img, math, noembed, object, [alt], [data-videoid], [src], [srcset], [videoid]"  # beside texts
_LONGEST_TITLE: Final = 100

# Scripts run in browsers, which then take what stands in <noscript> for text; the parser takes it for markup.
_NOSCRIPT = re.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
_AS_TEXT: Final = "noembed"
_MARK: Final = "data-noscript"


Written = tuple[str, str | None]
"""What stands before and after the content of an element; None after it where the content goes."""


def needs_preparing(lowered: bytes) -> bool:
    """Whether a fragment, in small letters, has anything but elements that may stand and are shown as written."""
    if _FOREIGN.search(lowered):
        return True
    if b"<img" in lowered and any(map(_is_odd_picture, _IMAGE.findall(lowered))):
        return True
    if b"hidden" in lowered and any(_is_in_tag(lowered, found.start()) for found in _HIDDEN.finditer(lowered)):
        return True
    return b"style" in lowered and _STYLE.search(lowered) is not None


def _is_odd_picture(tag: bytes) -> bool:
    """Whether a picture may stand for another, or is too small to be seen."""
    if b"data" in tag and (b"data:" in tag or _LAZY.search(tag)):
        return True
    return _THIN.search(tag) is not None and _LOW.search(tag) is not None


def _is_in_tag(html: bytes, place: int) -> bool:
    start = html.rfind(b"<", max(0, place - _LONG_TAG), place)
    if start < 0:
        return False
    end = html.find(b">", start, place)
    return end < 0 or html.count(b'"', start, end) % 2 == 1  # it stands in a value


def prepared(
    fragment: str, base: str | None, found: Counter[tuple[RemovedKind, str]], *, keep_hidden: bool = False
) -> str:
    """A fragment of elements that may stand, with the words that a browser shows of it.

    Args:
        fragment: HTML from outside.
        base: where its relative addresses start.
        found: what is removed or replaced is counted here.
        keep_hidden: whether what a page shows to no reader is kept.
    """
    if "noscript" in fragment.lower():
        fragment = _NOSCRIPT.sub(rf"<\1{_AS_TEXT} {_MARK}", fragment)
    return without_gaps(_Preparation(base, found, keep_hidden).written(fragment))


class _Preparation:
    """One fragment on its way."""

    def __init__(self, base: str | None, found: Counter[tuple[RemovedKind, str]], keep_hidden: bool) -> None:
        self.base = base
        self.found = found
        self.keep_hidden = keep_hidden
        self.body: LexborNode | None = None
        self.shown: set[str] | None = None  # the addresses of pictures

    def written(self, fragment: str) -> str:
        self.body = parse(f"<!doctype html><body>{fragment}").body
        return "".join(self._inside(self.body)) if self.body is not None else ""

    def _inside(self, node: LexborNode) -> Iterator[str]:
        """What an element holds."""
        waiting: list[tuple[LexborNode | None, str]] = [(node.child, "")]
        while waiting:
            child, end = waiting.pop()
            if child is None:
                yield end
                continue
            waiting.append((child.next, end))
            if child.is_text_node:
                yield escape(child.text_content or "", quote=False)
            elif child.is_element_node:
                start, inner_end = self._element(child, child.tag or "")
                yield start
                if inner_end is not None:
                    waiting.append((child.child, inner_end))

    def _count(self, tag: str, kind: RemovedKind | None = None) -> None:
        self.found[kind or KINDS.get(tag, RemovedKind.ELEMENTS), tag] += 1

    def _element(self, node: LexborNode, tag: str) -> Written:
        attributes = node.attributes
        if not self.keep_hidden and hides(tag, attributes):
            self.found[RemovedKind.HIDDEN, "hidden"] += 1
            return "", None
        parent = node.parent
        if parent is not None and (parent.tag or "").startswith("amp-") and attributes.keys() & {*_UNTIL_LOADED}:
            self.found[RemovedKind.HIDDEN, next(filter(attributes.__contains__, _UNTIL_LOADED))] += 1
            return "", None
        if tag in _SPECIAL:
            return _SPECIAL[tag](self, node, attributes)
        if "-" in tag:
            return self._custom(node, tag, attributes)
        if (style := attributes.get("style")) and is_line_by_style(tag, style):
            if tag not in TAGS:
                self._count(tag)
            return self._text_of("span", attributes)
        if tag in TAGS:
            return self._apart(tag, attributes, _start(tag, attributes), "" if tag in VOID else f"</{tag}>")
        if tag in STAND_INS:
            other = STAND_INS[tag]
            if tag in KINDS:
                self._count(tag)
            if tag == "form" and parent is not None and parent.tag in _TABLE:  # whose parts it does not hold
                return "", None
            return self._apart(other, attributes, _start(other, attributes), f"</{other}>")
        if tag != "source":  # of which a picture or player has taken what it needs
            self._count(tag)
        return self._text_of(tag, attributes)

    def _text_of(self, tag: str, attributes: Mapping[str, str | None]) -> Written:
        """An element of which the text stays, if browsers show it."""
        if tag in NEVER_SHOWN or tag in REPLACED:
            is_apart = tag in REPLACED and (tag != "input" or (attributes.get("type") or "").lower() != "hidden")
            return GAP if is_apart else "", None
        carried = _carried(attributes)
        ends = None if tag in VOID else ""
        if tag in BOXED:
            start, end = (_start("span", carried), "</span>") if carried else ("", "")
            return f"{GAP}{start}", f"{end}{GAP}"
        if carried and ends is not None:
            return self._apart("span", attributes, _start("span", carried), "</span>")
        return self._apart(tag, attributes, "", ends)

    def _apart(self, tag: str, attributes: Mapping[str, str | None], start: str, end: str | None) -> Written:
        """An element of a line between gaps, if its style makes a block of it."""
        style = attributes.get("style")
        is_line = tag in PHRASING or tag in ("rt", "rp") or tag not in TAGS
        if style and end is not None and is_line and is_block_by_style(tag, style):
            return f"{GAP}{start}", f"{end}{GAP}"
        if tag == "pre":
            start += "\n"  # which the parser drops
        return start, end

    # What is shown in other ways than text

    def _link(self, node: LexborNode, url: str, title: str, poster: str | None = None) -> Written:
        self._count(node.tag or "", RemovedKind.REPLACED)
        attributes = node.attributes
        carried = _carried(attributes)
        picture = _start("img", {"src": poster, "alt": ""}) + " " if poster else ""
        return f"{GAP}{_start('a', {'href': url, **carried})}{picture}{escape(title, quote=False)}</a>{GAP}", None

    def _frame(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        if is_pixel(attributes):
            self.found[RemovedKind.PIXELS, node.tag or ""] += 1
            return GAP, None
        url = address_of(map(attributes.get, ("src", "data-src", "data-lazy-src")), self.base)
        if url is None:
            self._count(node.tag or "")
            return GAP, None
        if (attributes.get("type") or "").startswith("image/"):
            return self._picture_tag({**attributes, "src": url}, ()), None
        url = watchable(url)
        return self._link(node, url, title_of(attributes, url))

    def _player(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        sources = (source.attributes for source in node.css("source"))
        known = [attributes, *sources]
        url = address_of((one.get(name) for one in known for name in ("src", "data-src")), self.base)
        if url is None:
            return self._fallback(node)
        named = next((link.text() for link in node.css("a[href]") if link.text().strip()), "")
        poster = address_of(map(attributes.get, ("poster", "data-poster")), self.base)
        return self._link(node, url, title_of(attributes, url, named), poster)

    def _object(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        url = address_of([attributes.get("data")], self.base)
        if node.css_first("a[href], img, iframe, embed, video, audio") is not None:
            return self._fallback(node)
        text = node.text().strip()
        if url is None or is_pixel(attributes):
            return self._fallback(node)
        if (attributes.get("type") or "").startswith("image/"):
            return self._picture_tag({"alt": text, **attributes, "src": url}, ()), None
        url = watchable(url)
        return self._link(node, url, title_of(attributes, url, text))

    def _fallback(self, node: LexborNode) -> Written:
        """What an element holds for browsers that do not know it; that of players asks for another browser."""
        is_shown = (node.tag == "object" and node.text().strip() != "") or node.css_first("a[href], img") is not None
        self._count(node.tag or "", RemovedKind.REPLACED if is_shown else None)
        return GAP, GAP if is_shown else None

    def _formula(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        self._count("math", RemovedKind.REPLACED)
        carried = _carried(attributes)
        start, end = (_start("span", carried), "</span>") if carried else ("", "")
        return f"{GAP}{start}{formula(node)}{end}{GAP}", None

    def _custom(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Written:
        """A custom element: the picture or player that a script would make of it, beside what it holds."""
        if tag == "amp-pixel":
            self.found[RemovedKind.PIXELS, _address(attributes)] += 1
            return "", None
        picture = pictured(tag, attributes, self.base)
        if picture is not None:
            start, end = self._text_of(tag, attributes)
            return self._picture_tag(picture, ()) + start, end
        text = one_line(text_of(node, {inner.mem_id for inner in node.css("[fallback], [placeholder]")}))
        url = played(tag, attributes, node.css("source"), self.base)
        if url is not None:
            title = title_of(attributes, url, text if len(text) <= _LONGEST_TITLE else attributes.get("alt") or "")
            poster = address_of([attributes.get("poster")], self.base)
            return self._link(node, url, title, poster)[0], None if text in ("", title) else GAP
        if not text and (alternative := attributes.get("alt")):
            self._count(tag, RemovedKind.REPLACED)
            return f"{GAP}{escape(alternative, quote=False)}{GAP}", ""
        is_empty = not text and node.css_first(_SHOWN) is None
        self._count(tag, RemovedKind.SCRIPTED if is_empty or "src" in attributes else None)
        return self._text_of(tag, attributes)

    # Pictures

    def _picture(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        """A ``<picture>``: the picture in it, with what it takes of the sources."""
        carried = _carried(attributes)
        return (_start("span", carried), "</span>") if carried else ("", "")

    def _image(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        parent = node.parent
        sources = parent.css("source") if parent is not None and parent.tag == "picture" else []
        if picture_of(attributes, sources, self.base) is None and _noscript_beside(node):
            return "", None  # whose picture stands for this one
        return self._picture_tag(attributes, sources), None

    def _picture_tag(self, attributes: Mapping[str, str | None], sources: list[LexborNode] | tuple[()]) -> str:
        if is_pixel(attributes):
            self.found[RemovedKind.PIXELS, _address(attributes)] += 1
            return ""
        found = picture_of(attributes, sources, self.base)
        if found is None and (stated := lazy_address(attributes, sources)):
            kept = {name: value or "" for name, value in attributes.items() if name != "srcset" and "data-" not in name}
            found = {**kept, "src": stated}  # the cleaner drops it, and says so
        return _start("img", found or attributes)

    def _unscripted(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        """What a page shows where scripts do not run: of interest only where it is the picture a script would load."""
        if _MARK not in attributes:
            self._count(node.tag or "")
            return "", None
        inner = parse(f"<!doctype html><body>{_raw(node)}").body
        images = inner.css("img") if inner is not None else []
        if inner is not None and (not images or inner.text().strip()):
            self.found[RemovedKind.HIDDEN, "noscript"] += 1
        return "".join(self._copy(node, image) for image in images), None

    def _copy(self, node: LexborNode, image: LexborNode) -> str:
        """A picture for readers without scripts, if it does not stand beside itself."""
        attributes = image.attributes
        found = picture_of(attributes, (), self.base)
        if found is None or hides("img", attributes) or is_pixel(attributes):
            if is_pixel(attributes):
                self.found[RemovedKind.PIXELS, _address(attributes)] += 1
            return ""
        parent = node.parent
        if (
            parent is not None
            and "-" in (parent.tag or "")
            and pictured(parent.tag or "", parent.attributes, self.base)
        ):
            return ""
        beside = _picture_beside(node)
        if beside is not None and picture_of(beside.attributes, _sources(beside), self.base) is not None:
            return ""
        if found.get("src") in self._addresses():
            return ""
        return _start("img", found)

    def _addresses(self) -> set[str]:
        """The addresses of the pictures that are shown without those for readers without scripts."""
        if self.shown is None:
            images = self.body.css("img") if self.body is not None else []
            made = (picture_of(image.attributes, (), self.base) for image in images)
            self.shown = {found["src"] for found in made if found and "src" in found}
        return self.shown


def _carried(attributes: Mapping[str, str | None]) -> dict[str, str | None]:
    """What an element says of its text, whatever becomes of the element."""
    return {name: attributes[name] for name in _CARRIED if name in attributes}


def _raw(node: LexborNode) -> str:
    """The text of an element that the parser took for text only."""
    return (node.child.text_content or "") if node.child is not None else ""


def _sources(image: LexborNode) -> list[LexborNode]:
    parent = image.parent
    return parent.css("source") if parent is not None and parent.tag == "picture" else []


def _beside(node: LexborNode) -> Iterator[LexborNode]:
    """The elements next to one."""
    for following, step in ((node.next, "next"), (node.prev, "prev")):
        place = following
        while place is not None and not place.is_element_node:
            if (place.text_content or "").strip():
                place = None
                break
            place = getattr(place, step)
        if place is not None:
            yield place


def _noscript_beside(image: LexborNode) -> bool:
    """Whether a picture that a script would load has a copy for readers without scripts."""
    place = image.parent if image.parent is not None and image.parent.tag == "picture" else image
    return any(_MARK in found.attributes and "<img" in _raw(found).lower() for found in _beside(place))


def _picture_beside(node: LexborNode) -> LexborNode | None:
    for found in _beside(node):
        if found.tag == "img":
            return found
        images = found.css("img")
        if len(images) == 1:
            return images[0]
    return None


def _address(attributes: Mapping[str, str | None]) -> str:
    return next((value for name in ("src", "data-src", "srcset") if (value := attributes.get(name))), "")


def _start(tag: str, attributes: Mapping[str, str | None]) -> str:
    written = (
        f' {name}="{escape(value or "")}"'
        for name, value in attributes.items()
        if name != "style" and _NAME.fullmatch(name)
    )
    return f"<{tag}{''.join(written)}>"


_SPECIAL: Final = {
    **dict.fromkeys(("iframe", "embed"), _Preparation._frame),
    **dict.fromkeys(("audio", "video"), _Preparation._player),
    "object": _Preparation._object,
    "math": _Preparation._formula,
    "picture": _Preparation._picture,
    "img": _Preparation._image,
    "noembed": _Preparation._unscripted,
}
