"""Pages on a phone of 320 pixels, in a real Chromium: the page's own words come first; a thumb hits each control."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import IN_BROWSER
from samples import PUBLISHER, catalog, small
from test_keyboard_browser import HOST, PAGES, opened

from syndicate import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_BROWSER
PHONE = {"width": 320, "height": 640}
TOP = "document.querySelector('h1').getBoundingClientRect().top"
SMALL = """() => [...document.querySelectorAll(
    ".site-header a, .site-header summary, .site-header button, .site-header input, .breadcrumb a")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize(
    ("locale", "name", "alone"), [("en", "Search and menu", "Menu"), ("es", "Búsqueda y menú", "Menú")]
)
def test_the_name_of_the_menu_says_that_search_is_in_it(
    browser: Browser, example_tree: Path, locale: str, name: str, alone: str
) -> None:
    """Screen readers hear what the magnifier shows; on the page of the search, which has its own form, it is a menu."""
    page = opened(browser, example_tree, f"{locale}/index.html", viewport=PHONE)
    for path, expected in (("index.html", name), ("search/index.html", alone)):
        page.goto(f"{HOST}{locale}/{path}")
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        assert [expected] == [
            node["name"]["value"] for node in tree["nodes"] if node.get("role", {}).get("value") == "DisclosureTriangle"
        ][:1]
        assert alone == page.locator(".site-more > summary").inner_text()
    page.context.close()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_the_heading_stands_high(browser: Browser, example_tree: Path, locale: str) -> None:
    """On every kind of page, above half of what a phone shows first; what stands above it is at least 44 px high."""
    page = opened(browser, example_tree, f"{locale}/index.html", viewport=PHONE)
    low, small_ones = {}, {}
    for path in PAGES:
        page.goto(HOST + path.format(locale))
        if (top := page.evaluate(TOP)) >= 170:
            low[path] = top
        if found := page.evaluate(SMALL):
            small_ones[path] = found
    page.context.close()
    assert ({}, {}) == (low, small_ones)


def test_the_menu_opens_without_a_script(browser: Browser, example_tree: Path) -> None:
    """Closed, it takes one line; open, its search and its links are as wide as the page, and large enough."""
    page = opened(browser, example_tree, "es/topics/asthma/index.html", viewport=PHONE, java_script_enabled=False)
    assert page.locator(".site-search").is_hidden()
    page.locator(".site-more > summary").click()
    assert page.locator(".site-search input").is_visible()
    assert 3 == page.locator(".site-menu a:visible").count()
    assert [] == page.evaluate(SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_a_wide_window_has_no_menu_to_open(browser: Browser, example_tree: Path) -> None:
    """Search and links stand in the head; with the menu open or not, it is the same."""
    page = opened(browser, example_tree, "en/index.html", viewport={"width": 1280, "height": 800})
    summary = page.locator(".site-more > summary")
    places = "[...document.querySelectorAll('.site-header :is(a, input)')].map(one => one.getBoundingClientRect().top)"
    before = page.evaluate(places)
    assert summary.is_hidden()
    assert page.locator(".site-search input").is_visible()
    page.evaluate("document.querySelector('.site-more').open = true")
    assert before == page.evaluate(places)
    page.context.close()


def test_more_than_two_languages_are_in_the_menu(browser: Browser, tmp_path: Path) -> None:
    """Of two, a phone offers the other one in its first line; more of them would take lines from the heading."""
    titles = {"en": "Asthma", "es": "Asma", "fr": "Asthme"}
    build(catalog(small(1, locales=list(titles), title=titles)), PUBLISHER, tmp_path / "out", only=["pages"])
    page = opened(browser, tmp_path / "out", "fr/index.html", viewport=PHONE)
    assert page.evaluate(TOP) < 170
    assert page.locator(".toggle").is_hidden()
    page.locator(".site-more > summary").click()
    assert 2 == page.locator(".toggle a:visible").count()
    page.context.close()


def test_one_line_leads_back(browser: Browser, example_tree: Path) -> None:
    """To the page above, not to those above that; a wide window has the whole way."""
    page = opened(browser, example_tree, "en/topics/asthma/index.html", viewport=PHONE)
    assert ["Conditions and diseases"] == page.locator(".breadcrumb a:visible").all_inner_texts()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert ["All topics", "Conditions and diseases"] == page.locator(".breadcrumb a:visible").all_inner_texts()
    page.context.close()


def test_the_credit_line_is_there_once(example_tree: Path) -> None:
    """A topic has it below its text; pages of lists have it at their foot."""
    for path in ("topics/asthma/index.html", "index.html"):
        assert 1 == (example_tree / "en" / path).read_text("utf-8").count(">Courtesy of Example Health<")


def test_pictures_are_darker_at_night(browser: Browser, example_tree: Path) -> None:
    """Where a reader has chosen dark colors; the pointer shows a picture as it is."""
    page = opened(browser, example_tree, "en/topics/stress/index.html", color_scheme="dark")
    shade = "getComputedStyle(document.querySelector('.topic-picture img')).filter"
    assert "brightness(0.85)" == page.evaluate(shade)
    page.emulate_media(color_scheme="light")
    assert "none" == page.evaluate(shade)
    page.context.close()
