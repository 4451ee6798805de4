"""Addresses in HTML: made absolute, their schemes checked. Which attributes hold them is in `policy`."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

__all__ = ["URL_SCHEMES", "WEB", "addresses", "candidates", "resolve"]

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""The schemes a link may have; a picture may have only the first two."""

WEB: Final = ("https://", "http://")
"""What the address of a picture begins with."""

_C0_AND_SPACE = "".join(map(chr, range(0x21)))
# Most addresses are of this form already: ASCII letters, nothing to escape, no user, no port.
_PLAIN_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")


def resolve(url: str, base: str | None) -> str | None:
    """The absolute URL of a reference (RFC 3986 section 5), or None if it is empty or of no allowed scheme.

    Steps that climb above the root, as in ``https://example.org/../a``, are dropped as browsers drop them.

    >>> resolve("../a1c.html", "https://example.org/spanish/b.html")
    'https://example.org/a1c.html'
    >>> resolve("javascript:alert(1)", "https://example.org/") is None
    True
    """
    url = url.strip(_C0_AND_SPACE)
    if not url:
        return None
    if _PLAIN_URL.fullmatch(url) and "/." not in url:
        return url
    url = re.sub(r"[\t\r\n]", "", url)
    try:
        scheme = urlsplit(url).scheme
        absolute = scheme + url[len(scheme) :] if scheme else urljoin(base or "", url)
        parts = urlsplit(absolute)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        if not parts.hostname:
            return None
        if "/." in parts.path:
            absolute = parts._replace(path=_without_dots(parts.path)).geturl()
    elif parts.scheme not in URL_SCHEMES:
        return None
    return _escape_unsafe(absolute)


def _without_dots(path: str) -> str:
    """An absolute path without its ``.`` and ``..`` steps (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    return "/" + "/".join([*kept, ""] if steps[-1] in (".", "..") else kept)


def _escape_unsafe(url: str) -> str:
    return re.sub(
        r'[\x00-\x20"<>\\^`{|}\x7f]|\s',
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()),
        url,
    )


# A candidate of a srcset (HTML standard, section 4.8.4.2.1), and the descriptors a browser takes.
_CANDIDATE = re.compile(r"[\s,]*([^\s]+?)(?:,+(?=\s|\Z)|\s+([^,(]*(?:\([^)]*\)?[^,(]*)*)(?:,|\Z)|\Z)")
_DESCRIPTOR = re.compile(r"(?:[0-9]+w|[0-9]*\.?[0-9]+x)?")


def candidates(srcset: str, base: str | None) -> str | None:
    """The ``srcset`` of a picture with each address absolute; those that cannot be used are left out.

    >>> candidates("a.png, b.png 2x, data:image/png;base64,AA 3x", "https://example.org/")
    'https://example.org/a.png, https://example.org/b.png 2x'
    """
    kept = []
    for url, descriptor in _CANDIDATE.findall(srcset):
        absolute, descriptor = resolve(url, base), descriptor.strip()
        if absolute and absolute.startswith(WEB) and _DESCRIPTOR.fullmatch(descriptor):
            kept.append(f"{absolute} {descriptor}".rstrip())
    return ", ".join(kept) or None


def addresses(srcset: str) -> list[str]:
    """The addresses in a ``srcset``, as they are written."""
    return [url for url, _ in _CANDIDATE.findall(srcset)]
