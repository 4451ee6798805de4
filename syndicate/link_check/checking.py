"""The check of all links of a catalog: who is asked, in which order, and what is said of it."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from syndicate.explained import explained
from syndicate.http_client import TIMEOUT
from syndicate.link_check.hosts import Hosts, Refused, origin
from syndicate.link_check.mentions import Mention, mentions
from syndicate.link_check.replies import Known, Reply, State
from syndicate.locales import tag
from syndicate.locales.identifiers import same_language
from syndicate.model import Catalog, Finding, FindingKind

__all__ = ["check_links"]

_WORKERS: Final = 8
_REDIRECTS: Final = 10
_GONE: Final = frozenset({404, 410})
_FOR_GOOD: Final = frozenset({301, 308})


@explained
def check_links(
    catalog: Catalog,
    base_url: str = "",
    *,
    known: str | Path | None = None,
    minutes: float = 30.0,
    pause: float = 1.0,
    private: bool = False,
) -> tuple[Finding, ...]:
    """Ask whether the pages that a catalog links to are still there, where they are, and in which language.

    Servers are asked politely: each for one page at a time, with a pause, as its ``robots.txt`` (RFC 9309) and
    ``Retry-After`` (RFC 9110 section 10.2.3) say, and no page twice. Eight servers are asked at once.

    Args:
        catalog: the topics.
        base_url: the publisher's own site, whose pages are not asked for.
        known: the file that keeps what was learned: what is there for a week, what is gone for a day.
        minutes: so long it may take at most; the next run goes on with what is left.
        pause: the seconds between two requests to one server.
        private: whether servers of a private network are asked too. A catalog from elsewhere may name some.

    Returns:
        What is gone, has moved for good, is in another language than stated, or could not be reached or checked.

    Raises:
        SourceError: the file of what is known is damaged.
        PublishError: it cannot be written.
    """
    named = list(mentions(catalog, base_url))
    memory = Known(Path(known) if known is not None else None)
    wanted: dict[str, str] = {}
    for mention in named:
        wanted[mention.url] = wanted.get(mention.url) or mention.language
    replies = {url: reply for url in wanted if (reply := memory.get(url)) is not None}
    hosts = Hosts(minutes, pause, private)
    try:
        for url, reply in _asked({url: wanted[url] for url in wanted if url not in replies}, hosts):
            replies[url] = reply
            memory.remember(url, reply)
    finally:
        hosts.stopping.set()
        memory.save()
    return tuple(_findings(named, replies))


def _asked(wanted: Mapping[str, str], hosts: Hosts) -> Iterator[tuple[str, Reply]]:
    """Each address with its reply, as they come; those that no time was left for come last."""
    queues: dict[str, list[str]] = defaultdict(list)
    for url in wanted:
        queues[origin(url)].append(url)
    servers: SimpleQueue[list[str]] = SimpleQueue()
    for urls in sorted(queues.values(), key=len, reverse=True):  # the longest first, as it takes the longest
        servers.put(urls)
    done: SimpleQueue[tuple[str, Reply] | Exception] = SimpleQueue()

    def work() -> None:
        try:
            while not hosts.stopping.is_set():
                for url in servers.get_nowait():
                    done.put((url, _reply(url, tag(wanted[url]) if wanted[url] else "", hosts)))
        except Empty:
            return
        except Exception as error:
            done.put(error)

    # Threads that no exit waits for: one may hang on a server for as long as a request may take.
    for _ in range(min(_WORKERS, len(queues))):
        threading.Thread(target=work, daemon=True).start()
    left = dict(wanted)
    while left:
        try:
            found = done.get(timeout=max(0.1, hosts.deadline + TIMEOUT - time.monotonic()))
        except Empty:
            break
        if isinstance(found, Exception):
            raise found
        url, reply = found
        del left[url]
        yield url, reply
    for url in left:
        yield url, Reply(State.UNCHECKED, "time-is-over")


def _reply(url: str, language: str, hosts: Hosts) -> Reply:
    """What the server of an address says of it, and those that it redirects to."""
    place, for_good = url, True
    try:
        for _ in range(_REDIRECTS):
            answer = hosts.ask(place, language)
            if answer.problem:
                return Reply(State.FAILED, answer.problem)
            if answer.location:
                for_good = for_good and answer.status in _FOR_GOOD
                place = answer.location
            elif answer.status in _GONE:
                return Reply(State.GONE, status=answer.status)
            elif answer.status >= 500:
                return Reply(State.FAILED, "server-error", answer.status)
            elif answer.status >= 300:
                return Reply(State.UNCHECKED, "refuses-programs", answer.status)
            else:
                moved_to = place if for_good and place != url else ""
                return Reply(State.FINE, status=answer.status, moved_to=moved_to, language=answer.language)
    except Refused as refusal:
        return Reply(State.FAILED if refusal.has_failed else State.UNCHECKED, refusal.reason)
    return Reply(State.FAILED, "endless-redirects")


def _findings(named: Iterable[Mention], replies: Mapping[str, Reply]) -> Iterator[Finding]:
    """What is said of each place, then of the servers that were not asked."""
    for mention in named:
        reply = replies[mention.url]
        if reply.state == State.GONE:
            yield _finding(FindingKind.GONE_LINK, mention, status=str(reply.status))
        elif reply.state == State.FAILED:
            details = {"status": str(reply.status)} if reply.status else {}
            yield _finding(FindingKind.UNREACHED_LINK, mention, reason=reply.reason, **details)
        if reply.moved_to:
            yield _finding(FindingKind.MOVED_LINK, mention, address=reply.moved_to)
        if mention.language and reply.language and not same_language(mention.language, reply.language):
            languages = {"language": mention.language, "found_language": reply.language}
            yield _finding(FindingKind.LINK_LANGUAGE, mention, **languages)
    left = Counter(
        (urlsplit(url).netloc, reply.reason, reply.status)
        for url, reply in replies.items()
        if reply.state == State.UNCHECKED
    )
    for (host, reason, status), count in sorted(left.items()):
        details = {"host": host, "reason": reason, "status": str(status), "count": str(count)}
        yield Finding(kind=FindingKind.UNCHECKED_LINK, details=details)


def _finding(kind: FindingKind, mention: Mention, **details: str) -> Finding:
    return Finding(
        kind=kind,
        topic=mention.topic,
        locale=mention.locale,
        source=mention.source,
        details={"title": mention.title, "link": mention.url, **details},
    )
