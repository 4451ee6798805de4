"""What pages of an application show of a catalog: head tags and snippets. No framework lives here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup

from syndicate.cards import card
from syndicate.cards.head import feed_links, render_tags
from syndicate.feeds import feed
from syndicate.locales import Label, LocaleLike
from syndicate.model import Catalog, Publisher, Topic
from syndicate.snippets import snippet
from syndicate.sources import read

__all__ = ["Topics"]


class Topics:
    """A catalog as an application's pages show it, in the language of each page.

    Args:
        catalog: the topics.
        publisher: who publishes them, and where.

    >>> topics = Topics.load("examples/health-topics", "examples/health-topics/publisher.toml")
    >>> topics.snippet("sleep", "es-MX", heading_level=3).splitlines()[1].striptags()
    'Dormir bien'
    """

    def __init__(self, catalog: Catalog, publisher: Publisher) -> None:
        self.catalog = catalog
        self.publisher = publisher

    @classmethod
    def load(
        cls, source: str | PathLike[str] | Sequence[str | PathLike[str]], publisher: str | PathLike[str]
    ) -> Topics:
        """The topics of files or folders, such as the ``topics.json`` of a published tree.

        Args:
            source: one or several of what :func:`syndicate.read` takes.
            publisher: the path of a ``publisher.toml``.

        Raises:
            SourceError: a source cannot be read.
            PublisherError: the publisher cannot be.
        """
        sources = [source] if isinstance(source, str | PathLike) else source
        owner = Publisher.load(Path(publisher))
        return cls(read(*map(Path, sources), publisher=owner), owner)

    def head(self, slug: str = "", locale: LocaleLike | None = None) -> Markup:
        """The tags for the head of a page: of a topic's page its share card, its languages, and its feeds; without a
        topic the feeds of the catalog.

        Args:
            slug: the topic's.
            locale: the language of the page; by default the publisher's first.

        Raises:
            NotFoundError: there is no such topic.
        """
        wanted = locale or self.publisher.default_locale
        if slug:
            return card(self.catalog[slug], self.publisher, wanted).html
        made = feed(self.catalog, self.publisher, wanted)
        return render_tags(feed_links(Label(made.title, made.locale), made.urls, made.locale))

    def snippet(self, slug: str, locale: LocaleLike | None = None, **options: Any) -> Markup:
        """The text of a topic, in the language asked for or, with a notice, in the nearest that there is.

        Args:
            slug: the topic's.
            locale: the language of the page; by default the publisher's first.
            options: those of :class:`syndicate.SnippetOptions`.

        Raises:
            NotFoundError: there is no such topic.
            InvalidValueError: there is no such option, or its value is wrong.
        """
        return snippet(self.catalog[slug], self.publisher, locale or self.publisher.default_locale, **options).html

    def texts(self) -> Iterator[tuple[Topic, Locale]]:
        """Each topic in each of its languages."""
        return ((topic, locale) for topic in self.catalog.values() for locale in topic.locales)

    @property
    def functions(self) -> Mapping[str, Callable[..., Markup]]:
        """What templates of Jinja2 call, for ``Environment.globals``: ``syndicate_head`` and ``syndicate_snippet``."""
        return {"syndicate_head": self.head, "syndicate_snippet": self.snippet}
