"""The files of the embeds of a tree, by path. Each part is made in its own module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel import Locale
from markupsafe import Markup

from syndicate.embeds import builder, frame, oembed, storefront
from syndicate.embeds.assets import Assets
from syndicate.embeds.codes import Codes
from syndicate.explained import explained_methods
from syndicate.layout import SCRIPT_INDEX
from syndicate.model import Catalog, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect_list
from syndicate.snippets import TopicList

__all__ = ["Embeds"]


@explained_methods
class Embeds:
    """Makes the embeds of one publisher's tree.

    Args:
        publisher: who publishes it, and where.
        locales: its languages, the first one for readers of any other.
    """

    def __init__(self, publisher: Publisher, locales: Sequence[Locale]) -> None:
        check(publisher=publisher)
        expect_list(locales=locales)
        self.publisher = publisher
        self.assets = Assets(publisher, locales)
        self.codes = Codes(publisher, self.assets)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of each file that all topics share."""
        yield from ((asset.path, asset.body) for asset in self.assets)
        yield SCRIPT_INDEX.path, self.assets.index()

    def get(self, path: str) -> bytes | None:
        """The file at one of those paths, made without the others; None where there is none."""
        if path == SCRIPT_INDEX.path:
            return self.assets.index()
        asset = self.assets.at(path)
        return asset.body if asset is not None else None

    def frame(self, topic: Topic, locale: Locale, text: Markup) -> bytes:
        """The page for frames, ``embed.html``.

        Args:
            topic: the topic.
            locale: one of its languages.
            text: its snippet in that language.
        """
        return frame.page(topic, self.publisher, locale, text, self.assets).encode()

    def notice(self, topic: Topic, locale: Locale) -> bytes:
        """The page in frames of a text that others may no longer show: a notice, and where to read the text.

        Args:
            topic: the topic.
            locale: the language of the text.
        """
        return frame.notice(topic, self.publisher, locale, self.assets).encode()

    def list_frame(self, found: TopicList) -> bytes:
        """The page for frames of a list of topics.

        Args:
            found: the newest, what changed, or a group.
        """
        return frame.list_page(found, self.assets).encode()

    def chosen_frame(self, locale: Locale) -> bytes:
        """The page for frames that shows the topics that its address names, as ``?topic=sleep&topic=asthma``."""
        return frame.chosen(self.publisher, locale, self.assets).encode()

    def oembed(self, topic: Topic, locale: Locale) -> dict[str, str | int]:
        """What oEmbed answers of a topic in one of its languages."""
        return oembed.document(topic, self.publisher, locale, self.codes)

    def storefront(self, catalog: Catalog, locale: Locale, locales: Sequence[Locale]) -> bytes:
        """The page on which a partner chooses among all topics, lists and forms.

        Args:
            catalog: the topics that others may have.
            locale: the language of the page.
            locales: all languages that have such a page.
        """
        return storefront.page(catalog, self.publisher, locale, locales, self.assets).encode()

    def builder(self, topic: Topic, locale: Locale) -> bytes:
        """The page with the codes that embed a topic, and the way to that of all topics."""
        return builder.page(topic, self.publisher, locale, self.codes).encode()
