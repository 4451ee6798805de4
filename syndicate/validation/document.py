"""One document: which format it is, and all that is checked of it alone. How files have to agree is in `tree`."""

from __future__ import annotations

import re

import attrs
from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import qualified
from syndicate.validation import atom, json_feed, opml, rdf, rss
from syndicate.validation.extensions import ATOM
from syndicate.validation.facts import Facts, from_atom, from_json, from_rss
from syndicate.validation.namespaces import likely_namespace
from syndicate.validation.parsing import json_value, xml_root
from syndicate.validation.problems import Report, quoted
from syndicate.validation.shapes import local

__all__ = ["Checked", "check"]

_JSON_BEGINS = (b"{", b"[")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html\b|<html\b)", re.IGNORECASE)
_OTHER_ROOTS = {
    qualified("rdf", "RDF"): "RSS 1.0",
    qualified("atom03", "feed"): "Atom 0.3",
    "html": "HTML",
    qualified("xhtml", "html"): "HTML",
    "urlset": Message("a sitemap"),
    qualified("sitemap", "urlset"): Message("a sitemap"),
}


@attrs.frozen
class Checked:
    """A document that was checked: its format, empty where it is none, and the feed it holds."""

    format: str
    facts: Facts | None = None
    root: etree._Element | None = None


def check(body: bytes, report: Report) -> Checked:
    """Check a document of any format.

    Args:
        body: its bytes.
        report: takes the problems.
    """
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if start.startswith(_JSON_BEGINS):
        return _json(body, report)
    if not body.strip(b" \t\r\n"):
        report.add("unknown-format", Message("the document is empty"), line=1)
        return Checked("")
    return _xml(body, report)


def _json(body: bytes, report: Report) -> Checked:
    if (parsed := json_value(body, report)) is None:
        return Checked("json")
    text, value = parsed
    if not isinstance(value, dict) or not ({"version", "items"} & value.keys()):
        report.add("unknown-format", Message("the JSON has neither version nor items, so it is not a feed"), line=1)
        return Checked("")
    json_feed.check(text, value, report)
    return Checked("json", from_json(value))


def _xml(body: bytes, report: Report) -> Checked:
    if (root := xml_root(body, report)) is None:
        if _HTML.match(body):  # which is rarely well-formed XML, and need not be
            report.add(
                "unknown-format", Message("this is {format}, not RSS 2.0, Atom 1.0 or OPML", format="HTML"), line=1
            )
        return Checked("")
    tag = str(root.tag)
    if tag in (f"{ATOM}feed", f"{ATOM}entry"):
        atom.check(root, report)
        return Checked("atom", from_atom(root))
    if tag == "rss":
        rss.check(root, report)
        return Checked("rss", from_rss(root))
    if (vocabulary := rdf.vocabulary(root)) is not None:
        rdf.check(root, vocabulary, report)
        return Checked("rdf")
    if tag == "opml":
        opml.check(root, report)
        return Checked("opml", root=root)
    namespace, name = etree.QName(root).namespace or "", local(tag)
    if name in ("feed", "entry") and (right := likely_namespace(namespace)) is not None:
        message = Message(
            "no reader knows the namespace {namespace}; write {right}", namespace=quoted(namespace), right=right
        )
        report.add("mistaken-namespace", message, line=root.sourceline or 1, place=name)
        return Checked("")
    message = Message("the root element is {element}, not RSS 2.0, Atom 1.0 or OPML", element=quoted(tag))
    if tag in ("feed", "entry"):
        message = Message(
            "{element} is not in the namespace {namespace}, so this is not RSS 2.0, Atom 1.0 or OPML",
            element=tag,
            namespace=ATOM[1:-1],
        )
    elif (format := _OTHER_ROOTS.get(tag)) is not None:
        message = Message("this is {format}, not RSS 2.0, Atom 1.0 or OPML", format=format)
    report.add("unknown-format", message, line=root.sourceline or 1)
    return Checked("")
