"""Which words a language lacks: labels, names of groups, texts of the publisher. No text of a topic is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from babel import Locale

from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Publisher

__all__ = ["missing_words"]

_TEXTS: Final = ("name", "organization", "place", "attribution", "disclaimer")


def missing_words(catalog: Catalog, publisher: Publisher) -> Iterator[Finding]:
    """A finding for all that stands around a language's topics in another language.

    A text in the language of a locale will do for it, ``es`` for ``es_MX``.

    Args:
        catalog: the topics.
        publisher: who publishes them, with further labels perhaps.
    """
    for locale in catalog.locales:
        topics = catalog.written_in(locale)
        if not topics:
            continue
        shown = publisher.labels(locale).locale
        if shown.language != locale.language:
            yield _missing(FindingKind.MISSING_LABELS, locale, shown_language=locale_id(shown))
        for field in _TEXTS:
            texts = getattr(publisher, field)
            if texts and (found := texts.resolve(locale, publisher.fallback_order)).is_fallback:
                kind = FindingKind.MISSING_PUBLISHER_TEXT
                yield _missing(kind, locale, field=field, shown_language=locale_id(found.locale))
        filled = {group for topic in topics for group in topic.groups}
        for group in catalog.groups.values():
            if group.id in filled and locale not in group.name:
                name = group.name.resolve(locale, publisher.fallback_order).value if group.name else group.id
                yield _missing(FindingKind.MISSING_GROUP_NAME, locale, name=name, group=group.id)


def _missing(kind: FindingKind, locale: Locale, **details: str) -> Finding:
    name = locale_id(locale)
    return Finding(kind=kind, locale=name, details={"language": name, **details})
