"""The pictures and other files beside a text that a new translation in another folder needs too. Nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_system
from syndicate.sources.asset_files import AssetFiles

__all__ = ["companions"]


def companions(original: Path, translation: Path, root: Path, text: str) -> tuple[dict[Path, bytes], list[Path]]:
    """The copies that a new translation needs, of the files that it names as its original does.

    Args:
        original, translation: the files of the texts.
        root: the folder that is the source.
        text: what the translation says.

    Returns:
        the copies by their paths, and those that are there with another content, which are kept.

    Raises:
        SourceError: a file cannot be read.
    """
    if original.parent == translation.parent:
        return {}, []
    inside = Path(os.path.normpath(root.absolute())).parent
    folder = Path(os.path.normpath(original.parent.absolute()))
    files = AssetFiles(root)
    copies: dict[Path, bytes] = {}
    kept = []
    for named in files.named(original.parent, text):
        for file in (named, *(caption for caption, _ in files.captions(named))):
            place = Path(os.path.normpath(translation.parent / os.path.relpath(file, folder)))
            if not place.absolute().is_relative_to(inside) or place.absolute() == file:
                continue
            try:
                content = file.read_bytes()
                if not place.exists():
                    copies[place] = content
                elif place.is_dir() or place.read_bytes() != content:
                    kept.append(place)
            except OSError as error:
                raise SourceError(
                    Message("cannot be read: {reason}", reason=of_system(error)), source=str(error.filename)
                ) from error
    return copies, list(dict.fromkeys(kept))
