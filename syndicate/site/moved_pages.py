"""Addresses that topics had: a page at each that leads to where the topic is now, and the list of them for servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup

from syndicate.layout import TOPIC_PAGE, address_of
from syndicate.locales import Label
from syndicate.markup.languages import title_language
from syndicate.model import Publisher, Topic
from syndicate.model.addresses import canonical_url
from syndicate.page_frame import PageFrame
from syndicate.site.pages import PAGE
from syndicate.templating import render

__all__ = ["moved_page", "redirects_file"]

_HEAD: Final = Markup("""\
<meta name="robots" content="noindex">
<title{}>{} | {}</title>
""")
_LEADING: Final = Markup("""\
<meta http-equiv="refresh" content="0; url={}">
<link rel="canonical" href="{}">
""")


def moved_page(
    publisher: Publisher, locale: Locale, slug: str, moved: Mapping[Locale, Mapping[str, Sequence[Topic]]]
) -> Markup:
    """The page at an address that topics had. It leads to the one topic, or names several.

    It does so without a script, by a refresh after no time, which search engines take for a redirect.

    Args:
        publisher: who publishes it.
        locale: the language.
        slug: the one that the address has.
        moved: by language and slug, the topics that are there now: one, or several that were one topic.
    """
    path, topics = TOPIC_PAGE.at(locale, slug), moved[locale][slug]
    toggle = {other: TOPIC_PAGE.at(other, slug) for other, slugs in moved.items() if slug in slugs}
    frame = PageFrame(publisher, locale).on(path, toggle)
    labels = publisher.labels(locale)
    language = publisher.language(locale)
    links = [
        (
            topic.title[locale],
            frame["up"] + TOPIC_PAGE.at(locale, topic.slug),
            topic.description_of(locale, language),
        )
        for topic in topics
    ]
    one = links[0] if len(links) == 1 else None
    if one:
        said, title = labels.gettext("This page has moved"), Label(one[0], locale)
    else:
        said = title = labels.gettext("This topic is now split into several topics")
    head = _HEAD.format(title_language(title.locale, locale), title, publisher.text("name", locale))
    if one:
        head += _LEADING.format(one[1], canonical_url(topics[0], publisher, locale))
    return render(PAGE, "moved.html", locale, labels, **frame, head=head, said=said, links=links, script="", feeds={})


def redirects_file(publisher: Publisher, moved: Mapping[Locale, Mapping[str, Sequence[Topic]]]) -> bytes:
    """The file ``_redirects``, in the form of Netlify and Cloudflare Pages: all that was at an address, to the new one.

    Args:
        publisher: who publishes it, and where.
        moved: by language and slug, the topics that are there now; where there are several, a page names them.
    """
    return "".join(f"{line}\n" for line in _lines(urlsplit(publisher.base_url).path.removesuffix("/"), moved)).encode()


def _lines(above: str, moved: Mapping[Locale, Mapping[str, Sequence[Topic]]]) -> Iterator[str]:
    for locale, slugs in moved.items():
        for slug, topics in slugs.items():
            if len(topics) == 1:
                old, new = (address_of(TOPIC_PAGE.at(locale, name)) for name in (slug, topics[0].slug))
                yield f"{above}/{old}* {above}/{new}:splat 301"
