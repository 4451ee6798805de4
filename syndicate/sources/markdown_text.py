"""The body of a Markdown topic as HTML: CommonMark with tables, strikethrough, footnotes, task and definition lists.

What other programs add to Markdown (shortcodes, Liquid, admonitions, JSX) is shown plainly where it has a plain
meaning, and noted in any case. No file is read here, and no address is judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import attrs

from syndicate.layout import ASSET_TYPES, AUDIO, PICTURES, VIDEO
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.urls import addresses, readdressed
from syndicate.model import FindingKind
from syndicate.sources.generator_syntax import (
    BOXES,
    component,
    is_silent,
    meaning_of,
    replaced_in_html,
)
from syndicate.sources.markdown_parser import known_parser, needs_plugins
from syndicate.sources.markdown_signs import (
    check_off,
    comparisons,
    extra_cells,
    misread,
    shortened,
    unread_formulas,
    unread_signs,
)
from syndicate.sources.obsidian import EMBEDDED
from syndicate.sources.reading import words_of

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Note", "Relink", "first_heading", "html_of"]

Relink = Callable[[str, str, int, bool], str | None]
"""Takes an address, the text of its link, its line, and whether it is a picture's; gives the address to write, an
empty one where there is to be none, None where it may stay."""

_TAG = re.compile(r"""</?[A-Za-z](?>[^"'<>]+|"[^"]*"|'[^']*')*>?""")
_ADDRESS = re.compile(
    r"""(?P<before>[\s"'/](?P<name>href|src|poster|data|data-(?:src|lazy|lazy-src|original|original-src)"""
    r"""|(?P<set>srcset|data-srcset|data-lazy-srcset|data-original-set))\s*=\s*)"""
    r"""(?:(?P<quote>["'])(?P<address>.*?)(?P=quote)|(?P<bare>[^\s"'=<>`]+))""",
    re.I | re.S,
)
"""Where a tag has an address; pictures that a script would load later have theirs in other attributes."""
_MODULE = re.compile(
    r"""(?:import\s(?:.+\sfrom\s+)?["'].+["']|export\s+(?:const|let|default|function|async)\b.*)\s*;?""", re.S
)
_FIRST: Final = frozenset("ie[{")  # letters that one of these begins with
_ALERT = re.compile(r"\[![A-Za-z]+\][+-]?")  # GitHub and Obsidian
_CONTENTS = re.compile(r"\[TOC\]|\[\[_?toc_?\]\]|\{:toc\}", re.I)
_UNREAD = re.compile(r"!?\[[^\[\]\n]*\]\([^()\n]+\)?|!?\[\[[^\[\]\n]+\]\]|\[\^[^\[\]\s]+\]|\*\[[^\[\]\n]+\]:")
_SCRIPT_LINK = re.compile(r"\]\(\s*<?\s*(?:javascript|vbscript|data|file):", re.I)
_AS_MARKDOWN = re.compile(r"""\smarkdown\s*=\s*["']?(?:1|block|span)\b["']?""", re.I)  # kramdown, Markdown Extra
_COMMENT = re.compile(r"\{%-?\s*(?P<end>end)?comment\b")  # Liquid
_PLAYS = re.compile(rf"\.({'|'.join((*AUDIO, *VIDEO))})(?:[?#]|$)", re.I)
"""An address of a recording."""
_READ = re.compile(rf"([^/]*\.(?:{'|'.join(sorted(ASSET_TYPES.keys() - PICTURES.keys()))}))(?:[?#]|$)", re.I)
"""An address of a document."""


@attrs.frozen
class Note:
    """Something an editor should know of a body.

    Attributes:
        kind: what it is.
        line: of the body, from 0.
        details: what its message needs besides the title.
    """

    kind: FindingKind
    line: int
    details: dict[str, str]


def html_of(body: str, relink: Relink) -> tuple[str, list[Note]]:
    """The body as HTML that is still to be sanitized, and what was noted in it.

    >>> html_of("Rest[^1].\\n\\n[^1]: Eight hours.", lambda *_: None)[0].replace("\\n", "")
    '<p>Rest<sup>[1]</sup>.</p><hr><ol><li><p>Eight hours.</p></li></ol>'
    """
    env: dict[str, Any] = {}
    parser = known_parser(is_plain=not needs_plugins(body))
    parsed = parser.parse(body, env)
    notes = [_syntax(found, line, "plainly") for found, line in env.get("addresses", ())]
    tokens = list(_Writer(relink, notes, has_comments="endcomment" in body).blocks(parsed))
    for reason, misread_there in (("extra-cells", extra_cells), ("quotation", comparisons)):
        for words, line in misread_there(body, parsed):
            notes.append(Note(FindingKind.MISREAD_MARKDOWN, line, {"syntax": shortened(words), "reason": reason}))
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:  # a note that nothing refers to; the plug-in leaves it out
            mark = f"[^{label[1:]}]:"
            notes.append(_syntax(mark, body[: max(0, body.find(mark))].count("\n"), "left-out"))
    return without_gaps(parser.renderer.render(tokens, parser.options, env)), notes


def first_heading(body: str, locale: str) -> str:
    """The words of the first heading; empty where there is none.

    >>> first_heading("Rest.\\n\\nTo *sleep*\\n===", "en")
    'To sleep'
    """
    env: dict[str, Any] = {}
    parser = known_parser()
    tokens = parser.parse(body, env)
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = list(_Writer(lambda *_: None, []).blocks(tokens[position : position + 3]))
            rendered = without_gaps(parser.renderer.render(heading, parser.options, env))
            if words := words_of(rendered, locale)[0]:
                return words
    return ""


def _syntax(found: str, line: int, reason: str) -> Note:
    return Note(FindingKind.GENERATOR_SYNTAX, line, {"syntax": shortened(found), "reason": reason})


class _Writer:
    """Turns the tokens of a body into those of plain HTML."""

    def __init__(self, relink: Relink, notes: list[Note], *, has_comments: bool = False) -> None:
        self._has_comments = has_comments  # that end
        self._relink = relink
        self._notes = notes
        self._line = 0
        self._is_comment = False  # between {% comment %} and {% endcomment %}

    def blocks(self, tokens: list[Token]) -> Iterator[Token]:
        """The tokens of the whole body."""
        position = 0
        while position < len(tokens):
            token = tokens[position]
            position += 1
            if token.map:
                self._line = token.map[0]
            if token.type == "paragraph_open":
                if tokens[position - 2].type == "list_item_open":
                    check_off(tokens[position])
                inline = tokens[position]
                while tokens[position].type != "paragraph_close":
                    position += 1
                if self._has_text(inline):
                    yield from (token, inline, tokens[position])
                position += 1
            elif token.type == "admonition_title_open":
                kind, title = tokens[position - 2].info.strip(), tokens[position].content
                position += 1
                yield from self._title("" if kind.casefold() in BOXES else title)
            else:
                yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Token]:
        if token.type in _PLAIN:
            if _PLAIN[token.type]:
                yield _html_block(_PLAIN[token.type])
        elif token.type == "admonition_open":
            self._note(f"{token.markup} {token.info.strip()}", "plainly")
            yield _html_block("<blockquote>\n")
        elif token.type == "directive":
            if token.content.strip(": "):
                self._note(token.content, "plainly")
            yield from self._title(token.meta["title"].strip())
        elif token.type == "html_block":
            token.content = self._html(replaced_in_html(token.content, self._note))
            if not self._is_comment:
                yield token
        elif token.type == "comment":
            self._note(token.content, "left-out")
        else:
            if token.type == "fence" and token.info.startswith("{"):
                self._note(f"```{token.info}", "as-text")
            if token.type == "inline":
                self._has_text(token)
            if not self._is_comment or token.type not in ("fence", "code_block"):
                yield token

    def _title(self, title: str) -> Iterator[Token]:
        if title:
            yield _html_block(f"<p><strong>{escape(title)}</strong></p>\n")

    def _note(self, syntax: str, reason: str) -> None:
        self._notes.append(_syntax(syntax.strip(), self._line, reason))

    def _misread(self, words: str, reason: str) -> None:
        details = {"syntax": shortened(words), "reason": reason}
        self._notes.append(Note(FindingKind.MISREAD_MARKDOWN, self._line, details))

    def _has_text(self, inline: Token) -> bool:
        """Whether anything is left of a run of text when it is rewritten."""
        for pattern in (_MODULE, _CONTENTS) if inline.content[:1] in _FIRST else ():
            if pattern.fullmatch(inline.content.strip()):
                self._note(inline.content, "left-out")
                inline.children = []
                return False
        children = inline.children or []
        for found in unread_formulas(inline.content):
            self._note(found, "plainly")
        for found in misread(inline.content, children):
            self._misread(found, "emphasis")
        inline.children = list(self._inlines(children))
        return any(child.type not in ("text", "softbreak") or child.content.strip() for child in inline.children)

    def _inlines(self, tokens: list[Token]) -> Iterator[Token]:
        unlinked = 0
        for position, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                self._line += 1
            if token.type == "link_open":
                text = "".join(child.content for child in _until(tokens, position, "link_close"))
                if self._rewritten(token, "href", text, picture=False) == "":
                    unlinked += 1
                    continue
            elif token.type == "link_close" and unlinked:
                unlinked -= 1
                continue
            elif token.type == "image" and (player := _PLAYS.search(str(token.attrGet("src") or ""))):
                # Browsers show no picture of it, nor of documents; most editors that take them write them this way.
                kind = "video" if player[1].lower() in VIDEO else "audio"
                title = f' title="{escape(token.content)}"' if token.content.strip() else ""
                html = f'<{kind} src="{escape(str(token.attrGet("src")))}"{title}></{kind}>'
                yield _html_inline(f"{GAP}{self._html(html)}{GAP}")
                continue
            elif token.type == "image" and (named := _READ.search(str(token.attrGet("src") or ""))):
                title = escape(token.content.strip() or unquote(named[1]))
                html = f'<a href="{escape(str(token.attrGet("src")))}">{title}</a>'
                yield _html_inline(f"{GAP}{self._html(html)}{GAP}")
                continue
            elif token.type == "image":
                stated = str(token.attrGet("src"))
                if self._rewritten(token, "src", token.content, picture=True) == "":
                    yield _html_inline(GAP)
                    continue
                token.children = self._as_words(token.children or [])
                if not token.content.strip():
                    details = {"field": "summary", "names": stated.removeprefix(EMBEDDED)}
                    self._notes.append(Note(FindingKind.NO_ALTERNATIVE, self._line, details))
            was_comment = self._is_comment
            shown = list(self._inline(token, is_first=position == 0))
            if not (was_comment or self._is_comment):
                yield from shown

    def _as_words(self, tokens: list[Token]) -> list[Token]:
        """The alternative of a picture as plain text, where the renderer would drop what parts its words."""
        if not any(token.type not in ("text", "softbreak", "image") and not token.nesting for token in tokens):
            return tokens
        written = list(self._inlines(tokens))
        parser = known_parser()
        return [_text(words_of(without_gaps(parser.renderer.render(written, parser.options, {})), "")[0])]

    def _inline(self, token: Token, *, is_first: bool) -> Iterator[Token]:
        if token.type == "template":
            if comment := _COMMENT.match(token.content):
                self._is_comment = self._has_comments and not comment["end"]
            html = meaning_of(token.content)
            self._note(token.content, "as-text" if html is None else "plainly" if html else "left-out")
            gap = "" if is_silent(token.content) else GAP
            yield _html_inline(escape(token.content) if html is None else f"{gap}{self._html(html)}{gap}")
            self._line += token.content.count("\n")
        elif token.type == "footnote_ref":
            yield _html_inline(f"<sup>[{token.meta['id'] + 1}]</sup>")
        elif token.type == "html_inline":
            token.content = self._html(token.content)
            yield token
        else:
            if token.type == "text" and is_first and (alert := _ALERT.match(token.content)):
                self._note(alert[0], "plainly")
                token.content = token.content[alert.end() :].lstrip()
            elif token.type == "text" and "[" in token.content:
                for found in _UNREAD.finditer(token.content):
                    self._unread(found[0])
            if token.type == "text":
                for sign in unread_signs(token.content):
                    self._note(sign, "as-text")
            yield token

    def _unread(self, found: str) -> None:
        """A link or a mark that is shown as it stands."""
        if "](" in found:
            reason = "script-address" if _SCRIPT_LINK.search(found) else "unread-link"
            self._notes.append(Note(FindingKind.DEAD_LINK, self._line, {"link": found, "reason": reason}))
        else:
            self._note(found, "as-text")

    def _rewritten(self, token: Token, name: str, text: str, *, picture: bool) -> str | None:
        stated = str(token.attrGet(name) or "")
        address = self._relink(stated, text, self._line, picture)
        if address is None and stated.startswith(EMBEDDED):  # of a file that is not there
            token.attrSet(name, stated.removeprefix(EMBEDDED))
        elif address is not None:
            token.attrSet(name, address)
        return address

    def _html(self, html: str) -> str:
        """Raw HTML with its addresses rewritten."""
        seen: dict[str, str | None] = {}

        def rewritten(match: re.Match[str], start: int) -> str:
            stated = unescape(match["bare"] or match["address"] or "")
            line = self._line + html.count("\n", 0, start + match.start())
            is_picture = match["name"].lower() != "href"
            if match["set"]:
                for url in addresses(stated):
                    if url not in seen:
                        seen[url] = self._relink(url, "", line, is_picture)
                is_rewritten = any(map(seen.get, addresses(stated)))
                return f'{match["before"]}"{escape(readdressed(stated, seen.get))}"' if is_rewritten else match[0]
            address = seen[stated] = self._relink(stated, "", line, is_picture)
            if address is None:
                return match[0]
            return f'{match["before"]}"{escape(address)}"' if address else match["before"][:1]

        def tag(match: re.Match[str]) -> str:
            is_end = match[0][1] == "/"
            written = match[0]
            if "=" in written and not is_end:
                if inert := _AS_MARKDOWN.search(written):
                    self._note(inert[0].strip(), "inert")
                written = _ADDRESS.sub(lambda found: rewritten(found, match.start()), written)
            if found := component(written):
                written, name = found
                if not is_end:
                    self._note(f"<{name}>", "plainly" if written != GAP else "left-out")
            return written

        return _TAG.sub(tag, html)


_PLAIN: Final = {
    "admonition_close": "</blockquote>\n",
    "admonition_title_close": "",
    "footnote_block_open": "<hr>\n<ol>\n",
    "footnote_block_close": "</ol>\n",
    "footnote_open": "<li>",
    "footnote_close": "</li>\n",
    "footnote_anchor": "",
}
"""What stands for the tokens of plug-ins. Ids do not outlive syndication, so notes are not linked but numbered."""


def _until(tokens: list[Token], start: int, kind: str) -> Iterator[Token]:
    for token in tokens[start + 1 :]:
        if token.type == kind:
            return
        yield token


def _html_block(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=html)


def _text(words: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=words)


def _html_inline(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=html)
