"""What is indexed of a catalog, read from the published `topics.json`. `writing` splits it into words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import orjson
from markupsafe import Markup

from syndicate.errors import Message, SourceError
from syndicate.layout import TOPIC_PAGE, address_of
from syndicate.markup import plain_text
from syndicate.model.catalog_json import FORMAT, VERSION
from syndicate.reasons import of_system

__all__ = ["Document", "Entry", "Topics", "opened"]

_NONE: Final[tuple[str, ...]] = ()
_Groups = dict[str, dict[str, str]]


@attrs.frozen(kw_only=True)
class Document:
    """A topic in one language.

    Attributes:
        locale: its BCP 47 tag.
        title, url, summary: as published; the summary as plain text.
        also_called, see_references: its other names.
        subjects: codes and names of controlled vocabularies.
        groups: the names of its groups.
    """

    locale: str
    title: str
    url: str
    also_called: tuple[str, ...]
    see_references: tuple[str, ...]
    subjects: tuple[str, ...]
    groups: tuple[str, ...]
    summary: str


@attrs.frozen
class Entry:
    """A topic.

    Attributes:
        slug: its name.
        ids: the source's ids of its texts.
        related: the ids of the texts that it names as related.
        documents: what it is in each of its languages.
    """

    slug: str
    ids: tuple[str, ...]
    related: tuple[str, ...]
    documents: tuple[Document, ...]


@attrs.frozen
class Topics:
    """The file: its languages, and its topics one after the other."""

    locales: tuple[str, ...]
    entries: Iterator[Entry]


def opened(path: Path) -> Topics:
    """The topics of a published catalog, read a line at a time: that of a large catalog is larger than the memory.

    Raises:
        SourceError: the file is not what a build of this version writes.
    """
    lines = _lines(path)
    head: dict[str, Any] = {}
    array: list[Any] | None = None
    try:
        for line in lines:
            if line == b'"topics": [':
                break
            if line.endswith(b'": ['):
                array = head[orjson.loads(line[: line.rindex(b":")])] = []
            elif line in (b"]", b"],"):
                array = None
            elif array is not None:
                array.append(orjson.loads(line.removesuffix(b",")))
            elif line not in (b"{", b"}"):
                head |= orjson.loads(b"{%s}" % line.removesuffix(b","))
        if head["format"] != FORMAT or head["version"] != VERSION:
            raise ValueError(path)
        groups = {group["id"]: group["name"] for group in head["groups"]}
        base_url = head.get("publisher", {}).get("base_url", "")
        return Topics(tuple(head["locales"]), _entries(lines, groups, base_url, path))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(path) from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")
    except OSError as error:
        raise SourceError(
            Message("it cannot be read: {reason}", reason=of_system(error)),
            source=str(path),
            hint=Message("build the tree"),
        ) from error


def _entries(lines: Iterator[bytes], groups: _Groups, base_url: str, path: Path) -> Iterator[Entry]:
    for line in lines:
        if line == b"]":
            break
        if line.startswith(b'{"slug"'):
            try:
                topic = orjson.loads(line.removesuffix(b","))
                found = Entry(
                    slug=topic["slug"],
                    ids=tuple(topic["ids"].values()),
                    related=tuple(
                        other["id"] for named in topic.get("related", {}).values() for other in named if "id" in other
                    ),
                    documents=tuple(_document(topic, locale, groups, base_url) for locale in topic["title"]),
                )
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise _refused(path) from error
            yield found


def _document(topic: dict[str, Any], locale: str, groups: _Groups, base_url: str) -> Document:
    def of(field: str, nothing: Any) -> Any:
        return topic.get(field, {}).get(locale, nothing)

    subjects = topic.get("subjects", ())
    return Document(
        locale=locale,
        title=topic["title"][locale],
        url=of("url", "") or base_url + address_of(TOPIC_PAGE.at(locale, topic["slug"])),
        also_called=tuple(of("also_called", _NONE)),
        see_references=tuple(of("see_references", _NONE)),
        subjects=tuple(part for subject in subjects for part in (subject.get("name", ""), subject["code"]) if part),
        groups=tuple(name for group in topic.get("groups", ()) if (name := groups[group].get(locale))),
        # What was sanitized when it was published is only read for its words.
        summary=plain_text(Markup(of("summary", "")), locale) or of("description", ""),  # noqa: S704
    )


def _refused(path: Path) -> SourceError:
    return SourceError(
        Message("it is not a topics.json of this version"), source=str(path), hint=Message("build the tree again")
    )
