"""The values of a publisher as they are given, converted and checked; what a publisher has is said in `publisher`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.layout import KINDS
from syndicate.locales import LocaleLike, parse
from syndicate.model.conversions import as_localized, as_tuple
from syndicate.model.fields import is_line, is_url
from syndicate.model.localized import Localized, PerLocale
from syndicate.text import uri

__all__ = ["LocalesOfKinds", "are_links", "as_base_url", "as_kinds", "as_links", "as_locales", "zone_of"]

_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+")
_LINKS_HINT = Message('write for example [footer_links.en] and below it Privacy = "https://example.org/privacy"')

LocalesOfKinds = tuple[tuple[str, tuple[Locale, ...]], ...]
"""The languages of some kinds of artifacts, by the name of the kind."""


@lru_cache(maxsize=8)
def zone_of(name: Any) -> tzinfo:
    """A time zone of the IANA database; the names are those of places, not of offsets that change in summer."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        if isinstance(name, str) and (name == "UTC" or "/" in name):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    near = get_close_matches(str(name), sorted(available_timezones()), n=1)
    hint = (
        Message("did you mean {value!r}?", value=near[0]) if near else Message("write for example 'America/New_York'")
    )
    raise InvalidValueError(
        Message("there is no time zone {value!r}", value=str(name)[:60]), field="timezone", hint=hint
    )


def as_locales(values: Iterable[LocaleLike]) -> tuple[Locale, ...]:
    """Locales in order."""
    return tuple(map(parse, as_tuple(values)))


def as_kinds(value: Mapping[str, Iterable[LocaleLike]] | Iterable[tuple[str, Iterable[LocaleLike]]]) -> LocalesOfKinds:
    """The languages of kinds, each of which there is.

    Raises:
        InvalidValueError: languages by kind are expected, or it names another kind.
        LocaleError: it names no language.
    """
    if not isinstance(value, (Mapping, tuple)):
        raise InvalidValueError(
            Message("languages by kind are expected"),
            field="kinds",
            hint=Message("write for example {value!r}", value='cards = ["en", "es"]'),
        )
    found = dict(value)
    if unknown := [kind for kind in found if kind not in KINDS]:
        raise InvalidValueError(
            Message("there is no kind {kind!r}", kind=unknown[0]),
            field="kinds",
            hint=Message("the kinds are {names}", names=", ".join(KINDS)),
        )
    return tuple((kind, as_locales(found[kind])) for kind in sorted(found))


def as_base_url(value: str) -> str:
    """In the characters of a URI, since all addresses of the tree begin with it, and feeds have no others."""
    if not isinstance(value, str) or "://" not in value:
        return value
    return uri(value if value.endswith("/") else f"{value}/")


def as_links(value: PerLocale[Mapping[str, str]]) -> Localized[Mapping[str, str]]:
    """Each mapping as one that cannot be changed; the check refuses what is not a mapping."""
    found = as_localized(value).identifiers()
    held = {one: MappingProxyType(dict(links)) if isinstance(links, Mapping) else links for one, links in found.items()}
    return Localized.from_identifiers(held)


def are_links(links: Any, field: str) -> None:
    """Refuse what is not titles with addresses.

    Raises:
        InvalidValueError: naming what is not.
    """
    if not isinstance(links, Mapping):
        raise InvalidValueError(Message("titles with addresses are expected"), field=field, hint=_LINKS_HINT)
    for title, address in links.items():
        is_line(title, field)
        if not (isinstance(address, str) and _MAIL.fullmatch(address)):
            is_url(address, field)
