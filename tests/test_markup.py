"""HTML: sanitizing, addresses, plain text, heading levels, regions of a page, decoding."""

from __future__ import annotations

import codecs
import json
import re
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from fragments import fragments
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from samples import PRIVATE
from selectolax.lexbor import LexborHTMLParser

from syndicate.errors import SourceError
from syndicate.markup import (
    ATTRIBUTES,
    TAGS,
    URL_SCHEMES,
    Policy,
    Removed,
    RemovedKind,
    decode,
    plain_text,
    relevel,
    resolve,
    sanitize,
    sanitize_reporting,
)
from syndicate.markup.leading import leading_prose
from syndicate.markup.pages import Places, base_url, parse, region_nodes
from syndicate.markup.sanitizing import sanitize_parts
from syndicate.markup.urls import addresses, candidates
from syndicate.text import find_illegal

BASE = "https://www.example.org/salud/a.html"
URL_ATTRIBUTES = {"href", "src", "cite"}


def _elements(markup: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """The elements two parsers see in markup, with their attributes, without the page they stand in."""
    for element in lxml.html.fromstring(f"<div>{markup}</div>").iterdescendants():
        yield str(element.tag), dict(element.attrib)
    body = LexborHTMLParser(f"<body>{markup}</body>").body
    assert body is not None
    for node in body.traverse(include_text=False):
        if node.tag != "body" and node.is_element_node:
            yield node.tag or "", dict(node.attributes)


def _assert_safe(markup: Markup) -> None:
    assert find_illegal(markup) is None
    for tag, attributes in _elements(markup):
        assert tag in TAGS
        for name, value in attributes.items():
            assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
            if name in URL_ATTRIBUTES:
                assert urlsplit(value or "").scheme in URL_SCHEMES
                assert re.match("https?://" if name == "src" else "(?:https?://|mailto:|sms:|tel:)", value or "")


def _payloads(folder: Path) -> list[str]:
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["payload"] for line in lines]


_FRAMES = (
    "{}",
    "<p>{}</p>",
    '<a href="{}">x</a>',
    "<img src='{}'>",
    "<section>{}</section>",
    "<iframe src='{}' title=\"{}\"></iframe>",
    "<video poster='{}' title='{}'>{}</video>",
    "<object data='{}'>{}</object>",
    "<math alttext='{}'>{}</math>",
    "<noscript>{}</noscript>",
    "<picture><source srcset='{}'><img alt='{}'></picture>",
    "<img data-src='{}' data-srcset='{}'>",
    "<svg><title>{}</title></svg>",
    "<font lang='{}'>{}</font>",
    "<p style='display: block' hidden='{}'>{}",
)


def test_no_known_attack_survives(corpora: Path) -> None:
    """Of every payload of OWASP, ammonia and bleach only allowed elements, attributes and addresses are left."""
    payloads = _payloads(corpora / "xss")
    assert len(payloads) > 150
    for payload in payloads:
        for frame in _FRAMES:
            fragment = frame.replace("{}", payload)
            for base in (None, BASE):
                cleaned = sanitize(fragment, base)
                _assert_safe(cleaned)
                assert cleaned == sanitize(cleaned, base)


@given(
    st.lists(
        st.sampled_from(
            "< > & \" ' = / <p> </p> <b> <a <a> </a> href= src= <img onerror= javascript: data: <svg> <math> <style> "
            "</style> <script> <!-- --> <![CDATA[ ]]> <table> <td> <mglyph> <title> <noscript> <template> <br> x \t \0 "
            "&#106; &lt; https://e.org/ <select> <p\fid= <x-y> <h2> </h2> ` \\ title=".split(" ")
        )
    ).map("".join)
)
@example("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>")
@example('<noscript><p title="</noscript><img src=x onerror=alert(1)>">')
@example("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>")
def test_nothing_unsafe_can_be_pieced_together(fragment: str) -> None:
    """Pieces of markup in any order are safe after cleaning."""
    _assert_safe(sanitize(fragment, BASE))


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_cleaned_to_legal_markup(text: str) -> None:
    """Controls, lone surrogates and all: the result stands in XML."""
    _assert_safe(sanitize(text))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java&#13;script:alert(1)",
        "&#1;javascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:x",
        "data:text/html,<script>x()</script>",
        "data:image/svg+xml;base64,AAAA",
        "file:///etc/passwd",
        "blob:https://e.org/1",
        "view-source:https://e.org/",
        "feed:https://e.org/",
    ],
)
def test_links_that_run_or_load_something_lose_their_address(url: str) -> None:
    """However a scheme is written, only web pages, mail and telephone remain."""
    for base in (None, BASE):
        assert "<a>x</a>" == sanitize(f'<a href="{url}">x</a>', base)
        assert "a b" == sanitize(f'<img src="{url}" alt="a b">', base)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<a href="b.html">b</a>', '<a href="https://www.example.org/salud/b.html">b</a>'),
        ('<a href="/b">b</a>', '<a href="https://www.example.org/b">b</a>'),
        ('<a href="//cdn.example.com/b">b</a>', '<a href="https://cdn.example.com/b">b</a>'),
        ('<a href="../../../b">b</a>', '<a href="https://www.example.org/b">b</a>'),
        ('<a href="https://www.example.org/../b">b</a>', '<a href="https://www.example.org/b">b</a>'),
        ('<a href="#c">b</a>', f'<a href="{BASE}#c">b</a>'),
        ('<a href="">b</a>', "<a>b</a>"),
        ('<a href="  ">b</a>', "<a>b</a>"),
        (
            '<a href="b.html" tid="2" target="_blank" onclick="x()">b</a>',
            '<a href="https://www.example.org/salud/b.html">b</a>',
        ),
        ('<p class="">uno</p>', "<p>uno</p>"),
        ('<p class="x" id="y" style="color:red">uno</p>', "<p>uno</p>"),
        ("<ph3>uno</ph3>", "uno"),
        ("<h3>uno<ph3>dos</h3>", "<h3>unodos</h3>"),
        ("<ul><li>uno/li&gt;<li>dos</ul>", "<ul><li>uno/li&gt;</li><li>dos</li></ul>"),
        (
            '<img src="/i.png" alt="Una fruta" width="9">',
            f'<img src="https://www.example.org/i.png" alt="Una fruta" width="9" {PRIVATE}>',
        ),
        ('<img src="mailto:a@example.org" alt="Mail">', "Mail"),
        ('<a href="mailto:a@example.org">b</a>', '<a href="mailto:a@example.org">b</a>'),
        ('<a href="tel:+18005550100">b</a>', '<a href="tel:+18005550100">b</a>'),
        ('<p dir="rtl" lang="ar">x</p><p dir="up">y</p>', '<p dir="rtl" lang="ar">x</p><p>y</p>'),
        ("<font color=red><b>uno</b></font>", "<b>uno</b>"),
        ("a<script>x()</script><style>y</style>b<iframe>z</iframe>c", "ab c"),
        ("uno &amp; dos &lt;tres&gt;", "uno &amp; dos &lt;tres&gt;"),
        ("1 < 2", "1 &lt; 2"),
        ("<!-- nota -->a<?php x ?>", "a"),
        ("", ""),
    ],
)
def test_the_quirks_of_sources_are_mended(fragment: str, expected: str) -> None:
    """Relative links become absolute; foreign attributes, made-up elements and empty addresses go; text stays."""
    assert expected == sanitize(fragment, BASE)
    assert isinstance(sanitize(fragment, BASE), Markup)


def test_links_within_a_text_are_text_where_ids_are_gone() -> None:
    """A page of our own has no ids; the page that a text comes from has those its links name."""
    written = f'<a href="#note">1</a> <a href="{BASE}#a">2</a> <a href="other.html#b">3</a> <p id="note">Note</p>'
    made, removed = sanitize_reporting(written, BASE, anchors=False)
    other = '<a href="https://www.example.org/salud/other.html#b">3</a>'
    assert f"<a>1</a> <a>2</a> {other} <p>Note</p>" == made
    assert {(RemovedKind.DEAD_LINKS, "#note"): 1, (RemovedKind.DEAD_LINKS, f"{BASE}#a"): 1} == removed.counts
    assert f'<a href="{BASE}#note">1</a>' in sanitize(written, BASE)


@given(st.lists(fragments, max_size=4), st.sampled_from([Policy(), Policy().without({"table", "img"})]))
def test_parts_of_a_page_are_cleaned_as_each_would_be(htmls: list[str], policy: Policy) -> None:
    """Whether one look at all of them finds something to prepare or not; what is removed is the sum."""
    bodies = [parse(f"<!doctype html><body>{html}").body for html in htmls]
    parts = [body.inner_html or "" for body in bodies if body is not None]
    places = Places(parse(""), BASE)
    options = {"anchors": places, "keep_hidden": False, "extra": frozenset[tuple[str, str]]()}
    made, removed = sanitize_parts(parts, BASE, policy, **options)
    each = [sanitize_reporting(part, BASE, policy, **options) for part in parts]
    assert [markup.strip() for markup, _ in each] == made
    assert sum((found for _, found in each), Removed()) == removed


def test_links_within_a_page_that_lead_nowhere_are_text() -> None:
    """Those to its top, to text to highlight, to what only a script reads, and with the whole address are links."""
    page = f'''<p id="á b">a <a name=n></a> <a href="#%C3%A1%20b">1</a> <a href="#n">2</a> <a href="#x">3</a>
        <a href="{BASE}#y">4</a> <a href="#top">5</a> <a href="#:~:text=a">6</a> <a href="#!/a">7</a>
        <a href="#">8</a> <a href="other.html#x">9</a>'''
    made, removed = sanitize_reporting(page, BASE, anchors=Places(parse(page), f"{BASE}#z"))
    assert {(RemovedKind.DEAD_LINKS, "#x"): 1} == removed.counts
    assert 8 == made.count(" href=")


def test_without_a_base_a_relative_link_is_text() -> None:
    """A relative address would mean another page in every place the text is shown."""
    assert "<a>b</a>" == sanitize('<a href="b.html">b</a>')


def test_removed_characters_are_counted() -> None:
    """Nothing is dropped silently."""
    markup, removed = sanitize_reporting("<p>u\x0bn\x01o</p>")
    assert ("<p>uno</p>", 2) == (markup, removed.total(RemovedKind.ILLEGAL_CHARACTERS))


def test_threads_do_not_share_their_base() -> None:
    """Cleaning in several threads keeps every page's links its own."""
    wrong: list[str] = []

    def clean(host: str) -> None:
        expected = f'<a href="https://{host}.example.org/x">y</a>'
        found = {sanitize('<a href="x">y</a>', f"https://{host}.example.org/") for _ in range(300)}
        wrong.extend(found - {expected})

    threads = [threading.Thread(target=clean, args=(f"h{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == wrong


@pytest.mark.parametrize("fragment", ["<div>" * 100_000, "<b>" * 100_000, "<blockquote><i>" * 50_000])
def test_endless_nesting_is_refused(fragment: str) -> None:
    """A fragment that would keep a parser busy for minutes is an error at once."""
    with pytest.raises(SourceError, match="nest too deep"):
        sanitize(fragment)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/a", "https://e.org/a"),
        ("HTTPS://e.org/a", "https://e.org/a"),
        ("/../../a", "https://www.example.org/a"),
        ("..", "https://www.example.org/"),
        ("?q=1", f"{BASE}?q=1"),
        ("//e.org", "https://e.org"),
        ("\t\n https://e.org/a \r\n", "https://e.org/a"),
        ("https://e.org/a b", "https://e.org/a%20b"),
        ("https://e.org/a\u00a0b", "https://e.org/a%C2%A0b"),
        ('https://e.org/"><b>', "https://e.org/%22%3E%3Cb%3E"),
        ("https://e.org/{a}|b^`?\\", "https://e.org/%7Ba%7D%7Cb%5E%60?%5C"),
        ("\\\\e.org\\a?\\", "https://e.org/a?%5C"),
        ("/\\e.org", "https://e.org"),
        ("https:\\\\e.org#\\", "https://e.org#%5C"),
        ("https://e.org\\@evil.example/", "https://e.org/@evil.example/"),
        ("a:b/c", None),
        ("?", f"{BASE}?"),
        ("#", f"{BASE}#"),
        ("a:80", None),
        ("//javascript:x()", None),
        ("https://e.org:65536/", None),
        ("https://1.2.3.4.5/", None),
        ("https://1.2.3.4/", "https://1.2.3.4/"),
        ("https://[::1]/", "https://[::1]/"),
        ("https://[::g]/", None),
        ("https://xn--/", None),
        ("https://e..org/", None),
        ("https://\u2100.example/", None),
        ("https://e.org\uff1a80/", None),
        ("https://e\u2066.org/", None),
        ("https://user@e.org/", None),
        ("https://user:secret@e.org/", None),
        ("https://[@evil.example/", None),
        ("//\u2100@evil.example/", None),
        (f"https://{'é.' * 100_000}e.org/", None),
        ("https://e.org/a/.\u202e./b", "https://e.org/a/.%E2%80%AE./b"),
        ("https://e.org/a/.\uffff./b", "https://e.org/a/.%EF%BF%BF./b"),
        ("https://ejemplo.español/", "https://ejemplo.español/"),
        ("HTTP:\\\\E.org", "http://E.org"),
        ("https://e.org/a/./b/../c?d=/../e#/./f", "https://e.org/a/c?d=/../e#/./f"),
        ("https://e.org/..", "https://e.org/"),
        ("https://e.org/a/../..", "https://e.org/"),
        ("https://e.org/a/b/.", "https://e.org/a/b/"),
        ("https://e.org//evil.example/./a", "https://e.org//evil.example/a"),
        ("https://e.org/.//evil.example", "https://e.org//evil.example"),
        ("https://e.org//.[", "https://e.org//.["),
        ("https://e.org/niños", "https://e.org/niños"),
        ("https://e.org/%C3%B1", "https://e.org/%C3%B1"),
        ("https://", None),
        ("https:///a", None),
        ("https:////e.org", None),
        ("https://[bad/", None),
        ("http:", None),
        ("", None),
        (" \n", None),
        ("ftp://e.org/", None),
        ("urn:isbn:1", None),
        ("mailto:a@e.org", "mailto:a@e.org"),
    ],
)
def test_references_become_absolute(url: str, expected: str | None) -> None:
    """Resolved as browsers do, with what a URL cannot hold escaped; None where there is nothing to link to."""
    assert expected == resolve(url, BASE)


@pytest.mark.parametrize("srcset", ["a" + "," * 100_000 + "b", "," * 200_000, "a" + ", " * 100_000, "a 1x" * 50_000])
def test_long_lists_of_pictures_take_no_time(srcset: str) -> None:
    """However many commas it has, a list of pictures is read once."""
    started = time.perf_counter()
    candidates(srcset, BASE)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("a,b", ["a,b"]),
        ("a, b", ["a", "b"]),
        ("a,, b 2x,,c", ["a", "b", "c"]),
        (" ,a (x, y), b", ["a", "b"]),
        ("a (x, b", ["a"]),
        (",", []),
        ("", []),
    ],
)
def test_lists_of_pictures_are_read_as_browsers_do(srcset: str, expected: list[str]) -> None:
    """Commas may end an address and stand in one, and commas in parentheses part nothing."""
    assert expected == addresses(srcset)


@given(
    st.one_of(
        st.text(), st.text(st.sampled_from('htps:/.?#@[]\\ ñ\u2028%a"<')).map(lambda rest: f"https://e.org/{rest}")
    )
)
def test_what_is_resolved_is_absolute_and_clean(reference: str) -> None:
    """Any text gives None or an address of an allowed scheme, in clean characters, that resolves to itself."""
    url = resolve(reference, BASE)
    if url is not None:
        assert urlsplit(url).scheme in URL_SCHEMES
        assert not re.search(r'[\s"<>\\^`{|}\x00-\x1f]', url)
        assert url == resolve(url, BASE)
        assert url == resolve(url, None)


@given(st.lists(st.sampled_from(["..", ".", "a", "b.html", "", "ñ", "evil.example", "@", "[", "?", "#"])).map("/".join))
def test_no_path_climbs_above_the_root(path: str) -> None:
    """Whatever the steps, the host stays and no step is left."""
    url = resolve(f"https://www.example.org/{path}", BASE)

    assert url is not None
    assert "www.example.org" == urlsplit(url).netloc
    assert not {".", ".."} & set(urlsplit(url).path.split("/"))


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("<p>Sal &amp; agua</p><p>Pan</p>", "Sal & agua Pan"),
        ("<ul><li>uno</li><li>dos</li></ul>", "uno dos"),
        ("uno<br>dos<br title='x'>tres<hr>cuatro", "uno dos tres cuatro"),
        ("<p>uno<b>dos</b></p>", "unodos"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ('<p title="a > b">x</p>', "x"),
        ("<p>  a\n\t b </p>", "a b"),
        ("<p>5&nbsp;mg</p>", "5\u00a0mg"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_reads(fragment: str, expected: str) -> None:
    """Blocks are apart, inline elements are not, entities are characters, attributes are nothing."""
    assert expected == plain_text(sanitize(fragment))


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("10<sup>9</sup> cells of H<sub>2</sub>O", "10⁹ cells of H₂O"),
        ("5<sup>&minus;3</sup>2 x<sup>n+1</sup> B<sub>12</sub>", "5⁻³2 xⁿ⁺¹ B₁₂"),
        ("10<sup>1.5</sup>, 4<sup>1/2</sup>, 10<sup>x</sup>, 5<sub>a</sub>0", "10^1.5, 4^(1/2), 10^x, 5_a0"),
        ("2<sup>3<sup>4</sup></sup>", "2^3⁴"),
        ("the 2<sup>nd</sup>, 1.<sup>er</sup>, 3.<sup>a</sup> y 4<sup>o</sup>", "the 2nd, 1.er, 3.ª y 4º"),
        ("HbA<sub>1c</sub>, V<sub>max</sub>, Brand<sup>®</sup>", "HbA1c, Vmax, Brand®"),
        ('5<sup>[2]</sup>0 mg<sup><a href="#n">[1]</a></sup>.', "5 0 mg."),
        ("Rest<sup>1, 2</sup> a<sup>[a], [b]</sup>c", "Rest¹, ² a c"),
        ("Take <s>aspirin</s> ibuprofen.", "Take ibuprofen."),
        ("<del>5</del>0 mg, 5<del>0</del> mg, <del>1</del><ins>2</ins>", "0 mg, 5 mg, 2"),
        ("5<strike>1</strike>0 <del><p>a</p><p>b</p></del>c", "5 0 c"),
        ("<p>Say <q>no, <q>not</q> now</q>.</p>", "Say „no, ‚not‘ now“."),
        ("<del>Say <q>no</q></del> yes <q>now</q>", "yes „now“"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
        ('<q title="a > b">x &lt; y</q>', "„x < y“"),
    ],
)
def test_plain_text_spells_out_what_it_cannot_show(fragment: str, expected: str) -> None:
    """No exponent joins its number, nothing that is struck out is said, and a quotation keeps its marks."""
    assert expected == plain_text(sanitize(fragment), "de")
    assert expected == leading_prose(sanitize(f"<p>{fragment}</p>"), 300, "de") or "<p>" in fragment


@given(st.text())
def test_text_survives_markup(text: str) -> None:
    """Escaped into markup and read back, a text is the same but for white space and what XML forbids."""
    from syndicate.text import legal, one_line

    expected = one_line(legal(text.replace("\0", ""))[0])
    assert expected == plain_text(sanitize(f"<p>{Markup.escape(text)}</p>"))


@pytest.mark.parametrize(
    ("fragment", "top", "expected"),
    [
        ("<h2>a</h2><h4>b</h4><h2>c</h2>", 3, "<h3>a</h3><h4>b</h4><h3>c</h3>"),
        ("<h1>a</h1><h6>b</h6>", 2, "<h2>a</h2><h3>b</h3>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3>", 5, "<h5>a</h5><h6>b</h6><h6>c</h6>"),
        ("<h4 lang='es'>a</h4>", 2, '<h2 lang="es">a</h2>'),
        ("<p>a</p><hr>", 2, "<p>a</p><hr>"),
        ('<p title="&lt;h1&gt;">a</p><h3>b</h3>', 2, '<p title="&lt;h1&gt;">a</p><h2>b</h2>'),
        ("<p>&lt;h1&gt;</p>", 2, "<p>&lt;h1&gt;</p>"),
    ],
)
def test_headings_fit_the_page_they_come_to(fragment: str, top: int, expected: str) -> None:
    """Levels start where asked, keep their order, leave no gap and end at six."""
    assert expected == relevel(sanitize(fragment), top)


@given(st.lists(st.integers(1, 6), min_size=1), st.integers(1, 6))
@example([4, 2, 4], 3)
@example([3, 3, 1], 2)
def test_releveled_headings_have_no_gap(levels: list[int], top: int) -> None:
    """The first has the top level, none is more than one below the one before it, and each stays under the same one."""
    markup = Markup("".join(f"<h{level}>x</h{level}>" for level in levels))
    found = [int(level) for level in re.findall(r"<h(\d)>", relevel(markup, top))]

    assert top == found[0]
    assert all(top <= after <= before + 1 for before, after in pairwise(found))
    for (old, new), (next_old, next_new) in pairwise(zip(levels, found, strict=True)):
        assert (
            next_new == new if next_old == old else next_new <= new if next_old < old else next_new == min(6, new + 1)
        )
    assert relevel(markup, top) == relevel(relevel(markup, top), top)


PAGE = """<!doctype html>
<div class="syndicate" id="uno">a <div class="syndicate" id="dentro">b</div></div>
<p class="metrics-share-syndicate" id="no1">c</p>
<p class="syndicated presyndicate" id="no2">c</p>
<p id="syndicate" data-class="syndicate">c</p>
<section class="caja\tSYNDICATE\nancha" id="dos">d</section>
<main><article><div><span class=Syndicate id="tres">e</span></div></article></main>
<p class="" id="no3"></p><p class>f</p>
"""


def test_regions_are_the_outermost_marked_elements() -> None:
    """The token counts in any case and beside any white space; look-alikes and regions in regions do not."""
    nodes = region_nodes(parse(PAGE))

    assert ["uno", "dos", "tres"] == [node.attributes["id"] for node in nodes]
    assert "dentro" in (nodes[0].html or "")


def test_a_page_without_regions_has_none() -> None:
    """Nothing marked, nothing taken."""
    assert [] == region_nodes(parse('<p class="metrics-share-syndicate">a</p>'))
    assert [] == region_nodes(parse(""))


def test_many_nested_regions_are_one() -> None:
    """A region inside a region inside a region is part of the first."""
    assert 1 == len(region_nodes(parse('<div class="syndicate">' * 200)))


def test_a_whole_page_can_be_a_region() -> None:
    """The mark may stand on the body or on the root."""
    assert ["body"] == [node.tag for node in region_nodes(parse('<body class="syndicate"><p class="syndicate">a'))]
    assert ["html"] == [node.tag for node in region_nodes(parse('<html class="syndicate"><p class="syndicate">a'))]


@pytest.mark.parametrize(
    ("name", "count"), [("en/genesandgenetherapy.html", 5), ("es/diabetestype1.html", 1), ("es/ischemicstroke.html", 1)]
)
def test_the_regions_of_real_topic_pages(corpora: Path, name: str, count: int) -> None:
    """The pages that MedlinePlus marks up give the regions they mark."""
    page = (corpora / "medlineplus" / "pages" / name).read_bytes()

    assert count == len(region_nodes(parse(decode(page))))


def test_the_regions_of_real_journal_pages(corpora: Path) -> None:
    """Every journal page of the CDC has a region, and its sharing buttons are none."""
    for file in sorted((corpora / "cdc").glob("*/*.htm")):
        nodes = region_nodes(parse(decode(file.read_bytes())))
        assert 1 <= len(nodes) <= 3
        for node in nodes:
            markup = sanitize(node.inner_html or "", "https://www.cdc.gov/")
            _assert_safe(markup)
            assert len(plain_text(markup)) > 20


@pytest.mark.parametrize(
    ("page", "url", "expected"),
    [
        ('<base href="https://e.org/b/"><p>', BASE, "https://e.org/b/"),
        ('<base href="/b/">', BASE, "https://www.example.org/b/"),
        ('<base href="/b/">', None, None),
        ('<base href="">', BASE, BASE),
        ('<base href="javascript:x()">', BASE, BASE),
        ("<base target=_top><base href='https://e.org/'>", BASE, "https://e.org/"),
        ("<p>", BASE, BASE),
        ("<p>", None, None),
    ],
)
def test_a_page_may_state_its_base(page: str, url: str | None, expected: str | None) -> None:
    """`<base href>` counts where it is usable, relative to the page itself."""
    assert expected == base_url(parse(page), url)


SAMPLE = "El niño y la cigüeña"


@pytest.mark.parametrize(
    "page",
    [
        SAMPLE.encode(),
        SAMPLE.encode("cp1252"),
        codecs.BOM_UTF8 + SAMPLE.encode(),
        codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
        codecs.BOM_UTF8 + b'<meta charset="iso-8859-1">' + SAMPLE.encode(),
        b'<meta charset="utf-8">' + SAMPLE.encode(),
        b'<!-- <meta charset="koi8-r"> -->' + SAMPLE.encode(),
        b"<META CHARSET=ISO-8859-1>" + SAMPLE.encode("latin-1"),
        b'<meta charset="us-ascii">' + SAMPLE.encode("cp1252"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">' + SAMPLE.encode("cp1252"),
        b'<meta charset="utf-16">' + SAMPLE.encode(),
        b'<meta charset="utf-32">' + SAMPLE.encode(),
        b'<meta charset="utf-7">' + SAMPLE.encode(),
        b'<meta charset="iso-8859-15">' + SAMPLE.encode("iso-8859-15"),
        b'<meta charset="macintosh">' + SAMPLE.encode("mac-roman"),
        *(
            f'<meta charset="{name}">{SAMPLE}'.encode()
            for name in (
                "hex",
                "rot13",
                "idna",
                "punycode",
                "undefined",
                "unicode_escape",
                "zlib",
                "no-such",
                "-",
                "mbcs",
            )
        ),
    ],
)
def test_pages_are_decoded_as_browsers_do(page: bytes) -> None:
    """A byte order mark, then what is declared, then UTF-8, then windows-1252; other names do not count."""
    assert decode(page).endswith(SAMPLE)


def test_latin_1_means_windows_1252() -> None:
    """Pages that declare ISO-8859-1 use the quotation marks that only windows-1252 has."""
    assert "“Hola”" == decode(b'<meta charset="iso-8859-1">\x93Hola\x94')[-6:]


@given(
    st.binary(),
    st.sampled_from([b"", b"<meta charset=utf-8>", b"<meta charset=shift_jis>", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_decoding_never_fails(content: bytes, head: bytes) -> None:
    """Any bytes give a text that can be parsed."""
    assert parse(decode(head + content)).root is not None


@given(
    st.from_regex(rb"[A-Za-z0-9_:.-]{1,12}", fullmatch=True)
    | st.sampled_from([b"idna", b"undefined", b"utf_7", b"oem"])
)
def test_no_declared_name_makes_decoding_fail(name: bytes) -> None:
    """Whatever a page calls its charset, it is read."""
    assert "sal" in decode(b'<meta charset="' + name + b'">sal \xc3\xb1') or name.lower().startswith(
        (b"utf", b"cp", b"ibm")
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>a\u202eb</p>c", "<p>ab</p>c"),
        ("<p>a\u202eb\u202c</p>c", "<p>a\u202eb\u202c</p>c"),
        ("a\u2069\u202cb", "ab"),
        ("\u2067a\u202bb\u2069c", "\u2067ab\u2069c"),
        ("\u2066a\u202cb\u2069", "\u2066ab\u2069"),
        ('<b title="\u202ea">b\u202c</b>', '<b title="a">b</b>'),
        ("<b>&#x202e;a</b>", "<b>a</b>"),
        ('<b title="\u202ea" lang="es" dir="ltr">b</b>', '<b title="a" lang="es" dir="ltr">b</b>'),
        ('<p title="\u2067a\u2069">b</p>', '<p title="\u2067a\u2069">b</p>'),
        (
            '<img src="https://e.org/a" alt="\u202ea" title="\u202c">',
            f'<img src="https://e.org/a" alt="a" title="" {PRIVATE}>',
        ),
        ("<h2>\u202e</h2><p>a</p>", "<p>a</p>"),
        (
            "<table><tr><td>b<h2>\u202e</h2><caption>c\u202c",
            "<table><caption>c</caption><tbody><tr><td>b</td></tr></tbody></table>",
        ),
        ("\u200fa\u200e", "\u200fa\u200e"),
    ],
)
def test_the_direction_of_text_does_not_leak(written: str, expected: str) -> None:
    """A control that turns text and has no end within it goes, and headings of nothing else; marks and pairs stay."""
    assert expected == sanitize(written)


def test_characters_that_go_make_no_other_address() -> None:
    """What is removed from text is escaped in addresses, where it would turn one into another."""
    written = '<img src=a alt="" srcset="https://e.org/a.png,\u202e 2x">'
    expected = f'<img src="https://e.org/a" alt="" srcset="https://e.org/a.png,%E2%80%AE 2x" {PRIVATE}>'
    assert expected == sanitize(written, "https://e.org/")


def test_the_first_line_end_of_preformatted_text_stays() -> None:
    """A parser drops one line end after <pre>, so that a text that begins with one is written with two."""
    assert "<pre>\n\na</pre>" == sanitize("<pre>\n\na</pre>") == sanitize(sanitize("<pre>\n\na</pre>"))
    assert "<pre>a</pre>" == sanitize("<pre>\na</pre>")


def test_text_alone_stays_as_it_is() -> None:
    """A text that means in HTML what it says is not touched; another is."""
    for text in ("", "Sueño, 50 % – «sí»", " a\n'b' \"c\" "):
        assert text == sanitize(text)
    for text, expected in (("a & b", "a &amp; b"), ("a > b", "a &gt; b"), ("a\xa0b", "a&nbsp;b"), ("a\0\r\nb", "a\nb")):
        assert expected == sanitize(text)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "p", "h2", "h6"]),
            st.text(st.sampled_from(" \n\tab<>&'\";=\xa0\xadñ—"), max_size=6),
            st.sampled_from(["", "p", "h2", "h6"]),
        ),
        max_size=4,
    )
)
@example([("h2", "\nSummary\n", "h2"), ("p", " ", "p"), ("p", "a", "p")])
def test_simple_texts_stay_as_the_cleaner_would_write_them(parts: list[tuple[str, str, str]]) -> None:
    """Paragraphs and headings of text alone are not cleaned; what stands after them makes that they are."""
    fragment = "".join(f"{tag and f'<{tag}>'}{text}{end and f'</{end}>'}" for tag, text, end in parts)
    assert sanitize(f"{fragment}<!-- -->") == sanitize(fragment)


_WORDS = st.text(st.sampled_from(" \n\tab<>&'\";=/.#\xa0\xadñ—"), max_size=4) | st.sampled_from(["a", "b c", "ñ", " "])
_ADDRESSES = st.sampled_from(
    "https://e.org https://e.org/a?b=c;d#e https://e.org/a'b https://e.org/./a https://e.org/a&b https://E.org/ "
    "https://e.1/ https://xn--a.org/ http://e.org/a https://e.org/[a] https://e.org/%41%zz "
    "#a a/b ../a.html //e.org /".split()
)
_MARKS = st.sampled_from(["", ' tid="7"', ' target="_blank"'])
_PHRASES = st.recursive(
    _WORDS,
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["strong", "em", "a", "b", "br", "p"]), inner, _ADDRESSES, _MARKS).map(
            lambda one: (
                f'<a href="{one[2]}"{one[3]}>{one[1]}</a>' if one[0] == "a" else f"<{one[0]}>{one[1]}</{one[0]}>"
            )
        )
        | inner,
        max_size=3,
    ).map("".join),
    max_leaves=6,
)
_BLOCKS = st.recursive(
    st.tuples(st.sampled_from(["p", 'p class=""', "h2", "h6", "div"]), _PHRASES).map(
        lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
    )
    | _PHRASES,
    lambda inner: st.lists(st.tuples(_PHRASES, inner), max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{words}{more}</li>' for words, more in items)}</ul>"
    ),
    max_leaves=6,
)


@given(st.lists(_BLOCKS, max_size=3).map("".join).filter(lambda html: html.rfind("<") <= html.rfind(">")))
@example(
    '<p class="">See <a href="https://e.org/">more</a></p><ul>\n<li><strong>a</strong>b<ul><li>c</li></ul></li>\n</ul>'
)
@example("<ul><li>a<ul> </ul></li></ul>")
def test_settled_texts_stay_as_the_cleaner_would_write_them(fragment: str) -> None:
    """Texts that need no cleaning are told from those that do: a comment behind them makes that they are cleaned."""
    for base, anchors in ((None, True), ("https://e.org/a", True), ("https://e.org/a?b=c;d", False)):
        cleaned, removed = sanitize_reporting(f"{fragment}<!-- -->", base, anchors=anchors)
        made, found = sanitize_reporting(fragment, base, anchors=anchors)
        assert (cleaned, removed.counts) == (made, found.counts)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("<section lang=es><p>Hola</p></section>", '<div lang="es"><p>Hola</p></div>'),
        ("<font lang=fr>Bonjour</font>", '<span lang="fr">Bonjour</span>'),
        ('<label translate="no" dir=rtl>a</label>', '<span dir="rtl" translate="no">a</span>'),
        ("<main lang=es><h2>a</h2></main>", '<div lang="es"><h2>a</h2></div>'),
        ("<h2>a<p lang=es>b</p></h2>", '<h2>a<br><span lang="es">b</span></h2>'),
        ("<time lang=es>hoy</time>", '<span lang="es">hoy</span>'),
        ("<ul><div lang=es><li>a</div></ul>", '<ul><li><span lang="es">a</span></li></ul>'),
        ("<ruby lang=ja>a</ruby>", '<span lang="ja">a</span>'),
        (
            "<strike>a</strike> <acronym title=b>c</acronym> <tt>d</tt>",
            '<s>a</s> <abbr title="b">c</abbr> <code>d</code>',
        ),
        ("<menu><li>a</menu><dir><li>b</dir>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("<xmp><b></xmp>", "<pre>&lt;b&gt;</pre>"),
        ('<a href="sms:+18005550100">a</a>', '<a href="sms:+18005550100">a</a>'),
        ("<p hidden>a</p><p style='display: none'>b</p><dialog>c</dialog>d", "d"),
        ('<a style="display:block">a</a><a style="float: left">b</a>', "<a>a</a> <a>b</a>"),
        ('5<slot style="float:left">0</slot>', "50"),  # it has no box to float
        ('5<slot style="display:block">0</slot>', "5 0"),
        ('5<b style="float:left;display:contents">0</b>', "5<b>0</b>"),
        ('5<b style="display:-webkit-box">0</b>', "5 <b>0</b>"),
        ('5<div style="display:inline">0</div> mg', "50 mg"),
        ('5<section lang=es style="display: INLINE-block">0</section>', '5<span lang="es">0</span>'),
        ('5<div style="display:contents;float:left">0</div>', "50"),
        ('5<div style="display:inline;float:left">0</div>', "5<div>0</div>"),
        ('<div style="display:inline"><p>5</p></div>0', "<p>5</p>0"),
        ('5<span style="/* no */display:none">0</span>', "5"),
        ("a<svg></svg>, b<input>", "a, b"),
        ('10<span style="font-size:60%;vertical-align : super">-6</span> M', "10<span><sup>-6</sup></span> M"),
        ('H<font style="vertical-align:sub">2</font>O', "H<sub>2</sub>O"),
        ('10<sup><span style="vertical-align:super">6</span></sup>', "10<sup><span>6</span></sup>"),
        ('10<sup>2<i style="vertical-align:super">3</i></sup>', "10<sup>2<i><sup>3</sup></i></sup>"),
        ('10<span style="vertical-align:super"><sup>6</sup></span>', "10<span><sup>6</sup></span>"),
        ('10<span style="vertical-align:super;vertical-align:baseline">6</span>', "10<span>6</span>"),
        ('<table><tr><td style="vertical-align:super">6</table>', "<table><tbody><tr><td>6</td></tr></tbody></table>"),
        ('<p style="text-decoration:line-through red">5 mg</p>10 mg', "<p><s>5 mg</s></p>10 mg"),
        ('<ul style="text-decoration-line:line-through"><li>5 mg</ul>', "<ul><li><s>5 mg</s></li></ul>"),
        (
            '<table><tr style="text-decoration:line-through"><td>5 mg<th style="color:red">a<tr><td>10</table>',
            "<table><tbody><tr><td><s>5 mg</s></td><th><s>a</s></th></tr><tr><td>10</td></tr></tbody></table>",
        ),
        ('<a style="text-decoration:line-through;text-decoration:none">a</a>', "<a>a</a>"),
    ],
)
def test_what_is_dropped_leaves_its_meaning(fragment: str, expected: str) -> None:
    """Language, direction, old names of elements; nothing that a page hides."""
    assert expected == sanitize(fragment, BASE)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<img src="data:image/gif;base64,AA" data-src="c.png" alt="A">', '<img src="{0}c.png" alt="A" {1}>'),
        ('<img class=lazy src=blank.gif data-src=c.png alt="A">', '<img src="{0}c.png" alt="A" {1}>'),
        ('<img data-srcset="c.png 2x" alt="A">', '<img alt="A" srcset="{0}c.png 2x" src="{0}c.png" {1}>'),
        (
            '<img src="data:x" data-src="c.png" alt="A"><noscript><img src="c.png" alt="A"></noscript>',
            '<img src="{0}c.png" alt="A" {1}>',
        ),
        (
            '<img src="data:x" alt="A"><noscript><img src="c.png" alt="A"></noscript>',
            '<img src="{0}c.png" alt="A" {1}>',
        ),
        ('<noscript><p>Use a browser.</p><img src="c.png" alt="A"></noscript>', '<img src="{0}c.png" alt="A" {1}>'),
        ("<p>a<noscript><p>b</p></noscript>c</p>", "<p>ac</p>"),
        (
            '<picture><source srcset="d.webp" type="image/webp"><source srcset="d.png"><img alt="A"></picture>',
            '<img alt="A" srcset="{0}d.png" src="{0}d.png" {1}>',
        ),
        ('<img src="https://t.example/p.gif?u=1" width=1 height=1 alt="">a', "a"),
        ('<noscript><img src="https://t.example/p" width="1" height="1" style="display:none"></noscript>a', "a"),
        (
            '<img src="a.png" alt="" loading="eager" referrerpolicy="unsafe-url">',
            '<img src="{0}a.png" alt="" {1}>',
        ),
    ],
)
def test_pictures_are_those_a_reader_would_see(fragment: str, expected: str) -> None:
    """Once each, never their text alternative; no pixel that counts readers."""
    assert expected.format("https://www.example.org/salud/", PRIVATE) == sanitize(fragment, BASE)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('<iframe src="https://www.youtube-nocookie.com/embed/abc?rel=0" title="Wash"></iframe>', "watch?v=abc|Wash"),
        ('<iframe src="//player.vimeo.com/video/12?h=ab" aria-label="Wash"></iframe>', "https://vimeo.com/12/ab|Wash"),
        ('<iframe data-src="https://maps.example/a"></iframe>', "https://maps.example/a|maps.example"),
        ("<video src=v.mp4 title=V></video>", "https://www.example.org/salud/v.mp4|V"),
        ("<audio controls><source src=a.ogg><source src=a.mp3></audio>", "salud/a.ogg|example.org"),
        ("<video src=v.mp4><a href=v.mp4>Video</a></video>", "salud/v.mp4|Video"),
        ("<object data=a.pdf><a href=a.pdf>PDF</a></object>", "salud/a.pdf|PDF"),
        ('<object data=a.pdf title="Leaflet"></object>', "salud/a.pdf|Leaflet"),
        ('<embed src="a.swf" title="Game">', "salud/a.swf|Game"),
    ],
)
def test_what_cannot_play_is_a_link_with_a_title(fragment: str, expected: str) -> None:
    """To the page where a video can be watched, if its player is known."""
    address, _, title = expected.partition("|")
    made = sanitize(fragment, BASE)
    assert f'{address}">{title}</a>' in made


@pytest.mark.parametrize(
    ("fragment", "expected", "found"),
    [
        (
            '<amp-img src="a.png" alt="A" width=16 height=9 layout=responsive></amp-img>',
            '<img src="{0}a.png" alt="A" {1}>',
            None,
        ),
        (
            '<amp-anim src="/x.php?a" alt="A" width=9></amp-anim>',
            '<img src="https://www.example.org/x.php?a" alt="A" width="9" {1}>',
            None,
        ),
        (
            "5<amp-img src=a.webp alt=A><noscript><img src=a.webp></noscript>"
            "<amp-img fallback src=a.jpg></amp-img></amp-img>",
            '5<img src="{0}a.webp" alt="A" {1}>',
            ("hidden-content", "fallback"),
        ),
        ('<nuxt-img src="a.png" alt="A" />5 mg', '<img src="{0}a.png" alt="A" {1}>5 mg', None),
        (
            '<v-img src="a.jpg"></v-img>',
            '<img src="{0}a.jpg" alt="" {1}>',
            ("no-alternative", "https://www.example.org/salud/a.jpg"),
        ),
        ('<model-viewer src="a.glb" alt="A heart"></model-viewer>', "A heart", ("replaced", "model-viewer")),
        (
            "<amp-video src=v.mp4 title=V><p fallback>No video</p><source src=v.webm></amp-video>",
            '<a href="{0}v.mp4">V</a>',
            ("replaced", "amp-video"),
        ),
        ("<amp-audio><source src=a.mp3></amp-audio>", '<a href="{0}a.mp3">example.org</a>', ("replaced", "amp-audio")),
        (
            "<audio-player src=a.mp3>Listen <b>now</b></audio-player>",
            '<a href="{0}a.mp3">Listen now</a>',
            ("replaced", "audio-player"),
        ),
        (
            "5<audio-player src=a.mp3 title=A>0</audio-player>",
            '5 <a href="{0}a.mp3">A</a> 0',
            ("replaced", "audio-player"),
        ),
        (
            '<amp-iframe src="https://www.youtube.com/embed/abc" title=T>'
            "<amp-img placeholder src=a></amp-img></amp-iframe>",
            '<a href="https://www.youtube.com/watch?v=abc">T</a>',
            ("replaced", "amp-iframe"),
        ),
        (
            '<amp-youtube data-videoid="a_1" title=T></amp-youtube>',
            '<a href="https://www.youtube.com/watch?v=a_1">T</a>',
            ("replaced", "amp-youtube"),
        ),
        ("<amp-pixel src=/p></amp-pixel>a", "a", ("pixels", "/p")),
        ("<amp-twitter data-tweetid=1></amp-twitter>a", "a", ("scripted", "amp-twitter")),
        ("5<x-dose></x-dose>0 mg", "50 mg", ("scripted", "x-dose")),
        ("<amp-list src=a.json>a</amp-list>", "a", ("scripted", "amp-list")),
        (
            "<amp-carousel><amp-img src=a.png alt=A></amp-img></amp-carousel>",
            '<img src="{0}a.png" alt="A" {1}>',
            ("elements", "amp-carousel"),
        ),
        ("<x-note lang=en>a</x-note>", '<span lang="en">a</span>', ("elements", "x-note")),
    ],
)
def test_custom_elements_leave_what_they_stand_for(fragment: str, expected: str, found: tuple[str, str] | None) -> None:
    """A picture, a link to what would play, or their text; and it is said what went."""
    made, removed = sanitize_reporting(fragment, BASE)
    assert expected.format("https://www.example.org/salud/", PRIVATE) == made.strip()
    assert ({found} if found else set()) <= {(kind.value, name) for kind, name in removed.counts}
    assert (found is None) == (not removed) or "fallback" in fragment


def test_videos_keep_their_poster_and_scripts_are_no_links() -> None:
    """The poster is decoration beside the title; a frame of a script, or of no size, goes."""
    made = sanitize('<video src="v.mp4" poster="p.png" title="V"></video>', BASE)
    poster = f'<img src="https://www.example.org/salud/p.png" alt="" {PRIVATE}>'
    assert f'<a href="https://www.example.org/salud/v.mp4">{poster} V</a>' == made.strip()
    for frame in ('src="javascript:x()"', 'src="https://t.example/" width=0 height=0', 'srcdoc="<p>x"', ""):
        assert "a b" == sanitize(f"a<iframe {frame}></iframe>b", BASE)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac>", "(a + 1)/2"),
        ("<msup><mn>10</mn><mn>9</mn></msup>", "10<sup>9</sup>"),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H<sub>2</sub> O"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
        ("<msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup>", "10<sup>-3</sup>"),
        ("<mi>a</mi><mo>-</mo><mn>3</mn><mo>&#x2062;</mo><mi>b</mi>", "a - 3 b"),
        ("<mmultiscripts><mi>I</mi><mprescripts/><none/><mn>131</mn></mmultiscripts>", "<sup>131</sup>I"),
        (
            "<mmultiscripts><mi>C</mi><mn>2</mn><mn>3</mn><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
            "<sup>14</sup><sub>6</sub>C<sub>2</sub><sup>3</sup>",
        ),
        ('<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>', "n; k"),
        ('<menclose notation="updiagonalstrike"><mn>5</mn></menclose><mn>10</mn>', "<s>5</s> 10"),
        ("<semantics><mn>5</mn><annotation>\\five</annotation></semantics>", "5"),
    ],
)
def test_formulas_are_text_that_reads_the_same(formula: str, expected: str) -> None:
    """A half is no twelve; what the author says of a formula goes before."""
    assert expected == sanitize(f"<math>{formula}</math>").strip()
    assert "one half" == sanitize(f'<math alttext="one half">{formula}</math>').strip()


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<img data-src="a.jpg" alt="x">', "a.jpg"),
        ('<img src="data:image/gif;base64,AA" data-lazy-src="a.jpg" alt="x">', "a.jpg"),
        ('<img data-srcset="a.jpg 2x" alt="x">', "a.jpg"),
        ('<picture><source data-srcset="a.webp"><img alt="x"></picture>', "a.webp"),
        ('<picture><source srcset="a.webp"><img data-original="b.jpg" alt="x"></picture>', "b.jpg"),
    ],
)
def test_lazy_pictures_that_lead_nowhere_are_told(html: str, address: str) -> None:
    """As those are that every browser loads."""
    cleaned, removed = sanitize_reporting(f"<p>A text</p>{html}")
    assert "img" not in cleaned
    assert (address,) == removed.names(RemovedKind.UNRESOLVED_URLS)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<audio src=a.mp3>Escuche <a href=t.html lang=es>la transcripción</a></audio>",
            '<a href="{0}a.mp3">example.org</a> <a href="{0}t.html" lang="es">la transcripción</a>',
        ),
        (
            "<audio><source src=a.ogg><source src=a.mp3><a href=t.html>T</a><a href=a.mp3>Download</a></audio>",
            '<a href="{0}a.ogg">Download</a> <a href="{0}t.html">T</a>',
        ),
        (
            "<video src=v.mp4 title=V><a href=v.mp4>Download</a><a href=t.html>T</a></video>",
            '<a href="{0}v.mp4">V</a> <a href="{0}t.html">T</a>',
        ),
        ("<object data=a.pdf><a href=a.pdf>The leaflet</a></object>", '<a href="{0}a.pdf">The leaflet</a>'),
        (
            "<object data=a.pdf title=L>Or <a href=t.html>as text</a></object>",
            '<a href="{0}a.pdf">L</a> Or <a href="{0}t.html">as text</a>',
        ),
        (
            "<amp-audio src=a.mp3><a href=t.html>T</a></amp-audio>",
            '<a href="{0}a.mp3">example.org</a> <a href="{0}t.html">T</a>',
        ),
    ],
)
def test_links_in_a_player_lead_where_they_say(html: str, expected: str) -> None:
    """The words of a link to a transcript are not those of a link to the sound, and the transcript can be reached."""
    base = "https://example.org/salud/"
    assert expected.format(base) == sanitize(html, base)


@pytest.mark.parametrize(
    ("attributes", "is_pixel"),
    [
        ('style="width:1px;height:1px"', True),
        ('style="HEIGHT: 0; /* x */ width: .5px !important"', True),
        ('width=1 style="height:1px"', True),
        ('width=0 height=0 style="border:0"', True),
        ('width=1 height=1 style="height:auto"', True),
        ('style="max-width:1px;max-height:0"', True),
        ('width=0 height=0 style="width:100%;height:auto"', False),
        ('width=1 height=1 style="width:5em;height:50px"', False),
        ('style="width:1px;height:10px"', False),
        ('width=300 height=200 style="width:1;height:1"', False),
        ('style="/* width:1px;height:1px */"', False),
    ],
)
def test_pictures_of_a_pixel_are_known_by_what_browsers_show(attributes: str, is_pixel: bool) -> None:
    """A style goes before attributes, also where it makes them larger; what it says wrongly does not count."""
    found, removed = sanitize_reporting(f'<img src="/p.gif" alt="P" {attributes}>', "https://example.org/")
    assert (is_pixel, is_pixel) == (not found, removed.total(RemovedKind.PIXELS) == 1)
    assert 'width="0"' not in found


def test_pictures_for_readers_without_scripts_keep_their_language() -> None:
    """What the element around them says of their alternative text stays."""
    found = sanitize('<noscript lang="es" dir="ltr"><img src="https://e.org/c.png" alt="Gráfico"></noscript>')
    assert '<img lang="es" dir="ltr" src="https://e.org/c.png" alt="Gráfico"' in found
