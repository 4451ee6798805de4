"""How the ``style`` of an element displays it (CSS Syntax 3, CSS Display 3). No style sheet is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

__all__ = ["BOXES", "GRIDS", "INLINE_LEVEL", "IN_TABLES", "Style", "style_of"]

_ESCAPE: Final = r"\\(?:[0-9a-fA-F]{1,6}[ \t\r\n\f]?|[^0-9a-fA-F\r\n\f])"
_PAIR: Final = r"\\(?:.|\Z)"
_CUT: Final = r"\Z|(?=[\r\n\f])"
_TOKEN = re.compile(
    rf"""(?P<comment>/\*.*?(?:\*/|\Z))
    |(?P<string>"(?:{_PAIR}|[^"\\\r\n\f]++)*(?:"|{_CUT})|'(?:{_PAIR}|[^'\\\r\n\f]++)*(?:'|{_CUT}))
    |(?P<url>url\(\s*+(?!["'\s])(?:{_PAIR}|[^)\\]++)*(?:\)|\Z))
    |(?P<space>[\ \t\r\n\f]+)
    |(?P<word>(?:[-\w.%+]|[^\x00-\x7f]|{_ESCAPE})+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(_ESCAPE)
_ENDS: Final = {"(": ")", "[": "]", "{": "}"}

_GLOBAL: Final = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
INLINE_LEVEL: Final = frozenset(
    "contents inline inline-block inline-flex inline-grid inline-table math ruby -webkit-inline-box "
    "-webkit-inline-flex".split()
)
"""Displays within a line of text."""
IN_TABLES: Final = frozenset(
    "table-caption table-cell table-column table-column-group table-footer-group table-header-group table-row "
    "table-row-group".split()
)
BOXES: Final = IN_TABLES | (INLINE_LEVEL - {"contents", "inline", "math", "ruby"})
"""Displays of what has lines of its own within a line of text."""
GRIDS: Final = frozenset(
    "flex grid inline-flex inline-grid -webkit-box -webkit-flex -webkit-inline-box -webkit-inline-flex".split()
)
"""Displays of what shows each of its parts as a block."""
_BLOCK_LEVEL: Final = frozenset("block flex flow flow-root grid list-item none table -webkit-box -webkit-flex".split())
_INSIDES: Final = frozenset("flex flow flow-root grid math ruby table".split())
_KEYWORDS: Final[Mapping[str, frozenset[str]]] = {
    "display": INLINE_LEVEL | _BLOCK_LEVEL | IN_TABLES | _GLOBAL,
    "float": frozenset({"inline-end", "inline-start", "left", "none", "right"}) | _GLOBAL,
    "position": frozenset("absolute fixed relative static sticky -webkit-sticky".split()) | _GLOBAL,
    "vertical-align": frozenset("baseline bottom middle sub super text-bottom text-top top".split()) | _GLOBAL,
    "visibility": frozenset({"collapse", "hidden", "visible"}) | _GLOBAL,
}
_LENGTHS: Final = ("height", "max-height", "max-width", "width")
_PROPERTIES: Final = (*_KEYWORDS, *_LENGTHS, "text-decoration")
_LENGTH = re.compile(
    r"[+-]?(?:0+(?:\.0+)?|\.0+)|\+?(?:\d+(?:\.\d+)?|\.\d+)(?:%|[a-z]+)|[a-z-]+\(.*\)|auto|none"
    r"|(?:-webkit-)?(?:fill-available|(?:fit|max|min)-content|stretch)|" + "|".join(sorted(_GLOBAL))
)
_NEVER_VALID = re.compile(r"""[!{}\]"'\\]|\)\s*\)""")
_IMPORTANT = re.compile(r"\s*!\s*important\s*", re.IGNORECASE)

Style = Mapping[str, str]
"""The values of properties that decide how and whether words are shown, in small letters."""

_NONE: Final[Style] = {}


@lru_cache(maxsize=4096)
def _read(text: str) -> Style:
    values: dict[str, tuple[bool, str]] = {}
    for name, value, is_important in _declarations(text):
        for found, stated in _meant(name, value):
            if is_important or not values.get(found, (False, ""))[0]:
                values[found] = is_important, stated
    return {name: value for name, (_, value) in values.items()}


def style_of(attributes: Mapping[str, str | None]) -> Style:
    """What an element's ``style`` says: the last valid declaration of a property counts, unless one is important.

    >>> style_of({"style": "/* x */ DISPLAY : Block !important; display:none; float:north"})
    {'display': 'block'}
    >>> style_of({"style": r"d\\69splay: inline flex; display: blocks; background: url(a;display:none)"})
    {'display': 'inline-flex'}
    """
    text = attributes.get("style")
    return _read(text) if text else _NONE


def _declarations(text: str) -> list[tuple[str, str, bool]]:
    """The names and values of declarations, without comments; those of what is not a declaration mean nothing."""
    found: list[tuple[str, str, bool]] = []
    pieces: list[str] = []
    ends: list[str] = []
    for token in (*_TOKEN.finditer(text), None):
        piece = token[0] if token is not None else ";"
        if (token is None or piece == ";") and (not ends or token is None):
            name, _, value = "".join(pieces).partition(":")
            important = _IMPORTANT.search(value)
            if important is not None and important.end() == len(value):
                value = value[: important.start()]
            found.append((name.strip().lower(), " ".join(value.split()).lower(), important is not None))
            pieces, ends = [], []
        elif piece in _ENDS:
            ends.append(_ENDS[piece])
            pieces.append(piece)
        elif ends and piece == ends[-1]:
            ends.pop()
            pieces.append(piece)
        elif token is not None and token["comment"] is not None:
            pieces.append(" ")
        else:
            pieces.append(_ESCAPED.sub(_character, piece) if token is not None and token["word"] else piece)
    return found


def _character(escape: re.Match[str]) -> str:
    digits = escape[0][1:].strip()
    if not re.fullmatch("[0-9a-fA-F]+", digits):
        return digits
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _meant(name: str, value: str) -> list[tuple[str, str]]:
    """The properties that a declaration sets, if its value is valid."""
    if name == "all":
        return [(found, value) for found in _PROPERTIES] if value in _GLOBAL else []
    if name == "text-decoration-line":  # the part of the shorthand that says which lines there are
        name = "text-decoration"
    if name not in _PROPERTIES:
        return []
    if "var(" in value:  # if it is valid, it is not known here
        return [] if _NEVER_VALID.search(value) else [(name, "")]
    if name == "display":
        value = _single(value)
    if name == "text-decoration":
        return [(name, value)] if value and not _NEVER_VALID.search(value) else []
    is_valid = name in _KEYWORDS and value in _KEYWORDS[name]
    if name in _LENGTHS or name == "vertical-align":  # which may be a length as well
        is_valid = is_valid or _LENGTH.fullmatch(value.removeprefix("-")) is not None
    return [(name, value)] if is_valid else []


def _single(display: str) -> str:
    """A display of two or three words as the one that means the same (CSS Display 3, section 2.1)."""
    words = display.split()
    if len(words) < 2:
        return display
    parts = set(words)
    outside = parts & {"block", "inline"}
    inside = parts & _INSIDES
    is_item = "list-item" in parts
    if len(outside) > 1 or len(inside) > 1 or len(words) != len(outside) + len(inside) + is_item:
        return ""
    is_inline = "inline" in outside
    if is_item:
        return "" if inside - {"flow", "flow-root"} else "inline" if is_inline else "list-item"
    within = next(iter(inside), "flow")
    if within in ("math", "ruby"):
        return "block" if "block" in outside else within
    if within == "flow":
        return "inline" if is_inline else "block"
    if within == "flow-root":
        return "inline-block" if is_inline else "flow-root"
    return f"inline-{within}" if is_inline else within
