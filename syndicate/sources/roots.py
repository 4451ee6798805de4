"""Several folders that are read as sources of one catalog: which of their texts are of one topic. Nothing is read here.

Each folder is a root of its own, called by its place below the folder that all of them are in. The same path below two
roots is two topics, unless the names of the roots differ only in a language, as `en` and `es` do. As with the folders
of one source, a stem stays the id of one topic, and the ids of others include their path. The order of the sources does
not matter for that, nor does the name of a folder that is the only one.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from unicodedata import normalize

import attrs

from syndicate.locales import locale_id
from syndicate.model import Finding, FindingKind, Publisher, Record
from syndicate.model.topic_links import relinked
from syndicate.sources.markdown_keys import without_language, words_for
from syndicate.sources.reading import Item
from syndicate.text import slugify

__all__ = ["names_of", "with_distinct_ids"]

_INDEX: Final = "index"


def names_of(paths: Sequence[str | Path]) -> list[str]:
    """What sources are called in a history: by their last names, or as much more as tells them apart.

    So they are the same on every machine, and in whatever order they are given.
    """
    found = [_resolved(path) for path in paths]
    counts = Counter(path.name for path in found)
    common = Path(os.path.commonpath(found)) if found else Path()
    names = [
        path.name if counts[path.name] == 1 or path == common else path.relative_to(common).as_posix() for path in found
    ]
    again = Counter[str]()
    for number, name in enumerate(names):
        again[name] += 1
        names[number] = name if again[name] == 1 else f"{name} ({again[name]})"
    return names


def _resolved(path: str | Path) -> Path:
    try:
        return Path(path).resolve()
    except (OSError, ValueError, RuntimeError):  # a path that cannot be: reading it says so
        return Path(path).absolute()


@attrs.define
class _Root:
    """A folder that was read.

    Attributes:
        items: what was read from it.
        name: what it is called among the others; empty where only a language tells it from their common folder.
        ids, slugs: what its ids and slugs become.
    """

    items: list[Item]
    name: str
    ids: dict[str, str] = attrs.field(factory=dict)
    slugs: dict[str, str] = attrs.field(factory=dict)

    @property
    def records(self) -> Iterator[Record]:
        return (item for item in self.items if isinstance(item, Record) and item.location)

    def whole(self, location: str) -> str:
        """A place below the common folder."""
        return f"{self.name}/{location}" if self.name else location


def with_distinct_ids(
    sources: Sequence[tuple[Path, list[Item]]], publisher: Publisher | None, by_name: bool = False
) -> Iterator[Item]:
    """The items of several sources, with ids, slugs, and keys that are not the same for different topics.

    Args:
        sources: the items of each, with the folder that it is, or that its file is in.
        publisher: who publishes them; links to pages of topics that get another slug follow it.
        by_name: whether slugs stay, as equal ones are said to pair.
    """
    folders = [(path, items) for path, items in sources if any(map(_is_placed, items))]
    names = list(_root_names(folders))
    if len(set(names)) < 2:
        yield from (item for _, items in sources for item in items)
        return
    roots = sorted((_Root(items, name) for (_, items), name in zip(folders, names, strict=True)), key=_name)
    for root in roots:
        _name_index(root)
    owners = _settle_ids(roots, [item for _, items in sources for item in items if isinstance(item, Record)])
    if not by_name:
        _settle_slugs(roots)
    following = iter(roots)
    for _, items in sources:  # others stay where they are
        yield from _renamed(next(following), owners, publisher) if any(map(_is_placed, items)) else items


def _is_placed(item: Item) -> bool:
    return isinstance(item, Record) and item.location != ""


def _name(root: _Root) -> str:
    return root.name


def _root_names(folders: Sequence[tuple[Path, list[Item]]]) -> Iterator[str]:
    common = Path(os.path.commonpath([path for path, _ in folders])) if folders else Path()
    for path, items in folders:
        languages: dict[str, set[str]] = defaultdict(set)
        records = [item for item in items if isinstance(item, Record) and item.location]
        for record in records:
            languages[record.location].add(record.locale.language)
        own: set[str] = set()
        for locale in {locale_id(record.locale): record.locale for record in records}.values():
            topics = [found for found in languages.values() if locale.language in found]
            paired = sum(len(found) > 1 for found in topics)
            alone = sum(record.locale.language == locale.language for record in records) * 2 >= len(records)
            if alone and (not paired or 2 * paired < len(topics)):
                own |= words_for(locale)
        parts = (without_language(normalize("NFC", part), own) for part in path.relative_to(common).parts)
        yield "/".join(part for part in parts if part)


def _name_index(root: _Root) -> None:
    """The page at a root is called after the root, as each of them may have one."""
    if root.name and any(record.location == _INDEX for record in root.records):
        root.ids[_INDEX] = root.name.rpartition("/")[2]
        root.slugs[_INDEX] = slugify(root.ids[_INDEX]) or _INDEX


def _settle_ids(roots: Sequence[_Root], records: Sequence[Record]) -> dict[str, Record]:
    """Give the ids that topics of several roots would have to the first of them; the owner of each id."""
    claims: dict[str, dict[str, tuple[bool, _Root, str]]] = defaultdict(dict)
    stated: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, Record] = {}
    for record in records:
        if not record.key and not record.withheld and not record.location:
            stated[record.id].add("")
            owners.setdefault(record.id, record)
    for root in roots:
        for record in root.records:
            if not record.key and not record.withheld:
                stated[record.id].add(root.whole(record.location))
                owners.setdefault(record.id, record)
        for identifier, (location, is_there) in _claims(root).items():
            place = root.whole(location)
            places = claims[root.ids.get(identifier, identifier)]
            if place not in places or is_there:
                places[place] = (is_there, root, identifier)
    for claimed, places in claims.items():
        first, *others = sorted(places, key=lambda place: (not places[place][0], places[place][1].name, place))
        for place in [first, *others] if stated[claimed] - {first} else others:
            for root in roots:
                if place != claimed and root.name == places[place][1].name:
                    root.ids[places[place][2]] = place
    for root in roots:
        for record in root.records:
            if not record.withheld:
                owners.setdefault(root.ids.get(record.id, record.id), record)
    return owners


def _claims(root: _Root) -> dict[str, tuple[str, bool]]:
    """The ids that nobody stated, each with its place, and whether it is published."""
    found: dict[str, tuple[str, bool]] = {}
    for record in root.records:
        if record.key or (record.withheld and record.id in (record.location, record.location.rpartition("/")[2])):
            before = found.get(record.id, ("", False))
            if not before[1]:
                found[record.id] = (record.location, not record.withheld)
    for item in root.items:
        if isinstance(item, Finding) and item.kind is FindingKind.BROKEN and item.topic:
            found.setdefault(item.topic, (item.topic, False))
    return found


def _settle_slugs(roots: Sequence[_Root]) -> None:
    """Give the slugs that topics of several roots would have to the first of them."""
    claims: dict[str, dict[str, tuple[bool, _Root, str]]] = defaultdict(dict)
    for root in roots:
        for record in root.records:
            if not record.slug_stated:
                place, slug = root.whole(record.location), root.slugs.get(record.slug, record.slug)
                claims[slug].setdefault(place, (not record.withheld, root, record.slug))
    for places in claims.values():
        ordered = sorted(places, key=lambda place: (not places[place][0], places[place][1].name, place))
        first = places[ordered[0]][1].name
        for place in ordered[1:]:
            _, root, slug = places[place]
            if root.name != first and (made := slugify(place.replace("/", " "))):
                root.slugs[slug] = made


def _renamed(root: _Root, owners: Mapping[str, Record], publisher: Publisher | None) -> Iterator[Item]:
    locations = {record.location for record in root.records}
    for item in root.items:
        if isinstance(item, Finding):
            yield attrs.evolve(item, topic=root.ids[item.topic]) if item.topic in root.ids else item
            continue
        if not isinstance(item, Record):
            yield item
            continue
        changes: dict[str, object] = {}
        if item.location and item.translation_key in locations:
            changes["translation_key"] = root.whole(item.translation_key)
        if (item.key or item.withheld) and item.id in root.ids:
            changes["id"] = root.ids[item.id]
        if item.slug in root.slugs and not item.slug_stated:
            changes["slug"] = root.slugs[item.slug]
        if any(reference.id in root.ids for reference in item.related):
            changes["related"] = [attrs.evolve(each, id=root.ids.get(each.id or "", each.id)) for each in item.related]
        if publisher is not None and root.slugs and item.summary:
            changes["summary"] = relinked(item.summary, publisher.base_url, root.slugs)
            changes["as_read"] = None
        yield from _changed_id_finding(item, str(changes.get("id", "")), owners)
        yield attrs.evolve(item, **changes) if changes else item  # type: ignore[arg-type]


def _changed_id_finding(record: Record, identifier: str, owners: Mapping[str, Record]) -> Iterable[Finding]:
    """The finding that an id has the place of its file in it, because another file has the same name."""
    owner = owners.get(record.id)
    if identifier and not record.withheld and record.location != _INDEX and owner is not None:
        details = {"title": record.title, "name": record.id, "other": owner.source.rpartition(":")[0]}
        details["id"] = identifier
        locale = locale_id(record.locale)
        yield Finding(
            kind=FindingKind.SHARED_NAME, topic=identifier, locale=locale, source=record.source, details=details
        )
