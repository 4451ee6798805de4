"""A format of feeds as a plug-in has it: import registers it, in each process of a build too. It refuses a topic."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.feeds import FORMATS, Feed, register_writer
from syndicate.layout import FeedFormat


def write(made: Feed) -> Iterator[bytes]:
    """The titles of the entries, but for one that it fails for; and whether the feed calls itself whole."""
    yield b"whole\n" if made.complete else b""
    for entry in made.entries:
        if entry.title == "Topic 7":
            raise RuntimeError("no titles with a 7")
        yield f"{entry.title}\n".encode()


FORMATS["txt"] = FeedFormat("txt", "Plain titles", "text/plain")
register_writer("txt", write)
