"""How to cite a topic's page: in the style of the National Library of Medicine, and as data. No page lives here."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs
from babel import Locale
from babel.dates import get_month_names

from syndicate.locales import tag

if TYPE_CHECKING:
    from syndicate.cards.card import Card
    from syndicate.locales import Labels

__all__ = ["Citation", "citation"]

_ENDS: Final = (".", "?", "!")


@attrs.frozen(kw_only=True)
class Citation:
    """What a reference to a page names (Citing Medicine, 2nd edition, chapter 25, part of a website).

    Attributes:
        locale: the language it is written in, which is the page's.
        labels: the words of that language.
        site: the name of the website.
        organization: who publishes it.
        place: where that has its seat; empty if it is not stated.
        title: the page's.
        updated, reviewed: when it was, if it is stated.
        url: where it is read.
    """

    locale: Locale
    labels: Labels = attrs.field(repr=False)
    site: str
    organization: str
    place: str
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
        _ = self.labels.gettext
        parts = [f"{self.site} [Internet]"]
        if self.place or self.organization != self.site:
            parts.append(f"{self.place}: {self.organization}" if self.place else self.organization)
        days = [
            _(words).format(date=self._day(moment))
            for words, moment in (
                (_marked("updated {date}"), self.updated),
                (_marked("reviewed {date}"), self.reviewed),
                (_marked("cited {date}"), accessed),
            )
            if moment is not None
        ]
        title = self.title if self.title.endswith(_ENDS) else f"{self.title};"
        parts.append(f"{title} [{'; '.join(days)}]" if days else self.title)
        sentences = [part if part.endswith(_ENDS) else f"{part}." for part in parts]
        available = _("Available from: {url}").format(url=self.url)
        return " ".join([*sentences, f"{available}." if self.url.endswith("/") else available])

    def _day(self, moment: date) -> str:
        """A day with a short month, in the order that references have in the language."""
        month = get_month_names("abbreviated", locale=self.locale)[moment.month]
        pattern = self.labels.pgettext("day in a reference", "{year} {month} {day}")
        return pattern.format(year=moment.year, month=month, day=moment.day)

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


def _marked(message: str) -> str:
    """Mark a message for extraction; it is translated when it is shown."""
    return message


def citation(card: Card) -> Citation:
    """The reference to a card's page.

    Args:
        card: what the page says of itself.
    """
    publisher, topic = card.publisher, card.topic
    place = publisher.place.resolve(card.locale, publisher.fallback_order).value if publisher.place else ""
    return Citation(
        locale=card.locale,
        labels=publisher.labels(card.locale),
        site=card.site_name,
        organization=card.organization,
        place=place,
        title=card.title,
        updated=topic.updated.get(card.locale),
        reviewed=topic.reviewed.get(card.locale),
        url=card.url,
    )
