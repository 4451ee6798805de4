"""What every page has around its content: the publisher's name, search, languages, icons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale

from syndicate.assets.reading import read_asset
from syndicate.layout import (
    APP_MANIFEST,
    ICON,
    LOCALE_PAGE,
    SEARCH_PAGE,
    STOREFRONT,
    STYLESHEET,
    TOUCH_ICON,
    WHATS_NEW_PAGE,
)
from syndicate.locales import Label
from syndicate.model import Publisher

__all__ = ["PageFrame", "footer_links"]


def footer_links(publisher: Publisher, locale: Locale) -> list[tuple[Label, str]]:
    """What the foot of a page links in the publisher's words: each title, which knows its language, and address."""
    if not publisher.footer_links:
        return []
    found = publisher.footer_links.resolve(locale, publisher.fallback_order)
    return [(Label(title, found.locale), address) for title, address in found.value.items()]


def _logo(publisher: Publisher) -> dict[str, Any]:
    """The logo's address, or path in the tree, and its width and height, so that nothing moves when it is loaded."""
    file = publisher.logo_file
    if file is None:
        return {"logo": publisher.logo_url or "", "logo_size": None}
    found = read_asset(file.file).asset
    return {"logo": file.path, "logo_size": (found.width, found.height) if found and found.height else None}


class PageFrame:
    """What stands around the content of all pages of a language; made once, then placed on each page.

    Args:
        publisher: whose pages they are.
        locale: their language.
        tree: the language of the pages that they link, where the tree does not have that one; else the same.

    >>> clinic = Publisher(name={"en": "Clinic"}, base_url="https://clinic.example/", authority="clinic.example,2024")
    >>> PageFrame(clinic, Locale("en")).on("en/index.html", {})["menu"][0]
    ('All topics', 'en/index.html', True)
    """

    def __init__(self, publisher: Publisher, locale: Locale, tree: Locale | None = None) -> None:
        labels, home = publisher.labels(locale), LOCALE_PAGE.at(tree or locale)
        self._menu: list[tuple[Label, str]] = [
            (labels.gettext("All topics"), home),
            (labels.gettext("What’s new"), WHATS_NEW_PAGE.at(tree or locale)),
            (labels.gettext("Put topics on your page"), STOREFRONT.at(tree or locale)),
        ]
        icons = (("icon", publisher.icon or ICON.path), ("apple-touch-icon", publisher.touch_icon or TOUCH_ICON.path))
        self._values: dict[str, Any] = {
            "publisher_name": publisher.text("name", locale),
            "attribution": publisher.text("attribution", locale),
            **_logo(publisher),
            "footer_links": footer_links(publisher, locale),
            "icons": icons,
            "manifest": APP_MANIFEST.path,
            "theme_color": publisher.card.link_color,
            "catalog_path": home,
            "stylesheet": STYLESHEET.path,
            "search_path": SEARCH_PAGE.at(tree or locale),
        }

    def on(self, path: str, toggle: Mapping[Locale, str], root: str | None = None) -> dict[str, Any]:
        """The values of the template ``page.html`` for one page.

        Args:
            path: its place in the tree.
            toggle: where the same page lies in each language that it is in.
            root: where its links begin, if it is shown at other places too; by default at that of the page.
        """
        up = "../" * path.count("/") if root is None else root
        logo = self._values["logo"]
        return {
            **self._values,
            "menu": [(label, place, place == path) for label, place in self._menu],
            "icons": [(rel, address if "://" in address else up + address) for rel, address in self._values["icons"]],
            "logo": logo if not logo or "://" in logo else up + logo,
            "up": up,
            "toggle": toggle,
        }
