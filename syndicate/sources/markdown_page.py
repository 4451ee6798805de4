"""One file of a Markdown folder on its way to a record: its front matter, its body, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError, LocaleError, SyndicateError
from syndicate.locales import from_name, locale_id
from syndicate.markup import resolve
from syndicate.model import Finding, FindingKind, Image, Link, Record, Reference, Section, Subject, layout
from syndicate.sources.front_matter import Values, YamlDocument, folded
from syndicate.sources.markdown_folder import Folder, TopicFile
from syndicate.sources.markdown_links import Addresses
from syndicate.sources.markdown_text import Note, html_of
from syndicate.sources.markdown_title import title_of
from syndicate.sources.reading import Repairs, broken_link, raw_digest
from syndicate.sources.topic_keys import FOREIGN, KEYS, LANGUAGE_KEYS
from syndicate.sources.withheld_keys import day_in_name, deciding_keys, ineffective, misspelt, moments_of, withholds
from syndicate.text import one_line

__all__ = ["Page"]

_READ_KEYS: Final = ("title", "description", "also_called", "sections", "image")
"""What a reader reads beside the body; not to be changed, as digests in histories are made of it."""
_MADE: Final = ("created", "date")
_CHANGED: Final = ("updated", "lastmod")
_SECTION_KEYS: Final = frozenset({"id", "title", "links"})
_LONGEST_SIZE: Final = 16
_LINK_KEYS: Final = frozenset({"id", "title", "url", "organization", "translation", "flags", "size"})
_IMAGE_KEYS: Final = frozenset({"src", "alt"})
_INSTITUTE_KEYS: Final = frozenset({"title", "url"})
_SUBJECT_KEYS: Final = frozenset({"scheme", "code", "name"})


_HINTS: Final = 20


class Page:
    """One file on its way to a record."""

    def __init__(self, file: TopicFile, folder: Folder, front: YamlDocument, body: str) -> None:
        self.file = file
        self.folder = folder
        self.front = front
        self.body = body
        self.locale = locale_id(file.locale)
        self.repairs = Repairs()
        self.refused: list[tuple[str, SyndicateError, int]] = []
        self.notes: list[Note] = []  # their lines are those of the file, from 1
        self._addresses = Addresses(folder, file, None, is_elsewhere=False)

    def line(self, field: str | None) -> int:
        """The line of a key of the front matter; line 1 where it cannot even be read."""
        return self.front.line(field)

    def findings(self, record: Record) -> Iterator[Finding]:
        """What was found on the way."""
        for title, refusal, line in self.refused:
            yield broken_link(refusal, record, title=title, source=str(self.file.path), line=line)
        for note in self.notes:
            yield self._finding(note.kind, record, note.line, note.details)
        if not record.withheld and record.id == self.file.key != self.file.stem:
            other = self.folder.homonym_of(self.file)
            if other is not None:
                details = {"name": self.file.stem, "other": str(other.path), "id": record.id}
                yield self._finding(FindingKind.SHARED_NAME, record, 1, details)
        yield from self.repairs.findings(record, self._place_of)

    def _place_of(self, field: str, names: Iterable[str]) -> str:
        """The file and line of a field, and in the body those of the first of some names that stands there."""
        if field != "summary":
            return f"{self.file.path}:{self.front.line_of_key(field)}"
        found = (self.body.find(sought) for name in names if name for sought in (f"<{name}", name))
        place = next((place for place in found if place >= 0), None)
        line = self._first_line if place is None else self._above + self.body.count("\n", 0, place)
        return f"{self.file.path}:{line}"

    @property
    def _above(self) -> int:
        """The line on which the front matter ends."""
        return self.front.text.count("\n") + 1

    @property
    def _first_line(self) -> int:
        """The line on which the text begins."""
        return self._above + self.body.count("\n", 0, len(self.body) - len(self.body.lstrip()))

    def _finding(self, kind: FindingKind, record: Record, line: int, details: dict[str, str]) -> Finding:
        return Finding(
            kind=kind,
            topic=record.id,
            locale=self.locale,
            source=f"{self.file.path}:{line}",
            details={"title": record.title, **details},
        )

    def _refuse(self, title: str, error: SyndicateError, field: str) -> None:
        self.refused.append((title, error, self.line(field)))

    def record(self) -> Record:
        """The record; of a text that is withheld at every moment, as little as tells which one it is.

        Raises:
            SyndicateError: a value is missing or wrong; with its key, or its line.
        """
        publisher = self.folder.publisher
        values = attrs.evolve(self.front.values, zone=self.folder.zone)
        self._check_keys(values, KEYS, FOREIGN | self._check_withholding(values))
        identifier = values.text("id") or self.folder.id_of(self.file)
        slug, url = values.text("slug") or self.folder.slug_of(self.file), values.text("url")
        if withheld := self.folder.withheld_by(values, self.file):
            return Record(
                id=identifier,
                locale=self.file.locale,
                title=self._title_of_withheld(values),
                slug=self.folder.slug_of(self.file),
                withheld=withheld,
                source=f"{self.file.path}:{self.line(withheld)}",
            )
        base = url
        if url is None and publisher is not None:
            base = publisher.url(layout.topic_page(self.file.locale, slug))
        self._addresses = Addresses(self.folder, self.file, base, is_elsewhere=url is not None)
        title = self.repairs.line(self._title(values), "title")
        created, updated = _dates(values, day_in_name(self.file.path))
        publish_at, expires_at = self._moments(values, created or updated)
        key = values.text("translationKey")
        record = Record(
            id=identifier,
            locale=self.file.locale,
            title=title,
            slug=slug,
            url=url,
            description=self.repairs.line(values.text("description"), "description"),
            summary=self._summary(base, anchors=url is not None),
            also_called=tuple(self.repairs.line(name, "also_called") for name in values.texts("also_called")),
            groups=tuple(self._group(identifier) for identifier in values.texts("groups")),
            subjects=tuple(self._subject(subject) for subject in values.tables("subjects")),
            sections=tuple(self._section(section) for section in values.tables("sections")),
            related=tuple(self._related(values)),
            institute=self._institute(values.table("institute")),
            image=self._image(values.table("image")),
            created=values.beginning(created),
            updated=values.beginning(updated),
            reviewed=values.beginning(values.moment("reviewed")),
            translation_key=self.folder.key_named(key) if key else self.folder.translation_key(self.file),
            source=f"{self.file.path}:1",
            lines=self._lines(values, publish_at, expires_at),
            slug_stated=values.text("slug") is not None,
            key="" if values.text("id") else self.file.key,
            first_id="" if values.text("id") else self.file.first_stem,
            translated_from=self.repairs.line(values.text("translated_from"), "translated_from"),
            publish_at=publish_at,
            expires_at=expires_at,
            raw=raw_digest({key: values.mapping.get(key) for key in _READ_KEYS}, self.body),
        )
        self._take_notes()
        self._check_language(values)
        for key, example in ineffective(values):
            self.notes.append(Note(FindingKind.NOT_WITHHELD, self.line(key), {"key": key, "example": example}))
        return record

    def _moments(self, values: Values, made: date | None) -> tuple[datetime | None, datetime | None]:
        """From when on the text is published, and until when: by its keys, its name, and settings of the site."""
        begins, ends = moments_of(values, made)
        starts, expiries = [begins], [ends]
        if (day := day_in_name(self.file.path)) is not None:
            starts.append(moments_of(values, day)[0])
        for place, handed in self.folder.handed_to(self.file, values):
            begins, ends = moments_of(attrs.evolve(handed, place=place))
            starts.append(begins)
            expiries.append(ends)
        start = max((moment for moment in starts if moment is not None), default=None)
        return start, min((moment for moment in expiries if moment is not None), default=None)

    def _check_language(self, values: Values) -> None:
        """Note a language that is stated, here or in settings of the site, and is not that of the file's name."""
        for place, stated in (("", values), *self.folder.handed_to(self.file, values)):
            for key in stated.mapping:
                name = stated.mapping[key]
                if isinstance(key, str) and folded(key) in LANGUAGE_KEYS and isinstance(name, str):
                    with suppress(LocaleError):
                        if (found := from_name(name.strip())).language != self.file.locale.language:
                            key = f"{place}.{key}" if place else key
                            details = {"key": key, "language": self.locale, "found_language": locale_id(found)}
                            self.notes.append(Note(FindingKind.LANGUAGE_CLASH, self.line(key), details))

    def _lines(self, values: Values, publish_at: datetime | None, expires_at: datetime | None) -> dict[str, int]:
        """The lines of what findings are made of when all texts are known."""
        made = next((name for name in _MADE if name in values.mapping), "")
        changed = next((name for name in _CHANGED if name in values.mapping), "")
        keys = {
            "created": made,
            "updated": changed,
            "reviewed": "reviewed",
            **deciding_keys(values, publish_at, expires_at),
        }
        keys.setdefault("publish_at", made or changed)
        lines = {field: self.front.line_of_key(key) for field, key in keys.items() if key in values.mapping}
        return {**lines, "summary": self._first_line}

    def _title(self, values: Values) -> str:
        """The title; what stands for one that is missing is noted."""
        title, reason, key = title_of(values, self.body, self.file.stem)
        if reason:
            details = {"title": one_line(title), "key": key, "reason": reason}
            self.notes.append(Note(FindingKind.MISSING_TITLE, self.line(key or "title"), details))
        return title

    def _title_of_withheld(self, values: Values) -> str:
        """A text that is not published may be unfinished, so its title need not be there."""
        title = values.mapping.get("title")
        return (self.repairs.line(title, "title") if isinstance(title, str) else "") or self.file.stem

    def _take_notes(self) -> None:
        """Gather what was noted of addresses; those without a base are links that could not be read."""
        self.notes += self._addresses.notes
        for text, line in self._addresses.baseless:
            self.refused.append((text, _no_base(), line))

    def _check_keys(self, values: Values, known: frozenset[str], others: frozenset[str] = frozenset()) -> None:
        for key, near in values.unknown_keys(known, others):
            line = self.line(values.at(key))
            self.notes.append(Note(FindingKind.UNKNOWN_KEY, line, {"key": key, "near": near}))

    def _check_withholding(self, values: Values) -> frozenset[str]:
        """Note the keys that are nearly ones that withhold a text; all of them and of those that do, folded."""
        found = {key for key in values.names() if withholds(key)}
        for key, near in misspelt(values):
            self.notes.append(Note(FindingKind.UNKNOWN_KEY, self.line(key), {"key": key, "near": near}))
            found.add(key)
        return frozenset(map(folded, found))

    def _summary(self, base: str | None, *, anchors: bool) -> Markup:
        above = self._above
        reported: set[str] = set()

        def relinked(address: str, text: str, line: int, picture: bool) -> str | None:
            baseless = len(self._addresses.baseless)
            found = self._addresses.relinked(address, text, above + line, picture)
            if len(self._addresses.baseless) > baseless:
                reported.add(address)
            return found

        html, notes = html_of(self.body, relinked)
        self.notes += [attrs.evolve(note, line=above + note.line) for note in notes]
        return self.repairs.html(html, "summary", base, reported, anchors=anchors)

    def _group(self, identifier: str) -> Reference:
        group = self.folder.groups.get(identifier)
        return Reference(title=group.name.get(self.locale, identifier) if group else identifier, id=identifier)

    def _subject(self, values: Values) -> Subject:
        self._check_keys(values, _SUBJECT_KEYS)
        scheme, code = values.required("scheme"), values.required("code")
        return Subject(scheme=scheme, code=code, name=self.repairs.line(values.text("name"), "subjects"))

    def _institute(self, values: Values | None) -> Reference | None:
        if values is None:
            return None
        self._check_keys(values, _INSTITUTE_KEYS)
        title, url = self.repairs.line(values.required("title"), "institute"), values.text("url")
        with _placed(values):
            return Reference(title=title, url=url and self._absolute(url, values.at("url")))

    def _image(self, values: Values | None) -> Image | None:
        if values is None:
            return None
        self._check_keys(values, _IMAGE_KEYS)
        url, alt = values.required("src"), self.repairs.line(values.text("alt"), "image")
        if "alt" not in values.mapping:
            self.repairs.note(FindingKind.NO_ALTERNATIVE, "image", url)
        try:
            return Image(url=self._absolute(url, values.at("src"), picture=True), alt=alt)
        except InvalidValueError as error:
            self._refuse(url, error, values.at("src"))
            return None

    def _absolute(self, url: str, field: str, *, picture: bool = False) -> str:
        if url.startswith("https://"):  # as nearly all are, and the line of a key costs time
            return resolve(url, None) or url
        return self._addresses.absolute(url, self.line(field), picture=picture)

    def _related(self, values: Values) -> Iterator[Reference]:
        for place, name in enumerate(values.texts("related")):
            field = f"related[{place}]"
            family = self.folder.topic(name, self.file)
            if family is None:
                # Looking for a near name costs more than all the rest: a file of unknown names has other faults.
                few = len(self.refused) < _HINTS
                near = get_close_matches(name, self.folder.topic_names, n=1) if few else []
                hint = f"did you mean {near[0]!r}?" if near else "name a topic of this folder by its slug"
                self._refuse(name, InvalidValueError("there is no such topic in the folder", hint=hint), field)
            elif (reference := self.folder.reference(family, self.file, name)) is None:
                self._refuse(name, InvalidValueError("the topic is not published"), field)
            else:
                yield attrs.evolve(reference, title=self.repairs.line(reference.title, "related"))

    def _section(self, values: Values) -> Section:
        self._check_keys(values, _SECTION_KEYS)
        links = []
        for link in values.tables("links"):
            try:
                links.append(self._link(link))
            except InvalidValueError as error:
                title = link.mapping.get("title")
                self._refuse(title if isinstance(title, str) else link.place, error, error.field or link.place)
        with _placed(values):
            title = self.repairs.line(values.required("title"), "sections")
            return Section(id=values.text("id"), title=title, links=links)

    def _link(self, values: Values) -> Link:
        self._check_keys(values, _LINK_KEYS)
        organization, identifier = values.text("organization"), values.text("id")
        title = self.repairs.line(values.required("title"), "sections")
        urls = self._translations(values)
        urls[self.locale] = values.required("url")
        with _placed(values):
            return Link(
                url={locale: self._absolute(url, values.at("url")) for locale, url in urls.items()},
                title={self.locale: title},
                organization={self.locale: self.repairs.line(organization, "sections")} if organization else {},
                ids={self.locale: identifier} if identifier else {},
                sizes={self.locale: size} if (size := _size(values)) else {},
                flags=values.texts("flags"),
            )

    def _translations(self, values: Values) -> dict[str, str]:
        """The addresses of a link's twins by language."""
        stated = values.mapping.get("translation")
        if isinstance(stated, dict):
            table = Values(stated, values.at("translation"))
            try:
                return {locale_id(locale): table.required(locale) for locale in table.names()}
            except LocaleError as error:
                raise InvalidValueError(error.problem, field=table.place, hint=error.hint) from error
        url = values.text("translation")
        if url is None:
            return {}
        other = self.folder.other_locale(self.file)
        if other is None:
            raise InvalidValueError(
                "the language of the translation is not clear",
                field=values.at("translation"),
                hint="write `translation: {es: https://example.org/a}`",
            )
        return {other: url}


def _dates(values: Values, named: date | None) -> tuple[date | None, date | None]:
    """When the text was made and last changed; by Hugo's names for that too, and by Jekyll's file names."""
    created = next((moment for key in _MADE if (moment := values.moment(key)) is not None), None)
    updated = next((moment for key in _CHANGED if (moment := values.moment(key)) is not None), None)
    return (named, None) if created is None and updated is None else (created, updated)


@contextmanager
def _placed(values: Values) -> Iterator[None]:
    """Name the whole place of a field that the model refuses."""
    try:
        yield
    except InvalidValueError as error:
        if error.field is not None and not error.field.startswith(values.place):
            error.field = values.at(error.field)
        raise


def _no_base() -> InvalidValueError:
    return InvalidValueError(
        "relative link without a base",
        hint="give `url` in the front matter, or a publisher.toml in the folder",
    )


def _size(values: Values) -> int | None:
    """How many bytes the file of a link has, if that is stated."""
    stated = values.text("size")
    if stated is None:
        return None
    if not (stated.isascii() and stated.isdigit() and len(stated) < _LONGEST_SIZE and int(stated)):
        place = values.at("size")
        raise InvalidValueError(f"{stated!r} is no number of bytes", field=place, hint="write it as in 81920")
    return int(stated)
