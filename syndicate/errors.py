"""The one error base and its kinds; every error says what is wrong, where, and what to do. Nothing is caught here."""

from __future__ import annotations

__all__ = [
    "SyndicateError",
    "HistoryError",
    "InvalidValueError",
    "LocaleError",
    "NotFoundError",
    "PublishError",
    "PublisherError",
    "SourceError",
]


_LONGEST = 1000


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

    def format_message(self) -> str:
        """The whole message: place in the file, problem, place in the catalog, hint."""
        where = [
            f"{name} {value!r}" if name == "topic" else f"{name} {value}"
            for name, value in (("topic", self.topic), ("field", self.field), ("locale", self.locale))
            if value is not None
        ]
        message = self.problem + (f" ({', '.join(where)})" if where else "")
        if self.source is not None:
            place = self.source if self.line is None else f"{self.source}:{self.line}"
            message = f"{place}: {message}"
        return message if self.hint is None else f"{message}: {self.hint}"

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
