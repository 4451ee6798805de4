"""The report of what reading and pairing found, for an editor and for a program. Nothing is looked for here."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.json_writer import indented
from syndicate.locales import labels, number
from syndicate.locales.names import locale_name
from syndicate.model import Catalog, Finding, FindingKind
from syndicate.model.finding import gravity, heading

__all__ = ["findings_json", "findings_text"]

_EXAMPLES: Final = 5


def _counts(catalog: Catalog) -> tuple[dict[str, int], int]:
    """How many topics there are in each language, and in more than one."""
    return (
        {str(locale): len(catalog.written_in(locale)) for locale in catalog.locales},
        sum(len(topic.locales) > 1 for topic in catalog.values()),
    )


def findings_text(catalog: Catalog, language: str = "en") -> str:
    """The findings for an editor: counts of each kind, most serious first, and the first examples of each."""
    gettext = labels(language).gettext
    ngettext = labels(language).ngettext
    topics, pairs = _counts(catalog)
    lines = [
        ngettext("{count} topic", "{count} topics", len(catalog)).format(count=number(len(catalog), language))
        + "; "
        + ", ".join(f"{locale_name(locale, language)}: {number(count, language)}" for locale, count in topics.items())
        + "; "
        + gettext("in several languages: {count}").format(count=number(pairs, language))
    ]
    by_kind: dict[FindingKind, list[Finding]] = defaultdict(list)
    for finding in catalog.findings:
        by_kind[finding.kind].append(finding)
    for kind in sorted(by_kind, key=gravity):
        found = by_kind[kind]
        lines += ["", f"{heading(kind, language)}: {number(len(found), language)}"]
        lines += [_line(finding, language) for finding in found[:_EXAMPLES]]
        if len(found) > _EXAMPLES:
            more = gettext("and {count} more; --format json lists all")
            lines.append("  … " + more.format(count=number(len(found) - _EXAMPLES, language)))
    if not catalog.findings:
        lines += ["", gettext("Nothing is amiss.")]
    return "\n".join(lines) + "\n"


def _line(finding: Finding, language: str) -> str:
    place = f"  ({_near(finding.source)})" if finding.source else ""
    return f"  {finding.message(language)}{place}"


def _near(source: str) -> str:
    """A place in a file, relative to the working directory if it is below it."""
    path = Path(source)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else source


def findings_json(catalog: Catalog, language: str = "en") -> str:
    """All findings for a program: ``topics``, ``locales``, ``paired``, and ``findings`` with their messages."""
    topics, pairs = _counts(catalog)
    document: dict[str, Any] = {
        "topics": len(catalog),
        "locales": topics,
        "paired": pairs,
        "findings": [
            {
                "kind": finding.kind.value,
                "severity": finding.severity.value,
                **attrs.asdict(finding, filter=attrs.filters.exclude("kind", "details")),
                "message": finding.message(language),
                "details": dict(finding.details),
            }
            for finding in catalog.findings
        ],
    }
    return indented(document, errors="replace").decode()
