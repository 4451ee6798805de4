"""The order of titles in an index, by the alphabet of a language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from syndicate.explained import explained

__all__ = ["index_letter", "sort_key"]


@explained
@lru_cache(maxsize=65_536)
def sort_key(text: str, alphabet: str) -> tuple[tuple[int, ...], str]:
    """A key that sorts titles as a printed index does: accents and leading marks aside, by the alphabet given.

    Args:
        text: a title.
        alphabet: the language's capital letters in order, from its catalog; ``Ñ`` is a letter of its own only
            where the alphabet says so.

    >>> spanish = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    >>> sorted(["Oídos", "Ñu", "¿Náuseas?", "Nuez"], key=lambda title: sort_key(title, spanish))
    ['¿Náuseas?', 'Nuez', 'Ñu', 'Oídos']
    """
    places = []
    for character in unicodedata.normalize("NFC", text.upper()):
        letter = character
        if letter not in alphabet:
            letter = unicodedata.normalize("NFD", character)[0]
        place = alphabet.find(letter)
        if place >= 0:
            places.append(100 + place)
        elif letter.isdigit():
            places.append(1 + (unicodedata.digit(letter, 0)))
        elif letter.isspace() and places:
            places.append(0)
        elif letter.isalpha():
            places.append(1000 + ord(letter))
    return tuple(places), text


@explained
def index_letter(title: str, alphabet: str) -> str:
    """The letter of a title in an index: its first one in the alphabet, ``#`` if it begins with another.

    >>> index_letter("¿Náuseas?", "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"), index_letter("5 consejos", "ABC")
    ('N', '#')
    """
    for place in sort_key(title, alphabet)[0]:
        return alphabet[place - 100] if 100 <= place < 1000 else "#"
    return "#"
