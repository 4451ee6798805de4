"""The paths of the CDC's interface, and what is answered at each. Shapes, filters and errors are not here."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.layout import FORMATS, TOPIC_FEED
from syndicate.locales import index_letter, language_name, sort_key
from syndicate.model import Group
from syndicate.service.adapters import Adapter
from syndicate.service.cdc.asked import Asked
from syndicate.service.cdc.envelope import answer_one, refused
from syndicate.service.cdc.filters import filtered_tags
from syndicate.service.cdc.options import embed_code, text_options
from syndicate.service.cdc.shapes import MEDIA_TYPE, TAG_TYPES
from syndicate.service.counting import counted
from syndicate.service.media.asking import beside_the_loop
from syndicate.service.media.feeds import feed_of
from syndicate.service.media.matching import ENGLISH, numbers
from syndicate.service.media.pictures import picture_of
from syndicate.service.media.texts import text_of
from syndicate.service.requests import address, root
from syndicate.service.responses import respond
from syndicate.service.snapshot import Tag

__all__ = ["ADAPTER"]

_FEEDS: Final = {"rss": "rss", "itunes": "rss", "atom": "atom"}
_LARGEST: Final = 10_000


def media(asked: Asked) -> Response:
    """The items that filters let through, as a list or as a feed."""
    items = asked.items()
    if asked.format not in _FEEDS:
        return asked.answer_items(items)
    shown, _, _ = asked.shown(items)
    own = address(asked.request)
    name = own[len(root(asked.request)) :]
    format = _FEEDS[asked.format]
    return respond(asked.request, feed_of(asked.snapshot, shown, own, format, name=name), FORMATS[format].media_type)


async def media_item(request: Request) -> Response:
    """One item, or its feed."""
    asked = Asked(request, ("json", "jsonp", *_FEEDS, "html"))
    item = asked.item()
    if asked.format in _FEEDS:
        format = _FEEDS[asked.format]
        counted(request, item, "feed")
        feed = await asked.snapshot.artifact(item.path(TOPIC_FEED, format))
        return respond(request, feed.body, FORMATS[format].media_type, language=item.locale)
    if asked.format == "html":
        return await asyncio.to_thread(content, asked)
    result = asked.with_fields(asked.shapes.item(item))
    counted(request, item, "topic")
    return answer_one(request, [result], language=item.locale)


def syndicate(asked: Asked) -> Response:
    """The text of an item, in an envelope or, as ``.html``, by itself."""
    if asked.format == "html":
        return content(asked)
    item = asked.item()
    text = text_of(item, asked.snapshot.publisher, text_options(asked.query, asked.version))
    counted(asked.request, item, "snippet")
    result = asked.with_fields(asked.shapes.syndicated(item, text))
    return answer_one(asked.request, result, language=item.locale)


def content(asked: Asked) -> Response:
    """The text of an item by itself."""
    item = asked.item()
    text = text_of(item, asked.snapshot.publisher, text_options(asked.query, asked.version))
    counted(asked.request, item, "snippet")
    return respond(asked.request, text.encode(), "text/html", language=item.locale)


def embed(asked: Asked) -> Response:
    """The code that shows an item in a partner's page."""
    item = asked.item()
    text_options(asked.query, asked.version)  # so that no code is given out that shows nothing
    address = f"{root(asked.request)}/resources/media/{item.number}"
    code = embed_code(asked.query, address, number=item.number, told=asked.shapes.no_script(item))
    return answer_one(asked.request, code)


async def thumbnail(request: Request) -> Response:
    """The picture of an item."""
    asked = Asked(request, ("png", "jpg", "jpeg"))
    format = "png" if asked.format == "png" else "jpeg"
    sizes = [asked.query.integer(name, 0, least=1, most=_LARGEST) if asked.query.text(name) else 0 for name in "wh"]
    body = await picture_of(asked.snapshot, asked.item(), format=format, width=sizes[0], height=sizes[1])
    return respond(request, body, f"image/{format}")


def no_script(asked: Asked) -> Response:
    """Where readers without scripts go from an embed: to the item's page."""
    headers = {"location": asked.item().url}
    return respond(asked.request, b"", "text/plain", status=302, headers=headers)


def topics(asked: Asked) -> Response:
    """The groups of topics."""
    locale = asked.locale()
    groups = [
        asked.shapes.topic(number, group, locale, ordinal)
        for ordinal, (number, group) in enumerate(asked.snapshot.groups.items(), 1)
    ]
    return asked.answer_list(groups)


def topic(asked: Asked) -> Response:
    """One group."""
    group = asked.one_of(asked.snapshot.groups)
    return asked.answer_list([asked.shapes.topic(asked.id(), group, asked.locale(), 1)])


def languages(asked: Asked) -> Response:
    """The languages there are texts in."""
    return asked.answer_list(
        [asked.shapes.language(locale, ordinal) for ordinal, locale in enumerate(asked.snapshot.locales, 1)]
    )


def media_types(asked: Asked) -> Response:
    """The kinds of items: one."""
    count = len(asked.snapshot.items)
    one = {"name": MEDIA_TYPE, "description": "HTML content", "displayOrdinal": 1, "mediaCount": count}
    return asked.answer_list([one])


def sources(asked: Asked) -> Response:
    """The publisher, in a list."""
    return asked.answer_list([asked.shapes.source(asked.locale())])


def organizations(asked: Asked) -> Response:
    """The organization behind the publisher, in a list."""
    name = asked.facts.author(asked.locale())
    return asked.answer_list([{"id": 1, "parentId": None, "name": name, "active": True}])


def empty_list(asked: Asked) -> Response:
    """A list of what there is not: audiences, places, kinds of organizations."""
    return asked.answer_list([])


def tags(asked: Asked) -> Response:
    """The groups, subjects and other names of topics, as far as filters let them through."""
    if texts := asked.query.texts("mediaid"):
        items = [
            asked.snapshot.items[number] for number in sorted(numbers(texts, "mediaid") & asked.snapshot.items.keys())
        ]
        found = list({one["id"]: one for item in items for one in asked.shapes.tags(item)}.values())
    else:
        found = _tags(asked)
    return asked.answer_list(filtered_tags(found, asked.query), sort="id")


def _tags(asked: Asked) -> list[dict[str, Any]]:
    locale = asked.snapshot.publisher.default_locale
    groups = [asked.shapes.group_tag(number, group, locale) for number, group in asked.snapshot.groups.items()]
    return groups + [asked.shapes.tag(one) for one in asked.snapshot.tags.values()]


def tag(asked: Asked) -> Response:
    """One tag."""
    number = asked.id()
    found = [one for one in _tags(asked) if one["id"] == number]
    if not found:
        raise asked.missing(str(number))
    return asked.answer_list(found)


def related_tags(asked: Asked) -> Response:
    """The tags that share items with a tag."""
    asked.one_of({**asked.snapshot.groups, **asked.snapshot.tags})
    return asked.answer_list([asked.shapes.tag(one) for one in asked.facts.related.get(asked.id(), ())])


def tag_media(asked: Asked) -> Response:
    """The items of a tag, as far as filters let them through."""
    named: dict[int, Group | Tag] = {**asked.snapshot.groups, **asked.snapshot.tags}
    one = asked.one_of(named)
    own = set(one.items if isinstance(one, Tag) else asked.facts.members(one))
    return asked.answer_items([item for item in asked.items() if item in own])


def tag_types(asked: Asked) -> Response:
    """The types of tags."""
    return asked.answer_list([{"id": number, "name": name, "description": None} for number, name in TAG_TYPES.values()])


def letters(asked: Asked) -> Response:
    """The letters that items and groups are listed under, in each language, with how many of each."""
    snapshot, found = asked.snapshot, []
    for locale in snapshot.locales:
        if asked.query.text("language") and locale != asked.locale():
            continue
        alphabet = snapshot.publisher.labels(locale).alphabet
        items = Counter(index_letter(item.title, alphabet) for item in snapshot.items.values() if item.locale == locale)
        groups = Counter(index_letter(group.name[locale], alphabet) for group in snapshot.catalog.groups_in(locale))
        found += [
            {
                "letter": letter,
                "valueSetName": "Topics",
                "language": language_name(locale, ENGLISH),
                "mediaCount": items[letter],
                "vocabCount": groups[letter],
            }
            for letter in sorted({*items, *groups}, key=lambda one: (one == "#", sort_key(one, alphabet)))
        ]
    return asked.answer_list(found)


_ANSWERS: Final[Mapping[str, tuple[Callable[[Asked], Response], Sequence[str]]]] = {
    "/media": (media, ("json", "jsonp", *_FEEDS)),
    "/media/{id}/syndicate": (syndicate, ("json", "jsonp", "html")),
    "/media/{id}/content": (content, ("html",)),
    "/media/{id}/embed": (embed, ("json", "jsonp")),
    "/media/{id}/noscript": (no_script, ("html",)),
    **{
        path: (answer, ("json", "jsonp"))
        for path, answer in {
            "/topics": topics,
            "/topics/{id}": topic,
            "/audiences": empty_list,
            "/languages": languages,
            "/mediatypes": media_types,
            "/sources": sources,
            "/organizations": organizations,
            "/organizationtypes": empty_list,
            "/locations": empty_list,
            "/tags": tags,
            "/tags/{id}": tag,
            "/tags/{id}/related": related_tags,
            "/tags/{id}/media": tag_media,
            "/tagtypes": tag_types,
            "/atoz": letters,
        }.items()
    },
}


def _answered(answer: Callable[[Asked], Response], formats: Sequence[str]) -> Callable[[Request], Response]:
    return lambda request: answer(Asked(request, formats))


def _routes() -> Iterator[Route]:
    endpoints = {path: beside_the_loop(_answered(answer, formats)) for path, (answer, formats) in _ANSWERS.items()}
    endpoints |= {"/media/{id}": media_item, "/media/{id}/thumbnail": thumbnail}
    for path, endpoint in endpoints.items():
        for ending in (".{format}", ""):
            yield Route(f"/resources{path}{ending}", endpoint)


ADAPTER: Final = Adapter(
    prefixes=("/cdc/api/v2", "/cdc/api/v1"), routes=list(_routes()), refused=refused, any_case=True
)
