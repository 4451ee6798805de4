"""Whether a text is in the language that it is declared in, by its small words. The words themselves are in `data`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from babel.core import get_global

from syndicate.locales.data import SCRIPTS, TELLING_LETTERS, TELLING_WORDS

__all__ = ["is_plainly_in", "other_language"]

_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 8
"""A text with fewer small words is too short to tell, unless they are a third of it."""
_FEWEST_DIFFERENT: Final = 3
"""With fewer different words of two letters or more, it may be signs that are repeated."""
_FEWEST_OWN: Final = 5
"""So many words must be of the other language and not of the declared one."""
_CLEARER: Final = 4
"""And so many times as many as the other way round: a text in Galician is not a text in Portuguese."""
_SAMPLE: Final = 1000
_MACROLANGUAGES: Final = {"nb": "no", "nn": "no", "fil": "tl"}


def _weights() -> Mapping[str, Mapping[str, float]]:
    """For each word its languages; a word of several speaks for none of them as much as one of its own."""
    owners = Counter(word for words in TELLING_WORDS.values() for word in words)
    found: dict[str, dict[str, float]] = {}
    for language, words in TELLING_WORDS.items():
        for word in words:
            found.setdefault(word, {})[language] = 1 / owners[word]
    return found


_WEIGHTS: Final = _weights()
_OWN: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(word for word in words if len(_WEIGHTS[word]) == 1) for language, words in TELLING_WORDS.items()
}
"""The words that one language alone has."""


_LETTERED: Final = {
    letter: language for language, letters in TELLING_LETTERS.items() if language in TELLING_WORDS for letter in letters
}
_FEWEST_LETTERS: Final = 12
"""A text with fewer letters of another script is too short to tell; of such letters, one may be a word."""


def _language(identifier: str) -> str:
    language = identifier.lower().replace("_", "-").partition("-")[0]
    return _MACROLANGUAGES.get(language, language)


def is_plainly_in(text: str, declared: str) -> bool:
    """Whether a text has enough words that only its declared language has; a quick test that spares the whole one.

    >>> is_plainly_in("Los genes y las células son la base de los seres vivos", "es")
    True
    """
    own = _OWN.get(_language(declared), frozenset())
    words = text.lower().split()
    return sum(map(own.__contains__, words)) >= max(4, len(words) / 20)


def other_language(text: str, declared: str) -> str | None:
    """The language that a text is plainly in, if it is another than the declared one.

    Nothing is said of short texts, of lists of names, of languages near to the declared one, and where there are no
    words that tell the declared language, unless that is written in another script. Of a text in a script that the
    declared language does not have, the language is a guess: the one that is written most in it.

    Args:
        text: plain text.
        declared: the identifier or tag of a locale.

    >>> text = "The genes in your cells hold the instructions that are used for making proteins of all kinds"
    >>> other_language(text, "es"), other_language(text, "en-US"), other_language("ADN, ARN", "en")
    ('en', None, None)
    """
    if is_plainly_in(text[:_SAMPLE], declared):
        return None
    language = _language(declared)
    return _by_script(text, language) or _found(text, language)


def _by_script(text: str, declared: str) -> str | None:
    """The language of a text that is in another script than the Latin one of its declared language."""
    if text.isascii() or declared not in TELLING_WORDS:
        return None
    letters = [letter for letter in text[: 2 * _SAMPLE] if letter.isalpha()]
    scripts = Counter(SCRIPTS.get(_script(letter), "") for letter in letters)
    latin = scripts.pop("", 0)
    if scripts.total() < max(_FEWEST_LETTERS, 2 * latin):
        return None
    found = max(scripts, key=lambda language: (scripts[language], language))
    if found == "zh" and scripts["ja"] > scripts["zh"] / 20:
        return "ja"
    told = Counter(language for language, own in TELLING_LETTERS.items() for letter in letters if letter in own)
    named = {_script(letter) for letter in letters if SCRIPTS.get(_script(letter)) == found}
    near = [language for language in told if _script(TELLING_LETTERS[language][0]) in named]
    return max(near, key=lambda language: (told[language], language), default=found)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _found(text: str, declared: str) -> str | None:
    words = Counter(_LETTERS.findall(unicodedata.normalize("NFC", text).casefold()))
    known: Counter[str] = Counter()
    scores: dict[str, float] = {}
    for word, count in words.items():
        for language, weight in _WEIGHTS.get(word, {}).items():
            known[language] += count
            scores[language] = scores.get(language, 0.0) + weight * count
    lettered = _lettered(words) if not text.isascii() else Counter[str]()
    for language, count in lettered.items():
        known[language] += count
        scores[language] = scores.get(language, 0.0) + count
    if not scores:
        return None
    first = max(scores, key=lambda language: (scores[language], language))
    if first == declared or (declared not in TELLING_WORDS and _is_latin(declared)):
        return None
    total = words.total()
    if known[first] < max(_FEWEST, total / 5) and known[first] < max(_FEWEST_OWN, total / 3):
        return None
    its = (word for word in words if len(word) > 1 and (first in _WEIGHTS.get(word, ()) or first in _owners(word)))
    if len(list(islice(its, _FEWEST_DIFFERENT))) < _FEWEST_DIFFERENT:
        return None
    for_it, against = _between(words, first, declared)
    for_it, against = for_it + lettered[first], against + lettered[declared]
    if for_it < max(_FEWEST_OWN, _CLEARER * against):
        return None
    rivals = (language for language in scores if scores[language] > scores[first] / 2 and language != first)
    for rival in rivals:
        more, less = _between(words, first, rival)
        if more + lettered[first] <= less + lettered[rival]:
            return None
    return first


def _lettered(words: Mapping[str, int]) -> Counter[str]:
    """How many words have letters that tell a language, besides those that are known to be of it."""
    found: Counter[str] = Counter()
    for word, count in words.items():
        for language in _owners(word):
            if language not in _WEIGHTS.get(word, ()):
                found[language] += count
    return found


def _owners(word: str) -> set[str]:
    return set() if word.isascii() else {_LETTERED[letter] for letter in word if letter in _LETTERED}


def _between(words: Mapping[str, int], one: str, other: str) -> tuple[int, int]:
    """How many words of a text speak for one language and not for the other, and the other way round."""
    its, others = TELLING_WORDS[one], TELLING_WORDS.get(other, frozenset())
    return sum(words.get(word, 0) for word in its - others), sum(words.get(word, 0) for word in others - its)


def _is_latin(language: str) -> bool:
    """Whether a language that CLDR knows is written in Latin letters, as all are of which words are known here."""
    likely = get_global("likely_subtags").get(language)
    return likely is not None and "_Latn_" in likely
