"""What the feeds of one publisher share: their addresses, texts, pictures and translations. Entries are passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from babel import Locale

from syndicate.feeds.parts import Alternate, Entry, Tombstone
from syndicate.feeds.value import Feed
from syndicate.layout import FORMATS, LOCALE_PAGE, ROOT_PAGE
from syndicate.locales import Label
from syndicate.locales.identifiers import same_language
from syndicate.model import Publisher
from syndicate.model.fields import assembled

__all__ = ["Head", "Path"]

_NO_PAGING: Final[Mapping[str, Mapping[str, str]]] = {}

Path = Callable[[Locale | None, str], str]
"""The path of a feed, by its language (None for the feed of several) and format."""


class Head:
    """Makes feeds of entries.

    Args:
        publisher: who publishes them, and where.
        locale: the language of their own texts.
        mixed: whether their entries are in several languages; then they lie above the folders of languages.
    """

    def __init__(self, publisher: Publisher, locale: Locale, *, mixed: bool = False) -> None:
        self._publisher = publisher
        self._locale = locale
        self._mixed = mixed
        self._own = None if mixed else locale
        self._author = publisher.text("name", locale)
        self._rights = publisher.text("rights", locale) or publisher.text("attribution", locale)

    def feed(
        self,
        *,
        kind: str,
        identifier: str,
        title: Label,
        subtitle: Label,
        page: Callable[[Locale], str],
        path: Path,
        entries: Sequence[Entry],
        updated: datetime,
        locales: Iterable[Locale] = (),
        tombstones: Iterable[Tombstone] = (),
        home_page: str | None = None,
        complete: bool = False,
        paging: Mapping[str, Mapping[str, str]] = _NO_PAGING,
    ) -> Feed:
        """A feed.

        Args:
            kind, identifier: the parts of its id.
            title, subtitle: its texts.
            page: the path of the page that it belongs to, by language.
            path: its path.
            entries, tombstones, updated: what it holds.
            locales: the languages that have such a feed.
            home_page: the address of the page, where it is elsewhere.
            complete, paging: whether it is complete, or else where the rest is.
        """
        publisher, locale = self._publisher, self._locale
        texts = {"title": title, "subtitle": subtitle, "author": self._author, "rights": self._rights}
        return Feed(
            id=publisher.entry_id(kind, identifier, self._own),
            title=title,
            subtitle=subtitle,
            author=self._author,
            rights=self._rights,
            locale=locale,
            mixed=self._mixed,
            home_page=home_page or publisher.url(ROOT_PAGE.path if self._mixed else page(locale)),
            urls=self.urls(path),
            author_url=publisher.url(LOCALE_PAGE.at(locale)),
            languages={name: text.locale for name, text in texts.items() if self._is_other(text)},
            license=publisher.license,
            icon=publisher.icon,
            touch_icon=publisher.touch_icon,
            logo=publisher.logo_url,
            hub=publisher.hub,
            ttl=publisher.ttl,
            entries=entries,
            tombstones=tuple(tombstones),
            translations=self._translations([one for one in locales if one != self._own], path),
            updated=updated,
            complete=complete,
            paging=paging,
        )

    def _is_other(self, text: Label) -> bool:
        """Whether a text says its own language; in a feed of several languages, each does."""
        return bool(text) and (self._mixed or not same_language(text.locale, self._locale))

    def urls(self, path: Path) -> dict[str, str]:
        """The address of a feed in each format."""
        return {format: self._publisher.url(path(self._own, format)) for format in FORMATS}

    def _translations(self, locales: Sequence[Locale], path: Path) -> dict[str, tuple[Alternate, ...]]:
        return {
            format: tuple(
                assembled(
                    Alternate,
                    locale=locale,
                    url=self._publisher.url(path(locale, format)),
                    media_type=kind.media_type,
                )
                for locale in locales
            )
            for format, kind in FORMATS.items()
        }
