"""The links of pages and entries to files of their own tree, and whether its pictures are some. Feeds: `feed_set`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

from syndicate.errors import Message
from syndicate.layout import KINDS, TOPIC_PAGE, Place, artifact_at, page_path
from syndicate.validation.checked_tree import CheckedTree
from syndicate.validation.feed_set import FeedSet
from syndicate.validation.html import Page
from syndicate.validation.problems import quoted

__all__ = ["Targets", "check_entries", "pictures", "within"]

# Patterns that begin with a letter or sign of their own are searched for several times as fast as others.
_LINK = re.compile(rb'="(?:(?<=href=")|(?<=src=")|(?<=poster="))([^"]+)"')
_SRCSET = re.compile(rb'srcset="([^"]+)"')
_ID = re.compile(rb'="(?:(?<=id=")|(?<=name="))([^"]+)"')
_MEND: Final = Message("correct the link, or publish the file")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def check_entries(checking: CheckedTree, known: FeedSet, targets: Targets) -> None:
    """Check the entries of feeds for links to files of the tree that are not there."""
    for address, (path, entry) in known.linked.items():
        local = known.local(address)
        # An entry may stand for a page that the site around the tree has.
        if local is not None and targets.is_in_folder(local) and targets.missing(local):
            message = Message(
                "the entry {entry} links {address}, which is not there; {remedy}",
                entry=quoted(entry),
                address=quoted(address),
                remedy=_MEND,
            )
            checking.add("page-link-missing", path, message, near=address)


def _sought(body: bytes) -> set[str]:
    found = {match.decode("utf-8", "replace") for match in _LINK.findall(body)}
    for match in _SRCSET.findall(body):
        found.update(_candidates(match.decode("utf-8", "replace")))
    return {unescape(address) if "&" in address else address for address in found}


def _parsed(page: Page) -> set[str]:
    """The addresses that are truly links, not words of the page that look like some."""
    found = set()
    for node in page.tree.css("[href], [src], [poster], [srcset]"):
        for name in ("href", "src", "poster"):
            found.add(node.attributes.get(name) or "")
        found.update(_candidates(node.attributes.get("srcset") or ""))
    return found - {""}


def _candidates(srcset: str) -> Iterator[str]:
    for part in srcset.split(","):
        if words := part.split():
            yield words[0]


class Targets:
    """The files that a tree has, as links see them.

    Args:
        checking: the tree.
        known: what the feeds say, for the address of the tree.
    """

    def __init__(self, checking: CheckedTree, known: FeedSet) -> None:
        self._files = checking.files
        self._known = known
        self._parts = {_part(place) for place in checking.places.values()}
        self._outside: set[str] = set()
        self._full: dict[str, str | None] = {}
        self._folders = {path.partition("/")[0] for path in checking.files if "/" in path}

    def broken(self, page: Page) -> Iterator[tuple[str, Message, str]]:
        """The rule, the message and the address of each link of a page that leads nowhere, or to no place in it."""
        # A pattern finds what may be wrong ten times as fast as a look at the elements, which then decides.
        if any(self._broken(page.path, page.body, _sought(page.body))):
            for rule, message, address in self._broken(page.path, page.body, _parsed(page)):
                if rule != "link-outside-tree" or address not in self._outside:
                    yield rule, message, address
                    self._outside.add(address)

    def _broken(self, path: str, body: bytes, addresses: set[str]) -> Iterator[tuple[str, Message, str]]:
        names: set[str] | None = None
        for address in sorted(addresses):
            if address.startswith("#"):
                names = names if names is not None else _names(body)
                if not {address[1:], unquote(address[1:])} & names:
                    message = Message(
                        "nothing in the page has the id of the link {address}; give it to what is meant",
                        address=quoted(address),
                    )
                    yield "page-anchor-missing", message, address
                continue
            if not (full := _SCHEME.match(address)):
                local = within(self._known, path, address)
            elif (local := self._full.get(address, "")) == "":
                local = self._full[address] = self._known.local(address)  # pages have many links in common
            if local is None or not self.missing(local):
                continue
            rule, remedy = "page-link-missing", _MEND
            # A full address may be of a site around the tree; in a folder that the tree has, it is of the tree.
            if (address.startswith("/") or full) and not self.is_in_folder(local):
                rule, remedy = (
                    "link-outside-tree",
                    Message("correct the link, unless the site around the tree has the file"),
                )
            yield (
                rule,
                Message(
                    "the link {address} leads to {path}, which is not there; {remedy}",
                    address=quoted(address),
                    path=local,
                    remedy=remedy,
                ),
                address,
            )

    def is_in_folder(self, local: str) -> bool:
        """Whether a path is in a folder of the tree."""
        return local.partition("/")[0] in self._folders

    def missing(self, local: str) -> bool:
        """Whether a file is missing; files of a kind that the build left out on purpose are not."""
        if local in self._files or page_path(f"{local}/") in self._files:
            return False
        part = _part(artifact_at(local) or artifact_at(page_path(f"{local}/")))
        return part is None or part in self._parts


def _names(body: bytes) -> set[str]:
    """What a link within a page may name."""
    return {"", "top"} | {unescape(match.decode("utf-8", "replace")) for match in _ID.findall(body)}


def within(known: FeedSet, path: str, address: str) -> str | None:
    """The path of the file that a page links; None where it is elsewhere."""
    if _SCHEME.match(address):
        return known.local(address)
    if address.startswith("//"):
        return None
    if address.startswith("/"):
        start = known.base.find("/", known.base.find("//") + 2)
        return known.local(known.base[:start] + address) if known.base else None
    target = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    if not target:
        return None
    folder = path.split("/")[:-1]
    parts = target.split("/")
    for part in parts[:-1]:
        if part == "..":
            if not folder:
                return target  # above the tree
            folder.pop()
        elif part not in ("", "."):
            folder.append(part)
    last = parts[-1] if parts[-1] not in (".", "..") else ""
    return page_path("/".join((*(folder[:-1] if parts[-1] == ".." else folder), last)))


def _part(place: Place | None) -> tuple[str, str] | None:
    """What a build may leave out together: a part of it, the feeds in one format; None for all other files.

    The style and the icons of pages do not count, since the pages of cards and embeds have them too.
    """
    if place is None or place.kind.part not in KINDS:
        return None
    if place.kind.part == TOPIC_PAGE.part and place.media_type != TOPIC_PAGE.media_type:
        return None
    return place.kind.part, place.format


_SIGNATURES: Final[dict[str, re.Pattern[bytes]]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".avif": re.compile(rb".{4}ftyp(?:avif|avis|mif1)", re.DOTALL),
    ".ico": re.compile(rb"\x00\x00\x01\x00"),
    ".svg": re.compile(rb"(?:\xef\xbb\xbf)?[^<]*(?:<[?!][^>]*>[^<]*)*<svg\b"),
}
"""How the files of each suffix begin."""

_ENDS: Final = {".png": b"IEND\xaeB`\x82", ".gif": b";"}
"""How they end, where nothing may follow."""


def pictures(checking: CheckedTree) -> None:
    """Check that every picture of a tree is one, of the type that its name says, and whole."""
    for path in sorted(checking.files):
        suffix = f".{path.rpartition('.')[2].lower()}"
        if (signature := _SIGNATURES.get(suffix)) is None or not (checking.folder / path).is_file():
            continue
        try:
            with (checking.folder / path).open("rb") as file:
                start = file.read(4096)
                file.seek(max(0, file.seek(0, 2) - 16))
                end = file.read()
        except OSError:
            continue  # what cannot be read is reported elsewhere
        if signature.match(start) is None:
            message = Message(
                "the file is not a {format} picture, though its name says so; make the picture again",
                format=suffix[1:].upper(),
            )
            checking.add("tree-picture", path, message)
        elif not end.endswith(_ENDS.get(suffix, b"")):
            checking.add("tree-picture", path, Message("the picture is cut off; make it again"))
