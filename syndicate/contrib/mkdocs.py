"""A plug-in for MkDocs: share cards in the head of every page, and feeds of all.

In ``mkdocs.yml``: ``plugins: [{syndicate: {publisher: publisher.toml}}]``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
from markupsafe import Markup
from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from syndicate.contrib.pages import Page, Pages
from syndicate.errors import SyndicateError
from syndicate.markup import plain_text, sanitize
from syndicate.model import Publisher

__all__ = ["SyndicatePlugin"]


class _Options(base.Config):
    publisher = config_options.Type(str, default="publisher.toml")
    languages = config_options.ListOfItems(config_options.Type(str), default=[])


class SyndicatePlugin(BasePlugin[_Options]):
    """The plug-in: pages in the folder of one of ``languages`` are in it, others in the publisher's first language."""

    def on_config(self, config: Any) -> None:
        """Start a build."""
        if not config.site_url:
            raise PluginError("syndicate: cards and feeds need the address of the site: state site_url")
        try:
            found = Publisher.load(Path(config.config_file_path).parent / self.config.publisher)
        except SyndicateError as error:
            raise PluginError(f"syndicate: {error}") from error
        self._pages = Pages(attrs.evolve(found, base_url=f"{config.site_url.rstrip('/')}/"))
        self._heads: dict[str, Markup] = {}

    def on_page_content(self, html: str, *, page: Any, **_: Any) -> None:
        """Collect a page once its content is rendered."""
        folder, _, rest = page.file.src_uri.partition("/")
        locale, path = (folder, rest) if folder in self.config.languages else ("", page.file.src_uri)
        written = page.meta.get("date")
        if written is not None and not isinstance(written, date):
            raise PluginError(f"syndicate: {page.file.src_uri}: {written!r} is not a date: write it as 2025-02-03")
        paragraph = html.partition("<p>")[2].partition("</p>")[0]
        found = Page(
            name=path.removesuffix(".md"),
            locale=locale or self._pages.publisher.default_locale,
            title=str(page.title),
            url=page.canonical_url,
            description=str(page.meta.get("description") or plain_text(sanitize(paragraph))),
            html=html,
            updated=written,
        )
        self._pages.add(page.file.src_uri, found)

    def on_env(self, env: Any, **_: Any) -> None:
        """Make the head tags once all pages are known and before any is written."""
        self._heads = dict(self._pages.heads())

    def on_post_page(self, output: str, *, page: Any, **_: Any) -> str:
        """Put its tags into the head of a page."""
        return output.replace("</head>", f"{self._heads.get(page.file.src_uri, '')}</head>", 1)

    def on_post_build(self, *, config: Any) -> None:
        """Write the feeds and the pictures."""
        self._pages.write(Path(config.site_dir))
