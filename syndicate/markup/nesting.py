"""How deep a page nests, judged before it is parsed. No tree is built here.

HTML parsers walk their stack of open elements for many tags (HTML standard, section 13.2.4.2), so the
cost of a page grows with its depth times its length: 100,000 nested ``<div>`` take a quarter of a minute,
and a few thousand unclosed ``<b>``, which every later paragraph opens again, take all memory. The judgment
errs on the cautious side: a tag closes no more than a parser surely closes there, and where a parser
might disagree, elements stay open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from typing import Final

from syndicate.errors import Message, SourceError
from syndicate.markup.content_model import HEADINGS, TABLE
from syndicate.markup.elements import VOID

__all__ = ["check_nesting"]

_MAX_STEPS: Final = 30_000_000
_MAX_REOPENED: Final = 500_000
_SMALL: Final = 4000
"""Shorter pages have too few tags to exceed these bounds."""

_REST = r"""((?:[^=>]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?!["'])))*)(?:>|\Z)"""
_SHAPES = (
    "g|path|circle|ellipse|rect|line|polyline|polygon|use|defs|stop|lineargradient|radialgradient|clippath|mask|image"
)
# Pages are full of icons; a few shapes between <svg> and </svg> leave nothing open, whatever "/>" means.
_ICON = (
    rf"<svg\b[^<>]*+>(?:[^<>]++|</?(?:{_SHAPES})\b[^<>]*+>"
    r"|<(?P<label>title|desc)\b[^<>]*+>[^<>]*+</(?P=label)>){0,200}</svg\s*>"
)
_TOKEN = re.compile(
    r"(?P<comment><!--(?:-?>|.*?(?:--!?>|\Z)))"
    r"|(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))"
    rf"|(?P<nothing><[!?][^>]*+>?|</[^a-z>][^>]*+>?|{_ICON})"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rf"(?P<raw_rest>{_REST})(?P<content>.*?)(?:</(?P=raw)(?=[\s/>])|\Z)"
    rf"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>{_REST})",
    re.IGNORECASE | re.DOTALL,
)
_OPENED = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
_SCRIPT = re.compile("<script", re.IGNORECASE)

# Parts of a table are in a table, which counts; the last three occur once in a page.
_NOT_OPEN = (VOID - {"image"}) | (TABLE - {"table"}) | {"body", "head", "html"}
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FORMATS = re.compile(rf"<(?=[abcefinstu])(?:{'|'.join(sorted(_FORMATTING))})(?![^\s/>])", re.IGNORECASE)
_CLOSED_BY_NEXT = {"li": {"li"}, "p": {"p"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "option": {"option"}}
_ONE_AT_A_TIME = frozenset({"a", "button", "nobr"})
"""Elements whose start tag closes one that is open."""
_PASSED = _FORMATTING | frozenset("abbr bdi bdo cite del dfn ins kbd label mark q samp span sub sup time var".split())
"""Elements that no end tag is stopped by."""
# Beyond these, an end tag finds nothing to close (HTML standard, section 13.2.4.2), and a new list begins of what is to
# be opened again (section 13.2.4.3).
_SCOPES = frozenset("applet caption marquee math object select svg table template".split())
_NEARER = {"li": frozenset({"ol", "ul"}), "p": frozenset({"button"})}
_MOST_ALIKE: Final = 3
_MOST_OUTSIDE: Final = 7
"""How many elements alike are opened again (section 13.2.4.3), and of how many others one is taken out (13.2.6.4.7)."""
_BLOCKS = frozenset(
    "address article aside blockquote button center details dialog dir div dl dd dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header li listing main menu nav object ol p pre section summary "
    "table ul".split()
)


# A value is matched whole or not at all: its words must not be counted as attributes.
_ATTRIBUTE: Final = (
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>|\Z))|(?!\s*+=))"""
)
_MOST_ATTRIBUTES: Final = 1000
# Whether attributes follow each other at a place of unknown quoting.
_STEP: Final = 16_384
_WINDOW: Final = 131_072
_AMONG_ATTRIBUTES = re.compile(
    "|".join(
        rf"{start}(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}}"
        for start in (r"[^\s>]{0,499}+\s", "[^/>]{0,499}+/", '(?:[^"]{0,499}+"){1,2}', "(?:[^']{0,499}+'){1,2}")
    )
)
_CROWDED = re.compile(rf"(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}}")
_CROWDED_TAG = re.compile(rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}}", re.IGNORECASE)
_DRAWING = re.compile("<(?:svg|math|select)", re.IGNORECASE)


def _check_attributes(html: str) -> None:
    """Refuse a page with a tag of thousands of attributes: parsers compare each with all before it.

    Such a tag is longer than a step, so it is enough to look at some places of a page.
    """
    for place in range(_STEP, len(html), _STEP):
        if _AMONG_ATTRIBUTES.match(html, place, place + _WINDOW):
            break
    else:
        return
    is_sure = _DRAWING.search(html) is None  # in drawings, a parser may read a script as markup
    for token in _TOKEN.finditer(html):
        rest = token["rest"] or token["raw_rest"] or ""
        inner = "" if is_sure else token["content"] or ""
        if (len(rest) > _MOST_ATTRIBUTES and _CROWDED.match(rest)) or _CROWDED_TAG.search(inner):
            raise SourceError(
                Message(
                    "a tag of the page has more than {most_attributes} attributes", most_attributes=_MOST_ATTRIBUTES
                ),
                hint=Message("leave out what no browser knows"),
            )


_MOST_OPTIONS: Final = 10_000
_CHOICE = re.compile(r"<(?:option|(?P<list>/?select))(?=[\s/>])", re.IGNORECASE)


def _check_options(html: str) -> None:
    """Refuse a page with very long lists of options: parsers scan the whole list for each option."""
    steps = options = 0
    for found in _CHOICE.finditer(html):
        options = 0 if found["list"] else options + 1
        steps += options
    if steps > _MOST_OPTIONS * (_MOST_OPTIONS + 1) // 2:
        raise SourceError(
            Message("a list of the page has more than {most_options} options", most_options=_MOST_OPTIONS),
            hint=Message("leave the list out"),
        )


def check_nesting(html: str, tags: int | None = None) -> None:
    """Refuse a page that would take a parser too much time or memory.

    Args:
        html: the text of a page, however malformed.
        tags: how many ``<`` it has, if that is known; bytes are counted in half the time that texts take.

    Raises:
        SourceError: the page nests too deep for its length, has a tag of thousands of attributes, or lists of ten
            thousands of options.

    >>> check_nesting("<div>" * 500)
    >>> check_nesting("<div>" * 100_000)
    Traceback (most recent call last):
    syndicate.errors.SourceError: the elements of the page nest too deep: close those it leaves open
    """
    if len(html) < _SMALL:
        return
    if len(html) > _STEP:
        _check_attributes(html)
    tags = html.count("<") if tags is None else tags
    if tags > _MOST_OPTIONS:
        _check_options(html)
    # At most half of the tags can be formatting that the other half opens again.
    if tags**2 > 4 * _MAX_REOPENED and (
        # Nor can these bounds be passed, however the tags nest: most pages are spared the walk.
        tags**2 > _MAX_STEPS or tags * len(_FORMATS.findall(html)) > _MAX_REOPENED
    ):
        _Depth().walk(html)


# Start tags that end a drawing or formula (HTML standard, section 13.2.6.5), and parts of it that hold HTML again.
_LEAVES_FOREIGN = frozenset(
    "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
    "meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var select template".split()
)
_HOLDS_HTML = frozenset("annotation-xml desc foreignobject mi mn mo ms mtext title".split())
# A slash that ends a value without quotes closes nothing.
_SELF_CLOSED = re.compile(r"""(?:\s++[^\s=/>"'<]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`/]++(?=\s)))?)*\s*+/>""")


class _Depth:
    """The elements that may be open at a place of the page."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.kept: list[tuple[str, bool]] = []  # the attributes of each, and whether it may be reopened
        self.alike: Counter[str] = Counter()
        self.scopes = 0
        self.formatting = 0
        self.foreign = 0
        self.hidden = 0  # start tags in scripts and the like, which a parser may still see
        self.sure = True  # whether a parser agrees on where tags and comments begin
        self.closes = True  # whether a parser agrees on what is part of a drawing, where "/>" closes

    def walk(self, html: str) -> None:
        """Raises SourceError as soon as the page costs too much."""
        steps = reopened = 0
        for token in _TOKEN.finditer(html):
            self._take(token)
            steps += len(self.open) + self.hidden
            reopened += self.formatting
            if steps > _MAX_STEPS or reopened > _MAX_REOPENED:
                raise SourceError(
                    Message("the elements of the page nest too deep"), hint=Message("close those it leaves open")
                )

    def _take(self, token: re.Match[str]) -> None:
        if token["name"] is not None:
            name, rest = token["name"].lower(), token["rest"]
            if "<" in rest:
                self._doubt(rest)
            elif token["end"]:
                self._end(name)
            elif not (rest.endswith("/>") and self._is_closed(name, rest)):
                self._start(name, rest)
        elif token["raw"] is not None:
            self._raw(token["raw"].lower(), token["raw_rest"], token["content"])
        elif token["cdata"] is not None:
            if ">" in token["cdata"][:-1]:  # with which it ends in HTML, unlike SVG
                self._doubt(token["cdata"])
        elif token["comment"] is not None and not self.sure:
            self._hide(token["comment"])

    def _is_closed(self, name: str, rest: str) -> bool:
        """Whether a start tag is its own end, as in drawings and formulas."""
        return (
            self.foreign > 0
            and self.closes
            and name not in _LEAVES_FOREIGN
            and self.open[-1] not in _HOLDS_HTML
            and _SELF_CLOSED.fullmatch(rest) is not None
        )

    def _hide(self, text: str) -> None:
        names = _OPENED.findall(text)
        self.hidden += len(names)
        if not self.sure:
            self.formatting += sum(name.lower() in _FORMATTING for name in names)

    def _doubt(self, text: str) -> None:
        """From here on, open elements count as never closed, and nothing counts as hidden."""
        self.sure = self.closes = False
        self.open.append("")
        self.kept.append(("", False))
        self._hide(text)

    def _start(self, name: str, rest: str) -> None:
        if not self.foreign:
            if name in ("svg", "math") and "select" in self.open:
                self.closes = False  # it is none there
            if name in _NOT_OPEN:
                return
            if name in _ONE_AT_A_TIME:
                self._remove(name)
            if self.open and self.open[-1] in self._closed_by(name):
                self._pop(len(self.open) - 1)
        elif name in _LEAVES_FOREIGN or self.open[-1] in _HOLDS_HTML:
            self.closes = False
        self.open.append(name)
        self.foreign += name in ("svg", "math")
        self.scopes += name in _SCOPES
        is_counted = name in _FORMATTING
        if is_counted:
            alike = self.alike[name + rest]
            self.alike[name + rest] += 1
            is_counted = alike < _MOST_ALIKE * (self.scopes + 1)
            self.formatting += is_counted
        self.kept.append((rest, is_counted))

    def _closed_by(self, name: str) -> Container[str]:
        """What the next element of a name closes, if nothing is open in it."""
        if name in HEADINGS and not self.formatting:  # otherwise some of it is reopened
            return HEADINGS
        return _CLOSED_BY_NEXT.get(name, ())

    def _pop(self, place: int) -> None:
        """Close an element."""
        name = self.open.pop(place)
        rest, is_counted = self.kept.pop(place)
        self.foreign -= name in ("svg", "math")
        self.scopes -= name in _SCOPES
        if name in _FORMATTING:
            self.alike[name + rest] -= 1
            self.formatting -= is_counted

    def _end(self, name: str) -> None:
        place = len(self.open) - 1
        if self.foreign and self.closes:
            while place >= 0 and self.open[place] not in (name, "svg", "math"):
                place -= 1
        if name in _BLOCKS:
            while place > 0 and self.open[place] != name and self.open[place] in _CLOSED_BY_NEXT:
                place -= 1
        if place >= 0 and self.open[place] == name:
            for last in range(len(self.open) - 1, place - 1, -1):
                self._pop(last)
        elif self.foreign:
            self.closes = False
        elif name in HEADINGS and self.open and self.open[-1] in HEADINGS:
            self._pop(place)
        else:
            self._remove(name)

    def _remove(self, name: str) -> None:
        """Close the last element of a name where a parser surely closes one; what it holds may stay open."""
        if not self.sure or self.foreign or name == "form":  # whose content still follows
            return
        blocks = 0
        barriers = _SCOPES | _NEARER.get(name, frozenset())
        for place in range(len(self.open) - 1, -1, -1):
            found = self.open[place]
            if found == name:
                break
            blocks += found not in _PASSED
            if found in barriers or (blocks and name not in _BLOCKS and name not in _FORMATTING):
                return
        else:
            return
        if name not in _FORMATTING or (blocks <= _MOST_OUTSIDE and self.open.count(name) <= _MOST_ALIKE):
            self._pop(place)

    def _raw(self, name: str, rest: str, content: str) -> None:
        """An element of text only; in SVG and in ``<select>`` its content is markup after all."""
        if self.foreign and self.closes and "<" not in rest and "<" not in content:
            return  # a title or style of a drawing
        if self.foreign or "select" in self.open or "<" in rest or _is_escaped_twice(content):
            self._doubt(rest + content)
        else:
            self._hide(content)


def _is_escaped_twice(script: str) -> bool:
    """Whether its end tag may end another script within a comment (HTML standard, section 13.2.5.27)."""
    comment = script.find("<!--")
    return comment >= 0 and _SCRIPT.search(script, comment) is not None
