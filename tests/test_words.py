"""Words never change: those that Chromium shows of a fragment are those it shows of what cleaning makes of it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attacked_pages import launched
from chromium import IN_BROWSER
from fragments import fragments
from hypothesis import HealthCheck, Phase, given, seed, settings
from lxml import etree
from markupsafe import Markup
from proofs import either

from syndicate.markup import RemovedKind, sanitize, sanitize_reporting
from syndicate.markup.pages import parse, region_nodes
from syndicate.markup.plain import shown_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER

BASE = "https://e.org/"

# What is on both sides of a box stands apart, although innerText has no space there.
SHOWN = """
(htmls) => htmls.map((html) => {
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = html;
  for (const found of place.querySelectorAll("details")) {  // whose content has a box, which innerText does not see
    found.open = true;
    found.append("\\u2063");
    found.prepend("\\u2063");
  }
  const hidden = "[hidden], [popover], [style*='none']";
  const boxes = "audio, canvas, embed, iframe, img, input:not([type=hidden]), math, meter, object, progress, select, " +
    "svg, textarea, video, a[href*='zzm'], amp-img, amp-video, lite-youtube, model-viewer";
  for (const found of place.querySelectorAll("noscript"))  // whose picture a script would put there
    if (found.textContent.includes("<img") && found.isConnected && !found.closest(hidden))
      found.replaceWith(document.createTextNode("\\u2063"));
  for (const found of place.querySelectorAll(boxes)) {
    const isPicture = found.localName === "img";
    const isShown = found.hasAttribute("src") || found.parentNode.localName === "picture";
    const isGone = isPicture && (!isShown || found.getAttribute("width") === "1");
    if (!isGone && !found.closest(hidden) && found.isConnected)
      found.replaceWith(document.createTextNode("\\u2063"));
  }
  const text = place.innerText;
  place.remove();
  return text;
})
"""
_LINK = re.compile("<a href=[^>]*zzm.*?</a>")
_NOT_SHOWN = re.compile("<rp(?: [^>]*)?>.*?</rp>", re.DOTALL)
_STANDS_FOR_BOX = re.compile("zz[a-z0-9=/]*")
_BEFORE_MARK = re.compile("[\u2063\\s]+(?=[,.;:!?)]+(?:[\\s\u2063]|$))")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """An empty page."""
    made = browser.new_context(offline=True).new_page()
    made.set_content("<!doctype html><title>x</title>")
    return made


def _words(text: str) -> list[str]:
    """The words of a text, but those that stand for boxes."""
    return _BEFORE_MARK.sub("", _STANDS_FOR_BOX.sub("\u2063", text)).replace("\u2063", " ").split()


def _differences(page: Page, htmls: Sequence[str]) -> list[tuple[str, list[str], list[str]]]:
    """The fragments whose words change, as they were and as they are."""
    cleaned = [str(sanitize(html, BASE)) for html in htmls]
    before, after = page.evaluate(SHOWN, list(htmls)), page.evaluate(SHOWN, cleaned)
    plain = [shown_text(Markup(_NOT_SHOWN.sub("", _LINK.sub("\u2063", html)))) for html in cleaned]
    return [
        (html, _words(old), _words(new))
        for html, *shown in zip(htmls, before, after, plain, strict=True)
        for old, new in ((shown[0], shown[1]), (shown[0], shown[2]))
        if _words(old) != _words(new)
    ]


def _varied(count: int) -> list[str]:
    """Different fragments; hypothesis makes shorter and fewer kinds of them where it is to make many at once."""
    found: dict[str, None] = {}

    @settings(max_examples=count // 4, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(fragments)
    def note(html: str) -> None:
        found.setdefault(html)

    while len(found) < count:
        seed(len(found))(note)()
    return list(found)[:count]


@pytest.mark.proof
def test_no_word_is_joined_or_split(page: Page) -> None:
    """Of any fragment, in HTML and as plain text."""
    htmls = _varied(either(400, 20_000))
    assert [] == [
        found for place in range(0, len(htmls), 40) for found in _differences(page, htmls[place : place + 40])
    ]


def _real(corpora: Path) -> Iterator[str]:
    """The texts of all real pages, and of the summaries of the real catalog."""
    for path in sorted(corpora.glob("cdc/*/*.htm")) + sorted(corpora.glob("medlineplus/pages/*/*.html")):
        tree = parse(path.read_bytes())
        yield from (node.inner_html or "" for node in region_nodes(tree))
        for style in tree.css("style"):  # what a style sheet hides is not in the markup
            style.decompose()
        if tree.body is not None:
            yield tree.body.inner_html or ""
    for path in sorted(corpora.glob("medlineplus/mplus_topics_*")):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield from {found.text or "" for found in etree.fromstring(content).iter("full-summary")}


@pytest.mark.proof
def test_no_word_of_real_pages_is_joined_or_split(page: Page, corpora: Path) -> None:
    """Of journal pages, topic pages and summaries; a sample in the suite."""
    htmls = [html for html in _real(corpora) if "<" in html]
    for place in range(0, either(200, len(htmls)), 20):
        assert [] == _differences(page, htmls[place : place + 20])


def test_words_of_lines_are_not_split(page: Page) -> None:
    """An element of a line stands within a word, whatever its name; a block, a cell or a line break parts words."""
    for tag in "b font x-dose text big label wbr acronym tt bdo nobr".split():
        assert "50 mg" == shown_text(sanitize(f"5<{tag}>0</{tag}> mg")), tag
    for tag in "button marquee".split():  # Chromium's innerText has no gap here, and its picture of the page has
        assert "5 0 mg" == shown_text(sanitize(f"5<{tag}>0 mg</{tag}>")), tag
        assert '5 <span lang="es">0</span> mg' == sanitize(f'5<{tag} lang="es">0</{tag}>mg'), tag
    for tag in "section search form option video object svg input xmp li h2 br".split():
        assert "5 0 mg" == shown_text(sanitize(f"5<{tag}></{tag}>0 mg")), tag
    assert "5 0" == shown_text(sanitize("<table><tr><td>5<td>0</table>"))


def test_styles_part_and_join_words_as_browsers_do(page: Page) -> None:
    """A block that is shown in a line joins its words, an element of a line that is shown as a block parts them."""
    blocks = "div h3 li section blockquote pre ul dl dt dd figure figcaption fieldset address center nav header".split()
    htmls = [
        f'4<{tag} style="display:{display}">5</{tag}>0 mg'
        for tag in (*blocks, *"p legend span b code ruby x-y font label".split())
        for display in "inline contents inline-block inline-flex block flex none unset".split()
    ]
    assert [] == _differences(
        page,
        [
            *htmls,
            '<ul><li style="display:inline">5</li><li style="display:inline">0 mg</li></ul>',
            '<ul><li style="display:inline">5</li> <li style="display:inline">0 mg</li></ul>',
            '<h3 style="display:inline">5</h3><div style="display:inline">0 mg</div>',
            '<div style="display:inline"></div>5<div style="display:inline"> </div>0',
            '5<div style="float:left;display:inline">6</div>7',
            '5<span style="display:flex"><i>6</i><i>7</i></span>8',
            '5<i style="display:table-cell">6</i><i style="display:table-cell">7</i>8',
            '<div>5<span style="display:inherit">6</span>7</div>',
            "5<span style='/*x*/display:block'>6</span>7",
            "5<span style='d&#105;splay:bl\\6f ck'>6</span>7",
            "5<span style='display:inline!important;display:block'>6</span>7",
            "5<span style='display:block;display:bogus'>6</span>7",
            '<details style="display:flex"><i>5</i><b>0</b></details>',
            '5<details style="display:inline">0 </details>mg',
            '5<details style="display:contents">0</details><details style="display:contents">5</details>mg',
            '<div style="display:flex">5<img>0</div>',
            '4<hr style="display:inline">5',
            '<div style="display:inline"><i>5</i></div><div style="display:none"></div>0<p hidden></p>',
            '5<div hidden></div><div style="display:contents"><i>0</i></div>',
        ],
    )


def test_white_space_at_the_edges_of_boxes_is_not_shown(page: Page) -> None:
    """A box within a line has lines of its own, and browsers show no white space where these begin and end."""
    boxes = "inline-block inline-flex inline-grid inline-table table-cell".split()
    htmls = [
        f"5<{tag} style=display:{display}>{inner}</{tag}>mg"
        for tag in "div section h3 blockquote span ruby i label".split()
        for display in (*boxes, "inline", "block", "contents", "ruby", "inherit")
        for inner in (" 0 ", " ", "<!-- x --> 0\n", "&nbsp;0", "0<br> ")
    ]
    box = "style=display:inline-block"
    within = [
        f"5<div {box}><i> </i> <b> 0</b><i> </i> </div>mg",
        f"5<div {box}><i></i> <p>0</p> </div>mg",
        f"5<i {box}><i {box}> 0 </i> </i>mg",
        f"5<i {box}><i {box}></i> 0 <i {box}></i></i>mg",
        f"5<i {box}><img> 0 <img></i>mg",
        f"5<i {box}><input> 0 <br></i>mg",
        f"5<i {box}><ruby> <rb> 0</rb><rt>x</rt></ruby></i>mg",
        f"5<i {box}><ruby><rp>x</rp><rb> 0</rb><rt>6</rt><rp>x</rp></ruby></i>mg",
        f"<pre>5<i {box}> 0 </i>mg</pre>",
        *(f"5<pre style=display:{display}> 0 </pre>mg" for display in (*boxes, "inline")),
        f"5<i {box}><pre> 0 </pre> </i>mg",
        f"5 <i {box}>0</i> mg",
        f"<i {box}>5</i> <i {box}>0</i>",
        f"<blockquote style=display:inline>5</blockquote><ul {box}><h1 {box}>0 </h1><figcaption></figcaption></ul>",
        "<div style=display:table-cell>5</div><div style=display:table-cell>0</div>",
        "<dialog style=display:inline>5<sub>0</sub></dialog>mg",
        "<dialog style=display:inline;position:static>5<sub>0</sub></dialog>mg",
    ]
    assert [] == _differences(page, [*htmls, *within])
    assert '5<b title="a b">0</b>mg' == sanitize(f'5<div {box}> <b title="a b"> 0</b></div>mg')


def test_what_html_hides_is_shown_by_none(page: Page) -> None:
    """Whatever hides it, a text that no reader sees is not there, and does not part what stands around it."""
    hidden = [
        "<span hidden>qq</span>",
        "<span popover>qq</span>",
        '<p popover="manual">qq</p>',
        "<dialog>qq</dialog>",
        "<template>qq</template>",
        "<datalist><option>qq</option></datalist>",
        '<input type="hidden" value="qq">',
        '<b style="/**/DISPLAY:none">qq</b>',
        '<b style="display:n\\6fne">qq</b>',
        '<b style="visibility:hidden">qq</b>',
        '<b style="visibility:collapse">qq</b>',
        "<br hidden>",
    ]
    assert [] == _differences(page, [f"5{html}0 mg" for html in hidden])
    for html in hidden[:4]:
        found, removed = sanitize_reporting(f"5{html}0 mg")
        assert ("50 mg", 1) == (found, removed.total(RemovedKind.HIDDEN)), html
    shown = [
        '<span hidden style="display:inline">6</span>',
        '<span popover style="display:inline">6</span>',
        '<span hidden="until-found">6</span>',
        "<dialog open popover>6</dialog>",
        "<details><summary>6</summary>8</details>",
    ]
    assert [] == _differences(page, [f"5{html}7" for html in shown])
