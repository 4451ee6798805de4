"""The reader of answers of MedlinePlus Connect in JSON, one or many. A topic of several answers is one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import attrs

from syndicate.errors import Message, SourceError
from syndicate.model import Finding, Publisher, SourceMetadata
from syndicate.sources.feed_file import keys_of, language_for
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import documents
from syndicate.sources.reading import Item
from syndicate.sources.texts import Text, items_of

__all__ = ["SOURCE", "ConnectSource"]


@attrs.frozen
class ConnectSource:
    """Reads ``knowledgeResponseType=application/json``."""

    name: str = "connect"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.CONNECT

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The topics of the answers, one at a time.

        Raises:
            SourceError: the file is not JSON, or no answer names a topic.
        """
        yield from items_of(_texts(path, publisher), publisher)


SOURCE = ConnectSource()


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    seen: set[tuple[str, str]] = set()
    for answer, line in documents(path):
        feed = answer.get("feed")
        if not isinstance(feed, Mapping):
            continue
        for entry in _listed(feed.get("entry")):
            text = _text(entry, feed, f"{path}:{line}", path, publisher)
            if (text.language, text.id) not in seen:
                seen.add((text.language, text.id))
                yield text
    if not seen:
        raise SourceError(
            Message("no answer in it names a topic"), source=str(path), hint=Message("ask for a code that has one")
        )


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]


def _value(holder: Any) -> str:
    return str(holder.get("_value") or "") if isinstance(holder, Mapping) else str(holder or "")


def _text(
    entry: Mapping[str, Any], feed: Mapping[str, Any], source: str, path: Path, publisher: Publisher | None
) -> Text:
    links = [str(link.get("href") or "") for link in _listed(entry.get("link"))]
    url = _untracked(next(iter(links), ""))
    language = language_for(str(feed.get("lang") or ""), url, path, publisher)
    return Text(
        # The id of an entry has the day of the answer in it; the address of its page stays.
        id=url or _value(entry.get("id")),
        language=language,
        title=_value(entry.get("title")),
        source=source,
        html=_value(entry.get("summary")),
        url=url,
        base=url or str(feed.get("base") or "") or None,
        keys=keys_of(url, "", language),
    )


def _untracked(url: str) -> str:
    """An address without what counts its visitors."""
    parts = urlsplit(url)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_")])
    return parts._replace(query=query).geturl()
