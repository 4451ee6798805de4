"""Sending a few bytes to a server over HTTP, again where that may help. What is sent is decided elsewhere."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from time import sleep
from typing import Any, Final
from urllib.error import HTTPError

import attrs

__all__ = ["Answer", "Poster"]

_TIMEOUT: Final = 30.0
_TRIES: Final = 4
_LONGEST_WAIT: Final = 60.0
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""The answers after which the same request may be accepted later (RFC 9110 section 15)."""


@attrs.frozen
class Answer:
    """How a server answered in the end.

    Attributes:
        status: the status; 0 where there was no answer.
        reason: what went wrong; empty where nothing did.
        may_pass: whether it was an error of the server or of the network, which may pass.
    """

    status: int
    reason: str = ""
    may_pass: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether the server took what was sent."""
        return 200 <= self.status < 300


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET, whose 200 says nothing of what was sent."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Poster:
    """Sends requests, each up to four times, with pauses of 1, 2 and 4 seconds or as long as the server asks for.

    Args:
        pause: how to wait some seconds.
    """

    def __init__(self, pause: Callable[[float], None] = sleep) -> None:
        self._pause = pause
        self._opener = urllib.request.build_opener(_NoRedirects)

    def post(self, url: str, body: bytes, media_type: str) -> Answer:
        """Send a body to an http(s) address.

        Args:
            url: the address.
            body: what is sent.
            media_type: its media type.
        """
        for attempt in range(_TRIES):
            answer, wait = self._once(url, body, media_type)
            if not answer.may_pass or attempt == _TRIES - 1:
                break
            self._pause(min(_LONGEST_WAIT, max(wait, float(2**attempt))))
        return answer

    def _once(self, url: str, body: bytes, media_type: str) -> tuple[Answer, float]:
        """The answer, and how many seconds the server asks to wait."""
        headers = {"Content-Type": media_type, "User-Agent": "syndicate"}
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 -- is_url takes http(s) alone
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                return Answer(response.status), 0.0
        except HTTPError as error:
            with error:
                reason = f"{error.code} {error.reason}".strip()
                if moved := error.headers.get("Location"):
                    reason += f", moved to {moved}"
                return Answer(error.code, reason, error.code in _PASSING), _asked(error.headers)
        except (OSError, HTTPException) as error:
            return Answer(0, str(getattr(error, "reason", error)) or type(error).__name__, may_pass=True), 0.0


def _asked(headers: Message) -> float:
    """The seconds of a ``Retry-After`` (RFC 9110 section 10.2.3); none where it is missing or cannot be read."""
    retry_after = headers.get("Retry-After", "").strip()
    with suppress(TypeError, ValueError):
        if retry_after.isdecimal():
            return float(retry_after)
        then, now = (parsedate_to_datetime(date) for date in (retry_after, headers.get("Date", "")))
        return (then - now).total_seconds()
    return 0.0
