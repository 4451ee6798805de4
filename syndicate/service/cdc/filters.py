"""The filters of the CDC's lists of items, by the names of their parameters. Pages and orders are in `asked`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from syndicate.service.cdc.shapes import MEDIA_TYPE, TAG_TYPES
from syndicate.service.media.dates import date_tests, since, until
from syndicate.service.media.facts import Facts
from syndicate.service.media.matching import day, folded, languages, numbers, within
from syndicate.service.media.search import search_items
from syndicate.service.requests import Query
from syndicate.service.snapshot import Item, Snapshot
from syndicate.service.urls import same_page

__all__ = ["filtered_items", "filtered_tags"]

_Test = Callable[[Item], bool]

_OF_NOTHING: Final = ("audience", "contentgroup", "parentid", "syndicationlistid")
"""What no item has, so that no item is let through where it is asked for."""

_DAYS: Final[Mapping[str, tuple[str, Callable[..., _Test]]]] = {
    "fromdatepublished": ("ContentPublished", since),
    "todatepublished": ("ContentPublished", until),
    "fromdatemodified": ("ContentUpdated", since),
    "todatemodified": ("ContentUpdated", until),
}


def filtered_items(snapshot: Snapshot, facts: Facts, query: Query) -> list[Item]:
    """The items that all filters of a query let through; by how well they match where words are searched for.

    Raises:
        Refusal: a value is none that its filter could compare with.
    """
    words = query.text("q")
    items: Iterable[Item] = snapshot.items.values()
    if words and not _is_url(words):
        items = search_items(snapshot, words)
    tests = [*_tests(snapshot, facts, query), *date_tests(query, facts)]
    return [item for item in items if all(test(item) for test in tests)]


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://", "www."))


def _tests(snapshot: Snapshot, facts: Facts, query: Query) -> Iterator[_Test]:
    yield from _of_addresses(query)
    yield from _of_names(query)
    yield from _of_topics(facts, query)
    for name, (which, make) in _DAYS.items():
        if text := query.text(name):
            yield make(facts, which, day(text, name))
    if texts := query.texts("mediaid"):
        ids = numbers(texts, "mediaid")
        yield lambda item: item.number in ids
    if asked := query.text("language"):
        there = languages(asked, snapshot.locales)
        yield lambda item: item.locale in there
    for name in ("mediatype", "mediatypes"):
        if texts := query.texts(name):
            yield _always(MEDIA_TYPE.casefold() in _parts(texts))
    if asked := query.text("sourcename"):
        yield lambda item: within(asked, str(facts.publisher.text("name", item.locale)))
    for name in ("owningorg", "maintainingorg"):
        if wanted := query.text(name):
            yield _made_by(facts, wanted)
    if any(query.text(name) for name in _OF_NOTHING) or any(name.startswith("nvp-") for name in query.names):
        yield _always(False)


def _made_by(facts: Facts, wanted: str) -> _Test:
    return lambda item: wanted == "1" or folded(wanted) == folded(facts.author(item.locale))


def _always(answer: bool) -> _Test:
    return lambda item: answer


def _parts(texts: Iterable[str]) -> set[str]:
    return {folded(part.strip()) for text in texts for part in text.split(",") if part.strip()}


def _of_addresses(query: Query) -> Iterator[_Test]:
    for name in ("url", "sourceurl", "persistenturl"):
        if exact := query.text(name):
            yield _at(exact)
    for name in ("urlcontains", "sourceurlcontains"):
        if part := query.text(name):
            yield _below(part)
    if _is_url(words := query.text("q")):
        yield _below(words)


def _at(exact: str) -> _Test:
    return lambda item: same_page(item.url, exact)


def _below(part: str) -> _Test:
    return lambda item: within(part, item.url)


def _of_names(query: Query) -> Iterator[_Test]:
    if exact := query.text("name"):
        yield lambda item: folded(item.title) == folded(exact)
    for name in ("title", "namecontains"):
        if part := query.text(name):
            yield _named(part)
    if told := query.text("description"):
        yield lambda item: within(told, item.description)


def _named(part: str) -> _Test:
    return lambda item: within(part, item.title)


def _of_topics(facts: Facts, query: Query) -> Iterator[_Test]:
    for name in ("topicid", "topicids"):
        if texts := query.texts(name):
            yield _about(facts, numbers(texts, name))
    if texts := query.texts("topic"):
        topics = _parts(texts) | set(map(folded, texts))
        yield lambda item: not topics.isdisjoint([*_group_names(facts, item), *_tag_names(facts, item)])
    if texts := query.texts("campaign"):
        campaigns = _parts(texts) | set(map(folded, texts))
        yield lambda item: not campaigns.isdisjoint(_group_names(facts, item))


def _about(facts: Facts, ids: frozenset[int]) -> _Test:
    return lambda item: not ids.isdisjoint(_ids(facts, item))


def _ids(facts: Facts, item: Item) -> Iterator[int]:
    yield from (number for number, _ in facts.groups(item))
    yield from (tag.id for tag in facts.tags.get(item.number, ()))


def _group_names(facts: Facts, item: Item) -> Iterator[str]:
    """The names of an item's groups, in all languages."""
    for _, group in facts.groups(item):
        yield from map(folded, group.name.values())


def _tag_names(facts: Facts, item: Item) -> Iterator[str]:
    """The names of an item's tags, and its own."""
    yield from (folded(tag.name) for tag in facts.tags.get(item.number, ()))
    yield folded(item.title)


def filtered_tags(tags: Iterable[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
    """The tags, in their final shape, that all filters of a query let through.

    Raises:
        Refusal: an id is none.
    """
    found = list(tags)
    ids = {name: numbers(query.texts(name), name) for name in ("id", "typeid")}
    if ids["id"]:
        found = [one for one in found if one["id"] in ids["id"]]
    if ids["typeid"]:
        types = {name for number, name in TAG_TYPES.values() if number in ids["typeid"]}
        found = [one for one in found if one["type"] in types]
    for name, key in (("type", "type"), ("typename", "type"), ("name", "name"), ("language", "language")):
        if asked := query.text(name):
            found = [one for one in found if folded(one[key]) == folded(asked)]
    if part := query.text("namecontains"):
        found = [one for one in found if within(part, one["name"])]
    return found
