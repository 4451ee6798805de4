"""The bytes of what is published of an asset, one file at a time. What it is, `reading` has found."""

from __future__ import annotations

import hashlib

from syndicate.assets.location import without_location
from syndicate.assets.reading import MOST_BYTES
from syndicate.assets.recordings import recording_without_location
from syndicate.assets.resizing import resized
from syndicate.assets.vector import read_vector
from syndicate.bounded import read_file
from syndicate.errors import Message, PublishError
from syndicate.model.asset import Asset
from syndicate.reasons import of_system

__all__ = ["body_of"]


def body_of(asset: Asset, width: int | None) -> bytes:
    """The bytes of a file that is published of an asset.

    If the picture is damaged further on, the copy is the picture itself: its address is in pages
    by then.

    Args:
        asset: the asset.
        width: of a smaller copy of a picture; None for the file itself.

    Raises:
        PublishError: the file is gone, or has changed since the topics were read.
    """
    hint = Message("build again when nobody is working on it")
    try:
        body = read_file(asset.file, MOST_BYTES)
    except OSError as error:
        problem = Message("{file} cannot be read any more: {reason}", file=asset.file, reason=of_system(error))
        raise PublishError(problem, hint=hint) from error
    if hashlib.sha256(body).hexdigest()[:16] != asset.digest:
        raise PublishError(Message("{file} has changed while the site was built", file=asset.file), hint=hint)
    if width is not None and (made := resized(asset.file, asset.ending, width)) is not None:
        return made
    if asset.ending == "svg":
        vector = read_vector(body)
        return vector.body if vector is not None else body
    return recording_without_location(without_location(body) if asset.is_picture else body, asset.ending)
