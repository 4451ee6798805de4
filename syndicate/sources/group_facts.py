"""What `groups.yaml` says of a group beside its name: description, color, and a picture, perhaps a file beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.assets.reading import read_asset
from syndicate.errors import InvalidValueError, Message
from syndicate.locales import locale_id
from syndicate.markup import resolve
from syndicate.model import Finding, FindingKind, Image, Publisher, Reference
from syndicate.model.asset import Asset
from syndicate.sources.asset_files import AssetFiles
from syndicate.sources.front_matter_values import Values
from syndicate.sources.shown_assets import remarks

__all__ = ["GROUP_KEYS", "GroupPictures", "group_facts"]

_HINTS: Final = {
    "description": Message("write `description: {en: ..., es: ...}`"),
    "color": Message("write `color: '#005ea2'`, in quotes"),
    "image": Message("write `image: {src: https://example.org/a.jpg, alt: {en: ..., es: ...}}`"),
}
GROUP_KEYS: Final = frozenset(_HINTS)
"""The keys of a group that are not languages."""


@attrs.define
class GroupPictures:
    """The pictures of groups that are files beside ``groups.yaml``.

    Attributes:
        root: the folder of the file.
        files: the files below it.
        publisher: who publishes them; without one, no file is sought.
        published: the file of each group, by its id.
        findings: what is not published of them, or without a part.
    """

    root: Path
    files: AssetFiles
    publisher: Publisher | None
    published: dict[str, Asset] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)

    def measures(self, group: str, address: str, source: str) -> dict[str, Any] | None:
        """The address and size of a picture that is published; nothing for one elsewhere, None for one that is lost.

        Args:
            group: the id of the group.
            address: as it is written.
            source: file and line, for findings.
        """
        if self.publisher is None or ":" in address.partition("/")[0] or address.startswith("//"):
            return {}
        sought = self.files.seek(self.root, address.lstrip("/"))
        if sought is None or sought.file is None:
            if not address.startswith("/"):
                near = {"near": sought.near} if sought is not None and sought.near else {}
                reason = (sought.reason if sought is not None else "") or (
                    "no-such-file-near" if near else "no-such-file"
                )
                self._find(FindingKind.DEAD_LINK, group, source, {"link": address, "reason": reason, **near})
                return None
            return {}
        self.files.used.add(sought.file)
        found = read_asset(sought.file)
        if found.asset is None or not found.asset.is_picture:
            why = found.details if found.asset is None else {"reason": "no-picture"}
            self._find(FindingKind.UNPUBLISHED_FILE, group, source, {"file": address, **why})
            return None
        for kind, details in remarks(found, address):
            self._find(kind, group, source, details)
        self.published[group] = found.asset
        made: dict[str, Any] = {"url": self.publisher.url(found.asset.path)}
        if (size := found.asset.shown) is not None:
            made |= {"width": size[0], "height": size[1], "srcset": found.asset.srcset(self.publisher.base_url)}
        return made

    def of(self, groups: Iterable[Reference]) -> Iterator[Asset]:
        """The files that are published with a text, since its groups show them."""
        return (self.published[group.id] for group in groups if group.id in self.published)

    def _find(self, kind: FindingKind, group: str, source: str, details: dict[str, str]) -> None:
        self.findings.append(Finding(kind=kind, source=source, details={"title": group, **details}))


def group_facts(group: Values, base: str | None, measures: Callable[[str], dict[str, Any] | None]) -> dict[str, Any]:
    """The values of a group by the names that :class:`~syndicate.model.Group` has for them.

    Args:
        group: its table.
        base: where the address of a picture starts from.
        measures: finds the picture beside the file: its address and size, nothing for one elsewhere, None for none.

    Raises:
        InvalidValueError: a value is of another form; with the key and what to write.
    """
    found: dict[str, Any] = {}
    for key in GROUP_KEYS & group.mapping.keys():
        stated = group.mapping[key]
        if not isinstance(stated, str if key == "color" else dict):
            raise InvalidValueError(
                Message("{key} has no value of its form", key=key), field=group.at(key), hint=_HINTS[key]
            )
        table = Values(stated if isinstance(stated, dict) else {}, group.at(key))
        found[key] = (
            stated if key == "color" else _picture(table, base, measures) if key == "image" else _by_locale(table)
        )
    return found


def _picture(table: Values, base: str | None, measures: Callable[[str], dict[str, Any] | None]) -> dict[str, Image]:
    """The picture, with its text alternative in each language."""
    found = measures(table.required("src"))
    if found is None:
        return {}
    url, alt = found.pop("url", None) or resolve(table.required("src"), base), table.table("alt")
    if url is None or alt is None:
        raise InvalidValueError(
            Message("a picture has `src`, an address, and `alt`"), field=table.place, hint=_HINTS["image"]
        )
    return {locale: Image(url=url, alt=text, **found) for locale, text in _by_locale(alt).items()}


def _by_locale(table: Values) -> dict[str, str]:
    return {locale_id(key): table.required(key) for key in table.names()}
