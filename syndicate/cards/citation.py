"""How to cite a topic's page: in the style of the National Library of Medicine, and as data. No page is here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup, escape

from syndicate.cards.facts import CardFacts
from syndicate.explained import explained_methods
from syndicate.locales import Label, Labels, tag
from syndicate.locales.catalogs import marked
from syndicate.locales.cldr_gaps import month_names
from syndicate.locales.formats import in_own_digits
from syndicate.locales.identifiers import same_language
from syndicate.markup.languages import in_language
from syndicate.text import SENTENCE_ENDS

__all__ = ["Citation", "citation"]

_ENDS: Final = tuple(SENTENCE_ENDS)


@explained_methods
@attrs.frozen(kw_only=True)
class Citation:
    """What a reference to a page names (Citing Medicine, 2nd edition, chapter 25, part of a website).

    Attributes:
        locale: the language it is written in, which is the page's.
        labels: its words, which may be in another language.
        site: the name of the website.
        organization: who publishes it.
        place: where the organization is based; empty if it is not stated.
        title: the page's.
        updated, reviewed: when it was, if it is stated.
        url: where it is read.
    """

    locale: Locale
    labels: Labels = attrs.field(repr=False)
    site: Label
    organization: Label
    place: Label
    title: str
    updated: datetime | None
    reviewed: datetime | None
    url: str

    def text(self, accessed: date | None = None) -> str:
        """The reference in one line.

        After an address there is a full stop only if it ends in a slash (Citing Medicine, chapter 25, Availability).

        Args:
            accessed: the day on which it was read; without one the reader has to add it.
        """
        return "".join(self._parts(accessed))

    @property
    def html(self) -> Markup:
        """The reference as HTML for a page in its language, with what is in another one marked."""
        return Markup("".join(map(self._marked, self._parts(None))))  # noqa: S704 -- every part is escaped

    def _marked(self, part: Label) -> str:
        """A part, with its language where that is not the reference's."""
        return in_language(escape(str(part)), part.locale, self.locale)

    def _parts(self, accessed: date | None) -> Iterator[Label]:
        """The parts of the reference, each in one language."""
        yield self.site
        yield self._own(" [Internet].")
        if self.place or self.organization != self.site:
            yield self._own(" ")
            if self.place:
                yield self.place
                yield self._own(": ")
            yield self.organization
            yield self._stop(self.organization)
        days = [
            self.labels.gettext(words).format(date=self._day(moment))
            for words, moment in (
                (marked("updated {date}"), self.updated),
                (marked("reviewed {date}"), self.reviewed),
                (marked("cited {date}"), accessed),
            )
            if moment is not None
        ]
        ends = self.title.endswith(_ENDS)
        yield self._own(f" {self.title}")
        for place, words in enumerate(days):
            yield self._own("; " if place else " [" if ends else "; [")
            yield words
        yield self._own("]." if days else "" if ends else ".")
        yield self._own(" ")
        available = self.labels.gettext("Available from: {url}").format(url=self.url)
        yield available
        yield self._own("." if self.url.endswith("/") else "")

    def _own(self, text: str) -> Label:
        """A text in the language of the reference."""
        return Label(text, self.locale)

    def _stop(self, text: str) -> Label:
        return self._own("" if text.endswith(_ENDS) else ".")

    def _day(self, moment: date) -> str:
        """A day with a short month, in the order that references have in the language of the words around it."""
        pattern = self.labels.pgettext("day in a reference", "{year} {month} {day}")
        locale = self.locale if same_language(pattern.locale, self.locale) else pattern.locale
        printed = self.labels.printed(locale)
        day = pattern.format(year=moment.year, month=month_names(printed, "abbreviated")[moment.month], day=moment.day)
        return in_own_digits(day, printed)

    def to_dict(self) -> dict[str, Any]:
        """The reference as an item of CSL-JSON, which programs that manage references read.

        See https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html.
        """
        item: dict[str, Any] = {
            "id": self.url,
            "type": "webpage",
            "title": self.title,
            "container-title": self.site,
            "publisher": self.organization,
            "language": tag(self.locale),
            "URL": self.url,
        }
        if self.place:
            item["publisher-place"] = self.place
        if self.updated is not None:
            item["issued"] = {"date-parts": [[self.updated.year, self.updated.month, self.updated.day]]}
        return item


def citation(card: CardFacts) -> Citation:
    """The reference to a card's page.

    Args:
        card: the facts of the page.
    """
    publisher, topic = card.publisher, card.topic
    return Citation(
        locale=card.locale,
        labels=publisher.labels(card.locale),
        site=card.site_name,
        organization=card.organization,
        place=publisher.text("place", card.locale),
        title=card.title,
        updated=topic.updated.get(card.locale),
        reviewed=topic.reviewed.get(card.locale),
        url=card.url,
    )
