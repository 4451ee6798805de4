"""Whether a text is in its declared language, judged by its function words. The words are in `languages/`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from babel.core import get_global

from syndicate.explained import explained
from syndicate.locales.language_data import all_languages, cldr
from syndicate.locales.own_files import FileState, language_files

__all__ = ["is_plainly_in", "other_language"]

_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 8
"""A text with fewer function words is too short to tell, unless they are a third of it."""
_FEWEST_DIFFERENT: Final = 3
"""With fewer different words of two letters or more, it may be repeated symbols."""
_FEWEST_OWN: Final = 5
"""At least this many words must be in the other language and not in the declared one."""
_CLEARER: Final = 4
"""And this many times as many as the other way round: a text in Galician is not a text in Portuguese."""
_FEWEST_LETTERS: Final = 12
"""A text with fewer letters of another script is too short to tell; of such letters, one may be a word."""
_MIXED: Final = 1 / 20
"""How many letters of a script that only one language has tell a text, among letters of a script that it shares."""
_SAMPLE: Final = 1000


def is_plainly_in(text: str, declared: str, directory: Path | None = None) -> bool:
    """Whether a text has enough words that only its declared language has; a quick test that often saves the full one.

    Args:
        text: plain text.
        declared: the identifier or tag of a locale.
        directory: the publisher's folder of labels, which may have the words of further languages.

    >>> is_plainly_in("Los genes y las células son la base de los seres vivos", "es")
    True
    """
    detector = _detector(directory, language_files(directory))
    own = detector.own.get(detector.code(declared), frozenset())
    words = text.lower().split()
    return sum(map(own.__contains__, words)) >= max(4, len(words) / 20)


@explained
def other_language(text: str, declared: str, directory: Path | None = None) -> str | None:
    """The language that a text is plainly in, if it is another than the declared one.

    Nothing is said of short texts, of lists of names, of languages near to the declared one, and where there are no
    words for the declared language, unless that is written in another script. For a text in a script that the
    declared language does not have, the language is a guess: the one that is written most in it.

    Args:
        text: plain text.
        declared: the identifier or tag of a locale.
        directory: the publisher's folder of labels, which may have the words of further languages.

    >>> text = "The genes in your cells hold the instructions that are used for making proteins of all kinds"
    >>> other_language(text, "es"), other_language(text, "en-US"), other_language("ADN, ARN", "en")
    ('en', None, None)
    """
    if is_plainly_in(text[:_SAMPLE], declared, directory):
        return None
    detector = _detector(directory, language_files(directory))
    code = detector.code(declared)
    return detector.by_script(text, code) or detector.by_words(text, code)


@lru_cache(maxsize=64)
def _detector(directory: Path | None, files_there: tuple[FileState, ...]) -> _Detector:
    return _Detector(directory)


class _Detector:
    """What tells the known languages from each other.

    Attributes:
        own: the words that one language alone has.
    """

    def __init__(self, directory: Path | None) -> None:
        known = all_languages(directory)
        self._words = {code: language.telling_words for code, language in known.items() if language.telling_words}
        self._letters = {code: language.telling_letters for code, language in known.items() if language.telling_letters}
        self._scripts = {code: language.telling_scripts for code, language in known.items() if language.telling_scripts}
        self._varieties = {other: code for code, language in known.items() for other in language.varieties}
        owners = Counter(word for words in self._words.values() for word in words)
        self._weights: dict[str, dict[str, float]] = {}
        for code, words in self._words.items():
            for word in words:
                # A word of several languages is weaker evidence than a word of one.
                self._weights.setdefault(word, {})[code] = 1 / owners[word]
        self.own = {code: frozenset(word for word in words if owners[word] == 1) for code, words in self._words.items()}
        self._lettered = {
            letter: code for code, letters in self._letters.items() if code in self._words for letter in letters
        }

    def code(self, identifier: str) -> str:
        """The language of a locale, as it is known here."""
        code = identifier.lower().replace("_", "-").partition("-")[0]
        return self._varieties.get(code, code)

    def by_script(self, text: str, declared: str) -> str | None:
        """The language of a text that is in another script than the declared language."""
        if text.isascii() or declared not in self._words:
            return None
        letters = [letter for letter in text[: 2 * _SAMPLE] if letter.isalpha()]
        scripts = cldr("scripts")
        counts = Counter(scripts.get(_script(letter), "") for letter in letters)
        latin = counts.pop("", 0)
        if counts.total() < max(_FEWEST_LETTERS, 2 * latin):
            return None
        found = max(counts, key=lambda code: (counts[code], code))
        written = set(map(_script, letters))
        for code, own in self._scripts.items():
            if own & written and counts[code] > counts[found] * _MIXED:
                found = code
        told = Counter(code for code, own in self._letters.items() for letter in letters if letter in own)
        named = {script for script in written if scripts.get(script) == found}
        near = [code for code in told if _script(self._letters[code][0]) in named]
        found = max(near, key=lambda code: (told[code], code), default=found)
        return found if found != declared else None

    def by_words(self, text: str, declared: str) -> str | None:
        """The language that the words of a text, and their letters, are plainly in."""
        words = Counter(_LETTERS.findall(unicodedata.normalize("NFC", text).casefold()))
        known: Counter[str] = Counter()
        scores: dict[str, float] = {}
        for word, count in words.items():
            for code, weight in self._weights.get(word, {}).items():
                known[code] += count
                scores[code] = scores.get(code, 0.0) + weight * count
        lettered = self._count_lettered(words) if not text.isascii() else Counter[str]()
        for code, count in lettered.items():
            known[code] += count
            scores[code] = scores.get(code, 0.0) + count
        if not scores:
            return None
        first = max(scores, key=lambda code: (scores[code], code))
        if first == declared or (declared not in self._words and _are_written_alike(first, declared)):
            return None
        total = words.total()
        if known[first] < max(_FEWEST, total / 5) and known[first] < max(_FEWEST_OWN, total / 3):
            return None
        its = (
            word
            for word in words
            if len(word) > 1 and (first in self._weights.get(word, ()) or first in self._owners(word))
        )
        if len(list(islice(its, _FEWEST_DIFFERENT))) < _FEWEST_DIFFERENT:
            return None
        for_it, against = self._between(words, first, declared)
        for_it, against = for_it + lettered[first], against + lettered[declared]
        if for_it < max(_FEWEST_OWN, _CLEARER * against):
            return None
        rivals = (code for code in scores if scores[code] > scores[first] / 2 and code != first)
        for rival in rivals:
            more, less = self._between(words, first, rival)
            if more + lettered[first] <= less + lettered[rival]:
                return None
        return first

    def _count_lettered(self, words: Mapping[str, int]) -> Counter[str]:
        """How many words have letters that identify a language, besides its known words."""
        found: Counter[str] = Counter()
        for word, count in words.items():
            for code in self._owners(word):
                if code not in self._weights.get(word, ()):
                    found[code] += count
        return found

    def _owners(self, word: str) -> set[str]:
        return set() if word.isascii() else {self._lettered[letter] for letter in word if letter in self._lettered}

    def _between(self, words: Mapping[str, int], one: str, other: str) -> tuple[int, int]:
        """How many words of a text are evidence for one language and not the other, and the reverse."""
        its, others = self._words.get(one, frozenset()), self._words.get(other, frozenset())
        return sum(words.get(word, 0) for word in its - others), sum(words.get(word, 0) for word in others - its)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _are_written_alike(one: str, other: str) -> bool:
    """Whether two languages are mostly written in one script; one that CLDR does not know is like no other."""
    likely = get_global("likely_subtags")
    scripts: list[list[str]] = [likely.get(language, "").split("_")[1:2] for language in (one, other)]
    return scripts[0] == scripts[1] != []
