"""What a request of an EHR asks for. Which topics answer it is decided in `matching`.

The parameters are those of the HL7 Infobutton standard's URL form. The performer, the patient, and the task are
accepted and ignored: they do not change the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales import from_name, language_name, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query
from syndicate.service.schemes import scheme_of

__all__ = ["Criterion", "criteria", "language", "response_type"]

_MOST: Final = 10
_PREFIXES: Final = ("mainsearchcriteria.v.", "mainsearchcriteria.c.")
"""The standard's, and the one that some EHRs send."""


@attrs.frozen
class Criterion:
    """Something that is asked for.

    Attributes:
        system: the code system, as it was sent.
        code: the code; empty where only a name is known.
        names: what the EHR calls it.
    """

    system: str
    code: str
    names: tuple[str, ...]

    @property
    def scheme(self) -> str:
        """The vocabulary's name; the system as it was sent, if it is not known."""
        return scheme_of(self.system) or self.system


def criteria(query: Query) -> Sequence[Criterion]:
    """What a request asks for: one thing, or several with numbers behind the names of the parameters.

    Args:
        query: its parameters, with names in any case.

    Raises:
        Refusal: it asks for nothing, or for a code without its system.
    """
    found = [one for one in _sent(query) if one.code or one.names or one.system]
    if not found or any(one.code and not one.system for one in found[:1]):
        message = marked("{field} must be the code system, as an OID such as 2.16.840.1.113883.6.90 for ICD-10-CM.")
        raise Refusal.invalid("mainSearchCriteria.v.cs", message)
    return found


def _sent(query: Query) -> Iterator[Criterion]:
    for number in ("", *map(str, range(1, _MOST))):
        values = [_first(query, f"{part}{number}") for part in ("cs", "c", "dn", "ot")]
        # An EHR that encodes twice sends a plus for a space.
        names = [" ".join(value.replace("+", " ").split()) for value in values[2:]]
        yield Criterion(values[0], values[1], tuple(dict.fromkeys(filter(None, names))))


def _first(query: Query, name: str) -> str:
    return next(filter(None, (query.text(prefix + name) for prefix in _PREFIXES)), "")


def language(query: Query, locales: Sequence[Locale], default: Locale) -> Locale:
    """The language that is asked for, by any code or name of it; the default where there are no texts in it.

    Args:
        query: the parameters.
        locales: the languages there are texts in.
        default: the main one.
    """
    stated = query.text("informationrecipient.languagecode.c")
    if not stated:
        return default
    try:
        wanted = _locale(stated)
    except LocaleError:
        # EHRs also send the beginning of the English name, such as "sp".
        return next((one for one in locales if _begins(language_name(one, MESSAGE_LOCALE), stated)), default)
    same = (one for one in locales if one.language == wanted.language)
    return wanted if wanted in locales else next(same, default)


def _locale(text: str) -> Locale:
    try:
        return parse(text)
    except LocaleError:
        return from_name(text)


def _begins(name: str, text: str) -> bool:
    return len(text) > 1 and name.casefold().startswith(text.casefold())


def response_type(query: Query) -> str:
    """The form of the answer: ``xml``, ``json`` or ``javascript``; XML for any other, as there."""
    stated = query.text("knowledgeresponsetype").partition(";")[0].strip().lower()
    form = stated.rpartition("/")[2]
    return form if form in ("json", "javascript") else "xml"
