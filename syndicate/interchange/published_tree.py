"""`topics.json` of a published tree, read back whole for services: the catalog and the data beside it.

Nothing is sanitized again: whoever can write the file can write the pages beside it. What a *source* of that form holds
is read, and cleaned, in `sources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import orjson
from babel import Locale
from markupsafe import Markup

from syndicate.errors import Message, SourceError
from syndicate.interchange.publisher_json import LACKING, publisher_of
from syndicate.interchange.topics_json import read_document, topic_values
from syndicate.locales import locale_id, parse, tag
from syndicate.model import Catalog, Publisher, Topic
from syndicate.model.wire import MisplacedError, structured
from syndicate.reasons import of_parser
from syndicate.text import rfc3339

__all__ = ["PublishedTree", "Withdrawn", "corrected_texts", "read_tree"]


@attrs.frozen(kw_only=True)
class Withdrawn:
    """A text that has left.

    Attributes:
        number: the integer that partners know it by; no other text gets it.
        locale: its language.
        id: the id it had.
        slugs: the slugs that its topic was published at, the latest first; none without a history.
        build: the number of the build that saw it leave.
        date: when it left.
    """

    number: int
    locale: Locale
    id: str
    slugs: tuple[str, ...] = ()
    build: int = 1
    date: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The form in which clients get it."""
        found: dict[str, Any] = {"number": self.number, "locale": tag(self.locale), "id": self.id}
        if self.slugs:
            found["slug"] = self.slugs[0]
        return {**found, **({"date": rfc3339(self.date)} if self.date is not None else {})}


@attrs.frozen(kw_only=True)
class PublishedTree:
    """The content of the file.

    Attributes:
        catalog: the catalog.
        publisher: who publishes it.
        lacking: the settings of the publisher that no tree holds.
        numbers: the integer of each text, by slug and locale identifier.
        changes: what happened last to each text, by the same keys: ``state``, ``build``, ``date``, ``stale``.
        former: the slug of each topic by those it had before.
        withdrawn: the texts that have left.
        build: the number of the last build that saw a change.
        series: what the numbers of builds belong to.
    """

    catalog: Catalog
    publisher: Publisher
    lacking: Sequence[str]
    numbers: Mapping[tuple[str, str], int]
    changes: Mapping[tuple[str, str], Mapping[str, Any]]
    former: Mapping[str, str]
    withdrawn: Sequence[Withdrawn]
    build: int
    series: str


def read_tree(content: bytes | None, source: str) -> PublishedTree:
    """What the `topics.json` of a tree says.

    Args:
        content: its bytes; None where there is no such file.
        source: its path, for messages.

    Raises:
        SourceError: it is missing, damaged, or of a version without the data that a service needs.
        PublisherError: its data about the publisher are wrong.
    """
    hint = Message("build the tree with this version of syndicate")
    if content is None:
        raise SourceError(Message("the tree has no topics.json"), source=source, hint=hint)
    try:
        raw = orjson.loads(content)
        document = read_document(raw, Path(source))
        if "publisher" not in raw or "builds" not in raw:
            raise SourceError(Message("it does not say who publishes it"), source=source, hint=hint)
        topics = [_topic(topic, number) for number, topic in enumerate(document.topics)]
        catalog = Catalog(
            topics, groups=document.groups, default_locale=document.default_locale, snapshot=document.snapshot
        )
        names = [
            (topic.slug, locale_id(key), said, number)
            for topic, said in zip(topics, document.topics, strict=True)
            for key, number in said["numbers"].items()
        ]
        changes = {
            (topic.slug, locale_id(key)): change
            for topic, said in zip(topics, document.topics, strict=True)
            for key, change in said["changes"].items()
        }
        return PublishedTree(
            catalog=catalog,
            publisher=publisher_of(raw["publisher"]),
            lacking=raw["publisher"].get(LACKING, []),
            numbers={(slug, locale): number for slug, locale, _, number in names},
            changes={key: _change(change) for key, change in changes.items()},
            former={slug: topic.slug for topic in topics for names in topic.aliases.values() for slug in names}
            | {slug: key[0] for key, change in changes.items() for slug in change.get("former", ())},
            withdrawn=[_withdrawn(text) for text in raw.get("withdrawn", ())],
            build=raw["builds"]["last"],
            series=raw["builds"].get("series", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError, MisplacedError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(
            Message("the catalog of the tree is damaged: {error}", error=of_parser(error)), source=source, hint=hint
        ) from error


def corrected_texts(content: bytes) -> Iterator[tuple[str, Locale]]:
    """The texts whose latest change is a correction, as slug and locale: partners replace these first.

    Args:
        content: the bytes of a `topics.json`; nothing is found in one that is damaged.
    """
    try:
        for number, raw in enumerate(orjson.loads(content)["topics"]):
            changed = [key for key in raw.get("corrections", ()) if raw["changes"][key]["state"] == "changed"]
            topic = _topic(raw, number) if changed else None
            yield from ((topic.slug, parse(key)) for key in changed if topic and topic.correction(parse(key)))
    except (ValueError, KeyError, TypeError, AttributeError, MisplacedError):
        return


def withdrawn_texts(content: bytes) -> Iterator[tuple[str, str]]:
    """The texts that have left, as slug and locale identifier, under each slug that they had.

    Args:
        content: the bytes of a `topics.json`; nothing is found in one that no build wrote, or that is damaged.

    >>> text = '{"number": 1, "id": "naps", "build": 2, "locale": "es", "slugs": ["naps", "nap"]}'
    >>> sorted(withdrawn_texts(f'{{"withdrawn": [{text}]}}'.encode()))
    [('nap', 'es'), ('naps', 'es')]
    """
    try:
        texts = [_withdrawn(raw) for raw in orjson.loads(content).get("withdrawn", ())]
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    yield from ((slug, locale_id(text.locale)) for text in texts for slug in text.slugs)


def _topic(raw: Any, number: int) -> Topic:
    values = topic_values(raw)
    if "summary" in values:
        # Sanitized when the tree was built.
        values["summary"] = {locale: Markup(html) for locale, html in values["summary"].items()}  # noqa: S704
    topic: Topic = structured(values, Topic, f"topics[{number}]")
    return topic


def _change(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"state": raw["state"], "build": raw["build"], "date": _date(raw), "stale": raw.get("stale", False)}


def _withdrawn(raw: Mapping[str, Any]) -> Withdrawn:
    values = {"number": raw["number"], "id": raw["id"], "build": raw["build"]}
    return Withdrawn(**values, locale=parse(raw["locale"]), slugs=tuple(raw.get("slugs", ())), date=_date(raw))


def _date(raw: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(raw["date"]) if "date" in raw else None
