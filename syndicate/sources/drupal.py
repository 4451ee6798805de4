"""The reader of Drupal's JSON:API: ``/jsonapi/node/TYPE``, one answer for each language. Translations share a UUID.

The forms are those of drupal.org/docs/core-modules-and-themes/core-modules/jsonapi-module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import attrs

from syndicate.errors import Message, SourceError
from syndicate.explained import described
from syndicate.model import Finding, Publisher, Reference, SourceMetadata
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import members
from syndicate.sources.language_marks import in_address
from syndicate.sources.reading import Item, broken_topic
from syndicate.sources.texts import Dropped, Picture, Text, as_html, items_of

__all__ = ["SOURCE", "DrupalSource"]

_READ: Final = frozenset(
    "title langcode status created changed path body default_langcode moderation_state promote sticky publish_on "
    "unpublish_on revision_timestamp revision_log revision_translation_affected content_translation_source "
    "content_translation_outdated metatag metatag_normalized comment scheduled_transition_date "
    "scheduled_transition_state".split()
)
_API = re.compile(r"/jsonapi/.*")
_UNSPECIFIED: Final = frozenset({"und", "zxx"})
_SITES_OWN: Final = frozenset({"node_type", "uid", "revision_uid", "menu_link", "content_translation_uid"})


@attrs.frozen
class DrupalSource:
    """Reads collections of nodes, and single ones; also several one after the other in one file."""

    name: str = "drupal"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.DRUPAL

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The nodes, one at a time; the file is gone through once before, for terms and pictures that they refer to.

        Raises:
            SourceError: the file is not JSON, holds errors alone, or has no nodes.
        """
        yield from items_of(_texts(path, publisher), publisher)


SOURCE = DrupalSource()


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    included = _included(path)
    dropped = Dropped(path)
    is_empty = True
    for key, value, line in members(path):
        if key == "errors" and isinstance(value, dict):
            said = dict.fromkeys(str(value[name]) for name in ("title", "detail", "status") if value.get(name))
            reason = ": ".join(list(said)[:2])
            raise SourceError(Message("Drupal answers: {reason}", reason=reason), source=str(path), line=line)
        if key != "data":
            continue
        if not isinstance(value, dict):
            dropped.entry(described(value))
            continue
        is_empty = False
        kind = str(value.get("type") or "")
        if not kind.startswith("node--"):
            dropped.entry(kind)
            continue
        try:
            text = _text(value, f"{path}:{line}", included, dropped)
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            problem = f"the node is not as Drupal writes it: {type(error).__name__}"
            yield broken_topic(problem, source=str(path), line=line, topic=str(value.get("id") or ""))
            continue
        if text is not None:
            yield text
    yield from dropped.findings()
    if is_empty:
        raise SourceError(
            Message("there are no nodes in it"), source=str(path), hint=Message("fetch /jsonapi/node/TYPE")
        )


def _included(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What nodes refer to, by type and id: only names, addresses, and references are held."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for key, value, _ in members(path):
        if key == "included" and isinstance(value, dict):
            attributes = value.get("attributes") or {}
            kept = {name: attributes[name] for name in ("name", "uri", "path", "title") if name in attributes}
            related = value.get("relationships") or {}
            pictures = {
                name: one.get("data") for name, one in related.items() if "image" in name or "thumbnail" in name
            }
            found[str(value.get("type")), str(value.get("id"))] = {**kept, "pictures": pictures}
    return found


def _text(
    node: Mapping[str, Any], source: str, included: Mapping[tuple[str, str], dict[str, Any]], dropped: Dropped
) -> Text | None:
    fields = node["attributes"]
    address = str(((node.get("links") or {}).get("self") or {}).get("href") or "")
    language = str(fields.get("langcode") or "")
    if (asked := in_address(address)) and language not in _UNSPECIFIED and asked != language.replace("-", "_"):
        # Drupal answers with the original where there is no translation; it is in the other answer as well.
        dropped.entry(Message("{language} (not translated)", language=language))
        return None
    body, rest = _body(fields)
    for name, value in fields.items():
        if name not in _READ and not name.startswith("drupal_internal__") and name not in rest and value not in _EMPTY:
            dropped.field(name)
    path = fields.get("path") or {}
    alias = str(path.get("alias") or "") if isinstance(path, Mapping) else ""
    site = _API.sub("", address)
    number = fields.get("drupal_internal__nid")
    url = (f"{site}{alias}" if alias else f"{site}/node/{number}" if number else "") if site else ""
    related = node.get("relationships") or {}
    return Text(
        id=str(node["id"]),
        language=language if language not in _UNSPECIFIED else asked,
        title=str(fields.get("title") or ""),
        source=source,
        html=body,
        url=url,
        base=f"{site}/" if site else None,
        slug=alias.rpartition("/")[2],
        description=_description(fields),
        groups=tuple(_groups(related, included)),
        image=_picture(related, included, site),
        created=fields.get("created") or None,
        updated=fields.get("changed") or None,
        publish_at=fields.get("publish_on") or None,
        expires_at=fields.get("unpublish_on") or None,
        key=str(node["id"]),
        withheld=_withheld(fields),
    )


_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {}, False, True)


def _body(fields: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    """The text of a node, the field ``body`` or else all with formatted text; and the names of those."""
    formatted = {
        name: str(value.get("processed") or value.get("value") or "")
        for name, value in fields.items()
        if isinstance(value, dict) and value.keys() & {"processed", "format"}
    }
    if formatted.get("body", "").strip():
        return as_html(formatted["body"]), frozenset({"body"})
    return "".join(map(as_html, formatted.values())), frozenset(formatted)


def _description(fields: Mapping[str, Any]) -> str:
    body = fields.get("body")
    return str(body.get("summary") or "") if isinstance(body, Mapping) else ""


def _withheld(fields: Mapping[str, Any]) -> str:
    if fields.get("status") is False or fields.get("status") == 0:
        return "status"
    state = str(fields.get("moderation_state") or "")
    return "" if state in ("", "published") else f"moderation_state={state[:40]}"


def _data(relationship: Any) -> list[dict[str, Any]]:
    data = relationship.get("data") if isinstance(relationship, Mapping) else None
    return [data] if isinstance(data, dict) else [one for one in data or () if isinstance(one, dict)]


def _groups(related: Mapping[str, Any], included: Mapping[tuple[str, str], dict[str, Any]]) -> Iterator[Reference]:
    for name, relationship in related.items():
        for one in _data(relationship) if name not in _SITES_OWN else ():
            kind, identifier = str(one.get("type") or ""), str(one.get("id") or "")
            term = included.get((kind, identifier))
            if kind.startswith("taxonomy_term--") and term is not None and term.get("name"):
                yield Reference(title=str(term["name"]), id=identifier)


def _picture(
    related: Mapping[str, Any], included: Mapping[tuple[str, str], dict[str, Any]], site: str
) -> Picture | None:
    """The first picture that a node refers to: a file, or a medium that has one."""
    for name, relationship in related.items():
        if "image" not in name and "picture" not in name and "media" not in name:
            continue
        for one in _data(relationship):
            found = included.get((str(one.get("type")), str(one.get("id"))))
            meta = one.get("meta") or {}
            if found is not None and not found.get("uri"):  # a medium
                inner = next(filter(None, (data for data in found["pictures"].values())), None)
                inner = inner[0] if isinstance(inner, list) and inner else inner
                if isinstance(inner, dict):
                    meta = inner.get("meta") or meta
                    found = included.get((str(inner.get("type")), str(inner.get("id"))))
            uri = (found or {}).get("uri")
            if isinstance(uri, dict) and uri.get("url"):
                return Picture(url=urljoin(f"{site}/", str(uri["url"])), alt=meta.get("alt"))
    return None
