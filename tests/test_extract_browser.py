"""Extraction as a real browser sees it: nothing runs, nothing stands outside the policy, and all text is there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from attacks import ATTACKS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from syndicate import ExtractOptions, Policy, extract
from syndicate.errors import NotFoundError
from syndicate.markup import DROPPED_WITH_CONTENT, TAGS, decode, resolve
from syndicate.snippets.extract_options import REFERENCES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.xdist_group("browser"),
]

SOURCE = "https://www.example.gov/health/page.html"
PARTNER = "https://partner.example/page.html"

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

FOUND_BY_THE_BROWSER = """
({htmls, tags, attributes, prefix}) => htmls.flatMap((html) => {
  // What a tree of the DOM holds beyond the policy, and whether it stays the same when it is written and read again.
  const problems = [];
  const look = (root, how) => {
    const ids = new Set();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) continue;
      if (node.nodeType !== Node.ELEMENT_NODE) { problems.push(`${how}: ${node.nodeName}`); continue; }
      const tag = node.localName;
      const isHtml = node.namespaceURI === "http://www.w3.org/1999/xhtml";
      if (!isHtml || !tags.includes(tag)) problems.push(`${how}: <${tag}>`);
      const allowed = attributes["*"].concat(attributes[tag] || []);
      const isRegion = tag === "div" && node.parentNode === root;
      for (const {name, value} of node.attributes) {
        if (!allowed.includes(name) && !(isRegion && ["class", "lang", "dir"].includes(name)))
          problems.push(`${how}: ${name}="${value}" of <${tag}>`);
        const urls = name === "srcset" ? value.split(/, /).map((candidate) => candidate.split(" ")[0]) : [value];
        if (["href", "src", "srcset", "cite"].includes(name) && !(prefix && value.startsWith("#" + prefix)))
          for (const url of urls) {
            const schemes = name.startsWith("src") ? /^https?:\\/\\// : /^(https?:\\/\\/|mailto:|tel:)/;
            let parsed; try { parsed = new URL(url); } catch { problems.push(`${how}: ${name}=${value}`); continue; }
            if (!schemes.test(url) || !schemes.test(parsed.href)) problems.push(`${how}: ${name}="${value}"`);
          }
        if (name === "id") {
          if (!prefix || !value.startsWith(prefix) || ids.has(value)) problems.push(`${how}: id="${value}"`);
          ids.add(value);
        }
      }
    }
    for (const node of root.querySelectorAll('[href^="#"]'))
      if (!ids.has(decodeURIComponent(node.getAttribute("href").slice(1)))) problems.push(`${how}: ${node.outerHTML}`);
    for (const name of ["headers", "aria-labelledby", "aria-describedby", "aria-details"])
      for (const node of root.querySelectorAll(`[${name}]`))
        for (const id of node.getAttribute(name).split(" "))
          if (!ids.has(id)) problems.push(`${how}: ${name}="${id}"`);
  };
  const place = document.createElement("section");
  place.innerHTML = html;
  look(place, "innerHTML");
  const again = document.createElement("section");
  again.innerHTML = place.innerHTML;
  if (!place.isEqualNode(again)) problems.push("another tree when it is read again");
  const parsed = new DOMParser().parseFromString(`<!doctype html><body><section>${html}</section><hr>`, "text/html");
  const section = parsed.body.firstElementChild;
  look(section, "document");
  if (!place.isEqualNode(section)) problems.push("another tree in a document");
  if (parsed.body.children.length !== 2 || parsed.head.childNodes.length) problems.push("broke out of its place");
  return problems.map((problem) => `${problem} in ${html}`);
})
"""

TRAPS = """
window.ran = [];
for (const name of ["pwned", "alert", "confirm", "prompt", "print", "msgbox"])
  window[name] = (...words) => { window.ran.push(name + " " + words); };
window.opener = null;
addEventListener("securitypolicyviolation", (event) => {
  const {effectiveDirective, blockedURI, sample} = event;
  if (effectiveDirective !== "img-src") window.ran.push(`${effectiveDirective} ${blockedURI} ${sample}`);
});
"""

# What is refused here is only told, so that it could run; inline styles and scripts are told even if they do nothing.
WATCHED = (
    "default-src 'none'; script-src 'none'; style-src 'none'; img-src *; frame-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)


class Site:
    """A partner's site and the publisher's, both in memory; everything else is refused and noted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = b""
        self.requests: list[tuple[str, str]] = []
        page.add_init_script(TRAPS)
        page.route(re.compile(f"^({re.escape(PARTNER)}|{re.escape(SOURCE)})$"), self._serve)
        page.on("request", lambda request: self.requests.append((request.resource_type, request.url)))

    def _serve(self, route: Route) -> None:
        headers = {"content-type": "text/html; charset=utf-8"}
        if route.request.url == PARTNER:
            headers["content-security-policy-report-only"] = WATCHED
        route.fulfill(body=self.body, headers=headers)

    def show(self, html: str, url: str = PARTNER) -> None:
        """Load a page of that HTML, as its own document."""
        self.requests.clear()
        self.body = html.encode("utf-8", "replace")
        self.page.goto(url, timeout=120_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",  # what is not served from memory is not there
            ],
        )
        yield browser
        browser.close()


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
    found: list[str] = site.page.evaluate(
        FOUND_BY_THE_BROWSER,
        {
            "htmls": list(htmls),
            "tags": sorted(policy.tags | {"div"}),
            "attributes": {tag: sorted(names) for tag, names in attributes.items()},
            "prefix": options.id_prefix,
        },
    )
    return found


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


def payloads(folder: Path) -> list[str]:
    """The payloads of other projects."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["payload"] for line in lines]


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
