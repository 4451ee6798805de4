"""The side file of codes, `codes.csv`: under which codes of vocabularies partners' systems ask for a topic.

No map from diagnoses to topics comes with this package: which text answers a code is an editor's decision.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from syndicate.bounded import read_file
from syndicate.errors import LocaleError, Message, SourceError
from syndicate.locales import locale_id
from syndicate.model import Catalog, Code, Finding, FindingKind, Topic
from syndicate.model.spill import with_values
from syndicate.reasons import of_parser, of_system

__all__ = ["codes_beside", "with_codes"]

_NAME: Final = "codes.csv"
_COLUMNS: Final = ("slug", "scheme", "code", "locale")
_MAX_BYTES: Final = 64 * 1024**2


def codes_beside(path: Path) -> Path | None:
    """The `codes.csv` in a folder, or beside a file; None where there is none."""
    found = (path if path.is_dir() else path.parent) / _NAME
    return found if found.is_file() else None


def with_codes(catalog: Catalog, path: Path) -> Catalog:
    """The catalog whose topics have the codes of a file.

    Args:
        catalog: what there is.
        path: the file, UTF-8, with the columns ``slug``, ``scheme``, ``code`` and, where a code finds one language's
            text alone, ``locale``; the first line may name them.

    Returns:
        The catalog, with a finding for each line that leads to nothing.

    Raises:
        SourceError: the file cannot be read.
    """
    codes: dict[str, list[Code]] = defaultdict(list)
    findings: list[Finding] = []
    for line, values in _rows(path):
        found = _code(catalog, values)
        if isinstance(found, Code):
            codes[values["slug"]].append(found)
        else:
            details = {**found, "file": path.name, "line": str(line)}
            findings.append(Finding(kind=FindingKind.UNUSED_CODE, source=f"{path}:{line}", details=details))
    topics = [_with(topic, codes[topic.slug]) if topic.slug in codes else topic for topic in catalog.values()]
    return catalog.replaced(topics, findings=(*catalog.findings, *findings))


def _with(topic: Topic, codes: list[Code]) -> Topic:
    return with_values(topic, codes=tuple(dict.fromkeys((*topic.codes, *codes))))


def _code(catalog: Catalog, values: dict[str, str]) -> Code | dict[str, str]:
    """The code of a line, or why there is none."""
    slug, scheme, code, locale = (values.get(name, "") for name in _COLUMNS)
    if not (slug and scheme and code):
        return {"reason": "incomplete-line"}
    if slug not in catalog:
        return {"reason": "unknown-slug", "slug": slug[:100]}
    try:
        if not locale or locale_id(locale) in catalog[slug].title.identifiers():
            return Code(scheme=scheme, code=code, locale=locale or None)
    except LocaleError:
        pass
    return {"reason": "lacking-language", "slug": slug, "language_code": locale[:40]}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines with anything in them, each with its number and its values by column."""
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(Message("it is not UTF-8"), source=str(path), hint=Message("save it as UTF-8")) from error
    except OSError as error:
        raise SourceError(Message("it cannot be read: {reason}", reason=of_system(error)), source=str(path)) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    columns: tuple[str, ...] = _COLUMNS
    reader: Any = csv.reader(text.splitlines(), delimiter=separator)
    try:
        for values in reader:
            values = [value.strip() for value in values]
            if reader.line_num == 1 and set(_COLUMNS[:3]) <= {*map(str.lower, values)}:
                columns = tuple(map(str.lower, values))
            elif any(values):
                yield reader.line_num, dict(zip(columns, values, strict=False))
    except csv.Error as error:
        raise SourceError(
            Message("it is not a CSV: {error}", error=of_parser(error)), source=str(path), line=reader.line_num
        ) from error
