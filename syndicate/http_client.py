"""HTTP as a client: what every request of ours has in common. Nothing is tried again here, and no redirect followed."""

from __future__ import annotations

import urllib.request
from contextlib import suppress
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, Final

__all__ = ["PASSING", "TIMEOUT", "USER_AGENT", "opener", "wait_asked"]

TIMEOUT: Final = 30.0
"""So many seconds may pass without a byte of an answer."""

USER_AGENT: Final = "syndicate"
"""The name by which servers know our requests, also in their ``robots.txt``."""

PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""The answers after which the same request may be accepted later (RFC 9110 section 15)."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are answers: a redirected POST would become a GET, and a check of links reports them."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def opener() -> urllib.request.OpenerDirector:
    """What sends requests; any answer other than 2xx is raised as an :exc:`urllib.error.HTTPError`."""
    return urllib.request.build_opener(_NoRedirects)


def wait_asked(headers: Message) -> float:
    """The seconds of a ``Retry-After`` (RFC 9110 section 10.2.3); 0 where it is missing or cannot be read."""
    retry_after = headers.get("Retry-After", "").strip()
    with suppress(TypeError, ValueError):
        if retry_after.isdecimal():
            return float(retry_after)
        then, now = (parsedate_to_datetime(date) for date in (retry_after, headers.get("Date", "")))
        return max(0.0, (then - now).total_seconds())
    return 0.0
