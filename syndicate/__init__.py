"""Bilingual content syndication: one catalog of topics, every channel.

    catalog = syndicate.read("topics")
    publisher = syndicate.Publisher.load("topics/publisher.toml")
    syndicate.build(catalog, publisher, "public")

``help(syndicate.build)`` and the like describe each name.

Functions
    read, pair: a catalog of topics, from files or from records
    feed: RSS, Atom, and JSON feeds
    snippet, bilingual: a topic as HTML and JSON for other sites, in one language or in two
    topic_list: several topics as a list for other sites and for newsletters
    card: the share card of a topic: head tags and picture
    extract: the marked regions of any web page
    build: the whole as a tree of static files
    validate: the faults of a feed or a tree

Classes of what is published
    Catalog, Topic, Section, Link, Group, Image, Reference, Subject, Correction, OtherLanguage
    Localized, Resolved: a value in several languages, and the one that a reader gets
    Publisher, CardStyle, Policy: who publishes, how it looks, which HTML is allowed

Classes of what is read
    Record, Twin, SourceMetadata: one topic in one language, as its source states it
    Finding, FindingKind, Severity: what an editor should know

Classes of results
    Feed, Snippet, SnippetOptions, Bilingual, TopicList, Card
    Extract, ExtractOptions, Diagnostic, DiagnosticKind
    Site, Artifact: any file of a tree, made alone
    Report, Validation, Problem
    History, Changes: what was published before, and what is new

Errors, each a SyndicateError
    HistoryError, InvalidValueError, LocaleError, NotFoundError, PublisherError, PublishError, SourceError
"""

from __future__ import annotations

__version__ = "0.2.0"

_homes: dict[str, str] = {}
"""The package that each public name comes from, as ``__init__.pyi`` says; each name is loaded when it is asked for."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if not _homes:
        _homes.update(_read_homes())
    if name == "__all__" and not _asked_by_help():
        return list(_homes)
    if name not in _homes:
        raise AttributeError(f"module 'syndicate' has no attribute {name!r}")
    value: object = getattr(import_module(_homes[name]), name)
    globals()[name] = value
    return value


def _asked_by_help() -> bool:
    """Whether pydoc asks: it would print all members of the classes named in ``__all__``, 4,000 lines."""
    import sys

    return sys._getframe(2).f_globals.get("__name__") == "pydoc"


def _read_homes() -> dict[str, str]:
    from ast import ImportFrom, parse

    stub = parse(__loader__.get_data(f"{__path__[0]}/__init__.pyi"))
    return {name.name: node.module or "" for node in stub.body if isinstance(node, ImportFrom) for name in node.names}


def __dir__() -> list[str]:
    return sorted({*globals(), "__all__", *__getattr__("__all__")})  # type: ignore[misc]
