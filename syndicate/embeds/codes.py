"""The codes that partners paste into their pages: the one place that writes them. What they load lives in `assets`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from babel import Locale
from markupsafe import Markup

from syndicate.embeds.assets import Asset, Assets
from syndicate.layout import EMBED_PAGE, SNIPPET_HTML, SNIPPET_JSON, TOPIC_PAGE, ArtifactKind
from syndicate.locales import direction, tag
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

# What the frame needs: a script for its height, and links that open a tab without these limits. Its origin is its own.
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
        self._writers: dict[str, Callable[[Topic, Locale, int], Markup]] = {
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
            codes.insert(0, self._script(self._assets.element))
        elif form == "frame":
            codes.append(self._script(self._assets.frame_height))
        return Markup("\n").join(codes)

    def frame(self, topic: Topic, locale: Locale) -> Markup:
        """The frame and the link beside it, without a script, as oEmbed's consumers want it."""
        return self._sized(topic, locale, WIDTH)

    def address(self, topic: Topic, locale: Locale) -> str:
        """The page of the tree that names the oEmbed documents of a topic."""
        return self._publisher.url(TOPIC_PAGE.at(locale, topic.slug))

    def _element(self, topic: Topic, locale: Locale, heading_level: int) -> Markup:
        return Markup('<syndicated-topic src="{}"{} heading-level="{}">\n  {}\n</syndicated-topic>').format(
            self._url(SNIPPET_JSON, topic, locale), _lang(locale), heading_level, self._anchor(topic, locale)
        )

    def _frame(self, topic: Topic, locale: Locale, heading_level: int) -> Markup:
        return self._sized(topic, locale, NARROW)

    def _sized(self, topic: Topic, locale: Locale, width: int) -> Markup:
        # In pixels, since HTML knows no share as the value of the attribute, and a style attribute would be blocked.
        return Markup(
            '<iframe src="{}" title="{}"{} width="{}" height="{}" loading="lazy" referrerpolicy="no-referrer"'
            ' sandbox="{}"></iframe>\n<p>{}</p>'
        ).format(
            self._url(EMBED_PAGE, topic, locale),
            topic.title[locale],
            _lang(locale),
            width,
            HEIGHT,
            _SANDBOX,
            self._anchor(topic, locale),
        )

    def _include(self, topic: Topic, locale: Locale, heading_level: int) -> Markup:
        name = f"{topic.slug}.{tag(locale)}.html"
        return Markup('<!-- curl -fsS -o includes/{} {} -->\n<!--#include virtual="/includes/{}" -->').format(
            name, self._url(SNIPPET_HTML, topic, locale), name
        )

    def _link(self, topic: Topic, locale: Locale, heading_level: int) -> Markup:
        return self._anchor(topic, locale)

    def _anchor(self, topic: Topic, locale: Locale) -> Markup:
        name = self._publisher.text("name", locale)
        named: str = name
        if tag(name.locale) != tag(locale):
            named = Markup("<span{}>{}</span>").format(_lang(name.locale), name)
        return Markup('<a href="{}" hreflang="{}"{}>{} ({})</a>').format(
            self.address(topic, locale), tag(locale), _lang(locale), topic.title[locale], named
        )

    def _script(self, asset: Asset) -> Markup:
        return Markup('<script type="module" src="{}" integrity="{}" crossorigin="anonymous"></script>').format(
            self._publisher.url(asset.path), asset.integrity
        )

    def _url(self, kind: ArtifactKind, topic: Topic, locale: Locale) -> str:
        return self._publisher.url(kind.at(locale, topic.slug))


def _lang(locale: Locale) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(tag(locale), direction(locale))
