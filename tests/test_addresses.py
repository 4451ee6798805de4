"""Addresses that were published stay with their topics, and a source that lost much is refused."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import HOME, PUBLISHER, catalog, day, small

import syndicate
from syndicate.errors import NotFoundError, SourceError
from syndicate.history import History
from syndicate.model import Catalog, FindingKind, Group, Topic
from syndicate.publishing import build
from syndicate.publishing.report import Report
from syndicate.validation import validate


def named(identifier: str, slug: str, **changes: object) -> Topic:
    """A topic of that id, whose source suggests that slug."""
    return attrs.evolve(small(1), ids={"en": identifier}, title={"en": identifier}, slug=slug, **changes)


def published(store: History, *topics: Topic) -> dict[str, str]:
    """The slugs of topics by their ids, once they are published."""
    changes = store.compare(catalog(*topics))
    store.remember(changes)
    return {topic.ids["en"]: topic.slug for topic in changes.catalog.values()}


def test_new_topic_never_takes_an_address(tmp_path: Path) -> None:
    """Even if it comes first in the source, and the other one has to have another slug for it."""
    store = History(tmp_path / "history")
    assert {"año": "ano"} == published(store, named("año", "ano"))
    assert {"ano": "ano-ano", "año": "ano"} == published(store, named("ano", "ano"), named("año", "ano-2"))


def test_address_of_a_retracted_topic_is_not_given_away(tmp_path: Path) -> None:
    """It comes back to it."""
    store = History(tmp_path / "history")
    published(store, named("a", "sleep"), named("b", "tea"))
    assert {"b": "tea"} == published(store, named("b", "tea"))
    assert {"b": "tea", "c": "sleep-c"} == published(store, named("b", "tea"), named("c", "sleep"))
    found = published(store, named("b", "tea"), named("c", "sleep"), named("a", "sleep-2"))
    assert {"a": "sleep", "b": "tea", "c": "sleep-c"} == found


def test_stated_slug_moves_a_topic(tmp_path: Path) -> None:
    """An editor who writes another `slug` means it; the old address stays reserved."""
    store = History(tmp_path / "history")
    published(store, named("a", "sleep"))
    assert {"a": "rest"} == published(store, named("a", "rest", slug_stated=True))
    assert {"a": "rest"} == published(store, named("a", "other"))


def test_stated_slug_takes_no_address(tmp_path: Path) -> None:
    """That of another topic is not to be had."""
    store = History(tmp_path / "history")
    published(store, named("a", "sleep"))
    assert {"b": "sleep-b"} == published(store, named("b", "sleep", slug_stated=True))


def test_an_address_that_was_left_is_nobody_else_s(tmp_path: Path) -> None:
    """A topic that moved to a stated slug still owns the one it had, and may go back to it."""
    store = History(tmp_path / "history")
    published(store, named("a", "a"))
    published(store, named("a", "newname", slug_stated=True))
    assert {"a": "newname", "c": "a-c"} == published(
        store, named("a", "newname", slug_stated=True), named("c", "a", slug_stated=True)
    )
    assert {"a": "a", "c": "a-c"} == published(
        store, named("a", "a", slug_stated=True), named("c", "newname", slug_stated=True)
    )


def asked(store: History, *topics: Topic) -> list[tuple[str, str, str]]:
    """What the history says of topics that ask for an address of another: whose it is, and which they get."""
    found = store.compare(catalog(*topics)).catalog.findings
    return [
        (each.details["slug"], each.details["other"], each.details["address"])
        for each in found
        if each.kind is FindingKind.SHARED_SLUG
    ]


def test_asking_for_an_address_is_told(tmp_path: Path) -> None:
    """That of a topic that has left, or has moved; of a stated slug as long as it is stated."""
    store = History(tmp_path / "history")
    published(store, named("a", "a"), named("b", "b"), named("c", "c"))
    published(store, named("a", "rest", slug_stated=True), named("b", "b"))
    there = [named("a", "rest", slug_stated=True), named("b", "b")]
    for slug in ("a", "c"):
        assert [(slug, slug, f"{slug}-new")] == asked(store, *there, named("new", slug))
    stated = named("new", "c", slug_stated=True)
    published(store, *there, stated)
    assert [("c", "c", "c-new")] == asked(store, *there, stated)
    published(store, *there, named("d", "c"))
    assert [] == asked(store, *there, named("d", "c"))


def test_groups_keep_their_addresses(tmp_path: Path) -> None:
    """A group that comes later and before it in the source does not take its address."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(small(1))))
    rival = Group(id="rival", slug="home", name={"en": "Rival"})
    changes = store.compare(Catalog([small(1)], groups=[rival, attrs.evolve(HOME, slug="home-2")]))
    assert {"rival": "home-rival", "home": "home"} == {
        group.id: group.slug for group in changes.catalog.groups.values()
    }


def test_two_files_of_one_slug(tmp_path: Path) -> None:
    """From a folder: the file that comes later, and is read first, does not take the address."""
    folder = tmp_path / "topics"
    folder.mkdir()

    def write(name: str) -> None:
        (folder / f"{name}.es.md").write_text(f"---\ntitle: {name}\nupdated: 2025-06-01\n---\n{name}\n", "utf-8")

    def slugs() -> dict[str, str]:
        build(syndicate.read(folder), PUBLISHER, tmp_path / "public", only=["feeds"])
        found = syndicate.read(tmp_path / "public" / "topics.json")
        return {topic.title["es"]: topic.slug for topic in found.values()}

    write("año")
    assert {"año": "ano"} == slugs()
    write("ano")
    assert "ano" == slugs()["año"]
    assert "ano" != slugs()["ano"]


@given(st.lists(st.sets(st.sampled_from(["sleep", "Sleep", "sléep", "sleep 2", "tea", "téa"])), min_size=1, max_size=6))
def test_an_address_means_one_topic_for_ever(builds: list[set[str]]) -> None:
    """Whatever comes, goes and returns, no address ever has two topics, and no topic two addresses."""
    from tempfile import TemporaryDirectory

    from syndicate.pairing import pair

    with TemporaryDirectory() as folder:
        store = History(Path(folder, "history"))
        seen: dict[str, str] = {}
        for names in builds:
            records = [
                syndicate.Record(
                    id=name,
                    locale="en",
                    title=name,
                    slug=syndicate.text.slugify(name),
                    updated=day("2024-01-01"),
                )
                for name in sorted(names)
            ]
            changes = store.compare(pair(records, default_locale="en"), ["en"])
            store.remember(changes)
            for topic in changes.catalog.values():
                assert topic.slug == seen.setdefault(topic.ids["en"], topic.slug)
        assert len(seen) == len(set(seen.values()))


# Losses


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that 120 topics in two languages were published to."""
    out = tmp_path / "public"
    build(catalog(*both(120)), PUBLISHER, out, only=["feeds"])
    return out


def both(count: int, start: int = 0) -> list[Topic]:
    """So many topics in two languages."""
    return [small(number, locales=("en", "es")) for number in range(start, count)]


def again(out: Path, *topics: Topic, **options: object) -> Report:
    """Build again."""
    values = {name: options.pop(name) for name in ("withheld", "findings") if name in options}
    return build(catalog(*topics, **values), PUBLISHER, out, only=["feeds"], **options)


def test_many_topics_lost_are_refused(out: Path) -> None:
    """More than a tenth and more than ten; the message has counts, examples and the way out, and nothing changes."""
    before = (out / "topics.json").read_bytes()
    with pytest.raises(SourceError, match=r"13 of 120 topics in .*such as “Topic 0”.*--allow-removals"):
        again(out, *both(120, start=13))
    assert before == (out / "topics.json").read_bytes()
    report = again(out, *both(120, start=13), allow_removals=True)
    assert 13 == report.texts["en"]["retracted"]


@pytest.mark.parametrize("lost", [1, 10, 12])
def test_a_tenth_may_leave(lost: int, out: Path) -> None:
    """Of 120, that is twelve."""
    assert lost == again(out, *both(120, start=lost)).texts["en"]["retracted"]


def test_a_language_that_is_gone_is_refused(out: Path) -> None:
    """Even though each topic is still there in the other."""
    with pytest.raises(SourceError, match="120 of 120 topics in Spanish are gone"):
        again(out, *[small(number) for number in range(120)])


def test_ten_of_few_may_leave(tmp_path: Path) -> None:
    """A small site is not held up."""
    build(catalog(*both(12)), PUBLISHER, tmp_path / "public", only=["feeds"])
    assert 10 == again(tmp_path / "public", *both(2)).texts["en"]["retracted"]


def test_withheld_topics_are_no_loss(out: Path) -> None:
    """They are retracted, with a tombstone."""
    withheld = {(locale, str(number)): "draft" for number in range(60) for locale in ("en", "es")}
    report = again(out, *both(120, start=60), withheld=withheld)
    assert 60 == report.texts["en"]["retracted"] == report.texts["es"]["retracted"]
    assert 120 == report.withheld
    assert b"deleted-entry" in (out / "en" / "feeds" / "topics.atom").read_bytes()


def test_a_source_that_is_missing_is_refused(tmp_path: Path) -> None:
    """One of two files, though it had few topics."""
    folders = []
    for name, count in (("main", 40), ("annex", 3)):
        folder = tmp_path / name
        folder.mkdir()
        folders.append(folder)
        for number in range(count):
            text = f"---\ntitle: {name} {number}\nupdated: 2024-06-06\n---\nText.\n"
            (folder / f"{name}-{number}.en.md").write_text(text, encoding="utf-8")
    out = tmp_path / "public"
    build(syndicate.read(*folders), PUBLISHER, out, only=["feeds"])
    with pytest.raises(SourceError, match=r"annex has lost 3 of 3 topics, such as “annex 0”"):
        build(syndicate.read(folders[0]), PUBLISHER, out, only=["feeds"])
    assert (
        3
        == build(syndicate.read(folders[0]), PUBLISHER, out, only=["feeds"], allow_removals=True).texts["en"][
            "retracted"
        ]
    )


def test_check_foretells_the_address_that_a_build_gives(tmp_path: Path) -> None:
    """Where a history moves a topic on, the finding names the address it gets, and whose the other one was."""
    folder = tmp_path / "topics"
    folder.mkdir()

    def write(name: str) -> None:
        (folder / f"{name}.es.md").write_text(f"---\ntitle: {name}\nupdated: 2025-06-01\n---\n{name}\n", "utf-8")

    write("año")
    build(syndicate.read(folder), PUBLISHER, tmp_path / "public", only=["feeds"])
    write("ano")
    build(syndicate.read(folder), PUBLISHER, tmp_path / "public", only=["feeds"])
    (folder / "año.es.md").unlink()
    write("ÁNO")
    foretold = History(tmp_path / "public.history").compare(syndicate.read(folder)).catalog
    build(syndicate.read(folder), PUBLISHER, tmp_path / "public", only=["feeds"])
    slugs = {topic.title["es"]: topic.slug for topic in syndicate.read(tmp_path / "public" / "topics.json").values()}
    found = [finding for finding in foretold.findings if finding.kind is FindingKind.SHARED_SLUG]
    assert [("ano", "año", slugs["ÁNO"])] == [
        (finding.details["slug"], finding.details["other"], finding.details["address"]) for finding in found
    ]


def test_a_topic_that_leaves_its_address_is_named(tmp_path: Path) -> None:
    """An editor who states another slug moves the topic: its old and new address are told, at that build alone."""
    folder, out = tmp_path / "topics", tmp_path / "public"
    folder.mkdir()
    page = "---\ntitle: Sleep\nupdated: 2025-06-01\n---\nSleep well.\n"
    (folder / "sleep.en.md").write_text(page, "utf-8")
    build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    (folder / "sleep.en.md").write_text(page.replace("title:", "slug: rest\ntitle:"), "utf-8")
    moved = build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    again = build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])

    assert [1, 0] == [report.findings.get(FindingKind.MOVED, 0) for report in (moved, again)]


def test_a_pair_that_comes_apart_is_named(tmp_path: Path) -> None:
    """One of the two keeps the address; where the other goes is told, by `check` before it happens too."""
    folder, out = tmp_path / "topics", tmp_path / "public"
    folder.mkdir()
    pages = {locale: folder / f"sleep.{locale}.md" for locale in ("en", "es")}
    for locale, page in pages.items():
        page.write_text(f"---\ntitle: Sleep {locale}\nupdated: 2025-06-01\n---\nText.\n", "utf-8")
    build(syndicate.read(folder), PUBLISHER, out, only=["feeds"])
    for locale, page in pages.items():
        text = page.read_text("utf-8").replace("title:", f"translationKey: {locale}\ntitle:")
        page.write_text(text, "utf-8")
    foretold = History(tmp_path / "public.history").compare(syndicate.read(folder)).catalog

    assert [("es/topics/sleep/index.html", "es/topics/sleep-sleep/index.html")] == [
        (finding.details["before"], finding.details["address"])
        for finding in foretold.findings
        if finding.kind is FindingKind.MOVED
    ]


def test_nothing_to_publish_is_told(tmp_path: Path) -> None:
    """A first build of nothing but withheld texts has no page to make."""
    (tmp_path / "sleep.en.md").write_text("---\ntitle: Sleep\ndraft: true\n---\nText.\n", "utf-8")
    with pytest.raises(NotFoundError, match="every text of the catalog is withheld"):
        build(syndicate.read(tmp_path), PUBLISHER, tmp_path / "public")


def feed_of(out: Path, locale: str) -> str:
    """The feed of all topics in a language."""
    return (out / locale / "feeds" / "topics.atom").read_text("utf-8")


def test_the_only_topic_is_withheld(tmp_path: Path) -> None:
    """Its page goes, and its tombstone is published; the next build changes nothing."""
    folder, out = tmp_path / "topics", tmp_path / "public"
    folder.mkdir()
    page = "---\ntitle: Sleep\nupdated: 2025-06-01\n---\nSleep well.\n"
    (folder / "sleep.en.md").write_text(page, "utf-8")
    build(syndicate.read(folder), PUBLISHER, out, only=["pages", "feeds"])
    (folder / "sleep.en.md").write_text(page.replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    build(syndicate.read(folder), PUBLISHER, out, only=["pages", "feeds"])
    assert not (out / "en" / "topics").exists()
    assert "deleted-entry" in feed_of(out, "en")
    assert not any(b"Sleep well" in path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert 0 == build(syndicate.read(folder), PUBLISHER, out, only=["pages", "feeds"]).changed
    assert validate(out).valid


def test_the_last_topic_of_a_language_is_withheld(tmp_path: Path) -> None:
    """The feeds of the language stay and carry its tombstone, so does the feed of all languages."""
    out = tmp_path / "public"
    english = [small(1), small(2)]
    spanish = attrs.evolve(small(1, locales=("en", "es")))
    build(catalog(spanish, small(2)), PUBLISHER, out, only=["pages", "feeds"])
    withheld = {("es", spanish.ids["es"]): "draft"}
    build(catalog(*english, withheld=withheld), PUBLISHER, out, only=["pages", "feeds"])
    assert "deleted-entry" in feed_of(out, "es")
    assert "deleted-entry" in (out / "feeds" / "topics.atom").read_text("utf-8")
    assert "deleted-entry" not in feed_of(out, "en")
    assert validate(out).valid
