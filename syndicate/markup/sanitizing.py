"""HTML from outside made safe by the policy; its plain text, its headings. What is safe is said in `policy`."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable
from functools import lru_cache

import nh3
from markupsafe import Markup

from syndicate.markup.addresses import URL_SCHEMES, WEB, candidates, resolve
from syndicate.markup.policy import DEFAULT_POLICY, DROPPED_WITH_CONTENT, URL_ATTRIBUTES, Policy
from syndicate.nesting import check_nesting
from syndicate.text import legal, one_line

__all__ = ["plain_text", "relevel", "sanitize", "sanitize_counting", "sanitize_keeping"]

_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})


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
        if attribute in URL_ATTRIBUTES:
            if attribute == "srcset":
                return candidates(value, _base.url)
            url = resolve(value, _base.url)
            if url is None or (attribute == "src" and not url.startswith(WEB)):
                return None
            return url if attribute == "src" or not limited or policy.allows_link(url) else None
        if attribute == "dir":
            return value if value.lower() in _DIRECTIONS else None
        return value

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
    return _counted(fragment, base, _clean if policy is DEFAULT_POLICY else _cleaner(policy))[0]


def sanitize_counting(fragment: str, base: str | None = None) -> tuple[Markup, int]:
    """What :func:`sanitize` returns, and how many characters that XML forbids were removed."""
    return _counted(fragment, base, _clean)


def sanitize_keeping(fragment: str, base: str | None, policy: Policy, extra: frozenset[tuple[str, str]]) -> Markup:
    """What :func:`sanitize` returns, with attributes beyond the policy, which the caller must rewrite: they may clash.

    Args:
        fragment, base, policy: as there.
        extra: element (or ``*``) and name of each such attribute; never one that runs or holds an address.
    """
    return _counted(fragment, base, _cleaner(policy, extra))[0]


def _counted(fragment: str, base: str | None, clean: Callable[[str], str]) -> tuple[Markup, int]:
    check_nesting(fragment)
    _base.url = base
    try:
        cleaned = clean(fragment)
    except UnicodeEncodeError:
        cleaned = clean(_LONE_SURROGATE.sub("\ufffd", fragment))
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
