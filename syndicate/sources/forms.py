"""Which form a file of XML, JSON or HTML has, told from its beginning by one function, so no two readers claim it.

What comes through a pipe has no name: its form names it.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import attrs

__all__ = ["Form", "form_of", "suffix_of"]

_START: Final = 1 << 18
_LONGEST_VALUE: Final = 300
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_BEFORE_ROOT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\])*>", re.DOTALL)
_WORDPRESS = b"wordpress.org/export/"
_MARKS: Final = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_LD = re.compile(rb"<script[^>]*application/ld\+json", re.IGNORECASE)
_REGION = re.compile(rb"""class\s*=\s*(?:"[^"]*\bsyndicate\b|'[^']*\bsyndicate\b|syndicate\b)""", re.IGNORECASE)


class Form:
    """The names of the forms."""

    TOPICS: Final = "topics"
    HEALTH_TOPICS: Final = "health-topics"
    FEED: Final = "feed"
    JSON_FEED: Final = "json-feed"
    WORDPRESS: Final = "wordpress"
    WXR: Final = "wxr"
    DRUPAL: Final = "drupal"
    MEDIA: Final = "media"
    CONNECT: Final = "connect"
    GENETICS: Final = "genetics"
    GENETICS_XML: Final = "genetics-xml"
    JSON_LD: Final = "json-ld"
    REGIONS: Final = "regions"
    PAGE: Final = "page"
    XML: Final = "xml"
    JSON: Final = "json"
    OTHER: Final = ""


def form_of(path: Path) -> str:
    """The form of a file by its first bytes; empty where it is not known.

    Args:
        path: an ordinary file.
    """
    try:
        state = path.stat()
    except OSError:
        return Form.OTHER
    return _form_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1024)
def _form_of(path: Path, changed: int, size: int) -> str:
    try:
        with path.open("rb") as stream:
            return form_of_start(stream.read(_START))
    except OSError:
        return Form.OTHER


def form_of_start(start: bytes) -> str:
    """The form of what begins with these bytes.

    >>> form_of_start(b'<?xml version="1.0"?><rss version="2.0"><channel>'), form_of_start(b'{"meta": {}, "results": [')
    ('feed', 'media')
    """
    if start[:2] == b"\x1f\x8b":
        start = _unpacked(start)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            start = start.decode(encoding, "replace").encode()
    head = start.lstrip()
    if head[:1] == b"<":
        return _of_markup(head)
    if head[:1] in (b"{", b"["):
        return _of_json(_shape(head.decode(errors="replace")))
    return Form.OTHER


def suffix_of(start: bytes) -> str:
    """The ending that a file of this beginning would have."""
    form = form_of_start(start)
    if form in (Form.REGIONS, Form.PAGE):
        return ".html"
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:4] == b"PK\x03\x04":
        return ".xlsx" if b"[Content_Types].xml" in start or b"xl/" in start else ".zip"
    if start[:2] == b"\x1f\x8b":
        return ".xml.gz"
    return ".xml" if head[:1] == b"<" else ".json" if head[:1] in (b"{", b"[") else ".csv"


def _unpacked(start: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, _START)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def _of_markup(head: bytes) -> str:
    after = _BEFORE_ROOT.sub(b"", head)
    root = _ROOT.search(after)
    name = root[1].decode(errors="replace").lower() if root is not None else ""
    if name in ("rss", "rdf"):
        return Form.WXR if _WORDPRESS in head else Form.FEED
    if name == "feed":
        return Form.FEED
    if name in ("summaries", "health-condition-summary", "gene-summary", "chromosome-summary"):
        return Form.GENETICS_XML
    if name in ("health-topics", "nlmsearchresult"):
        return Form.HEALTH_TOPICS
    is_page = name == "html" or head[:9].lower() == b"<!doctype" or not head.startswith(b"<?xml")
    if is_page:
        return Form.REGIONS if _REGION.search(head) else Form.JSON_LD if _LD.search(head) else Form.PAGE
    return Form.XML


@attrs.frozen
class _Shape:
    """What a JSON document begins with.

    Attributes:
        is_list: whether it is a list.
        keys: the keys of the whole, or of the first item of the list, with their values where these are short texts.
        inner: the keys one level below, by the key above.
    """

    is_list: bool
    keys: Mapping[str, str]
    inner: Mapping[str, frozenset[str]]


def _shape(text: str) -> _Shape:
    """The keys at the beginning of a document, however long that is."""
    is_list = text[:1] == "["
    top = 2 if is_list else 1
    keys: dict[str, str] = {}
    inner: dict[str, set[str]] = {}
    stack: list[str] = []
    above, found = "", list(_tokens(text))
    for index, word in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else ""
        if word in "{[":
            stack.append(word)
        elif word in "}]":
            if stack:
                stack.pop()
            if is_list and len(stack) == 1 and word == "}":
                break
        elif word[0] == '"' and following == ":" and stack and stack[-1] == "{":
            key = _read(word)
            objects = len(stack)
            if objects == top:
                above = key
                value = found[index + 2] if index + 2 < len(found) else ""
                keys.setdefault(key, _read(value) if value[:1] == '"' else "")
            elif above and objects <= top + 2:
                inner.setdefault(above, set()).add(key)
    return _Shape(is_list, keys, {name: frozenset(found) for name, found in inner.items()})


def _tokens(text: str) -> Iterator[str]:
    return (match[0] for match in _TOKEN.finditer(text))


def _read(word: str) -> str:
    try:
        value: Any = json.loads(word) if len(word) <= _LONGEST_VALUE else ""
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _of_json(shape: _Shape) -> str:
    keys = shape.keys
    if keys.get("format") == "syndicate-topics":
        return Form.TOPICS
    if keys.get("version", "").startswith("https://jsonfeed.org/version/"):
        return Form.JSON_FEED
    if "@context" in keys or "@graph" in keys:
        return Form.JSON_LD
    if "feed" in keys and shape.inner.get("feed", frozenset()) & {"entry", "xsi", "base", "lang"}:
        return Form.CONNECT
    if "jsonapi" in keys or ("data" in keys and shape.inner.get("data", frozenset()) >= {"type", "attributes"}):
        return Form.DRUPAL
    if {"meta", "results"} <= keys.keys():
        return Form.MEDIA
    if keys.keys() & {"slug", "content", "excerpt"} and keys.keys() & {"date_gmt", "modified_gmt", "guid", "_links"}:
        return Form.WORDPRESS
    if keys.keys() & {"ghr_page", "ghr-page"} or shape.inner.keys() & {"ghr_page", "health-condition-summary"}:
        return Form.GENETICS
    return Form.JSON
