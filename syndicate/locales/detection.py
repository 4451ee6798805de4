"""Whether a text is in the language that it is declared in, by its small words. The words themselves are in `data`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

from babel.core import get_global

from syndicate.locales.data import TELLING_WORDS

__all__ = ["is_plainly_in", "other_language"]

_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 8
"""A text with fewer small words is too short to tell."""
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
    words that tell the declared language, unless that is written in another script.

    Args:
        text: plain text.
        declared: the identifier or tag of a locale.

    >>> text = "The genes in your cells hold the instructions that are used for making proteins of all kinds"
    >>> other_language(text, "es"), other_language(text, "en-US"), other_language("ADN, ARN", "en")
    ('en', None, None)
    """
    if is_plainly_in(text[:_SAMPLE], declared):
        return None
    return _found(text, _language(declared))


def _found(text: str, declared: str) -> str | None:
    words = Counter(_LETTERS.findall(unicodedata.normalize("NFC", text).casefold()))
    known: Counter[str] = Counter()
    scores: dict[str, float] = {}
    for word, count in words.items():
        for language, weight in _WEIGHTS.get(word, {}).items():
            known[language] += count
            scores[language] = scores.get(language, 0.0) + weight * count
    if not scores:
        return None
    first = max(scores, key=lambda language: (scores[language], language))
    if first == declared or (declared not in TELLING_WORDS and _is_latin(declared)):
        return None
    if known[first] < max(_FEWEST, words.total() / 5):
        return None
    for_it, against = _between(words, first, declared)
    if for_it < max(_FEWEST_OWN, _CLEARER * against):
        return None
    rivals = (language for language in scores if scores[language] > scores[first] / 2 and language != first)
    is_told_apart = all(more > less for more, less in (_between(words, first, rival) for rival in rivals))
    return first if is_told_apart else None


def _between(words: Mapping[str, int], one: str, other: str) -> tuple[int, int]:
    """How many words of a text speak for one language and not for the other, and the other way round."""
    its, others = TELLING_WORDS[one], TELLING_WORDS.get(other, frozenset())
    return sum(words.get(word, 0) for word in its - others), sum(words.get(word, 0) for word in others - its)


def _is_latin(language: str) -> bool:
    """Whether a language that CLDR knows is written in Latin letters, as all are of which words are known here."""
    likely = get_global("likely_subtags").get(language)
    return likely is not None and "_Latn_" in likely
