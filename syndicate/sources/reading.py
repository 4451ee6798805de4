"""What every reader shares: the protocol, repairs of text, broken topics as findings. No format is read here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from unicodedata import normalize

import attrs
from markupsafe import Markup

from syndicate.errors import SyndicateError
from syndicate.explained import checking, explained_methods
from syndicate.json_writer import canonical, quoted
from syndicate.markup import Removed, RemovedKind, plain_text, sanitize_reporting
from syndicate.markup.directions import balanced_text
from syndicate.markup.pages import Places
from syndicate.model import Finding, FindingKind, Publisher, Record, SourceMetadata
from syndicate.model.record import RAW_OF_TEXT
from syndicate.text import ELLIPSIS, legal, one_line, single_spaced

__all__ = [
    "Item",
    "Repairs",
    "Source",
    "broken_link",
    "broken_topic",
    "compact_json",
    "counted",
    "described",
    "digest_of_json",
    "raw_digest",
    "while_set",
    "words_of",
]

Item = Record | Finding | SourceMetadata
"""What a reader yields: a record, what it noticed about one, or what the source states of the whole."""


class Source(Protocol):
    """A reader of one kind of source; one object of it is registered in the entry-point group ``syndicate.sources``."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    def accepts(self, path: Path) -> bool:
        """Whether a file or folder is of its kind, by its name and, where that says too little, its first bytes."""

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The records of a file or folder, as a stream.

        One bad topic among good ones is a finding of kind ``broken-topic``, and the rest is read. The publisher, where
        it is known, tells where relative addresses start.

        Raises:
            SourceError: the file as a whole cannot be read; with its name and line.
        """


T = TypeVar("T")


@contextmanager
def while_set(variable: ContextVar[T], value: T) -> Iterator[None]:
    """Give a variable a value, and the one that it had back at the end: for what readers do not get as an argument."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


_SHOWN: Final = 5
_LONGEST: Final = 100


def counted(names: Mapping[str, int]) -> str:
    """Names with how often each occurs, the commonest first, the first five.

    >>> counted({"form": 1, "input": 3})
    'input (3), form'
    """
    common = sorted(names, key=lambda name: (-names[name], name))
    shown = [_cut(name) + (f" ({names[name]})" if names[name] > 1 else "") for name in common[:_SHOWN]]
    return ", ".join((*shown, ELLIPSIS) if len(common) > _SHOWN else shown)


def _cut(name: str) -> str:
    name = one_line(legal(name)[0])
    return (name if len(name) <= _LONGEST else f"{name[:_LONGEST]}{ELLIPSIS}") or '""'


def described(error: Exception | SystemExit) -> str:
    """What went wrong, as one line: the error's own words, and its kind where it is not one of ours.

    >>> described(OverflowError("too large")), described(SyndicateError("no title"))
    ('OverflowError: too large', 'no title')
    """
    if isinstance(error, SyndicateError):
        return error.problem
    words = one_line(legal(str(error))[0])[:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


_KINDS: Final[Mapping[RemovedKind, FindingKind]] = {
    **dict.fromkeys(
        (RemovedKind.FORMS, RemovedKind.FRAMES, RemovedKind.MEDIA, RemovedKind.HIDDEN, RemovedKind.SCRIPTED),
        FindingKind.REMOVED,
    ),
    **dict.fromkeys(
        (
            RemovedKind.SCRIPTS,
            RemovedKind.STYLES,
            RemovedKind.REPLACED,
            RemovedKind.PIXELS,
            RemovedKind.ELEMENTS,
        ),
        FindingKind.CLEANED,
    ),
    **dict.fromkeys(
        (RemovedKind.UNSAFE_URLS, RemovedKind.UNRESOLVED_URLS, RemovedKind.FOREIGN_HOSTS), FindingKind.UNRESOLVED
    ),
    RemovedKind.DEAD_LINKS: FindingKind.DROPPED_ID,
    RemovedKind.NO_ALTERNATIVE: FindingKind.NO_ALTERNATIVE,
    RemovedKind.ILLEGAL_CHARACTERS: FindingKind.ILLEGAL_CHARACTERS,
}
"""What an editor calls what cleaning did: lost content, lost markup, dead addresses."""


_PICTURE = re.compile(r"""<img(?=[\s/>])(?>[^"'>]+|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_UNSAID: Final = frozenset({"hidden", "svg"})
"""What lines of words often hold and lose nothing by: icons, and what their page hides too."""


def words_of(fragment: str, locale: str) -> tuple[str, Removed]:
    """The words of a fragment of HTML as one line of plain text, without those of its pictures; and what was removed.

    >>> words_of('<img src="a.png" alt="Cells">10<sup>9</sup> <b>cells</b>', "en")[0]
    '10⁹ cells'
    """
    markup, removed = sanitize_reporting(_PICTURE.sub(" ", fragment), None)
    return plain_text(markup, locale), removed


@explained_methods
@attrs.define
class Repairs:
    """Cleans one record's texts, and remembers what that removed or changed: nothing is dropped silently.

    >>> repairs = Repairs()
    >>> repairs.line("Sle\\x0bep", "title")
    'Sleep'
    >>> record = Record(id="1", locale="en", title="Sleep", slug="sleep")
    >>> [finding.message() for finding in repairs.findings(record)]
    ['“Sleep”: characters removed from title: 1']
    """

    _found: dict[tuple[FindingKind, str], Counter[str]] = attrs.field(factory=dict)

    def text(self, text: str, field: str) -> str:
        """Plain text as it stands, white space included."""
        repaired, removed = legal(text)
        # One that is left open would turn what stands after the text, in feeds, heads and lists.
        repaired, turned = balanced_text(repaired)
        if removed or turned:
            self.note(FindingKind.ILLEGAL_CHARACTERS, field, "", removed + turned)
        return repaired

    def line(self, text: str | None, field: str) -> str:
        """One line of plain text."""
        return one_line(self.text(text, field)) if text else ""

    def words(self, fragment: str, field: str, locale: str, *, is_reported: bool = False) -> str:
        """The words of a fragment of HTML, as one line of plain text.

        Args:
            fragment: the HTML.
            field: what it is of, for the findings.
            locale: its language.
            is_reported: whether what is removed of it is reported with a larger text, so that it is not here.
        """
        words, removed = words_of(fragment, locale)
        for (kind, name), count in removed.counts.items() if removed and not is_reported else ():
            if _KINDS[kind] in (FindingKind.REMOVED, FindingKind.ILLEGAL_CHARACTERS) and name not in _UNSAID:
                self.note(_KINDS[kind], field, name, count)
        return words

    def html(
        self,
        fragment: str | None,
        field: str,
        base: str | None,
        reported: Collection[str] = (),
        *,
        anchors: bool | Places = True,
    ) -> Markup:
        """A fragment of HTML, sanitized, its links resolved against ``base``.

        Args:
            fragment: the HTML.
            field: what it is of, for the findings.
            base: the address where relative ones start.
            reported: addresses that lead nowhere, as they are written, of which the reader says more by itself.
            anchors: whether the page at the base has the places that ``#note`` leads to, or those it has; our own pages
                have no ids.
        """
        if not fragment:
            return Markup("")
        markup, removed = sanitize_reporting(fragment, base, anchors=anchors)
        if removed:
            for (kind, name), count in removed.counts.items():
                if kind is not RemovedKind.UNRESOLVED_URLS or name not in reported:
                    self.note(_KINDS[kind], field, name, count)
        return markup.strip()

    def note(self, kind: FindingKind, field: str, name: str, count: int = 1) -> None:
        """Remember that something with a name was removed from a field or changed in it."""
        self._found.setdefault((kind, field), Counter())[name] += count

    def findings(
        self, record: Record, place_of: Callable[[str, Iterable[str]], str] | None = None
    ) -> Iterator[Finding]:
        """What was removed from the record's texts or changed in them, one finding for each kind and field.

        Args:
            record: whose texts they are.
            place_of: tells the file and line of a field, and of the first of some names in it; by default those of the
                record are given.
        """
        for (kind, field), names in self._found.items():
            details = {"title": record.title, "field": field, "count": str(names.total()), "names": counted(names)}
            source = record.source if place_of is None else place_of(field, names)
            yield Finding(kind=kind, topic=record.id, locale=str(record.locale), source=source, details=details)


def raw_digest(*stated: Any) -> str:
    """A digest of what a source states of a text, for :attr:`syndicate.model.Record.raw`.

    It has to cover all that a reader of the text may see, as it stands in the source, and come out the same in every
    version of the program: so a history knows whether a text that reads differently was changed by its author. White
    space and the Unicode form of letters do not count.

    Args:
        stated: values that JSON can hold.

    >>> raw_digest("Sleep", "Rest  well.") == raw_digest("Sleep", "Rest well.") != raw_digest("Sleep", "Rest.")
    True
    """
    return digest_of_json(compact_json(stated))


def digest_of_json(text: str) -> str:
    """The digest of what a source states, as :func:`compact_json` writes it."""
    for mark in () if text.isascii() else _SPACES:
        text = text.replace(mark, " ")
    text = single_spaced(text)
    if not text.isascii():
        text = normalize("NFC", text)
    return sha256(text.encode(errors="replace")).hexdigest()[:RAW_OF_TEXT]


def compact_json(stated: Any) -> str:
    """The canonical JSON of a value, with spaces for the escapes of white space in it."""
    if type(stated) is str and "\\" not in stated:
        return quoted(stated.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    if type(stated) in (list, tuple):
        return f"[{', '.join(map(compact_json, stated))}]"
    if stated is None:
        return "null"
    text = canonical(stated)
    for mark in ("\\n", "\\r", "\\t"):  # also of what only looks like an escape: digests are not to change
        text = text.replace(mark, " ")
    return text


_SPACES: Final = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""The white space beyond ASCII; JSON writes that of ASCII as escapes."""


@checking
def broken_topic(
    error: Exception | str, *, source: str, line: int | None = None, topic: str = "", locale: str = ""
) -> Finding:
    """The finding that stands for a topic that could not be read, whatever went wrong with it."""
    if not isinstance(error, SyndicateError):
        error = SyndicateError(error if isinstance(error, str) else described(error))
    problem = SyndicateError(
        error.problem, topic=topic or None, field=error.field, locale=error.locale, hint=error.hint
    )
    return Finding(
        kind=FindingKind.BROKEN,
        topic=topic,
        locale=locale,
        source=source if line is None else f"{source}:{line}",
        details={"problem": problem.format_message()},
    )


@checking
def broken_link(error: SyndicateError, record: Record, *, title: str, source: str, line: int | None = None) -> Finding:
    """The finding that stands for one link that could not be read; its topic is kept without it."""
    return Finding(
        kind=FindingKind.BROKEN_LINK,
        topic=record.id,
        locale=str(record.locale),
        source=source if line is None else f"{source}:{line}",
        details={"title": record.title, "link": title, "problem": error.format_message()},
    )
