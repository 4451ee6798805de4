"""The reader of MedlinePlus health-topics XML and of its web service's results. Nothing else knows these forms.

Sources: the health-topics file of medlineplus.gov/xml.html (the forms since 2012) and the ``nlmSearchResult`` of its
web service. Reading is a stream (a topic at a time), resolves no entity and opens no connection.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Final, Literal

import attrs
from lxml import etree

from syndicate.errors import InvalidValueError, LocaleError, SourceError, SyndicateError
from syndicate.locales import from_name, locale_id
from syndicate.markup import resolve
from syndicate.model import Finding, Link, Localized, Masthead, Publisher, Record, Reference, Section, Subject, Twin
from syndicate.model.fields import MAX_LINE
from syndicate.model.localized import EMPTY
from syndicate.sources.reading import Item, Repairs, broken_link, broken_topic, raw_digest
from syndicate.text import ELLIPSIS, one_line, slugify, truncate

__all__ = ["SOURCE", "MedlinePlusSource"]

_MAX_BYTES: Final = 2 * 1024**3
_ROOTS: Final = {"health-topics", "nlmSearchResult"}
# Categories of a link that say something of the link, not where it stands; a link that has only these is not shown.
_FLAGS: Final = {"Spanish/Español": "", "NON-DISPLAY (Patient Handout)": "patient-handout"}


@attrs.frozen
class MedlinePlusSource:
    """Reads ``*.xml``, ``*.xml.gz`` and ``*.xml.zip``, in the form of 2012 and the present one."""

    name: str = "medlineplus"

    def accepts(self, path: Path) -> bool:
        """By the file name: ``.xml``, ``.xml.gz`` or ``.zip``."""
        return path.is_file() and path.name.lower().endswith((".xml", ".xml.gz", ".zip"))

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The topics of the file, one at a time.

        Raises:
            SourceError: the file is damaged, is no health-topics XML, or declares entities.
        """
        etree.clear_error_log()
        try:
            with _opened(path) as stream:
                yield Masthead(default_locale=_FIRST_LANGUAGE, snapshot=_snapshot(_root(stream, path), path))
            with _opened(path) as stream:
                for _, element in _parse(stream, path, "end", "health-topic"):
                    yield from _topic(element, path)
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise _not_well_formed(error, path) from error
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise SourceError(
                f"the compressed file is damaged or incomplete: {error}", source=str(path), hint="fetch it again"
            ) from error
        except OSError as error:
            raise SourceError(f"cannot read the file: {error.strerror or error}", source=str(path)) from error


SOURCE = MedlinePlusSource()
_FIRST_LANGUAGE: Final = "en"  # what MedlinePlus writes its topics in, however many there are in each language
_EXPECTED = "the root element must be <health-topics> or <nlmSearchResult>"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(file) as stream:
                yield stream  # type: ignore[misc]
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(file) as archive:
                members = [name for name in archive.namelist() if name.lower().endswith(".xml")]
                if len(members) != 1:
                    raise SourceError(
                        f"the archive holds {len(members)} XML files", source=str(path), hint="it must hold one"
                    )
                try:
                    member = archive.open(members[0])
                except (RuntimeError, NotImplementedError) as error:  # a password, or a way of compressing of its own
                    raise SourceError(f"the archive cannot be opened: {error}", source=str(path)) from error
                with member:
                    yield member
        else:
            yield file


def _not_well_formed(error: etree.XMLSyntaxError, path: Path) -> SourceError:
    message, line = error.msg, error.lineno
    if not line and (last := error.error_log.last_error) is not None:  # an undefined entity is only logged
        message, line = last.message, last.line
    return SourceError(f"not well-formed XML: {message.strip()}", source=str(path), line=line or None)


class _Bounded(io.RawIOBase):
    """A stream that ends in an error after 2 GiB: a small compressed file may hold any amount."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._left = _MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(1 << 16 if size < 0 else size)
        self._left -= len(chunk)
        if self._left < 0:
            raise SourceError("the file holds more than 2 GiB", source=str(self._path))
        return chunk


def _parse(
    stream: IO[bytes], path: Path, event: Literal["start", "end"], tag: str | None = None
) -> Iterator[tuple[str, etree._Element]]:
    return etree.iterparse(
        _Bounded(stream, path),
        events=(event,),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _root(stream: IO[bytes], path: Path) -> etree._Element:
    """The root element, as soon as it is open; what follows is not read."""
    _, root = next(_parse(stream, path, "start"))
    if root.tag not in _ROOTS:
        raise SourceError(f"not health-topics XML: the root is <{root.tag!s}>", source=str(path), hint=_EXPECTED)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise SourceError(
            "the document declares entities, which could expand without end",
            source=str(path),
            hint="remove them from its DOCTYPE",
        )
    return root


def _snapshot(root: etree._Element, path: Path) -> datetime | None:
    stated = root.get("date-generated")
    if not stated:
        return None
    try:
        return datetime.strptime(stated, "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise SourceError(
            f"date-generated is {stated[:40]!r}", source=str(path), line=root.sourceline, hint="MM/DD/YYYY HH:MM:SS"
        ) from error


def _forget(element: etree._Element) -> None:
    """Drop a topic that was read, and the empty shells of those before it, so memory stays flat."""
    element.clear()
    while (previous := element.getprevious()) is not None:
        parent = element.getparent()
        if parent is None:
            break
        parent.remove(previous)


def _topic(element: etree._Element, path: Path) -> Iterator[Item]:
    identifier = (element.get("id") or "").strip()[:100]
    language = (element.get("language") or "")[:100]
    try:
        yield from _record(element, path)
    except SyndicateError as error:
        yield _broken(error, element, path, identifier, language)


def _broken(error: SyndicateError, element: etree._Element, path: Path, identifier: str, language: str) -> Finding:
    try:
        locale = str(from_name(language)) if language else ""
    except LocaleError:
        locale = ""
    return broken_topic(error, source=str(path), line=element.sourceline, topic=identifier, locale=locale)


def _required(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if not value or not value.strip():
        raise InvalidValueError(f"<{element.tag!s}> has no {name}", field=name)
    if len(value) > MAX_LINE:
        raise InvalidValueError(f"{name} has {len(value):,} characters", field=name, hint=f"the most is {MAX_LINE:,}")
    return value.strip()


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


def _day(text: str | None) -> datetime | None:
    """The day of an American date, MM/DD/YYYY."""
    if not text:
        return None
    try:
        month, day, year = text.split("/")
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError as error:
        raise InvalidValueError(f"date-created is {text[:40]!r}", field="date-created", hint="MM/DD/YYYY") from error


def _record(element: etree._Element, path: Path) -> Iterator[Item]:
    identifier = _required(element, "id")
    locale = from_name(_required(element, "language"))
    url = resolve(_required(element, "url"), None)
    if url is None:
        raise InvalidValueError("the URL of the topic is not absolute", field="url")
    repairs = Repairs()
    title = one_line(_required(element, "title"))
    parts: dict[str, list[etree._Element]] = {}
    for child in element:
        parts.setdefault(str(child.tag), []).append(child)
    sections, refused = _sections(parts.get("site", ()), locale_id(locale), url)
    institutes = parts.get("primary-institute", ())
    summaries = parts.get("full-summary", ())
    record = Record(
        id=identifier,
        locale=locale,
        title=title,
        slug=_slug(url, title),
        url=url,
        description=_description(element.get("meta-desc") or ""),
        summary=repairs.html(_text(summaries[0]) if summaries else None, "summary", url),
        also_called=tuple(
            dict.fromkeys(name for child in parts.get("also-called", ()) if (name := one_line(_text(child))))
        ),
        groups=tuple(_reference(child, url) for child in parts.get("group", ())),
        subjects=tuple(_subjects(parts.get("mesh-heading", ()))),
        sections=sections,
        related=tuple(_reference(child, url) for child in parts.get("related-topic", ())),
        institute=_reference(institutes[0], url) if institutes else None,
        created=_day(element.get("date-created")),
        twins=tuple(_twin(child, url) for child in parts.get("language-mapped-topic", ())),
        source=f"{path}:{element.sourceline}",
        raw=_raw(element, parts),
    )
    for site, error in refused:
        yield broken_link(error, record, title=(site.get("title") or "")[:100], line=site.sourceline, source=str(path))
    yield from repairs.findings(record)
    yield record


def _raw(element: etree._Element, parts: dict[str, list[etree._Element]]) -> str:
    """The digest of what a reader reads, as the file has it; not to be changed, as histories hold it."""
    return raw_digest(
        element.get("title"),
        element.get("meta-desc"),
        [[child.text for child in parts.get(name, ())] for name in ("also-called", "full-summary")],
        [
            [site.get("title"), site.get("url"), [child.text for child in site if child.tag != "standard-description"]]
            for site in parts.get("site", ())
        ],
    )


_CUT: Final = "..."
# The tags that were taken out of these texts have left spaces before marks.
_LOOSE_MARK = re.compile(r" (?=[.,;:?!](?:[ .]|$))")


def _description(text: str) -> str:
    """The start of a summary, as the file has it; where that is cut within a sentence, without what is left of this.

    >>> _description("Genes hold the instructions for proteins . Gene therapy is...")
    'Genes hold the instructions for proteins.'
    """
    text = _LOOSE_MARK.sub("", one_line(text))
    if not text.endswith(_CUT):
        return text
    whole = text.removesuffix(_CUT)
    return truncate(f"{whole} {ELLIPSIS}", len(whole) + 1) if whole else ""


def _slug(url: str, title: str) -> str:
    stem = url.partition("?")[0].partition("#")[0].rpartition("/")[2].rpartition(".")
    return slugify(stem[0] or stem[2]) or slugify(title) or "topic"


def _reference(element: etree._Element, base: str) -> Reference:
    url = element.get("url") or ""
    return _make_reference(_text(element), url, element.get("id"), "" if url.startswith("https://") else base)


@lru_cache(maxsize=16_384)  # the same groups and topics are named by record after record
def _make_reference(title: str, url: str, identifier: str | None, base: str) -> Reference:
    return Reference(title=one_line(title), url=resolve(url, base), id=identifier)


def _twin(element: etree._Element, base: str) -> Twin:
    return Twin(
        locale=from_name(_required(element, "language")),
        id=element.get("id"),
        url=resolve(element.get("url") or "", base),
        title=_text(element) or None,
    )


def _subjects(headings: list[etree._Element] | tuple[()]) -> Iterator[Subject]:
    seen = set()
    for heading in headings:
        for term in heading.iter("descriptor", "qualifier"):
            code = term.get("id")
            if code and code not in seen:
                seen.add(code)
                name = _text(term)
                yield Subject(scheme="MeSH", code=code, name="" if name == code else name)


def _sections(
    sites: list[etree._Element] | tuple[()], locale: str, base: str
) -> tuple[tuple[Section, ...], list[tuple[etree._Element, InvalidValueError]]]:
    """The links under the categories they stand in, in the order both first appear; and those that are no links."""
    by_category: dict[str, list[Link]] = {}
    refused = []
    for site in sites:
        stated: dict[str, list[str]] = {}
        for child in site:
            stated.setdefault(str(child.tag), []).append(one_line(_text(child)))
        try:
            link = _link(site, stated, locale, base)
        except InvalidValueError as error:
            refused.append((site, error))
            continue
        for category in stated.get("information-category", ()):
            if category and category not in _FLAGS:
                by_category.setdefault(category, []).append(link)
    return tuple(Section(title=title, links=tuple(links)) for title, links in by_category.items()), refused


def _link(site: etree._Element, stated: dict[str, list[str]], locale: str, base: str) -> Link:
    url = resolve(_required(site, "url"), base)
    if url is None:
        raise InvalidValueError(f"{site.get('url')!r} is no usable URL", field="url")
    urls = {locale: url}
    if twin := resolve(site.get("language-mapped-url") or "", base):
        urls["en" if locale != "en" else "es"] = twin
    names = "; ".join(filter(None, stated.get("organization", ())))
    flags = (_FLAGS[category] for category in stated.get("information-category", ()) if category in _FLAGS)
    return Link(
        url=Localized.from_identifiers(urls),
        title=Localized.from_identifiers({locale: one_line(_required(site, "title"))}),
        organization=_organization(locale, names),
        flags=(*filter(None, stated.get("standard-description", ())), *filter(None, flags)),
    )


@lru_cache(maxsize=4096)  # a few organizations publish most of the links
def _organization(locale: str, names: str) -> Localized[str]:
    return Localized.from_identifiers({locale: names}) if names else EMPTY
