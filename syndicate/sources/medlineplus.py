"""The reader of MedlinePlus health-topics XML and of its web service's results. Nothing else knows these forms.

Sources: the health-topics file of medlineplus.gov/xml.html (the forms since 2012) and the ``nlmSearchResult`` of its
web service. Reading is a stream (a topic at a time), resolves no entity and opens no connection.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

import attrs
from lxml import etree

from syndicate.errors import InvalidValueError, LocaleError, Message, SourceError
from syndicate.locales import Language, from_name, language_of, locale_id
from syndicate.markup.players import players
from syndicate.model import (
    Finding,
    OtherLanguage,
    Publisher,
    Reference,
    SourceMetadata,
    Subject,
    Twin,
)
from syndicate.model.record import record_of_parts
from syndicate.reasons import of_parser, of_system
from syndicate.sources.forms import Form, form_of
from syndicate.sources.medlineplus_file import forget, not_well_formed, opened, parse, root, snapshot, total
from syndicate.sources.medlineplus_links import (
    Refused,
    address,
    first_language,
    link_lists,
    part_of_text,
    required,
    start_of,
)
from syndicate.sources.reading import Item, Repairs, broken_link, broken_topic, compact_json, digest_of_json
from syndicate.sources.shown_assets import described_players
from syndicate.text import ELLIPSIS, one_line, slugify, truncate

__all__ = ["SOURCE", "MedlinePlusSource"]


@attrs.frozen
class MedlinePlusSource:
    """Reads ``*.xml``, ``*.xml.gz`` and ``*.xml.zip``, in the form of 2012 and the present one."""

    name: str = "medlineplus"

    def accepts(self, path: Path) -> bool:
        """By the file name, ``.xml``, ``.xml.gz`` or ``.zip``, where the content has no other form that is read."""
        forms = (Form.HEALTH_TOPICS, Form.XML, Form.PAGE, Form.OTHER)
        return path.is_file() and path.name.lower().endswith((".xml", ".xml.gz", ".zip")) and form_of(path) in forms

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The topics of the file, one at a time.

        Raises:
            SourceError: the file is damaged, is not a health-topics XML, or declares entities.
        """
        etree.clear_error_log()
        try:
            with opened(path) as stream:
                whole = root(stream, path)
                yield SourceMetadata(
                    default_locale=first_language(), snapshot=snapshot(whole, path), total=total(whole)
                )
            with opened(path) as stream:
                yield from _topics(stream, path)
        except etree.XMLSyntaxError as error:
            raise not_well_formed(error, path) from error
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise SourceError(
                Message("the compressed file is damaged or incomplete: {error}", error=of_parser(error)),
                source=str(path),
                hint=Message("fetch it again"),
            ) from error
        except OSError as error:
            raise SourceError(
                Message("cannot read the file: {reason}", reason=of_system(error)), source=str(path)
            ) from error


SOURCE = MedlinePlusSource()


def _topics(stream: IO[bytes], path: Path) -> Iterator[Item]:
    """The topics wherever they stand; a result of the web service that holds none is reported."""
    in_document = has_topics = False
    brief: list[Finding] = []
    for _, element in parse(stream, path, "end", ("health-topic", "document")):
        if element.tag == "health-topic":
            yield from _topic(element, path)
            in_document = has_topics = True
        else:
            if not in_document:
                brief.append(broken_topic(_BRIEF, source=str(path), line=element.sourceline))
            in_document = False
        forget(element)
    if brief and not has_topics:
        raise SourceError(_BRIEF, source=str(path), hint=Message("ask the web service for rettype=topic"))
    yield from brief


_BRIEF: Final = Message("a brief search result holds an excerpt of a topic, not the topic")


def _topic(element: etree._Element, path: Path) -> Iterator[Item]:
    identifier = (element.get("id") or "").strip()[:100]
    language = (element.get("language") or "")[:100]
    try:
        yield from _record(element, path)
    except Exception as error:  # whatever is wrong with one topic, the others are still read
        yield _broken(error, element, path, identifier, language)


def _broken(error: Exception, element: etree._Element, path: Path, identifier: str, language: str) -> Finding:
    try:
        locale = str(from_name(language)) if language else ""
    except LocaleError:
        locale = ""
    return broken_topic(error, source=str(path), line=element.sourceline, topic=identifier, locale=locale)


def _required(element: etree._Element, name: str) -> str:
    return required(str(element.tag), name, element.get(name))


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


@lru_cache(maxsize=4096)  # many texts are of one day, and hold one object then
def _day(text: str | None) -> datetime | None:
    """The day of an American date, MM/DD/YYYY."""
    if not text:
        return None
    try:
        month, day, year = text.split("/")
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidValueError(
            Message("date-created is {value!r}", value=text[:40]), field="date-created", hint=Message("MM/DD/YYYY")
        ) from error


def _record(element: etree._Element, path: Path) -> Iterator[Item]:
    identifier = _required(element, "id")
    locale = from_name(_required(element, "language"))
    url = address(_required(element, "url"), "")
    if url is None:
        raise InvalidValueError(Message("the URL of the topic is not absolute"), field="url")
    repairs = Repairs()
    title = one_line(_required(element, "title"))
    parts = _parts(element)
    links = link_lists(parts.get("site", ()), locale_id(locale), url)
    other_languages, unread = _other_languages(parts.get("other-language", ()), url)
    institutes = parts.get("primary-institute", ())
    summaries = parts.get("full-summary", ())
    stated = _text(summaries[0]) if summaries else ""
    summary = repairs.html(stated, "summary", url)
    played = players(stated, url) if summary != stated else ()  # what is safe already has no recordings
    record = record_of_parts(
        id=identifier,
        locale=locale,
        title=title,
        slug=_slug(url, title),
        url=url,
        description=_description(element.get("meta-desc") or "", language_of(locale)),
        summary=summary,
        players=tuple(described_players(played, {}, lambda _: None, lambda _: ())) if played else (),
        also_called=_names(parts.get("also-called", ())),
        see_references=_names(parts.get("see-reference", ())),
        other_languages=other_languages,
        groups=tuple([_reference(child, url) for child in parts.get("group", ())]),
        subjects=tuple(_subjects(parts.get("mesh-heading", ()))),
        sections=links.sections,
        part=part_of_text(locale_id(locale)) if any(section.part for section in links.sections) else "",
        related=tuple([_reference(child, url) for child in parts.get("related-topic", ())]),
        institute=_reference(institutes[0], url) if institutes else None,
        created=_day(element.get("date-created")),
        twins=tuple(_twin(child, url) for child in parts.get("language-mapped-topic", ())),
        source=f"{path}:{element.sourceline}",
        raw=_raw(element, parts, links.stated),
    )
    for link, error in (*links.refused, *unread):
        title = link.get("title") or _text(link)
        yield broken_link(error, record, title=title[:100], line=link.sourceline, source=str(path))
    yield from repairs.findings(record)
    yield record


def _parts(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The children of an element by their names."""
    parts: dict[str, list[etree._Element]] = {}
    for child in element:
        parts.setdefault(str(child.tag), []).append(child)
    return parts


def _names(children: list[etree._Element] | tuple[()]) -> tuple[str, ...]:
    """The texts of elements, each once."""
    return tuple(dict.fromkeys(name for child in children if (name := one_line(_text(child)))))


def _other_languages(
    children: list[etree._Element] | tuple[()], base: str
) -> tuple[tuple[OtherLanguage, ...], Refused]:
    """Where there is information in further languages; and those that say neither which nor where."""
    found = []
    refused: Refused = []
    for child in children:
        try:
            url = address(_required(child, "url"), base)
            if url is None:
                raise InvalidValueError(Message("{value!r} is not a usable URL", value=child.get("url")), field="url")
            name = one_line(child.get("vernacular-name") or "")
            found.append(OtherLanguage(language=one_line(_text(child)), vernacular_name=name, url=url))
        except InvalidValueError as error:
            refused.append((child, error))
    return tuple(found), refused


def _raw(element: etree._Element, parts: dict[str, list[etree._Element]], links: list[str]) -> str:
    """The digest of what a reader reads, as the file has it; not to be changed, as histories hold it."""
    texts = [[child.text for child in parts.get(name, ())] for name in ("also-called", "full-summary")]
    own = compact_json([element.get("title"), element.get("meta-desc"), texts])
    return digest_of_json(f"{own[:-1]}, [{', '.join(links)}]]")


_CUT: Final = "..."
# The tags that were taken out of these texts have left spaces before marks.
_LOOSE_MARK = re.compile(r" (?=[.,;:?!](?:[ .]|$))")


def _description(text: str, language: Language) -> str:
    """The start of a summary, as the file has it; where that is cut within a sentence, without what is left of this.

    >>> _description("Genes hold the instructions for proteins . Gene therapy is...", language_of("en"))
    'Genes hold the instructions for proteins.'
    """
    text = _LOOSE_MARK.sub("", one_line(text))
    if not text.endswith(_CUT):
        return text
    whole = text.removesuffix(_CUT)
    return truncate(f"{whole} {ELLIPSIS}", len(whole) + 1, language) if whole else ""


def _slug(url: str, title: str) -> str:
    stem = url.partition("?")[0].partition("#")[0].rpartition("/")[2].rpartition(".")
    return slugify(stem[0] or stem[2]) or slugify(title) or "topic"


def _reference(element: etree._Element, base: str) -> Reference:
    url = element.get("url") or ""
    text = "".join(element.itertext()) if len(element) else element.text
    return _make_reference(text or "", url, element.get("id"), start_of(url, base))


@lru_cache(maxsize=16_384)  # the same groups and topics are named by record after record
def _make_reference(text: str, url: str, identifier: str | None, base: str) -> Reference:
    return Reference(title=one_line(text.strip()), url=address(url, base), id=identifier)


def _twin(element: etree._Element, base: str) -> Twin:
    url = element.get("url") or ""
    return Twin(
        locale=from_name(_required(element, "language")),
        id=element.get("id"),
        url=address(url, start_of(url, base)),
        title=_text(element) or None,
    )


_TERMS: Final = frozenset({"descriptor", "qualifier"})


def _subjects(headings: list[etree._Element] | tuple[()]) -> Iterator[Subject]:
    seen = set()
    for heading in headings:
        for term in heading.iter():
            code = term.get("id") if term.tag in _TERMS else None
            if code and code not in seen:
                seen.add(code)
                name = _text(term)
                yield _subject(code, "" if name == code else name)


@lru_cache(maxsize=16_384)
def _subject(code: str, name: str) -> Subject:
    return Subject(scheme="MeSH", code=code, name=name)
