"""The inline Markdown of one block as content with codes, and back. Blocks are found in `markdown_body`.

The parser is the reader's own, whose rules are watched: what a rule takes for markup is a code, all else is text. So
nothing is taken for markup that the reader would not, and a text is written back only if it reads as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from syndicate.sources.markdown_parser import new_parser
from syndicate.translations.content import Code, Content, Role, numbered

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["parser", "read_inline", "written_inline"]

_PAIRS: Final = {"strong": "bold", "em": "italic", "s": "strike"}
_KINDS: Final = {"code_inline": "code", "html_inline": "html", "hardbreak": "break", "template": "template"}
_HTML_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w.-]*)[^>]*?(/?)>", re.DOTALL)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())


@attrs.frozen
class _Range:
    """A stretch of the source that is markup, or a text that is written otherwise than it reads."""

    start: int
    end: int
    piece: Code | str


@cache
def parser() -> MarkdownIt:
    """The parser of the reader, with rules that note where in the text they found something."""
    made = new_parser()
    for rule in made.inline.ruler.__rules__:
        made.inline.ruler.at(rule.name, _noting(rule.name, rule.fn))
    return made


def _noting(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def noted(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, silent)
        start, before = state.pos, len(state.tokens)
        spaces = len(state.pending) - len(state.pending.rstrip(" ")) if name == "newline" else 0
        if not rule(state, silent):
            return False
        new = [token for token in state.tokens[before:] if "at" not in token.meta]
        if name in ("emphasis", "strikethrough"):
            place = start
            for token in new:
                if token.content and not set(token.content) - set("*_~") and token.type == "text":
                    token.meta["at"] = (place, place + len(token.content))
                    place += len(token.content)
            # The first of the new tokens may be a text that waited.
            if place != state.pos:
                _place_from_the_end(new, start, state.pos)
        else:
            for token in new:
                if token.type != "text":
                    token.meta["at"] = (start - spaces, state.pos)
        return True

    return noted


def _place_from_the_end(tokens: list[Token], start: int, end: int) -> None:
    """Give the tokens of delimiters their places, the last one first; a text before them has none."""
    for token in tokens:
        token.meta.pop("at", None)
    for token in reversed(tokens):
        if end <= start:
            break
        token.meta["at"] = (end - len(token.content), end)
        end -= len(token.content)


def read_inline(text: str, env: dict[str, Any]) -> Content:
    """The content of a block.

    Args:
        text: its inline Markdown.
        env: what the parser knows of its document: the addresses of links by reference.

    >>> from syndicate.translations.content import coded
    >>> coded(read_inline("Stay **calm** and [call](https://example.org/ 'now').", {}))
    'Stay <b1>calm</b1> and <a2>call</a2>.'
    """
    from markdown_it.rules_inline import StateInline

    state = StateInline(text, parser(), env, [])
    state.md.inline.tokenize(state)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(state)
    ranges = sorted(_ranges(text, state.tokens, state), key=lambda one: (one.start, -one.end))
    return numbered(_pieces(text, list(_outermost(ranges))))


def _outermost(ranges: list[_Range]) -> Iterator[_Range]:
    """The ranges that are not within a code that stands alone."""
    end = 0
    for one in ranges:
        if one.start >= end:
            yield one
            end = one.end


def _pieces(text: str, ranges: list[_Range]) -> Iterator[str | Code]:
    place = 0
    for one in _paired_html(ranges):
        yield text[place : one.start]
        yield one.piece
        place = one.end
    yield text[place:]


def _ranges(text: str, tokens: list[Token], state: StateInline) -> Iterator[_Range]:
    links: list[tuple[int, int] | None] = []
    for token in tokens:
        at: tuple[int, int] | None = token.meta.get("at")
        if token.type == "link_open":
            links.append(None if token.info == "auto" else at)
            if token.info == "auto" and at is not None:
                yield _Range(*at, Code(Role.ALONE, "link", text[slice(*at)]))
            elif at is not None:
                yield _Range(at[0], at[0] + 1, Code(Role.OPEN, "link", "["))
        elif token.type == "link_close":
            at = links.pop() if links else None
            if at is not None:
                end = state.md.helpers.parseLinkLabel(_at(state, at[0]), at[0], True)
                raw = text[end : at[1]]
                if raw in ("]", "][]"):  # its address is found by its text, which will be another
                    raw = f"][{text[at[0] + 1 : end]}]"
                yield _Range(end, at[1], Code(Role.CLOSE, "link", raw))
        elif token.tag in _PAIRS and token.nesting and at is not None:
            yield _pair(token, at)
        elif token.type == "image" and at is not None:
            yield from _image(text, token, at, state)
        elif token.type == "text_special" and at is not None:
            yield _Range(*at, token.content)
        elif token.type == "softbreak" and at is not None:
            yield _Range(*at, " ")
        elif token.type != "text" and at is not None:
            yield _Range(*at, Code(Role.ALONE, _KINDS.get(token.type, token.type), text[slice(*at)]))


def _at(state: StateInline, place: int) -> StateInline:
    state.pos, state.posMax = place, len(state.src)
    return state


def _pair(token: Token, at: tuple[int, int]) -> _Range:
    """An end of bold, italic or struck text; the outer mark of two belongs to it too."""
    role = Role.OPEN if token.nesting > 0 else Role.CLOSE
    start, end = at
    if token.tag == "strong":
        start, end = (start - 1, end) if role is Role.OPEN else (start, end + 1)
    return _Range(start, end, Code(role, _PAIRS[token.tag], token.markup))


def _image(text: str, token: Token, at: tuple[int, int], state: StateInline) -> Iterator[_Range]:
    """A picture: its text alternative is to be translated, if it is plain."""
    start = at[0] + 2
    end = state.md.helpers.parseLinkLabel(_at(state, at[0] + 1), at[0] + 1, False)
    alternative = text[start:end]
    if not any(map(str.isalpha, alternative)) or re.search(r"[\\`*_\[\]<&{~\n]", alternative):
        yield _Range(*at, Code(Role.ALONE, "image", text[slice(*at)]))
        return
    yield _Range(at[0], start, Code(Role.OPEN, "image", "!["))
    yield _Range(end, at[1], Code(Role.CLOSE, "image", text[end : at[1]]))


def _paired_html(ranges: list[_Range]) -> list[_Range]:
    """The ranges, the start and end tags of one element as a pair; only if that nests with the pairs around."""
    found = list(ranges)
    open_: list[tuple[int, str]] = []
    for index, one in enumerate(ranges):
        if not isinstance(one.piece, Code):
            continue
        if one.piece.role is Role.OPEN:
            open_.append((index, ""))
        elif one.piece.role is Role.CLOSE:
            while open_ and open_[-1][1]:
                open_.pop()
            if open_:
                open_.pop()
        elif one.piece.kind == "html" and (tag := _HTML_TAG.fullmatch(one.piece.raw)) is not None:
            name = tag[2].lower()
            if not tag[1] and not tag[3] and name not in _VOID:
                open_.append((index, name))
            elif tag[1] and (place := _innermost(open_, name)) is not None:
                first = open_[place][0]
                del open_[place:]
                for position, role in ((first, Role.OPEN), (index, Role.CLOSE)):
                    code = found[position].piece
                    assert isinstance(code, Code)
                    found[position] = attrs.evolve(found[position], piece=attrs.evolve(code, role=role))
    return found


def _innermost(open_: list[tuple[int, str]], name: str) -> int | None:
    """Where the innermost open element of a name is, with no other pair that begins within it."""
    for place in range(len(open_) - 1, -1, -1):
        if open_[place][1] == name:
            return place
        if not open_[place][1]:
            return None
    return None


_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&{}~^|!#$@:]")
_AS_HTML: Final = {"bold": ("<strong>", "</strong>"), "italic": ("<em>", "</em>"), "strike": ("<del>", "</del>")}


def written_inline(content: Content, env: dict[str, Any]) -> str | None:
    """The Markdown of a text: as it is typed, or with escapes where that would be read as markup.

    Args:
        content: the text.
        env: of its document.

    Returns:
        None, if no way of writing it reads as it is meant.

    >>> written_inline(("5 * 3 * 2, ", Code(Role.OPEN, "bold", "**", 1), "a_b", Code(Role.CLOSE, "bold", "**", 1)), {})
    '5 * 3 * 2, **a_b**'
    >>> written_inline(("*not* <b>",), {})
    '\\\\*not\\\\* \\\\<b\\\\>'
    """
    for as_html in (False, True):
        for escape in (_as_typed, _escaped):
            written = "".join(escape(piece) if isinstance(piece, str) else _raw(piece, as_html) for piece in content)
            if _reads_as(read_inline(written, dict(env)), content):
                return written
    return None


def _as_typed(text: str) -> str:
    return text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def _raw(code: Code, as_html: bool) -> str:
    """What stands for a code; marks that touch letters may not be read as such, where HTML is."""
    if as_html and code.kind in _AS_HTML:
        return _AS_HTML[code.kind][code.role is Role.CLOSE]
    return code.raw


def _reads_as(found: Content, meant: Content) -> bool:
    return _form(found) == _form(meant)


def _form(content: Content) -> list[tuple[str, str]]:
    """What two contents have in common that read alike: texts, and codes by what they do."""
    form: list[tuple[str, str]] = []
    for piece in numbered(content):
        if isinstance(piece, str):
            form.append(("text", " ".join(f"|{piece}|".split())))
        elif piece.kind in _AS_HTML or piece.raw.lower() in _MARKS:
            form.append((piece.role, _MARKS.get(piece.raw.lower(), piece.kind)))
        else:
            form.append((piece.role, piece.raw))
    return form


_MARKS: Final = {tag: kind for kind, tags in _AS_HTML.items() for tag in tags}
