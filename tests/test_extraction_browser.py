"""Extraction as a real browser sees it: nothing runs, nothing stands outside the policy, and all text is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from attacked_pages import PARTNER, SOURCE, Site, beyond, launched, payloads
from attacks import ATTACKS
from chromium import IN_BROWSER
from hypothesis import example, given, settings
from hypothesis import strategies as st

from syndicate import ExtractOptions, Policy, extract
from syndicate.errors import NotFoundError
from syndicate.extraction.options import REFERENCES
from syndicate.markup import TAGS, decode, resolve
from syndicate.markup.policy import DROPPED_WITH_CONTENT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_BROWSER

NARROW = Policy(
    tags=TAGS - {"table", "figure", "h1"},
    attributes={"*": {"lang"}, "a": {"href"}, "img": {"src", "alt"}},
    url_schemes={"https"},
    link_hosts={"www.example.gov", "*.example.org"},
)
OPTIONS = {
    "default": ExtractOptions(),
    "everything kept": ExtractOptions(keep_classes=True, keep_hidden=True, id_prefix="t-"),
    "everything changed": ExtractOptions(id_prefix="t-", heading_level=3, images="left", strip_breaks=True),
    "everything stripped": ExtractOptions(strip_images=True, strip_links=True, strip_breaks=True, exclude="b, [title]"),
    "narrowed": ExtractOptions(policy=NARROW, keep_classes=True, id_prefix="t-", images="center"),
    "selected": ExtractOptions(selectors=[".syndicate p", "a"], classes="syndicate", keep_classes=True),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser) -> Site:
    """A page that runs what it can."""
    made = Site(browser.new_context().new_page())
    made.show("<!doctype html><title>x</title>")
    return made


@pytest.fixture(scope="module")
def still(browser: Browser) -> Site:
    """A page whose scripts do not run, to see the publisher's pages as they are written."""
    return Site(browser.new_context(java_script_enabled=False).new_page())


def judged(site: Site, htmls: Iterable[str], options: ExtractOptions) -> list[str]:
    """What the browser finds in extracts that the options do not allow."""
    policy = options.effective_policy
    attributes: dict[str, set[str]] = {"*": set()}
    for tag, names in policy.attributes.items():
        attributes.setdefault(tag, set()).update(names)
    if options.keep_classes:
        attributes["*"].add("class")
    if options.images:
        attributes.setdefault("img", set()).add("class")
    if options.id_prefix:
        attributes["*"] |= {"id", *REFERENCES}
        for tag in ("td", "th"):
            attributes.setdefault(tag, set()).add("headers")
    return beyond(site.page, htmls, policy.tags | {"div"}, attributes, options.id_prefix)


def pages(payload: str) -> Iterator[str]:
    """Pages that carry a payload: in a region, around it, in its attributes."""
    yield f'<div class="syndicate"><p>a</p>{payload}</div><p>b</p>'
    yield f'<p>{payload}</p><div class="syndicate">{payload}<p>{payload}</p></div>'
    yield f'<table><tr><td class="syndicate">{payload}</table><span class=syndicate>{payload}'
    yield f'<div class="syndicate"><a href="{payload}">x</a><img src="{payload}" alt="{payload}"></div>'
    yield f"<div class='syndicate'><a href='{payload}'>x</a><img srcset='{payload}'><b title='{payload}'>"
    quoted = payload.replace("&", "&amp;").replace('"', "&quot;")
    named = f'id="{quoted}" class="syndicate {quoted}" dir="{quoted}" aria-labelledby="{quoted}"'
    yield f'<html lang="{quoted}"><p {named}>a<i {named}>b</i><a name="{quoted}" href="#{quoted}">c'


def taken(page: str, options: ExtractOptions) -> str | None:
    """The HTML of the regions of a page, if it has any."""
    try:
        return str(extract(page, url=SOURCE, options=options).html)
    except NotFoundError:
        return None


def assert_harmless(site: Site, attacks: list[str], options: ExtractOptions) -> None:
    """All extracts of pages with these attacks, in one partner's page and each by itself."""
    found: set[str] = set()
    for attack in attacks:
        for page in pages(attack):
            html = taken(page, options)
            if html is not None:
                found.add(html)
                assert html == taken(html, options), page
    assert [] == judged(site, found, options)
    parts = "\n".join(f'<section class="partner">{html}</section>' for html in sorted(found))
    site.show(f"<!doctype html><title>x</title><body>{parts}<p id=end>end</p>")
    site.page.wait_for_timeout(300)
    assert [] == site.page.evaluate("window.ran")
    assert (PARTNER, len(found)) == (site.page.url, site.page.locator("body > section.partner").count())
    assert "end" == site.page.locator("body > #end").inner_text()
    assert {("document", PARTNER)} == {request for request in site.requests if request[0] != "image"}


def test_the_traps_work(site: Site) -> None:
    """What runs is noticed: by what it calls, and by the policy that watches."""
    site.show("<!doctype html><body><img src=x onerror=pwned()><p style='color:red'>x</p><script>alert(1)</script>")
    site.page.wait_for_function("window.ran.length >= 4")
    ran = site.page.evaluate("window.ran.join()")
    for expected in ("pwned", "alert 1", "style-src-attr", "script-src-elem"):
        assert expected in ran
    bad = '<div class="x"><img src=x onerror=pwned()><a href="javascript:x">y</a><svg></svg><!-- z --></div>'
    problems = judged(site, [bad], ExtractOptions())
    for expected in ("onerror", "javascript:x", "<svg>", "#comment"):
        assert any(expected in problem for problem in problems), expected


@pytest.mark.parametrize("name", OPTIONS)
def test_our_own_attacks_do_nothing(site: Site, name: str) -> None:
    """Mutations, handlers, addresses, forms, clobbering, styles, dangling markup: nothing runs, with any options."""
    assert len(set(ATTACKS)) >= 200
    assert_harmless(site, list(ATTACKS), OPTIONS[name])


@pytest.mark.parametrize("name", OPTIONS)
def test_known_attacks_do_nothing(site: Site, corpora: Path, name: str) -> None:
    """The payloads of OWASP, ammonia and bleach: nothing runs, with any options."""
    known = payloads(corpora / "xss")
    assert len(known) >= 190
    assert_harmless(site, known, OPTIONS[name])


PIECES = st.sampled_from(
    "< > & \" ' = / <p> </p> <b> <a <a> </a> href= src= srcset= <img onerror=pwned() javascript: data: <svg> </svg> "
    "<math> </math> <mi> <mtext> <style> </style> <script> </script> <!-- --> --!> <![CDATA[ ]]> <table> <tr> <td> "
    "</table> <mglyph> <title> </title> <noscript> </noscript> <template> </template> <br> x \t \0 &#106; &lt; &quot; "
    "https://e.org/ <select> <option> <textarea> </textarea> <foreignObject> <desc> <annotation-xml <xmp> <iframe> "
    "<form> </form> <li> <h1> <h3> </h2> ` \\ title= id=a id= class= name= #a aria-labelledby=a <nobr> <button> "
    "<caption> <frameset> <body <html <plaintext> <ruby> <rt> <dl> <dd> <font <i> </div> <div> <hr> hidden <pre> "
    "\n".split(" ")
)
FRAGMENTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=150)
@given(st.lists(FRAGMENTS, min_size=1, max_size=15), st.sampled_from(sorted(OPTIONS)))
@example(["<svg></p><style><a id='</style><img src=1 onerror=pwned()>'>", "<pre>\n\nx"], "default")
@example(["<table><a id=a><table>", "<table><caption>a<col>b<tr>c<td>d"], "narrowed")
def test_the_browser_sees_nothing_but_the_policy(site: Site, fragments: list[str], name: str) -> None:
    """Pieces of markup in any order: read as a part of a page and as a document, only what is allowed is there."""
    options = OPTIONS[name]
    site.show("<!doctype html><title>x</title>")  # what an earlier test has run counts no more
    pages = [f'<div class="syndicate">{fragment}' for fragment in fragments]
    htmls = [html for page in pages if (html := taken(page, options)) is not None]
    assert [] == judged(site, htmls, options)
    assert htmls == [taken(html, options) for html in htmls]
    assert [] == site.page.evaluate("window.ran")


MARKS = "a|/|//|..|.|?|#|:|@|\\|e.org|https:|http:|HTTPS:|b.html|%2e|ñ|80|%|[|]|mailto:|;|^|javascript:|x:"
STEPS = st.lists(st.sampled_from([*" \t\n", *MARKS.split("|")]), max_size=9).map("".join)


@settings(max_examples=40)
@given(st.lists(STEPS, min_size=20, max_size=60))
@example(["\\\\e.org/a", "/\\e.org", "https:\\\\e.org\\b", "a\\b?c\\d#e\\f", "https://e.org\\@x.example/"])
def test_addresses_lead_where_the_browser_leads(site: Site, references: list[str]) -> None:
    """An address that is kept leads to the place where it led in the page it comes from."""
    kept = [(reference, url) for reference in references if (url := resolve(reference, SOURCE)) is not None]
    wrong = site.page.evaluate(
        """([base, kept]) => {
          // What one of the two escapes and the other does not means the same.
          const plain = (url) => decodeURI(url.replace(/%(?!(?![89A-F])[0-9A-F]{2})/gi, "%25"))
            .replace(/%(5C|5E|60|7C|20|22|3C|3E|7B|7D)/g, (found) => decodeURIComponent(found));
          const href = (url, from) => { try { return plain(new URL(url, from).href); } catch { return null; } };
          return kept.filter(([reference, url]) => href(reference, base) !== href(url));
        }""",
        [SOURCE, kept],
    )
    assert [] == wrong


# Real pages


class Reference:
    """What a browser says of a publisher's page."""

    SCRIPT: ClassVar[str] = """
    (dropped) => {
      const marked = [...document.querySelectorAll('[class~="syndicate" i]')];
      const outer = marked.filter((node) => !node.parentElement.closest('[class~="syndicate" i]'));
      for (const node of document.querySelectorAll(dropped + ", link, [rel=stylesheet]")) node.remove();
      for (const node of document.querySelectorAll("details")) node.open = true;
      return outer.map((node) => node.innerText);
    }"""

    def __init__(self, site: Site, page: bytes) -> None:
        site.show(decode(page), SOURCE)
        self.texts: list[str] = site.page.evaluate(self.SCRIPT, ", ".join(sorted(DROPPED_WITH_CONTENT)))


def real(folder: Path) -> list[Path]:
    """The pages of real publishers."""
    return sorted([*folder.glob("cdc/*/*.htm"), *folder.glob("medlineplus/pages/*/*.html")])


def words(text: str) -> str:
    """A text without its white space."""
    return re.sub(r"\s+", "", text)


def test_real_pages_are_extracted_as_a_browser_shows_them(site: Site, still: Site, corpora: Path) -> None:
    """As many regions as the browser finds, each with the text a reader sees, and no relative or active content."""
    paths = real(corpora)
    assert len(paths) >= 20
    for path in paths:
        page = path.read_bytes()
        made = extract(page, url=SOURCE)
        reference = Reference(still, page)
        assert len(reference.texts) == len(made.regions), path.name
        still.show(f"<!doctype html><meta charset=utf-8>{made.html}")
        shown = still.page.evaluate("[...document.querySelectorAll('div.syndicate')].map((node) => node.innerText)")
        assert [words(text) for text in reference.texts] == [words(text) for text in shown], path.name
        assert [] == judged(site, [str(made.html)], ExtractOptions()), path.name
        assert made.html == extract(str(made.html), url=SOURCE).html
