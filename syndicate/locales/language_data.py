"""Data by language that Babel lacks: function words, abbreviations, marks. The words are in ``languages/``.

There is one file per language, ``languages/LANG.toml``. A publisher's ``LANG/language.toml``, beside the labels, adds a
language, or replaces values of one; its words of front matter are added to the others. What CLDR has by locale is in
``cldr.toml``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import attrs
from babel import Locale

from syndicate.errors import LocaleError, Message
from syndicate.explained import explained
from syndicate.locales.identifiers import LocaleLike, parents, parse
from syndicate.locales.own_files import LANGUAGE_FILE, FileState, files_of, language_files
from syndicate.reasons import of_parser, of_system

__all__ = [
    "ChangingWord",
    "Language",
    "all_languages",
    "check_languages",
    "cldr",
    "language_of",
    "own_front_matter",
    "quotation_marks",
    "vocabulary_locale",
]


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
    """The data of one language. Any value may be empty, which turns off what it is used for.

    Attributes:
        telling_words: the function words that make up much of any text, by which a text is recognized, whether or not
            another language has them too.
        telling_letters: letters that no other known language of the same script has.
        telling_scripts: scripts that tell it from a language that it shares another script with: the first words of
            Unicode's names for their letters.
        varieties: languages whose texts count as texts in this one; Norwegian is Bokmål and Nynorsk.
        leaning_words: words that belong to the next word, so that no line of a title should end in them.
        abbreviations: words after which a full stop ends no sentence.
        paired_marks: opening marks, each with its closing one; parentheses and CLDR's quotation
            marks are among them.
        changing_words: words of lists that change before a sound.
        front_matter: what authors in this language call keys of front matter, and their values.
        medlineplus: what the file of MedlinePlus has in this language.
        vocabularies: the controlled vocabularies whose names are in this language.
        search: by what words are found: Snowball's ``stemmer``; ``letters`` that are not others with an accent;
            ``asking_words``, which questions are made of; ``alike``, letters that writers confuse; and
            ``said_for``, the words that readers use for those of titles.
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
    vocabularies: frozenset[str] = frozenset()
    search: Mapping[str, str] = attrs.field(factory=dict)
    digest: str = ""


@explained
def language_of(locale: LocaleLike, directory: Path | None = None) -> Language:
    """The data of a locale's language; a regional locale takes what it lacks from its CLDR parents.

    Args:
        locale: the locale of a text; for an unknown language, everything is empty.
        directory: the publisher's folder of labels, which may have files ``LANG/language.toml``.

    Raises:
        LocaleError: such a file is unreadable or holds something else.

    >>> [word.other for word in language_of("es_MX").changing_words], language_of("mi").abbreviations
    (['e'], frozenset())
    """
    return _language_of(locale, files_of(locale, directory, LANGUAGE_FILE))


@lru_cache(maxsize=1024)
def _language_of(locale: LocaleLike, files_there: tuple[FileState, ...]) -> Language:
    values: dict[str, Any] = {}
    own = hashlib.sha256()
    by_folder = {Path(file[0]).parent.name: file for file in files_there}
    for parent in reversed(parents(locale) if locale else ()):
        packaged = files("syndicate.locales") / "languages" / f"{parent}.toml"
        if packaged.is_file():
            values |= _values(packaged.read_bytes(), str(packaged), _READERS)
        if str(parent) in by_folder:
            body, stated = _own(by_folder[str(parent)])
            values |= stated
            own.update(body)
    values["paired_marks"] = values.get("paired_marks", frozenset()) | _brackets(locale)
    return Language(**values, digest=own.hexdigest() if files_there else "")


def check_languages(directory: Path | None) -> None:
    """Refuse a folder of labels with a faulty ``LANG/language.toml``, whether or not there are texts in that language.

    Raises:
        LocaleError: naming the file, the line and the key as far as they are known, and what to write.
    """
    for file in language_files(directory):
        path, folder = file[0], Path(file[0]).parent.name
        try:
            names = [str(parent) for parent in parents(folder)]
        except LocaleError as error:
            raise LocaleError(
                error.problem, source=path, hint=Message("call the folder for example es or es_MX")
            ) from error
        if folder not in names:
            raise LocaleError(
                Message("the folder is not read under this name"),
                source=path,
                hint=Message("call it {value}", value=names[0]),
            )
        _own(file)


def own_front_matter(files_there: Iterable[FileState]) -> Iterator[Mapping[str, Any]]:
    """A publisher's own words for keys of front matter and their values.

    Raises:
        LocaleError: a file is unreadable or holds something else.
    """
    for file in files_there:
        if table := _own(file)[1].get("front_matter"):
            yield table


def _brackets(locale: LocaleLike) -> frozenset[str]:
    """Parentheses and quotation marks, except pairs that are alike or may be an apostrophe."""
    marks = quotation_marks(locale)
    pairs = {"()", marks[:2], marks[2:]}
    return frozenset(pair for pair in pairs if pair[0] != pair[1] and "’" not in pair)


def all_languages(directory: Path | None = None) -> Mapping[str, Language]:
    """All languages of which something is known, by their codes in order.

    >>> sorted(all_languages()) == list(all_languages()), "en" in all_languages(), "es" in all_languages()
    (True, True, True)
    """
    return _all_languages(directory, language_files(directory))


@lru_cache(maxsize=64)
def _all_languages(directory: Path | None, files_there: tuple[FileState, ...]) -> Mapping[str, Language]:
    packaged = (files("syndicate.locales") / "languages").iterdir()
    codes = {name.name.removesuffix(".toml") for name in packaged if name.name.endswith(".toml")}
    codes |= {Path(path).parent.name for path, *_ in files_there}
    return MappingProxyType({code: language_of(code, directory) for code in sorted(codes) if code.isalpha()})


@cache
def vocabulary_locale(scheme: str) -> Locale | None:
    """The language of the names in a controlled vocabulary; None for one that has several, or is unknown.

    >>> str(vocabulary_locale("mesh")), vocabulary_locale("SNOMED CT")
    ('en', None)
    """
    known = {name.casefold(): code for code, language in all_languages().items() for name in language.vocabularies}
    code = known.get(scheme.casefold())
    return parse(code) if code else None


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


@lru_cache(maxsize=256)
def _own(file: FileState) -> tuple[bytes, dict[str, Any]]:
    """A publisher's file and its values."""
    path = file[0]
    try:
        body = Path(path).read_bytes()
    except OSError as error:
        raise LocaleError(Message("it cannot be read: {reason}", reason=of_system(error)), source=path) from error
    readers = {key: _READERS[key] for key in _FORMS}
    return body, _values(body, path, {**readers, "front_matter": _own_front_matter})


def _values(body: bytes, source: str, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """The values of a file, which may have only known keys."""
    values = {}
    for key, value in _table(body, source).items():
        if key not in readers:
            raise LocaleError(
                Message("unknown key {key!r}", key=key),
                source=source,
                line=_line(body, key),
                hint=_instead(key, list(readers)),
            )
        try:
            values[key] = readers[key](value)
        except LocaleError as error:
            error.source, error.line = source, _line(body, (error.field or key).rpartition(".")[2])
            raise
        except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            form = _FORMS[key]
            raise LocaleError(
                form.problem,
                field=key,
                source=source,
                line=_line(body, key),
                hint=form.hint,
            ) from error
    return values


def _table(body: bytes, source: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise LocaleError(
            Message("it is not UTF-8"), source=source, line=line, hint=Message("save it as UTF-8")
        ) from error
    except (ValueError, RecursionError) as error:
        told = re.search(r" \(at line (\d+), ", str(error))
        raise LocaleError(
            Message("not TOML: {error}", error=of_parser(error)), source=source, line=int(told[1]) if told else None
        ) from error


def _line(body: bytes, key: str) -> int | None:
    """The line of a key, which the TOML parser does not keep."""
    names = re.compile(rf"\s*\[*\s*([\"']?){re.escape(key)}\1\s*[]=.]")
    lines = body.decode("utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if names.match(line)), None)


def _instead(key: str, known: list[str]) -> Message:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    if near:
        return Message("did you mean {key!r}? {hint}", key=near[0], hint=_FORMS[near[0]].hint)
    return Message("the keys are {names}", names=", ".join(sorted(known)))


def _words(value: Any) -> frozenset[str]:
    return frozenset(value.split())


def _letters(value: Any) -> str:
    return "".join(value.split())


def _pairs(value: Any) -> frozenset[str]:
    pairs = _words(value)
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(value)
    return pairs


def _codes(value: Any) -> frozenset[str]:
    codes = _words(value)
    if not all(re.fullmatch("[a-z]{2,3}", code) for code in codes):  # RFC 5646 section 2.2.1
        raise ValueError(value)
    return codes


def _changing(value: Any) -> tuple[ChangingWord, ...]:
    if not all(
        set(word) == {"word", "other", "before"} and all(isinstance(v, str) for v in word.values()) for word in value
    ):
        raise ValueError(value)
    return tuple(ChangingWord(word["word"], word["other"], re.compile(word["before"], re.IGNORECASE)) for word in value)


def _own_front_matter(value: Any) -> dict[str, Any]:
    """The words and expressions of a publisher, under names that the package has.

    Raises:
        LocaleError: a name is unknown, or a value is not text; its place is that in the table.
    """
    found: dict[str, Any] = dict(value)
    for name, given in found.items():
        known = _front_matter_names()
        _check_name(name, known, "front_matter")
        if isinstance(known[name], frozenset):
            if not isinstance(given, dict):
                raise LocaleError(
                    Message("a table expected"),
                    field=f"front_matter.{name}",
                    hint=Message("write [front_matter.{name}]", name=name),
                )
            for inner, text in given.items():
                _check_name(inner, known[name], f"front_matter.{name}")
                _check_words(text, f"front_matter.{name}.{inner}", is_pattern=name not in ("columns", "keys"))
        else:
            _check_words(given, f"front_matter.{name}", is_pattern=False)
    return found


def _check_name(name: str, known: Collection[str], table: str) -> None:
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1)
        hint = (
            Message("did you mean {value!r}?", value=near[0])
            if near
            else Message("the keys are {names}", names=", ".join(sorted(known)))
        )
        raise LocaleError(Message("unknown key {name!r}", name=name), field=f"{table}.{name}", hint=hint)


def _check_words(value: Any, field: str, *, is_pattern: bool) -> None:
    if not isinstance(value, str):
        hint = Message('write for example {value} = "one two"', value=field.rpartition(".")[2])
        raise LocaleError(Message("one text with words, separated by spaces, is expected"), field=field, hint=hint)
    if is_pattern:
        try:
            re.compile(re.sub(r"\{[a-z_]+\}", "(?:x)", re.sub(r"\s+", "", value)))
        except re.error as error:
            raise LocaleError(
                Message("it is not a regular expression: {error}", error=error),
                field=field,
                hint=Message("see Python's `re`"),
            ) from error


@cache
def _front_matter_names() -> Mapping[str, frozenset[str] | str]:
    """The names under which the package has words of front matter, and what tables of them have."""
    found: dict[str, Any] = {}
    for language in all_languages().values():
        for name, value in language.front_matter.items():
            found[name] = found.get(name, frozenset()) | frozenset(value) if isinstance(value, dict) else value
    return found


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "telling_words": _words,
    "telling_letters": _letters,
    "telling_scripts": _words,
    "varieties": _codes,
    "leaning_words": _words,
    "abbreviations": _words,
    "paired_marks": _pairs,
    "changing_words": _changing,
    "front_matter": dict,
    "medlineplus": dict,
    "vocabularies": _words,
    "search": dict,
}


class _Form(NamedTuple):
    """What the value of a key is to be.

    Attributes:
        problem: what is wrong with another value.
        hint: what to write.
    """

    problem: Message
    hint: Message


def _text_of(what: Message, example: str) -> _Form:
    return _Form(
        Message("one text with {what} is expected", what=what), Message("write for example {example}", example=example)
    )


_FORMS: Final[Mapping[str, _Form]] = {
    "telling_words": _text_of(Message("words, separated by spaces,"), 'telling_words = "of the to"'),
    "telling_letters": _text_of(Message("letters"), 'telling_letters = "xyz"'),
    "telling_scripts": _text_of(
        Message("the names of scripts, separated by spaces,"), 'telling_scripts = "HIRAGANA KATAKANA"'
    ),
    "varieties": _text_of(Message("the codes of languages, separated by spaces,"), 'varieties = "nb nn"'),
    "leaning_words": _text_of(Message("words, separated by spaces,"), 'leaning_words = "of the to"'),
    "abbreviations": _text_of(Message("words, separated by spaces,"), 'abbreviations = "Dr Mr"'),
    "paired_marks": _text_of(Message("pairs of marks, separated by spaces,"), 'paired_marks = "«» []"'),
    "changing_words": _Form(
        Message("tables with word, other, and before, which is a regular expression, are expected"),
        Message('write [[changing_words]] with lines below it such as word = "y", other = "e", and before = "h?i"'),
    ),
    "front_matter": _Form(
        Message("a table is expected"), Message('write [front_matter], with lines below it such as drafts = "one two"')
    ),
}
"""Keys that a publisher may state. The others are the package's: MedlinePlus and the search know no publisher."""
