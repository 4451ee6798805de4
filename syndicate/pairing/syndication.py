"""What the publisher keeps on its own pages alone, and what of the rest still needs it. Nothing is left out here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Record
from syndicate.pairing.twins import finding

__all__ = ["empty_feeds", "unsyndicated"]


def unsyndicated(records: Sequence[Record]) -> Iterator[Finding]:
    """The texts and pictures that others may not have, and the texts that others may have which name such a text."""
    own = [record for record in records if not record.syndicate]
    for record in records:
        if not record.syndicate:
            yield finding(FindingKind.UNSYNDICATED, record, reason="own-text")
        elif record.image is not None and not record.image.syndicate:
            yield finding(FindingKind.UNSYNDICATED, record, reason="own-picture")
    titles = {(locale_id(record.locale), record.id): record.title for record in own}
    pages = {record.url: record.title for record in own if record.url}
    for record in records if own else ():
        for reference in record.related if record.syndicate else ():
            named = titles.get((locale_id(record.locale), reference.id or "")) or pages.get(reference.url or "")
            if named is not None:
                yield finding(FindingKind.UNSYNDICATED_LINK, record, other=named)


def empty_feeds(catalog: Catalog) -> Iterator[Finding]:
    """The groups whose feed in a language has no text, since others may have none of them."""
    if not any(topic.syndicate for topic in catalog.values()):
        return
    for locale in catalog.locales:
        for group in catalog.groups_in(locale):
            members = [topic for topic in catalog.in_group(group) if locale in topic.title]
            if not any(topic.is_syndicated(locale) for topic in members):
                name = locale_id(locale)
                details = {"name": group.name[locale], "language": name}
                yield Finding(kind=FindingKind.EMPTY_FEED, locale=name, details=details)
