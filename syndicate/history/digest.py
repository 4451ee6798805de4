"""What counts as the content of a text: digests that design, markup and addresses do not change. No dates here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Any, Final
from unicodedata import normalize

from syndicate.json_writer import compact, in_ascii, spaced
from syndicate.layout import ASSET, TOPIC_PAGE
from syndicate.markup.content_model import WITHIN_WORDS
from syndicate.markup.tokens import TAG, attributes_of
from syndicate.model import Link, Topic
from syndicate.text import one_line, rfc3339

__all__ = ["dated_links", "digest", "loose_digest", "raw_digest", "short"]

_SHOWN: Final = frozenset({"alt", "href", "src"})
_PAGE: Final = re.compile(rf"https?://[^?#]*(?P<path>/{TOPIC_PAGE.folder(slug='[^/?#]+')}(?:#.*)?)", re.DOTALL)
"""The address of a topic's page, wherever the tree is served."""
_FILE: Final = re.compile(rf"https?://[^?#]*(?P<path>/{ASSET.pattern()})")
"""That of a file beside a topic."""
_AMONG_FILES: Final = ASSET.path.partition("{asset}")[0]
_BELOW: Final = re.sub(r"\{.*?\}", "", TOPIC_PAGE.path.partition("{slug}")[0])
"""A part of every address of a topic's page."""


def _address(url: str | None) -> str | None:
    """The target of a link, or a picture: within a tree by its path, whether or not the topic exists at present."""
    if url is None:
        return None
    found = _PAGE.fullmatch(url) if _BELOW in url else None
    if found is None and _AMONG_FILES in url:
        found = _FILE.fullmatch(url)
    return url if found is None else found["path"]


def digest(topic: Topic, locale: str) -> str:
    """A digest of what a reader reads: names, description, text with its links and pictures, lists of links.

    Addresses of the topic itself, dates, groups and codes are not text; nor is how the text is marked up, or where the
    tree is served, so that neither a new design nor a new site nor another version of the sanitizer makes a change. And
    an accented letter is one letter, however a file system or an editor encodes it.
    """

    image = topic.image.get(locale)
    read = [
        topic.title[locale],
        topic.also_called.get(locale, ()),
        topic.description.get(locale, ""),
        one_line(unescape(_visible_text(str(topic.summary.get(locale, ""))))),
        [
            [section.title, [[_address(link.url.get(locale)), *_words(link, locale)] for link in section.links]]
            for section in topic.sections.get(locale, ())
        ],
        [_address(image.url), image.alt] if image is not None else None,
        *_rights(topic, locale),
        *([rfc3339(one.date), one.note] for one in topic.corrections.get(locale) or ()),
    ]
    return sha256(_composed(spaced(read).decode()).encode()).hexdigest()[:32]


_BARE_WITHIN: Final = re.compile(rf"</?(?:{'|'.join(sorted(WITHIN_WORDS))})>")
_BARE: Final = re.compile("</?[a-z][a-z0-9]*+>")
"""Tags without attributes, which are nearly all: two replacements are faster than calling a function for each."""


def _visible_text(html: str) -> str:
    """HTML in which what a reader sees replaces each tag."""

    def shown(tag: re.Match[str]) -> str:
        read = attributes_of(tag[3]) if tag[3] else {}
        found = [value if name == "alt" else _address(value) for name, value in read.items() if name in _SHOWN]
        if found:
            return f"\0{' '.join(map(str, found))}\0"
        return "" if tag[2] in WITHIN_WORDS else " "

    return TAG.sub(shown, _BARE.sub(" ", _BARE_WITHIN.sub("", html)))


def _rights(topic: Topic, locale: str) -> Iterator[Any]:
    """The stated rights, a change of which is news to everyone who shows the text; empty if none are stated."""
    image = topic.image.get(locale)
    found = [getattr(topic, name).get(locale) for name in ("license", "rights", "credit")]
    found += [image.license, image.rights, image.credit] if image is not None else []
    if any(found):
        yield found


def raw_digest(topic: Topic, locale: str) -> str:
    """The digest of what the source states of a text; of one that a program has edited, another. Empty if unknown."""
    raw = topic.raw.get(locale, "")
    return sha256(f"edited {raw}".encode()).hexdigest()[:32] if raw and topic.is_edited(locale) else raw


def loose_digest(topic: Topic, locale: str, *, alternatives: bool = False) -> str:
    """A digest of the letters and digits of a text, of where its links lead, and of its lists of links.

    It leaves out what another version may clean differently: spaces, punctuation, and the text of pictures.

    Args:
        topic, locale: the text.
        alternatives: whether the texts of pictures count, as where a version that lost a picture showed its text.
    """
    html = str(topic.summary.get(locale, ""))
    if alternatives:
        html = TAG.sub(lambda tag: attributes_of(tag[3]).get("alt", "") if tag[2] == "img" else tag[0], html)
    targets = [
        _address(unescape(address))
        for _, _, written in TAG.findall(html)
        if (address := attributes_of(written).get("href")) is not None
    ]
    read = [
        _letters(topic.title[locale]),
        _letters(topic.description.get(locale, "")),
        _letters(unescape(TAG.sub("", html))),
        sorted(map(str, targets)),
        [_letters(name) for name in topic.also_called.get(locale, ())],
        [
            [
                _letters(section.title),
                [[link.url.get(locale), _letters(link.title.get(locale) or "")] for link in section.links],
            ]
            for section in topic.sections.get(locale, ())
        ],
    ]
    return sha256(in_ascii(read)).hexdigest()[:32]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, _composed(text)))


def _composed(text: str) -> str:
    """The text in Unicode's form NFC (UAX 15)."""
    return text if text.isascii() else normalize("NFC", text)


def _words(link: Link, locale: str) -> list[str | None]:
    return [link.title.get(locale), link.organization.get(locale)]


def short(text: str) -> str:
    """A digest of 16 hexadecimal digits."""
    return sha256(_composed(text).encode()).hexdigest()[:16]


def dated_links(topic: Topic, locale: str, changed: str, before: str, repaired: bool = False) -> str:
    """The dates of the links: a link that was there, and reads the same, keeps its own.

    Args:
        topic, locale: the text.
        changed: the date of a link that is new, or reads differently.
        before: the previous result of this function.
        repaired: whether only our cleaning has changed, so that a link that reads differently is still the same.
    """
    known = json.loads(before)
    words: dict[str, list[list[str | None]]] = {}
    for section in topic.sections.get(locale, ()):
        for link in section.links:
            if url := link.url.get(locale):
                said = words.setdefault(short(url), [])
                if (one := _words(link, locale)) not in said:
                    said.append(one)
    found: dict[str, list[str]] = {}
    for address, said in words.items():
        # Links to one address are one entry, which changes when any of them does.
        read = short(spaced(said[0] if len(said) == 1 else said).decode())
        old = known.get(address)
        found[address] = [old[0] if old is not None and (repaired or old[1] == read) else changed, read]
    return compact(found).decode()
