"""The pages of a tree: the feeds, languages and pictures their heads name. More checks of a page go into `_CHECKS`."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from syndicate.cards import Picture, RemarkKind, appearances
from syndicate.errors import Message
from syndicate.layout import CARD_HEAD, FORMATS, INDEX_PAGE, OWN_FORMATS
from syndicate.reasons import of_words
from syndicate.text import uri
from syndicate.validation import dates, embedded
from syndicate.validation.addresses import runs_script
from syndicate.validation.checked_tree import CheckedTree
from syndicate.validation.feed_set import FeedSet
from syndicate.validation.html import Page
from syndicate.validation.links import Targets
from syndicate.validation.problems import quoted

__all__ = ["Head", "check"]


_ADDRESS = re.compile(r"(?:^|[:.])(?:url|image|video|audio|player|identifier)(?:$|[:.](?:secure_)?url$)", re.IGNORECASE)
"""The names of tags whose content is an address."""


@attrs.frozen
class _Link:
    """A ``link rel=alternate`` of a head."""

    href: str
    type: str
    hreflang: str


@attrs.frozen
class Head:
    """What a page's head says.

    Attributes:
        path: the page in the tree.
        language: of its ``html`` element.
        canonical: the address it gives itself.
        feeds: its links to feeds, in their order.
        languages: the address of the page in each language, ``x-default`` too; of several, the first.
        others: the languages for which it has another address as well.
        tags: what its title and ``meta`` elements say, by name or property; of several, the first.
        data: its blocks of JSON-LD, as they are written.
    """

    path: str
    language: str
    canonical: str
    feeds: tuple[_Link, ...]
    languages: Mapping[str, str]
    others: tuple[str, ...]
    tags: Mapping[str, str]
    data: tuple[str, ...]


def check(checking: CheckedTree, known: FeedSet, targets: Targets) -> None:
    """Check every page and fragment of a tree, each read once."""
    heads: dict[str, Head] = {}
    harmful: list[tuple[str, str, Message, int]] = []
    broken: list[tuple[str, str, Message, str]] = []
    for path in sorted(checking.files):
        if not path.endswith(".html") or (body := checking.read(path)) is None:
            continue
        page = Page(path, body)
        name = path.rpartition("/")[2]
        if name in (INDEX_PAGE, CARD_HEAD.name):
            head = _head(page)
            if name == INDEX_PAGE:
                heads[path] = head
                checking.documents["page"] += 1
            for check in _CHECKS if name == INDEX_PAGE else _CHECKS_OF_CARDS:
                check(checking, known, head)
        harmful += ((rule, path, message, line) for rule, message, line in embedded.harm(checking, known, page))
        broken += ((rule, path, message, near) for rule, message, near in targets.broken(page))
    _languages(checking, known, heads)
    _listed(checking, known, heads)
    for rule, path, message, line in harmful:
        checking.report(path).add(rule, message, line=line)
    for rule, path, message, near in broken:
        checking.add(rule, path, message, near=near)


def _head(page: Page) -> Head:
    parsed = page.tree
    root, canonical = parsed.root, parsed.css_first("head link[rel=canonical]")
    links = [
        _Link(*(node.attributes.get(name) or "" for name in ("href", "type", "hreflang")))
        for node in parsed.css("head link[rel~=alternate]")
    ]
    feeds = [link for link in links if link.type in [format.media_type for format in FORMATS.values()]]
    tags: dict[str, str] = {}
    for node in parsed.css("head title, head meta"):
        name = "title" if node.tag == "title" else node.attributes.get("property") or node.attributes.get("name")
        if name:
            tags.setdefault(name, node.text() if node.tag == "title" else node.attributes.get("content") or "")
    languages: dict[str, str] = {}
    twins = [link for link in links if link.hreflang and link not in feeds]
    for link in twins:
        languages.setdefault(link.hreflang, link.href)
    return Head(
        path=page.path,
        language=((root.attributes.get("lang") or "") if root is not None else ""),
        canonical=(canonical.attributes.get("href") or "") if canonical is not None else "",
        feeds=tuple(feeds),
        languages=languages,
        others=tuple(link.hreflang for link in twins if languages[link.hreflang] != link.href),
        tags=tags,
        data=tuple(node.text() for node in parsed.css('script[type="application/ld+json"]')),
    )


def _feeds(checking: CheckedTree, known: FeedSet, head: Head) -> None:
    """The feeds are there, those in the page's own language first (a tree without feeds names none)."""
    if not known.feeds:
        return
    languages = []
    for link in head.feeds:
        if link.hreflang:
            message = Message("leave out the hreflang of the link to {address}", address=link.href)
            checking.add("page-feed-hreflang", head.path, message, near=link.href)
        path = known.local(link.href)
        place = checking.places.get(path) if path is not None else None
        format = place.format if place is not None else ""
        feed = known.feeds.get(path) if path is not None else None
        if not format or (feed is None and format in OWN_FORMATS):
            message = Message("the feed {address} is not in the tree", address=quoted(link.href))
            checking.add("page-feed-missing", head.path, message, near=link.href)
        elif FORMATS[format].media_type != link.type:
            checking.add(
                "page-feed-missing",
                head.path,
                Message("{path} is not {type}", path=path, type=link.type),
                near=link.href,
            )
        elif feed is not None:
            languages.append(feed.language or head.language)
    if languages and languages[0] != head.language:
        message = Message(
            "the page is in {language}, the first feed it offers in {other_language}",
            language=head.language,
            other_language=languages[0],
        )
        checking.add("page-feed-language", head.path, message, near=head.feeds[0].href)


def _card(checking: CheckedTree, known: FeedSet, head: Head) -> None:
    """What a page offers to those who share it: complete, with a picture that is there and that they take.

    A tree that was built without cards names no picture.
    """
    if "og:title" not in head.tags and "twitter:card" not in head.tags:
        return
    picture, address = None, head.tags.get("og:image", "")
    for named in dict.fromkeys((address, head.tags.get("twitter:image", address))):
        if (path := known.local(named)) is not None and path not in checking.files:
            message = Message("the picture {address} is not in the tree", address=quoted(named))
            checking.add("card-picture-missing", head.path, message, near=named)
    path = known.local(address)
    if path is not None and path in checking.files and (body := checking.read(path)) is not None:
        picture = _picture(body)
        stated = (head.tags.get("og:image:width"), head.tags.get("og:image:height"))
        found = (str(picture.width), str(picture.height))
        if picture.width is not None and stated not in (found, (None, None)):
            message = Message(
                "the picture has {size} pixels, not {stated_size}",
                size=" × ".join(found),
                stated_size=" × ".join(map(str, stated)),
            )
            checking.add("card-picture-size", head.path, message, near="og:image:width")
    for shown in appearances(head.tags, picture, head.canonical):
        for remark in shown.remarks:
            if remark.kind.rejects:
                checking.add("card-refused", head.path, remark.as_message(), near=address)
            elif remark.kind is RemarkKind.MISSING and (known.cards or remark.field != "image"):
                checking.add("card-incomplete", head.path, remark.as_message(), near="og:title")
    if head.tags.get("og:url", head.canonical) != head.canonical:
        message = Message(
            "og:url is {address}, the page's own address {own_address}",
            address=quoted(head.tags["og:url"]),
            own_address=quoted(head.canonical),
        )
        checking.add("card-url", head.path, message, near=head.tags["og:url"])


def _addresses(checking: CheckedTree, known: FeedSet, head: Head) -> None:
    """What networks link and show, and the links of the head, are addresses."""
    found = {name: text for name, text in head.tags.items() if _ADDRESS.search(name)}
    found |= {"canonical": head.canonical} | {f"hreflang={name}": text for name, text in head.languages.items()}
    for name, text in found.items():
        if runs_script(text):
            message = Message(
                "{name}: {address} runs a script where it is followed; write the address of a page",
                name=name,
                address=quoted(text),
            )
            checking.add("unsafe-address", head.path, message, near=text)


def _data(checking: CheckedTree, known: FeedSet, head: Head) -> None:
    """What a page says to search engines: JSON-LD that can be read, of things that Schema.org knows."""
    for text in head.data:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            message = Message(
                "the JSON-LD of the page cannot be read: {reason}; write it again", reason=of_words(str(error)[:100])
            )
            checking.add("page-json-ld", head.path, message, near="application/ld+json")
            continue
        for thing in value if isinstance(value, list) else (value,):
            context = thing.get("@context") if isinstance(thing, dict) else None
            if context is None or "schema.org" not in str(context):
                message = Message("the JSON-LD of the page is not an object with the @context https://schema.org")
            elif not thing.get("@type") and not thing.get("@graph"):
                message = Message("the JSON-LD of the page has no @type, so that nobody knows what it is about")
            else:
                continue
            checking.add("page-json-ld", head.path, message, near="application/ld+json")


def _dates(checking: CheckedTree, known: FeedSet, head: Head) -> None:
    """The dates of a page are none of the future."""
    for name in ("article:published_time", "article:modified_time"):
        text = head.tags.get(name, "")
        if text and (fault := dates.w3c_date(text) or dates.future(dates.w3c_date, text, checking.now)):
            checking.add(fault[0], head.path, Message("{name}: {problem}", name=name, problem=fault[1]), near=name)


def _picture(body: bytes) -> Picture:
    """The sizes of a picture; in pixels only of PNG (its section 11.2.2)."""
    if body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR" and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return Picture(width=width, height=height, bytes=len(body))
    return Picture(bytes=len(body))


_CHECKS: Final[tuple[Callable[[CheckedTree, FeedSet, Head], None], ...]] = (_feeds, _addresses, _card, _data, _dates)
"""What each page is checked for by itself."""

_CHECKS_OF_CARDS: Final = (_addresses, _card, _data, _dates)
"""What the head tags are checked for that partners put into a page of theirs."""


def _listed(checking: CheckedTree, known: FeedSet, heads: Mapping[str, Head]) -> None:
    """A sitemap lists pages under the address that they give themselves, with the languages that they name."""
    for address, (sitemap, languages) in known.listed.items():
        path = known.local(address)
        head = heads.get(path) if path is not None else None
        if head is None or not head.canonical:
            continue
        if uri(head.canonical) != address:
            message = Message(
                "it lists {address}, whose own address is {own_address}",
                address=quoted(address),
                own_address=quoted(head.canonical),
            )
            checking.add("sitemap-page", sitemap, message, near=address)
            continue
        named = {language: uri(url) for language, url in head.languages.items() if language != "x-default"}
        if languages and named != {language: url for language, url in languages.items() if language != "x-default"}:
            message = Message(
                "of {path} it names other languages, or other addresses of them, than the page does", path=path
            )
            checking.add("sitemap-page", sitemap, message, near=address)


def _languages(checking: CheckedTree, known: FeedSet, heads: Mapping[str, Head]) -> None:
    """The language links of pages name each other, and the page itself."""
    # A page at an address that a topic had gives itself the address of the topic, and no languages.
    known_by = sorted(heads.values(), key=lambda head: bool(head.languages))
    by_address = {head.canonical: head for head in known_by if head.canonical}
    for head in heads.values():
        if not head.languages:
            continue
        if head.canonical not in head.languages.values():
            message = Message(
                "the page's own address {own_address} is not among its language links",
                own_address=quoted(head.canonical),
            )
            checking.add("page-hreflang", head.path, message, near=head.canonical)
        for language in head.others:
            message = Message("the page has two addresses in {language}", language=language)
            checking.add("page-hreflang", head.path, message, near=f'hreflang="{language}"')
        if "x-default" not in head.languages and "og:title" in head.tags:  # pages that are tools need none
            message = Message("the page has no link for readers of other languages: hreflang x-default")
            checking.add("page-hreflang", head.path, message, near=head.canonical)
        for language, address in head.languages.items():
            twin = by_address.get(address)
            if twin is None:
                if (path := known.local(address)) is not None and path not in checking.files:
                    message = Message("the page in {language}, {path}, is not there", language=language, path=path)
                    checking.add("page-hreflang", head.path, message, near=address)
            elif language != "x-default" and twin.language != language:
                message = Message(
                    "{path} is in {found_language}, not {language}",
                    path=twin.path,
                    found_language=twin.language,
                    language=language,
                )
                checking.add("page-hreflang", head.path, message, near=address)
            elif twin is not head and head.canonical not in twin.languages.values():
                message = Message("{path} does not name this page back", path=twin.path)
                checking.add("page-hreflang", head.path, message, near=address)
