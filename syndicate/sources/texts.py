"""From what a source states of a text to a record: one step that the readers of tables, feeds and APIs share.

A reader makes a :class:`Text` of each entry, as the source has it. Here it is cleaned and checked. No format is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

import attrs

from syndicate.errors import InvalidValueError, LocaleError, Message, SyndicateError
from syndicate.locales import from_name, locale_id
from syndicate.markup import resolve
from syndicate.model import (
    Finding,
    FindingKind,
    Image,
    Link,
    Publisher,
    Record,
    Reference,
    Section,
    SourceMetadata,
    Subject,
    Twin,
)
from syndicate.model.fields import is_line, is_slug, is_url
from syndicate.sources.dates import day_or_moment
from syndicate.sources.reading import Item, Repairs, broken_topic, counted, raw_digest
from syndicate.text import legal, slugify

__all__ = ["Dropped", "Picture", "StatedLink", "Text", "as_html", "items_of", "last_part", "timed"]

T = TypeVar("T")
_LONGEST_SLUG: Final = 200
_LONGEST_NAME: Final = 100
_NO_LANGUAGE: Final = Message(
    "write en, es, or the name of the language; or end the name of the file in it, as in posts.es.json"
)
_DATES: Final = frozenset({"created", "updated", "reviewed"})
# Any tag; prose with "<" in it, such as "a < b", has none.
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n")


@attrs.frozen(kw_only=True)
class Picture:
    """The picture of a text; without a text alternative where ``alt`` is None."""

    url: str
    alt: str | None = None
    caption: str = ""


@attrs.frozen(kw_only=True)
class StatedLink:
    """A link of a text, under the heading of its section."""

    url: str
    title: str
    section: str = ""
    organization: str = ""


@attrs.define(kw_only=True)
class Text:
    """What a source states of one topic in one language, as it stands there.

    Attributes:
        id: the source's own id; unique in its language.
        language: a name or code of the language.
        title: one line of plain text; where ``title_is_html`` is true, a fragment of HTML.
        source: file and line, for messages.
        html: the text, HTML.
        slug, url, description: as in :class:`~syndicate.model.Record`; where nothing states a slug, it is made
            of the last part of the address, or else of the title.
        base: where relative addresses in the text start; by default the address of the text.
        created, updated, reviewed, publish_at, expires_at: as written, or as the source's own kind of date.
        withheld: the key that withholds the text, such as ``status=draft``.
        key, keys: what texts of one topic share; the second are used where the first leave a text alone.
        stated: what else a reader of the text sees, for the digest of what the source states.
        names: what the source calls a field, for messages: ``{"title": "title_es"}``.
        date_hint: how the source may say how its dates are written, where it may.
    """

    id: str
    language: str
    title: str
    source: str
    html: str = ""
    title_is_html: bool = False
    slug: str = ""
    url: str = ""
    base: str | None = None
    description: str = ""
    also_called: Iterable[str] = ()
    groups: Iterable[Reference] = ()
    subjects: Iterable[Subject] = ()
    links: Iterable[StatedLink] = ()
    related: Iterable[Reference] = ()
    institute: str = ""
    image: Picture | None = None
    license: str = ""
    rights: str = ""
    credit: str = ""
    syndicate: bool = True
    created: date | str | None = None
    updated: date | str | None = None
    reviewed: date | str | None = None
    publish_at: date | str | None = None
    expires_at: date | str | None = None
    twins: Iterable[Twin] = ()
    key: str | None = None
    keys: tuple[str, ...] = ()
    withheld: str = ""
    stated: tuple[Any, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict)
    date_hint: Message | None = None

    def called(self, field: str) -> str:
        """What the source calls a field."""
        return self.names.get(field, field)


class Dropped:
    """Counts what a source has that no topic has a place for: dropped fields are reported, not lost in silence."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fields: Counter[str] = Counter()
        self._entries: Counter[str] = Counter()

    def field(self, name: str) -> None:
        """Count a field that is not read."""
        self._fields[name] += 1

    def entry(self, name: str) -> None:
        """Count an entry that holds no topic, by its kind."""
        self._entries[name] += 1

    def findings(self) -> Iterator[Finding]:
        """A finding for the fields, and one for the entries."""
        for kind, names in ((FindingKind.DROPPED_FIELD, self._fields), (FindingKind.DROPPED_ENTRY, self._entries)):
            if names:
                details = {"file": self._path.name or self._path.resolve().name, "names": _listed_names(names)}
                yield Finding(kind=kind, source=str(self._path), details=details)


def _listed_names(names: Mapping[str, int]) -> str:
    """Names as `counted` has them; those that are messages can be said in another language."""
    words = [name for name in names if isinstance(name, Message)]
    text = counted(names)
    if not words or "{" in text or "}" in text:
        return text
    for number, name in enumerate(words):
        text = text.replace(str(name), f"{{n{number}}}")
    return Message(text, **{f"n{number}": name for number, name in enumerate(words)})


def items_of(
    found: Iterable[Text | Finding | SourceMetadata], publisher: Publisher | None = None, zone: tzinfo | None = None
) -> Iterator[Item]:
    """The records that texts make, each after what was noticed about it; one that is broken takes no other with it.

    Args:
        found: the texts, and what their reader noticed.
        publisher: relative addresses of texts that state none start at its base URL.
        zone: the time zone of moments that state none; by default that of the publisher.
    """
    zone = zone or (publisher.zone if publisher is not None else None)
    base = publisher.base_url if publisher is not None else None
    for text in found:
        if not isinstance(text, Text):
            yield text
            continue
        maker = _Maker(text, zone, base)
        try:
            record = maker.record()
        except Exception as error:  # whatever is wrong with one text, the others are still read
            if isinstance(error, SyndicateError):
                error.field = text.called(error.field) if error.field else None
                error.locale = error.locale or maker.language or None
            yield broken_topic(error, source=text.source, topic=text.id[:_LONGEST_NAME], locale=maker.language)
            continue
        yield from maker.findings(record)
        yield record


def as_html(text: str) -> str:
    """A text that may be HTML or plain, as HTML: of what has no tag, blank lines part the paragraphs.

    >>> as_html("Rest & sleep.\\n\\nEat\\nwell."), as_html("<p>Rest.")
    ('<p>Rest &amp; sleep.</p><p>Eat<br>well.</p>', '<p>Rest.')
    """
    text = text.strip()
    if not text or _TAG.search(text):
        return text
    parts = (part.strip() for part in _PARAGRAPHS.split(text.replace("\r\n", "\n")))
    plain = _ENTITY.search(text) is not None
    return "".join(
        f"<p>{(part if plain else escape(part, quote=False)).replace(chr(10), '<br>')}</p>" for part in parts if part
    )


def last_part(address: str) -> str:
    """The last part of the path of an address, without its ending; a name for what is there.

    >>> last_part("https://example.org/en/sleep/"), last_part("https://example.org/a/rest.html?x=1")
    ('sleep', 'rest')
    """
    path = PurePosixPath(unquote(urlsplit(address).path))
    if path.stem.lower() in ("index", "default") and path.suffix:
        path = path.parent
    return path.stem if path.suffix in (".html", ".htm", ".php", ".xhtml", ".aspx") else path.name


def timed(stated: date | str | None, zone: tzinfo | None) -> date | None:
    """A date as a source has it: text, a day, or a moment, which is in the zone where it states none.

    Raises:
        InvalidValueError: it is not a date, or is a moment without a zone.
    """
    if stated is None or stated == "":
        return None
    if isinstance(stated, str):
        return day_or_moment(stated, zone)
    if isinstance(stated, datetime) and stated.tzinfo is None:
        if not any((stated.hour, stated.minute, stated.second)):
            return stated.date()  # spreadsheets and databases hold days as midnights
        return day_or_moment(stated.isoformat(sep=" ", timespec="seconds"), zone)
    return stated


class _Maker:
    """Makes the record of one text, and remembers what was wrong with its values."""

    def __init__(self, text: Text, zone: tzinfo | None, base: str | None) -> None:
        self._text = text
        self._base = base
        self._zone = zone
        self._repairs = Repairs()
        self._wrong: list[tuple[str, SyndicateError]] = []
        self.language = ""

    def record(self) -> Record:
        text, repairs = self._text, self._repairs
        locale = _locale(text)
        self.language = locale_id(locale)
        if not text.id.strip():
            raise InvalidValueError(
                Message("there is no id"), field="id", hint=Message("give each text an id that stays the same")
            )
        title = self._title()
        url = self._address(text.url, "url")
        base = text.base or url or self._base
        image = self._kept("image", lambda: self._image(base), None)
        names = (self._line("also_called", one) for one in text.also_called)
        return Record(
            id=text.id.strip(),
            locale=locale,
            title=title,
            slug=self._slug(url, title),
            slug_stated=bool(text.slug),
            url=url,
            description=self._line("description", text.description),
            summary=repairs.html(text.html, "summary", base) if text.html else repairs.html("", "summary", None),
            also_called=tuple(dict.fromkeys(filter(None, names))),
            groups=tuple(text.groups),
            subjects=tuple(text.subjects),
            sections=tuple(self._sections(base)),
            related=tuple(text.related),
            institute=Reference(title=line) if (line := self._line("institute", text.institute)) else None,
            image=image,
            license=self._address(text.license, "license"),
            rights=self._line("rights", text.rights),
            credit=self._line("credit", text.credit),
            syndicate=text.syndicate,
            created=self._kept("created", lambda: timed(text.created, self._zone), None),
            updated=self._kept("updated", lambda: timed(text.updated, self._zone), None),
            reviewed=self._kept("reviewed", lambda: timed(text.reviewed, self._zone), None),
            publish_at=self._deciding("publish_at", text.publish_at),
            expires_at=self._deciding("expires_at", text.expires_at),
            twins=tuple(text.twins),
            translation_key=text.key,
            other_keys=text.keys,
            withheld=text.withheld,
            source=text.source,
            raw=raw_digest(text.title, text.description, text.html, *text.stated),
        )

    def _title(self) -> str:
        text, repairs = self._text, self._repairs
        title = (
            repairs.words(text.title, "title", self.language)
            if text.title_is_html
            else repairs.line(text.title, "title")
        )
        if not title:
            raise InvalidValueError(Message("there is no title"), field="title", hint=Message("give the text a title"))
        return title

    def findings(self, record: Record) -> Iterator[Finding]:
        """What was noticed about the record."""
        place = {"topic": record.id, "locale": locale_id(record.locale), "source": record.source}
        for field, error in self._wrong:
            problem = SyndicateError(error.problem, hint=error.hint).format_message()
            details = {"title": record.title, "key": self._text.called(field), "problem": problem}
            yield Finding(kind=FindingKind.WRONG_VALUE, details=details, **place)
        yield from self._repairs.findings(record)

    def _kept(self, field: str, read: Callable[[], T], default: T) -> T:
        """A value that a topic can do without; a wrong one is reported, and costs itself alone."""
        try:
            return read()
        except InvalidValueError as error:
            if field in _DATES and self._text.date_hint:
                error.hint = Message("{hint}; {date_hint}", hint=error.hint, date_hint=self._text.date_hint)
            self._wrong.append((field, error))
            return default

    def _deciding(self, field: str, stated: date | str | None) -> date | None:
        """A date that decides whether the text may be published: a wrong one is an error of the text."""
        try:
            return timed(stated, self._zone)
        except InvalidValueError as error:
            raise InvalidValueError(error.problem, field=field, hint=error.hint) from error

    def _line(self, field: str, stated: str) -> str:
        def read() -> str:
            line = self._repairs.line(stated, field)
            if line:
                is_line(line, field)
            return line

        return self._kept(field, read, "") if stated else ""

    def _address(self, stated: str, field: str, base: str | None = None) -> str | None:
        def read() -> str | None:
            found = resolve(stated.strip(), base)
            if found is None:
                raise InvalidValueError(
                    Message("{value!r} is not a whole address", value=stated[:200]), hint=Message("write https://...")
                )
            is_url(found, field)
            return found

        return self._kept(field, read, None) if stated.strip() else None

    def _slug(self, url: str | None, title: str) -> str:
        """The slug that is stated, in the form that addresses have, or one that is made of the address or title."""
        stated = self._text.slug.strip()
        if stated:
            try:
                is_slug(stated, "slug")
                return stated
            except InvalidValueError:
                stated = unquote(stated)
        found = (slugify(legal(name)[0]) for name in (stated, last_part(url or ""), title, self._text.id))
        return next((name[:_LONGEST_SLUG].strip("-") for name in found if name), "topic")

    def _image(self, base: str | None) -> Image | None:
        picture = self._text.image
        if picture is None or not picture.url.strip():
            return None
        url = resolve(picture.url.strip(), base)
        if url is None:
            raise InvalidValueError(
                Message("{value!r} is not a whole address", value=picture.url[:200]), hint=Message("write https://...")
            )
        if picture.alt is None:
            self._repairs.note(FindingKind.NO_ALTERNATIVE, "image", url)
        alt = self._repairs.line(picture.alt, "image")
        return Image(url=url, alt=alt, caption=self._repairs.line(picture.caption, "image"))

    def _sections(self, base: str | None) -> Iterator[Section]:
        by_title: dict[str, list[Link]] = {}
        for stated in self._text.links:
            if (link := self._kept("links", partial(self._link, stated, base), None)) is not None:
                by_title.setdefault(self._line("links", stated.section), []).append(link)
        for title, links in by_title.items():
            yield Section(title=title or self._repairs.line(self._text.title, "title"), links=links)

    def _link(self, stated: StatedLink, base: str | None) -> Link | None:
        url = resolve(stated.url.strip(), base)
        if url is None:
            raise InvalidValueError(
                Message("{value!r} is not a whole address", value=stated.url[:200]), hint=Message("write https://...")
            )
        title = self._repairs.line(stated.title, "links") or urlsplit(url).netloc
        organization = self._repairs.line(stated.organization, "links")
        return Link(
            url={self.language: url},
            title={self.language: title},
            organization={self.language: organization} if organization else {},
        )


def _locale(text: Text) -> Any:
    try:
        return from_name(text.language.strip()[:_LONGEST_NAME].replace("_", "-"))
    except LocaleError as error:
        stated = text.language.strip()
        problem = error.problem if stated else Message("there is no language")
        raise InvalidValueError(problem, field="language", hint=_NO_LANGUAGE) from error
