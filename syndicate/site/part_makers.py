"""Parts of pieces in general: one file, several, a feed in all formats. What a site has is decided in `parts`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from syndicate.feeds import Feed, Feeds
from syndicate.json_writer import joined
from syndicate.layout import FORMATS
from syndicate.site.artifact import Artifact, LongArtifact, Part

__all__ = ["feed_in_formats", "long_part", "once", "part", "several"]

T = TypeVar("T")


def part(kind: str, path: str, make: Callable[[], bytes]) -> Part:
    """One file of a kind, whose content is made when it is asked for."""
    return Part(path, lambda: [Artifact(kind, path, make())])


def long_part(kind: str, path: str, chunks: Callable[[], Iterable[bytes]]) -> Part:
    """One long file of a kind, whose content is made piece by piece when it is asked for."""
    return Part(path, lambda: [Artifact(kind, path, joined(chunks()))], long=LongArtifact(kind, path, chunks))


def several(
    kind: str, first: str, files: Callable[[], Iterable[tuple[str, bytes]]], get: Callable[[str], bytes | None]
) -> Part:
    """Files whose paths are known only when they are made; each can be made alone by its path."""

    def one(path: str) -> Iterator[Artifact]:
        if (body := get(path)) is not None:
            yield Artifact(kind, path, body)

    return Part(first, lambda: (Artifact(kind, *file) for file in files()), one)


def once(make: Callable[[], T]) -> Callable[[], T]:
    """The same, called once; `functools.cache` takes longer to make than some artifacts."""
    found: list[T] = []

    def called() -> T:
        if not found:
            found.append(make())
        return found[0]

    return called


def feed_in_formats(
    feeds: Callable[[str], Feeds],
    make: Callable[[Feeds], Feed],
    path: Callable[[str], str],
    leave_out: Callable[[str], bool] = lambda format: False,
) -> Iterator[Part]:
    """A feed in each format; it is made once for all that have the same entries, when the first is written.

    Args:
        feeds: what makes the feeds of a format.
        make: makes the feed.
        path: of its file in a format.
        leave_out: called where a format cannot be written: whether there are entries to leave out, so that the feed is
            to be made again.
    """
    made: dict[Feeds, Feed] = {}

    def chunks(format: str) -> Iterator[bytes]:
        maker = feeds(format)
        if maker not in made:
            made[maker] = make(maker)
        return made[maker].chunks(format)

    def mend(format: str) -> bool:
        made.clear()
        return leave_out(format)

    def whole(format: str) -> list[Artifact]:
        try:
            return [Artifact("feeds", path(format), joined(chunks(format)))]
        except Exception:
            if not mend(format):
                raise
            return [Artifact("feeds", path(format), joined(chunks(format)))]

    for format in FORMATS:
        long = LongArtifact("feeds", path(format), partial(chunks, format), partial(mend, format))
        yield Part(path(format), partial(whole, format), long=long)
