"""What earlier builds published: when each text was first seen, last changed, retracted. No feed is made here.

The store is one SQLite file. It is read before a build and written after it, each time in one piece, so that a build
that fails leaves it as it was.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from html import unescape
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import HistoryError
from syndicate.locales import LocaleLike, locale_id
from syndicate.model import Catalog, Link, Localized, Topic, layout
from syndicate.model.fields import assembled
from syndicate.model.finding import Severity
from syndicate.text import one_line, rfc3339

__all__ = ["ARCHIVE_SIZE", "Changes", "History", "State", "Text"]

ARCHIVE_SIZE: Final = 100
"""How many changes an archive document holds (RFC 5005 section 4)."""

_APPLICATION: Final = 0x53594E44  # "SYND", in the header of the file
_VERSION: Final = 1
_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE builds (number INTEGER PRIMARY KEY, snapshot TEXT);
CREATE TABLE languages (locale TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (
    locale TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
    first_seen TEXT NOT NULL, changed TEXT NOT NULL, build INTEGER NOT NULL, archive INTEGER, links TEXT NOT NULL,
    PRIMARY KEY (locale, id)
) WITHOUT ROWID;
CREATE TABLE archives (locale TEXT NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (locale, number));
"""


class State(StrEnum):
    """What happened to a text last."""

    NEW = "new"
    CHANGED = "changed"
    RETRACTED = "retracted"


@attrs.frozen(kw_only=True)
class Text:
    """What is remembered of one topic's text in one language.

    Attributes:
        locale: the language, as an identifier.
        id: the source's id of the text.
        title: its last title.
        digest: of what a reader reads of it; see :func:`digest`.
        state: what happened to it last.
        first_seen, changed: RFC 3339 dates in UTC; empty where no source told one.
        build: the number of the build that saw its last change.
        archive: the number of the archive document that holds its last change; None while it is in none.
        links: the date and digest of each of its links, by the digest of its address, as JSON.
    """

    locale: str
    id: str
    title: str
    digest: str
    state: State
    first_seen: str
    changed: str
    build: int
    archive: int | None = None
    links: str = "{}"

    @property
    def moment(self) -> datetime | None:
        """When it last changed."""
        return datetime.fromisoformat(self.changed) if self.changed else None


_COLUMNS: Final = tuple(field.name for field in attrs.fields(Text))
_EVENT_ORDER: Final[Callable[[Text], Any]] = attrgetter("build", "changed", "id")


@attrs.frozen(kw_only=True)
class Changes:
    """How a catalog differs from what was published before, and what is to be remembered of it.

    Attributes:
        catalog: the catalog, every text with the date of its last change.
        counts: by locale identifier, how many texts are ``new``, ``changed``, ``retracted`` and ``unchanged``.
        undated: the texts that changed while their date did not, as slug and locale identifier.
        texts: by locale identifier and id, all that will be remembered.
        since: by locale identifier, the build that saw the language first.
        archived: by locale identifier, how many archive documents there will be.
        fresh: by locale identifier and number, the changes that new archive documents hold.
        build: the number of this build, one more than the last that saw a change.
    """

    catalog: Catalog
    counts: Mapping[str, Mapping[str, int]]
    undated: Sequence[tuple[str, str]]
    texts: Mapping[str, Mapping[str, Text]]
    since: Mapping[str, int]
    archived: Mapping[str, int]
    fresh: Mapping[tuple[str, int], Sequence[Text]]
    build: int

    @property
    def nothing(self) -> bool:
        """Whether all texts are as they were."""
        return not any(
            count for counts in self.counts.values() for state, count in counts.items() if state != "unchanged"
        )

    def news(self, locale: LocaleLike, least: int = ARCHIVE_SIZE) -> list[Text]:
        """What changed since the language was first published, newest change first.

        The changes of the newest build that saw any are there in full; older ones fill up to ``least``.
        """
        name = locale_id(locale)
        found = [text for text in self._read(name) if text.build > self.since[name]]
        found.sort(key=_EVENT_ORDER, reverse=True)
        newest = sum(text.build == found[0].build for text in found) if found else 0
        return sorted(found[: max(least, newest)], key=attrgetter("changed", "build", "id"), reverse=True)

    def retracted(self, locale: LocaleLike, most: int = ARCHIVE_SIZE) -> list[Text]:
        """The texts that left the catalog, the latest first."""
        gone = [text for text in self.texts.get(locale_id(locale), {}).values() if text.state is State.RETRACTED]
        return sorted(gone, key=_EVENT_ORDER, reverse=True)[:most]

    def tail(self, locale: LocaleLike) -> list[Text]:
        """The changes that no archive document holds yet, oldest first; fewer than :data:`ARCHIVE_SIZE`."""
        return sorted((text for text in self._read(locale_id(locale)) if text.archive is None), key=_EVENT_ORDER)

    def _read(self, locale: str) -> list[Text]:
        """The texts whose present state is known: not those that are remembered but could not be read this time."""
        present = {topic.ids[locale] for topic in self.catalog.values() if locale in topic.title}
        texts = self.texts.get(locale, {}).values()
        return [text for text in texts if text.state is State.RETRACTED or text.id in present]

    def link_date(self, locale: LocaleLike, identifier: str, url: str) -> datetime | None:
        """When a link of a text was first seen or last changed its title."""
        text = self.texts.get(locale_id(locale), {}).get(identifier)
        found = json.loads(text.links).get(_short(url)) if text is not None else None
        return datetime.fromisoformat(found[0]) if found and found[0] else None


class History:
    """The store of one published tree.

    Args:
        path: the file; one that does not exist is an empty history.

    Raises:
        HistoryError: the file is corrupt, is no history, or cannot be read; nothing has been changed.

    >>> from datetime import UTC
    >>> from tempfile import TemporaryDirectory
    >>> day = datetime(2024, 6, 6, tzinfo=UTC)
    >>> catalog = Catalog([Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"}, updated={"en": day})])
    >>> with TemporaryDirectory() as folder:
    ...     history = History(Path(folder, "history.sqlite3"))
    ...     history.remember(history.compare(catalog))
    ...     dict(history.compare(catalog).counts["en"])
    {'unchanged': 1}
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._build = 0
        self._since: dict[str, int] = {}
        self._texts: dict[str, dict[str, Text]] = {}
        self._archived: dict[str, int] = {}
        if self.path.exists():
            with self._open() as store:
                self._load(store)

    @contextmanager
    def _open(self, mode: str = "rw") -> Iterator[sqlite3.Connection]:
        try:
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)) as store:
                yield store
        except sqlite3.OperationalError as error:
            raise HistoryError(
                f"cannot open the history: {error}", source=str(self.path), hint="give another --history"
            ) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter where its message quotes the file
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise self._foreign() from error
            raise self.damaged(str(error)) from error

    def _load(self, store: sqlite3.Connection) -> None:
        def pragma(name: str) -> Any:
            return store.execute(f"PRAGMA {name}").fetchone()[0]

        if not pragma("page_count"):  # an empty file, or the first build was killed while it wrote
            return
        if pragma("application_id") != _APPLICATION:
            raise self._foreign()
        if (version := pragma("user_version")) != _VERSION:
            raise HistoryError(
                f"the history has version {version}, which this syndicate does not know",
                source=str(self.path),
                hint="use the syndicate that wrote it, or a newer one",
            )
        if (found := pragma("quick_check(1)")) != "ok":
            raise sqlite3.DatabaseError(found)
        self._build = store.execute("SELECT coalesce(max(number), 0) FROM builds").fetchone()[0]
        self._since = dict(store.execute("SELECT locale, since FROM languages"))
        self._archived = dict(store.execute("SELECT locale, max(number) FROM archives GROUP BY locale"))
        for row in store.execute(f"SELECT {', '.join(_COLUMNS)} FROM texts"):  # noqa: S608 -- our own names
            text = Text(**dict(zip(_COLUMNS, row, strict=True)))
            try:
                text = attrs.evolve(text, state=State(text.state))
                _ = text.moment, json.loads(text.links)
            except (ValueError, TypeError) as error:
                raise sqlite3.DatabaseError(str(error)) from error
            self._texts.setdefault(text.locale, {})[text.id] = text

    def damaged(self, problem: str) -> HistoryError:
        """The error that something in the file is not as it was written."""
        return HistoryError(
            f"the history is damaged: {problem}",
            source=str(self.path),
            hint="put a copy of it back, or remove it, and all texts count as new",
        )

    def _foreign(self) -> HistoryError:
        return HistoryError("this is no history of syndicate", source=str(self.path), hint="give another --history")

    def compare(self, catalog: Catalog, locales: Iterable[LocaleLike] | None = None) -> Changes:
        """How a catalog differs from what is remembered. Nothing is written.

        Args:
            catalog: what there is now.
            locales: the languages to look at; by default those of the catalog and of the history.
        """
        return _Comparison(catalog, self._texts, self._build + 1).changes(
            [locale_id(locale) for locale in locales]
            if locales is not None
            else list(dict.fromkeys((*map(locale_id, catalog.locales), *self._texts))),
            self._since,
            self._archived,
        )

    def archives(self, locale: LocaleLike, numbers: Iterable[int]) -> Iterator[bytes]:
        """The bodies of archive documents, as :meth:`remember` was given them."""
        wanted = list(numbers)
        if not wanted:
            return
        with self._open() as store:
            for number in wanted:
                query = "SELECT body FROM archives WHERE locale = ? AND number = ?"
                row = store.execute(query, (locale_id(locale), number)).fetchone()
                if row is None:
                    raise sqlite3.DatabaseError(f"archive {number} of {locale} is missing")
                yield row[0]

    def remember(self, changes: Changes, archives: Mapping[tuple[str, int], bytes] | None = None) -> None:
        """Write down what a build published; where nothing changed, the file is not touched.

        Args:
            changes: what :meth:`compare` gave.
            archives: a body for each of :attr:`Changes.fresh`.

        Raises:
            HistoryError: the file cannot be written, or another build wrote it meanwhile.
        """
        with self.remembering(changes, archives):
            pass

    @contextmanager
    def remembering(self, changes: Changes, archives: Mapping[tuple[str, int], bytes] | None = None) -> Iterator[None]:
        """What :meth:`remember` does, in two steps: all is written at the start, and holds when the block ends well.

        So what can go wrong with the file does so before the block publishes anything.
        """
        if changes.nothing:
            yield
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HistoryError(
                f"cannot make the folder of the history: {error.strerror}",
                source=str(self.path),
                hint="give another --history",
            ) from error
        with self._open("rwc") as store:
            store.execute("BEGIN IMMEDIATE")
            if not store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _SCHEMA.split(";"):
                    store.execute(statement)
            latest = store.execute("SELECT coalesce(max(number), 0) FROM builds").fetchone()[0]
            if latest != changes.build - 1:
                raise HistoryError(
                    "another build has written the history meanwhile", source=str(self.path), hint="build again"
                )
            self._write(store, changes, archives or {})
            yield
            store.execute("COMMIT")
        self._build = changes.build
        self._since, self._archived = dict(changes.since), dict(changes.archived)
        self._texts = {locale: dict(texts) for locale, texts in changes.texts.items()}

    def _write(self, store: sqlite3.Connection, changes: Changes, archives: Mapping[tuple[str, int], bytes]) -> None:
        snapshot = changes.catalog.snapshot
        store.execute("INSERT INTO builds VALUES (?, ?)", (changes.build, snapshot and rfc3339(snapshot)))
        store.executemany("INSERT OR IGNORE INTO languages VALUES (?, ?)", changes.since.items())
        rows = (
            [getattr(text, name) for name in _COLUMNS]
            for locale, texts in changes.texts.items()
            for identifier, text in texts.items()
            if self._texts.get(locale, {}).get(identifier) is not text
        )
        marks = ", ".join("?" * len(_COLUMNS))
        store.executemany(f"INSERT OR REPLACE INTO texts VALUES ({marks})", rows)  # noqa: S608 -- only question marks
        bodies = ((locale, number, archives.get((locale, number), b"")) for locale, number in changes.fresh)
        store.executemany("INSERT INTO archives VALUES (?, ?, ?)", bodies)


class _Comparison:
    """One catalog against the texts of an earlier one."""

    def __init__(self, catalog: Catalog, before: Mapping[str, Mapping[str, Text]], build: int) -> None:
        self.catalog = catalog
        self.before = before
        self.build = build
        self.undated: list[tuple[str, str]] = []
        self.counts: dict[str, Counter[str]] = {}
        self._present: dict[str, set[str]] = {}
        self._pages = {
            f"/{layout.topic_page(locale, topic.slug).removesuffix('index.html')}"
            for topic in catalog.values()
            for locale in topic.title.identifiers()
        }

    def changes(self, locales: Sequence[str], since: Mapping[str, int], archived: Mapping[str, int]) -> Changes:
        texts = dict(self.before)
        fresh: dict[tuple[str, int], list[Text]] = {}
        archived = dict(archived)
        for locale in locales:
            found = self._language(locale)
            self._seal(locale, found, archived, fresh)
            texts[locale] = found
        return Changes(
            catalog=self._dated(texts, set(locales)),
            counts=self.counts,
            undated=self.undated,
            texts=texts,
            since={**dict.fromkeys(locales, self.build), **since},
            archived=archived,
            fresh=fresh,
            build=self.build,
        )

    def _language(self, locale: str) -> dict[str, Text]:
        before = self.before.get(locale, {})
        counts = self.counts[locale] = Counter()
        found: dict[str, Text] = {}
        for topic in self.catalog.values():
            if locale in topic.title:
                identifier = topic.ids[locale]
                text = self._text(topic, locale, before.get(identifier))
                found[identifier] = text
                counts["unchanged" if text is before.get(identifier) else text.state.value] += 1
        unread = {
            finding.topic
            for finding in self.catalog.findings
            if finding.severity is Severity.ERROR and finding.locale in ("", locale)
        }
        # A text that could not be read has not left; if nobody can tell which it is, it may be any of them.
        all_unread = not unread <= found.keys() | before.keys()
        self._present[locale] = set(found)
        for identifier, text in before.items():
            if identifier not in found:
                if text.state is not State.RETRACTED and identifier not in unread and not all_unread:
                    text = self._retraction(text)
                    counts[State.RETRACTED.value] += 1
                found[identifier] = text
        return found

    def _text(self, topic: Topic, locale: str, before: Text | None) -> Text:
        own = topic.updated.get(locale)
        digest = _digest(topic, locale, self._pages)
        if before is not None and before.state is not State.RETRACTED:
            later = own is not None and before.changed != "" and rfc3339(own) > before.changed
            if digest == before.digest and not later:
                return before
            state = State.CHANGED
        else:
            state = State.NEW
        stated = own or self.catalog.snapshot or (topic.created.get(locale) if before is None else None)
        changed = rfc3339(stated) if stated is not None else (before.changed if before else "")
        if own is None and before is not None:
            changed = max(changed, before.changed)  # an older snapshot does not take a date back
        if before is not None and changed <= before.changed:
            self.undated.append((topic.slug, locale))
        return Text(
            locale=locale,
            id=topic.ids[locale],
            title=topic.title[locale],
            digest=digest,
            state=state,
            first_seen=before.first_seen if before is not None else changed,
            changed=changed,
            build=self.build,
            links=_links(topic, locale, changed, before.links if before is not None else "{}"),
        )

    def _retraction(self, text: Text) -> Text:
        """The text is gone since the snapshot, or else since the newest change that the catalog knows."""
        moment = self.catalog.snapshot or max(
            (moment for topic in self.catalog.values() for moment in topic.updated.values()), default=None
        )
        changed = max(text.changed, rfc3339(moment)) if moment is not None else text.changed
        return attrs.evolve(text, state=State.RETRACTED, changed=changed, build=self.build, archive=None)

    def _seal(
        self, locale: str, texts: dict[str, Text], archived: dict[str, int], fresh: dict[tuple[str, int], list[Text]]
    ) -> None:
        """Give the oldest changes that are in no archive document to new ones, as many as they fill."""
        present = self._present[locale]
        known = (text for text in texts.values() if text.state is State.RETRACTED or text.id in present)
        loose = sorted((text for text in known if text.archive is None), key=_EVENT_ORDER)
        for start in range(0, len(loose) - ARCHIVE_SIZE + 1, ARCHIVE_SIZE):
            number = archived[locale] = archived.get(locale, 0) + 1
            sealed = [attrs.evolve(text, archive=number) for text in loose[start : start + ARCHIVE_SIZE]]
            texts.update((text.id, text) for text in sealed)
            fresh[locale, number] = sealed

    def _dated(self, texts: Mapping[str, Mapping[str, Text]], locales: set[str]) -> Catalog:
        """The catalog with the date of its last change for every text whose source states none."""
        topics = []
        for topic in self.catalog.values():
            dates = dict(topic.updated.identifiers())
            for locale in topic.title.identifiers():
                if locale not in dates and locale in locales and (when := texts[locale][topic.ids[locale]].moment):
                    dates[locale] = when
            if len(dates) > len(topic.updated):
                values = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
                topic = assembled(Topic, **{**values, "updated": Localized.from_identifiers(dates)})
            topics.append(topic)
        return Catalog(
            topics,
            groups=self.catalog.groups.values(),
            default_locale=self.catalog.default_locale,
            snapshot=self.catalog.snapshot,
            findings=self.catalog.findings,
        )


_TAG: Final = re.compile(r"""<[^<>"]*(?:"[^"]*"[^<>"]*)*>""")
_NAME: Final = re.compile("[a-z0-9]+")
_SHOWN: Final = re.compile(r'\s(href|src|alt)="([^"]*)"')
_WITHIN_WORDS: Final = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var "
    "wbr".split()
)


def _digest(topic: Topic, locale: str, pages: Collection[str]) -> str:
    """A digest of what a reader reads: names, description, text with its links and pictures, lists of links.

    Addresses of the topic itself, dates, shelves and codes are not text; nor is how the text is marked up, or where the
    tree is served, so that neither a new design nor a new site nor another version of the sanitizer makes a change.

    Args:
        topic: the topic.
        locale: the language.
        pages: the paths of all topics' pages in the tree.
    """

    def address(url: str | None) -> str | None:
        if url is None:
            return None
        page, mark, place = url.partition("#")
        path = f"/{'/'.join(page.rsplit('/', 4)[1:])}"
        return path + mark + place if path in pages else url

    def shown(tag: re.Match[str]) -> str:
        found = [address(value) if name == "href" else value for name, value in _SHOWN.findall(tag[0])]
        if found:
            return f"\0{' '.join(map(str, found))}\0"
        name = _NAME.search(tag[0])
        return "" if name is not None and name[0] in _WITHIN_WORDS else " "

    image = topic.image.get(locale)
    read = [
        topic.title[locale],
        topic.also_called.get(locale, ()),
        topic.description.get(locale, ""),
        one_line(unescape(_TAG.sub(shown, str(topic.summary.get(locale, ""))))),
        [
            [section.title, [[address(link.url.get(locale)), *_words(link, locale)] for link in section.links]]
            for section in topic.sections.get(locale, ())
        ],
        [image.url, image.alt] if image is not None else None,
    ]
    return sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()[:32]


def _words(link: Link, locale: str) -> list[str | None]:
    return [link.title.get(locale), link.organization.get(locale)]


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _links(topic: Topic, locale: str, changed: str, before: str) -> str:
    """The dates of the links: a link that was there, and reads the same, keeps its own."""
    known = json.loads(before)
    found: dict[str, list[str]] = {}
    for section in topic.sections.get(locale, ()):
        for link in section.links:
            if url := link.url.get(locale):
                read = _short(json.dumps(_words(link, locale)))
                old = known.get(_short(url))
                found[_short(url)] = old if old is not None and old[1] == read else [changed, read]
    return json.dumps(found, separators=(",", ":"))
