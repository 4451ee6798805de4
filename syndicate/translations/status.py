"""How translations stand: which are missing, behind, in work, or reviewed, and by how much. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from syndicate.locales import LocaleLike, labels, long_date, number
from syndicate.locales.catalogs import marked
from syndicate.locales.names import locale_name
from syndicate.text import ELLIPSIS

__all__ = ["ChangedText", "State", "TranslationStatus", "as_json", "as_text"]


class State(StrEnum):
    """What is to be done about a translation."""

    MISSING = "missing"
    STALE = "stale"
    IN_WORK = "in-work"
    CURRENT = "current"
    """Nothing is known to be wrong with it, but nobody has said that it is right."""
    REVIEWED = "reviewed"


@attrs.frozen(kw_only=True)
class ChangedText:
    """A text of an original that is new, or has changed since it was translated.

    Attributes:
        name: the name of its unit, such as ``title`` or ``text[3]``.
        heading: the heading it stands below.
        line: that of its file; 0 where there is none.
        text: how it begins.
        words: how many words it has.
    """

    name: str
    heading: str
    line: int
    text: str
    words: int


@attrs.frozen(kw_only=True)
class TranslationStatus:
    """How a translation stands.

    Attributes:
        topic: the slug of its topic.
        locale, original_locale: the identifiers of its language and of that of its original.
        title: its own, or where it is missing, that of its original.
        state: what is to be done about it.
        digest: that of its original, as ``translated_from`` takes it.
        words: how many words the original has.
        changed: the texts of the original that have changed, of a translation that is behind; None where it is not
            known which.
        removed: how many texts the original has lost.
        asked: when it was given to translators, for one that is in work.
        file: where the original is.
    """

    topic: str
    locale: str
    original_locale: str
    title: str
    state: State
    digest: str
    words: int
    changed: Sequence[ChangedText] | None = ()
    removed: int = 0
    asked: str = ""
    file: str = ""

    @property
    def changed_words(self) -> int | None:
        """How many words are to be translated; None where that is not known."""
        if self.state is State.MISSING:
            return self.words
        return None if self.changed is None else sum(text.words for text in self.changed)

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        values = attrs.asdict(self)
        return {**values, "state": self.state.value, "changed_words": self.changed_words}


_HEADINGS = {
    State.MISSING: marked("Missing"),
    State.STALE: marked("Behind their originals"),
    State.IN_WORK: marked("In work"),
    State.CURRENT: marked("Translated, not reviewed"),
    State.REVIEWED: marked("Reviewed"),
}
_SHOWN = 5
_LONGEST = 70


def as_json(found: Sequence[TranslationStatus]) -> list[dict[str, Any]]:
    """The statuses as JSON values."""
    return [status.to_dict() for status in found]


def as_text(found: Sequence[TranslationStatus], language: LocaleLike = "en") -> str:
    """The statuses for an editor: a table for each language, the most urgent first, with what has changed.

    Args:
        found: the statuses.
        language: that of the report.
    """
    gettext = labels(language).gettext
    lines: list[str] = []
    for locale in dict.fromkeys(status.locale for status in found):
        own = [status for status in found if status.locale == locale]
        counts = {state: sum(status.state is state for status in own) for state in State}
        said = "; ".join(
            f"{gettext(_HEADINGS[state])}: {number(count, language)}" for state, count in counts.items() if count
        )
        lines += ["" for _ in lines[:1]]
        name = locale_name(locale, language)
        lines.append(f"{name[:1].upper()}{name[1:]} — {said}")
        for state in (State.MISSING, State.STALE, State.IN_WORK):
            rows = [status for status in own if status.state is state]
            if rows:
                lines += ["", gettext(_HEADINGS[state])]
                lines += _rows(rows, language)
    return "\n".join(lines) + "\n" if lines else gettext("There is nothing to translate.") + "\n"


def _rows(rows: Sequence[TranslationStatus], language: LocaleLike) -> list[str]:
    width = max(len(status.topic) for status in rows)
    lines = []
    for status in rows:
        lines.append(f"  {status.topic.ljust(width)}  {_summary(status, language)}")
        lines += [f"      {line}" for line in _changed(status, language)]
    return lines


def _summary(status: TranslationStatus, language: LocaleLike) -> str:
    gettext = labels(language).gettext
    title = f"“{status.title}”"
    text: str
    if status.state is State.MISSING:
        text = gettext("{title}; words: {count}").format(title=title, count=number(status.words, language))
    elif status.asked:
        day = long_date(date.fromisoformat(status.asked[:10]), language)
        text = gettext("{title}; given to translators on {day}").format(title=title, day=day)
    elif status.state is State.IN_WORK:
        text = gettext("{title}; a draft is there").format(title=title)
    elif status.changed is None:
        text = gettext("{title}; which texts have changed is not known").format(title=title)
    elif not status.changed and not status.removed:
        text = gettext("{title}; no words have changed, but links, pictures, or markup").format(title=title)
    else:
        share = round(100 * (status.changed_words or 0) / max(1, status.words))
        text = gettext("{title}; words to translate: {count} of {total} ({share}%)").format(
            title=title,
            count=number(status.changed_words or 0, language),
            total=number(status.words, language),
            share=number(share, language),
        )
        if status.removed:
            text += "; " + gettext("texts removed: {count}").format(count=number(status.removed, language))
    return text


def _changed(status: TranslationStatus, language: LocaleLike) -> list[str]:
    gettext = labels(language).gettext
    lines = []
    for text in (status.changed or ())[:_SHOWN]:
        place = f"{status.file}:{text.line}" if text.line else text.name
        under = f" ({text.heading})" if text.heading else ""
        shown = text.text if len(text.text) <= _LONGEST else f"{text.text[:_LONGEST].rstrip()}{ELLIPSIS}"
        lines.append(f"{place}{under}: {shown}")
    if more := len(status.changed or ()) - len(lines):
        lines.append("… " + gettext("and {count} more; --format json lists all").format(count=number(more, language)))
    return lines
