"""The values of a Markdown topic's front matter, as parts of a record. A wrong one costs its own key, never the topic.

Each is read in the forms that site generators have for it: a list may be a text with commas, a picture its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, Final, TypeVar

import attrs

from syndicate.errors import InvalidValueError, LocaleError, Message, SyndicateError
from syndicate.locales import locale_id
from syndicate.markup import resolve
from syndicate.model import Correction, FindingKind, Image, Link, Reference, Section, Subject
from syndicate.model.fields import is_line, is_slug, is_url
from syndicate.sources.front_matter_fields import FieldReader
from syndicate.sources.front_matter_values import Values
from syndicate.sources.key_words import folded, words
from syndicate.sources.topic_keys import (
    IMAGE_KEYS,
    KEYS,
    LINK_KEYS,
    PART_KEYS,
    PICTURE_ADDRESSES,
    PICTURE_ALTERNATIVES,
    SECTION_KEYS,
    TEXT_KEYS_BESIDE,
)
from syndicate.sources.withheld_keys import is_truth

__all__ = ["Fields"]

T = TypeVar("T")

_NOT_THERE: Final = frozenset({FindingKind.DEAD_LINK, FindingKind.UNPUBLISHED_FILE})
_LONGEST_SIZE: Final = 16
_HINTS: Final = 20


@attrs.define
class Fields(FieldReader):
    """Reads the values of one file that are more than a text or a date."""

    def also_called(self, values: Values) -> Iterator[str]:
        """Other names."""

        def read(name: str) -> str:
            found = self.repairs.line(name, "also_called")
            is_line(found, "also_called")
            return found

        return self._each(values, "also_called", str, read)

    def aliases(self, values: Values) -> Iterator[str]:
        """Slugs that lead here. The paths that Hugo and others write under this key are of their own sites."""
        return filter(_is_slug, self._each(values, "aliases", str, str))

    def groups(self, values: Values) -> Iterator[Reference]:
        """The groups, by the names that they have in the language of the text."""

        def read(identifier: str) -> Reference:
            group = self.folder.groups.by_id.get(identifier)
            return Reference(title=group.name.get(self.locale, identifier) if group else identifier, id=identifier)

        return self._each(values, "groups", str, read)

    def subjects(self, values: Values) -> Iterator[Subject]:
        """Codes of vocabularies."""

        def read(subject: Values) -> Subject:
            self.check_keys(subject, PART_KEYS["subjects"])
            scheme, code = _required(subject, "scheme"), _required(subject, "code")
            name = self.line(subject, "name")
            locale = self._checked(subject, "locale", _is_locale)
            with _placed(subject):
                return Subject(scheme=scheme, code=code, name=name, locale=locale)

        return self._each(values, "subjects", dict, read)

    def corrections(self, values: Values) -> Iterator[Correction]:
        """What was wrong and has been put right, each with its day."""

        def read(correction: Values) -> Correction:
            self.check_keys(correction, PART_KEYS["corrections"])
            day = values.beginning(correction.moment("date"))
            if day is None:
                raise InvalidValueError(
                    Message("a correction has a date"), field=correction.at("date"), hint=Message("write 2025-03-04")
                )
            note = self.repairs.line(_required(correction, "note"), "corrections")
            with _placed(correction):
                return Correction(date=day, note=note)

        return self._each(values, "corrections", dict, read)

    def institute(self, values: Values) -> Reference | None:
        """The organization that leads in the field; its name alone, or with its address."""

        def read() -> Reference | None:
            stated = values.mapping.get("institute")
            if isinstance(stated, str):
                name = self.repairs.line(stated, "institute")
                return Reference(title=name) if name else None
            table = values.table("institute")
            if table is None:
                return None
            self.check_keys(table, PART_KEYS["institute"])
            title = self.repairs.line(_required(table, "title"), "institute")
            with _placed(table):
                address = self._kept(table.at("url"), lambda: self._address_of(table), None)
                return Reference(title=title, url=address)

        return self._kept("institute", read, None)

    def _address_of(self, table: Values) -> str | None:
        url = table.text("url")
        if not url:
            return None
        found = self._absolute(url, table.at("url"))
        is_url(found, table.at("url"))
        return found

    def image(self, values: Values) -> Image | None:
        """The picture: its address alone, or with a text alternative, under the names that programs have for them."""
        return self._kept("image", lambda: self._image(values), None)

    def _image(self, values: Values) -> Image | None:
        stated = values.mapping.get("image")
        if isinstance(stated, list) and len(stated) == 1:
            stated = stated[0]
        if stated is None or stated is False or stated == "":
            return None
        if isinstance(stated, str):
            stated = {"src": stated}
        table: Values = values.typed(stated, "image", dict, Message("write the address of the picture"))
        if all(value in (None, "", False) for value in table.mapping.values()):
            return None  # a form that nobody has filled in
        self.check_keys(table, IMAGE_KEYS, PICTURE_ADDRESSES | PICTURE_ALTERNATIVES)
        place = _first(table, PICTURE_ADDRESSES) or "src"
        url = table.required(place)
        beside = {key: value for key, value in values.mapping.items() if folded(key) in TEXT_KEYS_BESIDE}
        alternatives = table if _first(table, PICTURE_ALTERNATIVES) else Values(beside)
        key = _first(alternatives, PICTURE_ALTERNATIVES | TEXT_KEYS_BESIDE)
        alt = self.line(alternatives, key) if key else ""
        if not key:
            self.repairs.note(FindingKind.NO_ALTERNATIVE, "image", url)
        try:
            told = len(self.addresses.notes)
            address = self._absolute(url, table.at(place), picture=True)
            asset = self.addresses.assets.get(address)
            if asset is not None and not asset.is_picture:
                raise InvalidValueError(
                    Message("it is not a picture"), hint=Message("name a PNG, JPEG, WebP, AVIF, GIF, or SVG file")
                )
            if asset is None and any(note.kind in _NOT_THERE for note in self.addresses.notes[told:]):
                return None  # pages, feeds and cards would lead all to nothing
            shown = {"caption": self.line(table, "caption"), **self._measures(address)}
            return Image(url=address, alt=alt, **self.rights(table), **shown, syndicate=self.is_syndicated(table))
        except InvalidValueError as error:
            self._refuse(url, error, table.at(place))
            return None

    def _measures(self, address: str) -> dict[str, Any]:
        """How large a picture beside the text is, and its other sizes."""
        asset, publisher = self.addresses.assets.get(address), self.folder.publisher
        if asset is None or publisher is None or (size := asset.shown) is None:
            return {}
        return {"width": size[0], "height": size[1], "srcset": asset.srcset(publisher.base_url)}

    def rights(self, values: Values) -> dict[str, Any]:
        """The license, copyright notice and credit line of a text or picture."""
        return {
            "license": self._checked(values, "license", is_url),
            "rights": self.line(values, "rights"),
            "credit": self.line(values, "credit"),
        }

    def is_syndicated(self, *tables: Values) -> bool:
        """Whether others may have a text or picture; where nobody can tell, they may not.

        Args:
            tables: what is stated, the strongest first.
        """
        for values in tables:
            meant = {key for key, near in values.unknown_keys(KEYS) if near == "syndicate"}
            for key, value in values.mapping.items():
                if value is not None and (key in meant or folded(str(key)) in words("syndication")):
                    if is_truth(value, True):
                        return True
                    if not is_truth(value, False):
                        problem = Message("it is neither true nor false, so the text is only on your own pages")
                        self._wrong(
                            InvalidValueError(problem, hint=Message("write true or false")), values.at(str(key))
                        )
                    return False
        return True

    def related(self, values: Values) -> Iterator[Reference]:
        """The topics of the folder that the text names; those that are none, or not published, are left out."""
        for field, name in self._items(values, "related", str):
            family = self.folder.topic(name, self.file) or self.folder.topic_at(name, self.file)
            if family is None:
                # Looking for a near name costs more than all the rest: a file of unknown names has other faults.
                few = len(self.refused) < _HINTS
                near = get_close_matches(name, self.folder.topic_names, n=1) if few else []
                hint = (
                    Message("did you mean {value!r}?", value=near[0])
                    if near
                    else Message("name a topic of this folder by its slug")
                )
                self._refuse(name, InvalidValueError(Message("there is no such topic in the folder"), hint=hint), field)
            elif (reference := self.folder.reference(family, self.file, name)) is None:
                self._refuse(name, InvalidValueError(Message("the topic is not published")), field)
            else:
                yield attrs.evolve(reference, title=self.repairs.line(reference.title, "related"))

    def sections(self, values: Values) -> Iterator[Section]:
        """Lists of links."""

        def read(section: Values) -> Section:
            self.check_keys(section, SECTION_KEYS)
            links = [link for link in self._each(section, "links", dict, self._link_or_none) if link is not None]
            with _placed(section):
                title = self.repairs.line(_required(section, "title"), "sections")
                identifier = self._kept(section.at("id"), lambda: section.text("id"), None)
                shown = {name: self.line(section, name) for name in ("part", "description")}
                return Section(id=identifier, title=title, links=links, **shown)

        return self._each(values, "sections", dict, read)

    def _refuse(self, title: str, error: SyndicateError, field: str) -> None:
        self.refused.append((title, error, self.front.line(field)))

    def _link_or_none(self, link: Values) -> Link | None:
        try:
            return self._link(link)
        except InvalidValueError as error:
            title = link.mapping.get("title")
            self._refuse(title if isinstance(title, str) else link.place, error, error.field or link.place)
            return None

    def _link(self, values: Values) -> Link:
        self.check_keys(values, LINK_KEYS)
        organization = self.line(values, "organization")
        identifier = self.line(values, "id")
        title = self.repairs.line(values.required("title"), "sections")
        urls = self._translations(values)
        urls[self.locale] = values.required("url")
        size = self._kept(values.at("size"), lambda: _size(values), None)
        with _placed(values):
            found = {locale: self._absolute(url, values.at("url")) for locale, url in urls.items()}
            if size is None and (asset := self.addresses.assets.get(found[self.locale])) is not None:
                size = asset.size
            return Link(
                url=found,
                title={self.locale: title},
                organization={self.locale: organization} if organization else {},
                ids={self.locale: identifier} if identifier else {},
                sizes={self.locale: size} if size else {},
                flags=list(self._each(values, "flags", str, str)),
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
                Message("the language of the translation is not clear"),
                field=values.at("translation"),
                hint=Message("write `translation: {es: https://example.org/a}`"),
            )
        return {other: url}

    def _absolute(self, url: str, field: str, *, picture: bool = False) -> str:
        if url.startswith("https://") and self.folder.own_site.path_of(url) is None:  # the line of a key costs time
            return resolve(url, None) or url
        return self.addresses.absolute(url, self.front.line(field), picture=picture)


def _required(values: Values, key: str) -> str:
    """A text that must be there, under its key or one that is nearly it, which is reported as such."""
    try:
        return values.required(key)
    except InvalidValueError as error:
        near = values.mapping.get((error.field or "").rpartition(".")[2])
        if isinstance(near, str) and near.strip():
            return near
        raise


def _first(values: Values, names: frozenset[str]) -> str | None:
    """The first key that has one of the names, and a value."""
    return next((key for key, value in values.mapping.items() if folded(str(key)) in names and value is not None), None)


@contextmanager
def _placed(values: Values) -> Iterator[None]:
    """Name the whole place of a field that the model refuses."""
    try:
        yield
    except InvalidValueError as error:
        if error.field is not None and not error.field.startswith(values.place):
            error.field = values.at(error.field)
        raise


def _size(values: Values) -> int | None:
    """How many bytes the file of a link has, if that is stated."""
    stated = values.text("size")
    if stated is None:
        return None
    if not (stated.isascii() and stated.isdigit() and len(stated) < _LONGEST_SIZE and int(stated)):
        place = values.at("size")
        raise InvalidValueError(
            Message("{stated!r} is not a number of bytes", stated=stated),
            field=place,
            hint=Message("write it as in 81920"),
        )
    return int(stated)


def _is_locale(name: str, place: str) -> None:
    try:
        locale_id(name)
    except LocaleError as error:
        raise InvalidValueError(error.problem, field=place, hint=error.hint) from error


def _is_slug(name: str) -> bool:
    try:
        is_slug(name, "aliases")
    except InvalidValueError:
        return False
    return True
