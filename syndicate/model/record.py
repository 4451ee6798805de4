"""What a source states: records (one topic in one language) and metadata (of the whole). Nothing is paired here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.locales import parse
from syndicate.model.asset import Asset, Player
from syndicate.model.conversions import as_moment, as_tuple, as_utc
from syndicate.model.fields import (
    assembled,
    at_least,
    checked,
    each,
    is_a,
    is_flag,
    is_line,
    is_markup,
    is_slug,
    is_string,
    is_text,
    is_url,
    placed,
)
from syndicate.model.parts import Code, Correction, Group, Image, OtherLanguage, Reference, Section, Subject
from syndicate.model.spill import Spillable
from syndicate.value_type import ValueType

__all__ = ["RAW_OF_ASSETS", "RAW_OF_TEXT", "READ", "SourceMetadata", "Record", "Twin", "record_of_parts"]

READ: Final = ("title", "description", "summary", "also_called", "sections", "image")
"""The fields that hold what a reader reads of a text."""
_read: Final = attrgetter(*READ)


RAW_OF_TEXT: Final = 32
"""So many digits of :attr:`Record.raw` are of the text; those of the files beside it follow, if it has any."""
RAW_OF_ASSETS: Final = 16


@attrs.frozen(kw_only=True, field_transformer=placed())
class Twin(metaclass=ValueType):
    """A claim that a record in another language is about the same topic; the id or the URL names it.

    Attributes:
        locale: the other language.
        id, url, title: what the source says of the other record.
    """

    locale: Locale = attrs.field(converter=parse)
    id: str | None = attrs.field(default=None, validator=checked(is_string))
    url: str | None = attrs.field(default=None, validator=checked(is_string))
    title: str | None = attrs.field(default=None, validator=checked(is_string))


@attrs.frozen(kw_only=True, field_transformer=placed("id"))
class Record(Spillable, metaclass=ValueType):
    """One topic in one language, as its source states it.

    Attributes:
        id: the source's id of this text, unique in its language.
        locale: its language.
        title: one line.
        slug: the name the source gives it in URLs (the stem of its page's address, or of its file).
        url: the page it is published at, absolute; None where this catalog is its only home.
        description: plain text for cards and lists.
        summary: sanitized HTML.
        also_called: other names.
        see_references: words under which an index sends its readers to this text.
        aliases: slugs that lead here, as of texts that were merged into this one.
        other_languages: where its source has information in further languages.
        groups, related, institute: references as the source gives them.
        subjects: codes of controlled vocabularies.
        codes: codes under which partners' systems ask for the topic.
        sections: lists of links.
        part: the part of the page's table of contents that lists the text; empty for that of its first list.
        image: the topic's picture.
        players: the recordings that play in the text, each behind a link in it.
        assets: the files beside the text that are published with it.
        corrections: what was wrong in it and has been corrected.
        license, rights, credit: the license, copyright notice and credit line of the text.
        syndicate: whether others may have the text too; else it is only on the publisher's own pages.
        created, updated, reviewed: aware datetimes; days are taken as their midnight in UTC.
        twins: the records in other languages that this one claims.
        translation_key: a key that records of one topic share (the file stem in a Markdown folder).
        other_keys: further keys of this kind, by which a record that is alone finds another that is.
        withheld: the key by which the publisher withholds the text at any moment, such as ``draft``; empty where none
            does. Such a record may lack all but its id, locale, title and slug.
        publish_at, expires_at: the moments from which the publisher gives the text out, and from which no longer.
        source: file and line, for messages.
        lines: the lines of its fields, as far as its reader tells them: ``publish_at``, ``updated``, ``summary``.
        origin: which of several sources it is from, by name; set by what reads them.
        slug_stated: whether somebody chose the slug, rather than a rule that made it of a name or an address.
        translated_from: the digest of the original's text that this text is confirmed to translate.
        raw: a digest of what the source states, before anything is cleaned; empty where its reader gives none. By it a
            history tells a change of the source from a change of the cleaning. Files beside the text add digits.
        key: what its source made the id of, where nobody stated one: the place of a file below its folder. It is the
            text's own whatever other texts there are, so a history keeps the id with it.
        location: where its file is below the folder that is its source, without its language; empty for other sources.
        first_id: the id that version 0.1 gave the text, or another text of its name; empty where the source states one.
        as_read: the values of the fields of :data:`READ` that go with ``raw``; set with it, and kept by
            :func:`attrs.evolve`, so that what a program changes afterwards is known as its own.

    Raises:
        InvalidValueError: naming the field, the record and its locale.

    >>> Record(id="1", locale="es", title="Los genes", slug="genes").locale.language
    'es'
    """

    SPILLED: ClassVar = (
        (
            *("description", "summary", "also_called", "see_references", "aliases", "other_languages", "sections"),
            *("related", "institute", "players", "corrections", "twins", "lines", "raw", "assets", "as_read"),
        ),
    )

    id: str = attrs.field(validator=checked(is_line))
    locale: Locale = attrs.field(converter=parse)
    title: str = attrs.field(validator=checked(is_line))
    slug: str = attrs.field(validator=checked(is_slug))
    url: str | None = attrs.field(default=None, validator=checked(is_url))
    description: str = attrs.field(default="", validator=checked(is_line))
    summary: Markup = attrs.field(default=Markup(""), validator=checked(is_markup))
    also_called: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_line)))
    see_references: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_line)))
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_slug)), repr=False)
    other_languages: tuple[OtherLanguage, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(OtherLanguage)))
    )
    groups: tuple[Reference, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Reference)))
    )
    codes: tuple[Code, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Code))))
    subjects: tuple[Subject, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Subject))))
    sections: tuple[Section, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Section))))
    part: str = attrs.field(default="", validator=checked(is_line), repr=False)
    related: tuple[Reference, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Reference)))
    )
    institute: Reference | None = attrs.field(default=None, validator=checked(is_a(Reference)))
    image: Image | None = attrs.field(default=None, validator=checked(is_a(Image)))
    players: tuple[Player, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Player))))
    corrections: tuple[Correction, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Correction)))
    )
    license: str | None = attrs.field(default=None, validator=checked(is_url))
    rights: str = attrs.field(default="", validator=checked(is_line))
    credit: str = attrs.field(default="", validator=checked(is_line))
    syndicate: bool = attrs.field(default=True, validator=checked(is_flag))
    created: datetime | None = attrs.field(default=None, converter=as_moment)
    updated: datetime | None = attrs.field(default=None, converter=as_moment)
    reviewed: datetime | None = attrs.field(default=None, converter=as_moment)
    twins: tuple[Twin, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Twin))))
    translation_key: str | None = attrs.field(default=None, validator=checked(is_text))
    other_keys: tuple[str, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_text)), repr=False, eq=False
    )
    withheld: str = attrs.field(default="", validator=checked(is_line))
    publish_at: datetime | None = attrs.field(default=None, converter=as_moment)
    expires_at: datetime | None = attrs.field(default=None, converter=as_moment)
    source: str = attrs.field(default="", validator=checked(is_string))
    lines: Mapping[str, int] = attrs.field(factory=dict, repr=False, eq=False, validator=checked(is_a(Mapping)))
    origin: str = attrs.field(default="", repr=False, eq=False, validator=checked(is_string))
    slug_stated: bool = attrs.field(default=False, repr=False, eq=False, validator=checked(is_flag))
    translated_from: str = attrs.field(default="", repr=False, validator=checked(is_string))
    raw: str = attrs.field(default="", repr=False, eq=False, validator=checked(is_string))
    key: str = attrs.field(default="", repr=False, eq=False, validator=checked(is_string))
    location: str = attrs.field(default="", repr=False, eq=False, validator=checked(is_string))
    first_id: str = attrs.field(default="", repr=False, eq=False, validator=checked(is_string))
    assets: tuple[Asset, ...] = attrs.field(
        default=(), converter=as_tuple, validator=checked(each(is_a(Asset))), repr=False, eq=False
    )
    as_read: tuple[Any, ...] | None = attrs.field(default=None, repr=False, eq=False)

    def place(self, field: str) -> str:
        """The file and line of a field, for messages; of the whole where its line is not known."""
        line = self.lines.get(field)
        return self.source if line is None else f"{self.source.rpartition(':')[0]}:{line}"

    def __attrs_post_init__(self) -> None:
        if self.raw and self.as_read is None:
            object.__setattr__(self, "as_read", _read(self))


_DEFAULTS: Final = {field.name: field.default for field in attrs.fields(Record)}
_CHECKED: Final = [
    (field, field.validator)
    for field in attrs.fields(Record)
    if field.name in ("id", "title", "slug", "url", "description", "also_called", "see_references") and field.validator
]


def record_of_parts(**values: Any) -> Record:
    """A record of parts that were validated when they were made: only its own lines of text and its address are not.

    Args:
        values: what the constructor takes, of the types that the fields have; the summary as the sanitizer gives it.

    Raises:
        InvalidValueError: as the constructor does.

    >>> record_of_parts(id="1", locale=parse("en"), title="Genes", slug="genes", url="genes.html")
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: not an absolute http(s) URL: 'genes.html' (topic '1', field url, locale en): \
write it out, as in https://example.org/a
    """
    made = assembled(Record, **{**_DEFAULTS, "lines": {}, **values})
    for field, check in _CHECKED:
        check(made, field, getattr(made, field.name))
    made.__attrs_post_init__()
    return made


@attrs.frozen(kw_only=True, field_transformer=placed())
class SourceMetadata(metaclass=ValueType):
    """What a source states of the whole rather than of one record; a source that states nothing yields none.

    Attributes:
        default_locale: the language most texts are first written in.
        snapshot: when the source was made.
        groups: its groups, in their order; the names that records give these groups do not count then.
        total: how many texts it says it has.
    """

    default_locale: Locale | None = attrs.field(default=None, converter=attrs.converters.optional(parse))
    snapshot: datetime | None = attrs.field(default=None, converter=as_utc)
    groups: tuple[Group, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Group))))
    total: int | None = attrs.field(default=None, validator=checked(at_least(0)))
