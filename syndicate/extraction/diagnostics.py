"""What an editor should know about an extraction: kinds, severities, and messages. Nothing is detected here."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import attrs

from syndicate.errors import LocaleError
from syndicate.locales import LocaleLike, joined, labels, language_name, number, parse
from syndicate.locales.catalogs import marked
from syndicate.markup import RemovedKind
from syndicate.model import Severity
from syndicate.value_type import ValueType

__all__ = ["SHORT", "Diagnostic", "DiagnosticKind"]

SHORT: Final = 600
"""The fewest characters of text that are worth showing, by the rule of HHS's syndication service."""


class DiagnosticKind(StrEnum):
    """What was noticed; the value is the name that JSON uses. What cleaning removed has the values of its own kinds."""

    SCRIPTS = RemovedKind.SCRIPTS.value
    EVENT_HANDLERS = "event-handlers"
    STYLES = RemovedKind.STYLES.value
    FORMS = RemovedKind.FORMS.value
    FRAMES = RemovedKind.FRAMES.value
    MEDIA = RemovedKind.MEDIA.value
    REPLACED = RemovedKind.REPLACED.value
    PIXELS = RemovedKind.PIXELS.value
    HIDDEN = RemovedKind.HIDDEN.value
    SCRIPTED = RemovedKind.SCRIPTED.value
    ELEMENTS = RemovedKind.ELEMENTS.value
    ATTRIBUTES = "attributes"
    COMMENTS = "comments"
    UNSAFE_URLS = RemovedKind.UNSAFE_URLS.value
    UNRESOLVED_URLS = RemovedKind.UNRESOLVED_URLS.value
    FOREIGN_HOSTS = RemovedKind.FOREIGN_HOSTS.value
    DEAD_LINKS = RemovedKind.DEAD_LINKS.value
    NO_ALTERNATIVE = RemovedKind.NO_ALTERNATIVE.value
    ILLEGAL_CHARACTERS = RemovedKind.ILLEGAL_CHARACTERS.value
    SKIPPED_HEADINGS = "skipped-headings"
    NESTED_REGIONS = "nested-regions"
    EMPTY_REGION = "empty-region"
    SHORT_CONTENT = "short-content"
    NO_LANGUAGE = "no-language"
    OTHER_LANGUAGE = "other-language"

    @property
    def severity(self) -> Severity:
        """How serious it is: a warning where something a reader would miss or misread, else information."""
        return Severity.WARNING if self in _WARNINGS else Severity.INFO


_WARNINGS: Final = frozenset(
    {
        DiagnosticKind.FORMS,
        DiagnosticKind.FRAMES,
        DiagnosticKind.MEDIA,
        DiagnosticKind.HIDDEN,
        DiagnosticKind.SCRIPTED,
        DiagnosticKind.UNSAFE_URLS,
        DiagnosticKind.UNRESOLVED_URLS,
        DiagnosticKind.FOREIGN_HOSTS,
        DiagnosticKind.DEAD_LINKS,
        DiagnosticKind.NO_ALTERNATIVE,
        DiagnosticKind.ILLEGAL_CHARACTERS,
        DiagnosticKind.EMPTY_REGION,
        DiagnosticKind.SHORT_CONTENT,
        DiagnosticKind.NO_LANGUAGE,
        DiagnosticKind.OTHER_LANGUAGE,
    }
)


_MESSAGES = {
    DiagnosticKind.SCRIPTS: marked("Scripts removed: {count}"),
    DiagnosticKind.EVENT_HANDLERS: marked("Event handlers removed: {count} ({names})"),
    DiagnosticKind.STYLES: marked("Styles removed: {count}"),
    DiagnosticKind.FORMS: marked("Form controls removed: {count} ({names})"),
    DiagnosticKind.FRAMES: marked("Embedded documents removed: {count} ({names})"),
    DiagnosticKind.MEDIA: marked("Audio, video and drawings removed: {count} ({names})"),
    DiagnosticKind.REPLACED: marked("Shown as a link or as text: {count} ({names})"),
    DiagnosticKind.PIXELS: marked("Pictures removed that only count readers: {count} ({names})"),
    DiagnosticKind.HIDDEN: marked("Hidden content removed: {count} ({names})"),
    DiagnosticKind.SCRIPTED: marked("Elements removed that a script would fill: {count} ({names})"),
    DiagnosticKind.ELEMENTS: marked("Elements removed whose text stays: {count} ({names})"),
    DiagnosticKind.ATTRIBUTES: marked("Attributes removed: {count} ({names})"),
    DiagnosticKind.COMMENTS: marked("Comments removed: {count}"),
    DiagnosticKind.UNSAFE_URLS: marked(
        "Addresses removed that are not web, mail, phone or text message: {count} ({names})"
    ),
    DiagnosticKind.UNRESOLVED_URLS: marked("Addresses removed that are empty or malformed: {count} ({names})"),
    DiagnosticKind.FOREIGN_HOSTS: marked("Links removed that lead to hosts not allowed: {count} ({names})"),
    DiagnosticKind.DEAD_LINKS: marked(
        "Links to places within the text that no longer exist, shown as text: {count} ({names})"
    ),
    DiagnosticKind.NO_ALTERNATIVE: marked("Pictures without a text alternative: {count} ({names})"),
    DiagnosticKind.ILLEGAL_CHARACTERS: marked(
        "Characters removed that XML forbids, or that reverse the direction of text and never restore it: {count}"
    ),
    DiagnosticKind.SKIPPED_HEADINGS: marked("Headings more than one level below the one before: {count} ({names})"),
    DiagnosticKind.NESTED_REGIONS: marked("Regions within other regions, shown once with these: {count}"),
    DiagnosticKind.EMPTY_REGION: marked("Region {region} has no content"),
    DiagnosticKind.SHORT_CONTENT: marked("The text is short: {count} characters, fewer than {least}"),
    DiagnosticKind.NO_LANGUAGE: marked(
        "Regions whose language the page does not state: {count}; add `lang` to its html element"
    ),
    DiagnosticKind.OTHER_LANGUAGE: marked("Region {region} is declared as {declared}, but reads as {found}"),
}


@attrs.frozen(kw_only=True)
class Diagnostic(metaclass=ValueType):
    """One thing that extraction noticed.

    Attributes:
        kind: what it is.
        count: how often, over all regions; of short content, how many characters there are.
        names: the most frequent elements, attributes, addresses or hosts; for another language, the one
            declared and the one found.
        region: the number of the region it is about, from 1; None for all.
    """

    kind: DiagnosticKind
    count: int = 1
    names: tuple[str, ...] = ()
    region: int | None = None

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return self.kind.severity

    def message(self, locale: LocaleLike = "en") -> str:
        """The diagnostic as one sentence in the editor's language.

        >>> found = Diagnostic(kind=DiagnosticKind.FORMS, count=3, names=("input", "form"))
        >>> found.message(), found.message("es")
        ('Form controls removed: 3 (input and form)', 'Controles de formulario eliminados: 3 (input y form)')
        """
        locale = parse(locale)
        values: dict[str, Any] = {"count": number(self.count, locale), "region": self.region}
        if self.kind is DiagnosticKind.OTHER_LANGUAGE:
            values["declared"], values["found"] = (_language(name, locale) for name in self.names)
        else:
            values |= {"names": joined(self.names, locale), "least": number(SHORT, locale)}
        return labels(locale).gettext(_MESSAGES[self.kind]).format(**values)

    def to_dict(self, locale: LocaleLike = "en") -> dict[str, Any]:
        """The diagnostic as data: ``kind``, ``severity``, ``count``, ``names``, ``region``, ``message``."""
        return {
            "kind": self.kind.value,
            "severity": self.severity.value,
            "count": self.count,
            "names": list(self.names),
            "region": self.region,
            "message": self.message(locale),
        }


def _language(name: str, locale: LocaleLike) -> str:
    try:
        return language_name(name, locale)
    except LocaleError:
        return name
