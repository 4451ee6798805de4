"""Texts in scripts that need more than words between spaces: the order of their letters, their pieces, their lines.

Each line is shaped whole, in runs of one direction, script, and font. Lines are chosen in `typesetting`. Latin, Greek,
and Cyrillic text does not come here.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import attrs
from babel import Locale

from syndicate.cards.image.bidi import levels_of, line_levels, visual_order
from syndicate.cards.image.clusters import clusters
from syndicate.cards.image.font_files import FontFile, shows_nothing
from syndicate.cards.image.fonts import Run, Typeface, Word, word_of
from syndicate.cards.image.line_breaks import break_opportunities
from syndicate.character_data import bidi_class, line_break_class, resolved_scripts
from syndicate.locales import direction, tag

__all__ = ["LATIN", "Paragraph", "Writing", "has_unknown_words", "is_simple", "paragraph", "writing_of"]

_OTHER: Final = re.compile(
    "[\u0590-\u1c7f\u1c90-\u1cff\u2e80-\ua63f\ua6a0-\ua71f\ua800-\uab2f\uab70-\ud7ff\uf900-\ufaff\ufb07-\ufdff"
    "\ufe10-\ufe1f\ufe30-\ufefc\uff01-\uffef\U00010000-\U0001cfff\U0001e000-\U0001efff\U00020000-\U0003ffff]"
)
"""Letters of all scripts but Latin, Greek, and Cyrillic, whose words are between spaces and run to the right."""

_LATIN_LETTER: Final = re.compile(r"[^\W\d_]")
_IDEOGRAPHIC: Final = frozenset({"Hani", "Hira", "Kana", "Bopo"})
_WIDE_MARKS: Final = frozenset("“”‘’…—·")
"""Marks that Latin fonts have too, but narrower than Chinese and Japanese text has them."""


_GROUPS: Final = re.compile(r"\+?(?:\(\d+\) ?|(?:\d+[ -]){2})\d+(?:[ -]\d+)*|\d+[⁰¹²³⁴-⁹⁺⁻ⁿ]+")
"""Numbers in three groups or more, such as phone numbers and dates, and powers. Two groups may be a range, which goes
leftward."""


class Writing(NamedTuple):
    """How a language is written: its BCP 47 tag, by which fonts choose forms, and whether it runs to the left."""

    tag: str
    leftward: bool


LATIN: Final = Writing("und", leftward=False)
"""A language that is not known: from left to right."""


def writing_of(locale: Locale) -> Writing:
    """How a locale's language is written.

    >>> writing_of(Locale("ar"))
    Writing(tag='ar', leftward=True)
    """
    return Writing(tag(locale), direction(locale) == "rtl")


def is_simple(text: str, writing: Writing) -> bool:
    """Whether a text is words between spaces that run to the right, whatever its card is written in.

    >>> arabic = writing_of(Locale("ar"))
    >>> is_simple("Sleep", arabic), is_simple("10 - 20", arabic), is_simple("10 - 20", LATIN), is_simple("睡眠", LATIN)
    (True, False, True, False)
    """
    if _OTHER.search(text):
        return False
    return not writing.leftward or _LATIN_LETTER.search(text) is not None


def has_unknown_words(text: str) -> bool:
    """Whether a text is in a script without spaces between its words, which only a dictionary knows (UAX #14, SA).

    >>> has_unknown_words("สุขภาพ"), has_unknown_words("健康")
    (True, False)
    """
    return _OTHER.search(text) is not None and any(line_break_class(one) == "SA" for one in text)


@lru_cache(maxsize=256)
def paragraph(face: Typeface, text: str, writing: Writing) -> Paragraph:
    """A text as a paragraph; the same one again, with what it has measured, in another size.

    Args:
        face: its fonts.
        text: one line of plain text.
        writing: of its language.
    """
    return Paragraph(face, text, writing)


@attrs.frozen(eq=False, slots=False)
class Paragraph:
    """A text of any script.

    Attributes:
        face: its fonts.
        text: one line of plain text.
        writing: of its language.
    """

    face: Typeface
    text: str
    writing: Writing

    @cached_property
    def pieces(self) -> list[tuple[int, int]]:
        """The pieces between which lines may break, each with the spaces at its end (UAX #14)."""
        wide = not _IDEOGRAPHIC.isdisjoint(self._scripts)
        return list(pairwise([0, *break_opportunities(self.text, east_asian=wide, whole_words=True)]))

    def letters(self, start: int, end: int) -> list[tuple[int, int]]:
        """The letters of a piece, each with its marks; a space belongs to the letter before it."""
        places = [start]
        for cluster in clusters(self.text[start:end]):
            if cluster.isspace() and len(places) > 1:
                places[-1] += len(cluster)
            else:
                places.append(places[-1] + len(cluster))
        return list(pairwise(places))

    def width(self, start: int, end: int) -> float:
        """The width of a part of the text with the spaces at its end, in em."""
        return self.line(start, end).width

    def line(self, start: int, end: int) -> Word:
        """A part of the text as one line, its letters from left to right as they are shown (UAX #9)."""
        found = self._lines.get((start, end))
        if found is None:
            runs = self._runs(start, end)
            shown = [runs[number] for number in visual_order([run.level for run in runs])]
            found = self._lines[start, end] = word_of(self.text, shown, self.writing.tag)
        return found

    @cached_property
    def _lines(self) -> dict[tuple[int, int], Word]:
        return {}

    @cached_property
    def _scripts(self) -> list[str]:
        return resolved_scripts(self.text)

    @cached_property
    def _classes(self) -> list[str]:
        return [bidi_class(one) for one in self.text]

    @cached_property
    def _ordered(self) -> tuple[list[int | None], int]:
        """The levels of its letters and its own: its language's, unless all of its letters run the other way."""
        strong = {"R" if kind == "AL" else kind for kind in self._classes if kind in ("L", "R", "AL")}
        leftward = strong == {"R"} if len(strong) == 1 else self.writing.leftward
        # As if they were in isolates (UAX #9, section 4.3, HL3): the parts of a phone number would change places.
        text = _GROUPS.sub(lambda number: f"\u2066{number[0]}\u2069", self.text)
        levels, base = levels_of(text, int(leftward))
        if text == self.text:
            return levels, base
        marks = {place for found in _GROUPS.finditer(self.text) for place in found.span()}
        added = 0
        kept = []
        for place in range(len(self.text)):
            added += place in marks
            kept.append(levels[place + added])
        return kept, base

    @cached_property
    def _fonts(self) -> list[FontFile]:
        """The font of each character: one for the whole word if there is one, since letters may join or combine."""
        found: list[FontFile] = []
        scripts, before = self._scripts, self.face.fonts[0]
        letters = before
        for word in re.findall(r"\s+|\S+", self.text):
            while word:
                this = scripts[len(found)]
                length = next((n for n in range(1, len(word)) if scripts[len(found) + n] != this), len(word))
                part, word = word[:length], word[length:]
                for cluster in clusters(part):
                    # A space after an emoji or a dash is that of the words: in its font it would be wider, or kerned.
                    font = self._font(part, cluster, this, letters if cluster.isspace() else before)
                    found += [font] * len(cluster)
                    before = font
                    letters = font if cluster[0].isalnum() else letters
        return found

    def _font(self, part: str, cluster: str, script: str, before: FontFile) -> FontFile:
        """The font of a letter in a part of a word that is in one script."""
        if shows_nothing(cluster):
            return before
        if script in _IDEOGRAPHIC and cluster in _WIDE_MARKS:
            letters = (one for one in self.text if _OTHER.match(one))
            wide = self.face.font(next(letters, cluster))
            if wide is not None and wide.draws(cluster):
                return wide
        if script in _JOINING_FREE:
            return self.face.font(cluster) or self.face.fonts[0]
        letters_only = "".join(one for one in part if _OTHER.match(one))
        whole = self.face.font(letters_only) if _OTHER.match(cluster) else None
        return whole or self.face.font(cluster) or self.face.fonts[0]

    def _runs(self, start: int, end: int) -> list[Run]:
        """The runs of a line, in the order of the text."""
        levels, base = self._ordered
        runs: list[Run] = []
        level = base
        for place, own in enumerate(line_levels(levels, self._classes, base, start, end), start):
            level = own if own is not None else level
            font, script = self._fonts[place], self._scripts[place]
            last = runs[-1] if runs else None
            if last is not None and (last.font, last.script, last.level) == (font, script, level):
                runs[-1] = last._replace(end=place + 1)
            else:
                runs.append(Run(font, script, level, place, place + 1))
        return runs


_JOINING_FREE: Final = frozenset({*_IDEOGRAPHIC, "Hang", "Latn", "Grek", "Cyrl"})
"""Scripts whose letters neither join nor combine, so that fonts may change between any of them."""
