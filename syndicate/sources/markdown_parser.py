"""The parser of Markdown, with the rules of markdown-it for what other programs add to it. Nothing is written here."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from syndicate.sources.generator_syntax import DIRECTIVE, addresses_replaced, template_end
from syndicate.sources.obsidian import comment, comment_block, embedded_file

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

__all__ = ["known_parser", "needs_plugins", "new_parser"]

_AFTER_A_BRACE: Final = frozenset("{%/:#.>")


def _template(state: StateInline, silent: bool) -> bool:
    """A rule of markdown-it: shortcodes and other templates are one token, whatever Markdown would see in them."""
    if state.src[state.pos] != "{" or state.src[state.pos + 1 : state.pos + 2] not in _AFTER_A_BRACE:
        return False
    text, unclosed = state.env.get("unclosed", ("", set()))
    if text is not state.src:
        state.env["unclosed"] = state.src, (unclosed := set())
    end = template_end(state.src, state.pos, unclosed)
    if end is None or end > state.posMax:
        return False
    if not silent:
        token = state.push("template", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _addresses(state: StateCore) -> None:
    """A rule of markdown-it: templates within the addresses of links give way to what they mean."""
    for token in state.tokens:
        if token.type == "inline":
            token.content, found = addresses_replaced(token.content)
            line = token.map[0] if token.map else 0
            state.env.setdefault("addresses", []).extend((template, line + below) for template, below in found)


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule of markdown-it: a line of colons begins or ends a box, as in Docusaurus, Starlight and VitePress."""
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = DIRECTIVE.fullmatch(line.rstrip())
    if match is None:
        return False
    if not silent:
        token = state.push("directive", "", 0)
        token.content, token.map = line, [start, start + 1]
        token.meta = {"title": match["label"] or match["title"] or ""}
        state.line = start + 1
    return True


_BEYOND = re.compile(r"!\[\[|%%|\[\^|\^\[|!!!|\?\?\?|:::|\{|^[ \t>*+\-\d.)]*[:~][ \t]", re.MULTILINE)


def needs_plugins(body: str) -> bool:
    """Whether a body may have a footnote, a box, a definition list, a template, or a file or comment of Obsidian."""
    return _BEYOND.search(body) is not None


def new_parser(*, is_plain: bool = False) -> MarkdownIt:
    """A parser; one without the rules of plug-ins takes a third less time, and gives the same where none applies."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    if is_plain:
        return parser
    for plugin in (footnote_plugin, admon_plugin, deflist_plugin):
        parser.use(plugin)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "directive", _directive, interrupts)
    parser.block.ruler.before("fence", "comment", comment_block, interrupts)
    parser.core.ruler.after("block", "addresses", _addresses)
    parser.inline.ruler.before("escape", "template", _template)
    parser.inline.ruler.before("link", "embedded_file", embedded_file)
    parser.inline.ruler.before("link", "comment", comment)
    return parser


known_parser = cache(new_parser)
"""The parser that is made once."""
