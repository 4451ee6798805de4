"""The page in a frame: a snippet or a list as a complete document, independent of the page around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import attrs
from babel import Locale
from markupsafe import Markup, escape

from syndicate.embeds.assets import Assets
from syndicate.layout import (
    CHOSEN_FRAME,
    EMBED_PAGE,
    GROUP_LIST_FRAME,
    LIST_FRAME,
    LOCALE_PAGE,
    TEASER_JSON,
)
from syndicate.locales import tag
from syndicate.locales.identifiers import same_language
from syndicate.markup import relevel
from syndicate.markup.languages import language_attributes, title_language
from syndicate.markup.tokens import TAG
from syndicate.model import Publisher, Topic
from syndicate.model.addresses import canonical_url, translations
from syndicate.snippets import TopicList
from syndicate.templating import render

__all__ = ["chosen", "list_page", "notice", "page"]

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
    frames = {
        other: (url, EMBED_PAGE.at(other, topic.slug))
        for other, url in translations(topic, publisher).items()
        if other != locale
    }
    text = _safe_links(_within(relevel(text, 1), frames, EMBED_PAGE.up))
    url, about = canonical_url(topic, publisher, locale), topic.description_of(locale, publisher.language(locale))
    return _rendered(EMBED_PAGE.up, topic.title[locale], url, publisher, locale, assets, text, description=about)


def list_page(found: TopicList, assets: Assets) -> Markup:
    """The page of a list; how many topics of it are shown, and which parts, the address of the frame may say.

    Args:
        found: the list.
        assets: its script and its style sheet.
    """
    alone = attrs.evolve(found, heading_level=1)
    kind, name = (GROUP_LIST_FRAME, found.group.slug) if found.group is not None else (LIST_FRAME, found.kind)
    frames = {other: (url, kind.at(other, name)) for other, url in found.pages.items() if other != found.locale}
    text = _safe_links(_within(alone.html, frames, kind.up))
    title = f"{found.title} | {found.publisher.text('name', found.locale)}"
    return _rendered(kind.up, title, found.url, found.publisher, found.locale, assets, text, said=found.title.locale)


def chosen(publisher: Publisher, locale: Locale, assets: Assets) -> Markup:
    """The page that shows the topics that its address names, by a script; without one, a link to all topics.

    Args:
        publisher: whose they are.
        locale: their language.
        assets: its scripts and its style sheet.
    """
    labels, home = publisher.labels(locale), publisher.url(LOCALE_PAGE.at(locale))
    name = publisher.text("name", locale)
    label = labels.gettext("Browse all topics")
    link = Markup('<p><a href="{}" rel="noopener"{}>{}</a></p>')
    text = link.format(home, language_attributes(label.locale), label)
    address = CHOSEN_FRAME.up + TEASER_JSON.at(locale, "SLUG")
    return _rendered(CHOSEN_FRAME.up, name, home, publisher, locale, assets, text, address, assets.element.path)


def notice(topic: Topic, publisher: Publisher, locale: Locale, assets: Assets) -> Markup:
    """The page for existing frames of a text that others may no longer show: a notice, and where the text is.

    Args:
        topic, publisher, locale, assets: as of :func:`page`.
    """
    labels = publisher.labels(locale)
    said = labels.gettext("This text is no longer shown here. Read it at {publisher}.")
    name = publisher.text("name", locale)
    link = Markup('<a href="{}" rel="noopener">{}</a>').format(canonical_url(topic, publisher, locale), name)
    sentence = escape(said).format(publisher=link)
    lang = Markup("") if same_language(said.locale, locale) else language_attributes(said.locale)
    text = Markup("<h1>{}</h1>\n<p{}>{}</p>").format(topic.title[locale], lang, sentence)
    url = canonical_url(topic, publisher, locale)
    return _rendered(EMBED_PAGE.up, topic.title[locale], url, publisher, locale, assets, text)


def _rendered(
    up: str,
    title: str,
    url: str,
    publisher: Publisher,
    locale: Locale,
    assets: Assets,
    text: Markup,
    address: str = "",
    *scripts: str,
    said: Locale | None = None,
    description: str = "",
) -> Markup:
    return render(
        _PACKAGE,
        "frame.html",
        locale,
        publisher.labels(locale),
        title=title,
        title_lang=title_language(said or locale, locale),
        canonical=url,
        scripts=[up + path for path in (assets.frame.path, *scripts)],
        style=up + assets.frame_style.path,
        address=address,
        description=description,
        text=text,
        publisher=publisher.text("name", locale),
    )


def _within(text: Markup, frames: Mapping[Locale, tuple[str, str]], up: str) -> Markup:
    """The text with its links to translations leading to their frames."""
    html = str(text)
    for other, (url, path) in frames.items():
        own = f'href="{escape(url)}" hreflang="{tag(other)}"'
        html = html.replace(f"<a {own}", f'<a href="{up}{path}" hreflang="{tag(other)}" target="_self"')
    return Markup(html)  # noqa: S704 -- only addresses of the tree were put in


def _safe_links(text: Markup) -> Markup:
    """The text with links whose target pages cannot reach the frame that opened them."""

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
