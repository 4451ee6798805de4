"""Topics in the form of MedlinePlus' health-topics XML, for its clients; `sources` reads it back.

The elements and their order are those of the files since 2024. What the form cannot express is left out: dates of
texts, descriptions of pictures, and codes of vocabularies other than MeSH.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from babel import Locale

from syndicate.locales import language_name
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.model import Link, Publisher, Reference, Topic
from syndicate.model.addresses import canonical_url

__all__ = ["health_topic"]

_MESH: Final = "mesh"
_HANDOUT: Final = "patient-handout"
_HANDOUT_CATEGORY: Final = "NON-DISPLAY (Patient Handout)"


def health_topic(topic: Topic, locale: Locale, publisher: Publisher) -> str:
    """A topic in one of its languages as a ``health-topic`` element.

    Args:
        topic: the topic, of a catalog.
        locale: one of its languages.
        publisher: whose pages are named where the source names none.

    >>> publisher = Publisher(name={"en": "Ex"}, base_url="https://example.org/", authority="example.org,2024")
    >>> topic = Topic(slug="tea", ids={"en": "7"}, title={"en": "Tea & milk"})
    >>> print(health_topic(topic, Locale("en"), publisher))
    <health-topic title="Tea &amp; milk" url="https://example.org/en/topics/tea/" id="7" language="English">
    </health-topic>
    """
    created = topic.created.get(locale)
    attributes = {
        "meta-desc": topic.description_of(locale, publisher.language(locale)),
        "title": topic.title[locale],
        "url": canonical_url(topic, publisher, locale),
        "id": topic.ids[locale],
        "language": language_name(locale, MESSAGE_LOCALE),
        "date-created": f"{created:%m/%d/%Y}" if created is not None else "",
    }
    children = "".join(f"{child}\n" for child in _children(topic, locale, publisher))
    return f"{_opening('health-topic', attributes)}\n{children}</health-topic>"


def _children(topic: Topic, locale: Locale, publisher: Publisher) -> Iterator[str]:
    yield from (_element("also-called", name) for name in topic.also_called.get(locale, ()))
    if summary := topic.summary.get(locale):
        yield _element("full-summary", str(summary))
    for group in topic.groups_named_in(locale):
        yield _element("group", group.name[locale], url=group.url.get(locale, ""), id=group.id)
    for other in topic.locales:
        if other != locale:
            yield _element(
                "language-mapped-topic",
                topic.title[other],
                url=canonical_url(topic, publisher, other),
                id=topic.ids[other],
                language=language_name(other, MESSAGE_LOCALE),
            )
    for subject in topic.subjects_in(locale):
        if subject.scheme.casefold() == _MESH:
            # Qualifiers have codes that begin with a Q; without a descriptor they are still read as codes.
            name = "qualifier" if subject.code.startswith("Q") else "descriptor"
            term = _element(name, subject.name or subject.code, id=subject.code)
            yield f"<mesh-heading>\n{term}\n</mesh-heading>"
    for language in topic.other_languages.get(locale, ()):
        yield _element(
            "other-language", language.language, **{"vernacular-name": language.vernacular_name, "url": language.url}
        )
    if (institute := topic.institute.get(locale)) is not None:
        yield _reference("primary-institute", institute)
    yield from (_reference("related-topic", related) for related in topic.related.get(locale, ()))
    yield from (_element("see-reference", name) for name in topic.see_references.get(locale, ()))
    yield from _sites(topic, locale)


def _sites(topic: Topic, locale: Locale) -> Iterator[str]:
    """The links, each once with all of its categories, in the order they first appear."""
    categories: dict[Link, list[str]] = {}
    for section in topic.sections.get(locale, ()):
        for link in section.links:
            categories.setdefault(link, []).append(section.title)
    for link, titles in categories.items():
        flags = [flag for flag in link.flags if flag != _HANDOUT]
        handout = [_HANDOUT_CATEGORY] if _HANDOUT in link.flags else []
        twin = next((url for other, url in link.url.items() if other != locale), "")
        attributes = {"title": link.title[locale], "url": link.url[locale], "language-mapped-url": twin}
        parts = [
            *(_element("information-category", title) for title in (*titles, *handout)),
            *(_element("organization", name) for name in _names(link.organization.get(locale, ""))),
            *(_element("standard-description", flag) for flag in flags),
        ]
        yield "\n".join((_opening("site", attributes), *parts, "</site>"))


def _names(organizations: str) -> Iterable[str]:
    return organizations.split("; ") if organizations else ()


def _reference(tag: str, reference: Reference) -> str:
    return _element(tag, reference.title, url=reference.url or "", id=reference.id or "")


def _element(tag: str, text: str, **attributes: str) -> str:
    return f"{_opening(tag, attributes)}{escape(text)}</{tag}>"


def _opening(tag: str, attributes: dict[str, str]) -> str:
    stated = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    return f"<{tag}{stated}>"
