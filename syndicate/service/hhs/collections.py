"""What HHS's interface answers of all that is not an item: tags, campaigns, sources, languages, and all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from starlette.responses import Response

from syndicate.service.counting import counted
from syndicate.service.hhs.asked import Asked
from syndicate.service.hhs.envelope import answer, answer_one
from syndicate.service.hhs.filters import filtered_tags
from syndicate.service.hhs.options import embed_code, text_options
from syndicate.service.hhs.shapes import MEDIA_TYPE, TAG_TYPES
from syndicate.service.media.matching import within
from syndicate.service.media.search import search_items
from syndicate.service.media.texts import feed_of, list_of
from syndicate.service.refusals import Refusal
from syndicate.service.responses import respond, respond_json
from syndicate.service.snapshot import Item

__all__ = ["COLLECTIONS", "ROUTES"]

_MOST_SHOWN: Final = 50
_MOST_IN_VIEWER: Final = 20
"""How many texts one embed shows at most, as at HHS."""


class _Collection(NamedTuple):
    """What holds items: a tag, a campaign, or the source."""

    kind: str
    number: int
    name: str
    items: list[Item]


def _tag(asked: Asked) -> _Collection:
    one = asked.one_of(asked.snapshot.tags)
    return _Collection("tags", one.id, one.name, list(one.items))


def _campaign(asked: Asked) -> _Collection:
    group = asked.one_of(asked.snapshot.groups)
    name = asked.facts.group_name(group, asked.snapshot.publisher.default_locale)
    return _Collection("campaigns", asked.id(), name, asked.facts.members(group))


def _source(asked: Asked) -> _Collection:
    asked.one_of({1: None})
    publisher = asked.snapshot.publisher
    name = str(publisher.text("name", publisher.default_locale))
    return _Collection("sources", 1, name, list(asked.snapshot.items.values()))


COLLECTIONS: Final[Mapping[str, Callable[[Asked], _Collection]]] = {
    "tags": _tag,
    "campaigns": _campaign,
    "sources": _source,
}
"""What holds items, by the name of its path."""


def items_of(asked: Asked, collection: _Collection) -> Response:
    """The items of a collection."""
    return asked.answer_items(asked.filtered(collection.items))


def syndicate(asked: Asked, collection: _Collection) -> Response:
    """The texts of a collection's items one after the other, or their titles in a list."""
    publisher = asked.snapshot.publisher
    method = asked.query.text("displayMethod", "feed").lower()
    items = sorted(asked.filtered(collection.items), key=asked.facts.name_key(collection.items))
    shown = items[: _MOST_IN_VIEWER if method == "mv" else _MOST_SHOWN]
    whole = method in ("feed", "mv")
    text = (feed_of if whole else list_of)(shown, publisher, text_options(asked.query))
    for one in shown if whole else ():
        counted(asked.request, one, "snippet")
    if asked.format == "html":
        return respond(asked.request, text.encode(), "text/html")
    label = publisher.labels(publisher.default_locale).gettext("Texts of {collection}")
    said = {
        "content": text,
        "description": label.format(collection=collection.name),
        "id": collection.number,
        "mediaType": None,
        "name": collection.name,
        "sourceUrl": None,
    }
    return answer_one(asked.request, said)


def embed(asked: Asked, collection: _Collection) -> Response:
    """The code that shows a collection in a partner's page."""
    address = f"{asked.root}/resources/{collection.kind}/{collection.number}"
    return asked.answer_code(embed_code(asked.query, address, number=collection.number, name=collection.name))


def all_tags(asked: Asked) -> Response:
    """The tags that filters let through."""
    return asked.answer_tags(filtered_tags(asked.snapshot, asked.facts, asked.query))


def tag(asked: Asked) -> Response:
    """One tag."""
    return answer_one(asked.request, asked.shapes.tag(asked.one_of(asked.snapshot.tags)))


def related_tags(asked: Asked) -> Response:
    """The tags that share items with a tag."""
    asked.one_of(asked.snapshot.tags)
    return asked.answer_tags(asked.facts.related.get(asked.id(), ()), sort="")


def tag_types(asked: Asked) -> Response:
    """The types of tags."""
    return asked.answer_plain(list(TAG_TYPES.values()))


def tag_languages(asked: Asked) -> Response:
    """The languages of tags."""
    there = {one.locale: None for one in asked.snapshot.tags.values()}
    return asked.answer_plain([{**asked.shapes.language(locale), "isActive": True} for locale in there])


def languages(asked: Asked) -> Response:
    """The languages there are texts in."""
    return asked.answer_plain([asked.shapes.language(locale) for locale in asked.snapshot.locales])


def language(asked: Asked) -> Response:
    """One language."""
    return answer_one(asked.request, asked.shapes.language(asked.one_of(asked.snapshot.languages)))


def campaigns(asked: Asked) -> Response:
    """The groups of topics."""
    return asked.answer_plain([asked.shapes.campaign(*pair) for pair in asked.snapshot.groups.items()])


def campaign(asked: Asked) -> Response:
    """One group."""
    group = asked.one_of(asked.snapshot.groups)
    return answer_one(asked.request, asked.shapes.campaign(asked.id(), group))


def sources(asked: Asked) -> Response:
    """The publisher, in a list."""
    return asked.answer_plain([asked.shapes.source(asked.snapshot.publisher.default_locale)])


def source(asked: Asked) -> Response:
    """The publisher."""
    asked.one_of({1: None})
    return answer_one(asked.request, asked.shapes.source(asked.snapshot.publisher.default_locale))


def media_types(asked: Asked) -> Response:
    """The kinds of items: one."""
    return asked.answer_plain([{"name": MEDIA_TYPE, "description": "HTML content"}], sort="name")


def no_list(asked: Asked) -> Response:
    """A list of items that a user keeps: there are no users."""
    raise Refusal.not_found(str(asked.request.path_params["id"]))


def everything(asked: Asked) -> Response:
    """What words mean among items, tags, campaigns and sources; all there is where there are none."""
    snapshot, words = asked.snapshot, asked.query.text("q")
    items = search_items(snapshot, words) if words else list(snapshot.items.values())
    named: list[tuple[str, dict[str, Any]]] = [("htmls", {"id": one.number, "name": one.title}) for one in items]
    named += [("tags", {"id": one.id, "name": one.name}) for one in snapshot.tags.values() if within(words, one.name)]
    locale = snapshot.publisher.default_locale
    for kind, things in (
        ("campaigns", [asked.shapes.campaign(*pair) for pair in snapshot.groups.items()]),
        ("sources", [asked.shapes.source(locale)]),
    ):
        named += [(kind, {"id": one["id"], "name": one["name"]}) for one in things if within(words, one["name"])]
    page = asked.page(len(named))
    groups: dict[str, dict[str, Any]] = {}
    for kind, one in page.of(named):
        groups.setdefault(kind, {"items": []})["items"].append(one)
    if "htmls" in groups:
        groups["htmls"]["mediaType"] = MEDIA_TYPE
    return answer(asked.request, [{**groups, "total": page.total}] if groups else [], page)


def version(asked: Asked) -> Response:
    """What the SDK asks for to know which version it talks to."""
    return respond_json(asked.request, {"apiVersion": "2"})


def credentials(asked: Asked) -> Response:
    """What clients ask for to test their key: none is needed."""
    return answer_one(asked.request, {"authorized": True})


ROUTES: Final[Mapping[str, Callable[[Asked], Response]]] = {
    "/resources": everything,
    "/resources/languages": languages,
    "/resources/languages/{id}": language,
    "/resources/tags": all_tags,
    "/resources/tags/tagTypes": tag_types,
    "/resources/tagTypes": tag_types,
    "/resources/tags/tagLanguages": tag_languages,
    "/resources/tags/{id}": tag,
    "/resources/tags/{id}/related": related_tags,
    "/resources/campaigns": campaigns,
    "/resources/campaigns/{id}": campaign,
    "/resources/sources": sources,
    "/resources/sources/{id}": source,
    "/resources/mediaTypes": media_types,
    "/resources/userMediaLists/{id}": no_list,
    "/resources/userMediaLists/{id}/{part}": no_list,
}
"""What is answered at each path, below the address of the version."""
