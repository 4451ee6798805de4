"""Addresses in HTML: made absolute, their schemes checked. Which attributes hold them is in `policy`."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from syndicate.explained import explained

__all__ = ["URL_SCHEMES", "WEB", "addresses", "candidates", "readdressed", "resolve"]

URL_SCHEMES = frozenset({"http", "https", "mailto", "sms", "tel"})
"""The schemes a link may have; a picture may have only the first two."""

WEB: Final = ("https://", "http://")
"""What the address of a picture begins with."""

_C0_AND_SPACE = "".join(map(chr, range(0x21)))
# Most addresses are of this form already: a plain name of a host, no user, no port, nothing to escape.
_PLAIN_URL = re.compile(r"https://(?:[a-z0-9-]++\.)*[a-z][a-z0-9-]*+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REMOVED: Final = r"\u202a-\u202e\u2066-\u2069\ufffe\uffff"  # from all texts, later on
_NAME = re.compile(rf'[^\x00-\x20"#%/:<>?@\[\\\]^`{{|}}\x7f{_REMOVED}]+')
# A host and a port, but no user: browsers warn of addresses with one, and checkers refuse them.
_AUTHORITY = re.compile(rf"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>{_NAME.pattern}))(?::(?P<port>[0-9]{{0,5}}))?")
# A name in ASCII alone, in which IDNA has nothing to look up.
_PLAIN_NAME = re.compile(r"(?!.*xn--)(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}", re.IGNORECASE | re.ASCII)
_LONGEST_NAME: Final = 255  # of hosts; RFC 1035, section 2.3.4


@explained
def resolve(url: str, base: str | None) -> str | None:
    """The absolute URL of a reference, or None if it is empty, of no allowed scheme, leads to no host, or names a user.

    It leads where a browser would go (RFC 3986 section 5, and the URL standard where they differ): a backslash in a
    path is a slash, and steps that climb above the root, as in ``https://example.org/../a``, are dropped.

    >>> resolve("../a1c.html", "https://example.org/spanish/b.html")
    'https://example.org/a1c.html'
    >>> resolve("javascript:alert(1)", "https://example.org/") is None
    True
    """
    if _PLAIN_URL.fullmatch(url) and "/." not in url and "xn--" not in url:
        return url
    url = url.strip(_C0_AND_SPACE)
    if not url:
        return None
    url = re.sub(r"[\t\r\n]", "", url)
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _web(_joined(_slashes(url), base)) if base else None
    name = scheme[1].lower()
    rest = url[scheme.end() :]
    if name in ("http", "https"):
        return _web(_slashes(url))
    return _escape_unsafe(f"{name}:{rest}") if name in URL_SCHEMES else None


def _slashes(url: str) -> str:
    """An address with slashes for the backslashes before its query, as browsers read them."""
    if "\\" not in url:
        return url
    path, rest = _parted(url)
    return path.replace("\\", "/") + rest


def _parted(url: str, marks: str = "[?#]") -> tuple[str, str]:
    """An address before and from the first of some marks."""
    found = re.search(marks, url)
    return (url[: found.start()], url[found.start() :]) if found else (url, "")


def _joined(reference: str, base: str) -> str:
    """A reference without a scheme at its place (RFC 3986 section 5.2.2); the steps of its path are still there."""
    scheme = base.partition(":")[0]
    if reference.startswith("//"):
        return f"{scheme}:{reference}"
    page = base.partition("#")[0]
    if reference.startswith("#"):
        return page + reference
    page = page.partition("?")[0]
    if reference.startswith("?"):
        return page + reference
    host_end = page.find("/", len(scheme) + 3)
    origin, path = (page, "/") if host_end < 0 else (page[:host_end], page[host_end:])
    return origin + (reference if reference.startswith("/") else path[: path.rindex("/") + 1] + reference)


def _web(url: str) -> str | None:
    """An absolute http(s) address as it is emitted, or None if it leads to no host."""
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme not in ("http", "https") or not rest.startswith("//"):
        return None
    authority, tail = _parted(rest[2:], "[/?#]")
    match = _AUTHORITY.fullmatch(authority)
    if match is None or int(match["port"] or 0) > 0xFFFF or not _is_host(match["name"], match["address"]):
        return None
    if "/." in tail:
        path, rest = _parted(tail)
        tail = (_without_dots(path) if path else "") + rest
    return _escape_unsafe(f"{scheme}://{authority}{tail}")


def _is_host(name: str | None, address: str | None) -> bool:
    """Whether there can be a host of a name, or of an IPv6 address."""
    if len(name or "") > _LONGEST_NAME:
        return False
    try:
        if name is None:
            IPv6Address(address or "")
        elif re.search(r"(?:^|\.)(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\.?$", name):
            IPv4Address(name)  # what ends in a number is not a name
        elif _PLAIN_NAME.fullmatch(name) is None:
            encoded = name.removesuffix(".").encode("idna")
            encoded.decode("idna")
            return _NAME.fullmatch(encoded.decode()) is not None  # some letters, such as U+2100, become marks
    except ValueError:
        return False
    return True


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


# What no URL contains, and must not be removed from one, since it would lead elsewhere.
_UNSAFE = re.compile(rf'[\x00-\x20"<>\\^`{{|}}\x7f{_REMOVED}]|\s')


def _escape_unsafe(url: str) -> str:
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)


# A candidate of a srcset (HTML standard, section 4.8.4.2.1), and the descriptors a browser takes.
# The end counts as one without an address, so that no place is looked at twice.
_CANDIDATE = re.compile(r"[\s,]*+(?:([^\s]*[^\s,])(?:,+|\s+([^,(]*(?:\([^)]*\)?[^,(]*)*)(?:,|\Z)|\Z)|\Z)")
_DESCRIPTOR = re.compile(r"(?:(?=0*[1-9])[0-9]+w|(?=[0.]*[1-9])[0-9]*\.?[0-9]+x)?")


def candidates(srcset: str, base: str | None) -> str | None:
    """The ``srcset`` of a picture with each address absolute; those that cannot be used are left out.

    Where some say how wide they are, those that do not are left out too: browsers compare one kind only.

    >>> candidates("a.png, b.png 2x, data:image/png;base64,AA 3x", "https://example.org/")
    'https://example.org/a.png, https://example.org/b.png 2x'
    """
    kept: dict[tuple[float, str], str] = {}
    for url, written in _CANDIDATE.findall(srcset):
        absolute, descriptor = resolve(url, base), written.strip()
        if absolute and absolute.startswith(WEB) and _DESCRIPTOR.fullmatch(descriptor):
            # Of two for one screen, browsers take the first; without a number, it is for "1x".
            screen = float(descriptor[:-1] or 1), descriptor[-1:] or "x"
            kept.setdefault(screen, f"{absolute} {descriptor}".rstrip())
    widths = [written for (_, unit), written in kept.items() if unit == "w"]
    return ", ".join(widths or kept.values()) or None


def readdressed(srcset: str, address: Callable[[str], str | None]) -> str:
    """A ``srcset`` with other addresses.

    Args:
        srcset: as it is written.
        address: what stands for an address; None where it stays.

    >>> readdressed("a.png, b.png 2x", {"b.png": "c.png"}.get)
    'a.png, c.png 2x'
    """
    found = ((address(url) or url, written.strip()) for url, written in _CANDIDATE.findall(srcset) if url)
    return ", ".join(f"{url} {descriptor}".rstrip() for url, descriptor in found)


def addresses(srcset: str) -> list[str]:
    """The addresses in a ``srcset``, as they are written."""
    return [url for url, _ in _CANDIDATE.findall(srcset) if url]
