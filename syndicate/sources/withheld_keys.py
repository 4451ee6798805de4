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
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from syndicate.errors import InvalidValueError
from syndicate.sources.front_matter import Values, folded
from syndicate.sources.topic_keys import FOREIGN, TRANSLATED
from syndicate.sources.topic_keys import KEYS as TOPIC_KEYS

__all__ = ["KEYS", "day_in_name", "misspelt", "moments_of", "withheld_by"]

_IF_TRUE: Final = frozenset(
    "draft drafts isdraft wip headless isheadless unlisted isunlisted hidden ishidden private isprivate protected "
    "embargoed trashed deleted unpublished archived eleventyexcludefromcollections "
    "borrador esborrador oculto oculta privado privada archivado archivada nolistado nopublicar "
    "brouillon rascunho".split()
)
_IF_FALSE: Final = frozenset(
    "published publish ispublished public ispublic listed render permalink "
    "publicado publicada espublicado publicar publico publica listado visible publie".split()
)
_STATES: Final = frozenset(
    "status poststatus pagestatus publishstatus publicationstatus publishingstatus workflowstatus workflowstate state "
    "visibility estado estadodepublicacion estatus visibilidad statut".split()
)
_PUBLISHED_STATES: Final = frozenset(
    "published publish public publicly publicado publicada publico publica publie true yes on 1 si live online visible "
    "active activo activa current vigente valid new nuevo nueva updated actualizado revised reviewed revisado final "
    "finished complete completed completo done approved aprobado released listed open everyone everybody all stable "
    "deprecated experimental beta evergreen ok".split()
)
"""What a page that is published may have for its state; some programs show it as a badge."""
_WITHHOLDING_STATES: Final = frozenset(
    "draft autodraft private pending pendingreview inreview review needsreview hidden unlisted trash trashed future "
    "scheduled embargoed unpublished notpublished wip skip password protected members paid inactive disabled withdrawn "
    "deleted expired archived archive borrador privado privada pendiente enrevision archivado archivada oculto oculta "
    "programado programada eliminado eliminada retirado retirada brouillon".split()
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
_PLACES: Final = frozenset({"state", "estado"})
"""Keys that may as well name a place: only a state that withholds does so there."""
_SHOWN: Final = {"expirydate": "expiryDate", "publishdate": "publishDate"}

_TOPIC_KEYS: Final = frozenset(map(folded, TOPIC_KEYS))
_GUESSED: Final = sorted(KEYS - _PASSWORDS - _RENDERING - {"render", "state", "estado", "wip"})
_SHORTEST: Final = 4

_YES: Final = frozenset({"true", "yes", "on", "y", "1", "si", "sí", "verdadero"})
_NO: Final = frozenset({"false", "no", "off", "n", "0", "falso"})
_NEVER: Final = frozenset({"", "never", "none", "null", "~", *_NO})
_IN_THE_NAME = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?=-)")


def withheld_by(values: Values) -> str:
    """The key that withholds a text at every moment, as it is written; empty where none does.

    Args:
        values: the front matter.

    Raises:
        InvalidValueError: ``draft`` has a value that is neither true nor false.
    """
    for key, value in _stated(values):
        name = _meant(key)
        if name in _IF_TRUE and _is(value, True):
            return key
        if name in ("draft", "borrador") and folded(key) == name and not _is(value, False):
            values.flag(key)  # nobody can tell whether the text may be published
        if name in _IF_FALSE and (value is False if name == "permalink" else _is(value, False)):
            return key
        if name in _STATES and _is_withholding(value, only_known=name in _PLACES or folded(key) != name):
            return key
        if name in _PASSWORDS and value:
            return key
        if key in _RENDERING and isinstance(value, dict) and (option := _unrendered(value)):
            return f"{key}.{option}"
    return ""


def moments_of(values: Values, created: date | None = None) -> tuple[datetime | None, datetime | None]:
    """From when on a text is published, and until when; None where that is not stated.

    Args:
        values: the front matter.
        created: when the text was made, as it says; before that there is none.

    Raises:
        InvalidValueError: a value is no date, so nobody can tell whether the text may be published.
    """
    starts: list[date | None] = [created]
    ends: list[date | None] = []
    for key, value in _stated(values):
        name = _meant(key)
        if folded(key) != name and not _is_date(values, key):
            continue
        if name in _PUBLISHED_FROM and not _is_never(value):
            starts.append(values.moment(key))
        elif name in _PUBLISHED_UNTIL and not _is_never(value):
            ends.append(values.moment(key))
        elif name in ("published", "publish") and isinstance(value, str) and re.match(r"\d{4}", value):
            starts.append(values.moment(key))  # some programs mean the date by it
    begins = [_begin(day, values.zone) for day in starts if day is not None]
    expires = [_begin(day, values.zone) for day in ends if day is not None]
    return max(begins, default=None), min(expires, default=None)


def misspelt(values: Values) -> Iterator[tuple[str, str]]:
    """The keys that are nearly ones that withhold a text, as far as their values are of that kind, each with that."""
    for key, value in _stated(values):
        name = _meant(key)
        if not name or name == folded(key):
            continue
        if name in _IF_TRUE | _IF_FALSE:
            is_of_its_kind = _is(value, True) or _is(value, False)
        elif name in _STATES:
            is_of_its_kind = isinstance(value, str) and folded(value) in _WITHHOLDING_STATES | _PUBLISHED_STATES
        else:
            is_of_its_kind = _is_date(values, key)
        if is_of_its_kind:
            yield key, _SHOWN.get(name, name)


@lru_cache(maxsize=1024)
def _meant(key: str) -> str:
    """The key that withholds a text and that a key is, or nearly is; empty for others. Passwords are not guessed."""
    name = folded(key)
    if name in KEYS:
        return name
    if name in FOREIGN or name in TRANSLATED or name in _TOPIC_KEYS or len(name) < _SHORTEST:
        return ""
    near = get_close_matches(name, _GUESSED, n=1, cutoff=0.8)
    return near[0] if near and not get_close_matches(name, _TOPIC_KEYS - {"draft"}, n=1, cutoff=0.85) else ""


def _is_withholding(state: Any, *, only_known: bool) -> bool:
    """Whether a text of a state is not to be read; one that nobody knows is no leave to publish it."""
    if state is None or state is True or state == "":
        return False
    word = folded(state) if isinstance(state, str) else ""
    return word in _WITHHOLDING_STATES if only_known else word not in _PUBLISHED_STATES


def _is_date(values: Values, key: str) -> bool:
    try:
        return values.moment(key) is not None
    except InvalidValueError:
        return False


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
    except ValueError:  # one that is none is no date, but a name
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
