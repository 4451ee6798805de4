"""The frame in a real browser, in the sandboxes of other pages: WordPress's messages, and where links lead."""
# ruff: noqa: F811

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from samples import parsed
from test_embeds_browser import (  # noqa: F401 -- the fixtures
    ES,
    Publisher,
    context,
    page,
    partner,
    publisher,
    pytestmark,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, FrameLocator, Page

SECRET = "aB3dE6gH9j"
HEARD = """() => {
  window.heard = [];
  addEventListener("message", ({ data, origin, source }) => {
    const { href } = document.querySelector("iframe").contentWindow === source ? location : {};
    if (href && data.message) heard.push({ ...data, origin });
  });
}"""


def framed(page: Page, partner: Callable[[str], str], source: str, sandbox: str) -> FrameLocator:
    """A partner's page with a frame, whose messages it keeps."""
    page.add_init_script(f"({HEARD})()")
    page.goto(partner(f'<iframe src="{source}" title="Dormir bien" sandbox="{sandbox}" width="500"></iframe>'))
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    return frame


def said(page: Page, message: str, at_least: int = 1) -> list[dict[str, Any]]:
    """The messages of a kind, once there are as many."""
    for _ in range(500):
        found = [one for one in page.evaluate("heard") if one["message"] == message]
        if len(found) >= at_least:
            return found
        page.wait_for_timeout(20)
    raise AssertionError(f"{page.evaluate('heard')} has not {at_least} times {message}")


@pytest.fixture
def wordpress(page: Page, partner: Callable[[str], str], publisher: Publisher) -> FrameLocator:
    """The frame as WordPress shows those of sites that it does not know."""
    return framed(page, partner, f"{publisher.base}es/topics/sleep/embed.html#?secret={SECRET}", "allow-scripts")


def test_frame_says_its_height_to_wordpress(page: Page, wordpress: FrameLocator) -> None:
    """With the secret, from an opaque origin; again when the page is ready or the room changes, not to others."""
    height = said(page, "height")[-1]
    inner = wordpress.locator("html").evaluate("(html) => Math.ceil(html.getBoundingClientRect().height)")
    assert {"message": "height", "value": inner, "secret": SECRET, "origin": "null"} == height
    assert inner > 600
    page.wait_for_timeout(200)
    count = len(said(page, "height"))
    for secret, more in (("other", 0), (SECRET, 1)):
        page.evaluate(
            "(secret) => document.querySelector('iframe').contentWindow.postMessage({ message: 'ready', secret }, '*')",
            secret,
        )
        page.wait_for_timeout(100)
        count += more
        assert count == len(said(page, "height", count))
    page.locator("iframe").evaluate("(frame) => { frame.width = 300; }")
    assert said(page, "height", count + 1)[-1]["value"] != inner


@pytest.mark.parametrize("style", ["", "border: 2px solid", "border: 3px solid; padding: 10px; box-sizing: border-box"])
def test_frame_has_room_within_a_border(page: Page, wordpress: FrameLocator, style: str) -> None:
    """wp-embed.js sets the height that it hears; a theme may draw a border within it, and the text still fits."""
    said(page, "height")
    page.evaluate(
        """(style) => {
          const frame = document.querySelector("iframe");
          frame.style = `box-sizing: border-box; border: 0; ${style}`;
          addEventListener("message", ({ data }) => { if (data.message === "height") frame.height = data.value; });
          frame.height = heard.at(-1).value;
        }""",
        style,
    )
    sizes = "(html) => [innerHeight, Math.ceil(html.getBoundingClientRect().height)]"
    for width in (500, 320, 600):
        page.locator("iframe").evaluate("(frame, width) => { frame.width = width; }", width)
        for _ in range(100):
            page.wait_for_timeout(50)
            room, height = wordpress.locator("html").evaluate(sizes)
            if room == height:
                break
        assert room == height
    page.wait_for_timeout(200)
    count = len(said(page, "height"))
    page.wait_for_timeout(200)
    assert count == len(said(page, "height"))


def test_long_text_folds_in_wordpress(page: Page, wordpress: FrameLocator, publisher: Publisher) -> None:
    """Its script makes no frame higher than 1,000 pixels: what does not fit is below its heading, and opens there."""
    whole = said(page, "height")[-1]["value"]
    assert 600 < whole <= 1000
    assert not wordpress.locator("details a").last.is_visible()
    words = wordpress.locator("main").evaluate("(main) => main.textContent.split(/\\s+/).join(' ')")
    assert parsed(publisher.file("es/topics/sleep/embed.html")).css_first("main").text().split() == words.split()
    wordpress.locator("summary").last.click()
    for _ in range(100):
        if said(page, "height")[-1]["value"] > whole:
            break
        page.wait_for_timeout(20)
    assert wordpress.locator("details a").last.is_visible()
    assert said(page, "height")[-1]["value"] > whole


def test_links_in_wordpress_lead_to_the_topic(page: Page, wordpress: FrameLocator, publisher: Publisher) -> None:
    """WordPress follows links to the frame's host alone: others lead to the same link on the topic's page."""
    wordpress.get_by_role("link", name="Dormir bien", exact=True).click()
    home = f"{publisher.base}es/topics/sleep/"
    assert home == said(page, "link")[0]["value"]
    wordpress.locator("summary").last.click()
    link = wordpress.locator(f"li a[href^=http]:not([href^='{publisher.base}'])").last
    name = link.inner_text()
    link.press("Enter")
    address, _, words = said(page, "link", 2)[1]["value"].partition("#:~:text=")
    assert (home, name) == (address, unquote(words))
    assert not set("-,&") & set(words)
    assert 1 == len(page.context.pages)
    assert wordpress.get_by_text("Los enlaces llevan a este texto en Salud Ejemplo").is_visible()
    assert not wordpress.locator(".tabs, .blocked p").first.is_visible()


def test_language_link_takes_the_secret_along(page: Page, wordpress: FrameLocator) -> None:
    """The text in the other language says its height too."""
    count = len(said(page, "height"))
    wordpress.get_by_role("link", name="English: Healthy sleep").click()
    wordpress.get_by_role("heading", name="Healthy sleep").wait_for()
    assert SECRET == said(page, "height", count + 1)[-1]["secret"]


def test_secret_may_come_later(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """wp-embed.js gives one to a frame that has none."""
    frame = framed(page, partner, f"{publisher.base}es/topics/sleep/embed.html", "allow-scripts")
    assert frame.get_by_text("Los enlaces se abren en una pestaña nueva.").is_visible()
    page.locator("iframe").evaluate(f"(frame) => {{ frame.src += '#?secret={SECRET}'; }}")
    assert SECRET == said(page, "height")[0]["secret"]
    assert not frame.get_by_text("Los enlaces se abren en una pestaña nueva.").is_visible()


def test_link_that_cannot_open_shows_its_address(
    page: Page,
    publisher: Publisher,
    partner: Callable[[str], str],
) -> None:
    """In a sandbox without tabs, on a page that knows nothing of us, the reader can copy the address."""
    frame = framed(page, partner, f"{publisher.base}es/topics/sleep/embed.html", "allow-scripts")
    links = frame.locator("li a[href^=http]")
    for link in (links.first, links.last):
        link.click()
        note = frame.get_by_role("status").get_by_text("Aquí no se puede abrir ningún enlace.")
        note.wait_for()
        assert link.get_attribute("href") == note.locator(".address").inner_text()
        assert link.evaluate("(link) => link.closest('li').nextElementSibling?.className === 'blocked'")
    assert [] == page.evaluate("heard")


def test_links_of_our_frame_open_tabs(
    context: BrowserContext,
    page: Page,
    publisher: Publisher,
    partner: Callable[[str], str],
) -> None:
    """A tab of its own, as the builder's code has it, that cannot reach the frame, nor learn whose page it was in."""
    asked = []
    context.route(re.compile("^https:"), lambda route: (asked.append(route.request), route.fulfill(body="there"))[1])
    page.goto(partner(publisher.code("frame", ES)))
    link = page.frame_locator("iframe").locator("li a[href^=https]").first
    with context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.get_by_text("there").wait_for()
    assert link.get_attribute("href") == tab.url
    assert [None, ""] == tab.evaluate("[opener, document.referrer]")
    assert "null" != tab.evaluate("origin")  # outside of the sandbox
    assert "referer" not in asked[0].headers
    assert not page.frame_locator("iframe").locator(".blocked p").is_visible()
