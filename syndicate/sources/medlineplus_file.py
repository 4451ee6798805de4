"""The files of MedlinePlus XML as streams of elements: compression, bounds, root. No topic is read here."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

from lxml import etree

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_parser, of_words

__all__ = ["forget", "not_well_formed", "opened", "parse", "root", "snapshot", "total"]

_MAX_BYTES: Final = 2 * 1024**3
_ROOTS: Final = {"health-topics", "nlmSearchResult"}
_EXPECTED = Message("the root element must be <health-topics> or <nlmSearchResult>")
_FORMATS: Final = {
    "opml": "OPML",
    **dict.fromkeys("article book chapter section set refentry".split(), "DocBook"),
    **dict.fromkeys("bookmap concept dita map reference task topic".split(), "DITA"),
    "TEI": "TEI",
    "html": "XHTML",
    "kml": "KML",
    "plist": "a property list",
    "rdf": "RDF",
    "resources": "Android resources",
    "sitemapindex": "a sitemap",
    "svg": "SVG",
    "tmx": "TMX",
    "urlset": "a sitemap",
    "xliff": "XLIFF",
    "ONIXMessage": "ONIX",
    "pubmedarticleset": "PubMed",
}
"""What documents with a root of that name are; of a namespace, its name alone counts."""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The XML of a file, of a gzip file, or of an archive that holds one."""
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic[:2] == b"\x1f\x8b":
            from zlib_ng import gzip_ng, zlib_ng  # in two fifths of the time that gzip takes

            reader, damaged = cast("tuple[Any, Any]", (gzip_ng, zlib_ng.error))  # which have no types
            with reader.open(file) as stream:
                try:
                    yield stream
                except damaged as error:
                    raise zlib.error(str(error)) from error
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(file) as archive:
                members = [name for name in archive.namelist() if name.lower().endswith(".xml")]
                if len(members) != 1:
                    raise SourceError(
                        Message("the archive holds {count} XML files", count=len(members)),
                        source=str(path),
                        hint=Message("it must hold one"),
                    )
                try:
                    member = archive.open(members[0])
                except (RuntimeError, NotImplementedError) as error:  # a password, or a way of compressing of its own
                    raise SourceError(
                        Message("the archive cannot be opened: {error}", error=of_parser(error)), source=str(path)
                    ) from error
                with member:
                    yield member
        else:
            yield file


def not_well_formed(error: etree.XMLSyntaxError, path: Path) -> SourceError:
    """What the parser says, as an error that names the file and the line."""
    message, line = error.msg, error.lineno
    if not line and (last := error.error_log.last_error) is not None:  # an undefined entity is only logged
        message, line = last.message, last.line
    return SourceError(
        Message("not well-formed XML: {value}", value=of_words(message.strip())), source=str(path), line=line or None
    )


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
            raise SourceError(Message("the file holds more than 2 GiB"), source=str(self._path))
        return chunk


def parse(
    stream: IO[bytes], path: Path, event: Literal["start", "end"], tag: tuple[str, ...] | None = None
) -> Iterator[tuple[str, etree._Element]]:
    """The elements as they open or close; no entity is resolved, no other file is opened."""
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


def root(stream: IO[bytes], path: Path) -> etree._Element:
    """The root element, as soon as it is open; what follows is not read."""
    _, root = next(parse(stream, path, "start"))
    if root.tag not in _ROOTS:
        raise SourceError(_other(root), source=str(path), hint=_EXPECTED)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise SourceError(
            Message("the document declares entities, which could expand without end"),
            source=str(path),
            hint=Message("remove them from its DOCTYPE"),
        )
    return root


def _other(root: etree._Element) -> Message:
    """What a document is that no reader takes, if that is known."""
    name = etree.QName(root).localname
    known = {kind.casefold(): format for kind, format in _FORMATS.items()}
    if (format := known.get(name.casefold())) is None:
        return Message("no reader takes XML with the root <{tag!s}>", tag=name)
    return Message("it is {format}, which no reader takes; the root is <{tag!s}>", format=format, tag=name)


def snapshot(root: etree._Element, path: Path) -> datetime | None:
    """When the file says it was made."""
    stated = root.get("date-generated")
    if not stated:
        return None
    try:
        return datetime.strptime(stated, "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise SourceError(
            Message("date-generated is {value!r}", value=stated[:40]),
            source=str(path),
            line=root.sourceline,
            hint=Message("MM/DD/YYYY HH:MM:SS"),
        ) from error


def total(root: etree._Element) -> int | None:
    """How many topics the file says it has."""
    stated = root.get("total", "").strip()
    return int(stated) if re.fullmatch("[0-9]{1,9}", stated) else None


def forget(element: etree._Element) -> None:
    """Drop a topic that was read, and the empty shells of those before it, so memory stays flat."""
    element.clear()
    while (previous := element.getprevious()) is not None:
        parent = element.getparent()
        if parent is None:
            break
        parent.remove(previous)
