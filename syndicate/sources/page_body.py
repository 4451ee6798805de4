"""What a page shows of its topic: title, regions, summary, lists of links. Its metadata is in `page_head`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

import attrs
from markupsafe import Markup
from selectolax.lexbor import LexborNode

from syndicate.errors import InvalidValueError, Message
from syndicate.locales import from_name
from syndicate.markup import Region, sanitize_reporting
from syndicate.markup.pages import Places, parse
from syndicate.model import Image, Link, Localized, Reference, Section
from syndicate.sources.page_head import Head, attribute

__all__ = ["Body"]

_HEADINGS = "h1, h2, h3, h4, h5, h6"
_BOXES = {"encyclopedia": "#encyclopedia-box", "magazine": "#magazine-box"}
_LISTS = '[id^="section"], [id^="cat_"], a[name^="cat_"]'
_LIST_NAME = re.compile(r"(section|cat_)(\d{1,6})(?:_section)?")
# A heading may hold a line of its own above or below its title; neither is part of it.
_SUBHEADING = '[class~="subheading"]'
_SUBHEADINGS = f"{_SUBHEADING}, span:has(br)"
# The second: a page of which only its parts were kept.
_TOPIC_PICTURE = "#ht-img-section img[src], body > img[src]"
_SITE_NAME = re.compile(r"\s*[:|·–—-]\s.*", re.DOTALL)


class Body:
    """Reads what a page shows; ``head`` has read what it says of itself."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.tree = head.tree
        self.locale = str(head.locale)
        self._regions = {node.mem_id for node in self.head.regions}
        self._picture = self._topic_picture()
        self._places = Places(self.tree, head.url) if head.url else True

    def line(self, node: LexborNode | None, field: str) -> str:
        """An element's words as one line of plain text."""
        if node is None:
            return ""
        if node.css_first("*", strict=False) is None or node.child is None:
            return self.head.repairs.line(node.text(), field)
        return self._words(node, node.inner_html or "", field)

    def _words(self, node: LexborNode, html: str, field: str) -> str:
        around: LexborNode | None = node
        while around is not None and around.mem_id not in self._regions:
            around = around.parent
        return self.head.repairs.words(html, field, self.locale, is_reported=around is not None)

    def heading(self, node: LexborNode | None, field: str) -> str:
        """A heading's text as one line, without its sub-heading if it has more than that."""
        if node is None:
            return ""
        if node.css_first(_SUBHEADINGS) is not None:
            alone = parse(f"<!doctype html><body>{node.html}")
            for line in alone.css(_SUBHEADINGS):
                line.decompose()
            if words := self._words(node, alone.body.inner_html or "" if alone.body is not None else "", field):
                return words
        return self.line(node, field)

    def title(self) -> str:
        """The topic's name: the main heading in a region, else what the page calls itself.

        Raises:
            InvalidValueError: there is nothing that could be a title.
        """
        candidates = chain(
            self._headings("h1"),
            self._names(),
            [self._picture[1] if self._picture else ""],
            self._headings(_HEADINGS),
        )
        for title in candidates:
            if title:
                return title
        raise InvalidValueError(
            Message("the page has no title"), field="title", hint=Message("give it an <h1> or a <title>")
        )

    def _headings(self, selector: str) -> Iterator[str]:
        return (self.heading(node, "title") for region in self.head.regions for node in region.css(selector))

    def _names(self) -> Iterator[str]:
        """What the page calls itself, without the name of its site."""
        head = self.head
        main = self.heading(self.tree.css_first("h1"), "title")
        named = head.meta("og:title") or self.line(self.tree.css_first("head > title"), "title")
        yield main if main and named.startswith(main) and _SITE_NAME.fullmatch(named, len(main)) else named
        yield main
        yield head.meta("dc.title", "dcterms.title")
        yield head.stated("headline", "name")

    def _topic_picture(self) -> tuple[str, str] | None:
        node = self.tree.css_first(_TOPIC_PICTURE)
        if node is None:
            return None
        return attribute(node, "src"), self.head.repairs.line(attribute(node, "alt"), "image")

    def image(self) -> Image | None:
        """The picture the page shows of its topic, else the one it gives to social media."""
        head = self.head
        candidates = (
            self._picture or ("", ""),
            (head.meta("og:image", "og:image:url"), head.meta("og:image:alt")),
            (head.meta("twitter:image"), head.meta("twitter:image:alt")),
            (head.stated("primaryImageOfPage", "image"), ""),
        )
        for source, alt in candidates:
            if source:
                with head.leaving_out(alt):
                    return Image(url=head.address(source), alt=alt)
        return None

    def regions(self) -> tuple[Region, ...]:
        """The outermost regions in document order, sanitized."""
        return tuple(
            Region(
                html=self.head.repairs.html(node.inner_html, "regions", self.head.base, anchors=self._places),
                id=attribute(node, "id") or None,
                classes=tuple(attribute(node, "class").split()),
            )
            for node in self.head.regions
        )

    def summary(self, regions: tuple[Region, ...]) -> Markup:
        """The topic's summary; a page that marks none gives all its regions."""
        for node, region in zip(self.head.regions, regions, strict=True):
            if region.id == "topic-summary":
                return region.html
            if (inner := node.css_first("#topic-summary")) is not None:
                summary, _ = sanitize_reporting(inner.inner_html or "", self.head.base, anchors=self._places)
                return summary.strip()
        return Markup("\n").join(region.html for region in regions if region.html)

    def sections(self) -> tuple[Section, ...]:
        """The page's lists of links, under their headings."""
        found: list[Section] = []
        taken: set[int] = set()
        parts = self._parts
        for node in self.tree.css(_LISTS):
            name = _LIST_NAME.fullmatch(attribute(node, "id") or attribute(node, "name"))
            container = _next_element(node) if node.tag == "a" else node
            if name is None or container is None or container.mem_id in taken:
                continue
            if container.css_first("li a[href]") is not None:
                taken.update(part.mem_id for part in (container, *container.css(_LISTS)))
                inner = container.css_first(_HEADINGS) if name[1] == "cat_" else None
                section = self._section(container, f"cat_{name[2]}", inner or _heading_before(container))
                found += [attrs.evolve(section, part=parts.get(f"cat_{name[2]}", ""))] if section else []
        return tuple(found)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The heading that the table of contents has over the text, and over each list."""
        return {
            attribute(anchor, "href").removeprefix("#"): self.line(column.css_first(_HEADINGS), "sections")
            for column in self.tree.css("#table-of-contents .toccolumn")
            for anchor in column.css('a[href^="#"]')
        }

    def part(self) -> str:
        """The part of the table of contents that lists the text."""
        return self._parts.get("summary", "")

    def boxes(self) -> tuple[Section, ...]:
        """The boxes beside the text: links to an encyclopedia and to a magazine."""
        found = []
        for identifier, selector in _BOXES.items():
            box = self.tree.css_first(selector)
            if box is not None and (section := self._section(box, identifier, box.css_first(_HEADINGS))):
                found.append(section)
        return tuple(found)

    def _section(self, container: LexborNode, identifier: str, heading: LexborNode | None) -> Section | None:
        links = tuple(self._links(container))
        with self.head.leaving_out(identifier):
            if title := self.heading(heading, "sections"):
                line = heading.css_first(_SUBHEADING) if heading is not None else None
                description = "" if line is None else self.line(line, "sections")
                return Section(id=identifier, title=title, links=links, description=description) if links else None
            raise InvalidValueError(
                Message("the links have no heading"), field="sections", hint=Message("give them an <h2>")
            )
        return None

    def _links(self, container: LexborNode) -> Iterator[Link]:
        seen = set()
        for item in container.css("li"):
            twins = item.css(".also-lang a[href]")
            elsewhere = {node.mem_id for node in twins}
            anchor = next((node for node in item.css("a[href]") if node.mem_id not in elsewhere), None)
            if anchor is None or anchor.mem_id in seen:
                continue
            seen.add(anchor.mem_id)
            title = self.line(anchor, "sections")
            with self.head.leaving_out(title):
                yield self._link(item, anchor, title, twins)

    def _link(self, item: LexborNode, anchor: LexborNode, title: str, twins: list[LexborNode]) -> Link:
        urls = {self.locale: self.head.address(attribute(anchor, "href"))}
        ids = {self.locale: attribute(anchor, "data-sid")}
        for twin in twins:
            language = attribute(twin, "hreflang") or attribute(twin, "lang") or self.line(twin, "sections")
            with self.head.leaving_out(f"{title} ({language[:100]})"):
                locale = str(from_name(language[:100]))
                urls.setdefault(locale, self.head.address(attribute(twin, "href")))
                ids.setdefault(locale, attribute(twin, "data-sid"))
        names = [name for node in item.css(".orgs") if (name := _unwrapped(self.line(node, "sections")))]
        return Link(
            url=Localized.from_identifiers(urls),
            title=Localized.from_identifiers({self.locale: title}),
            organization=Localized.from_identifiers({self.locale: "; ".join(names)} if names else {}),
            ids=Localized.from_identifiers({locale: sid for locale, sid in ids.items() if sid}),
            flags=("NIH",) if _is_nih(anchor, item) else (),
        )

    def references(self, selector: str, field: str) -> tuple[Reference, ...]:
        """The links that match, as references."""
        found = []
        for node in self.tree.css(selector):
            title = self.line(node, field)
            with self.head.leaving_out(title):
                found.append(Reference(title=title, url=self.head.address(attribute(node, "href"))))
        return tuple(dict.fromkeys(found))


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _heading_before(container: LexborNode) -> LexborNode | None:
    """The nearest heading before a list, or before what it stands in, up to another list."""
    node: LexborNode | None = container
    for _ in range(3):
        if node is None or node.tag == "body":
            return None
        sibling = node.prev
        while sibling is not None:
            if sibling.is_element_node:
                if headings := sibling.css(_HEADINGS):
                    return headings[-1]
                if sibling.css_first("li") is not None:
                    return None
            sibling = sibling.prev
        node = node.parent
    return None


def _unwrapped(text: str) -> str:
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def _is_nih(anchor: LexborNode, item: LexborNode) -> bool:
    """Whether a link is marked as one of the National Institutes of Health, by its institute or an icon."""
    if attribute(anchor, "data-org"):
        return True
    icons = ((attribute(node, "alt"), attribute(node, "src")) for node in item.css("img"))
    return any("National Institutes of Health" in alt or src.endswith("/nih.png") for alt, src in icons)
