"""The page on which partners choose among all topics, lists and forms. The codes it shows are written in `forms`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from babel import Locale
from markupsafe import Markup, escape

from syndicate.embeds.assets import Assets
from syndicate.embeds.codes import NARROW
from syndicate.embeds.forms import FORMS, OPTIONS, filled, templates
from syndicate.json_writer import compact
from syndicate.layout import (
    CATALOG_FEED,
    CHOSEN_FRAME,
    EMBED_PAGE,
    GROUP_FEED,
    GROUP_LIST_FRAME,
    GROUP_LIST_HTML,
    GROUP_LIST_JSON,
    GROUP_PAGE,
    LIST_FRAME,
    LIST_HTML,
    LIST_JSON,
    LOCALE_PAGE,
    SNIPPET_HTML,
    SNIPPET_JSON,
    STOREFRONT,
    TEASER_JSON,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    ArtifactKind,
    address_of,
)
from syndicate.locales import Label, Labels, direction, sort_key, tag
from syndicate.locales.identifiers import same_language
from syndicate.markup.languages import in_language, language_attributes
from syndicate.model import Catalog, Localized, Publisher, Topic
from syndicate.page_frame import PageFrame
from syndicate.snippets import snippet
from syndicate.snippets.newsletter import BLOCKS, KEPT, MOST_WIDTH, PLAIN_TAGS, STYLES, TEASER_WIDTH
from syndicate.templating import render

__all__ = ["page"]

_PACKAGE: Final = "syndicate.embeds"
_LIST: Final = {"data": LIST_JSON, "html": LIST_HTML, "frame": LIST_FRAME, "page": LOCALE_PAGE}
_KINDS: Final[Mapping[str, Mapping[str, ArtifactKind]]] = {
    "topics": {
        "data": SNIPPET_JSON,
        "teaser": TEASER_JSON,
        "html": SNIPPET_HTML,
        "frame": EMBED_PAGE,
        "page": TOPIC_PAGE,
        "feed": TOPIC_FEED,
    },
    "newest": {**_LIST, "feed": CATALOG_FEED},
    "changed": {**_LIST, "feed": WHATS_NEW_FEED},
    "group": {
        "data": GROUP_LIST_JSON,
        "html": GROUP_LIST_HTML,
        "frame": GROUP_LIST_FRAME,
        "page": GROUP_PAGE,
        "feed": GROUP_FEED,
    },
    "chosen": {"frame": CHOSEN_FRAME, "page": LOCALE_PAGE},
}
"""What there is of each thing that can be chosen; of several chosen topics, a frame, and the page of all topics."""


class _Form(NamedTuple):
    """A form in words, with an example of its code."""

    value: str
    name: Label
    about: Label
    example: str


def page(catalog: Catalog, publisher: Publisher, locale: Locale, locales: Sequence[Locale], assets: Assets) -> Markup:
    """The page of one language. Without a script, it shows each form with an example.

    Args:
        catalog: the topics that others may have.
        publisher: whose it is.
        locale: the language of the page, and of its topics.
        locales: all languages that have such a page.
        assets: its scripts.
    """
    labels = publisher.labels(locale)
    alphabet = labels.alphabet
    topics = sorted(catalog.written_in(locale), key=lambda one: (sort_key(one.title[locale], alphabet), one.slug))
    toggle = {other: STOREFRONT.at(other) for other in locales}
    parts = templates(publisher, assets)
    example = _example(topics[0], publisher, locale)
    groups = sorted(catalog.groups_in(locale), key=lambda group: sort_key(group.name[locale], alphabet))
    return render(
        _PACKAGE,
        "storefront.html",
        locale,
        labels,
        **PageFrame(publisher, locale).on(STOREFRONT.at(locale), toggle),
        here=publisher.url(STOREFRONT.at(locale)),
        addresses={other: publisher.url(place) for other, place in toggle.items()},
        scripts=[asset.path for asset in (assets.element, assets.frame_height, assets.storefront)],
        data=compact(_data(publisher, locale, locales, labels, parts)).decode(),
        topics=[(topic, _titles(topic.title, locale)) for topic in topics],
        groups=[(group.slug, group.name[locale], _titles(group.name, locale)) for group in groups],
        forms=[
            _Form(form, *_words(form, labels), _code(form, topics[0], publisher, locale, parts, example))
            for form in FORMS
        ],
        languages=locales,
    )


def _titles(titles: Localized[str], locale: Locale) -> str:
    """The titles of a topic or group in its other languages, as JSON."""
    return compact({tag(other): title for other, title in titles.items() if other != locale}).decode()


def _data(
    publisher: Publisher, locale: Locale, locales: Sequence[Locale], labels: Labels, parts: Any
) -> dict[str, Any]:
    """What the script of the page needs to know."""
    return {
        "base": publisher.base_url,
        "service": (publisher.service_url or "").rstrip("/"),
        "language": tag(locale),
        "directions": {tag(one): direction(one) for one in locales},
        "publisher": {tag(one): _with_language(publisher.text("name", one), one) for one in locales},
        "titles": {tag(one): _list_titles(publisher.labels(one), one) for one in locales},
        "paths": {
            thing: {name: address_of(kind.path.replace("{format}", "rss")) for name, kind in kinds.items()}
            for thing, kinds in _KINDS.items()
        },
        "templates": parts,
        "width": NARROW,
        "options": {form: OPTIONS.get(form, ()) for form in FORMS},
        "said": {name: _with_language(text, locale) for name, text in _script_labels(labels).items()},
        "mail": {
            "styles": {name: look.replace("__ACCENT__", publisher.card.link_color) for name, look in STYLES.items()},
            "kept": sorted(KEPT),
            "tags": PLAIN_TAGS,
            "blocks": sorted(BLOCKS),
            "widths": [MOST_WIDTH, TEASER_WIDTH],
        },
    }


def _with_language(text: Label, around: Locale) -> list[str]:
    """A text, and its language and direction where these are not those around it."""
    other = [] if same_language(text.locale, around) else [tag(text.locale), direction(text.locale)]
    return [str(text), *other]


def _list_titles(labels: Labels, locale: Locale) -> dict[str, list[str]]:
    """What lists are called in a language."""
    _ = labels.gettext
    titles = {"newest": _("Newest topics"), "changed": _("Recently updated topics"), "all": _("All topics")}
    return {name: _with_language(title, locale) for name, title in titles.items()}


def _script_labels(labels: Labels) -> dict[str, Label]:
    """What the script says."""
    _ = labels.gettext
    return {
        "copy": _("Copy the code"),
        "copied": _("The code was copied."),
        "selected": _("The code could not be copied. It is selected: copy it with the keyboard."),
        "failed": _("The text could not be loaded."),
        "none": _("Choose a topic, or a list."),
        "chosen": _("Chosen: {count}"),
        "shown": _("Topics shown: {count}"),
    }


def _example(topic: Topic, publisher: Publisher, locale: Locale) -> dict[str, str]:
    """The variables of an example: the first topic, with its whole text."""

    def url(kind: Any, *values: str) -> str:
        return publisher.url(kind.at(locale, topic.slug, *values))

    address, name = url(TOPIC_PAGE), publisher.text("name", locale)
    return {
        "tag": "syndicated-topic",
        "data": url(SNIPPET_JSON),
        "frame": url(EMBED_PAGE),
        "page": address,
        "feed": url(TOPIC_FEED, "rss"),
        "html": url(SNIPPET_HTML),
        "title": topic.title[locale],
        "named": language_attributes(locale),
        "label": Markup("{} ({})").format(topic.title[locale], in_language(escape(name), name.locale, locale)),
        "lang": tag(locale),
        "dir": direction(locale),
        "level": "2",
        "own": "2",
        "limit": "20",
        "without": "",
        "extra": "",
        "width": str(NARROW),
        "file": f"{topic.slug}.{tag(locale)}.html",
        "block": json.dumps({"url": address, "locale": tag(locale)}),
    }


def _code(form: str, topic: Topic, publisher: Publisher, locale: Locale, parts: Any, example: dict[str, str]) -> str:
    if form in ("email", "text"):
        made = snippet(topic, publisher, locale, summary=False, sections=False)
        return (made.email() if form == "email" else made.text()).decode()
    return filled(form, parts[form], [example])


def _words(form: str, labels: Labels) -> tuple[Label, Label]:
    """The name of a form, and what to do with its code."""
    _ = labels.gettext
    words = {
        "element": (
            _("In your page, with a script"),
            _("The text takes on the look of your page and stays up to date."),
        ),
        "frame": (_("In a frame"), _("The text keeps its own look, isolated from your page.")),
        "php": (_("From your server, in PHP"), _("Save it as a file and include it in your page.")),
        "python": (_("From your server, in Python"), _("Run it every hour, and include what it prints.")),
        "ssi": (
            _("From your server, with Apache or nginx"),
            _("The command fetches the text every hour; the other line includes it (SSI)."),
        ),
        "wordpress": (
            _("In WordPress, as a block"),
            _("Paste it into the code editor, once the plug-in “Syndicated topics” is installed."),
        ),
        "drupal": (_("In Drupal, by oEmbed"), _("Paste the address into a field for remote media.")),
        "feed": (_("As a feed"), _("For feed readers, and for systems that import feeds.")),
        "email": (_("In a newsletter, as HTML"), _("It needs no style sheet: paste it as source code.")),
        "text": (_("In a newsletter, as plain text"), _("For the plain text part of a newsletter.")),
        "link": (
            _("As a link"),
            _("WordPress and other systems that know oEmbed show a frame if the address stands alone in a line."),
        ),
    }
    return words[form]
