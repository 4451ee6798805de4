"""The reader of JSON-LD: documents with the types of schema.org, and pages that hold them and mark no region.

Terms are those of schema.org/Article, /MedicalWebPage, /FAQPage and what they inherit. No context is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.model import Finding, Publisher, Reference, SourceMetadata, Subject, Twin
from syndicate.sources.feed_file import keys_of, language_for
from syndicate.sources.forms import Form, form_of
from syndicate.sources.html_folder import page_items
from syndicate.sources.json_stream import documents
from syndicate.sources.reading import Item
from syndicate.sources.schema_org import (
    ARTICLES,
    PAGES,
    address_of,
    by_language,
    by_reference,
    first_said,
    language_of_thing,
    things_of,
    twins_of,
    types_of,
    withheld_by,
)
from syndicate.sources.texts import Dropped, Picture, Text, as_html, items_of

__all__ = ["SOURCE", "LinkedDataSource"]


@attrs.frozen
class LinkedDataSource:
    """Reads ``.jsonld`` and JSON documents with a ``@context``, and HTML pages with JSON-LD."""

    name: str = "json-ld"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.JSON_LD

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The texts of the document, or the one of the page.

        Raises:
            SourceError: the file is not JSON, or describes no text.
        """
        with path.open("rb") as stream:
            start = stream.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start[:1] == b"<":
            yield from page_items(path, publisher)
        else:
            yield from items_of(_texts(path, publisher), publisher)


SOURCE = LinkedDataSource()
_BODIES: Final = ("articleBody", "text")


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    dropped = Dropped(path)
    is_empty = True
    for document, line in documents(path):
        found = list(things_of(document))
        chosen = [thing for thing in found if types_of(thing) & ARTICLES] or [
            thing for thing in found if types_of(thing) & PAGES
        ]
        others = by_reference(found)
        for thing in found:
            if thing not in chosen:
                dropped.entry(", ".join(sorted(types_of(thing))) or Message("things without a type"))
        for thing in chosen:
            own = language_for(language_of_thing(thing.get("inLanguage")), _url(thing), path, publisher)
            for language in _untitled(thing, own):
                dropped.entry(Message("texts in the language {language}, which have no name", language=language))
            for text in _of_thing(thing, f"{path}:{line}", own, tuple(twins_of(thing, others))):
                is_empty = False
                yield text
    yield from dropped.findings()
    if is_empty:
        hint = Message("give a document with an Article, a WebPage, or a type like them")
        raise SourceError(Message("it describes no text"), source=str(path), hint=hint)


def _url(thing: Mapping[str, Any]) -> str:
    url = address_of(thing.get("url")) or address_of(thing.get("mainEntityOfPage")) or address_of(thing.get("@id"))
    return url if url.startswith(("https://", "http://")) else ""


def _of_thing(thing: Mapping[str, Any], source: str, own: str, twins: tuple[Twin, ...]) -> Iterator[Text | Finding]:
    url = _url(thing)
    titles = _titles(thing)
    languages = [language for language in titles or ("",) if language or own not in titles]
    for language in languages:
        locale = language or own
        said = language or (own if own in _stated_languages(thing) else "")
        identifier = str(thing.get("@id") or thing.get("identifier") or url)
        yield Text(
            id=identifier if isinstance(thing.get("identifier"), (str, int)) or not url else url,
            language=locale,
            title=titles.get(language) or titles.get("") or "",
            source=source,
            html=_html(thing, said),
            url=url if len(languages) == 1 else "",
            base=url or None,
            description=first_said(thing, "description", "abstract", language=said),
            also_called=list(by_language(thing.get("alternateName")).values()),
            groups=tuple(Reference(title=one) for one in by_language(thing.get("articleSection")).values() if one),
            subjects=tuple(_subjects(thing)),
            image=_picture(thing.get("image")),
            license=address_of(thing.get("license")),
            rights=first_said(thing, "copyrightNotice"),
            credit=first_said(thing, "creditText"),
            created=first_said(thing, "datePublished", "dateCreated") or None,
            updated=first_said(thing, "dateModified") or None,
            reviewed=first_said(thing, "lastReviewed") or None,
            expires_at=first_said(thing, "expires") or None,
            twins=twins,
            key=identifier if len(languages) > 1 else None,
            keys=keys_of(url, "", locale),
            withheld=withheld_by(thing),
        )


def _titles(thing: Mapping[str, Any]) -> dict[str, str]:
    """By language; the one that states none is in that of the thing."""
    return {**by_language(thing.get("name")), **by_language(thing.get("headline"))}


def _stated_languages(thing: Mapping[str, Any]) -> set[str]:
    """The languages that its text states."""
    return {language for key in _BODIES for language in by_language(thing.get(key))} - {""}


def _untitled(thing: Mapping[str, Any], own: str) -> list[str]:
    """The languages that have a text, and no name; a single text needs none of its own."""
    titles, said = _titles(thing), _stated_languages(thing)
    named = titles.keys() | ({own} if "" in titles else set())
    return sorted(said - named) if len(said) > 1 or titles.keys() - {""} else []


def _html(thing: Mapping[str, Any], language: str) -> str:
    body = as_html(first_said(thing, *_BODIES, language=language))
    questions = thing.get("mainEntity")
    listed = questions if isinstance(questions, list) else [questions]
    parts = []
    for one in listed:
        answer = one.get("acceptedAnswer") if isinstance(one, Mapping) else None
        if isinstance(one, Mapping) and isinstance(answer, Mapping):
            parts.append(f"<h2>{escape(first_said(one, 'name', 'text', language=language), quote=False)}</h2>")
            parts.append(as_html(first_said(answer, "text", language=language)))
    steps = [step for step in thing.get("step") or () if isinstance(step, Mapping)]
    parts += [as_html(first_said(step, "text", "name", language=language)) for step in steps]
    return body + "".join(parts)


def _subjects(thing: Mapping[str, Any]) -> Iterator[Subject]:
    for holder in (thing, thing.get("about")):
        codes = holder.get("code") if isinstance(holder, Mapping) else None
        for one in codes if isinstance(codes, list) else [codes]:
            if isinstance(one, Mapping) and one.get("codeValue"):
                yield Subject(scheme=str(one.get("codingSystem") or "code"), code=str(one["codeValue"]))


def _picture(value: Any) -> Picture | None:
    url = address_of(value)
    if not url:
        return None
    first = value[0] if isinstance(value, list) and value else value
    described = first if isinstance(first, Mapping) else {}
    caption = first_said(described, "caption")
    return Picture(url=url, alt=first_said(described, "description", "name") or None, caption=caption)
