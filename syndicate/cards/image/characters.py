"""What part of a text fonts can draw, and what replaces a character that they lack. Words are shaped in `fonts`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from syndicate.cards.image.clusters import clusters
from syndicate.cards.image.font_files import shows_nothing
from syndicate.cards.image.fonts import SURE, Typeface
from syndicate.cards.image.form import Texts
from syndicate.cards.image.paragraphs import LATIN, is_simple

__all__ = ["drawable", "named", "printed", "without_undrawn"]

# Characters that are drawn as another one, which fonts have.
_DRAWN_AS: Final = str.maketrans(
    {"\u2007": "\u00a0", "\u202f": "\u00a0", "\u2010": "-", "\u2011": "-", "\u03bc": "\u00b5"}
)
_SPACE: Final = re.compile(r"[^\S\u00a0]+")
# Joiners decide how letters of Persian, Hindi, or Sinhala are joined, controls how text of both directions is ordered;
# U+200B and U+2060 say where lines of Thai or Khmer break.
_CONTROLS: Final = "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_VARIATION_SELECTOR: Final = re.compile("[\ufe00-\ufe0f]")
_PICTOGRAM: Final = re.compile("[\u2600-\u26ff\u2728\u2764\U0001f000-\U0001faff]")
"""Emoji: a text says the same without them."""
_BRACKETS: Final = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）)")
_APART: Final = re.compile(r"(\s+[–—/|·-]\s+)")
_JOINED: Final = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    "|(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff]))"
)
"""What makes one emoji of several: letters of a flag such as that of Scotland, and joiners (UTS #51, section 1.4)."""

_PARTS: Final = Texts(kicker="groups", title="title", description="description", publisher="name", language="language")
"""What the texts are called in sources and in `publisher.toml`."""


@lru_cache(maxsize=256)
def printed(text: str) -> str:
    """A text as it is drawn: on one line, without characters that show nothing, such as joiners and soft hyphens.

    A text of such characters only stays as it is, and is refused.
    """
    given = text
    if not SURE.issuperset(text):
        text = unicodedata.normalize("NFC", text).translate(_DRAWN_AS)
        kept = "" if is_simple(text, LATIN) else _CONTROLS
        parts = _JOINED.split(text)
        parts[::2] = ["".join(one for one in part if one in kept or not _is_control(one)) for part in parts[::2]]
        text = "".join(parts)
        text = _VARIATION_SELECTOR.sub("", text)
    return _SPACE.sub(" ", text).strip(" ") or given


def _is_control(letter: str) -> bool:
    """Whether a character is there for others only; signs around Arabic numbers have the same category, and show."""
    return unicodedata.category(letter) == "Cf" and shows_nothing(letter)


def named(character: str) -> str:
    """A character with its number and name, since the reader's font may lack it too.

    >>> named("β")
    "'β' (U+03B2, GREEK SMALL LETTER BETA)"
    """
    return f"{character!r} (U+{ord(character):04X}, {unicodedata.name(character, 'without a name')})"


def drawable(stated: Texts, faces: Sequence[Typeface]) -> tuple[Texts, dict[str, str]]:
    """The parts of the texts that are drawn, and the first character that cannot be drawn of what is left out.

    What is left out is a part, such as ``title``, words of it, ``title-words``, or ``pictograms``.
    """
    texts: list[str] = []
    lacks: dict[str, str] = {}
    for part, text, face in zip(_PARTS, map(printed, stated), faces, strict=True):
        kept, lacking = without_undrawn(text, face)
        if kept is None:
            lacks[part] = next(iter(lacking.values()))
        else:
            lacks |= {name if name == "pictograms" else f"{part}-{name}": one for name, one in lacking.items()}
        texts.append(kept if kept is not None else text if part == "title" else "")
    return Texts(*texts), lacks


def without_undrawn(text: str, face: Typeface) -> tuple[str | None, dict[str, str]]:
    """A text without the emoji that no font has, and without asides in a script that no font has.

    A word without a letter is another word, and a sentence without a word another sentence. So an aside is left out
    only if it is set apart, in brackets or by a dash or slash, has no digit, and if none of its letters can be drawn.

    Returns:
        The text, or None if it cannot be drawn; and the first character that cannot be drawn, of all of it, of its
        ``pictograms`` or of its ``words``.
    """
    text = _spelled_out(text, face)
    lacking = face.lacking(text)
    if lacking is None:
        return text, {}
    found = {}
    kept = printed("".join(one for one in clusters(text) if face.font(one) is not None or not _PICTOGRAM.match(one)))
    if kept != text:
        found["pictograms"] = lacking
    if kept and (lacking := face.lacking(kept)) is not None:
        found["words"] = lacking
        kept = _without_asides(kept, face)
    is_left = face.lacking(kept) is None and any(map(str.isalnum, kept))
    return (kept, found) if is_left else (None, found)


def _spelled_out(text: str, face: Typeface) -> str:
    """A text where signs that stand for letters, such as "Ⅳ" and "㎎", are these letters if no font has them."""
    if SURE.issuperset(text):
        return text
    return "".join(one if face.font(one) is not None else _LETTERS.get(one) or one for one in clusters(text))


def _letters_of_signs() -> Iterator[tuple[str, str]]:
    """The signs of units and Roman numerals that are the same as letters (UAX #15, compatibility)."""
    for place in (*range(0x2100, 0x2180), *range(0x3300, 0x3400)):
        sign = chr(place)
        if unicodedata.decomposition(sign).startswith(("<compat>", "<square>")):
            yield sign, unicodedata.normalize("NFKC", sign)


_LETTERS: Final = dict(_letters_of_signs())


def _without_asides(text: str, face: Typeface) -> str:
    """A text without what is set apart in it and cannot be drawn."""

    def is_undrawn(aside: str) -> bool:
        letters = [one for one in clusters(aside) if one[0].isalpha()]
        return bool(letters) and not any(map(str.isdecimal, aside)) and not any(map(face.font, letters))

    text = _BRACKETS.sub(lambda found: "" if is_undrawn(found[0]) else found[0], text)
    kept = ""
    for between, part in zip(["", *_APART.findall(text)], _APART.split(text)[::2], strict=True):
        if not is_undrawn(part):
            kept += (between if kept else "") + part
    return printed(kept)
