"""Makes the alphabets that titles are sorted by: `syndicate/locales/alphabets.toml` and `han.toml` beside it.

    npm pack cldr-misc-full@48.2.0            # and unpack it
    apt-get download unicode-data             # and unpack it and the Unihan_*.txt.bz2 in it
    python tools/alphabets.py PACKAGE/main UNIHAN

A letter's place is that in CLDR's index characters; those that an index leaves out, and those that are not told apart,
are the exemplar characters, which CLDR writes in the order of the language (UTS #35 part 2, section 3).
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale, UnknownLocaleError

from syndicate.locales.identifiers import parents

TARGET = Path(__file__).resolve().parent.parent / "syndicate" / "locales"
# Their exemplar characters are too many to write down, or are those of Chinese.
BY_RULE = {
    "ko": "ㄱ=ᄀ<ᄁ ㄴ=ᄂ ㄷ=ᄃ<ᄄ ㄹ=ᄅ ㅁ=ᄆ ㅂ=ᄇ<ᄈ ㅅ=ᄉ<ᄊ ㅇ=ᄋ ㅈ=ᄌ<ᄍ ㅊ=ᄎ ㅋ=ᄏ ㅌ=ᄐ ㅍ=ᄑ ㅎ=ᄒ",
    "zh": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z [pinyin]",
    "zh_Hant": "[stroke]",
    "yue": "[stroke]",
    "yue_Hans": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z [pinyin]",
}
KANJI = {"ja": " [漢字]"}
HEAD = """\
# CLDR 48.2, npm package cldr-misc-full, main/*/characters.json; Copyright © 1991-2025 Unicode, Inc., under the
# Unicode License V3, SPDX Unicode-3.0. Made by tools/alphabets.py; locales/order.py says how a line is read. A locale
# that is not here has what its CLDR parent has.
"""
HAN_HEAD = """\
# Chinese characters by their readings (kMandarin) and by their strokes (kTotalStrokes): those of GB 2312, of the
# General Standard Chinese Characters, and of the first level of Big5. From the Unihan database of Unicode 15.0;
# Copyright © 1991-2022 Unicode, Inc., under the Unicode License. Made by tools/alphabets.py.
"""


def groups(pattern: str) -> list[list[str]]:
    """The elements of a UnicodeSet, by the groups that spaces part."""
    words = pattern.removeprefix("[").removesuffix("]").split()
    found = (
        [one.strip("{}") for one in re.findall(r"\{[^}]*\}|.", re.sub(r"\\(?:u[0-9A-F]{4}|.)", "", word))]
        for word in words
    )
    return [group for group in found if group]


LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def with_latin(index: list[list[str]]) -> list[list[str]]:
    """An index with all of A to Z, if it has most: some leave out vowels, or letters of foreign words."""
    own = [one for group in index for one in group]
    if sum(letter in own for letter in LATIN) > len(LATIN) / 2:
        for before, letter in zip(" " + LATIN, LATIN, strict=False):
            if letter not in own:
                place = next((number + 1 for number, group in enumerate(index) if before in group), 0)
                index.insert(place, [letter])
    return index


def capital(text: str) -> str:
    """A letter as `locales/order.py` compares it."""
    return unicodedata.normalize("NFC", text.upper())


def is_letter(text: str) -> bool:
    """Whether an element has a place of its own: no mark above or below, and no Chinese character."""
    first = text[0]
    if len(capital(text)) > len(unicodedata.normalize("NFC", text)):  # such as the German sharp s
        return False
    if "ARABIC" in unicodedata.name(first, "") and unicodedata.decomposition(first):  # hamza and madda are accents
        return False
    if unicodedata.combining(first) not in (0, 9, 103, 118) or "CJK" in unicodedata.name(first, ""):
        return False
    return unicodedata.category(first)[0] in "LM" and unicodedata.category(first) != "Lm"


def follows(letter: str, head: str) -> bool:
    """Whether a letter is found at the place of another without being written down."""
    return letter == head or unicodedata.normalize("NFD", letter)[0] == head


def alphabet(index: list[list[str]], exemplars: list[list[str]]) -> str:
    """A line for an index and the further letters of its language."""
    heads = [group[0] for group in index]
    own = {capital(one): number for number, group in enumerate(index) for one in group}
    equal: dict[int, list[str]] = {number: group[1:] for number, group in enumerate(index)}
    further: dict[int, list[list[str]]] = defaultdict(list)
    last = None
    for group in exemplars:
        letters = list(dict.fromkeys(capital(one) for one in group if is_letter(one)))
        place = next((own[one] for one in letters if one in own), None)
        if place is not None:
            last = place
            equal[place] += [one for one in letters if one not in own]
        elif letters and last is not None:
            further[last].append(letters)

    def written(letters: list[str]) -> str:
        head = capital(letters[0])
        rest = dict.fromkeys(one for one in letters[1:] if not follows(capital(one), head))
        return "=".join([letters[0], *rest])

    return " ".join(
        "<".join(written(one) for one in ([head, *equal[number]], *further[number]))
        for number, head in enumerate(heads)
    )


def alphabets(folder: Path) -> dict[str, str]:
    """The alphabets of all locales, without those that are their parents'."""
    found = {}
    for path in sorted(folder.glob("*/characters.json")):
        code = path.parent.name.replace("-", "_")
        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        (stated,) = json.loads(path.read_text("utf-8"))["main"].values()
        index = stated["characters"].get("index")
        if code in BY_RULE:
            found[code] = BY_RULE[code]
        elif index and len(index) > 2 and not code.startswith(("zh", "yue")):
            found[code] = alphabet(
                with_latin(groups(index)), groups(stated["characters"]["exemplarCharacters"])
            ) + KANJI.get(code, "")

    def inherited(code: str) -> str | None:
        return next((found[str(one)] for one in parents(code)[1:] if str(one) in found), None)

    return {code: line for code, line in found.items() if line != inherited(code)}


def fields(folder: Path, name: str) -> dict[str, str]:
    """A property of the Unihan database, by character."""
    found = {}
    for path in folder.glob("Unihan_*.txt"):
        for line in path.read_text("utf-8").splitlines():
            if f"\t{name}\t" in line:
                code, _, value = line.split("\t")
                found[chr(int(code[2:], 16))] = value
    return found


def syllable(reading: str) -> tuple[str, int]:
    """A reading's letters and tone: the fifth tone has no mark."""
    parts = unicodedata.normalize("NFD", reading)
    tone = next((number for number, mark in enumerate("\u0304\u0301\u030c\u0300", 1) if mark in parts), 5)
    bare = "".join(one for one in parts if one not in "\u0304\u0301\u030c\u0300")
    return unicodedata.normalize("NFC", bare), tone


def encoded(character: str, codec: str, below: int = 0x10000) -> bool:
    """Whether a character set of two bytes has a character, before a code."""
    try:
        code = character.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and int.from_bytes(code, "big") < below


def han(folder: Path) -> str:
    """The file of Chinese characters."""
    readings, strokes, standard = (fields(folder, name) for name in ("kMandarin", "kTotalStrokes", "kTGH"))
    used = [
        one for one in sorted(readings) if one in standard or encoded(one, "gb2312") or encoded(one, "big5", 0xC680)
    ]
    by_reading: dict[tuple[str, int], str] = defaultdict(str)
    by_strokes: dict[int, str] = defaultdict(str)
    for one in used:
        by_reading[syllable(readings[one].split()[0])] += one
        by_strokes[int(strokes[one].split()[-1])] += one
    lines = [HAN_HEAD, "[pinyin]"]
    lines += [f'"{name}{tone}" = "{text}"' for (name, tone), text in sorted(by_reading.items())]
    lines += ["", "[strokes]"]
    lines += [f'{count} = "{text}"' for count, text in sorted(by_strokes.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both files."""
    lines = [f'{code} = "{line}"' for code, line in alphabets(Path(sys.argv[1])).items()]
    (TARGET / "alphabets.toml").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    (TARGET / "han.toml").write_text(han(Path(sys.argv[2])), encoding="utf-8")


if __name__ == "__main__":
    main()
