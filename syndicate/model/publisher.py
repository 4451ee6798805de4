"""Who publishes, as in `publisher.toml`; and the addresses that follow from it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.bounded import file_digest
from syndicate.errors import InvalidValueError, Message, PublisherError, SyndicateError
from syndicate.explained import checking, explained
from syndicate.layout import INDEX_PAGE, PICTURES, address_of
from syndicate.locales import Label, Labels, Language, LocaleLike, labels, language_of, parents, parse, tag
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.locales.identifiers import Regions, regional
from syndicate.locales.open_graph import open_graph_locale
from syndicate.locales.own_files import HeldFolder
from syndicate.markup import Policy
from syndicate.markup.policy import DEFAULT_POLICY
from syndicate.markup.sanitizing import narrowed
from syndicate.model.asset import Asset
from syndicate.model.card_style import CardStyle
from syndicate.model.conversions import as_path, as_texts, as_tuple
from syndicate.model.fields import checked, each, expect, is_a, is_line, is_url, matches, of_locales, placed
from syndicate.model.localized import EMPTY, Localized
from syndicate.model.publisher_toml import publisher_values
from syndicate.model.publisher_values import (
    LocalesOfKinds,
    are_links,
    as_base_url,
    as_kinds,
    as_links,
    as_locales,
    zone_of,
)
from syndicate.text import slugify
from syndicate.value_type import ValueType

__all__ = ["DATES", "CardStyle", "Publisher"]

DATES = ("stated", "git", "file")
"""Where Markdown that states no date has one from."""

_AUTHORITY = r"[a-z0-9](?:[a-z0-9.@-]*[a-z0-9])?,[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_ADDRESSES = ("hub", "license", "icon", "touch_icon", "service_url")
_LONGEST_WAIT = 525_600  # minutes: a year
_UNRESERVED = re.compile(r"[A-Za-z0-9._~/-]*")  # RFC 3986 section 2.3: what quoting leaves as it is
_OPEN_GRAPH_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_LINES = checked(of_locales(is_line))
_PAGE_TYPES = frozenset(
    "AboutPage CollectionPage ContactPage FAQPage ItemPage MedicalWebPage ProfilePage QAPage WebPage".split()
)


@attrs.frozen(kw_only=True, field_transformer=placed())
class Publisher(metaclass=ValueType):
    """Who publishes the catalog.

    Attributes:
        name: the publisher's name, per locale.
        base_url: where the published tree is served; ends with a slash.
        authority: the tagging entity of ``tag:`` URIs (RFC 4151 section 2.1), such as ``example.org,2024``.
        default_locale: the language to fall back to first.
        fallback: further languages to fall back to, in order.
        attribution: the credit line of snippets and feeds, per locale.
        hub: the WebSub hub that is notified of changes.
        service_url: where partners find the service (`syndicate.service`), if there is one; pages name it then.
        indexnow_key: the key with which search engines are notified of changes (IndexNow).
        ttl: how many minutes a feed reader may wait before it asks again; a day by default.
        twitter, facebook_app_id: for share cards.
        region: the territory that languages without one are of, as ISO 3166 or UN M.49 codes it: with ``US``, ``es``
            stands for es-US, whose numbers and dates pages print. An :attr:`open_graph_locale` goes before.
        open_graph_locale: the ``language_TERRITORY`` that Open Graph wants, per locale.
        card: colors.
        translations: a folder with further or other labels, ``LANG/LC_MESSAGES/syndicate.po``, and with what else
            differs by language, ``LANG/language.toml``.
        disclaimer: what the publisher is not liable for, per locale; snippets show it.
        license: the page of the license of texts that state neither license nor rights.
        rights: the copyright notice of these texts, per locale.
        templates: a folder with templates that replace ours, one by one.
        organization: the organization behind the site, per locale; by default :attr:`name`.
        place: where that organization is based, per locale, as citations name it: "Bethesda (MD)".
        icon, touch_icon: the addresses of the site's icon, for browsers and for the home screens of phones.
        logo: a logo, about twice as wide as high, for pages, feeds and search engines: its address, or the path of a
            file, which is published with the tree.
        same_as: other pages of the publisher, such as its accounts in networks.
        description: what the site is, in a sentence or two, per locale; its first pages begin with it.
        footer_links: what the foot of every page links, such as the notice on privacy: for each locale, a mapping of
            titles to addresses, in order.
        copies: whether search engines may list pages of texts that are published elsewhere first: ``index`` or
            ``noindex``.
        page_type: what the page of a topic is, in the words of schema.org.
        timezone: the time zone of the publisher's days, as IANA names it: of moments that state none, and of moments in
            UTC. Where it is empty, days are those of UTC.
        dates: where Markdown that states no date has one from: ``git``, the ``file``, or nowhere (``stated``).
        kinds: the languages of the kinds of artifacts that are not made in all, given as a mapping:
            ``{"cards": ["en", "es"]}``.
        policy: what the texts that the publisher gives out may contain.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
    >>> publisher.entry_id("topic", "7", "es"), publisher.url("es/index.html")
    ('tag:example.org,2024:topic/7/es', 'https://example.org/es/')
    """

    name: Localized[str] = attrs.field(converter=as_texts, validator=_LINES)
    base_url: str = attrs.field(converter=as_base_url, validator=checked(is_url))
    authority: str = attrs.field(
        validator=checked(matches(_AUTHORITY, Message("a tagging entity such as 'example.org,2024'")))
    )
    default_locale: Locale = attrs.field(default=MESSAGE_LOCALE, converter=parse)
    fallback: tuple[Locale, ...] = attrs.field(default=(), converter=as_locales)
    attribution: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    hub: str | None = None
    indexnow_key: str | None = attrs.field(
        default=None,
        validator=checked(
            matches("[A-Za-z0-9-]{8,128}", Message("a key of 8 to 128 letters a to z, digits and hyphens"))
        ),
    )
    ttl: int = attrs.field(default=1440)
    twitter: str | None = attrs.field(
        default=None, validator=checked(matches("@[A-Za-z0-9_]{1,15}", Message("a handle such as '@example'")))
    )
    facebook_app_id: str | None = attrs.field(
        default=None, validator=checked(matches("[0-9]+", Message("a number in quotes")))
    )
    open_graph_locale: Localized[str] = attrs.field(default=EMPTY, converter=as_texts)
    card: CardStyle = attrs.field(factory=CardStyle, validator=checked(is_a(CardStyle)))
    translations: Path | None = attrs.field(default=None, converter=as_path)
    disclaimer: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    license: str | None = None
    rights: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    templates: Path | None = attrs.field(default=None, converter=as_path)
    organization: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    place: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    icon: str | None = None
    touch_icon: str | None = None
    logo: str | Path | None = None
    service_url: str | None = None
    same_as: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_url)))
    description: Localized[str] = attrs.field(default=EMPTY, converter=as_texts, validator=_LINES)
    footer_links: Localized[Mapping[str, str]] = attrs.field(
        default=EMPTY, converter=as_links, validator=checked(of_locales(are_links))
    )
    copies: str = attrs.field(
        default="index", validator=checked(matches("index|noindex", Message("'index' or 'noindex'")))
    )
    page_type: str = attrs.field(
        default="WebPage",
        validator=checked(
            matches(
                "|".join(sorted(_PAGE_TYPES)),
                Message("a web page of schema.org: {names}", names=", ".join(sorted(_PAGE_TYPES))),
            )
        ),
    )

    region: str = attrs.field(
        default="", validator=checked(matches("|[A-Z]{2}|[0-9]{3}", Message("the code of a territory such as 'US'")))
    )
    timezone: str = attrs.field(default="", validator=checked(is_a(str)))
    dates: str = attrs.field(
        default="stated", validator=checked(matches("|".join(DATES), Message("one of {names}", names=", ".join(DATES))))
    )
    kinds: LocalesOfKinds = attrs.field(default=(), converter=as_kinds)
    policy: Policy = attrs.field(default=DEFAULT_POLICY, validator=checked(is_a(Policy)))

    def __attrs_post_init__(self) -> None:
        if not self.name:
            raise InvalidValueError(
                Message("the publisher has no name"), field="name", hint=Message("add [name] with a line per locale")
            )
        for key in _ADDRESSES:
            if (address := getattr(self, key)) is not None:
                is_url(address, key)
        if isinstance(self.logo, Path):
            if self.logo.suffix[1:].lower() not in PICTURES:
                raise InvalidValueError(
                    Message("{path} is not a picture that browsers show", path=self.logo),
                    field="logo",
                    hint=Message("its name may end in {endings}", endings=", ".join(sorted(PICTURES))),
                )
        elif self.logo is not None:
            is_url(self.logo, "logo")
        if self.service_url and (urlsplit(self.service_url).query or urlsplit(self.service_url).fragment):
            raise InvalidValueError(Message("the URL of the service has a query or a fragment"), field="service_url")
        if type(self.ttl) is not int or not 1 <= self.ttl <= _LONGEST_WAIT:
            raise InvalidValueError(
                Message("{ttl!r} is not a number of minutes", ttl=self.ttl),
                field="ttl",
                hint=Message("write for example 60"),
            )
        if self.timezone:
            zone_of(self.timezone)
        if urlsplit(self.base_url).query or urlsplit(self.base_url).fragment:
            raise InvalidValueError(Message("the base URL has a query or a fragment"), field="base_url")
        for locale, value in self.open_graph_locale.identifiers().items():
            if not isinstance(value, str) or _OPEN_GRAPH_LOCALE.fullmatch(value) is None:
                raise InvalidValueError(
                    Message("{value!r} is not of the form language_TERRITORY", value=value),
                    field="open_graph_locale",
                    locale=locale,
                    hint=Message("write for example 'es_US'"),
                )

    def makes(self, kind: str, locale: Locale) -> bool:
        """Whether artifacts of a kind are made in a language: :attr:`kinds` may limit that.

        Args:
            kind: such as ``cards``.
            locale: the language; one that is limited to has its regions too.
        """
        limit = next((locales for name, locales in self.kinds if name == kind), None)
        return limit is None or any(one in limit for one in (locale, *parents(locale)))

    @property
    def zone(self) -> tzinfo | None:
        """The time zone :attr:`timezone` names."""
        return zone_of(self.timezone) if self.timezone else None

    @property
    def fallback_order(self) -> tuple[Locale, ...]:
        """The languages a reader is offered where theirs is missing, best first."""
        return (self.default_locale, *(locale for locale in self.fallback if locale != self.default_locale))

    @explained
    def territory(self, locale: LocaleLike) -> str | None:
        """The locale as Open Graph has it: that of Facebook's which is nearest; None if there is none in the language.

        What :attr:`open_graph_locale` says goes before, or what is nearest to it if Facebook does not know it.

        >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
        >>> publisher.territory("es"), attrs.evolve(publisher, open_graph_locale={"es": "es_US"}).territory("es")
        ('es_ES', 'es_LA')
        """
        return open_graph_locale(self.open_graph_locale.get(locale) or "") or open_graph_locale(self.regional(locale))

    @property
    def regions(self) -> Regions:
        """The territories that locales without one stand for, as :attr:`open_graph_locale` and :attr:`region` say."""
        stated = self.open_graph_locale.identifiers().items()
        own = [
            (locale, value.rpartition("_")[2])
            for locale, value in stated
            if parse(locale).language == value.partition("_")[0]
        ]
        return (*own, ("", self.region)) if self.region else tuple(own)

    @explained
    def regional(self, locale: LocaleLike) -> Locale:
        """The locale in which numbers and dates of texts in another are printed.

        >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
        >>> str(publisher.regional("es")), str(attrs.evolve(publisher, region="US").regional("es"))
        ('es', 'es_US')
        """
        return regional(locale, self.regions)

    @explained
    def text(self, field: str, locale: LocaleLike) -> Label:
        """One of the publisher's texts for a reader, which knows the language it is in; empty if there is none.

        Args:
            field: such as ``name``, ``organization``, ``place``, ``description``, ``attribution``, or ``rights``.
            locale: the reader's; where the text lacks it, :attr:`fallback_order` decides.

        >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
        >>> name = publisher.text("name", "es")
        >>> str(name), str(name.locale)
        ('Example', 'en')
        """
        texts = getattr(self, field, None)
        if not isinstance(texts, Localized):
            has = [one.name for one in attrs.fields(Publisher) if isinstance(getattr(self, one.name), Localized)]
            raise InvalidValueError(
                Message("a publisher has no text {field!r}", field=field),
                hint=Message("it has {names}", names=", ".join(has)),
            )
        if not texts:
            return Label("", parse(locale))
        found = texts.resolve(locale, self.fallback_order)
        return Label(found.value, found.locale)

    @explained
    def labels(self, locale: LocaleLike) -> Labels:
        """The labels of a locale in the publisher's own words, else in the package's."""
        return labels(locale, self.translations, self.regions)

    @explained
    def language(self, locale: LocaleLike) -> Language:
        """What the language of a locale has of its own, by the publisher's own data, else by the package's.

        Raises:
            LocaleError: a ``language.toml`` in :attr:`translations` cannot be read.
        """
        return language_of(locale, self.translations)

    @checking
    def given_out(self, html: Markup) -> Markup:
        """The HTML of a topic as the publisher gives it out, within :attr:`policy`.

        >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
        >>> strict = attrs.evolve(publisher, policy=Policy(link_hosts={"example.org"}))
        >>> strict.given_out(Markup('<p><a href="https://other.example/">b</a></p>'))
        Markup('<p><a>b</a></p>')
        """
        return html if self.policy is DEFAULT_POLICY else _narrowed(html, self.policy)

    @explained
    def url(self, path: str) -> str:
        """The absolute URL of a file of the published tree; an index page is addressed by its folder."""
        if path.endswith(INDEX_PAGE):  # a build asks for many addresses, most of them of other files
            path = address_of(path)
        return self.base_url + (path if _UNRESERVED.fullmatch(path) else quote(path))

    @property
    def logo_file(self) -> Asset | None:
        """The logo as a file of the tree; None for one that lies elsewhere."""
        if not isinstance(self.logo, Path):
            return None
        name, ending = slugify(self.logo.stem) or "logo", self.logo.suffix[1:].lower()
        return Asset(file=self.logo, name=name, ending=ending, digest=file_digest(self.logo)[:16], size=0)

    @property
    def logo_url(self) -> str | None:
        """The address of the logo.

        >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
        >>> attrs.evolve(publisher, logo="https://example.org/logo.png").logo_url
        'https://example.org/logo.png'
        """
        found = self.logo_file
        if found is not None:
            return self.url(found.path)
        return None if self.logo is None else str(self.logo)

    @explained
    def entry_id(self, kind: str, identifier: str, locale: LocaleLike | None) -> str:
        """The permanent ``tag:`` URI (RFC 4151) of something.

        Args:
            kind: ``topic``, ``feed`` or another word of its own.
            identifier: the source's id; what a URI cannot carry is percent-encoded.
            locale: the language of the text; None for what is in several.
        """
        name = identifier if identifier.isascii() and identifier.isalnum() else quote(identifier, safe="/")
        made = f"tag:{self.authority}:{kind}/{name}"
        return made if locale is None else f"{made}/{tag(locale)}"

    def with_labels_held(self) -> Publisher:
        """The same with the files of :attr:`translations` as they are now, for what is made together.

        Else they are looked at each time that a label is asked for, so that an edit shows at once.
        """
        if self.translations is None or isinstance(self.translations, HeldFolder):
            return self
        return attrs.evolve(self, translations=HeldFolder(self.translations))

    @staticmethod
    @explained
    def beside(source: str | Path) -> Path | None:
        """The ``publisher.toml`` in a source that is a folder, or beside a source; None if there is none."""
        for folder in (Path(source), Path(source).resolve().parent):
            if (folder / "publisher.toml").is_file():
                return folder / "publisher.toml"
        return None

    @classmethod
    def load(cls, path: str | Path) -> Publisher:
        """The publisher that a TOML file describes.

        Raises:
            PublisherError: the file is missing, is not TOML, or lacks a value or holds a wrong one; with the
                key and what to write.
            InvalidValueError: it is not a path.
        """
        expect("path", path, Message("a path"), str, os.PathLike)
        try:
            return cls(**publisher_values(Path(path), [field.name for field in attrs.fields(cls)]))
        except RecursionError as error:
            raise PublisherError(Message("a value is nested too deeply"), source=str(path)) from error
        except SyndicateError as error:
            raise PublisherError(
                error.problem,
                field=error.field,
                locale=error.locale,
                source=error.source or str(path),
                line=error.line,
                hint=error.hint,
            ) from error


@lru_cache(maxsize=256)
def _narrowed(html: Markup, policy: Policy) -> Markup:
    return narrowed(html, policy)
