"""Telling WebSub hubs and search engines what has changed in a published tree. Hubs know the subscribers.

All that has to be known is in the tree: its feeds name the hub and their own addresses, and the key of IndexNow is one
of its files. So this needs no settings of the publisher, and it announces only what the tree says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import attrs
from lxml import etree

from syndicate.errors import Message, SourceError
from syndicate.interchange.published_tree import corrected_texts
from syndicate.json_writer import compact
from syndicate.layout import (
    CATALOG_JSON,
    FORMATS,
    INDEXNOW_KEY,
    LOCALE_PAGE,
    SITEMAP,
    TOPIC_FEED,
    TOPIC_PAGE,
    Access,
    address_of,
    artifact_at,
    is_kind,
)
from syndicate.locales import LocaleLike, labels
from syndicate.locales.catalogs import marked
from syndicate.model.fields import is_url
from syndicate.namespaces import qualified
from syndicate.publishing.notified import Notified, digests
from syndicate.publishing.posting import Answer, Poster
from syndicate.publishing.tree import Tree

__all__ = ["INDEXNOW", "Notice", "notify"]

INDEXNOW: Final = "https://api.indexnow.org/indexnow"
"""The address that passes on to all search engines that take part (https://www.indexnow.org/documentation)."""

_MOST_ADDRESSES: Final = 10_000
"""Of one request, by that documentation."""
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json; charset=utf-8"
_LINK: Final = f"{qualified('atom')}link"


@attrs.frozen
class Notice:
    """What somebody was told, or would be.

    Attributes:
        who: ``websub`` or ``indexnow``.
        what: the address of a feed, or how many pages.
        answer: how that was answered; None where nothing was sent.
        corrected: whether it is of a text that has been corrected.
    """

    who: str
    what: str
    answer: Answer | None = None
    corrected: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether it was sent and not accepted."""
        return self.answer is not None and not self.answer.is_accepted

    def line(self, language: LocaleLike = "en") -> str:
        """One line to print, in a language."""
        gettext = labels(language).gettext
        what = self.what.said(gettext) if isinstance(self.what, Message) else self.what
        what = gettext("{path} (corrected)").format(path=what) if self.corrected else what
        if self.answer is None:
            return gettext("{who} would notify: {what}").format(who=self.who, what=what)
        if self.answer.is_accepted:
            return gettext("{who} notified ({status}): {what}").format(
                who=self.who, status=self.answer.status, what=what
            )
        reason = self.answer.reason
        reason = reason.said(gettext) if isinstance(reason, Message) else reason
        return gettext("{who} failed ({reason}): {what}").format(who=self.who, reason=reason, what=what)


@attrs.frozen
class _Tree:
    """What a tree says of itself.

    Attributes:
        folder: where it is.
        base_url: where it is served; empty where no feed or site map says so.
        hub: the hub that its feeds name; empty where they name none.
        key: the key of IndexNow; empty where there is none.
        feeds, pages: the digests of its files, by path.
        corrected: the paths of those that are of a text to which a correction happened last.
    """

    folder: Path
    base_url: str
    hub: str
    key: str
    feeds: Mapping[str, str]
    pages: Mapping[str, str]
    corrected: frozenset[str]

    def first_corrected(self, paths: Iterable[str]) -> list[str]:
        """Paths with corrected texts first, since a wrong dose is urgent."""
        return sorted(paths, key=lambda path: path not in self.corrected)

    def url(self, path: str) -> str:
        """The address of a file; an index page is addressed by its folder."""
        return self.base_url + quote(address_of(path))


def notify(
    folder: Path, *, dry_run: bool = False, indexnow: str = INDEXNOW, poster: Poster | None = None
) -> Iterator[Notice]:
    """Tell the hub of each feed, and search engines of the pages, that have changed since they were last told.

    Each announcement is remembered beside the tree once it is accepted. A second call therefore sends nothing, and a
    call after a failure sends only the rest.

    Args:
        folder: the published tree; it has to be served at its address already.
        dry_run: send nothing, and remember nothing.
        indexnow: where pages are announced.
        poster: what sends.

    Raises:
        SourceError: it is not a published tree, names neither hub nor key, or its record of announcements is damaged.
        PublishError: what was told cannot be remembered.
    """
    tree = _read(folder)
    notified = Notified(folder)
    sender = poster or Poster()
    try:
        if tree.hub:
            yield from _websub(tree, notified, None if dry_run else sender)
        if tree.key:
            yield from _indexnow(tree, notified, None if dry_run else sender, indexnow)
    finally:
        if not dry_run:
            notified.save()


def _read(folder: Path) -> _Tree:
    files = Tree(folder).manifest().files
    if not files:
        hint = Message("name the folder that `syndicate build` wrote")
        raise SourceError(Message("this is not a published tree"), source=str(folder), hint=hint)
    feeds, pages, key = [], [], ""
    for path in sorted(files):
        place = artifact_at(path)
        if place is None:
            continue
        if place.format:
            feeds.append(path)
        elif place.kind.part == "pages" and place.kind.access is Access.PAGE:
            pages.append(path)
        elif place.kind is INDEXNOW_KEY:
            key = place.values["key"]
    base_url, hub = _addresses(folder, feeds)
    if key and not base_url:
        base_url = _base_of_sitemap(folder, pages)
    if not hub and not key:
        hint = Message("set `hub` or `indexnow_key` in publisher.toml, and build again")
        raise SourceError(
            Message("the tree names neither a WebSub hub nor a key of IndexNow"), source=str(folder), hint=hint
        )
    told = digests(folder, feeds if hub else ()), digests(folder, pages if key else ())
    return _Tree(folder, base_url, hub, key, *told, corrected=frozenset(_corrected(folder)))


def _corrected(folder: Path) -> Iterator[str]:
    with suppress(OSError):
        for slug, locale in corrected_texts((folder / CATALOG_JSON.path).read_bytes()):
            yield TOPIC_PAGE.at(locale, slug)
            yield from (TOPIC_FEED.at(locale, slug, format) for format in FORMATS)


def _addresses(folder: Path, feeds: list[str]) -> tuple[str, str]:
    """Where the tree is served, and the hub, as one of its Atom feeds says; they all say the same."""
    for path in feeds:
        if path.endswith(".atom"):
            links: dict[str, str] = {}
            for element in _elements(folder / path):
                if element.tag == f"{qualified('atom')}entry":
                    break
                if element.tag == _LINK:
                    links.setdefault(element.get("rel", ""), element.get("href", ""))
            own, hub = links.get("self", ""), links.get("hub", "")
            if own.endswith(quote(path)):
                for address in filter(None, (own, hub)):
                    is_url(address, "hub")
                return own.removesuffix(quote(path)), hub
    return "", ""


def _base_of_sitemap(folder: Path, pages: list[str]) -> str:
    """Where a tree without feeds is served: its site map begins with the index of a language."""
    for element in _elements(folder / SITEMAP.path):
        if etree.QName(element).localname == "loc" and element.text:
            is_url(element.text, SITEMAP.path)
            for path in pages:
                if is_kind(path, LOCALE_PAGE) and element.text.endswith(f"/{address_of(path)}"):
                    return element.text.removesuffix(address_of(path))
            return f"{element.text.rpartition('/')[0]}/"
    return ""


def _elements(path: Path) -> Iterator[etree._Element]:
    """The elements of a document as they end, read no further than they are asked for."""
    with path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), resolve_entities=False):
            yield element


def _websub(tree: _Tree, notified: Notified, poster: Poster | None) -> Iterator[Notice]:
    """Tell the hub of each feed that has changed; of those that are gone there is nothing to fetch."""
    changed = tree.first_corrected(notified.changed("websub", tree.feeds))
    for number, path in enumerate(changed):
        if path not in tree.feeds:
            notified.remember("websub", path, tree.feeds)
            continue
        url = tree.url(path)
        if poster is None:
            yield Notice("websub", url, corrected=path in tree.corrected)
            continue
        # WebSub leaves open how a publisher speaks to its hub (section 7); hubs know one name or the other.
        body = urlencode({"hub.mode": "publish", "hub.url": url, "hub.topic": url}).encode()
        answer = poster.post(tree.hub, body, _FORM)
        if answer.is_accepted:
            notified.remember("websub", path, tree.feeds)
        yield Notice("websub", url, answer, corrected=path in tree.corrected)
        if answer.may_pass:  # after four attempts: each of the others would wait as long
            if rest := sum(path in tree.feeds for path in changed[number + 1 :]):
                yield Notice("websub", Message("feeds that wait for the next call: {count:,}", count=rest), answer)
            return


_PAGES: Final = {
    (False, False): marked("{count:,} page, {url} first"),
    (True, False): marked("{count:,} pages, {url} first"),
    (False, True): marked("{count:,} page, {corrected:,} of them corrected, {url} first"),
    (True, True): marked("{count:,} pages, {corrected:,} of them corrected, {url} first"),
}
"""By whether there are several, and whether any was corrected."""


def _indexnow(tree: _Tree, notified: Notified, poster: Poster | None, endpoint: str) -> Iterator[Notice]:
    """Tell search engines of the pages that are new, have changed, or are gone."""
    changed = tree.first_corrected(notified.changed("indexnow", tree.pages))
    key_file = INDEXNOW_KEY.at(None, tree.key)
    for start in range(0, len(changed), _MOST_ADDRESSES):
        paths = changed[start : start + _MOST_ADDRESSES]
        corrected = sum(path in tree.corrected for path in paths)
        template = _PAGES[len(paths) > 1, corrected > 0]
        what = Message(template, count=len(paths), corrected=corrected, url=tree.url(paths[0]))
        if poster is None:
            yield Notice("indexnow", what)
            continue
        document = {
            "host": urlsplit(tree.base_url).netloc,
            "key": tree.key,
            "keyLocation": tree.url(key_file),
            "urlList": [tree.url(path) for path in paths],
        }
        answer = poster.post(endpoint, compact(document), _JSON)
        if answer.is_accepted:
            for path in paths:
                notified.remember("indexnow", path, tree.pages)
        yield Notice("indexnow", what, answer)
        if not answer.is_accepted:
            return
