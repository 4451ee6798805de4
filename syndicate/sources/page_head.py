"""What a page says of itself: metadata, addresses, language, dates. What it shows is read in `page_body`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import attrs
from babel import Locale
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.errors import InvalidValueError, LocaleError, Message, SourceError, SyndicateError
from syndicate.locales import from_name, parse_long_date
from syndicate.locales.catalogs import spoken
from syndicate.markup import resolve
from syndicate.markup.pages import base_url
from syndicate.model import Localized
from syndicate.model.conversions import as_utc
from syndicate.model.fields import is_line, is_url
from syndicate.sources.reading import Repairs

__all__ = ["FeedLink", "Head", "Pairs", "attribute"]

Pairs = tuple[tuple[str, str], ...]
"""Names and values in the order of the page; a name may come again."""

_UNAVAILABLE = re.compile(
    r"unavailable_after\s*:\s*([^;|]*?)\s*(?=$|[;|]|,\s*(?:no|all|index|follow|max)[a-z-]*)", re.I
)
"""A directive for robots, whose date may have commas: https://developers.google.com/search/docs, "robots meta tag"."""
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


@attrs.frozen(kw_only=True)
class FeedLink:
    """A feed that a page announces.

    Attributes:
        url: absolute.
        media_type: such as ``application/rss+xml``.
        title: its name there, often empty.
    """

    url: str
    media_type: str
    title: str = ""


def attribute(node: LexborNode, name: str) -> str:
    """An attribute's value, trimmed; empty where it is missing."""
    return (node.attributes.get(name) or "").strip()


class Head:
    """Reads what a page says of itself.

    Args:
        tree: the page.
        regions: its `syndicate` regions.
        url: the address it was read at, if known.
        source: its file, for messages.

    Attributes:
        json_ld: its JSON-LD objects; what is not JSON is passed over.
        canonical, url: the address it says it has; and the same, or else the one it was read at.
        hreflang: the addresses of its versions, by language.
        locale: its language.
        versions: the addresses of its versions as they are written, by what they are called in ``refused``.
        repairs, refused: what had to be repaired, and what had to be left out: its name and why.

    Raises:
        SourceError: the page does not state its language.
    """

    def __init__(self, tree: LexborHTMLParser, regions: list[LexborNode], url: str | None, source: str) -> None:
        self.tree = tree
        self.source = source
        self.repairs = Repairs()
        self.refused: list[tuple[str, SyndicateError]] = []
        self.versions: dict[str, str] = {}
        self.regions = regions
        self._metas = [(_name(node), attribute(node, "content")) for node in tree.css("meta[content]")]
        self._links = tree.css("link[href]")
        self.json_ld = tuple(_json_ld(tree))
        self.base = base_url(tree, url)
        self.canonical = self._canonical()
        self.url = self.canonical or url
        self.base = base_url(tree, url or self.canonical)
        self.hreflang = self._hreflang()
        self.label = tree.css_first("#lastupdate")
        self.locale = self._locale()

    def leaving_out(self, title: str) -> _LeavingOut:
        """A context: what cannot be read in it is left out and remembered; the rest of the page is read."""
        return _LeavingOut(self.refused, title)

    def pairs(self, *prefixes: str) -> Pairs:
        """The values whose names start with one of the prefixes, in any ASCII case, as the page has them."""
        return tuple((name, value) for name, value in self._metas if name.lower().startswith(prefixes))

    def meta(self, *names: str) -> str:
        """The first value that is not empty, by the order of the names, as one line."""
        return next((line for name in names for line in self.metas(name)), "")

    def metas(self, *names: str) -> tuple[str, ...]:
        """All values under these names, each once, as lines of text."""
        lines: dict[str, None] = {}
        for name, value in self._metas:
            if name.lower() in names and (line := self.repairs.line(value, name)):
                with self.leaving_out(name):
                    is_line(line, name)
                    lines[line] = None
        return tuple(lines)

    def stated(self, *keys: str) -> str:
        """The first text under one of these keys in the page's JSON-LD, ``@graph`` included."""
        for document in self.json_ld:
            graph = document.get("@graph")
            for item in (document, *(graph if isinstance(graph, list) else ())):
                for key in keys:
                    value = item.get(key) if isinstance(item, dict) else None
                    if isinstance(value, dict):
                        value = value.get("contentUrl") or value.get("url")
                    if isinstance(value, str) and value.strip():
                        return self.repairs.line(value, key)
        return ""

    def address(self, href: str) -> str:
        """The absolute http(s) URL of a reference.

        Raises:
            InvalidValueError: it is none.
        """
        url = resolve(href, self.base)
        if url is None:
            hint = None if self.base else Message("a relative link needs the page's URL, or a canonical link in it")
            raise InvalidValueError(Message("{value!r} is not a usable URL", value=href[:200]), field="url", hint=hint)
        is_url(url, "url")
        return url

    def _rel(self, relation: str) -> Iterator[LexborNode]:
        return (link for link in self._links if relation in attribute(link, "rel").lower().split())

    def _canonical(self) -> str | None:
        links = [attribute(link, "href") for link in self._rel("canonical")]
        for href in (*links, self.meta("og:url"), self.meta("dc.identifier.url", "dc.identifier")):
            try:
                return self.address(href)
            except InvalidValueError:
                continue  # an identifier need not be an address
        return None

    def _hreflang(self) -> Localized[str]:
        found: dict[str, str] = {}
        for link in self._rel("alternate"):
            language = attribute(link, "hreflang")
            if language and language.lower() != "x-default":
                title = f"hreflang={language[:100]}"
                self.versions[title] = attribute(link, "href")
                with self.leaving_out(title):
                    found.setdefault(str(from_name(language[:100])), self.address(attribute(link, "href")))
        return Localized.from_identifiers(found)

    def feeds(self) -> tuple[FeedLink, ...]:
        """The feeds the page announces (RSS autodiscovery)."""
        found = []
        for link in self._rel("alternate"):
            media_type = attribute(link, "type").lower()
            if media_type in _FEEDS:
                title = self.repairs.line(attribute(link, "title"), "feeds")
                with self.leaving_out(title):
                    url = self.address(attribute(link, "href"))
                    found.append(FeedLink(url=url, media_type=media_type, title=title))
        return tuple(found)

    def _locale(self) -> Locale:
        for language in self._languages():
            try:
                return from_name(language[:100])
            except LocaleError:
                continue
        raise SourceError(
            Message("the page does not state its language"),
            source=self.source or None,
            hint=Message('declare it, as in <html lang="es">'),
        )

    def _languages(self) -> Iterator[str]:
        """What may tell the language, best first.

        HTML standard, section 3.2.6.2: the nearest attribute at or above an element tells the element's
        language, and after them the ``content-language`` pragma, unless it lists several.
        """
        node: LexborNode | None = self.regions[0]
        while node is not None and node.is_element_node:
            yield attribute(node, "lang") or attribute(node, "xml:lang")
            node = node.parent
        yield self.meta("content-language")
        yield self.meta("og:locale")
        yield self.meta("dc.language", "dcterms.language")
        own = [locale for locale, url in self.hreflang.identifiers().items() if url == self.url]
        yield own[0] if len(own) == 1 else ""
        text = self.label.text() if self.label is not None else ""
        readable = [str(locale) for locale in spoken() if parse_long_date(text, locale)]
        yield readable[0] if len(readable) == 1 else ""

    def created(self) -> datetime | None:
        """When the page was made."""
        return (
            _moment(self.meta("dc.date.created", "dcterms.created"))
            or _moment(self.meta("article:published_time"))
            or _moment(self.stated("datePublished"))
        )

    def expires(self) -> datetime | None:
        """From when on the page is not to be shown: by Open Graph, by schema.org, or by what it tells robots."""
        stated = [_moment(self.meta("article:expiration_time")), _moment(self.stated("expires"))]
        for value in self.metas("robots", "googlebot", "bingbot"):
            stated += [_moment(said) or _moment_of_mail(said) for said in _UNAVAILABLE.findall(value)]
        return min((moment for moment in stated if moment is not None), default=None)

    def updated(self) -> datetime | None:
        """When it was last changed: by its Dublin Core, else its date line, else what it tells others."""
        if moment := _moment(self.meta("dc.date.modified", "dcterms.modified")):
            return moment
        if self.label is not None and (day := parse_long_date(self.label.text(), self.locale)):
            return as_utc(day)
        return _moment(self.meta("article:modified_time")) or _moment(self.stated("dateModified"))


@attrs.frozen
class _LeavingOut:
    refused: list[tuple[str, SyndicateError]]
    title: str

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> bool:
        if isinstance(error, (InvalidValueError, LocaleError)):
            self.refused.append((self.title[:200] or "—", error))
            return True
        return False


def _name(meta: LexborNode) -> str:
    return attribute(meta, "name") or attribute(meta, "property") or attribute(meta, "http-equiv")


def _json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json" i]'):
        try:
            parsed = json.loads(node.text() or "")
        except (ValueError, RecursionError):
            continue
        documents = parsed if isinstance(parsed, list) else [parsed]
        yield from (document for document in documents if isinstance(document, dict))


def _moment_of_mail(text: str) -> datetime | None:
    """A moment as mail and HTTP write it (RFC 5322, RFC 850), as ``unavailable_after`` may have it."""
    try:
        moment = parsedate_to_datetime(text)
        return as_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment(text: str) -> datetime | None:
    """An ISO 8601 day or moment; without a time zone, as days are, it is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return as_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
