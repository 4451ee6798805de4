"""The reader of the media APIs of HHS and CDC: the envelopes of ``media.json``, ``media/ID.json``, ``syndicate.json``.

An envelope has ``meta`` and ``results``: a list, or one object. What lists media says nothing of their texts, and what
holds a text little of its medium; in one file, the two are put together by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.explained import described
from syndicate.model import Finding, Publisher, Reference, SourceMetadata
from syndicate.sources.feed_file import keys_of, language_for
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import members
from syndicate.sources.reading import Item, broken_topic, words_of
from syndicate.sources.texts import Dropped, Picture, Text, as_html, items_of

__all__ = ["SOURCE", "MediaApiSource"]

_TEXTS: Final = frozenset({"", "html", "microsite"})
_PUBLIC: Final = frozenset({"", "published", "active"})
_OF_TOPIC: Final = frozenset({"topic", "topics", "health topic"})


@attrs.frozen
class MediaApiSource:
    """Reads answers of the media APIs; also several one after the other in one file."""

    name: str = "media"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.MEDIA

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The media that are texts, one at a time; the file is gone through once before, without its texts.

        Raises:
            SourceError: the file is not JSON, is the answer that something is wrong, or has no texts.
        """
        yield from items_of(_texts(path, publisher), publisher)


SOURCE = MediaApiSource()


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    known, with_content = _known(path)
    dropped = Dropped(path)
    is_empty = True
    for medium, line in _media(path):
        if not isinstance(medium, Mapping):
            dropped.entry(described(medium))
            continue
        is_empty = False
        identifier = _id(medium)
        if not medium.get("content") and identifier in with_content:
            continue
        whole = {**known.get(identifier, {}), **medium}
        kind = _name(whole.get("mediaType"))
        if kind.lower() not in _TEXTS:
            dropped.entry(kind)
            continue
        try:
            yield _text(whole, f"{path}:{line}", path, publisher)
        except (TypeError, ValueError, AttributeError) as error:
            problem = f"the medium is not as the API writes it: {type(error).__name__}"
            yield broken_topic(problem, source=str(path), line=line, topic=identifier)
    yield from dropped.findings()
    if is_empty:
        raise SourceError(
            Message("there are no media in it"), source=str(path), hint=Message("fetch .../resources/media.json")
        )


def _media(path: Path) -> Iterator[tuple[Any, int]]:
    for key, value, line in members(path):
        if key == "meta" and isinstance(value, dict):
            _refuse_error(value, path, line)
        elif key == "results":
            yield value, line


def _refuse_error(meta: Mapping[str, Any], path: Path, line: int) -> None:
    """Raise what an answer says that is wrong."""
    if str(meta.get("status") or "200")[:1] == "2":
        return
    messages = meta.get("messages") or meta.get("message") or [{}]
    first = messages[0] if isinstance(messages, list) and messages and isinstance(messages[0], dict) else {}
    said = first.get("userMessage") or first.get("errorMessage") or f"status {meta.get('status')}"
    raise SourceError(
        Message("the API answers: {said}", said=said),
        source=str(path),
        line=line,
        hint=Message("correct the address, and fetch again"),
    )


def _known(path: Path) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """What the file says of each medium but its text; and those that it has a text of."""
    known: dict[str, dict[str, Any]] = {}
    with_content: set[str] = set()
    for medium, _ in _media(path):
        if not isinstance(medium, Mapping):
            continue
        identifier = _id(medium)
        if medium.get("content"):
            with_content.add(identifier)
        else:
            known[identifier] = {name: value for name, value in medium.items() if value not in (None, "", [], {})}
    return {identifier: known[identifier] for identifier in with_content & known.keys()}, with_content


def _id(medium: Mapping[str, Any]) -> str:
    return str(medium.get("id") or medium.get("mediaId") or "")


def _name(value: Any) -> str:
    """A name, which HHS gives as text and CDC in an object, or the other way round."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("value") or value.get("isoCode")
    return str(value or "")


def _text(medium: Mapping[str, Any], source: str, path: Path, publisher: Publisher | None) -> Text:
    language = medium.get("language")
    stated = str(language.get("isoCode") or "") if isinstance(language, Mapping) else ""
    address = str(medium.get("sourceUrl") or medium.get("targetUrl") or medium.get("url") or "")
    locale = language_for(stated or _name(language), address, path, publisher)
    description = str(medium.get("description") or "")
    content = str(medium.get("content") or "")
    status = _name(medium.get("status"))
    guid = str(medium.get("externalGuid") or "")
    return Text(
        id=_id(medium),
        language=locale,
        title=str(medium.get("name") or medium.get("title") or ""),
        title_is_html=True,
        source=source,
        html=content or as_html(description),
        url=address,
        description=words_of(description, "")[0] if content else "",
        groups=tuple(_groups(medium)),
        image=_picture(medium),
        credit=words_of(str(medium.get("attribution") or ""), "")[0],
        institute=_name(medium.get("source")),
        created=_first(medium, "dateContentAuthored", "dateContentPublished", "datePublished"),
        updated=_first(medium, "dateContentUpdated", "dateModified"),
        reviewed=_first(medium, "dateContentReviewed"),
        publish_at=_first(medium, "dateSyndicationVisible"),
        keys=keys_of(address, guid, locale),
        withheld="" if status.lower() in _PUBLIC else f"status={status[:40]}",
    )


def _first(medium: Mapping[str, Any], *names: str) -> str | None:
    found = next((str(medium[name]) for name in names if medium.get(name)), None)
    # CDC's moments are in UTC and say so, or are days.
    return f"{found}Z" if found and "T" in found and found[-1].isdigit() and "+" not in found[10:] else found


def _groups(medium: Mapping[str, Any]) -> Iterator[Reference]:
    for name in ("campaigns", "topics"):
        for one in medium.get(name) or ():
            if _name(one):
                yield Reference(title=_name(one))
    tags = medium.get("tags") or ()
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, Mapping) and _name(tag.get("type")).lower() in _OF_TOPIC and _name(tag):
            yield Reference(title=_name(tag))


def _picture(medium: Mapping[str, Any]) -> Picture | None:
    for one in medium.get("alternateImages") or ():
        if isinstance(one, Mapping) and one.get("url"):
            return Picture(url=str(one["url"]), alt=medium.get("alternateText") or None)
    return None
