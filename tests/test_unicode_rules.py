"""Line breaks (UAX #14) and directions (UAX #9) of text on pictures, by the test files of Unicode itself."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from proofs import either
from unicode_tables import TABLE, table

from syndicate.cards.image.bidi import first_strong, levels_of, line_levels, visual_order
from syndicate.cards.image.clusters import clusters
from syndicate.cards.image.line_breaks import break_opportunities
from syndicate.character_data import bidi_class, is_mark, line_break_class, script
from syndicate.locales import language_of
from syndicate.text import fitting, truncate

FOLDER = Path(os.environ.get("SYNDICATE_UNICODE", "/usr/share/unicode"))
VERSION = json.loads(TABLE.read_text("ascii"))["version"]


def unicode_file(name: str) -> list[str]:
    """The lines of a file of Unicode, of the version that the rules are of."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"there is no {path} (Debian: unicode-data; elsewhere set SYNDICATE_UNICODE)")
    if name == "auxiliary/LineBreakTest.txt" and VERSION not in path.read_text("utf-8")[:40]:
        pytest.skip(f"{path} is not of Unicode {VERSION}")
    return path.read_text("utf-8").splitlines()


# A few lines of each file, for where there is none.
LINE_BREAKS = """
× 0023 × 0020 ÷ 2014 ÷
× 000B ÷ 0020 ÷
× 002D × 0020 ÷ 0022 ÷
× 0085 ÷ 0020 ÷ 0E01 ÷
× 0067 × 0069 × 0076 × 0065 × 0020 ÷ 0062 × 006F × 006F × 006B × 0028 × 0073 × 0029 × 002E ÷
"""
CHARACTERS = """
05D0 0028 0061 0029 0031;1;1;1 1 2 1 2;4 3 2 1 0
0061 0028 05D0 0029 0062;0;0;0 0 1 0 0;0 1 2 3 4
0627 0020 0032 0030 0032 0035;2;1;1 1 2 2 2 2;2 3 4 5 1 0
0061 2067 05D0 0031 2069 0062;0;0;0 0 1 2 0 0;0 1 3 2 4 5
05D0 202A 05D1 202C 0020 0031 0020 0032;0;0;1 x 3 x 0 0 0 0;2 0 4 5 6 7
"""


def failing_breaks(lines: list[str]) -> Iterator[str]:
    """The lines of a test of UAX #14 that come out otherwise, and how."""
    for line in lines:
        text, expected = "", []
        for token in line.partition("#")[0].split():
            if token == "÷" and text:
                expected.append(len(text))
            elif token not in ("×", "÷"):
                text += chr(int(token, 16))
        if (found := break_opportunities(text)) != expected:
            yield f"{line}: {found}"


def failing_orders(lines: list[str]) -> Iterator[str]:
    """The lines of a test of UAX #9 with characters that come out otherwise, and how."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            codes, base, level, expected, order = line.split(";")
            text = "".join(chr(int(code, 16)) for code in codes.split())
            classes = [bidi_class(one) for one in text]
            found = shown(text, classes, {"0": 0, "1": 1, "2": None}[base])
            if found != (expected, order, int(level)):
                yield f"{line}: {found}"


def shown(text: str, classes: list[str], base: int | None) -> tuple[str, str, int]:
    """The levels of a paragraph that is one line, its order, and its own level, as the test files write them."""
    levels, base = levels_of(text, base, classes=classes)
    levels = line_levels(levels, classes, base)
    kept = [(place, level) for place, level in enumerate(levels) if level is not None]
    order = [kept[place][0] for place in visual_order([level for _, level in kept])]
    return " ".join("x" if one is None else str(one) for one in levels), " ".join(map(str, order)), base


def test_lines_break_as_a_few_examples_of_unicode() -> None:
    """UAX #14, where the whole file is not at hand."""
    assert [] == list(failing_breaks(LINE_BREAKS.split("\n")[1:-1]))


def test_lines_break_as_unicode_says() -> None:
    """UAX #14: every line of LineBreakTest.txt."""
    lines = [line for line in unicode_file("auxiliary/LineBreakTest.txt") if line.startswith("×")]
    assert len(lines) > 7000
    assert [] == list(failing_breaks(lines))


def test_chinese_breaks_around_quotations() -> None:
    """The tailoring for East Asian text: at the outer side of its quotation marks, as Unicode 16 has it (LB19a)."""
    text = "健康“饮食”指南"
    assert [1, 4, 7, 8] == break_opportunities(text)
    assert [1, 2, 4, 6, 7, 8] == break_opportunities(text, east_asian=True)
    assert [2, 6, 7] == break_opportunities("a “b” c", east_asian=True)


def test_characters_are_ordered_as_a_few_examples_of_unicode() -> None:
    """UAX #9, where the whole file is not at hand."""
    assert [] == list(failing_orders(CHARACTERS.split("\n")))


def test_characters_are_ordered_as_unicode_says() -> None:
    """UAX #9: every line of BidiCharacterTest.txt."""
    lines = unicode_file("BidiCharacterTest.txt")
    assert len(lines) > 90_000
    assert [] == list(failing_orders(lines))


@pytest.mark.proof
def test_classes_are_ordered_as_unicode_says() -> None:
    """UAX #9: every line of BidiTest.txt; a sample of them outside of the long form."""
    levels = order = ""
    failing, tried = [], 0
    for number, line in enumerate(unicode_file("BidiTest.txt")):
        if line.startswith("@Levels:"):
            levels = " ".join(line.split()[1:])
        elif line.startswith("@Reorder:"):
            order = " ".join(line.split()[1:])
        elif line and line[0] not in "#@" and number % either(37, 1) == 0:
            classes, bits = line.split(";")
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(bits, 16) & bit:
                    tried += 1
                    if shown("", classes.split(), base)[:2] != (levels, order):
                        failing.append((line, base))
    assert tried > 10_000
    assert [] == failing


def test_direction_is_that_of_the_first_strong_letter() -> None:
    """What is isolated does not count (rules P2 and P3)."""
    assert (0, 1, 1, None) == tuple(
        first_strong([bidi_class(one) for one in text]) for text in ("2 a ש", "2 ש a", "\u2066a\u2069 ש", "25 %")
    )


def test_table_is_what_the_files_of_unicode_say() -> None:
    """The script writes the table that the package has."""
    unicode_file("LineBreak.txt")
    if VERSION not in (FOLDER / "LineBreak.txt").read_text("utf-8")[:40]:
        pytest.skip(f"the files are not of Unicode {VERSION}")
    assert TABLE.read_text("ascii") == table(FOLDER)


def test_characters_without_a_line_in_the_table() -> None:
    """The defaults: letters, from left to right, of no script; ideographs that do not exist yet are ideographs."""
    assert ("AL", "L", "Zzzz") == (line_break_class("\ue000"), bidi_class("\ue000"), script("\ue000"))
    assert ("ID", "R", "AL") == (line_break_class("\U0002fffd"), bidi_class("\u05ff"), bidi_class("\u07bf"))


def test_marks_and_widths_are_not_those_of_the_running_python() -> None:
    """A mark and an emoji of Unicode 15, which Python 3.11 does not know."""
    assert is_mark("\U0001e08f")
    assert clusters("a\U0001e08fb") == ("a\U0001e08f", "b")
    assert fitting("\U0001fa77\U0001fa77\U0001fa77", 5) == 2
    assert truncate("abcdefghi\U0001e08f" * 3, 10, language_of("en")) == "abcdefgh…"


def test_words_in_hangul_stay_whole_if_asked() -> None:
    """Korean has spaces between words; Unicode's default breaks between any two syllables."""
    text = "인슐린(500 mg)을 쓴다"
    assert break_opportunities(text, whole_words=True) == [8, 13, 15]
    assert len(break_opportunities(text)) > 3
