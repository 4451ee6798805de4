"""Texts in clusters: what one font has to have whole, such as a letter with its marks, or an emoji sequence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from syndicate.cards.image.font_files import shows_nothing
from syndicate.character_data import is_mark

__all__ = ["clusters", "is_sequence"]

_JOINER: Final = "\u200d"
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
_TONE: Final = re.compile("[\U0001f3fb-\U0001f3ff]")
_PICTOGRAPH: Final = re.compile("[\u00a9\u00ae\u203c\u2049\u2122-\u3299\U0001f000-\U0001faff]")
_SEQUENCE: Final = re.compile(
    f"{_FLAG.pattern}{{2}}|.*[\u20e3\U000e0020-\U000e007f].*|.+{_TONE.pattern}.*|.+{_JOINER}.+", re.DOTALL
)


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[str, ...]:
    """The clusters of a text, in order; together they are the text (UTS #51, section 1.4; UAX #29, section 3).

    >>> clusters("e\\u0301a\\U0001f1ed\\U0001f1f9\\U0001f1eb\\U0001f1f7") == ("e\\u0301", "a", "\\U0001f1ed\\U0001f1f9",
    ...     "\\U0001f1eb\\U0001f1f7")
    True
    """
    found: list[str] = []
    for character in text:
        if found and _continues(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def is_sequence(cluster: str) -> bool:
    """Whether a cluster is one emoji of several characters: a flag, a keycap, a skin tone, or joined ones.

    >>> is_sequence("\\U0001f44d\\U0001f3fd"), is_sequence("e\\u0301")
    (True, False)
    """
    return "\u20e3" in cluster or bool(_PICTOGRAPH.search(cluster) and _SEQUENCE.fullmatch(cluster))


def _continues(cluster: str, character: str) -> bool:
    if cluster.isspace():
        return False
    if character.isspace():
        return False
    if is_mark(character) or shows_nothing(character) or _TONE.match(character):
        return True
    if cluster[-1] == _JOINER:
        return _PICTOGRAPH.match(character) is not None and _PICTOGRAPH.match(cluster) is not None
    return len(cluster) == 1 and _FLAG.match(character) is not None and _FLAG.match(cluster) is not None
