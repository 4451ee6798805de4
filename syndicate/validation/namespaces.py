"""The namespaces that feeds use, and what a misspelled one was meant to be. Their elements: see `extensions`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["NAMESPACES", "meant"]

NAMESPACES: Final[dict[str, str]] = {
    "admin": "http://webns.net/mvcb/",
    "app": "http://www.w3.org/2007/app",
    "atom": "http://www.w3.org/2005/Atom",
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "cc": "http://web.resource.org/cc/",
    "cc4": "http://creativecommons.org/ns#",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "context": "http://purl.org/rss/1.0/modules/context/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "creativeCommons2": "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "g": "http://base.google.com/ns/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geourl": "http://geourl.org/rss/module/",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "gml32": "http://www.opengis.net/gml/3.2",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "icbm": "http://postneo.com/icbm",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "kml20": "http://earth.google.com/kml/2.0",
    "kml21": "http://earth.google.com/kml/2.1",
    "kml22": "http://www.opengis.net/kml/2.2",
    "kml23": "http://www.opengis.net/kml/2.3",
    "mathml": "http://www.w3.org/1998/Math/MathML",
    "media": "http://search.yahoo.com/mrss/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "opensearch10": "http://a9.com/-/spec/opensearchrss/1.0/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rawvoice": "http://www.rawvoice.com/rawvoiceRssModule/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "svg": "http://www.w3.org/2000/svg",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "taxo": "http://purl.org/rss/1.0/modules/taxonomy/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "threading": "http://purl.org/rss/1.0/modules/threading/",
    "tombstones": "http://purl.org/atompub/tombstones/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
    "sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "rss1": "http://purl.org/rss/1.0/",
    "atom03": "http://purl.org/atom/ns#",
    "dc10": "http://purl.org/dc/elements/1.0/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""The namespaces of feeds and their extensions, by the prefix that is usual."""

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
def meant(namespace: str) -> str | None:
    """The namespace that another was meant to be; None where it is right, or like none.

    >>> meant("https://www.w3.org/2005/Atom")
    'http://www.w3.org/2005/Atom'
    >>> meant("http://purl.org/syndication/history/1")
    'http://purl.org/syndication/history/1.0'
    >>> meant("http://www.w3.org/2005/Atom"), meant("https://example.org/ns")
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
