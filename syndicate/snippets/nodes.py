"""A snippet's HTML as a tree of nodes that a script can build without parsing HTML. `markup` defines what is safe.

A node is a text, or a list ``[tag, {attributes}, child, child, ...]`` (JsonML with the attributes always there). The
tree is that which a browser builds from the HTML. Sanitized HTML is nearly always written as it will be read, with
every element closed where it was opened; a single pass over its tags gives the tree then, in half the time
of a parser and its checks. The pass gives up at the first sign of anything else, and the parser decides.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from markupsafe import Markup, escape
from selectolax.lexbor import LexborNode

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained
from syndicate.markup import ATTRIBUTES, TAGS, resolve
from syndicate.markup.content_model import BLOCKS, HEADINGS, HOLDERS, PARTS, TABLE, VOID
from syndicate.markup.pages import parse
from syndicate.markup.policy import URL_ATTRIBUTES
from syndicate.markup.tokens import TAG
from syndicate.markup.urls import candidates
from syndicate.text import one_line

__all__ = ["Node", "nodes", "serialize"]

Node = str | list[Any]
"""A text, or an element: its name, its attributes, its children."""

TEMPLATE_TAGS: Final = TAGS | {"address", "article", "aside", "data", "footer", "header", "nav", "section"}
"""The elements of a snippet: those of the policy, and those a template lays it out with."""

TEMPLATE_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    **{tag: frozenset(names) for tag, names in ATTRIBUTES.items()},
    "*": frozenset(ATTRIBUTES["*"]) | {"class", "aria-label", "itemid", "itemprop", "itemscope", "itemtype"},
    "a": frozenset(ATTRIBUTES["a"]) | {"rel"},
    "data": frozenset({"value"}),
}
"""The attributes of a snippet: those of the policy, classes, names for screen readers, and microdata."""

RELATIONS: Final = frozenset({"external", "license", "nofollow", "noopener", "noreferrer"})
"""What a link in someone else's page may be to it; ``me`` or ``author`` would speak in the name of that page."""

_MAX_DEPTH: Final = 256

# Any reference but those that the sanitizer and the templates write, on which a browser and Python agree.
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#34|#39);)")

# Elements that close an open <p> (HTML standard, section 13.2.6.4.7).
_BLOCKS = BLOCKS | (TEMPLATE_TAGS - TAGS - {"data"}) | {"figcaption"}
# Elements that a parser moves, or closes others for, unless they stand where they belong.
_PARENTS = {part: holders for part, holders in HOLDERS.items() if part != "figcaption"}
# Elements that hold nothing but these; anything else is moved out of the table.
_CHILDREN = {holder: parts for holder, parts in PARTS.items() if holder in TABLE}
# Elements that stand anywhere and change nothing around them.
_ANYWHERE = TEMPLATE_TAGS - _BLOCKS - _PARENTS.keys() - {"a"}


def _welcome(parent: str) -> frozenset[str]:
    """The elements that stay where they are in a parent, whatever it stands in; others need a look around.

    A block never comes into a paragraph, so what stands in a block stands in no paragraph.
    """
    if parent in _CHILDREN:
        return _CHILDREN[parent]
    if parent in _ANYWHERE or parent in ("a", "p", "rp", "rt"):
        return _ANYWHERE
    own = frozenset(tag for tag, parents in _PARENTS.items() if parent in parents)
    return _ANYWHERE | (_BLOCKS - HEADINGS if parent in HEADINGS else _BLOCKS) | own


_WELCOME = {parent: _welcome(parent) for parent in ("", *TEMPLATE_TAGS)}
_PICKY = _CHILDREN.keys() | {"pre"}


@explained
def nodes(markup: str) -> list[Node]:
    """The tree of a snippet's HTML: what a browser builds of it, comments aside.

    Args:
        markup: the HTML of a snippet, or any sanitized HTML.

    Returns:
        The nodes at the top. Where elements nest deeper than 256, the deeper ones follow each other, as browsers
        do it at 512.

    Raises:
        InvalidValueError: an element or attribute is not one of the policy's or of a template's.

    >>> nodes('<p lang="es">Agua &amp; <b>sal</b><br></p>')
    [['p', {'lang': 'es'}, 'Agua & ', ['b', {}, 'sal'], ['br', {}]]]
    """
    quick = _quick(markup)
    if quick is not None:
        return quick
    slow = _parsed(markup)
    check(slow)
    return slow


def _quick(markup: str) -> list[Node] | None:
    """The tree of HTML that is written as it will be read; None of any other."""
    pieces = TAG.split(markup)
    if markup.count("<") != len(pieces) // 4 or "\r" in markup or "\0" in markup or _REFERENCE.search(markup):
        return None
    into: list[Any] = [html.unescape(pieces[0])] if pieces[0] else []
    outer: list[list[Any]] = []
    names = [""]
    steps = iter(pieces[1:])
    for end, tag, attributes, text in zip(steps, steps, steps, steps, strict=True):
        parent = names[-1]
        if end:
            if tag != parent or attributes:
                return None
            names.pop()
            into = outer.pop()
        elif tag not in _WELCOME[parent] and not _fits(tag, names):
            return None
        else:
            known = _attributes(tag, attributes) if attributes else {}
            if known is None or len(names) > _MAX_DEPTH:
                return None
            node = [tag, {**known}]
            into.append(node)
            if tag not in VOID:
                outer.append(into)
                names.append(tag)
                into = node
        if text:
            if names[-1] in _PICKY and not _takes(names[-1], text, into):
                return None
            into.append(html.unescape(text) if "&" in text else text)
    return into if len(names) == 1 else None


def _fits(tag: str, names: Sequence[str]) -> bool:
    """Whether an element that is not welcome everywhere stays: a link in no link, a block in no paragraph."""
    parent = names[-1]
    if tag in _PARENTS:
        return parent in _PARENTS[tag]
    if parent in _CHILDREN:
        return False
    if tag == "a":
        return "a" not in names
    return tag in _BLOCKS and "p" not in names and not (tag in HEADINGS and parent in HEADINGS)


def _takes(name: str, text: str, into: Sequence[Any]) -> bool:
    """Whether a text stays in an element as it is: tables move it out, and `<pre>` drops a line end it begins with."""
    if name == "pre":
        return len(into) > 2 or text[0] != "\n"
    return text.strip(" \t\n\f") == ""


def _attributes(tag: str, written: str) -> Mapping[str, str] | None:
    """The attributes of a start tag; None where one stands twice or is none that may stand."""
    return _read(tag, written) if "://" in written else _read_once(tag, written)


def _read(tag: str, written: str) -> Mapping[str, str] | None:
    names = _spelled(tag)
    pieces = written.replace(" itemscope ", ' itemscope="" ').split('"')
    try:
        found = {names[name]: value for name, value in zip(pieces[:-1:2], pieces[1::2], strict=True)}
    except KeyError:
        return None
    if len(found) != len(pieces) // 2 or pieces[-1]:
        return None
    return {name: html.unescape(value) for name, value in found.items()} if "&" in written else found


_read_once = lru_cache(maxsize=1024)(_read)  # for classes and languages, of which there are few


@cache
def _spelled(tag: str) -> dict[str, str]:
    """The attributes an element may have, by what stands before their value."""
    return {f" {name}=": name for name in _allowed(tag)}


@cache
def _allowed(tag: str) -> frozenset[str]:
    return TEMPLATE_ATTRIBUTES["*"] | TEMPLATE_ATTRIBUTES.get(tag, frozenset())


def _parsed(markup: str) -> list[Node]:
    """The tree that the parser builds in the body of a page."""
    top: list[Any] = []
    body = parse(f"<!doctype html><body>{markup}").body
    assert body is not None  # a page always has one
    waiting: list[tuple[Iterator[LexborNode], list[Any]]] = [(body.iter(include_text=True), top)]
    while waiting:
        children, into = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
        elif child.is_text_node:
            text = child.text_content or ""
            if into and isinstance(into[-1], str):  # a comment stood between
                into[-1] += text
            else:
                into.append(text)
        elif child.is_element_node:
            node = [child.tag, {name: value or "" for name, value in child.attributes.items()}]
            into.append(node)
            waiting.append((child.iter(include_text=True), node if len(waiting) < _MAX_DEPTH else into))
    return top


def check(tree: Sequence[Node]) -> None:
    """Refuse a tree that holds more than a snippet may.

    Raises:
        InvalidValueError: naming the element, attribute or address.
    """
    waiting: list[Node] = list(tree)
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            continue
        tag, attributes, *children = node
        if tag not in TEMPLATE_TAGS:
            raise InvalidValueError(Message("the element <{tag}> cannot stand in a snippet", tag=tag), hint=_HINT)
        for name, value in attributes.items():
            if name not in _allowed(tag):
                raise InvalidValueError(
                    Message("the attribute {name!r} of <{tag}> cannot stand in a snippet", name=name, tag=tag),
                    hint=Message(
                        "leave it out; <{tag}> may have {names}", tag=tag, names=", ".join(sorted(_allowed(tag)))
                    ),
                )
            if name in URL_ATTRIBUTES and not _is_safe(name, value):
                raise InvalidValueError(
                    Message("the address {value!r} of <{tag}> cannot stand in a snippet", value=value[:200], tag=tag),
                    hint=Message("write an absolute https address"),
                )
        waiting += children


_HINT: Final = Message("leave it out; what runs, takes input or styles a page has no place in other people's pages")


def _is_safe(name: str, value: str) -> bool:
    if name == "srcset":
        return candidates(value, None) == one_line(value)
    resolved = resolve(value, None)
    return resolved is not None and (name != "src" or resolved.startswith(("https://", "http://")))


def serialize(tree: Sequence[Node]) -> Markup:
    """The HTML of a tree; reading it gives the tree again.

    >>> serialize([["p", {"title": 'a "b"'}, "1 < 2", ["br", {}]]])
    Markup('<p title="a &#34;b&#34;">1 &lt; 2<br></p>')
    """
    return Markup("".join(_written(tree)))  # noqa: S704 -- every text and value is escaped


def _written(tree: Sequence[Node]) -> Iterator[str]:
    for node in tree:
        if isinstance(node, str):
            yield str(escape(node))
            continue
        tag, attributes, *children = node
        yield f"<{tag}{''.join(f' {name}={chr(34)}{escape(value)}{chr(34)}' for name, value in attributes.items())}>"
        if tag not in VOID:
            if tag == "pre" and children and isinstance(children[0], str) and children[0].startswith("\n"):
                yield "\n"  # which the parser drops
            yield from _written(children)
            yield f"</{tag}>"
