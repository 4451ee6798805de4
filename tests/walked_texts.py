"""Every text of a published tree with the language that it declares, whatever the format. No test lives here."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from lxml import etree
from samples import attribute
from selectolax.lexbor import LexborHTMLParser, LexborNode

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMED: Final = ("alt", "aria-label", "aria-description", "title", "placeholder", "label", "data-done", "data-loading")
_METAS: Final = re.compile(
    "description|application-name|author|apple-mobile-web-app-title|og:(?:title|description|site_name|image:alt)"
    "|twitter:(?:title|description|image:alt)"
)


class Text(NamedTuple):
    """A text, where it is, and the language that it declares or inherits."""

    path: str
    place: str
    text: str
    language: str
    is_bare: bool = True
    """Whether it can hold no elements, and so no mark: an attribute, a title, a field of a feed or of JSON."""


def walked(files: Mapping[str, bytes]) -> Iterator[Text]:
    """The texts of all artifacts; pictures, styles, and scripts without words have none."""
    for path, body in sorted(files.items()):
        ending = path.rpartition(".")[2]
        if ending == "html":
            is_head = path.endswith("/card.html")  # to be pasted into a page of the language
            yield from _page(path, body.decode(), _folder(path) if is_head else "")
        elif ending in ("rss", "atom", "xml", "opml"):
            yield from _document(path, etree.fromstring(body))
        elif ending == "json" and path not in ("search/manifest.json", ".syndicate.json"):
            yield from _value(path, json.loads(body), _folder(path), "")


def _folder(path: str) -> str:
    """The language of the folder that an artifact lies in."""
    first = path.partition("/")[0]
    return first if re.fullmatch("[a-z]{2}(-[A-Z][a-z]{3})?", first) else ""


def _page(path: str, text: str, language: str = "", place: str = "") -> Iterator[Text]:
    """The texts of a page or a fragment, and those of its attributes."""
    root = LexborHTMLParser(text).root
    assert root is not None
    yield from _node(path, root, language, place)


def _node(path: str, node: LexborNode, language: str, place: str) -> Iterator[Text]:
    child = node.child
    language = attribute(node, "lang") if node.attributes and "lang" in node.attributes else language
    place = f"{place}/{node.tag}"
    if node.attributes:
        yield from _attributes(path, node, language, place)
    if node.tag in ("style", "script"):
        if attribute(node, "type") == "application/ld+json":
            yield from _linked(path, json.loads(node.text()), language)
        return
    if node.tag == "code":
        if re.match("<(?![?!])", written := node.text().strip()):  # not the code of a program, or a mail of plain text
            yield from _page(path, written, "", f"{place} as HTML")
        return
    while child is not None:
        if child.tag == "-text" and child.text().strip():
            is_bare = node.tag in ("title", "option") or "share-title" in (node.attributes.get("class") or "")
            yield Text(path, place, " ".join(child.text().split()), language, is_bare)
        elif child.tag not in ("-text", "-comment"):
            yield from _node(path, child, language, place)
        child = child.next


def _attributes(path: str, node: LexborNode, language: str, place: str) -> Iterator[Text]:
    named = attribute(node, "name") or attribute(node, "property")
    for name, value in node.attributes.items():
        if not value:
            continue
        if name in _NAMED or (name == "content" and _METAS.fullmatch(named) and not value.startswith("http")):
            yield Text(path, f"{place}[{name}]{named and '=' + named}", " ".join(value.split()), language)
        elif name == "data-titles":
            yield from _by_language(path, json.loads(value), f"{place}[{name}]")
        elif name == "data-store":
            yield from _told(path, json.loads(value), language, f"{place}[{name}]")
        elif name == "srcdoc":
            yield from _page(path, value, "", f"{place}[{name}]")


def _told(path: str, store: Mapping[str, Any], language: str, place: str) -> Iterator[Text]:
    """What a script knows: texts, each with its language if that is not the one around it."""
    for text, *other in store["said"].values():
        yield Text(path, f"{place}.said", " ".join(text.split()), other[0] if other else language)
    for around, (text, *other) in store["publisher"].items():
        yield Text(path, f"{place}.publisher", text, other[0] if other else around)
    for around, titles in store["titles"].items():
        for text, *other in titles.values():
            yield Text(path, f"{place}.titles", text, other[0] if other else around)


def _by_language(path: str, values: Mapping[str, Any], place: str) -> Iterator[Text]:
    for language, value in values.items():
        yield from _value(path, value, language, f"{place}.{language}")


def _linked(path: str, value: Any, language: str, place: str = "JSON-LD") -> Iterator[Text]:
    """The texts of JSON-LD: a thing's are in its ``inLanguage``, those with an ``@language`` in that."""
    if isinstance(value, list):
        for item in value:
            yield from _linked(path, item, language, place)
    elif isinstance(value, dict):
        if "@value" in value:
            yield Text(path, place, value["@value"], value.get("@language", language))
            return
        context = value.get("@context")
        if isinstance(context, dict):
            language = context.get("@language", language)
        stated = value.get("inLanguage", language)
        language = stated if isinstance(stated, str) else language
        for name, inner in value.items():
            if name in _LINKED or isinstance(inner, (dict, list)):
                yield from _linked(path, inner, language, f"{place}.{name}")
    elif isinstance(value, str) and place.rpartition(".")[2] in _LINKED:
        yield Text(path, place, value, language)


_LINKED: Final = frozenset(
    "name alternateName headline description caption creditText copyrightNotice abstract about keywords text".split()
)
_MARKED: Final = frozenset("title subtitle summary rights description name author creator copyright text".split())
_HTML: Final = re.compile("<[a-z]+[^>]*>")


def _document(path: str, root: etree._Element) -> Iterator[Text]:
    """The texts of a feed, an outline, oEmbed, or a sitemap."""
    channel = root.findtext("channel/language") or root.findtext("language") or ""
    yield from _element(path, root, channel or (_folder(path) if root.tag in ("opml", "oembed") else ""), "")


def _element(path: str, element: etree._Element, language: str, place: str) -> Iterator[Text]:
    if not isinstance(element.tag, str):
        return
    name = etree.QName(element).localname
    place = f"{place}/{name}"
    own = element.findtext("{http://purl.org/dc/elements/1.1/}language") or element.get("language")
    language = element.get(XML_LANG) or own or language
    for attribute_name in ("title", "label", "text", "description"):
        if (value := element.get(attribute_name)) and not value.startswith("http"):
            yield Text(path, f"{place}[{attribute_name}]", value, language)
    text = (element.text or "").strip()
    if text and (_HTML.search(text) or name == "html"):
        yield from _page(path, text, language, place)
    elif text and name in _TEXTS:
        yield Text(path, place, " ".join(text.split()), language)
    for child in element:
        yield from _element(path, child, language, place)


_TEXTS: Final = _MARKED | frozenset("category content encoded author_name provider_name caption credit text".split())
_KEYS: Final = frozenset(
    "title titles name names text summary description subtitle alt caption label labels note rights credit also_called"
    " author_name provider_name keywords tags heading subject category publisher attribution disclaimer byline".split()
)
_BEYOND: Final = frozenset("url id icon slug _languages".split())


def _value(path: str, value: Any, language: str, place: str) -> Iterator[Text]:
    """The texts of JSON: a thing's are in its ``language``; a mapping whose keys are languages has one for each."""
    if isinstance(value, list):
        if place.endswith(".nodes"):
            yield from _nodes(path, value, language, place)
            return
        for item in value:
            yield from _value(path, item, language, place)
    elif isinstance(value, dict):
        if value and all(_folder(f"{key}/") for key in value):
            yield from _by_language(path, value, place)
            return
        own = value.get("language") or value.get("lang") or value.get("locale")
        language = own if isinstance(own, str) and _folder(f"{own}/") else language
        for name, inner in value.items():
            if name not in _BEYOND:
                said = value.get(f"{name}_language") or value.get("_languages", {}).get(name)
                yield from _value(path, inner, said if isinstance(said, str) else language, f"{place}.{name}")
    elif isinstance(value, str) and value.strip():
        name = place.rpartition(".")[2]
        if _HTML.search(value):
            yield from _page(path, value, language, place)
        elif name in _KEYS or (_folder(f"{name}/") and place.rpartition(".")[0].rpartition(".")[2] in _KEYS):
            yield Text(path, place, " ".join(html.unescape(value).split()), language)


def _nodes(path: str, nodes: Iterable[Any], language: str, place: str) -> Iterator[Text]:
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                yield Text(path, place, " ".join(node.split()), language, False)
        else:
            tag, attributes, *children = node
            own = attributes.get("lang", language)
            for name in _NAMED:
                if attributes.get(name):
                    yield Text(path, f"{place}/{tag}[{name}]", attributes[name], own)
            yield from _nodes(path, children, own, f"{place}/{tag}")
