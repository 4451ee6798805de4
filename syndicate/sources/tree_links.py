"""Links from one text of a catalog to the page of another: those that nobody publishes are found. None is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from syndicate.errors import LocaleError
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Publisher, Record
from syndicate.sources.reading import Item

__all__ = ["TreeLinks"]


@attrs.define
class TreeLinks:
    """Remembers which texts link to pages of the published tree, until all texts are known.

    Args:
        publisher: whose tree it is.
    """

    publisher: Publisher
    _found: dict[tuple[str, str], list[Finding]] = attrs.field(factory=dict)
    _pattern: re.Pattern[str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        base = re.escape(self.publisher.base_url.replace("&", "&amp;"))
        folder = TOPIC_PAGE.folder(locale="[A-Za-z0-9-]+", slug='[^"/?#]+')
        self._pattern = re.compile(rf'"({base}{folder})["?#]')

    def watched(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as they come."""
        for item in items:
            if isinstance(item, Record):
                self._remember(item)
            yield item

    def _remember(self, record: Record) -> None:
        listed = [f'"{url}"' for section in record.sections for link in section.links for url in link.url.values()]
        for url, language, slug in self._pattern.findall("".join((record.summary, *listed))):
            try:
                target = locale_id(language), slug
            except LocaleError:
                continue
            finding = Finding(
                kind=FindingKind.DEAD_LINK,
                topic=record.id,
                locale=locale_id(record.locale),
                source=record.source,
                details={"title": record.title, "link": url, "reason": "no-such-topic"},
            )
            self._found.setdefault(target, []).append(finding)

    def findings(self, catalog: Catalog) -> Iterator[Finding]:
        """The links from texts of the catalog to topics that are not in it, or not in that language."""
        for (locale, slug), findings in self._found.items():
            topic = catalog.get(slug)
            if topic is None or locale not in topic.title:
                yield from (found for found in findings if (found.locale, found.topic) not in catalog.withheld)
