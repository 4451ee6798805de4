"""What every page has around its content: the publisher's name, search, languages, icons. No content lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale

from syndicate.layout import LOCALE_PAGE, SEARCH_PAGE, STYLESHEET
from syndicate.locales import Label
from syndicate.model import Publisher

__all__ = ["PageFrame"]


class PageFrame:
    """What stands around the content of all pages of a language; made once, then placed on each page.

    Args:
        publisher: whose pages they are.
        locale: their language.
        tree: the language of the pages that they link, where they are in one that the tree has not; else the same.

    >>> clinic = Publisher(name={"en": "Clinic"}, base_url="https://clinic.example/", authority="clinic.example,2024")
    >>> PageFrame(clinic, Locale("en")).on("en/index.html", {})["menu"]
    [('All topics', 'en/index.html', True)]
    """

    def __init__(self, publisher: Publisher, locale: Locale, tree: Locale | None = None) -> None:
        labels, home = publisher.labels(locale), LOCALE_PAGE.at(tree or locale)
        self._menu: list[tuple[Label, str]] = [(labels.gettext("All topics"), home)]
        icons = (("icon", publisher.icon), ("apple-touch-icon", publisher.touch_icon))
        self._values: dict[str, Any] = {
            "publisher_name": publisher.text("name", locale),
            "attribution": publisher.text("attribution", locale),
            "logo": publisher.logo,
            "icons": [(rel, address) for rel, address in icons if address],
            "theme_color": publisher.card.link_color,
            "catalog_path": home,
            "stylesheet": STYLESHEET.path,
            "search_path": SEARCH_PAGE.at(tree or locale),
        }

    def on(self, path: str, toggle: Mapping[Locale, str]) -> dict[str, Any]:
        """The values of the template ``page.html`` for one page.

        Args:
            path: its place in the tree.
            toggle: where the same page lies in each language that it is in.
        """
        menu = [(label, place, place == path) for label, place in self._menu]
        return {**self._values, "menu": menu, "up": "../" * path.count("/"), "toggle": toggle}
