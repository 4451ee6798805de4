"""The index of the search page: what a browser needs to find topics without a service. Pages are made in `site`.

It holds the names and descriptions as they are shown, and what the words of all of them are reduced to: a browser
folds words, and needs no stemmer. `scripts/search-engine.js` finds topics in it, with the weights of `ranking`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from babel import Locale

from syndicate.json_writer import compact
from syndicate.locales import tag
from syndicate.locales.language_data import language_of
from syndicate.model import Catalog, Topic
from syndicate.search import ranking
from syndicate.search.words import PATTERNS, Lexicon, compounds, folding, words
from syndicate.text import truncate

__all__ = ["VERSION", "page_index", "slug_of"]

_PLAIN: Final = re.compile("[a-z0-9]+")

_SHOWN: Final = 100
"""Letters of a description: about a line of a result."""
_DESCRIBED: Final = 5000
"""How many topics are described, in the half of what is loaded; of more, names alone are found and shown."""
VERSION: Final = 1
"""Of its form; the scripts read one alone."""


def page_index(catalog: Catalog, locale: Locale, locales: Sequence[Locale]) -> bytes:
    """The index of a language, as JSON; the same catalog gives the same bytes.

    Args:
        catalog: what there is.
        locale: the language of the page.
        locales: those of the site. What a topic is called in any of them finds it too, and a topic that lacks the
            language of the page is found under its own title.
    """
    rows = _Rows(catalog, locale, locales)
    topics = [rows.of(topic, locale) for topic in catalog.written_in(locale)]
    elsewhere = [[tag(own), *rows.of(topic, own)] for topic, own in rows.elsewhere()]
    lexicon = Lexicon(tuple(dict.fromkeys(one.language for one in locales)))
    vocabulary = _Vocabulary(lexicon)
    for row in (*topics, *(one[1:] for one in elsewhere)):
        vocabulary.add(_texts(row))
    said = _synonyms(lexicon, vocabulary)
    vocabulary.add(said)
    value = {
        "version": VERSION,
        "language": locale.language,
        "patterns": PATTERNS,
        "plain": vocabulary.plain(),
        "alike": sorted("".join(pair) for pair in lexicon.alike),
        "passing": {code: " ".join(sorted(known)) for code, known in sorted(lexicon.passing.items())},
        "weights": ranking.WEIGHTS,
        "said_for": said,
        "stems": vocabulary.stems(),
        "topics": topics,
        "elsewhere": elsewhere,
    }
    return compact(value)


class _Rows:
    """The topics of an index as data.

    Args:
        catalog: what there is.
        locale: the language of the page.
        locales: those of the site.
    """

    def __init__(self, catalog: Catalog, locale: Locale, locales: Sequence[Locale]) -> None:
        self._catalog = catalog
        self._locale = locale
        self._locales = locales
        self._is_described = len(catalog) <= _DESCRIBED
        self._mentions: Counter[str] = Counter()  # how many topics name each as related
        for topic in catalog.values():
            others = [catalog.find(reference, locale) for reference in topic.related.get(locale) or ()]
            self._mentions.update({other.slug for other in others if other is not None})

    def of(self, topic: Topic, locale: Locale) -> list[Any]:
        """A topic: its slug, title, other names, description, and what other languages call it."""
        others = [
            [tag(other), topic.title[other], *_names(topic, other)]
            for other in self._locales
            if other != locale and other in topic.title
        ]
        description = (topic.description.get(locale) or "") if self._is_described else ""
        shown = truncate(description, _SHOWN, language_of(locale.language))
        slug = _short(topic.slug, [topic.title[locale], *(title for _, title, *_ in others)])
        return [slug, topic.title[locale], _names(topic, locale), shown, self._mentions[topic.slug], others]

    def elsewhere(self) -> Iterator[tuple[Topic, Locale]]:
        """The topics that lack the language of the page, each with the first that it has."""
        for topic in self._catalog.values():
            if self._locale not in topic.title:
                own = next((one for one in self._locales if one in topic.title), None)
                if own is not None:
                    yield topic, own


def _short(slug: str, titles: Sequence[str]) -> str | int:
    """A slug; or, where it is the plain letters of a title, which one: a tenth of the index would say it again.

    An even number stands for letters without anything between the words, an odd one for words with hyphens.
    """
    for number, title in enumerate(titles):
        parts = _PLAIN.findall(title.lower())
        for kind, glue in enumerate(("", "-")):
            if slug == glue.join(parts):
                return 2 * number + kind
    return slug


def slug_of(row: Sequence[Any]) -> str:
    """The slug of a topic of an index; ``slugOf`` of the script does the same.

    >>> slug_of([3, "Asma", [], "", 0, [["en", "Childhood asthma"]]]), slug_of(["sleep", "Dormir", [], "", 0, []])
    ('childhood-asthma', 'sleep')
    """
    slug, title, *_, others = row
    if isinstance(slug, str):
        return slug
    titles = [title, *(one for _, one, *_ in others)]
    return ("-" if slug & 1 else "").join(_PLAIN.findall(titles[slug >> 1].lower()))


def _names(topic: Topic, locale: Locale) -> list[str]:
    names = (*(topic.also_called.get(locale) or ()), *(topic.see_references.get(locale) or ()))
    return [name for name in dict.fromkeys(names) if name != topic.title[locale]]


def _texts(row: Sequence[Any]) -> Iterator[str]:
    _, title, names, description, _, others = row
    yield from (title, *names, description)
    for _, *named in others:
        yield from named


def _synonyms(lexicon: Lexicon, vocabulary: _Vocabulary) -> list[str]:
    """What readers say for the words of names, if the catalog has these: `tummy, belly = abdominal; stomach`."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for phrase, names in lexicon.sayings:
        if meant := tuple(name for name in names if all(vocabulary.has(word) for word in words(name))):
            found[meant].append(phrase)
    return [f"{', '.join(dict.fromkeys(phrases))} = {'; '.join(meant)}" for meant, phrases in found.items()]


class _Vocabulary:
    """The words of an index, and those that come from the same stem."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words: set[str] = set()
        self._by_stem: dict[str, set[str]] = defaultdict(set)

    def add(self, texts: Iterable[str]) -> None:
        """Add the words of some texts."""
        for text in texts:
            for word in (*words(text), *(whole for _, whole in compounds(text))):
                if word not in self._words:
                    self._words.add(word)
                    folded = self._lexicon.fold(word)
                    for stem in self._lexicon.stems(word):
                        self._by_stem[stem].add(folded)
                    self._by_stem[folded].add(folded)

    def has(self, word: str) -> bool:
        """Whether a text has the word, or another form of it."""
        return any(form in self._by_stem for form in (self._lexicon.fold(word), *self._lexicon.stems(word)))

    def plain(self) -> dict[str, str]:
        """The letters beyond ASCII, and what they are folded to, with those that readers may type for them."""
        letters = {letter for word in self._words for letter in word if not letter.isascii()}
        typed = {letter for page in {ord(letter) >> 8 for letter in letters} for letter in folding(page)}
        return {letter: self._lexicon.fold(letter) for letter in sorted(letters | typed)}

    def stems(self) -> str:
        """A line for each stem of several words: the stem, and the words, without it where they begin with it."""
        groups = {stem: found for stem, found in sorted(self._by_stem.items()) if len(found) > 1}
        of_word: dict[str, list[str]] = defaultdict(list)
        for stem, found in groups.items():
            for word in found:
                of_word[word].append(stem)
        lines = []
        for stem, found in groups.items():
            others = (other for other in of_word[min(found)] if other != stem)
            # Words that another stem has too are told already; of two stems with the same words, the first has them.
            if any(found < groups[other] or (found == groups[other] and other < stem) for other in others):
                continue
            ends = (f"-{word[len(stem) :]}" if word.startswith(stem) else word for word in sorted(found))
            lines.append(f"{stem} {' '.join(ends)}")
        return "\n".join(lines)
