"""Writes the table of properties of characters from the files of Unicode. No test lives here.

    python tests/unicode_tables.py /usr/share/unicode

The table is in the package, so that texts are cut, and pictures drawn, alike with every version of Python. Debian has
the files in `unicode-data`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "syndicate" / "character_data.json"
_LINE = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([^\s;#]+)(?:\s*;\s*([^\s#]+))?", re.MULTILINE)
_VERSION = re.compile(r"-(\d+\.\d+\.\d+)\.txt")


def table(folder: Path) -> str:
    """The table as JSON: for each property its values, each with the ranges that have it."""
    scripts = _read(folder / "Scripts.txt")
    codes = dict(re.findall(r"^sc ; (\w+)\s*; (\w+)", (folder / "PropertyValueAliases.txt").read_text("utf-8"), re.M))
    short = {long: code for code, long in codes.items()}
    categories = _read(folder / "extracted" / "DerivedGeneralCategory.txt")
    breaks = _resolved(folder / "LineBreak.txt", categories)
    pictures = _read(folder / "emoji" / "emoji-data.txt", "Extended_Pictographic")
    widths = _read(folder / "EastAsianWidth.txt")
    wide = {place: "W" for place, width in widths.items() if width in ("F", "W", "H")}
    values = {
        "version": _VERSION.search((folder / "LineBreak.txt").read_text("utf-8"))[1],  # type: ignore[index]
        "line_break": _ranges(breaks, "AL"),
        "marks": _ranges({p: "M" for p, kind in categories.items() if kind in ("Mn", "Mc", "Me")}, ""),
        "wide": _ranges({p: "W" for p, width in widths.items() if width in ("F", "W")}, ""),
        "wide_brackets": _ranges({p: "W" for p in wide if breaks.get(p) in ("OP", "CP")}, ""),
        "future_pictures": _ranges({p: "Y" for p in pictures if categories.get(p, "Cn") == "Cn"}, ""),
        "bidi": _ranges(_bidi(folder), "L"),
        "script": _ranges({place: short[name] for place, name in scripts.items()}, "Zzzz"),
        "brackets": _brackets(folder),
    }
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"), sort_keys=True) + "\n"


def _read(path: Path, only: str = "") -> dict[int, str]:
    """The value of each character in a file of Unicode, those that stand for unassigned ones among them."""
    found = {}
    text = path.read_text("utf-8")
    for start, end, value, _ in _LINE.findall(text):
        if not only or value == only:
            found.update(dict.fromkeys(range(int(start, 16), int(end or start, 16) + 1), value))
    return found


def _resolved(path: Path, categories: Mapping[int, str]) -> dict[int, str]:
    """Classes after rule LB1 of UAX #14, so that nothing has to be looked up for it.

    Those of unassigned characters are in the comments at the head of the file, in a form of its own.
    """
    found = {}
    head, value = path.read_text("utf-8").partition("@missing")[0], ""
    for named, start, end in re.findall(r'default to "(\w+)"|U\+([0-9A-F]+)\.\.U\+([0-9A-F]+)', head):
        value = named or value
        if start:
            found.update(dict.fromkeys(range(int(start, 16), int(end, 16) + 1), value))
    for place, given in _read(path).items():
        value = {"AI": "AL", "SG": "AL", "XX": "AL", "CJ": "NS"}.get(given, given)
        if given == "SA":
            value = "CM" if categories.get(place) in ("Mn", "Mc") else "SA"
        found[place] = value
    return found


def _bidi(folder: Path) -> dict[int, str]:
    """Bidirectional classes, with those of unassigned characters, which the file has in its comments."""
    path = folder / "extracted" / "DerivedBidiClass.txt"
    names = dict(re.findall(r"^bc ; (\w+)\s*; (\w+)", (folder / "PropertyValueAliases.txt").read_text("utf-8"), re.M))
    short = {long: code for code, long in names.items()}
    found: dict[int, str] = {}
    for start, end, name in re.findall(
        r"^# @missing: ([0-9A-F]+)\.\.([0-9A-F]+); (\w+)", path.read_text("utf-8"), re.M
    ):
        if short.get(name, name) != "L":
            found.update(dict.fromkeys(range(int(start, 16), int(end, 16) + 1), short.get(name, name)))
    found.update({place: short.get(name, name) for place, name in _read(path).items()})
    return found


def _brackets(folder: Path) -> dict[str, str]:
    """Each bracket with its pair, the opening ones before the closing ones (UAX #9, section 3.1.3)."""
    found = {}
    for character, _, pair, kind in re.findall(
        r"^([0-9A-F]+)(\.\.)?; ([0-9A-F]+); ([oc])", (folder / "BidiBrackets.txt").read_text("utf-8"), re.M
    ):
        found[chr(int(character, 16))] = kind + chr(int(pair, 16))
    return found


def _ranges(values: Mapping[int, str], default: str) -> dict[str, list[int]]:
    """For each value the starts and lengths of its ranges, each start counted from the end of the range before."""
    found: dict[str, list[int]] = {}
    ends: dict[str, int] = {}
    for start, length, value in _runs(values):
        if value != default:
            found.setdefault(value, []).extend((start - ends.get(value, 0), length))
            ends[value] = start + length
    return found


def _runs(values: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    start = before = -2
    for place in sorted(values):
        if place != before + 1 or values[place] != values[before]:
            if start >= 0:
                yield start, before - start + 1, values[before]
            start = place
        before = place
    if start >= 0:
        yield start, before - start + 1, values[before]


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1])), "ascii")
