"""The order of titles in an index, by the alphabet of a language.

A publisher's catalog states the alphabet of its language, or CLDR does, whose are in ``alphabets.toml``. An alphabet
is a line of text:

- ``ABC``: each character is a letter;
- ``C Č CH``: each word is a letter, so that one may have several characters;
- ``Е=Ё``: letters that are not told apart in the order;
- ``Щ<Ъ``: a further letter, listed under the one before;
- ``[pinyin]``, ``[stroke]``: Chinese characters by their reading, or by their number of strokes, as ``han.toml`` has
  them; any other name is that of a place for all Chinese characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import attrs

from syndicate.explained import explained
from syndicate.locales.identifiers import LocaleLike, parents

__all__ = ["index_letter", "known_alphabet", "sort_key"]

_FIRST: Final = 100  # the place of an alphabet's first letter, after spaces and digits
_READING: Final = 10_000  # Chinese characters among those with the same first letter
_FOREIGN: Final = 100_000  # letters that the alphabet does not have, by their code points
_LATIN: Final = range(_FOREIGN + ord("A"), _FOREIGN + 0x250)  # to the end of Latin Extended-B
# These vowels are written before the consonant that they follow (Unicode's Logical_Order_Exception).
_BEFORE: Final = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])(.)", re.DOTALL)
_JOINED: Final = str.maketrans({"Æ": "AE", "Œ": "OE", "Ĳ": "IJ", "Ø": "O", "Ł": "L", "Đ": "D", "Ħ": "H"})


@attrs.frozen(eq=False)
class _Alphabet:
    """An alphabet that has been read.

    Attributes:
        names: of each place, the letter that titles are listed under.
        places: of each letter, its place.
        letter: finds the letters of a text, those of several characters too.
        han: of Chinese characters, their places.
        turkic: whether it tells I with a dot from I without.
    """

    names: tuple[str, ...]
    places: Mapping[str, int]
    letter: re.Pattern[str]
    han: Mapping[str, tuple[int, ...]]
    turkic: bool

    def capitals(self, text: str) -> str:
        """A text in capital letters, composed, in the order of its sounds."""
        capitals = (text.replace("i", "İ") if self.turkic else text).upper()
        return unicodedata.normalize("NFC", _BEFORE.sub(r"\2\1", capitals))

    def place(self, letter: str) -> Iterator[int]:
        """The places of a letter: its own, or those of what it is made of."""
        if letter in self.places:
            yield self.places[letter]
        elif letter in self.han:
            yield from self.han[letter]
        elif (joined := letter.translate(_JOINED)) != letter:
            for part in joined:
                yield from self.place(part)
        else:
            base, *marks = list(unicodedata.normalize("NFD", letter))
            composed = (unicodedata.normalize("NFC", base + mark) for mark in marks)
            known = next((self.places[one] for one in composed if one in self.places), None)
            if known is not None:
                yield known
            else:
                for part in (base, *marks):
                    yield from self._simple(part)

    def _simple(self, part: str) -> Iterator[int]:
        if part in self.places:
            yield self.places[part]
        elif part.isdigit():
            yield 1 + unicodedata.digit(part, 0)
        elif part.isspace():
            yield 0
        elif part.isalpha():
            yield _FOREIGN + ord(part)


@explained
@lru_cache(maxsize=65_536)
def sort_key(text: str, alphabet: str) -> tuple[tuple[int, ...], str]:
    """A key that sorts titles as a printed index does: accents and leading marks aside, by the alphabet given.

    Args:
        text: a title.
        alphabet: the language's capital letters in order, from its catalog; ``Ñ`` is a letter of its own only
            where the alphabet says so. Words are letters of several characters: ``C CH D``.

    >>> spanish = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    >>> sorted(["Oídos", "Ñu", "¿Náuseas?", "Nuez"], key=lambda title: sort_key(title, spanish))
    ['¿Náuseas?', 'Nuez', 'Ñu', 'Oídos']
    >>> sorted(["Duha", "Chřipka", "Hnis"], key=lambda title: sort_key(title, "C D H CH"))
    ['Duha', 'Hnis', 'Chřipka']
    """
    known, places = _read(alphabet), list[int]()
    for letter in known.letter.findall(known.capitals(text)):
        for place in known.place(letter):
            if place or places:
                places.append(place)
    return tuple(places), text


@explained
def index_letter(title: str, alphabet: str) -> str:
    """The letter of a title in an index: its first one in the alphabet.

    Returns:
        the letter; ``A–Z`` for a Latin one where the alphabet has none, ``#`` for what begins with another.

    >>> index_letter("¿Náuseas?", "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"), index_letter("5 consejos", "ABC")
    ('N', '#')
    >>> index_letter("Ёлка", "Д Е=Ё Ж"), index_letter("ВИЧ", "А Б В"), index_letter("COVID-19", "А Б В")
    ('Е', 'В', 'A–Z')
    """
    known = _read(alphabet)
    for place in sort_key(title, alphabet)[0]:
        if _FIRST <= place < _READING:
            return known.names[place - _FIRST]
        return "A–Z" if place in _LATIN and "A" not in known.places else "#"
    return "#"


def known_alphabet(locale: LocaleLike) -> str | None:
    """The alphabet of a locale by CLDR, or of its nearest parent that has one; None if CLDR has none.

    >>> known_alphabet("el"), known_alphabet("zh_TW")
    ('Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω', '[stroke]')
    """
    stated = _stated("alphabets.toml")
    return next((stated[str(parent)] for parent in parents(locale) if str(parent) in stated), None)


@lru_cache(maxsize=64)
def _read(alphabet: str) -> _Alphabet:
    """An alphabet's letters, each with its place."""
    words = alphabet.split() if " " in alphabet or alphabet.startswith("[") else list(alphabet)
    named = [word.strip("[]") for word in words if len(word) > 2 and word.startswith("[")]
    letters = [word for word in words if word.strip("[]") not in named]
    known = _Alphabet((), {}, re.compile("."), {}, turkic="İ" in words)
    names, places = list[str](), dict[str, int]()
    for letter in letters:
        further = letter.split("<") if len(letter) > 1 else [letter]
        name = further[0].partition("=")[0] if len(letter) > 1 else letter
        for one in further:
            for equal in one.split("=") if len(one) > 1 else [one]:
                places.setdefault(known.capitals(equal), _FIRST + len(names))
            names.append(name)
    han: dict[str, tuple[int, ...]] = {}
    for name in named:
        han |= _han(name, names, places)
    several = sorted((letter for letter in places if len(letter) > 1), key=len, reverse=True)
    letter_of = re.compile("|".join([*map(re.escape, several), "."]), re.DOTALL)
    return _Alphabet(tuple(names), places, letter_of, han, known.turkic)


def _han(name: str, names: list[str], places: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """The places of Chinese characters; the letters they are listed under are added to ``names``."""
    found: dict[str, tuple[int, ...]] = {}
    if name == "pinyin":
        rank = _READING
        for syllable, characters in _stated("han.toml")["pinyin"].items():
            for character in characters:
                found[character] = (places[syllable[0].upper()], rank)
                rank += 1
        return found
    if name == "stroke":
        for count, characters in _stated("han.toml")["strokes"].items():
            names.append(f"{count}劃")
            for character in characters:
                found[character] = (_FIRST + len(names) - 1, _FOREIGN + ord(character))
        return found
    names.append(name)
    for code in (0x3005, *range(0x3400, 0xA000), *range(0xF900, 0xFB00)):
        found[chr(code)] = (_FIRST + len(names) - 1, _FOREIGN + code)
    return found


@cache
def _stated(name: str) -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads((files("syndicate.locales") / name).read_text(encoding="utf-8"))
