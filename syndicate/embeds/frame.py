"""The page in a frame: a snippet as a whole document, which needs nothing from the page around it."""

from __future__ import annotations

import re
from typing import Final

from babel import Locale
from markupsafe import Markup, escape

from syndicate.embeds.assets import Assets
from syndicate.layout import EMBED_PAGE
from syndicate.locales import tag
from syndicate.markup import relevel
from syndicate.markup.tokens import TAG
from syndicate.model import Publisher, Topic
from syndicate.model.addresses import canonical_url, translations
from syndicate.templating import render

__all__ = ["notice", "page"]

_PACKAGE: Final = "syndicate.embeds"


def page(topic: Topic, publisher: Publisher, locale: Locale, text: Markup, assets: Assets) -> Markup:
    """The page of a topic in one of its languages.

    Links open a new tab, since the frame is not the reader's page; the one to a translation stays in the frame.

    Args:
        topic: what it is about.
        publisher: whose it is.
        locale: the language of the text.
        text: the snippet.
        assets: its script and its style sheet.
    """
    return _rendered(topic, publisher, locale, assets, _safe_links(_within(relevel(text, 1), topic, publisher, locale)))


def notice(topic: Topic, publisher: Publisher, locale: Locale, assets: Assets) -> Markup:
    """The page of a text that others may not have any more, for the frames that they have: that, and where it is.

    Args:
        topic, publisher, locale, assets: as of :func:`page`.
    """
    labels = publisher.labels(locale)
    said = labels.gettext("This text is no longer shown here. Read it at {publisher}.")
    name = publisher.text("name", locale)
    link = Markup('<a href="{}" rel="noopener">{}</a>').format(canonical_url(topic, publisher, locale), name)
    sentence = escape(said).format(publisher=link)
    text = Markup("<h1>{}</h1>\n<p>{}</p>").format(topic.title[locale], sentence)
    return _rendered(topic, publisher, locale, assets, text)


def _rendered(topic: Topic, publisher: Publisher, locale: Locale, assets: Assets, text: Markup) -> Markup:
    return render(
        _PACKAGE,
        "frame.html",
        locale,
        publisher.labels(locale),
        title=topic.title[locale],
        canonical=canonical_url(topic, publisher, locale),
        script=EMBED_PAGE.up + assets.frame.path,
        style=EMBED_PAGE.up + assets.frame_style.path,
        text=text,
        publisher=publisher.text("name", locale),
    )


def _within(text: Markup, topic: Topic, publisher: Publisher, locale: Locale) -> Markup:
    """The text with its links to translations leading to their frames."""
    html = str(text)
    for other, url in translations(topic, publisher).items():
        if other != locale:
            own = f'href="{escape(url)}" hreflang="{tag(other)}"'
            there = EMBED_PAGE.up + EMBED_PAGE.at(other, topic.slug)
            html = html.replace(f"<a {own}", f'<a href="{there}" hreflang="{tag(other)}" target="_self"')
    return Markup(html)  # noqa: S704 -- only addresses of the tree were put in


def _safe_links(text: Markup) -> Markup:
    """The text with no way for the page behind a link to reach the frame that opened it."""

    def safe(match: re.Match[str]) -> str:
        end, tag, written = match.groups()
        if end or tag != "a" or ' href="' not in written:  # an anchor without an address has no rel
            return match[0]
        if ' rel="' in written:
            written = written.replace(' rel="', ' rel="noopener ', 1)
        else:
            written += ' rel="noopener"'
        return f"<a{written}>"

    return Markup(TAG.sub(safe, str(text)))  # noqa: S704 -- as above
