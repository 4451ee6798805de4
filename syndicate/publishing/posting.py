"""Sending a few bytes to a server over HTTP, again where that may help. What is sent is decided elsewhere."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from time import sleep
from typing import Final
from urllib.error import HTTPError

import attrs

from syndicate.errors import Message
from syndicate.http_client import PASSING, TIMEOUT, USER_AGENT, opener, wait_asked
from syndicate.reasons import of_system

__all__ = ["Answer", "Poster"]

_TRIES: Final = 4
_LONGEST_WAIT: Final = 60.0


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


class Poster:
    """Sends requests, each up to four times, with pauses of 1, 2 and 4 seconds or as long as the server asks for.

    Args:
        pause: how to wait some seconds.
    """

    def __init__(self, pause: Callable[[float], None] = sleep) -> None:
        self._pause = pause
        self._opener = opener()

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
        headers = {"Content-Type": media_type, "User-Agent": USER_AGENT}
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 -- is_url takes http(s) alone
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return Answer(response.status), 0.0
        except HTTPError as error:
            with error:
                reason = f"{error.code} {error.reason}".strip()
                if moved := error.headers.get("Location"):
                    reason = Message("{reason}, moved to {address}", reason=reason, address=moved)
                return Answer(error.code, reason, error.code in PASSING), wait_asked(error.headers)
        except (OSError, HTTPException) as error:
            return Answer(0, _reason(error), may_pass=True), 0.0


def _reason(error: OSError | HTTPException) -> str:
    """Why nobody answered: what the system says, in any language, or the library."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, OSError):
        return of_system(cause)
    return str(cause) or type(error).__name__
