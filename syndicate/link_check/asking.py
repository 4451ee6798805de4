"""One request for an address, and what its answer tells. How often servers are asked is in `hosts`."""

from __future__ import annotations

import ssl
import time
import urllib.request
from email.message import Message
from http.client import HTTPException, HTTPResponse
from socket import gaierror
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

import attrs
from babel import UnknownLocaleError
from selectolax.lexbor import LexborHTMLParser

from syndicate.errors import SyndicateError
from syndicate.http_client import TIMEOUT, USER_AGENT, opener, wait_asked
from syndicate.locales import parse, tag
from syndicate.locales.detection import other_language
from syndicate.markup.plain import text_of
from syndicate.markup.urls import resolve

__all__ = ["Answer", "ask", "read_text"]

_READ: Final = 64 * 1024
"""So many bytes of a page tell its language."""
_SAMPLE: Final = 4000
_NOT_ESCAPED: Final = "!#$%&'()*+,/:;=?@[]~"
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_OPENER: Final = opener()


@attrs.frozen
class Answer:
    """What a server answered to one request.

    Attributes:
        status: the status; 0 if there was no answer.
        problem: why there was none, by its name in the table of reasons.
        location: where it redirects to.
        language: the language of the page, as a tag; empty where it is not known.
        wait: so many seconds the server asks to wait.
    """

    status: int
    problem: str = ""
    location: str = ""
    language: str = ""
    wait: float = 0.0


def ask(url: str, language: str = "") -> Answer:
    """Ask for an address, and read as much of its page as tells the language.

    It is a GET: many servers answer a HEAD otherwise than they answer readers.

    Args:
        url: an http(s) address.
        language: the tag of the language that its readers want.
    """
    headers = {"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.8"}
    if language:
        headers["Accept-Language"] = language
    try:
        request = urllib.request.Request(_on_the_wire(url), headers=headers)  # noqa: S310 -- http(s) alone is asked for
        with _OPENER.open(request, timeout=TIMEOUT) as response:
            is_page = response.headers.get_content_type() in _PAGES
            return Answer(response.status, language=_language(_start(response), response.headers) if is_page else "")
    except HTTPError as error:
        with error:
            location = resolve(error.headers.get("Location", ""), url) or ""
            return Answer(error.code, location=location, wait=wait_asked(error.headers))
    except (OSError, HTTPException, UnicodeError) as error:
        return Answer(0, _problem(error))


def read_text(url: str) -> tuple[int, str]:
    """The status and the text of a small file, such as ``robots.txt``; the status is 0 if there was no answer."""
    try:
        request = urllib.request.Request(_on_the_wire(url), headers={"User-Agent": USER_AGENT})  # noqa: S310 -- as above
        with _OPENER.open(request, timeout=TIMEOUT) as response:
            return response.status, _start(response).decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, ""
    except (OSError, HTTPException, UnicodeError):
        return 0, ""


def _on_the_wire(url: str) -> str:
    """An address as it is sent: its host in the form of IDNA, the rest in ASCII (RFC 3987 section 3.1)."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if not parts.netloc.isascii() else ""
    if host and parts.port:
        host += f":{parts.port}"
    parts = parts._replace(netloc=host or parts.netloc, fragment="")
    return quote(parts.geturl(), safe=_NOT_ESCAPED)


def _start(response: HTTPResponse) -> bytes:
    """The beginning of a body; of a server that sends it by the drop, what has come in time."""
    until = time.monotonic() + TIMEOUT
    found = b""
    while len(found) < _READ and time.monotonic() < until and (more := response.read1(_READ)):
        found += more
    return found


def _language(body: bytes, headers: Message) -> str:
    """The language of a page: that of its words where they plainly tell another one than it states."""
    page = LexborHTMLParser(body.decode(headers.get_content_charset("utf-8"), "replace"))
    root = page.root
    attributes = root.attributes if root is not None else {}
    stated = _tag(attributes.get("lang") or attributes.get("xml:lang") or headers.get("Content-Language") or "")
    if not stated or page.body is None:
        return stated
    return other_language(text_of(page.body)[:_SAMPLE], stated) or stated


def _tag(text: str) -> str:
    """The tag of a language as a server writes it; empty if it is not a tag, or names several languages."""
    try:
        return tag(parse(text.strip()))
    except (SyndicateError, UnknownLocaleError, ValueError):
        return ""


def _problem(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, (gaierror, UnicodeError)):
        return "no-host"
    if isinstance(cause, ssl.SSLError):
        return "no-certificate"
    return "no-answer" if isinstance(cause, TimeoutError) else "no-connection"
