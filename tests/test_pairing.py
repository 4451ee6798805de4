"""Pairing: records become topics, nobody is stolen, nobody is lost, and what is wrong is found."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from syndicate import read
from syndicate.model import (
    Catalog,
    Finding,
    FindingKind,
    Group,
    Link,
    Record,
    Reference,
    Section,
    SourceMetadata,
    Subject,
    Topic,
    Twin,
)
from syndicate.pairing import catalog as pairing
from syndicate.pairing import pair
from syndicate.pairing.twins import MergedLinks


def _record(locale: str, identifier: str, *claims: str, **values: Any) -> Record:
    """A record that claims others, written as `es:2` (an id) or `es=https://...` (an address)."""
    twins = [
        Twin(locale=claim[: claim.index("=")], url=claim[claim.index("=") + 1 :])
        if "=" in claim
        else Twin(locale=claim.partition(":")[0], id=claim.partition(":")[2])
        for claim in claims
    ]
    return Record(
        **{
            "id": identifier,
            "locale": locale,
            "title": f"{locale} {identifier}",
            "slug": f"{locale}-{identifier}",
            "summary": Markup("<p>x</p>"),
            "created": date(2024, 6, 6),
            "twins": twins,
        }
        | values
    )


def _topics(catalog: Catalog) -> list[dict[str, str]]:
    return [dict(topic.ids.identifiers()) for topic in catalog.values()]


def _kinds(catalog: Catalog) -> list[str]:
    return sorted(finding.kind.value for finding in catalog.findings)


def _of(catalog: Catalog, kind: FindingKind) -> list[Finding]:
    return [finding for finding in catalog.findings if finding.kind is kind]


def test_twins_that_claim_each_other_are_one_topic() -> None:
    """Both sides agree, so there is nothing to report."""
    catalog = pair([_record("en", "1", "es:2"), _record("es", "2", "en:1")])

    assert [{"en": "1", "es": "2"}] == _topics(catalog)
    assert [] == _kinds(catalog)


def test_twins_are_found_by_address_too() -> None:
    """A claim may name a page instead of an id, and an id that is unknown does not spoil a known page."""
    english = _record("en", "1", "es=https://example.org/es", url="https://example.org/en")
    spanish = _record("es", "2", url="https://example.org/es", twins=[Twin(locale="en", id="?", url=english.url)])

    assert [{"en": "1", "es": "2"}] == _topics(pair([english, spanish]))
    assert [] == _kinds(pair([english, spanish]))


def test_records_with_one_translation_key_are_one_topic() -> None:
    """Files of one stem in a folder need no claims."""
    records = [_record(locale, locale, translation_key="sueno") for locale in ("es", "en", "fr")]

    assert [{"en": "en", "es": "es", "fr": "fr"}] == _topics(pair(records, default_locale="en"))
    assert [] == _kinds(pair(records))


def test_a_claim_of_one_side_is_taken_and_reported() -> None:
    """A translator who set one link only still gets the pair."""
    catalog = pair([_record("en", "1", "es:2"), _record("es", "2")])
    (finding,) = catalog.findings

    assert [{"en": "1", "es": "2"}] == _topics(catalog)
    assert (FindingKind.ONE_SIDED, "1", "en") == (finding.kind, finding.topic, finding.locale)
    assert "“en 1” names “es 2” as its translation, which names none; they are paired" == finding.message()


def test_a_claim_on_nobody_is_reported() -> None:
    """The twin may lie in another file; the editor learns which claim leads nowhere."""
    catalog = pair([_record("en", "1", twins=[Twin(locale="es", id="9", title="El sueño")])])
    (finding,) = _of(catalog, FindingKind.DANGLING)

    assert [{"en": "1"}] == _topics(catalog)
    assert "“en 1” names “El sueño” (9) in Spanish as its translation, which is not in the catalog" == finding.message()
    assert "español" in finding.message("es")


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_whoever_is_answered_keeps_the_twin(order: tuple[int, ...]) -> None:
    """A second claim on a twin that answers another is a conflict; the claimer stays alone, in any order of reading."""
    records = [_record("en", "1", "es:2"), _record("es", "2", "en:1"), _record("en", "3", "es:2")]
    catalog = pair([records[place] for place in order])
    (finding,) = _of(catalog, FindingKind.CONFLICT)

    assert [{"en": "1", "es": "2"}, {"en": "3"}] == sorted(_topics(catalog), key=len, reverse=True)
    assert ("3", "en") == (finding.topic, finding.locale)
    assert "“en 3” names “es 2 (2)” as its translation, as “en 1” (1) does too; it is not paired" == finding.message()


def test_two_claims_on_one_that_answers_nobody_are_a_conflict() -> None:
    """Neither gets it, nobody is lost, and both claimers are told."""
    catalog = pair([_record("en", "1", "es:2"), _record("en", "3", "es:2"), _record("es", "2")])

    assert [{"en": "1"}, {"en": "3"}, {"es": "2"}] == _topics(catalog)
    assert {"1", "3"} == {finding.topic for finding in _of(catalog, FindingKind.CONFLICT)}


def test_two_files_of_one_stem_in_one_language_are_a_conflict() -> None:
    """The first keeps its twin; the second stays alone."""
    records = [
        _record("en", "1", translation_key="sueno"),
        _record("es", "2", translation_key="sueno"),
        _record("es", "3", translation_key="sueno"),
    ]
    catalog = pair(records)

    assert [{"en": "1", "es": "2"}, {"es": "3"}] == sorted(_topics(catalog), key=len, reverse=True)
    assert ["3"] == [finding.topic for finding in _of(catalog, FindingKind.CONFLICT)]


def test_what_both_sides_state_goes_before_what_one_side_states() -> None:
    """A claim of one side, read first, does not take a place that a pair of both sides needs."""
    records = [
        _record("en", "1", "fr:1"),
        _record("fr", "1", "es:1"),
        _record("es", "1", "fr:1", "en:2"),
        _record("en", "2", "es:1"),
    ]
    catalog = pair(records)

    assert [{"en": "1"}, {"en": "2", "es": "1", "fr": "1"}] == sorted(_topics(catalog), key=len)
    assert ["1"] == [finding.topic for finding in _of(catalog, FindingKind.CONFLICT)]


def test_pairs_that_cannot_all_be_one_topic_are_a_conflict() -> None:
    """English 1 - Spanish 1 - French 1 - English 2: the last stays alone and is reported."""
    records = [
        _record("en", "1", "es:1"),
        _record("es", "1", "en:1", "fr:1"),
        _record("fr", "1", "es:1", "en:2"),
        _record("en", "2", "fr:1"),
    ]
    catalog = pair(records)

    assert [{"en": "2"}, {"en": "1", "es": "1", "fr": "1"}] == sorted(_topics(catalog), key=len)
    assert ["2"] == [finding.topic for finding in _of(catalog, FindingKind.CONFLICT)]


def test_families_that_share_a_third_language_are_a_conflict() -> None:
    """English 1 has French 1, Spanish 1 has French 2: a late claim of one side does not join them."""
    records = [
        _record("en", "1", "fr:1", "es:1"),
        _record("fr", "1", "en:1"),
        _record("es", "1", "fr:2"),
        _record("fr", "2", "es:1"),
    ]
    catalog = pair(records)

    assert [{"en": "1", "fr": "1"}, {"es": "1", "fr": "2"}] == _topics(catalog)
    (finding,) = _of(catalog, FindingKind.CONFLICT)
    assert "fr 2" in finding.message()


def test_a_claim_on_oneself_or_on_ones_own_language_is_nothing() -> None:
    """Twins are in other languages."""
    assert [{"en": "1"}, {"en": "2"}] == _topics(pair([_record("en", "1", "en:1", "en:2"), _record("en", "2")]))


def test_an_id_used_twice_is_reported_and_the_first_kept() -> None:
    """In one language an id is one record's; in two languages it may be two's."""
    records = [_record("en", "1", title="Uno"), _record("en", "1", title="Dos"), _record("es", "1")]
    catalog = pair(records)
    (finding,) = _of(catalog, FindingKind.DUPLICATE)

    assert [{"en": "1"}, {"es": "1"}] == _topics(catalog)
    assert "“Dos” has the id 1, which “Uno” has already; the first is kept" == finding.message()


def test_topics_without_summary_or_twin_are_reported() -> None:
    """An editor sees what is still to be written."""
    catalog = pair([_record("en", "1", summary=Markup("")), _record("es", "2")])

    assert ["missing-summary", "unpaired", "unpaired"] == _kinds(catalog)
    assert {"“en 1” has no text in Spanish", "“es 2” has no text in English"} == {
        finding.message() for finding in _of(catalog, FindingKind.UNPAIRED)
    }


def test_a_rare_language_is_not_missed() -> None:
    """One French page among twenty does not make the others incomplete."""
    records = [_record("en", str(number)) for number in range(20)]
    catalog = pair([*records, _record("fr", "0", "en:0")])

    assert [] == _of(catalog, FindingKind.UNPAIRED)


@pytest.mark.parametrize(
    ("english", "spanish", "reason"),
    [
        ({"slug": "sleep"}, {"slug": "sleep"}, "same-name"),
        ({"slug": "sleepdisorders"}, {"slug": "sleepdisorder"}, "similar-name"),
        (
            {"slug": "a", "subjects": [Subject(scheme="MeSH", code="D1")]},
            {"slug": "b", "subjects": [Subject(scheme="MeSH", code="D1")]},
            "same-subject",
        ),
    ],
)
def test_a_likely_twin_is_suggested_and_no_more(english: dict[str, Any], spanish: dict[str, Any], reason: str) -> None:
    """A resemblance pairs nobody; it is shown to the editor with its reason."""
    catalog = pair([_record("en", "1", **english), _record("es", "2", **spanish)])
    (finding,) = _of(catalog, FindingKind.LIKELY_TWIN)

    assert [{"en": "1"}, {"es": "2"}] == _topics(catalog)
    assert reason == finding.details["reason"]
    assert "“es 2”" in finding.message()


def test_records_that_have_a_twin_are_not_likely_twins_of_others() -> None:
    """A name that resembles a paired one suggests nothing."""
    catalog = pair(
        [_record("en", "1", "es:2", slug="sleep"), _record("es", "2", "en:1"), _record("es", "3", slug="sleep")]
    )

    assert [] == _of(catalog, FindingKind.LIKELY_TWIN)


def test_names_pair_where_asked() -> None:
    """With `by_name` an equal slug is enough for those who have no twin yet; claims still go first."""
    records = [
        _record("en", "1", "es:3", slug="sleep"),
        _record("es", "2", slug="sleep"),
        _record("es", "3", "en:1", slug="sueno"),
        _record("en", "4", slug="salt"),
        _record("es", "5", slug="salt"),
    ]

    assert [{"en": "1", "es": "3"}, {"es": "2"}, {"en": "4", "es": "5"}] == _topics(pair(records, by_name=True))
    assert [] == _of(pair(records, by_name=True), FindingKind.LIKELY_TWIN)


def test_two_of_one_name_in_one_language_are_a_conflict() -> None:
    """The first gets the twin, the other is reported."""
    records = [_record("es", "1", slug="x"), _record("es", "2", slug="x"), _record("en", "3", slug="x")]
    catalog = pair(records, by_name=True)

    assert [{"en": "3", "es": "1"}, {"es": "2"}] == _topics(catalog)
    assert ["2"] == [finding.topic for finding in _of(catalog, FindingKind.CONFLICT)]


@pytest.mark.parametrize(
    ("english", "spanish", "days"),
    [
        (date(2024, 3, 1), date(2024, 2, 28), "2"),
        (date(2024, 3, 1), date(2024, 3, 1), None),
        (date(2024, 3, 1), date(2024, 3, 2), None),
        (date(2024, 3, 1), None, None),
        (None, date(2024, 3, 1), None),
    ],
)
def test_only_a_translation_older_than_its_original_is_stale(
    english: date | None, spanish: date | None, days: str | None
) -> None:
    """A translation made later, or on the same day, is fresh; without dates nothing is said."""
    catalog = pair([_record("en", "1", "es:2", updated=english), _record("es", "2", "en:1", updated=spanish)])
    stale = _of(catalog, FindingKind.STALE)

    assert ([] if days is None else [("2", "es", days)]) == [
        (finding.topic, finding.locale, finding.details["days"]) for finding in stale
    ]
    if stale:
        assert "“es 2” dates from February 28, 2024, its original from March 1, 2024" in stale[0].message()
        assert "28 de febrero de 2024" in stale[0].message("es")


def test_the_original_is_in_the_main_language() -> None:
    """Where Spanish is first, an older English text is the stale one."""
    records = [
        _record("en", "1", "es:2", updated=date(2024, 1, 1)),
        _record("es", "2", "en:1", updated=date(2024, 2, 1)),
    ]

    assert ["1"] == [finding.topic for finding in _of(pair(records, default_locale="es"), FindingKind.STALE)]
    assert [] == _of(pair(records, default_locale="en"), FindingKind.STALE)


def test_the_main_language_is_stated_or_the_one_with_most_records() -> None:
    """What the caller says, else what a source says, else the majority; its records come first in a topic."""
    records = [_record("es", "2", "en:1"), _record("es", "3"), _record("en", "1", "es:2")]
    metadata = SourceMetadata(default_locale="en")

    assert "es" == str(pair(records).default_locale)
    assert "en" == str(pair([metadata, *records]).default_locale)
    assert "es" == str(pair([metadata, *records], default_locale="es").default_locale)
    assert "en" == str(pair([]).default_locale)
    assert ["en-1", "es-3"] == list(pair([metadata, *records]))
    assert ["es-2", "es-3"] == list(pair(records))


def test_topics_stand_in_the_order_of_their_first_record() -> None:
    """The source's order is the catalog's."""
    records = [_record("es", "2", "en:1"), _record("en", "3"), _record("en", "1", "es:2")]

    assert [{"en": "1", "es": "2"}, {"en": "3"}] == _topics(pair(records))


def test_topics_of_one_name_get_names_of_their_own() -> None:
    """A second topic has its id behind its slug, and a number where even that is taken."""
    records = [
        _record("en", "a-7", slug="a-7"),
        _record("en", "1", slug="a"),
        _record("en", "7", slug="a"),
        _record("en", "A-7", slug="a-7"),
        _record("en", "¿?", slug="a"),
    ]

    assert ["a-7", "a", "a-2", "a-7-a-7", "a-3"] == list(pair(records))


def test_long_names_stay_slugs() -> None:
    """Ids of any length make no slug that is too long."""
    records = [_record("en", character * 5000, slug="s" * 200) for character in "abc"]
    records.append(_record("en", "c" * 4999, slug="s" * 200))

    assert 4 == len(pair(records))
    assert all(len(slug) <= 200 for slug in pair(records))


def test_groups_are_named_in_every_language_of_their_records() -> None:
    """A group has one id in all languages; its English page or name makes its slug."""
    english = Reference(id="30", title="Brain", url="https://example.org/brainandnerves.html")
    spanish = Reference(id="30", title="Cerebro", url="https://example.org/es/cerebro.html")
    catalog = pair(
        [_record("es", "2", "en:1", groups=[spanish]), _record("en", "1", "es:2", groups=[english])],
        default_locale="en",
    )
    group = catalog.group("brainandnerves")

    assert {"en": "Brain", "es": "Cerebro"} == group.name.identifiers()
    assert {"en": english.url, "es": spanish.url} == group.url.identifiers()
    assert [["30"]] == [list(topic.groups) for topic in catalog.values()]


def test_groups_of_one_name_get_names_of_their_own() -> None:
    """Two groups are two feeds."""
    groups = [Reference(id="1", title="Sal"), Reference(id="2", title="Sal"), Reference(title="¿?")]
    catalog = pair([_record("es", "1", groups=groups)])

    assert ["sal", "sal-2", "group"] == [group.slug for group in catalog.groups.values()]


def test_a_group_with_an_endless_name_still_has_a_slug() -> None:
    """A name is not a reason to lose the catalog."""
    catalog = pair([_record("es", "1", groups=[Reference(title="sal " * 2000)])])

    assert all(len(group.slug) <= 200 for group in catalog.groups.values())


def test_what_a_source_states_of_its_groups_is_believed() -> None:
    """Stated groups come first, with their own slugs; names in records add nothing to them."""
    stated = Group(id="30", slug="cerebro", name={"es": "Cerebro y nervios"})
    records = [_record("en", "1", groups=[Reference(id="30", title="Brain"), Reference(id="31", title="Sleep")])]
    catalog = pair([SourceMetadata(groups=[stated]), *records])

    assert [("30", "cerebro"), ("31", "sleep")] == [(group.id, group.slug) for group in catalog.groups.values()]
    assert {"es": "Cerebro y nervios"} == catalog.groups["30"].name.identifiers()


def _linked(locale: str, *links: Link) -> tuple[Section, ...]:
    return (Section(title=f"{locale} links", links=links),)


def _link(locale: str, name: str, **twins: str) -> Link:
    urls = {locale: name, **twins}
    return Link(
        url={key: f"https://example.org/{key}/{value}" for key, value in urls.items()},
        title={locale: f"{locale} {name}"},
    )


def test_a_link_knows_its_twin() -> None:
    """One side states the other's address; both lists then hold one link with both titles."""
    catalog = pair(
        [
            _record("en", "1", "es:2", sections=_linked("en", _link("en", "a"), _link("en", "b"))),
            _record("es", "2", "en:1", sections=_linked("es", _link("es", "x", en="a"), _link("es", "y"))),
        ]
    )
    (topic,) = catalog.values()
    spanish, english = topic.sections["es"][0].links, topic.sections["en"][0].links

    assert {"es": "es x", "en": "en a"} == spanish[0].title.identifiers()
    assert ["en b"] == list(english[1].title.values())
    assert ["es y"] == list(spanish[1].title.values())
    assert [] == _kinds(catalog)


def test_links_that_state_each_other_are_one_object() -> None:
    """What is one link in two lists is kept once."""
    catalog = pair(
        [
            _record("en", "1", "es:2", sections=_linked("en", _link("en", "a", es="x"))),
            _record("es", "2", "en:1", sections=_linked("es", _link("es", "x", en="a"))),
        ]
    )
    (topic,) = catalog.values()

    assert topic.sections["en"][0].links[0] is topic.sections["es"][0].links[0]


@pytest.mark.parametrize("most", [1, 4096])
def test_links_that_topics_share_are_merged_once(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """A reader gives two links to three topics; the one link of both is in all of them, as long as it is remembered."""
    monkeypatch.setattr(MergedLinks, "_MOST", most)
    english, spanish, other = _link("en", "a", es="x"), _link("es", "x", en="a"), _link("es", "y", en="b")
    sections = {"en": _linked("en", english, _link("en", "b")), "es": _linked("es", other, spanish)}
    catalog = pair(
        [
            _record(locale, f"{locale}{number}", f"{twin}:{twin}{number}", sections=sections[locale])
            for number in range(3)
            for locale, twin in (("en", "es"), ("es", "en"))
        ]
    )
    found = [section for topic in catalog.values() for section in topic.sections["en"]]

    assert 3 == len(catalog) and [] == _kinds(catalog)
    assert 1 == len({(section.links[0].url, section.links[1].title) for section in found})
    assert (1 if most > 1 else 3) == len({id(section.links[0]) for section in found})


def test_a_link_whose_twin_is_not_listed_is_reported() -> None:
    """The address stays; the editor learns that the other language lacks the link."""
    catalog = pair(
        [
            _record("en", "1", "es:2", sections=_linked("en", _link("en", "a", es="x"))),
            _record("es", "2", "en:1", sections=_linked("es", _link("es", "y"))),
        ]
    )
    (finding,) = catalog.findings
    (topic,) = catalog.values()

    assert FindingKind.MISSING_LINK_TWIN is finding.kind
    assert (
        "“en a” has https://example.org/es/x as its translation in Spanish, which “es 2” does not list"
        == finding.message()
    )
    assert "https://example.org/es/x" == topic.sections["en"][0].links[0].url["es"]


def test_a_link_is_not_taken_from_its_twin() -> None:
    """A link that states another address than the one that claims it stays by itself."""
    catalog = pair(
        [
            _record("en", "1", "es:2", sections=_linked("en", _link("en", "a", es="x"), _link("en", "b", es="x"))),
            _record("es", "2", "en:1", sections=_linked("es", _link("es", "x", en="a"))),
        ]
    )
    (topic,) = catalog.values()

    assert [{"en": "en a", "es": "es x"}, {"en": "en b"}] == [
        dict(link.title.identifiers()) for link in topic.sections["en"][0].links
    ]


def test_findings_of_readers_are_passed_on() -> None:
    """What was wrong in a file is in the catalog's findings too."""
    broken = Finding(kind=FindingKind.BROKEN, source="a.xml:3", details={"problem": "x"})

    assert (broken,) == pair([broken]).findings


claims = st.lists(st.tuples(st.sampled_from(["en", "es", "fr"]), st.integers(0, 4), st.booleans()), max_size=3)
graphs = st.lists(
    st.tuples(
        st.sampled_from(["en", "es", "fr"]),
        st.integers(0, 4),
        claims,
        st.sampled_from([None, None, "k", "l"]),
        st.sampled_from(["a", "b", "ab"]),
    ),
    max_size=12,
)


def _graph(rows: list[tuple[str, int, list[tuple[str, int, bool]], str | None, str]]) -> list[Record]:
    return [
        _record(
            locale,
            str(number),
            *(f"{to}=https://example.org/{to}/{other}" if by_url else f"{to}:{other}" for to, other, by_url in claimed),
            url=f"https://example.org/{locale}/{number}",
            translation_key=key,
            slug=slug,
        )
        for locale, number, claimed, key, slug in rows
    ]


@given(graphs, st.booleans(), st.sampled_from([None, "en", "fr"]))
def test_nobody_is_lost_and_nobody_is_doubled(rows: Any, by_name: bool, main: str | None) -> None:
    """Whatever is claimed, every record is in exactly one topic, and every finding can be read in both languages."""
    records = _graph(rows)
    catalog = pair(records, by_name=by_name, default_locale=main)
    placed = Counter(
        (locale, identifier) for topic in catalog.values() for locale, identifier in topic.ids.identifiers().items()
    )

    assert Counter({(str(record.locale), record.id) for record in records}) == placed
    assert catalog.findings == pair(records, by_name=by_name, default_locale=main).findings
    assert _topics(catalog) == _topics(pair(records, by_name=by_name, default_locale=main))
    assert all(finding.message() and finding.message("es") for finding in catalog.findings)


def _claimed(record: Record, records: dict[tuple[str, str], Record]) -> dict[str, str]:
    """The first record of each other language that a record claims and that there is."""
    found: dict[str, str] = {}
    for twin in record.twins:
        locale = str(twin.locale)
        identifier = twin.id if twin.id is not None else (twin.url or "").rpartition("/")[2]
        if (locale, identifier) in records and locale != str(record.locale):
            found.setdefault(locale, identifier)
    return found


@given(graphs.map(lambda rows: [row for row in rows if row[0] != "fr"]), st.booleans())
def test_nobody_is_stolen(rows: Any, by_name: bool) -> None:
    """In two languages, those who claim each other are one topic, whatever others claim, share or are called."""
    records: dict[tuple[str, str], Record] = {}
    for record in _graph(rows):
        records.setdefault((str(record.locale), record.id), record)
    topics = _topics(pair(records.values(), by_name=by_name))
    for (locale, identifier), record in records.items():
        for other, twin in _claimed(record, records).items():
            if _claimed(records[other, twin], records).get(locale) == identifier:
                assert {locale: identifier, other: twin} in topics


HASHED = """
from syndicate.model import Record, Subject, Twin
from syndicate.pairing import catalog as pairing
from syndicate.pairing import pair
from syndicate.pairing.twins import MergedLinks
records = [
    Record(id=str(n), locale=l, title=f"{l}{n}", slug=f"topic{n % 3}", translation_key=f"k{n % 4}" if n % 2 else None,
           subjects=[Subject(scheme="MeSH", code=f"D{n % 2}")], twins=[Twin(locale="es", id=str(n * 7 % 5))])
    for n in range(6) for l in ("fr", "en", "es")
]
catalog = pair(records)
print([dict(topic.ids.identifiers()) for topic in catalog.values()], list(catalog))
print([finding.message() for finding in catalog.findings])
"""


def test_the_hash_seed_does_not_matter() -> None:
    """Every run of the program gives the same catalog in the same order."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "42")
    }

    assert 1 == len(outputs)


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def seen(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", ["pairs", "alone", "rivals"])
def test_the_work_grows_in_line_with_the_records(kind: str) -> None:
    """Twice the records are about twice the steps, whether all are paired, none is, or all claim one."""

    def make(number: int) -> list[Record]:
        subjects = [Subject(scheme="MeSH", code="D1")]
        if kind == "rivals":
            return [_record("es", "0"), *(_record("en", str(place), "es:0") for place in range(number))]
        claim = kind == "pairs"
        return [
            _record(locale, str(place), *([f"{other}:{place}"] if claim else []), subjects=subjects)
            for place in range(number)
            for locale, other in (("en", "es"), ("es", "en"))
        ]

    small, large = make(150), make(300)
    pair(small)

    assert _calls(lambda: pair(large)) < 2.5 * _calls(lambda: pair(small))


def test_a_record_goes_when_its_topic_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large catalog is not in memory twice."""
    there: list[weakref.ref[Record]] = []
    left: list[int] = []
    make = pairing._topic

    def counted(*arguments: Any) -> Topic:
        left.append(sum(one() is not None for one in there))
        return make(*arguments)

    def records() -> Iterator[Record]:
        for number in range(5):
            for made in (_record("en", str(number), f"es:{number}"), _record("es", str(number), f"en:{number}")):
                there.append(weakref.ref(made))
                yield made

    monkeypatch.setattr(pairing, "_topic", counted)
    pair(records())
    assert [10, 8, 6, 4, 2] == left


def test_the_real_catalog_is_paired(corpora: Path) -> None:
    """The file of June 2024: who is paired, who is alone, and who may belong together."""
    catalog = read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    alone = Counter(str(topic.locales[0]) for topic in catalog.values() if len(topic.locales) == 1)
    kinds = Counter(finding.kind for finding in catalog.findings)

    assert 1017 == sum(len(topic.locales) == 2 for topic in catalog.values())
    assert {"en": 6, "es": 4} == alone
    assert (4, 10) == (kinds[FindingKind.LIKELY_TWIN], kinds[FindingKind.UNPAIRED])
    assert (0, 0, 0) == (kinds[FindingKind.CONFLICT], kinds[FindingKind.ONE_SIDED], kinds[FindingKind.DANGLING])
    assert 1023 == len(catalog.in_locale("en"))
    assert 1021 == len(catalog.in_locale("es"))
    assert all(len(group.locales) == 2 for group in catalog.groups.values())
    assert all(finding.message() and finding.message("es") for finding in catalog.findings)


def test_records_without_any_date_are_reported() -> None:
    """A feed entry needs a date: the record's own, or that of its source."""
    dateless = _record("en", "1", created=None)

    assert ["missing-date"] == _kinds(pair([dateless]))
    assert [] == _kinds(pair([SourceMetadata(snapshot=datetime(2024, 6, 6, tzinfo=UTC)), dateless]))


def test_a_section_without_links_is_reported() -> None:
    """It may have lost them all, which says nothing about the section itself; once for each record."""
    sections = (
        Section(title="Start here", links=()),
        Section(title="Tools", links=(Link(url={"en": "https://e.org/"}, title={"en": "A"}),)),
    )
    catalog = pair([_record("en", "1", sections=sections), _record("en", "1", sections=sections)])
    (found,) = _of(catalog, FindingKind.EMPTY_SECTION)
    assert "“en 1”: the section “Start here” has no links and is not shown" == found.message("en")
