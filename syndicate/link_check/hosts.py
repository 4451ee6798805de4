"""How servers are asked: one request at a time, with a pause, as their ``robots.txt`` and ``Retry-After`` say."""

from __future__ import annotations

import threading
import time
from ipaddress import ip_address
from socket import getaddrinfo
from typing import Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import attrs

from syndicate.http_client import PASSING, USER_AGENT
from syndicate.link_check.asking import Answer, ask, read_text

__all__ = ["Hosts", "Refused", "origin"]

_LONGEST_PAUSE: Final = 30.0
_LONGEST_WAIT: Final = 60.0
_FAILURES: Final = 3
"""After so many addresses in a row that failed, the server is down, and is left alone."""


def origin(url: str) -> str:
    """The scheme, host, and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@attrs.frozen
class Refused(Exception):
    """An address was not asked for.

    Attributes:
        reason: why, by its name in the table of reasons.
        has_failed: whether the server is down, and not merely left alone.
    """

    reason: str
    has_failed: bool = False


@attrs.define
class _Host:
    pause: float
    lock: threading.Lock = attrs.field(factory=threading.Lock)
    robots: RobotFileParser | None = None
    ready_at: float = 0.0
    failures: int = 0
    closed: Refused | None = None


class Hosts:
    """The servers of a run.

    Args:
        minutes: so long the run may take.
        pause: the seconds between two requests to one server; longer where its ``robots.txt`` asks for it.
        private: whether servers of a private network are asked too.
    """

    def __init__(self, minutes: float, pause: float, private: bool) -> None:
        self._pause, self._private = pause, private
        self.deadline = time.monotonic() + 60 * minutes
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def ask(self, url: str, language: str = "") -> Answer:
        """Ask for an address when it is its server's turn; again, once, where that may help.

        Raises:
            Refused: it is not asked for.
        """
        with self._lock:
            host = self._hosts.setdefault(origin(url), _Host(self._pause))
        with host.lock:
            self._check(host, url)
            answer = self._once(host, url, language)
            if (answer.problem or answer.status in PASSING) and answer.wait <= _LONGEST_WAIT:
                self._sleep(answer.wait)
                answer = self._once(host, url, language)
            if answer.status in PASSING and answer.wait > 0:
                host.closed = Refused("busy-server")
                raise host.closed
            host.failures = host.failures + 1 if answer.problem else 0
            if host.failures >= _FAILURES:
                host.closed = Refused(answer.problem, has_failed=True)
            return answer

    def _check(self, host: _Host, url: str) -> None:
        """Raise if the server, or this address of it, is left alone."""
        if host.closed is None and host.robots is None:
            if not self._private and _is_private(urlsplit(url).hostname or ""):
                host.closed = Refused("private-network")
            else:
                host.robots = self._rules(host, origin(url))
        if host.closed is not None:
            raise host.closed
        if host.robots is not None and not host.robots.can_fetch(USER_AGENT, url):
            raise Refused("robots")

    def _rules(self, host: _Host, server: str) -> RobotFileParser:
        """What a server asks of programs (RFC 9309): all is allowed where it has no rules."""
        rules = RobotFileParser()
        status, text = read_text(f"{server}/robots.txt")
        rules.parse(text.splitlines() if status == 200 else [])
        host.pause = max(host.pause, min(_LONGEST_PAUSE, float(rules.crawl_delay(USER_AGENT) or 0)))
        host.ready_at = time.monotonic() + host.pause
        return rules

    def _once(self, host: _Host, url: str, language: str) -> Answer:
        self._sleep(host.ready_at - time.monotonic())
        answer = ask(url, language)
        host.ready_at = time.monotonic() + host.pause
        return answer

    def _sleep(self, seconds: float) -> None:
        """Wait some seconds, if the run has as many left."""
        if time.monotonic() + max(0.0, seconds) >= self.deadline or self.stopping.wait(max(0.0, seconds)):
            raise Refused("time-is-over")


def _is_private(host: str) -> bool:
    """Whether a name leads into a private network, or to this machine: a catalog from elsewhere may try to."""
    try:
        found = {str(row[4][0]).partition("%")[0] for row in getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False  # the request will tell
    return not all(ip_address(address).is_global for address in found)
