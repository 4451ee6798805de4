"""HTML within feeds: what runs or is dropped, what leads nowhere, what was escaped twice. Nothing is cleaned here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from html.entities import html5
from typing import Final

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.errors import Message, SourceError
from syndicate.markup.nesting import check_nesting
from syndicate.namespaces import NAMESPACES, qualified
from syndicate.validation.addresses import runs_script
from syndicate.validation.problems import Fault, quoted

__all__ = ["Own", "fragment", "Page", "harm", "nodes", "plain", "markup_in_text", "xhtml"]

Own = Callable[[LexborNode], bool]
"""Tells whether an element that content may not have is one of the page itself."""

_ELEMENTS: Final = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav noframes "
    "noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section "
    "select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th "
    "thead time title tr track tt u ul var video wbr".split()
)
"""The elements of HTML, past and present: what else is in angle brackets may be text."""

_DROPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys("script template keygen layer ilayer bgsound plaintext".split(), Message("leave it out")),
    **dict.fromkeys(
        "iframe frame frameset fencedframe object embed applet portal".split(), Message("link to what it shows instead")
    ),
    **dict.fromkeys("form input button select textarea".split(), Message("link to the page with the form instead")),
    **dict.fromkeys(("style", "link", "meta", "base"), Message("it belongs to a page of its own; leave it out")),
}
"""What readers drop, or run where they should not, and what to write in its place (RFC 4287 section 8.1)."""

_TARGETS: Final = frozenset(
    "href xlink:href src action formaction data poster background cite longdesc lowsrc dynsrc code codebase classid "
    "ping manifest usemap profile srcset imagesrcset to from values".split()
)
"""The attributes whose value a browser may follow; the last three are of animations in SVG."""

_LINKS: Final = frozenset(
    "href src poster data action background longdesc lowsrc xlink:href srcset imagesrcset".split()
)
"""The attributes whose value has to be absolute, since nothing says what it is relative to."""

_LAZY: Final = re.compile(
    r"data-(?:[a-z]+-)*(?:src|srcset|lazy|original|echo)(?:-(?:src|set|srcset|webp|retina))?", re.IGNORECASE
)
"""The attributes in which scripts find the address of a picture that is loaded later."""
_PLACEHOLDER: Final = re.compile(
    r"\s*(?:data:|\S*/[^/\s]*(?:placeholder|blank|spacer|transparent|lazy|loading|pixel|1x1|gr[ae]y)[^/\s]*\.\w{3,4}(?:[?#\s]|$))",
    re.IGNORECASE,
)
"""The address of a picture that stands for one that a script loads."""
_LOADING: Final = frozenset(("img", "source", "iframe", "video", "audio"))

_BASE: Final = qualified("xml", "base")
_XLINK: Final = f"{{{NAMESPACES['xlink']}"

_Found = dict[tuple[str, str], Message]
"""A message for each rule and what breaks it."""

_ABSOLUTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|#|//|$)", re.IGNORECASE)
_STYLE = re.compile(
    r"expression\s*\(|behaviou?r\s*:|-moz-binding|@import|url\s*\(|(?:java|vb)script\s*:|position\s*:\s*(?:fixed|absolute)"
    r"|\d{5,}(?:em|px|pt|%)",
    re.IGNORECASE,
)
_CSS_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?|/\*.*?\*/|\\", re.IGNORECASE | re.DOTALL)

# What pages have hardly ever, looked for in lower case: a pattern that begins with a word of its own is found tens of
# times as fast as one that begins with a choice, or that ignores case.
_SUSPECT: Final = (
    re.compile(r"on(?<=[\s\"'/]on)[a-z]+\s*="),
    re.compile(r"style(?<=\sstyle)\s*="),
    re.compile(r"attributename"),
    re.compile(r"data-(?<=[\s\"'/]data-)[a-z-]*(?:src|lazy|original|echo)"),
)
_SUSPECT_ADDRESS: Final = (re.compile(r"script\s*:"), re.compile(r"data(?<=[=\"';,\x00-\x20]data)\s*:"))
_CODED = re.compile(r"&(?!(?:amp|lt|gt|quot|\#34|\#39);)")
_TEMPLATE: Final = "x-template"
_TEMPLATES = re.compile(r"<(/?)template(?=[\s/>])", re.IGNORECASE)
_WATCHED: Final = ", ".join((*_DROPPED, _TEMPLATE))

_NAMES = "|".join(sorted(_ELEMENTS, key=len, reverse=True))
_TAG = re.compile(rf"<(/?)({_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_ESCAPED = re.compile(r"&amp;[#a-z]|&lt;/?[a-z]|&#0*(?:38|60);|&#x0*(?:26|3c);", re.IGNORECASE)
_IMPORT = re.compile(r"<\?\s*import\b", re.IGNORECASE)
_SHOWN_AS_WRITTEN: Final = frozenset(("code", "pre", "kbd", "samp", "tt", "xmp", "textarea", "listing", "var"))

# What needs no closer look is most of all content, and this is ten times as fast as a parser.
_HARMLESS = re.compile(
    r"[^<&]*+(?:(?:&(?!amp;[#a-z]|lt;/?[a-z]|\#)"
    r"|</[a-z][a-z0-9]*+\s*+>"
    r"|<(?:a|abbr|b|bdi|blockquote|br|caption|cite|code|col|dd|del|dfn|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|ins"
    r"|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|time|tr|u|ul|var)"
    r"(?:\s++(?:(?:href|src)=\"(?:https?://|mailto:|tel:|\#)[^\"<>]*+\""
    r"|(?:alt|class|colspan|datetime|dir|height|hreflang|id|itemprop|lang|loading|referrerpolicy|rel|role|rowspan|scope"
    r"|start|target|title|translate|type|width)=\"[^\"<>]*+\"))*\s*+/?>"
    r")[^<&]*+)*",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # the formats of a feed hold the same texts
def _harmless(text: str) -> bool:
    return _HARMLESS.fullmatch(text) is not None


def fragment(text: str, *, based: bool = False, own: Own | None = None) -> Iterator[Fault]:
    """What is wrong with HTML that a feed carries to other sites, each kind of fault once.

    Args:
        text: HTML.
        based: whether relative addresses in it have a base.
        own: what it may have although content may not.

    >>> [rule for rule, _ in fragment('<p onclick="x()">Hi <img src="/a.png"></p>')]
    ['unsafe-content', 'relative-link-in-content']
    """
    if ("<" not in text and "&" not in text) or _harmless(text):
        return
    try:
        check_nesting(text)
    except SourceError:
        yield (
            "too-deep",
            Message("the HTML nests too deeply to be looked at; readers will refuse it too, so make it plainer"),
        )
        return
    tree = LexborHTMLParser(_opened(text))
    found: _Found = {}
    elements = 0
    if tree.root is not None:
        for node in tree.root.traverse():
            name = node.tag or ""
            elements += name not in ("html", "head", "body")
            _check_element(found, name, node.attributes, based, own is not None and name in _DROPPED and own(node))
    if _IMPORT.search(text):
        found["unsafe-content", "?import"] = _dangerous("<?import>", Message("leave it out"))
    yield from ((rule, message) for (rule, _), message in found.items())
    if _ESCAPED.search(text) and tree.root is not None and (fault := _twice(tree.root, marked=elements > 0)):
        yield fault


class Page:
    """A page of a tree, decoded and parsed once for all that is checked of it.

    Args:
        path: where it lies in the tree.
        body: its bytes.
    """

    def __init__(self, path: str, body: bytes) -> None:
        self.path = path
        self.body = body
        self.text = body.decode("utf-8", "replace")
        opened = _opened(self.text)
        self.opened = LexborHTMLParser(opened)
        self.tree = self.opened if opened == self.text else LexborHTMLParser(self.text)


def harm(page: Page, own: Own) -> Iterator[tuple[Fault, int]]:
    """What runs or frames in a whole page, each kind once, and its line.

    Args:
        page: the page.
        own: which scripts, frames, forms and the like are those of the page itself.
    """
    text, tree = page.text, page.opened
    # Most pages have nothing that may be wrong, and this tells ten times as fast as a look at each element.
    if tree.root is None or (not _suspect(text) and all(map(own, tree.css(_WATCHED)))):
        return
    found: _Found = {}
    counts: Counter[str] = Counter()
    for node in tree.root.traverse():
        name, known = node.tag or "", len(found)
        counts[name] += 1
        _check_element(found, name, node.attributes, True, name in _DROPPED and own(node))
        for (rule, _), message in list(found.items())[known:]:
            yield (rule, message), _line(text, name, counts[name])


def _suspect(text: str) -> bool:
    """Whether a page may have an attribute that runs something."""
    lowered = text.lower()
    if any(pattern.search(lowered) for pattern in _SUSPECT):
        return True
    flat = unescape(text).lower() if _CODED.search(text) else lowered
    for space in "\t\n\r":
        flat = flat.replace(space, "")
    return any(pattern.search(flat) for pattern in _SUSPECT_ADDRESS)


def nodes(value: object) -> Iterator[Fault]:
    """What is wrong with HTML as data: ``[name, attributes, child, ...]``, and texts."""
    found: _Found = {}
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            if len(here) > 1 and isinstance(here[0], str) and isinstance(here[1], dict):
                attributes = {key: text for key, text in here[1].items() if isinstance(text, str)}
                _check_element(found, here[0].lower(), attributes, False)
            waiting += here
    yield from ((rule, message) for (rule, _), message in found.items())


def _line(text: str, name: str, number: int) -> int:
    """The line of an element, counted among those of its name."""
    tags = re.finditer(rf"<{re.escape('template' if name == _TEMPLATE else name)}(?=[\s/>])", text, re.IGNORECASE)
    place = next((tag.start() for count, tag in enumerate(tags, 1) if count == number), 0)
    return text.count("\n", 0, place) + 1


def _opened(text: str) -> str:
    """HTML whose templates show what they hold, which a parser keeps apart, and a browser may run."""
    return _TEMPLATES.sub(rf"<\1{_TEMPLATE}", text) if "<" in text else text


def xhtml(root: etree._Element, *, based: bool = False) -> Iterator[Fault]:
    """What is wrong with XHTML that a feed carries, as :func:`fragment` says it, also in its SVG and MathML.

    Args:
        root: the element that holds it.
        based: whether relative addresses in it have a base.
    """
    found: _Found = {}
    for element in root.iter(etree.Element):
        attributes = {}
        for name, value in element.items():
            namespace, _, local = name.rpartition("}")
            if name == _BASE:
                based = True
            attributes[f"xlink:{local}" if namespace == _XLINK else local] = value
        _check_element(found, str(element.tag).rpartition("}")[2].lower(), attributes, based)
    yield from ((rule, message) for (rule, _), message in found.items())


def plain(text: str) -> Fault | None:
    """Text that a format does not say is plain, so that readers show a tag or an entity as it is written, or run it.

    >>> plain("1 < 2 & 3"), plain("Tom &amp; Ana")[0]
    (None, 'markup-in-text')
    """
    if "<" in text and _TAG.search(text):
        faults = fragment(text, based=True)
        return next((fault for fault in faults if fault[0].startswith("unsafe-")), None) or markup_in_text(text)
    return markup_in_text(text)


def markup_in_text(text: str) -> Fault | None:
    """Text that a format says is plain: a tag or an entity is shown as it is written, also one that HTML would run.

    >>> markup_in_text("About <script>")[0]
    'markup-in-text'
    """
    match = _TAG.search(text) if "<" in text else None
    if match is None and "&" in text:
        match = next((found for found in _ENTITY.finditer(text) if _is_entity(found[0])), None)
    if match is None:
        return None
    return "markup-in-text", Message(
        "{markup} will be shown as it stands, since the text is not HTML; leave it out", markup=quoted(match[0])
    )


def _is_entity(text: str) -> bool:
    return text[1] == "#" or text[1:] in html5


def _dangerous(what: str, remedy: str) -> Message:
    return Message("{markup} is dropped by careful readers and harms others; {remedy}", markup=what, remedy=remedy)


def _check_element(
    found: _Found, name: str, attributes: Mapping[str, str | None], based: bool, own: bool = False
) -> None:
    """Note what is wrong with one element, unless the same is wrong with one before."""
    if name == _TEMPLATE:
        name = "template"
    if name in _DROPPED and not own:
        found.setdefault(("unsafe-content", name), _dangerous(f"<{name}>", _DROPPED[name]))
    if not attributes:
        return
    for attribute, value in attributes.items():
        _check_attribute(found, name, attribute.lower(), value or "", based)
    if name in _LOADING:
        lazy = next((key for key, value in attributes.items() if value and _LAZY.fullmatch(key)), None)
        if lazy is not None and _shows_nothing(attributes):
            message = Message(
                "<{element}> has its address in {attribute}, which only a script reads; write it as src",
                element=name,
                attribute=lazy,
            )
            found.setdefault(("lazy-picture", name), message)


def _shows_nothing(attributes: Mapping[str, str | None]) -> bool:
    """Whether readers see no picture, or one that stands for another."""
    shown = attributes.get("srcset") or attributes.get("src")
    return not shown or _PLACEHOLDER.match(shown) is not None


def _check_attribute(found: _Found, name: str, attribute: str, value: str, based: bool) -> None:
    if attribute.startswith("on") and len(attribute) > 2:
        message = _dangerous(
            Message("the event handler {attribute} of <{element}>", attribute=attribute, element=name),
            Message("leave it out"),
        )
        found.setdefault(("unsafe-content", attribute), message)
    elif attribute == "style" and _STYLE.search(_CSS_ESCAPE.sub(_unescaped, value)):
        message = _dangerous(
            Message("the style {style}", style=quoted(value)), Message("leave out what moves or loads something")
        )
        found.setdefault(("unsafe-content", "style"), message)
    elif attribute == "attributename" and value.strip().lower().startswith("on"):
        message = _dangerous(
            Message("the event handler {handler} that <{element}> sets", handler=value.strip(), element=name),
            Message("leave it out"),
        )
        found.setdefault(("unsafe-content", attribute), message)
    if attribute not in _TARGETS:
        return
    if ":" in value and any(map(runs_script, value.split(";") if attribute == "values" else (value,))):
        message = Message(
            "the {attribute} {address} of <{element}> runs a script; write the address of a page",
            attribute=attribute,
            address=quoted(value),
            element=name,
        )
        found.setdefault(("unsafe-address", attribute), message)
    elif not based and attribute in _LINKS and (relative := _relative(attribute, value)):
        message = Message(
            "the {attribute} {address} of <{element}> is relative; write its full address",
            attribute=attribute,
            address=quoted(relative),
            element=name,
        )
        found.setdefault(("relative-link-in-content", attribute), message)


def _unescaped(match: re.Match[str]) -> str:
    return chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else ""


def _relative(attribute: str, value: str) -> str | None:
    """The first address of an attribute that is relative."""
    addresses: Iterable[str] = (value,)
    if attribute.endswith("srcset"):
        addresses = (part.split()[0] for part in re.split(r",\s+|,(?=/)|\s,", value) if part.strip())
    return next((address for address in addresses if not _ABSOLUTE.match(address)), None)


def _twice(root: LexborNode, *, marked: bool) -> Fault | None:
    """A tag or entity that readers will show as it is written, unless it stands in code, where it may be meant."""
    open_tags: set[str] = set()
    for node in root.traverse(include_text=True):
        if node.tag != "-text" or not (text := node.text_content) or ("<" not in text and "&" not in text):
            continue
        above = node.parent
        while above is not None and above.tag not in _SHOWN_AS_WRITTEN:
            above = above.parent
        if above is not None:
            continue
        for match in _TAG.finditer(text):
            # Among other markup, a single tag may be talked about; one that is closed too was meant as markup.
            if not marked or (match[1] and match[2].lower() in open_tags):
                return _escaped(match[0])
            if not match[1]:
                open_tags.add(match[2].lower())
        for match in _ENTITY.finditer(text):
            if _is_entity(match[0]):
                return _escaped(match[0])
    return None


def _escaped(text: str) -> Fault:
    return "escaped-twice", Message(
        "readers will show {markup} as it is written; escape the HTML once, not twice", markup=quoted(text)
    )
