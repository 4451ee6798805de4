"""What site generators put into Markdown that is not Markdown: templates and boxes, and what they plainly mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from syndicate.markup.content_model import PHRASING
from syndicate.markup.elements import ELEMENTS, VOID
from syndicate.markup.gaps import GAP

__all__ = [
    "BOXES",
    "DIRECTIVE",
    "addresses_replaced",
    "component",
    "is_silent",
    "meaning_of",
    "replaced_in_html",
    "template_end",
]

_BRACKETS: Final = (
    *(("{{<", ">}}"), ("{{%", "%}}")),  # shortcodes of Hugo
    ("{%", "%}"),  # tags of Liquid, Nunjucks and Twig
    ("{{", "}}"),  # their variables
    ("{/*", "*/}"),  # comments of JSX
    ("{>>", "<<}"),  # those of reviewers in CriticMarkup
)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|\{[#.][A-Za-z][^{}\n]*\}")  # as in kramdown and Pandoc

DIRECTIVE = re.compile(
    r":{3,}\s*(?:(?P<name>[A-Za-z][\w-]*)?(?:\[(?P<label>[^\]]*)\])?(?:\{[^}]*\})?(?P<title>(?:\s+[^:{\s].*?)?))(?:\s*:{3,})?"
)
"""A line that begins or ends a box."""

BOXES: Final = frozenset(
    "note abstract info tip success question warning failure danger bug example quote important caution attention hint "
    "error summary tldr todo check done help faq fail missing cite seealso".split()
)
"""The kinds of boxes that MkDocs knows; such a word is not a title that anybody wrote."""

_COMPONENT = re.compile(r"<(?P<end>/?)(?P<name>[A-Z][\w.]*|[a-z]\w*\.\w+)(?=[\s/>])")

# An address that a template makes, where a link cannot be read for it.
_IN_ADDRESSES: Final = (
    (re.compile(r"""(?<=\]\()\{\{[<%]\s*(?:rel)?ref\s+["']?([^"'\s>%]+)["']?[^}]*[>%]\}\}(?=\))"""), r"\1"),
    (re.compile(r"""(?<=\]\()\{%-?\s*(?:link|post_url)\s+["']?([^"'\s%]+)["']?\s*-?%\}"""), r"\1"),
    (re.compile(r"""(?<=\]\()\{\{-?\s*["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|url)\s*-?\}\}"""), r"\1"),
    (re.compile(r"""(?<=\]\()\{\{-?\s*(?:site\.(?:baseurl|url)|page\.baseurl)\s*-?\}\}(?=/)"""), ""),
)
_SHORTCODE = re.compile(r"\{\{[<%]\s*(?P<name>[\w./-]+)(?P<rest>.*?)/?\s*[>%]\}\}", re.DOTALL)
_IN_HTML = re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}", re.DOTALL)
_CALL = re.compile(r"\{\{\s*(?P<name>[a-z]\w*)\((?P<rest>[^(){}]*)\)\s*\}\}")
"""A shortcode of Zola."""
_VALUE = re.compile(
    r"""(?:(?P<key>\w+)\s*=\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|`(?P<tick>[^`]*)`|(?P<bare>[^\s"'`=,]+))"""
)
_PLAYERS: Final = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


def template_end(text: str, start: int, unclosed: set[str]) -> int | None:
    """Where the template that begins at a place ends; None if none begins there.

    Args:
        text: the text.
        start: the place, at which there is a brace.
        unclosed: closing brackets that the rest of the text is known not to have, so that each is sought in vain once.
    """
    for opening, closing in _BRACKETS:
        if text.startswith(opening, start) and closing not in unclosed:
            if (end := text.find(closing, start + len(opening))) >= 0:
                return end + len(closing)
            unclosed.add(closing)
    match = _ATTRIBUTES.match(text, start)
    return match.end() if match is not None else None


def addresses_replaced(text: str) -> tuple[str, list[tuple[str, int]]]:
    """A run of text in which addresses of links are not templates but what these plainly mean.

    Returns:
        the text, and each template with the line it stood on, from 0.

    >>> addresses_replaced('[Sleep]({{< ref "sleep.md" >}})')
    ('[Sleep](sleep.md)', [('{{< ref "sleep.md" >}}', 0)])
    """
    found: list[tuple[str, int]] = []
    if "](" not in text or "{" not in text:
        return text, found
    for pattern, replacement in _IN_ADDRESSES:
        pieces, place, ticks = [], 0, 0
        for match in pattern.finditer(text):
            before = text[place : match.start()]
            ticks += before.count("`")
            is_code = ticks % 2 == 1
            pieces += [before, match[0] if is_code else match.expand(replacement)]
            place = match.end()
            if not is_code:
                found.append((match[0], text.count("\n", 0, match.start())))
        text = "".join(pieces) + text[place:]
    return text, found


def meaning_of(template: str) -> str | None:
    """What a template plainly means, as HTML; empty where it is nothing to read, None where nobody can tell.

    >>> meaning_of("{{< youtube abc >}}")
    '<a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a>'
    >>> meaning_of("{{< note >}}"), meaning_of("{{< br >}}"), meaning_of("{{ page.title }}")
    ('', '<br>', None)
    """
    match = _SHORTCODE.fullmatch(template) or _CALL.fullmatch(template)
    if match is None:
        return None if template.startswith("{{") else ""
    values = [
        (found["key"], next(value for value in found.group("double", "single", "tick", "bare") if value is not None))
        for found in _VALUE.finditer(match["rest"])
    ]
    named = {key: value for key, value in values if key}
    plain = next((value for key, value in values if not key), "")
    if (address := _PLAYERS.get(match["name"])) and (identifier := named.get("id") or plain):
        url = escape(address.format(identifier))
        return f'<a href="{url}">{url}</a>'
    if match["name"] in ("br", "linebreak"):
        return "<br>"
    if match["name"] == "figure" and (source := named.get("src")):
        alt, caption = named.get("alt", ""), named.get("caption") or named.get("title") or ""
        return f'<img src="{escape(source)}" alt="{escape(alt)}">' + (f"<br>{escape(caption)}" if caption else "")
    return ""


def replaced_in_html(html: str, note: Callable[[str, str], None]) -> str:
    """Raw HTML in which templates between its tags are what they plainly mean; those in tags stay.

    Args:
        html: a block as it is written.
        note: told of each template, and of what became of it as findings name it.

    >>> replaced_in_html("<p>{{< button >}}Go{{< /button >}}</p>", lambda template, reason: None).replace(GAP, "")
    '<p>Go</p>'
    """

    def replaced(match: re.Match[str]) -> str:
        if html.rfind("<", 0, match.start()) > html.rfind(">", 0, match.start()):
            return match[0]
        meant = meaning_of(match[0])
        note(match[0], "as-text" if meant is None else "plainly" if meant else "left-out")
        return escape(match[0]) if meant is None else f"{GAP}{meant}{GAP}"

    return _IN_HTML.sub(replaced, html) if "{" in html else html


def is_silent(template: str) -> bool:
    """Whether a template is a comment or a list of attributes, in place of which no page shows anything.

    >>> is_silent("{/* checked in May */}"), is_silent("{#dose .wide}"), is_silent("{{< dose >}}")
    (True, True, False)
    """
    return template.startswith(("{/*", "{>>")) or _ATTRIBUTES.fullmatch(template) is not None


def component(tag: str) -> tuple[str, str] | None:
    """A tag of JSX as a tag of HTML, between gaps, for such an element may be shown as anything; and its name.

    Names of HTML that somebody writes in capital letters are none.

    >>> component("<Card>"), component("<Dose />"), component("<B>")
    (('\\x00<Card>', 'Card'), ('\\x00', 'Dose'), None)
    """
    match = _COMPONENT.match(tag)
    if match is None:
        return None
    name, element = match["name"], match["name"].lower()
    is_html = element in ELEMENTS
    if is_html and (name.isupper() or element in VOID):
        return None if name.isupper() else (tag, name)
    if tag.endswith("/>"):  # which HTML would take for the beginning
        return f"{GAP}{tag[:-2]}></{name}>{GAP}" if is_html else GAP, name
    if is_html and element in PHRASING:
        return tag, name
    return f"{tag}{GAP}" if match["end"] else f"{GAP}{tag}", name
