"""The filters of HHS's lists, by the names of their parameters. Pages and orders are in `asked`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from syndicate.model import Publisher
from syndicate.service.hhs.shapes import MEDIA_TYPE, TAG_TYPES
from syndicate.service.media.dates import date_tests
from syndicate.service.media.facts import Facts
from syndicate.service.media.matching import folded, languages, numbers, within
from syndicate.service.requests import Query
from syndicate.service.snapshot import Item, Snapshot, Tag
from syndicate.service.urls import same_page

__all__ = ["filtered_items", "filtered_tags"]

_Test = Callable[[Item], bool]
_NEVER: Final[_Test] = lambda item: False  # noqa: E731


def filtered_items(snapshot: Snapshot, facts: Facts, query: Query, items: Iterable[Item]) -> list[Item]:
    """The items that all filters of a query let through.

    Raises:
        Refusal: a value is none that its filter could compare with.
    """
    made = _Filters(snapshot, facts, query)
    tests = [make(name) for name, make in made.table.items() if query.text(name)]
    tests += date_tests(query, facts)
    return [item for item in items if all(test(item) for test in tests)]


class _Filters:
    """The filters of items by the names of their parameters; each makes a test of the value that was sent."""

    def __init__(self, snapshot: Snapshot, facts: Facts, query: Query) -> None:
        self._snapshot, self._facts, self._query = snapshot, facts, query
        self._publisher: Publisher = snapshot.publisher
        self.table: dict[str, Callable[[str], _Test]] = {
            "mediaTypes": self._media_types,
            "name": self._same(lambda item: item.title),
            "nameContains": self._part(lambda item: item.title),
            "descriptionContains": self._part(lambda item: item.description),
            "sourceUrl": self._at,
            "sourceUrlContains": self._part(lambda item: item.url),
            "targetUrl": self._none,
            "targetUrlContains": self._none,
            "customThumbnailUrl": self._none,
            "customThumbnailUrlContains": self._none,
            "customPreviewUrl": self._none,
            "customPreviewUrlContains": self._none,
            "collectionId": self._no_collection,
            "languageId": self._language_ids,
            "languageName": self._languages,
            "languageIsoCode": self._languages,
            "hash": self._same(facts.content_hash),
            "hashContains": self._part(facts.content_hash),
            "sourceId": lambda name: self._always(1 in self._ids(name)),
            "sourceName": self._same(lambda item: str(self._publisher.text("name", item.locale))),
            "sourceNameContains": self._part(lambda item: str(self._publisher.text("name", item.locale))),
            "sourceAcronym": self._none,
            "sourceAcronymContains": self._none,
            "tagIds": self._tags,
            "restrictToSet": self._set,
            "createdBy": self._same(lambda item: facts.author(item.locale)),
        }

    def _ids(self, name: str) -> frozenset[int]:
        return numbers(self._query.texts(name), name)

    def _same(self, value: Callable[[Item], str]) -> Callable[[str], _Test]:
        def make(name: str) -> _Test:
            wanted = folded(self._query.text(name))
            return lambda item: folded(value(item)) == wanted

        return make

    def _part(self, value: Callable[[Item], str]) -> Callable[[str], _Test]:
        def make(name: str) -> _Test:
            wanted = self._query.text(name)
            return lambda item: within(wanted, value(item))

        return make

    def _at(self, name: str) -> _Test:
        wanted = self._query.text(name)
        return lambda item: same_page(item.url, wanted)

    def _always(self, answer: bool) -> _Test:
        return lambda item: answer

    def _none(self, name: str) -> _Test:
        """Of what no item has."""
        return _NEVER

    def _no_collection(self, name: str) -> _Test:
        self._ids(name)
        return _NEVER

    def _media_types(self, name: str) -> _Test:
        asked = {part.strip().casefold() for text in self._query.texts(name) for part in text.split(",")}
        return self._always(MEDIA_TYPE.casefold() in asked)

    def _language_ids(self, name: str) -> _Test:
        wanted = {self._snapshot.languages.get(number) for number in self._ids(name)}
        return lambda item: item.locale in wanted

    def _languages(self, name: str) -> _Test:
        wanted = languages(self._query.text(name), self._snapshot.locales)
        return lambda item: item.locale in wanted

    def _tags(self, name: str) -> _Test:
        wanted = self._ids(name)
        return lambda item: any(tag.id in wanted for tag in self._facts.tags.get(item.number, ()))

    def _set(self, name: str) -> _Test:
        wanted = self._ids(name)
        return lambda item: item.number in wanted


def filtered_tags(snapshot: Snapshot, facts: Facts, query: Query) -> list[Tag]:
    """The tags that all filters of a query let through.

    Raises:
        Refusal: a value is none that its filter could compare with.
    """
    found: Iterable[Tag] = snapshot.tags.values()
    ids: dict[str, Any] = {name: numbers(query.texts(name), name) for name in ("id", "mediaId", "typeId")}
    if ids["mediaId"]:
        found = {tag: None for number in sorted(ids["mediaId"]) for tag in facts.tags.get(number, ())}
    if ids["id"]:
        found = [tag for tag in found if tag.id in ids["id"]]
    if ids["typeId"]:
        found = [tag for tag in found if TAG_TYPES[tag.kind]["id"] in ids["typeId"]]
    if wanted := query.text("typeName"):
        found = [tag for tag in found if folded(str(TAG_TYPES[tag.kind]["name"])) == folded(wanted)]
    if wanted := query.text("name"):
        found = [tag for tag in found if folded(tag.name) == folded(wanted)]
    if wanted := query.text("nameContains"):
        found = [tag for tag in found if within(wanted, tag.name)]
    return list(found)
