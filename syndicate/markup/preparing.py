"""HTML from outside in which allowed elements replace others: no word is joined, split or lost silently.

The sanitizer drops elements that are not on its list, and joins what they kept apart. So a fragment that has any is
rewritten from its tree first. What comes out is as unsafe as what came in: it is still to be sanitized.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from selectolax.lexbor import LexborNode

from syndicate.markup.content_model import HEADINGS, PHRASING, ROW_GROUPS, TAGS
from syndicate.markup.elements import (
    BOXED,
    KINDS,
    NEVER_SHOWN,
    REPLACED,
    STAND_INS,
    VOID,
    Level,
    hides,
)
from syndicate.markup.formulas import formula, is_twin, tex_of
from syndicate.markup.gaps import BOX_END, BOX_START, GAP, trimmed, without_gaps
from syndicate.markup.layout import holds_blocks, is_box, is_cell_after_cell, joins, placed
from syndicate.markup.media import (
    address_of,
    is_pixel,
    lazy_address,
    leads_elsewhere,
    picture_of,
    pictured,
    played,
    player_links,
    title_of,
    watchable,
    without_false_sizes,
)
from syndicate.markup.neighbors import element_beside, following, picture_beside, preceding, raw, sources_of
from syndicate.markup.pages import parse
from syndicate.markup.plain import text_of
from syndicate.markup.removed import RemovedKind
from syndicate.markup.style_elements import HELD, is_of_struck_row, meant_by_style
from syndicate.text import one_line

__all__ = ["prepared"]

_ROWS: Final = ROW_GROUPS | {"table", "tr"}
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CARRIED: Final = ("lang", "dir", "translate")
_UNTIL_LOADED: Final = ("fallback", "placeholder")  # what AMP shows until an element has loaded, or if it fails
_SHOWN: Final = "img, math, noembed, object, [alt], [data-videoid], [src], [srcset], [videoid]"  # beside texts
_LONGEST_TITLE: Final = 100

# Scripts run in browsers, which then take what stands in <noscript> for text; the parser takes it for markup.
_NOSCRIPT = re.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
_AS_TEXT: Final = "noembed"
_MARK: Final = "data-noscript"
_FIRST: Final = {"pre": "\n"}  # the line break at the start of an element that the parser drops


Written = tuple[str, str | None]
"""What stands before and after the content of an element; None after it where the content goes."""


def prepared(
    fragment: str, base: str | None, found: Counter[tuple[RemovedKind, str]], *, keep_hidden: bool = False
) -> str:
    """A fragment of allowed elements, with the words that a browser shows.

    Args:
        fragment: HTML from outside.
        base: where its relative addresses start.
        found: counts what is removed or replaced.
        keep_hidden: whether what a page shows to no reader is kept.
    """
    if "noscript" in fragment.lower():
        fragment = _NOSCRIPT.sub(rf"<\1{_AS_TEXT} {_MARK}", fragment)
    return without_gaps(trimmed(_Preparation(base, found, keep_hidden).written(fragment)))


class _Preparation:
    """The preparation of one fragment."""

    def __init__(self, base: str | None, found: Counter[tuple[RemovedKind, str]], keep_hidden: bool) -> None:
        self.base = base
        self.found = found
        self.keep_hidden = keep_hidden
        self.body: LexborNode | None = None
        self.shown: set[str] | None = None  # the addresses of pictures
        self.has_formulas = False
        self.in_grid = False  # whether the parent shows each child as a block
        self.is_grid = False  # whether the element does
        self.sourced: set[int | None] = set()  # the pictures that have used their sources

    def written(self, fragment: str) -> str:
        self.has_formulas = "<math" in fragment.lower()
        self.body = parse(f"<!doctype html><body>{fragment}").body
        return "".join(self._inside(self.body)) if self.body is not None else ""

    def _inside(self, node: LexborNode) -> Iterator[str]:
        """What an element holds."""
        waiting: list[tuple[LexborNode | None, str, bool]] = [(node.child, "", False)]
        while waiting:
            child, end, self.in_grid = waiting.pop()
            if child is None:
                yield end
                continue
            waiting.append((child.next, end, self.in_grid))
            if child.is_text_node:
                yield escape(child.text_content or "", quote=False)
            elif child.is_element_node:
                self.is_grid = False
                start, inner_end = self._element(child, child.tag or "")
                yield start
                if inner_end is not None:
                    waiting.append((child.child, inner_end, self.is_grid))

    def _count(self, tag: str, kind: RemovedKind | None = None) -> None:
        self.found[kind or KINDS.get(tag, RemovedKind.ELEMENTS), tag] += 1

    def _element(self, node: LexborNode, tag: str) -> Written:
        attributes = node.attributes
        if not self.keep_hidden and hides(tag, attributes):
            self.found[RemovedKind.HIDDEN, "hidden"] += 1
            return "", None
        if self.has_formulas and attributes.get("aria-hidden") == "true" and is_twin(node):
            return "", None
        parent = node.parent
        if parent is not None and (parent.tag or "").startswith("amp-") and attributes.keys() & {*_UNTIL_LOADED}:
            self.found[RemovedKind.HIDDEN, next(filter(attributes.__contains__, _UNTIL_LOADED))] += 1
            return "", None
        if tag in _SPECIAL:
            return _SPECIAL[tag](self, node, attributes)
        if "-" in tag:
            return self._custom(node, tag, attributes)
        if tag in TAGS:
            return self._apart(node, tag, attributes, _start(tag, attributes), "" if tag in VOID else f"</{tag}>")
        if tag in STAND_INS:
            other = STAND_INS[tag]
            if tag in KINDS:
                self._count(tag)
            if tag == "form" and parent is not None and parent.tag in _ROWS:  # whose parts it does not hold
                return "", None
            return self._apart(node, other, attributes, _start(other, attributes), f"</{other}>")
        if tag != "source":  # of which a picture or player has taken what it needs
            self._count(tag)
        return self._text_of(node, tag, attributes)

    def _text_of(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Written:
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
            return self._apart(node, "span", attributes, _start("span", carried), "</span>")
        return self._apart(node, tag, attributes, "", ends)

    def _apart(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], start: str, end: str | None
    ) -> Written:
        """An element as it is shown beside others, which its style or parent may change."""
        if (
            end is not None
            and (tag not in VOID or tag == "hr")
            and (
                self.in_grid
                or "style" in attributes
                or "popover" in attributes
                or tag == "slot"
                or is_of_struck_row(node, tag)
            )
        ):
            return self._styled(node, tag, attributes, start, end)
        return start + _FIRST.get(tag, ""), end

    def _styled(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], start: str, end: str | None
    ) -> Written:
        """An element as its style shows it, with the elements that say what the style means."""
        level = placed(node, node.tag or "", in_grid=self.in_grid)
        start, end = self._placed(node, tag, attributes, (start, end), level)
        if end is not None:
            for name in meant_by_style(node, tag, level):
                is_around = tag in HELD
                start = f"<{name}>{start}" if is_around else f"{start}<{name}>"
                end = f"{end}</{name}>" if is_around else f"</{name}>{end}"
        return start, end

    def _placed(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], written: Written, level: Level
    ) -> Written:
        """An element of a line, between gaps as a block; a block, within a line as its text."""
        named, (start, end) = node.tag or "", written
        self.is_grid = holds_blocks(node) or (self.in_grid and level is Level.CONTENTS)
        if tag in PHRASING or tag in ("rt", "rp") or tag not in TAGS:
            if level is Level.BLOCK:
                return f"{GAP}{start}", f"{end}{GAP}"
        elif level in (Level.LINE, Level.CONTENTS) and joins(node, named, level):
            start, end = self._in_line(tag, attributes)
        else:
            start += _FIRST.get(tag, "")
        if is_cell_after_cell(node):
            start = GAP + start
        if level is Level.LINE and end is not None and is_box(node):
            return start + BOX_START, BOX_END + end
        return start, end

    def _in_line(self, tag: str, attributes: Mapping[str, str | None]) -> Written:
        """The text of a block that is shown in a line."""
        if tag != "div":
            self._count(tag)
        carried = _carried(attributes)
        name = "strong" if tag in HEADINGS else "span" if carried else ""
        return (_start(name, carried), f"</{name}>") if name else ("", None if tag in VOID else "")

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
        named, others = player_links(node.css("a[href]"), {one.get("src") for one in known}, self.base)
        poster = address_of(map(attributes.get, ("poster", "data-poster")), self.base)
        link, _ = self._link(node, url, title_of(attributes, url, named), poster)
        return link + "".join(f"{_start('a', carried)}{escape(text)}</a>{GAP}" for carried, text in others), None

    def _object(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        url = address_of([attributes.get("data")], self.base)
        if url is None or is_pixel(attributes) or node.css_first("img, iframe, embed, video, audio") is not None:
            return self._fallback(node)
        if node.css_first("a[href]") is not None:
            if not leads_elsewhere(node, url, self.base):
                return self._fallback(node)
            return self._link(node, watchable(url), title_of(attributes, url))[0], GAP
        text = node.text().strip()
        if (attributes.get("type") or "").startswith("image/"):
            return self._picture_tag({"alt": text, **attributes, "src": url}, ()), None
        url = watchable(url)
        return self._link(node, url, title_of(attributes, url, text))

    def _fallback(self, node: LexborNode) -> Written:
        """The fallback content of an element; that of players only asks for another browser."""
        is_shown = (node.tag == "object" and node.text().strip() != "") or node.css_first("a[href], img") is not None
        self._count(node.tag or "", RemovedKind.REPLACED if is_shown else None)
        return GAP, GAP if is_shown else None

    def _formula(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        self._count("math", RemovedKind.REPLACED)
        carried = _carried(attributes)
        start, end = (_start("span", carried), "</span>") if carried else ("", "")
        return f"{GAP}{start}{formula(node)}{end}{GAP}", None

    def _script(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        if tex := tex_of(node):
            self._count("math", RemovedKind.REPLACED)
            return f"{GAP}<code>{escape(tex, quote=False)}</code>{GAP}", None
        self._count("script")
        return "", None

    def _custom(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Written:
        """A custom element: the picture or player that a script would make of it, beside what it holds."""
        if tag == "amp-pixel":
            self.found[RemovedKind.PIXELS, _address(attributes)] += 1
            return "", None
        picture = pictured(tag, attributes, self.base)
        if picture is not None:
            start, end = self._text_of(node, tag, attributes)
            return self._picture_tag(picture, ()) + start, end
        text = one_line(text_of(node, {inner.mem_id for inner in node.css("[fallback], [placeholder]")}))
        url = played(tag, attributes, node.css("source"), self.base)
        if url is not None:
            named = text if len(text) <= _LONGEST_TITLE and not leads_elsewhere(node, url, self.base) else ""
            title = title_of(attributes, url, named or attributes.get("alt") or "")
            poster = address_of([attributes.get("poster")], self.base)
            return self._link(node, url, title, poster)[0], None if text in ("", title) else GAP
        if not text and (alternative := attributes.get("alt")):
            self._count(tag, RemovedKind.REPLACED)
            return f"{GAP}{escape(alternative, quote=False)}{GAP}", ""
        is_empty = not text and node.css_first(_SHOWN) is None
        self._count(tag, RemovedKind.SCRIPTED if is_empty or "src" in attributes else None)
        return self._text_of(node, tag, attributes)

    # Pictures

    def _picture(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        """A ``<picture>``: the picture in it, with what it takes of the sources."""
        carried = _carried(attributes)
        return (_start("span", carried), "</span>") if carried else ("", "")

    def _image(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        parent = node.parent
        sources = sources_of(node) if parent is not None and parent.mem_id not in self.sourced else []
        if sources and parent is not None:
            self.sourced.add(parent.mem_id)
        if picture_of(attributes, sources, self.base) is None and _noscript_beside(node):
            return "", None  # whose picture replaces this one
        shown = self._picture_tag(attributes, sources)
        return f"{GAP}{shown}{GAP}" if self.in_grid else shown, None

    def _picture_tag(self, attributes: Mapping[str, str | None], sources: list[LexborNode] | tuple[()]) -> str:
        if is_pixel(attributes):
            self.found[RemovedKind.PIXELS, _address(attributes)] += 1
            return ""
        attributes = without_false_sizes(attributes)
        found = picture_of(attributes, sources, self.base)
        if found is None and (stated := lazy_address(attributes, sources)):
            kept = {name: value or "" for name, value in attributes.items() if name != "srcset" and "data-" not in name}
            found = {**kept, "src": stated}  # the cleaner drops it, and says so
        return _start("img", found or attributes)

    def _unscripted(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Written:
        """What a page shows without scripts: kept only if it is the picture that a script would load."""
        if _MARK not in attributes:
            self._count(node.tag or "")
            return "", None
        inner = parse(f"<!doctype html><body>{raw(node)}").body
        images = inner.css("img") if inner is not None else []
        if inner is not None and (not images or inner.text().strip()):
            self.found[RemovedKind.HIDDEN, "noscript"] += 1
        return "".join(self._copy(node, image) for image in images), None

    def _copy(self, node: LexborNode, image: LexborNode) -> str:
        """A picture for readers without scripts, unless the same picture is beside it."""
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
        beside = picture_beside(node)
        if beside is not None and picture_of(beside.attributes, sources_of(beside), self.base) is not None:
            return ""
        if found.get("src") in self._addresses():
            return ""
        return _start("img", {**_carried(node.attributes), **found})

    def _addresses(self) -> set[str]:
        """The addresses of the pictures that are shown without those for readers without scripts."""
        if self.shown is None:
            images = self.body.css("img") if self.body is not None else []
            made = (picture_of(image.attributes, (), self.base) for image in images)
            self.shown = {found["src"] for found in made if found and "src" in found}
        return self.shown


def _carried(attributes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The attributes that an element's text keeps, even if the element is dropped."""
    return {name: attributes[name] for name in _CARRIED if name in attributes}


def _noscript_beside(image: LexborNode) -> bool:
    """Whether a picture that a script would load has a copy for readers without scripts."""
    place = image.parent if image.parent is not None and image.parent.tag == "picture" else image
    beside = (element_beside(place, step) for step in (following, preceding))
    return any(found is not None and _MARK in found.attributes and "<img" in raw(found).lower() for found in beside)


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
    "script": _Preparation._script,
}
