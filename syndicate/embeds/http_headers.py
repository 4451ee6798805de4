"""What a server sends with each file of the published tree: of the table of artifacts, for `_headers` and the preview.

`_headers` is the form of Netlify and Cloudflare Pages. The first takes the last of several rules for a header, the
other joins them, and two joined frame-ancestors mean the stricter; so no file gets a header from two rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from syndicate.explained import explained
from syndicate.layout import ARTIFACTS, INDEX_PAGE, Access, ArtifactKind, Caching, artifact_at, page_path
from syndicate.model import Publisher

__all__ = ["IMMUTABLE", "cache_control", "headers", "headers_file"]

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""The caching of files whose address changes with their bytes."""

_CACHING: Final = {
    Caching.SHORT: {"Cache-Control": "public, max-age=300, stale-while-revalidate=86400"},
    Caching.IMMUTABLE: {"Cache-Control": IMMUTABLE},
    Caching.UNSTATED: {},
}
# Also where a page asks every file for its consent (COEP).
_OPEN: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_PAGE: Final = {"Content-Security-Policy": "frame-ancestors 'self'"}
# The page for frames says nothing of frame-ancestors: even ``*`` would shut out a partner who tries a page from a disk.
# This is here and not in the page, since a server can send all of it, and validators, which read the page from a
# disk, could not tell its own files from others. Where headers cannot be set, the sandbox and the sanitizer remain.
_FRAME: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ACCESS: Final[Mapping[Access, Mapping[str, str]]] = {
    Access.OPEN: _OPEN,
    Access.PAGE: _PAGE,
    Access.OPEN_PAGE: {**_OPEN, **_PAGE},
    Access.FRAME: _FRAME,
    # An SVG file that is visited is a document of this site; what the cleaning of it missed must not run.
    Access.FILE: {**_OPEN, "Content-Security-Policy": "script-src 'none'"},
    Access.UNSTATED: {},
}
_ALL: Final = {"X-Content-Type-Options": "nosniff"}
_STEP: Final = re.compile(r"\{([a-z]+)\}")


def cache_control(caching: Caching) -> str:
    """The ``Cache-Control`` of a class of caching; empty where nothing is sent.

    >>> cache_control(Caching.SHORT)
    'public, max-age=300, stale-while-revalidate=86400'
    """
    return _CACHING[caching].get("Cache-Control", "")


@explained
def headers(path: str) -> Mapping[str, str]:
    """What is sent with a file.

    Args:
        path: in the tree, such as ``es/index.html``.

    >>> headers("es/topics/sleep/index.html")["Content-Security-Policy"]
    "frame-ancestors 'self'"
    """
    place = artifact_at(page_path(path))
    return _sent(place.kind) if place is not None else MappingProxyType(_ALL)


@cache
def _sent(kind: ArtifactKind) -> Mapping[str, str]:
    return MappingProxyType({**_ALL, **_ACCESS[kind.access], **_CACHING[kind.caching]})


def headers_file(publisher: Publisher) -> bytes:
    """The file ``_headers``; its paths are those of the tree's addresses.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> print(headers_file(publisher).decode().splitlines()[1])
      X-Content-Type-Options: nosniff
    """
    above = urlsplit(publisher.base_url).path.removesuffix("/")
    lines = [f"{above}/*", *(f"  {name}: {value}" for name, value in _ALL.items())]
    for path, kind in _rules():
        lines += [f"{above}/{path}"]
        lines += [f"  {name}: {value}" for name, value in _sent(kind).items() if name not in _ALL]
    return "".join(f"{line}\n" for line in lines).encode()


def _rules() -> Iterator[tuple[str, ArtifactKind]]:
    """The paths of each kind as these servers write them: ``:name`` for one segment of a path, ``*`` for the rest."""
    seen = set()
    for kind in ARTIFACTS:
        folder, _, name = kind.path.rpartition("/")
        steps = _STEP.sub(r":\1", folder)
        if kind.access is Access.UNSTATED:
            continue
        within = f"{steps}/" if steps else ""
        if name == INDEX_PAGE:
            names = ["", name]
        elif kind.names:
            names = [f"{one}.*" for one in kind.names]
        else:
            fixed, variable, _ = name.partition("{")
            names = [f"{fixed}*" if variable else name]
        for one in names:
            if within + one not in seen:
                seen.add(within + one)
                yield within + one, kind
