"""The parts of a topic: links, sections, subjects, groups, images, references. The topic itself is in `topic`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained_methods
from syndicate.locales import parse
from syndicate.locales.language_data import vocabulary_locale
from syndicate.markup.urls import candidates
from syndicate.model.asset import SIZES, fitting
from syndicate.model.conversions import as_localized, as_moment, as_texts, as_tuple
from syndicate.model.fields import (
    assembled,
    at_least,
    checked,
    each,
    is_a,
    is_flag,
    is_line,
    is_slug,
    is_text,
    is_url,
    matches,
    of_locales,
    placed,
)
from syndicate.model.localized import EMPTY, Localized, PerLocale, localized_values
from syndicate.value_type import ValueType

__all__ = ["Code", "Correction", "Group", "Image", "Link", "OtherLanguage", "Reference", "Section", "Subject"]

T = TypeVar("T")


_LINE, _LINES = checked(is_line), checked(of_locales(is_line))
_TEXT = checked(is_text)
_URL, _URLS = checked(is_url), checked(of_locales(is_url))


def _moment(value: date) -> datetime:
    found = as_moment(value)
    if found is None:
        raise InvalidValueError(Message("a correction has a date"), field="date", hint=Message("write 2025-03-04"))
    return found


def _images(value: PerLocale[Image]) -> Localized[Image]:
    return as_localized(value)


def _sizes(value: PerLocale[int]) -> Localized[int]:
    return as_localized(value)


@attrs.frozen(kw_only=True, field_transformer=placed())
class Subject(metaclass=ValueType):
    """A code of a controlled vocabulary.

    Attributes:
        scheme: the vocabulary, such as ``MeSH``.
        code: the code in it, such as ``D005796``; the name where the source has no code.
        name: its name there, as far as the source gives it.
        locale: the language of its name; None where nobody says. MeSH, among others, is known to be English.
    """

    scheme: str = attrs.field(validator=_LINE)
    code: str = attrs.field(validator=_LINE)
    name: str = attrs.field(default="", validator=_TEXT)
    locale: Locale | None = attrs.field(default=None, converter=attrs.converters.optional(parse), repr=False)

    @property
    def name_locale(self) -> Locale | None:
        """The language of its name: the one stated, else that of the vocabulary, if it has one.

        >>> str(Subject(scheme="MeSH", code="D012890", name="Sleep").name_locale)
        'en'
        """
        return self.locale or vocabulary_locale(self.scheme)


@attrs.frozen(kw_only=True, field_transformer=placed())
class Code(metaclass=ValueType):
    """A code under which partners' systems ask for a topic, such as a diagnosis. It does not describe the topic itself.

    Attributes:
        scheme: the vocabulary, such as ``ICD-10-CM``.
        code: the code in it; of ICD also a range such as ``E10-E14``.
        locale: the language of the texts that it finds; None for all.
    """

    scheme: str = attrs.field(validator=_LINE)
    code: str = attrs.field(validator=_LINE)
    locale: Locale | None = attrs.field(default=None, converter=attrs.converters.optional(parse))


@attrs.frozen(kw_only=True)
class Reference(metaclass=ValueType):
    """Something that a topic refers to in one language: a related topic, a group, an institute.

    Attributes:
        title: its name.
        url: its page, absolute.
        id: its id in the source; related topics of the same catalog are found by it.
    """

    title: str = attrs.field(validator=_LINE)
    url: str | None = attrs.field(default=None, validator=_URL)
    id: str | None = attrs.field(default=None, validator=_LINE)


@attrs.frozen(kw_only=True, field_transformer=placed())
class Correction(metaclass=ValueType):
    """What was wrong in a text and has been corrected: partners replace such a text before edited ones.

    Attributes:
        date: the day on which the corrected text is published.
        note: what was wrong, in one line.
    """

    date: datetime = attrs.field(converter=_moment)
    note: str = attrs.field(validator=_LINE)


@attrs.frozen(kw_only=True)
class OtherLanguage(metaclass=ValueType):
    """Information on a topic in a language that the catalog does not have it in.

    Attributes:
        language: the language's name, as the topic's text has it, such as "Chinese, Simplified (Mandarin dialect)".
        vernacular_name: the language's name for itself, such as "简体中文"; empty where the source has none.
        url: where that information is, absolute.
    """

    language: str = attrs.field(validator=_LINE)
    vernacular_name: str = attrs.field(default="", validator=_TEXT)
    url: str = attrs.field(validator=_URL)


def _is_srcset(value: Any, field: str) -> None:
    is_line(value, field)
    if candidates(value, None) != value:
        raise InvalidValueError(
            Message("an address in it is not absolute"), field=field, hint=Message("write https://... 480w, ...")
        )


@attrs.frozen(kw_only=True)
class Image(metaclass=ValueType):
    """A picture and its text alternative in one language.

    Attributes:
        url: absolute.
        alt: its text alternative; empty for a picture that only decorates.
        caption: what stands below it on the topic's page.
        license: the page of its license.
        rights: who holds the rights in it, as in a copyright notice.
        credit: whom to credit for it.
        syndicate: whether others may have it too; else it is only on the publisher's own pages.
        width, height: of the file at its address, in pixels; None where they are not known.
        srcset: the addresses of its other sizes, with their widths, as HTML writes them; empty where there are none.
    """

    url: str = attrs.field(validator=_URL)
    alt: str = attrs.field(default="", validator=_TEXT)
    caption: str = attrs.field(default="", validator=_LINE, repr=False)
    # Archive documents are named after the repr of their topics, and no published name may change.
    license: str | None = attrs.field(default=None, validator=_URL, repr=False)
    rights: str = attrs.field(default="", validator=_LINE, repr=False)
    credit: str = attrs.field(default="", validator=_LINE, repr=False)
    syndicate: bool = attrs.field(default=True, validator=checked(is_flag), repr=False)
    width: int | None = attrs.field(default=None, validator=checked(at_least(1)), repr=False)
    height: int | None = attrs.field(default=None, validator=checked(at_least(1)), repr=False)
    srcset: str = attrs.field(default="", validator=checked(_is_srcset), repr=False)

    @property
    def column_size(self) -> tuple[int, int] | None:
        """Its width and height in a column of text; None where they are not known."""
        return None if self.width is None or self.height is None else fitting(self.width, self.height)

    @property
    def sizes(self) -> str:
        """How wide it is shown there, for browsers that choose among :attr:`srcset`."""
        return SIZES


@explained_methods
@attrs.frozen(kw_only=True, field_transformer=placed())
class Link(metaclass=ValueType):
    """A page for further reading, in every language it is known in.

    Attributes:
        url: its address, per locale.
        title: its title, per locale; a twin that is only known by its address has no title there.
        organization: who publishes it, per locale.
        ids: the source's ids of it, per locale.
        sizes: the size in bytes of a linked file, per locale, if the source states it.
        flags: the source's marks, such as ``NIH``; the same machine-readable words in all languages.
    """

    url: Localized[str] = attrs.field(converter=as_texts, validator=_URLS)
    title: Localized[str] = attrs.field(converter=as_texts, validator=_LINES)
    organization: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    ids: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    sizes: Localized[int] = attrs.field(default=EMPTY, converter=_sizes, validator=checked(of_locales(at_least(1))))
    flags: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_text)))

    def __attrs_post_init__(self) -> None:
        if not self.title:
            raise InvalidValueError(Message("a link needs a title"), field="title")
        for locale in self.title.names():
            if locale not in self.url.names():
                raise InvalidValueError(Message("a link with a title needs a URL"), field="url", locale=locale)

    def merged(self, twin: Link) -> Link:
        """One link with the values of both; where both have one for a locale, this one's is kept."""
        return assembled(
            Link,
            url=_merged(self.url, twin.url),
            title=_merged(self.title, twin.title),
            organization=_merged(self.organization, twin.organization),
            ids=_merged(self.ids, twin.ids),
            sizes=_merged(self.sizes, twin.sizes),
            flags=tuple(dict.fromkeys((*self.flags, *twin.flags))),
        )


def _merged(first: Localized[T], second: Localized[T]) -> Localized[T]:
    if second is EMPTY:
        return first
    names = first.names()
    further = [(name, value) for name, value in zip(second.names(), second.held(), strict=True) if name not in names]
    if not further:
        return first
    added, values = zip(*further, strict=True)
    return localized_values((*names, *added), (*first.held(), *values)) if names else second


@attrs.frozen(kw_only=True, field_transformer=placed())
class Section(metaclass=ValueType):
    """A titled list of links in one language.

    Attributes:
        title: its heading.
        links: the links, in the source's order.
        id: a name for it that is the same in all languages, if the source has one.
        part: the part of the topic's page that its table of contents puts it in, such as "Learn more".
        description: what is in the list, in one line below its heading.
    """

    title: str = attrs.field(validator=_LINE)
    links: tuple[Link, ...] = attrs.field(converter=as_tuple, validator=checked(each(is_a(Link))))
    id: str | None = attrs.field(default=None, validator=_LINE)
    part: str = attrs.field(default="", validator=_LINE, repr=False)
    description: str = attrs.field(default="", validator=_LINE, repr=False)


@attrs.frozen(kw_only=True, field_transformer=placed())
class Group(metaclass=ValueType):
    """What topics are listed under, such as "Digestive System".

    Attributes:
        id: the source's id, the same in all languages.
        slug: its name in URLs and files.
        name: its title, per locale.
        url: its page at the publisher's, per locale.
        description: what it is about, in one line, per locale.
        color: its color, ``#rrggbb``; pages darken or lighten it where it would be hard to read.
        image: its picture with its text alternative, per locale.
    """

    id: str = attrs.field(validator=_LINE)
    slug: str = attrs.field(validator=checked(is_slug))
    name: Localized[str] = attrs.field(converter=as_texts, validator=_LINES)
    url: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_URLS)
    description: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES, repr=False)
    color: str | None = attrs.field(
        default=None, validator=checked(matches("#[0-9a-fA-F]{6}", Message("a color such as '#005ea2'"))), repr=False
    )
    image: Localized[Image] = attrs.field(
        default=EMPTY, converter=_images, validator=checked(of_locales(is_a(Image))), repr=False
    )

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The locales the group has a name in."""
        return tuple(self.name)
