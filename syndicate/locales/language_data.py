"""What differs by language and Babel does not have: small words, abbreviations, marks. The words are in ``languages/``.

There is one file per language, ``languages/LANG.toml``. A publisher's ``LANG/language.toml``, beside the labels, adds a
language, or replaces values of one. What CLDR has by locale is in ``cldr.toml``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from syndicate.errors import LocaleError
from syndicate.locales.identifiers import LocaleLike, parents

__all__ = ["ChangingWord", "Language", "cldr", "all_languages", "language_of", "quotation_marks"]


@attrs.frozen
class ChangingWord:
    """A word of lists that changes before the sound that the last item begins with, such as "y" in Spanish.

    Attributes:
        word: as CLDR's patterns of lists have it.
        other: what it becomes.
        before: what the last item begins with then.
    """

    word: str
    other: str
    before: re.Pattern[str]


@attrs.frozen(kw_only=True, eq=False)
class Language:
    """What one language has of its own. Any value may be empty, so that texts get no special care there.

    Attributes:
        telling_words: the small words that make up much of any text, by which a text is recognized, whether or not
            another language has them too.
        telling_letters: letters that other languages of the same script do not have, as far as they are known here.
        telling_scripts: scripts that tell it from a language that it shares another script with: the first words of
            Unicode's names for their letters.
        varieties: languages whose texts count as texts in this one; Norwegian is Bokmål and Nynorsk.
        leaning_words: words that belong to the next one, so that no line of a title should end in them.
        abbreviations: words after which a full stop ends no sentence.
        paired_marks: marks that open something, each with the one that closes it; parentheses and CLDR's quotation
            marks are among them.
        changing_words: words of lists that change before a sound.
        front_matter: what authors in this language call keys of front matter, and their values.
        medlineplus: what the file of MedlinePlus has in this language.
        digest: tells the publisher's own values apart; empty where all are the package's.
    """

    telling_words: frozenset[str] = frozenset()
    telling_letters: str = ""
    telling_scripts: frozenset[str] = frozenset()
    varieties: frozenset[str] = frozenset()
    leaning_words: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    paired_marks: frozenset[str] = frozenset()
    changing_words: tuple[ChangingWord, ...] = ()
    front_matter: Mapping[str, Any] = attrs.field(factory=dict)
    medlineplus: Mapping[str, Any] = attrs.field(factory=dict)
    digest: str = ""


@lru_cache(maxsize=1024)
def language_of(locale: LocaleLike, directory: Path | None = None) -> Language:
    """What the language of a locale has of its own; a regional locale takes what it lacks from its CLDR parents.

    Args:
        locale: the locale of a text; of a language that nothing is known of, all is empty.
        directory: the publisher's folder of labels, which may have files ``LANG/language.toml``.

    Raises:
        LocaleError: such a file is unreadable or holds something else.

    >>> [word.other for word in language_of("es_MX").changing_words], language_of("mi").abbreviations
    (['e'], frozenset())
    """
    values: dict[str, Any] = {}
    own = hashlib.sha256()
    is_own = False
    for parent in reversed(parents(locale) if locale else ()):
        packaged = files("syndicate.locales") / "languages" / f"{parent}.toml"
        if packaged.is_file():
            values |= _values(packaged)
        if directory is not None and (path := directory / str(parent) / "language.toml").is_file():
            values |= _values(path, without=_OF_SOURCES)
            own.update(path.read_bytes())
            is_own = True
    values["paired_marks"] = values.get("paired_marks", frozenset()) | _brackets(locale)
    return Language(**values, digest=own.hexdigest() if is_own else "")


def _brackets(locale: LocaleLike) -> frozenset[str]:
    """Parentheses and quotation marks; those that are alike or may be an apostrophe do not tell what is open."""
    marks = quotation_marks(locale)
    pairs = {"()", marks[:2], marks[2:]}
    return frozenset(pair for pair in pairs if pair[0] != pair[1] and "’" not in pair)


@cache
def all_languages(directory: Path | None = None) -> Mapping[str, Language]:
    """All languages of which something is known, by their codes in order.

    >>> sorted(all_languages()) == list(all_languages()), "en" in all_languages(), "es" in all_languages()
    (True, True, True)
    """
    packaged = (files("syndicate.locales") / "languages").iterdir()
    codes = {name.name.removesuffix(".toml") for name in packaged if name.name.endswith(".toml")}
    if directory is not None:
        codes |= {path.parent.name for path in directory.glob("*/language.toml")}
    return MappingProxyType({code: language_of(code, directory) for code in sorted(codes) if code.isalpha()})


@cache
def cldr(name: str) -> Mapping[str, str]:
    """A table of ``cldr.toml``, by the words of its values: locales, or the names of scripts.

    >>> cldr("minimum_grouping_digits")["es"], cldr("quotation_marks")["root"], cldr("scripts")["KATAKANA"]
    ('2', '“”‘’', 'ja')
    """
    table = _cldr()[name]
    return MappingProxyType({word: key for key, words in table.items() for word in words.split()})


@lru_cache(maxsize=1024)
def quotation_marks(locale: LocaleLike) -> str:
    """The marks around a quotation in a language, and those around one within it; for no language, those of most.

    >>> quotation_marks("fr-CA"), quotation_marks("es-MX"), quotation_marks("")
    ('«»”“', '“”‘’', '“”‘’')
    """
    stated = cldr("quotation_marks")
    known = (stated[str(parent)] for parent in (parents(locale) if locale else ()) if str(parent) in stated)
    return next(known, stated["root"])


@cache
def _cldr() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    return tomllib.loads((files("syndicate.locales") / "cldr.toml").read_text(encoding="utf-8"))


def _values(path: Traversable, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values that a file states, which has no other keys than those that are known."""
    readers = {key: reader for key, reader in _READERS.items() if key not in without}
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise LocaleError(f"unreadable file: {error}", source=str(path)) from error
    values = {}
    for key, value in table.items():
        if key not in readers:
            hint = f"the keys are {', '.join(sorted(readers))}"
            raise LocaleError(f"unknown key {key!r}", source=str(path), hint=hint)
        try:
            values[key] = readers[key](value)
        except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            hint = "write it as in docs/how-to/add-a-language.md"
            raise LocaleError("the value is of another form", field=key, source=str(path), hint=hint) from error
    return values


def _words(value: Any) -> frozenset[str]:
    return frozenset(value.split())


def _letters(value: Any) -> str:
    return "".join(value.split())


def _pairs(value: Any) -> frozenset[str]:
    pairs = _words(value)
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(value)
    return pairs


def _changing(value: Any) -> tuple[ChangingWord, ...]:
    return tuple(ChangingWord(word["word"], word["other"], re.compile(word["before"], re.IGNORECASE)) for word in value)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "telling_words": _words,
    "telling_letters": _letters,
    "telling_scripts": _words,
    "varieties": _words,
    "leaning_words": _words,
    "abbreviations": _words,
    "paired_marks": _pairs,
    "changing_words": _changing,
    "front_matter": dict,
    "medlineplus": dict,
}

_OF_SOURCES: Final = frozenset({"front_matter", "medlineplus"})
"""What the package alone has: sources are read before it is known who publishes them."""
