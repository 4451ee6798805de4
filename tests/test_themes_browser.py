"""Embeds in pages whose style sheets spare nothing, without scripts, and under the strictest policy."""
# ruff: noqa: F811

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from test_embeds_browser import (  # noqa: F401 -- the fixtures
    ES,
    Publisher,
    _Pages,
    context,
    grown,
    page,
    partner,
    publisher,
    pytestmark,
    ready,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEMES = {
    "unset": "* { all: unset !important }",
    "unset softly": "* { all: unset }",
    "initial": ":not(html) { all: initial !important }",
    "wide": "img { width: 1200px !important; min-width: 900px !important; max-width: none !important; height: 900px }",
    "block": "* { all: unset !important; display: block !important }",
    "pictures": "img, picture, svg { display: none !important }",
    "floats": "div, section, article, p, ul { float: left !important; width: 40% }",
    "reset": "img, iframe, video { max-width: 100%; height: auto } *, ::before, ::after { box-sizing: border-box }",
    "frames": "iframe { width: 100% !important; height: auto !important; border: 0 }",
    "flex": "body, main { display: flex; flex-direction: column } main > * { flex: 0 0 auto }",
    "grid": "main { display: grid; grid-template-columns: 1fr 1fr }",
    "tiny": "a { font-size: 0 } a * { font-size: 16px } syndicated-topic { max-height: 1px }",
    "empty": "p:empty, div:empty, :not(:defined) { display: none }",
    "inline": "main * { display: inline !important }",
    "hidden": "[hidden] { display: block !important } slot { display: none !important }",
    "positioned": "main * { position: relative !important; z-index: 1 !important }",
    "columns": "main { columns: 2 } article { break-inside: avoid }",
}
# The words of the text that a reader can see, in their order, and what of them lies outside of the element.
SEEN = """(root) => {
  const words = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walk.nextNode()) {
    range.selectNodeContents(walk.currentNode);
    const seen = [...range.getClientRects()].some(({ width, height }) => width > 0 && height > 0);
    if (seen && walk.currentNode.parentElement.checkVisibility({ visibilityProperty: true })) {
      words.push(...walk.currentNode.data.split(/\\s+/).filter(Boolean));
    }
  }
  return words;
}"""


@pytest.fixture
def themed(publisher: Publisher, partner: Callable[[str], str]) -> Callable[[str, str], str]:
    """A partner's page with a theme and a code; its policy allows that one inline style sheet."""

    def put(theme: str, code: str) -> str:
        address = partner(f"<style>{THEMES[theme]}</style>{code}")
        path = f"/{address.rpartition('/')[2]}"
        body, policy = _Pages.pages[path]
        _Pages.pages[path] = (body, f"{policy}; style-src 'unsafe-inline'")
        return address

    return put


@pytest.mark.parametrize("theme", THEMES)
def test_no_theme_takes_words_from_the_text(
    page: Page, publisher: Publisher, themed: Callable[[str, str], str], theme: str
) -> None:
    """Every word is seen once, in order; the link that the text takes the place of is not; the language changes."""
    ready(page, themed(theme, publisher.code("element", ES)))
    for locale, link in (("es", "English: Healthy sleep"), ("en", "Español: Dormir bien")):
        host = page.locator("syndicated-topic")
        article = host.locator("article").first
        whole = article.evaluate("(one) => one.textContent.split(/\\s+/).filter(Boolean)")
        shown = host.evaluate(SEEN)
        if theme == "tiny":  # asks for letters of no size
            assert shown
        else:
            assert "".join(whole) == "".join(shown)
            assert locale == article.get_attribute("lang")
        page.locator("syndicated-topic a", has_text=link.partition(": ")[2]).first.dispatch_event("click")
        for _ in range(200):
            if locale != page.locator("syndicated-topic article").first.get_attribute("lang"):
                break
            page.wait_for_timeout(20)
    assert [] == page.evaluate("blocked")


@pytest.mark.parametrize("theme", THEMES)
def test_no_theme_cuts_a_frame_off(
    page: Page, publisher: Publisher, themed: Callable[[str, str], str], theme: str
) -> None:
    """The frame is as high as its text, also where the theme has frames take their height from nothing."""
    page.goto(themed(theme, publisher.code("frame", ES)))
    grown(page, 0, 601)
    frame = page.frame_locator("iframe").locator("html")
    for _ in range(100):
        inner, room = frame.evaluate("(html) => [html.scrollHeight, html.clientHeight]")
        if inner == room:
            break
        page.wait_for_timeout(20)
    assert inner == room
    assert [] == page.evaluate("blocked")


BEYOND = """async (root, small) => {
  const pictures = [...root.querySelectorAll("img")];
  for (const one of pictures) {
    one.loading = "eager";
    await one.decode();
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
  const room = document.documentElement.clientWidth;
  const most = (one) => (small && one.closest(".syndicate-teaser") ? 161 : room);
  const boxes = pictures.map((one) => [most(one), one.getBoundingClientRect()]);
  return [boxes.length, boxes.filter(([most, { width, right }]) => width > most || right > room + 1).length];
}"""


@pytest.mark.parametrize("theme", [one for one in THEMES if one not in ("flex", "pictures")])
@pytest.mark.parametrize("form", ["topic", "teaser", "list", "list without script"])
def test_no_theme_lets_pictures_grow_beyond_the_page(
    page: Page, publisher: Publisher, themed: Callable[[str, str], str], theme: str, form: str
) -> None:
    """In a narrow page: those of lists are small, those of topics at most as wide as the page."""
    if form == "list without script" and theme in ("wide", "reset"):
        pytest.skip("a style sheet that states a width for all pictures is heard")
    page.set_viewport_size({"width": 420, "height": 800})
    script = json.loads(publisher.file("embeds/embeds.json"))["script"]
    path = {"topic": "topics/power-outages/snippet", "teaser": "topics/power-outages/teaser"}.get(form)
    path = path or "lists/newest/list"
    tag = "syndicated-topic" if form == "topic" else "syndicated-topics"
    page.goto(
        themed(
            theme,
            publisher.file(f"es/{path}.html")
            if form == "list without script"
            else f'<script type="module" src="{script}"></script><{tag} src="{publisher.base}es/{path}.json"></{tag}>',
        )
    )
    if form == "list without script":
        root = page.locator("article.syndicate-list")
    else:
        page.locator(f"{tag}[state=ready]").wait_for(state="attached")
        root = page.locator(tag)
    count, wide = root.evaluate(BEYOND, theme != "inline")  # where nothing has a width, pictures have the page's
    assert (True, 0) == (count > 0, wide)
    assert [] == page.evaluate("blocked")


def test_pictures_follow_the_style_of_a_page(
    page: Page, publisher: Publisher, themed: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not break the page is heard: no bound of ours goes before it."""
    monkeypatch.setitem(THEMES, "small", ".syndicate-image img { max-width: 100px }")
    script = json.loads(publisher.file("embeds/embeds.json"))["script"]
    code = f'<script type="module" src="{script}"></script><syndicated-topic src="{publisher.base}es/topics/'
    page.goto(themed("small", f'{code}power-outages/snippet.json"></syndicated-topic>'))
    page.locator("syndicated-topic[state=ready]").wait_for()
    found = page.locator("syndicated-topic img")
    found.evaluate("(one) => one.decode()")
    assert 100 == found.evaluate("(one) => one.getBoundingClientRect().width")
    assert page.locator("syndicated-topic").get_attribute("fit") is None


def test_floats_stay_inside(page: Page, publisher: Publisher, themed: Callable[[str, str], str]) -> None:
    """What the theme lets float covers nothing of the page below."""
    ready(page, themed("floats", f"{publisher.code('element', ES)}<h3>After</h3>"))
    bottom = page.locator("article").evaluate("(one) => one.getBoundingClientRect().bottom")
    assert bottom <= page.locator("h3", has_text="After").evaluate("(one) => one.getBoundingClientRect().top") + 1


def test_text_is_there_without_scripts(browser: Browser, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """The frame has the whole text, its links open tabs, and its language link works; the element has its link."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(partner(publisher.code("frame", ES)))
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Dormir bien").wait_for()
    assert "_blank" == frame.locator("base").get_attribute("target")
    assert frame.get_by_text("Los enlaces se abren en una pestaña nueva.").is_visible()
    assert 0 == frame.locator(".home:visible, .blocked p:visible").count()
    frame.get_by_role("link", name="English: Healthy sleep").click()
    frame.get_by_role("heading", name="Healthy sleep").wait_for()
    page.goto(partner(publisher.whole()))
    assert page.get_by_text("Mientras dormimos").is_visible()
    context.close()


def test_frame_in_noscript_shows_the_text(
    browser: Browser, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """A page may show the frame only where the element does not run: one of the two, never both."""
    frame = publisher.code("frame", ES).partition("</iframe>")[0] + "</iframe>"
    code = f"{publisher.code('element', ES)}<noscript>{frame}</noscript>"
    for scripts, frames in ((True, 0), (False, 1)):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(partner(code))
        if scripts:
            page.locator("syndicated-topic[state=ready]").wait_for()
        else:
            page.frame_locator("iframe").get_by_text("Mientras dormimos").wait_for()
        assert frames == page.locator("iframe").count()
        context.close()
