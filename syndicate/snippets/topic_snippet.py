"""A topic as a piece of HTML, and as data, for a partner's page. Two languages side by side are in `side_by_side`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, Unpack

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError
from syndicate.explained import checking
from syndicate.json_writer import spaced
from syndicate.layout import SNIPPET_JSON
from syndicate.locales import Label, LocaleLike, direction, locale_id, parse, tag
from syndicate.locales.formats import long_date
from syndicate.locales.identifiers import same_language
from syndicate.model import Link, Publisher, Resolved, Topic
from syndicate.model.addresses import canonical_url, translations
from syndicate.model.arguments import check
from syndicate.model.rights import Rights, rights_of, syndicated_or_refused
from syndicate.snippets.newsletter import email, line_width, plain
from syndicate.snippets.nodes import Node, nodes
from syndicate.snippets.options import DEFAULT, Shown, SnippetOptions, chosen_options
from syndicate.snippets.overriding import rendered
from syndicate.snippets.shown import ShownLink, ShownSection, described, languages_of, pictured
from syndicate.text import rfc3339
from syndicate.value_type import ValueType

__all__ = ["Snippet", "own_snippet", "shown_values", "snippet"]


@attrs.frozen(kw_only=True)
class Snippet(metaclass=ValueType):
    """A topic in one language, ready to be shown elsewhere.

    Attributes:
        topic, publisher: its topic, and who publishes it.
        locale: the reader's language: that of the labels.
        text_locale: the language the text is really in.
        options: how it is shown.
    """

    topic: Topic
    publisher: Publisher
    locale: Locale
    text_locale: Locale
    options: SnippetOptions = SnippetOptions()

    def __repr__(self) -> str:
        return f"<Snippet of {self.topic.slug} in {self.text_locale}>"

    @property
    def url(self) -> str:
        """The page the text comes from."""
        return canonical_url(self.topic, self.publisher, self.text_locale)

    @property
    def description(self) -> str:
        """What the topic is about: its description, or what its text says first."""
        return self.topic.description_of(self.text_locale, self.publisher.language(self.text_locale))

    @cached_property
    def summary(self) -> Markup:
        """The topic's text as the publisher gives it out."""
        return self.publisher.given_out(self.topic.summary.get(self.text_locale) or Markup(""))

    @property
    def attribution(self) -> str | None:
        """The publisher's credit line in the reader's language."""
        found = self._texts["attribution"]
        return found.value if found is not None else None

    @property
    def disclaimer(self) -> str | None:
        """The publisher's disclaimer, in the reader's language."""
        found = self._texts["disclaimer"]
        return found.value if found is not None else None

    @property
    def digest(self) -> str:
        """SHA-256 of what the snippet says, in hex; display options do not change it."""
        return _digest(spaced(self._content()))

    @cached_property
    def html(self) -> Markup:
        """The snippet as HTML: one ``article`` with no script, style, id or inline attribute of presentation.

        Raises:
            PublisherError: a template of the publisher's own is wrong, or makes what may not stand in a snippet.
        """
        return self.within(None)

    def __html__(self) -> str:
        return self.html

    def within(self, around: Locale | None, *, beside: Collection[Locale] = ()) -> Markup:
        """The HTML for a place that is known.

        Args:
            around: the language declared there, which the snippet declares only where it differs.
            beside: the languages that stand there too, to which it does not link.
        """
        values = self._values()
        values["translations"] = [found for found in values["translations"] if found[0] not in beside]
        return rendered(
            "snippet.html", "article", self.publisher, self.locale, page=self._main_locale, around=around, **values
        )

    @property
    def _main_locale(self) -> Locale:
        """The language that the HTML declares: that of the labels if the reader knows it, else that of the text."""
        found = self.publisher.labels(self.locale).locale
        return found if same_language(found, self.locale) else self.text_locale

    @cached_property
    def nodes(self) -> list[Node]:
        """The HTML as a list of one node, from which a script builds it (see :mod:`syndicate.snippets.nodes`).

        Raises:
            InvalidValueError: the topic's HTML was made without the sanitizer, and holds what may not stand in it.
        """
        try:
            return nodes(self.html.strip())
        except InvalidValueError as error:
            error.topic, error.locale = self.topic.slug, str(self.text_locale)
            raise

    @checking
    def json(self, *, envelope: Literal["hhs"] | None = None, number: int | None = None) -> bytes:
        """The snippet as JSON, in UTF-8: what :meth:`to_dict` returns.

        Args:
            envelope: ``hhs`` for the form in which HHS's syndication service answers.
            number: the integer that partners know the text by, which is its id in that form; by default the one that a
                first build of this topic alone gives it.
        """
        if envelope is not None:
            if number is None:
                from syndicate.history.numbers import numbered  # here, since few need it

                ids = self.topic.ids.identifiers()
                number = numbered(ids.items(), {})[locale_id(self.text_locale), ids[locale_id(self.text_locale)]]
            return spaced(_hhs(self.to_dict(), number)) + b"\n"
        said = spaced(self._content())
        rest = {**self._locations(), "digest": _digest(said), "html": self.html, "nodes": self.nodes}
        return said[:-1] + b", " + spaced(rest)[1:] + b"\n"

    def email(self) -> bytes:
        """The snippet for an HTML newsletter, in UTF-8: no class, no style sheet, every look in the element itself.

        Addresses are absolute, pictures say their width, and the credit line stays.

        >>> import syndicate
        >>> catalog = syndicate.read("examples/health-topics")
        >>> publisher = Publisher.load("examples/health-topics/publisher.toml")
        >>> made = snippet(catalog["sleep"], publisher, "es", summary=False, sections=False)
        >>> made.email().decode().splitlines()[1][:73]
        '<h2 style="font-size:24px;line-height:1.25;margin:0 0 12px"><a href="http'
        """
        return email(self.nodes, self.publisher.card.link_color)

    def text(self, *, width: int = 72) -> bytes:
        """The snippet as plain text for a newsletter, in UTF-8, with its links as numbered notes at the end.

        Args:
            width: the most characters of a line, 40 or more; an address that is longer stays whole.

        Raises:
            InvalidValueError: the width is none.

        >>> import syndicate
        >>> catalog = syndicate.read("examples/health-topics")
        >>> publisher = Publisher.load("examples/health-topics/publisher.toml")
        >>> made = snippet(catalog["sleep"], publisher, "es", summary=False, sections=False)
        >>> made.text().decode().splitlines()[:2]
        ['Dormir bien [1]', '===============']
        """
        return plain(self.nodes, line_width(width))

    def to_dict(self) -> dict[str, Any]:
        """The snippet as data: its fields, its HTML, its nodes, and the digest of what it says."""
        return {**self._content(), **self._locations(), "digest": self.digest, "html": self.html, "nodes": self.nodes}

    def _content(self) -> dict[str, Any]:
        """What the snippet says, whatever of it is shown."""
        topic, locale = self.topic, self.text_locale
        image = topic.image.get(locale)
        rights = self._rights
        dates = {name: getattr(topic, name).get(locale) for name in ("created", "updated", "reviewed")}
        return {
            "id": self.publisher.entry_id("topic", topic.ids[locale], locale),
            "slug": topic.slug,
            "language": tag(locale),
            "direction": direction(locale),
            "title": topic.title[locale],
            "description": self.description,
            "summary_html": self.summary,
            "also_called": list(topic.also_called.get(locale) or ()),
            "image": pictured(image) if image else None,
            **{name: rfc3339(moment) for name, moment in dates.items() if moment},
            "sections": [
                {
                    "title": section.title,
                    **({"description": section.description} if section.description else {}),
                    "links": [described(link) for link in section.links],
                }
                for section in self._sections
            ],
            "publisher": self._name.value,
            "attribution": self.attribution,
            "disclaimer": self.disclaimer,
            "license": rights.license,
            **({"corrections": corrected} if (corrected := self._corrections()) else {}),
            **{name: str(value) for name, value in (("rights", rights.rights), ("credit", rights.credit)) if value},
        }

    @cached_property
    def _rights(self) -> Rights:
        """The rights in the text, the publisher's own notice in the reader's language."""
        return rights_of(self.topic, self.publisher, self.text_locale, self.locale)

    def _locations(self) -> dict[str, Any]:
        """Where the snippet and its translations are found, which is not part of what it says."""
        said = {name: Label(found.value, found.locale) for name, found in self._texts.items() if found is not None}
        publisher = said.pop("name")
        return {
            **languages_of(self.text_locale, publisher=publisher, rights=self._rights.rights, **said),
            "url": self.url,
            "snippet_url": self._snippet_url(self.text_locale),
            "translations": [
                {"language": tag(locale), "title": title, "url": url, "snippet_url": self._snippet_url(locale)}
                for locale, title, url in self._translations()
            ],
        }

    def _snippet_url(self, locale: Locale) -> str:
        return self.publisher.url(SNIPPET_JSON.at(locale, self.topic.slug))

    def _values(self) -> dict[str, Any]:
        """What the template shows."""
        topic, locale, shown = self.topic, self.text_locale, self.options
        return {
            "level": shown.heading_level,
            "page_type": self.publisher.page_type,
            "title": topic.title[locale],
            "text_locale": locale,
            "is_fallback": locale.language != self.locale.language,
            "is_only": len(self.topic.locales) == 1,
            "url": self.url,
            "summary": self.summary if shown.summary else Markup(""),
            "description": self.description,
            "also_called": (shown.also_called and topic.also_called.get(locale)) or (),
            "image": (shown.image and topic.image.get(locale)) or None,
            "sections": self._sections if shown.sections else (),
            "updated": (shown.dates and topic.updated.get(locale)) or None,
            "reviewed": (shown.dates and topic.reviewed.get(locale)) or None,
            "attribution": self._texts["attribution"],
            "disclaimer": self._texts["disclaimer"],
            "license": self._rights.license,
            "rights": self._rights.rights,
            "credit": self._rights.credit,
            **self._correction(),
            "publisher_name": self._name,
            "home": self.publisher.base_url,
            "translations": self._translations() if shown.translations else [],
        }

    def _corrections(self) -> list[dict[str, str]]:
        found = self.topic.corrections.get(self.text_locale) or ()
        return [{"date": rfc3339(one.date), "note": one.note} for one in found]

    def _correction(self) -> dict[str, Any]:
        """The correction of the text, if it is the latest change."""
        found = self.topic.correction(self.text_locale)
        if found is None:
            return {"correction": None}
        zone = self.publisher.zone
        day = found.date.astimezone(zone) if zone is not None else found.date
        return {"correction": found, "correction_day": long_date(day, self.publisher.regional(self.locale))}

    @cached_property
    def _texts(self) -> dict[str, Resolved[str] | None]:
        """The publisher's texts in the reader's language, with the language each is really in."""
        publisher = self.publisher
        texts = {"name": publisher.name, "attribution": publisher.attribution, "disclaimer": publisher.disclaimer}
        order = publisher.fallback_order
        return {name: found.resolve(self.locale, order) if found else None for name, found in texts.items()}

    @property
    def _name(self) -> Resolved[str]:
        found = self._texts["name"]
        assert found is not None  # each publisher has one
        return found

    def _translations(self) -> list[tuple[Locale, str, str]]:
        return [
            (locale, self.topic.title[locale], url)
            for locale, url in translations(self.topic, self.publisher).items()
            if locale != self.text_locale
        ]

    @cached_property
    def _sections(self) -> tuple[ShownSection, ...]:
        return tuple(
            ShownSection(
                section.title, tuple(map(self._link, section.links)), section.id, section.part, section.description
            )
            for section in self.topic.sections.get(self.text_locale) or ()
            if section.links
        )

    def _link(self, link: Link) -> ShownLink:
        locale = self.text_locale
        is_foreign = locale not in link.title
        if is_foreign:
            locale = link.title.resolve(locale, self.publisher.fallback_order).locale
        return ShownLink(
            link.title[locale],
            link.url[locale],
            link.organization.get(locale),
            locale,
            is_foreign,
            link.flags,
            tuple((other, url) for other, url in link.url.items() if other != locale),
        )


def _hhs(document: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The data of one snippet as ``{"meta": ..., "results": [...]}``, for programs that read that service.

    Args:
        document: what :meth:`Snippet.to_dict` returns.
        number: the id, which those programs read as an integer.
    """
    result = {
        "id": number,
        "name": document["title"],
        "description": document["description"],
        "mediaType": "Html",
        "language": document["language"],
        "sourceUrl": document["url"],
        "targetUrl": document["snippet_url"],
        "attribution": document["attribution"],
        "hash": document["digest"],
        "content": document["html"],
    }
    for name, key in (
        ("created", "dateContentAuthored"),
        ("updated", "dateContentUpdated"),
        ("reviewed", "dateContentReviewed"),
    ):
        if moment := document.get(name):
            result[key] = moment
    pagination = {"count": 1, "max": 1, "offset": 0, "pageNum": 1, "total": 1, "totalPages": 1}
    return {"meta": {"status": 200, "messages": [], "pagination": pagination}, "results": [result]}


def _digest(said: bytes) -> str:
    return sha256(said).hexdigest()


def snippet(
    topic: Topic,
    publisher: Publisher,
    locale: LocaleLike,
    options: SnippetOptions = DEFAULT,
    **shown: Unpack[Shown],
) -> Snippet:
    """A topic's text for a partner's page.

    Where the topic does not exist in the language asked for, the publisher's fallback order decides; the labels stay
    in the reader's language, and the text carries its true ``lang``.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: the reader's language.
        options: how it is shown.
        shown: single options by name, which go before ``options``.

    Raises:
        InvalidValueError: the heading level is not 1 to 5.
        NotFoundError: others may not have the topic: it is only on the publisher's own pages.

    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> made = snippet(sleep, publisher, "es", heading_level=3)
    >>> str(made.locale), str(made.text_locale), made.url
    ('es', 'en', 'https://example.org/en/topics/sleep/')
    """
    check(topic=topic, publisher=publisher)
    options = chosen_options(options, shown)
    return own_snippet(syndicated_or_refused(topic, publisher), publisher, locale, options)


def shown_values(snippet: Snippet) -> dict[str, Any]:
    """What the template of snippets shows of one, for the publisher's own pages, which lay it out otherwise."""
    return snippet._values()


def own_snippet(topic: Topic, publisher: Publisher, locale: LocaleLike, options: SnippetOptions = DEFAULT) -> Snippet:
    """The same for the publisher's own pages, with what others may not have."""
    locale = parse(locale)
    text_locale = topic.title.resolve(locale, publisher.fallback_order).locale
    return Snippet(topic=topic, publisher=publisher, locale=locale, text_locale=text_locale, options=options)
