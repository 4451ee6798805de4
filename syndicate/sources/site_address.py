"""Where a site is on the web, by the settings of its generator. Settings are data here; no program is run.

Hugo has ``baseURL``, Jekyll ``url`` and ``baseurl``, Astro ``site`` and ``base``, Docusaurus ``url`` and ``baseUrl``,
MkDocs ``site_url``, Pelican ``SITEURL``, Zola ``base_url``, Hexo ``url`` and ``root``, VitePress ``base``, Sphinx
``html_baseurl``, Gatsby ``siteUrl``; GitHub Pages have a file ``CNAME``. Eleventy has no setting of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import attrs

from syndicate.errors import LocaleError
from syndicate.locales import from_name, locale_id
from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE
from syndicate.sources.generator_settings import places_of_settings, texts_of_settings
from syndicate.sources.key_words import folded
from syndicate.sources.site_files import Unread, names_in, text_of

__all__ = ["SiteAddress", "addresses_of"]

_ADDRESS: Final = r"""(?P<address>https?://[^\s"'`<>{}$#,]+)"""
_IN_DATA = re.compile(
    rf"""^(?P<margin>[ \t]*)["']?(?P<key>base_?url|site_?url|url)["']?[ \t]*[:=][ \t]*["']?{_ADDRESS}""", re.I | re.M
)
_IN_CODE = re.compile(
    rf"""\b(?:siteUrl|SITEURL|SITE_URL|html_baseurl|hostname|site|url)["']?\s*[:=]\s*[^"'`\n,]*["'`]{_ADDRESS}""", re.I
)
_NAMED = re.compile(r"""\b(?:site|url|siteUrl)["']?\s*:\s*(?P<name>[A-Za-z_$][\w$]*)\b(?!\s*[.(])""")
_BASE = re.compile(
    r"""^[ \t]*["']?(?:baseurl|base|root)["']?[ \t]*[:=][ \t]*["'`]?(?P<base>/[^\s"'`,#]*)""", re.I | re.M
)
_LANGUAGE = re.compile(
    rf"""^[ \t]*\[?["']?(?:languages\.)?(?P<name>{LOOSE_LANGUAGE_CODE})["']?(?:\]|[ \t]*:)[ \t]*\{{?$"""
)
_MORE = re.compile(r"(?:publishconf|conf)\.py|gatsby-config\.[cm]?[jt]s|config\.[cm]?[jt]s")
_PROGRAMS: Final = (".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".py")
_CNAME_FOLDERS: Final = ("", "static", "public", "docs", "content", "source")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_NOBODY = re.compile(r"localhost\b|127\.|0\.0\.0\.0|\[")
"""Where a site is while somebody works on it."""


@attrs.frozen
class SiteAddress:
    """An address at which a site, or a language of it, is on the web.

    Attributes:
        host: without ``www.``, in small letters.
        base: the path at which it begins, which ends in a slash.
        language: the locale of the language that has an address of its own; empty for the whole site.
    """

    host: str
    base: str
    language: str = ""

    @classmethod
    def of(cls, url: str, language: str = "") -> SiteAddress:
        """That of an absolute address.

        >>> SiteAddress.of("https://www.example.net/health")
        SiteAddress(host='example.net', base='/health/', language='')
        """
        parts = urlsplit(url)
        return cls(parts.netloc.lower().removeprefix("www."), f"{parts.path.rstrip('/')}/", language)

    def below(self, url: str) -> str | None:
        """The path of an address on the site, from its root on; None for one of another site.

        >>> SiteAddress.of("https://example.net/health/").below("http://example.net/health/es/sleep/?a=1#b")
        '/es/sleep/'
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if parts.netloc.lower().removeprefix("www.") != self.host or parts.scheme not in ("http", "https", ""):
            return None
        path = parts.path or "/"
        if not f"{path}/".startswith(self.base):
            return None
        return f"/{self.language}{'/' if self.language else ''}{path[len(self.base) :]}"


def addresses_of(root: Path) -> list[SiteAddress]:
    """The addresses that the settings around a folder state, the most particular first.

    Args:
        root: the folder of the texts.
    """
    found: list[SiteAddress] = []
    texts = [*texts_of_settings(root), *_more_texts(root)]
    for path, text in texts:
        if path.suffix in _PROGRAMS:
            stated = list(map(SiteAddress.of, _in_program(text, [other for _, other in texts])))
        else:
            stated = list(_in_data(text, is_json=path.suffix == ".json"))
        if (match := _BASE.search(text)) is not None:
            base = f"{match['base'].rstrip('/')}/"
            stated = [attrs.evolve(address, base=base) if address.base == "/" else address for address in stated]
        found += stated
    found += map(SiteAddress.of, _cnames(root))
    known = {address for address in found if address.host and not _NOBODY.match(address.host)}
    return sorted(known, key=lambda address: (not address.language, -len(address.base), address.host))


def _more_texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Settings that say nothing of languages."""
    for place in places_of_settings(root):
        for folder in (place, place / ".vitepress"):
            for name in sorted(names_in(folder)):
                if _MORE.fullmatch(name) and (folder != place or not name.startswith("config.")):
                    with suppress(Unread):
                        yield folder / name, text_of(folder / name)


def _in_data(text: str, *, is_json: bool) -> Iterator[SiteAddress]:
    """The address at the top of a file of settings, and those below the names of languages."""
    language, last, is_in_table = "", 0, False
    for match in _IN_DATA.finditer(text):
        for line in text[last : match.start()].splitlines():
            if (named := _LANGUAGE.fullmatch(line)) is not None:
                language = _locale(named["name"])
            elif line and not line[0].isspace() and line[0] not in "}])#":
                language, is_in_table = "", is_in_table or line[0] == "["
        last = match.start()
        is_top = not match["margin"] and not language and not is_in_table
        if is_top or (folded(match["key"]) == "baseurl" and (language or is_json)):
            yield SiteAddress.of(match["address"], language)


def _in_program(text: str, texts: list[str]) -> Iterator[str]:
    """The first address that a program states under such a name, or under the name of a constant that it takes."""
    if (match := _IN_CODE.search(text)) is not None:
        yield match["address"]
    for named in _NAMED.finditer(text):
        constant = re.compile(rf"""\b{re.escape(named["name"])}\s*=\s*[^"'`\n;]*["'`]{_ADDRESS}""")
        yield from (found["address"] for other in texts if (found := constant.search(other)) is not None)


def _cnames(root: Path) -> Iterator[str]:
    """The host that GitHub Pages serve a site at: https://docs.github.com/pages."""
    for place in places_of_settings(root):
        for folder in _CNAME_FOLDERS:
            if "CNAME" in names_in(place / folder):
                try:
                    host = text_of(place / folder / "CNAME").strip()
                except Unread:
                    continue
                if _HOST.fullmatch(host):
                    yield f"https://{host}/"


def _locale(name: str) -> str:
    try:
        return locale_id(from_name(name))
    except LocaleError:
        return ""
