"""What validation found as text, for people and for programs. Nothing is looked for here."""

from __future__ import annotations

from typing import Any, Final

import attrs

from syndicate.json_writer import indented
from syndicate.validation.problems import Problem, Validation

__all__ = ["as_json", "as_text", "summary"]

_KINDS: Final = (("feed", ("atom", "rss", "rdf", "json")), ("list", ("opml",)), ("page", ("page",)))


def as_text(validation: Validation) -> str:
    """One line for each problem: ``path:line: severity: place: message [rule]``."""
    return "".join(f"{_line(problem)}\n" for problem in validation.problems)


def _line(problem: Problem) -> str:
    path = problem.path if problem.path.isprintable() else ascii(problem.path)[1:-1]
    place = f"{problem.place}: " if problem.place else ""
    words = f"{path}:{problem.line}: {problem.severity}: {place}{problem.message} [{problem.rule}]"
    # Names of elements come from the document, so they may hold what a terminal would obey.
    return words if words.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def summary(validation: Validation) -> str:
    """What was checked and how it went, in one line.

    >>> summary(Validation(problems=(), documents={"atom": 1, "rss": 1}))
    '2 feeds, 0 errors, 0 warnings'
    """
    counts = []
    for name, formats in _KINDS:
        count = sum(validation.documents.get(format, 0) for format in formats)
        if count or name == "feed":
            counts.append((count, name))
    counts += [(validation.errors, "error"), (validation.warnings, "warning")]
    return ", ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts)


def as_json(validation: Validation) -> str:
    """All of it for a program: ``documents``, ``errors``, ``warnings`` and ``problems``."""
    document: dict[str, Any] = {
        "documents": dict(validation.documents),
        "errors": validation.errors,
        "warnings": validation.warnings,
        "problems": [attrs.asdict(problem) for problem in validation.problems],
    }
    return indented(document, errors="replace").decode()
