"""Things as schema.org describes them in JSON-LD: which are texts, and what is said of them. No file is read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, LocaleError
from syndicate.locales import from_name, locale_id
from syndicate.model import Record, Twin
from syndicate.model.fields import is_line
from syndicate.sources.texts import timed

__all__ = [
    "ARTICLES",
    "PAGES",
    "address_of",
    "by_language",
    "by_reference",
    "first_said",
    "language_of_thing",
    "things_of",
    "twins_of",
    "types_of",
    "with_facts",
    "withheld_by",
]

ARTICLES: Final = frozenset(
    "Article NewsArticle BlogPosting MedicalScholarlyArticle ScholarlyArticle TechArticle Report SocialMediaPosting "
    "AdvertiserContentArticle SatiricalArticle AnalysisNewsArticle HowTo FAQPage QAPage MedicalCondition "
    "MedicalTest MedicalProcedure Drug DietarySupplement Guide LearningResource SpecialAnnouncement".split()
)
PAGES: Final = frozenset("WebPage MedicalWebPage ItemPage AboutPage CreativeWork WebContent HealthTopicContent".split())
_LONGEST_TAG: Final = 7
_DRAFTS: Final = frozenset({"draft", "incomplete", "obsolete", "retracted"})


def things_of(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The things that a document describes, also those in a list."""
    graph = document.get("@graph")
    listed = graph if isinstance(graph, list) else [document]
    for thing in listed:
        if isinstance(thing, Mapping):
            if "itemListElement" in thing and isinstance(thing["itemListElement"], list):
                for element in thing["itemListElement"]:
                    inner = element.get("item", element) if isinstance(element, Mapping) else None
                    if isinstance(inner, Mapping) and types_of(inner) & (ARTICLES | PAGES):
                        yield inner
            yield thing


def types_of(thing: Mapping[str, Any]) -> frozenset[str]:
    """The names of the types of a thing."""
    stated = thing.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return frozenset(str(one).rpartition("/")[2].rpartition(":")[2] for one in listed if one)


def by_language(value: Any) -> dict[str, str]:
    """A value by the language that it states, which is empty where it states none (JSON-LD 1.1, section 4.2.4)."""
    found: dict[str, str] = {}
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping) and "@value" in one:
            found.setdefault(str(one.get("@language") or ""), str(one["@value"]))
        elif isinstance(one, Mapping) and "@id" not in one and all(isinstance(text, str) for text in one.values()):
            found.update({tag: text for tag, text in one.items() if len(tag) <= _LONGEST_TAG and tag[:1] != "@"})
        elif isinstance(one, (str, int, float)) and not isinstance(one, bool):
            found.setdefault("", str(one))
    return found


def first_said(thing: Mapping[str, Any], *names: str, language: str = "") -> str:
    """The first text under some names, in a language or in none."""
    for name in names:
        said = by_language(thing.get(name))
        if text := said.get(language) or said.get("") or (next(iter(said.values()), "") if not language else ""):
            return text.strip()
    return ""


def address_of(value: Any) -> str:
    """The address of what a value names."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return value if isinstance(value, str) else ""


def language_of_thing(value: Any) -> str:
    """The language that a value names."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        value = value.get("alternateName") or value.get("name")
    return value if isinstance(value, str) else ""


def by_reference(things: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Things by what others in their document call them: their ``@id`` and their address."""
    found: dict[str, Mapping[str, Any]] = {}
    for thing in things:
        for name in (thing.get("@id"), address_of(thing.get("url"))):
            if isinstance(name, str) and name:
                found.setdefault(name, thing)
    return found


def twins_of(thing: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> Iterator[Twin]:
    """The translations that a thing names; of a mere reference, the thing that it refers to (JSON-LD 1.1, section 3.3).

    Args:
        thing: the thing.
        others: those of its document, by their names.
    """
    for name in ("workTranslation", "translationOfWork"):
        value = thing.get(name)
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping) or "inLanguage" not in one:
                one = others.get(str(one.get("@id") or address_of(one)) if isinstance(one, Mapping) else str(one), one)
            language = language_of_thing(one.get("inLanguage")) if isinstance(one, Mapping) else ""
            url = address_of(one)
            try:
                if language and url:
                    yield Twin(locale=locale_id(from_name(language)), url=url)
            except LocaleError:
                continue


def withheld_by(thing: Mapping[str, Any]) -> str:
    """The state by which a thing is withheld; empty where it has none."""
    status = first_said(thing, "creativeWorkStatus")
    return f"creativeWorkStatus={status[:40]}" if status.lower() in _DRAFTS else ""


def with_facts(record: Record, stated: tuple[dict[str, Any], ...]) -> Record:
    """A page's record with what its JSON-LD adds: other names, the day of its review, translations, a state.

    Args:
        record: the page as it was read.
        stated: its JSON-LD.
    """
    things = [thing for document in stated for thing in things_of(document) if types_of(thing) & (ARTICLES | PAGES)]
    names, reviewed, withheld = list(record.also_called), record.reviewed, record.withheld
    twins = {locale_id(twin.locale): twin for twin in record.twins}
    for thing in things:
        for name in by_language(thing.get("alternateName")).values():
            try:
                is_line(name, "also_called")
            except InvalidValueError:
                continue
            if name not in (*names, record.title):
                names.append(name)
        with suppress(InvalidValueError):
            reviewed = reviewed or timed(first_said(thing, "lastReviewed") or None, None)  # type: ignore[assignment]
        for twin in twins_of(thing, by_reference(things)):
            twins.setdefault(locale_id(twin.locale), twin)
        withheld = withheld or withheld_by(thing)
    own = locale_id(record.locale)
    return attrs.evolve(
        record,
        also_called=names,
        reviewed=reviewed,
        twins=[twin for locale, twin in twins.items() if locale != own],
        withheld=withheld,
    )
