"""The custom element in pages that React renders on a server and takes over in the browser: versions 18 and 19."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from samples import PUBLISHER, catalog, topic
from test_element_browser import (  # noqa: F401 -- the fixtures
    Answer,
    Site,
    context,
    page,
    pytestmark,
    servers,
    shown,
    site,
    tea,
)

from syndicate import topic_list

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODULES = Path(__file__).resolve().parent / "clients" / "node_modules"
REACT = {
    18: {
        "react": "react-18/cjs/react.{}",
        "scheduler": "react-dom-18/node_modules/scheduler/cjs/scheduler.{}",
        "react-dom": "react-dom-18/cjs/react-dom.{}",
        "client": "react-dom-18/client.js",
        "server": "react-dom-18/cjs/react-dom-server-legacy.browser.{}",
    },
    19: {
        "react": "react/cjs/react.{}",
        "scheduler": "scheduler/cjs/scheduler.{}",
        "react-dom": "react-dom/cjs/react-dom.{}",
        "client": "react-dom/cjs/react-dom-client.{}",
        "server": "react-dom/cjs/react-dom-server-legacy.browser.{}",
    },
}
APP = """
const modules = new Map();
const load = (name) => {
  if (!modules.has(name)) {
    const module = { exports: {} };
    modules.set(name, module);
    sources[name](load, module, module.exports, { env: { NODE_ENV: mode } });
  }
  return modules.get(name).exports;
};
const React = load("react");
const client = load("client");
// A page of which everything may change: the attributes of the element, what it puts inside, whether it is there.
const App = (props) => {
  const { src, lang, level, inside = "a link", gone, quiet, html, items } = props;
  const written = { src, lang, "heading-level": level, suppressHydrationWarning: quiet };
  if (html) written.dangerouslySetInnerHTML = { __html: html };
  const paragraphs = items?.map((item) => React.createElement("p", { key: item }, item));
  const child = html ? undefined : paragraphs ?? (inside && React.createElement("a", { href: "/there" }, inside));
  const one = !gone && React.createElement("syndicated-topic", written, child);
  const link = (src) => React.createElement("a", { href: src }, src);
  const topic = (src) => ({ key: src, src, lang, suppressHydrationWarning: quiet });
  const more = props.more?.map((src) => React.createElement("syndicated-topic", topic(src), link(src)));
  const listed = { ...props.list, suppressHydrationWarning: quiet };
  const list = props.list && React.createElement("syndicated-topics", listed, link("/all"));
  const page = React.createElement("section", null, one, "end", list, more && React.createElement("div", null, more));
  return props.doubled ? React.createElement(React.StrictMode, null, page) : page;
};
window.rendered = (props) => load("server").renderToString(React.createElement(App, props));
window.errors = [];
let root;
window.hydrated = (props) => {
  const original = console.error;
  console.error = (...said) => (errors.push(said.join(" ")), original(...said));
  root = client.hydrateRoot(document.querySelector("#root"), React.createElement(App, props), {
    onRecoverableError: (error) => errors.push(`recovered: ${error.message}`),
  });
};
window.changed = (props) => root.render(React.createElement(App, props));
window.unmounted = () => root.unmount();
"""


def bundle(version: int, mode: str) -> str:
    """React of a version, with a page that it renders."""
    suffix = f"{mode}.js" if mode == "development" or version == 19 else f"{mode}.min.js"
    parts = []
    for name, written in REACT[version].items():
        path = MODULES / written.format(suffix)
        if not path.is_file():
            pytest.skip(f"React {version} is not installed: npm ci --prefix tests/clients")
        parts.append(f"{name!r}: (require, module, exports, process) => {{{path.read_text(encoding='utf-8')}\n}}")
    return f"(() => {{ const mode = {mode!r};\nconst sources = {{{','.join(parts)}}};\n{APP} }})();"


@pytest.fixture(params=[18, 19])
def version(request: pytest.FixtureRequest) -> int:
    """A version of React."""
    return int(request.param)


@pytest.fixture(params=["development", "production"])
def mode(request: pytest.FixtureRequest) -> str:
    """A build of React."""
    return str(request.param)


def served(page: Page, site: Site, version: int, mode: str, props: dict[str, Any], *, strict: bool = True) -> Page:  # noqa: F811
    """A page that React has rendered on the server, and not yet taken over."""
    site.answers["/react.js"] = Answer(bundle(version, mode))
    react = f'<script src="{site.publisher}react.js"></script>'
    page.goto(site.page(react, strict=strict))
    html = page.evaluate("rendered", props)
    assert '<syndicated-topic src="' in html
    script = f'<script type="module" src="{site.publisher}new.js"></script>'
    page.goto(site.page(f'{script}{react}<div id="root">{html}</div>', strict=strict))
    return page


@pytest.fixture
def app(version: int, mode: str, page: Page, site: Site) -> Page:  # noqa: F811
    """The same with a topic and a link in it."""
    return served(page, site, version, mode, {"src": site.publisher + tea().lstrip("/"), "lang": "es", "level": "2"})


def takes_over(page: Page, site: Site, first: dict[str, Any], early: bool, hydration: Any) -> None:  # noqa: F811
    """A framework hydrates the element of a page, and then changes it in each way."""
    home = site.publisher.rstrip("/")
    if early:
        page.evaluate("settled()")
        shown(page, "Acerca de tea", "es")
    page.evaluate("window.before = host")
    page.evaluate("hydrated", hydration)
    page.evaluate("settled()")
    assert [] == page.evaluate("errors")
    assert page.evaluate("before === document.querySelector('syndicated-topic')")
    shown(page, "Acerca de tea", "es")
    for change, expected in (
        ({"lang": "en"}, ("About tea", "en", 2)),
        ({"lang": "en", "level": "4", "inside": "another link"}, ("About tea", "en", 4)),
        ({"lang": "en", "src": home + tea("es", "salt"), "inside": ""}, ("About salt", "en", 2)),
        ({"lang": None, "src": home + tea("es", "salt"), "inside": "a link"}, ("Acerca de salt", "es", 2)),
        ({"lang": "es", "gone": True}, None),
        ({"lang": "ar"}, ("عن tea", "ar", 2)),
    ):
        page.evaluate("changed", first | change)
        page.evaluate("settled()")
        if expected:
            page.evaluate("window.host = document.querySelector('syndicated-topic')")
            shown(page, *expected)
            assert 1 == page.locator("syndicated-topic article").count()
            inside = [(first | change).get("inside", "a link")]
            assert [text for text in inside if text] == page.evaluate(
                "[...host.querySelectorAll(':scope > a')].map((link) => link.textContent)"
            )
    page.evaluate("unmounted()")
    assert "" == page.evaluate("document.querySelector('#root').innerHTML")


@pytest.mark.parametrize("early", [True, False])
def test_react_takes_over_a_page(app: Page, site: Site, early: bool) -> None:  # noqa: F811
    """Whether the text is there before or comes after: no mismatch, one text, and all changes of the page reach it."""
    first = {"src": site.publisher.rstrip("/") + tea(), "lang": "es", "level": "2", "quiet": True}
    takes_over(app, site, first, early, first)
    assert [] == app.evaluate("errors")


def test_choice_of_the_reader_outlives_a_rendering(app: Page, site: Site) -> None:  # noqa: F811
    """React renders again with the same values: the reader's language stays."""
    first = {"src": site.publisher + tea().lstrip("/"), "lang": "es", "level": "2", "quiet": True}
    app.evaluate("hydrated", first)
    app.evaluate("settled()")
    app.evaluate("toggle('en'); settled()")
    app.evaluate("changed", first | {"level": "3", "inside": "another"})
    app.evaluate("settled()")
    shown(app, "About tea", "en", 3)
    assert [] == app.evaluate("errors")


@pytest.mark.parametrize("early", [True, False])
def test_text_of_the_server_is_taken_over(page: Page, site: Site, version: int, mode: str, early: bool) -> None:  # noqa: F811
    """The snippet's HTML inside, as a server's page has it: the very nodes stay, and change with the page."""
    html = {name: json.loads(site.answers[tea(name)].body)["html"] for name in ("es", "en")}
    first = {"src": site.publisher + tea().lstrip("/"), "lang": "es", "html": html["es"], "quiet": True}
    served(page, site, version, mode, first, strict=False)  # dangerouslySetInnerHTML parses HTML in the browser too
    if early:
        page.evaluate("settled()")
    page.evaluate("window.before = host.querySelector('article')")
    page.evaluate("hydrated", first)
    page.evaluate("settled()")
    shown(page, "Acerca de tea", "es")
    assert page.evaluate("before === article()")
    for change, title, lang in (
        ({"lang": "en"}, "About tea", "en"),
        ({"lang": "en", "html": html["en"]}, "About tea", "en"),
        ({"lang": "ar", "html": "<p>no article</p>"}, "عن tea", "ar"),
        ({"lang": "es"}, "Acerca de tea", "es"),
    ):
        page.evaluate("changed", first | change)
        page.evaluate("settled()")
        shown(page, title, lang)
    page.evaluate("unmounted()")
    assert [] == page.evaluate("errors")


def test_children_may_change_in_any_way(page: Page, site: Site, version: int, mode: str) -> None:  # noqa: F811
    """A list inside grows, shrinks, changes its order, and goes: React finds its nodes, and readers one text."""
    first = {"src": site.publisher + tea().lstrip("/"), "lang": "es", "items": ["a", "b", "c"], "quiet": True}
    served(page, site, version, mode, first)
    page.evaluate("settled()")
    page.evaluate("hydrated", first)
    for items in (["c", "a", "b"], ["d", "c", "e", "a"], [], ["b"], None, ["a", "b"]):
        page.evaluate("changed", first | {"items": items, "inside": ""})
        page.evaluate("settled()")
        shown(page, "Acerca de tea", "es")
        expected = items or []
        assert expected == page.evaluate("[...host.querySelectorAll(':scope > p')].map((one) => one.textContent)")
    page.evaluate("unmounted()")
    assert [] == page.evaluate("errors")


def test_topics_of_a_list_keep_their_texts(page: Page, site: Site, version: int, mode: str) -> None:  # noqa: F811
    """Elements with keys, also where React renders all twice, are moved with their texts, and ask for none again."""
    home = site.publisher.rstrip("/")
    tea_, salt = home + tea(), home + tea("es", "salt")
    first = {"src": tea_, "lang": "es", "quiet": True, "doubled": True, "more": [tea_, salt]}
    served(page, site, version, mode, first)
    page.evaluate("hydrated", first)
    page.evaluate("settled()")
    titles = (
        "[...document.querySelectorAll('div > syndicated-topic > article h2')].map((one) => one.textContent.trim())"
    )
    elements = "[...document.querySelectorAll('div > syndicated-topic')]"
    page.evaluate(f"window.kept = new Map({elements}.map((one) => [one.src, one]))")
    for more in ([salt, tea_], [tea_], [], [salt], [tea_, salt]):
        page.evaluate("changed", first | {"more": more})
        page.evaluate("settled()")
        page.wait_for_function(f"{elements}.every((one) => one.getAttribute('state') === 'ready')")
        named = {tea_: "Acerca de tea", salt: "Acerca de salt"}
        assert [named[src] for src in more] == page.evaluate(titles)
        if more == [salt, tea_]:
            assert page.evaluate(f"{elements}.every((one) => kept.get(one.src) === one)")
    page.evaluate("unmounted()")
    assert [] == page.evaluate("errors")


def test_list_is_taken_over_and_follows_its_attributes(page: Page, site: Site, version: int, mode: str) -> None:  # noqa: F811
    """The element for lists: its number of topics, parts, level, and topics of choice change with the page."""
    home = site.publisher.rstrip("/")
    owner = attrs.evolve(PUBLISHER, base_url=site.publisher)
    both = catalog(topic("tea"), topic("salt"))
    for name, how in (("newest", {}), ("tea", {"topics": ["tea"]}), ("salt", {"topics": ["salt"]})):
        site.answers[f"/{name}.json"] = Answer(topic_list(both, owner, "es", **how).json().decode())
    first = {"src": home + tea(), "lang": "es", "quiet": True, "doubled": True, "list": {"src": f"{home}/newest.json"}}
    served(page, site, version, mode, first)
    page.evaluate("hydrated", first)
    titles = (
        "[...document.querySelectorAll('.syndicate-teaser-title')].map((one) => `${one.localName} ${one.innerText}`)"
    )
    newest = topic_list(both, owner, "es")
    names = [item.topic.title["es"] for item in newest.items]
    for change, expected in (
        ({}, [f"h3 {name}" for name in names]),
        ({"limit": 1, "heading-level": 4}, [f"h5 {names[0]}"]),
        ({"limit": 1, "heading-level": 4, "without": "title description"}, [f"h4 {names[0]}"]),
        ({"src": f"{home}/salt.json {home}/tea.json"}, ["h2 Acerca de salt", "h2 Acerca de tea"]),
        ({}, [f"h3 {name}" for name in names]),
    ):
        page.evaluate("changed", first | {"list": {"src": f"{home}/newest.json", **change}})
        page.wait_for_function(f"([expected]) => JSON.stringify({titles}) === expected", arg=[compact(expected)])
    page.evaluate("unmounted()")
    assert [] == page.evaluate("errors")


def compact(value: object) -> str:
    """As JSON.stringify writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("mode", ["production"])  # the other one of React 18 throws what it recovers from once more
@pytest.mark.parametrize("early", [True, False])
def test_a_page_that_differs_from_the_servers(
    page: Page,  # noqa: F811
    site: Site,  # noqa: F811
    version: int,
    mode: str,
    early: bool,
) -> None:
    """React makes the whole page anew where children differ: there is one text, and changes of the page reach it."""
    home = site.publisher.rstrip("/")
    first = {"src": home + tea(), "lang": "es", "level": "2"}
    served(page, site, version, mode, first)
    if early:
        page.evaluate("settled()")
    page.evaluate("hydrated", first | {"inside": "", "items": ["a", "b"]})
    page.evaluate("settled()")
    page.evaluate("window.host = document.querySelector('syndicated-topic')")
    shown(page, "Acerca de tea", "es", 2)
    assert 1 == page.locator("syndicated-topic article").count()
    assert "ab" == page.evaluate("[...host.querySelectorAll(':scope > p')].map((one) => one.textContent).join('')")
    page.evaluate("changed", first | {"lang": "en", "inside": "", "items": ["b"]})
    page.evaluate("settled()")
    shown(page, "About tea", "en", 2)
    assert [] == [
        one for one in page.evaluate("errors") if not re.search("hydrat|did not match|server|#(418|423|425)", one, re.I)
    ]
