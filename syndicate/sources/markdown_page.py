"""One file of a Markdown folder on its way to a record: its front matter, its body, and what is found in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError, LocaleError, Message
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import from_name, locale_id
from syndicate.markup.players import players
from syndicate.model import Finding, FindingKind, Record
from syndicate.model.asset import Asset, Player
from syndicate.sources.front_matter import YamlDocument
from syndicate.sources.front_matter_values import Values
from syndicate.sources.key_words import folded, words
from syndicate.sources.markdown_fields import Fields
from syndicate.sources.markdown_folder import Folder
from syndicate.sources.markdown_links import Addresses
from syndicate.sources.markdown_text import Note, html_of
from syndicate.sources.markdown_title import as_characters, title_of
from syndicate.sources.reading import Repairs, broken_link, raw_digest
from syndicate.sources.shown_assets import described_players, raw_of_assets, sized
from syndicate.sources.topic_file import TopicFile
from syndicate.sources.topic_keys import (
    CREATED,
    FOREIGN,
    KEYS,
    PUBLISHED,
    REVIEWED,
    TRANSLATION_KEYS,
    UPDATED,
    UPDATED_IF_DATE,
)
from syndicate.sources.withheld_keys import day_in_name, deciding_keys, ineffective, misspelled, moments_of, withholds
from syndicate.text import one_line

__all__ = ["Page"]

_READ_KEYS: Final = ("title", "description", "also_called", "sections", "image")
"""What a reader reads beside the body; not to be changed, as digests in histories are made of it."""
_RIGHTS: Final = ("license", "rights", "credit", "corrections")
"""What is read besides, in digests of the texts that state it."""
_MADE: Final = ("created", "date")
_CHANGED: Final = ("updated", "lastmod")


def _plain(value: Any) -> Any:
    """A value of front matter as JSON can hold it."""
    return json.loads(json.dumps(value, default=str)) if isinstance(value, (list, dict)) else value


class Page:
    """One file on its way to a record."""

    def __init__(self, file: TopicFile, folder: Folder, front: YamlDocument, body: str) -> None:
        self.file = file
        self.folder = folder
        self.front = front
        self.body = body
        self.locale = locale_id(file.locale)
        self.repairs = Repairs()
        self._fields = Fields(file, folder, front, self.repairs, Addresses(folder, file, None, is_elsewhere=False))
        self.notes = self._fields.notes
        self.refused = self._fields.refused
        self._html = ""

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
        if (rival := self.folder.rival_of(self.file)) is not None:
            twin, first = rival
            details = {
                "other": f"{self._title_at(twin)} ({twin.path.name})",
                "claimant": f"“{self._title_at(first)}” ({first.path.name})",
            }
            yield self._finding(FindingKind.CONFLICT, record, 1, details)
        yield from self.repairs.findings(record, self._place_of)

    def _title_at(self, file: TopicFile) -> str:
        facts = self.folder.facts(file)
        return file.stem if facts is None else facts.title

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

    def record(self) -> Record:
        """The record; of a text that is withheld at every moment, as little as tells which one it is.

        Raises:
            SyndicateError: a value is missing or wrong; with its key, or its line.
        """
        values = self._values()
        identifier = values.text("id") or self.folder.id_of(self.file)
        if withheld := self.folder.withheld_by(values, self.file):
            self.folder.asset_files.mention(self.file.path.parent, f"{self.front.text}\n{self.body}")
            return self._withheld(values, identifier, withheld)
        stated_slug, url = self._fields.slug(values), self._fields.url(values)
        slug = stated_slug or self._own_slug()
        base = self._base(slug, url)
        key = self._fields.line(values, "translationKey")
        made = {
            "title": self.repairs.line(self._title(values), "title"),
            **self._times(values),
            "summary": self._summary(base, anchors=url is not None),
            **self._described(values),
            "players": self._players(base),
        }
        record = Record(
            id=identifier,
            locale=self.file.locale,
            slug=slug,
            url=url,
            **made,
            translation_key=self.folder.key_named(key) if key else self.folder.translation_key(self.file),
            source=f"{self.file.path}:1",
            lines=self._lines(values, made["publish_at"], made["expires_at"]),
            slug_stated=stated_slug is not None,
            key="" if values.text("id") else self.file.key,
            location=self.file.key,
            first_id="" if values.text("id") else self.file.first_stem,
            translated_from=self._fields.line(values, "translated_from"),
            raw=self._raw(values),
            assets=[*self._fields.addresses.assets.values(), *self.folder.groups.pictures.of(made["groups"])],
        )
        self._take_notes()
        self._check_language(values)
        for key, example in ineffective(values):
            self.notes.append(Note(FindingKind.NOT_WITHHELD, self.line(key), {"key": key, "example": example}))
        return record

    def _values(self) -> Values:
        """The front matter, of which the keys are checked."""
        values = attrs.evolve(self.front.values, zone=self.folder.zone, bare_zone=self.folder.bare_zone)
        values = self._fields.plain(values)
        others = FOREIGN | CREATED | PUBLISHED | UPDATED | UPDATED_IF_DATE | REVIEWED
        if self.folder.is_site:
            others |= TRANSLATION_KEYS
        for repeated in self.front.repeated:
            self.notes.append(Note(FindingKind.REPEATED_KEY, repeated.lines[-1], repeated.details))
        for value in self.front.quoted:
            reason = "quotes-shown" if self.front.rules.is_prose(value.keys) else "quotes-read"
            details = {"key": value.place, "value": value.value, "inside": value.inside, "reason": reason}
            self.notes.append(Note(FindingKind.CURLY_QUOTES, value.line, details))
        self._fields.check_keys(values, KEYS, others | self._check_withholding(values))
        return values

    def _own_slug(self) -> str:
        """The slug of a text that states none.

        Raises:
            InvalidValueError: the name of the file has no letter for one.
        """
        if found := self.folder.slug_of(self.file):
            return found
        raise InvalidValueError(
            Message("no letter of the file's name can stand in an address"), hint=Message("state `slug: ...`")
        )

    def _base(self, slug: str, url: str | None) -> str | None:
        """The address that relative links of the text start from, if it is known; they are read by it from now on."""
        base = url
        if url is None and self.folder.publisher is not None:
            base = self.folder.publisher.url(TOPIC_PAGE.at(self.file.locale, slug))
        self._fields.addresses = Addresses(self.folder, self.file, base, is_elsewhere=url is not None)
        return base

    def _times(self, values: Values) -> dict[str, Any]:
        """The dates of the text, and from when on and until when it is published."""
        stated = self._fields.dates(values, day_in_name(self.file.path))
        publish_at, expires_at = self._moments(values, stated.created or stated.updated)
        dates = stated if any(stated) else self.folder.file_dates.of(self.file.path)
        return {
            "created": values.beginning(dates.created),
            "updated": values.beginning(dates.updated),
            "reviewed": values.beginning(self._fields.reviewed(values)),
            "publish_at": publish_at,
            "expires_at": expires_at,
        }

    def _described(self, values: Values) -> dict[str, Any]:
        """What the front matter says of the text, in the order in which it is read."""
        fields = self._fields
        sections, image, groups = list(fields.sections(values)), fields.image(values), list(fields.groups(values))
        handed = (there for _, there in self.folder.handed_to(self.file, values))
        return {
            "sections": sections,
            "image": image,
            "groups": groups,
            "syndicate": fields.is_syndicated(values, *handed),
            "description": self._characters(fields.line(values, "description")),
            "also_called": list(fields.also_called(values)),
            "aliases": list(fields.aliases(values)),
            "subjects": list(fields.subjects(values)),
            "related": list(fields.related(values)),
            "institute": fields.institute(values),
            "corrections": list(fields.corrections(values)),
            **fields.rights(values),
        }

    def _withheld(self, values: Values, identifier: str, key: str) -> Record:
        """The record of a text that a key withholds at every moment."""
        return Record(
            id=identifier,
            locale=self.file.locale,
            title=self._title_of_withheld(values),
            slug=self.folder.slug_of(self.file) or "withheld",
            withheld=key,
            location=self.file.key,
            source=f"{self.file.path}:{self.line(key)}",
        )

    def _raw(self, values: Values) -> str:
        """The digest of what the file states, before anything is cleaned."""
        read = {key: values.mapping.get(key) for key in _READ_KEYS}
        rights = {key: _plain(values.mapping[key]) for key in _RIGHTS if values.mapping.get(key)}
        return raw_digest({**read, **rights}, self.body) + raw_of_assets(self._fields.addresses.assets.values())

    def _players(self, base: str | None) -> list[Player]:
        """The recordings of the text, with the captions that are published with them."""
        addresses = self._fields.addresses

        def published(asset: Asset) -> str | None:
            if self.folder.publisher is None:
                return None
            url = self.folder.publisher.url(asset.path)
            addresses.assets[url] = asset
            self.folder.asset_files.used.add(asset.file)
            return url

        found = players(self._html, base)
        return list(described_players(found, addresses.assets, published, self.folder.asset_files.captions))

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
                if isinstance(key, str) and folded(key) in words("language_keys") and isinstance(name, str):
                    with suppress(LocaleError):
                        if (found := from_name(name.strip())).language != self.file.locale.language:
                            key = f"{place}.{key}" if place else key
                            details = {"key": key, "language": self.locale, "found_language": locale_id(found)}
                            self.notes.append(Note(FindingKind.LANGUAGE_CLASH, self.line(key), details))

    def _lines(self, values: Values, publish_at: datetime | None, expires_at: datetime | None) -> dict[str, int]:
        """The lines of what findings are made of when all texts are known."""
        made = next(
            (name for name in (*_MADE, *values.mapping) if _is_one(name, values, _MADE, CREATED | PUBLISHED)), ""
        )
        changed = next(
            (
                name
                for name in (*_CHANGED, *values.mapping)
                if _is_one(name, values, _CHANGED, UPDATED | UPDATED_IF_DATE)
            ),
            "",
        )
        keys = {
            "created": made,
            "updated": changed,
            "reviewed": next((name for name in values.mapping if _is_one(name, values, ("reviewed",), REVIEWED)), ""),
            "related": "related",
            **deciding_keys(values, publish_at, expires_at),
        }
        keys.setdefault("publish_at", made or changed)
        lines = {field: self.front.line_of_key(key) for field, key in keys.items() if key in values.mapping}
        return {**lines, "summary": self._first_line}

    def _title(self, values: Values) -> str:
        """The title; what stands for one that is missing is noted."""
        title, reason, key = title_of(values, self.body, self.file.stem, locale_id(self.file.locale))
        if reason:
            details = {"title": one_line(title), "key": key, "reason": reason}
            self.notes.append(Note(FindingKind.MISSING_TITLE, self.line(key or "title"), details))
        return self._characters(title)

    def _characters(self, text: str) -> str:
        """A title or description; one that is written for us, with the language in the file's name, is plain text."""
        return as_characters(text) if self.folder.is_site else text

    def _title_of_withheld(self, values: Values) -> str:
        """A text that is not published may be unfinished, so its title need not be there."""
        title = values.mapping.get("title")
        return (self.repairs.line(title, "title") if isinstance(title, str) else "") or self.file.stem

    def _take_notes(self) -> None:
        """Gather what was noted of addresses; those without a base are links that could not be read."""
        self.notes += self._fields.addresses.notes
        for text, line in self._fields.addresses.baseless:
            self.refused.append((text, _no_base(), line))

    def _check_withholding(self, values: Values) -> frozenset[str]:
        """Note the keys that are nearly ones that withhold a text; all of them and of those that do, folded."""
        found = {key for key in values.names() if withholds(key)}
        for key, near in misspelled(values):
            self.notes.append(Note(FindingKind.UNKNOWN_KEY, self.line(key), {"key": key, "near": near}))
            found.add(key)
        return frozenset(map(folded, found))

    def _summary(self, base: str | None, *, anchors: bool) -> Markup:
        above = self._above
        reported: set[str] = set()

        def relinked(address: str, text: str, line: int, picture: bool) -> str | None:
            addresses = self._fields.addresses
            if base is None and address.startswith("#") and len(address) > 1:
                self.repairs.note(FindingKind.DROPPED_ID, "summary", address)  # wherever it is published
                return ""
            baseless = len(addresses.baseless)
            found = addresses.relinked(address, text, above + line, picture)
            if len(addresses.baseless) > baseless:
                reported.add(address)
            return found

        self._html, notes = html_of(self.body, relinked)
        self.notes += [attrs.evolve(note, line=above + note.line) for note in notes]
        cleaned = self.repairs.html(self._html, "summary", base, reported, anchors=anchors)
        return sized(cleaned, self._fields.addresses.assets, self.folder.publisher)


def _is_one(key: str, values: Values, names: tuple[str, ...], others: frozenset[str]) -> bool:
    """Whether a key is stated and has one of our names, or one that other programs have."""
    return key in values.mapping and (key in names or folded(key) in others)


def _no_base() -> InvalidValueError:
    return InvalidValueError(
        Message("relative link without a base"),
        hint=Message("give `url` in the front matter, or a publisher.toml in the folder"),
    )
