"""The cleaner itself: it enforces the elements, attributes and addresses of a policy, with nh3."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import nh3

from syndicate.markup.attribute_values import VALUES
from syndicate.markup.pages import Places, parse
from syndicate.markup.policy import ATTRIBUTES, DROPPED_WITH_CONTENT, URL_ATTRIBUTES, Policy
from syndicate.markup.removed import RemovedKind
from syndicate.markup.urls import URL_SCHEMES, WEB, addresses, candidates, resolve
from syndicate.text import ELLIPSIS, legal

__all__ = ["Task", "begin", "cleaner", "count_lost", "count_silent", "private"]

_EVERYWHERE = {attribute: check for (element, attribute), check in VALUES.items() if element == "*"}


class Task:
    """The fragment a thread is cleaning: a cleaner is costly to make, so all fragments share one.

    Attributes:
        base: where its relative addresses start.
        anchors: whether the page at the base has the ids that its links name; or the ids that it has.
        found: what is removed of it.
        written: its original addresses, by the cleaned ones.
        seen: how many attributes with addresses were checked.
    """

    __slots__ = ("anchors", "base", "found", "seen", "written")

    def __init__(self) -> None:
        self.base: str | None = None
        self.anchors: bool | Places = True
        self.found: Counter[tuple[RemovedKind, str]] = Counter()
        self.written: dict[str, str] = {}
        self.seen = 0


class _Threads(threading.local):
    def __init__(self) -> None:
        self.task = Task()


_threads = _Threads()


def begin(base: str | None, *, anchors: bool | Places = True) -> Task:
    """Prepare this thread for a fragment."""
    task = _threads.task
    task.base, task.anchors, task.seen = base, anchors, 0
    if task.found:  # which the caller may still hold
        task.found = Counter()
    task.written.clear()
    return task


_LONGEST: Final = 100


def _short(url: str) -> str:
    url = legal(url.strip())[0]
    return (url if len(url) <= _LONGEST else f"{url[:_LONGEST]}{ELLIPSIS}") or '""'


_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\t\r\n-]*):", re.IGNORECASE)


def _drop(task: Task, value: str) -> None:
    """Count an address that leads nowhere, or is not allowed."""
    scheme = _SCHEME.match(value)
    is_known = scheme is None or scheme[1].lower() in URL_SCHEMES
    task.found[RemovedKind.UNRESOLVED_URLS if is_known else RemovedKind.UNSAFE_URLS, _short(value)] += 1


def _picture_address(task: Task, value: str) -> str | None:
    url = resolve(value, task.base)
    task.seen += 1
    if url is None:
        _drop(task, value)
        return None
    if not url.startswith(WEB):
        task.found[RemovedKind.UNSAFE_URLS, _short(value)] += 1
        return None
    task.written[url] = value
    return url


def _picture_addresses(task: Task, value: str) -> str | None:
    before = task.seen
    for url in addresses(value):
        _picture_address(task, url)
    task.seen = before + 1
    return candidates(value, task.base)


@lru_cache(maxsize=64)
def cleaner(policy: Policy, extra: frozenset[tuple[str, str]] = frozenset()) -> Callable[[str], str]:
    """The cleaner of a policy, with attributes (element and name) beyond it that the caller goes on to rewrite."""
    limited = policy.url_schemes != URL_SCHEMES or policy.link_hosts is not None

    def keep(element: str, attribute: str, value: str) -> str | None:
        """What an allowed attribute becomes; None drops it."""
        if attribute in URL_ATTRIBUTES:
            task = _threads.task
            if attribute == "src":
                return _picture_address(task, value)
            if attribute == "srcset":
                return _picture_addresses(task, value)
            task.seen += 1
            url = resolve(value, task.base)
            if url is None:
                _drop(task, value)
            elif limited and not policy.allows_link(url):
                task.found[RemovedKind.FOREIGN_HOSTS, _host(url)] += 1
            elif task.anchors is not True and attribute == "href" and _is_dead(task, task.anchors, url, value):
                task.found[RemovedKind.DEAD_LINKS, _short(value)] += 1
            else:
                return url
            return None
        check = VALUES.get((element, attribute)) or _EVERYWHERE.get(attribute)
        return check(value) if check else value

    attributes = {tag: set(names) for tag, names in policy.attributes.items() if tag == "*" or tag in policy.tags}
    for tag, name in extra:
        if tag == "*" or tag in policy.tags:
            attributes.setdefault(tag, set()).add(name)
    attributes["img"] = attributes.get("img", set()) - _PRIVATE
    return nh3.Cleaner(
        tags=set(policy.tags),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=attributes,
        attribute_filter=keep,
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    ).clean


_PRIVATE: Final = frozenset({"loading", "referrerpolicy"})
"""The attributes that each picture gets: its host does not learn the page, and loading waits until it is in view."""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or _short(url)
    except ValueError:
        return _short(url)


def _is_dead(task: Task, anchors: bool | Places, url: str, value: str) -> bool:
    """Whether a link leads to an id that its own page does not have."""
    is_within = value.lstrip().startswith("#")
    if isinstance(anchors, Places):
        return is_within and anchors.lack(url)
    return is_within or (task.base is not None and url.startswith(f"{task.base}#"))


def count_lost(task: Task, fragment: str, lowered: bytes) -> None:
    """Count the addresses of a fragment that the cleaner dropped without calling back."""
    written = lowered.count(b"href") + lowered.count(b"src") + lowered.count(b"cite=")
    if written <= task.seen or written - lowered.count(b"hreflang") <= task.seen:
        return
    for kind in (RemovedKind.UNSAFE_URLS, RemovedKind.UNRESOLVED_URLS):
        for found in [key for key in task.found if key[0] is kind]:
            del task.found[found]
    tree = parse(f"<!doctype html><body>{fragment}")
    for node in tree.css("[href], [src], [srcset], [cite]"):
        attributes = node.attributes
        allowed = ATTRIBUTES.get(node.tag or "", frozenset()) & URL_ATTRIBUTES
        for name in sorted(allowed & attributes.keys()):
            value = attributes[name] or ""
            if name == "srcset":
                _picture_addresses(task, value)
            elif name == "src":
                _picture_address(task, value)
            elif not _is_readable(resolve(value, task.base)):
                _drop(task, value)


def _is_readable(url: str | None) -> bool:
    """Whether the cleaner can parse an address; it refuses some mail addresses."""
    try:
        return url is not None and bool(urlsplit(url))
    except ValueError:
        return False


def private(cleaned: str, policy: Policy) -> str:
    """Sanitized HTML whose pictures reveal as little to their host as possible."""
    stated = _privately(policy)
    pieces = cleaned.split("<img")
    for place in range(1, len(pieces)):
        attributes, end, text = pieces[place].partition(">")  # which is never part of a value
        pieces[place] = f"{attributes}{stated}{end}{text}"
    return "<img".join(pieces)


@lru_cache(maxsize=64)
def _privately(policy: Policy) -> str:
    allowed = policy.attributes.get("img", frozenset())
    stated = (("referrerpolicy", "no-referrer"), ("loading", "lazy"))
    return "".join(f' {name}="{value}"' for name, value in stated if name in allowed)


_SRC = re.compile(r' src(?:set)?="([^"]*)"')


def count_silent(task: Task, cleaned: str) -> None:
    """Count the pictures whose author did not say what they show."""
    for piece in cleaned.split("<img")[1:]:
        attributes = piece.partition(">")[0]
        if ' alt="' not in attributes and ' title="' not in attributes and (src := _SRC.search(attributes)):
            url = html.unescape(src[1]).split(" ", 1)[0]
            task.found[RemovedKind.NO_ALTERNATIVE, _short(task.written.get(url, url))] += 1
