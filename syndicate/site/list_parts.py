"""The lists of topics of a language for pages of others, as parts of a site. What a list says is made in `snippets`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from babel import Locale

from syndicate.embeds import Embeds
from syndicate.layout import (
    CHOSEN_FRAME,
    GROUP_LIST_FRAME,
    GROUP_LIST_HTML,
    GROUP_LIST_JSON,
    LIST_FRAME,
    LIST_HTML,
    LIST_JSON,
    STOREFRONT,
)
from syndicate.model import Catalog, Publisher
from syndicate.site.artifact import Part
from syndicate.site.part_makers import once, part
from syndicate.snippets import TopicList
from syndicate.snippets.choosing import Lists
from syndicate.snippets.lists import Event

__all__ = ["list_parts"]


def list_parts(
    catalog: Catalog,
    publisher: Publisher,
    locale: Locale,
    locales: Sequence[Locale],
    kinds: Collection[str],
    embeds: Embeds,
    events: Callable[[], Mapping[str, Event]],
) -> Iterator[Part]:
    """The lists of one language, their frames, and the page that writes the code for them.

    Args:
        catalog: the topics that others may have.
        publisher: whose it is.
        locale: the language.
        locales: those of the site.
        kinds: of :data:`~syndicate.site.KINDS`, those that are made.
        embeds: what makes the frames.
        events: what happened to topics last, by slug.
    """
    lists = once(lambda: Lists(catalog, publisher, locale, events()))

    def listed(found: Callable[[], TopicList], data: str, text: str, frame: str) -> Iterator[Part]:
        if "lists" in kinds:
            yield part("lists", data, lambda: found().json())
            yield part("lists", text, lambda: found().html.encode())
        if "embeds" in kinds:
            yield part("embeds", frame, lambda: embeds.list_frame(found()))

    for kind, make in (("newest", Lists.newest), ("changed", Lists.changed)):
        found = once(lambda make=make: make(lists()))  # type: ignore[misc]
        yield from listed(found, *(one.at(locale, kind) for one in (LIST_JSON, LIST_HTML, LIST_FRAME)))
    for group in catalog.groups_in(locale):
        found = once(lambda group=group: lists().group(group))  # type: ignore[misc]
        places = (GROUP_LIST_JSON, GROUP_LIST_HTML, GROUP_LIST_FRAME)
        yield from listed(found, *(one.at(locale, group.slug) for one in places))
    if "embeds" in kinds:
        yield part("embeds", CHOSEN_FRAME.at(locale), lambda: embeds.chosen_frame(locale))
        there = [one for one in locales if catalog.written_in(one)]
        yield part("embeds", STOREFRONT.at(locale), partial(embeds.storefront, catalog, locale, there))
