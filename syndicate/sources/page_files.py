"""The files beside a page that states no address of its own: they are published with it. Its text is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from syndicate.assets.reading import read_asset
from syndicate.locales import locale_id
from syndicate.markup.urls import addresses, readdressed
from syndicate.model import Finding, FindingKind, Publisher, Record
from syndicate.model.asset import Asset
from syndicate.sources.asset_files import AssetFiles
from syndicate.sources.shown_assets import remarks, sized

__all__ = ["PageFiles"]

_ATTRIBUTES: Final = ("data", "href", "poster", "src", "srcset")
_HOLDING: Final = ", ".join(f"body [{name}]" for name in _ATTRIBUTES)


class PageFiles:
    """The files of one page.

    Args:
        path: the page.
        publisher: who publishes them.

    Attributes:
        assets: the files that the page refers to, by their addresses.
    """

    def __init__(self, path: Path, publisher: Publisher) -> None:
        self._folder = path.parent
        self._source = str(path)
        self._publisher = publisher
        self._files = AssetFiles(path.parent)
        self._refused: dict[str, dict[str, str]] = {}
        self._remarks: dict[str, list[tuple[FindingKind, dict[str, str]]]] = {}
        self.assets: dict[str, Asset] = {}

    def readdress(self, tree: LexborHTMLParser) -> None:
        """Give the page the addresses at which its files are published.

        Args:
            tree: the page, which is changed.
        """
        for node in tree.css(_HOLDING):
            attributes = node.attributes
            for name in _ATTRIBUTES:
                stated = attributes.get(name)
                if not stated:
                    continue
                if name != "srcset":
                    made = self._address(stated)
                elif any(map(self._address, addresses(stated))):
                    made = readdressed(stated, self._address)
                else:
                    made = None
                if made is not None:
                    node.attrs[name] = made

    def publish(self, asset: Asset) -> str:
        """Publish one more of the files; its address."""
        url = self._publisher.url(asset.path)
        self.assets[url] = asset
        return url

    def captions(self, file: Path) -> Iterator[tuple[Path, str]]:
        """The captions beside a recording, each with its language."""
        return self._files.captions(file)

    def sized(self, html: Markup) -> Markup:
        """A text of the page whose pictures say how large they are."""
        return sized(html, self.assets, self._publisher)

    def _address(self, address: str) -> str | None:
        address = address.strip()
        if not address or address.startswith(("#", "//", "?")) or ":" in address.partition("/")[0]:
            return None
        sought = self._files.seek(self._folder, address.removeprefix("/"))
        if sought is None or sought.file is None:
            return None
        found = read_asset(sought.file)
        if found.asset is None:
            if found.reason != "other-kind":  # another page, for example
                self._refused[address] = found.details
            return None
        url = self.publish(found.asset)
        self._remarks[address] = [*remarks(found, address)]
        fragment = address.partition("#")[2]
        return f"{url}#{fragment}" if fragment else url

    def findings(self, record: Record) -> Iterator[Finding]:
        """What is not published of them, or without a part.

        Args:
            record: the page as it was read.
        """
        refused = [(FindingKind.UNPUBLISHED_FILE, {"file": address, **why}) for address, why in self._refused.items()]
        for kind, details in chain(refused, *self._remarks.values()):
            yield Finding(
                kind=kind,
                topic=record.id,
                locale=locale_id(record.locale),
                source=self._source,
                details={"title": record.title, **details},
            )
