"""Words as they are indexed and looked for: folded, and reduced to their stems. Which ones matter, `ranking` decides.

A word has three forms. Spanish needs all: the stem of "cardiopatías" without its accents is "cardiopat", that of the
"cardiopatia" which readers type is "cardiopati", and both are found where the stem of the folded word is a form too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Final

import attrs
import Stemmer

from syndicate.locales.language_data import Language, language_of
from syndicate.text import in_ascii

__all__ = ["PATTERNS", "Lexicon", "compounds", "folded", "folding", "spans", "words"]

# Letters and digits with the marks above and below them; `re` does not take vowels of Indic scripts for letters.
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
_LETTERS: Final = rf"(?:(?![_{_UNSPACED}])[\w{_MARKS}])+"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|{_LETTERS}(?:['’]{_LETTERS})*")
_COMPOUND: Final = re.compile(rf"{_LETTERS}(?:-{_LETTERS})+")
_ELISION: Final = re.compile(r"(\w{1,2})['’](\w{3,})")
_CASELESS: Final = range(0x590, 0xE00)  # from Hebrew and Arabic to the scripts of India
PATTERNS: Final = tuple(
    "".join(
        letter if letter.isascii() else f"\\u{ord(letter):04x}"
        for letter in found.pattern.replace(r"[\w", r"[\p{L}\p{N}_").replace(r"\w", r"[\p{L}\p{N}_]")
    )
    for found in (_WORD, _ELISION, _COMPOUND)
)
"""The same patterns for browsers, whose own signs for letters know ASCII alone (ECMAScript, with the flag `u`)."""


def words(text: str) -> Iterator[str]:
    """The words of a text in lowercase; of scripts that put no spaces between words, each letter.

    >>> list(words("Crohn’s disease, X-rays, l'eau")), list(words("流感 vaccine"))
    (["crohn's", 'disease', 'x', 'rays', 'l', 'eau'], ['流', '感', 'vaccine'])
    """
    found = _WORD.findall(unicodedata.normalize("NFC", text))
    if "'" not in text and "’" not in text:
        return map(str.lower, found)
    return (part for one in found for part in (_parts(one) if "'" in one or "’" in one else (one.lower(),)))


def _parts(word: str) -> Iterator[str]:
    return (part for _, _, part in spans(word))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text in lowercase, each with where it begins and ends; the text is in Unicode's form NFC.

    >>> list(spans("Crohn’s, L'eau"))
    [(0, 7, "crohn's"), (9, 10, 'l'), (11, 14, 'eau')]
    """
    for found in _WORD.finditer(text):
        start, end = found.span()
        word = found[0].lower()
        if (elided := _ELISION.fullmatch(word)) is not None:
            article = len(elided[1])
            yield start, start + article, elided[1]
            yield start + article + 1, end, elided[2]
        else:
            yield start, end, word.replace("’", "'")


def compounds(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that hyphens join: the first part of each, and the whole without hyphens.

    >>> list(compounds("X-rays of Covid-19"))
    [('x', 'xrays'), ('covid', 'covid19')]
    """
    for part in text.split() if "-" in text else ():
        if "-" in part:
            for found in _COMPOUND.findall(unicodedata.normalize("NFC", part).lower()):
                yield found.partition("-")[0], found.replace("-", "")


@lru_cache(maxsize=1 << 16)
def folded(word: str, letters: str = "") -> str:
    """A word without accents and apostrophes.

    Args:
        word: in lowercase.
        letters: those that are kept, since they are letters of their own and no others with an accent.

    >>> folded("cirugía"), folded("año"), folded("año", "ñ"), folded("crohn's")
    ('cirugia', 'ano', 'año', 'crohns')
    """
    if word.isascii():
        return word.replace("'", "")
    return "".join(letter if letter in letters else _plain(letter) for letter in word if letter != "'")


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter.casefold())
    # The signs of Indic scripts have combining classes below 10: without them, words would be other words.
    bare = "".join(part for part in parts if unicodedata.combining(part) < 10)
    return "".join(_alone(part) for part in bare)


def _alone(part: str) -> str:
    if unicodedata.name(part, "").startswith("LATIN") or part.isdecimal():
        return in_ascii(part)
    return _alike().get(part, part)


@cache
def _alike() -> Mapping[str, str]:
    """What letters of `locales/letters.toml` are indexed as; nothing for signs that are left out."""
    import tomllib

    stated = tomllib.loads((files("syndicate.locales") / "letters.toml").read_text(encoding="utf-8"))
    alike = {other: letter for letter, others in stated["alike"].items() for other in others}
    return alike | dict.fromkeys(stated["left_out"]["signs"].split(), "")


@cache
def folding(page: int) -> Mapping[str, str]:
    """What readers may type for letters of a script without cases: letters, digits, and marks that are folded.

    A browser has no names of letters, by which others are folded, so that its index states these too.

    Args:
        page: a page of 256 characters of Unicode.

    >>> folding(ord("ا") >> 8)["أ"], folding(ord("ا") >> 8)["٣"], dict(folding(ord("я") >> 8))
    ('ا', '3', {})
    """
    places = range(max(page << 8, _CASELESS[0]), min((page + 1) << 8, _CASELESS[-1]))
    letters = (letter for letter in map(chr, places) if re.fullmatch(rf"[\w{_MARKS}]", letter))
    return {letter: _plain(letter) for letter in letters if _plain(letter) != letter}


@attrs.frozen
class Lexicon:
    """What the languages of a catalog have words reduced by, all at once: a reader may type the words of any.

    Attributes:
        languages: their codes.
    """

    languages: tuple[str, ...]

    @cached_property
    def letters(self) -> str:
        """Letters that stay what they are, such as the ñ of "año", which is another word than "ano"."""
        return "".join(_data(code).search.get("letters", "") for code in self.languages)

    @cached_property
    def passing(self) -> Mapping[str, frozenset[str]]:
        """Words that say little about a question, folded, by language: "what", "is", "the"."""
        return {
            code: frozenset(
                self.fold(word)
                for word in (*_data(code).leaning_words, *_data(code).search.get("asking_words", "").split())
            )
            for code in self.languages
        }

    @cached_property
    def alike(self) -> frozenset[tuple[str, str]]:
        """Letters that many writers take for each other, such as b and v in Spanish; each pair both ways."""
        pairs = {pair for code in self.languages for pair in _data(code).search.get("alike", "").split()}
        return frozenset((pair[place], pair[1 - place]) for pair in pairs for place in (0, 1))

    @cached_property
    def synonyms(self) -> Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """What readers say for the words of names: the roots of a phrase, and what it may stand for."""
        found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        for phrase, names in self.sayings:
            roots = tuple(self.root(word) for word in words(phrase))
            found[roots] = tuple(dict.fromkeys((*found.get(roots, ()), *(tuple(words(name)) for name in names))))
        return found

    @property
    def sayings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each phrase that readers say, with the names that it may stand for."""
        for code in self.languages:
            for line in _data(code).search.get("said_for", "").splitlines():
                said, _, names = line.partition(" = ")
                for phrase in filter(None, said.split(", ")):
                    yield phrase, tuple(name.strip() for name in names.split(";"))

    def root(self, word: str) -> str:
        """One of the stems of a word, the same for its singular and plural."""
        return min(self.stems(word), key=lambda stem: (len(stem), stem), default=self.fold(word))

    def fold(self, word: str) -> str:
        """The word as the index has it."""
        return folded(word, self.letters)

    def stems(self, word: str, languages: Iterable[str] | None = None) -> frozenset[str]:
        """The stems of a word, folded, besides the word itself.

        Args:
            word: in lowercase.
            languages: those it may be in; all by default.

        >>> sorted(Lexicon(("es",)).stems("cardiopatías"))
        ['cardiopat', 'cardiopati']
        """
        codes = self.languages if languages is None else tuple(languages)
        return _stems(word, codes, self.letters)


def _stems(word: str, languages: tuple[str, ...], letters: str) -> frozenset[str]:
    bare = folded(word, letters)
    return frozenset().union(*(_stems_in(word, code, letters) for code in languages)) - {bare, ""}


@lru_cache(maxsize=1 << 17)
def _stems_in(word: str, code: str, letters: str) -> frozenset[str]:
    """The stems of a word and of its folded form, folded, in one language: both indexes of a tree ask for them."""
    stemmer = _stemmer(_data(code).search.get("stemmer", ""))
    if stemmer is None:
        return frozenset()
    return frozenset(folded(stemmer.stemWord(form), letters) for form in {word, folded(word, letters)})


@cache
def _data(code: str) -> Language:
    return language_of(code)


@cache
def _stemmer(name: str) -> Stemmer.Stemmer | None:
    """A stemmer of Snowball, without a cache of its own: found stems are kept already."""
    return Stemmer.Stemmer(name, 0) if name else None
