"""Addresses that were published stay: the slugs of topics and groups are pinned. No text is compared here.

A slug once published means one topic for ever. It is not given to another one, even after its own has left, and it does
not change when neighbors come or go, or when a later version would make another slug of the same name. An editor who
states a slug moves the topic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from syndicate.history.changes import State, Text
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Group, Topic
from syndicate.model.fields import assembled
from syndicate.model.layout import topic_page
from syndicate.model.slugs import free_slug
from syndicate.text import slugify

__all__ = ["Published", "pinned"]


@attrs.frozen
class Published:
    """The slugs that the published tree has, for a history that does not know them.

    Attributes:
        topics: the slug of the topic of each text, by locale identifier and id.
        groups: the slug of each group, by id.
    """

    topics: Mapping[tuple[str, str], str] = attrs.field(factory=dict)
    groups: Mapping[str, str] = attrs.field(factory=dict)


def pinned(
    catalog: Catalog,
    texts: Mapping[str, Mapping[str, Text]],
    groups: Mapping[str, str],
    published: Published | None = None,
) -> tuple[Catalog, dict[str, str]]:
    """The catalog at the addresses that its topics and groups have, and the slugs of all groups that ever were.

    Args:
        catalog: what there is now.
        texts: what is remembered, by locale identifier and id.
        groups: the slug of each group that is remembered, by its id.
        published: what the tree has, where the history is of a version that did not remember slugs.
    """
    known = dict(_known(catalog, texts, published or Published()))
    slugs = _slugs(catalog, known)
    topics = [
        topic if topic.slug == slug else _with(topic, slug=slug)
        for topic, slug in zip(catalog.values(), slugs, strict=True)
    ]
    findings = [_placed(finding, topics, texts) for finding in catalog.findings]
    findings += _moved(topics, known, texts)
    before = dict(groups) or _groups_before(catalog, texts, published or Published())
    taken = set(before.values())
    shelves = []
    for group in catalog.groups.values():
        slug = before[group.id] if group.id in before else free_slug(group.slug, group.id, taken)
        taken.add(slug)
        shelves.append(attrs.evolve(group, slug=slug))
    after = {**before, **{group.id: group.slug for group in shelves}}
    return catalog.replaced(topics, groups=shelves, findings=[found for found in findings if found]), after


def _placed(finding: Finding, topics: Iterable[Topic], texts: Mapping[str, Mapping[str, Text]]) -> Finding | None:
    """A finding of a topic that asks for the address of another, with the address it gets and who has the other."""
    if finding.kind is not FindingKind.SHARED_SLUG:
        return finding
    asked, locale = finding.details["slug"], finding.locale
    titles = {text.slug: text.title for found in texts.values() for text in found.values()}
    address = finding.details["address"]
    for topic in topics:
        titles[topic.slug] = topic.title.get(locale) or next(iter(topic.title.values()))
        if topic.ids.identifiers().get(locale) == finding.topic:
            address = topic.slug
    if address == asked:
        return None
    other = titles.get(asked, finding.details["other"])
    return attrs.evolve(finding, details={**finding.details, "other": other, "address": address})


def _moved(
    topics: Iterable[Topic], known: Mapping[tuple[str, str], str], texts: Mapping[str, Mapping[str, Text]]
) -> Iterator[Finding]:
    """Texts that leave the address they are published at: their editor states another, or a pair has come apart."""
    for topic in topics:
        for locale, identifier in topic.ids.identifiers().items():
            slug, text = known.get((locale, identifier)), texts.get(locale, {}).get(identifier)
            if slug not in (None, topic.slug) and text is not None and text.state is not State.RETRACTED:
                pages = {"before": topic_page(locale, slug), "address": topic_page(locale, topic.slug)}
                details = {"title": topic.title[locale], **pages}
                source = topic.origin.get(locale, "")
                yield Finding(kind=FindingKind.MOVED, topic=identifier, locale=locale, source=source, details=details)


def _with(topic: Topic, **changes: object) -> Topic:
    values = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
    return assembled(Topic, **{**values, **changes})


def _known(
    catalog: Catalog, texts: Mapping[str, Mapping[str, Text]], published: Published
) -> Iterator[tuple[tuple[str, str], str]]:
    """The slug of each remembered text: the history's own, else the tree's, else the one that version 0.1 made."""
    for locale, found in texts.items():
        for identifier, text in found.items():
            key = (locale, identifier)
            slug = text.slug or published.topics.get(key, "")
            if not slug and (topic := catalog.with_id(identifier, locale)) is not None:
                names = [identifier, *map(_stem, topic.url.values()), *topic.title.values()]
                slug = _slug_of_0_1(topic.slug, names)
            elif not slug and text.state is State.RETRACTED and not identifier.isdigit():
                slug = _slug_of_0_1(slugify(identifier), [identifier])
            if slug:
                yield key, slug


def _slugs(catalog: Catalog, known: Mapping[tuple[str, str], str]) -> list[str]:
    """A slug for each topic: the one it has, else one that no topic ever had."""
    keys = [[(locale_id(locale), identifier) for locale, identifier in topic.ids.items()] for topic in catalog.values()]
    owners: dict[str, set[tuple[str, str]]] = {}
    for key, slug in known.items():
        owners.setdefault(slug, set()).add(key)
    given: dict[int, str] = {}
    taken: set[str] = set()

    def give(place: int, slug: str) -> None:
        if place not in given and slug and slug not in taken:
            given[place] = slug
            taken.add(slug)

    topics = list(catalog.values())
    for place, topic in enumerate(topics):
        if topic.slug_stated and owners.get(topic.slug, set()) <= set(keys[place]):
            give(place, topic.slug)
    # Where one topic has become two, the slug stays with the text of the language that comes first.
    for rank in range(max(map(len, keys), default=0)):
        for place, own in enumerate(keys):
            if rank < len(own):
                give(place, known.get(own[rank], ""))
    taken |= owners.keys()
    for place, topic in enumerate(topics):
        if place not in given:
            give(place, free_slug(topic.slug, topic.id, taken))
    return [given[place] for place in range(len(topics))]


def _groups_before(catalog: Catalog, texts: Mapping[str, object], published: Published) -> dict[str, str]:
    """The slugs that groups have in the tree, or had in version 0.1; none where nothing was published yet."""
    if not texts:
        return {}

    def before(group: Group) -> str:
        names = [group.id, *map(_stem, group.url.values()), *group.name.values()]
        return published.groups.get(group.id) or _slug_of_0_1(group.slug, names)

    return dict(published.groups) or {group.id: before(group) for group in catalog.groups.values()}


def _stem(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].partition("#")[0].partition("?")[0].partition(".")[0]


def _slug_of_0_1(slug: str, names: Iterable[str]) -> str:
    """The slug that version 0.1 made of the name that gives this slug now; the slug itself where none does.

    Version 0.1 dropped each letter that is no ASCII letter with an accent: "Straße" was "strae". That is kept here for
    the addresses that it has published.

    >>> _slug_of_0_1("strasse", ["Straße"]), _slug_of_0_1("sleep", ["Sleep"]), _slug_of_0_1("my-slug", ["Sleep"])
    ('strae', 'sleep', 'my-slug')
    """
    make: Callable[[str], str] = slugify
    for name in names:
        if make(name) == slug:
            folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or slug
    return slug
