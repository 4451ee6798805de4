"""A plug-in for MkDocs: share cards in the head of every page, and feeds of all.

In ``mkdocs.yml``: ``plugins: [{syndicate: {publisher: publisher.toml}}]``.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs
from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from syndicate.contrib.pages import UNDATED, Head, Page, Pages, not_a_date, translated
from syndicate.errors import Message, SyndicateError
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.markup import plain_text, sanitize
from syndicate.model import Publisher

__all__ = ["SyndicatePlugin"]


_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_PICTURE: Final = re.compile(r"<img\b[^>]*>")
_NO_DESCRIPTION: Final = re.compile(r'<meta name="description" content="None" ?/?>')
"""What MkDocs's own themes write on the home page of a site without a description."""


class _Options(base.Config):
    publisher = config_options.Type(str, default="publisher.toml")
    languages = config_options.ListOfItems(config_options.Type(str), default=[])


class SyndicatePlugin(BasePlugin[_Options]):
    """The plug-in: pages in the folder of one of ``languages`` are in it, others in the publisher's first language."""

    def on_config(self, config: Any) -> None:
        """Start a build."""
        self._language = str(config.theme.get("language") or config.theme.get("locale") or MESSAGE_LOCALE)
        if not config.site_url:
            raise self._error(Message("cards and feeds need the address of the site: state site_url"))
        try:
            found = Publisher.load(Path(config.config_file_path).parent / self.config.publisher)
        except SyndicateError as error:
            raise self._error(error.format_message()) from error
        self._pages = Pages(attrs.evolve(found, base_url=f"{config.site_url.rstrip('/')}/"))
        self._heads: dict[str, Head] = {}

    def _error(self, message: Message) -> PluginError:
        return PluginError(f"syndicate: {translated(message, self._language)}")

    def on_page_content(self, html: str, *, page: Any, **_: Any) -> None:
        """Collect a page once its content is rendered."""
        folder, _, rest = page.file.src_uri.partition("/")
        locale, path = (folder, rest) if folder in self.config.languages else ("", page.file.src_uri)
        written = page.meta.get("date")
        if isinstance(written, dict):  # as the blog of Material has it
            written = written.get("updated") or written.get("created")
        if written is not None and not isinstance(written, date):
            raise self._error(not_a_date(page.file.src_uri, written))
        found = Page(
            name=path.removesuffix(".md"),
            # The plug-in i18n builds each language on its own, and says in the file which one it is.
            locale=locale or getattr(page.file, "locale", "") or self._pages.publisher.default_locale,
            title=str(page.title),
            url=page.canonical_url,
            description=str(page.meta.get("description") or _first_words(html)),
            html=html,
            updated=written,
        )
        self._pages.add(page.file.src_uri, found)

    def on_env(self, env: Any, **_: Any) -> None:
        """Make the head tags once all pages are known and before any is written."""
        self._heads = dict(self._pages.heads())
        if not self._pages.is_dated:
            get_plugin_logger(__name__).warning("syndicate: %s", translated(UNDATED, self._language))

    def on_post_page(self, output: str, *, page: Any, **_: Any) -> str:
        """Put its tags into the head of a page."""
        head, end, body = output.partition("</head>")
        head = _NO_DESCRIPTION.sub("", head)
        return f"{head}{self._heads.get(page.file.src_uri, Head()).beside(head)}{end}{body}"

    def on_post_build(self, *, config: Any) -> None:
        """Write the feeds and the pictures."""
        self._pages.write(Path(config.site_dir))


def _first_words(html: str) -> str:
    """The first paragraph that has more than a picture."""
    texts = (plain_text(sanitize(_PICTURE.sub("", one))) for one in _PARAGRAPH.findall(html))
    return next(filter(None, texts), "")
