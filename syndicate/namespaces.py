"""The namespaces of XML that feeds, sitemaps and their extensions use, in one table."""

from __future__ import annotations

from typing import Final

__all__ = ["NAMESPACES", "qualified"]

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
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
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


def qualified(prefix: str, name: str = "") -> str:
    """The tag of an element as lxml writes it, or how all tags of a namespace begin.

    >>> qualified("dc", "creator")
    '{http://purl.org/dc/elements/1.1/}creator'
    """
    return f"{{{NAMESPACES[prefix]}}}{name}"
