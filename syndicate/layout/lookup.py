"""What lies at a path of the tree, by the table of artifacts; and what a selection of topics is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final

from syndicate.explained import explained
from syndicate.layout.artifacts import ARTIFACTS, TOPIC_PAGE
from syndicate.layout.asset_types import ASSET_TYPES
from syndicate.layout.formats import FORMATS
from syndicate.layout.kinds import ArtifactKind, Place

__all__ = ["artifact_at", "is_kind", "media_type", "selection_name"]

_TOPIC_FOLDER: Final = re.compile(TOPIC_PAGE.folder())
_BY_ENDING: Final = {kind.path.rpartition(".")[2]: kind.media_type for kind in ARTIFACTS if kind.media_type}
_LONGEST_NAME: Final = 120


@explained
def artifact_at(path: str) -> Place | None:
    """The kind and values of a path in the tree; None for a path that no build writes.

    >>> from syndicate.layout import TOPIC_FEED
    >>> found = artifact_at("es/topics/sleep/feed.atom")
    >>> found.kind is TOPIC_FEED, found.values["slug"], found.media_type
    (True, 'sleep', 'application/atom+xml')
    >>> artifact_at("CNAME") is None
    True
    """
    formats = tuple(FORMATS)
    topic = _TOPIC_FOLDER.match(path)  # most paths are of topics
    if topic is not None and (known := _names_of_topics(formats).get(path[topic.end() :])) is not None:
        return Place(known[0], {**topic.groupdict(), **known[1]})
    any_of, own = _compiled(formats)
    found = any_of.fullmatch(path)
    if found is None or found.lastgroup is None:
        return None
    kind, pattern = own[found.lastgroup]
    match = pattern.fullmatch(path)
    return Place(kind, match.groupdict()) if match is not None else None


@explained
def is_kind(path: str, kind: ArtifactKind) -> bool:
    """Whether a path is of that kind.

    >>> from syndicate.layout import CARD_IMAGE
    >>> is_kind("es/topics/sleep/card.png", CARD_IMAGE), is_kind("logo.png", CARD_IMAGE)
    (True, False)
    """
    found = artifact_at(path)
    return found is not None and found.kind is kind


@lru_cache(maxsize=4)
def _names_of_topics(formats: tuple[str, ...]) -> Mapping[str, tuple[ArtifactKind, Mapping[str, str]]]:
    """The kind, and the format, of each file of a topic, by its path in the topic's folder."""
    folder = TOPIC_PAGE.path.removesuffix(TOPIC_PAGE.name)
    own = [(kind, kind.path.removeprefix(folder)) for kind in ARTIFACTS if kind.path.startswith(folder)]
    return {
        name.format(format=format): (kind, {"format": format} if "{format}" in name else {})
        for kind, name in own
        for format in formats
    }


@lru_cache(maxsize=4)
def _compiled(formats: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, tuple[ArtifactKind, re.Pattern[str]]]]:
    """One expression that finds the kind of a path, by the name of a group; and an expression for each kind."""
    own = {f"kind{number}": (kind, re.compile(kind.pattern())) for number, kind in enumerate(ARTIFACTS)}
    any_of = (f"(?P<{name}>{pattern.pattern.replace('(?P<', '(?:_<')})" for name, (_, pattern) in own.items())
    return re.compile("|".join(re.sub(r"\(\?:_<[a-z]+>", "(?:", one) for one in any_of)), own


@explained
def media_type(path: str) -> str:
    """The media type of a file of the tree, also of one that was put there by hand.

    >>> media_type("es/feeds/topics.json"), media_type("topics.json"), media_type("about.html")
    ('application/feed+json', 'application/json', 'text/html')
    """
    if (found := artifact_at(path)) is not None:
        return found.media_type
    ending = path.rpartition(".")[2]
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return FORMATS[ending].media_type if ending in FORMATS else ASSET_TYPES.get(ending, "application/octet-stream")


@explained
def selection_name(slugs: Iterable[str]) -> str:
    """The name of a selection of topics, whatever their order.

    >>> selection_name(["sleep", "asthma"])
    'asthma~sleep'
    """
    name = "~".join(sorted(slugs))
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()[:16]
