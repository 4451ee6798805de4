"""The topics that the project's settings name, read once and again when a file of theirs changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path

from django import conf  # not the settings themselves, which doctest would evaluate
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from syndicate.contrib.topics import Topics

__all__ = ["language", "topics"]


def topics() -> Topics:
    """The topics of ``SYNDICATE = {"SOURCE": ..., "PUBLISHER": ...}``.

    ``SOURCE`` is a path or a list of them. A file is read again when it changes; a folder when the process starts.

    Raises:
        ImproperlyConfigured: the settings do not say where they are.
        SyndicateError: they cannot be read.
    """
    try:
        source, publisher = conf.settings.SYNDICATE["SOURCE"], conf.settings.SYNDICATE["PUBLISHER"]
    except (AttributeError, KeyError, TypeError) as error:
        example = 'SYNDICATE = {"SOURCE": "public/topics.json", "PUBLISHER": "publisher.toml"}'
        raise ImproperlyConfigured(f"the settings do not say where the topics are: {example}") from error
    sources: Sequence[str | PathLike[str]] = [source] if isinstance(source, str | PathLike) else source
    paths = tuple(map(str, [*sources, publisher]))
    return _read(paths, tuple(map(_state, paths)))


def language() -> str:
    """The language of the page; that of the project where translation is off."""
    return get_language() or conf.settings.LANGUAGE_CODE


@lru_cache(maxsize=2)
def _read(paths: tuple[str, ...], states: tuple[tuple[int, int] | None, ...]) -> Topics:
    return Topics.load(paths[:-1], paths[-1])


def _state(path: str) -> tuple[int, int] | None:
    """The state by which a change of a file is detected."""
    place = Path(path)
    if not place.is_file():
        return None
    found = place.stat()
    return found.st_mtime_ns, found.st_size
