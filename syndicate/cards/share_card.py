"""The card of a topic: what its page says of itself to machines, in one language. Head tags are in `tags`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

import attrs
from markupsafe import Markup

from syndicate.cards.citation import Citation, citation
from syndicate.cards.consumers import Appearance, Picture, appearances
from syndicate.cards.facts import CardFacts
from syndicate.cards.head import HeadTag, contents, joined, named, read_tag
from syndicate.cards.json_ld import graph, of_copy, script
from syndicate.cards.sharing import ShareLink, share_links
from syndicate.cards.tags import ROBOTS, head_tags
from syndicate.json_writer import indented
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import LocaleLike, parse
from syndicate.model import Group, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.catalog import groups_by_id
from syndicate.model.fields import expect_list

__all__ = ["Card", "card"]

_UNINDEXED: Final = named("robots", "noindex, max-image-preview:large")


@attrs.frozen(kw_only=True, repr=False)
class Card(CardFacts):
    """What a topic's page says of itself to machines, in one language.

    Attributes:
        topic, publisher: its topic, and who publishes it.
        locale: the language the text is in.
        groups: the groups of the topic that have a name in this language, the main one first.
        pictures: whether pictures of cards are published at all.
        unwritten: the paths of the topic's feeds that are not published.
    """

    @cached_property
    def html(self) -> Markup:
        """The head tags and the JSON-LD, one a line."""
        return joined(self._tags) + script(self._graph)

    @cached_property
    def page_html(self) -> Markup:
        """The same for the page of the published tree, which is a copy where the text is published elsewhere first."""
        if self.locale not in self.topic.url:
            return self.html
        tags = self._tags
        if self.publisher.copies == "noindex":
            tags = tuple(_UNINDEXED if tag == ROBOTS else tag for tag in tags)
        address = self.publisher.url(TOPIC_PAGE.at(self.locale, self.topic.slug))
        return joined(tags) + script(of_copy(self._graph, self, address))

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return tuple(head_tags(self))

    @cached_property
    def _graph(self) -> dict[str, Any]:
        return graph(self)

    def tags(self) -> Iterator[HeadTag]:
        """The head tags, in order."""
        return map(read_tag, self._tags)

    def json_ld(self) -> bytes:
        """The JSON-LD alone, in UTF-8."""
        return indented(self._graph)

    def appearances(self) -> tuple[Appearance, ...]:
        """What each network and search engine shows of the page, cuts or refuses, as far as can be foreseen."""
        return self._appearances

    @cached_property
    def _appearances(self) -> tuple[Appearance, ...]:
        picture = Picture(width=self.image.width, height=self.image.height) if self.has_picture else None
        whole = {"title": self.title, "description": self.description}
        return appearances(contents(self.tags()), picture, self.url, whole, self.language)

    def share_links(self) -> tuple[ShareLink, ...]:
        """Links by which a reader passes the page on."""
        return share_links(self)

    def citation(self) -> Citation:
        """How to cite the page."""
        return citation(self)

    def png(self, *, square: bool = False) -> bytes:
        """The picture as a PNG file.

        Args:
            square: 1080 by 1080 pixels, not 1200 by 630.

        Raises:
            InvalidValueError: no font has a character of its title; with topic, locale, and character.
        """
        return (self.square if square else self.image).png()


def card(
    topic: Topic,
    publisher: Publisher,
    locale: LocaleLike,
    groups: Iterable[Group] | None = None,
    *,
    pictures: bool = True,
    unwritten: Iterable[str] = (),
) -> Card:
    """The share card of a topic; where it lacks the language asked for, in the one the fallback order gives.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: the reader's language.
        groups: the groups that the topic is in; by default those of its catalog. Those without a name in the card's
            language are left out.
        pictures: whether the card's pictures are published.
        unwritten: the paths of the topic's feeds that are not published: no head tag names them.

    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> print(card(sleep, publisher, "en").html.splitlines()[2])
    <link rel="canonical" href="https://example.org/en/topics/sleep/">
    """
    check(topic=topic, publisher=publisher)
    expect_list(unwritten=unwritten)
    found = topic.title.resolve(parse(locale), publisher.fallback_order).locale
    if groups is not None:
        expect_list(groups=groups)
        topic = attrs.evolve(topic, catalog_groups=groups_by_id(groups))
    named = topic.groups_named_in(found)
    absent = frozenset(unwritten)
    return Card(topic=topic, publisher=publisher, locale=found, groups=named, pictures=pictures, unwritten=absent)
