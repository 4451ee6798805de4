"""Twins: which record claims which, the resulting families, and their links. No topic is made here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from operator import is_
from typing import Final

from syndicate.locales import locale_id
from syndicate.model import Finding, FindingKind, Link, Record, Section
from syndicate.model.fields import assembled

__all__ = ["Family", "MergedLinks", "Twins", "finding", "paired_links"]

Family = dict[str, Record]
"""The records of one topic, by locale; the main locale first."""


def finding(kind: FindingKind, record: Record, **details: str) -> Finding:
    """A finding about a record."""
    return Finding(
        kind=kind,
        topic=record.id,
        locale=locale_id(record.locale),
        source=record.source,
        details={"title": record.title, **details},
    )


class Twins:
    """Which record claims which, and the resulting families."""

    def __init__(self, records: list[Record], findings: list[Finding]) -> None:
        self.records = records
        self.findings = findings
        # Only what is needed is held of each record: of a large catalog, this is when most memory is in use.
        self._by_id: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in records:
            self._by_id[locale_id(record.locale)][record.id] = record
        self._claims = {id(record): claims for record in records if (claims := self._claims_of(record))}
        self._family: dict[int, Family] = {}

    @cached_property
    def _by_url(self) -> dict[str, dict[str, Record]]:
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            if record.url:
                found[locale_id(record.locale)][record.url] = record
        return found

    @cached_property
    def _claimants(self) -> dict[int, dict[str, list[Record]]]:
        """The claimants of each record, by language."""
        found: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for record in self.records:
            for twin in self._claims.get(id(record), ()):
                found[id(twin)][locale_id(record.locale)].append(record)
        return found

    def _claim(self, record: Record, locale: str) -> Record | None:
        """The twin that a record claims in a language."""
        return next((twin for twin in self._claims.get(id(record), ()) if locale_id(twin.locale) == locale), None)

    def _family_of(self, record: Record) -> Family:
        return self._family.setdefault(id(record), {locale_id(record.locale): record})

    def _claims_of(self, record: Record) -> tuple[Record, ...]:
        claims: dict[str, Record] = {}
        for twin in record.twins:
            locale = locale_id(twin.locale)
            found = self._by_id[locale].get(twin.id) if twin.id is not None else None
            if found is None and twin.url is not None:
                found = self._by_url[locale].get(twin.url)
            if found is None:
                claim = f"“{twin.title}” ({twin.id or twin.url})" if twin.title else str(twin.id or twin.url)
                self.findings.append(finding(FindingKind.DANGLING, record, claim=claim, language=locale))
            elif locale != locale_id(record.locale):
                claims.setdefault(locale, found)
        return tuple(claims.values())

    def families(self, main: str, by_name: bool) -> list[Family]:
        """The records joined into topics, in the order their first record was read."""
        claims = [(record, twin) for record in self.records for twin in self._claims.get(id(record), ())]
        one_sided = []
        for record, twin in claims:
            if self._claim(twin, locale_id(record.locale)) is not record:
                one_sided.append((record, twin))
            elif not self._join(record, twin) and len(self._family_of(record)) <= len(self._family_of(twin)):
                self._conflict(record, twin, self._between(record, twin))
        self._join_by_key(lambda record: record.translation_key)
        for record, twin in one_sided:
            if not self._together(record, twin):
                self._join_one_sided(record, twin)
        self._join_by_other_keys()
        if by_name:
            self._join_by_key(lambda record: record.slug if len(self._family_of(record)) == 1 else None)
        seen: set[int] = set()
        found = []
        for record in self.records:
            if id(record) in seen:
                continue
            family = self._family_of(record)
            seen.update(map(id, family.values()) if len(family) > 1 else ())
            order = sorted(family, key=lambda name: (name != main, name))
            found.append(family if list(family) == order else {locale: family[locale] for locale in order})
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

    def _join_by_other_keys(self) -> None:
        """Pair records that are still alone by their weaker keys, where a key means one record in each language."""
        by_key: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            for key in record.other_keys:
                by_key[key].append(record)
        for records in by_key.values():
            first, *rest = records
            if rest and len({locale_id(record.locale) for record in records}) == len(records):
                for record in rest:
                    self._join(first, record)

    def _together(self, record: Record, twin: Record) -> bool:
        return self._family_of(record) is self._family_of(twin)

    def _join(self, record: Record, twin: Record) -> bool:
        """Merge two families, unless both have a record in one language; return whether they are one now."""
        mine, theirs = self._family_of(record), self._family_of(twin)
        if mine is theirs:
            return True
        if mine.keys() & theirs.keys():
            return False
        mine.update(theirs)
        for member in theirs.values():
            self._family[id(member)] = mine
        return True

    def _between(self, record: Record, twin: Record) -> Record:
        """The record that keeps two families apart: both have one in its language."""
        mine, theirs = self._family_of(record), self._family_of(twin)
        if (own := locale_id(record.locale)) in theirs:
            return theirs[own]
        if (other := locale_id(twin.locale)) in mine:
            return mine[other]
        return theirs[min(mine.keys() & theirs.keys())]

    def _join_one_sided(self, record: Record, twin: Record) -> None:
        locale = locale_id(record.locale)
        claimants = self._claimants[id(twin)][locale]
        rival = next((one for one in claimants if one is not record), None)
        first = self._claim(twin, locale) or rival
        if first is not None:
            self._conflict(record, twin, first)
        elif self._join(record, twin):
            self.findings.append(finding(FindingKind.ONE_SIDED, record, other=twin.title))
        else:
            self._conflict(record, twin, self._between(record, twin))

    def _conflict(self, record: Record, twin: Record, claimant: Record) -> None:
        self.findings.append(
            finding(
                FindingKind.CONFLICT,
                record,
                other=f"{twin.title} ({twin.id})",
                claimant=f"“{claimant.title}” ({claimant.id})",
            )
        )


class MergedLinks:
    """What two links make together, made once for all topics that have both: readers give equal links as one object."""

    _MOST: Final = 1024

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], tuple[Link, Link, Link]] = {}

    def of(self, link: Link, twin: Link) -> Link:
        """One link with the values of both."""
        pair_of = id(link), id(twin)
        if (made := self._made.get(pair_of)) is None:
            if len(self._made) >= self._MOST:
                self._made.clear()
            made = self._made[pair_of] = link.merged(twin), link, twin  # which are held, so that their ids stay theirs
        return made[0]


def paired_links(
    family: Family, sections: dict[str, tuple[Section, ...]], merged: MergedLinks, findings: list[Finding]
) -> dict[str, tuple[Section, ...]]:
    """The sections with every link knowing its twins; links pair where one states the address of the other.

    A link that has a title in another language has met its twin there already, so pairing twice changes nothing.
    """
    links = _Links(family, sections, merged, findings)
    return {
        locale: tuple(links.paired(section, locale) for section in list_of_sections)
        for locale, list_of_sections in sections.items()
    }


class _Links:
    """The links of a family, by locale and address."""

    def __init__(
        self, family: Family, sections: dict[str, tuple[Section, ...]], merged: MergedLinks, findings: list[Finding]
    ) -> None:
        self._family, self._sections, self._merged, self._findings = family, sections, merged, findings
        self._by_url: dict[tuple[str, str], Link] = {}
        for locale, list_of_sections in sections.items():
            for section in list_of_sections:
                for link in section.links:
                    if (url := link.url.at(locale)) is not None:
                        self._by_url.setdefault((locale, url), link)
        self._met: dict[frozenset[int], Link] = {}  # so that both languages hold one object

    def paired(self, section: Section, locale: str) -> Section:
        """The section with links that know their twins; the same object if none has any."""
        links = tuple([self._with_twins(link, locale) for link in section.links])
        if all(map(is_, links, section.links)):
            return section
        return assembled(
            Section,
            title=section.title,
            links=links,
            id=section.id,
            part=section.part,
            description=section.description,
        )

    def _with_twins(self, link: Link, locale: str) -> Link:
        if locale in (there := link.url.names()) and len(there) == 1:
            return link  # as most are: their address in another language is not known
        pending = list(link.url.identifiers().items())
        for other, url in pending:
            if other == locale or other not in self._sections or other in link.title.names():
                continue
            twin = self._by_url.get((other, url))
            if twin is None:
                self._findings.append(self._missing(link, locale, other, url))
            elif twin.url.at(locale) in (None, link.url.at(locale)):
                known = link.url.names()
                pair_of = frozenset((id(link), id(twin)))
                link = self._met.get(pair_of) or self._met.setdefault(pair_of, self._merged.of(link, twin))
                if len(link.url) > len(known):
                    pending += [item for item in link.url.identifiers().items() if item[0] not in known]
        return link

    def _missing(self, link: Link, locale: str, other: str, url: str) -> Finding:
        return finding(
            FindingKind.MISSING_LINK_TWIN,
            self._family[locale],
            link=link.title[locale],
            url=url,
            language=other,
            other=self._family[other].title,
        )
