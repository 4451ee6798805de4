"""What pages of an application show of a catalog: head tags and snippets. No framework is used here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup

from syndicate.cards import card
from syndicate.cards.head import feed_links, joined
from syndicate.feeds import feed
from syndicate.interchange.published_tree import withdrawn_texts
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
        withdrawn: the slug and the locale identifier of each text that was published before.

    >>> topics = Topics.load("examples/health-topics", "examples/health-topics/publisher.toml")
    >>> topics.snippet("sleep", "es-MX", heading_level=3).splitlines()[1].striptags()
    'Dormir bien'
    """

    def __init__(
        self, catalog: Catalog, publisher: Publisher, withdrawn: Iterable[tuple[str, str]] = frozenset()
    ) -> None:
        self.catalog = catalog
        self.publisher = publisher
        self.withdrawn = frozenset(withdrawn)

    @classmethod
    def load(
        cls, source: str | PathLike[str] | Sequence[str | PathLike[str]], publisher: str | PathLike[str]
    ) -> Topics:
        """The topics of files or folders, such as the ``topics.json`` of a published tree, which says what left, too.

        Args:
            source: one or several of what :func:`syndicate.read` takes.
            publisher: the path of a ``publisher.toml``.

        Raises:
            SourceError: a source cannot be read.
            PublisherError: the publisher cannot be.
        """
        sources = [source] if isinstance(source, str | PathLike) else source
        owner = Publisher.load(Path(publisher))
        paths = [Path(one) for one in sources]
        catalog = read(*paths, publisher=owner)
        trees = (path.read_bytes() for path in paths if path.suffix == ".json" and path.is_file())
        return cls(catalog, owner, chain.from_iterable(map(withdrawn_texts, trees)))

    def status(self, slug: str) -> int:
        """The HTTP status of a page that shows a topic: 200; 410 if the topic has left; 404 if there never was one.

        Args:
            slug: the topic's.

        >>> topics = Topics.load("examples/health-topics", "examples/health-topics/publisher.toml")
        >>> topics.status("sleep"), topics.status("naps")
        (200, 404)
        """
        if slug in self.catalog:
            return int(HTTPStatus.OK)
        return int(HTTPStatus.GONE if any(slug == gone for gone, _ in self.withdrawn) else HTTPStatus.NOT_FOUND)

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
        return joined(feed_links(Label(made.title, made.locale), made.urls, made.locale))

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
