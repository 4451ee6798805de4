"""The keys of topics in a folder: where each file stands below its root, without the folders of languages.

Files of one key are twins. What a key is made of is the path of the file alone, with one exception: whether a folder is
one of a language is told by its name and by most files below it, so that one stray file changes nothing for the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from pathlib import Path

from babel import Locale

from syndicate.locales import language_name, locale_id, tag
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.sources.markdown_names import FileName
from syndicate.text import slugify

__all__ = ["keys_of", "without_language", "words_for"]

_SEPARATOR = re.compile(r"([-_. ])")


def keys_of(names: Iterable[FileName], root: Path) -> dict[Path, str]:
    """The key of each file, such as ``asthma/faq``: its folder below the root, and its stem.

    A folder that is named for a language does not count for files in that language: ``es/asthma/faq.es.md`` has the key
    of ``en/asthma/faq.en.md``, and of ``asthma/faq.en.md``. Unless most topics below it have their translations there
    too: then ``spanish/overview.es.md`` is about Spanish, as is ``spanish/overview.en.md`` beside it.
    """
    names = list(names)
    languages: dict[tuple[str, ...], set[str]] = defaultdict(set)
    places = {name.path: _place(name, root) for name in names}
    for name in names:
        languages[*places[name.path], name.stem].add(name.locale.language)
    topics: Counter[tuple[tuple[str, ...], str]] = Counter()
    paired: Counter[tuple[tuple[str, ...], str]] = Counter()
    for path, found in languages.items():
        for depth in range(1, len(path)):
            for language in found:
                topics[path[:depth], language] += 1
                paired[path[:depth], language] += len(found) > 1
    below = {key for key, count in topics.items() if not paired[key] or 2 * paired[key] < count}
    plain = {name.path: "/".join((*places[name.path], name.stem)) for name in names}
    keys: dict[Path, str] = {}
    taken: dict[tuple[str, str], str] = {}
    for name in names:
        folders = _without_languages(places[name.path], name, below) if name.place is None else name.place
        key = name.key or "/".join((*folders, name.stem))
        first = taken.setdefault((locale_id(name.locale), key), plain[name.path])
        keys[name.path] = key if first == plain[name.path] else plain[name.path]
    return keys


def _place(name: FileName, root: Path) -> tuple[str, ...]:
    """The folders between the root and the topic; the folder of a page bundle is the topic itself."""
    place = name.path.parent.relative_to(root).parts
    if re.match(r"index[._]", name.path.name):
        place = place[:-1]
    return tuple(unicodedata.normalize("NFC", part) for part in place)


def _without_languages(
    folders: tuple[str, ...], name: FileName, below: Container[tuple[tuple[str, ...], str]]
) -> Iterable[str]:
    own = words_for(name.locale)
    for depth, folder in enumerate(folders, start=1):
        if (folders[:depth], name.locale.language) not in below:
            yield folder
        elif bare := without_language(folder, own):
            yield bare


def without_language(folder: str, own: Container[str]) -> str:
    """The name of a folder without words that a language may be called by; empty if nothing is left.

    >>> without_language("es", ["es"]), without_language("topics-es", ["es"]), without_language("topics", ["es"])
    ('', 'topics', 'topics')
    """
    if folder.casefold() in own or slugify(folder) in own:
        return ""
    words = _SEPARATOR.split(folder)
    others = [word for word in words if word.casefold() not in own]
    return folder if others == words else "-".join(word for word in others if not _SEPARATOR.fullmatch(word))


def words_for(locale: Locale) -> set[str]:
    """What a folder of a language may be called: ``es``, ``es-mx``, ``spanish``, ``español``, ``espanol``."""
    words = {locale.language, tag(locale), locale_id(locale), language_name(locale.language, MESSAGE_LOCALE)}
    words |= {language_name(locale.language), slugify(language_name(locale.language))}
    return {word.casefold() for word in words}
