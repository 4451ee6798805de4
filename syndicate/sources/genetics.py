"""The reader of MedlinePlus Genetics: ``ghr-summaries.xml``, and the JSON and XML of single pages. It is in English.

The form is that of medlineplus.gov/about/developers/geneticsdatafilesapi.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import attrs
from lxml import etree

from syndicate.errors import Message, SourceError
from syndicate.locales import parse_long_date
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.model import Finding, Publisher, Reference, SourceMetadata, Subject
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import documents
from syndicate.sources.reading import Item
from syndicate.sources.texts import Dropped, Text, items_of
from syndicate.sources.xml_stream import entries, line_of, markup_of, name_of

__all__ = ["SOURCE", "GeneticsSource"]

_LANGUAGE: Final = str(MESSAGE_LOCALE)  # there is no other
_SUMMARIES: Final = ("health-condition-summary", "gene-summary", "chromosome-summary", "mtdna-summary")
_FIRST: Final = frozenset({"description", "function", "summary", ""})
_MONTH = re.compile(r"\d{4}-\d{2}")
_PAGE = re.compile(r"/genetics/(.+?)/?$")
_READ: Final = frozenset(
    "name ghr_page ghr-page text-list synonym-list db-key-list related-gene-list related-health-condition-list "
    "reviewed published gene-symbol _comment related-chromosome related-chromosome-list".split()
)


@attrs.frozen
class GeneticsSource:
    """Reads conditions, genes and chromosomes."""

    name: str = "genetics"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) in (Form.GENETICS, Form.GENETICS_XML)

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The summaries, one at a time.

        Raises:
            SourceError: the file is damaged, declares entities, or has no summaries.
        """
        yield from items_of(_texts(path), publisher)


SOURCE = GeneticsSource()


def _texts(path: Path) -> Iterator[Text | Finding | SourceMetadata]:
    dropped = Dropped(path)
    is_empty = True
    found = _of_json(path) if form_of(path) == Form.GENETICS else _of_xml(path)
    for summary, line in found:
        is_empty = False
        yield _text(summary, f"{path}:{line}", dropped)
    yield from dropped.findings()
    if is_empty:
        raise SourceError(
            Message("there are no summaries in it"), source=str(path), hint=Message("fetch ghr-summaries.xml")
        )


def _of_json(path: Path) -> Iterator[tuple[Mapping[str, Any], int]]:
    for document, line in documents(path):
        inner = next((document[name] for name in _SUMMARIES if isinstance(document.get(name), dict)), document)
        yield inner, line


def _of_xml(path: Path) -> Iterator[tuple[Mapping[str, Any], int]]:
    for element in entries(path, *(f"{{*}}{name}" for name in _SUMMARIES)):
        yield _as_json(element), element.sourceline or 1


def _as_json(summary: etree._Element) -> dict[str, Any]:
    """A summary of the XML in the form of the JSON, where lists hold objects of one key."""
    found: dict[str, Any] = {}
    for child in summary:
        if not isinstance(child.tag, str):
            continue
        name = name_of(child)
        found[name] = (
            [_item(one) for one in child if isinstance(one.tag, str)] if name.endswith("-list") else line_of(child)
        )
    return found


def _item(element: etree._Element) -> dict[str, Any]:
    if not len(element):
        return {name_of(element): line_of(element)}
    inner = {name_of(one): markup_of(one) if name_of(one) == "html" else line_of(one) for one in element}
    return {name_of(element): inner}


def _text(summary: Mapping[str, Any], source: str, dropped: Dropped) -> Text:
    for name in summary.keys() - _READ:
        if summary[name]:
            dropped.field(str(name))
    url = str(summary.get("ghr_page") or summary.get("ghr-page") or "")
    symbol = str(summary.get("gene-symbol") or "")
    names = [str(one) for one in _inner(summary, "synonym-list", "synonym")]
    return Text(
        id=_page(url),
        language=_LANGUAGE,
        title=str(summary.get("name") or symbol),
        source=source,
        html=_html(summary),
        url=url,
        also_called=[*([symbol] if symbol and summary.get("name") else []), *names],
        subjects=tuple(_subjects(summary)),
        related=tuple(_related(summary)),
        created=_day(summary.get("published")),
        reviewed=_day(summary.get("reviewed")),
        updated=_day(summary.get("published")),
    )


def _inner(summary: Mapping[str, Any], name: str, key: str) -> Iterator[Any]:
    """What the objects of a list hold under their one key."""
    listed = summary.get(name)
    for one in listed if isinstance(listed, list) else ():
        found = one.get(key) if isinstance(one, Mapping) else None
        if found:
            yield found


def _page(url: str) -> str:
    match = _PAGE.search(url)
    return match[1] if match is not None else url


def _html(summary: Mapping[str, Any]) -> str:
    """The texts of a summary, each under its role as a heading; the first has none."""
    parts = []
    for text in _inner(summary, "text-list", "text"):
        role, html = str(text.get("text-role") or ""), str(text.get("html") or "")
        if role.lower() not in _FIRST:
            parts.append(f"<h2>{escape(role.replace('_', ' ').replace('-', ' ').capitalize())}</h2>")
        parts.append(html)
    return "".join(parts)


def _subjects(summary: Mapping[str, Any]) -> Iterator[Subject]:
    for key in _inner(summary, "db-key-list", "db-key"):
        if isinstance(key, Mapping) and key.get("db") and key.get("key"):
            yield Subject(scheme=str(key["db"]), code=str(key["key"]))


def _related(summary: Mapping[str, Any]) -> Iterator[Reference]:
    for kind, titles in (("gene", ("gene-symbol",)), ("health-condition", ("name",))):
        for one in _inner(summary, f"related-{kind}-list", f"related-{kind}"):
            if not isinstance(one, Mapping):
                continue
            url = str(one.get("ghr-page") or one.get("ghr_page") or "")
            title = next((str(one[name]) for name in titles if one.get(name)), "")
            if title and url.startswith("https://"):
                yield Reference(title=title, url=url, id=_page(url))


def _day(stated: Any) -> date | str | None:
    """A day, or the first of a month: ``2024-02``, ``February 2024``, ``February 5, 2024``."""
    text = str(stated or "").strip()
    if _MONTH.fullmatch(text):
        return f"{text}-01"
    if text[:1].isalpha():
        month, _, year = text.rpartition(" ")
        return parse_long_date(text, MESSAGE_LOCALE) or parse_long_date(f"{month} 1, {year}", MESSAGE_LOCALE) or text
    return text or None
