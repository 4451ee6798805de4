"""The language in which commands speak: that of `--language`, of the environment, or English. No command lives here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from inspect import cleandoc
from itertools import pairwise
from typing import Any, Final, TypeVar

import click

from syndicate.errors import LocaleError

__all__ = [
    "OF_THE_ENVIRONMENT",
    "gettext",
    "language",
    "messages_option",
    "ngettext",
    "speak",
    "spoken_by",
    "spoken_from_now",
    "translated_help",
]

F = TypeVar("F", bound=Callable[..., Any])

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where the locale is looked for, in this order (POSIX, section 8.2)."""

OF_THE_ENVIRONMENT: Final = "that of the environment, or en"
"""The default of the option, for its help."""

_NO_LANGUAGE: Final = ("", "C", "POSIX")
_spoken = "en"


def language() -> str:
    """The identifier of the language that is spoken; one with labels, so that no report is in two languages."""
    return _spoken


def speak(value: str) -> str:
    """Speak a language from now on, or English where not all messages are in it; the identifier of what is spoken.

    Raises:
        LocaleError: there is no such language.
    """
    global _spoken
    if value == "en":  # nothing is loaded for it
        _spoken = value
        return value
    from syndicate.locales import locale_id, parents
    from syndicate.locales.catalogs import MESSAGE_LOCALE, spoken

    known = any(parent in spoken() for parent in parents(value))  # pages also have labels in other languages
    _spoken = locale_id(value if known else MESSAGE_LOCALE)
    return _spoken


def spoken_by(arguments: Sequence[str]) -> None:
    """Speak the language of the environment, or of a command line that is not parsed yet; in doubt, English."""
    stated = [argument.partition("=")[2] for argument in arguments if argument.startswith("--language=")]
    stated += [after for one, after in pairwise(arguments) if one == "--language"]
    stated += [_of_locale(os.environ.get("SYNDICATE_LANGUAGE", "")), *_of_the_system()]
    found = next((value for value in stated if value not in _NO_LANGUAGE), "en")
    with suppress(LocaleError):
        speak("en" if found.startswith("en_") else found)


def _of_the_system() -> Iterator[str]:
    """The languages of the environment, the best first.

    GNU gettext's list ``LANGUAGE`` goes first, unless the locale is that of POSIX; those without labels are passed over
    (https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html).
    """
    locales = [value for name in _VARIABLES if (value := os.environ.get(name, ""))]
    listed = os.environ.get("LANGUAGE", "")
    if listed and locales and locales[0] not in _NO_LANGUAGE:
        yield from filter(_has_labels, map(_of_locale, listed.split(":")))
    yield from map(_of_locale, locales)


def _of_locale(name: str) -> str:
    """The language of a locale: ``es_MX`` of ``es_MX.UTF-8@euro``."""
    return name.partition(".")[0].partition("@")[0]


def _has_labels(language: str) -> bool:
    from syndicate.locales import labels, parse

    try:
        return labels(language).locale.language == parse(language).language
    except LocaleError:
        return False


def gettext(message: str) -> str:
    """A message in the language that is spoken."""
    if _spoken == "en":
        return message
    from syndicate.locales import labels

    return labels(_spoken).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """A message for a number, in the language that is spoken."""
    from syndicate.locales import labels

    return str(labels(_spoken).ngettext(singular, plural, count))


def messages_option(function: F) -> F:
    """The language of messages, for commands that write no report."""
    return click.option(
        "--language",
        metavar="LOCALE",
        expose_value=False,
        is_eager=True,
        callback=spoken_from_now,
        help="The language of messages.",
        show_default=OF_THE_ENVIRONMENT,
    )(function)


def spoken_from_now(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """Speak the language of an option, if it is given; the identifier of what is spoken."""
    return speak(value) if value is not None else language()


@contextmanager
def translated_help(group: click.Group) -> Iterator[None]:
    """Have a group, its commands, and click describe them in the language that is spoken, as long as a block runs."""
    if _spoken.startswith("en"):
        yield
        return
    import gettext as standard

    english = list(_described(group))
    domain, before = standard.textdomain(), os.environ.get("LANGUAGE")
    try:
        for one, name, text in english:
            setattr(one, name, gettext(cleandoc(text)))
        standard.bindtextdomain("syndicate", str(files("syndicate") / "_locales"))
        standard.textdomain("syndicate")
        os.environ["LANGUAGE"] = f"{_spoken}:{_spoken.partition('_')[0]}"
        yield
    finally:
        for one, name, text in english:
            setattr(one, name, text)
        standard.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before


def _described(command: click.Command) -> Iterator[tuple[object, str, str]]:
    """What has a text for `--help` or for an error: its attribute, and the text."""
    yield command, "help", str(command.help)
    for parameter in command.params:
        if isinstance(parameter.type, (click.IntRange, click.FloatRange)):
            yield parameter.type, "name", parameter.type.name
        if isinstance(parameter, click.Option):
            for name in ("help", "show_default"):
                if isinstance(text := getattr(parameter, name), str):
                    yield parameter, name, text
    for other in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _described(other)
