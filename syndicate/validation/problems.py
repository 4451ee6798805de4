"""What validation finds: a problem, and all problems of a source, and both as text. The rules are in `rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from syndicate.errors import Message
from syndicate.json_writer import indented
from syndicate.locales import LocaleLike, labels, number
from syndicate.locales.catalogs import marked
from syndicate.model import Severity
from syndicate.validation.rules import RULES
from syndicate.value_type import ValueType

__all__ = ["Check", "Fault", "Problem", "Report", "Validation", "as_json", "as_text", "quoted", "summary"]

Fault = tuple[str, Message]
"""The rule that a value breaks, and a message."""

Check = Callable[[str], Fault | None]
"""Tells what is wrong with a value."""

_FEEDS: Final = ("atom", "rss", "rdf", "json")
_LIMIT: Final = 1000
_SHOWN: Final = 100


@attrs.frozen(kw_only=True)
class Problem(metaclass=ValueType):
    """A place where a document or tree breaks a rule.

    Attributes:
        path: the file, relative to the tree, or the name the document was given.
        line: counted from 1; 0 where the problem is of the file as a whole.
        column: counted from 1; None where only the line is known.
        severity: ``error`` or ``warning``.
        rule: the id of the rule, which stays the same from version to version.
        place: where in the document, such as ``entry[3]/updated`` or ``items[3].date_published``.
        message: what is wrong, in English; a :class:`~syndicate.errors.Message` says it in another language.
        reference: where the rule is laid down.
    """

    path: str
    line: int = 0
    column: int | None = None
    severity: Severity
    rule: str
    place: str = ""
    message: str
    reference: str


@attrs.frozen(kw_only=True)
class Validation(metaclass=ValueType):
    """What :func:`validate` found.

    Attributes:
        problems: by file in the order of their paths, then by line.
        documents: how many documents of each kind were checked: ``atom``, ``rss``, ``rdf`` (RSS 1.0), ``json``,
            ``opml``, ``page``.
    """

    problems: tuple[Problem, ...]
    documents: Mapping[str, int]

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are warnings."""
        return sum(problem.severity is Severity.WARNING for problem in self.problems)

    @property
    def valid(self) -> bool:
        """Whether there is no error; warnings may be there."""
        return not self.errors


class Report:
    """Collects the problems of one file, up to a limit: hostile input may have millions.

    Args:
        path: the file.
        now: the moment of the validation, in UTC; without it no date is of the future.
    """

    def __init__(self, path: str, now: datetime | None = None) -> None:
        self.path = path
        self.now = now
        self._problems: list[Problem] = []
        self._left_out = 0

    def add(
        self,
        rule: str,
        message: Message,
        *,
        line: int = 0,
        column: int | None = None,
        place: str = "",
        reference: str | None = None,
    ) -> None:
        """Note a problem; the reference is the rule's own unless another is given."""
        if len(self._problems) >= _LIMIT:
            self._left_out += 1
            return
        self._problems.append(
            Problem(
                path=self.path,
                line=line,
                column=column,
                severity=RULES[rule].severity,
                rule=rule,
                place=place,
                message=message,
                reference=reference or RULES[rule].reference,
            )
        )

    @property
    def failed(self) -> bool:
        """Whether an error was noted."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)

    def problems(self) -> list[Problem]:
        """The problems by line, and how many more there were."""
        found = sorted(self._problems, key=lambda problem: problem.line)
        if self._left_out:
            self._problems, count, self._left_out = [], self._left_out, 0
            self.add(
                "too-many-problems",
                Message("problems that are not listed: {count:,}", count=count),
                line=found[-1].line,
            )
            found += self._problems
            self._problems = found
        return found


def quoted(value: str) -> str:
    """A value as messages show it: in quotes, on one line, not too long, nothing a terminal would obey.

    >>> quoted("a\\x1b[2Jb"), quoted("¿Qué?")
    ("'a\\\\x1b[2Jb'", "'¿Qué?'")
    """
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")


def as_text(validation: Validation, language: LocaleLike = "en") -> str:
    """One line for each problem, in a language: ``path:line: severity: place: message [rule]``."""
    translate = labels(language).gettext
    return "".join(f"{_line(problem, translate)}\n" for problem in validation.problems)


_SEVERITIES: Final = {"error": marked("error"), "warning": marked("warning"), "info": marked("info")}


def _message(problem: Problem, translate: Callable[[str], str]) -> str:
    return problem.message.said(translate) if isinstance(problem.message, Message) else problem.message


def _line(problem: Problem, translate: Callable[[str], str]) -> str:
    path = problem.path if problem.path.isprintable() else ascii(problem.path)[1:-1]
    place = f"{problem.place}: " if problem.place else ""
    severity = translate(_SEVERITIES[problem.severity])
    message = _message(problem, translate)
    words = f"{path}:{problem.line}: {severity}: {place}{message} [{problem.rule}]"
    # Names of elements come from the document, so they may hold what a terminal would obey.
    return words if words.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def summary(validation: Validation, language: LocaleLike = "en") -> str:
    """What was checked and how it went, in one line, in a language.

    >>> summary(Validation(problems=(), documents={"atom": 1, "rss": 1}))
    '2 feeds, 0 errors, 0 warnings'
    """
    words = labels(language)
    feeds, lists, pages = (
        sum(validation.documents.get(format, 0) for format in formats) for formats in (_FEEDS, ("opml",), ("page",))
    )
    said = [(feeds, words.ngettext("{count} feed", "{count} feeds", feeds))]
    said += [(lists, words.ngettext("{count} list", "{count} lists", lists))] if lists else []
    said += [(pages, words.ngettext("{count} page", "{count} pages", pages))] if pages else []
    errors, warnings = validation.errors, validation.warnings
    said.append((errors, words.ngettext("{count} error", "{count} errors", errors)))
    said.append((warnings, words.ngettext("{count} warning", "{count} warnings", warnings)))
    return ", ".join(text.format(count=number(count, language)) for count, text in said)


def as_json(validation: Validation, language: LocaleLike = "en") -> str:
    """All of it for a program: ``documents``, ``errors``, ``warnings`` and ``problems``, the messages in a language."""
    translate = labels(language).gettext
    document: dict[str, Any] = {
        "documents": dict(validation.documents),
        "errors": validation.errors,
        "warnings": validation.warnings,
        "problems": [
            attrs.asdict(problem) | {"message": _message(problem, translate)} for problem in validation.problems
        ],
    }
    return indented(document, errors="replace").decode()
