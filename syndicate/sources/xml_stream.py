"""XML as a stream: its entries one at a time, without entities and without a connection. No meaning is known here."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from lxml import etree

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_parser
from syndicate.sources.medlineplus_file import forget, not_well_formed, opened, parse
from syndicate.text import one_line

__all__ = ["entries", "line_of", "markup_of", "name_of", "text_of"]


def entries(path: Path, *tags: str) -> Iterator[etree._Element]:
    """The elements of these names, as they close; each is forgotten when the next is asked for.

    Args:
        path: the file, or a gzip or zip file that holds it.
        tags: names, as lxml has them: ``{namespace}name``, or ``{*}name`` for any.

    Raises:
        SourceError: it is not well-formed, is cut short, or declares entities, which could expand without end.
    """
    etree.clear_error_log()
    try:
        with opened(path) as stream:
            _refuse_entities(stream, path)
        with opened(path) as stream:
            for _, element in parse(stream, path, "end", tags):
                yield element
                forget(element)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error, path) from error
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        problem = Message("the compressed file is damaged or incomplete: {error}", error=of_parser(error))
        raise SourceError(problem, source=str(path), hint=Message("fetch it again")) from error


def _refuse_entities(stream: object, path: Path) -> None:
    _, root = next(parse(stream, path, "start"))  # type: ignore[arg-type]
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        problem = Message("the document declares entities, which could expand without end")
        raise SourceError(problem, source=str(path), hint=Message("remove them from its DOCTYPE"))


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def text_of(element: etree._Element | None) -> str:
    """The text in an element and all below it, without white space around it."""
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def line_of(element: etree._Element | None) -> str:
    """The same on one line."""
    return one_line(text_of(element))


def markup_of(element: etree._Element | None) -> str:
    """What is in an element, as HTML: its text, and the elements below it without their namespaces."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    for child in element.iter():
        if isinstance(child.tag, str):
            child.tag = name_of(child)
    etree.cleanup_namespaces(element)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return (escape(element.text or "", quote=False) + "".join(parts)).strip()
