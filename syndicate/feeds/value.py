"""A feed as a value. `catalog_feeds` decides its content; the writers of formats are registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained
from syndicate.feeds.parts import Alternate, Entry, Tombstone, as_needed_moment, as_uri_or_none, is_uri
from syndicate.json_writer import joined
from syndicate.layout import FORMATS, OWN_FORMATS, FeedFormat
from syndicate.locales import parse
from syndicate.model.conversions import as_tuple
from syndicate.model.fields import at_least, checked, each, expect, is_a, is_line, is_url, placed
from syndicate.model.media import image_type
from syndicate.value_type import ValueType

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

__all__ = [
    "Feed",
    "Writer",
    "check_writers",
    "register_generator",
    "register_writer",
    "writer_modules",
    "written_formats",
]


_RSS_PICTURES: Final = (None, "image/gif", "image/jpeg", "image/png")
_TEXTS: Final = ("title", "subtitle", "author", "rights")


def _newest(feed: Feed) -> datetime:
    moments = [entry.updated for entry in feed.entries] + [tombstone.when for tombstone in feed.tombstones]
    if not moments:
        raise InvalidValueError(
            Message("a feed without entries needs a date"),
            topic=feed.id,
            field="updated",
            locale=str(feed.locale),
            hint=Message("give `updated`"),
        )
    return max(moments)


def _entries(entries: Iterable[Entry]) -> Sequence[Entry]:
    """The entries as a sequence that can be read repeatedly: lazy ones stay lazy."""
    return (
        entries if isinstance(entries, Sequence) and not isinstance(entries, (list, str, bytes)) else as_tuple(entries)
    )


def _are_entries(value: Any, field: str) -> None:
    if isinstance(value, tuple):
        each(is_a(Entry))(value, field)


def _are_urls(value: Any, field: str) -> None:
    """Check that there is an address for each format of this package; formats of other packages are optional."""
    for name in OWN_FORMATS:
        if not isinstance(value, Mapping) or name not in value:
            raise InvalidValueError(Message("there is no address for the format {name}", name=name), field=field)
    for name in FORMATS:
        if name in value:
            is_url(value[name], field)


def _are_languages(value: Any, field: str) -> None:
    is_a(Mapping)(value, field)
    for name, locale in value.items():
        if name not in _TEXTS:
            raise InvalidValueError(
                Message("a feed has no text {name!r}", name=name),
                field=field,
                hint=Message("it has {names}", names=", ".join(_TEXTS)),
            )
        is_a(Locale)(locale, field)


def _is_paging(value: Any, field: str) -> None:
    is_a(Mapping)(value, field)
    for urls in value.values():
        _are_urls(urls, field)


def _are_alternates(value: Any, field: str) -> None:
    is_a(Mapping)(value, field)
    for links in value.values():
        each(is_a(Alternate))(links, field)


@attrs.frozen(kw_only=True, field_transformer=placed("id"))
class Feed(metaclass=ValueType):
    """A feed, ready to be written in any format.

    Attributes:
        id: its ``tag:`` URI; each language's feed has its own, and its archives share it.
        title, subtitle: one line each.
        locale: its language; of a mixed feed, that of its own title.
        mixed: whether its entries are in several languages.
        home_page: the page it belongs to.
        urls: its own address in RSS (``rss``), Atom (``atom``), JSON Feed (``json``), and each other format that it is
            written in.
        author: the publisher's name.
        author_url: the publisher's site.
        rights: the copyright notice, else the credit line.
        hub: the WebSub hub, or None.
        license: the address of the license of the feed and its texts, or None.
        icon: the address of a small square picture of the publisher's, or None.
        touch_icon: that of a larger one.
        logo: that of a wide one.
        languages: the language of each of the feed's own texts that is in another one: of ``title``, ``subtitle``,
            ``author``, ``rights``.
        ttl: minutes that a reader may wait before it asks again (RSS), or None.
        entries: the entries, newest change first; made when they are asked for, if the feed is of a catalog.
        tombstones: the entries that were retracted (Atom and JSON Feed).
        translations: the feeds of the same thing in other languages, by format.
        updated: the date of the newest change, that of the newest entry or tombstone by default; never the time of the
            build.
        complete: whether it holds every entry there is (RFC 5005 section 2).
        archive: whether this is an archive document (RFC 5005 section 4).
        paging: the address of other documents of the feed by relation (``prev-archive``, ``current``) and format.

    Raises:
        InvalidValueError: a value that a format cannot carry, naming the feed, the field and the locale.
    """

    id: str = attrs.field(validator=checked(is_uri))
    title: str = attrs.field(validator=checked(is_line))
    subtitle: str = attrs.field(validator=checked(is_line))
    locale: Locale = attrs.field(converter=parse)
    mixed: bool = False
    home_page: str = attrs.field(validator=checked(is_url))
    urls: Mapping[str, str] = attrs.field(validator=checked(_are_urls))
    author: str = attrs.field(validator=checked(is_line))
    author_url: str = attrs.field(validator=checked(is_url))
    rights: str = attrs.field(default="", validator=checked(is_line, optional=True))
    hub: str | None = attrs.field(default=None, validator=checked(is_url, optional=True))
    license: str | None = attrs.field(default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True))
    icon: str | None = attrs.field(default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True))
    touch_icon: str | None = attrs.field(
        default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True)
    )
    logo: str | None = attrs.field(default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True))
    languages: Mapping[str, Locale] = attrs.field(factory=dict, validator=checked(_are_languages))
    ttl: int | None = attrs.field(default=None, validator=checked(at_least(1), optional=True))
    entries: Sequence[Entry] = attrs.field(converter=_entries, validator=checked(_are_entries))
    tombstones: tuple[Tombstone, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Tombstone)))
    )
    translations: Mapping[str, tuple[Alternate, ...]] = attrs.field(factory=dict, validator=checked(_are_alternates))
    updated: datetime = attrs.field(default=attrs.Factory(_newest, takes_self=True), converter=as_needed_moment)
    complete: bool = False
    archive: bool = False
    paging: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict, validator=checked(_is_paging))

    @property
    def picture(self) -> str | None:
        """The publisher's picture for RSS: the first of its pictures that is a GIF, JPEG or PNG."""
        for address in (self.logo, self.touch_icon, self.icon):
            if address is not None and image_type(address) in _RSS_PICTURES:
                return address
        return None

    def rss(self) -> bytes:
        """The feed as RSS 2.0, in UTF-8."""
        return self.format("rss")

    def atom(self) -> bytes:
        """The feed as Atom 1.0 (RFC 4287), in UTF-8."""
        return self.format("atom")

    def json(self) -> bytes:
        """The feed as JSON Feed 1.1, in UTF-8."""
        return self.format("json")

    def feedgen(self) -> FeedGenerator:
        """The feed as a :class:`feedgen.feed.FeedGenerator`, to be extended with feedgen's own extensions.

        What it serializes is what :meth:`rss` and :meth:`atom` return.
        """
        return _GENERATORS[-1](self)

    @explained
    def format(self, name: str) -> bytes:
        """The feed in the format of that name, one of :data:`syndicate.feeds.FORMATS`."""
        return joined(self.chunks(name))

    @explained
    def chunks(self, name: str) -> Iterator[bytes]:
        """The feed in a format, piece by piece, for feeds too long to be held in memory.

        Args:
            name: one of :data:`syndicate.feeds.FORMATS`.
        """
        if name in FORMATS:
            check_writers(name)
        if name not in _WRITERS:
            raise InvalidValueError(
                Message("there is no format {name!r}", name=name),
                field="format",
                hint=Message("the formats are {names}", names=", ".join(FORMATS)),
            )
        return _WRITERS[name](self)

    @explained
    def write(self, stream: BinaryIO, name: str) -> None:
        """Write the feed in a format to an open binary file.

        Args:
            stream: a file opened with ``"wb"``, or another that takes bytes.
            name: one of :data:`syndicate.feeds.FORMATS`.
        """
        for chunk in self.chunks(name):
            stream.write(chunk)


Writer = Callable[[Feed], Iterator[bytes]]
"""Writes a feed piece by piece."""

_WRITERS: Final[dict[str, Writer]] = {}
_GENERATORS: Final[list[Callable[[Feed], Any]]] = []  # of feedgen


def register_writer(name: str, writer: Writer) -> None:
    """Register the writer of a format.

    Args:
        name: one of :data:`syndicate.feeds.FORMATS`.
        writer: writes it; the same feed has to give the same bytes.

    Raises:
        InvalidValueError: the writer cannot be called, or the name is not text.
    """
    expect("name", name, Message("the name of a format"), str)
    expect("writer", writer, Message("a function that takes a Feed and yields bytes"), Callable)  # type: ignore[arg-type]
    _WRITERS[name] = writer


def check_writers(*names: str) -> None:
    """Refuse formats without a writer.

    Args:
        names: the formats; all of them by default.

    Raises:
        InvalidValueError: one has no writer.
    """
    for name in names or FORMATS:
        if name not in _WRITERS:
            raise InvalidValueError(
                Message("the format {name!r} has no writer", name=name),
                field="format",
                hint=Message("give it one with syndicate.feeds.register_writer"),
            )


def written_formats() -> tuple[FeedFormat, ...]:
    """The formats that feeds are written in by this process, which may not be those of another."""
    return tuple(format for name, format in FORMATS.items() if name in _WRITERS)


def writer_modules() -> tuple[str, ...]:
    """The modules whose import registers the writers of this process, except those of this package."""
    own = __name__.partition(".")[0]
    names = dict.fromkeys(writer.__module__ for writer in _WRITERS.values())
    return tuple(name for name in names if name.partition(".")[0] != own)


def register_generator(make: Callable[[Feed], FeedGenerator]) -> None:
    """Register the function that makes feedgen objects of feeds."""
    _GENERATORS.append(make)
