"""The integer of each text, for clients that know texts only by numbers. A number is never given to another text.

It is the source's own id if that is a unique integer, else made from the language and the id, so that it
is the same even if a history was lost. The history keeps those that were given, also to texts that have left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

__all__ = ["Numbers", "MOST", "numbered"]

Numbers = Mapping[tuple[str, str], int]
"""The number of each text, by locale identifier and id."""

MOST: Final = 2**31 - 1
"""The largest: partners keep numbers in signed integers of 32 bits."""
_FIRST_MADE: Final = 2**30


def numbered(texts: Iterable[tuple[str, str]], given: Numbers) -> dict[tuple[str, str], int]:
    """The numbers of all texts: those that were given, and new ones for texts that have none.

    Args:
        texts: the locale identifier and id of each.
        given: what was given before.

    >>> numbered([("en", "6308"), ("es", "6309")], {})
    {('en', '6308'): 6308, ('es', '6309'): 6309}
    >>> numbered([("en", "7"), ("es", "7")], {("en", "7"): 7})[("es", "7")]
    1701451110
    """
    found = dict(given)
    taken = set(found.values())
    new = sorted({text for text in texts if text not in found})
    own = {text: int(text[1]) for text in new if _is_number(text[1])}
    holders = Counter(own.values())
    for text, number in own.items():
        if holders[number] == 1 and number not in taken:
            found[text] = number
            taken.add(number)
    # Other sources' own numbers are reserved too, whichever text comes first.
    for text in new:
        if text not in found:
            found[text] = next(number for number in _made(*text) if number not in taken and number not in holders)
            taken.add(found[text])
    return found


def _is_number(identifier: str) -> bool:
    """Whether an id is an integer as integers are written: "007" and "७" are not."""
    return (
        identifier.isascii()
        and identifier.isdigit()
        and identifier[0] != "0"
        and len(identifier) <= 10
        and (int(identifier) <= MOST)
    )


def _made(locale: str, identifier: str) -> Iterator[int]:
    """The numbers that a text may have, the best first."""
    attempt = 0
    while True:
        made = sha256(f"{locale}\0{identifier}\0{attempt}".encode()).digest()
        yield _FIRST_MADE + int.from_bytes(made[:4], "big") % (MOST - _FIRST_MADE + 1)
        attempt += 1
