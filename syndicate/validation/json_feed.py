"""JSON Feed 1.1 as a table, and what its text says besides (https://www.jsonfeed.org/version/1.1/).

Version 1 is looked at in the same way, but keeps its ``author``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from syndicate.errors import Message
from syndicate.json_text import Path, named, positions
from syndicate.text import find_illegal
from syndicate.validation import addresses, dates, html, values
from syndicate.validation.problems import Check, Fault, Report, quoted

__all__ = ["check"]

_VERSIONS: Final = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")
_KINDS: Final[Mapping[type, Message]] = {
    str: Message("a text"),
    bool: Message("true or false"),
    list: Message("an array"),
    dict: Message("an object"),
    float: Message("a number"),
}


@attrs.frozen
class _Field:
    """A field of an object: its type, what checks a text, and whether it has to be there."""

    kind: type = str
    check: Check | None = None
    required: bool = False
    deprecated: str = ""
    html: bool = False


def _something(text: str) -> Fault | None:
    return None if text.strip() else ("empty-value", Message("the text is empty"))


def _title(text: str) -> Fault | None:
    return _something(text) or html.markup_in_text(text)


_ADDRESS = _Field(check=addresses.address)
_LANGUAGE = _Field(check=values.language)
_DATE = _Field(check=dates.instant)
_AUTHORS = {"authors": _Field(list), "author": _Field(dict, deprecated=Message("authors, an array"))}

_FEED = {
    "version": _Field(required=True),
    "title": _Field(check=_title, required=True),
    "home_page_url": _ADDRESS,
    "feed_url": _ADDRESS,
    "description": _Field(check=html.markup_in_text),
    "user_comment": _Field(),
    "next_url": _ADDRESS,
    "icon": _ADDRESS,
    "favicon": _ADDRESS,
    **_AUTHORS,
    "language": _LANGUAGE,
    "expired": _Field(bool),
    "hubs": _Field(list),
    "items": _Field(list, required=True),
}
_ITEM = {
    "id": _Field(check=_something, required=True),
    "url": _ADDRESS,
    "external_url": _ADDRESS,
    "title": _Field(check=html.markup_in_text),
    "content_html": _Field(html=True),
    "content_text": _Field(),
    "summary": _Field(check=html.markup_in_text),
    "image": _ADDRESS,
    "banner_image": _ADDRESS,
    "date_published": _DATE,
    "date_modified": _DATE,
    **_AUTHORS,
    "tags": _Field(list),
    "language": _LANGUAGE,
    "attachments": _Field(list),
}
_AUTHOR = {"name": _Field(), "url": _ADDRESS, "avatar": _ADDRESS}
_HUB = {"type": _Field(check=_something, required=True), "url": _Field(check=addresses.address, required=True)}
_ATTACHMENT = {
    "url": _Field(check=addresses.address, required=True),
    "mime_type": _Field(check=values.media_type, required=True),
    "title": _Field(),
    "size_in_bytes": _Field(float),
    "duration_in_seconds": _Field(float),
}


def check(text: str, feed: Any, report: Report) -> None:
    """Check a document.

    Args:
        text: the document, to find the lines in.
        feed: its value.
        report: takes the problems.
    """
    walk = _Walk(report.now)
    if isinstance(feed, dict):
        walk.feed(feed)
    else:
        walk.add("wrong-type", (), Message("a feed is an object"))
    places = positions(text, {path for _, path, _ in walk.found}) if walk.found else {}
    for rule, path, message in walk.found:
        line, column = places.get(path) or places.get(path[:-1]) or (1, 1)
        report.add(rule, message, line=line, column=column, place=named(path))


class _Walk:
    """Goes through a feed and notes what is wrong, with the path to it."""

    def __init__(self, now: datetime | None) -> None:
        self._now = now
        self._first = False
        self._enclosed: dict[str, str] = {}
        self._attached: set[tuple[Path, Any]] = set()
        self.found: list[tuple[str, Path, Message]] = []

    def add(self, rule: str, path: Path, message: Message) -> None:
        self.found.append((rule, path, message))

    def feed(self, feed: dict[str, Any]) -> None:
        version = feed.get("version")
        self._first = version == _VERSIONS[1]
        self._object(feed, (), _FEED)
        if isinstance(version, str) and version not in _VERSIONS:
            self.add(
                "json-version",
                ("version",),
                Message("{version} is not {expected}", version=quoted(version), expected=_VERSIONS[0]),
            )
        own, following = feed.get("feed_url"), feed.get("next_url")
        if own is None:
            rule = "hub-without-self" if feed.get("hubs") else "missing-self"
            self.add(rule, (), Message("give the feed's address as feed_url"))
        if following is not None and following == own:
            self.add(
                "json-next-url", ("next_url",), Message("next_url is the feed's own address, so readers never end")
            )
        self._authors(feed, ())
        self._each(feed, (), "hubs", lambda hub, path: self._object(hub, path, _HUB))
        seen: set[str] = set()
        self._each(feed, (), "items", lambda item, path: self._item(item, path, seen))

    def _item(self, item: dict[str, Any], path: Path, seen: set[str]) -> None:
        self._object(item, path, _ITEM)
        if "content_html" not in item and "content_text" not in item:
            self.add("json-content", path, Message("give the item content_html or content_text"))
        identifier = item.get("id")
        if isinstance(identifier, str):
            if identifier in seen:
                self.add("duplicate-id", (*path, "id"), Message("{id} is there already", id=quoted(identifier)))
            seen.add(identifier)
        self._authors(item, path)
        self._dates(item, path)
        self._each(item, path, "attachments", lambda found, here: self._attachment(found, here, str(identifier)))
        if isinstance(tags := item.get("tags"), list):
            for number, tag in enumerate(tags):
                self._value(tag, (*path, "tags", number), _Field(check=_something))

    def _dates(self, item: dict[str, Any], path: Path) -> None:
        published, modified = item.get("date_published"), item.get("date_modified")
        if isinstance(published, str) and isinstance(modified, str):
            first, last = dates.moment_rfc3339(published.upper()), dates.moment_rfc3339(modified.upper())
            if first is not None and last is not None and first.replace(microsecond=0) > last:
                message = Message(
                    "published {published}, but last modified {modified}", published=published, modified=modified
                )
                self.add("published-after-updated", (*path, "date_published"), message)

    def _attachment(self, attachment: dict[str, Any], path: Path, item: str) -> None:
        self._object(attachment, path, _ATTACHMENT)
        address = attachment.get("url")
        own = (path[:-1], address)
        if isinstance(address, str) and (own in self._attached or self._enclosed.setdefault(address, item) != item):
            message = Message(
                "the file {address} is attached to {entry} already; leave one out",
                address=quoted(address),
                entry=quoted(self._enclosed[address]),
            )
            self.add("duplicate-enclosure", (*path, "url"), message)
        self._attached.add(own)
        for name in ("size_in_bytes", "duration_in_seconds"):
            size = attachment.get(name)
            if isinstance(size, (int, float)) and size < 0:
                self.add("invalid-number", (*path, name), Message("{size} is less than 0", size=size))

    def _authors(self, parent: dict[str, Any], path: Path) -> None:
        self._each(parent, path, "authors", self._author)
        if isinstance(author := parent.get("author"), dict):
            self._author(author, (*path, "author"))

    def _author(self, author: dict[str, Any], path: Path) -> None:
        self._object(author, path, _AUTHOR)
        if not author.keys() & _AUTHOR.keys():
            self.add("missing-field", path, Message("give the author a name, url or avatar"))

    def _each(
        self, parent: dict[str, Any], path: Path, name: str, check: Callable[[dict[str, Any], Path], None]
    ) -> None:
        """Check at every object of an array; what is not an object is reported."""
        if not isinstance(members := parent.get(name), list):
            return
        for number, member in enumerate(members):
            if isinstance(member, dict):
                check(member, (*path, name, number))
            else:
                self.add(
                    "wrong-type",
                    (*path, name, number),
                    Message("{value} is not an object", value=_literal(member)),
                )

    def _object(self, value: dict[str, Any], path: Path, fields: Mapping[str, _Field]) -> None:
        for key, member in value.items():
            field = fields.get(key)
            if field is not None:
                self._value(member, (*path, key), field)
                if field.deprecated and not self._first:
                    self.add("deprecated-field", (*path, key), Message("use {field}", field=field.deprecated))
            elif not key.startswith("_"):
                self.add(
                    "unknown-field", (*path, key), Message("the format has no field {field} here", field=quoted(key))
                )
            elif not isinstance(member, dict):
                self.add(
                    "json-extension",
                    (*path, key),
                    Message("{field} is {value}, not an object", field=quoted(key), value=_literal(member)),
                )
        for key, field in fields.items():
            if field.required and key not in value:
                self.add("missing-field", path, Message("{field} is missing", field=key))

    def _value(self, value: Any, path: Path, field: _Field) -> None:
        if field.kind is float:
            right = isinstance(value, (int, float)) and not isinstance(value, bool)
        else:
            right = isinstance(value, field.kind)
        if not right:
            self.add(
                "wrong-type",
                path,
                Message("{value} is not {kind}", value=_literal(value), kind=_KINDS[field.kind]),
            )
        elif isinstance(value, str):
            if (character := find_illegal(value)) is not None:
                self.add("control-character", path, Message("the text holds {character}", character=character))
            if field.check is not None:
                fault = field.check(value) or dates.future(field.check, value, self._now)
                if fault is not None:
                    self.add(fault[0] if fault[0] != "empty-element" else "empty-value", path, fault[1])
            elif field.html:
                for fault in html.fragment(value):
                    self.add(fault[0], path, fault[1])


def _literal(value: Any) -> str:
    """A value in a message: short ones as they are written, others by their kind."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return str(value)[:40]
    return quoted(value) if isinstance(value, str) else _KINDS[type(value)]
