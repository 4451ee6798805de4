"""The lists of topics on pages: from A to Z, by what is new, in other languages. No template is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final, NamedTuple

from babel import Locale

from syndicate.history import Changes, State
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import Labels, index_letter, sort_key
from syndicate.locales.catalogs import marked
from syndicate.model import Catalog, Localized, Publisher, Topic

__all__ = ["Item", "Letter", "Lists", "News"]

_STATES: Final = {
    State.NEW: marked("New"),
    State.CHANGED: marked("Changed"),
    State.RESTORED: marked("Restored"),
    State.RETRACTED: marked("Withdrawn"),
    State.RECALLED: marked("Withdrawn"),
}


class Item(NamedTuple):
    """A line of a list of topics.

    Attributes:
        title: of the topic, or another name of it.
        path: where its page lies in the tree; empty where it has none any more.
        locale: the language of both.
        description: what it is about.
        meant: the title of the topic, where the line stands for another name.
        moment: the date of what happened to it.
    """

    title: str
    path: str
    locale: Locale
    description: str = ""
    meant: str = ""
    moment: datetime | None = None


class Letter(NamedTuple):
    """The topics under a letter.

    Attributes:
        name: the letter.
        id: what it is called in addresses, in ASCII.
        items: the lines.
    """

    name: str
    id: str
    items: list[Item]


class News(NamedTuple):
    """What happened to topics on a day.

    Attributes:
        day: in the publisher's time zone; None where no source told.
        items: each with what happened, in the words of the page.
    """

    day: datetime | None
    items: list[tuple[Item, str]]


class Lists:
    """The lists of one language.

    Args:
        changes: the catalog, and what happened to it.
        publisher: in whose time zone days begin.
        locale: the language.
        locales: those of the site, for topics that this one lacks.
        labels: its labels.
    """

    def __init__(
        self, changes: Changes, publisher: Publisher, locale: Locale, locales: Sequence[Locale], labels: Labels
    ) -> None:
        self._changes = changes
        self._catalog: Catalog = changes.catalog
        self._publisher = publisher
        self._locale = locale
        self._locales = locales
        self._labels = labels
        # The letters of the language's alphabet in its own order, for sorting and for the index of letters.
        self.alphabet = labels.alphabet

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics of the language, in the order of the catalog."""
        return self._catalog.written_in(self._locale)

    def item(self, topic: Topic, *, described: bool = False, moment: datetime | None = None) -> Item:
        """The line of a topic of the language."""
        locale = self._locale
        about = topic.description_of(locale, self._publisher.language(locale)) if described else ""
        return Item(topic.title[locale], TOPIC_PAGE.at(locale, topic.slug), locale, about, moment=moment)

    def in_order(self, items: Iterable[Item]) -> list[Item]:
        """Lines from A to Z."""
        return sorted(items, key=lambda item: (sort_key(item.title, self.alphabet), item.path))

    def of(self, topics: Iterable[Topic], *, described: bool = False) -> list[Item]:
        """Those of the topics that the language has, from A to Z."""
        return self.in_order(self.item(one, described=described) for one in topics if self._locale in one.title)

    @cached_property
    def letters(self) -> list[Letter]:
        """All topics from A to Z, under their titles and under the other names that readers look for."""
        found: dict[str, list[Item]] = {}
        for item in self.in_order(self._names()):
            found.setdefault(index_letter(item.title, self.alphabet), []).append(item)
        return [Letter(letter, _ascii(letter), items) for letter, items in found.items()]

    def _names(self) -> Iterator[Item]:
        for topic in self.topics:
            item = self.item(topic)
            yield item
            seen = {item.title.casefold()}
            others = (topic.also_called.get(self._locale) or (), topic.see_references.get(self._locale) or ())
            for name in (name for names in others for name in names):
                if name.casefold() not in seen:
                    seen.add(name.casefold())
                    yield item._replace(title=name, meant=item.title)

    def elsewhere(self) -> list[Item]:
        """The topics that this language lacks, under their title in the language they have."""
        items = []
        for topic in self._catalog.values():
            if self._locale not in topic.title:
                other = next((locale for locale in self._locales if locale in topic.title), None)
                if other is not None:
                    items.append(Item(topic.title[other], TOPIC_PAGE.at(other, topic.slug), other))
        return self.in_order(items)

    def newest(self, most: int) -> list[Item]:
        """The topics that were published last, the newest first."""
        return self._dated(lambda topic: topic.created, most)

    def changed(self, most: int) -> list[Item]:
        """The topics whose texts changed last, the latest first."""
        return self._dated(lambda topic: topic.updated, most)

    def _dated(self, dates: Callable[[Topic], Localized[datetime]], most: int) -> list[Item]:
        dated = [(moment, topic) for topic in self.topics if (moment := dates(topic).get(self._locale)) is not None]
        dated.sort(key=lambda one: (-one[0].timestamp(), one[1].slug))
        return [self.item(topic, moment=moment) for moment, topic in dated[:most]]

    def news(self) -> list[News]:
        """What happened since the language was first published, by day, the latest first."""
        found: dict[str, News] = {}
        for text in self._changes.news(self._locale):
            topic = self._catalog.with_id(text.id, self._locale)
            moment = text.happened
            if moment is not None and self._publisher.zone is not None:
                moment = moment.astimezone(self._publisher.zone)
            if topic is not None and text.is_gone:  # to others, not to the readers of this page
                continue
            if topic is not None:
                item, label = self.item(topic), _STATES[text.state]
                if topic.correction(self._locale) is not None:
                    label = marked("Corrected")
            else:
                item, label = Item(text.title, "", self._locale), _STATES[text.state]
            day = moment.date().isoformat() if moment is not None else ""
            found.setdefault(day, News(moment, [])).items.append((item, self._labels.gettext(label)))
        return list(found.values())


def _ascii(letter: str) -> str:
    """A letter as a step of an address."""
    lower, named = letter.lower(), {"#": "other", "A–Z": "latin"}
    if letter in named:
        return named[letter]
    return lower if lower.isascii() else "-".join(f"u{ord(one):04x}" for one in lower)


def counts(topics: Iterable[Topic]) -> Mapping[str, int]:
    """How many topics each group has, by its id."""
    found: dict[str, int] = {}
    for topic in topics:
        for group in dict.fromkeys(topic.groups):
            found[group] = found.get(group, 0) + 1
    return found
