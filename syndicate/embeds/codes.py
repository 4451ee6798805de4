"""The codes that partners paste into their pages: the one place that writes them. What they load is in `assets`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from babel import Locale
from markupsafe import Markup, escape

from syndicate.embeds.assets import Asset, Assets
from syndicate.layout import EMBED_PAGE, SNIPPET_HTML, SNIPPET_JSON, TOPIC_PAGE, ArtifactKind
from syndicate.locales import tag
from syndicate.markup.languages import in_language, language_attributes
from syndicate.model import Publisher, Topic

__all__ = ["FORMS", "HEIGHT", "WIDTH", "Codes"]

FORMS: Final = ("element", "frame", "include", "link")
"""The forms of an embed, in the order they are offered."""

HEIGHT: Final = 600
"""The height of a frame in CSS pixels, until a script fits it to the text."""

WIDTH: Final = 600
"""The width of a frame in CSS pixels that oEmbed names; its consumers fit the frame into their page."""

NARROW: Final = 300
"""The width of a frame in a page in CSS pixels, which fits a phone, until a script lets it fill the room there is."""

# The frame needs a script for its height, and links that open a tab without these limits; it has its own origin.
_SANDBOX: Final = "allow-popups allow-popups-to-escape-sandbox allow-scripts"


class Codes:
    """Writes the codes of one publisher's tree.

    Args:
        publisher: whose.
        assets: the scripts.
    """

    def __init__(self, publisher: Publisher, assets: Assets) -> None:
        self._publisher = publisher
        self._assets = assets
        self._writers: dict[str, Callable[[Topic, Locale, int], str]] = {
            "element": self._element,
            "frame": self._frame,
            "include": self._include,
            "link": self._link,
        }

    def code(self, form: str, topic: Topic, locales: Sequence[Locale], *, heading_level: int = 2) -> Markup:
        """The code of a form, in one language or several after each other.

        Args:
            form: one of :data:`FORMS`.
            topic: what is shown.
            locales: in which languages, each one of the topic's.
            heading_level: the level of the title; only the custom element can change it.

        Returns:
            HTML that is safe to show in a page once it is escaped there.
        """
        codes = [self._writers[form](topic, locale, heading_level) for locale in locales]
        if form == "element":
            codes.insert(0, self._element_script)
        elif form == "frame":
            codes.append(self._frame_script)
        return Markup("\n".join(codes))  # noqa: S704 -- the writers escape every value

    def frame(self, topic: Topic, locale: Locale, width: int = WIDTH, height: int = HEIGHT) -> Markup:
        """A link and the frame that replaces it, without a script, as oEmbed's consumers want it."""
        # WordPress loads the script that fits a frame's height and follows its links only beside a ``blockquote``.
        html = f"<blockquote>{self._anchor(topic, locale)}</blockquote>\n{self._sized(topic, locale, width, height)}"
        return Markup(html)  # noqa: S704 -- as above

    def address(self, topic: Topic, locale: Locale) -> str:
        """The page of the tree that names the oEmbed documents of a topic."""
        return self._publisher.url(TOPIC_PAGE.at(locale, topic.slug))

    def _element(self, topic: Topic, locale: Locale, heading_level: int) -> str:
        return (
            f'<syndicated-topic src="{self._url(SNIPPET_JSON, topic, locale)}"{language_attributes(locale)}'
            f' heading-level="{heading_level}">\n  {self._anchor(topic, locale)}\n</syndicated-topic>'
        )

    def _frame(self, topic: Topic, locale: Locale, heading_level: int) -> str:
        return f"{self._sized(topic, locale, NARROW, HEIGHT)}\n<p>{self._anchor(topic, locale)}</p>"

    def _sized(self, topic: Topic, locale: Locale, width: int, height: int) -> str:
        # In pixels, since HTML knows no share as the value of the attribute, and a style attribute would be blocked.
        lang = language_attributes(locale)
        return (
            f'<iframe src="{self._url(EMBED_PAGE, topic, locale)}" title="{escape(topic.title[locale])}"{lang}'
            f' width="{width}" height="{height}" loading="lazy" referrerpolicy="no-referrer" sandbox="{_SANDBOX}">'
            "</iframe>"
        )

    def _include(self, topic: Topic, locale: Locale, heading_level: int) -> str:
        name = escape(f"{topic.slug}.{tag(locale)}.html")
        url = self._url(SNIPPET_HTML, topic, locale)
        fetch = f"curl -fsS -o includes/{name}.new {url} && mv includes/{name}.new includes/{name}"
        return f'<!-- {fetch} -->\n<!--#include virtual="/includes/{name}" -->'

    def _link(self, topic: Topic, locale: Locale, heading_level: int) -> str:
        return self._anchor(topic, locale)

    def _anchor(self, topic: Topic, locale: Locale) -> str:
        name = self._publisher.text("name", locale)
        named = in_language(escape(name), name.locale, locale)
        address = escape(self.address(topic, locale))
        lang, title = language_attributes(locale), escape(topic.title[locale])
        return f'<a href="{address}" hreflang="{tag(locale)}"{lang}>{title} ({named})</a>'

    @cached_property
    def _element_script(self) -> str:
        return self._script(self._assets.element)

    @cached_property
    def _frame_script(self) -> str:
        return self._script(self._assets.frame_height)

    def _script(self, asset: Asset) -> str:
        url = escape(self._publisher.url(asset.path))
        return f'<script type="module" src="{url}" integrity="{asset.integrity}" crossorigin="anonymous"></script>'

    def _url(self, kind: ArtifactKind, topic: Topic, locale: Locale) -> Markup:
        return escape(self._publisher.url(kind.at(locale, topic.slug)))
