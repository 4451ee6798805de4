"""The reader of topic pages, HTML with `syndicate` regions. Parts are read in `page_head` and `page_body`.

The model is a MedlinePlus topic page, which says in its head what it is about (Dublin Core, Open Graph,
JSON-LD, hreflang) and lists links in its body. A page that has only some of that is read as far as it goes.
Nothing is fetched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs
from babel import Locale
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.errors import Message, SourceError
from syndicate.locales import parents
from syndicate.markup import MOST_BYTES, Region, decode
from syndicate.markup.pages import REGION_CLASS, parse, region_nodes
from syndicate.markup.players import players
from syndicate.model import Image, Localized, Publisher, Record, Reference, Section, Subject, Twin
from syndicate.model.asset import Player
from syndicate.model.fields import is_url
from syndicate.sources.forms import Form, form_of
from syndicate.sources.main_content import main_nodes, without_heading
from syndicate.sources.page_body import Body
from syndicate.sources.page_files import PageFiles
from syndicate.sources.page_head import FeedLink, Head, Pairs, attribute
from syndicate.sources.reading import Item, broken_link, broken_topic, raw_digest
from syndicate.sources.shown_assets import described_players, raw_of_assets
from syndicate.text import legal, slugify

__all__ = ["SOURCE", "FeedLink", "Page", "PageSource", "read_page"]

_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@attrs.frozen(kw_only=True)
class Page:
    """Everything a topic page states, in its one language.

    Attributes:
        title: the topic's name.
        locale: the page's language.
        canonical: the address the page says it has.
        url: the same, or else the address it was read at.
        description: plain text for cards and lists.
        hreflang: the addresses of its versions, its own too, by language.
        dublin_core, open_graph, twitter: names and values in the page's order;
            ``article:`` and ``fb:`` stand with Open Graph.
        json_ld: its JSON-LD objects.
        feeds: the feeds it announces.
        image: the picture of its topic, else the one it gives to social media.
        created, updated, expires: aware datetimes in UTC.
        regions: its outermost `syndicate` regions in document order, sanitized, with absolute URLs.
        summary: the topic's summary; the regions joined where none is marked as such.
        players: the recordings that play in its regions, each behind a link in them.
        sections: its lists of links.
        part: the part of its table of contents that lists the text.
        boxes: the lists of links beside its text, with the ids ``encyclopedia`` and ``magazine``.
        also_called: other names of the topic.
        related, groups, institute: what it refers to.
        subjects: its subject headings; their names stand for their codes, which pages do not give.
        source: the file it was read from, if any.
    """

    title: str
    locale: Locale
    canonical: str | None = None
    url: str | None = None
    description: str = ""
    hreflang: Localized[str] = attrs.field(factory=Localized)
    dublin_core: Pairs = ()
    open_graph: Pairs = ()
    twitter: Pairs = ()
    json_ld: tuple[dict[str, Any], ...] = attrs.field(default=(), hash=False)
    feeds: tuple[FeedLink, ...] = ()
    image: Image | None = None
    created: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    regions: tuple[Region, ...] = ()
    summary: Markup = attrs.field(factory=Markup)
    players: tuple[Player, ...] = ()
    sections: tuple[Section, ...] = ()
    part: str = ""
    boxes: tuple[Section, ...] = ()
    also_called: tuple[str, ...] = ()
    related: tuple[Reference, ...] = ()
    groups: tuple[Reference, ...] = ()
    institute: Reference | None = None
    subjects: tuple[Subject, ...] = ()
    source: str = ""

    @property
    def twins(self) -> tuple[Twin, ...]:
        """The page's versions in other languages; ``en`` is no other language than ``en-US``."""
        return tuple(
            Twin(locale=locale, url=url)
            for locale, url in self.hreflang.items()
            if url != self.url and locale not in parents(self.locale) and self.locale not in parents(locale)
        )

    def record(self) -> Record:
        """The page as a record; its id is the last part of its address, or else of its file name.

        Raises:
            InvalidValueError: a value that no catalog takes, such as an endless title.
        """
        identifier = _stem(self.url) or PurePath(self.source).stem or slugify(self.title) or "topic"
        return Record(
            id=identifier,
            locale=self.locale,
            title=self.title,
            slug=_slug(identifier) or _slug(self.title) or "topic",
            url=self.url,
            description=self.description,
            summary=self.summary,
            also_called=self.also_called,
            groups=self.groups,
            subjects=self.subjects,
            sections=(*self.sections, *self.boxes),
            part=self.part,
            related=self.related,
            institute=self.institute,
            image=self.image,
            players=self.players,
            created=self.created,
            updated=self.updated,
            expires_at=self.expires,
            twins=self.twins,
            source=self.source,
        )


@attrs.frozen
class PageSource:
    """Reads ``*.html``, ``*.htm`` and ``*.xhtml``: one page, one record."""

    name: str = "page"

    def accepts(self, path: Path) -> bool:
        """By the file name; a page with JSON-LD and without regions is not taken."""
        return path.is_file() and path.suffix.lower() in _SUFFIXES and form_of(path) != Form.JSON_LD

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The one record of the page, after what was noticed about it.

        Raises:
            SourceError: the file is not a topic page; see :func:`read_page`.
        """
        if path.stat().st_size > MOST_BYTES:
            raise _too_big(path.stat().st_size, str(path))
        try:
            content = path.read_bytes()
            files = PageFiles(path, publisher) if publisher is not None else None
            page, head = read_page(content, source=str(path), files=files)
            assets = list(files.assets.values()) if files is not None else []
            raw = raw_digest(content.decode("latin-1")) + raw_of_assets(assets)
            record = attrs.evolve(page.record(), raw=raw, assets=assets)
        except (SourceError, OSError):
            raise
        except Exception as error:  # whatever is wrong with one page, the others are still read
            yield broken_topic(error, source=str(path), topic=path.stem)
            return
        for title, refusal in head.refused:
            yield broken_link(refusal, record, title=title, source=str(path))
        yield from files.findings(record) if files is not None else ()
        yield from head.repairs.findings(record)
        yield record


SOURCE = PageSource()


def read_page(
    page: bytes | str,
    *,
    url: str | None = None,
    source: str = "",
    files: PageFiles | None = None,
    whole: bool = False,
    language: str = "",
) -> tuple[Page, Head]:
    """Everything a topic page states; and its head, which knows what of it was refused or repaired.

    Args:
        page: the page; bytes are decoded by their byte order mark, declared charset, or as UTF-8.
        url: the address it was read at; relative links start from it, else from the page's canonical
            address.
        source: its file, for messages.
        files: the files beside it, which are published with it.
        whole: its main content is its one region where it marks none.
        language: the tag of the language that counts, whatever the page says; empty for what it says.

    Raises:
        SourceError: it is not a topic page: it is empty, too big or no HTML, has no `syndicate` region, or
            does not tell its language.
        InvalidValueError: ``url`` is not an address, or the page has no title.

    >>> page, _ = read_page('<html lang="es"><body><div class="syndicate"><h1>Los genes</h1><p>Son...</p></div>')
    >>> page.title, str(page.locale), page.record().slug
    ('Los genes', 'es', 'los-genes')
    """
    if url is not None:
        is_url(url, "url")
    tree = _tree(page, source)
    nodes = region_nodes(tree)
    is_marked = bool(nodes)
    if not nodes and whole:
        nodes = main_nodes(tree)
    if not nodes:
        raise _no_topic_page(tree, source)
    if language:
        nodes[0].attrs["lang"] = language
    head = Head(tree, nodes, url, source)
    if files is not None and head.base is None:  # else its files are where it says that it is
        files.readdress(tree)
    body = Body(head)
    title = body.title()
    if not is_marked:
        without_heading(nodes)
    return _page(title, head, body, nodes, files), head


def _page(title: str, head: Head, body: Body, nodes: list[LexborNode], files: PageFiles | None) -> Page:
    """What the head and the regions of a page state."""
    regions = body.regions()
    institutes = body.references("#primary-institute-section .section-body a[href]", "institute")
    groups = head.metas("dc.relation.ispartof", "dcterms.ispartof")
    subjects = head.metas("dc.subject.mesh")
    return Page(
        title=title,
        locale=head.locale,
        canonical=head.canonical,
        url=head.url,
        description=head.meta("description", "og:description", "dc.description", "dcterms.description"),
        hreflang=head.hreflang,
        dublin_core=head.pairs("dc.", "dcterms."),
        open_graph=head.pairs("og:", "article:", "fb:"),
        twitter=head.pairs("twitter:"),
        json_ld=head.json_ld,
        feeds=head.feeds(),
        image=body.image(),
        created=head.created(),
        updated=head.updated(),
        expires=head.expires(),
        regions=regions,
        summary=body.summary(regions) if files is None else files.sized(body.summary(regions)),
        players=_players(nodes, head.base, files),
        sections=body.sections(),
        part=body.part(),
        boxes=body.boxes(),
        also_called=head.metas("dc.title.alternate", "dc.title.alternative", "dcterms.alternative"),
        related=body.references("#related-topics li a[href]", "related"),
        groups=tuple(Reference(title=name) for name in groups),
        institute=institutes[0] if institutes else None,
        subjects=tuple(Subject(scheme="MeSH", code=name, name=name) for name in subjects),
        source=head.source,
    )


def _players(nodes: list[LexborNode], base: str | None, files: PageFiles | None) -> tuple[Player, ...]:
    """The recordings of the regions; captions beside them are published with them."""
    found = players("".join(node.html or "" for node in nodes), base)
    if files is None:
        return tuple(described_players(found, {}, lambda asset: None, lambda file: ()))
    return tuple(described_players(found, files.assets, files.publish, files.captions))


def _tree(page: bytes | str, source: str) -> LexborHTMLParser:
    if len(page) > MOST_BYTES:
        raise _too_big(len(page), source)
    if isinstance(page, bytes):
        if b"\0" in page[:1024] and not page.startswith(_UTF_16):
            raise SourceError(Message("not an HTML page: the file is binary"), source=source or None)
        page = decode(page)
    if not page.strip():
        raise SourceError(Message("the page is empty"), source=source or None, hint=Message("save it again"))
    try:
        tree = parse(page)
    except SourceError as error:
        error.source = source or None
        raise
    return tree


def _too_big(size: int, source: str) -> SourceError:
    limit = Message("the most is {most_bytes:,}", most_bytes=MOST_BYTES)
    return SourceError(Message("the page has {size:,} bytes", size=size), source=source or None, hint=limit)


def _no_topic_page(tree: LexborHTMLParser, source: str) -> SourceError:
    classes = Counter(token for node in tree.css("[class]") for token in attribute(node, "class").split())
    names = ", ".join(repr(name[:40]) for name, _ in classes.most_common(10))
    return SourceError(
        Message(
            "no topic page: no element has the class {region_class!r}; the commonest of its classes are {names}",
            region_class=REGION_CLASS,
            names=names,
        )
        if names
        else Message(
            "no topic page: no element has the class {region_class!r}; no element has any class",
            region_class=REGION_CLASS,
        ),
        source=source or None,
        hint=Message('give class="{region_class}" to what may be shown elsewhere', region_class=REGION_CLASS),
    )


def _stem(url: str | None) -> str:
    """The last part of an address's path without its extension; an index page is known by its folder."""
    path = PurePosixPath(unquote(urlsplit(url or "").path))
    if path.stem.lower() in ("index", "default") and path.suffix:
        path = path.parent
    return legal(path.stem)[0].strip()[:1000]


def _slug(text: str) -> str:
    return slugify(text)[:200].strip("-")
