"""A site: every artifact of a catalog, each made alone when it is asked for. How they are made is in `parts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from babel import Locale

from syndicate.errors import Message, NotFoundError
from syndicate.history import Changes, History
from syndicate.history.comparison import first_changes
from syndicate.layout import KINDS, page_path
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model import Catalog, Publisher
from syndicate.model.arguments import check
from syndicate.model.fields import expect, expect_some
from syndicate.site.artifact import Artifact, Part, Piece
from syndicate.site.kinds import kinds_in
from syndicate.site.parts import SiteParts

__all__ = ["Site"]


class Site:
    """All artifacts of one catalog; pure: the same catalog, history and publisher give the same bytes.

    A published tree is what a site lists, :meth:`pieces` by piece; a server looks up one artifact at a time.

    Args:
        content: the catalog; or, where a history is kept, how it differs from what was published before.
        publisher: who publishes it, and where.
        locales: the languages, the first one for the page at the root; by default all that a topic is in, the
            publisher's own first.
        kinds: which of :data:`~syndicate.site.KINDS`, each alone or with its languages: ``cards:en,es``.
        history: where the archives of earlier builds are.

    Raises:
        InvalidValueError: an argument is of another kind, or a kind of artifact or its language is unknown.
        NotFoundError: no topic has a text in a language that is asked for.

    >>> import syndicate
    >>> catalog = syndicate.read("examples/health-topics")
    >>> publisher = Publisher.load("examples/health-topics/publisher.toml")
    >>> site = Site(catalog, publisher)
    >>> made = site.get("es/topics/sleep/oembed.json")
    >>> made.kind, made.media_type, made.body[:20]
    ('embeds', 'application/json', b'{\\n "version": "1.0",')
    """

    def __init__(
        self,
        content: Catalog | Changes,
        publisher: Publisher,
        locales: Sequence[LocaleLike] | None = None,
        *,
        kinds: Sequence[str] = KINDS,
        history: History | None = None,
    ) -> None:
        check(catalog=content.catalog if isinstance(content, Changes) else content, publisher=publisher)
        expect_some(kinds=kinds, locales=locales)
        if history is not None:
            expect(
                "history",
                history,
                Message("a History"),
                History,
                hint=Message("`syndicate.History(path)` makes one of a file"),
            )
        changes = content if isinstance(content, Changes) else first_changes(content)
        found = _asked(changes, locales) if locales is not None else list(changes.catalog.locales)
        if locales is None:
            first = changes.catalog.nearest(publisher.default_locale) if found else None
            found.sort(key=lambda locale: locale != first)
        self._parts = SiteParts(
            changes, publisher.with_labels_held(), found, kinds_in("kinds", kinds, publisher, found), history
        )

    def __repr__(self) -> str:
        return f"<Site of {self.catalog!r}>"

    @property
    def catalog(self) -> Catalog:
        """What the site is of."""
        return self._parts.catalog

    @property
    def publisher(self) -> Publisher:
        """Who publishes it."""
        return self._parts.publisher

    @property
    def locales(self) -> tuple[Locale, ...]:
        """Its languages, the first one for the page at the root."""
        return self._parts.locales

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its artifacts, in any of its languages."""
        return frozenset(self._parts.kinds)

    def get(self, path: str) -> Artifact:
        """One artifact, made alone.

        Args:
            path: from the root of the site, such as ``es/topics/sleep/feed.atom``.

        Raises:
            NotFoundError: the site has none at that path.
        """
        expect("path", path, Message("a path"), str)
        if (made := self._parts.made(path)) is not None:
            return made
        meant = page_path(path.lstrip("/"))
        hint = Message("`Site.paths()` lists all that it has")
        if meant != path and self._parts.made(meant) is not None:
            hint = Message("did you mean {value!r}?", value=meant)
        raise NotFoundError(Message("the site has nothing at {path!r}", path=path), hint=hint)

    def pieces(self) -> Iterator[Piece]:
        """What the site consists of: each topic in its languages, then languages, archives, and the site's own.

        A tree is all of their artifacts. Publish the topics first, as the rest lists them:

        >>> import syndicate
        >>> catalog = syndicate.read("examples/health-topics")
        >>> site = Site(catalog, Publisher.load("examples/health-topics/publisher.toml"), kinds=["snippets"])
        >>> pieces = list(site.pieces())
        >>> pieces[0].path, len(pieces)
        ('en/topics/asthma', 45)
        >>> [artifact.path for artifact in site.artifacts(pieces[0])]
        ['en/topics/asthma/snippet.html', 'en/topics/asthma/snippet.json']
        """
        return self._parts.pieces()

    def artifacts(self, piece: Piece) -> Iterator[Artifact]:
        """The artifacts of a piece.

        Raises:
            NotFoundError: the site has no such piece.
        """
        for part in self.parts(piece):
            yield from part.make()

    def parts(self, piece: Piece) -> Iterable[Part]:
        """The artifacts of a piece in parts, so that one that cannot be made takes no other with it.

        Raises:
            NotFoundError: the site has no such piece.
        """
        expect(
            "piece",
            piece,
            Message("a Piece"),
            Piece,
            hint=Message("`Site.pieces()` lists them, `Site.get(path)` makes one artifact"),
        )
        found = self._parts.parts(piece)
        if found is None:
            raise NotFoundError(
                Message("the site has nothing at {path!r}", path=piece.path),
                hint=Message("`Site.pieces()` lists all that it has"),
            )
        return found

    def paths(self) -> Iterator[str]:
        """The path of every artifact: of the topics, of each language, of the site."""
        for piece in self.pieces():
            unmade = self._parts.unmade(piece)
            for part in self.parts(piece):
                yield from (path for path in part.paths if path not in unmade)


def _asked(changes: Changes, locales: Sequence[LocaleLike]) -> list[Locale]:
    """The languages that are asked for, each the nearest there is; a history knows those that texts have left."""
    found = []
    for locale in map(parse, locales):
        there = locale if locale_id(locale) in changes.texts else changes.catalog.nearest(locale)
        if there is None:
            has = Message("the catalog has {names}", names=", ".join(map(str, changes.catalog.locales)))
            raise NotFoundError(Message("no topic has a text in this language"), locale=str(locale), hint=has)
        found.append(there)
    return found
