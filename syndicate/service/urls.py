"""Addresses as partners send them: which of them lead to the same page. Nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from syndicate.layout import address_of

__all__ = ["plain_urls", "same_page"]

_TRACKING: Final = re.compile(
    "utm_[a-z_]+|(?:fb|g|gb|dcl|ms|tw|wb|yc|li_fat_|ttcl|i)clid|li_fat_id|wbraid|gbraid|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)"
    "|igshid|ref_src|s_cid|cid_|source_cid|_openstat|mkt_tok",
    re.IGNORECASE,
)
"""What senders of links add to them, to count readers: it makes no other page. CDC's own is ``s_cid``."""


def plain_urls(url: str) -> Iterator[str]:
    """An address without what makes no other page, the most exact form of it first; nothing where it is none.

    Left out are scheme, ``www.``, a default port, the case of the host, the fragment, ``index.html``, slashes that are
    doubled or at the end, percent-encoding, and parameters by which senders count readers. The last form has no query.

    >>> list(plain_urls("HTTP://www.Example.org:80/es//a%C3%B1o/index.html?id=7&utm_source=x#top"))
    ['example.org/es/año?id=7', 'example.org/es/año']
    >>> list(plain_urls("https://example.org/pain-index.html"))
    ['example.org/pain-index.html']
    >>> list(plain_urls("https%3A%2F%2Fexample.org%2Fa")), list(plain_urls("https://["))
    (['example.org/a'], [])
    """
    try:
        parts, host = _parts(url.strip())
    except ValueError:
        return
    path = address_of(re.sub("/{2,}", "/", unquote(parts.path))).rstrip("/")
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.fullmatch(one.partition("=")[0]))
    if query:
        yield f"{host}{path}?{unquote(query.replace('+', ' '))}"
    yield f"{host}{path}"


def same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to the same page.

    >>> same_page("http://example.org/a/?s_cid=x", "https://www.example.org/a")
    True
    """
    return _plainest(one) is not None and _plainest(one) == _plainest(other)


@lru_cache(maxsize=16_384)
def _plainest(url: str) -> str | None:
    return next(plain_urls(url), None)


def _parts(url: str) -> tuple[SplitResult, str]:
    """The parts of an address, and its host as it is compared.

    Raises:
        ValueError: it is not an address.
    """
    if "://" not in url and re.match(r"https?%3a", url, re.IGNORECASE):  # encoded twice
        url = unquote(url)
    if "://" not in url:
        url = f"//{url.lstrip('/')}"
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if not host:
        raise ValueError(url)
    if not host.isascii():
        host = host.encode("idna").decode()  # UnicodeError is a ValueError
    return parts, host + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
