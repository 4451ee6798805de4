"""Depth judged before parsing: what would take a parser too long is refused, what people write is not."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofs import either
from selectolax.lexbor import LexborHTMLParser

from syndicate.errors import SourceError
from syndicate.markup import sanitize
from syndicate.markup.nesting import _Depth, check_nesting

_MANY = 20_000
_TAGS = (
    "a b i font nobr button p div h1 h2 li ul dd dt dl span table tr td caption object marquee template select option "
    "svg title desc g ruby rt form section x-y small br input label body"
).split()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * _MANY,
        "<b>" * _MANY,
        "<ul><li>" * _MANY,
        "<li><dd>" * _MANY,
        "<div>" + "".join(f"<b id={number}>" for number in range(1500)) + "</div>" + "<p>x" * 1500,
        "<div><!--</div>-->" * _MANY,
        '<div title="</div>">' * _MANY,
        "<div></span>" * _MANY,
        "<span><div></span></div>" * _MANY,
        "<b><dd></b><b><li></b>" * _MANY,
        "<div><table></div>" * _MANY,
        "<svg>" + "<g>" * _MANY,
        "<svg>" + "<input>" * _MANY,
        "<svg><title><div><!--</title></div>-->" * _MANY,
        "<div><![CDATA[x><!--]]></div>-->" * _MANY,
        "<div><?</div>" * _MANY,
        '<div><br ="x><!--" ></div>-->' * _MANY,
        "<div><script><!--<script></script></div>--></script>" * _MANY,
        "<svg>" + "<g a=b/>" * _MANY,
        "<svg>" + '<g a=b"/>' * _MANY,
        "<svg><desc>" + "<g/>" * _MANY,
        "<math><mi>" + "<x-y/>" * _MANY,
        "<select><svg></select>" + "<x-y/>" * _MANY,
        "<svg></p>" + "<x-y/>" * _MANY,
        "<div><svg></div>" + "<x-y/>" * _MANY,
        "<svg><b>" + "<x-y/>" * _MANY,
        "<svg><g></svg>" + "<x-y/>" * _MANY,
        "<svg><style><p></style>" + "<g/>" * _MANY,
        "<svg><![CDATA[<x>]]>" + "<g/>" * _MANY,
        "<p><div></p>" * _MANY,
        "<b><b><b><b><p></b></b></b></b>" * _MANY,
        f"<b>{'<div>' * 9}</b>" * _MANY,
        "<b><table><tr><td></b></table>" * _MANY,
        "<h2><small></h2><object></object>" * _MANY,
        "<form><section></form>" * _MANY,
        "".join(f"<p><b id={number}>x" for number in range(5000)),
    ],
    ids=lambda page: page[:40],
)
def test_deep_pages_are_refused_at_once(page: str) -> None:
    """Elements that pile up are noticed, whatever end tags a parser would pass over."""
    started = time.perf_counter()
    with pytest.raises(SourceError, match="nest too deep"):
        check_nesting(page)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>",
        "a < b " * 100_000,
        '<div class="a"><p>One <a href="x">two</a><br><ul><li>three<li>four</ul></div>' * 10_000,
        "<p>one<p>two <b>three</b>" * 10_000,
        "<dl><dt>a<dd>b<dt>c<dd>d</dl>" * 10_000,
        "<table><tr><td>a<td>b<tr><td>c</table>" * 10_000,
        '<a href="x">a <svg viewBox="0 0 1 1"><title>icon</title><path d="m0"/></svg></a>' * 10_000,
        '<svg hidden><style>a{}</style><symbol id="a"><title>a</title><path d="M0 0"/></symbol></svg>'
        + "<p><a href=x><img src=y></a></p>" * 10_000,
        '<svg><symbol id="a"><path d="M0 0" /><use href="#b"/></symbol></svg>' * 10_000,
        '<math><mi>x</mi><mspace width="1em"/><mprescripts/></math>' * 10_000,
        "<script>if (a<b) document.write('<div>')</script>" * 500 + "<p>a</p>" * 10_000,
        "<!-- <div><b> -->" * 10_000,
        '<p title="' + "x" * 1_000_000 + '">',
        "<!--" * 100_000,
        "<a name=x><p>text</p>" * 10_000,
        "<font><p>x</font></p>" * 10_000,
        "<b><p>a</b>b</p>" * 10_000,
        "<i><ul><li>x</i></ul>" * 10_000,
        "<![CDATA[x]]>" * 10_000,
        "<nobr>a" * 10_000,
        "<button>a" * 10_000,
        "<h2>a" * 10_000,
        "<h2>a</h3>" * 10_000,
        "<p><font size=2>a" * 2000,
        "<table><tr><td><a name=x>a</table>" * 2000,
        "<p>" * 3000 + "<script>" + "<!--" * 100_000 + "</script>",
        '<a b="' * 10,
    ],
    ids=lambda page: page[:40],
)
def test_long_pages_are_taken(page: str) -> None:
    """Length alone is not a fault: lists, tables, icons, scripts and comments may come by the thousand."""
    started = time.perf_counter()
    check_nesting(page)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("form", "between"),
    [("a{}=1", " "), ("a{}", " "), ("a{}", "/"), ("a{}='<>'", ""), ('a{}="</p>"', ""), ("a{}=<b", " ")],
)
def test_tags_of_thousands_of_attributes_are_refused_at_once(form: str, between: str) -> None:
    """Parsers compare each attribute with all before it, which takes the square of their number."""
    page = f"<p {between.join(form.format(number) for number in range(70_000))}>x</p>"
    started = time.perf_counter()
    for text in (page, f"<p>{'a word ' * 5000}{page}", f"<svg><script>{page}</script></svg>"):
        with pytest.raises(SourceError, match="more than 1000 attributes"):
            check_nesting(text)
    assert time.perf_counter() - started < 5


@given(st.lists(st.sampled_from(_TAGS), min_size=1, max_size=5), st.data())
@settings(max_examples=either(300, 20_000), deadline=None)
def test_no_page_is_deeper_than_it_is_taken_to_be(names: list[str], data: st.DataObject) -> None:
    """Of tags that come again and again, however they nest, a parser has no more open than is counted."""
    tags = st.sampled_from([form.format(name) for name in names for form in ("<{}>", "<{} id=a>", "</{}>")] + ["x"])
    page = "".join(data.draw(st.lists(tags, max_size=4)) + data.draw(st.lists(tags, min_size=2, max_size=8)) * 40)
    node = LexborHTMLParser(f"<!doctype html><body>{page}<x-y>").css("x-y")[-1:]
    depth = 0
    place = node[0].parent if node else None
    while place is not None:
        depth, place = depth + 1, place.parent
    judged = _Depth()
    judged.walk(page)
    parts_of_tables = 4 * sum(name in ("select", "table", "template") for name in judged.open)
    assert depth <= len(judged.open) + judged.hidden + parts_of_tables + 10


def test_long_lists_to_choose_from_are_refused_at_once() -> None:
    """Parsers look at all options of a list for each that comes, so that 20,000 take seconds; few have a hundred."""
    started = time.perf_counter()
    with pytest.raises(SourceError, match="more than 10000 options"):
        check_nesting(f"<select>{'<option>a' * 20_000}</select>")
    assert time.perf_counter() - started < 1
    check_nesting(f"<select>{'<option>a' * 9_000}</select>")
    check_nesting(f"<select>{'<option>a</option>' * 200}</select>" * 500)


def test_numbers_in_scripts_are_no_attributes() -> None:
    """A script may compare something and go on with a long list, and a text may be long."""
    check_nesting(f"<script>if (a<b) c = [{' '.join(map(str, range(70_000)))}]</script><p>a</p>")
    check_nesting(f"<p>{'one word and another ' * 50_000}</p>")


@pytest.mark.parametrize("form", ['<p title="{}">', "<div data-x='{}'>", "<script>a(\"<p title='{}'>\")</script>"])
def test_words_of_a_value_are_no_attributes(form: str) -> None:
    """A tag may hold the data of a script, or a long text, in one attribute."""
    for value in ("some words " * 3000, '{&quot;a&quot;: 1, "b": 2} '.replace('"', "") * 3000, "= / " * 5000):
        check_nesting(f"<p>{'x' * 3000}</p>{form.format(value)}x")


@pytest.mark.parametrize(
    "text", ["&", "&a", '"', " ", "/", "<a ", "='", "&#", "&amp;", "\0", "<!", "hidden ", "style="]
)
def test_a_million_of_one_thing_takes_no_time(text: str) -> None:
    """Whatever a text repeats, reading it takes time in proportion."""
    started = time.perf_counter()
    with suppress(SourceError):
        sanitize(text * (500_000 // len(text)))
    assert time.perf_counter() - started < 5
