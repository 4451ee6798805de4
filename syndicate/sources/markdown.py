"""The reader of Markdown topics: from one file to its record. Names, twins and groups are the folder's.

A file is YAML front matter and a CommonMark body with tables and strikethrough; HTML in it is sanitized.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError, LocaleError, PublisherError, SourceError, SyndicateError
from syndicate.locales import locale_id
from syndicate.markup import parse, resolve
from syndicate.model import (
    Image,
    Link,
    Masthead,
    Publisher,
    Record,
    Reference,
    Section,
    Subject,
    layout,
)
from syndicate.sources.front_matter import Values, YamlDocument, split
from syndicate.sources.markdown_folder import Folder, TopicFile, markdown_files, misnamed, text_of
from syndicate.sources.reading import Item, Repairs, broken_link, broken_topic, raw_digest
from syndicate.text import slugify

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["SOURCE", "MarkdownSource"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_KEYS: Final = frozenset(
    {"title", "description", "id", "slug", "url", "translationKey", "created", "date", "updated", "lastmod", "reviewed"}
    | {"also_called", "groups", "subjects", "image", "institute", "related", "sections", "draft"}
)
# Hugo's own, and words that are near a key above and mean something else.
_OTHERS_KEYS: Final = frozenset(
    {
        "aliases",
        "audio",
        "build",
        "cascade",
        "expiryDate",
        "headless",
        "images",
        "keywords",
        "layout",
        "linkTitle",
        "type",
    }
    | {"markup", "menus", "outputs", "params", "publishDate", "resources", "series", "sitemap", "summary", "videos"}
    | {"weight", "tags", "categories", "author", "authors", "menu", "published", "created_by", "updated_by"}
    | {"reviewer", "reviewers", "reviewed_by"}
)
_READ_KEYS: Final = ("title", "description", "also_called", "sections", "image")
"""What a reader reads beside the body; not to be changed, as digests in histories are made of it."""
_SECTION_KEYS: Final = frozenset({"id", "title", "links"})
_LINK_KEYS: Final = frozenset({"id", "title", "url", "organization", "translation", "flags"})
_IMAGE_KEYS: Final = frozenset({"src", "alt"})
_INSTITUTE_KEYS: Final = frozenset({"title", "url"})
_SUBJECT_KEYS: Final = frozenset({"scheme", "code", "name"})


@attrs.frozen
class MarkdownSource:
    """Reads a folder that holds files such as ``sleep.en.md`` and ``sleep.es.md``, or one such file."""

    name: str = "markdown"

    def accepts(self, path: Path) -> bool:
        """By the file names; sub-folders count, links out of the folder do not."""
        if path.is_dir():
            return any(TopicFile.of(found) for found in markdown_files(path))
        return path.is_file() and TopicFile.of(path) is not None

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The topics of the folder by file name, then its masthead; one file is held in memory at a time.

        Raises:
            SourceError: ``groups.yaml`` cannot be read.
            PublisherError: ``publisher.toml`` cannot be read, and an address depends on it.
        """
        root = path if path.is_dir() else path.parent
        paths = list(markdown_files(path)) if path.is_dir() else sorted(root.glob("*.md"))
        folder = Folder(root, [file for file in map(TopicFile.of, paths) if file is not None], publisher)
        used: set[str] = set()
        for file in folder.files if path.is_dir() else filter(None, [TopicFile.of(path)]):
            for item in _items(file, folder):
                if isinstance(item, Record):
                    used.update(reference.id or "" for reference in item.groups)
                yield item
        if path.is_dir():
            yield from misnamed(paths, folder)
        if groups := [group for group in folder.groups.values() if group.id in used]:
            yield Masthead(groups=groups)


SOURCE = MarkdownSource()


def _items(file: TopicFile, folder: Folder) -> Iterator[Item]:
    """The record of one file and what was found in it, or the finding that it is broken."""
    page = None
    try:
        content = text_of(file.path)
        if "\0" in content:
            line = content.count("\n", 0, content.index("\0")) + 1
            raise SourceError("the file holds a NUL character", line=line, hint="save the file as UTF-8 text")
        page = _Page(file, folder, *split(content))
        record = page.record()
    except PublisherError:
        raise
    except SyndicateError as error:
        line = error.line or (1 if page is None else page.line(error.field))
        yield broken_topic(error, source=str(file.path), line=line, topic=file.stem, locale=locale_id(file.locale))
    except Exception as error:  # one file never takes the others, whatever is wrong with it
        yield broken_topic(error, source=str(file.path), topic=file.stem, locale=locale_id(file.locale))
    else:
        if record is not None:
            for title, refusal, line in page.refused:
                yield broken_link(refusal, record, title=title, source=str(file.path), line=line)
            yield from page.repairs.findings(record)
            yield record


class _Page:
    """One file on its way to a record."""

    def __init__(self, file: TopicFile, folder: Folder, front: YamlDocument, body: str) -> None:
        self.file = file
        self.folder = folder
        self.front = front
        self.body = body
        self.locale = locale_id(file.locale)
        self.repairs = Repairs()
        self.refused: list[tuple[str, SyndicateError, int]] = []

    def line(self, field: str | None) -> int:
        """The line of a key of the front matter; line 1 where it cannot even be read."""
        return self.front.line(field)

    def _refuse(self, title: str, error: SyndicateError, field: str) -> None:
        self.refused.append((title, error, self.line(field)))

    def record(self) -> Record | None:
        """The record; None for a draft.

        Raises:
            SyndicateError: a value is missing or wrong; with its key, or its line.
        """
        values = self.front.values
        values.check_keys(_KEYS, _OTHERS_KEYS)
        if values.flag("draft"):
            return None
        slug, url = values.text("slug") or slugify(self.file.stem), values.text("url")
        base = self._base(url, slug)
        created, updated = _dates(values)
        return Record(
            id=values.text("id") or self.file.stem,
            locale=self.file.locale,
            title=self.repairs.line(values.required("title"), "title"),
            slug=slug,
            url=url,
            description=self.repairs.line(values.text("description"), "description"),
            summary=self._summary(base),
            also_called=tuple(self.repairs.line(name, "also_called") for name in values.texts("also_called")),
            groups=tuple(self._group(identifier) for identifier in values.texts("groups")),
            subjects=tuple(self._subject(subject) for subject in values.tables("subjects")),
            sections=tuple(self._section(section, base) for section in values.tables("sections")),
            related=tuple(self._related(values)),
            institute=self._institute(values.table("institute"), base),
            image=self._image(values.table("image"), base),
            created=created,
            updated=updated,
            reviewed=values.moment("reviewed"),
            translation_key=values.text("translationKey") or self.file.stem,
            source=f"{self.file.path}:1",
            slug_stated=values.text("slug") is not None,
            raw=raw_digest({key: values.mapping.get(key) for key in _READ_KEYS}, self.body),
        )

    def _base(self, url: str | None, slug: str) -> str | None:
        if url is None and (publisher := self.folder.publisher) is not None:
            return publisher.url(layout.topic_page(self.file.locale, slug))
        return url

    def _summary(self, base: str | None) -> Markup:
        html = _markdown().render(self.body)
        if base is None:
            for reference, text in _relative_references(html):
                above = self.body[: max(0, self.body.find(reference))].count("\n")
                self.refused.append((text or reference, _no_base(), self.front.text.count("\n") + 1 + above))
        return self.repairs.html(html, "summary", base)

    def _group(self, identifier: str) -> Reference:
        group = self.folder.groups.get(identifier)
        return Reference(title=group.name.get(self.locale, identifier) if group else identifier, id=identifier)

    def _subject(self, values: Values) -> Subject:
        values.check_keys(_SUBJECT_KEYS)
        scheme, code = values.required("scheme"), values.required("code")
        return Subject(scheme=scheme, code=code, name=self.repairs.line(values.text("name"), "subjects"))

    def _institute(self, values: Values | None, base: str | None) -> Reference | None:
        if values is None:
            return None
        values.check_keys(_INSTITUTE_KEYS)
        title, url = self.repairs.line(values.required("title"), "institute"), values.text("url")
        with _placed(values):
            return Reference(title=title, url=url and _absolute(url, base))

    def _image(self, values: Values | None, base: str | None) -> Image | None:
        if values is None:
            return None
        values.check_keys(_IMAGE_KEYS)
        url, alt = values.required("src"), self.repairs.line(values.text("alt"), "image")
        try:
            return Image(url=_absolute(url, base), alt=alt)
        except InvalidValueError as error:
            self._refuse(url, error, values.at("src"))
            return None

    def _related(self, values: Values) -> Iterator[Reference]:
        for place, slug in enumerate(values.texts("related")):
            topic = self.folder.index.get(slug)
            if topic is None:
                near = get_close_matches(slug, self.folder.index, n=1)
                hint = f"did you mean {near[0]!r}?" if near else "name a topic of this folder by its slug"
                error = InvalidValueError("there is no such topic in the folder", hint=hint)
                self._refuse(slug, error, f"related[{place}]")
            else:
                other = topic.get(self.locale) or attrs.evolve(next(iter(topic.values())), title=slug)
                yield attrs.evolve(other, title=self.repairs.line(other.title, "related"))

    def _section(self, values: Values, base: str | None) -> Section:
        values.check_keys(_SECTION_KEYS)
        links = []
        for link in values.tables("links"):
            try:
                links.append(self._link(link, base))
            except InvalidValueError as error:
                title = link.mapping.get("title")
                self._refuse(title if isinstance(title, str) else link.place, error, error.field or link.place)
        with _placed(values):
            title = self.repairs.line(values.required("title"), "sections")
            return Section(id=values.text("id"), title=title, links=links)

    def _link(self, values: Values, base: str | None) -> Link:
        values.check_keys(_LINK_KEYS)
        organization, identifier = values.text("organization"), values.text("id")
        title = self.repairs.line(values.required("title"), "sections")
        urls = self._translations(values)
        urls[self.locale] = values.required("url")
        with _placed(values):
            return Link(
                url={locale: _absolute(url, base) for locale, url in urls.items()},
                title={self.locale: title},
                organization={self.locale: self.repairs.line(organization, "sections")} if organization else {},
                ids={self.locale: identifier} if identifier else {},
                flags=values.texts("flags"),
            )

    def _translations(self, values: Values) -> dict[str, str]:
        """The addresses of a link's twins by language."""
        stated = values.mapping.get("translation")
        if isinstance(stated, dict):
            table = Values(stated, values.at("translation"))
            table.check_keys(frozenset())
            try:
                return {locale_id(locale): table.required(locale) for locale in stated}
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


def _dates(values: Values) -> tuple[date | None, date | None]:
    """When the text was first published and last changed; Hugo's names for them are taken too."""
    created = values.moment("created") or values.moment("date")
    updated = values.moment("updated") or values.moment("lastmod")
    if created is None and updated is None:
        raise InvalidValueError("there is no date", hint="add `updated: 2024-06-06`")
    return created, updated


def _absolute(url: str, base: str | None) -> str:
    """The address resolved; as it stands if that cannot be, for the model to refuse."""
    return resolve(url, base) or url


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


def _relative_references(html: str) -> Iterator[tuple[str, str]]:
    """The relative links and pictures of a fragment, each with its text."""
    for node in parse(html).css("a[href], img[src]"):
        picture = node.tag == "img"
        reference = (node.attributes.get("src" if picture else "href") or "").strip()
        text = (node.attributes.get("alt") or "") if picture else node.text().strip()
        if reference and _SCHEME.match(reference) is None:
            yield reference, text


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
