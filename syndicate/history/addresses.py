"""Published addresses stay: the slugs of topics and groups are pinned. No text is compared here.

A published slug means one topic forever. It is not given to another one, even after its own has left, and it does not
change when neighbors come or go, or when a later version would make a different slug from the same name. An editor who
states a slug moves the topic.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

import attrs

from syndicate.history.changes import State, Text
from syndicate.history.moves import moves, relinked
from syndicate.model import Catalog, Finding, FindingKind, Group, Topic
from syndicate.model.spill import with_values
from syndicate.text import free_slug, slugify

__all__ = ["Published", "pinned"]


@attrs.frozen
class Published:
    """The slugs in the published tree, for a history that does not know them.

    Attributes:
        topics: the slug of the topic of each text, by locale identifier and id.
        groups: the slug of each group, by id.
    """

    topics: Mapping[tuple[str, str], str] = attrs.field(factory=dict)
    groups: Mapping[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, catalog: Catalog) -> Published:
        """The slugs of a published catalog."""
        topics = {
            (locale, identifier): topic.slug
            for topic in catalog.values()
            for locale, identifier in topic.ids.identifiers().items()
        }
        return cls(topics=topics, groups={group.id: group.slug for group in catalog.groups.values()})


def pinned(
    catalog: Catalog,
    texts: Mapping[str, Mapping[str, Text]],
    groups: Mapping[str, str],
    published: Published | None = None,
    base_url: str = "",
) -> tuple[Catalog, dict[str, str], dict[tuple[str, str], str]]:
    """The catalog with the addresses that its topics and groups keep, and the slugs of all that ever existed.

    Args:
        catalog: what there is now.
        texts: what is remembered, by locale identifier and id.
        groups: the slug of each group that is remembered, by its id.
        published: the slugs of the tree, if the history is of a version that did not remember them.
        base_url: where the tree is published, so that links between topics follow their slugs.

    Returns:
        The catalog; the slugs of groups, by their ids; the slugs that texts had, by locale identifier and id.
    """
    known = dict(_known(catalog, texts, published or Published()))
    slugs = _slugs(catalog, known, _former(texts))
    topics = [
        topic if topic.slug == slug else with_values(topic, slug=slug)
        for topic, slug in zip(catalog.values(), slugs, strict=True)
    ]
    changed = {made.slug: slug for made, slug in zip(catalog.values(), slugs, strict=True) if made.slug != slug}
    topics = relinked(topics, changed, base_url)
    findings = [finding for finding in catalog.findings if finding.kind is not FindingKind.SHARED_SLUG]
    findings += _asking(catalog, topics, known, texts)
    findings += moves(topics, known, texts)
    before = dict(groups) or _groups_before(catalog, texts, published or Published())
    taken = set(before.values())
    moved = []
    for group in catalog.groups.values():
        slug = before[group.id] if group.id in before else free_slug(group.slug, group.id, taken)
        taken.add(slug)
        moved.append(group if group.slug == slug else attrs.evolve(group, slug=slug))
    after = {**before, **{group.id: group.slug for group in moved}}
    return catalog.replaced(topics, groups=moved, findings=findings), after, known


def _asking(
    catalog: Catalog,
    topics: Sequence[Topic],
    known: Mapping[tuple[str, str], str],
    texts: Mapping[str, Mapping[str, Text]],
) -> Iterator[Finding]:
    """Topics whose address another topic has or had, with the one they get: new topics, and those that state a slug."""
    told = {
        (finding.locale, finding.topic): finding
        for finding in catalog.findings
        if finding.kind is FindingKind.SHARED_SLUG
    }
    here = {topic.slug: next(iter(topic.title.values())) for topic in topics}
    gone: dict[str, list[Text]] = defaultdict(list)
    for text in (text for found in texts.values() for text in found.values()):
        for slug in (*text.former.split(), text.slug or known.get((text.locale, text.id), "")):
            gone[slug].append(text)
    for topic, made in zip(topics, catalog.values(), strict=True):
        locale, identifier = next(iter(topic.ids.identifiers().items()))
        finding = told.get((locale, identifier))
        asked = finding.details["slug"] if finding is not None else made.slug
        own = topic.ids.identifiers().items()
        others = [text.title for text in gone[asked] if (text.locale, text.id) not in own]
        is_told = topic.slug_stated or finding is not None or all(key not in known for key in own)
        other = here.get(asked) or next(iter(others), None)
        if asked == topic.slug or other is None or not is_told:
            continue
        details = {"title": topic.title[locale], "slug": asked, "other": other, "address": topic.slug}
        source = finding.source if finding is not None else topic.origin.get(locale, "")
        yield Finding(kind=FindingKind.SHARED_SLUG, topic=identifier, locale=locale, source=source, details=details)


def _known(
    catalog: Catalog, texts: Mapping[str, Mapping[str, Text]], published: Published
) -> Iterator[tuple[tuple[str, str], str]]:
    """The slug of each remembered text: from the history, else from the tree, else as version 0.1 made it."""
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


def _former(texts: Mapping[str, Mapping[str, Text]]) -> dict[tuple[str, str], list[str]]:
    """The slugs that texts had once, the latest first."""
    return {
        (locale, identifier): text.former.split()[::-1]
        for locale, found in texts.items()
        for identifier, text in found.items()
        if text.former
    }


def _slugs(
    catalog: Catalog, known: Mapping[tuple[str, str], str], former: Mapping[tuple[str, str], Sequence[str]]
) -> list[str]:
    """A slug for each topic: its present one, else one that no other topic ever had."""
    keys = [list(topic.ids.identifiers().items()) for topic in catalog.values()]
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key in {**known, **former}:
        for slug in (known.get(key), *former.get(key, ())):
            if slug:
                owners[slug].add(key)
    given: dict[int, str] = {}
    taken: set[str] = set()

    def give(place: int, slug: str) -> None:
        if place not in given and slug and slug not in taken:
            given[place] = slug
            taken.add(slug)

    def is_own(place: int, slug: str) -> bool:
        return owners.get(slug, set()) <= set(keys[place])

    topics = list(catalog.values())
    for place, topic in enumerate(topics):
        if topic.slug_stated and is_own(place, topic.slug):
            give(place, topic.slug)
    # If one topic has become two, the slug stays with the text of the first language.
    for rank in range(max(map(len, keys), default=0)):
        for place, own in enumerate(keys):
            if rank < len(own):
                give(place, known.get(own[rank], ""))
    for place, own in enumerate(keys):
        for slug in (slug for key in own for slug in former.get(key, ())):
            if is_own(place, slug):
                give(place, slug)
    taken |= owners.keys()
    for place, topic in enumerate(topics):
        if place not in given:
            give(place, _new_slug(topic, taken))
    return [given[place] for place in range(len(topics))]


def _new_slug(topic: Topic, taken: Container[str]) -> str:
    """The slug of a topic that had none: that of its name, else that of its folder and name."""
    whole = next((slug for key in topic.keys.values() if (slug := slugify(key.replace("/", " ")))), "")
    by_place = topic.slug in taken and whole and whole not in taken and not topic.slug_stated
    return whole if by_place else free_slug(topic.slug, topic.id, taken)


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
    """The slug that version 0.1 made from the name from which this slug is made now; else the slug itself.

    Version 0.1 dropped each letter that is not ASCII letter with an accent: "Straße" was "strae". That is kept here for
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
