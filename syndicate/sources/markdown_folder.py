"""A folder of Markdown topics as a whole: files, twins, groups, publisher, titles. No body is read here.

A file is named ``STEM.LOCALE.md`` or ``STEM_LOCALE.md``, or as page bundles are, ``STEM/index.LOCALE.md``;
files of one stem are twins. ``groups.yaml`` names the groups, ``publisher.toml`` says where all is published.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, LocaleError, SourceError, SyndicateError
from syndicate.locales import locale_id, parse
from syndicate.model import Group, Localized, Publisher, Reference
from syndicate.sources.front_matter import MAX_BYTES, Values, YamlDocument, split
from syndicate.sources.reading import Item, broken_topic
from syndicate.text import slugify

__all__ = ["Folder", "TopicFile", "markdown_files", "misnamed", "text_of"]

_MAX_FILE_BYTES: Final = 5 * 1024**2
_GROUPS_FILE: Final = "groups.yaml"
# After "_", a territory or script counts only in capitals: "to_do_en" is "to_do" in English.
_FILE_NAME = re.compile(
    r"(?P<stem>.+?)[._](?P<locale>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}|_[A-Z][a-z]{3}|_[A-Z]{2}|_\d{3})*)\.md",
    re.DOTALL,
)
# Pages about the folder, and Hugo's pages about a section.
_NO_TOPICS: Final = {"readme", "contributing", "changelog", "_index"}


@attrs.frozen
class TopicFile:
    """A file that holds a topic in a language, by its name.

    Attributes:
        path: where it is.
        stem: what its name has in common with those of its twins.
        locale: the language its name says.
    """

    path: Path
    stem: str
    locale: Locale

    @classmethod
    def of(cls, path: Path) -> TopicFile | None:
        """The file, if its name says that it is a topic in a language."""
        if (parts := _name_parts(path)) is None:
            return None
        try:
            return cls(path, parts[0], parse(parts[1]))
        except LocaleError:
            return None


def _name_parts(path: Path) -> tuple[str, str] | None:
    match = _FILE_NAME.fullmatch(path.name)
    if match is None or match["stem"].casefold() in _NO_TOPICS:
        return None
    stem = path.parent.resolve().name if match["stem"] == "index" else match["stem"]
    # Some file systems decompose accents; one stem must not become two.
    return unicodedata.normalize("NFC", stem), match["locale"]


def markdown_files(root: Path) -> Iterator[Path]:
    """The Markdown files below a folder, by path; none in hidden folders, none behind links that lead out."""
    inside = root.resolve()
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(place, name) for name in sorted(names) if name.endswith(".md")):
            if path.is_file() and path.resolve().is_relative_to(inside):
                yield path


def misnamed(paths: list[Path], folder: Folder) -> Iterator[Item]:
    """Findings for files named as the translation of a topic into no language: ``sleep.sp.md``."""
    for path in paths:
        parts = _name_parts(path)
        if parts is None or len(parts[1].partition("-")[0]) > 2:
            continue  # "sleep.old.md" is a copy that somebody keeps
        if parts[0] in folder.locales and TopicFile.of(path) is None:
            error = LocaleError(
                f"unknown locale {parts[1]!r} in the file name", hint="use for example .en.md or .es.md"
            )
            yield broken_topic(error, source=str(path), topic=parts[0])


class Folder:
    """What the files of a folder share: twins, groups, addresses, and the titles that related topics have."""

    def __init__(self, root: Path, files: list[TopicFile], publisher: Publisher | None = None) -> None:
        self.root = root
        self._publisher = publisher
        self.files = files
        self.locales: dict[str, set[str]] = defaultdict(set)
        for file in files:
            self.locales[file.stem].add(locale_id(file.locale))

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups of ``groups.yaml`` by id, in its order."""
        path = self.root / _GROUPS_FILE
        if not path.is_file():
            return {}
        document = YamlDocument("")
        try:
            document = YamlDocument(text_of(path))
            document.values.check_keys(frozenset())
            return {identifier: _group(identifier, document.values) for identifier in document.values.mapping}
        except SyndicateError as error:
            line = error.line or document.line(error.field)
            raise SourceError(error.problem, field=error.field, source=str(path), line=line, hint=error.hint) from error

    @cached_property
    def publisher(self) -> Publisher | None:
        """Who publishes the folder: as the caller says, else as the file in or beside it says."""
        if self._publisher is not None:
            return self._publisher
        path = Publisher.beside(self.root)
        return Publisher.load(path) if path is not None else None

    @cached_property
    def index(self) -> dict[str, dict[str, Reference]]:
        """Every topic by slug and by stem: title and id in each language, from the front matters alone."""
        found: dict[str, dict[str, Reference]] = {}
        for file in self.files:
            try:
                values = split(text_of(file.path, MAX_BYTES + 16))[0].values
                if not values.flag("draft"):
                    title, identifier = values.required("title"), values.text("id") or file.stem
                    for name in (values.text("slug") or slugify(file.stem), file.stem):
                        topic = found.setdefault(name, {})
                        topic.setdefault(locale_id(file.locale), Reference(title=title, id=identifier))
            except SyndicateError:
                continue  # the file's own reading says what is wrong with it
        return found

    def other_locale(self, file: TopicFile) -> str | None:
        """The language that a bare ``translation`` is in: the twin's, else the other one of the folder."""
        for locales in (self.locales[file.stem], set().union(*self.locales.values())):
            others = locales - {locale_id(file.locale)}
            if len(others) == 1:
                return others.pop()
        return None


def _group(identifier: str, values: Values) -> Group:
    names = values.table(identifier)
    if names is None:
        raise InvalidValueError("the group has no name", field=identifier, hint="add a line `en: ...`")
    names.check_keys(frozenset())
    try:
        name = Localized({key: names.required(key) for key in names.mapping})
    except LocaleError as error:
        error.field = identifier
        raise
    slug = slugify(identifier) or slugify(next(iter(name.values()), "")) or "group"
    return Group(id=identifier, slug=slug, name=name)


def text_of(path: Path, limit: int | None = None) -> str:
    """The text of a file, or the beginning of it, with plain line ends."""
    try:
        with path.open("rb") as stream:
            content = stream.read((limit or _MAX_FILE_BYTES) + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    if limit is None and len(content) > _MAX_FILE_BYTES:
        raise SourceError(f"the file holds more than {_MAX_FILE_BYTES // 1024**2} MB", hint="split it")
    try:
        text = content.decode("utf-8-sig", "strict" if limit is None else "ignore")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"not UTF-8: byte 0x{content[error.start]:02X}", line=line, hint="save the file as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
