"""A topic as a piece of HTML, and as data, for a partner's page. Embedding it without copying lives in `embeds`."""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from typing import Any

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError
from syndicate.locales import LocaleLike, direction, parse, tag
from syndicate.markup import plain_text
from syndicate.model import Link, Publisher, Section, Topic
from syndicate.model.addresses import canonical_url, translations
from syndicate.templating import render
from syndicate.text import rfc3339, truncate

__all__ = ["Snippet", "snippet"]


@attrs.frozen(kw_only=True)
class Snippet:
    """A topic in one language, ready to be shown elsewhere.

    Attributes:
        topic, publisher: what it is of, and whose.
        locale: the reader's language: that of the labels.
        text_locale: the language the text is really in.
        heading_level: the level of its title, 1 to 5; the summary's own headings follow below it.
        sections: whether the lists of links are part of it.
    """

    topic: Topic
    publisher: Publisher
    locale: Locale
    text_locale: Locale
    heading_level: int = 2
    sections: bool = True

    @property
    def url(self) -> str:
        """The page the text comes from."""
        return canonical_url(self.topic, self.publisher, self.text_locale)

    @property
    def description(self) -> str:
        """The topic's description, or the beginning of its summary where it has none."""
        stated = self.topic.description.get(self.text_locale)
        return stated or truncate(plain_text(self.topic.summary.get(self.text_locale) or Markup("")), 300)

    @property
    def attribution(self) -> str | None:
        """The publisher's credit line in the reader's language."""
        if not self.publisher.attribution:
            return None
        return self.publisher.attribution.resolve(self.locale, self.publisher.fallback_order).value

    @property
    def digest(self) -> str:
        """SHA-256 of what the snippet says, in hex; display options do not change it."""
        return _digest(json.dumps(_parted(self._content())[0], ensure_ascii=False))

    @cached_property
    def html(self) -> Markup:
        """The snippet as HTML: one ``article`` with no script, style, id or inline attribute of presentation."""
        topic, text_locale = self.topic, self.text_locale
        return render(
            "syndicate.snippets",
            "snippet.html",
            self.locale,
            self.publisher.labels(self.locale),
            title=topic.title[text_locale],
            text_locale=text_locale,
            is_fallback=text_locale.language != self.locale.language,
            url=self.url,
            summary=topic.summary.get(text_locale) or Markup(""),
            description=self.description,
            also_called=topic.also_called.get(text_locale) or (),
            image=topic.image.get(text_locale),
            sections=self._link_sections(),
            updated=topic.updated.get(text_locale),
            reviewed=topic.reviewed.get(text_locale),
            attribution=self.attribution,
            translations=self._translations(),
            level=self.heading_level,
        )

    def json(self) -> bytes:
        """The snippet as JSON, in UTF-8: what :meth:`to_dict` returns."""
        said, rest = _parted(self._content())
        text = json.dumps(said, ensure_ascii=False)
        rest |= {"digest": _digest(text), "html": self.html}
        return f"{text[:-1]}, {json.dumps(rest, ensure_ascii=False)[1:]}\n".encode()

    def to_dict(self) -> dict[str, Any]:
        """The snippet as data: its fields, its HTML, and the digest of what it says."""
        said, rest = _parted(self._content())
        return {**said, **rest, "digest": self.digest, "html": self.html}

    def _content(self) -> dict[str, Any]:
        topic, locale = self.topic, self.text_locale
        dates = {name: getattr(topic, name).get(locale) for name in ("created", "updated", "reviewed")}
        return {
            "id": self.publisher.entry_id("topic", topic.ids[locale], locale),
            "slug": topic.slug,
            "language": tag(locale),
            "direction": direction(locale),
            "title": topic.title[locale],
            "url": self.url,
            "description": self.description,
            "summary_html": topic.summary.get(locale) or "",
            "also_called": list(topic.also_called.get(locale) or ()),
            **{name: rfc3339(moment) for name, moment in dates.items() if moment},
            "sections": [
                {"title": section.title, "links": [_link(link, locale) for link in section.links]}
                for section in topic.sections.get(locale) or ()
            ],
            "attribution": self.attribution,
            "translations": [
                {"language": tag(other), "title": title, "url": url} for other, title, url in self._translations()
            ],
        }

    def _translations(self) -> list[tuple[Locale, str, str]]:
        return [
            (locale, self.topic.title[locale], url)
            for locale, url in translations(self.topic, self.publisher).items()
            if locale != self.text_locale
        ]

    def _link_sections(self) -> tuple[Section, ...]:
        return (self.topic.sections.get(self.text_locale) or ()) if self.sections else ()


def _parted(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the snippet says, and where it and its translations are found, which the digest leaves out."""
    rest = {name: content.pop(name) for name in ("url", "translations")}
    return content, rest


def _digest(said: str) -> str:
    return sha256(said.encode()).hexdigest()


def _link(link: Link, locale: Locale) -> dict[str, Any]:
    described: dict[str, Any] = {"title": link.title[locale], "url": link.url[locale]}
    if organization := link.organization.get(locale):
        described["organization"] = organization
    if link.flags:
        described["flags"] = list(link.flags)
    twins = [{"language": tag(other), "url": url} for other, url in link.url.items() if other != locale]
    if twins:
        described["translations"] = twins
    return described


def snippet(
    topic: Topic,
    publisher: Publisher,
    locale: LocaleLike,
    *,
    heading_level: int = 2,
    sections: bool = True,
) -> Snippet:
    """A topic's text for a partner's page.

    Where the topic does not exist in the language asked for, the publisher's fallback order decides; the labels stay
    in the reader's language, and the text carries its true ``lang``.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: the reader's language.
        heading_level: the level of the snippet's title, 1 to 5.
        sections: whether the lists of links are part of it.

    Raises:
        InvalidValueError: the heading level is none of 1 to 5.

    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> made = snippet(sleep, publisher, "es")
    >>> str(made.locale), str(made.text_locale), made.url
    ('es', 'en', 'https://example.org/en/topics/sleep/')
    """
    if heading_level not in range(1, 6):
        raise InvalidValueError(f"{heading_level} is no heading level", field="heading_level", hint="use 1 to 5")
    locale = parse(locale)
    return Snippet(
        topic=topic,
        publisher=publisher,
        locale=locale,
        text_locale=topic.title.resolve(locale, publisher.fallback_order).locale,
        heading_level=heading_level,
        sections=sections,
    )
