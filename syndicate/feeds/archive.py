"""Entries in the form in which a history keeps them, for archive documents, which never change."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup, escape

from syndicate.errors import InvalidValueError, Message
from syndicate.feeds.parts import Alternate, Category, Entry, Media, Tombstone
from syndicate.json_writer import compact
from syndicate.locales import locale_id, parse
from syndicate.text import rfc3339

__all__ = ["Archive", "pack", "unpack"]


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@attrs.frozen(kw_only=True)
class Archive:
    """What an archive document holds.

    Attributes:
        entries, tombstones: the changes, in any order.
        followed: whether the next archive document was made in the same build, and is linked.
    """

    entries: Sequence[Entry]
    tombstones: Sequence[Tombstone] = ()
    followed: bool = False


def pack(archive: Archive, base_url: str) -> bytes:
    """The content of an archive document, compressed.

    Args:
        archive: what it holds.
        base_url: where the tree is served; addresses below it are kept relative, so that the tree may move.
    """
    document = {
        "entries": [_entry(entry, base_url) for entry in archive.entries],
        "tombstones": [[tombstone.id, rfc3339(tombstone.when)] for tombstone in archive.tombstones],
        "followed": archive.followed,
    }
    return zlib.compress(compact(document), 6)


def unpack(body: bytes, base_url: str) -> Archive:
    """An archive document as it was packed.

    Args:
        body: what :func:`pack` gave.
        base_url: where the tree is served now.

    Raises:
        InvalidValueError: it is not such a document.
    """
    try:
        document = json.loads(zlib.decompress(body))
        return Archive(
            entries=[_unpacked(entry, base_url) for entry in document["entries"]],
            tombstones=[
                Tombstone(id=identifier, when=datetime.fromisoformat(when))
                for identifier, when in document["tombstones"]
            ],
            followed=document["followed"],
        )
    except (zlib.error, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidValueError(Message("this is not an archive document: {problem}", problem=repr(error))) from error


_HERE = '="\0'  # no text has this character


def _below(base_url: str) -> str:
    """The beginning of an attribute whose address lies below the base URL."""
    return f'="{escape(base_url)}'


_RIGHTS: Final = ("license", "rights", "credit")


def _rights(item: Media) -> list[Any]:
    """The rights in a picture, where any are stated."""
    found = [getattr(item, name) for name in _RIGHTS]
    return found if any(found) else []


def _name(locale: Locale | None) -> str | None:
    return None if locale is None else locale_id(locale)


def _entry(entry: Entry, base_url: str) -> dict[str, Any]:
    def short(url: str | None) -> str | None:
        if url is None or _ABSOLUTE.match(rest := url.removeprefix(base_url)):
            return url
        return rest

    return {
        "id": entry.id,
        "locale": locale_id(entry.locale),
        "url": short(entry.url),
        "media_type": entry.media_type,
        "title": entry.title,
        "updated": rfc3339(entry.updated),
        "published": entry.published and rfc3339(entry.published),
        "summary": entry.summary,
        "content": str(entry.content).replace(_below(base_url), _HERE),
        "author": entry.author,
        "author_locale": _name(entry.author_locale),
        "license": short(entry.license),
        **{name: value for name in ("rights", "credit") if (value := getattr(entry, name))},
        "categories": [
            [category.term, short(category.scheme), category.label, _name(category.locale)]
            for category in entry.categories
        ],
        "translations": [[locale_id(link.locale), short(link.url), link.media_type] for link in entry.translations],
        "media": [
            [short(item.url), item.media_type, item.width, item.height, item.description, *_rights(item)]
            for item in entry.media
        ],
    }


def _unpacked(facts: dict[str, Any], base_url: str) -> Entry:
    def long(url: str | None) -> Any:
        return url if url is None or _ABSOLUTE.match(url) else base_url + url

    return Entry(
        id=facts["id"],
        locale=parse(facts["locale"]),
        url=long(facts["url"]),
        media_type=facts["media_type"],
        title=facts["title"],
        updated=datetime.fromisoformat(facts["updated"]),
        published=datetime.fromisoformat(facts["published"]) if facts["published"] else None,
        summary=facts["summary"],
        # It was sanitized when it was packed, and the base URL is escaped.
        content=Markup(facts["content"].replace(_HERE, _below(base_url))),  # noqa: S704
        author=facts["author"],
        # Version 0.1 kept neither languages nor licenses.
        author_locale=facts.get("author_locale"),
        license=long(facts.get("license")),
        rights=facts.get("rights", ""),
        credit=facts.get("credit", ""),
        categories=tuple(
            Category(term=term, scheme=long(scheme), label=label, locale=rest[0] if rest else None)
            for term, scheme, label, *rest in facts["categories"]
        ),
        translations=tuple(
            Alternate(locale=parse(locale), url=long(url), media_type=kind)
            for locale, url, kind in facts["translations"]
        ),
        media=tuple(
            Media(
                url=long(url),
                media_type=kind,
                width=width,
                height=height,
                description=description,
                **dict(zip(_RIGHTS, rights, strict=False)),
            )
            for url, kind, width, height, description, *rights in facts["media"]
        ),
    )
