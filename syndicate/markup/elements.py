"""What becomes of each element that may not stand: another element, its text, or nothing. No tree is walked here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from syndicate.markup.removed import RemovedKind

__all__ = [
    "BESIDE_TEXT",
    "BOXED",
    "KINDS",
    "NEVER_SHOWN",
    "REPLACED",
    "STAND_INS",
    "VOID",
    "hides",
    "is_block_by_style",
]

STAND_INS: Final[Mapping[str, str]] = {
    # What browsers display as a block (HTML standard, section 15.3) still stands apart.
    **dict.fromkeys(
        "address article aside center details dialog fieldset footer form header hgroup legend main nav optgroup "
        "option search section summary".split(),
        "div",
    ),
    **dict.fromkeys("listing plaintext xmp".split(), "pre"),
    **dict.fromkeys("dir menu".split(), "ul"),
    # Elements of old that mean what another does today (HTML standard, section 16.2).
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
}
"""The element that stands for another."""

NEVER_SHOWN: Final = frozenset(
    "area base basefont bgsound datalist frame head link meta noembed noframes noscript param rp script source style "
    "template title track".split()
)
"""Elements that browsers do not show: what is on both sides of them was together, and stays so."""

REPLACED: Final = frozenset("canvas input meter progress select svg textarea".split())
"""Elements that browsers show as a box: what is on both sides of them was apart, and stays so."""

BOXED: Final = frozenset("button marquee".split())
"""Elements whose text browsers show in a box of its own: it stays apart from what is on both sides."""

BESIDE_TEXT: Final = frozenset("audio embed iframe math object video".split()) | REPLACED
"""All elements that are shown as something else than text."""

VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split()
)
"""Elements without an end."""

KINDS: Final[Mapping[str, RemovedKind]] = {
    name: kind
    for kind, names in {
        RemovedKind.SCRIPTS: "script",
        RemovedKind.STYLES: "link style",
        RemovedKind.FORMS: "button datalist fieldset form input keygen label legend meter optgroup option output "
        "progress select textarea",
        RemovedKind.FRAMES: "applet embed fencedframe frame frameset iframe noembed noframes object param portal "
        "webview",
        RemovedKind.MEDIA: "area audio bgsound canvas map math model svg track video",
        RemovedKind.HIDDEN: "base head meta noscript template title",
    }.items()
    for name in names.split()
}
"""What the removal of an element is counted as; of others, it is one of elements."""

_PLAIN_BLOCKS: Final = frozenset("address article aside center div footer form header main nav search section".split())
_DISPLAY = re.compile(r"(?:^|[;\s])display\s*:\s*([a-z-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"(?:^|[;\s])visibility\s*:\s*hidden\b", re.IGNORECASE)

_BLOCK_DISPLAYS = re.compile(
    r"-(?:webkit|moz|ms)-(?:box|flex|flexbox|grid)|block|flex|grid|table|list-item|flow-root|table-.*"
)
_FLOATS = re.compile(
    r"(?:^|[;\s])(?:float\s*:\s*(?:left|right|inline-)|position\s*:\s*(?:absolute|fixed)\b)", re.IGNORECASE
)


_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


def _display(style: str) -> str | None:
    """How a style says that an element is displayed; None if it does not."""
    stated = _DISPLAY.findall(_COMMENT.sub(" ", style))
    return str(stated[-1]).lower() if stated else None


def is_block_by_style(tag: str, style: str) -> bool:
    """Whether an element of a line is shown as a block because of its style (CSS 2.2, section 9.7)."""
    display = _display(style) or ("contents" if tag == "slot" else "inline")
    if display == "contents":  # it has no box that could float
        return False
    return _BLOCK_DISPLAYS.fullmatch(display) is not None or _FLOATS.search(style) is not None


def is_line_by_style(tag: str, style: str) -> bool:
    """Whether a block without a meaning of its own is shown within a line because of its style."""
    if tag not in _PLAIN_BLOCKS:
        return False
    display = _display(style) or "block"
    return display == "contents" or (display.startswith("inline") and _FLOATS.search(style) is None)


def hides(tag: str | None, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is one that its page shows to no reader.

    ``hidden="until-found"`` is for text that is meant to be found; and a style goes before the attribute.
    """
    style = attributes.get("style")
    if style:
        if _INVISIBLE.search(style):
            return True
        if (display := _display(style)) is not None:
            return display == "none"
    if tag == "dialog" and "open" not in attributes:
        return True
    return (attributes.get("hidden", "until-found") or "").lower() != "until-found"
