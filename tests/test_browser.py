"""The published pages in a real browser: they read well on a phone, and the languages lead to each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import IN_BROWSER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page of a phone's width, with scripts switched off: the tree needs none."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    return context.new_page()


def test_reader_finds_a_topic_and_its_translation(page: Page, example_tree: Path) -> None:
    """From the choice of language to a topic, and over to the other language, by links alone."""
    page.goto((example_tree / "index.html").as_uri())
    page.get_by_role("link", name="Español").click()
    page.get_by_role("link", name="Lavado de manos").click()
    assert "Lavado de manos" == page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("navigation", name="Idioma").get_by_role("link", name="English").click()
    assert "Handwashing" == page.get_by_role("heading", level=1).inner_text()
    assert "en" == page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("path", ["es/index.html", "es/groups/home/index.html", "en/topics/food-safety/index.html"])
def test_page_fits_a_phone(page: Page, example_tree: Path, path: str) -> None:
    """Nothing is wider than the screen, and every link can be hit with a thumb."""
    page.goto((example_tree / path).as_uri())
    boxes = [node.bounding_box() for node in page.locator("main > *").all()]
    assert max(box["x"] + box["width"] for box in boxes if box) <= 360
    targets = [node.bounding_box() for node in page.locator(".cards a, .contents li a, .feeds a, aside li a").all()]
    assert targets
    assert min(box["height"] for box in targets if box and box["height"]) >= 24  # WCAG 2.2, 2.5.8
