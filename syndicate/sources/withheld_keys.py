"""The keys by which site generators and their authors withhold a text, in any spelling. No moment is known here.

Hugo has ``draft``, ``publishDate``, ``expiryDate``, ``headless`` and ``build``; Jekyll ``published``, the folder
``_drafts`` and a date in the file name; Eleventy ``permalink: false``, ``eleventyExcludeFromCollections``; Docusaurus,
Starlight and Astro ``draft`` and ``unlisted``; Pelican ``status``; WordPress, Ghost and their exports ``status``,
``visibility``, ``password`` and ``published_at``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

from syndicate.sources.front_matter import Values, folded

__all__ = ["KEYS", "moments_of", "withheld_by"]

_IF_TRUE: Final = frozenset(
    "draft drafts isdraft wip headless isheadless unlisted isunlisted hidden ishidden private isprivate protected "
    "embargoed trashed deleted unpublished eleventyexcludefromcollections".split()
)
_IF_FALSE: Final = frozenset("published publish ispublished public ispublic listed render permalink".split())
_STATES: Final = frozenset(
    "status poststatus pagestatus publishstatus publicationstatus publishingstatus workflowstatus workflowstate state "
    "visibility".split()
)
_WITHHOLDING_STATES: Final = frozenset(
    "draft autodraft private pending pendingreview inreview review needsreview hidden unlisted trash trashed future "
    "scheduled embargoed unpublished notpublished wip skip password protected members paid inactive disabled withdrawn "
    "deleted expired".split()
)
_RENDERING: Final = frozenset({"build", "_build"})  # Hugo: https://gohugo.io/content-management/build-options/
_PASSWORDS: Final = frozenset({"password", "postpassword"})
_PUBLISHED_FROM: Final = frozenset(
    "publishdate publisheddate publicationdate datepublished pubdate publishtime publishon publishedon publishat "
    "publishedat publishfrom publishafter golive golivedate goliveat embargo embargodate embargountil embargoeduntil "
    "availablefrom visiblefrom displayfrom postdate scheduled scheduledat scheduledfor scheduleddate".split()
)
_PUBLISHED_UNTIL: Final = frozenset(
    "expirydate expirationdate expiredate expiry expires expire expireson expiresat expiration unpublishdate "
    "unpublishon unpublishat unpublishafter publishuntil publishedtill publisheduntil publishend availableuntil "
    "visibleuntil displayuntil validuntil".split()
)
KEYS: Final = _IF_TRUE | _IF_FALSE | _STATES | _RENDERING | _PASSWORDS | _PUBLISHED_FROM | _PUBLISHED_UNTIL
"""All of them, folded as :func:`syndicate.sources.front_matter.folded` does."""

_YES: Final = frozenset({"true", "yes", "on", "y", "1"})
_NO: Final = frozenset({"false", "no", "off", "n", "0"})
_NEVER: Final = frozenset({"", "never", "none", "null", "~", *_NO})
_IN_THE_NAME = re.compile(r"\d{4}-\d\d-\d\d(?=-)")


def withheld_by(values: Values, path: Path, root: Path) -> str:
    """The key that withholds a text at every moment, as it is written; empty where none does.

    Args:
        values: the front matter.
        path: the file.
        root: the folder that is read; what stands above it does not count.

    Raises:
        InvalidValueError: ``draft`` has a value that is neither true nor false.
    """
    for key, value in _stated(values):
        name = folded(key)
        word = folded(value) if isinstance(value, str) else value
        if name in _IF_TRUE and _is(value, True):
            return key
        if name == "draft" and not _is(value, False):
            values.flag(key)  # nobody can tell whether the text may be published
        if name in _IF_FALSE and (value is False if name == "permalink" else _is(value, False)):
            return key
        if name in _STATES and word in _WITHHOLDING_STATES:
            return key
        if name in _PASSWORDS and value:
            return key
        if key in _RENDERING and isinstance(value, dict) and (option := _unrendered(value)):
            return f"{key}.{option}"
    below = path.relative_to(root).parent.parts if path.is_relative_to(root) else ()
    return "_drafts" if "_drafts" in below else ""


def moments_of(values: Values, path: Path) -> tuple[datetime | None, datetime | None]:
    """From when on a text is published, and until when; None where that is not stated.

    Raises:
        InvalidValueError: a value is no date, so nobody can tell whether the text may be published.
    """
    starts: list[date | None] = []
    ends: list[date | None] = []
    if match := _IN_THE_NAME.match(path.name):
        starts.append(_day_of(match[0]))
    for key, value in _stated(values):
        name = folded(key)
        if name in _PUBLISHED_FROM and not _is_never(value):
            starts.append(values.moment(key))
        elif name in _PUBLISHED_UNTIL and not _is_never(value):
            ends.append(values.moment(key))
        elif name in ("published", "publish") and isinstance(value, str) and re.match(r"\d{4}", value):
            starts.append(values.moment(key))  # some programs mean the date by it
    begins = [_begin(day, values.zone) for day in starts if day is not None]
    expires = [_begin(day, values.zone) for day in ends if day is not None]
    return max(begins, default=None), min(expires, default=None)


def _begin(day: date, zone: tzinfo | None) -> datetime:
    """The moment at which a day begins where the publisher is."""
    if isinstance(day, datetime):
        return day
    return datetime(day.year, day.month, day.day, tzinfo=zone or UTC)


def _day_of(name: str) -> date | None:
    """The day that a file name begins with; one that is none is no date, but a name."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _stated(values: Values) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in values.mapping.items() if isinstance(key, str))


def _is(value: Any, wanted: bool) -> bool:
    """Whether a value is a truth value, or a word for one: YAML 1.1 has ``yes`` and ``no`` for them."""
    if isinstance(value, str):
        return value.strip().casefold() in (_YES if wanted else _NO)
    return value is wanted


def _is_never(value: Any) -> bool:
    return value is None or isinstance(value, bool) or (isinstance(value, str) and value.strip().casefold() in _NEVER)


def _unrendered(options: dict[Any, Any]) -> str:
    """The option of Hugo's ``build`` by which a page is not made, or is in no list."""
    for option, words in (("render", {"never", "false", "link"}), ("list", {"never", "false", "local"})):
        value = options.get(option)
        if value is False or (isinstance(value, str) and value.strip().casefold() in words):
            return option
    return ""
