"""Depth judged before parsing: what would take a parser too long is refused, what people write is not."""

from __future__ import annotations

import time

import pytest

from syndicate.errors import SourceError
from syndicate.nesting import check_nesting

_MANY = 20_000


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
        "<script>if (a<b) document.write('<div>')</script>" * 500 + "<p>a</p>" * 10_000,
        "<!-- <div><b> -->" * 10_000,
        '<p title="' + "x" * 1_000_000 + '">',
        "<!--" * 100_000,
        "<p>" * 3000 + "<script>" + "<!--" * 100_000 + "</script>",
        '<a b="' * 10,
    ],
    ids=lambda page: page[:40],
)
def test_long_pages_are_taken(page: str) -> None:
    """Length alone is no fault: lists, tables, icons, scripts and comments may come by the thousand."""
    started = time.perf_counter()
    check_nesting(page)
    assert time.perf_counter() - started < 5
