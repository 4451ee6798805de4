"""From a stream of records to a catalog: the steps of pairing in order. Each step has its own module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeVar

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.locales import LocaleLike, locale_id
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.model import Catalog, Finding, FindingKind, Localized, Record, Section, SourceMetadata, Subject, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import assembled, expect_list
from syndicate.model.localized import EMPTY, localized_values
from syndicate.model.record import READ
from syndicate.model.spill import drop_kept, read_back
from syndicate.model.topic import NO_GROUPS
from syndicate.moments import moment_of_build
from syndicate.pairing.findings import likely_twins, stale_translations, unpaired
from syndicate.pairing.groups import group_id, groups
from syndicate.pairing.holding import Holding
from syndicate.pairing.syndication import empty_feeds, unsyndicated
from syndicate.pairing.twins import Family, MergedLinks, Twins, finding, paired_links
from syndicate.pairing.withholding import Withholding
from syndicate.text import free_slug

__all__ = ["pair"]

T = TypeVar("T")
_SECTIONS: Final = READ.index("sections")


def pair(
    items: Iterable[Record | Finding | SourceMetadata],
    *,
    default_locale: LocaleLike | None = None,
    by_name: bool = False,
    now: date | None = None,
) -> Catalog:
    """The catalog that a stream of records makes.

    Texts that their publisher withholds at the moment are left out, as are dates in the future; findings say which.

    Args:
        items: records, the findings of their readers, and what sources state of the whole.
        default_locale: the language most texts are first written in; by default the one a source states, else the
            one with most records.
        by_name: whether an equal slug pairs records that claim no twin; otherwise it is only reported.
        now: the moment, which decides only what is withheld; by default :func:`syndicate.moments.moment_of_build`'s.

    Raises:
        InvalidValueError: the moment has no time zone, or an argument is of another kind.

    >>> from syndicate.model import Twin
    >>> english = Record(id="1", locale="en", title="Sleep", slug="sleep", twins=[Twin(locale="es", id="2")])
    >>> spanish = Record(id="2", locale="es", title="El sueño", slug="sueno", twins=[Twin(locale="en", id="1")])
    >>> catalog = pair([spanish, english], default_locale="en")
    >>> [(topic.slug, dict(topic.title.identifiers())) for topic in catalog.values()]
    [('sleep', {'en': 'Sleep', 'es': 'El sueño'})]
    """
    check(now=now)
    if isinstance(items, Catalog):
        raise InvalidValueError(
            Message("a catalog is paired already"), field="items", hint=Message("use it as it is, or give its records")
        )
    expect_list(items=items)
    findings: list[Finding] = []
    metadata: list[SourceMetadata] = []
    withholding = Withholding(moment_of_build(now))
    holding = Holding()
    records = _published(_sorted_out(items, findings, metadata), withholding, holding, findings)
    findings.extend(withholding.findings)
    unused = withholding.unused_groups(records)
    main = _first_written(records, metadata, default_locale)
    twins = Twins(records, findings)
    for record in records if holding.has_spilled else ():
        drop_kept(record, "twins")
    families = twins.families(main, by_name)
    if not by_name:
        findings.extend(likely_twins(families, main))
    findings.extend(unpaired(families, records, main))
    snapshot = max((one.snapshot for one in metadata if one.snapshot), default=None)
    last = [*stale_translations(families, main), *unsyndicated(records)]
    if snapshot is None:
        last += _undated(records)
    kept_groups = [group for group in groups(families, main, metadata) if group.id not in unused]
    taken = frozenset(record.url for record in records if record.url)
    del twins, records  # so that each goes when its topic comes
    topics = _topics(families, taken, holding, findings)
    findings.extend(last)
    catalog = Catalog(
        topics,
        groups=kept_groups,
        default_locale=main,
        snapshot=snapshot,
        findings=findings,
        withheld=withholding.reasons,
        next_moment=withholding.next_moment,
    )
    return catalog.noting(found) if (found := list(empty_feeds(catalog))) else catalog


def _first_written(
    records: Sequence[Record], metadata: Iterable[SourceMetadata], default_locale: LocaleLike | None
) -> str:
    """The language that most texts are first written in, as is said, as a source states, or as most records are."""
    stated = (one.default_locale for one in metadata if one.default_locale is not None)
    default_locale = default_locale if default_locale is not None else next(stated, None)
    return _nearest(records, default_locale) if default_locale is not None else _main_locale(records)


def _undated(records: Iterable[Record]) -> Iterator[Finding]:
    for record in records:
        if record.updated is None and record.created is None:
            yield finding(FindingKind.MISSING_DATE, record)


def _sorted_out(
    items: Iterable[Record | Finding | SourceMetadata], findings: list[Finding], metadata: list[SourceMetadata]
) -> Iterator[Record]:
    """The records among the items; the others go where they belong."""
    for item in items:
        if isinstance(item, Record):
            yield item
        elif isinstance(item, Finding):
            findings.append(item)
        elif isinstance(item, SourceMetadata):
            metadata.append(item)
        else:
            check(item=item)


def _published(
    found: Iterable[Record], withholding: Withholding, holding: Holding, findings: list[Finding]
) -> list[Record]:
    """The published records with an id of their own in their language; the later of two that share one is reported."""
    records: list[Record] = []
    titles: dict[tuple[str, str], str] = {}
    doubled: set[int] = set()
    lacking: list[Finding] = []  # what a record lacks, while all of it is in memory
    for item in found:
        record = withholding.published(item)
        if record is None:
            continue
        key = (locale_id(record.locale), record.id)
        if key in titles:
            doubled.add(len(records))
            lacking.append(finding(FindingKind.DUPLICATE, record, id=record.id, other=titles[key]))
        else:
            titles[key] = record.title
            lacking.extend(_lacking(record))
        records.append(holding.record(record))
    findings.extend(lacking)
    changed = withholding.without_references(records)
    records = [new if new is old else holding.record(new) for new, old in zip(changed, records, strict=True)]
    return [record for place, record in enumerate(records) if place not in doubled]


def _lacking(record: Record) -> Iterator[Finding]:
    if not record.summary:
        yield finding(FindingKind.MISSING_SUMMARY, record)
    for section in record.sections:
        if not section.links:
            yield finding(FindingKind.EMPTY_SECTION, record, section=section.title)


def _nearest(records: Sequence[Record], locale: LocaleLike) -> str:
    """The locale of some records for readers of another; that one itself where there is none."""
    there: Localized[None] = Localized(dict.fromkeys(locale_id(record.locale) for record in records))
    return locale_id(there.nearest(locale) or locale)


def _main_locale(records: Sequence[Record]) -> str:
    counts = Counter(locale_id(record.locale) for record in records)
    return max(counts, key=lambda locale: counts[locale]) if counts else str(MESSAGE_LOCALE)


def _topics(families: list[Family], taken: Container[str], holding: Holding, findings: list[Finding]) -> list[Topic]:
    """Topics of families, in their order; a family is dropped, so that a large catalog is not in memory twice."""
    titles: dict[str, str] = {}
    merged = MergedLinks()
    topics = []
    families.reverse()
    while families:
        family = families.pop()
        known = {locale: read_back(record) for locale, record in family.items()} if holding.has_spilled else family
        topics.append(holding.topic(_topic(known, titles, taken, merged, findings), family.values()))
    return topics


def _topic(
    family: Family, titles: dict[str, str], taken: Container[str], merged: MergedLinks, findings: list[Finding]
) -> Topic:
    first = next(iter(family.values()))
    sections = {locale: record.sections for locale, record in family.items() if record.sections}
    if len(sections) > 1:
        sections = paired_links(family, sections, merged, findings)
    slug = free_slug(first.slug, first.id, titles)
    if slug != first.slug:
        other = titles[first.slug]
        findings.append(finding(FindingKind.SHARED_SLUG, first, slug=first.slug, other=other, address=slug))
    titles[slug] = first.title
    groups = dict.fromkeys(group_id(group) for record in family.values() for group in record.groups)
    values = _per_language(family)
    values["origin"] = _shared(values["origin"])
    return assembled(
        Topic,
        **values,
        slug=slug,
        elsewhere=_elsewhere(family, taken),
        groups=_shared(tuple(groups)),
        subjects=tuple(_subjects(family)),
        codes=tuple(dict.fromkeys(code for record in family.values() for code in record.codes)),
        sections=Localized.from_identifiers(sections),
        syndicate=Localized.from_identifiers(
            {locale: False for locale, record in family.items() if not record.syndicate}
        ),
        slug_stated=first.slug_stated,
        as_read=_as_read(family, sections),
        catalog_groups=NO_GROUPS,
    )


def _subjects(family: Family) -> Iterator[Subject]:
    """The subjects of the texts: each once, or where texts name it otherwise, once for each language."""
    by_code: dict[tuple[str, str], list[tuple[str, Subject]]] = {}
    for locale, record in family.items():
        for subject in record.subjects:
            code = (subject.scheme, subject.code)
            by_code[code] = [*by_code.pop(code, ()), (locale, subject)]  # in the order in which they come last
    for found in by_code.values():
        if len({(subject.name, subject.locale) for _, subject in found}) == 1 and len(found) == len(family):
            yield found[0][1]
            continue
        names: dict[str, Subject] = {}
        for locale, subject in found:
            if subject.name and subject.name_locale is None:
                subject = attrs.evolve(subject, locale=locale)  # a text names it in its own language
            names.setdefault(locale_id(subject.name_locale) if subject.name_locale else "", subject)
        yield from [subject for subject in names.values() if subject.name] or list(names.values())[:1]


_PER_LANGUAGE: Final = {
    **{name: name for name in ("title", "url", "description", "summary", "also_called", "see_references", "aliases")},
    **{name: name for name in ("other_languages", "part", "related", "institute", "image", "players", "corrections")},
    **{name: name for name in ("license", "rights", "credit", "created", "updated", "reviewed", "origin")},
    **{name: name for name in ("translated_from", "raw", "assets")},
    "ids": "id",
    "keys": "key",
    "first_ids": "first_id",
}
"""The fields of a topic that hold what each record has, and the fields of records that have it."""
_stated = attrgetter(*_PER_LANGUAGE.values())


@lru_cache(maxsize=4096)
def _shared(value: T) -> T:
    """One object for all equal values, so that topics that share a value share its memory."""
    return value


def _as_read(family: Family, sections: Mapping[str, Sequence[Section]]) -> Localized[tuple[Any, ...]]:
    """Each text as it was read. Its lists of links, if they are unchanged, have the links of twins merged in."""
    found: dict[str, tuple[Any, ...]] = {}
    for locale, record in family.items():
        if record.as_read is not None:
            paired = record.sections is record.as_read[_SECTIONS]
            own = sections.get(locale) if paired else record.as_read[_SECTIONS]
            found[locale] = (*record.as_read[:_SECTIONS], own, *record.as_read[_SECTIONS + 1 :])
    return Localized.from_identifiers(found)


def _elsewhere(family: Family, taken: Container[str]) -> Localized[str]:
    """The pages of twins that records claim and no source has, by their language; those of other topics are none."""
    found: dict[str, str] = {}
    for record in family.values():
        for twin in record.twins:
            locale = locale_id(twin.locale)
            if twin.url and locale not in family and twin.url not in taken:
                found.setdefault(locale, twin.url)
    return Localized.from_identifiers(found)


def _per_language(family: Family) -> dict[str, Localized[Any]]:
    """What the records have, per locale, by the field of a topic."""
    locales = tuple(family)
    found: dict[str, Localized[Any]] = {}
    for name, values in zip(_PER_LANGUAGE, zip(*map(_stated, family.values()), strict=True), strict=True):
        if not any(values):  # as in most fields of most sources
            found[name] = EMPTY
        elif all(values):
            found[name] = localized_values(locales, values)
        else:
            found[name] = Localized.from_identifiers(
                {locale: value for locale, value in zip(locales, values, strict=True) if value}
            )
    return found
