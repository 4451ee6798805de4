"""Compiles ``locales/LANG/LC_MESSAGES/syndicate.po`` into ``syndicate/_locales/``, for wheels and editable installs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class _Compiled(Catalog):
    """A catalog without the tool that compiles it and the days it was edited: the same texts give the same bytes."""

    def __init__(self, edited: Catalog) -> None:
        super().__init__(locale=edited.locale, charset="utf-8")
        self._stated = edited.mime_headers  # its own rule of plurals: Babel's for a language changes with its version
        for message in edited:
            if message.id:
                self[message.id] = message

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to know to read it."""
        needed = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
        return [(name, value) for name, value in self._stated if name in needed]


def compile_catalogues(root: Path) -> list[Path]:
    """Write one ``.mo`` file for each ``.po`` file below ``root/locales``; a fault in a catalog stops the build."""
    written = []
    for po in sorted((root / "locales").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as stream:
            catalog = read_po(stream, abort_invalid=True)
        for message, errors in catalog.check():
            raise SystemExit(f"{po}:{message.lineno}: {errors[0]}")
        mo = root / "syndicate" / "_locales" / po.relative_to(root / "locales").with_suffix(".mo")
        mo.parent.mkdir(parents=True, exist_ok=True)
        with mo.open("wb") as stream:
            write_mo(stream, _Compiled(catalog))
        written.append(mo)
    return written


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook: catalogs are compiled before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogs into the package folder."""
        compile_catalogues(Path(self.root))
