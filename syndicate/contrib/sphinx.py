"""An extension for Sphinx: share cards in the head of every page, and feeds of all.

In ``conf.py``: ``extensions = ["syndicate.contrib.sphinx"]`` and ``syndicate_publisher = "publisher.toml"``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.logging import getLogger

from syndicate.contrib.pages import UNDATED, Head, Page, Pages, not_a_date, translated
from syndicate.errors import SyndicateError
from syndicate.model import Publisher

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_config_value("syndicate_publisher", "publisher.toml", "html", (str,))
    extension = _Extension()
    app.connect("env-updated", extension.collect)
    app.connect("html-page-context", extension.head)
    app.connect("build-finished", extension.write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class _Extension:
    """One build: its pages, and the head of each. They are made before processes are forked that write pages."""

    def __init__(self) -> None:
        self._pages: Pages | None = None
        self._heads: dict[str, Head] = {}

    def collect(self, app: Sphinx, env: Any) -> list[str]:
        """Collect all pages, including unchanged ones that are not written again."""
        if app.builder.format != "html":
            return []
        self._pages = Pages(_publisher(app))
        for name in sorted(env.found_docs):
            if "orphan" not in env.metadata.get(name, {}):
                self._pages.add(name, _page(app, env, name, self._pages.publisher.base_url))
        self._heads = dict(self._pages.heads())
        if not self._pages.is_dated:
            getLogger(__name__).warning(
                "syndicate: %s", translated(UNDATED, app.config.language), type="syndicate", subtype="undated"
            )
        return []

    def head(self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
        """Put its tags into the head of a page."""
        written = context.get("metatags", "")
        context["metatags"] = f"{written}\n{self._heads.get(pagename, Head()).beside(written)}"

    def write(self, app: Sphinx, failure: Exception | None) -> None:
        """Write the feeds and the pictures."""
        if self._pages is not None and failure is None:
            self._pages.write(Path(app.outdir))


def _page(app: Sphinx, env: Any, name: str, base: str) -> Page:
    metadata = env.metadata.get(name, {})
    first = next(filter(None, (one.astext().strip() for one in env.get_doctree(name).findall(nodes.paragraph))), "")
    return Page(
        name=name,
        locale=app.config.language,
        title=env.titles[name].astext(),
        url=f"{base}{app.builder.get_target_uri(name)}",
        description=metadata.get("description") or first,
        updated=_day(metadata.get("date", ""), name, app.config.language),
    )


def _publisher(app: Sphinx) -> Publisher:
    try:
        found = Publisher.load(Path(app.confdir, app.config.syndicate_publisher))
    except SyndicateError as error:
        raise ConfigError(f"syndicate_publisher: {translated(error.format_message(), app.config.language)}") from error
    home = app.config.html_baseurl
    return attrs.evolve(found, base_url=f"{home.rstrip('/')}/") if home else found


def _day(written: str, name: str, language: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise ConfigError(translated(not_a_date(name, written), language)) from error
