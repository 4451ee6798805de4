"""HTML from outside made safe by the policy; its plain text, its headings. What is safe is said in `policy`."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import nh3
from markupsafe import Markup

from syndicate.markup.addresses import URL_SCHEMES, WEB, candidates, resolve
from syndicate.markup.attribute_values import VALUES
from syndicate.markup.directions import balanced
from syndicate.markup.mending import mended
from syndicate.markup.policy import DEFAULT_POLICY, DROPPED_WITH_CONTENT, URL_ATTRIBUTES, Policy
from syndicate.markup.removed import Removed, RemovedKind
from syndicate.nesting import check_nesting
from syndicate.text import legal, one_line

__all__ = ["plain_text", "relevel", "sanitize", "sanitize_counting", "sanitize_keeping", "sanitize_reporting"]

_ADDRESSES = URL_ATTRIBUTES - {"srcset"}
_EVERYWHERE = {attribute: check for (element, attribute), check in VALUES.items() if element == "*"}


class _Base(threading.local):
    """The base URL of the fragment a thread is cleaning: a cleaner is costly to make, so all fragments share one."""

    url: str | None = None


_base = _Base()


@lru_cache(maxsize=64)
def _cleaner(policy: Policy, extra: frozenset[tuple[str, str]] = frozenset()) -> Callable[[str], str]:
    """The cleaner of a policy, with attributes (element and name) beyond it that the caller goes on to rewrite."""
    limited = policy.url_schemes != URL_SCHEMES or policy.link_hosts is not None

    def keep(element: str, attribute: str, value: str) -> str | None:
        """What an allowed attribute becomes; None drops it."""
        if attribute in _ADDRESSES:
            url = resolve(value, _base.url)
            if attribute == "src":
                return url if url is not None and url.startswith(WEB) else None
            return url if not limited or url is None or policy.allows_link(url) else None
        if attribute == "srcset":
            return candidates(value, _base.url)
        check = VALUES.get((element, attribute)) or _EVERYWHERE.get(attribute)
        return check(value) if check else value

    attributes = {tag: set(names) for tag, names in policy.attributes.items() if tag == "*" or tag in policy.tags}
    for tag, name in extra:
        if tag == "*" or tag in policy.tags:
            attributes.setdefault(tag, set()).add(name)
    return nh3.Cleaner(
        tags=set(policy.tags),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=attributes,
        attribute_filter=keep,
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    ).clean


_clean = _cleaner(DEFAULT_POLICY)


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def sanitize(fragment: str, base: str | None = None, policy: Policy = DEFAULT_POLICY) -> Markup:
    """HTML reduced to what is safe in anyone's page, with absolute URLs.

    Args:
        fragment: HTML from outside; malformed markup is read as a browser reads it.
        base: the URL of the page it comes from; without it a relative link loses its ``href``.
        policy: what may stand, if less than :data:`TAGS` and :data:`ATTRIBUTES`.

    Returns:
        Markup that holds only what the policy allows, and only characters that XML allows.

    Raises:
        SourceError: the fragment nests so deep that reading it would take too long.

    >>> sanitize('<p onclick="x()">See <a href="b.html" tid="7">more</a><script>x()</script>', "https://example.org/a.html")
    Markup('<p>See <a href="https://example.org/b.html">more</a></p>')
    """
    return _counted(fragment, base, policy, _clean if policy is DEFAULT_POLICY else _cleaner(policy))[0]


def sanitize_counting(fragment: str, base: str | None = None) -> tuple[Markup, int]:
    """What :func:`sanitize` returns, and how many characters that XML forbids were removed."""
    return _counted(fragment, base, DEFAULT_POLICY, _clean)


def sanitize_reporting(
    fragment: str, base: str | None = None, policy: Policy = DEFAULT_POLICY
) -> tuple[Markup, Removed]:
    """What :func:`sanitize` returns, and what was removed of the fragment or changed in it.

    >>> from syndicate.markup import RemovedKind
    >>> sanitize_reporting("<p>u\\x0bn\\x01o</p>")[1].total(RemovedKind.ILLEGAL_CHARACTERS)
    2
    """
    markup, illegal = _counted(fragment, base, policy, _clean if policy is DEFAULT_POLICY else _cleaner(policy))
    return markup, Removed(Counter({(RemovedKind.ILLEGAL_CHARACTERS, ""): illegal}) if illegal else Counter())


def sanitize_keeping(fragment: str, base: str | None, policy: Policy, extra: frozenset[tuple[str, str]]) -> Markup:
    """What :func:`sanitize` returns, with attributes beyond the policy, which the caller must rewrite: they may clash.

    Args:
        fragment, base, policy: as there.
        extra: element (or ``*``) and name of each such attribute; never one that runs or holds an address.
    """
    return _counted(fragment, base, policy, _cleaner(policy, extra))[0]


# A parser drops the line end that `<pre>` begins with, and the cleaner writes none in its place.
_FIRST_LINE = re.compile(r"(<pre(?: [^>]*)?>)(?=\n)")


# Text that reads in HTML as it is written; alone, or with paragraphs and headings of nothing else.
_TEXT = "[\t\n\x20-%'-;=?-~\xa1-\u167f]"
_PLAIN = re.compile(rf"{_TEXT}*+")
_SIMPLE = re.compile(rf"{_TEXT}*+(?:<(p|h[1-6])>[\t\n\x20]*+(?!<){_TEXT}++</\1>{_TEXT}*+)*+")


def _counted(fragment: str, base: str | None, policy: Policy, clean: Callable[[str], str]) -> tuple[Markup, int]:
    if (_SIMPLE if policy is DEFAULT_POLICY else _PLAIN).fullmatch(fragment):
        return Markup(fragment), 0  # noqa: S704 -- no character of it means anything in HTML
    check_nesting(fragment)
    _base.url = base
    try:
        cleaned = clean(fragment)
    except UnicodeEncodeError:
        cleaned = clean(_LONE_SURROGATE.sub("\ufffd", fragment))
    cleaned, removed = legal(cleaned)
    cleaned = balanced(cleaned)
    while (made := mended(cleaned, policy)) is not cleaned:
        cleaned = balanced(made)
        if cleaned == made:  # else a text that is moved may have lost the other half of a pair
            break
    if "<pre" in cleaned:
        cleaned = _FIRST_LINE.sub(r"\1\n", cleaned)
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
    """Sanitized markup with its headings moved to start at level ``top``, none more than one below the one before.

    A heading below another stays below it; those of one level under the same heading stay on one.

    >>> relevel(Markup("<h4>a</h4><h2>b</h2><h4>c</h4>"), 3)
    Markup('<h3>a</h3><h3>b</h3><h4>c</h4>')
    """
    outline: list[tuple[str, int]] = []

    def moved(match: re.Match[str]) -> str:
        if not match[1]:
            old = match[2]
            while outline and outline[-1][0] > old:
                outline.pop()
            if not outline or outline[-1][0] < old:
                outline.append((old, min(6, outline[-1][1] + 1 if outline else top)))
        return f"<{match[1]}h{outline[-1][1]}"

    return Markup(_HEADING.sub(moved, str(markup)))  # noqa: S704
