"""Each page by keyboard alone, and at 400 % zoom, in a real Chromium: all is reached in order, seen, and left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import IN_BROWSER
from samples import PUBLISHER, catalog, small
from test_reflow_browser import _answer

from syndicate import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER
HOST = "https://clinic.example.org/"
PAGES = (
    "index.html",
    "404.html",
    "{}/index.html",
    "{}/groups/home/index.html",
    "{}/whats-new/index.html",
    "{}/search/index.html",
    "{}/topics/asthma/index.html",
    "{}/topics/asthma/embed/index.html",
    "{}/embed/index.html",
)
CONTROLS = "a[href], button, input, select, summary, [tabindex='0']"
FOCUSED = """() => {
  const whole = document.activeElement, at = whole.shadowRoot?.activeElement ?? whole;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {
    place: [...document.querySelectorAll("*")].indexOf(whole),
    body: at === document.body,
    name: at.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: style.outlineStyle === "auto" || (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none"),
    radio: at.type === "radio" ? at.name : "",
  };
}"""
REACHABLE = f"""() => [...document.querySelectorAll("{CONTROLS}")]
  .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({{ visibilityProperty: true }}))
  .map(one => [
    [...document.querySelectorAll("*")].indexOf(one), one.type === "radio" ? one.name : "", one.outerHTML.slice(0, 120),
  ])"""


def opened(browser: Browser, tree: Path, path: str, **options: Any) -> Page:
    """A page of the tree, at an address at which modules load, with the motion that a reader may have switched off."""
    page = browser.new_context(reduced_motion="reduce", **options).new_page()
    page.route(
        "**/*", lambda route: route.fulfill(**_answer(tree, re.sub(r"/(?=$|[?#])", "/index.html", route.request.url)))
    )
    page.goto(HOST + path)
    return page


def walk(page: Page) -> list[dict[str, Any]]:
    """What has the focus after each press of the tab key, until it has left the page."""
    found: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["body"] or (found and at["place"] == found[0]["place"]):
            return found
        found.append(at)
    raise AssertionError(f"the focus does not leave the page: {found[-3:]}")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 320])  # at 320 pixels, a page is as one of 1280 at 400 % (WCAG 2.2, 1.4.10)
@pytest.mark.parametrize("locale", ["en", "es"])
def test_all_is_reached_in_order_and_seen(
    browser: Browser, example_tree: Path, locale: str, width: int, path: str
) -> None:
    """Each control is reached once, in the order of the page, seen and marked then; the focus leaves at the end."""
    if "{}" not in path and locale == "es":
        pytest.skip("a page in all languages")
    _walked(browser, example_tree, path.format(locale), width)


def test_pages_of_many_topics_are_walked(browser: Browser, tmp_path: Path) -> None:
    """Those of a letter, which a large catalog has, and its home page."""
    topics = [small(number, locales=["es"], title={"es": f"{chr(97 + number % 26)} {number}"}) for number in range(160)]
    build(catalog(*topics), PUBLISHER, tmp_path / "out", only=["pages"])
    for path, width in (("es/index.html", 1280), ("es/a-z/t/index.html", 320)):
        _walked(browser, tmp_path / "out", path, width)


def _walked(browser: Browser, tree: Path, path: str, width: int) -> None:
    page = opened(browser, tree, path, viewport={"width": width, "height": 256 if width == 320 else 800})
    page.wait_for_timeout(100)
    reachable = page.evaluate(REACHABLE)
    found = walk(page)
    assert [] == [at["name"] for at in found if not at["seen"]], "outside of what is shown"
    assert [] == [at["name"] for at in found if not at["marked"]], "without a mark"
    places = [at["place"] for at in found]
    assert places == sorted(places)
    groups = {at["radio"] for at in found if at["radio"]}  # of which the arrow keys reach the others
    missed = [name for place, radio, name in reachable if place not in places and radio not in groups]
    assert [] == missed
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.context.close()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_the_skip_link_leads_to_the_content(browser: Browser, example_tree: Path, locale: str) -> None:
    """It is the first that is reached, shown then, and what follows is the content."""
    page = opened(browser, example_tree, f"{locale}/topics/asthma/index.html")
    page.keyboard.press("Tab")
    assert page.locator(".skip:focus").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert "content" == page.evaluate("document.activeElement.id")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()


def test_lists_open_by_keyboard(browser: Browser, example_tree: Path) -> None:
    """With the space bar and with Enter, without script too; what was closed is then reached."""
    for scripts in (True, False):
        page = opened(browser, example_tree, "en/topics/asthma/index.html", java_script_enabled=scripts)
        summary = page.locator(".page-tools summary").last
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator(".share-links").is_visible()
        page.keyboard.press("Tab")
        assert page.locator(".share-links a").first.evaluate("node => node === document.activeElement")
        summary.focus()
        page.keyboard.press(" ")
        assert page.locator(".share-links").is_hidden()
        page.context.close()


@pytest.mark.parametrize(
    ("locale", "words", "title"), [("en", "sleep", "Healthy sleep"), ("es", "dormir", "Dormir bien")]
)
def test_a_topic_is_found_by_keyboard(
    browser: Browser, example_tree: Path, locale: str, words: str, title: str
) -> None:
    """On a phone, from the menu at the top of a topic: to its field, to the results, to the first, to its page."""
    page = opened(browser, example_tree, f"{locale}/topics/asthma/index.html", viewport={"width": 320, "height": 256})
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.site-more > summary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "q" == page.evaluate("document.activeElement.name")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.locator(".search-results a").first.wait_for()
    page.locator("#search-question").focus()
    while not page.evaluate("document.activeElement.closest('.search-results') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/sleep/**")
    assert title == page.locator("h1").inner_text()
    page.context.close()


def test_print_has_the_text_alone(browser: Browser, example_tree: Path) -> None:
    """No tool, no menu, no search; closed lists are printed, and links with their addresses, black on white."""
    page = opened(browser, example_tree, "en/topics/asthma/index.html", color_scheme="dark")
    page.emulate_media(media="print")
    tools = ".page-tools, .site-more > *, .languages, .breadcrumbs, .contents, .back-to-top, .skip, .subscribe"
    for width in (1280, 720):  # that of a window, and of a sheet of paper
        page.set_viewport_size({"width": width, "height": 900})
        assert [] == [one for one in page.locator(tools).all() if one.is_visible()]
    assert all(one.is_visible() for one in page.locator(".topic-text .links a").all())
    after = "node => getComputedStyle(node, '::after').content"
    assert "attr(href)" in page.locator(".links li > a").first.evaluate(after) or "http" in page.locator(
        ".links li > a"
    ).first.evaluate(after)
    colors = "() => [...document.querySelectorAll('main a')].map(one => getComputedStyle(one).color)"
    assert {"rgb(0, 0, 0)"} == set(page.evaluate(colors))
    page.context.close()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_no_tool_is_there_that_does_nothing(browser: Browser, example_tree: Path, locale: str) -> None:
    """Without a script, nothing can be copied or printed by a button; with it, all tools stand in even columns."""
    for works, buttons in ((False, 0), (True, 2)):
        page = opened(browser, example_tree, f"{locale}/topics/asthma/index.html", java_script_enabled=works)
        assert buttons == page.locator(".page-tools button:visible").count()
        for width in (320, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            widths = page.evaluate("[...document.querySelectorAll('.page-tools > *')].map(one => one.offsetWidth)")
            assert 1 == len({one for one in widths if one > 1}), (works, width)
        page.context.close()


def test_forced_colors_keep_every_edge(browser: Browser, example_tree: Path) -> None:
    """Where the system has its own colors, grounds are gone: what only a ground told apart has an edge."""
    page = opened(browser, example_tree, "en/topics/asthma/index.html", forced_colors="active")
    edge = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
    for place in (
        ".site-menu",
        ".contents",
        ".summary-box",
        ".site-search button",
        ".page-tools summary",
        ".site-footer",
    ):
        assert page.locator(place).first.evaluate(edge) >= 1, place
    page.goto(f"{HOST}en/index.html")
    assert "underline" in page.locator(".site-menu [aria-current]").evaluate(
        "node => getComputedStyle(node).textDecoration"
    )
    page.context.close()
