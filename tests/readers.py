"""A published site in memory, and feed readers that follow it. No test lives here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from lxml import etree
from samples import PUBLISHER, catalog

from syndicate.feeds import Feeds, archive_series
from syndicate.history import Changes, History, comparison
from syndicate.layout import Scope
from syndicate.model import Publisher, Topic
from syndicate.publishing.making import packed
from syndicate.site.kinds import Kinds
from syndicate.site.parts import SiteParts

ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


def plain(address: str) -> str:
    """An address without the digest that names an archive's content.

    >>> plain("en/feeds/archive/3-0123abcd.atom")
    'en/feeds/archive/3.atom'
    """
    return re.sub(r"(archive/[0-9]+)-[0-9a-f]{8}", r"\1", address)


class Site:
    """A published tree in memory, of its feeds alone, and the history beside it."""

    def __init__(self, folder: Path, publisher: Publisher = PUBLISHER) -> None:
        self.path = folder / "history"
        self.publisher = publisher
        self.files: dict[str, bytes] = {}

    def compare(self, *topics: Topic, **values: Any) -> Changes:
        """How those topics differ from what was published."""
        return History(self.path).compare(catalog(*topics, **values))

    def publish(self, *topics: Topic, locales: list[str] | None = None, **values: Any) -> Changes:
        """Publish those topics, as a build does."""
        found = catalog(*topics, **values)
        store = History(self.path)
        changes = store.compare(found, locales)
        site = SiteParts(changes, self.publisher, found.locales, Kinds({"feeds": None}), store)
        made = [
            artifact
            for piece in site.pieces()
            if piece.scope in (Scope.LOCALE, Scope.ARCHIVE)
            for part in site.parts(piece) or ()
            for artifact in part.make()
        ]
        changes, archives, _ = packed(site)
        store.remember(changes, archives)
        self.files = {artifact.path: artifact.body for artifact in made}
        return changes

    def archives(self, locale: str = "en") -> dict[str, bytes]:
        """The archive documents of a language."""
        return {path: body for path, body in self.files.items() if path.startswith(f"{locale}/feeds/archive/")}

    def read(self, name: str, format: str, locale: str = "en") -> Document:
        """One of a language's feeds, as a feed reader has it."""
        return Document.of(self.file(f"{locale}/feeds/{name}.{format}"), format)

    def file(self, path: str) -> bytes:
        """A file by its path; an archive by its number alone."""
        return {plain(path): body for path, body in self.files.items()}[path]


@attrs.frozen
class Document:
    """What a feed reader finds in a feed, whatever the format.

    Attributes:
        entries: the titles and texts by id, in the order of the feed.
        dates: the dates of the entries by id.
        deleted: the ids of retracted entries, and since when.
        older: the address of the archive before it.
        whole: whether there is nothing else.
    """

    entries: dict[str, tuple[str, str]]
    dates: dict[str, str]
    deleted: dict[str, str]
    older: str | None
    whole: bool

    @classmethod
    def of(cls, body: bytes, format: str) -> Document:
        """The document in a feed's bytes."""
        return {"rss": cls._rss, "atom": cls._atom, "json": cls._json}[format](body)

    @classmethod
    def _rss(cls, body: bytes) -> Document:
        channel = etree.fromstring(body)[0]
        items = {item.findtext("guid") or "": item for item in channel.iter("item")}
        return cls(
            {
                key: (item.findtext("title") or "", item.findtext(f"{CONTENT}encoded") or "")
                for key, item in items.items()
            },
            {key: item.findtext(f"{ATOM}updated") or "" for key, item in items.items()},
            {},
            next((link.get("href") for link in channel.findall(f"{ATOM}link[@rel='prev-archive']")), None),
            channel.find(f"{FH}complete") is not None,
        )

    @classmethod
    def _atom(cls, body: bytes) -> Document:
        root = etree.fromstring(body)
        found = {entry.findtext(f"{ATOM}id") or "": entry for entry in root.iter(f"{ATOM}entry")}
        return cls(
            {
                key: (entry.findtext(f"{ATOM}title") or "", entry.findtext(f"{ATOM}content") or "")
                for key, entry in found.items()
            },
            {key: entry.findtext(f"{ATOM}updated") or "" for key, entry in found.items()},
            {node.get("ref", ""): node.get("when", "") for node in root.iter(f"{DELETED}deleted-entry")},
            next((link.get("href") for link in root.findall(f"{ATOM}link[@rel='prev-archive']")), None),
            root.find(f"{FH}complete") is not None,
        )

    @classmethod
    def _json(cls, body: bytes) -> Document:
        document = json.loads(body)
        items = {item["id"]: item for item in document["items"]}
        return cls(
            {key: (item["title"], item.get("content_html", "")) for key, item in items.items()},
            {key: item["date_modified"] for key, item in items.items()},
            document.get("_deleted", {}),
            document.get("next_url"),
            "next_url" not in document,
        )


class Reader:
    """A feed reader that keeps what it has read, and follows archives back to what it knows (RFC 5005 section 4)."""

    def __init__(self, site: Site, format: str) -> None:
        self.site = site
        self.format = format
        self.entries: dict[str, tuple[str, str]] = {}
        self.known: set[str] = set()

    def visit(self) -> dict[str, tuple[str, str]]:
        """Read what is new; what there is then, to its knowledge."""
        documents = [self.site.read("topics", self.format)]
        if documents[0].whole:
            self.entries = {}
        while (older := documents[-1].older) is not None and older not in self.known:
            self.known.add(older)
            body = self.site.files[older.removeprefix(self.site.publisher.base_url)]
            documents.append(Document.of(body, self.format))
        for document in reversed(documents):
            self.entries |= document.entries
            for identifier in document.deleted:
                self.entries.pop(identifier, None)
        return self.entries


def entry_id(number: int, locale: str = "en") -> str:
    """The id of a small topic's entry."""
    return f"tag:clinic.example.org,2024:topic/{number}/{locale}"


def texts(*topics: Topic, locale: str = "en") -> dict[str, tuple[str, str]]:
    """What a reader of a language should have of topics."""
    return {
        PUBLISHER.entry_id("topic", found.ids[locale], locale): (found.title[locale], str(found.summary[locale]))
        for found in topics
        if locale in found.title
    }


@contextmanager
def small_archives(size: int = 3) -> Iterator[None]:
    """Archives, feeds and lists of tombstones of a few entries, so that small catalogs fill them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "ARCHIVE_SIZE", size)
        patch.setattr(archive_series, "DEFAULT_LIMIT", size)
        for method in (Feeds.topics, Changes.news, Changes.retracted):
            patch.setattr(method, "__defaults__", (size,))
        yield
