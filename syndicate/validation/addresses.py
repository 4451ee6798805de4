"""Addresses: IRIs of any scheme, those that run a script, e-mail addresses. Nothing is loaded from any of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from syndicate.errors import Message
from syndicate.validation.problems import Fault, quoted

__all__ = ["address", "email", "iri", "iri_reference", "mailbox", "runs_script", "web_address"]

_LONGEST: Final = 500

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

_STRIPPED = re.compile(r"^[\x00-\x20]+|[\t\n\r]+")
_SCRIPTS = re.compile(r"(?:javascript|vbscript|livescript|data)\s*:", re.I)
_PICTURE_DATA = re.compile(r"data:image/(?:avif|bmp|gif|jpe?g|png|webp|x-icon|svg\+xml)[;,]", re.I)


def runs_script(text: str) -> bool:
    """Whether a browser that follows an address would run a script, as ``javascript:`` does, in any disguise.

    Browsers drop tabs and line ends anywhere in an address, and spaces and controls before it (URL Standard,
    section 4.4). ``data:`` may hold a page; only a picture is harmless.

    >>> runs_script(" java\\tscript:alert(1)"), runs_script("data:image/png;base64,AAAA"), runs_script("/a:b")
    (True, False, False)
    """
    if text.startswith(("http://", "https://")):
        return False
    text = _STRIPPED.sub("", text)
    return _SCRIPTS.match(text) is not None and _PICTURE_DATA.match(text) is None


def _unsafe(text: str) -> Fault | None:
    if runs_script(text):
        return "unsafe-address", Message(
            "{address} runs a script where it is followed; write the address of a page", address=quoted(text)
        )
    return None


def iri_reference(text: str) -> Fault | None:
    """An IRI, or a relative reference to one (RFC 3987); white space around it is not part of it."""
    if (fault := _unsafe(text)) is not None:
        return fault
    if _REFERENCE.fullmatch(text) is None:
        return "invalid-iri", Message(
            "{address} has characters that no IRI has; escape them as %XX", address=quoted(text)
        )
    return _of_scheme(text)


def iri(text: str) -> Fault | None:
    """An IRI with its scheme, which may be any."""
    return _known_iri(text) if len(text) <= _LONGEST else _iri(text)


def _iri(text: str) -> Fault | None:
    if not text:
        return "relative-iri", Message("the address is empty")
    if (fault := _unsafe(text)) is not None:
        return fault
    if _ABSOLUTE.fullmatch(text) is None:
        if _SCHEME.match(text) is None:
            return "relative-iri", Message(
                "{address} is not absolute; begin it with its scheme, such as https:", address=quoted(text)
            )
        return "invalid-iri", Message(
            "{address} has characters that no IRI has; escape them as %XX", address=quoted(text)
        )
    return _of_scheme(text)


_known_iri = lru_cache(maxsize=8192)(_iri)  # the formats of a feed have the same addresses


def _of_scheme(text: str) -> Fault | None:
    """What is wrong by the rules of the scheme: a host for the web, the parts of a tag: or urn: URI."""
    scheme = text[: text.find(":") + 1].lower()
    if scheme in ("http:", "https:", "ftp:"):
        if _WEB.fullmatch(text) is None or not text[len(scheme) :].startswith("//"):
            return "invalid-iri", Message("{address} has no host, or a port that is not a number", address=quoted(text))
    elif scheme == "tag:" and _TAG.fullmatch(text) is None:
        return "invalid-iri", Message(
            "{address} is not a tag: URI such as tag:example.org,2024:sleep (RFC 4151)", address=quoted(text)
        )
    elif scheme == "urn:":
        if _URN.fullmatch(text) is None:
            return "invalid-iri", Message(
                "{address} is not an urn: URI such as urn:isbn:0451450523 (RFC 8141)", address=quoted(text)
            )
        if text[:9].lower() == "urn:uuid:" and _UUID.fullmatch(text) is None:
            return "invalid-iri", Message("{address} does not hold a UUID (RFC 9562)", address=quoted(text))
    return None


def address(text: str) -> Fault | None:
    """An absolute address of a page or file."""
    text = text.strip()
    found = iri(text)
    if found is None and text[:5].lower() in ("http:", "https"):
        try:
            host = urlsplit(text).hostname
        except ValueError:  # an invalid host in brackets, or letters that NFKC maps to delimiters (NFKC)
            return "invalid-iri", Message("{address} has a host that cannot be; correct it", address=quoted(text))
        if not host:
            return "invalid-iri", Message("{address} has no host; write the full address", address=quoted(text))
    return found


def web_address(text: str) -> Fault | None:
    """An absolute address as RSS has it: a URI, in which characters beyond ASCII are escaped."""
    found = address(text)
    if found is None and not text.isascii():
        return "iri-not-uri", Message(
            "{address} has characters beyond ASCII; RSS knows URIs, so escape them as %XX", address=quoted(text)
        )
    return found


# E-mail

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_NAMED_EMAIL = re.compile(rf"{_EMAIL.pattern} *\([^()]*[^()\s][^()]*\)")


def email(text: str) -> Fault | None:
    """An e-mail address alone."""
    return (
        None
        if _EMAIL.fullmatch(text.strip())
        else ("invalid-email", Message("{address} is not an e-mail address", address=quoted(text)))
    )


def mailbox(text: str) -> Fault | None:
    """An e-mail address and a name, as RSS has it: ``ana@example.org (Ana Ruiz)``, or a ``mailto:`` address."""
    words = text.strip()
    if len(words) > _LONGEST:  # a search for an address in it would take quadratic time
        return "invalid-email", Message("{address} is too long for an e-mail address", address=quoted(words))
    if words[:7].lower() == "mailto:":
        found = _EMAIL.search(unquote(words[7:].partition("?")[0]))
        return None if found else ("invalid-email", Message("{address} holds no e-mail address", address=quoted(words)))
    if _NAMED_EMAIL.fullmatch(words):
        return None
    if _EMAIL.fullmatch(words):
        return "rss-email-name", Message(
            "{address} names no person; write {email} (Name)", address=quoted(words), email=words[:60]
        )
    if _EMAIL.search(words) and not words.endswith(")"):
        return "rss-email-name", Message(
            "{address} is not of the form ana@example.org (Ana Ruiz)", address=quoted(words)
        )
    return "invalid-email", Message(
        "{address} is not an e-mail address such as ana@example.org (Ana Ruiz)", address=quoted(words)
    )
