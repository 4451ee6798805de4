"""The links of a MedlinePlus topic: what its `<site>` elements say. Nothing else of a topic is read here.

The same links are at topic after topic, so what is made of one is kept for the next that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from lxml import etree

from syndicate.errors import InvalidValueError, Message
from syndicate.locales import language_of
from syndicate.locales.language_data import all_languages
from syndicate.markup import resolve
from syndicate.model import Link, Localized, Section
from syndicate.model.fields import MAX_LINE
from syndicate.sources.reading import compact_json
from syndicate.text import one_line

__all__ = ["LinkLists", "Refused", "address", "first_language", "link_lists", "part_of_text", "required", "start_of"]

_FLAG: Final = "standard-description"
_Parts = tuple[tuple[str, str | None, str], ...]
"""The parts of a link: the name of each, its text as it stands, and the text in it and in what it holds."""
Refused = list[tuple[etree._Element, InvalidValueError]]
"""Elements that cannot be read, and why."""


class LinkLists(NamedTuple):
    """The links of a topic.

    Attributes:
        sections: under the categories they stand in, in the order both first appear.
        refused: those that are not links.
        stated: what the source states of each, as JSON.
    """

    sections: tuple[Section, ...]
    refused: Refused
    stated: list[str]


class _Site(NamedTuple):
    link: Link
    categories: tuple[str, ...]
    stated: str


class _Facts(NamedTuple):
    organization: Localized[str]
    categories: tuple[str, ...]
    flags: tuple[str, ...]
    stated: str


def link_lists(sites: Iterable[etree._Element], locale: str, base: str) -> LinkLists:
    """The links of a topic's elements.

    Args:
        sites: the elements.
        locale: the identifier of the topic's language.
        base: where relative addresses start.
    """
    by_category: dict[str, list[Link]] = {}
    refused: Refused = []
    stated = []
    for site in sites:
        title, url, twin = site.get("title"), site.get("url"), site.get("language-mapped-url")
        parts = tuple([(str(part.tag), part.text, "".join(part.itertext()) if len(part) else "") for part in site])
        start = start_of(url or "", base) or start_of(twin or "https://", base)
        try:
            found = _site(title, url, twin, parts, locale, start)
        except InvalidValueError as error:
            refused.append((site, error))
            stated.append(_stated(title, url, _facts(parts, locale)))
            continue
        stated.append(found.stated)
        for category in found.categories:
            by_category.setdefault(category, []).append(found.link)
    places = _places(locale)
    sections = tuple(
        Section(title=title, links=tuple(links), part=places.get(title, "")) for title, links in by_category.items()
    )
    return LinkLists(sections, refused, stated)


@lru_cache(maxsize=4096)
def _site(title: str | None, url: str | None, twin: str | None, parts: _Parts, locale: str, base: str) -> _Site:
    own = address(required("site", "url", url), base)
    if own is None:
        raise InvalidValueError(Message("{value!r} is not a usable URL", value=url), field="url")
    urls = {locale: own}
    if of_twin := address(twin or "", base):
        urls[_twin_locale(locale)] = of_twin
    facts = _facts(parts, locale)
    link = Link(
        url=Localized.from_identifiers(urls),
        title=Localized.from_identifiers({locale: one_line(required("site", "title", title))}),
        organization=facts.organization,
        flags=facts.flags,
    )
    return _Site(link, facts.categories, _stated(title, url, facts))


@lru_cache(maxsize=1024)  # a few organizations publish most of the links
def _facts(parts: _Parts, locale: str) -> _Facts:
    texts: dict[str, list[str]] = {}
    for tag, text, whole in parts:
        texts.setdefault(tag, []).append(one_line(whole or text or ""))
    names, categories = "; ".join(filter(None, texts.get("organization", ()))), texts.get("information-category", ())
    return _Facts(
        Localized.from_identifiers({locale: names} if names else {}),
        tuple(category for category in categories if category and category not in _flags()),
        tuple(filter(None, (*texts.get(_FLAG, ()), *map(_flags().get, categories)))),
        compact_json([text for tag, text, _ in parts if tag != _FLAG]),
    )


def _stated(title: str | None, url: str | None, facts: _Facts) -> str:
    return f"[{compact_json(title)}, {compact_json(url)}, {facts.stated}]"


def start_of(url: str, base: str) -> str:
    """Where an address starts: none for one that is absolute, which leads to the same place on each page."""
    return "" if url.startswith("https://") else base


@lru_cache(maxsize=4096)  # most lead from topic to topic, and are stated again and again
def address(url: str, base: str) -> str | None:
    """The absolute address that a topic states; None if it is not usable.

    Args:
        url: as it is stated.
        base: where it starts; empty for the page of the topic itself.
    """
    return resolve(url, base)


def required(tag: str, name: str, value: str | None) -> str:
    """The value of an attribute that an element must have.

    Raises:
        InvalidValueError: it is missing, empty or over-long.
    """
    if not value or not value.strip():
        raise InvalidValueError(Message("<{tag!s}> has no {name}", tag=tag, name=name), field=name)
    if len(value) > MAX_LINE:
        raise InvalidValueError(
            Message("{name} has {count:,} characters", name=name, count=len(value)),
            field=name,
            hint=Message("the most is {max_line:,}", max_line=MAX_LINE),
        )
    return value.strip()


@cache
def _places(locale: str) -> dict[str, str]:
    """The part of a topic's page that the links of each category are in."""
    stated = language_of(locale).medlineplus.get("parts", {})
    return {category: part for part, categories in stated.items() for category in categories}


@cache
def part_of_text(locale: str) -> str:
    """The part of a topic's page that its text is in."""
    return str(next(iter(language_of(locale).medlineplus.get("parts", {})), ""))


@cache
def _flags() -> dict[str, str]:
    """The categories that say something of a link, not where it stands; a link that has only these is not shown."""
    own = (language.medlineplus.get("category") for language in all_languages().values())
    return {**dict.fromkeys(filter(None, own), ""), "NON-DISPLAY (Patient Handout)": "patient-handout"}


@cache
def first_language() -> str:
    """What MedlinePlus writes its topics in, however many there are in each language."""
    return next(code for code, language in all_languages().items() if language.medlineplus.get("is_first"))


@cache
def _twin_locale(locale: str) -> str:
    """The language of the pages that links in another one are paired with."""
    return str(language_of(locale).medlineplus.get("twin", first_language()))
