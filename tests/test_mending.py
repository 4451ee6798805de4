"""Misplaced elements: each goes where it may stand, no text is lost, and what stands well stays as it is."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from misplaced import misplaced_html
from samples import PRIVATE, parsed

import syndicate
from syndicate.markup import TAGS, Policy, sanitize
from syndicate.markup.policy import DROPPED_WITH_CONTENT

BASE = "https://www.example.org/a/"


@pytest.mark.parametrize(
    ("misplaced", "expected"),
    [
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><ul><li>b</li></ul></ul>", "<ul><li><ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        (
            "<ol><li>a</li> <ul><li>b</li></ul><ol><li>c</li></ol><li>d</li></ol>",
            "<ol><li>a <ul><li>b</li></ul><ol><li>c</li></ol></li><li>d</li></ol>",
        ),
        ("<ul><li>a</li>b <i>c</i><li>d</li></ul>", "<ul><li>a</li><li>b <i>c</i></li><li>d</li></ul>"),
        ("<ul><li>a</li><br><br><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li><strong>\n</strong>&nbsp;</ul>", "<ul><li>a</li></ul>"),
        ("<ul><p>a</p><li>b</li></ul>", "<ul><li><p>a</p></li><li>b</li></ul>"),
        ("<ul><div><li>a</li><li>b</li></div></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><b><li>a</li><li>b</li></b></ul>", "<ul><li><b>a</b></li><li><b>b</b></li></ul>"),
        ("<div>a<li>b</li> <li>c</li>d</div>", "<div>a<ul><li>b</li> <li>c</li></ul>d</div>"),
        ('<ul><li value="3">a</li></ul>', "<ul><li>a</li></ul>"),
        ('<ul><li title="x" value="3">a</li></ul>', '<ul><li title="x">a</li></ul>'),
        ('<ul><li title=" value=" lang="es">a</li></ul>', '<ul><li title=" value=" lang="es">a</li></ul>'),
        ("<ul>\u3000</ul>", "<ul><li>\u3000</li></ul>"),
        ('<ol><li value="3">a</li></ol>', '<ol><li value="3">a</li></ol>'),
    ],
)
def test_lists_hold_items_and_nothing_else(misplaced: str, expected: str) -> None:
    """A list goes into the item before it, a text becomes an item, an item alone gets a list."""
    assert expected == sanitize(misplaced)


@pytest.mark.parametrize(
    ("misplaced", "expected"),
    [
        ("<dt>a</dt><dd>b</dd>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<dl><dd>a</dd><dd>b</dd></dl>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dd>a</dd><dt>b</dt></dl>", "<dl><dt></dt><dd>a</dd><dt>b</dt><dd></dd></dl>"),
        ("<dl><b>a</b><dd>b</dd></dl>", "<dl><dt><b>a</b></dt><dd>b</dd></dl>"),
        ("<dl><dt>a</dt><dd>b</dd>c</dl>", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<dl><dt><h3>a</h3></dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
    ],
)
def test_terms_have_descriptions(misplaced: str, expected: str) -> None:
    """Terms and descriptions stand in one list, none without the other."""
    assert expected == sanitize(misplaced)


@pytest.mark.parametrize(
    ("misplaced", "expected"),
    [
        ("<strong>\n<p>a</p>b</strong>", "\n<p><strong>a</strong></p><strong>b</strong>"),
        ("<i>a<ul><li>b</li></ul></i>", "<i>a</i><ul><li><i>b</i></li></ul>"),
        ("<h3><p>a</p></h3>", "<h3>a</h3>"),
        ("<h3><p>a</p><p>b</p></h3>", "<h3>a<br>b</h3>"),
        ("<h2>a<ul><li>b</li></ul>c</h2>", "<h2>a</h2><ul><li>b</li></ul><h2>c</h2>"),
        ("<h2><b>a<h3>b</h3></b></h2>", "<h2><b>a</b></h2><h3><b>b</b></h3>"),
        ("<ol><ins><h6>a<li><h3>w", "<ol><li><ins><h6>a</h6></ins></li><li><h3><ins>w</ins></h3></li></ol>"),
        ("<h2> <br></h2><p>a</p>", " <br><p>a</p>"),
        ("<pre>a<div>b</div></pre>", "<pre>a\nb</pre>"),
        ("<p>a<button><div>b</div></button>c</p>", "<p>a</p><div>b</div> c<p></p>"),
        ('<a href="x"><p>a</p></a>', '<a href="https://www.example.org/a/x"><p>a</p></a>'),
        (
            '<a name="top"><table><td><a href="x">a</a></table></a>',
            '<table><tbody><tr><td><a href="https://www.example.org/a/x">a</a></td></tr></tbody></table>',
        ),
        ("<span><hr></span>", "<hr>"),
        ("<dfn>a<dfn>b</dfn></dfn>", "<dfn>ab</dfn>"),
    ],
)
def test_lines_of_text_hold_no_blocks(misplaced: str, expected: str) -> None:
    """What surrounds blocks goes into them; a heading is divided; links and headings hold none of their kind."""
    assert expected == sanitize(misplaced, BASE)


ROW = "<tbody><tr><td>{}</td></tr></tbody>"


@pytest.mark.parametrize(
    ("misplaced", "expected"),
    [
        ("<tbody><tr><td>a<thead><tr><td>b", "<thead><tr><td>b</td></tr></thead>" + ROW.format("a")),
        (
            "<thead><tr><td>a<tbody><tr><td>b<thead><tr><td>c",
            "<thead><tr><td>a</td></tr></thead>" + ROW.format("b") + ROW.format("c"),
        ),
        ("<tr><td>a<caption>b", "<caption>b</caption>" + ROW.format("a")),
        ("<caption>a<caption>b<tr><td>c", "<caption>a<br>b</caption>" + ROW.format("c")),
        ("<tr></tr><tr><td>a", ROW.format("a")),
        ('<tr><td colspan="3">a', ROW.format("a")),
        ('<tr><td rowspan="3">a', ROW.format("a")),
        ("<colgroup><col><col><tr><td>a", ROW.format("a")),
        (
            '<colgroup title=" span=" lang="es"><tr><td>a',
            '<colgroup title=" span=" lang="es"></colgroup>' + ROW.format("a"),
        ),
        (
            "<colgroup><col><col></colgroup><tr><td>a<td>b<tr><td>c",
            "<tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody>",
        ),
        (
            '<colgroup span="2"></colgroup><tr><td>a<td rowspan="2">b<tr><td>c',
            '<colgroup span="2"></colgroup><tbody><tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr></tbody>',
        ),
        ('<colgroup span="2"></colgroup>', ""),
        ("<tr><th><h3>a", "<tbody><tr><th>a</th></tr></tbody>"),
    ],
)
def test_parts_of_tables_stand_in_order(misplaced: str, expected: str) -> None:
    """Captions and heads come first, rows have cells, and cells reach no further than their table."""
    assert f"<table>{expected}</table>" == sanitize(f"<table>{misplaced}</table>")


def test_cells_that_fit_stay_as_they_are() -> None:
    """Cells over several rows and columns of a sound table keep their numbers."""
    table = (
        '<table><caption>t</caption><colgroup><col><col span="2"></colgroup><thead><tr><th rowspan="2">a</th>'
        '<th colspan="2">b</th></tr><tr><th>c</th><th>d</th></tr></thead><tbody><tr><td>e</td><td>f</td><td>g</td></tr>'
        "</tbody></table>"
    )
    assert table == sanitize(table)


def test_a_table_of_huge_cells_is_left_alone() -> None:
    """Cells that claim millions of places cost no time; they stay as they are."""
    row = '<tr><td colspan="1000" rowspan="65534">a</td></tr>'
    table = f"<table><tbody>{row * 300}</tbody></table>"
    assert table == sanitize(table)


@pytest.mark.parametrize(
    ("misplaced", "expected"),
    [
        ("<figure>a<figcaption>b</figcaption>c</figure>", "<figure>a<div>b</div>c</figure>"),
        ("<figure>a<figcaption>b</figcaption><br></figure>", "<figure>a<div>b</div><br></figure>"),
        ("<figure>a<figcaption>b</figcaption><hr></figure>", "<figure>a<div>b</div><hr></figure>"),
        ("<figure>a<figcaption>b</figcaption>&nbsp;</figure>", "<figure>a<div>b</div>&nbsp;</figure>"),
        ("<figure>a<figcaption>b</figcaption><h3><br></h3></figure>", "<figure>a<div>b</div><br></figure>"),
        ("<b><figure>a<figcaption></figcaption><samp>", "<figure><b>a</b><div></div><samp></samp></figure>"),
        ("<ruby>a<rt>b</rt><br></ruby>", "ab<br>"),
        ("<ruby><i>&nbsp;<rt>", "<ruby>&nbsp;<rt></rt></ruby>"),
        ("<figcaption>b</figcaption>", "<div>b</div>"),
        ("<figure>a<figcaption>b</figcaption></figure>", "<figure>a<figcaption>b</figcaption></figure>"),
        ("<ruby>a<rt>b</rt></ruby>", "<ruby>a<rt>b</rt></ruby>"),
        ("<ruby>a<rp>(</rp></ruby><rt>b</rt>", "ab"),
        ("<bdo>a</bdo>", "a"),
        ("<time>now</time>", "now"),
        ('<time datetime="2021-02-29">a</time>', "a"),
        ('<time title=" datetime=" lang="es">a</time>', '<span lang="es">a</span>'),
        ('<time datetime="2020-02-29">a</time>', '<time datetime="2020-02-29">a</time>'),
    ],
)
def test_parts_mean_nothing_without_the_whole(misplaced: str, expected: str) -> None:
    """Captions without figures, annotations without a base, times without a date: the text stays."""
    assert expected == sanitize(misplaced)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<img src="a.png">', '<img src="{0}a.png" alt="" {private}>'),
        (
            '<img src="a.png" title="t">',
            '<img src="{0}a.png" title="t" alt="t" {private}>',
        ),
        ('<img src="a.png" alt>', '<img src="{0}a.png" alt="" {private}>'),
        ('<img alt="a &amp; b">', "a &amp; b"),
        (
            '<img src="a.png" title="b alt=">',
            '<img src="{0}a.png" title="b alt=" alt="b alt=" {private}>',
        ),
        ("<img>", ""),
        (
            '<img srcset="a.png 1x, b.png 2x" alt="">',
            '<img srcset="{0}a.png 1x, {0}b.png 2x" alt="" src="{0}a.png" {private}>',
        ),
        (
            '<img src="a.png" alt="" srcset="a.png 9w, b.png 2x, c.png 9w">',
            '<img src="{0}a.png" alt="" srcset="{0}a.png 9w" sizes="100vw" {private}>',
        ),
        (
            '<img src="a.png" alt="" srcset="a.png, b.png 1x, c.png 2x, d.png 2.0x">',
            '<img src="{0}a.png" alt="" srcset="{0}a.png, {0}c.png 2x" {private}>',
        ),
        (
            '<img src="a.png" alt="" srcset="a.png 100w, b.png 0100w">',
            '<img src="{0}a.png" alt="" srcset="{0}a.png 100w" sizes="100vw" {private}>',
        ),
        (
            '<img src="a.png" alt="" sizes="9px" width="50%" height="7">',
            '<img src="{0}a.png" alt="" height="7" {private}>',
        ),
    ],
)
def test_pictures_have_what_they_need(written: str, expected: str) -> None:
    """An address and an alternative; a picture without an address is its alternative."""
    assert expected.format(BASE, private=PRIVATE) == sanitize(written, BASE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<p lang="en_US">a</p>', '<p lang="en-US">a</p>'),
        ('<p lang="spanish!">a</p>', "<p>a</p>"),
        ('<p lang="en-a">a</p>', "<p>a</p>"),
        ('<p lang="en-US-US">a</p>', "<p>a</p>"),
        ('<p lang="zh-cmn-Hans-CN-x-a">a</p>', '<p lang="zh-cmn-Hans-CN-x-a">a</p>'),
        ('<p lang="es-419-u-ca-gregory">a</p>', '<p lang="es-419-u-ca-gregory">a</p>'),
        ('<time datetime="0000">a</time>', "a"),
        ('<time datetime="0000-12">a</time>', "a"),
        ('<time datetime="0000-W01">a</time>', "a"),
        ('<time datetime="-00:00">a</time>', "a"),
        ('<time datetime="+00:00">a</time>', '<time datetime="+00:00">a</time>'),
        ('<time datetime="2020-W01">a</time>', '<time datetime="2020-W01">a</time>'),
        ('<p lang="">a</p>', '<p lang="">a</p>'),
        ('<a hreflang="es">a</a>', "<a>a</a>"),
        ('<a hreflang="es" title="x href=y">a</a>', '<a title="x href=y">a</a>'),
        ('<a title=" href=" hreflang="es">a</a>', '<a title=" href=">a</a>'),
        ('<ol start="x" reversed="reversed" type="disc"><li>a</ol>', '<ol reversed=""><li>a</li></ol>'),
        ('<p dir="up" align="left" clear="all">a</p>', "<p>a</p>"),
    ],
)
def test_attributes_say_what_they_may(written: str, expected: str) -> None:
    """A value that means nothing, or an attribute of old, goes."""
    assert expected == sanitize(written)


def words(markup: str) -> str:
    """The characters of the text, without white space."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


@given(misplaced_html)
@example("<ul>one<b><li>two</b><ul>three")
@example("<pre>\n\n\none")
@example("<h2><ol><dt>&nbsp;<h1></h1><pre><p><nobr>\none")
@example("x<ruby><span><rt></rt></span><span><ul></ul><i></ruby>")
@example("<figure>a<figcaption>b</figcaption><br></figure>")
@example("<b><figure>w2.<figcaption></figcaption><samp>")
@example("<ol>&nbsp; <select><p><b></b><h4><figcaption></figcaption>&nbsp; ")
def test_what_is_mended_needs_no_mending(fragment: str) -> None:
    """A text that was sanitized is sanitized to itself, and means the same to a parser."""
    once = sanitize(fragment, BASE)
    assert once == sanitize(once)


@given(misplaced_html.filter(lambda fragment: "<img" not in fragment))
def test_no_text_is_lost_or_moved(fragment: str) -> None:
    """All letters stay in the order in which a parser has them; captions go to the top of their table."""
    body = parsed(f"<!doctype html><body>{fragment}").body
    assert body is not None
    for node in body.css(", ".join(DROPPED_WITH_CONTENT)):
        node.decompose()
    expected, made = words(body.html or ""), words(sanitize(fragment, BASE))
    assert sorted(expected) == sorted(made)
    if "<table" not in fragment:
        assert expected == made


@given(misplaced_html, st.sets(st.sampled_from(sorted(TAGS)), max_size=50))
def test_mending_keeps_to_a_narrower_policy(fragment: str, without: set[str]) -> None:
    """No element comes in that the policy does not allow."""
    policy = Policy(tags=TAGS - without)
    made = sanitize(fragment, BASE, policy)
    assert set() == set(re.findall(r"<([a-z0-9]+)", made)) - policy.tags
    assert made == sanitize(made, None, policy)


def test_blocks_in_many_lines_do_not_multiply() -> None:
    """Elements around many blocks are not written again without end."""
    assert len(sanitize("<span title='ten letters'>" * 700 + "<p>a" * 700)) < 300_000


def test_one_element_that_waits_costs_no_walk() -> None:
    """A heading that was divided by thousands of open lists is not looked for among them at every text."""
    started = time.process_time()
    sanitize("<h3>" + "<ol>a" * 7300)
    assert time.process_time() - started < 1.5


def test_deep_nesting_is_mended_without_recursion() -> None:
    """A text that nests deeper than Python calls is mended all the same."""
    assert "<ul><li>b</li></ul>" in sanitize("<div>" * 3000 + "a<li>b</li>")


def test_real_summaries_need_little_mending(corpora: Path) -> None:
    """Of the real summaries, those with lists in lists are mended, and none is mended twice."""
    catalog = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    summaries = [summary for topic in catalog.values() for summary in topic.summary.values()]
    assert 2044 == len(summaries)
    assert [] == [summary for summary in summaries if summary != sanitize(summary)]
    assert [] == [summary for summary in summaries if re.search(r"</li>\s*<(?!li>|/[uo]l>)|<[uo]l>\s*[^<\s]", summary)]
