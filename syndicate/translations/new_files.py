"""Where the file of a new translation belongs: as the translations lie that are there. Nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from syndicate.locales import language_name, parse, tag
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE
from syndicate.sources.markdown_keys import words_for
from syndicate.sources.marked_names import marks_in

__all__ = ["place_for"]

_NAME: Final = re.compile(rf"(?P<stem>.+?)(?P<mark>[._]+)(?P<language>{LOOSE_LANGUAGE_CODE})(?P<ending>\.\w+)")
_DOCUSAURUS: Final = {
    "docs": "docusaurus-plugin-content-docs/current",
    "blog": "docusaurus-plugin-content-blog",
    "versioned_docs": "docusaurus-plugin-content-docs",
    "src/pages": "docusaurus-plugin-content-pages",
}

_Rule = Callable[[Path, str, str], Path | None]


def place_for(path: Path, source: str, to: str, root: Path, pairs: Iterable[tuple[Path, Path]]) -> Path:
    """The path of a new translation.

    Args:
        path: the file of its original, below the root.
        source, to: the languages, as identifiers.
        root: the folder that is the source.
        pairs: the files of originals whose translations are there, with those.

    >>> place_for(Path("t/en/sleep.md"), "en", "es", Path("t"), []).as_posix()
    't/es/sleep.md'
    >>> pairs = [(Path("t/walk.md"), Path("t/walk.es.md"))]
    >>> place_for(Path("t/sleep.md"), "en", "es", Path("t"), pairs).as_posix()
    't/sleep.es.md'
    >>> pairs = [(Path("t/src/docs/walk.md"), Path("t/src/docs/es/walk.md"))]
    >>> place_for(Path("t/src/docs/a/sleep.md"), "en", "es", Path("t"), pairs).as_posix()
    't/src/docs/es/a/sleep.md'
    """
    base = root.parent if root.name else root

    def moved(rule: _Rule, file: Path) -> Path | None:
        inner = file.relative_to(base) if file.is_relative_to(base) else file
        found = rule(inner, source, to)
        return None if found is None or found == inner else (base / found if file.is_relative_to(base) else found)

    known = list(pairs)
    scores = {name: sum(moved(rule, one) == other for one, other in known) for name, rule in _RULES.items()}
    example, votes = _like_the_others(path, known)
    if example is not None and votes >= max(scores.values()):
        return example
    # Without an example, only what the path itself says of its language is taken for a layout.
    for name in sorted(_RULES, key=lambda name: (-scores[name], name in ("docusaurus", "in a folder"))):
        if (found := moved(_RULES[name], path)) is not None:
            return found
    raise AssertionError("the last rule takes every file")


def _like_the_others(path: Path, pairs: Iterable[tuple[Path, Path]]) -> tuple[Path | None, int]:
    """Where translations of the nearest folder lie, if they have the names of their originals; and how many do."""
    votes: Counter[tuple[Path, Path]] = Counter()
    for one, other in pairs:
        if one.name != other.name:
            continue
        own, theirs = one.parent, other.parent
        while own.name == theirs.name and own != theirs:
            own, theirs = own.parent, theirs.parent
        if path.is_relative_to(own) and own != theirs:
            votes[own, theirs] += 1
    if not votes:
        return None, 0
    own, theirs = max(votes, key=lambda pair: (len(pair[0].parts), votes[pair], pair))
    return theirs / path.relative_to(own), votes[own, theirs]


def _by_suffix(path: Path, source: str, to: str) -> Path | None:
    match = _NAME.fullmatch(path.name)
    if match is None or match["language"].casefold().replace("_", "-") not in words_for(parse(source)):
        return None
    name = tag(to) if "-" in match["language"] or "_" not in tag(to) else to
    return path.with_name(f"{match['stem']}{match['mark']}{name}{match['ending']}")


def _by_folder(path: Path, source: str, to: str) -> Path | None:
    own = words_for(parse(source))
    parts = list(path.parts)
    for index, part in enumerate(parts[:-1]):
        if part.casefold() in own:
            parts[index] = _named_like(part, source, to)
            return Path(*parts)
    return None


def _named_like(part: str, source: str, to: str) -> str:
    """What a folder of another language is called, where one of this is called so."""
    if part.casefold() == language_name(parse(source).language, MESSAGE_LOCALE).casefold():
        name = language_name(parse(to).language, MESSAGE_LOCALE)
        return name if part[:1].isupper() else name.lower()
    return tag(to)


def _by_mark(path: Path, source: str, to: str) -> Path | None:
    own = words_for(parse(source))
    for mark in marks_in(path.stem):
        if mark.locale == source and mark.word.casefold().replace("_", "-") in own | {mark.word.casefold()}:
            new = _named_like(mark.word, source, to)
            new = new.upper() if mark.word.isupper() else new
            at = 0 if mark.is_before else path.stem.rindex(mark.word)
            return path.with_name(f"{path.stem[:at]}{new}{path.stem[at + len(mark.word) :]}{path.suffix}")
    return None


def _by_both(path: Path, source: str, to: str) -> Path | None:
    named = _by_suffix(path, source, to)
    return None if named is None else _by_folder(named, source, to)


def _beside(path: Path, source: str, to: str) -> Path | None:
    return path.with_name(f"{path.stem}.{tag(to)}{path.suffix}")


def _in_a_folder(path: Path, source: str, to: str) -> Path | None:
    return Path(path.parts[0], tag(to), *path.parts[1:]) if len(path.parts) > 1 else None


def _docusaurus(path: Path, source: str, to: str) -> Path | None:
    for index in range(len(path.parts) - 1):
        for kind, place in _DOCUSAURUS.items():
            end = index + len(kind.split("/"))
            if "/".join(path.parts[index:end]) == kind and end < len(path.parts):
                return Path(*path.parts[:index], "i18n", tag(to), *place.split("/"), *path.parts[end:])
    return None


_RULES: Final[Mapping[str, _Rule]] = {
    "both": _by_both,
    "suffix": _by_suffix,
    "mark": _by_mark,
    "folder": _by_folder,
    "docusaurus": _docusaurus,
    "in a folder": _in_a_folder,
    "beside": _beside,
}
