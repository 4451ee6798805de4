"""Makes the fonts that share cards fall back to: subsets of Noto, in `syndicate/cards/image/fonts`.

    pip install fonttools brotli manimgx-fonts
    npm pack @fontsource/noto-sans-math @fontsource/noto-sans-symbols-2   # and unpack both into one folder
    python tools/card_fonts.py FOLDER

The versions that the present files were made from are in the README.md beside them. The same versions give the same
bytes.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parent.parent / "syndicate" / "cards" / "image" / "fonts"

# Letters with marks stay beside the letters that Public Sans has too: a mark has to be in the font of its letter.
TEXT = """
    0020-02FF 0300-036F 0370-03FF 0400-052F 1D00-1EFF 1F00-209F 20A0-20CF 2100-218F 25CC 2C60-2C7F 2DE0-2DFF A640-A69F
    A720-A7FF AB30-AB6F FB00-FB06 FE20-FE2F
"""
SYMBOLS = "2190-23FF 2460-24FF 25A0-27FF 2900-297F 2B00-2BFF"
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "rlig"]


def numbers(ranges: str) -> set[int]:
    """The numbers of characters in ranges such as ``2190-21FF 25CC``."""
    found: set[int] = set()
    for one in ranges.split():
        first, _, last = one.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def make(source: Path, name: str, characters: set[int] | None, weight: int | None = None) -> None:
    """Write a subset of a font, in one weight and without hints, which HarfBuzz does not use."""
    font = TTFont(source, recalcTimestamp=False)
    if weight is not None:
        font = instancer.instantiateVariableFont(font, {"wght": weight})
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        recalc_timestamp=False,
    )
    options.drop_tables += ["DSIG", "MVAR", "STAT"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters if characters is not None else set(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = None
    font.save(TARGET / name)
    print(f"{name}: {(TARGET / name).stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


def main(folder: Path) -> None:
    """Write all of them.

    Args:
        folder: where the packages of npm are.
    """
    noto = Path(str(files("manimgx_fonts")))
    make(noto / "NotoSans[wght].ttf", "NotoSans-Regular.ttf", numbers(TEXT), 400)
    make(noto / "NotoSans[wght].ttf", "NotoSans-Bold.ttf", numbers(TEXT), 700)
    make(noto / "NotoSansSymbols[wght].ttf", "NotoSansSymbols-Regular.ttf", numbers(SYMBOLS), 400)
    make(noto / "NotoSansSymbols[wght].ttf", "NotoSansSymbols-Bold.ttf", numbers(SYMBOLS), 700)
    for name, part in (("Math", "math-latin"), ("Symbols2", "symbols-2-symbols")):
        (source,) = folder.rglob(f"noto-sans-{part}-400-normal.woff2")
        make(source, f"NotoSans{name}-Regular.ttf", numbers(SYMBOLS))
    make(noto / "NotoEmoji[wght].ttf", "NotoEmoji-Regular.ttf", None, 400)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
