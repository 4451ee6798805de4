"""What reading and pairing noticed: kinds, how grave they are, and their messages in the editor's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

import attrs

from syndicate.locales import LocaleLike, labels, locale_name, long_date, number, parse
from syndicate.text import ELLIPSIS

__all__ = ["Finding", "FindingKind", "Severity", "stale"]


class Severity(StrEnum):
    """How grave a finding is: an error stops ``check``, a warning is for the editor, information is a suggestion."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FindingKind(StrEnum):
    """What was found; the value is the name that reports and JSON use."""

    BROKEN = "broken-topic"
    UNREADABLE = "unreadable-source"
    BROKEN_READER = "broken-reader"
    BROKEN_LINK = "broken-link"
    WRONG_VALUE = "wrong-value"
    DUPLICATE = "duplicate-id"
    CONFLICT = "conflict"
    UNPAIRED = "unpaired"
    LIKELY_TWIN = "likely-twin"
    ONE_SIDED = "one-sided"
    DANGLING = "dangling"
    STALE = "stale-translation"
    STALE_TEXT = "stale-text"
    INCOMPLETE = "incomplete-source"
    SHRUNKEN = "shrunken-source"
    SHRUNKEN_LANGUAGE = "shrunken-language"
    MISSING_DATE = "missing-date"
    MISSING_TITLE = "missing-title"
    MISSING_SUMMARY = "missing-summary"
    EMPTY_SECTION = "empty-section"
    MISSING_LINK_TWIN = "missing-link-twin"
    OTHER_LANGUAGE = "other-language"
    LANGUAGE_CLASH = "language-clash"
    REMOVED = "removed-content"
    CLEANED = "removed-markup"
    NO_ALTERNATIVE = "missing-alternative"
    UNRESOLVED = "unresolved-address"
    DROPPED_ID = "dropped-id"
    SKIPPED_HEADING = "skipped-heading"
    ILLEGAL_CHARACTERS = "illegal-characters"
    UNPUBLISHED_FILE = "unpublished-file"
    DEAD_LINK = "dead-link"
    SKIPPED_FILE = "skipped-file"
    HIDDEN_FILE = "hidden-file"
    UNKNOWN_KEY = "unknown-key"
    GENERATOR_SYNTAX = "generator-syntax"
    UNNAMED_GROUP = "unnamed-group"
    BROKEN_GROUP = "broken-group"
    BROKEN_GROUPS = "broken-groups"
    SHARED_SLUG = "shared-slug"
    MOVED = "moved-address"
    MOVED_FILE = "moved-file"
    PARTED = "parted-pair"
    SHARED_NAME = "shared-name"
    FUTURE_DATE = "future-date"
    WITHHELD = "withheld"
    NOT_WITHHELD = "not-withheld"
    CARD_PICTURE = "card-picture"
    CARD_TITLE = "card-title"
    CARD_TEXT = "card-text"
    CARD_FILE = "card-file"
    FAILED = "failed-artifact"
    FAILED_FILE = "failed-file"
    LOST_SCRIPTS = "lost-scripts"
    MISSING_LABELS = "missing-labels"
    MISSING_GROUP_NAME = "missing-group-name"
    MISSING_PUBLISHER_TEXT = "missing-publisher-text"

    @property
    def severity(self) -> Severity:
        """How grave findings of this kind are."""
        if self in _ERRORS:
            return Severity.ERROR
        return Severity.INFO if self in _SUGGESTIONS else Severity.WARNING

    @property
    def is_loss(self) -> bool:
        """Whether something of the catalog is missing from what is published; in strict mode, that is an error."""
        return self in _LOSSES


_ERRORS = frozenset(
    {
        FindingKind.BROKEN,
        FindingKind.BROKEN_GROUPS,
        FindingKind.UNREADABLE,
        FindingKind.BROKEN_READER,
        FindingKind.WRONG_VALUE,
        FindingKind.DUPLICATE,
        FindingKind.CONFLICT,
        FindingKind.INCOMPLETE,
        FindingKind.SHRUNKEN,
        FindingKind.SHRUNKEN_LANGUAGE,
        FindingKind.FAILED,
        FindingKind.FAILED_FILE,
        FindingKind.UNPUBLISHED_FILE,
        FindingKind.DEAD_LINK,
    }
)
_SUGGESTIONS = frozenset(
    {FindingKind.LIKELY_TWIN, FindingKind.CLEANED, FindingKind.SKIPPED_HEADING}
    | {FindingKind.SHARED_NAME, FindingKind.WITHHELD, FindingKind.HIDDEN_FILE, FindingKind.MOVED_FILE}
)
_LOSSES = frozenset(
    {
        FindingKind.BROKEN,
        FindingKind.UNREADABLE,
        FindingKind.BROKEN_READER,
        FindingKind.WRONG_VALUE,
        FindingKind.DUPLICATE,
        FindingKind.CARD_PICTURE,
        FindingKind.CARD_TITLE,
        FindingKind.CARD_TEXT,
        FindingKind.CARD_FILE,
        FindingKind.FAILED,
        FindingKind.FAILED_FILE,
    }
)


def _marked(message: str) -> str:
    """Mark a message for extraction; it is translated when it is shown."""
    return message


# `pybabel extract` finds these by the name it is told to look for: `-k _marked`.
_HEADINGS = {
    FindingKind.BROKEN: _marked("Topics that could not be read"),
    FindingKind.UNREADABLE: _marked("Sources that could not be read"),
    FindingKind.BROKEN_READER: _marked("Readers that do not work"),
    FindingKind.BROKEN_LINK: _marked("Links that could not be read"),
    FindingKind.WRONG_VALUE: _marked("Values that cannot be used"),
    FindingKind.DUPLICATE: _marked("Ids used twice"),
    FindingKind.CONFLICT: _marked("Conflicting claims on one twin"),
    FindingKind.UNPAIRED: _marked("Topics in one language only"),
    FindingKind.LIKELY_TWIN: _marked("Likely twins that nobody claims"),
    FindingKind.ONE_SIDED: _marked("Twins that only one side claims"),
    FindingKind.DANGLING: _marked("Twins that are not in the catalog"),
    FindingKind.STALE: _marked("Translations older than their original"),
    FindingKind.STALE_TEXT: _marked("Translations whose original has changed since"),
    FindingKind.INCOMPLETE: _marked("Sources that lack texts they say they have"),
    FindingKind.SHRUNKEN: _marked("Sources that lost many topics"),
    FindingKind.SHRUNKEN_LANGUAGE: _marked("Languages that lost many topics"),
    FindingKind.MISSING_DATE: _marked("Topics without a date"),
    FindingKind.MISSING_TITLE: _marked("Topics without a title"),
    FindingKind.MISSING_SUMMARY: _marked("Topics without a summary"),
    FindingKind.EMPTY_SECTION: _marked("Sections without links"),
    FindingKind.MISSING_LINK_TWIN: _marked("Links whose twin is not listed"),
    FindingKind.OTHER_LANGUAGE: _marked("Texts in another language than they are declared in"),
    FindingKind.LANGUAGE_CLASH: _marked("Texts with two languages"),
    FindingKind.REMOVED: _marked("Texts that lost content which may not be shown elsewhere"),
    FindingKind.CLEANED: _marked("Texts that lost markup, but no words"),
    FindingKind.NO_ALTERNATIVE: _marked("Pictures without a text alternative"),
    FindingKind.UNRESOLVED: _marked("Links and pictures that lead nowhere"),
    FindingKind.DROPPED_ID: _marked("Links within a text that lost their target"),
    FindingKind.SKIPPED_HEADING: _marked("Heading levels out of order"),
    FindingKind.ILLEGAL_CHARACTERS: _marked("Texts that lost characters which may not be published"),
    FindingKind.UNPUBLISHED_FILE: _marked("Files beside topics that are not published"),
    FindingKind.DEAD_LINK: _marked("Links that lead nowhere"),
    FindingKind.SKIPPED_FILE: _marked("Files that are not read"),
    FindingKind.HIDDEN_FILE: _marked("Hidden files and copies"),
    FindingKind.UNKNOWN_KEY: _marked("Unknown keys"),
    FindingKind.GENERATOR_SYNTAX: _marked("Syntax of other programs"),
    FindingKind.UNNAMED_GROUP: _marked("Groups without a name"),
    FindingKind.BROKEN_GROUP: _marked("Groups whose names could not be read"),
    FindingKind.BROKEN_GROUPS: _marked("Files of groups that could not be read"),
    FindingKind.SHARED_SLUG: _marked("Topics that ask for one address"),
    FindingKind.MOVED: _marked("Topics whose address changes"),
    FindingKind.MOVED_FILE: _marked("Texts whose file was moved"),
    FindingKind.PARTED: _marked("Translations that are no longer paired"),
    FindingKind.SHARED_NAME: _marked("Topics whose files have one name"),
    FindingKind.FUTURE_DATE: _marked("Dates in the future"),
    FindingKind.WITHHELD: _marked("Texts that are withheld"),
    FindingKind.NOT_WITHHELD: _marked("Keys that withhold nothing"),
    FindingKind.CARD_PICTURE: _marked("Share cards without a picture"),
    FindingKind.CARD_TITLE: _marked("Share pictures that cut their title"),
    FindingKind.CARD_TEXT: _marked("Share pictures without a part of their text"),
    FindingKind.CARD_FILE: _marked("Share pictures without a photograph, logo, or font"),
    FindingKind.FAILED: _marked("Files of topics that could not be made"),
    FindingKind.FAILED_FILE: _marked("Files of a language, or of the site, that could not be made"),
    FindingKind.LOST_SCRIPTS: _marked("Scripts of earlier builds that are not at hand"),
    FindingKind.MISSING_LABELS: _marked("Languages without labels"),
    FindingKind.MISSING_GROUP_NAME: _marked("Groups without a name in a language"),
    FindingKind.MISSING_PUBLISHER_TEXT: _marked("Texts of the publisher that lack a language"),
}
_MESSAGES = {
    FindingKind.BROKEN: "{problem}",
    FindingKind.UNREADABLE: _marked("{problem}; nothing of this source is published"),
    FindingKind.BROKEN_READER: _marked(
        "the reader “{name}” does not work ({problem}); the other readers do: repair or uninstall {package}"
    ),
    FindingKind.BROKEN_LINK: _marked("“{title}”: the link “{link}” is left out: {problem}"),
    FindingKind.WRONG_VALUE: _marked("“{title}” is shown without `{key}`: {problem}"),
    FindingKind.DUPLICATE: _marked("“{title}” has the id {id}, which “{other}” has already; the first is kept"),
    FindingKind.CONFLICT: _marked("“{title}” claims “{other}”, which {claimant} claims too; it stays alone"),
    FindingKind.UNPAIRED: _marked("“{title}” has no text in {language}"),
    FindingKind.LIKELY_TWIN: _marked("“{title}” may be “{other}” ({url}): {reason}"),
    FindingKind.ONE_SIDED: _marked("“{title}” claims “{other}”, which claims nobody; they are paired"),
    FindingKind.DANGLING: _marked("“{title}” claims {claim} in {language}, which is not in the catalog"),
    FindingKind.STALE: _marked("“{title}” dates from {date}, its original from {original_date}; days behind: {days}"),
    FindingKind.STALE_TEXT: _marked(
        "“{title}”: its original, “{original}”, has changed since; translate the change, or, if there is nothing to "
        "translate, confirm it with `translated_from: {digest}`"
    ),
    FindingKind.INCOMPLETE: _marked(
        "{name} says that it has {total} texts, and holds {count}; fetch it again, or, if they are gone for good, "
        "build with --allow-removals"
    ),
    FindingKind.SHRUNKEN: _marked(
        "{name} has lost {count} of {total} topics, such as {examples}; put them back, or, if they are gone for good, "
        "build with --allow-removals"
    ),
    FindingKind.SHRUNKEN_LANGUAGE: _marked(
        "{count} of {total} topics in {language} are gone, such as {examples}; put them back, or, if they are gone for "
        "good, build with --allow-removals"
    ),
    FindingKind.MISSING_DATE: _marked("“{title}” has no date; it is dated by the first build that sees it"),
    FindingKind.MISSING_TITLE: _marked("there is no `title`; the text is called “{title}”, after {reason}"),
    FindingKind.MISSING_SUMMARY: _marked("“{title}” has no summary"),
    FindingKind.EMPTY_SECTION: _marked("“{title}”: the section “{section}” has no links and is not shown"),
    FindingKind.MISSING_LINK_TWIN: _marked("“{link}” claims {url} in {language}, which “{other}” does not list"),
    FindingKind.OTHER_LANGUAGE: _marked(
        "“{title}” is declared as {language}, but reads as {found_language}; translate it, or correct its language"
    ),
    FindingKind.LANGUAGE_CLASH: _marked(
        "“{title}” is {language} by the name of its file, but `{key}` says {found_language}; correct one of them"
    ),
    FindingKind.REMOVED: _marked(
        "“{title}”: removed from {field}, as it may not be shown elsewhere: {names}; say it in words, or link to it"
    ),
    FindingKind.CLEANED: _marked("“{title}”: removed from {field}, without loss of words: {names}"),
    FindingKind.NO_ALTERNATIVE: _marked(
        "“{title}”: pictures without a text alternative in {field}: {names}; give each an alt, empty if it decorates"
    ),
    FindingKind.UNRESOLVED: _marked(
        "“{title}”: addresses in {field} that lead nowhere: {names}; correct or remove them"
    ),
    FindingKind.DROPPED_ID: _marked(
        "“{title}”: links in {field} to places of the text itself, which other pages do not have: {names}; name the"
        " heading in words instead"
    ),
    FindingKind.SKIPPED_HEADING: _marked(
        "“{title}”: heading levels in {field} are out of order, under the title as h1: {names}; they were changed "
        "to fit"
    ),
    FindingKind.ILLEGAL_CHARACTERS: _marked("“{title}”: characters removed from {field}: {count}"),
    FindingKind.UNPUBLISHED_FILE: _marked(
        "“{title}”: the file {file} is not published with the topic; put it on your site and write its whole address"
    ),
    FindingKind.DEAD_LINK: _marked("“{title}”: the link to {link} leads nowhere: {reason}"),
    FindingKind.SKIPPED_FILE: _marked("{file} is not read: {reason}"),
    FindingKind.HIDDEN_FILE: _marked("{file} is not read: {reason}"),
    FindingKind.UNKNOWN_KEY: _marked("the key `{key}` is unknown; did you mean `{near}`?"),
    FindingKind.GENERATOR_SYNTAX: _marked("“{title}”: {syntax} {reason}"),
    FindingKind.BROKEN_GROUPS: _marked("no group has a name, so all go by their ids: {problem}"),
    FindingKind.BROKEN_GROUP: _marked("the group {group} lacks a name that could not be read: {problem}"),
    FindingKind.UNNAMED_GROUP: _marked(
        "the group {group} has no name in {language} and is shown as “{name}”; name it in groups.yaml"
    ),
    FindingKind.SHARED_SLUG: _marked(
        "“{title}” asks for the address {slug}, which belongs to “{other}”; it is published at {address}; "
        "state another `slug`"
    ),
    FindingKind.MOVED: _marked(
        "“{title}” was published at {before} and moves to {address}; let your server redirect the old address"
    ),
    FindingKind.MOVED_FILE: _marked(
        "“{title}” was the file {before} and is {key} now; it is still the same topic, with the id {id}"
    ),
    FindingKind.PARTED: _marked(
        "“{title}” and “{other}” were one topic and are two now; if they still belong together, give both the same "
        "`translationKey`"
    ),
    FindingKind.SHARED_NAME: _marked(
        "“{title}”: another file is called {name} too ({other}), so this text has the id {id}; "
        "state an `id` in both if more such files will come"
    ),
    FindingKind.FUTURE_DATE: _marked("“{title}”: {field} is in the future ({date}); {reason}"),
    FindingKind.WITHHELD: _marked("“{title}” is not published: {reason}"),
    FindingKind.NOT_WITHHELD: _marked(
        "“{title}” is published: the key `{key}` does not withhold it; to withhold it, write `{example}`"
    ),
    FindingKind.CARD_PICTURE: _marked("“{title}” has no share picture, which cannot show {character}: {reason}"),
    FindingKind.CARD_TITLE: _marked("“{title}”: the share picture has no room for the whole title; shorten it"),
    FindingKind.CARD_TEXT: _marked("“{title}”: the share picture leaves out {part}, with {character}: {reason}"),
    FindingKind.CARD_FILE: _marked("“{title}”: the share picture is drawn without {file}: {reason}"),
    FindingKind.FAILED: _marked("“{title}”: {artifact} could not be made and is left out: {problem}"),
    FindingKind.FAILED_FILE: _marked("{artifact} could not be made and is left out: {problem}"),
    FindingKind.LOST_SCRIPTS: _marked(
        "the history is of version 0.1, which does not keep the scripts that pages of partners load; copy those of "
        "your site into {file} and build again"
    ),
    FindingKind.MISSING_LABELS: _marked(
        "there are no labels in {language}: pages and feeds show them in {shown_language}; bring your own with"
        " `translations` in publisher.toml"
    ),
    FindingKind.MISSING_GROUP_NAME: _marked(
        "the group “{name}” has no name in {language}, so it has no page there; give it one where the group is defined"
    ),
    FindingKind.MISSING_PUBLISHER_TEXT: _marked(
        "[{field}] has no text in {language}: the one in {shown_language} is shown; add a line to publisher.toml"
    ),
}
_LONGEST = 1000
_NUMBERS = frozenset({"count", "days"})
REASONS = {
    "same-name": _marked("the same file name"),
    "similar-name": _marked("similar file names, renamed perhaps"),
    "same-subject": _marked("the same subject codes"),
    "unread-link": _marked("it is not written as Markdown reads links; write / for \\ and %20 for spaces"),
    "script-address": _marked("addresses that run scripts or hold data are refused; link to a page"),
    "no-address": _marked("there is nothing behind {link}; write a whole address"),
    "title-key": _marked("the key `{key}`; write `title` instead"),
    "title-heading": _marked("its first heading; add `title: ...`"),
    "title-file": _marked("the name of its file; add `title: ...`"),
    "hidden-file": _marked("it is hidden, or a copy that an editor keeps; give it another name if it is a topic"),
    "hidden-folder": _marked("it is a hidden folder that holds Markdown; rename it if there are topics in it"),
    "no-such-topic": _marked("no such topic is published in that language"),
    "no-such-file": _marked("there is no such file"),
    "outside": _marked("it leads out of the folder; for a page of the site around it, begin its address with /"),
    "no-scheme": _marked("it looks like an address without its beginning; write https:// before it"),
    "own-machine": _marked("it is a place on somebody's own machine; give the address on the web"),
    "withheld-topic": _marked("the topic is not published"),
    "unread-file": _marked("the file holds no topic that is read"),
    "no-base": _marked("give `url` in the front matter, or a publisher.toml in the folder"),
    "no-language": _marked("its name does not say its language; call it {example}"),
    "word": _marked(
        "“{suffix}” in its name is taken for a word, not for a language of this site; call it {example}, "
        "or add the language to [name] in publisher.toml"
    ),
    "other-ending": _marked("topics end in .md; call it {example}"),
    "other-format": _marked("it is no Markdown; save it as {example}"),
    "leads-out": _marked("it is a link that leads out of the folder; put a copy in its place"),
    "linked-folder": _marked("it is a link to a folder, and those are not followed; put a copy in its place"),
    "leads-nowhere": _marked("it is a link that leads nowhere; remove it or put the file in its place"),
    "no-file": _marked("it is no ordinary file; put one in its place"),
    "closed-folder": _marked("the folder cannot be opened; look at its permissions"),
    "section-page": _marked("it is about a section of the site, not a topic; give it another name if it is one"),
    "site-code": _marked(
        "it is a program, which is not run here, so what it withholds is not known; withhold it in the texts as well"
    ),
    "site-settings": _marked(
        "it holds settings of a site that cannot be read ({problem}), so what they withhold is not known; mend it, or "
        "withhold it in the texts as well"
    ),
    "as-text": _marked("is shown as it stands; write it in Markdown or HTML"),
    "left-out": _marked("is left out; write it in Markdown or HTML"),
    "plainly": _marked("is shown in a plain form"),
    "withheld-key": _marked("the key `{key}` withholds it"),
    "withheld-there": _marked("{key} withholds it; say otherwise in the file if it is to be published"),
    "withheld-name": _marked(
        "site generators do not publish what is called {key}, with an underscore; rename it, or give the folder itself "
        "as a source"
    ),
    "until": _marked("it is to be released on {release_date}"),
    "expired": _marked("it expired on {expiry_date}"),
    "held-until": _marked("the text is not published before; correct the date if it is wrong"),
    "date-ignored": _marked("the text is published without it; correct the date"),
    "no-font": _marked("no font has it; name one that does in `[card] fonts` and `bold_fonts`"),
    "right-to-left": _marked("text that runs from right to left cannot be drawn yet"),
    "no-pillow": _marked("Pillow is not installed; install it with pip install 'syndicate-feeds[photographs]'"),
    "no-picture": _marked("it is not a PNG, JPEG, WebP, AVIF, or GIF file; save it as one of these"),
    "damaged-picture": _marked("the file is damaged or cut short; save it again"),
    "large-picture": _marked("it has too many pixels; save it smaller, 2400 pixels wide at most"),
    "unreadable-file": _marked("the file cannot be read; look at its permissions"),
    "no-font-file": _marked("it is not a TrueType or OpenType font"),
}
"""Why a finding was made, where findings of one kind have several reasons."""

PARTS = {
    "groups": _marked("the name of the group"),
    "description": _marked("the description"),
    "name": _marked("the name of the publisher"),
    "language": _marked("the name of the language"),
    "pictograms": _marked("the pictograms"),
}
"""What a share picture can do without."""


@attrs.frozen(kw_only=True)
class Finding:
    """One thing an editor should know.

    Attributes:
        kind: what it is.
        topic: the id of the record it is about, in its source; empty where none could be read.
        locale: the record's language, as an identifier; empty where it is unknown.
        source: file and line, if known.
        details: the values its message needs: texts; days as ISO dates; languages, in what ends in ``language``,
            as identifiers.
    """

    kind: FindingKind
    topic: str = ""
    locale: str = ""
    source: str = ""
    details: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.kind.severity

    def message(self, locale: LocaleLike = "en") -> str:
        """The finding as one sentence in the editor's language.

        >>> unpaired = Finding(kind=FindingKind.UNPAIRED, details={"title": "Sleep", "language": "es"})
        >>> unpaired.message(), unpaired.message("es")
        ('“Sleep” has no text in Spanish', '“Sleep” no tiene texto en español')
        """
        locale = parse(locale)
        translate = labels(locale).gettext
        values = {name: _cut(value) for name, value in self.details.items()}
        for name, value in values.items():
            if name.endswith("language"):
                values[name] = locale_name(value, locale)
            elif name.endswith("date"):
                values[name] = long_date(date.fromisoformat(value), locale)
            elif name in _NUMBERS and value.isdecimal():
                values[name] = number(int(value), locale)
            elif name == "part":
                values[name] = translate(PARTS[value])
        if "reason" in values:
            values["reason"] = translate(REASONS[values["reason"]]).format(**values)
        return translate(_MESSAGES[self.kind]).format(**values)


def _cut(value: str) -> str:
    """A value that a sentence can hold: what a broken source says may have any length."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}{ELLIPSIS}"


def heading(kind: FindingKind, locale: LocaleLike = "en") -> str:
    """The title of a kind of finding in a report.

    >>> heading(FindingKind.CONFLICT)
    'Conflicting claims on one twin'
    """
    return labels(locale).gettext(_HEADINGS[kind])


def confirmable(*, topic: str, locale: str, title: str, original: str, digest: str, source: str = "") -> Finding:
    """The finding that the original of a translation has another text than the translation was made of.

    Args:
        topic, locale, title, source: the translation.
        original: the title of the original.
        digest: that of its text now.
    """
    details = {"title": title, "original": original, "digest": digest[:DIGEST_SHOWN]}
    return Finding(kind=FindingKind.STALE_TEXT, topic=topic, locale=locale, source=source, details=details)


DIGEST_SHOWN: Final = 12
"""So many digits of a digest are enough to confirm a translation with."""

_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)  # how far the days of the world's time zones reach


def _is_day_behind(updated: datetime, original: datetime) -> bool:
    """Whether a text is of an earlier day than its original, in whatever time zone each was written.

    A midnight of UTC stands for a day that a source states without a time; that day is not over everywhere for hours.
    """
    day = timedelta(days=1)
    days = [moment.time() == time() for moment in (updated, original)]
    if days[0] == days[1]:
        return original - updated >= day
    return original - updated > (day + _WEST if days[0] else _EAST)


def gravity(kind: FindingKind) -> tuple[int, int]:
    """The place of a kind in a report, the gravest first.

    >>> sorted([FindingKind.STALE, FindingKind.CONFLICT], key=gravity)[0].value
    'conflict'
    """
    return list(Severity).index(kind.severity), list(FindingKind).index(kind)


def stale(
    *, topic: str, locale: str, title: str, updated: datetime, original: datetime, source: str = ""
) -> Finding | None:
    """The finding that a translation is of an earlier day than its original; None if it is not.

    Args:
        topic, locale, title, source: the translation.
        updated, original: when the translation and its original last changed.
    """
    if not _is_day_behind(updated, original):
        return None
    days = max(1, (original.date() - updated.date()).days)
    dates = {"date": updated.date().isoformat(), "original_date": original.date().isoformat(), "days": str(days)}
    details = {"title": title, **dates}
    return Finding(kind=FindingKind.STALE, topic=topic, locale=locale, source=source, details=details)
