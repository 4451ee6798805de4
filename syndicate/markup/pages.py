"""Whole pages: decoding, the tree, the base URL, the `syndicate` regions. Nothing is cleaned here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Container
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urldefrag

import attrs
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained
from syndicate.markup.nesting import check_nesting
from syndicate.markup.urls import resolve

__all__ = [
    "MOST_BYTES",
    "REGION_CLASS",
    "Places",
    "Region",
    "Surroundings",
    "base_url",
    "decode",
    "outermost",
    "parse",
    "region_nodes",
    "select",
]

MOST_BYTES: Final = 20 * 1024**2
"""The most bytes of a page that is read: at some seconds per megabyte of dense markup, more would take too long."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(page: str | bytes) -> LexborHTMLParser:
    """The tree of a page, as a browser would build it; bytes are read as :func:`decode` does.

    Raises:
        SourceError: the page nests so deep that building it would take too long.
    """
    text, encoded = (page, None) if isinstance(page, str) else _decoded(page)
    check_nesting(text, None if encoded is None else encoded.count(b"<"))
    if encoded is None:
        try:
            encoded = text.encode()
        except UnicodeEncodeError:
            encoded = _LONE_SURROGATE.sub("\ufffd", text).encode()
    del text  # frees as much memory as the page has
    return LexborHTMLParser(encoded)


REGION_CLASS = "syndicate"


@attrs.frozen(kw_only=True)
class Region:
    """One `syndicate` region of a page, which the publisher has marked for use elsewhere.

    Attributes:
        html: its content, sanitized.
        id: the element's own id, if it has one.
        classes: the element's class tokens, in order.
        lang: the language that the element, or the nearest one around it, declares; None if none does.
        dir: the direction, declared in the same way: ``ltr`` where none is, ``rtl`` or ``auto``.
    """

    html: Markup
    id: str | None = None
    classes: tuple[str, ...] = ()
    lang: str | None = None
    dir: str = "ltr"


_REGIONS = f'[class~="{REGION_CLASS}" i]'


def region_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    """The outermost `syndicate` elements of a page in document order; a region inside a region is part of it."""
    return outermost(tree, _REGIONS)


def select(tree: LexborHTMLParser | LexborNode, selector: str) -> dict[int | None, LexborNode]:
    """The elements that a CSS selector matches, each once, by their ``mem_id``.

    Raises:
        InvalidValueError: it is not a selector.
    """
    try:
        return {node.mem_id: node for node in tree.css(selector)}  # lists of selectors find an element once for each
    except SelectolaxError as error:
        raise InvalidValueError(
            Message("{selector!r} is not a CSS selector", selector=selector),
            hint=Message("write one as style sheets have it"),
        ) from error


class Surroundings:
    """What the ancestors of elements declare for them, as long as the tree is not changed.

    Args:
        chosen: the ``mem_id`` of elements, within which others may lie.
    """

    def __init__(self, chosen: Container[int | None]) -> None:
        self._chosen = chosen
        self._known: dict[int | None, tuple[bool, str | None, str | None]] = {}

    def of(self, node: LexborNode) -> tuple[bool, str | None, str | None]:
        """Whether an element is within a chosen one; the language and direction declared nearest to it.

        Each is None if none does; an empty language is unknown.
        """
        path: list[LexborNode] = []
        place: LexborNode | None = node
        is_within, lang, direction = False, None, None
        while place is not None:
            if (known := self._known.get(place.mem_id)) is not None:
                is_within, lang, direction = known[0] or place.mem_id in self._chosen, known[1], known[2]
                break
            path.append(place)
            place = place.parent
        for inner in reversed(path):
            if attributes := inner.attributes:
                if "lang" in attributes:
                    lang = attributes["lang"] or ""
                if "dir" in attributes and (stated := (attributes["dir"] or "").lower()) in ("ltr", "rtl", "auto"):
                    direction = stated
            self._known[inner.mem_id] = is_within, lang, direction
            is_within = is_within or inner.mem_id in self._chosen
        return self._known[node.mem_id]


def outermost(tree: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    """The elements that a CSS selector matches, except those inside another that it matches.

    Raises:
        InvalidValueError: it is not a selector.
    """
    found = select(tree, selector)
    around = Surroundings(found)
    return [node for node in found.values() if not around.of(node)[0]]


def base_url(tree: LexborHTMLParser, url: str | None) -> str | None:
    """The URL that relative references of a page start from: its ``<base href>``, else its own address."""
    for node in tree.tags("base"):
        attributes = node.attributes
        if "href" in attributes:
            return resolve(attributes["href"] or "", url) or url
    return url


class Places:
    """The places of a page that links within it lead to; collected at the first such link.

    >>> places = Places(parse('<h2 id="a">A</h2><a name="b">B</a>'), "https://example.org/p")
    >>> [places.lack(f"https://example.org/{link}") for link in ("p#a", "p#b", "p#c", "p#top", "p", "q#c")]
    [False, False, True, False, False, False]
    """

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self._tree = tree
        self._url = url
        self._known: set[str] | None = None

    def read(self) -> set[str]:
        """The ids of the page, before anything of it is taken out."""
        if self._known is None:
            found = (node.attributes for node in self._tree.css("[id], a[name]"))
            self._known = {value for one in found for name in ("id", "name") if (value := one.get(name))}
        return self._known

    def lack(self, url: str) -> bool:
        """Whether a link leads to a place of the page that it does not have."""
        page, _, fragment = url.partition("#")
        place, _, _ = fragment.partition(":~:")  # a text fragment directive
        if not place or place[0] in "!/" or place.lower() == "top":  # the first two are for scripts
            return False
        return page == urldefrag(self._url).url and self.read().isdisjoint((place, unquote(place)))


_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--(?:-?>|.*?-->)", re.DOTALL)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The charsets of the Encoding Standard by Python's names, those it reads as another with that one's name; Python has
# codecs, such as "idna" and "utf-7", that are none.
_CHARSETS = {
    name: name
    for name in "big5 big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "euc_jp gb18030 iso2022_jp iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 iso8859-2 iso8859-3 iso8859-4 "
    "iso8859-5 iso8859-6 iso8859-7 iso8859-8 koi8-r koi8-u mac-cyrillic mac-roman".split()
} | {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


@lru_cache(maxsize=64)
def _charset(label: bytes) -> str | None:
    """Python's name of a declared charset, None where pages in it are read as UTF-8."""
    try:
        return _CHARSETS.get(codecs.lookup(label.decode()).name)
    except LookupError:
        return None


@explained
def decode(page: bytes) -> str:
    """The text of an HTML page by the rules of browsers: byte order mark, declared charset, UTF-8, windows-1252.

    >>> decode('<meta charset="iso-8859-1"><p>sue\u00f1o'.encode("latin-1"))[-5:]
    'sueño'
    """
    return _decoded(page)[0]


def _decoded(page: bytes) -> tuple[str, bytes | None]:
    """The text of a page; and its bytes, if they are that text in UTF-8."""
    for bom, encoding in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(encoding, "replace"), None
    match = _META_CHARSET.search(page, 0, 4096)
    if match and b"<!--" in page[: match.start()]:
        match = _META_CHARSET.search(_COMMENT.sub(b"", page[:4096]))
    if match:
        charset = _charset(match[1])
        if charset is not None:
            return page.decode(charset, "replace"), None
    try:
        return page.decode("utf-8"), page
    except UnicodeDecodeError:
        return page.decode("cp1252", "replace"), None
