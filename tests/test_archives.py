"""Archives: readers that follow them have the whole catalog, and what was published once stays as it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup
from readers import ATOM, Reader, Site, entry_id, plain, small_archives, texts
from samples import PUBLISHER, catalog, day, files, small

from syndicate.errors import HistoryError
from syndicate.history import History
from syndicate.layout import FORMATS
from syndicate.model import Image, Subject, Topic
from syndicate.publishing import build
from syndicate.publishing.pipeline import default_history


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that nothing was published on."""
    return Site(tmp_path)


@attrs.frozen
class Step:
    """A build: the topics and the versions of their texts, and the day of the snapshot."""

    versions: dict[int, int]
    dated: bool

    def topics(self) -> list[Topic]:
        """The topics; where they are dated, the version says the day, so that dates also go back."""
        return [
            small(number, f"Version {version}.", updated=f"2024-03-{version + 1:02}" if self.dated else "")
            for number, version in self.versions.items()
        ]


steps = st.lists(
    st.builds(
        Step,
        versions=st.dictionaries(st.integers(0, 9), st.integers(0, 2), min_size=1, max_size=10),
        dated=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(steps=steps, visits=st.lists(st.booleans(), min_size=6, max_size=6))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_readers_can_reconstruct_the_catalog(steps: list[Step], visits: list[bool]) -> None:
    """From the feed and its archives, after any edits: a reader that has just come, and one that was long away.

    In RSS, which cannot say that a topic has left, what left may stay. Archives never change, and a build of what there
    is already changes nothing.
    """
    with small_archives(), TemporaryDirectory() as folder:
        site = Site(Path(folder))
        returning = {format: Reader(site, format) for format in FORMATS}
        published: dict[str, bytes] = {}
        ever: set[str] = set()
        for number, (step, visit) in enumerate(zip(steps, visits, strict=False)):
            values = {"snapshot": day(f"2024-04-{number + 1:02}")}
            site.publish(*step.topics(), **values)
            before = site.files
            assert site.publish(*step.topics(), **values).unchanged
            assert before == site.files
            assert all(published.setdefault(path, body) == body for path, body in site.archives().items())
            expected = texts(*step.topics())
            gone = ever - expected.keys()
            ever |= expected.keys()
            for format in FORMATS:
                for reader in [Reader(site, format), *([returning[format]] if visit else [])]:
                    found = reader.visit()
                    left = found.keys() - expected.keys()
                    assert left <= gone if format == "rss" else not left
                    assert expected.items() <= found.items()


def test_archives_hold_a_hundred_each(site: Site) -> None:
    """The oldest changes first; what is left over is in the feed itself, which has a hundred entries too."""
    site.publish(*[small(number, updated=f"2024-03-{number % 28 + 1:02}") for number in range(250)])
    assert {f"en/feeds/archive/{n}.{format}" for n in (1, 2) for format in FORMATS} == set(map(plain, site.archives()))
    for format in FORMATS:
        first, second, newest = (site.read(name, format) for name in ("archive/1", "archive/2", "topics"))
        assert [100, 100, 100] == [len(document.entries) for document in (first, second, newest)]
        assert max(first.dates.values())[:10] <= min(second.dates.values())[:10]
        assert 250 == len({**first.entries, **second.entries, **newest.entries})
        assert "https://clinic.example.org/en/feeds/archive/2" == plain(newest.older or "").rpartition(".")[0]
        assert "https://clinic.example.org/en/feeds/archive/1" == plain(second.older or "").rpartition(".")[0]
        assert first.older is None


def test_archives_link_to_their_feed(site: Site) -> None:
    """Each leads to the feed that is current, and to the next archive if that was made at the same time."""
    site.publish(*map(small, range(250)))
    site.publish(*[small(number, "Other.") for number in range(60)], *map(small, range(60, 250)))

    def links(name: str) -> dict[str, str]:
        found = etree.fromstring(site.file(f"en/feeds/{name}.atom")).findall(f"{ATOM}link")
        rels = {link.get("rel", ""): plain(link.get("href", "").removeprefix(PUBLISHER.base_url)) for link in found}
        return {rel: href for rel, href in rels.items() if rel in ("self", "current", "prev-archive", "next-archive")}

    assert {
        "self": "en/feeds/archive/1.atom",
        "current": "en/feeds/topics.atom",
        "next-archive": "en/feeds/archive/2.atom",
    } == links("archive/1")
    assert {
        "self": "en/feeds/archive/2.atom",
        "current": "en/feeds/topics.atom",
        "prev-archive": "en/feeds/archive/1.atom",
    } == links("archive/2")
    assert {"self": "en/feeds/topics.atom", "prev-archive": "en/feeds/archive/3.atom"} == links("topics")
    assert all(b"<fh:archive/>" in body for path, body in site.archives().items() if not path.endswith(".json"))


def test_archives_stay_as_they_are(site: Site) -> None:
    """Whatever happens to their topics later: the change is in a newer document."""
    site.publish(*map(small, range(150)))
    first = site.archives()
    assert 3 == len(first)
    site.publish(*[small(number, "Other.") for number in range(100)], *map(small, range(120, 150)))
    second = site.archives()
    assert 6 == len(second)
    site.publish(*map(small, range(300)))
    assert first.items() < second.items() < site.archives().items()


def test_whole_feed_needs_no_archive(site: Site) -> None:
    """Up to a hundred topics the feed says that it is complete; archives come, go and come back with the catalog."""
    site.publish(*map(small, range(100)))
    assert {} == site.archives()
    assert site.read("topics", "atom").whole
    site.publish(*map(small, range(101)))
    archives = site.archives()
    assert 3 == len(archives)
    assert not site.read("topics", "atom").whole
    site.publish(*map(small, range(100)))
    assert {} == site.archives()
    assert site.read("topics", "atom").whole
    site.publish(*map(small, range(102)))
    assert archives.items() <= site.archives().items()


def test_each_language_has_its_own_archives(site: Site) -> None:
    """They are counted apart."""
    topics = [small(number, locales=("en", "es") if number < 120 else ("en",)) for number in range(210)]
    site.publish(*topics)
    assert (6, 3) == (len(site.archives("en")), len(site.archives("es")))
    assert {entry_id(number, "es") for number in range(120)} == {
        *site.read("archive/1", "json", "es").entries,
        *site.read("topics", "json", "es").entries,
    }


def rich(number: int) -> Topic:
    """A topic with all that an entry can carry, with addresses on the site and elsewhere."""
    base = PUBLISHER.base_url
    return small(
        number,
        f'See <a href="{base}en/topics/topic-1/">that</a>, <a href="{base}">all</a>, <img src="{base}a.png" alt="a">',
        locales=("en", "es"),
        url={"es": f"https://elsewhere.example.org/{number}"} if number % 2 else {},
        created={"en": day("2020-01-01")},
        description={"en": 'Code: ="https://clinic.example.org/ & more'},
        subjects=(Subject(scheme="MeSH", code="D013662", name="Tea"), Subject(scheme="other", code="x")),
        groups=("home",),
        image={"en": Image(url=f"{base}cup.jpg" if number % 2 else "https://cdn.example.net/cup", alt="Una taza")},
    )


def test_archives_are_kept_to_the_byte(tmp_path: Path) -> None:
    """What is rendered from the history is what the build rendered that made it, whatever an entry holds."""
    store, topics = tmp_path / "history", [rich(number) for number in range(120)]
    build(catalog(*topics), PUBLISHER, tmp_path / "first", only=["feeds"], history=store)
    build(catalog(*topics), PUBLISHER, tmp_path / "second", only=["feeds"], history=store)
    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert "en/feeds/archive/1.rss" in map(plain, files(tmp_path / "second"))


@pytest.mark.parametrize(
    "base_url", ["https://example.net/", "http://example.net/a&b/c/", "https://clinic.example.org/x/"]
)
def test_archives_move_with_the_site(base_url: str, tmp_path: Path) -> None:
    """Served elsewhere, their addresses of the site are those that the tree would have there from the start."""
    moved = attrs.evolve(PUBLISHER, base_url=base_url)

    def there(found: Topic) -> Topic:
        """The topic as a source would give it whose links into the tree follow the publisher."""
        old, new = (str(Markup.escape(publisher.base_url)) for publisher in (PUBLISHER, moved))
        summary = {locale: Markup(str(text).replace(old, new)) for locale, text in found.summary.items()}
        images = {
            locale: attrs.evolve(image, url=image.url.replace(PUBLISHER.base_url, base_url))
            for locale, image in found.image.items()
        }
        return attrs.evolve(found, summary=summary, image=images)

    topics = [rich(number) for number in range(120)]
    build(catalog(*topics), PUBLISHER, tmp_path / "public", only=["feeds"])
    build(catalog(*topics), moved, tmp_path / "public", only=["feeds"])
    build(catalog(*map(there, topics)), moved, tmp_path / "anew", only=["feeds"])
    anew, public = ({plain(path): body for path, body in files(tmp_path / out).items()} for out in ("anew", "public"))
    for format in ("rss", "atom", "json"):
        path = f"en/feeds/archive/1.{format}"
        assert plain(anew[path].decode()) == plain(public[path].decode())


def test_archives_in_several_processes(tmp_path: Path) -> None:
    """Workers read the history too; the bytes are the same with any number of them."""
    topics = [small(number, locales=("en", "es") if number < 110 else ("en",)) for number in range(230)]
    for jobs in (1, 3):
        for some in (topics, topics[5:]):
            build(catalog(*some), PUBLISHER, tmp_path / str(jobs), only=["feeds"], jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert default_history(tmp_path / "1").read_bytes() == default_history(tmp_path / "3").read_bytes()


@given(
    steps=steps, accidents=st.lists(st.sampled_from(["none", "history lost", "build killed"]), min_size=6, max_size=6)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_address_never_gets_other_content(steps: list[Step], accidents: list[str]) -> None:
    """Not after the history was lost, nor when a build was cut off before its history was written.

    And a reader that comes then has the whole catalog, as ever.
    """
    with small_archives(), TemporaryDirectory() as folder:
        site = Site(Path(folder))
        published: dict[str, bytes] = {}
        for number, (step, accident) in enumerate(zip(steps, accidents, strict=False)):
            before = site.path.read_bytes() if site.path.exists() else b""
            if accident == "history lost":
                site.path.unlink(missing_ok=True)
            site.publish(*step.topics(), snapshot=day(f"2024-04-{number + 1:02}"))
            if accident == "build killed":
                site.path.write_bytes(before)  # as if between the swap of the tree and the end of the build
            assert all(published.setdefault(path, body) == body for path, body in site.archives().items())
            for format in FORMATS:
                found = Reader(site, format).visit()
                assert texts(*step.topics()).items() <= found.items()
                assert format == "rss" or len(step.versions) == len(found)  # RSS cannot say that a topic has left


OLD = [small(number, updated=f"2024-03-{number // 100 + 1:02}") for number in range(250)]


@pytest.mark.parametrize(
    "now",
    [
        [small(0, "Other.", updated="2024-03-01"), *OLD[1:]],
        [*OLD[:199], small(199, "Other.", updated="2024-03-02"), *OLD[200:]],
        [attrs.evolve(OLD[0], subjects=(Subject(scheme="MeSH", code="D013662"),)), *OLD[1:]],
        [attrs.evolve(OLD[0], groups=("home",)), *OLD[1:]],
        [attrs.evolve(OLD[0], url={"en": "https://elsewhere.example.org/"}), *OLD[1:]],
        [attrs.evolve(OLD[0], summary={"en": Markup("<p><em>Text.</em></p>")}), *OLD[1:]],
        [small(0, locales=("en", "es"), updated="2024-03-01"), *OLD[1:]],
        OLD[100:],
    ],
    ids=["text", "later text", "code", "shelf", "address", "markup", "translation", "topics gone"],
)
def test_another_catalog_gives_other_addresses(now: list[Topic], site: Site) -> None:
    """If the history was lost: all archives are new, as each leads to the others; of the same catalog none is."""
    site.publish(*OLD)
    before = site.archives()
    site.path.unlink()
    site.publish(*now)
    assert not before.keys() & site.archives().keys()
    site.path.unlink()
    site.publish(*OLD)
    assert before == site.archives()


def test_archives_made_at_once_have_addresses_of_their_own(site: Site) -> None:
    """They link the next one, which those that were made one by one do not."""
    site.publish(*OLD[:150])
    site.publish(*OLD)
    before = site.archives()
    assert 6 == len(before)
    site.path.unlink()
    site.publish(*OLD)
    assert 6 == len(site.archives())
    assert not before.keys() & site.archives().keys()


def test_returning_reader_misses_nothing_of_a_new_history(site: Site) -> None:
    """A name that it knows stands for the same archives back to the first, so it may stop there."""
    readers = [Reader(site, format) for format in FORMATS]
    site.publish(*OLD)
    for reader in readers:
        reader.visit()
    site.path.unlink()
    now = [small(0, "Other, of the same day.", updated="2024-03-01"), *OLD[1:]]
    site.publish(*now)
    for reader in readers:
        assert texts(*now) == reader.visit()


@pytest.mark.parametrize("again", ["Other.", "Another."])
def test_addresses_after_a_build_that_was_cut_off(again: str, tmp_path: Path) -> None:
    """The history is the old one and the tree is new; what the next build finds may have changed once more."""
    out, store = tmp_path / "public", tmp_path / "history"

    def archives(text: str) -> dict[str, bytes]:
        changed = [small(number, text, updated="2024-04-01") for number in range(100)]
        build(catalog(*changed, *OLD[100:]), PUBLISHER, out, only=["feeds"], history=store)
        return {path: body for path, body in files(out).items() if "/archive/" in path}

    first = archives("Text.")
    before = store.read_bytes()
    online = archives("Other.")
    store.write_bytes(before)
    found = archives(again)
    assert first.items() < found.items()
    assert (again == "Other.") == (online == found)
    assert all(online[path] == found[path] for path in online.keys() & found.keys())


@pytest.mark.parametrize("archives", [None, {}, {("en", 1): b"body"}, {("es", 2): b"body"}])
def test_archives_need_their_content(archives: dict[tuple[str, int], bytes] | None, tmp_path: Path) -> None:
    """What is to be kept forever is not remembered as nothing; then nothing is written at all."""
    history = History(tmp_path / "history")
    with pytest.raises(HistoryError, match=r"archive \d of en has no content.*give `archives`"):
        history.remember(history.compare(catalog(*map(small, range(250)))), archives)
    assert not history.path.exists()
