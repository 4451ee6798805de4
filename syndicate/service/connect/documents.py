"""The answer of Connect, in the two forms that its clients read: Atom (RFC 4287), and the JSON made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import attrs
from babel import Locale
from markupsafe import escape as escape_html

from syndicate.locales import tag
from syndicate.locales.catalogs import marked
from syndicate.model import Publisher
from syndicate.model.addresses import canonical_url
from syndicate.namespaces import NAMESPACES
from syndicate.service.connect.criteria import Criterion
from syndicate.service.snapshot import Item
from syndicate.text import rfc3339, uri

__all__ = ["Answer"]

_ATOM: Final = NAMESPACES["atom"]
_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema-instance"
_TERMS: Final = {"RxNorm": "RXCUI", "SNOMED CT": "SNOMEDCT"}
"""What MedlinePlus calls code systems, where it is not their name without hyphens."""
_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Answer:
    """What is answered to one request.

    Attributes:
        publisher: whose texts these are.
        locale: the language of the texts.
        criteria: what was asked for.
        recipient: who reads it: ``PAT`` or ``PROV``.
        items: the texts.
        date: of the catalog.
        address: of the request.
    """

    publisher: Publisher
    locale: Locale
    criteria: Sequence[Criterion]
    recipient: str
    items: Sequence[Item]
    date: datetime | None
    address: str

    @property
    def _title(self) -> str:
        return str(self.publisher.text("name", self.locale))

    @property
    def subtitle(self) -> str:
        """What was asked for."""
        asked = self.criteria[0]
        what = " ".join((asked.scheme, asked.code or " ".join(asked.names[:1]))).strip()
        return self.publisher.labels(self.locale).gettext(marked("Results for {what}")).format(what=_legal(what))

    @property
    def _id(self) -> str:
        asked = self.criteria[0]
        about = "/".join(filter(None, (asked.scheme, asked.code or " ".join(asked.names[:1]))))
        return self.publisher.entry_id("connect", about, self.locale)

    @property
    def _updated(self) -> datetime:
        dates = [item.updated for item in self.items if item.updated is not None]
        return max(dates, default=None) or self.date or _NO_DATE

    @property
    def _categories(self) -> list[dict[str, str]]:
        asked = self.criteria[0]
        terms = {
            "mainSearchCriteria.v.c": asked.code,
            "mainSearchCriteria.v.cs": _TERMS.get(asked.scheme, asked.scheme.replace("-", "")),
            "mainSearchCriteria.v.dn": asked.names[0] if asked.names else "",
            "informationRecipient": self.recipient,
        }
        return [{"scheme": scheme, "term": _legal(term)} for scheme, term in terms.items()]

    def as_json(self) -> dict[str, Any]:
        """The JSON as MedlinePlus Connect has it; ``entry`` is always a list."""
        feed = {
            "base": self.publisher.base_url,
            "lang": tag(self.locale),
            "xsi": _SCHEMA,
            "title": {"type": "text", "_value": self._title},
            "updated": {"_value": rfc3339(self._updated)},
            "id": {"_value": self._id},
            "author": {"name": {"_value": self._title}, "uri": {"_value": self.publisher.base_url}},
            "subtitle": {"type": "text", "_value": self.subtitle},
            "category": self._categories,
            "entry": [self._entry_json(item) for item in self.items],
        }
        return {"feed": feed}

    def _entry_json(self, item: Item) -> dict[str, Any]:
        return {
            "lang": tag(item.locale),
            "title": {"_value": item.title, "type": "text"},
            "link": [{"href": uri(item.url), "rel": "alternate", "type": "text/html", "title": item.title}],
            "id": {"_value": self._entry_id(item)},
            "summary": {"type": "html", "_value": self._summary(item)},
            "updated": {"_value": rfc3339(item.updated or self._updated)},
        }

    def as_atom(self) -> str:
        """The Atom feed."""
        categories = "".join(
            # RFC 4287 section 4.2.2: a term is not empty, and a scheme is an IRI, which the bare name is not.
            f"<category scheme={quoteattr(self.publisher.entry_id('connect', scheme, None))} term={quoteattr(term)}/>\n"
            for scheme, term in (one.values() for one in self._categories)
            if term
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<feed xmlns="{_ATOM}" xml:base={quoteattr(self.publisher.base_url)}'
            f' xml:lang="{tag(self.locale)}">\n'
            f'<title type="text">{escape(self._title)}</title>\n'
            f"<id>{escape(self._id)}</id>\n"
            f"<updated>{rfc3339(self._updated)}</updated>\n"
            f"<author><name>{escape(self._title)}</name><uri>{escape(uri(self.publisher.base_url))}</uri></author>\n"
            f'<subtitle type="text">{escape(self.subtitle)}</subtitle>\n'
            f'<link rel="self" type="application/atom+xml" href={quoteattr(uri(self.address))}/>\n'
            f"{categories}{''.join(map(self._entry_atom, self.items))}</feed>\n"
        )

    def _entry_atom(self, item: Item) -> str:
        language = tag(item.locale)
        return (
            f'<entry xml:lang="{language}">\n'
            f'<title type="text">{escape(item.title)}</title>\n'
            f'<link rel="alternate" type="text/html" hreflang="{language}" href={quoteattr(uri(item.url))}/>\n'
            f"<id>{escape(self._entry_id(item))}</id>\n"
            f"<updated>{rfc3339(item.updated or self._updated)}</updated>\n"
            f'<summary type="html">{escape(self._summary(item))}</summary>\n'
            "</entry>\n"
        )

    def _entry_id(self, item: Item) -> str:
        return self.publisher.entry_id("topic", item.topic.ids[item.locale], item.locale)

    def _summary(self, item: Item) -> str:
        """The text, with the paragraphs around it by whose classes clients know them."""
        topic, locale, publisher = item.topic, item.locale, self.publisher
        labels = publisher.labels(locale)
        parts = []
        if names := topic.also_called.get(locale, ()):
            label = f"{labels.gettext('Also called')}{labels.pgettext('after a label', ':')}"
            called = escape_html(f"{label} {', '.join(names)}")
            parts.append(f'<p class="NLMalsoCalled">{called}</p>')
        if summary := topic.summary.get(locale):
            parts.append(str(publisher.given_out(summary)))
        links = [(related.title, related.url) for related in topic.related.get(locale, ()) if related.url]
        if links:
            listed = "".join(f'<li><a href="{escape_html(url)}">{escape_html(title)}</a></li>' for title, url in links)
            parts.append(f'<div class="NLMrelatedLinks"><ul>{listed}</ul></div>')
        credit = publisher.text("attribution", locale) or publisher.text("name", locale)
        page = escape_html(canonical_url(topic, publisher, locale))
        parts.append(f'<p class="NLMattribution"><a href="{page}">{escape_html(str(credit))}</a></p>')
        return "\n".join(parts)


def _legal(text: str) -> str:
    """What an EHR sent, in the characters that XML has."""
    return "".join(letter for letter in text if letter.isprintable())[:300]
