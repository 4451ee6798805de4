"""The values of attributes (HTML standard, section 2.3): language tags, numbers, dates. Addresses are in `urls`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from syndicate.locales.identifiers import LANGUAGE_TAG

__all__ = ["VALUES"]


def _one_of(*values: str) -> Callable[[str], str | None]:
    known = frozenset(values)
    return lambda value: value if value.lower() in known else None


def _number(least: int, most: int) -> Callable[[str], str | None]:
    def kept(value: str) -> str | None:
        found = re.fullmatch(r"[ \t\n\f\r]*(-?[0-9]{1,9})[ \t\n\f\r]*", value)
        return str(int(found[1])) if found and least <= int(found[1]) <= most else None

    return kept


_LANGUAGE = re.compile(LANGUAGE_TAG)


def _language(value: str) -> str | None:
    """A language tag (RFC 5646), also where it was written with an underscore."""
    value = value.strip().replace("_", "-")
    return value if _LANGUAGE.fullmatch(value) else None


def _declared(value: str) -> str | None:
    return _language(value) if value.strip() else ""  # an unknown language


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?"
_OFFSET = r"(?:Z|(?!-00:?00)[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_MOMENT: Final = rf"{_DAY}(?:[T ]{_TIME}{_OFFSET})?"
_WHEN: Final = (
    rf"{_MOMENT}|{_DAY}[T ]{_TIME}|{_TIME}|(?!0000)[0-9]{{4}}(?:-{_MONTH})?|{_MONTH}-(?:0[1-9]|[12][0-9])"
    rf"|(?!0000)[0-9]{{4}}-W(?:0[1-9]|[1-4][0-9]|5[0-2])|{_OFFSET}"
    r"|P(?=[0-9T])(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]{1,3})?S)?)?"
)


def _matching(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)
    return lambda value: value if compiled.fullmatch(value) else None


def _moment(pattern: str) -> Callable[[str], str | None]:
    kept = _matching(pattern)

    def of_calendar(value: str) -> str | None:
        day = re.match(_DAY, value)
        try:
            return kept(value) if day is None or date.fromisoformat(day[0]) else None
        except ValueError:
            return None

    return of_calendar


_LENGTH: Final = r"[0-9]{1,6}(?:\.[0-9]{1,4})?(?:px|em|rem|vw|ch|cm|mm|in|pt)"
_MEDIA: Final = r"\((?:min|max)-width:\s*" + _LENGTH + r"\)"

VALUES: Final[dict[tuple[str, str], Callable[[str], str | None]]] = {
    ("*", "dir"): _one_of("ltr", "rtl", "auto"),
    ("*", "lang"): _declared,
    ("*", "translate"): _one_of("yes", "no", ""),
    ("a", "hreflang"): _language,
    ("bdo", "dir"): _one_of("ltr", "rtl"),
    ("col", "span"): _number(1, 1000),
    ("colgroup", "span"): _number(1, 1000),
    ("del", "datetime"): _moment(_MOMENT),
    ("img", "height"): _number(0, 10**6),
    ("img", "loading"): _one_of("lazy"),
    ("img", "referrerpolicy"): _one_of("no-referrer"),
    ("img", "sizes"): _matching(rf"(?:{_MEDIA}\s+{_LENGTH},\s*)*{_LENGTH}"),
    ("img", "width"): _number(0, 10**6),
    ("ins", "datetime"): _moment(_MOMENT),
    ("li", "value"): _number(-(10**9), 10**9),
    ("ol", "reversed"): lambda value: "",
    ("ol", "start"): _number(-(10**9), 10**9),
    ("ol", "type"): lambda value: value if value in ("1", "a", "A", "i", "I") else None,
    ("td", "colspan"): _number(1, 1000),
    ("td", "rowspan"): _number(0, 65534),
    ("th", "colspan"): _number(1, 1000),
    ("th", "rowspan"): _number(0, 65534),
    ("th", "scope"): _one_of("row", "col", "rowgroup", "colgroup"),
    ("time", "datetime"): _moment(_WHEN),
}
"""The cleaned value of an element's attribute; None for a value that is invalid and removed. Other values are free."""
