"""What WordPress stores as a text, as HTML: blocks, paragraphs without tags, shortcodes; and the states of posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from syndicate.model import Finding, FindingKind

__all__ = ["CATEGORY_FIELDS", "TECHNICAL_TYPES", "stored_html", "syntax_findings", "withheld_by_state"]

TECHNICAL_TYPES: Final = frozenset(
    "attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group "
    "elementor_library wpcf7_contact_form shop_order".split()
)
"""The types of posts that hold no texts."""

CATEGORY_FIELDS: Final = frozenset({"post_tag", "post_format", "language", "post_translations", "nav_menu"})
"""The taxonomies whose terms are not groups of topics."""

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->\s*", re.DOTALL)
_MORE = re.compile(r"<!--\s*(?:more.*?|nextpage|noteaser)\s*-->")
_BLOCK = re.compile(
    r"<(?:p|div|ul|ol|li|table|h[1-6]|blockquote|pre|section|article|figure|form|hr|address|details|dl)\b",
    re.IGNORECASE,
)
_WHOLE_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|blockquote|pre|section|article|figure|figcaption|form|hr|"
    r"address|details|summary|dl|dt|dd)\b",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(r"\[(/?)([a-z][a-z0-9_-]*)((?:\s+[^\[\]]*)?)/?\](?!\()", re.IGNORECASE)
_KEPT: Final = frozenset({"caption", "wp_caption"})
_DROPPED: Final = frozenset(
    "gallery audio video playlist embed contact-form-7 contact-form gravityform wpforms ninja_form vc_row vc_column "
    "vc_column_text et_pb_section et_pb_row et_pb_column et_pb_text fusion_builder_container toc sc shortcode "
    "recent_posts search tablepress table map button".split()
)


def stored_html(content: str) -> tuple[str, Counter[str]]:
    """What WordPress would show of a stored text, as far as that can be told without its plugins; and the shortcodes.

    Args:
        content: the text as an export has it: with comments around blocks, or with blank lines for paragraphs.

    >>> stored_html("<!-- wp:paragraph --><p>Rest.</p><!-- /wp:paragraph -->")[0]
    '<p>Rest.</p>'
    >>> stored_html('Rest\\nwell.\\n\\n[gallery ids="1"]Sleep.')
    ('<p>Rest<br>well.</p><p>Sleep.</p>', Counter({'[gallery]': 1}))
    """
    is_of_blocks = "<!-- wp:" in content
    text = _MORE.sub("", _BLOCK_COMMENT.sub("", content)).replace("\r\n", "\n").strip()
    found: Counter[str] = Counter()
    if "[" in text:
        known = {match[2].lower() for match in _SHORTCODE.finditer(text) if match[1]} | _DROPPED | _KEPT

        def without(match: re.Match[str]) -> str:
            name = match[2].lower()
            if name not in known and "=" not in match[3]:
                return match[0]  # a word in brackets
            if name not in _KEPT and not match[1]:
                found[f"[{name}]"] += 1
            return ""

        text = _SHORTCODE.sub(without, text)
    return (text if is_of_blocks else _paragraphs(text)), found


def _paragraphs(text: str) -> str:
    """Blank lines part paragraphs, as WordPress shows them (its function ``wpautop``)."""
    if "\n\n" not in text and _BLOCK.search(text):
        return text
    made = []
    for part in re.split(r"\n\s*\n", text):
        part = part.strip()
        if part:
            made.append(part if _WHOLE_BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>")
    return "".join(made)


def syntax_findings(found: Counter[str], *, title: str, topic: str, locale: str, source: str) -> Iterator[Finding]:
    """A finding for each shortcode that is left out."""
    for syntax in found:
        details = {"title": title, "syntax": syntax, "reason": "left-out"}
        yield Finding(kind=FindingKind.GENERATOR_SYNTAX, topic=topic, locale=locale, source=source, details=details)


def withheld_by_state(status: str, has_password: bool, *, is_dated: bool = True) -> str:
    """The state by which a post is withheld; empty for one that is public, or will be at its date.

    Args:
        status: as WordPress has it.
        has_password: whether readers are asked for one.
        is_dated: whether it says when it was or will be published.

    >>> withheld_by_state("publish", False), withheld_by_state("private", False), withheld_by_state("future", False)
    ('', 'status=private', '')
    """
    if has_password:
        return "password"
    if status in ("publish", "") or (status == "future" and is_dated):
        return ""
    return f"status={status[:40]}"
