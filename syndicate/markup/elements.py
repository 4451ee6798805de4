"""What replaces each element that is not allowed: another element, its text, or nothing. No tree is walked here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from syndicate.markup.content_model import BLOCKS, TAGS
from syndicate.markup.removed import RemovedKind
from syndicate.markup.styles import IN_TABLES, INLINE_LEVEL, style_of

__all__ = [
    "BESIDE_TEXT",
    "BOXED",
    "ELEMENTS",
    "KINDS",
    "NEVER_SHOWN",
    "REPLACED",
    "STAND_APART",
    "STAND_INS",
    "VOID",
    "Level",
    "hides",
    "level_of",
]

STAND_INS: Final[Mapping[str, str]] = {
    # What browsers display as a block (HTML standard, section 15.3) stays a block.
    **dict.fromkeys(
        "address article aside center details dialog fieldset footer form header hgroup legend main nav optgroup "
        "option search section summary".split(),
        "div",
    ),
    **dict.fromkeys("listing plaintext xmp".split(), "pre"),
    **dict.fromkeys("dir menu".split(), "ul"),
    # Obsolete elements that mean what another does today (HTML standard, section 16.2).
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
}
"""The element that replaces another."""

STAND_APART: Final = frozenset(name for name, other in STAND_INS.items() if other in BLOCKS)
"""Those of them that are shown as blocks."""

NEVER_SHOWN: Final = frozenset(
    "area base basefont bgsound datalist frame head link meta noembed noframes noscript param rp script source style "
    "template title track".split()
)
"""Elements that browsers do not show: the text on both sides stays joined."""

REPLACED: Final = frozenset("canvas input meter progress select svg textarea".split())
"""Elements that browsers show as a box: the text on both sides stays separate."""

BOXED: Final = frozenset("button marquee".split())
"""Elements whose text browsers show in a box: it stays separate from the text on both sides."""

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
"""The kind that the removal of an element counts as; others count as removed elements."""

ELEMENTS: Final = (
    TAGS
    | STAND_INS.keys()
    | NEVER_SHOWN
    | BOXED
    | BESIDE_TEXT
    | VOID
    | KINDS.keys()
    | frozenset("big blink body data font html image map nobr picture rb rtc selectedcontent slot".split())
)
"""The names that HTML gives to elements, obsolete ones too; any other is a program's own."""


class Level(StrEnum):
    """How an element is shown beside others because of its style."""

    NONE = ""
    """As its name says."""
    BLOCK = "block"
    LINE = "line"
    CONTENTS = "contents"
    """It has no box; its content takes its place."""


def level_of(tag: str, attributes: Mapping[str, str | None]) -> Level:
    """How an element is shown because of its style (CSS 2.2, section 9.7); ``inherit`` needs the parent."""
    style = style_of(attributes)
    display = style.get("display") or ("contents" if tag == "slot" else "")
    if display == "contents":  # it has no box that could float
        return Level.CONTENTS
    position = style.get("position", "absolute" if tag == "dialog" else "")
    if style.get("float", "none") in _FLOATS or position in _AWAY or "popover" in attributes:
        return Level.BLOCK
    if display in INLINE_LEVEL or display in IN_TABLES or display in ("initial", "unset"):
        return Level.LINE
    return Level.NONE if display in _AS_BEFORE else Level.BLOCK


_FLOATS: Final = frozenset({"inline-end", "inline-start", "left", "right"})
_AWAY: Final = frozenset({"absolute", "fixed"})
_AS_BEFORE: Final = frozenset({"", "inherit", "revert", "revert-layer"})


def hides(tag: str | None, attributes: Mapping[str, str | None]) -> bool:
    """Whether its page hides an element from all readers.

    ``hidden="until-found"`` is for text that is meant to be found, as in a closed ``<details>``; and a style goes
    before the attributes ``hidden`` and ``popover`` (HTML standard, section 15.3.1).
    """
    if not ("style" in attributes or "hidden" in attributes or "popover" in attributes or tag == "dialog"):
        return False  # a fast path, since this is called for all elements of a page
    style = style_of(attributes)
    if style.get("visibility") in ("hidden", "collapse"):
        return True
    display = style.get("display", "")
    if display == "none" or (display in _COLUMNS and tag not in ("col", "colgroup")):
        return True
    if display not in _AS_BEFORE:
        return False
    if tag == "dialog" and "open" not in attributes:
        return True
    if "popover" in attributes and tag != "dialog":
        return True
    return not display and (attributes.get("hidden", "until-found") or "").lower() != "until-found"


_COLUMNS: Final = frozenset({"table-column", "table-column-group"})
