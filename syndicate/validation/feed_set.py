"""How the feeds of a tree have to agree: formats, addresses, translations, archives. No file is read here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

import attrs

from syndicate.errors import Message
from syndicate.layout import (
    ARCHIVE_FEED,
    CARD_IMAGE,
    MIXED_FEED,
    OWN_FORMATS,
    TOPIC_FEED,
    address_of,
    is_kind,
    page_path,
)
from syndicate.locales.catalogs import marked
from syndicate.validation.checked_tree import CheckedTree
from syndicate.validation.facts import EntryFacts, Facts
from syndicate.validation.problems import quoted

__all__ = ["FeedSet", "Summary"]

_LINK = re.compile(r'="(?:(?<=href=")|(?<=src=")|(?<=poster="))(https?://[^"&]+)"')
_FAR: Final = timedelta(days=3653)
_NO_LANGUAGE: Final = Message("no language")


@attrs.frozen(kw_only=True)
class Summary:
    """What is remembered of a feed file once its entries were compared.

    A mixed feed has entries in several languages; the feeds of one language that it names need not agree with it.
    """

    path: str
    stem: str
    format: str
    id: str
    language: str
    own: str
    translations: Mapping[str, str]
    paging: Mapping[str, str]
    archive: bool
    mixed: bool


@attrs.frozen
class _Topic:
    """An entry that stands for a topic, and the first file it was found in."""

    path: str
    language: str
    url: str
    translations: Mapping[str, str]


class FeedSet:
    """Takes in the feeds of a tree one by one, and judges them together at the end.

    Args:
        checking: the tree, which takes the problems.
    """

    def __init__(self, checking: CheckedTree) -> None:
        self._tree = checking
        self.feeds: dict[str, Summary] = {}
        self.base = ""
        self.linked: dict[str, tuple[str, str]] = {}  # by address, the file and entry that first links it
        self.listed: dict[str, tuple[str, Mapping[str, str]]] = {}  # by address, its sitemap and the languages it names
        self._mentions: list[tuple[str, str, Message, bool]] = []
        self._languages: dict[str, tuple[str, str]] = {}
        self._topics: dict[str, _Topic] = {}
        self._archived: dict[str, _Topic] = {}
        self._dates: Counter[datetime] = Counter()
        self._dated: dict[datetime, tuple[str, str]] = {}
        self._bases: Counter[str] = Counter()
        self.cards = any(place.kind is CARD_IMAGE for place in checking.places.values())
        self._folders = {address for path in checking.files if (address := address_of(path)) != path}

    # Taking in

    def feed(self, stem: str, formats: Mapping[str, str], found: Iterable[tuple[str, Facts]]) -> None:
        """Take in the formats of one feed: compare them, then remember what other feeds have to agree with."""
        first: Facts | None = None
        for format, facts in found:
            path = formats[format]
            self.feeds[path] = Summary(
                path=path,
                stem=stem,
                format=format,
                id=facts.id,
                language=facts.language,
                own=facts.own,
                translations=facts.translations,
                paging=facts.paging,
                archive=facts.archive,
                mixed=facts.language in ("", "mul")
                or is_kind(path, MIXED_FEED)
                or any(entry.language != facts.language for entry in facts.entries),
            )
            if first is None:
                first = facts
                self._entries(stem, path, facts)
            else:
                self._compare(formats[first.format], first, path, facts)
        for format in OWN_FORMATS:  # the writers of others may refuse a topic
            if format not in formats:
                path = next(iter(formats.values()))
                self._tree.add(
                    "tree-format-missing",
                    path,
                    Message("there is no {stem}.{format} beside it", stem=stem, format=format),
                )

    def mention(self, path: str, address: str, who: Message, *, within: bool) -> None:
        """Remember that a list names an address, which has to be in the tree if it is below its base.

        Args:
            path: the list.
            address: what it names.
            who: the list in words, for the message.
            within: whether an address elsewhere is a problem too.
        """
        self._mentions.append((path, address, who, within))

    def page(self, address: str) -> None:
        """Learn the base from the address of a page, for trees without feeds."""
        start = address.find("//") + 2
        while (start := address.find("/", start) + 1) > 0:
            if address[start:] in self._folders:
                self._bases[address[:start]] += 1
                return

    def _entries(self, stem: str, path: str, facts: Facts) -> None:
        for number, entry in enumerate(facts.entries):
            if not entry.id:
                continue
            language, where = self._languages.setdefault(entry.id, (entry.language, path))
            if language != entry.language:
                message = Message(
                    "{id} is in {language} here, in {other_language} in {path}",
                    id=quoted(entry.id),
                    language=entry.language or _NO_LANGUAGE,
                    other_language=language or _NO_LANGUAGE,
                    path=where,
                )
                self._tree.add("tree-entry-language", path, message, near=entry.id)
            if entry.updated is not None:
                self._dates[entry.updated] += 1
                self._dated.setdefault(entry.updated, (path, entry.id))
            # A topic's feed begins with the topic; what follows are links to pages elsewhere.
            if number == 0 or not self._tree.is_kind(path, TOPIC_FEED):
                known = self._archived if self._tree.is_kind(path, ARCHIVE_FEED) else self._topics
                known.setdefault(entry.id, _Topic(path, entry.language, entry.url, entry.translations))
            for address in (entry.url, *_LINK.findall(entry.html)):
                self.linked.setdefault(address, (path, entry.id))

    def _compare(self, first_path: str, first: Facts, path: str, facts: Facts) -> None:
        """Report where a feed says something else than its first format; one problem an entry is enough."""

        def differ(difference: Message, near: str) -> None:
            message = Message("{difference} than in {path}", difference=difference, path=first_path)
            self._tree.add("tree-formats-differ", path, message, near=near)

        for difference, near in _of_heads(first, facts):
            differ(difference, near)
        ids, own = [entry.id for entry in first.entries], [entry.id for entry in facts.entries]
        if ids != own:
            number = next((n for n, pair in enumerate(zip(ids, own, strict=False)) if pair[0] != pair[1]), None)
            if number is None:
                differ(Message("the number of entries here is {count}", count=len(own)), facts.own)
            else:
                differ(
                    Message("entry {number} has another id, {id},", number=number + 1, id=quoted(own[number])),
                    own[number],
                )
            return
        for number, (one, other) in enumerate(zip(first.entries, facts.entries, strict=True), 1):
            if (name := _difference(one, other)) is not None:
                here, there = (quoted(str(getattr(entry, name))) for entry in (other, one))
                difference = Message(_DIFFERENCES[name], number=number, id=other.id[:100], here=here, there=there)
                differ(difference, other.id)

    # Judging

    def settle(self) -> None:
        """Judge what was taken in, once all of it is there."""
        self._settle_base()
        for feed in self.feeds.values():
            self._translations(feed)
        self._topic_translations()
        self._feed_ids()
        self._archives()
        self._far_dates()
        for path, address, who, within in self._mentions:
            local = self.local(address)
            if local is None:
                if within and self.base:
                    self._tree.add(
                        "tree-link-missing",
                        path,
                        Message("{list} names {address} elsewhere", list=who, address=quoted(address)),
                        near=address,
                    )
            elif local not in self._tree.files:
                self._tree.add(
                    "tree-link-missing",
                    path,
                    Message("{list} names {path}, which is not there", list=who, path=local),
                    near=address,
                )

    def local(self, address: str) -> str | None:
        """The path of the file at an address; None where the address is not below the base."""
        if not self.base or not address.startswith(self.base):
            return None
        return page_path(unquote(re.split(r"[?#]", address[len(self.base) :], maxsplit=1)[0]))

    def _settle_base(self) -> None:
        bases = {
            path: feed.own[: -len(path)]
            for path, feed in self.feeds.items()
            if feed.own.endswith(f"/{path}") or unquote(feed.own).endswith(f"/{path}")
        }
        votes = Counter(bases.values()) or self._bases
        if not votes:
            return
        self.base = votes.most_common(1)[0][0]
        for path, feed in self.feeds.items():
            if feed.own and path not in bases:
                message = Message(
                    "the feed says that it lies at {address}, but it is {base}{path}",
                    address=quoted(feed.own),
                    base=self.base,
                    path=path,
                )
                self._tree.add("tree-self", path, message, near=feed.own)
            elif feed.own and bases[path] != self.base:
                message = Message(
                    "the feed lies below {base}, others below {other_base}", base=bases[path], other_base=self.base
                )
                self._tree.add("tree-base", path, message, near=feed.own)

    def _translations(self, feed: Summary) -> None:
        for language, address in feed.translations.items():
            path = self.local(address)
            twin = self.feeds.get(path) if path is not None else None
            if twin is None:
                message = Message("the translation {address} is not a feed of the tree", address=quoted(address))
                self._tree.add("tree-translation-missing", feed.path, message, near=address)
            elif twin.language and twin.language != language:
                message = Message(
                    "{path} is in {found_language}, not {language}",
                    path=path,
                    found_language=twin.language,
                    language=language,
                )
                self._tree.add("tree-translation-language", feed.path, message, near=address)
            elif not feed.mixed and self.local(twin.translations.get(feed.language, "")) != feed.path:
                message = Message(
                    "{path} does not name this feed as its translation into {language}",
                    path=path,
                    language=feed.language,
                )
                self._tree.add("tree-translation-one-sided", feed.path, message, near=address)

    def _topic_translations(self) -> None:
        """Entries of topics name each other; the twin may be missing, as a feed has only the newest.

        An archive says what was true once: it counts only where no other feed has the entry, and need not agree.
        """
        by_page: dict[tuple[str, str], list[_Topic]] = {}
        for topic in (self._archived | self._topics).values():
            by_page.setdefault((topic.language, topic.url), []).append(topic)
        for identifier, topic in self._topics.items():
            for language, address in topic.translations.items():
                twins = by_page.get((language, address), [])
                if twins and not any(twin.translations.get(topic.language) == topic.url for twin in twins):
                    message = Message(
                        "{id} names {address} in {language}, which does not name it back",
                        id=quoted(identifier),
                        address=address,
                        language=language,
                    )
                    self._tree.add("tree-translation-one-sided", topic.path, message, near=address)

    def _feed_ids(self) -> None:
        seen: dict[str, str] = {}
        for feed in self.feeds.values():
            if feed.format == "atom" and feed.id and not self._tree.is_kind(feed.path, ARCHIVE_FEED):
                other = seen.setdefault(feed.id, feed.path)
                if other != feed.path:
                    message = Message("{id} is the id of {path} too", id=quoted(feed.id), path=other)
                    self._tree.add("tree-feed-id", feed.path, message, near=feed.id)

    def _archives(self) -> None:
        """Each archive belongs to the one feed whose links to older documents reach it."""
        owner: dict[str, str] = {}
        for feed in list(self.feeds.values()):
            if "prev-archive" in feed.paging and not self._tree.is_kind(feed.path, ARCHIVE_FEED):
                self._follow(feed, owner)
        for feed in self.feeds.values():
            if self._tree.is_kind(feed.path, ARCHIVE_FEED):
                self._archive(feed, owner.get(feed.path))

    def _follow(self, feed: Summary, owner: dict[str, str]) -> None:
        here = feed
        while address := here.paging.get("prev-archive"):
            path = self.local(address)
            older = self.feeds.get(path) if path is not None else None
            if older is None or path is None or older.format != feed.format:
                message = Message(
                    "the older part {address} is not a {format} feed of the tree",
                    address=quoted(address),
                    format=feed.format,
                )
                self._tree.add("tree-archive-chain", here.path, message, near=address)
                return
            if path in owner:
                message = Message("the older part {path} was reached before, from {feed}", path=path, feed=owner[path])
                self._tree.add("tree-archive-chain", here.path, message, near=address)
                return
            owner[path] = feed.path
            here = older

    def _archive(self, archive: Summary, owner: str | None) -> None:
        if owner is None:
            self._tree.add(
                "tree-archive-chain", archive.path, Message("no feed's links to older parts reach this archive")
            )
            return
        feed = self.feeds[owner]
        if archive.format == "json":  # which has no word for the current feed
            return
        current = self.local(archive.paging.get("current", ""))
        if current != owner:
            message = Message("the archive links nothing as the current feed, not {feed}", feed=owner)
            if current:
                message = Message("the archive links {path} as the current feed, not {feed}", path=current, feed=owner)
            self._tree.add("tree-archive-current", archive.path, message, near=archive.paging.get("current", ""))
        if not archive.archive:
            self._tree.add("archive-unmarked", archive.path, Message("add fh:archive to the archive"))
        if archive.format == "atom" and archive.id != feed.id:
            message = Message(
                "the archive's id is {id}, its feed's {feed_id}", id=quoted(archive.id), feed_id=quoted(feed.id)
            )
            self._tree.add("tree-feed-id", archive.path, message, near=archive.id)

    def _far_dates(self) -> None:
        """Dates long after all others are likelier wrong than news; no clock is asked."""
        moments = sorted(self._dates, reverse=True)
        late = 0
        for later, earlier in pairwise(moments):
            late += self._dates[later]
            if late * 20 > self._dates.total():
                return
            if later - earlier > _FAR:
                for moment in moments[: moments.index(later) + 1]:
                    path, identifier = self._dated[moment]
                    message = Message(
                        "{id} is of {date}, all others of {other_date} or before",
                        id=quoted(identifier),
                        date=moment.date(),
                        other_date=earlier.date(),
                    )
                    self._tree.add("tree-date", path, message, near=identifier)
                return


_DIFFERENCES: Final = {
    "title": marked("entry {number} ({id}) has another title, {here} instead of {there},"),
    "url": marked("entry {number} ({id}) has another url, {here} instead of {there},"),
    "updated": marked("entry {number} ({id}) has another updated, {here} instead of {there},"),
    "dated": marked("entry {number} ({id}) has another dated, {here} instead of {there},"),
    "language": marked("entry {number} ({id}) has another language, {here} instead of {there},"),
    "translations": marked("entry {number} ({id}) has another translations, {here} instead of {there},"),
}
"""What formats of an entry say in common, and what is said where they differ in it."""


def _of_heads(first: Facts, facts: Facts) -> Iterator[tuple[Message, str]]:
    """What two formats of a feed say differently about the feed itself, and a text near to it.

    What a format has no word for is None, and an RSS feed need not say when it changed.
    """
    if first.title != facts.title:
        yield Message("the feed has another title, {title},", title=quoted(facts.title)), facts.title
    if first.translations.keys() != facts.translations.keys():
        yield Message("the feed has other translations"), facts.own
    if None not in (first.updated, facts.updated) and first.updated != facts.updated:
        yield (
            Message(
                "the feed has another date, {date} instead of {other_date},",
                date=facts.updated,
                other_date=first.updated,
            ),
            "lastBuildDate",
        )
    if None not in (first.complete, facts.complete) and first.complete != facts.complete:
        if facts.complete:
            yield Message("the feed has another mark of completeness, fh:complete,"), "fh:complete"
        else:
            yield Message("the feed has another mark of completeness, none,"), facts.own
    if first.hubs != facts.hubs:
        yield Message("the feed has other hubs"), min(facts.hubs - first.hubs, default=facts.own)


def _difference(one: EntryFacts, other: EntryFacts) -> str | None:
    """The first thing that two formats of an entry say differently."""
    if one == other:
        return None
    for name in _DIFFERENCES:
        if getattr(one, name) != getattr(other, name):
            return name
    return None
