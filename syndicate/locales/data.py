"""What differs by language and Babel does not know: words and digits, as data. A new language is new lines here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["BEFORE_SOUNDS", "MINIMUM_GROUPING_DIGITS"]

MINIMUM_GROUPING_DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys("be bg es et hu hy ia ie it ka lv pl pt_PT ru_UA sl sq".split(), 2),
    "ee": 3,
    "es_419": 1,
    "pt_AO": 1,
}
"""CLDR's ``minimumGroupingDigits``, by locale; what is not here has its parent's, the root has 1.

From CLDR 48.2 (npm package ``cldr-numbers-full``, ``main/*/numbers.json``).
"""

# CLDR's patterns do not know it, so ICU has such a table, too. Spanish "y" is "e" before the sound of i, but not
# before ia, ie, io (Ortografía, RAE).
BEFORE_SOUNDS: Final = {"es": (" y ", " e ", re.compile("h?[ií](?![aeoáéó])", re.IGNORECASE))}
"""Words of a list that change before the sound that its last item begins with: the word, the other, the sound."""
