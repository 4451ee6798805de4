"""Assignments as gettext PO files, by Babel: markup is in tags such as ``<b1>``, as each text needs them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from syndicate.errors import Message, SourceError
from syndicate.locales import locale_id
from syndicate.reasons import of_parser
from syndicate.translations.assignment import Assignment, Filled, Returned, ReturnedText, identifier, note_of, twice
from syndicate.translations.content import coded, tag_names

__all__ = ["read", "write"]

_CONTEXT = re.compile(rb'msgctxt "([^"]+)"')


def write(assignments: Sequence[Assignment], now: datetime) -> bytes:
    """A PO file: a message for each text, whose context is the topic and the id of the text.

    Args:
        assignments: what there is to translate, all into one language.
        now: the moment, for its header.
    """
    from babel.messages import Catalog
    from babel.messages.pofile import write_po

    first = assignments[0]
    catalog = Catalog(
        locale=locale_id(first.target),
        project="syndicate",
        version="1",
        creation_date=now,
        revision_date=now,
        last_translator="",
        language_team="",
        header_comment=f"# Texts to translate from {first.source} into {first.target}.\n"
        "# Tags such as <b1>...</b1> and <x2/> stand for markup: keep each once, where it belongs.",
        fuzzy=False,
    )
    for assignment in assignments:
        for item in assignment.items:
            names = tag_names(item.unit.content)
            line = item.unit.line
            message = catalog.add(
                coded(item.unit.content, names),
                coded(item.target, names) if item.target is not None else "",
                context=f"{assignment.slug}/{identifier(item.unit.name)}",
                locations=[(assignment.file, line)] if assignment.file and line else [],
                auto_comments=[note_of(item, assignment.title)],
                flags=["fuzzy"] if item.filled is Filled.SUGGESTION else [],
            )
            # "50 % of" is not a format string of a program.
            message.flags -= {"python-format", "python-brace-format"}
    stream = BytesIO()
    write_po(stream, catalog, width=0)
    return stream.getvalue()


def read(content: bytes, file: str) -> Iterable[Returned]:
    """The topics of a PO file.

    Raises:
        SourceError: it cannot be read; with the line.
    """
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalog = read_po(BytesIO(content.removeprefix(BOM_UTF8)), abort_invalid=True)
    except PoFileError as error:
        raise SourceError(
            Message("not a PO file: {error}", error=of_parser(error)), source=file, line=error.lineno
        ) from error
    except (UnicodeDecodeError, ValueError, LookupError, UnknownLocaleError, TypeError) as error:
        raise SourceError(
            Message("not a PO file: {error}", error=of_parser(error)),
            source=file,
            hint=Message("export the texts again"),
        ) from error
    _refuse_repeated(content, file)
    topics: dict[str, dict[str, ReturnedText]] = {}
    lines: dict[str, int] = {}
    for message in catalog:
        if not message.id or not message.context:
            continue
        slug, _, name = message.context.partition("/")
        source = message.id if isinstance(message.id, str) else message.id[0]
        target = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        line = message.lineno or 1
        lines.setdefault(slug, line)
        topics.setdefault(slug, {})[name] = ReturnedText(
            source=source, target=target or None, is_open="fuzzy" in message.flags, line=line
        )
    language = str(catalog.locale_identifier or "")
    for slug, texts in topics.items():
        yield Returned(slug=slug, source="", target=language, texts=texts, file=file, line=lines[slug])


def _refuse_repeated(content: bytes, file: str) -> None:
    """Raise where a text is translated twice, as joined files have it; of two, nobody knows which one counts."""
    seen: set[bytes] = set()
    for number, line in enumerate(content.splitlines(), 1):
        if (found := _CONTEXT.fullmatch(line.strip())) is None:
            continue
        if found[1] in seen:
            raise twice(found[1].decode(errors="replace"), file, number)
        seen.add(found[1])
