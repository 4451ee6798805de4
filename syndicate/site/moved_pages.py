"""Addresses that topics had: a page at each that leads to where the topic is now, and the list of them for servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup

from syndicate.layout import TOPIC_PAGE
from syndicate.model import Publisher, Topic
from syndicate.model.addresses import canonical_url
from syndicate.page_frame import PageFrame
from syndicate.site.pages import PAGE
from syndicate.templating import render

__all__ = ["moved_page", "redirects_file"]

_HEAD: Final = Markup("""\
<meta name="robots" content="noindex">
<title>{}</title>
""")
_LEADING: Final = Markup("""\
<meta http-equiv="refresh" content="0; url={}">
<link rel="canonical" href="{}">
""")


def moved_page(publisher: Publisher, locale: Locale, slug: str, topics: Sequence[Topic]) -> Markup:
    """The page at an address that topics had. It leads to the one topic, or names several.

    It does so without a script, by a refresh after no time, which search engines take for a redirect.

    Args:
        publisher: who publishes it.
        locale: the language.
        slug: the one that the address has.
        topics: what is there now: one, or several that were one topic.
    """
    path = TOPIC_PAGE.at(locale, slug)
    frame = PageFrame(publisher, locale).on(path, {})
    labels = publisher.labels(locale)
    links = [(topic.title[locale], frame["up"] + TOPIC_PAGE.at(locale, topic.slug)) for topic in topics]
    head = _HEAD.format(links[0][0] if len(links) == 1 else publisher.text("name", locale))
    if len(links) == 1:
        head += _LEADING.format(links[0][1], canonical_url(topics[0], publisher, locale))
        said = labels.gettext("This page has moved.")
    else:
        said = labels.gettext("This topic is now in several.")
    return render(PAGE, "moved.html", locale, labels, **frame, head=head, said=said, links=links)


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
                old, new = (TOPIC_PAGE.at(locale, name).removesuffix("index.html") for name in (slug, topics[0].slug))
                yield f"{above}/{old}* {above}/{new}:splat 301"
