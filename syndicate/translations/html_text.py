"""The texts of HTML as content with codes, and back: summaries, and blocks of HTML in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import attrs
from markupsafe import escape

from syndicate.markup.content_model import HEADINGS, PHRASING
from syndicate.translations.content import Code, Content, Role, numbered

__all__ = ["Run", "runs", "written_html"]

_TOKEN: Final = re.compile(
    r"<!--.*?-->|<(?P<skip>script|style|template)\b.*?</(?P=skip)\s*>"
    r"""|<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*)(?:[^"'>]|"[^"]*"|'[^']*')*>|[^<]+|<""",
    re.DOTALL | re.IGNORECASE,
)
_ALT: Final = re.compile(r"""(?P<before><img\b[^>]*?\salt=")(?P<text>[^"]*)(?P<after>".*)""", re.DOTALL | re.IGNORECASE)
_KINDS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("em", "i"), "italic"),
    **dict.fromkeys(("del", "s"), "strike"),
    "a": "link",
    "br": "break",
    "code": "code",
}
_ALONE: Final = frozenset({"br", "img", "wbr"})
_WITHIN: Final = PHRASING | {"u", "font", "label", "big", "tt", "data", "span"}
_NAMED: Final = HEADINGS | {"p", "li", "td", "th", "dt", "dd", "figcaption", "caption", "blockquote"}


@attrs.frozen
class Run:
    """A text between two blocks.

    Attributes:
        start, end: where it is.
        kind: the element it is in.
        content: what it says.
    """

    start: int
    end: int
    kind: str
    content: Content


def runs(html: str) -> Iterator[Run]:
    """The texts of a fragment, in their order; those without letters are left out.

    >>> from syndicate.translations.content import coded
    >>> [(run.kind, coded(run.content)) for run in runs("<h2>Sleep</h2><p>Rest <b>well</b> &amp; long.</p><hr>")]
    [('h2', 'Sleep'), ('p', 'Rest <b1>well</b1> & long.')]
    """
    kind = "p"
    held: list[re.Match[str]] = []
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if (name and name in _WITHIN) or not (name or token[0].startswith("<!--") or token["skip"]):
            held.append(token)
            continue
        yield from _run(html, kind, held)
        held = []
        if name in _NAMED:
            kind = "p" if token["end"] else name
    yield from _run(html, kind, held)


def _run(html: str, kind: str, tokens: list[re.Match[str]]) -> Iterator[Run]:
    while tokens and tokens[0][0].isspace():
        tokens = tokens[1:]
    while tokens and tokens[-1][0].isspace():
        tokens = tokens[:-1]
    if not tokens:
        return
    start, end = tokens[0].start(), tokens[-1].end()
    text = html[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    content = numbered(_pieces(html[start:end]))
    if any(map(str.isalpha, "".join(piece for piece in content if isinstance(piece, str)))):
        yield Run(start, end, kind, content)


def _pieces(html: str) -> Iterator[str | Code]:
    tokens = list(_TOKEN.finditer(html))
    partners = _partners(tokens)
    for index, token in enumerate(tokens):
        name = (token["name"] or "").lower()
        if not name:
            yield re.sub(r"\s+", " ", unescape(token[0]))
        elif name == "img" and (image := _ALT.fullmatch(token[0])) is not None and image["text"].strip():
            yield Code(Role.OPEN, "image", image["before"])
            yield unescape(image["text"])
            yield Code(Role.CLOSE, "image", image["after"])
        elif index in partners:
            role = Role.CLOSE if token["end"] else Role.OPEN
            yield Code(role, _KINDS.get(name, "html"), token[0])
        else:
            yield Code(Role.ALONE, _KINDS.get(name, name if name == "img" else "html"), token[0])


def _partners(tokens: list[re.Match[str]]) -> set[int]:
    """The start and end tags that belong together."""
    open_: list[tuple[int, str]] = []
    found: set[int] = set()
    for index, token in enumerate(tokens):
        name = (token["name"] or "").lower()
        if not name or name in _ALONE:
            continue
        if not token["end"]:
            open_.append((index, name))
        elif any(other == name for _, other in open_):
            while (last := open_.pop())[1] != name:
                pass
            found |= {last[0], index}
    return found


def written_html(content: Content) -> str:
    """The HTML of a text.

    >>> written_html(("Rest ", Code(Role.OPEN, "bold", "<b>", 1), "2 < 3", Code(Role.CLOSE, "bold", "</b>", 1)))
    'Rest <b>2 &lt; 3</b>'
    """
    written = []
    in_image = False
    for piece in content:
        if isinstance(piece, Code):
            in_image = piece.kind == "image" and piece.role is Role.OPEN
            written.append(piece.raw)
        elif in_image:
            written.append(str(escape(piece)))
        else:
            written.append(piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return "".join(written)
