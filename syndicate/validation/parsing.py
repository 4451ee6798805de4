"""From bytes to an XML tree or the values of JSON, safely. What these say is checked elsewhere.

Nothing is loaded from anywhere and no entity is expanded, so that a hostile document costs no more than its length.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, Final

from lxml import etree

from syndicate.errors import Message
from syndicate.json_text import loads
from syndicate.reasons import of_words
from syndicate.validation.problems import Report, quoted

__all__ = ["json_value", "xml_root"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_CHARACTER_SETS: Final = (
    *("utf-8", "utf-16", "utf-32", "ascii", "iso8859", "iso2022", "cp", "koi8", "mac", "tis", "ptcp"),
    *("shift_jis", "euc", "gb", "big5", "hz", "johab"),
)
"""How Python's names of character sets begin; its other codecs are not encodings, and some take quadratic time."""


def xml_root(body: bytes, report: Report) -> etree._Element | None:
    """The root of a document; None where it is not well-formed or needs entities, which the report then says."""
    text = _decoded(body, report)
    return _root(text, report) if text is not None and _safe(text, report) else None


def _decoded(body: bytes, report: Report) -> str | None:
    """The text of a document in its declared encoding, without the byte order mark; None where it is in another."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            if encoding == "utf-8":
                body = body[len(mark) :]
                report.add("byte-order-mark", Message("leave out the byte order mark"), line=1, column=1)
                declared = _DECLARED.match(body)
                if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
                    message = Message(
                        "the byte order mark says UTF-8, the declaration {encoding}", encoding=declared[1].decode()
                    )
                    report.add("wrong-encoding", message, line=1)
            return _decode(body, encoding, report)
    if body[:4] in (b"<\0?\0", b"\0<\0?"):  # XML 1.0 appendix F.1
        return _decode(body, "utf-16-le" if body[0] else "utf-16-be", report)
    declared = _DECLARED.match(body)
    return _decode(body, declared[1].decode() if declared else "utf-8", report)


def _decode(body: bytes, encoding: str, report: Report, reference: str | None = None) -> str | None:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = ""
    if not name.startswith(_CHARACTER_SETS):
        report.add(
            "unknown-encoding", Message("{encoding} is not an encoding of documents", encoding=quoted(encoding)), line=1
        )
        return None
    if name.startswith(("utf-16", "utf-32")) and body[:2] == b"<?":
        report.add("wrong-encoding", Message("the bytes are not {encoding}", encoding=encoding.upper()), line=1)
        return None
    try:
        return body.decode(name)
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = body.count(b"\n", 0, start) + 1
        column = start - body.rfind(b"\n", 0, start)
        reason = of_words(getattr(error, "reason", "wrong bytes"))
        message = Message("the bytes are not {encoding}: {reason}", encoding=encoding.upper(), reason=reason)
        report.add("wrong-encoding", message, line=line, column=column, reference=reference)
    return None


def _root(text: str, report: Report) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        words = re.sub(r"\s*(?:, line \d+, column \d+)?$", "", error.msg or "the document is not well-formed")
        report.add("not-well-formed", of_words(words), line=line, column=column)
        return None
    # With a document type declaration, an entity may be declared in what is not loaded.
    entities = list(root.iter(etree.Entity))
    for entity in entities:
        report.add(
            "not-well-formed",
            Message("the entity {entity} is declared nowhere", entity=entity.text),
            line=entity.sourceline or 0,
        )
    return None if entities else root


def _safe(text: str, report: Report) -> bool:
    """Whether the prolog declares no entity: a few lines of them can stand for gigabytes, or for files."""
    place = 0
    while (gap := _PROLOG.match(text, place)) is not None:
        place = gap.end()
    if not text.startswith("<!DOCTYPE", place):
        return True
    # Anywhere, since only a parser could tell where the declaration ends, which it must not be let to.
    if (found := text.find("<!ENTITY", place)) >= 0:
        line = text.count("\n", 0, found) + 1
        report.add("entity-declaration", Message("entities are declared; write the characters themselves"), line=line)
        return False
    report.add("doctype", Message("leave out the document type declaration"), line=text.count("\n", 0, place) + 1)
    return True


def json_value(body: bytes, report: Report) -> tuple[str, Any] | None:
    """The text of a document and its value; None where it is not JSON, which the report then says."""
    if body.startswith(codecs.BOM_UTF8):
        body = body[len(codecs.BOM_UTF8) :]
        report.add("byte-order-mark", Message("leave out the byte order mark"), line=1, column=1)
    if (text := _decode(body, "utf-8", report, reference="RFC 8259 section 8.1")) is None:
        return None
    try:
        value, repeated = loads(text)
    except json.JSONDecodeError as error:
        report.add("invalid-json", of_words(error.msg), line=error.lineno, column=error.colno)
        return None
    for key, line, column in repeated:
        report.add(
            "duplicate-key", Message("an object has the key {key} twice", key=quoted(key)), line=line, column=column
        )
    return text, value
