"""Pairing: records in one language become topics in all of theirs, and what is amiss is found. No file is read here.

Twins are matched by what both sides state, in this order: ids, addresses, a shared translation key. A claim of one
side only is taken and reported; two claims on one twin are a conflict, in which nobody is stolen and nobody is lost.
The result depends on the records and their order alone, and the work grows in line with their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import attrs

from syndicate.locales import LocaleLike, locale_id
from syndicate.model import (
    Catalog,
    Finding,
    FindingKind,
    Group,
    Link,
    Localized,
    Masthead,
    Record,
    Reference,
    Section,
    Topic,
)
from syndicate.model.fields import assembled
from syndicate.model.finding import stale
from syndicate.text import slugify

__all__ = ["pair"]


def pair(
    items: Iterable[Record | Finding | Masthead],
    *,
    default_locale: LocaleLike | None = None,
    by_name: bool = False,
) -> Catalog:
    """The catalog that a stream of records makes.

    Args:
        items: records, the findings of their readers, and what sources state of the whole.
        default_locale: the language most texts are first written in; by default the one a source states, else the
            one with most records.
        by_name: whether an equal slug pairs records that claim nobody; otherwise it is only reported.

    >>> from syndicate.model import Twin
    >>> english = Record(id="1", locale="en", title="Sleep", slug="sleep", twins=[Twin(locale="es", id="2")])
    >>> spanish = Record(id="2", locale="es", title="El sueño", slug="sueno", twins=[Twin(locale="en", id="1")])
    >>> catalog = pair([spanish, english], default_locale="en")
    >>> [(topic.slug, dict(topic.title.identifiers())) for topic in catalog.values()]
    [('sleep', {'en': 'Sleep', 'es': 'El sueño'})]
    """
    findings: list[Finding] = []
    mastheads: list[Masthead] = []
    records = _unique(items, findings, mastheads)
    stated = (masthead.default_locale for masthead in mastheads if masthead.default_locale is not None)
    default_locale = default_locale if default_locale is not None else next(stated, None)
    main = locale_id(default_locale) if default_locale is not None else _main_locale(records)
    twins = _Twins(records, findings)
    families = twins.families(main, by_name)
    if not by_name:
        findings.extend(_likely_twins(families, main))
    findings.extend(_unpaired(families, records, main))
    groups = _groups(families, main, mastheads)
    slugs: set[str] = set()
    topics = [_topic(family, slugs, findings) for family in families]
    findings.extend(_stale(families, main))
    snapshot = max((masthead.snapshot for masthead in mastheads if masthead.snapshot), default=None)
    if snapshot is None:
        dateless = (record for record in records if record.updated is None and record.created is None)
        findings.extend(_finding(FindingKind.MISSING_DATE, record) for record in dateless)
    return Catalog(
        topics,
        groups=groups,
        default_locale=main,
        snapshot=snapshot,
        findings=findings,
    )


def _unique(
    items: Iterable[Record | Finding | Masthead], findings: list[Finding], mastheads: list[Masthead]
) -> list[Record]:
    """The records with an id of their own in their language; the later of two that share one is reported."""
    records: dict[tuple[str, str], Record] = {}
    for item in items:
        if isinstance(item, Finding):
            findings.append(item)
            continue
        if isinstance(item, Masthead):
            mastheads.append(item)
            continue
        first = records.setdefault((locale_id(item.locale), item.id), item)
        if first is not item:
            findings.append(_finding(FindingKind.DUPLICATE, item, id=item.id, other=first.title))
        elif not item.summary:
            findings.append(_finding(FindingKind.MISSING_SUMMARY, item))
    return list(records.values())


def _main_locale(records: Sequence[Record]) -> str:
    counts = Counter(locale_id(record.locale) for record in records)
    return max(counts, key=lambda locale: counts[locale]) if counts else "en"


def _finding(kind: FindingKind, record: Record, **details: str) -> Finding:
    return Finding(
        kind=kind,
        topic=record.id,
        locale=locale_id(record.locale),
        source=record.source,
        details={"title": record.title, **details},
    )


Family = dict[str, Record]
"""The records of one topic, by locale; the main locale first."""


class _Twins:
    """Who claims whom, and the families that follow."""

    def __init__(self, records: list[Record], findings: list[Finding]) -> None:
        self.records = records
        self.findings = findings
        self._by_id = {(locale_id(record.locale), record.id): record for record in records}
        self._by_url = {(locale_id(record.locale), record.url): record for record in records if record.url}
        self._claims: dict[int, dict[str, Record]] = {id(record): self._claims_of(record) for record in records}
        self._claimants: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for record in records:
            for twin in self._claims[id(record)].values():
                self._claimants[id(twin)][locale_id(record.locale)].append(record)
        self._family: dict[int, Family] = {id(record): {locale_id(record.locale): record} for record in records}

    def _claims_of(self, record: Record) -> dict[str, Record]:
        claims: dict[str, Record] = {}
        for twin in record.twins:
            locale = locale_id(twin.locale)
            found = self._by_id.get((locale, twin.id)) if twin.id is not None else None
            if found is None and twin.url is not None:
                found = self._by_url.get((locale, twin.url))
            if found is None:
                claim = f"“{twin.title}” ({twin.id or twin.url})" if twin.title else str(twin.id or twin.url)
                self.findings.append(_finding(FindingKind.DANGLING, record, claim=claim, language=locale))
            elif locale != locale_id(record.locale):
                claims.setdefault(locale, found)
        return claims

    def families(self, main: str, by_name: bool) -> list[Family]:
        """The records joined into topics, in the order their first record was read."""
        claims = [(record, twin) for record in self.records for twin in self._claims[id(record)].values()]
        one_sided = []
        for record, twin in claims:
            if self._claims[id(twin)].get(locale_id(record.locale)) is not record:
                one_sided.append((record, twin))
            elif not self._join(record, twin) and len(self._family[id(record)]) <= len(self._family[id(twin)]):
                self._conflict(record, twin, self._between(record, twin))
        self._join_by_key(lambda record: record.translation_key)
        for record, twin in one_sided:
            if not self._together(record, twin):
                self._join_one_sided(record, twin)
        if by_name:
            self._join_by_key(lambda record: record.slug if len(self._family[id(record)]) == 1 else None)
        seen: set[int] = set()
        found = []
        for record in self.records:
            family = self._family[id(record)]
            if id(family) not in seen:
                seen.add(id(family))
                found.append(
                    {locale: family[locale] for locale in sorted(family, key=lambda name: (name != main, name))}
                )
        return found

    def _join_by_key(self, key: Callable[[Record], str | None]) -> None:
        first: dict[str, Record] = {}
        for record in self.records:
            name = key(record)
            if name is None:
                continue
            other = first.setdefault(name, record)
            if other is not record and not self._join(other, record):
                self._conflict(record, other, self._between(record, other))

    def _together(self, record: Record, twin: Record) -> bool:
        return self._family[id(record)] is self._family[id(twin)]

    def _join(self, record: Record, twin: Record) -> bool:
        """Make one family of two, unless both have a record in one language; whether they are one now."""
        mine, theirs = self._family[id(record)], self._family[id(twin)]
        if mine is theirs:
            return True
        if mine.keys() & theirs.keys():
            return False
        mine.update(theirs)
        for member in theirs.values():
            self._family[id(member)] = mine
        return True

    def _between(self, record: Record, twin: Record) -> Record:
        """The record that keeps the families of two apart: both have one in its language."""
        mine, theirs = self._family[id(record)], self._family[id(twin)]
        if (own := locale_id(record.locale)) in theirs:
            return theirs[own]
        if (other := locale_id(twin.locale)) in mine:
            return mine[other]
        return theirs[min(mine.keys() & theirs.keys())]

    def _join_one_sided(self, record: Record, twin: Record) -> None:
        rivals = [rival for rival in self._claimants[id(twin)][locale_id(record.locale)] if rival is not record]
        answer = self._claims[id(twin)].get(locale_id(record.locale))
        if answer is not None or rivals:
            self._conflict(record, twin, answer or rivals[0])
        elif self._join(record, twin):
            self.findings.append(_finding(FindingKind.ONE_SIDED, record, other=twin.title))
        else:
            self._conflict(record, twin, self._between(record, twin))

    def _conflict(self, record: Record, twin: Record, claimant: Record) -> None:
        self.findings.append(
            _finding(
                FindingKind.CONFLICT,
                record,
                other=f"{twin.title} ({twin.id})",
                claimant=f"“{claimant.title}” ({claimant.id})",
            )
        )


def _unpaired(families: list[Family], records: list[Record], main: str) -> Iterator[Finding]:
    """A record that lacks a language which at least every tenth record of the catalog is in."""
    counts = Counter(locale_id(record.locale) for record in records)
    expected = sorted(
        (locale for locale, count in counts.items() if count * 10 >= len(records)),
        key=lambda name: (name != main, name),
    )
    for family in families:
        for locale in expected:
            if locale not in family:
                yield _finding(FindingKind.UNPAIRED, next(iter(family.values())), language=locale)


_ALIKE = 0.6
"""How alike two file names must be (difflib's ratio) to suggest that one was renamed."""


def _likely_twins(families: list[Family], main: str) -> Iterator[Finding]:
    """For each record of the main language that is alone, the record alone in another language that fits it best."""
    alone = [next(iter(family.values())) for family in families if len(family) == 1]
    shelves: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in alone:
        if locale_id(record.locale) != main:
            for clue in _clues(record):
                shelves[clue].append(record)
    for record in alone:
        if locale_id(record.locale) != main:
            continue
        fits = [
            (*_fit(record, other), other)
            for clue in _clues(record)
            for other in shelves.get(clue, ())[:50]  # a clue that many share tells nothing
        ]
        if fits:
            score, reason, other = max(fits, key=lambda fit: (fit[0], fit[2].id))
            if score >= _ALIKE:
                yield _finding(
                    FindingKind.LIKELY_TWIN, record, other=other.title, url=other.url or other.slug, reason=reason
                )


def _clues(record: Record) -> Iterator[tuple[str, str]]:
    """What twins are likely to share: the start or end of a file name, a subject code."""
    yield "start", record.slug[:8]
    yield "end", record.slug[-8:]
    for subject in record.subjects:
        yield subject.scheme, subject.code


def _fit(record: Record, other: Record) -> tuple[float, str]:
    if record.slug == other.slug:
        return 3.0, "same-name"
    if {subject.code for subject in record.subjects} & {subject.code for subject in other.subjects}:
        return 2.0, "same-subject"
    return SequenceMatcher(None, record.slug, other.slug).ratio(), "similar-name"


def _stale(families: list[Family], main: str) -> Iterator[Finding]:
    """Translations whose original was changed on a later day."""
    for family in families:
        original = family.get(main)
        if original is None or original.updated is None:
            continue
        for record in family.values():
            if record.updated is not None:
                found = stale(
                    topic=record.id,
                    locale=locale_id(record.locale),
                    title=record.title,
                    updated=record.updated,
                    original=original.updated,
                    source=record.source,
                )
                if found is not None:
                    yield found


def _stated_groups(mastheads: list[Masthead], slugs: set[str]) -> dict[str, Group]:
    """The groups that sources state, by id; of two that state one group the first is believed, locale by locale."""
    stated: dict[str, Group] = {}
    for group in (group for masthead in mastheads for group in masthead.groups):
        if (first := stated.get(group.id)) is None:
            stated[group.id] = attrs.evolve(group, slug=_free(group.slug, group.id, slugs))
        else:
            name, url = {**group.name, **first.name}, {**group.url, **first.url}
            stated[group.id] = attrs.evolve(first, name=name, url=url)
    return stated


def _groups(families: list[Family], main: str, mastheads: list[Masthead]) -> list[Group]:
    """The groups that are stated, then those that records name, in the order they first appear.

    The name of a group in the main language makes its slug.
    """
    slugs: set[str] = set()
    stated = _stated_groups(mastheads, slugs)
    named: dict[str, dict[str, Reference]] = {}
    for family in families:
        for locale, record in family.items():
            for reference in record.groups:
                if (identifier := group_id(reference)) not in stated:
                    named.setdefault(identifier, {}).setdefault(locale, reference)
    groups = list(stated.values())
    for identifier, references in named.items():
        first = references.get(main) or next(iter(references.values()))
        slug = _free(_group_slug(first, identifier)[:100], identifier, slugs)
        groups.append(
            Group(
                id=identifier,
                slug=slug,
                name=Localized.from_identifiers({locale: reference.title for locale, reference in references.items()}),
                url=Localized.from_identifiers(
                    {locale: reference.url for locale, reference in references.items() if reference.url}
                ),
            )
        )
    return groups


def group_id(reference: Reference) -> str:
    """The id of the group a reference names: the one it states, else its title as a slug."""
    return reference.id or slugify(reference.title) or reference.title


def _group_slug(reference: Reference, identifier: str) -> str:
    if reference.url:
        stem = reference.url.rstrip("/").rpartition("/")[2].partition("#")[0].partition("?")[0].partition(".")[0]
        if slug := slugify(stem):
            return slug
    return slugify(identifier if reference.id and not reference.id.isdigit() else reference.title) or "group"


def _free(slug: str, identifier: str, taken: set[str]) -> str:
    """The slug, or with the id behind it, or a number, if another has it already."""
    candidate, number = slug, 1
    while candidate in taken:
        candidate = f"{slug[:100]}-{slugify(identifier)[:90] or 2}" if number == 1 else f"{slug[:180]}-{number}"
        number += 1
    taken.add(candidate)
    return candidate


def _topic(family: Family, slugs: set[str], findings: list[Finding]) -> Topic:
    first = next(iter(family.values()))
    sections = {locale: record.sections for locale, record in family.items() if record.sections}
    if len(sections) > 1:
        sections = _paired_links(family, sections, findings)
    return assembled(
        Topic,
        slug=_free(first.slug, first.id, slugs),
        ids=_each(family, "id"),
        title=_each(family, "title"),
        url=_each(family, "url"),
        description=_each(family, "description"),
        summary=_each(family, "summary"),
        also_called=_each(family, "also_called"),
        groups=tuple(dict.fromkeys(group_id(group) for record in family.values() for group in record.groups)),
        subjects=tuple(
            {
                (subject.scheme, subject.code): subject
                for record in reversed(family.values())
                for subject in reversed(record.subjects)
            }.values()
        )[::-1],
        sections=Localized.from_identifiers(sections),
        related=_each(family, "related"),
        institute=_each(family, "institute"),
        image=_each(family, "image"),
        created=_each(family, "created"),
        updated=_each(family, "updated"),
        reviewed=_each(family, "reviewed"),
    )


def _each(family: Family, field: str) -> Localized[Any]:
    """A field of each record that has it, per locale."""
    return Localized.from_identifiers(
        {locale: value for locale, record in family.items() if (value := getattr(record, field))}
    )


def _paired_links(
    family: Family, sections: dict[str, tuple[Section, ...]], findings: list[Finding]
) -> dict[str, tuple[Section, ...]]:
    """The sections with every link knowing its twins; links pair where one states the address of the other.

    A link that has a title in another language has met its twin there already, so pairing twice changes nothing.
    """
    by_url: dict[tuple[str, str], Link] = {}
    for locale, list_of_sections in sections.items():
        for section in list_of_sections:
            for link in section.links:
                if locale in link.url:
                    by_url.setdefault((locale, link.url[locale]), link)

    met: dict[frozenset[int], Link] = {}  # twins that met once, so that both languages hold one object

    def with_twins(link: Link, locale: str) -> Link:
        pending = list(link.url.identifiers().items())
        for other, url in pending:
            if other == locale or other not in sections or other in link.title:
                continue
            twin = by_url.get((other, url))
            if twin is None:
                findings.append(
                    _finding(
                        FindingKind.MISSING_LINK_TWIN,
                        family[locale],
                        link=link.title[locale],
                        url=url,
                        language=other,
                        other=family[other].title,
                    )
                )
            elif twin.url.get(locale) in (None, link.url[locale]):
                known = link.url
                pair_of = frozenset((id(link), id(twin)))
                link = met.get(pair_of) or met.setdefault(pair_of, link.merged(twin))
                pending += [(third, url) for third, url in link.url.identifiers().items() if third not in known]
        return link

    return {
        locale: tuple(
            attrs.evolve(section, links=tuple(with_twins(link, locale) for link in section.links))
            for section in list_of_sections
        )
        for locale, list_of_sections in sections.items()
    }
