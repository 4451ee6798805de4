"""The checks of arguments of public functions: another kind of value is refused by name. `fields` checks fields.

The files of a publisher's labels may have changed since the publisher was made, so they are checked here as well.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import described
from syndicate.locales.catalogs import marked
from syndicate.locales.language_data import check_languages
from syndicate.locales.own_files import HeldFolder
from syndicate.model.catalog import Catalog
from syndicate.model.conversions import DATE_OF_TEXT
from syndicate.model.finding import Finding
from syndicate.model.publisher import Publisher
from syndicate.model.record import Record, SourceMetadata
from syndicate.model.topic import Topic

__all__ = ["check"]


class _Expected(NamedTuple):
    """What an argument is.

    Attributes:
        noun: its name in messages.
        kinds: its classes.
        ways: how to make one from the value that was given, by the class of that.
        optional: whether it may be None.
    """

    noun: str
    kinds: tuple[type, ...]
    ways: Mapping[type, Message] = {}
    optional: bool = False


_FILE: Final = (str, os.PathLike)
_MANY: Final = (list, tuple, set, dict)
_READ: Final = Message("`syndicate.read(path)` makes one of a file or folder")
_LOAD: Final = Message("`syndicate.Publisher.load(path)` makes one of a publisher.toml")
_MAKE: Final = Message("`syndicate.Catalog(topics)` makes one of topics, `syndicate.pair(records)` of records")
_APART: Final = Message("give each path as an argument of its own: `read(*paths)`")
_EXPECTED: Final = {
    "topic": _Expected(marked("a Topic"), (Topic,), {str: Message("`catalog[slug]` is the topic of a slug")}),
    "publisher": _Expected(marked("a Publisher"), (Publisher,), dict.fromkeys((*_FILE, dict), _LOAD)),
    "catalog": _Expected(
        marked("a Catalog"),
        (Catalog,),
        {
            **dict.fromkeys(_FILE, _READ),
            **dict.fromkeys(_MANY, _MAKE),
            Topic: Message("`syndicate.Catalog([topic])` makes one of a topic"),
        },
    ),
    "path": _Expected(marked("a path"), _FILE, dict.fromkeys(_MANY, _APART)),
    "out": _Expected(marked("a path"), _FILE),
    "directory": _Expected(marked("a path"), _FILE),
    "tree": _Expected(marked("a path"), _FILE),
    "question": _Expected(marked("a text"), (str,)),
    "history": _Expected(marked("a path"), _FILE, optional=True),
    "counts": _Expected(marked("a path"), _FILE, optional=True),
    "now": _Expected(
        marked("a date or datetime"),
        (date,),
        {str: DATE_OF_TEXT},
        optional=True,
    ),
    "source": _Expected(
        marked("a path, or the bytes of a document,"),
        (*_FILE, bytes),
        {object: Message("`feed.rss()` gives those of a feed")},
    ),
    "page": _Expected(
        marked("the text or bytes of a page"), (str, bytes), {os.PathLike: Message("`path.read_bytes()` reads a file")}
    ),
    "item": _Expected(marked("a Record, Finding, or SourceMetadata"), (Record, Finding, SourceMetadata)),
}


def check(**arguments: Any) -> None:
    """Refuse arguments of the wrong kind, and say what was expected.

    Args:
        arguments: by name, as they were given.

    Raises:
        InvalidValueError: naming the argument, what it should be, what it is, and how to get there.
        LocaleError: a ``language.toml`` among the publisher's labels is faulty.

    >>> check(topic="sleep")
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: a Topic expected, not 'sleep' (field topic): `catalog[slug]` is ...
    """
    for name, value in arguments.items():
        expected = _EXPECTED[name]
        if not isinstance(value, expected.kinds) and not (value is None and expected.optional):
            problem = Message("{noun} expected, not {value}", noun=Message(expected.noun), value=described(value))
            raise InvalidValueError(problem, field=name, hint=_hint(name, value, arguments))
        if isinstance(value, Publisher) and not isinstance(value.translations, HeldFolder):  # which was checked
            check_languages(value.translations)


def _hint(name: str, value: Any, arguments: Mapping[str, Any]) -> Message | None:
    for other, given in arguments.items():
        if isinstance(given, _EXPECTED[name].kinds) and isinstance(value, _EXPECTED[other].kinds):
            return Message("{name} and {other} are swapped", name=name, other=other)
    return next((way for kind, way in _EXPECTED[name].ways.items() if isinstance(value, kind)), None)
