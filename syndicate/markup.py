"""HTML: the one sanitizing policy, URLs, decoding, and the `syndicate` regions of a page. No templates live here."""

from __future__ import annotations

import codecs
import html
import re
import threading
from urllib.parse import urljoin, urlsplit

import attrs
import nh3
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.nesting import check_nesting
from syndicate.text import legal, one_line

__all__ = [
    "ATTRIBUTES",
    "REGION_CLASS",
    "TAGS",
    "URL_SCHEMES",
    "Region",
    "base_url",
    "decode",
    "is_region",
    "parse",
    "plain_text",
    "region_nodes",
    "relevel",
    "resolve",
    "sanitize",
    "sanitize_counting",
]

TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table "
    "tbody td tfoot th thead time tr u ul var wbr".split()
)
"""The elements that may stand in syndicated HTML: text, lists, tables, pictures; nothing that runs or takes input."""

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "time": {"datetime"},
}
"""The attributes that may stand on them; ids, classes and styles belong to the page that receives the text."""

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""The schemes a link may have; a picture may have only the first two."""

_DROPPED_WITH_CONTENT = set("iframe math noscript object script select style svg template textarea title".split())
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})


_C0_AND_SPACE = "".join(map(chr, range(0x21)))
# Most addresses are of this form already: ASCII letters, nothing to escape, no user, no port.
_PLAIN_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?")


def resolve(url: str, base: str | None) -> str | None:
    """The absolute URL of a reference (RFC 3986 section 5), or None if it is empty or of no allowed scheme.

    Steps that climb above the root, as in ``https://example.org/../a``, are dropped as browsers drop them.

    >>> resolve("../a1c.html", "https://example.org/spanish/b.html")
    'https://example.org/a1c.html'
    >>> resolve("javascript:alert(1)", "https://example.org/") is None
    True
    """
    url = url.strip(_C0_AND_SPACE)
    if not url:
        return None
    if _PLAIN_URL.fullmatch(url) and "/." not in url:
        return url
    url = re.sub(r"[\t\r\n]", "", url)
    try:
        scheme = urlsplit(url).scheme
        absolute = scheme + url[len(scheme) :] if scheme else urljoin(base or "", url)
        parts = urlsplit(absolute)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        if not parts.hostname:
            return None
        if "/." in parts.path:
            absolute = parts._replace(path=_without_dots(parts.path)).geturl()
    elif parts.scheme not in URL_SCHEMES:
        return None
    return _escape_unsafe(absolute)


def _without_dots(path: str) -> str:
    """An absolute path without its ``.`` and ``..`` steps (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    return "/" + "/".join([*kept, ""] if steps[-1] in (".", "..") else kept)


def _escape_unsafe(url: str) -> str:
    return re.sub(
        r'[\x00-\x20"<>\\^`{|}\x7f]|\s',
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()),
        url,
    )


class _Base(threading.local):
    """The base URL of the fragment a thread is cleaning: a cleaner is costly to make, so all fragments share one."""

    url: str | None = None


_base = _Base()


def _keep(element: str, attribute: str, value: str) -> str | None:
    """What an allowed attribute becomes; None drops it."""
    if attribute in _URL_ATTRIBUTES:
        url = resolve(value, _base.url)
        if url is None or (attribute == "src" and not url.startswith(("https://", "http://"))):
            return None
        return url
    if attribute == "dir":
        return value if value.lower() in _DIRECTIONS else None
    return value


_clean = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes=set(URL_SCHEMES),
    link_rel=None,
).clean


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def sanitize(fragment: str, base: str | None = None) -> Markup:
    """HTML reduced to what is safe in anyone's page, with absolute URLs.

    Args:
        fragment: HTML from outside; malformed markup is read as a browser reads it.
        base: the URL of the page it comes from; without it a relative link loses its ``href``.

    Returns:
        Markup that holds only :data:`TAGS` and :data:`ATTRIBUTES`, and only characters that XML allows.

    Raises:
        SourceError: the fragment nests so deep that reading it would take too long.

    >>> sanitize('<p onclick="x()">See <a href="b.html" tid="7">more</a><script>x()</script>', "https://example.org/a.html")
    Markup('<p>See <a href="https://example.org/b.html">more</a></p>')
    """
    return sanitize_counting(fragment, base)[0]


def sanitize_counting(fragment: str, base: str | None = None) -> tuple[Markup, int]:
    """What :func:`sanitize` returns, and how many characters that XML forbids were removed."""
    check_nesting(fragment)
    _base.url = base
    try:
        cleaned = _clean(fragment)
    except UnicodeEncodeError:
        cleaned = _clean(_LONE_SURROGATE.sub("\ufffd", fragment))
    cleaned, removed = legal(cleaned)
    return Markup(cleaned), removed  # noqa: S704 -- this is where text from outside becomes safe


_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|div|td|th|tr|dd|dt|caption|blockquote|pre|figcaption)>|<[bh]r(?: [^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def plain_text(markup: Markup) -> str:
    """The readable text of sanitized markup on one line.

    >>> plain_text(Markup("<p>Salt &amp; sugar</p><ul><li>one</li><li>two</li></ul>"))
    'Salt & sugar one two'
    """
    return one_line(html.unescape(_TAG.sub("", _BLOCK_END.sub(" ", str(markup)))))


_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


def relevel(markup: Markup, top: int) -> Markup:
    """Sanitized markup with its headings moved to start at level ``top``, in the same order and without gaps.

    >>> relevel(Markup("<h2>a</h2><h4>b</h4>"), 3)
    Markup('<h3>a</h3><h4>b</h4>')
    """
    present = sorted({match[2] for match in _HEADING.finditer(str(markup))})
    if not present:
        return markup
    levels = {old: min(6, top + place) for place, old in enumerate(present)}
    return Markup(_HEADING.sub(lambda match: f"<{match[1]}h{levels[match[2]]}", str(markup)))  # noqa: S704


def parse(page: str) -> LexborHTMLParser:
    """The tree of a page, as a browser would build it.

    Raises:
        SourceError: the page nests so deep that building it would take too long.
    """
    check_nesting(page)
    return LexborHTMLParser(_LONE_SURROGATE.sub("\ufffd", page))


REGION_CLASS = "syndicate"


@attrs.frozen(kw_only=True)
class Region:
    """One `syndicate` region of a page: what the publisher marked as free to be shown elsewhere.

    Attributes:
        html: its content, sanitized.
        id: the element's own id, if it has one.
        classes: the element's class tokens, in order.
    """

    html: Markup
    id: str | None = None
    classes: tuple[str, ...] = ()


def is_region(node: LexborNode) -> bool:
    """Whether an element's class list has the token ``syndicate``, in any ASCII case."""
    return any(token.lower() == REGION_CLASS for token in (node.attributes.get("class") or "").split())


_REGIONS = f'[class~="{REGION_CLASS}" i]'


def region_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    """The outermost `syndicate` elements of a page in document order; a region inside a region is part of it."""
    regions: list[LexborNode] = []
    seen: set[int] = set()
    for node in tree.css(_REGIONS):
        if node.mem_id not in seen:
            regions.append(node)
            seen.update(inner.mem_id for inner in node.css(_REGIONS))
    return regions


def base_url(tree: LexborHTMLParser, url: str | None) -> str | None:
    """The URL that relative references of a page start from: its ``<base href>``, else its own address."""
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "") if node is not None else ""
    return (resolve(href, url) if href else None) or url


_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The charsets of the Encoding Standard by Python's names, those it reads as another with that one's name; Python has
# codecs, such as "idna" and "utf-7", that are none.
_CHARSETS = {
    name: name
    for name in "big5 big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "euc_jp gb18030 iso2022_jp iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 iso8859-2 iso8859-3 iso8859-4 "
    "iso8859-5 iso8859-6 iso8859-7 iso8859-8 koi8-r koi8-u mac-cyrillic mac-roman".split()
} | {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def decode(page: bytes) -> str:
    """The text of an HTML page by the rules of browsers: byte order mark, declared charset, UTF-8, windows-1252.

    >>> decode('<meta charset="iso-8859-1"><p>sue\u00f1o'.encode("latin-1"))[-5:]
    'sueño'
    """
    for bom, encoding in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(encoding, "replace")
    if match := _META_CHARSET.search(page, 0, 4096):
        try:
            charset = _CHARSETS.get(codecs.lookup(match[1].decode()).name)
        except LookupError:
            charset = None
        if charset is not None:
            return page.decode(charset, "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        return page.decode("cp1252", "replace")
