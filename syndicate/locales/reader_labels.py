"""The labels that readers and partners see: what a language lacks of them, and a file to translate them in.

``labels.pot`` lists them; ``locales/labels.toml`` of the project says where they are taken from. Messages of commands,
findings, and errors are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po

from syndicate.locales.catalogs import Label, Labels, catalog_file, own_catalog_file, parsed_catalog
from syndicate.locales.identifiers import LocaleLike, locale_id, parents, parse, same_language
from syndicate.locales.order import known_alphabet

__all__ = ["missing_labels", "reader_labels", "to_translate"]

_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

_NOTES = {
    "alphabet": "Not translated but replaced: the capital letters of the language, in their order; empty for CLDR's.",
    "after a label": "What stands between a label and its value, such as a name; French has a space before it.",
    "day in a reference": "The order in which a reference has the parts of a day; the month is abbreviated.",
}
"""What a translator needs to know of labels with a context."""


@cache
def reader_labels() -> tuple[Entry, ...]:
    """The labels, each with its English text, its context, and the files that ask for it.

    >>> "All topics" in [label.id for label in reader_labels()]
    True
    """
    with (files("syndicate.locales") / "labels.pot").open("rb") as stream:
        return tuple(entry for entry in read_po(stream) if entry.id)


def missing_labels(labels: Labels, locale: LocaleLike) -> dict[str, Label]:
    """The labels that are not in the language of a locale: by their English texts, what is shown instead.

    An alphabet that CLDR has is not missing.

    >>> from syndicate.locales import labels
    >>> missing_labels(labels("es"), "es"), len(missing_labels(labels("cy"), "cy")) + 1 == len(reader_labels())
    ({}, True)
    """
    found = {_english(entry): _label(labels, entry) for entry in reader_labels()}
    if known_alphabet(locale):
        del found["ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return {english: label for english, label in found.items() if not same_language(label.locale, locale)}


def to_translate(locale: LocaleLike, directory: Path | None = None) -> bytes:
    """A PO file of the labels in a language, empty where they are not translated.

    Args:
        locale: the language to translate into.
        directory: the publisher's folder of labels; what it has is filled in, and what the package has.

    Raises:
        LocaleError: there is no such language, or a catalog in ``directory`` cannot be read.

    >>> b'msgid "All topics"\\nmsgstr ""\\n' in to_translate("cy")
    True
    """
    locale = parse(locale)
    made = _File(locale=locale, charset="utf-8", fuzzy=False)
    made.header_comment = f"# Labels of syndicate in {locale_id(locale)}. Words in {{braces}} stay as they are."
    known = list(_catalogs(locale, directory))
    for entry in reader_labels():
        texts = (found.string for catalog in known if (found := catalog.get(entry.id, entry.context)) is not None)
        text = next((text for text in texts if text and len(text[0]) and _fits(text, made)), "")
        notes = [_NOTES[entry.context]] if entry.context else []
        made.add(entry.id, text, entry.locations, entry.flags, notes, context=entry.context)
    stream = BytesIO()
    write_po(stream, made, width=120, include_lineno=False)
    return stream.getvalue()


class _File(Catalog):
    """A catalog without a day and without the tool that writes it: the same labels are the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to know to read it."""
        return [(name, value) for name, value in super().mime_headers if name in _HEADERS]


def _catalogs(locale: Locale, directory: Path | None) -> Iterator[Catalog]:
    """What is translated into the language: the publisher's own labels before the package's."""
    for parent in parents(locale):
        if not same_language(parent, locale):
            continue
        if directory is not None and (path := own_catalog_file(directory, parent)) is not None:
            yield parsed_catalog(path, parent)
        if (compiled := catalog_file(parent)).is_file():
            with compiled.open("rb") as stream:
                yield read_mo(stream)


def _fits(text: str | Sequence[str], catalog: Catalog) -> bool:
    return isinstance(text, str) or len(text) == catalog.num_plurals


def _english(entry: Entry) -> str:
    return entry.id if isinstance(entry.id, str) else str(entry.id[0])


def _label(labels: Labels, entry: Entry) -> Label:
    if not isinstance(entry.id, str):
        return labels.ngettext(entry.id[0], entry.id[1], 1)
    return labels.pgettext(entry.context, entry.id) if entry.context else labels.gettext(entry.id)
