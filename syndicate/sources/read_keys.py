"""Which keys of front matter, and of the settings of sites, somebody reads: those must not have two values."""

from __future__ import annotations

from typing import Final

from syndicate.sources.front_matter import KeyRules
from syndicate.sources.front_matter_values import Values
from syndicate.sources.key_words import folded, words
from syndicate.sources.topic_keys import (
    CREATED,
    FOREIGN,
    IMAGE_KEYS,
    KEYS,
    PART_KEYS,
    PICTURE_ADDRESSES,
    PICTURE_ALTERNATIVES,
    PROSE_KEYS,
    PUBLISHED,
    REVIEWED,
    TEXT_KEYS_BESIDE,
    TRANSLATION_KEYS,
    UPDATED,
    UPDATED_IF_DATE,
)
from syndicate.sources.withheld_keys import withholds
from syndicate.sources.withheld_names import is_about_publishing, nearest
from syndicate.sources.yaml_text import Keys

__all__ = ["SETTINGS", "TOPICS"]

_DATES: Final = CREATED | PUBLISHED | UPDATED | UPDATED_IF_DATE | REVIEWED
_PARTS: Final = {
    **{key: frozenset(map(folded, names)) for key, names in PART_KEYS.items()},
    "image": frozenset(map(folded, IMAGE_KEYS)) | PICTURE_ADDRESSES | PICTURE_ALTERNATIVES,
    **dict.fromkeys(_DATES, frozenset({"date"})),
}
"""The keys that are read below a key, where not all are; folded."""

_OTHERS: Final = _DATES | TRANSLATION_KEYS | TEXT_KEYS_BESIDE
_REPLACING: Final = frozenset({"title", "syndicate"})
"""The keys for which one that is nearly theirs is read."""

_SETTINGS: Final = frozenset(
    "cascade collections contentdir defaultcontentlanguage defaults exclude ignorefiles languages timezone".split()
)
"""The settings of sites that are read as tables; folded."""


def _is_read_in_topics(keys: Keys) -> bool:
    names = [key for key in keys if isinstance(key, str)]
    first = names[0]
    if len(names) > 1 and _is_read(first):
        parts = _PARTS.get(folded(first))
        return parts is None or _is_among(names[-1], parts)
    return _is_read(first)


def _is_read(key: str) -> bool:
    name = folded(key)
    if key in KEYS or name in _OTHERS or name in words("language_keys") | words("syndication") | words("drafts"):
        return True
    if name in FOREIGN:
        return False
    near = {meant for _, meant in Values({key: ""}).unknown_keys(KEYS, FOREIGN)}
    return bool(near & _REPLACING) or withholds(key) or bool(nearest(key)) or is_about_publishing(key)


def _is_among(key: str, names: frozenset[str]) -> bool:
    return folded(key) in names or any(True for _ in Values({key: ""}).unknown_keys(names))


def _is_read_in_settings(keys: Keys) -> bool:
    return folded(str(keys[0])) in _SETTINGS or _is_read_in_topics(keys[:1])


def _is_prose(keys: Keys) -> bool:
    return next((key for key in reversed(keys) if isinstance(key, str)), "") in PROSE_KEYS


TOPICS: Final = KeyRules(_is_read_in_topics, _is_prose)
"""The rules for the front matter of topics.

>>> TOPICS.is_read(("title",)), TOPICS.is_read(("layout",)), TOPICS.is_read(("image", "focal_point"))
(True, False, False)
"""

SETTINGS: Final = KeyRules(_is_read_in_settings)
"""Those for settings of a site, and for pages about a section.

>>> SETTINGS.is_read(("timeZone",)), SETTINGS.is_read(("author",)), SETTINGS.is_read(("draft",))
(True, False, True)
"""
