"""A topic: everything the catalog knows of one subject, in all its languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained_methods
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.locales.identifiers import same_language
from syndicate.locales.language_data import Language, language_of
from syndicate.markup.leading import leading_prose
from syndicate.model.asset import Asset, Player
from syndicate.model.conversions import as_localized, as_moment, as_texts, as_tuple
from syndicate.model.fields import checked, each, is_a, is_flag, is_line, is_markup, is_slug, is_url, of_locales, placed
from syndicate.model.localized import EMPTY, Localized, PerLocale
from syndicate.model.parts import Code, Correction, Group, Image, OtherLanguage, Reference, Section, Subject
from syndicate.model.record import READ
from syndicate.model.spill import Spillable
from syndicate.model.wire import unstructured
from syndicate.text import truncate
from syndicate.value_type import UNPUBLISHED, ValueType

__all__ = ["NO_GROUPS", "UNPUBLISHED", "Topic"]

DERIVED: Final = 300
"""The most characters of a description that is taken from the text; no channel shows more."""


_PUBLISHED_WITHIN: Final = timedelta(days=2)
"""From the beginning of the day of a correction; it may be published the day after, or be of another time zone."""

# A type checker takes the type of an argument from a converter that names it.


def _markups(value: PerLocale[Markup]) -> Localized[Markup]:
    return as_localized(value)


def _names(value: PerLocale[tuple[str, ...]]) -> Localized[tuple[str, ...]]:
    return as_localized(value)


def _languages(value: PerLocale[tuple[OtherLanguage, ...]]) -> Localized[tuple[OtherLanguage, ...]]:
    return as_localized(value)


def _corrections(value: PerLocale[tuple[Correction, ...]]) -> Localized[tuple[Correction, ...]]:
    return as_localized(value)


def _sections(value: PerLocale[tuple[Section, ...]]) -> Localized[tuple[Section, ...]]:
    return as_localized(value)


def _references(value: PerLocale[tuple[Reference, ...]]) -> Localized[tuple[Reference, ...]]:
    return as_localized(value)


def _reference(value: PerLocale[Reference]) -> Localized[Reference]:
    return as_localized(value)


def _images(value: PerLocale[Image]) -> Localized[Image]:
    return as_localized(value)


def _players(value: PerLocale[tuple[Player, ...]]) -> Localized[tuple[Player, ...]]:
    return as_localized(value)


def _assets(value: PerLocale[tuple[Asset, ...]]) -> Localized[tuple[Asset, ...]]:
    return as_localized(value)


def _flags(value: PerLocale[bool]) -> Localized[bool]:
    return as_localized(value)


def _as_read(value: PerLocale[tuple[Any, ...]]) -> Localized[tuple[Any, ...]]:
    return as_localized(value)


def _dates(value: PerLocale[date]) -> Localized[datetime]:
    moments: dict[str, datetime] = {}
    for locale, stated in as_localized(value).identifiers().items():
        try:
            if (moment := as_moment(stated)) is not None:
                moments[locale] = moment
        except InvalidValueError as error:
            error.locale = locale
            raise
    return Localized.from_identifiers(moments)


_LINE, _URL, _LINES = checked(of_locales(is_line)), checked(of_locales(is_url)), checked(of_locales(each(is_line)))

_UNPUBLISHED: Final[dict[str, Any]] = {"repr": False, "eq": False, "metadata": {UNPUBLISHED: True}}


NO_GROUPS: Final[Mapping[str, Group]] = {}
"""What a topic outside of a catalog knows of its groups."""


@explained_methods
@attrs.frozen(kw_only=True, field_transformer=placed("slug"))
class Topic(Spillable, metaclass=ValueType):
    """One topic in every language it exists in; the languages are those it has a title in.

    Attributes:
        slug: one name for URLs and files, the same in all languages.
        ids: the source's id of each language's text; the ids of feed entries are made from them.
        title: one line.
        url: the page each text is published at; missing where this catalog is its only home.
        elsewhere: the page of the same text in a language that the catalog does not have it in, as its source states.
        description: plain text for cards and lists.
        summary: sanitized HTML.
        also_called: other names.
        see_references: words under which an index sends its readers to this topic.
        aliases: slugs that lead to each text, as of those that were merged into it.
        other_languages: where the source of each language's text has information in further languages.
        groups: ids of :attr:`Catalog.groups`.
        subjects: codes of controlled vocabularies.
        codes: codes under which partners' systems ask for the topic, besides its subjects.
        sections: lists of links; a language has its own, a link in them knows its twin.
        part: the part of the page's table of contents that lists each text; missing for that of its first list.
        related: other topics, as each language's text names them.
        institute: the organization that leads in the field.
        image: the topic's picture with its text alternative.
        players: the recordings that play in each text, each behind a link in it.
        corrections: what was wrong in each text and has been corrected.
        license: the page of the license that each text is given under.
        rights: who holds the rights in each text, as a copyright notice says it.
        credit: whom to credit for each text.
        syndicate: false for a text that is only on the publisher's own pages; see :meth:`is_syndicated`.
        created, updated, reviewed: aware datetimes, each with the offset from UTC that its source states.
        slug_stated: whether somebody chose the slug; see :class:`~syndicate.model.Record`, as for the next three.
        origin: which of several sources each text is from.
        translated_from: the digest of the original that each text is confirmed to translate.
        raw: a digest of what the source states of each text.
        keys: what the source made the id of each text of.
        first_ids: the ids that version 0.1 gave the texts, or others of their names.
        as_read: what each text was when it was read, by which :meth:`is_edited` knows.
        assets: the files beside each text that are published with it; those of a catalog that was read back from a
            tree are in that tree.
        catalog_groups: the groups of its catalog, by id, which the catalog states.

    Raises:
        InvalidValueError: naming the topic, the field and the locale.

    >>> topic = Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})
    >>> [str(locale) for locale in topic.locales], topic.id
    (['en'], '7')
    """

    SPILLED: ClassVar = (
        (
            *("elsewhere", "also_called", "see_references", "other_languages", "part", "institute", "license"),
            *("rights", "credit", "reviewed", "translated_from", "raw", "assets"),
        ),
        ("description", "summary", "subjects", "players", "corrections"),
        ("related",),
        ("sections", "as_read"),
    )

    slug: str = attrs.field(validator=checked(is_slug))
    ids: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE)
    title: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE)
    url: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_URL)
    elsewhere: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_URL)
    description: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE)
    summary: Localized[Markup] = attrs.field(
        default=EMPTY, converter=_markups, validator=checked(of_locales(is_markup))
    )
    also_called: Localized[tuple[str, ...]] = attrs.field(default=EMPTY, converter=_names, validator=_LINES)
    see_references: Localized[tuple[str, ...]] = attrs.field(default=EMPTY, converter=_names, validator=_LINES)
    aliases: Localized[tuple[str, ...]] = attrs.field(
        default=EMPTY, converter=_names, validator=checked(of_locales(each(is_slug))), repr=False
    )
    other_languages: Localized[tuple[OtherLanguage, ...]] = attrs.field(
        default=EMPTY, converter=_languages, validator=checked(of_locales(each(is_a(OtherLanguage))))
    )
    groups: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_line)))
    subjects: tuple[Subject, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Subject))))
    codes: tuple[Code, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Code))))
    sections: Localized[tuple[Section, ...]] = attrs.field(
        default=EMPTY, converter=_sections, validator=checked(of_locales(each(is_a(Section))))
    )
    part: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE, repr=False)
    related: Localized[tuple[Reference, ...]] = attrs.field(
        default=EMPTY, converter=_references, validator=checked(of_locales(each(is_a(Reference))))
    )
    institute: Localized[Reference] = attrs.field(
        default=EMPTY, converter=_reference, validator=checked(of_locales(is_a(Reference)))
    )
    image: Localized[Image] = attrs.field(default=EMPTY, converter=_images, validator=checked(of_locales(is_a(Image))))
    players: Localized[tuple[Player, ...]] = attrs.field(
        default=EMPTY, converter=_players, validator=checked(of_locales(each(is_a(Player)))), repr=False
    )
    corrections: Localized[tuple[Correction, ...]] = attrs.field(
        default=EMPTY, converter=_corrections, validator=checked(of_locales(each(is_a(Correction))))
    )
    license: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_URL)
    rights: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE)
    credit: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINE)
    syndicate: Localized[bool] = attrs.field(default=EMPTY, converter=_flags, validator=checked(of_locales(is_flag)))
    created: Localized[datetime] = attrs.field(default=EMPTY, converter=_dates)
    updated: Localized[datetime] = attrs.field(default=EMPTY, converter=_dates)
    reviewed: Localized[datetime] = attrs.field(default=EMPTY, converter=_dates)
    # What only pairing and the history look at: it is not published, and makes no other topic.
    slug_stated: bool = attrs.field(default=False, **_UNPUBLISHED)
    origin: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, **_UNPUBLISHED)
    translated_from: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, **_UNPUBLISHED)
    raw: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, **_UNPUBLISHED)
    keys: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, **_UNPUBLISHED)
    first_ids: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, **_UNPUBLISHED)
    as_read: Localized[tuple[Any, ...]] = attrs.field(default=EMPTY, converter=_as_read, **_UNPUBLISHED)
    assets: Localized[tuple[Asset, ...]] = attrs.field(default=EMPTY, converter=_assets, **_UNPUBLISHED)
    catalog_groups: Mapping[str, Group] = attrs.field(default=NO_GROUPS, **_UNPUBLISHED)

    def __repr__(self) -> str:
        return f"<Topic {self.slug} in {', '.join(map(str, self.locales))}>"

    def __attrs_post_init__(self) -> None:
        if not self.title:
            raise InvalidValueError(Message("the topic has no title in any language"), topic=self.slug, field="title")
        for locale in self.title.names():
            if locale not in self.ids.names():
                raise InvalidValueError(Message("the topic has no id"), topic=self.slug, field="ids", locale=locale)

    def to_dict(self) -> dict[str, Any]:
        """The topic as JSON values, as `topics.json` has it: empty values are left out.

        >>> Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}).to_dict()
        {'slug': 'genes', 'ids': {'en': '7'}, 'title': {'en': 'Genes'}}
        """
        made: dict[str, Any] = unstructured(self)
        return made

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The languages the topic exists in, the catalog's main one first."""
        return tuple(self.title)

    def description_of(self, locale: LocaleLike, language: Language | None = None) -> str:
        """What the topic is about in one of its languages, as plain text: what every channel says of it.

        Its description, else the sentences that its text begins with; empty if it has neither. A locale that the topic
        has no text in stands for the nearest that it has: ``es`` for ``es-US``.

        Args:
            locale: the language.
            language: what that language has of its own, if the publisher has data of it: :meth:`.Publisher.language`.

        >>> text = "<h2>Tea</h2><ul><li>green</li></ul><p>Drink it warm.</p>"
        >>> Topic(slug="tea", ids={"en": "7"}, title={"en": "Tea"}, summary={"en": Markup(text)}).description_of("en")
        'Drink it warm.'
        """
        key = locale_id(locale)
        if key not in self.title.identifiers():
            key = locale_id(self.title.nearest(locale) or locale)
        if stated := self.description.at(key):
            return stated
        summary = self.summary.at(key)
        if not summary:
            return ""
        return truncate(leading_prose(summary, DERIVED, key), DERIVED, language or language_of(key))

    def is_syndicated(self, locale: LocaleLike) -> bool:
        """Whether others may have the text in one of its languages; else it is only on the publisher's own pages.

        >>> topic = Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}, syndicate={"en": False})
        >>> topic.is_syndicated("en")
        False
        """
        return not self.syndicate or self.syndicate.at(locale_id(locale), True)

    def is_edited(self, locale: LocaleLike) -> bool:
        """Whether a program has changed a text since it was read, or made it, so that ``raw`` does not tell all of it.

        >>> read = {"en": ("Genes", "", "", (), (), None)}
        >>> topic = Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}, raw={"en": "0f"}, as_read=read)
        >>> topic.is_edited("en"), attrs.evolve(topic, title={"en": "Our genes"}).is_edited("en")
        (False, True)
        """
        key = locale_id(locale)
        read = self.as_read.at(key)
        if read is None:
            return key in self.raw
        return any(
            (getattr(self, name).at(key) or None) != (value or None) for name, value in zip(READ, read, strict=True)
        )

    def groups_named_in(self, locale: LocaleLike) -> tuple[Group, ...]:
        """Its groups that have a name in exactly that locale, the main one first; none outside of a catalog."""
        found = map(self.catalog_groups.get, self.groups)
        return tuple(group for group in found if group is not None and locale in group.name)

    def subjects_in(self, locale: LocaleLike) -> tuple[Subject, ...]:
        """Its subjects for readers of a language: of each code once, with its name in that language if it has one.

        >>> names = {"en": "Tea", "es": "Té"}.items()
        >>> codes = [Subject(scheme="MeSH", code="D013662", name=name, locale=key) for key, name in names]
        >>> topic = Topic(slug="tea", ids={"en": "7"}, title={"en": "Tea"}, subjects=codes)
        >>> [subject.name for subject in topic.subjects_in("es")]
        ['Té']
        """
        reader = parse(locale)
        if len(self.subjects) < 2:
            return self.subjects
        found: dict[tuple[str, str], Subject] = {}
        for subject in self.subjects:
            key = (subject.scheme, subject.code)
            other = found.setdefault(key, subject)
            if other is subject or other.name_locale is None or subject.name_locale is None:
                continue
            if same_language(subject.name_locale, reader):
                found[key] = subject
        return tuple(found.values())

    def correction(self, locale: LocaleLike) -> Correction | None:
        """The newest correction of a text, as long as nothing else has changed since: it is what the text is now for.

        A text that is edited on a later day than the one after is an edited text again.
        """
        found = max(self.corrections.get(locale) or (), key=lambda one: one.date, default=None)
        updated = self.updated.get(locale)
        if found is None or (updated is not None and updated > found.date + _PUBLISHED_WITHIN):
            return None
        return found

    @property
    def id(self) -> str:
        """The source's id of the topic in the first of its languages."""
        return next(iter(self.ids.values()))
