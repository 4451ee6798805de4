"""How feeds are written: as feedgen writes them, in pieces, by many threads at once, under any process locale."""

from __future__ import annotations

import locale as process_locale
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import attrs
import pytest
from feed_samples import ATOM, DC, MEDIA, all_feeds, canonical, every_kind, illustrated, parsed
from feedgen.feed import FeedGenerator
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.errors import InvalidValueError
from syndicate.feeds import Feed, Feeds, feed
from syndicate.layout import FORMATS
from syndicate.model import Catalog, Publisher

KINDS = every_kind()
GEO = "{http://www.georss.org/georss}"
PODCAST = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
THURSDAY = datetime(2024, 6, 6, tzinfo=UTC)


def assert_as_feedgen(made: Feed) -> None:
    """The feed's XML is what its feedgen object serializes."""
    generator = made.feedgen()
    assert canonical(generator.rss_str()) == canonical(made.rss())
    assert canonical(generator.atom_str()) == canonical(made.atom())


# feedgen


@pytest.mark.parametrize("kind", KINDS)
def test_feedgen_serializes_the_same(kind: str) -> None:
    """The feedgen object of every kind of feed gives the very documents that rss() and atom() give."""
    assert_as_feedgen(KINDS[kind]())


def test_feedgen_serializes_the_example_the_same(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """So it is for all feeds of the bundled catalog."""
    for made in all_feeds(example_catalog, example_publisher):
        assert_as_feedgen(made)


def test_feedgen_serializes_real_topics_the_same(corpora: Path) -> None:
    """So it is for all real topics and their links, in both languages and mixed."""
    real = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    assert_as_feedgen(feed(real, PUBLISHER, ["es", "en"], limit=None))
    for locale in ("en", "es"):
        feeds = Feeds(real, PUBLISHER, [locale])
        assert_as_feedgen(feeds.topics(None))
        for found in real.in_locale(locale):
            assert_as_feedgen(feeds.topic(found))


def test_feedgen_serializes_awkward_heads_the_same() -> None:
    """Titles and credits with markup, quotes and lone carriage returns are alike both ways."""
    awkward = 'a & b <c> ]]> "d"\re\x85\u2028'
    head = {"title": awkward, "subtitle": awkward, "rights": awkward, "author": awkward, "hub": None}
    made = attrs.evolve(feed(catalog(illustrated()), PUBLISHER, "en"), **head)
    for written in (made.rss(), made.feedgen().rss_str()):
        channel = parsed(written)[0]
        assert [awkward] * 2 == [channel.findtext(name) for name in ("title", "copyright")]
        assert 'a &amp; b &lt;c&gt; ]]&gt; "d"\re\x85\u2028' == channel.findtext("description")  # which is HTML
    assert_as_feedgen(made)


@pytest.mark.parametrize("kind", KINDS)
def test_feedgen_extensions_add_to_the_feed(kind: str) -> None:
    """feedgen's own extensions work on the generator of every kind of feed and add nothing but what they are for."""
    made = KINDS[kind]()
    generator = made.feedgen()
    for name in ("dc", "media", "podcast", "geo", "syndication"):
        generator.load_extension(name)
    generator.dc.dc_rights("CC0")
    generator.podcast.itunes_summary("Sobre el té")
    generator.syndication.update_period("daily")
    generator.syndication.update_frequency(2)
    first = generator.entry()[0]
    first.dc.dc_subject("Infusiones")
    first.media.thumbnail({"url": "https://clinic.example.org/te-s.jpg"}, group=None)
    first.podcast.itunes_duration("00:01:02")
    first.geo.point("42.36 -71.05")
    rss, atom = parsed(generator.rss_str()), parsed(generator.atom_str())
    for root in (rss, atom):
        entries = list(root.iter("item", f"{ATOM}entry"))
        assert [len(made.entries), "Infusiones", "42.36 -71.05"] == [
            len(entries),
            entries[0].findtext(f"{DC}subject"),
            entries[0].findtext(f"{GEO}point"),
        ]
        assert ["CC0"] == [node.text for node in root.iter(f"{DC}rights")]
        assert ["https://clinic.example.org/te-s.jpg"] == [node.get("url") for node in root.iter(f"{MEDIA}thumbnail")]
    assert "Sobre el té" == rss.findtext(f"channel/{PODCAST}summary")
    assert "00:01:02" == rss.findtext(f"channel/item/{PODCAST}duration")
    assert "2" == rss.findtext(f"channel/{SYNDICATION}UpdateFrequency")
    added = [DC + "subject", DC + "rights", MEDIA + "thumbnail", GEO + "point", PODCAST + "summary"]
    added += [PODCAST + "duration", SYNDICATION + "UpdatePeriod", SYNDICATION + "UpdateFrequency"]
    for root, plain in ((rss, made.rss()), (atom, made.atom())):
        for node in list(root.iter(added)):
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)
        assert [(node.tag, node.text, dict(node.attrib)) for node in parsed(plain).iter()] == [
            (node.tag, node.text, dict(node.attrib)) for node in root.iter()
        ]


def test_feedgen_s_media_stands_beside_ours() -> None:
    """A picture added with feedgen's extension joins that of the topic."""
    generator = feed(catalog(illustrated()), PUBLISHER, "en").feedgen()
    generator.load_extension("media")
    generator.entry()[0].media.content({"url": "https://clinic.example.org/2.jpg", "medium": "image"}, group=None)
    expected = ["https://clinic.example.org/tea.jpg?w=600", "https://clinic.example.org/2.jpg"]
    for written in (generator.rss_str(), generator.atom_str()):
        assert expected == [node.get("url") for node in parsed(written).iter(f"{MEDIA}content")]


def test_entries_of_feedgen_are_read_only() -> None:
    """What an entry says can be read, and a change that would not be written is refused."""
    made = feed(catalog(topic()), PUBLISHER, "en")
    generator = made.feedgen()
    entry = generator.entry()[0]
    assert next(iter(made.entries)).title == entry.title()
    with pytest.raises(InvalidValueError, match=r"not changed with title\(\) .*attrs\.evolve"):
        entry.title("Changed")
    with pytest.raises(InvalidValueError, match=r"link\(\)"):
        entry.link(href="https://clinic.example.org/other")
    added = generator.add_entry(order="append")
    added.id("tag:clinic.example.org,2024:note")
    added.title("A note")
    added.link(href="https://clinic.example.org/note")
    assert ["A note"] == [node.text for node in parsed(generator.rss_str()).iter("title")][-1:]


def test_each_feedgen_object_is_its_own() -> None:
    """What is added to one generator is neither in the next nor in the feed."""
    made = feed(catalog(topic()), PUBLISHER, "en")
    before = made.rss()
    made.feedgen().title("Changed")
    assert canonical(before) == canonical(made.rss()) == canonical(made.feedgen().rss_str())


def test_generator_has_no_version() -> None:
    """The generator is named without a version, so that an upgrade changes no feed."""
    made = feed(catalog(topic()), PUBLISHER, "en")
    assert "syndicate" == parsed(made.rss()).findtext("channel/generator")
    generator = parsed(made.atom()).find(f"{ATOM}generator")
    assert generator is not None
    assert ("syndicate", {}) == (generator.text, dict(generator.attrib))


# In pieces


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 32, 33, 1000])
def test_a_written_feed_has_the_very_bytes(count: int) -> None:
    """A feed that is written to a file piece by piece has the bytes that rss(), atom() and json() return."""
    whole = feed(catalog(*(illustrated(f"t{number:04}") for number in range(1000))), PUBLISHER, "es", limit=None)
    made = attrs.evolve(whole, entries=whole.entries[:count])
    for format, document in (("rss", made.rss()), ("atom", made.atom()), ("json", made.json())):
        stream = BytesIO()
        made.write(stream, format)
        assert document == stream.getvalue() == made.format(format)
        pieces = list(made.chunks(format))
        assert -(-count // 16) + 2 == len(pieces)
        assert max(map(len, pieces)) < 100_000


def test_an_unknown_format_is_named() -> None:
    """A format that is none is an error that lists those there are, before anything is written."""
    stream = BytesIO()
    with pytest.raises(InvalidValueError, match="rss, atom, json") as caught:
        feed(catalog(topic()), PUBLISHER, "en").write(stream, "xml")
    assert ("format", b"") == (caught.value.field, stream.getvalue())


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_has_the_same_bytes_every_time(kind: str) -> None:
    """A feed written twice, or made anew from the same catalog, has the same bytes."""
    made, again = KINDS[kind](), KINDS[kind]()
    for format in FORMATS:
        assert made.format(format) == made.format(format) == again.format(format)


# Threads and the process locale


def at_once(tasks: list[Callable[[], bytes]]) -> list[bytes]:
    """What the tasks return, worked on by eight threads that all start together."""
    start = threading.Barrier(8)
    shares = [range(number, len(tasks), 8) for number in range(8)]

    def work(share: range) -> list[tuple[int, bytes]]:
        start.wait()
        return [(place, tasks[place]()) for place in share]

    with ThreadPoolExecutor(8) as pool:
        return [body for _, body in sorted(pair for done in pool.map(work, shares) for pair in done)]


def fresh_tasks() -> list[Callable[[], bytes]]:
    """What makes each kind of feed from scratch and writes it, in every format."""
    return [lambda make=make, format=format: make().format(format) for make in KINDS.values() for format in FORMATS]


def test_threads_make_the_same_bytes() -> None:
    """Feeds of every kind made in eight threads at once equal those made one after another."""
    assert [task() for task in fresh_tasks()] == at_once(fresh_tasks())


def test_threads_share_feeds(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """One feed, and one maker of feeds, may be used by several threads."""
    shared = Feeds(example_catalog, example_publisher, ["es", "en"])
    made = shared.topics()
    tasks: list[Callable[[], bytes]] = [
        lambda found=found: shared.topic(found).rss() for found in example_catalog.values()
    ]
    tasks += [lambda format=format: made.format(format) for format in FORMATS] * 8
    assert [task() for task in tasks] == at_once(tasks)


def test_time_zone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are the same in every time zone."""
    before = [task() for task in fresh_tasks()]
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        assert before == [task() for task in fresh_tasks()]
    finally:
        monkeypatch.undo()
        time.tzset()


def _names() -> list[str]:
    """Names of locales, Spanish ones first, then what this machine has."""
    names = ["es_ES.UTF-8", "es_ES.utf8", "es_MX.UTF-8", "es_US.UTF-8", "es_ES"]
    if shutil.which("locale"):
        listed = subprocess.run(["locale", "-a"], capture_output=True, check=False)
        names += sorted(listed.stdout.decode(errors="replace").split(), key=lambda name: not name.startswith("es"))
    return names


@contextmanager
def foreign_locale() -> Iterator[str]:
    """The process in a locale in which a Thursday is not "Thu"; skips where the machine has none."""
    before = process_locale.setlocale(process_locale.LC_ALL)
    try:
        for name in _names():
            with suppress(process_locale.Error):
                process_locale.setlocale(process_locale.LC_ALL, name)
                if THURSDAY.strftime("%a %b") != "Thu Jun":
                    break
        else:
            pytest.skip(
                "no Spanish or other foreign locale is installed (try: localedef -i es_ES -f UTF-8 es_ES.UTF-8)"
            )
        yield name
    finally:
        process_locale.setlocale(process_locale.LC_ALL, before)


def test_process_locale_does_not_matter() -> None:
    """Dates, numbers and names are the same whatever language the process speaks."""
    before = [task() for task in fresh_tasks()]
    with foreign_locale():
        assert before == [task() for task in fresh_tasks()]


def test_threads_do_not_care_about_the_locale_of_others() -> None:
    """Feeds made in eight threads keep their bytes while others switch the locale and use feedgen for themselves."""
    before = [task() for task in fresh_tasks()]
    done = threading.Event()
    failures: list[BaseException] = []
    turns = {"switch": 0, "feedgen": 0}

    def switch(name: str) -> None:
        while not done.is_set():
            for other in (name, "C"):
                process_locale.setlocale(process_locale.LC_ALL, other)
                turns["switch"] += 1
                time.sleep(0)

    def use_feedgen() -> None:
        while not done.is_set():
            generator = FeedGenerator()
            generator.title("Otro")
            generator.link(href="https://example.org/")
            generator.description("Otro")
            generator.pubDate(THURSDAY)
            generator.rss_str()  # which switches the locale by itself
            turns["feedgen"] += 1

    def until_done(work: Callable[[], None]) -> Callable[[], None]:
        def worker() -> None:
            try:
                work()
            except BaseException as error:
                failures.append(error)

        return worker

    with foreign_locale() as name:
        others = [threading.Thread(target=until_done(work)) for work in (lambda: switch(name), use_feedgen)]
        for other in others:
            other.start()
        try:
            made = [at_once(fresh_tasks())]
            while min(turns.values()) < 20 and not failures:
                made.append(at_once(fresh_tasks()))
        finally:
            done.set()
            for other in others:
                other.join()
    assert [] == failures
    assert [before] * len(made) == made


def test_values_of_the_head_can_be_set_anew() -> None:
    """What a developer sets on the feedgen object is written, once, in both formats."""
    made = feed(catalog(topic()), PUBLISHER, "en").feedgen()
    made.updated("2030-10-10T00:00:00Z")
    made.subtitle("Only tea")
    made.description("Only tea")
    channel = parsed(made.rss_str())[0]
    assert ["Thu, 10 Oct 2030 00:00:00 +0000"] == [found.text for found in channel.findall("lastBuildDate")]
    assert "Only tea" == channel.findtext("description")
    head = parsed(made.atom_str())
    names = ("updated", "subtitle")
    assert ["2030-10-10T00:00:00Z", "Only tea"] == [head.findtext(f"{ATOM}{name}") for name in names]
