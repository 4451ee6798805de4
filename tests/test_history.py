"""The history of a published tree: what counts as a change, how it is dated, and what is news."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import attrs
import pytest
from markupsafe import Markup
from readers import Document, Reader, Site, entry_id, plain, texts
from samples import PUBLISHER, catalog, day, files, small, topic

import syndicate
from syndicate.feeds import Feeds
from syndicate.history import Changes, History
from syndicate.layout import FORMATS
from syndicate.model import Catalog, Finding, FindingKind, Image, Link, Publisher, Reference, Section, Subject, Topic
from syndicate.model.publisher import CardStyle
from syndicate.publishing import build
from syndicate.publishing.pipeline import default_history


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that nothing was published on."""
    return Site(tmp_path)


# What counts as a change


def test_first_build_has_only_new_texts(site: Site) -> None:
    """Without a history all is new, and nothing is news."""
    changes = site.publish(topic(), topic("milk"))
    assert {"en": {"new": 2}, "es": {"new": 2}} == changes.counts
    assert [] == changes.news("en")
    assert {} == site.read("whats-new", "atom").entries
    assert not changes.undated


def test_new_changed_retracted_and_unchanged(site: Site) -> None:
    """Each text is one of the four, in each language by itself."""
    site.publish(*[small(number, locales=("en", "es")) for number in range(4)])
    spanish = small(2, locales=("en", "es"), title={"en": "Topic 2", "es": "Otro título"})
    changes = site.publish(small(0, "Other.", locales=("en", "es")), small(1, locales=("en",)), spanish, small(9))
    expected = {
        "en": {"new": 1, "changed": 1, "retracted": 1, "unchanged": 2},
        "es": {"changed": 2, "retracted": 2},
    }
    assert expected == changes.counts
    states = {identifier: text.state for identifier, text in changes.texts["en"].items()}
    assert {"0": "changed", "1": "new", "2": "new", "3": "retracted", "9": "new"} == states


def test_comparing_writes_nothing(site: Site) -> None:
    """Only what is remembered is remembered."""
    assert {"en": {"new": 1}} == site.compare(small(1)).counts
    assert not site.path.exists()
    site.publish(small(1))
    before = site.path.read_bytes()
    assert {"en": {"changed": 1}} == site.compare(small(1, "Other.")).counts
    assert before == site.path.read_bytes()


def test_one_history_serves_several_builds_of_a_process(tmp_path: Path) -> None:
    """What was remembered is known to the same object at once."""
    store = History(tmp_path / "history")
    for text, state in (("One.", "new"), ("One.", "unchanged"), ("Two.", "changed"), ("Two.", "unchanged")):
        changes = store.compare(catalog(small(1, text)))
        store.remember(changes)
        assert {"en": {state: 1}} == changes.counts


def test_unchanged_catalog_changes_no_byte(tmp_path: Path) -> None:
    """Neither of the tree nor of the history, which is not even written."""
    topics = [*[small(number, locales=("en", "es")) for number in range(120)], topic()]
    build(catalog(*topics), PUBLISHER, tmp_path / "public", only=["feeds"])
    build(catalog(*topics[3:]), PUBLISHER, tmp_path / "public", only=["feeds"])
    before, written = files(tmp_path), default_history(tmp_path / "public").stat().st_mtime_ns
    report = build(catalog(*topics[3:]), PUBLISHER, tmp_path / "public", only=["feeds"])
    assert (0, 0) == (report.changed, report.removed)
    assert {"en": {"unchanged": 118}, "es": {"unchanged": 118}} == report.texts
    assert before == files(tmp_path)
    assert written == default_history(tmp_path / "public").stat().st_mtime_ns


def test_report_tells_the_counts(tmp_path: Path) -> None:
    """A line for each language, and one for each text whose date did not follow its change."""
    build(catalog(small(1), small(2), small(3)), PUBLISHER, tmp_path / "public")
    report = build(catalog(small(1), small(2, "Other."), small(4)), PUBLISHER, tmp_path / "public")
    lines = list(report.lines())
    assert "en: 1 new, 1 changed, 1 retracted, 1 unchanged" in lines
    assert "the text of 'topic-2' changed in English, but its date did not: give it a new `updated`" in lines


BREW = Link(url={"en": "https://tea.example.net/brew"}, title={"en": "Brew tea"}, organization={"en": "Tea House"})


def linking(**changes: Any) -> dict[str, tuple[Section, ...]]:
    """A section of the one link, but for the changes."""
    return {"en": (Section(title="Start here", links=[attrs.evolve(BREW, **changes)]),)}


OTHER: dict[str, dict[str, Any]] = {
    "title": {"title": {"en": "Tea, all about it"}},
    "description": {"description": {"en": "Two cups a day."}},
    "other names": {"also_called": {"en": ("Brew",)}},
    "summary": {"summary": {"en": Markup("<p>Drink it cold.</p>")}},
    "no summary": {"summary": {}},
    "section title": {"sections": {"en": (Section(title="Begin here", links=[BREW]),)}},
    "link title": {"sections": linking(title={"en": "Brewing"})},
    "link address": {"sections": linking(url={"en": "https://tea.example.net/x"})},
    "link organization": {"sections": linking(organization={})},
    "no links": {"sections": {}},
    "picture": {"image": {"en": Image(url="https://clinic.example.org/tea.png", alt="A cup")}},
    "later date": {"updated": {"en": day("2024-03-02")}},
}
"""What makes another text of a topic."""


def english(**changes: Any) -> Topic:
    """The sample topic in English alone."""
    values = {
        "ids": {"en": "1"},
        "title": {"en": "About tea"},
        "description": {"en": "A cup a day."},
        "summary": {"en": Markup("<p>Drink it warm.</p>")},
        "also_called": {"en": ("Brew", "Infusion")},
        "created": {"en": day("2023-05-01")},
        "updated": {"en": day("2024-03-01")},
        "sections": linking(),
    }
    return topic(**{**values, **changes})


@pytest.mark.parametrize("name", OTHER)
def test_what_a_reader_reads_is_a_change(name: str, site: Site) -> None:
    """Names, text, links, pictures; and a later date, by which the source says so itself."""
    site.publish(english())
    assert {"en": {"changed": 1}} == site.compare(english(**OTHER[name])).counts


SAME: dict[str, dict[str, Any]] = {
    "slug": {"slug": "about-tea"},
    "address": {"url": {"en": "https://clinic.example.org/new/tea"}},
    "shelves": {"groups": ()},
    "subjects": {"subjects": (Subject(scheme="MeSH", code="D013662"),)},
    "related": {"related": {"en": (Reference(title="Milk"),)}},
    "institute": {"institute": {"en": Reference(title="Tea Institute")}},
    "created": {"created": {"en": day("2020-01-01")}},
    "reviewed": {"reviewed": {"en": day("2025-01-01")}},
    "earlier date": {"updated": {"en": day("2020-01-01")}},
    "no date": {"updated": {}},
    "flags of links": {"sections": linking(flags=("video",))},
    "twins of links": {"sections": linking(url={**BREW.url, "es": "https://tea.example.net/es/preparar"})},
}
"""What leaves a topic's text as it was."""


@pytest.mark.parametrize("name", SAME)
def test_what_no_reader_reads_is_no_change(name: str, site: Site) -> None:
    """Where a topic stands, how it is filed, when it was looked at."""
    site.publish(english())
    changes = site.compare(english(**SAME[name]))
    assert {"en": {"unchanged": 1}} == changes.counts
    assert changes.unchanged


MARKUP = (
    '<p>Drink <a href="https://a.example.org/x?a=1&amp;b=2">it</a> warm.</p>'
    '<p><img src="https://a.example.org/a.png" alt="A cup"></p>'
)


@pytest.mark.parametrize(
    "summary",
    [
        MARKUP.replace("<p>", "<div>").replace("</p>", "</div>"),
        MARKUP.replace("<p>", '<p lang="en">\n  '),
        MARKUP.replace("warm.", "<strong>warm</strong>."),
        MARKUP.replace("warm.", "<em>wa</em>rm."),
        MARKUP.replace("warm.", "warm&#46;"),
        MARKUP.replace("<a ", '<a title="See" '),
        MARKUP.replace("</p><p>", "<br>"),
        MARKUP.replace("</p><p>", "</p>\n\n<h2></h2><p>"),
        f"<ul><li>{MARKUP}</li></ul>",
    ],
)
def test_another_markup_of_the_same_words_is_no_change(summary: str, site: Site) -> None:
    """Neither a new design nor another sanitizer makes news."""
    site.publish(english(summary={"en": Markup(MARKUP)}))
    assert {"en": {"unchanged": 1}} == site.compare(english(summary={"en": Markup(summary)})).counts


def accented(form: Literal["NFC", "NFD"], **changes: Any) -> Topic:
    """A topic with accents everywhere, in one of the two ways in which Unicode writes them."""

    def written(text: str) -> str:
        return normalize(form, text)

    picture = Image(url="https://clinic.example.org/té.png", alt=written("Una taza de té"))
    link = Link(
        url={"en": written("https://tea.example.net/té")},
        title={"en": written("Cómo preparar el té")},
        organization={"en": written("Casa del Té")},
    )
    values: dict[str, Any] = {
        "title": {"en": written("Acerca del té")},
        "description": {"en": written("Una taza al día: té é\u0301")},
        "summary": {"en": Markup(written('<p>Bébalo <a href="https://tea.example.net/té">aquí</a>, 한글.</p>'))},
        "also_called": {"en": (written("Infusión"),)},
        "image": {"en": picture},
        "sections": {"en": (Section(title=written("Más información"), links=[link]),)},
    }
    return english(**{**values, **changes})


@pytest.mark.parametrize(("old", "new"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_another_unicode_form_is_no_change(old: Literal["NFC"], new: Literal["NFD"], site: Site) -> None:
    """An accent that an editor or a file system writes as a character of its own reads the same."""
    assert accented(old) != accented(new)
    site.publish(accented(old))
    assert {"en": {"unchanged": 1}} == site.compare(accented(new)).counts


def test_links_keep_their_dates_in_another_unicode_form(site: Site) -> None:
    """When the text around them does change, the links of it have not."""
    site.publish(accented("NFC"))
    changes = site.publish(accented("NFD", title={"en": "Other"}, updated={"en": day("2024-04-01")}))
    assert {"en": {"changed": 1}} == changes.counts
    for form in ("NFC", "NFD"):
        url = normalize(form, "https://tea.example.net/té")
        assert {url: day("2024-03-01")} == changes.link_dates("en", "1", [url, "https://other.example/"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("warm", "cold"),
        ("warm.", "warm"),
        ("Drink", "drink"),
        ("warm.</p>", "warm.</p><p>Then rest.</p>"),
        ("org/x?", "org/y?"),
        ("b=2", "b=3"),
        ('<a href="https://a.example.org/x?a=1&amp;b=2">it</a>', "it"),
        ("A cup", "Two cups"),
        ("a.png", "b.png"),
        ('alt="A cup"', 'alt=""'),
        ("Drink ", "Drink"),
    ],
)
def test_other_words_targets_and_pictures_are_a_change(old: str, new: str, site: Site) -> None:
    """Words, where links lead, which pictures there are and what is said in their place."""
    assert old in MARKUP
    site.publish(english(summary={"en": Markup(MARKUP)}))
    changed = english(summary={"en": Markup(MARKUP.replace(old, new))})
    assert {"en": {"changed": 1}} == site.compare(changed).counts


def test_link_to_a_topic_that_leaves_is_no_change(site: Site) -> None:
    """A text that names another topic reads as before when that one is withdrawn, and when it comes back."""
    naming = small(1, f'See <a href="{PUBLISHER.base_url}en/topics/topic-2/">that</a>.')
    site.publish(naming, small(2))
    assert {"en": {"unchanged": 1, "retracted": 1}} == site.publish(naming).counts
    assert {"en": {"unchanged": 1, "restored": 1}} == site.publish(naming, small(2)).counts


def test_topic_that_others_link_to_may_leave(site: Site) -> None:
    """The texts that link to it are as they were; one that links to another topic now is not."""
    links = [f'<a href="{PUBLISHER.base_url}en/topics/topic-{number}/#more">Read on</a>' for number in (2, 3)]
    site.publish(small(1, links[0]), small(2))
    assert {"en": {"unchanged": 1, "retracted": 1}} == site.compare(small(1, links[0])).counts
    assert {"en": {"changed": 1, "unchanged": 1}} == site.compare(small(1, links[1]), small(2)).counts


PUBLISHERS: dict[str, dict[str, Any]] = {
    "name": {"name": {"en": "Hill Clinic", "es": "Clínica de la Colina"}},
    "base URL": {"base_url": "https://www.example.net/clinic/"},
    "color": {"card": CardStyle(accent="#aa0000")},
    "ttl": {"ttl": 60},
    "hub": {"hub": None},
    "credit": {"attribution": {}},
    "account": {"twitter": "@clinic"},
    "default language": {"default_locale": "es"},
}
"""How else the example may be published."""


@pytest.mark.parametrize("name", PUBLISHERS)
def test_how_it_is_published_is_no_change(
    name: str, example: Path, example_catalog: Catalog, example_publisher: Publisher, tmp_path: Path
) -> None:
    """Name, address, colors, labels of the site: none of it is news, nor is the history touched."""
    out = tmp_path / "public"
    build(example_catalog, example_publisher, out, only=["feeds"])
    before = default_history(out).read_bytes()
    other = attrs.evolve(example_publisher, **PUBLISHERS[name])
    report = build(syndicate.read(example, publisher=other), other, out, only=["feeds"])
    assert {"en": {"unchanged": 18}, "es": {"unchanged": 17}} == report.texts
    assert before == default_history(out).read_bytes()


def test_labels_are_no_change(example_catalog: Catalog, example_publisher: Publisher, tmp_path: Path) -> None:
    """Nor are the publisher's own words around the texts."""
    labels = tmp_path / "labels" / "es" / "LC_MESSAGES"
    labels.mkdir(parents=True)
    (labels / "syndicate.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        'msgid "{publisher}: all topics"\nmsgstr "Temas de {publisher}"\n',
        encoding="utf-8",
    )
    out = tmp_path / "public"
    build(example_catalog, example_publisher, out)
    report = build(example_catalog, attrs.evolve(example_publisher, translations=tmp_path / "labels"), out)
    assert {"en": {"unchanged": 18}, "es": {"unchanged": 17}} == report.texts
    assert "Temas de Salud Ejemplo" in (out / "es" / "feeds" / "topics.rss").read_text(encoding="utf-8")


def test_entries_keep_their_ids(site: Site) -> None:
    """A new address, slug or title is the same entry still, not one that left and one that came."""
    site.publish(small(1), small(2))
    renamed = small(1, title={"en": "Renamed"}, url={"en": "https://example.com/renamed"})
    changes = site.publish(attrs.evolve(renamed, slug="renamed"), small(2))
    assert {"en": {"changed": 1, "unchanged": 1}} == changes.counts
    assert {entry_id(1): ("Renamed", "<p>Text.</p>")} == site.read("whats-new", "atom").entries
    assert not changes.retracted("en")


# Dates


@pytest.mark.parametrize(
    ("own", "snapshot", "expected"),
    [
        ("2024-05-01", "2024-06-06", "2024-05-01"),
        ("2024-05-01", "", "2024-05-01"),
        ("2023-01-01", "2024-06-06", "2023-01-01"),
        ("", "2024-06-06", "2024-06-06"),
        ("", "2024-01-01", "2024-03-01"),
        ("", "", "2024-03-01"),
    ],
)
def test_date_of_a_change(own: str, snapshot: str, expected: str, site: Site) -> None:
    """The source's own date, else the snapshot's; an older snapshot never takes a date back."""
    site.publish(small(1))
    changes = site.publish(small(1, "Other.", updated=own), snapshot=day(snapshot) if snapshot else None)
    assert day(expected) == changes.catalog["topic-1"].updated["en"] == changes.texts["en"]["1"].moment
    assert site.read("topics", "json").dates == {entry_id(1): f"{expected}T00:00:00Z"}


def test_snapshot_dates_what_changed_and_nothing_else(site: Site) -> None:
    """Of texts without a date, those that stay keep the date of the snapshot they changed in."""
    undated = [small(number, updated="") for number in range(3)]
    site.publish(*undated, snapshot=day("2024-01-01"))
    site.publish(undated[0], small(1, "Other.", updated=""), undated[2], snapshot=day("2024-02-01"))
    site.publish(undated[0], small(1, "Other.", updated=""), undated[2], snapshot=day("2024-03-01"))
    found = {key: date[:10] for key, date in site.read("topics", "rss").dates.items()}
    assert {entry_id(0): "2024-01-01", entry_id(1): "2024-02-01", entry_id(2): "2024-01-01"} == found


def test_history_gives_a_date_that_the_source_has_lost(site: Site) -> None:
    """A text that was dated once needs no date any more."""
    site.publish(small(1))
    changes = site.publish(small(1, updated=""))
    assert changes.unchanged
    assert day("2024-03-01") == changes.catalog["topic-1"].updated["en"]


@pytest.mark.parametrize("updated", ["2024-03-01", "2024-02-01", ""])
def test_change_without_a_later_date_is_told(updated: str, site: Site) -> None:
    """It is listed as news all the same, under the date that its source states, and somebody is told to mend it."""
    site.publish(small(1), small(2))
    changes = site.publish(small(1, "Other.", updated=updated), small(2))
    assert [("topic-1", "en")] == changes.undated
    assert {entry_id(1): ("Topic 1", "<p>Other.</p>")} == site.read("whats-new", "json").entries
    assert {entry_id(1)} < site.read("topics", "json").entries.keys()


def test_change_with_a_later_date_is_not_told(site: Site) -> None:
    """Neither if the source dates it, nor if the snapshot does."""
    site.publish(small(1), small(2, updated=""), snapshot=day("2024-01-01"))
    changes = site.publish(
        small(1, "Other.", updated="2024-03-02"), small(2, "Other.", updated=""), snapshot=day("2024-02-01")
    )
    assert {"en": {"changed": 2}} == changes.counts
    assert [] == changes.undated


def link_dates(changes: Changes) -> dict[str, str]:
    """The dates of the entries of the sample topic's links, by title."""
    feed = Feeds(changes.catalog, PUBLISHER, ["en"], changes).topic(changes.catalog["tea"])
    return {entry.title: entry.updated.date().isoformat() for entry in feed.entries[1:]}


def test_links_are_dated_when_they_are_first_seen(site: Site) -> None:
    """A link that is added later has the later date; the others keep theirs, wherever they move to."""
    old, new = (
        Link(url={"en": f"https://tea.example.net/{name}"}, title={"en": name.title()}) for name in ("old", "new")
    )
    site.publish(english(sections={"en": (Section(title="A", links=[old]),)}))
    later = {"updated": {"en": day("2024-04-01")}}
    changes = site.publish(english(sections={"en": (Section(title="B", links=[new, old]),)}, **later))
    assert {"Old": "2024-03-01", "New": "2024-04-01"} == link_dates(changes)
    latest = {"updated": {"en": day("2024-05-01")}}
    renamed = attrs.evolve(old, title={"en": "Renamed"})
    changes = site.publish(english(sections={"en": (Section(title="B", links=[new, renamed]),)}, **latest))
    assert {"New": "2024-04-01", "Renamed": "2024-05-01"} == link_dates(changes)
    changes = site.publish(english(sections={"en": (Section(title="B", links=[new]),)}, **latest))
    changes = site.publish(
        english(sections={"en": (Section(title="B", links=[new, old]),)}, updated={"en": day("2024-06-01")})
    )
    assert {"New": "2024-04-01", "Old": "2024-06-01"} == link_dates(changes)


def test_links_to_one_address_are_dated_when_any_of_them_changes(site: Site) -> None:
    """Links that share an address share an entry: its date moves when any of them changes, not only the last one."""
    first, second = (Link(url={"en": "https://tea.example.net/"}, title={"en": title}) for title in ("One", "Two"))

    def published(day_of_change: str, *links: Link) -> dict[str, str]:
        sections = {"en": (Section(title="A", links=links),)}
        return link_dates(site.publish(english(sections=sections, updated={"en": day(day_of_change)})))

    assert {"One / Two": "2024-03-01"} == published("2024-03-01", first, second)
    assert {"One / Two": "2024-03-01"} == published("2024-04-01", first, second, first)
    renamed = attrs.evolve(first, title={"en": "Uno"})
    assert {"Uno / Two": "2024-05-01"} == published("2024-05-01", renamed, second)
    assert {"Two": "2024-06-01"} == published("2024-06-01", second)


# Topics that leave, fail and return


def test_retracted_topic_leaves_a_tombstone(site: Site) -> None:
    """In Atom (RFC 6721) and JSON, of the date of the snapshot; in RSS, which has none, it is gone."""
    site.publish(small(1), small(2), snapshot=day("2024-06-06"))
    changes = site.publish(small(2), snapshot=day("2024-07-01"))
    assert {"en": {"retracted": 1, "unchanged": 1}} == changes.counts
    for name, left in (("topics", {entry_id(2)}), ("whats-new", set())):
        for format in FORMATS:
            found = site.read(name, format)
            assert left == found.entries.keys()
            assert ({} if format == "rss" else {entry_id(1): "2024-07-01T00:00:01Z"}) == found.deleted
    assert "en/feeds/groups/home.atom" not in site.files
    assert b"deleted-entry" in site.files["en/feeds/topics.atom"]
    again = site.publish(small(2), snapshot=day("2024-08-01"))
    assert again.unchanged
    assert {entry_id(1): "2024-07-01T00:00:01Z"} == site.read("topics", "atom").deleted


def test_retraction_without_a_snapshot_has_the_newest_date_known(site: Site) -> None:
    """Never the clock's: that of the newest text, or its own if that is newer."""
    site.publish(small(1), small(2, updated="2024-05-01"), small(3, updated="2024-06-01"))
    changes = site.publish(small(2, updated="2024-05-01"))
    dates = {text.id: text.event[:10] for text in changes.retracted("en")}
    assert {"1": "2024-05-01", "3": "2024-06-01"} == dates


def test_one_language_of_a_topic_may_leave(site: Site) -> None:
    """The other stays as it was."""
    site.publish(small(1, locales=("en", "es")), small(2, locales=("en", "es")))
    changes = site.publish(small(1, locales=("en",)), small(2, locales=("en", "es")))
    assert {"en": {"unchanged": 2}, "es": {"retracted": 1, "unchanged": 1}} == changes.counts
    assert {} == site.read("topics", "atom").deleted
    assert {entry_id(1, "es")} == site.read("topics", "atom", "es").deleted.keys()


def test_last_topic_of_a_language_may_leave(tmp_path: Path) -> None:
    """Even if so many leave that they fill archives: its topics are gone, and its feeds say so."""
    out = tmp_path / "public"
    both = [small(number, locales=("en", "es")) for number in range(150)]
    build(catalog(*both), PUBLISHER, out, only=["feeds"])
    report = build(catalog(*map(small, range(150))), PUBLISHER, out, only=["feeds"], allow_removals=True)
    assert {"en": {"unchanged": 150}, "es": {"retracted": 150}} == report.texts
    assert not (out / "es" / "topics").exists()
    assert (out / "es" / "feeds" / "whats-new.atom").read_text("utf-8").count("<at:deleted-entry ") > 0
    report = build(catalog(*both), PUBLISHER, out, only=["feeds"])
    assert {"en": {"unchanged": 150}, "es": {"restored": 150}} == report.texts
    assert {plain(path): body for path, body in files(out).items()}["es/feeds/archive/1.atom"]


def test_topic_that_returns(site: Site) -> None:
    """It is news, and no longer among the retracted."""
    site.publish(small(1), small(2), snapshot=day("2024-06-01"))
    site.publish(small(2), snapshot=day("2024-07-01"))
    changes = site.publish(small(1, updated="2024-08-01"), small(2), snapshot=day("2024-08-02"))
    assert {"en": {"restored": 1, "unchanged": 1}} == changes.counts
    for name in ("topics", "whats-new"):
        for format in FORMATS:
            found = site.read(name, format)
            assert entry_id(1) in found.entries
            assert {} == found.deleted
    assert b'term="restored"' in site.files["en/feeds/whats-new.atom"]
    assert b"Restored topic" in site.files["en/feeds/whats-new.rss"]


@pytest.mark.parametrize("snapshot", ["2024-08-01", "2024-07-01", "2024-01-01"])
def test_topic_that_returns_is_later_than_its_tombstone(snapshot: str, site: Site) -> None:
    """Whatever its own date is, or a reader that has read the tombstone ignores it (RFC 6721 section 5)."""
    site.publish(small(1), small(2), snapshot=day("2024-06-01"))
    site.publish(small(2), snapshot=day("2024-07-01"))
    tombstone = site.read("topics", "atom").deleted[entry_id(1)]
    changes = site.publish(small(1), small(2), snapshot=day(snapshot))
    assert [] == changes.undated
    for later in ("2024-08-02", "2024-09-01"):
        for name in ("topics", "whats-new"):
            for format in FORMATS:
                assert tombstone < site.read(name, format).dates[entry_id(1)]
        assert day("2024-03-01") == changes.catalog["topic-1"].updated["en"]
        changes = site.publish(small(1, "Other."), small(2), snapshot=day(later))


def broken(name: str, locale: str = "") -> Finding:
    """The finding that stands for a topic that could not be read."""
    return Finding(kind=FindingKind.BROKEN, topic=name, locale=locale, details={"problem": "no title"})


@pytest.mark.parametrize(
    ("finding", "retracted"),
    [
        (broken("1"), {"2"}),
        (broken("1", "en"), {"2"}),
        (broken("1", "es"), {"1", "2"}),
        (broken("", "en"), set()),
        (broken("my-tea"), set()),
        (broken("3"), {"1", "2"}),
        (Finding(kind=FindingKind.UNPAIRED, topic="1", locale="en"), {"1", "2"}),
    ],
)
def test_topic_that_could_not_be_read_is_not_retracted(finding: Finding, retracted: set[str], site: Site) -> None:
    """Nor is any, while nobody can tell which topic it was that could not be read."""
    site.publish(small(1), small(2), small(3))
    changes = site.publish(small(3), findings=[finding])
    assert retracted == {text.id for text in changes.retracted("en")}
    assert {"unchanged": 1, "retracted": len(retracted)} == {"retracted": 0, **changes.counts["en"]}
    assert {entry_id(3)} == site.read("topics", "atom").entries.keys()
    assert {entry_id(int(number)) for number in retracted} == site.read("topics", "atom").deleted.keys()
    again = site.publish(small(1), small(2), small(3))
    assert {"restored": len(retracted), "unchanged": 3 - len(retracted)} == {"restored": 0, **again.counts["en"]}


def test_news_of_a_topic_that_cannot_be_read_waits(site: Site) -> None:
    """It is listed again when it can be read; archives wait for it too."""
    topics = [small(number) for number in range(150)]
    site.publish(*topics)
    site.publish(small(0, "Other."), *topics[1:])
    assert {entry_id(0)} == site.read("whats-new", "atom").entries.keys()
    before = site.archives()
    edited = [small(number, "Other.") for number in range(1, 100)]
    site.publish(*edited, *topics[100:], findings=[broken("0")])
    assert entry_id(0) not in site.read("whats-new", "atom").entries
    assert {} == site.read("whats-new", "atom").deleted
    site.publish(small(0, "Other."), *edited, *topics[100:])
    assert entry_id(0) in site.read("whats-new", "atom").entries
    assert before.items() <= site.archives().items()
    for format in FORMATS:
        assert texts(small(0, "Other."), *edited, *topics[100:]) == Reader(site, format).visit()


def test_broken_file_of_a_folder_retracts_nothing(tmp_path: Path) -> None:
    """An editor's slip in a file with an id of its own is not a reason to tell readers to delete its topic."""
    folder = tmp_path / "topics"
    folder.mkdir()
    for name in ("tea", "milk"):
        (folder / f"{name}.en.md").write_text(f"---\nid: n-{name}\ntitle: {name}\nupdated: 2024-06-06\n---\nText.\n")
    out = tmp_path / "public"
    build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    (folder / "milk.en.md").write_text("---\ntitle: [\n---\nText.\n")
    report = build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    assert {"en": {"unchanged": 1}} == report.texts
    (folder / "milk.en.md").unlink()
    report = build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    assert {"en": {"unchanged": 1, "retracted": 1}} == report.texts


# What is new


def test_new_language_is_no_news(site: Site) -> None:
    """A language that is added later begins with an empty list of news; its later changes are news."""
    site.publish(small(1), small(2))
    changes = site.publish(small(1, locales=("en", "es")), small(2))
    assert {"en": {"unchanged": 2}, "es": {"new": 1}} == changes.counts
    assert {} == site.read("whats-new", "atom", "es").entries == site.read("whats-new", "atom").entries
    site.publish(small(1, "Otro.", locales=("en", "es")), small(2, locales=("en", "es")))
    assert {entry_id(1, "es"), entry_id(2, "es")} == site.read("whats-new", "atom", "es").entries.keys()
    assert {entry_id(1)} == site.read("whats-new", "atom").entries.keys()


def test_news_are_exactly_the_changes(site: Site) -> None:
    """After two builds: what is new or changed, with tombstones of what left, and nothing else."""
    site.publish(*map(small, range(20)))
    changes = site.publish(*[small(number, "Other.") for number in range(3)], *map(small, range(5, 20)), small(99))
    assert {"new": 1, "changed": 3, "retracted": 2, "unchanged": 15} == changes.counts["en"]
    for format in FORMATS:
        found = site.read("whats-new", format)
        assert {entry_id(number) for number in (0, 1, 2, 99)} == found.entries.keys()
        assert (set() if format == "rss" else {entry_id(3), entry_id(4)}) == found.deleted.keys()


def test_all_news_of_the_newest_build_are_listed(site: Site) -> None:
    """However many they are; older ones fill up to a hundred."""
    site.publish(*map(small, range(300)))
    edited = [small(number, "Other.") for number in range(150)]
    site.publish(*edited, *map(small, range(150, 300)))
    assert {entry_id(number) for number in range(150)} == site.read("whats-new", "atom").entries.keys()
    latest = [small(number, "Other.", updated="2024-04-01") for number in range(150, 180)]
    site.publish(*edited, *latest, *map(small, range(180, 300)))
    found = site.read("whats-new", "atom").entries.keys()
    assert 100 == len(found)
    assert {entry_id(number) for number in range(150, 180)} < found
    assert found < {entry_id(number) for number in range(180)}


def test_newest_news_are_those_of_the_newest_build(site: Site) -> None:
    """Even if the source gives them older dates than earlier news have."""
    site.publish(*map(small, range(220)))
    dated = [small(number, "Other.", updated="2024-05-01") for number in range(100)]
    site.publish(*dated, *map(small, range(100, 220)))
    edited = [small(number, "Other.", updated="2024-04-01") for number in range(100, 220)]
    site.publish(*dated, *edited)
    assert {entry_id(number) for number in range(100, 220)} == site.read("whats-new", "atom").entries.keys()


def test_news_are_newest_first(site: Site) -> None:
    """By when the change was seen, whatever date its source gives the text."""
    site.publish(*map(small, range(4)))
    site.publish(small(0), small(1, "Other.", updated="2024-05-01"), small(2), small(3))
    site.publish(small(0, "Other.", updated="2024-04-01"), small(1, "Other.", updated="2024-05-01"), small(2), small(3))
    for format in FORMATS:
        assert [entry_id(0), entry_id(1)] == list(site.read("whats-new", format).entries)


def test_build_of_one_language_touches_that_language_only(tmp_path: Path) -> None:
    """The others are neither retracted nor forgotten."""
    out, spanish = tmp_path / "public", tmp_path / "spanish"
    store = tmp_path / "history"
    both = [small(1, locales=("en", "es")), small(2, locales=("en", "es"))]
    build(catalog(*both), PUBLISHER, out, history=store)
    report = build(catalog(small(1, "Other.", locales=("en", "es"))), PUBLISHER, spanish, history=store, locales=["es"])
    assert {"es": {"changed": 1, "retracted": 1}} == report.texts
    assert {"en": {"unchanged": 2}, "es": {"changed": 1, "restored": 1}} == build(
        catalog(*both), PUBLISHER, out, history=store
    ).texts


# The real thing


def test_two_snapshots_of_a_real_source(corpora: Path, tmp_path: Path) -> None:
    """Sixteen months of MedlinePlus: what its own dates and texts say has changed, and nothing else."""
    folder = corpora / "medlineplus"
    site = Site(tmp_path)
    older = syndicate.read(folder / "mplus_topics_2024-06-06.xml.gz")
    store = History(site.path)
    changes = store.compare(older)
    assert {"en": {"new": 1023}, "es": {"new": 1021}} == changes.counts
    store.remember(changes, dict.fromkeys(changes.fresh, b""))
    changes = store.compare(syndicate.read(folder / "mplus_topics_2025-10-01.xml.gz"))
    expected = {"en": {"new": 1, "changed": 322, "retracted": 7, "unchanged": 694}, "es": {"unchanged": 1021}}
    assert expected == changes.counts
    news = Document.of(Feeds(changes.catalog, PUBLISHER, ["en"], changes).whats_new().atom(), "atom")
    assert (323, 7) == (len(news.entries), len(news.deleted))
    assert {"2025-10-01T02:30:36Z"} == set(news.deleted.values())
    store.remember(changes, dict.fromkeys(changes.fresh, b""))
    assert History(site.path).compare(older).counts["en"]["unchanged"] == 694


# Translations that fall behind


def stale(changes: Changes) -> list[tuple[str, str, str]]:
    """The texts that are reported as older than their original: id, language, days."""
    found = [finding for finding in changes.catalog.findings if finding.kind is FindingKind.STALE]
    return [(finding.topic, finding.locale, finding.details["days"]) for finding in found]


def pair(number: int, **changes: Any) -> Topic:
    """A topic in both languages whose source states no dates."""
    return small(number, locales=("en", "es"), updated="", **changes)


def test_translation_falls_behind_when_its_original_changes(site: Site) -> None:
    """Where the source states no dates, the history tells which translation was left behind, until it follows."""
    topics = [pair(number) for number in range(3)]
    assert [] == stale(site.publish(*topics, snapshot=day("2024-06-06")))
    topics[1] = pair(1, title={"en": "Other title", "es": "Topic 1"})
    assert [("1", "es", "10")] == stale(site.publish(*topics, snapshot=day("2024-06-16")))
    assert [("1", "es", "10")] == stale(site.publish(*topics, snapshot=day("2024-07-01")))
    topics[1] = pair(1, title={"en": "Other title", "es": "Otro título"})
    assert [] == stale(site.publish(*topics, snapshot=day("2024-08-01")))


def test_translation_that_changes_first_is_not_stale(site: Site) -> None:
    """A change of the translation alone makes nobody older."""
    site.publish(pair(1), snapshot=day("2024-06-06"))
    changed = pair(1, title={"en": "Topic 1", "es": "Otro título"})
    assert [] == stale(site.publish(changed, snapshot=day("2024-06-16")))


def test_new_topic_has_no_stale_translation(site: Site) -> None:
    """What both languages got on one day is of one age."""
    site.publish(pair(1), snapshot=day("2024-06-06"))
    assert [] == stale(site.publish(pair(1), pair(2), snapshot=day("2024-06-16")))
