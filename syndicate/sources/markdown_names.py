"""The names of the files in a Markdown folder: which of them are topics, in which language, and why others are none.

A file is named ``STEM.LOCALE.md`` or ``STEM_LOCALE.md``, or as page bundles are, ``STEM/index.LOCALE.md``. What is in a
file is not looked at here.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import LocaleError, Message
from syndicate.locales import from_name, language_name, locale_id, parse, tag
from syndicate.locales.catalogs import MESSAGE_LOCALE, spoken
from syndicate.locales.identifiers import CASED_LANGUAGE_CODE, LOOSE_LANGUAGE_CODE
from syndicate.model import Publisher
from syndicate.sources.generator_settings import generator_of
from syndicate.sources.language_folders import is_code, readmes_of_languages
from syndicate.sources.markdown_layouts import SUFFIX_BESIDE, SUFFIXES, layout_of
from syndicate.sources.placement import Placed, Placement
from syndicate.sources.site_files import OF_PROGRAMS, names_in, site_folder
from syndicate.sources.stated_languages import stated_in

__all__ = ["FileName", "Names", "Skipped", "is_document", "language_of_folder", "named_for_a_language"]

_FILE_NAME = re.compile(
    rf"(?P<stem>.+?)(?P<separator>[._]+)(?P<locale>{CASED_LANGUAGE_CODE})\.(?:md|mdx|markdown)",
    re.DOTALL,
)
_NEARLY_A_NAME = re.compile(
    rf"(?P<stem>.+?)(?P<separator>[._]+)(?P<locale>{LOOSE_LANGUAGE_CODE})\.(?P<ending>[A-Za-z]+)",
    re.DOTALL,
)
_ENDS_IN_A_WORD = re.compile(r"(?P<stem>.+?)[-._ ]+\(?(?P<word>[^\W\d_]{2,})\)?")
# Pages about the folder, and Hugo's pages about a section.
_ABOUT_THE_FOLDER: Final = {"readme", "contributing", "changelog"}
_ABOUT_THE_FOLDER_TOO: Final = {"license", "licence", "notice", "authors", "code_of_conduct", "security", "support"}
_TOOL_FOLDERS: Final = {".git", ".github", ".gitlab"}
_SECTION: Final = "_index"
_READ_ENDINGS: Final = {".md", ".markdown", ".mdx"}
_READ: Final = frozenset(ending[1:] for ending in _READ_ENDINGS)
_MARKDOWN_ENDINGS: Final = {"md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mdx", "qmd", "rmd", "mdoc"}
_OTHER_ENDINGS: Final = {"txt", "rst", "adoc", "asciidoc", "org", "textile", "docx", "doc", "odt", "rtf", "html", "htm"}


@attrs.frozen
class FileName:
    """What the name of a file says.

    Attributes:
        path: where it is.
        stem: what its name has in common with those of its twins.
        locale: the language it names.
        is_certain: whether that cannot be a word: it stands behind a dot, or has a territory.
        first_stem: what version 0.1 took for the stem, which left all but one mark of ``name._en.md`` to it.
        place: the folders below the root of its language, where the layout of the site tells them.
        key: what it shares with its translations, where its front matter says so.
    """

    path: Path
    stem: str
    locale: Locale
    is_certain: bool
    first_stem: str
    place: tuple[str, ...] | None = None
    key: str = ""

    @classmethod
    def of(cls, path: Path, root: Path | None = None) -> FileName | None:
        """The name, if it says a language; whether the site has that language is not known here.

        Args:
            path: the file.
            root: the folder that is read as a whole; what it is called means nothing.
        """
        match = _FILE_NAME.fullmatch(path.name)
        if match is None or match["stem"].casefold() in {*_ABOUT_THE_FOLDER, _SECTION} or _is_hidden(path.name):
            return None
        try:
            locale = parse(match["locale"])
        except LocaleError:
            return None
        is_certain = "." in match["separator"] or not match["locale"].isalpha()
        first_stem = _stem(path, match["stem"] + match["separator"][:-1], root)
        return cls(path, _stem(path, match["stem"], root), locale, is_certain, first_stem)


def _stem(path: Path, stem: str, root: Path | None) -> str:
    """The stem; some file systems decompose accents, and one stem must not become two."""
    is_bundle = stem == "index" and path.parent != root
    return unicodedata.normalize("NFC", path.parent.resolve().name if is_bundle else stem)


@attrs.frozen
class Skipped:
    """A file that is not read.

    Attributes:
        path: where it is.
        reason: why, as findings name it; empty for a topic that is misnamed.
        details: what the message of the reason needs.
        misnamed: what is wrong with the name of a file that can only be meant as a translation.
        stem: of such a file.
    """

    path: Path
    reason: str = ""
    details: Mapping[str, str] = attrs.field(factory=dict)
    misnamed: LocaleError | None = None
    stem: str = ""


def named_for_a_language(root: Path) -> bool:
    """Whether a file below the folder, or the folder of Markdown, is named for a language, or nothing is HTML there."""
    endings = set()
    counts = Counter[str]()  # of pages in folders of languages
    for path, _ in _walk(root):
        if FileName.of(path) is not None or _is_named_document(path):
            return True
        if path.name.partition(".")[0].casefold() not in _ABOUT_THE_FOLDER | _ABOUT_THE_FOLDER_TOO:
            endings.add(path.suffix[1:].lower())
            form = "html" if path.suffix.lower() in (".html", ".htm") else path.suffix[1:].lower()
            if form in {"html", *_MARKDOWN_ENDINGS} and language_of_folder(path, root) is not None:
                counts["html" if form == "html" else "markdown"] += 1
    # Beside the settings of a site, its sources count, however many pages have been made of them.
    has_sources = bool(endings & _MARKDOWN_ENDINGS) and site_folder(root) == root.resolve() and generator_of(root) != ""
    if has_sources or counts["markdown"]:
        return has_sources or counts["markdown"] >= counts["html"]
    return bool(endings & _MARKDOWN_ENDINGS) and not endings & {"html", "htm"}


def language_of_folder(path: Path, root: Path) -> Locale | None:
    """The language that the nearest folder of a file seems to be named for, the one that is read included."""
    folders = path.parent.relative_to(root).parts if path.is_relative_to(root) else ()
    return next((found for name in (*folders[::-1], root.resolve().name) if (found := _named(name))), None)


@lru_cache(maxsize=1024)
def _named(folder: str) -> Locale | None:
    """The language that a folder is named for: ``es``, ``spanish``, ``español``."""
    with suppress(LocaleError):
        return from_name(folder)
    return None


def is_document(path: Path) -> bool:
    """Whether a file is Markdown of a language that its folders or its front matter name."""
    if path.suffix not in _READ_ENDINGS:
        return False
    if any(is_code(part) for part in path.absolute().parts[-8:-1]) or stated_in(path).locale is not None:
        return True
    siblings = (FileName.of(path.parent / name) for name in names_in(path.parent) if name.startswith(f"{path.stem}."))
    return any(name is not None for name in siblings)


def _is_named_document(path: Path) -> bool:
    """Whether it is a document of another format that is named as a topic: ``sleep.en.docx``."""
    match = _NEARLY_A_NAME.fullmatch(path.name)
    ending = path.suffix[1:].lower()
    return match is not None and ending in _OTHER_ENDINGS - {"html", "htm"} and _locale(match["locale"]) is not None


class Names:
    """The files of a folder, by their names.

    Args:
        root: the folder.
        publisher: who publishes it, if known: the languages it has names in are languages of the site.
        whole: whether to look into sub-folders.

    Attributes:
        topics: the files that hold topics, folder by folder, in the order of their names.
        skipped: the others, as far as one may expect them to be read.
        documents: how many Markdown files there are at all.
        languages: of the site.
        layout: what the layout is called.
        addresses: the addresses on the site that files state, from its root on, as far as they have been looked at.
    """

    def __init__(self, root: Path, publisher: Publisher | None = None, whole: bool = True) -> None:
        found = [(path, fault) for path, fault in _walk(root) if whole or path.parent == root]
        sound = [path for path, fault in found if not fault]
        top = root if whole else None
        named = [name for path in sound if (name := FileName.of(path, top)) is not None]
        self.documents = sum(path.suffix[1:].lower() in _MARKDOWN_ENDINGS for path in sound)
        found_layout = self._laid(root, sound, named, publisher) if whole else Placement(SUFFIXES, {})
        self.layout, laid, self.addresses = found_layout.name, found_layout.files, found_layout.addresses
        if laid:
            named = [
                FileName(path, placed.stem, placed.locale, True, placed.stem, placed.place, placed.key)
                for path in sound
                if (placed := laid.get(path)) is not None
            ]
        self.languages = _languages(named, publisher)
        self.topics = [name for name in named if name.is_certain or name.locale.language in self.languages]
        main = publisher.default_locale if publisher is not None else _commonest(self.topics)
        read = {name.path for name in self.topics}
        stems = {(name.path.parent, name.stem) for name in self.topics}
        guesses = _Guesses(self.languages, tag(main), stems, top, self.layout not in (SUFFIXES, SUFFIX_BESIDE))
        self.skipped = [
            skipped
            for path, fault in found
            if path not in read and (skipped := Skipped(path, fault) if fault else guesses.of(path)) is not None
        ]

    @staticmethod
    def _laid(root: Path, sound: Sequence[Path], named: list[FileName], publisher: Publisher | None) -> Placement:
        """The layout of the folder, and where each file stands in it; nothing where the names say all."""
        readmes = readmes_of_languages(sound, root)
        documents = [
            path for path in sound if path.suffix in _READ_ENDINGS and (path in readmes or not _is_no_topic(path, root))
        ]
        languages = _languages(named, publisher)
        certain = {
            name.path: Placed(name.locale, (), name.stem)
            for name in named
            if name.is_certain or name.locale.language in languages
        }
        laid = layout_of(root, documents, certain, publisher.default_locale if publisher is not None else None)
        if laid.name != SUFFIX_BESIDE:
            return laid
        return attrs.evolve(laid, files={path: attrs.evolve(found, place=None) for path, found in laid.files.items()})


def _is_no_topic(path: Path, root: Path) -> bool:
    """Whether a file is about the folder or a section; deeper in a site, a change log may well be one of its texts."""
    name = path.name.partition(".")[0].casefold()
    is_at_root = path.parent == root and name in _ABOUT_THE_FOLDER | _ABOUT_THE_FOLDER_TOO
    return is_at_root or name in {"readme", _SECTION}


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder that may be documents, folder by folder, each with what bars it from being read."""
    inside = root.resolve()
    closed: list[Path] = []
    for place, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        for name in sorted(folders):
            if name.startswith(".") and name not in _TOOL_FOLDERS and _holds_markdown(Path(place, name)):
                yield Path(place, name), "hidden-folder"
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in OF_PROGRAMS)
        for path in (Path(place, name) for name in sorted(names)):
            if _is_hidden(path.name):
                if path.suffix[1:].lower().rstrip("~#") in _MARKDOWN_ENDINGS:
                    yield path, "hidden-file"
            elif path.suffix[1:].lower() in _MARKDOWN_ENDINGS | _OTHER_ENDINGS:
                if not path.resolve().is_relative_to(inside):
                    yield path, "leads-out"
                else:
                    yield path, "" if path.is_file() else "leads-nowhere" if path.is_symlink() else "no-file"
        for path in (Path(place, name) for name in folders):
            if path.is_symlink():
                yield path, "linked-folder"
    for path in sorted(closed):
        yield path, "closed-folder"


def _is_hidden(name: str) -> bool:
    """Whether a file is hidden, or what an editor keeps beside a file: ``.#a.en.md``, ``~a.en.md``, ``a.en.md~``."""
    return name.startswith((".", "~", "#")) or name.endswith(("~", "#"))


def _holds_markdown(folder: Path) -> bool:
    try:
        return any(path.suffix[1:].lower() in _MARKDOWN_ENDINGS for path in folder.iterdir())
    except OSError:
        return False


def _languages(names: Iterable[FileName], publisher: Publisher | None) -> set[str]:
    """The languages of a site: those its publisher names, those of unmistakable names, and those of their twins."""
    names = list(names)
    known = {parse(locale).language for locale in spoken()} | {n.locale.language for n in names if n.is_certain}
    if publisher is not None:
        known |= {locale.language for locale in (*publisher.name, *publisher.fallback_order)}
    twins: dict[tuple[Path, str], set[str]] = defaultdict(set)
    for name in names:
        twins[name.path.parent, name.stem].add(name.locale.language)
    while joined := {code for codes in twins.values() if codes & known for code in codes} - known:
        known |= joined
    # Two codes that stand side by side more than once are not words: "what_is" and "what_it" do so once.
    together = Counter(frozenset(codes) for codes in twins.values() if len(codes) > 1)
    return known.union(*(codes for codes, count in together.items() if count > 1))


def _commonest(names: Iterable[FileName]) -> Locale:
    counts = Counter(locale_id(name.locale) for name in names)
    return parse(max(counts, key=lambda locale: counts[locale])) if counts else MESSAGE_LOCALE


@attrs.frozen
class _Guesses:
    """Says of a file that is not a topic why it is none, and what it should be called.

    Attributes:
        languages: of the site.
        main: the tag of its main language.
        stems: the folder and stem of each topic.
        top: the folder that is read as a whole, if one is.
        is_laid: whether something else than the name of a file says its language.
    """

    languages: set[str]
    main: str
    stems: set[tuple[Path, str]]
    top: Path | None
    is_laid: bool

    def of(self, path: Path) -> Skipped | None:
        """Why it is not read; None for a file that nobody would take for a topic."""
        ending = path.suffix[1:]
        match = _NEARLY_A_NAME.fullmatch(path.name)
        locale = _locale(match["locale"]) if match else None
        if (match["stem"] if match else path.stem).casefold() in _ABOUT_THE_FOLDER | _ABOUT_THE_FOLDER_TOO:
            return None
        if ending.lower() in _OTHER_ENDINGS:
            is_named = locale is not None and (path.stem.count("_") == 0 or locale.language in self.languages)
            return Skipped(path, "other-format", {"example": f"{path.stem}.md"}) if is_named else None
        if path.stem.partition(".")[0].casefold() == _SECTION:
            return Skipped(path, "section-page")
        if match is not None and ending.lower() in _READ:
            if locale is not None and self.is_laid and FileName.of(path) is not None:
                return Skipped(path, "outside-layout")
            if locale is not None:
                return self._of_a_language(path, match, locale)
            if (meant := self._meant(path, match)) is not None:
                return meant
        if ending not in _READ:
            is_placed = self.top is not None and language_of_folder(path, self.top) is not None
            example = f"{path.stem}.md" if locale is not None or is_placed else self._example(path)
            return Skipped(path, "other-ending", {"example": example})
        return Skipped(path, "no-language", {"example": self._example(path)})

    def _example(self, path: Path) -> str:
        """What to call a file that says no language: by a word in its name, or by its folder, else by the main one."""
        stem = path.stem.removesuffix(".md").strip()
        if _locale(stem.rpartition(".")[2]) is not None and "." in stem:
            return f"{stem}.md"  # "sleep.en.md.md", "sleep.en .md"
        match = _ENDS_IN_A_WORD.fullmatch(stem)
        if match is not None:
            with suppress(LocaleError):
                if (meant := from_name(match["word"])).language in self.languages:
                    return f"{match['stem']}.{tag(meant)}.md"
        folder = language_of_folder(path, self.top) if self.top is not None else None
        return f"{stem}.{self.main if folder is None else tag(folder)}.md"

    def _of_a_language(self, path: Path, match: re.Match[str], locale: Locale) -> Skipped:
        """A file whose name says a language, but in capitals, or one that the site does not have."""
        if "." not in match["separator"] and locale.language not in self.languages:
            details = {"suffix": match["locale"], "example": f"{path.stem}.{self.main}.md"}
            return Skipped(path, "word", details)
        error = LocaleError(
            Message("the language or the ending of the file name is in capitals"), hint=_call_it(match, locale)
        )
        return Skipped(path, misnamed=error, stem=_stem(path, match["stem"], self.top))

    def _meant(self, path: Path, match: re.Match[str]) -> Skipped | None:
        """A file named for no language that stands beside a topic of that stem: ``sleep.sp.md``, ``sleep.esp.md``."""
        stem, suffix = _stem(path, match["stem"], self.top), match["locale"]
        is_twin = (path.parent, stem) in self.stems
        meant = None
        if is_twin or "." in match["separator"]:
            meant = next((code for code in sorted(self.languages) if self._is_short_for(suffix, code)), None)
        if meant is None and not (is_twin and len(suffix.partition("-")[0]) == 2):
            return None  # "sleep.old.md" is a copy that somebody keeps
        hint = _call_it(match, parse(meant)) if meant is not None else Message("use for example .en.md or .es.md")
        error = LocaleError(Message("unknown locale {suffix!r} in the file name", suffix=suffix), hint=hint)
        return Skipped(path, misnamed=error, stem=stem)

    def _is_short_for(self, suffix: str, code: str) -> bool:
        names = {language_name(code, other) for other in (*self.languages, code, MESSAGE_LOCALE)}
        return any(name.casefold().startswith(suffix.casefold()) for name in names)


def _locale(suffix: str) -> Locale | None:
    try:
        return parse(suffix)
    except LocaleError:
        return None


def _call_it(match: re.Match[str], locale: Locale) -> Message:
    return Message("call it {value}", value=f"{match['stem']}.{tag(locale)}.md")
