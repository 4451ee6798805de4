"""Entries made from topics and their links, in one language. `catalog_feeds` decides which entries a feed has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Final, TypeVar, overload

from babel import Locale
from markupsafe import Markup, escape

from syndicate.cards.image import has_picture
from syndicate.errors import InvalidValueError, Message
from syndicate.feeds.parts import Alternate, Category, Enclosure, Entry, Media, Tombstone
from syndicate.history import Changes, Text
from syndicate.layout import CARD_IMAGE, CARD_SIZE, LOCALE_PAGE
from syndicate.locales import Labels, LocaleLike, direction, locale_id, parse
from syndicate.locales.identifiers import same_language
from syndicate.markup.languages import in_language, language_attributes
from syndicate.markup.policy import DEFAULT_POLICY
from syndicate.model import Catalog, Group, Link, Publisher, Topic
from syndicate.model.addresses import canonical_url
from syndicate.model.fields import assembled, assembled_of, expect
from syndicate.model.localized import EMPTY, in_locale
from syndicate.model.media import HTML, file_type, image_type
from syndicate.text import truncate, uri

__all__ = ["Entries", "Lazy"]

T = TypeVar("T")

_SUMMARY_LIMIT: Final = 300
_SCHEMES: Final = {"MeSH": "https://id.nlm.nih.gov/mesh/"}
_NOTHING: Final = Markup("")
_CARD: Final[dict[str, Any]] = {
    "url": "",
    "media_type": "image/png",
    "width": CARD_SIZE[0],
    "height": CARD_SIZE[1],
    "description": "",  # it repeats the entry, and readers would show it where a summary is missing
    "license": None,
    "rights": "",
    "credit": "",
}


_category: Final = lru_cache(maxsize=4096)(Category)
"""A category; the same object for the same values, so that results made from it can be cached."""


class Lazy(Sequence[Entry]):
    """The entries of things, made only when they are asked for."""

    def __init__(self, things: Sequence[T], make: Callable[[T], Entry]) -> None:
        expect("things", things, Message("a list"), Sequence)
        expect("make", make, Message("a function"), Callable)  # type: ignore[arg-type]
        self._things = things
        self._make = make

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return Lazy(self._things[place], self._make)
        return self._make(self._things[place])

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Entry]:
        return map(self._make, self._things)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Entries:
    """Makes the entries of one catalog in one language; the same topic gives the same entry in every feed.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locale: the language; only topics that exist in it have entries.
        changes: what the history knows of the catalog, if one is kept.
        cards: whether share cards are published, or the languages in which they are.
        undrawn: topics whose picture could not be made, as slug and locale identifier.
    """

    def __init__(
        self,
        catalog: Catalog,
        publisher: Publisher,
        locale: LocaleLike,
        changes: Changes | None = None,
        *,
        cards: bool | Collection[Locale] = True,
        undrawn: Collection[tuple[str, str]] = (),
    ) -> None:
        self.catalog = catalog
        self.publisher = publisher
        self._undrawn = undrawn
        self.locale: Locale = parse(locale)
        self.labels: Labels = publisher.labels(self.locale)
        self.name = publisher.text("name", self.locale)
        self._name_locale = self._other(self.name.locale)
        self._language = publisher.language(self.locale)
        self.changes = changes
        self._narrows = publisher.policy is not DEFAULT_POLICY
        self._key = locale_id(self.locale)
        self._index = publisher.url(LOCALE_PAGE.at(self.locale))
        is_made = cards if isinstance(cards, bool) else self.locale in cards
        self._cards = is_made and publisher.makes("cards", self.locale)
        start, _, end = publisher.entry_id("topic", "0", self.locale).rpartition("0/")
        self._id = (start, f"/{end}")  # what comes before and after the id of a topic
        # A slug needs no escapes, so that the address of each card is the address of any with another slug.
        self._card = publisher.url(CARD_IMAGE.at(self.locale, "*")).rsplit("%2A", 1)
        # Readers show the text without the document around it; without a word, they show it from the left.
        is_turned = direction(self.locale) == "rtl"
        self._turned = Markup("<div{}>{{}}</div>").format(language_attributes(self.locale)) if is_turned else None
        self._groups = {group.id: self._group(group) for group in catalog.groups.values() if group.name}
        self._subjects: dict[tuple[str, str, str, Locale | None], Category] = {}

    def _other(self, locale: Locale) -> Locale | None:
        """The language of a text, if it is not that of the entries."""
        return None if same_language(locale, self.locale) else locale

    def _group(self, group: Group) -> Category:
        """A group as a category; without a name in the language, it has that of another."""
        found = group.name.resolve(self.locale, self.publisher.fallback_order)
        locale = self._other(found.locale)
        return _category(term=group.slug, scheme=self._index, label=found.value, locale=locale)

    def updated(self, topic: Topic) -> datetime:
        """The date of the topic's entry: the text's own, else that of the snapshot it was found in.

        Raises:
            InvalidValueError: there is none.
        """
        key = self._key
        updated = topic.updated.at(key) or self.catalog.snapshot or topic.created.at(key) or self._newest
        if updated is None:
            raise InvalidValueError(
                Message("the topic has no date, which every feed entry needs"),
                topic=topic.slug,
                field="updated",
                locale=str(self.locale),
                hint=Message("give its text a date in the source"),
            )
        if self.changes is not None:
            # An entry whose tombstone was read is ignored until it is newer than that (RFC 6721 section 5).
            restored = self.changes.restored(self.locale, topic.ids[key])
            updated = updated if restored is None else max(updated, restored)
        return updated if updated.tzinfo is UTC else updated.astimezone(UTC)

    @cached_property
    def _newest(self) -> datetime | None:
        """The newest date of any text, for texts without a date."""
        return max((moment for topic in self.catalog.values() for moment in topic.updated.values()), default=None)

    def topic(self, topic: Topic) -> Entry:
        """The entry of a topic."""
        # By identifiers and without checks: a topic is valid, and a catalog may have a hundred thousand.
        key = self._key
        title, identifier, url, summary, published, content = in_locale(
            key, topic.title, topic.ids, topic.url, topic.description, topic.created, topic.summary
        )
        if not summary:
            summary = topic.description_of(self.locale, self._language)
        if len(summary) > _SUMMARY_LIMIT:
            summary = truncate(summary, _SUMMARY_LIMIT, self._language)
        if published is not None and published.tzinfo is not UTC:
            published = published.astimezone(UTC)
        facts = self._same.copy()  # faster than passing all of them
        facts["id"] = self._id_of(identifier)
        facts["url"] = uri(url or canonical_url(topic, self.publisher, self.locale))
        facts["title"] = title
        facts["updated"] = self.updated(topic)
        facts["published"] = published
        facts["summary"] = summary
        content = content or _NOTHING
        if self._narrows:
            content = self.publisher.given_out(content)
        content = self._corrected(topic) + content if topic.corrections is not EMPTY else content
        facts["content"] = self._turned.format(content) if self._turned is not None and content else content
        facts["categories"] = self._categories(topic)
        facts["translations"] = self._translations(topic)
        facts["media"] = self._pictures(topic, title)
        if topic.credit is not EMPTY:
            facts["credit"] = topic.credit.at(key, "")
        if topic.license is not EMPTY or topic.rights is not EMPTY:
            license, rights = topic.license.at(key), topic.rights.at(key, "")
            if license or rights:  # a text that states either takes nothing from the publisher, as in `rights_of`
                facts["license"], facts["rights"] = license, rights
        return assembled_of(Entry, facts)

    def _corrected(self, topic: Topic) -> Markup:
        """The correction of the text, if it is the latest change: readers see it first."""
        found = topic.correction(self.locale)
        if found is None:
            return _NOTHING
        label = self.labels.gettext("Correction:")
        said = in_language(escape(label), label.locale, self.locale)
        return Markup("<p><strong>{}</strong> {}</p>\n").format(said, found.note)

    @cached_property
    def _same(self) -> dict[str, Any]:
        """The values that the entries of all topics share, with placeholders for the rest."""
        notice = self.publisher.text("rights", self.locale)
        entry = Entry(
            id="tag:entry",
            locale=self.locale,
            url=self.publisher.base_url,
            title="-",
            updated=datetime.min.replace(tzinfo=UTC),
            author=str(self.name),  # which is faster to write than a label
            author_locale=self._name_locale,
            license=self.publisher.license,
            rights="" if self._other(notice.locale) else str(notice),  # the head of a feed says its language
        )
        return {**vars(entry)}

    def _id_of(self, identifier: str) -> str:
        if identifier.isascii() and identifier.isalnum():  # needs no escaping, like most ids of sources
            return identifier.join(self._id)
        return self.publisher.entry_id("topic", identifier, self.locale)

    def _pictures(self, topic: Topic, title: str) -> tuple[Media, ...]:
        """The topic's own picture, or else that of its share card, if these are published."""
        if topic.image is not EMPTY and (image := topic.image.at(self._key)):
            picture = Media(
                url=image.url,
                media_type=image_type(image.url),
                width=image.width,
                height=image.height,
                description=image.alt,
                license=image.license,
                rights=image.rights,
                credit=image.credit,
            )
            return (picture,)
        if not self._cards or (self._undrawn and (topic.slug, self._key) in self._undrawn):
            return ()
        if not has_picture(title, self.publisher, self.locale):
            return ()
        return (assembled_of(Media, {**_CARD, "url": topic.slug.join(self._card)}),)

    def _translations(self, topic: Topic) -> tuple[Alternate, ...]:
        found = []
        for other in topic.title.names():
            if other != self._key:
                url = uri(topic.url.at(other) or canonical_url(topic, self.publisher, other))
                found.append(assembled_of(Alternate, {"locale": parse(other), "url": url, "media_type": HTML}))
        return tuple(found)

    def _categories(self, topic: Topic) -> tuple[Category, ...]:
        found = [self._groups[group] for group in topic.groups if group in self._groups]
        subjects = topic.subjects
        for subject in subjects if len(subjects) < 2 else topic.subjects_in(self.locale):
            key = (subject.scheme, subject.code, subject.name, subject.locale)
            category = self._subjects.get(key)
            if category is None:
                language = subject.name_locale
                label = subject.name if subject.name.strip() else None
                locale = None if label is None or language is None else self._other(language)
                category = _category(term=subject.code, scheme=_SCHEMES.get(subject.scheme), label=label, locale=locale)
                self._subjects[key] = category
            found.append(category)
        if topic.corrections is not EMPTY and topic.correction(self.locale) is not None:
            named = self.labels.gettext("Correction")
            found.append(_category(term="correction", label=str(named), locale=self._other(named.locale)))
        return tuple(found)

    def links(self, topic: Topic) -> Iterator[Entry]:
        """Each address in the topic's sections once, in order, with all of its sections as categories.

        An entry is known by its address; links that lead to one under several titles are one entry that has them all.
        """
        key = self._key
        places: dict[str, tuple[list[Link], list[Category]]] = {}
        for section in topic.sections.at(key, ()):
            for link in section.links:
                if key in link.title.names():
                    links, categories = places.setdefault(link.url[key], ([], []))
                    if link not in links:
                        links.append(link)
                    categories.append(_category(term=section.title))
        updated, identifier = self.updated(topic), topic.ids[key]
        dates = self.changes.link_dates(self.locale, identifier, places) if self.changes is not None else {}
        start, _, end = self.publisher.entry_id("link", f"{identifier}/*", self.locale).rpartition("%2A")
        for url, (links, categories) in places.items():
            organization = next((name for link in links if (name := link.organization.at(key))), None)
            size = next((size for link in links if (size := link.sizes.at(key)) is not None), None)
            kind = file_type(url)
            yield assembled(
                Entry,
                id=f"{start}{_digest(url)}{end}",
                locale=self.locale,
                url=uri(url),
                media_type=kind or HTML,
                title=_all_of(link.title[key] for link in links),
                updated=dates.get(url, updated),
                published=None,
                summary=_all_of(self._with_organization(link) for link in links),
                content=_NOTHING,
                author=organization or self.name,
                author_locale=None if organization else self._name_locale,
                categories=tuple(dict.fromkeys(categories)),
                translations=tuple(self._link_translations(links)),
                media=(),
                enclosures=(Enclosure(url=url, media_type=kind, length=size),) if kind else (),
                license=None,  # the linked page is not the publisher's to license
                rights="",
                credit="",
            )

    def _with_organization(self, link: Link) -> str:
        title, organization = link.title[self._key], link.organization.at(self._key)
        return f"{title} ({organization})" if organization else title

    def _link_translations(self, links: Iterable[Link]) -> Iterator[Alternate]:
        """One twin in each language, as an entry has one alternate of a kind and language (RFC 4287 section 4.1.1)."""
        twins: dict[str, str] = {}
        for link in links:
            for other, url in link.url.identifiers().items() if len(link.url) > 1 else ():
                twins.setdefault(other, url)
        for other, url in twins.items():
            if other != self._key:
                yield assembled(Alternate, locale=parse(other), url=uri(url), media_type=file_type(url) or HTML)

    def tombstone(self, text: Text) -> Tombstone | None:
        """The tombstone of a text that was retracted; None if its date is not known."""
        if (when := text.gone_at) is None:
            return None
        return Tombstone(id=self.publisher.entry_id("topic", text.id, self.locale), when=when)


def _all_of(texts: Iterable[str]) -> str:
    """Different texts in one line, separated by a mark that reads the same in any language."""
    return " / ".join(dict.fromkeys(texts))


def _digest(url: str) -> str:
    return sha256(url.encode()).hexdigest()[:16]
