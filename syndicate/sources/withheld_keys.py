"""The keys by which site generators and their authors withhold a text, in any spelling. No moment is known here.

Hugo has ``draft``, ``publishDate``, ``expiryDate``, ``headless`` and ``build``; Jekyll ``published`` and a date in the
file name; Eleventy ``permalink: false``, ``eleventyExcludeFromCollections``; Docusaurus,
Starlight and Astro ``draft`` and ``unlisted``; Pelican ``status``; WordPress, Ghost and their exports ``status``,
``visibility``, ``password`` and ``published_at``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

from syndicate.errors import InvalidValueError, Message
from syndicate.sources.dates import HINT, is_no_date
from syndicate.sources.front_matter_values import Values
from syndicate.sources.key_words import folded, translated, within, words
from syndicate.sources.topic_keys import FOREIGN
from syndicate.sources.topic_keys import KEYS as TOPIC_KEYS
from syndicate.sources.withheld_names import Meaning, is_about_publishing, is_near, meaning, nearest

__all__ = [
    "day_in_name",
    "deciding_keys",
    "ineffective",
    "misspelled",
    "moments_of",
    "is_truth",
    "withheld_by",
    "withholds",
]

_SHOWN: Final = {"expirydate": "expiryDate", "publishdate": "publishDate"}
_DATED: Final = Meaning.FROM | Meaning.UNTIL
_TABLES: Final = frozenset({"custom", "data", "extra", "meta", "metadata", "params"})  # of Hugo, Zola and their themes
_UNINDEXED: Final = frozenset({"noindex", "norobots", "robotsnoindex", "seonoindex"})  # of Hugo's and Jekyll's themes
_IN_THE_NAME = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?=-)")


def withheld_by(values: Values) -> str:
    """The key that withholds a text at every moment, as it is written; empty where none does.

    Args:
        values: the front matter.

    Raises:
        InvalidValueError: ``draft`` has a value that is neither true nor false.
    """
    for key, value in _stated(values):
        meant, near = _understood(key)
        if meant is Meaning.NONE and folded(key) not in words("drafts"):
            continue  # as for nearly all keys
        if meant & Meaning.IF_TRUE and is_truth(value, True):
            return key
        if folded(key) in words("drafts") and not is_truth(value, False):
            values.flag(key)  # nobody can tell whether the text may be published
        if meant & Meaning.IF_FALSE and (value is False if folded(key) == "permalink" else _denies(value)):
            return key
        if meant & Meaning.STATE and _is_withholding(value, only_known=bool(near)):
            return key
        if meant & Meaning.PERHAPS_STATE and _is_withholding(value, only_known=True):
            return key
        if meant & Meaning.PASSWORD and value:
            return key
        if (
            meant & Meaning.FROM
            and isinstance(value, str)
            and folded(value) in words("at_no_time")
            and not within("embargo").search(folded(key))
        ):
            return key
        if meant & Meaning.RENDERING and isinstance(value, dict) and (option := _unrendered(value)):
            return f"{key}.{option}"
    return ""


def moments_of(values: Values, created: date | None = None) -> tuple[datetime | None, datetime | None]:
    """From when on a text is published, and until when; None where that is not stated.

    Args:
        values: the front matter.
        created: when the text was made, as it says; before that there is none.

    Raises:
        InvalidValueError: a value is not a date, so nobody can tell whether the text may be published.
    """
    starts: list[date] = [created] if created is not None else []
    ends: list[date] = []
    for key, value in _stated(values):
        meant, near = _understood(key)
        if not meant & _DATED and is_about_publishing(key):
            meant |= Meaning.FROM | Meaning.ONLY_DATES
        if not meant & _DATED or _is_never(value):
            continue
        table, places = (
            (Values(value, values.at(key), values.zone, values.bare_zone), value)
            if isinstance(value, dict)
            else (values, [key])
        )
        is_optional = near or meant & Meaning.ONLY_DATES or table is not values
        found = [day for place in places if (day := _date(table, place, is_optional=bool(is_optional))) is not None]
        if table is not values and not found and not meant & Meaning.ONLY_DATES and not near:
            raise InvalidValueError(Message("there is no date in it"), field=values.at(key), hint=HINT)
        (starts if meant & Meaning.FROM else ends).extend(found)
    begins = [_begin(day, values.zone) for day in starts]
    expires = [_begin(day, values.zone) for day in ends]
    return max(begins, default=None), min(expires, default=None)


def deciding_keys(values: Values, publish_at: datetime | None, expires_at: datetime | None) -> dict[str, str]:
    """The keys that state from when on a text is published, and until when, as far as it is keys of these kinds."""
    found: dict[str, str] = {}
    for key, value in _stated(values):
        meant, _ = _understood(key)
        if isinstance(value, str) and (meant & _DATED or is_about_publishing(key)):
            field, moment = ("expires_at", expires_at) if meant & Meaning.UNTIL else ("publish_at", publish_at)
            day = _date(values, key, is_optional=True)
            if day is not None and _begin(day, values.zone) == moment:
                found[field] = key
    return found


def misspelled(values: Values) -> Iterator[tuple[str, str]]:
    """The keys that are nearly ones that withhold a text, as far as their values are of that kind, each with that."""
    for key, value in _stated(values):
        meant, near = _understood(key)
        if not near:
            continue
        if meant & (Meaning.IF_TRUE | Meaning.IF_FALSE) and (is_truth(value, True) or is_truth(value, False)):
            yield key, near
        elif meant & (Meaning.STATE | Meaning.PERHAPS_STATE):
            if isinstance(value, str) and folded(value) in words("withheld_states") | words("published_states"):
                yield key, near
        elif meant & _DATED and _date(values, key, is_optional=True) is not None:
            yield key, _SHOWN.get(near, near)


def ineffective(values: Values) -> Iterator[tuple[str, str]]:
    """The keys that seem meant to withhold a text, and do not; each with what would."""
    for key, value in _stated(values):
        meant, near = _understood(key)
        if meant or near or key in TOPIC_KEYS:
            continue
        if hidden := _unindexed(key, value):
            yield hidden, "draft: true"
            continue
        if isinstance(value, str) and folded(value) in words("drafts") and folded(key) not in FOREIGN:
            yield key, "draft: true"
            continue
        if isinstance(value, dict) and folded(key) in _TABLES:
            yield from ((f"{key}.{inner}", "draft: true") for inner in _withholding_there(value))
            continue
        seeming = is_near(key)
        if seeming is Meaning.UNTIL and _date(values, key, is_optional=True) is not None:
            yield key, "expiryDate: 2030-12-31"
        elif is_truth(value, seeming is not Meaning.IF_FALSE) and seeming:
            yield key, "draft: true"


def _unindexed(key: str, value: Any) -> str:
    """The key that keeps a page, which is public all the same, out of search engines, if it is one; else nothing."""
    if folded(key) in _UNINDEXED:
        return key if is_truth(value, True) else ""
    if folded(key) == "robots":
        stated = value if isinstance(value, list) else [value]
        return key if any(isinstance(one, str) and "noindex" in one.casefold() for one in stated) else ""
    if folded(key) in _TABLES | {"seo"} and isinstance(value, dict):
        inner = (found for name, one in value.items() if isinstance(name, str) and (found := _unindexed(name, one)))
        return next((f"{key}.{name}" for name in inner), "")
    return ""


def _withholding_there(table: dict[Any, Any]) -> Iterator[str]:
    """The keys in a table of a theme's own values that would withhold a text if they stood above it."""
    for key, value in table.items():
        if isinstance(key, str):
            meant = meaning(key)
            if (meant & Meaning.IF_TRUE and is_truth(value, True)) or (
                meant & Meaning.IF_FALSE and is_truth(value, False)
            ):
                yield key


def withholds(key: str) -> bool:
    """Whether a key is one that may withhold a text, and is not another one's name in another spelling or language."""
    return bool(meaning(key)) and folded(key) not in translated().keys() | {"date", "created"}


def _understood(key: str) -> tuple[Meaning, str]:
    """What a key says of a text, by itself or by the known key that it nearly is, and that key."""
    if found := meaning(key):
        return found, ""
    near = nearest(key)
    return (meaning(near), near) if near else (Meaning.NONE, "")


def _is_withholding(state: Any, *, only_known: bool) -> bool:
    """Whether a text of a state is not to be read; one that nobody knows is not leave to publish it."""
    if state is None or state is True or state == "":
        return False
    word = folded(state) if isinstance(state, str) else ""
    return word in words("withheld_states") if only_known else word not in words("published_states")


def _date(values: Values, key: Any, *, is_optional: bool) -> date | None:
    """The date under a key; where it may be something else, None for what is not a date.

    Raises:
        InvalidValueError: it has to be a date, and is none.
    """
    try:
        return values.moment(key)
    except InvalidValueError:
        if is_optional:
            return None
        raise


def _begin(day: date, zone: tzinfo | None) -> datetime:
    """The moment at which a day begins where the publisher is."""
    if isinstance(day, datetime):
        return day
    return datetime(day.year, day.month, day.day, tzinfo=zone or UTC)


def day_in_name(path: Path) -> date | None:
    """The day that the name of a file, or of the folder of a page bundle, begins with.

    >>> day_in_name(Path("_posts/2024-1-31-sleep.en.md")), day_in_name(Path("2024-13-13-codes.en.md"))
    (datetime.date(2024, 1, 31), None)
    """
    name = path.parent.name if path.name.startswith(("index.", "index_")) else path.name
    match = _IN_THE_NAME.match(name)
    try:
        return date(*map(int, match.groups())) if match is not None else None
    except ValueError:  # one that is none is not a date, but a name
        return None


def _stated(values: Values) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in values.mapping.items() if isinstance(key, str))


def is_truth(value: Any, wanted: bool) -> bool:
    """Whether a value is a truth value, or a word for one: YAML 1.1 has ``yes`` and ``no`` for them."""
    if isinstance(value, str):
        return value.strip().casefold() in words("yes" if wanted else "no")
    return value is wanted


def _denies(value: Any) -> bool:
    """Whether what a key such as ``published`` has is no, or a word for a state in which a text is not to be read."""
    return is_truth(value, False) or (isinstance(value, str) and folded(value) in words("withheld_states"))


def _is_never(value: Any) -> bool:
    if not isinstance(value, str):
        return value is None or isinstance(value, bool)
    word = value.strip().casefold()
    return not word or is_no_date(word) or any(word in words(name) for name in ("forever", "at_no_time", "no"))


def _unrendered(options: dict[Any, Any]) -> str:
    """The option of Hugo's ``build`` by which a page is not made, or is in no list."""
    for option, values in (("render", {"never", "false", "link"}), ("list", {"never", "false", "local"})):
        value = options.get(option)
        if value is False or (isinstance(value, str) and value.strip().casefold() in values):
            return option
    return ""
