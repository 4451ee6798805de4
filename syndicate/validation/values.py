"""Single values: dates, addresses, media types, languages, numbers. Each check tells what is wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from syndicate.errors import LocaleError
from syndicate.locales import parse
from syndicate.validation.problems import quoted

__all__ = [
    "Check",
    "Fault",
    "address",
    "decimal",
    "email",
    "instant",
    "iri",
    "iri_reference",
    "language",
    "mailbox",
    "media_type",
    "moment_rfc822",
    "moment_rfc3339",
    "number",
    "one_of",
    "plain",
    "relative_links",
    "rfc822",
    "rfc3339",
    "something",
    "w3c_date",
    "web_address",
]

Fault = tuple[str, str]
"""The rule that a value breaks, and a message."""

Check = Callable[[str], Fault | None]
"""Tells what is wrong with a value."""

# Dates

_RFC3339 = re.compile(
    r"(\d{4})-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_W3C = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZONES: Final = {"ut": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6} | {
    "pst": -8,
    "pdt": -7,
}
_RFC822 = re.compile(
    r"(?:(?P<weekday>[A-Za-z]+)\s*,\s*)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\s+(?P<year>\d+)\s+"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s+(?P<zone>[A-Za-z]+|[+-]\d{4})",
    re.ASCII,
)
_EARLIEST, _LATEST = 1900, 2100
_LONGEST: Final = 500
"""No date, language or e-mail address is longer; some searches in longer ones would take too long."""


def _rfc3339(text: str) -> tuple[datetime | None, Fault | None]:
    if len(text) > _LONGEST:  # what is remembered has a limit too
        return None, ("invalid-date", f"{quoted(text)} is too long for a date")
    return _parsed_rfc3339(text)


@lru_cache(maxsize=8192)
def _parsed_rfc3339(text: str) -> tuple[datetime | None, Fault | None]:
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None, ("invalid-date", f"{quoted(text)} is no date such as 2024-06-06T02:30:35Z")
    try:
        if match[2] == "60":  # a leap second (RFC 3339 section 5.7)
            moment = datetime.fromisoformat(f"{text[:17]}59{text[19:]}").astimezone(UTC) + timedelta(seconds=1)
        else:
            moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, ("invalid-date", f"there is no such moment as {quoted(text)}")
    return moment, _plausible(int(match[1]), text)


def rfc3339(text: str) -> Fault | None:
    """A date with its time and zone as RFC 3339 and RFC 4287 section 3.3 write it: ``T`` and ``Z`` are capitals."""
    return _rfc3339(text)[1]


def moment_rfc3339(text: str) -> datetime | None:
    """The moment that a date of RFC 3339 stands for, in UTC; None where it is none.

    >>> moment_rfc3339("2024-06-06T02:30:35.25-04:00")
    datetime.datetime(2024, 6, 6, 6, 30, 35, 250000, tzinfo=datetime.timezone.utc)
    """
    return _rfc3339(text)[0]


def instant(text: str) -> Fault | None:
    """A date of RFC 3339 in any case of its letters, as JSON Feed takes it."""
    return rfc3339(text.upper())


def _plausible(year: int, text: str) -> Fault | None:
    if _EARLIEST <= year <= _LATEST:
        return None
    return "implausible-date", f"the year {year} of {quoted(text)} is not between {_EARLIEST} and {_LATEST}"


def w3c_date(text: str) -> Fault | None:
    """A date as Dublin Core advises: a year, month, day or moment of ISO 8601 (W3CDTF)."""
    if _W3C.fullmatch(text):
        try:
            date(int(text[:4]), int(text[5:7] or 1), int(text[8:10] or 1))
        except ValueError:
            return "invalid-date", f"there is no such day as {text}"
        return _plausible(int(text[:4]), text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", text, re.ASCII):
        text = f"{text[:16]}:00{text[16:]}"
    return rfc3339(text)


def _rfc822(text: str) -> tuple[datetime | None, Fault | None]:
    if len(text) > _LONGEST:
        return None, ("invalid-date", f"{quoted(text)} is too long for a date")
    return _parsed_rfc822(text)


@lru_cache(maxsize=8192)
def _parsed_rfc822(text: str) -> tuple[datetime | None, Fault | None]:
    match = _RFC822.fullmatch(_uncommented(text) if "(" in text else text)
    if match is None:
        return None, ("invalid-date", f"{quoted(text)} is no date such as Thu, 06 Jun 2024 02:30:35 +0000")
    weekday, month, zone = ((match[name] or "").lower() for name in ("weekday", "month", "zone"))
    offset = _offset(zone)
    if month not in _MONTHS or (weekday and weekday not in _DAYS) or offset is None or len(match["year"]) not in (2, 4):
        unknown = (
            match["month"]
            if month not in _MONTHS
            else match["weekday"]
            if weekday and weekday not in _DAYS
            else match["zone"]
            if offset is None
            else match["year"]
        )
        return None, ("invalid-date", f"{quoted(unknown)} of {quoted(text)} is none that RFC 822 has")
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        local = datetime(year, _MONTHS.index(month) + 1, int(match["day"]), int(match["hour"]), int(match["minute"]))
        local += timedelta(seconds=int(match["second"] or 0))
        moment = (local - timedelta(minutes=offset)).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None, ("invalid-date", f"there is no such moment as {quoted(text)}")
    if int(match["second"] or 0) > 60:
        return None, ("invalid-date", f"there is no such moment as {quoted(text)}")
    actual = _DAYS[local.date().weekday()]
    if weekday and weekday != actual:
        return moment, (
            "wrong-weekday",
            f"{quoted(text)} is not a {_DAY_NAMES[_DAYS.index(weekday)]}, but a {_DAY_NAMES[_DAYS.index(actual)]}",
        )
    if len(match["year"]) == 2:
        return moment, ("two-digit-year", f"the year of {quoted(text)} has two digits; write four")
    return moment, _plausible(year, text)


def _uncommented(text: str) -> str:
    """A date without the comments in parentheses that RFC 822 section 3.4.3 allows anywhere."""
    for _ in range(3):  # comments in comments
        text = re.sub(r"\((?:[^()\\]|\\.)*\)", " ", text)
    return text.strip()


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich; None where there is no such zone."""
    if zone in _ZONES:
        return _ZONES[zone] * 60
    if len(zone) == 1 and zone != "j":  # RFC 822 has the military zones with the wrong sign, so they say nothing
        return 0
    if len(zone) == 5 and zone[1:].isdigit() and int(zone[1:3]) < 24 and int(zone[3:]) < 60:
        return (int(zone[1:3]) * 60 + int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    return None


def rfc822(text: str) -> Fault | None:
    """A date of RFC 822 with the right day of the week and, as the profile advises, a year of four digits."""
    return _rfc822(text.strip())[1]


def moment_rfc822(text: str) -> datetime | None:
    """The moment that a date of RFC 822 stands for, in UTC; None where it is none.

    >>> moment_rfc822("Thu, 06 Jun 2024 02:30:35 -0400")
    datetime.datetime(2024, 6, 6, 6, 30, 35, tzinfo=datetime.timezone.utc)
    """
    return _rfc822(text.strip())[0]


# Addresses

# Brackets are for the address of a host alone (RFC 3986 section 3.2.2).
_CHARACTERS = r"(?:[^\x00-\x20<>\"{}|\\^`\x7f%\[\]\ud800-\udfff\ufffe\uffff]|%[0-9A-Fa-f]{2})*"
_LITERAL = r"(?://(?:[^/?#\s\[\]]*@)?\[[0-9A-Fa-fvV:.]+\])?"
_REFERENCE = re.compile(rf"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?{_LITERAL}{_CHARACTERS}")
_ABSOLUTE = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{_LITERAL}{_CHARACTERS}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_WEB = re.compile(
    r"(?:https?|ftp):(?://(?:[^/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#@:\[\]]+)(?::\d*)?(?:[/?#].*)?)?", re.I
)
_TAG = re.compile(
    r"tag:(?:[A-Za-z0-9._%+-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(?:-(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|[12]\d|3[01]))?)?:.*"
)
_URN = re.compile(r"urn:(?!urn-)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9]):[^\s#].*", re.I)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[?#].*)?", re.I)


def iri_reference(text: str) -> Fault | None:
    """An IRI, or a relative reference to one (RFC 3987); white space around it is none of it."""
    if _REFERENCE.fullmatch(text) is None:
        return "invalid-iri", f"{quoted(text)} has characters that no IRI has; escape them as %XX"
    return _of_scheme(text)


def iri(text: str) -> Fault | None:
    """An IRI with its scheme, which may be any."""
    if not text:
        return "relative-iri", "the address is empty"
    if _ABSOLUTE.fullmatch(text) is None:
        if _SCHEME.match(text) is None:
            return "relative-iri", f"{quoted(text)} is not absolute; begin it with its scheme, such as https:"
        return "invalid-iri", f"{quoted(text)} has characters that no IRI has; escape them as %XX"
    return _of_scheme(text)


def _of_scheme(text: str) -> Fault | None:
    """What is wrong by the rules of the scheme: a host for the web, the parts of a tag: or urn: URI."""
    scheme = text[: text.find(":") + 1].lower()
    if scheme in ("http:", "https:", "ftp:"):
        if _WEB.fullmatch(text) is None or not text[len(scheme) :].startswith("//"):
            return "invalid-iri", f"{quoted(text)} has no host, or a port that is no number"
    elif scheme == "tag:" and _TAG.fullmatch(text) is None:
        return "invalid-iri", f"{quoted(text)} is no tag: URI such as tag:example.org,2024:sleep (RFC 4151)"
    elif scheme == "urn:":
        if _URN.fullmatch(text) is None:
            return "invalid-iri", f"{quoted(text)} is no urn: URI such as urn:isbn:0451450523 (RFC 8141)"
        if text[:9].lower() == "urn:uuid:" and _UUID.fullmatch(text) is None:
            return "invalid-iri", f"{quoted(text)} does not hold a UUID (RFC 9562)"
    return None


def address(text: str) -> Fault | None:
    """An absolute address of a page or file."""
    text = text.strip()
    found = iri(text)
    if found is None and text.partition(":")[0].lower() in ("http", "https") and not urlsplit(text).hostname:
        return "invalid-iri", f"{quoted(text)} has no host"
    return found


def web_address(text: str) -> Fault | None:
    """An absolute address as RSS has it: a URI, in which characters beyond ASCII are escaped."""
    found = address(text)
    if found is None and not text.isascii():
        return "iri-not-uri", f"{quoted(text)} has characters beyond ASCII; RSS knows URIs, so escape them as %XX"
    return found


# Words

_MEDIA_TYPE = re.compile(
    r"[\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127}(?:[ \t]*;[ \t]*[\w!#$&^.+-]+=(?:[\w!#$&^.+:-]+|\"[^\"]*\"))*", re.A
)
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}|sgn-be-fr|en-gb-oed|zh-min(?:-nan)?",
    re.I | re.A,
)
_SPECIAL_LANGUAGES: Final = frozenset({"mul", "und", "zxx", "mis"})
"""What ISO 639-2 has for several languages, an unknown one, none, and others."""
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")


def media_type(text: str) -> Fault | None:
    """A media type such as ``text/html``, perhaps with parameters."""
    if _MEDIA_TYPE.fullmatch(text) is None:
        return "invalid-media-type", f"{quoted(text)} is no media type such as text/html"
    return None


def language(text: str) -> Fault | None:
    """A language tag of BCP 47, in a language that CLDR knows."""
    if len(text) > _LONGEST:
        return "invalid-language", f"{quoted(text)} is too long for a language tag"
    return _language(text)


@lru_cache(maxsize=256)
def _language(text: str) -> Fault | None:
    if _LANGUAGE.fullmatch(text) is None:
        return "invalid-language", f"{quoted(text)} is no language tag such as en or es-MX"
    if text[:2].lower() not in ("x-", "i-") and text.lower() not in _SPECIAL_LANGUAGES:
        try:
            parse(text.partition("-")[0])
        except LocaleError:
            return "unknown-language", f"{quoted(text)} names no known language"
    return None


def email(text: str) -> Fault | None:
    """An e-mail address alone."""
    return None if _EMAIL.fullmatch(text.strip()) else ("invalid-email", f"{quoted(text)} is no e-mail address")


def mailbox(text: str) -> Fault | None:
    """An e-mail address and a name, as RSS writes a person: ``ana@example.org (Ana Ruiz)``."""
    words = text.strip()
    if len(words) > _LONGEST:  # a search for an address in it would take its square in time
        return "invalid-email", f"{quoted(words)} is too long for an e-mail address"
    if re.fullmatch(rf"{_EMAIL.pattern} +\([^()]*[^()\s][^()]*\)", words):
        return None
    if _EMAIL.fullmatch(words):
        return "rss-email-name", f"{quoted(words)} names no person; write {words[:60]} (Name)"
    if re.fullmatch(rf"[^<>@]*<{_EMAIL.pattern}>", words):
        return "rss-email-name", f"{quoted(words)} is not of the form ana@example.org (Ana Ruiz)"
    return "invalid-email", f"{quoted(words)} is no e-mail address such as ana@example.org (Ana Ruiz)"


def number(low: int = 0, high: int | None = None) -> Check:
    """A check for a whole number in a range."""

    def check(text: str) -> Fault | None:
        digits = text.strip()
        if not re.fullmatch(r"[0-9]{1,18}", digits):
            return "invalid-number", f"{quoted(text)} is not a whole number, or too long"
        if int(digits) < low or (high is not None and int(digits) > high):
            return (
                "invalid-number",
                f"{digits} is not {f'from {low} to {high}' if high is not None else f'{low} or more'}",
            )
        return None

    return check


def one_of(values: Iterable[str], *, ignore_case: bool = False) -> Check:
    """A check for one of some words."""
    allowed = {value.lower() if ignore_case else value: value for value in values}

    def check(text: str) -> Fault | None:
        if (text.lower() if ignore_case else text) in allowed:
            return None
        return "invalid-value", f"{quoted(text)} is none of {', '.join(allowed.values())}"

    return check


def something(text: str) -> Fault | None:
    """A text that is not blank."""
    return None if text.strip() else ("empty-element", "it is empty")


def decimal(text: str) -> Fault | None:
    """A number that may have a fraction."""
    if re.fullmatch(r"\d{1,18}(?:\.\d{1,18})?", text.strip(), re.ASCII):
        return None
    return "invalid-number", f"{quoted(text)} is not a number"


_MARKUP = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|i|img|li|ol|p|small|span|strong|sub|sup|table|td|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)


def plain(text: str) -> Fault | None:
    """Plain text, in which readers would show a tag or an entity as it is written."""
    match = _MARKUP.search(text) if "<" in text or "&" in text else None
    if match is None:
        return None
    return "markup-in-text", f"{quoted(match[0])} will be shown as it stands, since the text is not HTML"


_RELATIVE = re.compile(
    r"<[a-z][^<>]*\s(?:href|src)\s*=\s*[\"'](?![a-z][a-z0-9+.-]*:|#|//|\s*[\"'])([^\"'<>]*)[\"']", re.IGNORECASE
)


def relative_links(html: str) -> Fault | None:
    """HTML without links that are relative to the page it was taken from."""
    match = _RELATIVE.search(html)
    if match is None:
        return None
    return "relative-link-in-content", f"the link {quoted(match[1])} is relative; write its full address"
