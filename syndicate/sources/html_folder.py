"""The reader of a folder of HTML pages, such as a site that was saved or built. Each page is read in `page`.

Pages pair by the translations that they name (``hreflang``), and by their paths without the language: ``en/sleep.html``
and ``es/sleep.html``, ``sleep.html`` and ``sleep.es.html``.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import attrs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.errors import LocaleError, Message, SourceError
from syndicate.locales import from_name, locale_id, parents, tag
from syndicate.locales.identifiers import SHORT_LANGUAGE_CODE
from syndicate.markup import MOST_BYTES
from syndicate.model import Finding, FindingKind, Publisher, Record, Twin
from syndicate.sources.forms import Form, form_of
from syndicate.sources.language_marks import is_plain, language_of_part, without_language
from syndicate.sources.main_content import is_redirect
from syndicate.sources.page import read_page
from syndicate.sources.page_files import PageFiles
from syndicate.sources.page_head import attribute
from syndicate.sources.reading import Item, broken_link, broken_topic, raw_digest
from syndicate.sources.schema_org import with_facts
from syndicate.sources.shown_assets import raw_of_assets
from syndicate.sources.site_files import OF_PROGRAMS
from syndicate.sources.texts import Dropped
from syndicate.text import slugify

__all__ = ["SOURCE", "HtmlFolderSource", "html_pages", "page_items"]

_SUFFIXES: Final = (".html", ".htm", ".xhtml")
_OTHER_TEXTS: Final = (".md", ".markdown", ".mdx")
"""Texts that another reader takes, if it is given the folder by ``--from``."""
_IGNORED: Final = OF_PROGRAMS | {"assets", "static"}
"""Folders that are not even looked into."""
_NOT_TOPICS: Final = frozenset({"404", "500", "search", "offline", "print"})
_INDEX: Final = frozenset({"index", "default"})
_MARK = re.compile(rf"[._-]({SHORT_LANGUAGE_CODE})$")
_LANG = re.compile(rb"""<html[^>]*\slang\s*=\s*["']?([A-Za-z-]+)""", re.IGNORECASE)
_NOINDEX = re.compile(r"\bnoindex\b|(?<!:)(?<!:\s)\bnone\b", re.IGNORECASE)  # not max-image-preview:none


@attrs.frozen
class HtmlFolderSource:
    """Reads the ``.html`` files of a folder and of those in it. Where some mark regions, the rest is left out."""

    name: str = "pages"

    def accepts(self, path: Path) -> bool:
        """By the files in it."""
        return path.is_dir() and next(_files(path), None) is not None

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The pages by their paths; one is held in memory at a time.

        Raises:
            SourceError: no page in it can be a topic.
        """
        files = sorted(_files(path))
        places = {file: _Place.of(file.relative_to(path).as_posix(), _stated(file)) for file in files}
        by_path = {place.path: place for place in places.values()}
        has_regions = any(form_of(file) == Form.REGIONS for file in files)
        dropped = Dropped(path)
        for file in files:
            place = places[file]
            if has_regions and form_of(file) != Form.REGIONS:
                dropped.entry(Message("pages without a region"))
            elif place.stem in _NOT_TOPICS:
                dropped.entry(f"{place.stem}{file.suffix}")
            else:
                yield from _of_page(file, place, by_path, publisher, dropped)
        for file in _files(path, _OTHER_TEXTS):
            dropped.entry(f"*{file.suffix.lower()}")
        for name in _passed_over(path):
            dropped.entry(name)
        yield from dropped.findings()


SOURCE = HtmlFolderSource()


@attrs.frozen
class _Place:
    """Where a page is: its path below the folder, the language that this names, and the path without that."""

    path: str
    language: str
    key: str

    @property
    def stem(self) -> str:
        """The last part of the key."""
        return self.key.rpartition("/")[2]

    @classmethod
    def of(cls, path: str, stated: str = "") -> _Place:
        """The place of a file, which states a language or none: a folder ``it`` is Italian if its pages say so.

        >>> _Place.of("es/salud/dormir.html"), _Place.of("sleep.es.html").key, _Place.of("en/sleep/index.html").key
        (_Place(path='es/salud/dormir.html', language='es', key='salud/dormir'), 'sleep', 'sleep')
        """
        *folders, name = path.split("/")
        stem = name.rpartition(".")[0]
        language = ""
        for index, folder in enumerate(folders[:2]):
            if found := _named(folder, stated):
                language = found
                del folders[index]
                break
        if not language and (match := _MARK.search(stem)) and (found := _named(match[1], stated)):
            language, stem = found, stem[: match.start()]
        elif not language and (found := _named(stem, stated)):
            language, stem = found, "index"
        parts = [*folders, *([] if stem.lower() in _INDEX else [stem])]
        return cls(path, language, "/".join(parts) or "index")


def _named(part: str, stated: str) -> str:
    """The language that a part of a path names; empty for what may be a word, unless the page states that language."""
    found = language_of_part(part)
    if found and not is_plain(found) and found.partition("_")[0] != stated.partition("_")[0]:
        return ""
    return found


def _stated(file: Path) -> str:
    """The language that a page states at its beginning."""
    with file.open("rb") as stream:
        match = _LANG.search(stream.read(4096))
    return language_of_part(match[1].decode(errors="replace").replace("-", "_")) if match is not None else ""


def html_pages(folder: Path) -> Iterator[Path]:
    """The pages of a folder that may be topics."""
    yield from _files(folder)


def _files(folder: Path, endings: tuple[str, ...] = _SUFFIXES) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_passed_over(name))
        yield from (Path(place, name) for name in names if name.lower().endswith(endings) and name[0] not in "._")


def _is_passed_over(folder: str) -> bool:
    return folder.startswith((".", "_")) or folder in _IGNORED


def _passed_over(folder: Path) -> Iterator[str]:
    """A name for each page that is not read for its name or the folder that it is in: ``_layouts/*.html``."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in OF_PROGRAMS and name != ".git")
        below = Path(place).relative_to(folder).parts
        top = next((number for number, name in enumerate(below) if _is_passed_over(name)), None)
        for name in names:
            if name.lower().endswith(_SUFFIXES) and (top is not None or name[0] in "._"):
                yield name if top is None else f"{'/'.join(below[: top + 1])}/*{Path(name).suffix.lower()}"


def _of_page(
    file: Path, place: _Place, places: Mapping[str, _Place], publisher: Publisher | None, dropped: Dropped
) -> Iterator[Item]:
    content = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b""
    if b"http-equiv" in content and is_redirect(LexborHTMLParser(content)):
        dropped.entry(Message("pages that send readers on"))
        return
    yield from page_items(file, publisher, place=place, places=places)


def page_items(
    file: Path,
    publisher: Publisher | None,
    *,
    place: _Place | None = None,
    places: Mapping[str, _Place] | None = None,
) -> Iterator[Item]:
    """The record of a page, whole, after what was noticed about it.

    Args:
        file: the page.
        publisher: who publishes it and the files beside it.
        place, places: where it is in its folder, and all places there; without them, it stands alone.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise SourceError(
                Message("the page has {st_size:,} bytes", st_size=file.stat().st_size),
                hint=Message("the most is {most_bytes:,}", most_bytes=MOST_BYTES),
            )
        content = file.read_bytes()
        files = PageFiles(file, publisher) if publisher is not None else None
        language = tag(place.language) if place is not None and place.language else ""
        page, head = read_page(content, source=str(file), files=files, whole=True, language=language)
        assets = list(files.assets.values()) if files is not None else []
        raw = raw_digest(content.decode("latin-1")) + raw_of_assets(assets)
        record = with_facts(attrs.evolve(page.record(), raw=raw, assets=assets), page.json_ld)
        for robot in ("robots", "googlebot", "bingbot"):
            if any(map(_NOINDEX.search, head.metas(robot))):
                record = attrs.evolve(record, withheld=f"{robot}=noindex")
                break
        if place is not None:
            record = _placed(record, place, places or {}, head.tree)
    except Exception as error:  # one page never takes the others, whatever is wrong with it
        if isinstance(error, SourceError):
            error.source = None
        yield broken_topic(error, source=str(file), topic=place.key if place is not None else file.stem)
        return
    if place is not None and place.language:
        yield from _clash(head.tree, record, place.language)
    for title, refusal in head.refused:
        href = head.versions.get(title, "")
        if place is None or not href or urlsplit(href).scheme:
            yield broken_link(refusal, record, title=title, source=str(file))
        elif _target(href, place, places or {}) is None:
            details = {"title": record.title, "link": href, "reason": "no-such-file"}
            yield _finding(FindingKind.DEAD_LINK, record, details)
    yield from files.findings(record) if files is not None else ()
    yield from head.repairs.findings(record)
    yield record


def _placed(record: Record, place: _Place, places: Mapping[str, _Place], tree: LexborHTMLParser) -> Record:
    """The record with the id and the key of its place, and the twins that are files of the folder."""
    own = locale_id(record.locale)
    twins = {locale_id(twin.locale): twin for twin in record.twins}
    for link in tree.css("link[hreflang], a[hreflang]"):
        try:
            other = locale_id(from_name(attribute(link, "hreflang")))
        except LocaleError:
            continue
        if not _names_a_version(link, other):
            continue
        found = _target(attribute(link, "href"), place, places)
        if found is not None and found.path != place.path and other != own and other not in map(str, parents(own)):
            before = twins.get(other)
            twins[other] = Twin(locale=other, id=found.key, url=before.url if before is not None else None)
    key = without_language(place.key, [own]) if not place.language else place.key
    return attrs.evolve(
        record,
        id=place.key,
        slug=slugify(place.stem) or record.slug,
        translation_key=key.strip("/") or place.key,
        twins=tuple(twins.values()),
        key=place.key,
    )


def _names_a_version(link: LexborNode, other: str) -> bool:
    """Whether a link with a language leads to the page in that language, and not to something else that is in it."""
    if "alternate" in attribute(link, "rel").lower().split():
        return True
    if link.tag != "a":
        return False
    with suppress(LocaleError):
        return bool(attribute(link, "lang")) or locale_id(from_name(link.text(strip=True)[:100])) == other
    return False


def _target(href: str, place: _Place, places: Mapping[str, _Place]) -> _Place | None:
    """The page of the folder that an address leads to: from its own place, or from the root of the site."""
    parts = urlsplit(href)
    path = unquote(parts.path)
    if not path:
        return None
    is_whole = parts.netloc or path.startswith("/")
    whole = path.lstrip("/") if is_whole else posixpath.join(posixpath.dirname(place.path), path)
    whole = posixpath.normpath(whole) if whole else ""
    for found in (whole, f"{whole}.html", posixpath.join(whole, "index.html"), posixpath.join(whole, "index.htm")):
        if found in places:
            return places[found]
    return None


def _clash(tree: LexborHTMLParser, record: Record, language: str) -> Iterator[Finding]:
    """The finding that a page says another language than its folder."""
    html = tree.css_first("html")
    stated = attribute(html, "lang") if html is not None else ""
    try:
        found = locale_id(from_name(stated)) if stated else ""
    except LocaleError:
        return
    if found and found.partition("_")[0] != language.partition("_")[0]:
        details = {"title": record.title, "language": language, "key": "lang", "found_language": found}
        yield _finding(FindingKind.LANGUAGE_CLASH, record, details)


def _finding(kind: FindingKind, record: Record, details: dict[str, str]) -> Finding:
    locale = locale_id(record.locale)
    return Finding(kind=kind, topic=record.id, locale=locale, source=record.source, details=details)
