"""The reader of Markdown topics: a folder, or one file of it. Names, twins and groups are the folder's.

A file is YAML front matter and a Markdown body; HTML in it is sanitized.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from syndicate.errors import Message, PublisherError, SourceError, SyndicateError
from syndicate.locales import locale_id, tag
from syndicate.locales.catalogs import spoken
from syndicate.model import Finding, FindingKind, Publisher, Record, SourceMetadata
from syndicate.sources.generator_settings import generator_of
from syndicate.sources.groups_file import GROUPS_FILE
from syndicate.sources.html_folder import html_pages
from syndicate.sources.key_words import reading_with
from syndicate.sources.language_folders import is_code
from syndicate.sources.markdown_folder import Folder
from syndicate.sources.markdown_names import FileName, Skipped, is_document, language_of_folder, named_for_a_language
from syndicate.sources.markdown_page import Page
from syndicate.sources.reading import Item, broken_topic, counted
from syndicate.sources.site_files import names_in
from syndicate.sources.texts import Dropped
from syndicate.sources.topic_file import TopicFile
from syndicate.sources.topic_text import text_of

__all__ = ["SOURCE", "MarkdownSource"]


@attrs.frozen
class MarkdownSource:
    """Reads a folder that holds files such as ``sleep.en.md`` and ``sleep.es.md``, or one such file."""

    name: str = "markdown"

    def accepts(self, path: Path) -> bool:
        """By the file names; a folder of Markdown files that name no language is taken, to say what is wrong."""
        if path.is_dir():
            return named_for_a_language(path)
        return path.is_file() and (FileName.of(path) is not None or is_document(path))

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The topics of the folder by file name, then its metadata; one file is held in memory at a time.

        Raises:
            SourceError: no file in the folder is a topic.
            PublisherError: ``publisher.toml`` cannot be read.
        """
        folder = _folder(path, publisher)
        known = folder.publisher
        yield from reading_with(known.translations if known is not None else None, _items_of(folder, path))


SOURCE = MarkdownSource()
_SHOWN: Final = 8
_CONFLICT: Final = ("\n<<<<<<< ", "\n=======\n", "\n>>>>>>> ")
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_HIGHEST: Final = 8
"""So many folders above a file the site may begin."""


def _folder(path: Path, publisher: Publisher | None) -> Folder:
    """The folder that is read, or that a single file is in.

    A file alone is read as it would be with all others: below the folder that holds ``groups.yaml``, if there is one
    near. Else its key has its whole path, since files of other folders may be read beside it.
    """
    if path.is_dir():
        return Folder(path, publisher)
    if FileName.of(path) is None:
        return Folder(_site_of(path), publisher)
    near = [path.parent, *path.parent.resolve().parents[:4]]
    if root := next((folder for folder in near if (folder / GROUPS_FILE).is_file()), None):
        return Folder(root, publisher)
    return Folder(path.parent, publisher, alone=True)


def _site_of(path: Path) -> Path:
    """The folder below which a file without a language in its name is read: the nearest with folders of languages."""
    path = path.absolute()
    for folder in path.parents[:_HIGHEST]:
        if is_code(folder.name):
            return folder.parent
        if any(is_code(child) and (folder / child).is_dir() for child in names_in(folder)):
            return folder
    return path.parent


def _items_of(folder: Folder, path: Path) -> Iterator[Item]:
    """What is in the folder, or in one file of it."""
    is_whole = path.is_dir()
    if is_whole and not folder.files:
        raise _no_topics(path, folder)
    used: set[tuple[str, str]] = set()
    for file in folder.files:
        if is_whole or file.path.samefile(path):
            for item in _items(file, folder):
                if isinstance(item, Record):
                    used.update((reference.id or "", locale_id(item.locale)) for reference in item.groups)
                yield item
    for skipped in folder.names.skipped:
        if is_whole or skipped.path == path:
            yield _not_read(skipped)
    if is_whole:
        if folder.is_site:
            details = {"reason": f"layout-{folder.names.layout}"}
            if generator := generator_of(path):
                details |= {"reason": "generated", "generator": generator, "layout": details["reason"]}
            yield Finding(kind=FindingKind.READ_AS, source=str(path), details=details)
        yield from _unused(folder)
        yield from _pages(path)
    yield from folder.site.findings
    yield from folder.file_dates.findings()
    yield from folder.groups.findings(used)
    named = {identifier for identifier, _ in used}
    if groups := [group for group in folder.groups.by_id.values() if group.id in named]:
        yield SourceMetadata(groups=groups)


def _no_topics(path: Path, folder: Folder) -> SourceError:
    """The error that a folder holds Markdown, but no topics."""
    found = [skipped for skipped in folder.names.skipped if skipped.path.suffix]
    first = found[0] if found else None
    problem = Message(
        "no file in the folder is a topic (Markdown files: {documents:,})", documents=folder.names.documents
    )
    if first is None:
        return SourceError(
            problem, source=str(path), hint=Message("name each file with its language, as in sleep.en.md")
        )
    hint = Message(
        "in {folder}, {why}; a topic is named with its language, as in sleep.en.md and sleep.es.md",
        folder=first.path.parent,
        why=_not_read(first).as_message(),
    )
    return SourceError(problem, source=str(path), hint=_by_folders(path, found) or hint)


def _by_folders(root: Path, files: list[Skipped]) -> Message | None:
    """What to do with a site that tells languages by folders; None for one that does not."""
    examples: dict[str, Path] = {}
    beside: Message | str = ""
    for path in (skipped.path for skipped in files):
        if (locale := language_of_folder(path, root)) is not None:
            examples.setdefault(tag(locale), path)
        elif not beside:
            beside = Message(
                "; {path} beside them needs the language it is in, as in {example}",
                path=path.relative_to(root),
                example=f"{path.stem}.en.md",
            )
    if not examples:
        return None
    languages = sorted(examples)
    shown: Message | str = ", ".join(languages[:_SHOWN])
    if (more := len(languages) - _SHOWN) > 0:
        shown = Message("{names}, and {count} more", names=shown, count=more)
    ours = {tag(locale) for locale in spoken()}
    chosen = sorted(languages, key=lambda language: (language not in ours, language))[:2]
    places = {language: examples[language].relative_to(root) for language in chosen}
    renamed = [
        Message("{path} becomes {other}", path=place, other=place.with_name(f"{place.stem}.{language}.md"))
        for language, place in places.items()
    ]
    advice = renamed[0]
    if len(renamed) > 1:
        advice = Message("{first} and {second}", first=renamed[0], second=renamed[1])
    return Message(
        "languages are determined by folders here ({languages}), but no two of them hold the same pages; write the "
        "language in the name of each file as well: {advice}{beside}; files of one name in such folders are "
        "translations then",
        languages=shown,
        advice=advice,
        beside=beside,
    )


def _unused(folder: Folder) -> Iterator[Finding]:
    """The files beside topics that no text refers to, a finding for each folder."""
    publisher = folder.publisher
    if publisher is None:  # nobody knows where files would be published, so none is
        return
    own = (publisher.card.photographs, publisher.card.logo, publisher.logo)
    kept = [path for path in own if isinstance(path, Path)]
    for place, names in folder.asset_files.unused((file.path.parent for file in folder.files), kept):
        details = {"count": str(len(names)), "names": counted(dict.fromkeys(names, 1))}
        yield Finding(kind=FindingKind.UNUSED_FILE, source=str(place), details=details)


def _pages(folder: Path) -> Iterator[Finding]:
    """That there are pages of HTML as well, which are another source."""
    dropped = Dropped(folder)
    for _ in html_pages(folder):
        dropped.entry(Message("pages of HTML, which --from pages reads"))
    yield from dropped.findings()


def _not_read(skipped: Skipped) -> Finding:
    """The finding that stands for a file that is not read."""
    if skipped.misnamed is not None:
        return broken_topic(skipped.misnamed, source=str(skipped.path), topic=skipped.stem)
    details = {"file": skipped.path.name, "reason": skipped.reason, **skipped.details}
    kind = FindingKind.HIDDEN_FILE if skipped.reason.startswith("hidden") else FindingKind.SKIPPED_FILE
    return Finding(kind=kind, source=str(skipped.path), details=details)


def _refuse_conflict(text: str) -> None:
    """Refuse a file that version control could not merge: its marks would be read as a heading and quotations."""
    place = 0
    text = f"\n{text}"
    for mark in _CONFLICT:
        place = text.find(mark, place)
        if place < 0:
            return
        if mark == _CONFLICT[0]:
            first = place
    if len(_FENCE.findall(text, 0, first)) % 2:  # code that shows such marks
        return
    raise SourceError(
        Message("version control could not merge the file, and both texts are in it"),
        line=text.count("\n", 0, first) + 1,
        hint=Message("keep one of them, and remove the lines <<<<<<<, =======, and >>>>>>>"),
    )


def _items(file: TopicFile, folder: Folder) -> Iterator[Item]:
    """The record of one file and what was found in it, or the finding that it is broken."""
    page = None
    try:
        content = text_of(file.path)
        if "\0" in content:
            line = content.count("\n", 0, content.index("\0")) + 1
            raise SourceError(
                Message("the file holds a NUL character"), line=line, hint=Message("save the file as UTF-8 text")
            )
        _refuse_conflict(content)
        front, body = folder.parted(content)
        page = Page(file, folder, folder.front_read(file, front), body)
        record = page.record()
    except PublisherError:
        raise
    except SyndicateError as error:
        line = error.line or (1 if page is None else page.line(error.field))
        topic = folder.id_of(file)
        yield broken_topic(error, source=str(file.path), line=line, topic=topic, locale=locale_id(file.locale))
    except Exception as error:  # whatever is wrong with one file, the others are still read
        yield broken_topic(error, source=str(file.path), topic=folder.id_of(file), locale=locale_id(file.locale))
    else:
        yield from page.findings(record)
        yield record
