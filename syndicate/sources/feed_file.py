"""The reader of feeds: RSS, Atom, JSON Feed. An entry is a text; files of two languages pair with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import attrs
from lxml import etree

from syndicate.errors import LocaleError, Message, SourceError
from syndicate.explained import described
from syndicate.locales import from_name, locale_id
from syndicate.model import Finding, Publisher, Reference, SourceMetadata, Twin
from syndicate.namespaces import qualified
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import members
from syndicate.sources.language_marks import in_address, in_file_name, without_language
from syndicate.sources.reading import Item, words_of
from syndicate.sources.texts import Dropped, Picture, Text, as_html, items_of
from syndicate.sources.xml_stream import entries, line_of, markup_of, name_of, text_of

__all__ = ["SOURCE", "FeedSource", "feed_date", "keys_of", "language_for"]

_ATOM: Final = qualified("atom")
_BASE: Final = qualified("xml", "base")
_LANG: Final = qualified("xml", "lang")
_CONTENT: Final = qualified("content", "encoded")
_IS_HTML = re.compile(r"&(?:#?\w{1,12});|</?[a-z]", re.IGNORECASE)
_PLAIN_TYPES: Final = ("text", "text/plain")
_READ: Final = frozenset(
    "title link guid id description summary encoded content pubDate date published updated modified category language "
    "enclosure thumbnail group source comments commentRss comment-rss comments-url creator author contributor rights "
    "draft control post-id translations".split()
)


@attrs.frozen
class FeedSource:
    """Reads RSS 2.0 and 1.0, Atom, and JSON Feed."""

    name: str = "feed"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) in (Form.FEED, Form.JSON_FEED)

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The entries, one at a time.

        Raises:
            SourceError: the file is damaged, declares entities, or does not tell its language.
        """
        found = _of_json(path, publisher) if form_of(path) == Form.JSON_FEED else _of_xml(path, publisher)
        yield from items_of(found, publisher)


SOURCE = FeedSource()


def language_for(stated: str, address: str, path: Path, publisher: Publisher | None) -> str:
    """The language of a text: the one it states, or that its address, its file, or else the publisher has."""
    if stated.strip():
        try:
            return locale_id(from_name(stated.strip().replace("_", "-")))
        except LocaleError:
            return stated  # which is an error of the text
    default = publisher.default_locale if publisher is not None else None
    return in_address(address) or in_file_name(path) or (locale_id(default) if default is not None else "")


def keys_of(address: str, identifier: str, language: str) -> tuple[str, ...]:
    """The keys that an entry shares with its translation: its id, and its address, each without the language."""
    found = (without_language(one, [language]) for one in (identifier, address) if one)
    return tuple(dict.fromkeys(key for key in found if key))


def _of_xml(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    language = None
    dropped = Dropped(path)
    tags = ("{*}item", "item", f"{_ATOM}entry", qualified("tombstones", "deleted-entry"))
    for element in entries(path, *tags):
        if name_of(element) == "deleted-entry":
            dropped.entry("deleted-entry")
            continue
        if language is None:
            language = _feed_language(element)
        yield _entry(element, language, path, publisher, dropped)
    yield from dropped.findings()
    if language is None:
        raise SourceError(Message("there are no entries in it"), source=str(path), hint=Message("fetch it again"))


def _feed_language(entry: etree._Element) -> str:
    """The language of the whole feed, which stands above its first entry."""
    for above in entry.iterancestors():
        if stated := above.get(_LANG):
            return stated
        for child in above:
            if isinstance(child.tag, str) and name_of(child) == "language" and (stated := line_of(child)):
                return stated
    channel = entry.getroottree().getroot().find("{*}channel")  # of RSS 1.0, it stands beside its items
    found = channel.find("{*}language") if channel is not None else None
    return line_of(found)


def _entry(entry: etree._Element, language: str, path: Path, publisher: Publisher | None, dropped: Dropped) -> Text:
    parts: dict[str, list[etree._Element]] = {}
    for child in entry:
        if isinstance(child.tag, str):
            parts.setdefault(name_of(child), []).append(child)
    for name in parts.keys() - _READ:
        dropped.field(name)

    def first(*names: str) -> etree._Element | None:
        return next((parts[name][0] for name in names if name in parts), None)

    above = _base(entry)
    links = [(urljoin(above, href), rel, tag) for href, rel, tag in _links(parts.get("link", []))]
    guid = line_of(first("guid", "id"))
    own = [(href, language) for href, rel, language in links if rel == "alternate"]
    url = next((href for href, language in own if not language), own[0][0] if own else "")
    if not url and guid.startswith(("https://", "http://")) and entry.find("guid") is not None:
        url = guid if entry.find("guid").get("isPermaLink", "true") == "true" else ""  # type: ignore[union-attr]
    stated = entry.get(_LANG) or line_of(first("language")) or language
    locale = language_for(stated, url, path, publisher)
    body = entry.find(_CONTENT)
    body = body if body is not None else entry.find(f"{_ATOM}content")
    short = first("description", "summary")
    if body is not None and (unread := _unread(body)):
        dropped.field(unread)
        body = None
    html = _html(body) or _html(short)
    shown, is_html = _title(first("title"))
    return Text(
        id=guid or url,
        language=locale,
        title=shown,
        title_is_html=is_html,
        source=f"{path}:{entry.sourceline}",
        html=html,
        base=above or url or None,
        url=url,
        description=_plain(_html(short)) if body is not None and short is not None else "",
        groups=tuple(_groups(parts.get("category", []))),
        image=_picture(entry),
        rights=line_of(first("rights")),
        created=feed_date(line_of(first("published", "pubDate", "date"))),
        updated=feed_date(line_of(first("updated", "modified"))),
        twins=tuple(_twins(links, locale)),
        keys=keys_of(url, guid, locale),
        withheld="draft" if line_of(entry.find(".//{*}draft")) == "yes" else "",
    )


def _base(entry: etree._Element) -> str:
    """Where relative addresses of an entry start: at what ``xml:base`` says, from the outermost in."""
    found = ""
    for element in (*reversed(list(entry.iterancestors())), entry):
        found = urljoin(found, element.get(_BASE) or "")
    return found


def _links(links: list[etree._Element]) -> Iterator[tuple[str, str, str]]:
    """The address, relation, and language of each link."""
    for link in links:
        href = link.get("href") or text_of(link)
        yield href.strip(), link.get("rel") or "alternate", link.get("hreflang") or ""


def _twins(links: list[tuple[str, str, str]], locale: str) -> Iterator[Twin]:
    for href, rel, language in links:
        if language and rel in ("alternate", "related"):
            try:
                other = locale_id(from_name(language))
            except LocaleError:
                continue
            if other != locale:
                yield Twin(locale=other, url=href)


def _title(element: etree._Element | None) -> tuple[str, bool]:
    """A title, and whether it is HTML: Atom says so (RFC 4287, section 3.1.1), and of RSS it is guessed."""
    if element is None:
        return "", False
    kind = element.get("type")
    if kind in _PLAIN_TYPES:
        return text_of(element), False
    if kind == "xhtml":
        return _html(element), True
    shown = markup_of(element)
    return shown, _IS_HTML.search(shown) is not None


def _unread(content: etree._Element) -> str:
    """What is named of a content without a text: it lies elsewhere, or is a file (RFC 4287, section 4.1.3)."""
    kind = (content.get("type") or "").lower()
    if content.get("src"):
        return "content src"
    if "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml")):
        return f"content ({kind})"
    return ""


def _html(element: etree._Element | None) -> str:
    """The text of an element as HTML: RSS escapes it, Atom says what it is (RFC 4287 section 3.1)."""
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        holder = next(iter(element), None)
        if holder is not None and not len(holder):
            return escape(text_of(holder), quote=False)
        return markup_of(holder)
    if element.get("type") in _PLAIN_TYPES:
        return as_html(escape(text_of(element), quote=False))
    return as_html(markup_of(element))


def _plain(html: str) -> str:
    return words_of(html, "")[0] if html else ""


def _groups(categories: list[etree._Element]) -> Iterator[Reference]:
    for category in categories:
        name = category.get("label") or category.get("term") or line_of(category)
        if name.strip():
            identifier = category.get("term") if category.get("label") else None
            yield Reference(title=name.strip(), id=identifier or None)


def _picture(entry: etree._Element) -> Picture | None:
    for element in entry.iter("{*}content", "{*}thumbnail", "{*}enclosure", "enclosure"):
        kind = element.get("type") or element.get("medium") or ""
        if (kind.startswith("image") or name_of(element) == "thumbnail") and (url := element.get("url")):
            below = (line_of(found) for found in element.iter("{*}description", "{*}text"))
            return Picture(url=url, alt=next(below, None))
    return None


def feed_date(stated: str) -> date | str:
    """A moment as RSS has it (RFC 822), or as it stands."""
    if stated[:1].isalpha() or re.match(r"\d{1,2} [A-Z]", stated):
        try:
            moment = parsedate_to_datetime(stated)
        except (ValueError, TypeError, IndexError, OverflowError):
            return stated
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return stated


def _of_json(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    feed: dict[str, Any] = {}
    dropped = Dropped(path)
    is_empty = True
    for key, value, line in members(path):
        if key != "items":
            feed[key] = value
        elif not isinstance(value, Mapping):
            dropped.entry(described(value))
        else:
            is_empty = False
            yield _item(value, feed, line, path, publisher, dropped)
    yield from dropped.findings()
    if is_empty:
        raise SourceError(Message("there are no items in it"), source=str(path), hint=Message("fetch it again"))


_ITEM: Final = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published date_modified tags "
    "language attachments authors author _translations".split()
)


def _item(
    item: Mapping[str, Any],
    feed: Mapping[str, Any],
    line: int,
    path: Path,
    publisher: Publisher | None,
    dropped: Dropped,
) -> Text:
    for name in item.keys() - _ITEM:
        if not name.startswith("_"):
            dropped.field(name)

    def text(name: str) -> str:
        value = item.get(name)
        return str(value) if isinstance(value, (str, int)) else ""

    url = text("url") or text("external_url")
    locale = language_for(text("language") or str(feed.get("language") or ""), url, path, publisher)
    html = text("content_html") or as_html(text("content_text").replace("&", "&amp;").replace("<", "&lt;"))
    tags = item.get("tags")
    translations = item.get("_translations")
    return Text(
        id=text("id") or url,
        language=locale,
        title=text("title"),
        source=f"{path}:{line}",
        html=html or as_html(text("summary")),
        url=url,
        description=text("summary") if html else "",
        groups=tuple(Reference(title=tag) for tag in tags if isinstance(tag, str) and tag) if tags else (),
        image=Picture(url=address) if (address := text("image") or text("banner_image")) else None,
        created=text("date_published"),
        updated=text("date_modified"),
        twins=tuple(_json_twins(translations, locale)),
        keys=keys_of(url, text("id"), locale),
    )


def _json_twins(translations: Any, locale: str) -> Iterator[Twin]:
    """The translations that feeds of this program name (the extension ``_translations``)."""
    for language, url in translations.items() if isinstance(translations, Mapping) else ():
        if isinstance(url, str):
            yield from _twins([(url, "related", str(language))], locale)
