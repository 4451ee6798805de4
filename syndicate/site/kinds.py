"""Which kinds of artifacts a site has, and in which languages. What the kinds are is in `layout`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, LocaleError, Message
from syndicate.layout import KINDS
from syndicate.locales import locale_id, parents, parse
from syndicate.model import Publisher
from syndicate.model.fields import expect_list

__all__ = ["Kinds", "kinds_in", "stated_kinds"]


@attrs.frozen
class Kinds:
    """The kinds of artifacts of a site.

    Attributes:
        languages: those that a kind is limited to, by kind; None where it is in all of the site.
    """

    languages: Mapping[str, frozenset[Locale] | None]

    def __contains__(self, kind: object) -> bool:
        return kind in self.languages

    def __iter__(self) -> Iterator[str]:
        return iter(self.languages)

    def has(self, kind: str, locale: Locale) -> bool:
        """Whether a kind is made in a language."""
        limit = self.languages.get(kind, frozenset())
        return limit is None or locale in limit

    def among(self, kind: str, locales: Iterable[Locale]) -> tuple[Locale, ...]:
        """The languages among some in which a kind is made."""
        return tuple(locale for locale in locales if self.has(kind, locale))

    def stated(self) -> list[str]:
        """The kinds as they are written, in the order of their names.

        >>> Kinds({"pages": None, "cards": frozenset([Locale("es"), Locale("en")])}).stated()
        ['cards:en,es', 'pages']
        """
        return sorted(
            kind if limit is None else f"{kind}:{','.join(sorted(map(locale_id, limit)))}"
            for kind, limit in self.languages.items()
        )


def stated_kinds(texts: Iterable[str]) -> list[str]:
    """Kinds with their languages, from texts in which both stand between commas.

    >>> stated_kinds(["pages, feeds", "cards:en,es,lists"])
    ['pages', 'feeds', 'cards:en,es', 'lists']
    """
    found: list[str] = []
    for text in texts:
        begins = True
        for part in map(str.strip, text.split(",")):
            if begins or ":" not in found[-1] or part.partition(":")[0] in KINDS:
                found.append(part)
            else:
                found[-1] += f",{part}"
            begins = False
    return found


def kinds_in(name: str, stated: Iterable[str], publisher: Publisher, locales: Sequence[Locale]) -> Kinds:
    """The kinds of a site in some languages, as an argument and the publisher limit them.

    Args:
        name: of the argument, for errors.
        stated: kinds, each alone or with languages: ``cards:en,es``.
        publisher: whose `kinds` limit them further.
        locales: those of the site.

    Raises:
        InvalidValueError: there is no such kind, or it is not made in a language.
    """
    asked: dict[str, set[Locale] | None] = {}
    for one in checked_kinds(name, stated):
        kind, colon, languages = one.partition(":")
        known = asked.setdefault(kind, set())
        if not colon or known is None:
            asked[kind] = None
            continue
        known |= {_language(name, text.strip(), kind, publisher, locales) for text in languages.split(",")}
    made: dict[str, frozenset[Locale] | None] = {}
    for kind, limit in asked.items():
        found = frozenset(one for one in locales if (limit is None or one in limit) and publisher.makes(kind, one))
        if found or not locales:
            made[kind] = None if len(found) == len(set(locales)) else found
    return Kinds(made)


def checked_kinds(name: str, stated: Iterable[str]) -> list[str]:
    """The same, each of a kind that there is.

    Raises:
        InvalidValueError: one is not in :data:`KINDS`, or they are not a list.
    """
    expect_list(**{name: stated})
    found = list(stated)
    for one in found:
        if one.partition(":")[0] not in KINDS:
            raise InvalidValueError(
                Message("there is no kind {kind!r}", kind=one.partition(":")[0]),
                field=name,
                hint=Message("the kinds are {names}", names=", ".join(KINDS)),
            )
    return found


def _language(name: str, text: str, kind: str, publisher: Publisher, locales: Sequence[Locale]) -> Locale:
    """The language of a site that is named beside a kind, or a language of which it is a region."""
    if not text:
        raise InvalidValueError(
            Message("no language is named for {kind!r}", kind=kind),
            field=name,
            hint=Message("write for example {value!r}", value=f"{kind}:en,es"),
        )
    has = Message("the languages are {names}", names=", ".join(map(locale_id, locales)))
    try:
        asked = parse(text)
    except LocaleError as error:
        raise InvalidValueError(
            Message("{value!r} is neither a kind nor a language", value=text), field=name, hint=has
        ) from error
    found = next((one for one in (asked, *parents(asked)) if one in locales), None)
    found = found or next((one for one in locales if asked in parents(one)), None)
    if found is None:
        raise InvalidValueError(
            Message("nothing is published in the language {value!r}", value=text), field=name, hint=has
        )
    if not publisher.makes(kind, found):
        raise InvalidValueError(
            Message("the publisher has no {kind!r} in the language {value!r}", kind=kind, value=text),
            field=name,
            hint=Message("add it to `{kind}` in [kinds] of publisher.toml", kind=kind),
        )
    return found
