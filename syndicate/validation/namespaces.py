"""What a misspelled namespace was meant to be. The right ones are in `syndicate.namespaces`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from syndicate.namespaces import NAMESPACES

__all__ = ["likely_namespace"]

_LONGEST: Final = 200


def _skeleton(namespace: str) -> str:
    """A namespace without what is most often mistaken in it: its scheme, case, white space, and its end."""
    return re.sub(r"^(?:[a-z]{1,6}:)?/*|\s+|[/#]+$", "", namespace.strip().lower())


_VERSION = re.compile(r"[-/]v?\d[\d.]*(?=(?:\.[a-z]+)?$)")


def _whole(namespace: str) -> str:
    """A skeleton whose version is written in one way: 1, 1.0 and v1.0 are the same."""
    return _VERSION.sub(lambda match: "/" + re.sub(r"(?:\.0*)+$", "", match[0][1:].lstrip("v")), namespace)


_SKELETONS: Final = {_skeleton(namespace): namespace for namespace in NAMESPACES.values()} | {
    skeleton.removeprefix("www.") if skeleton.startswith("www.") else f"www.{skeleton}": namespace
    for namespace in NAMESPACES.values()
    if (skeleton := _skeleton(namespace))
}
_WHOLE: Final = {_whole(skeleton): namespace for skeleton, namespace in reversed(_SKELETONS.items())}
_UNVERSIONED: Final = {
    _VERSION.sub("", skeleton): namespace
    for skeleton, namespace in reversed(_SKELETONS.items())
    if _VERSION.search(skeleton)
}
_KNOWN: Final = frozenset(NAMESPACES.values())


@lru_cache(maxsize=512)
def likely_namespace(namespace: str) -> str | None:
    """The namespace that another was meant to be; None where it is right, or like none.

    >>> likely_namespace("https://www.w3.org/2005/Atom")
    'http://www.w3.org/2005/Atom'
    >>> likely_namespace("http://purl.org/syndication/history/1")
    'http://purl.org/syndication/history/1.0'
    >>> likely_namespace("http://www.w3.org/2005/Atom"), likely_namespace("https://example.org/ns")
    (None, None)
    """
    if namespace in _KNOWN or len(namespace) > _LONGEST:
        return None
    skeleton = _skeleton(namespace)
    if (same := _SKELETONS.get(skeleton)) is not None:
        return same
    if (same := _WHOLE.get(_whole(skeleton)) or _UNVERSIONED.get(skeleton)) is not None:
        return same
    found = (right for known, right in _SKELETONS.items() if _near(skeleton, known))
    return next(found, None) or next((known for known in NAMESPACES.values() if _near(namespace, known)), None)


def _near(one: str, other: str) -> bool:
    """Whether one character is missing, too many, another, or changes places with the next."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 8:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, remaining = one[start:], other[start:]
    return (
        rest[1:] == remaining[1:]
        or rest[1:] == remaining
        or rest == remaining[1:]
        or (rest[:2] == remaining[1::-1] and len(remaining) > 1 and rest[2:] == remaining[2:])
    )
