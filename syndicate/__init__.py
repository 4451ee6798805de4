"""Bilingual content syndication: one catalog of topics, every channel. The public API, each name loaded on use."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from syndicate.cards import Card, card
    from syndicate.errors import SyndicateError
    from syndicate.feeds import Feed, feed
    from syndicate.history import Changes, History
    from syndicate.markup import Policy
    from syndicate.model import (
        Catalog,
        Finding,
        Group,
        Image,
        Link,
        Localized,
        Publisher,
        Record,
        Reference,
        Section,
        Subject,
        Topic,
        Twin,
    )
    from syndicate.pairing import pair
    from syndicate.publishing import build
    from syndicate.site import Artifact, Site
    from syndicate.snippets import (
        Bilingual,
        Diagnostic,
        Extract,
        ExtractOptions,
        Snippet,
        SnippetOptions,
        bilingual,
        extract,
        snippet,
    )
    from syndicate.sources import read
    from syndicate.validation import Problem, Validation, validate

__version__ = "0.2.0"

_HOMES = {
    "syndicate.cards": ("Card", "card"),
    "syndicate.errors": ("SyndicateError",),
    "syndicate.feeds": ("Feed", "feed"),
    "syndicate.history": ("Changes", "History"),
    "syndicate.model": (
        "Catalog",
        "Finding",
        "Group",
        "Image",
        "Link",
        "Localized",
        "Publisher",
        "Record",
        "Reference",
        "Section",
        "Subject",
        "Topic",
        "Twin",
    ),
    "syndicate.markup": ("Policy",),
    "syndicate.pairing": ("pair",),
    "syndicate.publishing": ("build",),
    "syndicate.site": ("Artifact", "Site"),
    "syndicate.snippets": (
        "Bilingual",
        "Diagnostic",
        "Extract",
        "ExtractOptions",
        "Snippet",
        "SnippetOptions",
        "bilingual",
        "extract",
        "snippet",
    ),
    "syndicate.sources": ("read",),
    "syndicate.validation": ("Problem", "Validation", "validate"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "read",
    "pair",
    "feed",
    "snippet",
    "bilingual",
    "card",
    "extract",
    "build",
    "validate",
    "Catalog",
    "Topic",
    "Localized",
    "Publisher",
    "Record",
    "Twin",
    "Section",
    "Link",
    "Group",
    "Image",
    "Reference",
    "Subject",
    "Finding",
    "Feed",
    "Snippet",
    "SnippetOptions",
    "Bilingual",
    "Card",
    "Extract",
    "ExtractOptions",
    "Diagnostic",
    "Policy",
    "Site",
    "Artifact",
    "History",
    "Changes",
    "Validation",
    "Problem",
    "SyndicateError",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'syndicate' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
