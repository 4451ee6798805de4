"""The formats of feeds: one table. What writes a format is registered in :mod:`syndicate.feeds`."""

from __future__ import annotations

from typing import Final

import attrs

__all__ = ["FORMATS", "OWN_FORMATS", "FeedFormat"]


@attrs.frozen
class FeedFormat:
    """A format that every feed is published in.

    Attributes:
        name: what it is called in commands; the ending of its files too.
        label: what it is called in pages, a proper name in every language.
        media_type: of its files.
    """

    name: str
    label: str
    media_type: str


FORMATS: Final[dict[str, FeedFormat]] = {
    format.name: format
    for format in (
        FeedFormat("rss", "RSS", "application/rss+xml"),
        FeedFormat("atom", "Atom", "application/atom+xml"),
        FeedFormat("json", "JSON Feed", "application/feed+json"),
    )
}
"""The formats by name, in the order they are offered; others may be added."""

OWN_FORMATS: Final = tuple(FORMATS)
"""Those of this package, which every feed can be written in, and which are validated."""
