"""The one error base and its kinds; every error says what is wrong, where, and what to do. Nothing is caught here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = [
    "SyndicateError",
    "HistoryError",
    "InvalidValueError",
    "LocaleError",
    "Message",
    "NotFoundError",
    "PublishError",
    "PublisherError",
    "SourceError",
]


_LONGEST = 1000
_LONGEST_SOURCE = 400


class Message(str):
    """What an error says, in English; it can say the same in another language.

    Args:
        template: the sentence, with a name in braces for each value.
        values: the values.

    >>> message = Message("there is no topic {slug!r}", slug="sleep")
    >>> message
    "there is no topic 'sleep'"
    >>> message.said({"there is no topic {slug!r}": "no hay ningún tema {slug!r}"}.get)
    "no hay ningún tema 'sleep'"
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Message:
        """A message of a template."""
        # An exception may hold what cannot go to another process.
        values = {name: str(value) if isinstance(value, Exception) else value for name, value in values.items()}
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def said(self, translate: Callable[[str], str | None]) -> str:
        """The message in another language.

        Args:
            translate: finds the translation of a template; where it has none, the English one is taken.
        """
        template = translate(self.template) or self.template
        values = {name: _translated(value, translate) for name, value in self.values.items()}
        return template.format(**values) if values else template

    def __reduce__(self) -> tuple[Any, ...]:
        return _message, (self.template, self.values)


def _message(template: str, values: dict[str, Any]) -> Message:
    return Message(template, **values)


def _translated(value: Any, translate: Callable[[str], str | None]) -> Any:
    return value.said(translate) if isinstance(value, Message) else value


def _shortened(source: str) -> str:
    """A path as it is shown: one that is too long without its middle."""
    half = _LONGEST_SOURCE // 2
    return source if len(source) <= _LONGEST_SOURCE else f"{source[:half]}…{source[-half:]}"


class SyndicateError(Exception):
    """The base class of every error that this package raises on purpose.

    Args:
        problem: what is wrong, one sentence without a full stop.
        topic, field, locale: the place in the catalog, as far as it is known.
        source, line: the place in an input file, as far as it is known.
        hint: what the user can do about it.

    >>> print(SyndicateError("no title", topic="sleep", locale="es", hint="add `title:`").format_message())
    no title (topic 'sleep', locale es): add `title:`
    """

    exit_code = 1
    """What the command exits with: 1, a problem in the input."""

    def __init__(
        self,
        problem: str,
        *,
        topic: str | None = None,
        field: str | None = None,
        locale: str | None = None,
        source: str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        if len(problem) > _LONGEST:  # parsers quote what they fail on, however long that is
            problem = f"{problem[:_LONGEST]}…"
        super().__init__(problem)
        self.problem = problem
        self.topic = topic
        self.field = field
        self.locale = locale
        self.source = source
        self.line = line
        self.hint = hint

    def format_message(self) -> Message:
        """The whole message: place in the file, problem, place in the catalog, hint."""
        values: dict[str, Any] = {"problem": self.problem, "hint": self.hint, "line": self.line}
        values["source"] = _shortened(self.source or "")
        parts = [] if self.topic is None else [Message("topic {topic!r}", topic=self.topic)]
        parts += [] if self.field is None else [Message("field {field}", field=self.field)]
        parts += [] if self.locale is None else [Message("locale {locale}", locale=self.locale)]
        values |= {f"part{number}": part for number, part in enumerate(parts)}
        where = ", ".join(f"{{part{number}}}" for number in range(len(parts)))
        template = "{problem}" + (f" ({where})" if where else "")
        if self.source is not None:
            template = ("{source}: " if self.line is None else "{source}:{line}: ") + template
        template += "" if self.hint is None else ": {hint}"
        return Message(template, **values)

    def __str__(self) -> str:
        return self.format_message()


class InvalidValueError(SyndicateError, ValueError):
    """A value that the model does not accept, such as a relative URL or a date without a time zone."""


class LocaleError(SyndicateError, ValueError):
    """An identifier, name or header that is not a locale known to CLDR."""


class NotFoundError(SyndicateError, KeyError):
    """A topic, group, locale or region that was asked for and does not exist."""


class SourceError(SyndicateError, ValueError):
    """An input file that is not what it claims to be, or cannot be read."""


class PublisherError(SyndicateError, ValueError):
    """A ``publisher.toml`` that is missing a value or holds a wrong one."""


class HistoryError(SyndicateError, ValueError):
    """A history of earlier builds that is damaged, or a file that is not a history; the published tree is untouched."""


class PublishError(SyndicateError, OSError):
    """A published tree that cannot be written; the old tree is untouched."""
