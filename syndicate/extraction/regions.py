"""The `syndicate` regions of any page, safe to show elsewhere. What a region is and what is safe is in `markup`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from typing import Final

import attrs
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.errors import InvalidValueError, Message, NotFoundError, SourceError
from syndicate.extraction.diagnostics import Diagnostic
from syndicate.extraction.examination import examined
from syndicate.extraction.options import ExtractOptions
from syndicate.extraction.reshaping import Ids, reshaped
from syndicate.json_writer import indented
from syndicate.locales import LocaleLike
from syndicate.markup import MOST_BYTES, Region, Removed
from syndicate.markup.content_model import BLOCKS, ROW_GROUPS
from syndicate.markup.elements import hides
from syndicate.markup.pages import REGION_CLASS, Places, Surroundings, base_url, outermost, parse, select
from syndicate.markup.policy import DROPPED_WITH_CONTENT
from syndicate.markup.sanitizing import sanitize_parts
from syndicate.markup.tokens import with_first_lines, written
from syndicate.model.arguments import check
from syndicate.model.fields import expect, is_url
from syndicate.reasons import either
from syndicate.value_type import ValueType

__all__ = ["Extract", "extract"]

_AS_IT_COMES: Final = ExtractOptions()

# Elements that are kept as such; of a <div>, <section> or <p>, only the content is taken.
_ROWS = ROW_GROUPS | {"tr"}
_WHOLE = (BLOCKS - {"div", "p"}) | _ROWS | {"a", "img"}


@attrs.frozen(kw_only=True)
class Extract(metaclass=ValueType):
    """The regions of a page, and what an editor should know about them.

    Attributes:
        url: the page's address; relative links were resolved against it.
        lang: the language the page declares, as it is written there, or None.
        regions: the outermost regions in document order.
        options: how they were extracted.
    """

    url: str
    lang: str | None
    regions: tuple[Region, ...]
    options: ExtractOptions
    _openings: tuple[str, ...] = attrs.field(repr=False)
    _sources: tuple[str, ...] = attrs.field(repr=False, eq=False)
    _removed: Removed = attrs.field(repr=False, eq=False)
    _nested: int = attrs.field(repr=False, eq=False)

    @property
    def html(self) -> Markup:
        """All regions, each in a ``div`` of class ``syndicate`` of its own, which states its language and direction."""
        shown = zip(self._openings, self.regions, strict=True)
        return Markup(  # noqa: S704 -- the start tags were escaped, and the rest sanitized
            "\n".join([f"{opening}\n{region.html}\n</div>" for opening, region in shown])
        )

    def __html__(self) -> str:
        return self.html

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was removed and why, and what an editor should check; computed at the first access."""
        return tuple(examined(self._sources, self.regions, self._removed, self.options, nested=self._nested))

    def json(self, language: LocaleLike = "en") -> bytes:
        """The regions and the diagnostics as JSON, in UTF-8.

        Args:
            language: that of the diagnostics' messages.

        Returns:
            An object of ``url``, ``lang``, ``regions`` (``html``, ``id``, ``classes``, ``lang``, ``dir``), and
            ``diagnostics`` (``kind``, ``severity``, ``count``, ``names``, ``region``, ``message``).
        """
        document = {
            "url": self.url,
            "lang": self.lang,
            "regions": [{**attrs.asdict(region), "classes": list(region.classes)} for region in self.regions],
            "diagnostics": [found.to_dict(language) for found in self.diagnostics],
        }
        return indented(document)


def extract(page: bytes | str, *, url: str, options: ExtractOptions = _AS_IT_COMES) -> Extract:
    """The `syndicate` regions of a page.

    A region is an element whose class list has the token ``syndicate`` in any ASCII case; one inside another is part
    of it. Malformed markup is read as a browser reads it, ``<base>`` is honored, and nothing that runs is kept.

    Args:
        page: the page; bytes are decoded by their byte order mark, declared charset, or as UTF-8.
        url: its address, absolute.
        options: what else is a region, and how regions are shown.

    Raises:
        NotFoundError: the page has no region; the message names the classes it does have.
        InvalidValueError: the address is not absolute, so that no link could be resolved; or a selector is not
            valid, or excludes the whole page.
        SourceError: the page nests too deep to be read, or has more than :data:`syndicate.markup.MOST_BYTES`.

    >>> extract('<div class="box Syndicate"><a href="/b">b</a></div>', url="https://example.org/a").regions[0].html
    Markup('<a href="https://example.org/b">b</a>')
    """
    check(page=page)
    expect("options", options, Message("ExtractOptions"), ExtractOptions)
    is_url(url, "url")
    tree = _parsed(page, url)
    base = base_url(tree, url) or url
    places = Places(tree, url)
    if options.exclude:
        places.read()
        _exclude(tree, options.exclude)
    matched = select(tree, options.selector)
    if not matched:
        raise NotFoundError(_missing(options), hint=_classes(tree))
    around = Surroundings(matched)
    placed = [(node, lang, dir) for node in matched.values() for within, lang, dir in (around.of(node),) if not within]
    sources = tuple([_source(node) for node, _, _ in placed])
    language = _page_language(tree)
    cleaned, removed = sanitize_parts(
        sources,
        base,
        options.effective_policy,
        anchors=places,
        keep_hidden=options.keep_hidden,
        extra=options.extra_attributes,
    )
    regions = [
        _region(node, html, language if lang is None else lang.strip() or None, direction or "ltr")
        for (node, lang, direction), html in zip(placed, cleaned, strict=True)
    ]
    regions, openings = _rendered(regions, [node.tag in _WHOLE for node, _, _ in placed], url, options)
    return Extract(
        url=url,
        lang=language,
        regions=tuple(regions),
        options=options,
        openings=openings,
        sources=sources,
        removed=removed,
        nested=len(matched) - len(placed),
    )


def _parsed(page: bytes | str, url: str) -> LexborHTMLParser:
    if len(page) > MOST_BYTES:
        raise SourceError(
            Message("the page has {count:,} bytes", count=len(page)),
            source=url,
            hint=Message("the most is {most_bytes:,}", most_bytes=MOST_BYTES),
        )
    return parse(page)


def _exclude(tree: LexborHTMLParser, selectors: Sequence[str]) -> None:
    """Take out of a page what some selectors find."""
    for selector in selectors:
        for node in outermost(tree, selector):
            if node.parent is None or not node.parent.is_element_node:
                raise InvalidValueError(
                    Message("{selector!r} takes out the whole page", selector=selector),
                    field="exclude",
                    hint=Message("name what is to go"),
                )
            node.decompose()


def _rendered(
    regions: list[Region], wholes: Sequence[bool], url: str, options: ExtractOptions
) -> tuple[list[Region], tuple[str, ...]]:
    """The regions as the options want them, and the start tags of the elements they are shown in."""
    ids = Ids(url, options.id_prefix) if options.id_prefix else None
    if ids is not None:
        for region, is_whole in zip(regions, wholes, strict=True):
            ids.add(None if is_whole else region.id)
    openings = tuple(map(partial(_opening, options=options, ids=ids), regions, wholes))
    if options.changes_markup:
        shown = reshaped([region.html for region in regions], options, ids)
        regions = [attrs.evolve(region, html=html) for region, html in zip(regions, shown, strict=True)]
    return regions, openings


def _source(node: LexborNode) -> str:
    """The HTML of a region as the page has it; nothing of an element whose content may not stand either."""
    tag = node.tag
    if tag in DROPPED_WITH_CONTENT:
        return ""
    if tag in _WHOLE:
        _reveal(node, tag)
        source = node.html or ""
    else:
        source = node.inner_html or ""
    source = with_first_lines(source)
    return f"<table>{source}</table>" if tag in _ROWS else source


def _reveal(node: LexborNode, tag: str | None) -> None:
    """Show the region itself, which a page may hide until a script shows it."""
    if hides(tag, node.attributes):
        for name in node.attributes.keys() & {"hidden", "popover", "style"}:
            del node.attrs[name]


def _region(node: LexborNode, html: Markup, lang: str | None, direction: str) -> Region:
    attributes = node.attributes
    classes = tuple((attributes.get("class") or "").split())
    return Region(html=html, id=attributes.get("id") or None, classes=classes, lang=lang, dir=direction)


def _opening(region: Region, is_whole: bool, options: ExtractOptions, ids: Ids | None) -> str:
    """The start tag of the ``div`` that a region is shown in; an element that is kept has its own id and classes."""
    classes = REGION_CLASS
    identifier = None
    if not is_whole:
        if options.keep_classes:
            tokens = [token for token in region.classes if token.lower() != REGION_CLASS]
            classes = " ".join(dict.fromkeys([REGION_CLASS, *tokens]))
        if ids is not None:
            identifier = ids.give(region.id)
    return _start_tag(identifier, classes, region.lang, region.dir)


@lru_cache(maxsize=256)
def _start_tag(identifier: str | None, classes: str, lang: str | None, direction: str) -> str:
    attributes = {"id": identifier, "class": classes, "lang": lang, "dir": direction}
    return f"<div{written((name, value) for name, value in attributes.items() if value)}>"


def _missing(options: ExtractOptions) -> Message:
    wanted = [
        *(Message("of class {token!r}", token=token) for token in options.classes),
        *(Message("of id {token!r}", token=token) for token in options.ids),
        *(Message("for {selector!r}", selector=selector) for selector in options.selectors),
    ]
    if not wanted:
        return Message("the page has no `{region_class}` region", region_class=REGION_CLASS)
    return Message("the page has no element {wanted}", wanted=either(wanted))


def _classes(tree: LexborHTMLParser) -> Message:
    found = Counter(token for node in tree.css("[class]") for token in (node.attributes.get("class") or "").split())
    if not found:
        return Message("no element of it has a class")
    names = sorted(found, key=lambda name: (-found[name], name))[:10]
    return Message("its commonest classes are {names}", names=", ".join(names))


def _page_language(tree: LexborHTMLParser) -> str | None:
    """The language that a page declares for all of it (HTML standard, sections 3.2.6.2 and 4.2.5.3)."""
    root = tree.root
    declared = root.attributes.get("lang") if root is not None else None
    if declared is None:
        meta = tree.css_first('meta[http-equiv="content-language" i][content]')
        declared = (meta.attributes["content"] or "") if meta is not None else ""
        if "," in declared:
            return None
    return declared.strip() or None
