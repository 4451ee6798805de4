"""The addresses of a Markdown topic: which of them lead to other topics, to files beside it, or nowhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import attrs

from syndicate.assets.reading import Found, read_asset
from syndicate.errors import InvalidValueError, Message
from syndicate.layout import TOPIC_PAGE, artifact_at, page_path
from syndicate.locales import parse, tag
from syndicate.markup import resolve
from syndicate.model import FindingKind, Publisher
from syndicate.model.asset import Asset
from syndicate.sources.asset_files import Sought
from syndicate.sources.markdown_folder import Folder
from syndicate.sources.markdown_text import Note
from syndicate.sources.obsidian import EMBEDDED, embedded_address
from syndicate.sources.shown_assets import remarks
from syndicate.sources.topic_file import TopicFile

__all__ = ["Addresses"]

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OWN_MACHINE: Final = re.compile(r"[A-Za-z]:(?:[\\/]|%5[Cc])|file:", re.IGNORECASE)
_EMPTY: Final = frozenset({"mailto:", "tel:", "sms:", "http:", "https:", "http://", "https://"})
_HOST: Final = re.compile(
    r"www\d?\.[^/]+\.|(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|mil|int|info)(?:[/?#:]|$)", re.IGNORECASE
)
_SERVED: Final = ("", "static", "public")
"""The folders whose files site generators serve at the root: Jekyll, MkDocs; Hugo, Docusaurus; Astro, VitePress."""
_FRAGMENT: Final = "!$&'()*+,;=:@/?-._~"
"""What may stand in a fragment as it is (RFC 3986, section 3.5)."""
_OF_PELICAN: Final = re.compile(r"(?:\{|%7B)(?:attach|filename|static)(?:\}|%7D)", re.IGNORECASE)
_OF_ZOLA: Final = re.compile(r"@/.+\.md(?:#|$)")
_SITE_ITSELF: Final = re.compile(
    r"^\{\{-?\s*(?:site\.(?:baseurl|url)|page\.baseurl|base_?url)\s*-?\}\}(?=/)", re.IGNORECASE
)
"""What stands for the address of the site before a path: Jekyll, and themes of Hugo and Eleventy."""
_TOPIC: Final = re.compile(TOPIC_PAGE.folder(locale="[^/]+", slug=".+").removesuffix("/"), re.DOTALL)


@attrs.frozen
class Addresses:
    """The addresses of one file.

    Attributes:
        folder, file: whose they are.
        base: where relative ones start; None where nobody knows.
        is_elsewhere: whether that is a page of the publisher's own, beside which files may well be.
        assets: the files beside the text that are published with it, by their addresses.
    """

    folder: Folder
    file: TopicFile
    base: str | None
    is_elsewhere: bool
    notes: list[Note] = attrs.field(factory=list)
    baseless: list[tuple[str, int]] = attrs.field(factory=list)
    assets: dict[str, Asset] = attrs.field(factory=dict)

    def relinked(self, address: str, text: str, line: int, picture: bool) -> str | None:
        """What to write for an address in the text; empty for none, None where it may stay."""
        address = self._plain(address.strip())
        if self._leads_nowhere(address, line):
            return ""
        if address.startswith(("http://", "https://", "//")):
            return None if picture else self._on_own_site(address, line)
        if not address or address.startswith("#") or _SCHEME.match(address):
            return None
        path = unquote(urlsplit(address).path)
        place, sought = Path(self.file.path.parent, path), None
        if path.startswith("/") and not picture and (topic := self.folder.on_site(path, self.file)) is not None:
            return self._to_topic(topic, address, line)
        if path.startswith("/") and not self.is_elsewhere:
            # What is not in the folder may be a page of the publisher's own.
            if (file := self._served(address)) is not None:
                return self._to_file(file, address, path, line)
            if picture and self.folder.is_site and self._is_missing(path):
                self._dead(path, line, "no-such-file")
                return None
        elif path and not path.startswith("/"):
            if not picture and (topic := self.folder.paths.at(place, self.file)) is not None:
                return self._to_topic(topic, address, line)
            sought = self.folder.asset_files.seek(self.file.path.parent, address)
            is_file = sought is not None and sought.file is not None
            if not picture and not is_file and (topic := self.folder.beside(path, self.file)) is not None:
                return self._to_topic(topic, address, line)
            if not picture and (topic := self.folder.paths.in_any_case(place, self.file)) is not None:
                near = Path(os.path.relpath(topic.path, self.file.path.parent)).as_posix()
                self.notes.append(Note(FindingKind.LINK_CASE, line, {"link": path, "near": near}))
                return self._to_topic(topic, address, line)
            if not is_file and self.folder.is_site and (file := self._served_beside(address)) is not None:
                return self._to_file(file, address, path, line)
            if sought is not None and sought.file is not None:
                if (found := self._to_file(sought.file, address, path, line)) is not None:
                    return found
                if not self.is_elsewhere and self.base is not None:
                    return None
            elif sought is not None and sought.reason and not self.is_elsewhere:
                self._unpublished(path, line, reason=sought.reason)
                return None
            elif _HOST.match(path):
                self._dead(path, line, "no-scheme")
                return None
        if path.startswith("/") and not picture and self.folder.is_site and self.folder.own_site.lacks(path):
            self._dead(path, line, "no-such-page")
        elif self.base is None:
            self.baseless.append((text or address, line))
        elif path and not self.is_elsewhere and not self._may_be_there(address):
            self._note_missing(path, place, line, sought)
        return None

    def _note_missing(self, path: str, place: Path, line: int, sought: Sought | None) -> None:
        is_inside = self._is_inside(place)
        near = sought.near if is_inside and sought is not None else ""
        self._dead(path, line, "no-such-file" if is_inside else "outside", near)

    def _leads_nowhere(self, address: str, line: int) -> bool:
        """Whether an address is empty, or of the author's own computer; a note says so."""
        if _OWN_MACHINE.match(address):
            self._dead(unquote(address), line, "own-machine")
        elif address.lower() in _EMPTY:
            self._dead(address, line, "no-address")
        else:
            return False
        return True

    def _served(self, address: str) -> Path | None:
        """The file that a site serves at an address from its root on."""
        for served in _SERVED:
            sought = self.folder.asset_files.seek(self.folder.root / served, address.lstrip("/"))
            if sought is not None and sought.file is not None:
                return sought.file
        return None

    def _is_missing(self, path: str) -> bool:
        """Whether a site serves the folder of a file, but not the file, by its path from the root of the site on."""
        below = path.lstrip("/").rpartition("/")[0]
        places = (Path(self.folder.root, served, below) for served in _SERVED)
        return below != "" and any(place.is_dir() and self._is_inside(place) for place in places)

    def _served_beside(self, address: str) -> Path | None:
        """The file that a site serves at an address which is relative to that of the page, not of its file."""
        pages = (self.file.key, f"{tag(self.file.locale)}/{self.file.key}")
        starts = (start for page in pages for start in (page, page.rpartition("/")[0]))
        found = (self._served(os.path.normpath(f"/{start}/{address}")) for start in dict.fromkeys(starts))
        return next((file for file in found if file is not None), None)

    def _on_own_site(self, address: str, line: int) -> str | None:
        """What to write for a whole address: that of the topic, if it is one of the site that the text is of."""
        own = self.folder.own_site.path_of(address)
        if own is None or (self.folder.publisher is not None and _of_tree(address, self.folder.publisher)):
            return None
        topic = self.folder.own_site.at(unquote(own), self.file.locale)
        if topic is not None:
            fragment = urlsplit(address).fragment
            return self._to_topic(topic, f"{own}#{fragment}" if fragment else own, line)
        if self.folder.is_site and self.folder.own_site.lacks(own):
            self._dead(unquote(address), line, "no-such-page")
        return None

    def _plain(self, address: str) -> str:
        """An address without what Pelican puts before that of a file; a slash then begins the path below its folder."""
        name = address.removeprefix(EMBEDDED) if address.startswith(EMBEDDED) else embedded_address(address)
        if name:
            return self.folder.asset_files.anywhere(self.file.path.parent, name) or name
        if _OF_ZOLA.match(address):
            address = f"{{filename}}{address[1:]}"
        address = _SITE_ITSELF.sub("", address)
        found = _OF_PELICAN.match(address)
        if found is None:
            return address
        rest = address[found.end() :]
        if not rest.startswith("/"):
            return rest
        below = self.file.path.parent.absolute().relative_to(self.folder.root.absolute())
        return "../" * len(below.parts) + rest.lstrip("/")

    def absolute(self, address: str, line: int, *, picture: bool = False) -> str:
        """An address of the front matter resolved; as it stands if that cannot be, for the model to refuse.

        Raises:
            InvalidValueError: it looks like an address without its beginning.
        """
        if _HOST.match(address) and not self._is_file(address):
            raise InvalidValueError(
                Message("{value!r} has no https://", value=address[:200]),
                hint=Message("write https://{value}", value=address[:200]),
            )
        found = self.relinked(address, "", line, picture)
        if self.baseless and self.baseless[-1] == (address, line):
            self.baseless.pop()  # the model says so of this one
        return resolve(found or address, self.base) or address

    def _dead(self, address: str, line: int, reason: str, near: str = "") -> None:
        details = {"link": address, "reason": f"{reason}-near" if near else reason, **({"near": near} if near else {})}
        self.notes.append(Note(FindingKind.DEAD_LINK, line, details))

    def _unpublished(self, path: str, line: int, **details: str) -> None:
        self.notes.append(Note(FindingKind.UNPUBLISHED_FILE, line, {"file": path, **details}))

    def _to_topic(self, topic: TopicFile, address: str, line: int) -> str | None:
        facts = self.folder.facts(topic)
        if facts is None or facts.withheld:
            self._dead(unquote(address), line, "withheld-topic" if facts is not None else "unread-file")
            return ""
        target = self.folder.address(topic)
        if target is None:
            self.baseless.append((unquote(address), line))
            return None
        fragment = urlsplit(address).fragment
        return f"{target}#{fragment}" if fragment else target

    def _to_file(self, file: Path, address: str, path: str, line: int) -> str | None:
        """The address of a file that is published with the text; None where it is not, or nobody knows where."""
        self.folder.asset_files.used.add(file)
        found = read_asset(file)
        publisher = self.folder.publisher
        if found.asset is None:
            if not self.is_elsewhere:
                self._say_why(file, found, path, line)
            return None
        if publisher is None:
            return None
        url = publisher.url(found.asset.path)
        if url not in self.assets:
            self.notes.extend(Note(kind, line, details) for kind, details in remarks(found, path))
        self.assets[url] = found.asset
        fragment = urlsplit(address).fragment
        return (
            f"{url}#{quote(unquote(fragment), safe=_FRAGMENT)}"
            if fragment and unquote(fragment) not in file.name
            else url
        )

    def _say_why(self, file: Path, found: Found, path: str, line: int) -> None:
        if file.suffix.lower() in (".md", ".markdown", ".mdx"):
            self._dead(path, line, "unread-file")
        else:
            self._unpublished(path, line, **found.details)

    def _is_file(self, address: str) -> bool:
        sought = self.folder.asset_files.seek(self.file.path.parent, address)
        return sought is not None and sought.file is not None

    def _is_inside(self, place: Path) -> bool:
        """Whether a place is below the folder, by its name alone."""
        return Path(os.path.normpath(place.absolute())).is_relative_to(self.folder.root.absolute())

    def _may_be_there(self, address: str) -> bool:
        """Whether a relative address may lead to a page of the published tree; from the host on, also of its site."""
        publisher = self.folder.publisher
        if publisher is None:
            return True
        below = (resolve(address, self.base) or "").removeprefix(publisher.base_url)
        found = _TOPIC.match(below)
        # What is not of a topic, and begins with a slash, may be a page of the publisher's own.
        is_of_topic = found is not None and _is_language(found["locale"])
        return (address.startswith("/") and not is_of_topic) or _is_published(urlsplit(below).path)


def _of_tree(address: str, publisher: Publisher) -> bool:
    """Whether an address is of a topic in the published tree, whose links are looked at when all topics are known."""
    return address.startswith(publisher.base_url) and _TOPIC.match(address[len(publisher.base_url) :]) is not None


def _is_published(path: str) -> bool:
    """Whether a build puts something at a path; a folder stands for its index page."""
    return artifact_at(page_path(path)) is not None


def _is_language(name: str) -> bool:
    try:
        return tag(parse(name)) == name
    except ValueError:
        return False
