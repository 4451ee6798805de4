"""Our feeds in the hands of programs that others made: parsers of Python and Node, and two feed readers."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import atoma
import attrs
import listparser
import pytest
from atoma.simple import simple_parse_bytes
from feed_clients import FORMATS, NODE_FOLDER, Document, Found, asked, expected, read
from feed_samples import ATOM, GUIDE, every_kind, illustrated
from feed_samples import parsed as parsed_xml
from lxml import etree
from markupsafe import Markup, escape
from samples import KETTLE, PUBLISHER, TEA, catalog, day, english_only, topic

import syndicate
from syndicate.feeds import Category, Enclosure, Entry, Feed, Media, opml
from syndicate.layout import CATALOG_FEED, TOPIC_FEED
from syndicate.layout import FORMATS as FEED_FORMATS
from syndicate.model import Catalog, Link, Section

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "explanation" / "translations-in-feeds.md"
NEWSBOAT = shutil.which("newsboat")

# atoma asks whether an element is true, which Python 3.12 and later warn of.
pytestmark = pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning:atoma")

# What each parser reads. R, A, J: it finds in RSS, Atom, JSON Feed just what the feed's value has, in a feed of each
# kind. A small letter: it does not, for the reason below. A dot: the format has no such field, or it does not read
# the format.

PARSERS = {
    "feedparser": "feedparser",
    "fastfeedparser": "fastfeedparser",
    "atoma": "atoma",
    "feedsmith": "feedsmith",
    "rss-parser": "rss-parser",
    "feed-parser": "@rowanmanning/feed-parser",
}
READ = """
                     feedparser  fastfeedparser  atoma  feedsmith  rss-parser  feed-parser
feed id              .A.         .A.             .A.    .A.        .n.         .n.
feed title           RA.         RAJ             RAJ    RAJ        RA.         RA.
feed subtitle        RA.         RAJ             RAJ    RAJ        Rn.         RA.
feed link            RA.         RAJ             RAJ    RAJ        RA.         RA.
feed self            RA.         ssJ             nAJ    RAJ        RA.         RA.
feed language        RA.         lAJ             Rnn    RAJ        Rn.         RA.
feed author          .A.         .AJ             .Av    .AJ        .n.         .A.
feed updated         RA.         RA.             RA.    RA.        RA.         RA.
feed older           RA.         RAn             nAJ    RAJ        nn.         nn.
feed translations    RA.         hhx             nAx    RAx        nn.         nn.
feed retracted       .o.         .nx             .nx    .nx        .n.         .n.
entry id             RA.         RAJ             RAJ    RAJ        RA.         RA.
entry title          RA.         RAJ             RAJ    RAJ        RA.         RA.
entry link           RA.         RAJ             RAJ    RAJ        RA.         RA.
entry language       RA.         nnn             nnn    RAJ        Rn.         nn.
entry author         RA.         RAJ             nAv    RAJ        RA.         RA.
entry published      RA.         RAJ             RAJ    RAJ        RA.         RA.
entry updated        RA.         RAJ             nAJ    RAJ        nn.         dA.
entry summary        RA.         RAJ             RAJ    RAJ        RA.         RA.
entry content        RA.         RAJ             RAJ    RAJ        RA.         RA.
entry categories     RA.         RAJ             RAJ    RAJ        Rn.         RA.
entry schemes        RA.         RA.             nA.    RA.        Rn.         RA.
entry image          RA.         RAJ             nnJ    RAJ        nn.         RA.
entry image text     nn.         RA.             nn.    RA.        nn.         RA.
entry files          RA.         RbJ             RAJ    RAJ        Rn.         RA.
entry translations   RA.         hhx             nAx    RAx        nn.         nn.
"""
NOT_SUPPORTED = {
    "n": "it has no field for it",
    "x": "it does not pass on the extensions of JSON Feed",
    "v": "it knows version 1 of JSON Feed, which has one `author`, but no `authors`",
    "h": "it gives the links, but not their hreflang",
    "s": "it leaves out the link to the feed itself",
    "l": "it takes the language from xml:lang alone, which RSS does not have",
    "o": "of several tombstones it keeps the last",
    "d": "it looks for dc:date, and takes the date of publication where there is none",
    "b": "it gives no length in bytes",
}

# The same of texts that are easily taken for something else, wherever a text stands.

TEXTS = {
    "accents": "¿Qué es la presión? ¡Cuídese, niño!",
    "right to left": "\u200fمرحبا (English) שלום\u200f",
    "quotes": "\"Quoted\" 'single' – “curly” 👩‍⚕️",
    "ampersands": "Salt & sugar; R&D < 2",
    "tags": "Use <b>bold</b> & <int>, <br> <script>alert(1)</script>",
    "references": "Write &amp;, &lt;p&gt; or &copy;",
}
TEXTS_READ = """
                     feedparser  fastfeedparser  atoma  feedsmith  rss-parser  feed-parser
accents              RA.         RAJ             RAJ    RAJ        RA.         RA.
right to left        RA.         RAJ             RAJ    RAJ        RA.         RA.
quotes               RA.         RAJ             RAJ    RAJ        RA.         RA.
ampersands           RA.         RAJ             RAJ    RAJ        RA.         RA.
tags                 RA.         RAJ             RAJ    RAJ        RA.         tt.
references           RA.         RAJ             RAJ    RAJ        RA.         tt.
"""
NOT_SUPPORTED["t"] = "it resolves character references twice"

LETTERS = {"rss": "R", "atom": "A", "json": "J"}


def column(table: str, parser: str, format: str) -> dict[str, str]:
    """By row of a table, "reads", or the reason why a parser does not read it in a format."""
    heads, *rows = table.strip().splitlines()
    place = 1 + heads.split().index(parser)
    cells = {row[:21].strip(): row[21:].split()[place - 1][list(LETTERS).index(format)] for row in rows}
    return {
        name: "reads" if cell == LETTERS[format] else NOT_SUPPORTED[cell] for name, cell in cells.items() if cell != "."
    }


@cache
def feeds() -> dict[str, Feed]:
    """A feed of each kind, in English, Spanish and mixed; and one of files and pictures with all their facts."""
    made = {name: make() for name, make in every_kind().items() if not name.endswith("es+en")}
    entry = Entry(
        id="tag:clinic.example.org,2024:files",
        locale="es",
        url="https://clinic.example.org/es/archivos/",
        title="Archivos",
        updated=day("2024-05-05"),
        author="María",
        categories=[Category(term="c1", label="Audio", scheme="https://clinic.example.org/kinds")],
        media=[Media(url="https://clinic.example.org/a.png", media_type="image/png", width=6, height=4)],
        enclosures=[
            Enclosure(url="https://clinic.example.org/a.mp3?a=1&b=2", media_type="audio/mpeg", length=12345),
            Enclosure(url="https://clinic.example.org/b.pdf", media_type="application/pdf"),
        ],
    )
    return {**made, "files es": attrs.evolve(made["topic es"], entries=[entry])}


@cache
def texts() -> dict[str, Feed]:
    """A feed for each of the texts, which has it wherever there is one."""

    def made(text: str) -> Feed:
        entry = Entry(
            id="tag:clinic.example.org,2024:text",
            locale="es",
            url="https://clinic.example.org/es/texto/?a=1&b=2",
            title=text,
            updated=day("2024-05-05"),
            author=text,
            summary=text,
            content=Markup("<p>{}</p>").format(text),
            categories=[Category(term="c1", label=text)],
            media=[Media(url="https://clinic.example.org/a.png", description=text)],
        )
        return attrs.evolve(every_kind()["topic es"](), title=text, subtitle=text, author=text, entries=[entry])

    return {name: made(text) for name, text in TEXTS.items()}


def found(parser: str, made: dict[str, Feed], format: str) -> dict[str, Found]:
    """What a parser finds in feeds, by their names."""
    return read(PARSERS[parser], [Document(name, format, feed.format(format)) for name, feed in made.items()])


def faults(right: Found, there: Found) -> dict[str, str]:
    """By field, "reads" or what was found in place of the right value. An entry too many or too few is an error."""
    pairs = [("feed", right.feed, there.feed)]
    pairs += [("entry", *pair) for pair in zip(right.entries, there.entries, strict=True)]
    result: dict[str, str] = {}
    for part, here, other in pairs:
        for field, value in here.items():
            name = f"{part} {field}"
            if result.setdefault(name, "reads") == "reads" and other.get(field) != value:
                result[name] = f"{other.get(field)!r} is not {value!r}"
    return result


CELLS = [(parser, format) for parser, client in PARSERS.items() for format in FORMATS[client]]


@pytest.mark.parametrize(("parser", "format"), CELLS)
def test_parsers_read_every_kind_of_feed(parser: str, format: str) -> None:
    """What the table says is read is just what the feed's value has; what it says is not read is not."""
    measured: dict[str, str] = {}
    there = found(parser, feeds(), format)
    for name, feed in feeds().items():
        for field, result in faults(expected(feed, format), there[name]).items():
            if measured.get(field, "reads") == "reads":
                measured[field] = result if result == "reads" else f"{name}: {result}"
    said = column(READ, parser, format)
    reasons = {
        field: said[field] if result != "reads" and said.get(field, "reads") != "reads" else result
        for field, result in measured.items()
    }
    assert said == reasons


@pytest.mark.parametrize(("parser", "format"), CELLS)
def test_parsers_read_texts_that_look_like_something_else(parser: str, format: str) -> None:
    """Accents, right-to-left text, quotes, and what looks like markup come back as they were, wherever they stand."""
    fields = {field for field, result in column(READ, parser, format).items() if result == "reads"}
    there = found(parser, texts(), format)
    said = column(TEXTS_READ, parser, format)
    measured = {}
    for name, feed in texts().items():
        results = faults(expected(feed, format), there[name])
        wrong = {field: results[field] for field in sorted(fields & results.keys()) if results[field] != "reads"}
        measured[name] = "reads" if not wrong else str(wrong) if said[name] == "reads" else said[name]
    assert said == measured


def test_no_text_becomes_markup() -> None:
    """A summary that looks like markup does not become any in RSS, whose readers take the description for HTML."""
    made = texts()["tags"]
    there = found("feedparser", {"tags": made}, "rss")["tags"]
    assert [str(escape(TEXTS["tags"]))] * 2 == [there.feed["subtitle"], there.entries[0]["summary"]]


# Lists of feeds

Subscription = tuple[str, str, str]
"""The language a feed is listed under, its title and its address."""


def by_listparser(body: bytes) -> list[Subscription]:
    """The feeds that listparser finds."""
    made = listparser.parse(body)
    assert not made.bozo
    return [(one.tags[0] if one.tags else "", one.title, one.url) for one in made.feeds]


def by_atoma(body: bytes) -> list[Subscription]:
    """The feeds that atoma finds."""
    return _flat("", [attrs.asdict(one) for one in atoma.parse_opml_bytes(body).outlines], "xml_url")


def by_feedsmith(body: bytes) -> list[Subscription]:
    """The feeds that feedsmith finds."""
    made = asked("feedsmith", [Document("list", "opml", body)])
    return _flat("", made["list"]["body"]["outlines"], "xmlUrl")


def _flat(parent: str, outlines: Sequence[Any], key: str) -> list[Subscription]:
    listed: list[Subscription] = []
    for one in outlines:
        if one.get(key):
            listed.append((parent, one["title"], one[key]))
        else:
            listed += _flat(one["text"], one["outlines"], key)
    return listed


@pytest.mark.parametrize("read_list", [by_listparser, by_atoma, by_feedsmith])
@pytest.mark.parametrize("locales", [["en", "es"], ["es"]])
def test_lists_of_feeds_are_read(read_list: Callable[[bytes], list[Subscription]], locales: list[str]) -> None:
    """OPML readers find every feed with its title, under its language where there are several."""
    body = opml(catalog(topic(groups=["home", "places"])), PUBLISHER, locales)
    titles = {
        "en": ["all topics", "what’s new", "At home", "Out and about"],
        "es": ["todos los temas", "novedades", "En casa", "Fuera de casa"],
    }
    paths = ["topics", "whats-new", "groups/home", "groups/places"]
    name = {"en": "English", "es": "Español"}
    assert [
        (
            name[locale] if len(locales) > 1 else "",
            f"{PUBLISHER.name[locale]}: {title}",
            f"https://clinic.example.org/{locale}/feeds/{path}.atom",
        )
        for locale in locales
        for title, path in zip(titles[locale], paths, strict=True)
    ] == read_list(body)


# Feed readers, over two builds

SONG = Link(
    url={"en": "https://tea.example.net/en/song.mp3", "es": "https://tea.example.net/es/cancion.mp3"},
    title={"en": "Tea song", "es": "La canción del té"},
)


def first() -> Catalog:
    """What is published first: one topic will change, one will be retracted, one is in English only."""
    sections = {
        "en": (Section(title="Start here", links=[TEA, KETTLE, GUIDE, SONG]),),
        "es": (Section(title="Para empezar", links=[TEA, GUIDE, SONG]),),
    }
    title = {"en": "Milk & <b>honey</b>: مرحبا", "es": "¿Leche & <b>miel</b>?"}
    return catalog(topic("tea", sections=sections), illustrated("milk", title=title), english_only("kettles"))


def second() -> Catalog:
    """What is published next: one topic changed, one retracted, one new."""
    changed = topic(
        "tea",
        title={"en": "Tea, again", "es": "¡Otra vez té!"},
        summary={"en": Markup("<p>Two cups.</p>"), "es": Markup("<p>Dos tazas.</p>")},
        updated=dict.fromkeys(("en", "es"), day("2024-05-05")),
    )
    return catalog(changed, topic("bread"), english_only("kettles"), snapshot=day("2024-06-06"))


def publish(made: Catalog, out: Path) -> None:
    """Publish the feeds of a catalog."""
    syndicate.build(made, PUBLISHER, out, only=["feeds"])


Read = dict[str, dict[str, Any]]
"""What a reader shows of entries, by their ids."""


def shown(feed: Feed, format: str) -> Read:
    """What a reader should show of a feed's entries: the text, or what stands for it."""
    substitute = {entry.id: entry.title if format == "json" else "" for entry in feed.entries}  # which JSON Feed needs
    return {
        entry.id: {
            "title": entry.title,
            "url": entry.url,
            "date": entry.published or entry.updated,
            "author": entry.author,
            "content": str(entry.content) or entry.summary or substitute[entry.id],
        }
        for entry in feed.entries
    }


TREE_FEEDS = [(locale, format) for locale in ("en", "es") for format in FEED_FORMATS]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Any]:
    """lemon24's reader, on a folder to be published into."""
    library = pytest.importorskip("reader")
    with library.make_reader(":memory:", feed_root=str(tmp_path / "public")) as made:
        yield made


def read_by_reader(reader: Any, url: str) -> Read:
    """What the reader has of a feed."""
    return {
        entry.id: {
            "title": entry.title,
            "url": entry.link,
            "date": entry.published or entry.updated,
            "author": entry.authors[0].name,
            "content": entry.content[0].value if entry.content else entry.summary or "",
        }
        for entry in reader.get_entries(feed=url)
    }


def test_reader_follows_the_feeds(reader: Any, tmp_path: Path) -> None:
    """The reader takes in every feed, updates what changed, adds what is new, and has nothing twice."""
    urls = {CATALOG_FEED.at(*place): place for place in TREE_FEEDS}
    publish(first(), tmp_path / "public")
    for url in urls:
        reader.add_feed(url)
    reader.update_feeds(scheduled=False)
    for url, (locale, format) in urls.items():
        feed = syndicate.feed(first(), PUBLISHER, locale)
        assert (feed.title, feed.home_page) == (reader.get_feed(url).title, reader.get_feed(url).link)
        assert shown(feed, format) == read_by_reader(reader, url)
    publish(second(), tmp_path / "public")
    assert dict.fromkeys(urls, (1, 1)) == news(reader)
    for url, (locale, format) in urls.items():
        now = read_by_reader(reader, url)
        left = {id for id in now if "milk" in id}  # the reader keeps what was retracted
        assert shown(syndicate.feed(second(), PUBLISHER, locale), format) == {id: now[id] for id in now.keys() - left}
    assert dict.fromkeys(urls, (0, 0)) == news(reader)


def news(reader: Any) -> dict[str, tuple[int, int]]:
    """How many entries of each feed are new and changed to the reader."""
    made = {one.url: one.value for one in reader.update_feeds_iter(scheduled=False)}
    return {url: (update.new, update.modified) for url, update in made.items()}


def test_reader_finds_the_files_of_a_topic(reader: Any, tmp_path: Path) -> None:
    """A link to a file is an enclosure in the reader, whatever the format."""
    publish(first(), tmp_path / "public")
    for locale, format in TREE_FEEDS:
        url = TOPIC_FEED.at(locale, "tea", format)
        reader.add_feed(url)
        reader.update_feed(url)
        feed = syndicate.feed(first(), PUBLISHER, locale, topic="tea")
        assert {entry.id: [(file.url, file.media_type) for file in entry.enclosures] for entry in feed.entries} == {
            entry.id: [(file.href, file.type) for file in entry.enclosures] for entry in reader.get_entries(feed=url)
        }


class Served(SimpleHTTPRequestHandler):
    """Serves a folder, always in full: two builds may fall into one second, the grain of If-Modified-Since."""

    def do_GET(self) -> None:
        """Answer as if the reader had nothing yet."""
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@attrs.frozen
class Newsboat:
    """Newsboat with its subscriptions; it takes entries with the same id in two feeds for one."""

    folder: Path
    urls: Sequence[str]

    def reload(self) -> None:
        """Fetch the feeds."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "urls").write_text("".join(f"{url}\n" for url in self.urls))
        (self.folder / "config").touch()
        command = [NEWSBOAT or "", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"]
        environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True, timeout=30)

    def rows(self, query: str) -> list[Any]:
        """What its cache has."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as store:
            return store.execute(query).fetchall()

    def entries(self) -> Read:
        """What it shows of the feed's entries."""
        rows = self.rows("SELECT guid, title, url, pubDate, author, content FROM rss_item WHERE deleted = 0")
        assert len({guid for guid, *_ in rows}) == len(rows)
        return {
            guid: {
                "title": title,
                "url": url,
                "date": datetime.fromtimestamp(date, UTC),
                "author": author,
                "content": content,
            }
            for guid, title, url, date, author, content in rows
        }


needs_newsboat = pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")


@needs_newsboat
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_newsboat_follows_the_feeds(locale: str, format: str, tmp_path: Path) -> None:
    """newsboat takes in a feed, updates what changed, adds what is new, and has nothing twice."""
    out = tmp_path / "public"
    publish(first(), out)
    with served(out) as base:
        newsboat = Newsboat(tmp_path / "newsboat", [base + CATALOG_FEED.at(locale, format)])
        newsboat.reload()
        feed = syndicate.feed(first(), PUBLISHER, locale)
        assert [(feed.title, feed.home_page)] == newsboat.rows("SELECT title, url FROM rss_feed")
        assert shown(feed, format) == newsboat.entries()
        publish(second(), out)
        newsboat.reload()
        now = newsboat.entries()
        left = {id for id in now if "milk" in id}  # newsboat keeps what was retracted
        feed = syndicate.feed(second(), PUBLISHER, locale)
        assert shown(feed, format) == {id: now[id] for id in now.keys() - left}


@needs_newsboat
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_newsboat_finds_the_files_of_a_topic(locale: str, format: str, tmp_path: Path) -> None:
    """newsboat offers the files that it plays, sound and film; every link has its own entry."""
    out = tmp_path / "public"
    publish(first(), out)
    with served(out) as base:
        newsboat = Newsboat(tmp_path / "newsboat", [base + TOPIC_FEED.at(locale, "tea", format)])
        newsboat.reload()
    feed = syndicate.feed(first(), PUBLISHER, locale, topic="tea")
    assert shown(feed, format) == newsboat.entries()
    assert [(SONG.url[locale], "audio/mpeg")] == newsboat.rows(
        "SELECT enclosure_url, enclosure_type FROM rss_item WHERE enclosure_url <> ''"
    )


# Which link a client takes, of an entry's own and its translation's: the table in the docs is what is measured here.

OWN = ("https://clinic.example.org/es/", "https://clinic.example.org/es/topics/tea/")
OTHER = ("https://clinic.example.org/en/", "https://clinic.example.org/en/topics/tea/")
RELATIONS = ("alternate", "related")
ORDERS = ("before", "after")
PLACES = {"atom": ("Atom feed", "Atom entry"), "rss": ("RSS channel", "RSS item")}

Taken = tuple[str | None, str | None]
"""The links that a client takes for a feed's and for its entry's."""


@cache
def linked() -> tuple[Document, ...]:
    """Feeds whose head and entry have a second link, to the page in another language, before or after their own."""
    made = []
    for format in PLACES:
        for relation in RELATIONS:
            for order in ORDERS:
                name = f"{relation}-{order}.{format}"
                made.append(Document(name, format, _linked(name, format, relation, order)))
    return tuple(made)


def _linked(name: str, format: str, relation: str, order: str) -> bytes:
    feed = every_kind()["plain topic es"]()
    entry = attrs.evolve(feed.entries[0], id=f"tag:clinic.example.org,2024:{name}", url=OWN[1], translations=())
    root = parsed_xml(attrs.evolve(feed, home_page=OWN[0], translations={}, entries=[entry]).format(format))
    own = {"atom": f"{ATOM}link[@rel='alternate']", "rss": "link"}[format]
    head, item = {"atom": (".", f"{ATOM}entry"), "rss": ("channel", "channel/item")}[format]
    for parent, url in zip((root.find(head), root.find(item)), OTHER, strict=True):
        assert parent is not None
        (there,) = parent.findall(own)
        link = etree.Element(f"{ATOM}link", rel=relation, type="text/html", hreflang="en", href=url)
        (there.addprevious if order == "before" else there.addnext)(link)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def by_parser(parser: str, folder: Path) -> dict[str, Taken]:
    """The links that a parser takes."""
    formats = {format: [one for one in linked() if one.format == format] for format in PLACES}
    made = {name: one for some in formats.values() for name, one in read(PARSERS[parser], some).items()}
    return {name: (one.feed.get("link"), one.entries[0].get("link")) for name, one in made.items()}


def by_atoma_simple(folder: Path) -> dict[str, Taken]:
    """The links that atoma takes where it makes all formats alike; elsewhere it leaves the choice to the program."""
    made = {one.name: simple_parse_bytes(one.body) for one in linked()}
    return {name: (one.link, one.articles[0].link) for name, one in made.items()}


def by_feedsmith_lists(folder: Path) -> dict[str, Taken]:
    """The links that feedsmith gives; in Atom it leaves the choice to the program."""

    def taken(of: Any) -> str:
        links = [one["href"] for one in of.get("links", ()) if one["rel"] == "alternate"]
        return str(of["link"]) if "link" in of else " ".join(sorted(links))

    made = asked("feedsmith", linked())
    return {name: (taken(one), taken((one.get("items") or one.get("entries"))[0])) for name, one in made.items()}


def by_lemon24_reader(folder: Path) -> dict[str, Taken]:
    """The links that lemon24's reader takes."""
    library = pytest.importorskip("reader")
    for one in linked():
        (folder / one.name).write_bytes(one.body)
    with library.make_reader(":memory:", feed_root=str(folder)) as reader:
        for one in linked():
            reader.add_feed(one.name)
        reader.update_feeds(scheduled=False)
        return {
            one.name: (reader.get_feed(one.name).link, next(iter(reader.get_entries(feed=one.name))).link)
            for one in linked()
        }


def by_newsboat(folder: Path) -> dict[str, Taken]:
    """The links that newsboat takes."""
    if NEWSBOAT is None:
        pytest.skip("newsboat is not installed")
    for one in linked():
        (folder / one.name).write_bytes(one.body)
    with served(folder) as base:
        newsboat = Newsboat(folder / "newsboat", [base + one.name for one in linked()])
        newsboat.reload()
    rows = newsboat.rows(
        "SELECT feed.rssurl, feed.url, item.url FROM rss_feed feed JOIN rss_item item ON rssurl = feedurl"
    )
    return {address.rpartition("/")[2]: (feed, entry) for address, feed, entry in rows}


LINK_CLIENTS: dict[str, Callable[[Path], dict[str, Taken]]] = {
    "feedparser": partial(by_parser, "feedparser"),
    "fastfeedparser": partial(by_parser, "fastfeedparser"),
    "atoma": by_atoma_simple,
    "feedsmith": by_feedsmith_lists,
    "rss-parser": partial(by_parser, "rss-parser"),
    "@rowanmanning/feed-parser": partial(by_parser, "feed-parser"),
    "reader": by_lemon24_reader,
    "newsboat": by_newsboat,
}


def docs_table() -> list[dict[str, str]]:
    """The rows of the table in the docs."""
    lines = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("client", LINK_CLIENTS)
def test_docs_say_which_link_a_client_takes(client: str, tmp_path: Path) -> None:
    """The table in the docs has what was measured of each client, in both relations and orders."""
    taken = LINK_CLIENTS[client](tmp_path)
    measured = {
        relation: {
            place: _cell([taken[f"{relation}-{order}.{format}"][number] for order in ORDERS], number)
            for format, places in PLACES.items()
            for number, place in enumerate(places)
        }
        for relation in RELATIONS
    }
    rows = [row for row in docs_table() if row["Client"] == client]
    assert measured == {row["Second link"]: {place: row[place] for place in measured["alternate"]} for row in rows}


def _cell(taken: Sequence[str | None], number: int) -> str:
    """What a client takes where the second link is before and after the own one, in a word or two."""
    words = {
        OWN[number]: "own",
        OTHER[number]: "**other**",
        " ".join(sorted((OWN[number], OTHER[number]))): "lists both",
        None: "none",
    }
    before, after = (words.get(link, "the feed itself") for link in taken)
    return before if before == after else f"{before}, {after}"


def test_docs_name_the_versions_that_were_measured() -> None:
    """The table in the docs has the versions that are installed for these tests."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    node = json.loads((NODE_FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for row in docs_table():
        client = row["Client"]
        if client in node:
            assert node[client] == row["Version"]
        elif client != "newsboat":  # which is the system's
            assert ", ".join(re.findall(rf"^{client}==([\d.]+)", pins, re.MULTILINE)) == row["Version"]


def test_our_feeds_put_translations_after_their_own_link() -> None:
    """In RSS, where a client reads nothing else, the links to translations stand behind an item's own."""
    for item in parsed_xml(feeds()["catalog es"].rss()).iterfind("channel/item"):
        names = [str(child.tag) for child in item]
        assert names.index("link") < min(place for place, name in enumerate(names) if name == f"{ATOM}link")
