"""Feeds as feedgen objects, to which extensions add; they serialize as what `documents` writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicate.errors import InvalidValueError, Message
from syndicate.feeds.documents import CREATIVE_COMMONS, DELETED, DOCS, GENERATOR, HISTORY, is_creative_commons, links
from syndicate.feeds.fragments import ATOM, CONTENT, DC, MEDIA, as_html, atom_entries, rfc822, rss_items
from syndicate.feeds.parts import Entry, Tombstone
from syndicate.feeds.value import Feed, register_generator
from syndicate.layout import FORMATS
from syndicate.locales import tag
from syndicate.model.media import HTML
from syndicate.namespaces import qualified
from syndicate.text import rfc3339

__all__ = ["XML_LANG", "generator"]

XML_LANG: Final = qualified("xml", "lang")

_PARSER: Final = etree.XMLParser(huge_tree=True)  # our own fragments; a text may have more than 10 million characters


_RSS_NAMES: Final = {"subtitle": "description", "rights": "copyright"}


class _HeadExtension(BaseExtension):  # type: ignore[misc]
    """What feedgen 1.0 leaves out of a feed's head: its dates without ``setlocale``, RSS's links, RFC 5005 and 6721."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC, "fh": HISTORY, "media": MEDIA}

    def extend_atom(self, root: etree._Element) -> etree._Element:
        for updated in root.findall("updated"):
            updated.text = rfc3339(datetime.fromisoformat(updated.text or "").astimezone(UTC))
        for name, locale in self.feed.languages.items():
            for element in root.findall(name):
                element.set(XML_LANG, tag(locale))
        self._history(root)
        return root

    def extend_rss(self, root: etree._Element) -> etree._Element:
        feed, channel = self.feed, root[0]
        if feed.mixed:  # ISO 639-2's code for several languages; each item says its own
            for language in channel.findall("language"):
                language.text = "mul"
        for description in channel.findall("description"):
            description.text = as_html(description.text or "")
        for name, locale in feed.languages.items():
            for element in channel.findall(_RSS_NAMES.get(name, name)):
                element.set(XML_LANG, tag(locale))
        if channel.find("lastBuildDate") is None:  # unless the caller has set another
            etree.SubElement(channel, "lastBuildDate").text = rfc822(feed.updated)
        for own in channel.findall(f"{{{ATOM}}}link"):
            own.set("href", feed.urls["rss"])
            own.set("type", FORMATS["rss"].media_type)
        for attributes in links(feed, "rss"):
            etree.SubElement(channel, f"{{{ATOM}}}link", attributes)
        self._history(channel)
        return root

    def _history(self, parent: etree._Element) -> None:
        for name in ("complete", "archive"):
            if getattr(self.feed, name):
                etree.SubElement(parent, f"{{{HISTORY}}}{name}")


class _TombstoneExtension(BaseExtension):  # type: ignore[misc]
    """Retracted entries as RFC 6721 has them, in Atom alone; feeds without any do not declare its namespace."""

    tombstones: tuple[Tombstone, ...]

    def extend_ns(self) -> dict[str, str]:
        return {"at": DELETED}

    def extend_atom(self, root: etree._Element) -> etree._Element:
        for tombstone in self.tombstones:
            etree.SubElement(root, f"{{{DELETED}}}deleted-entry", ref=tombstone.id, when=rfc3339(tombstone.when))
        return root


class _LicenseExtension(BaseExtension):  # type: ignore[misc]
    """A license of Creative Commons, for which RSS has an element; other feeds do not declare its namespace."""

    license: str

    def extend_ns(self) -> dict[str, str]:
        return {"creativeCommons": CREATIVE_COMMONS}

    def extend_rss(self, root: etree._Element) -> etree._Element:
        etree.SubElement(root[0], f"{{{CREATIVE_COMMONS}}}license").text = self.license
        return root


def _read_only(field: str) -> Callable[..., Any]:
    """feedgen's accessor of a field of an entry, read-only: what it sets would not be written."""
    accessor = getattr(FeedEntry, field)

    def read(self: _Entry, *values: Any, **attributes: Any) -> Any:
        if self.is_being_filled:
            return accessor(self, *values, **attributes)
        if any(value is not None for value in (*values, *attributes.values())):  # None sets nothing in feedgen
            raise InvalidValueError(
                Message("an entry that syndicate made is not changed with {field}()", field=field),
                field=field,
                hint=Message(
                    "change its value with attrs.evolve() before feedgen() is called; extensions may add to it"
                ),
            )
        self.fill()
        return accessor(self)

    return read


class _Entry(FeedEntry):  # type: ignore[misc]
    """An entry that serializes as its fragment, to which loaded extensions then add.

    Its accessors return what feedgen's own entry would; they are filled when the first one is read.
    """

    is_being_filled = False

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self._is_filled = False
        self._FeedEntry__rss_ttl = None  # which feedgen does not initialize, so that reading it fails

    def fill(self) -> None:
        """Give feedgen's fields the values of the entry."""
        if self._is_filled:
            return
        self.is_being_filled = True
        try:
            self._fill(self._entry)
            self._is_filled = True
        finally:
            self.is_being_filled = False

    def _fill(self, entry: Entry) -> None:
        self.id(entry.id)
        self.title(entry.title)
        self.updated(entry.updated)
        if entry.published:
            self.published(entry.published)
        if entry.author:
            self.author(name=entry.author)
        if entry.summary:
            self.summary(entry.summary)
        if entry.content:
            self.content(str(entry.content), type="html")
        page = {"href": entry.url, "rel": "alternate", "hreflang": tag(entry.locale)}
        self.link({**page, "type": HTML} if entry.media_type == HTML else page)
        for twin in entry.translations:
            self.link(href=twin.url, rel="related", type=twin.media_type, hreflang=tag(twin.locale))
        for file in reversed(entry.enclosures):  # RSS has one, for which feedgen takes the last
            self.enclosure(file.url, file.length or 0, file.media_type)
        if entry.license:
            self.link().append({"href": entry.license, "rel": "license"})  # a relation that feedgen does not know here
        if entry.rights:
            self.rights(entry.rights)
        if entry.credit:
            self.contributor(name=entry.credit)
        for category in entry.categories:
            values = {"term": category.term, "scheme": category.scheme, "label": category.label}
            self.category({name: value for name, value in values.items() if value})

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        # feedgen builds Atom without a namespace and writes xmlns on the root, so the entry has none here either.
        element = etree.fromstring(
            b'<feed xmlns:media="%s">%s</feed>' % (MEDIA.encode(), atom_entries([self._entry])),
            _PARSER,
        )[0]
        return self._extended(element, "atom") if extensions else element

    def rss_entry(self, extensions: bool = True) -> etree._Element:
        element = etree.fromstring(
            f'<channel xmlns:atom="{ATOM}" xmlns:content="{CONTENT}" xmlns:dc="{DC}" xmlns:media="{MEDIA}">'.encode()
            + rss_items([self._entry])
            + b"</channel>",
            _PARSER,
        )[0]
        return self._extended(element, "rss") if extensions else element

    def _extended(self, element: etree._Element, format: str) -> etree._Element:
        # feedgen has no accessor for the extensions that were loaded.
        for extension in self._FeedEntry__extensions.values():
            if extension.get(format):
                getattr(extension["inst"], f"extend_{format}")(element)
        return element


for _field in (
    "author category comments content contributor description enclosure guid id link pubDate pubdate published rights "
    "source summary title ttl updated"
).split():
    setattr(_Entry, _field, _read_only(_field))


class _Generator(FeedGenerator):  # type: ignore[misc]
    """A generator whose accessors all return what it serializes."""

    def lastBuildDate(self, lastBuildDate: Any = None) -> Any:
        """The date of the feed, unless another was set."""
        return super().lastBuildDate(lastBuildDate) or self.updated()


def head(feed: Feed) -> FeedGenerator:
    """The generator without entries."""
    generator = _Generator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.subtitle)
    generator.language(tag(feed.locale))
    generator.author({"name": feed.author, "uri": feed.author_url})
    generator.generator(GENERATOR)
    generator.docs(DOCS)
    if feed.rights:
        generator.rights(feed.rights)
    if feed.ttl:
        generator.ttl(feed.ttl)
    if feed.icon or feed.touch_icon:
        generator.icon(feed.icon or feed.touch_icon)
    if feed.picture:
        generator.image(feed.picture, title=feed.title, link=feed.home_page)
    generator._FeedGenerator__atom_logo = feed.logo  # feedgen uses RSS's picture for Atom as well
    generator.updated(feed.updated)
    # feedgen writes this date under setlocale(), which is not thread-safe; the extension writes it instead.
    generator._FeedGenerator__rss_lastBuildDate = None
    # RSS takes the last link as its <link>, and the first "self" as its own, which the extension then corrects.
    own = {"href": feed.urls["atom"], "rel": "self", "type": FORMATS["atom"].media_type}
    page = {"href": feed.home_page, "rel": "alternate", "type": "text/html"}
    generator.link([own, *links(feed, "atom"), page], replace=True)
    generator.register_extension("syndicate_head", _HeadExtension, BaseEntryExtension)
    generator.syndicate_head.feed = feed
    if is_creative_commons(feed.license):
        generator.register_extension("syndicate_license", _LicenseExtension, BaseEntryExtension, atom=False)
        generator.syndicate_license.license = feed.license
    if feed.tombstones:
        generator.register_extension("syndicate_tombstones", _TombstoneExtension, BaseEntryExtension, rss=False)
        generator.syndicate_tombstones.tombstones = feed.tombstones
    return generator


def generator(feed: Feed) -> FeedGenerator:
    """The feed as a feedgen object with all its entries."""
    made = head(feed)
    made.entry([_Entry(entry) for entry in feed.entries])
    return made


register_generator(generator)
