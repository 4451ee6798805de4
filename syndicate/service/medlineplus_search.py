"""The search of MedlinePlus' web service (https://medlineplus.gov/webservices.html), over the published tree.

What it calls a database is a language. Nothing is kept between requests: the ``file`` by which a search is continued
says what was looked for.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import attrs
from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.interchange.medlineplus_xml import health_topic
from syndicate.json_writer import compact
from syndicate.locales import language_name
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked
from syndicate.markup import plain_text
from syndicate.search import Index
from syndicate.service.adapters import Adapter, snapshot_of
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query
from syndicate.service.responses import respond
from syndicate.service.snapshot import Item, Snapshot

__all__ = ["ADAPTER"]

_DATABASE: Final = "healthTopics"
_MOST: Final = 1000
_MESH: Final = "mesh"
_AROUND: Final = 120
"""Characters of a snippet before the first word that was looked for; twice as many come after it."""
_UNMARKED: Final = re.compile(r"(<[^>]*>|&[^;\s]+;)")


@attrs.frozen
class _Search:
    """What is looked for, and where."""

    database: str
    term: str

    def as_file(self) -> str:
        """The name by which it is continued."""
        return base64.urlsafe_b64encode(compact([self.database, self.term])).decode().rstrip("=")

    @classmethod
    def of_file(cls, name: str) -> _Search:
        """The search that has such a name."""
        try:
            database, term = json.loads(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))
            if isinstance(database, str) and isinstance(term, str) and "\0" not in term:
                return cls(database, term)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            pass
        raise Refusal.invalid("file", marked("{field} must be a value from an earlier answer."))


async def _query(request: Request) -> Response:
    query, snapshot = Query(request), snapshot_of(request)
    if query.text("file"):
        search = _Search.of_file(query.text("file"))
    else:
        search = _Search(query.text("db", _DATABASE), query.text("term"))
    databases = _databases(snapshot)
    if search.database not in databases:
        message = marked("{field} must be one of: {choices}.")
        raise Refusal.invalid("db", message, choices=", ".join(databases))
    if not search.term:
        raise Refusal.invalid("term", marked("{field} must be the text to search for."))
    start = query.integer("retstart", 0)
    most = min(query.integer("retmax", 10), _MOST)
    parts = query.choice("rettype", _PARTS, _PARTS["brief"])
    index = await snapshot.index()
    locale = databases[search.database]
    body = await run_in_threadpool(_answer, snapshot, index, search, locale, start, most, parts)
    return respond(request, body.encode(), "text/xml", language=locale)


def _databases(snapshot: Snapshot) -> dict[str, Locale]:
    """The languages by their names: ``healthTopicsSpanish``; the main one has the name of MedlinePlus' English."""
    named = {_DATABASE + language_name(locale, MESSAGE_LOCALE).replace(" ", ""): locale for locale in snapshot.locales}
    return {_DATABASE: snapshot.catalog.default_locale, **named} if snapshot.locales else {}


_Part = Callable[[Item, Snapshot, Callable[[str], str]], Iterator[str]]


def _answer(
    snapshot: Snapshot, index: Index, search: _Search, locale: Locale, start: int, most: int, parts: tuple[_Part, ...]
) -> str:
    found = index.find(search.term, locale, limit=most, offset=start)
    head = [f"<term>{escape(_legal(search.term))}</term>"]
    if corrected := index.corrected(search.term):
        head.append(f"<spellingCorrection>{escape(_legal(corrected))}</spellingCorrection>")
    if not found.total:
        lines = [*head, "<count>0</count>"]
        return _document(lines)

    def mark(text: str) -> str:
        return _marked(text, index, search.term)

    lines = [
        *head,
        f"<file>{search.as_file()}</file>",
        f"<server>{snapshot.digest}</server>",
        f"<count>{found.total}</count>",
        f"<retstart>{start}</retstart>",
        f"<retmax>{most}</retmax>",
        f'<list num="{found.total}" start="{start}" per="{most}">',
    ]
    for rank, hit in enumerate(found.hits, start):
        item = snapshot.of(snapshot.catalog[hit.slug], hit.locale)
        lines.append(f'<document rank="{rank}" url={quoteattr(item.url)}>')
        lines += (content for part in parts for content in part(item, snapshot, mark))
        lines.append("</document>")
    return _document([*lines, "</list>"])


def _document(lines: list[str]) -> str:
    inner = "".join(f"{line}\n" for line in lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<nlmSearchResult>\n{inner}</nlmSearchResult>\n'


def _legal(text: str) -> str:
    """What a reader typed, in the characters that XML has."""
    return "".join(letter for letter in text if letter.isprintable())


def _topic(item: Item, snapshot: Snapshot, mark: Callable[[str], str]) -> Iterator[str]:
    """The whole record, as in the files of MedlinePlus."""
    yield _content("healthTopic", health_topic(item.topic, item.locale, item.publisher))


def _brief(item: Item, snapshot: Snapshot, mark: Callable[[str], str]) -> Iterator[str]:
    """What lists of results show, with what was looked for in spans, as escaped HTML."""
    topic, locale = item.topic, item.locale
    summary = item.publisher.given_out(topic.summary.get(locale) or "")  # type: ignore[arg-type]
    yield _content("title", escape(mark(escape(item.title))))
    yield _content("organizationName", escape(escape(str(item.publisher.text("name", locale)))))
    for name in topic.also_called.get(locale, ()):
        yield _content("altTitle", escape(mark(escape(name))))
    yield _content("FullSummary", escape(mark(str(summary))))
    for subject in topic.subjects_in(locale):
        if subject.scheme.casefold() == _MESH:
            yield _content("mesh", escape(mark(escape(subject.name or subject.code))))
    for group in topic.groups_named_in(locale):
        yield _content("groupName", escape(mark(escape(group.name[locale]))))
    yield _content("snippet", escape(_snippet(item, mark)))


_PARTS: Final[dict[str, tuple[_Part, ...]]] = {"brief": (_brief,), "topic": (_topic,), "all": (_brief, _topic)}


def _content(name: str, inner: str) -> str:
    return f'<content name="{name}">{inner}</content>'


def _marked(html: str, index: Index, term: str) -> str:
    """HTML whose words that were looked for are in spans of the class that MedlinePlus gives them."""
    pieces = _UNMARKED.split(unicodedata.normalize("NFC", html))
    for place in range(0, len(pieces), 2):
        text, end = pieces[place], 0
        made: list[str] = []
        for start, stop in index.marked(term, text):
            made += (text[end:start], f'<span class="qt0">{text[start:stop]}</span>')
            end = stop
        pieces[place] = "".join((*made, text[end:]))
    return "".join(pieces)


def _snippet(item: Item, mark: Callable[[str], str]) -> str:
    """The words around the first that was looked for; the beginning of the text where it has none of them."""
    summary = item.topic.summary.get(item.locale)
    text = escape(plain_text(item.publisher.given_out(summary), str(item.locale)) if summary else item.description)
    whole = mark(text)
    first = max(whole.find("<span"), 0)
    start = text.rfind(" ", 0, max(first - _AROUND, 0)) + 1
    end = text.find(" ", first + 2 * _AROUND)
    shown = mark(text[start : end if end >= 0 else len(text)])
    return f"{'...' if start else ''}{shown}{'...' if end >= 0 else ''}"


ADAPTER: Final = Adapter(prefixes=("/ws",), routes=[Route("/query", _query)])
