"""What the embeds of a tree consist of, path by path. Each part is made in its own module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel import Locale
from markupsafe import Markup

from syndicate.embeds import builder, frame, oembed
from syndicate.embeds.assets import Assets
from syndicate.embeds.codes import Codes
from syndicate.model import Publisher, Topic, layout

__all__ = ["Embeds"]


class Embeds:
    """Makes the embeds of one publisher's tree.

    Args:
        publisher: who publishes it, and where.
        locales: its languages, the first one for readers of any other.
    """

    def __init__(self, publisher: Publisher, locales: Sequence[Locale]) -> None:
        self.publisher = publisher
        self.assets = Assets(publisher, locales)
        self.codes = Codes(publisher, self.assets)

    def site(self) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of each file that all topics share."""
        for asset in self.assets:
            yield asset.path, asset.body
        yield layout.EMBEDS_JSON, self.assets.index()

    def topic(self, topic: Topic, locale: Locale, text: Markup) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of each file of a topic in one of its languages.

        Args:
            topic: the topic.
            locale: one of its languages.
            text: its snippet in that language.
        """
        answer = oembed.document(topic, self.publisher, locale, self.codes)
        framed = frame.page(topic, self.publisher, locale, text, self.assets)
        chosen = builder.page(topic, self.publisher, locale, self.assets, self.codes)
        yield layout.topic_file(locale, topic.slug, layout.EMBED_PAGE), framed.encode()
        yield layout.topic_file(locale, topic.slug, layout.OEMBED_JSON), oembed.as_json(answer)
        yield layout.topic_file(locale, topic.slug, layout.OEMBED_XML), oembed.as_xml(answer)
        yield layout.embed_builder(locale, topic.slug), chosen.encode()
