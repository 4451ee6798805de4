"""A finding: one thing that reading, pairing, or a generator noticed, and its message in the editor's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import attrs

from syndicate.errors import Message
from syndicate.locales import LocaleLike, labels, long_date, number, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked
from syndicate.locales.names import locale_name
from syndicate.model.fields import checked, is_a, is_string
from syndicate.model.finding_kinds import FindingKind, Severity
from syndicate.text import ELLIPSIS
from syndicate.value_type import ValueType

__all__ = ["Finding", "FindingKind", "Severity", "confirmable", "gravity", "heading", "stale"]


_LONGEST = 1000
_NUMBERS = frozenset({"count", "days"})
REASONS: Final = {
    "same-name": marked("the same file name"),
    "similar-name": marked("similar file names, renamed perhaps"),
    "same-subject": marked("the same subject codes"),
    "unread-link": marked("it is not written as Markdown reads links; write / for \\ and %20 for spaces"),
    "script-address": marked("addresses that run scripts or hold data are refused; link to a page"),
    "no-address": marked("there is nothing behind {link}; write a whole address"),
    "title-key": marked("the key `{key}`; write `title` instead"),
    "title-heading": marked("its first heading; add `title: ...`"),
    "title-file": marked("the name of its file; add `title: ...`"),
    "unknown-slug": marked("there is no topic “{slug}”"),
    "lacking-language": marked("the topic “{slug}” has no text in “{language_code}”"),
    "incomplete-line": marked("a line has a slug, a scheme, and a code, and may have a language"),
    "hidden-file": marked("it is hidden, or a copy that an editor keeps; give it another name if it is a topic"),
    "hidden-folder": marked("it is a hidden folder that holds Markdown; rename it if there are topics in it"),
    "no-such-topic": marked("no such topic is published in that language"),
    "no-such-page": marked("the site has no such page among its texts"),
    "no-such-file": marked("there is no such file"),
    "no-such-file-near": marked("there is no such file; did you mean {near}?"),
    "empty-file": marked("it is empty; save it again"),
    "large-file": marked(
        "it has {megabytes} MB, and may have {limit}; make it smaller, or put it on your site and write its whole "
        "address"
    ),
    "other-kind": marked(
        "files of this kind are not published; put it on your site and write its whole address, or pack it into a zip "
        "file"
    ),
    "other-content": marked("its content is not what its name says; save it again"),
    "without-scripts": marked("{names}, which may run or load something"),
    "without-location": marked("the place where it was taken, which its camera recorded"),
    "outside": marked("it leads out of the folder; for a page of the site around it, begin its address with /"),
    "no-scheme": marked("it looks like an address without its beginning; write https:// before it"),
    "own-machine": marked("it is a place on somebody's own machine; give the address on the web"),
    "withheld-topic": marked("the topic is not published"),
    "unread-file": marked("the file has no topic that is read"),
    "no-base": marked("give `url` in the front matter, or a publisher.toml in the folder"),
    "git-uncommitted": marked("they are not committed as they are now; commit them"),
    "git-shallow": marked("the clone is shallow; run `git fetch --unshallow`"),
    "git-none": marked("git finds no commits there; clone the repository, or take `--dates file`"),
    "git-missing": marked("git is not installed; install it, or take `--dates file`"),
    "layout-docusaurus": marked("main language in docs and blog, others in i18n"),
    "layout-folders-beside": marked("main language at the root, a folder for each other language"),
    "layout-folders": marked("a folder for each language"),
    "layout-front-matter": marked("files that say their language in their front matter"),
    "generated": marked("{generator}, {layout}"),
    "layout-suffix-beside": marked("main language in name.md, others in name.LANGUAGE.md"),
    "layout-marked-names": marked("the language in names, as in name-english.md, name_EN.md, or en-name.md"),
    "layout-suffixes": marked("name.LANGUAGE.md in each language"),
    "no-language": marked("its name does not say its language; call it {example}"),
    "outside-layout": marked(
        "its name says a language, but it lies outside of what is read so here; move it there, or name another --layout"
    ),
    "word": marked(
        "“{suffix}” in its name is taken for a word, not for a language of this site; call it {example}, "
        "or add the language to [name] in publisher.toml"
    ),
    "other-ending": marked("topics end in .md; call it {example}"),
    "other-format": marked("it is not Markdown; save it as {example}"),
    "leads-out": marked("it is a link that leads out of the folder; put a copy in its place"),
    "linked-folder": marked("it is a link to a folder, and those are not followed; put a copy in its place"),
    "leads-nowhere": marked("it is a link that leads nowhere; remove it or put the file in its place"),
    "no-file": marked("it is not an ordinary file; put one in its place"),
    "closed-folder": marked("the folder cannot be opened; look at its permissions"),
    "section-page": marked("it is about a section of the site, not a topic; give it another name if it is one"),
    "site-code": marked(
        "it is a program, which is not run here, so what it withholds is not known; withhold it in the texts as well"
    ),
    "site-settings": marked(
        "it holds settings of a site that cannot be read ({problem}), so what they withhold is not known; mend it, or "
        "withhold it in the texts as well"
    ),
    "as-text": marked("is shown unchanged; write it in Markdown or HTML"),
    "left-out": marked("is left out; write it in Markdown or HTML"),
    "plainly": marked("is shown in a plain form"),
    "inert": marked("is not followed: the Markdown within that HTML is shown as written; write it in HTML"),
    "emphasis": marked(
        "is read as emphasis, so its asterisks are not shown; write × for a product, or \\* for an asterisk"
    ),
    "quotation": marked("is read as a quotation, so its > is not shown; write \\> for the sign"),
    "extra-cells": marked(
        "is not shown: the row has more cells than the head of its table; add a column to the head, or write \\| for a "
        "bar that parts no cells"
    ),
    "withheld-key": marked("the key `{key}` withholds it"),
    "withheld-there": marked("{key} withholds it; say otherwise in the file if it is to be published"),
    "withheld-name": marked(
        "site generators do not publish what is called {key}, with an underscore; rename it, or give the folder itself "
        "as a source"
    ),
    "repeated-same": marked("each time with the same value; remove all but one"),
    "repeated-empty": marked("and has a value only once, which counts; remove the empty one"),
    "repeated-unread": marked(
        "with different values; no such key is read, so the text is published: remove the wrong one"
    ),
    "withheld-part": marked(
        "{key} begins with an underscore, as parts do that other pages import, and site generators make no page of it; "
        "rename it if it is one"
    ),
    "quotes-shown": marked("which are shown; if they are not meant, write `{inside}`"),
    "quotes-read": marked("and is read without them; write `{inside}`"),
    "own-text": marked("the text is only on your own pages; partners get no feed entry, snippet, or embed of it"),
    "own-picture": marked("its picture is only on your own pages; partners get the text without it"),
    "until": marked("it is to be released on {release_date}"),
    "expired": marked("it expired on {expiry_date}"),
    "held-until": marked("the text is not published before then; correct the date if it is wrong"),
    "correction-held": marked("the correction is not published before then; correct the date if it is wrong"),
    "date-ignored": marked("the text is published without it; correct the date"),
    "no-font": marked("no font has it; name one that does in `[card] fonts` and `bold_fonts`"),
    "no-font-package": marked(
        "no font has it; install fonts for more scripts with pip install 'syndicate-feeds[fonts]', or name one that "
        "has it in `[card] fonts` and `bold_fonts`"
    ),
    "no-pillow": marked("Pillow is not installed; install it with pip install 'syndicate-feeds[photographs]'"),
    "no-picture": marked("it is not a PNG, JPEG, WebP, AVIF, or GIF file; save it as one of these"),
    "no-copies": marked("for smaller copies, install Pillow with pip install 'syndicate-feeds[photographs]'"),
    "damaged-picture": marked("the file is damaged or cut short; save it again"),
    "large-picture": marked("it has too many pixels; save it smaller, 2400 pixels wide at most"),
    "unreadable-file": marked("the file cannot be read; look at its permissions"),
    "no-font-file": marked("it is not a TrueType or OpenType font"),
    "web-font": marked(
        "it is a font for the web (WOFF); name the file of the same font that ends in .ttf, .otf, or .ttc"
    ),
    "color-font": marked(
        "it has letters in color only, without outlines; name a font in one color, such as Noto Emoji in place of Noto "
        "Color Emoji"
    ),
    "damaged-font": marked("the file of the font is damaged or cut short; download or copy it again"),
    "no-host": marked("there is no server of that name"),
    "no-answer": marked("the server does not answer in time"),
    "no-connection": marked("the server cannot be connected to, or ends the connection"),
    "no-certificate": marked("the certificate of the server is not valid"),
    "server-error": marked("the server has an error (HTTP {status})"),
    "endless-redirects": marked("it is redirected again and again"),
    "refuses-programs": marked("the server does not answer programs (HTTP {status}); look in a browser"),
    "robots": marked("its robots.txt asks programs to stay away; look in a browser"),
    "busy-server": marked("the server asks to wait; run the check again later"),
    "time-is-over": marked("the time was over; run the check again, and it goes on"),
    "private-network": marked("it is on a private network; --online-private checks it too"),
}
"""Why a finding was made, where findings of one kind have several reasons."""

PARTS: Final = {
    "groups": marked("the name of the group"),
    "description": marked("the description"),
    "name": marked("the name of the publisher"),
    "language": marked("the name of the language"),
    "pictograms": marked("the pictograms"),
    "groups-words": marked("words in another script in the name of the group"),
    "title-words": marked("words in another script in the title"),
    "description-words": marked("words in another script in the description"),
    "name-words": marked("words in another script in the name of the publisher"),
    "language-words": marked("words in another script in the name of the language"),
}
"""The optional parts of a share picture."""


@attrs.frozen(kw_only=True)
class Finding(metaclass=ValueType):
    """One thing an editor should know.

    Attributes:
        kind: what it is.
        topic: the id of the record it is about, in its source; empty where none could be read.
        locale: the record's language, as an identifier; empty where it is unknown.
        source: file and line, if known.
        details: the values its message needs: texts; days as ISO dates; languages, in what ends in ``language``,
            as identifiers.
    """

    kind: FindingKind = attrs.field(validator=checked(is_a(FindingKind)))
    topic: str = attrs.field(default="", validator=checked(is_string))
    locale: str = attrs.field(default="", validator=checked(is_string))
    source: str = attrs.field(default="", validator=checked(is_string))
    details: Mapping[str, str] = attrs.field(factory=dict, validator=checked(is_a(Mapping)))

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return self.kind.severity

    def as_message(self) -> Message:
        """The finding as a message, for an error that says it in the language that is chosen when it is shown."""
        return _FindingMessage(self)

    def message(self, locale: LocaleLike = "en") -> str:
        """The finding as one sentence in the editor's language.

        >>> unpaired = Finding(kind=FindingKind.UNPAIRED, details={"title": "Sleep", "language": "es"})
        >>> unpaired.message(), unpaired.message("es")
        ('“Sleep” has no text in Spanish', '“Sleep” no tiene texto en español')
        """
        locale = parse(locale)
        translate = labels(locale).gettext
        values = {
            name: _cut(value.said(translate) if isinstance(value, Message) else value)
            for name, value in self.details.items()
        }
        for name, value in values.items():
            if name.endswith("language"):
                values[name] = locale_name(value, locale)
            elif name.endswith("date"):
                values[name] = long_date(date.fromisoformat(value), locale)
            elif name in _NUMBERS and value.isdecimal():
                values[name] = number(int(value), locale)
            elif name == "part":
                values[name] = translate(PARTS[value])
        if "layout" in values:
            values["layout"] = translate(REASONS[values["layout"]])
        if "reason" in values:
            values["reason"] = translate(REASONS[values["reason"]]).format(**values)
        return translate(self.kind.message).format(**values)


def _cut(value: str) -> str:
    """A value short enough for a sentence: a broken source may have values of any length."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}{ELLIPSIS}"


def heading(kind: FindingKind, locale: LocaleLike = "en") -> str:
    """The title of a kind of finding in a report.

    >>> heading(FindingKind.CONFLICT)
    'Conflicting claims to one translation'
    """
    return labels(locale).gettext(kind.heading)


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
"""How many digits of a digest are enough to confirm a translation."""

_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)  # the extreme offsets of time zones


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
    """The place of a kind in a report, the most serious first.

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


class _FindingMessage(Message):
    """A finding as a message: how its values are written depends on the language, too."""

    finding: Finding

    def __new__(cls, finding: Finding) -> _FindingMessage:
        made = str.__new__(cls, finding.message())
        made.template, made.values, made.finding = str(made), {}, finding
        return made

    def said(self, translate: Callable[[str], str | None]) -> str:
        """The finding in the language of a function that translates."""
        heading = translate(self.finding.kind.heading)
        return self.finding.message(getattr(heading, "locale", MESSAGE_LOCALE))

    def __reduce__(self) -> tuple[Any, ...]:
        return _FindingMessage, (self.finding,)
