"""The scripts of the search page, each at an address made from its bytes. What they find is written in `search`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files as resources
from types import MappingProxyType

from syndicate.layout import SEARCH_SCRIPT

__all__ = ["files"]


@cache
def files() -> Mapping[str, bytes]:
    """Each script by its path in the tree, in the order in which they import each other."""
    folder = resources("syndicate.search") / "scripts"
    found: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    for name in SEARCH_SCRIPT.names:
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        for other, path in addresses.items():
            text = text.replace(f"__{other.upper()}__", path.rpartition("/")[2])
        body = text.encode()
        addresses[name] = SEARCH_SCRIPT.at(None, name, sha256(body).hexdigest()[:16])
        found[addresses[name]] = body
    return MappingProxyType(found)
