"""The parts a topic is made of: links, sections, subjects, groups, images, references. No topic lives here."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError
from syndicate.model.fields import as_localized, as_tuple, assembled, is_line, is_slug, is_text, is_url, localized_of
from syndicate.model.localized import EMPTY, Localized

__all__ = ["Group", "Image", "Link", "OtherLanguage", "Reference", "Section", "Subject"]

T = TypeVar("T")


def _is_size(value: Any, field: str) -> None:
    if type(value) is not int or value < 1:
        raise InvalidValueError(
            f"{value!r} is no number of bytes", field=field, hint="write a whole number, or nothing"
        )


def _line(instance: Any, attribute: Any, value: Any) -> None:
    is_line(value, attribute.name)


def _optional_line(instance: Any, attribute: Any, value: Any) -> None:
    if value is not None:
        is_line(value, attribute.name)


def _text(instance: Any, attribute: Any, value: Any) -> None:
    is_text(value, attribute.name)


def _url(instance: Any, attribute: Any, value: Any) -> None:
    is_url(value, attribute.name)


def _optional_url(instance: Any, attribute: Any, value: Any) -> None:
    if value is not None:
        is_url(value, attribute.name)


@attrs.frozen(kw_only=True)
class Subject:
    """A code of a controlled vocabulary.

    Attributes:
        scheme: the vocabulary, such as ``MeSH``.
        code: the code in it, such as ``D005796``; the name where the source has no code.
        name: its name there, as far as the source gives it.
    """

    scheme: str = attrs.field(validator=_line)
    code: str = attrs.field(validator=_line)
    name: str = attrs.field(default="", validator=_text)


@attrs.frozen(kw_only=True)
class Reference:
    """Something elsewhere that a topic names in one language: a related topic, a group, an institute.

    Attributes:
        title: its name.
        url: its page, absolute.
        id: its id in the source; related topics of the same catalog are found by it.
    """

    title: str = attrs.field(validator=_line)
    url: str | None = attrs.field(default=None, validator=_optional_url)
    id: str | None = attrs.field(default=None, validator=_optional_line)


@attrs.frozen(kw_only=True)
class OtherLanguage:
    """Information on a topic in a language that the catalog does not have it in.

    Attributes:
        language: the language's name, as the topic's text has it, such as "Chinese, Simplified (Mandarin dialect)".
        vernacular_name: the language's name for itself, such as "简体中文"; empty where the source has none.
        url: where that information is, absolute.
    """

    language: str = attrs.field(validator=_line)
    vernacular_name: str = attrs.field(default="", validator=_text)
    url: str = attrs.field(validator=_url)


@attrs.frozen(kw_only=True)
class Image:
    """A picture and its text alternative in one language.

    Attributes:
        url: absolute.
        alt: what a reader hears in its place; empty for a picture that only decorates.
    """

    url: str = attrs.field(validator=_url)
    alt: str = attrs.field(default="", validator=_text)


@attrs.frozen(kw_only=True)
class Link:
    """A page to read further, in every language it is known in.

    Attributes:
        url: its address, per locale.
        title: its title, per locale; a twin that is only known by its address has no title there.
        organization: who publishes it, per locale.
        ids: the source's ids of it, per locale.
        sizes: how many bytes a file has that it leads to, per locale, where the source states it.
        flags: what the source marks it with, such as ``NIH``; words for machines, the same in all languages.
    """

    url: Localized[str] = attrs.field(converter=as_localized, validator=localized_of(is_url))
    title: Localized[str] = attrs.field(converter=as_localized, validator=localized_of(is_line))
    organization: Localized[str] = attrs.field(default=EMPTY, converter=as_localized, validator=localized_of(is_line))
    ids: Localized[str] = attrs.field(default=EMPTY, converter=as_localized, validator=localized_of(is_line))
    sizes: Localized[int] = attrs.field(default=EMPTY, converter=as_localized, validator=localized_of(_is_size))
    flags: tuple[str, ...] = attrs.field(default=(), converter=as_tuple)

    def __attrs_post_init__(self) -> None:
        if not self.title:
            raise InvalidValueError("a link needs a title", field="title")
        for locale in self.title.identifiers():
            if locale not in self.url:
                raise InvalidValueError("a link with a title needs a URL", field="url", locale=locale)

    def merged(self, twin: Link) -> Link:
        """One link that knows what both know; where both speak of one locale, this one is believed."""
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
    return Localized.from_identifiers({**first.identifiers(), **second.identifiers(), **first.identifiers()})


@attrs.frozen(kw_only=True)
class Section:
    """A titled list of links in one language.

    Attributes:
        title: its heading.
        links: the links, in the source's order.
        id: a name for it that is the same in all languages, if the source has one.
    """

    title: str = attrs.field(validator=_line)
    links: tuple[Link, ...] = attrs.field(converter=as_tuple)
    id: str | None = attrs.field(default=None, validator=_optional_line)


@attrs.frozen(kw_only=True)
class Group:
    """A shelf of the catalog, such as "Digestive System".

    Attributes:
        id: the source's id, the same in all languages.
        slug: its name in URLs and files.
        name: its title, per locale.
        url: its page at the publisher's, per locale.
    """

    id: str = attrs.field(validator=_line)
    slug: str = attrs.field(validator=lambda instance, attribute, value: is_slug(value, attribute.name))
    name: Localized[str] = attrs.field(converter=as_localized, validator=localized_of(is_line))
    url: Localized[str] = attrs.field(default=EMPTY, converter=as_localized, validator=localized_of(is_url))

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The locales the group has a name in."""
        return tuple(self.name)
