"""What an import makes: the files, gathered before any is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from syndicate.errors import SyndicateError
from syndicate.json_writer import spaced
from syndicate.model.catalog_json import FORMAT, iter_json
from syndicate.model.wire import unstructured
from syndicate.moments import moment_of_build
from syndicate.text import rfc3339
from syndicate.translations.applying import file_of, topic_of
from syndicate.translations.companions import companions
from syndicate.translations.importing import Accepted, Refusal
from syndicate.translations.markdown_document import MarkdownDocument

if TYPE_CHECKING:
    from syndicate.translations.catalog_texts import CatalogTexts

__all__ = ["Imported", "Made"]


@attrs.frozen(kw_only=True)
class Imported:
    """What an import did.

    Attributes:
        topics: the slugs of the topics whose translations were written.
        files: the files that were written, copies of pictures beside new translations among them.
        kept: files beside new translations that are not those beside the originals, and were not written over.
        refused: why translations were not.
    """

    topics: Sequence[str]
    files: Sequence[Path]
    refused: Sequence[Refusal]
    kept: Sequence[Path] = ()


class Made:
    """Gathers what accepted translations make.

    Args:
        texts: the catalog.
        out: the ``topics.json`` to write; None for that of the source.
        updated: the date that the translations get.

    Attributes:
        kept: files beside new translations that are not written over.
    """

    def __init__(self, texts: CatalogTexts, out: Path | None, updated: date | None) -> None:
        self._texts = texts
        self._out = out
        self._updated = updated
        self._files: dict[Path, bytes] = {}
        self.kept: list[Path] = []
        self._topics: dict[str, dict[str, Any]] = {}

    def add(self, one: Accepted) -> Refusal | None:
        """Add a translation, or say why it cannot be written."""
        document = self._texts.document(one.topic, one.source)
        try:
            if isinstance(document, MarkdownDocument) and self._out is None:
                return self._add_file(one)
            if self._out is None and not self._is_topics_json():
                return Refusal(reason="no-place", topic=one.topic.slug, locale=one.to, file=one.file)
            moment = None if self._updated is None else rfc3339(moment_of_build(self._updated))
            values = self._topics.get(one.topic.slug) or unstructured(one.topic)
            self._topics[one.topic.slug] = topic_of(self._texts, one, values, moment)
        except SyndicateError as error:
            details = {"problem": error.problem}
            return Refusal(
                reason="unwritable",
                topic=one.topic.slug,
                unit=error.field or "",
                locale=one.to,
                file=one.file,
                details=details,
            )
        return None

    def _add_file(self, one: Accepted) -> Refusal | None:
        updated = None if self._updated is None else self._updated.isoformat()
        path, content = file_of(self._texts, one, updated)
        if one.to not in one.topic.title and path.exists():
            return Refusal(
                reason="draft", topic=one.topic.slug, locale=one.to, file=one.file, details={"file": str(path)}
            )
        if one.to not in one.topic.title:
            original = self._texts.places[one.source, one.topic.ids[one.source]].path
            copies, kept = companions(original, path, self._texts.root_of(original), content.decode())
            self._files |= copies
            self.kept += kept
        if not path.is_file() or path.read_bytes() != content:
            self._files[path] = content
        return None

    def _is_topics_json(self) -> bool:
        return len(self._texts.sources) == 1 and self._texts.sources[0].suffix.lower() == ".json"

    def files(self) -> dict[Path, bytes]:
        """The files and what they hold."""
        if not self._topics:
            return dict(self._files)
        out = self._out or self._texts.sources[0]
        if self._is_topics_json():
            content = _edited(self._texts.sources[0].read_text("utf-8-sig"), self._topics)
        else:
            catalog = self._texts.catalog
            lines = (spaced(self._topics.get(topic.slug) or unstructured(topic)) for topic in catalog.values())
            content = b"".join(iter_json(catalog, lines))
        return {**self._files, out: content}


def _edited(text: str, topics: dict[str, dict[str, Any]]) -> bytes:
    """A ``topics.json`` with some topics replaced; all else stays as it is written."""
    document = json.loads(text)
    assert document.get("format") == FORMAT
    decoder = json.JSONDecoder()
    pieces: list[str] = []
    place = end = _start_of_topics(text)
    for raw in document["topics"]:
        start = text.index("{", end)
        _, end = decoder.raw_decode(text, start)
        if (made := topics.get(raw.get("slug", ""))) is not None:
            pieces += [text[place:start], _written(_with_texts(raw, made), text[start:end])]
            place = end
    return (text[: _start_of_topics(text)] + "".join(pieces) + text[place:]).encode()


def _start_of_topics(text: str) -> int:
    """Where the array of topics begins: the value of the key of the outermost object."""
    decoder = json.JSONDecoder()
    place = text.index("{") + 1
    while True:
        place = text.index('"', place)
        key, place = decoder.raw_decode(text, place)
        place = text.index(":", place) + 1
        place += len(text[place:]) - len(text[place:].lstrip())
        if key == "topics":
            return place
        _, place = decoder.raw_decode(text, place)


def _with_texts(raw: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """A topic as it is stated, with the values per language that are new or have changed."""
    found = dict(raw)
    for key, value in made.items():
        if key not in found or not isinstance(value, dict) or not isinstance(found[key], dict):
            found.setdefault(key, value)
            continue
        found[key] = {**found[key], **{name: one for name, one in value.items() if found[key].get(name) != one}}
    return found


def _written(value: dict[str, Any], as_was: str) -> str:
    """JSON in the form that the topic had: on one line, or with a line for each value."""
    if "\n" not in as_was:
        return spaced(value).decode()
    margin = as_was.split("\n")[1]
    indent = max(1, len(margin) - len(margin.lstrip()) - _margin_of_end(as_was))
    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    return ("\n" + " " * _margin_of_end(as_was)).join(lines)


def _margin_of_end(text: str) -> int:
    last = text.split("\n")[-1]
    return len(last) - len(last.lstrip())
