"""Single values: media types, languages, numbers, words. Each check tells what is wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from syndicate.errors import LocaleError, Message
from syndicate.layout.formats import MEDIA_TYPE
from syndicate.locales import parse
from syndicate.locales.catalogs import marked
from syndicate.locales.identifiers import LANGUAGE_TAG
from syndicate.reasons import either
from syndicate.validation.problems import Check, Fault, quoted

__all__ = [
    "decimal",
    "flag",
    "language",
    "media_type",
    "number",
    "one_of",
    "pattern",
    "something",
]

_LONGEST: Final = 500
"""No language tag is longer; some searches in longer texts would take too long."""

_MEDIA_TYPE = re.compile(rf"{MEDIA_TYPE.pattern}(?:[ \t]*;[ \t]*[\w!#$&^.+-]+=(?:[\w!#$&^.+:-]+|\"[^\"]*\"))*", re.A)
_LANGUAGE = re.compile(
    rf"{LANGUAGE_TAG}|x(?:-[a-z0-9]{{1,8}})+|i-[a-z]{{3,8}}|sgn-be-fr|en-gb-oed|zh-min(?:-nan)?", re.I | re.A
)
_SPECIAL_LANGUAGES: Final = frozenset({"mul", "und", "zxx", "mis"})
"""What ISO 639-2 has for several languages, an unknown one, none, and others."""


def media_type(text: str) -> Fault | None:
    """A media type such as ``text/html``, perhaps with parameters (RFC 6838 section 4.2).

    >>> media_type("application/vnd.a&b+xml; charset=utf-8") is None, media_type("text/+html") is None
    (True, False)
    """
    if _MEDIA_TYPE.fullmatch(text) is None:
        return "invalid-media-type", Message("{value} is not a media type such as text/html", value=quoted(text))
    return None


def language(text: str) -> Fault | None:
    """A language tag of BCP 47, in a language that CLDR knows."""
    if len(text) > _LONGEST:
        return "invalid-language", Message("{value} is too long for a language tag", value=quoted(text))
    return _language(text)


@lru_cache(maxsize=256)
def _language(text: str) -> Fault | None:
    if _LANGUAGE.fullmatch(text) is None:
        return "invalid-language", Message("{value} is not a language tag such as en or es-MX", value=quoted(text))
    if text[:2].lower() not in ("x-", "i-") and text.lower() not in _SPECIAL_LANGUAGES:
        try:
            parse(text.partition("-")[0])
        except LocaleError:
            return "unknown-language", Message("{value} names no known language", value=quoted(text))
    return None


def number(low: int = 0, high: int | None = None) -> Check:
    """A check for a whole number in a range."""

    def check(text: str) -> Fault | None:
        digits = text.strip()
        if not re.fullmatch(r"[0-9]{1,18}", digits):
            return "invalid-number", Message("{value} is not a whole number, or too long", value=quoted(text))
        if int(digits) < low or (high is not None and int(digits) > high):
            if high is None:
                return "invalid-number", Message("{number} is not {least} or more", number=digits, least=low)
            template = marked("{number} is not from {least} to {most}")
            return "invalid-number", Message(template, number=digits, least=low, most=high)
        return None

    return check


def one_of(values: Iterable[str], *, ignore_case: bool = False) -> Check:
    """A check for one of some words."""
    allowed = {value.lower() if ignore_case else value: value for value in values}

    def check(text: str) -> Fault | None:
        if (text.lower() if ignore_case else text) in allowed:
            return None
        return "invalid-value", Message(
            "{value} is not one of {choices}", value=quoted(text), choices=", ".join(allowed.values())
        )

    return check


def something(text: str) -> Fault | None:
    """A text that is not blank."""
    return None if text.strip() else ("empty-element", Message("it is empty"))


def decimal(text: str) -> Fault | None:
    """A number that may have a fraction."""
    if re.fullmatch(r"\d{1,18}(?:\.\d{1,18})?", text.strip(), re.ASCII):
        return None
    return "invalid-number", Message("{value} is not a number", value=quoted(text))


def pattern(expression: str, meaning: Message, *, ignore_case: bool = False, rule: str = "invalid-value") -> Check:
    """A check for a text of a form; ``meaning`` says in the message what the form is."""
    form = re.compile(expression, re.ASCII | (re.IGNORECASE if ignore_case else 0))

    def check(text: str) -> Fault | None:
        if len(text) <= _LONGEST and form.fullmatch(text):
            return None
        return rule, Message("{value} is not {meaning}", value=quoted(text), meaning=meaning)

    return check


def flag(allowed: Iterable[str], obsolete: Iterable[str] = (), *, rule: str = "obsolete-value") -> Check:
    """A check for one of some words in any case; of some others, which a format once had, it warns."""
    words, old = tuple(allowed), frozenset(obsolete)

    def check(text: str) -> Fault | None:
        if text.lower() in words:
            return None
        if text.lower() in old:
            return rule, Message(
                "{value} is of an older version; write {choices}", value=quoted(text), choices=either(words)
            )
        return "invalid-value", Message("{value} is not one of {choices}", value=quoted(text), choices=", ".join(words))

    return check
