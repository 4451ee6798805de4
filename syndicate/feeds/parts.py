"""Entries and their parts, before they have a format. The feed itself is in `value`."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message
from syndicate.layout.formats import MEDIA_TYPE
from syndicate.locales import LocaleLike, parse
from syndicate.model.conversions import as_tuple, as_utc
from syndicate.model.fields import at_least, checked, each, is_a, is_line, is_markup, is_text, is_url, placed
from syndicate.text import uri

__all__ = ["BATCH", "Alternate", "Category", "Enclosure", "Entry", "Media", "Tombstone"]

BATCH: Final = 16
"""How many entries are written at once: few enough for the processor's cache; a hundred take twice the time."""

# The namespace of a URN has two characters or more (RFC 8141 section 2); after a percent sign two digits come.
_URI = re.compile(
    r"(?![Uu][Rr][Nn]:(?![A-Za-z0-9][A-Za-z0-9-]+:))(?!.*%(?![0-9A-Fa-f]{2}))"
    r"[A-Za-z][A-Za-z0-9+.-]+:[^\s\x00-\x20\"<>\\^`{|}\x7f\ud800-\udfff\ufffe\uffff]+"
)


def is_uri(value: Any, field: str) -> None:
    """Refuse what is not an absolute URI with a scheme of two letters or more (RFC 3986 section 3)."""
    if not isinstance(value, str) or _URI.fullmatch(value) is None:
        raise InvalidValueError(
            Message("not an absolute URI: {value!r}", value=str(value)[:200]),
            field=field,
            hint=Message("use a tag: or https: URI"),
        )


def _is_media_type(value: Any, field: str) -> None:
    """Refuse what is not ``type/subtype`` (RFC 6838 section 4.2)."""
    if not isinstance(value, str) or MEDIA_TYPE.fullmatch(value) is None:
        raise InvalidValueError(
            Message("not a media type: {value!r}", value=str(value)[:200]),
            field=field,
            hint=Message("write for example 'image/png'"),
        )


def as_uri(value: str) -> str:
    """An address in the characters of RFC 3986, valid in every format; what is not an address stays as it is."""
    try:
        is_url(value, "url")
    except InvalidValueError:
        return value
    return uri(value)


def as_uri_or_none(value: str | None) -> str | None:
    """:func:`as_uri` for an optional address."""
    return None if value is None else as_uri(value)


def as_needed_moment(value: date) -> datetime:
    """A day or an aware moment, in UTC and whole seconds."""
    moment = as_utc(value)
    if moment is None:
        raise InvalidValueError(Message("a date is needed"), hint=Message("give an aware datetime"))
    return moment


def _locale(value: LocaleLike | None) -> Locale | None:
    return None if value is None else parse(value)


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=placed())
class Category:
    """What an entry is filed under.

    Attributes:
        term: the word or code.
        scheme: the vocabulary as a URI, or None.
        label: the term for readers, where it is a code.
        locale: the language of the label, if that is another than the entry's.
    """

    term: str = attrs.field(validator=checked(is_line))
    scheme: str | None = attrs.field(default=None, validator=checked(is_uri, optional=True))
    label: str | None = attrs.field(default=None, validator=checked(is_line, optional=True))
    locale: Locale | None = attrs.field(default=None, converter=_locale)


@attrs.frozen(kw_only=True, slots=False, field_transformer=placed())
class Alternate:
    """The same text in another language.

    It is linked as ``rel="related"``: a second ``rel="alternate"`` misleads most feed readers into showing the
    wrong language.
    """

    locale: Locale = attrs.field(converter=parse)
    url: str = attrs.field(converter=as_uri, validator=checked(is_url))
    media_type: str = attrs.field(default="text/html", validator=checked(_is_media_type))


@attrs.frozen(kw_only=True, slots=False, field_transformer=placed())  # see `Entry`
class Media:
    """A picture that goes with an entry (Media RSS ``media:content``).

    Attributes:
        url: absolute.
        media_type: such as ``image/png``; None where it is unknown.
        width, height: in pixels, where they are known.
        description: its text alternative.
        license: the address of its license, or None.
        rights: its copyright notice.
        credit: whom to credit for it.
    """

    url: str = attrs.field(converter=as_uri, validator=checked(is_url))
    media_type: str | None = attrs.field(default=None, validator=checked(_is_media_type, optional=True))
    width: int | None = attrs.field(default=None, validator=checked(at_least(1), optional=True))
    height: int | None = attrs.field(default=None, validator=checked(at_least(1), optional=True))
    description: str = attrs.field(default="", validator=checked(is_text))
    license: str | None = attrs.field(default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True))
    rights: str = attrs.field(default="", validator=checked(is_text))
    credit: str = attrs.field(default="", validator=checked(is_text))


@attrs.frozen(kw_only=True, field_transformer=placed())
class Enclosure:
    """A file that an entry offers for download.

    Attributes:
        url: absolute.
        media_type: such as ``application/pdf``.
        length: in bytes; None where it is unknown, which RSS writes as 0.
    """

    url: str = attrs.field(converter=as_uri, validator=checked(is_url))
    media_type: str = attrs.field(validator=checked(_is_media_type))
    length: int | None = attrs.field(default=None, validator=checked(at_least(0), optional=True))


@attrs.frozen(kw_only=True, field_transformer=placed("id"))
class Tombstone:
    """An entry that was retracted (RFC 6721).

    Attributes:
        id: the id it had.
        when: when it left; an aware datetime in UTC.
    """

    id: str = attrs.field(validator=checked(is_uri))
    when: datetime = attrs.field(converter=as_needed_moment)


# Without slots they are made in half the time; they are short-lived, so memory matters less.
@attrs.frozen(kw_only=True, slots=False, field_transformer=placed("id"))
class Entry:
    """One entry of a feed, in one language.

    Attributes:
        id: a URI that survives a change of address or title.
        url: the page of the entry, in its own language.
        media_type: that of the page.
        title: one line of plain text.
        locale: its language.
        updated, published: aware datetimes; kept in UTC and whole seconds.
        summary: plain text.
        content: sanitized HTML.
        author: who wrote it; the feed's author where None.
        author_locale: the language of that name, if it is another than the entry's.
        categories: what it is filed under.
        translations: the same entry in other languages.
        media: its pictures.
        enclosures: the files it offers; RSS knows the first only.
        license: the address of the license of its text (RFC 4946), or None.
        rights: the copyright notice of its text (RFC 4287 section 4.2.10), where that is not the feed's.
        credit: whom to credit for its text.

    Raises:
        InvalidValueError: a value that a format cannot carry, naming the entry, the field and the locale.
    """

    id: str = attrs.field(validator=checked(is_uri))
    locale: Locale = attrs.field(converter=parse)
    url: str = attrs.field(converter=as_uri, validator=checked(is_url))
    media_type: str = attrs.field(default="text/html", validator=checked(_is_media_type))
    title: str = attrs.field(validator=checked(is_line))
    updated: datetime = attrs.field(converter=as_needed_moment)
    published: datetime | None = attrs.field(default=None, converter=as_utc)
    summary: str = attrs.field(default="", validator=checked(is_text))
    content: Markup = attrs.field(default=Markup(""), validator=checked(is_markup))
    author: str | None = attrs.field(default=None, validator=checked(is_line, optional=True))
    author_locale: Locale | None = attrs.field(default=None, converter=_locale)
    categories: tuple[Category, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Category)))
    )
    translations: tuple[Alternate, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Alternate)))
    )
    media: tuple[Media, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Media))))
    enclosures: tuple[Enclosure, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Enclosure)))
    )
    license: str | None = attrs.field(default=None, converter=as_uri_or_none, validator=checked(is_url, optional=True))
    rights: str = attrs.field(default="", validator=checked(is_text))
    credit: str = attrs.field(default="", validator=checked(is_text))
