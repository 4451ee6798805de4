"""What the API shows: topics, their texts, changes, groups, languages, as JSON values; and the schema of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from babel import Locale

from syndicate.interchange.published_tree import Withdrawn
from syndicate.layout import (
    CARD_IMAGE,
    EMBED_PAGE,
    FORMATS,
    GROUP_FEED,
    GROUP_PAGE,
    OEMBED_JSON,
    SNIPPET_HTML,
    SNIPPET_JSON,
    TOPIC_FEED,
)
from syndicate.locales import locale_id, tag
from syndicate.locales.names import language_name
from syndicate.model import Group, Topic
from syndicate.model.rights import rights_of
from syndicate.model.wire import unstructured
from syndicate.service.snapshot import Item, Snapshot
from syndicate.text import rfc3339

__all__ = ["SCHEMAS", "change_of", "group_of", "language_of", "topic_of", "withdrawn_topic"]


def topic_of(snapshot: Snapshot, topic: Topic, locales: Iterable[Locale], *, whole: bool) -> dict[str, Any]:
    """A topic.

    Args:
        snapshot: what it is in.
        topic: the topic.
        locales: the languages to show it in.
        whole: whether its texts are shown with all they hold.
    """
    return {
        "slug": topic.slug,
        "groups": [snapshot.catalog.groups[group].slug for group in topic.groups],
        "subjects": [unstructured(subject) for subject in topic.subjects],
        "texts": {tag(locale): _text(snapshot, snapshot.of(topic, locale), whole) for locale in locales},
    }


def _text(snapshot: Snapshot, item: Item, whole: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"number": item.number, **_state(item), "title": item.title, "url": item.url}
    found |= {"page_url": item.page_url, "description": item.description}
    if item.updated is not None:
        found["updated"] = rfc3339(item.updated)
    return {**found, **_more(snapshot, item)} if whole else found


def _state(item: Item) -> dict[str, Any]:
    change = item.change
    if change is None:
        return {"state": item.state}
    date = {"changed": rfc3339(change.date)} if change.date is not None else {}
    return {"state": item.state, **date, **({"stale": True} if change.stale else {})}


_LISTS: Final = ("corrections", "also_called", "see_references", "sections", "related", "other_languages")


def _more(snapshot: Snapshot, item: Item) -> dict[str, Any]:
    """All that a text holds, and where it is in other forms."""
    topic, locale = item.topic, item.locale
    key = tag(locale)
    all_of_it = unstructured(topic)
    found: dict[str, Any] = {"id": topic.ids[locale]}
    for name in ("created", "reviewed", "summary", *_LISTS, "institute", "image"):
        if key in all_of_it.get(name, {}):
            found[name] = all_of_it[name][key]
    if "sections" in found:
        found["sections"] = [_section(section, key) for section in found["sections"]]
    rights = rights_of(topic, snapshot.publisher, locale)
    said = {"license": rights.license, "rights": str(rights.rights), "credit": rights.credit}
    found |= {name: value for name, value in said.items() if value}
    found["links"] = {
        "snippet_html": snapshot.url(item.path(SNIPPET_HTML)),
        "snippet_json": snapshot.url(item.path(SNIPPET_JSON)),
        "embed": snapshot.url(item.path(EMBED_PAGE)),
        "oembed": snapshot.url(item.path(OEMBED_JSON)),
        "card": snapshot.url(item.path(CARD_IMAGE)),
        **{f"feed_{format}": snapshot.url(item.path(TOPIC_FEED, format)) for format in FORMATS},
    }
    return found


def _section(section: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A section, its links in its own language."""
    links = [
        {name: value[key] if isinstance(value, dict) else value for name, value in link.items() if _is_in(value, key)}
        for link in section.get("links", ())
    ]
    return {**section, "links": links}


def _is_in(value: Any, key: str) -> bool:
    return not isinstance(value, dict) or key in value


def withdrawn_topic(text: Withdrawn) -> dict[str, Any]:
    """A text that has left, in the form of a topic."""
    gone: dict[str, Any] = {"number": text.number, "state": "withdrawn", "id": text.id}
    if text.date is not None:
        gone["changed"] = rfc3339(text.date)
    slug = text.slugs[0] if text.slugs else text.id
    return {"slug": slug, "groups": [], "subjects": [], "texts": {tag(text.locale): gone}}


def change_of(entry: Item | Withdrawn) -> dict[str, Any]:
    """The latest change of a text."""
    if isinstance(entry, Withdrawn):
        found: dict[str, Any] = {"type": "withdrawn", **entry.as_json()}
        found.setdefault("slug", entry.id)
        return found
    found = {"type": entry.state, "number": entry.number}
    found |= {"locale": tag(entry.locale), "id": entry.topic.ids[entry.locale], "slug": entry.slug}
    if entry.change is not None and entry.change.date is not None:
        found["date"] = rfc3339(entry.change.date)
    if entry.state == "corrected":
        found["correction"] = unstructured(entry.topic.correction(entry.locale))
    return {**found, "title": entry.title, "url": entry.url}


def language_of(snapshot: Snapshot, number: int, locale: Locale) -> dict[str, Any]:
    """A language there is any text in."""
    return {
        "number": number,
        "locale": tag(locale),
        "name": language_name(locale),
        "topics": len(snapshot.catalog.written_in(locale)),
    }


def group_of(snapshot: Snapshot, number: int, group: Group) -> dict[str, Any]:
    """A group of topics."""
    topics = snapshot.catalog.in_group(group)
    there = [locale for locale in snapshot.locales if locale in group.name]
    return {
        "number": number,
        "slug": group.slug,
        "id": group.id,
        "names": {tag(locale): group.name[locale] for locale in there},
        "topics": len(topics),
        "links": {
            tag(locale): {
                "page": snapshot.url(GROUP_PAGE.at(locale, group.slug)),
                **{f"feed_{format}": snapshot.url(GROUP_FEED.at(locale, group.slug, format)) for format in FORMATS},
            }
            for locale in there
            if any(locale_id(locale) in topic.title.identifiers() for topic in topics)
        },
    }


def _object(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The schema of an object that has these values and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _map(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema}


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


_TEXT: Final[dict[str, Any]] = {"type": "string"}
_URL: Final[dict[str, Any]] = {"type": "string", "format": "uri"}
_DATE: Final[dict[str, Any]] = {"type": "string", "format": "date-time"}
_NUMBER: Final[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_STATES: Final = ("new", "changed", "corrected", "restored", "withdrawn")
_STATE: Final[dict[str, Any]] = {"type": "string", "enum": list(_STATES)}
_REFERENCE: Final = _object({"title": _TEXT}, {"url": _URL, "id": _TEXT})
_CORRECTION: Final = _object({"date": _DATE, "note": _TEXT})
_RIGHTS: Final[dict[str, Any]] = {"license": _URL, "rights": _TEXT, "credit": _TEXT}
_SIDE: Final = {"type": "integer", "minimum": 1}
_IMAGE: Final[dict[str, Any]] = {
    "alt": _TEXT,
    "caption": _TEXT,
    "width": _SIDE,
    "height": _SIDE,
    "srcset": _TEXT,
    "syndicate": {"type": "boolean"},
    **_RIGHTS,
}

SCHEMAS: Final[dict[str, Any]] = {
    "Subject": _object({"scheme": _TEXT, "code": _TEXT}, {"name": _TEXT, "locale": _TEXT}),
    "Link": _object(
        {"url": _TEXT},
        {"title": _TEXT, "organization": _TEXT, "ids": _TEXT, "sizes": _COUNT, "flags": _list(_TEXT)},
    ),
    "Section": _object(
        {"title": _TEXT, "links": _list(_named("Link"))}, {"id": _TEXT, "part": _TEXT, "description": _TEXT}
    ),
    "Text": _object(
        {"number": _NUMBER, "state": _STATE},
        {
            "changed": _DATE,
            "stale": {"type": "boolean"},
            "id": _TEXT,
            "title": _TEXT,
            "url": _URL,
            "page_url": _URL,
            "description": _TEXT,
            "created": _DATE,
            "updated": _DATE,
            "reviewed": _DATE,
            "summary": {"type": "string", "contentMediaType": "text/html"},
            "corrections": _list(_CORRECTION),
            "also_called": _list(_TEXT),
            "see_references": _list(_TEXT),
            "sections": _list(_named("Section")),
            "related": _list(_REFERENCE),
            "other_languages": _list(_object({"language": _TEXT, "url": _TEXT}, {"vernacular_name": _TEXT})),
            "institute": _REFERENCE,
            "image": _object({"url": _TEXT}, _IMAGE),
            "links": _map(_URL),
            **_RIGHTS,
        },
    ),
    "Topic": _object(
        {
            "slug": _TEXT,
            "groups": _list(_TEXT),
            "subjects": _list(_named("Subject")),
            "texts": _map(_named("Text")),
        }
    ),
    "TopicPage": _object(
        {"topics": _list(_named("Topic")), "total": _COUNT, "next": {"type": ["string", "null"], "format": "uri"}}
    ),
    "Change": _object(
        {
            "type": _STATE,
            "number": _NUMBER,
            "locale": _TEXT,
            "id": _TEXT,
            "slug": _TEXT,
        },
        {"date": _DATE, "title": _TEXT, "url": _URL, "correction": _CORRECTION},
    ),
    "ChangeList": _object({"changes": _list(_named("Change")), "token": _TEXT, "more": {"type": "boolean"}}),
    "LanguageList": _object(
        {"languages": _list(_object({"number": _NUMBER, "locale": _TEXT, "name": _TEXT, "topics": _COUNT}))}
    ),
    "GroupList": _object(
        {
            "groups": _list(
                _object(
                    {
                        "number": _NUMBER,
                        "slug": _TEXT,
                        "id": _TEXT,
                        "names": _map(_TEXT),
                        "topics": _COUNT,
                        "links": _map(_map(_URL)),
                    }
                )
            )
        }
    ),
    "SearchResult": _object(
        {
            "results": _list(_object({"slug": _TEXT, "number": _NUMBER, "locale": _TEXT, "title": _TEXT, "url": _URL})),
            "total": _COUNT,
        }
    ),
    "Problem": {
        **_object(
            {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
            {
                "parameter": _TEXT,
                "withdrawn": _object(
                    {
                        "slug": _TEXT,
                        "texts": _list(
                            _object({"number": _NUMBER, "locale": _TEXT, "id": _TEXT}, {"slug": _TEXT, "date": _DATE})
                        ),
                    }
                ),
            },
        ),
        "additionalProperties": True,
    },
}
"""The schemas of all that is shown, by name (JSON Schema 2020-12, as OpenAPI 3.1 has it)."""
