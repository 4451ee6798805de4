"""Pictures and recordings beside topics in a real browser: they are shown, they play, and they run nothing."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import IN_BROWSER
from test_assets import PUBLISHER, folder, paths, png, tiff

from syndicate import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER

ATTACK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="document.title=\'run\'">'
    "<script>document.title='run'</script><rect width='40' height='30' fill='teal'/></svg>"
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page of a laptop's width."""
    return browser.new_page(viewport={"width": 1280, "height": 900})


def test_a_page_shows_and_plays_what_stands_beside_its_topic(page: Page, tmp_path: Path) -> None:
    """Each picture as large as its page says, upright, from the tree itself; a recording plays with its captions."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    files = {"bed.png": png(60, 40, (b"eXIf", tiff(6))), "a.svg": ATTACK, "talk.wav": sound.getvalue()}
    text = "![A bed](bed.png) ![A drawing](a.svg)\n\n![The talk](talk.wav)\n"
    catalog = folder(
        tmp_path / "in", {**files, "talk.es.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHola\n"}, sleep_en=text
    )
    build(catalog, PUBLISHER, tmp_path / "out", only=["pages"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "out" / "en/topics/sleep/index.html").as_uri())
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    sizes = "[...document.images].map(image => [image.naturalWidth, image.naturalHeight, image.width, image.height])"
    assert [[40, 60, 40, 60], [40, 30, 40, 30]] == page.evaluate(sizes)
    page.wait_for_function("document.querySelector('audio').readyState >= 1")
    assert [1, 1] == page.evaluate(
        "(({duration, textTracks}) => [duration, textTracks.length])(document.querySelector('audio'))"
    )
    assert page.get_by_role("link", name="The talk").is_visible()
    assert [] == [url for url in asked if not url.startswith("file://")]
    page.goto((tmp_path / "out" / next(path for path in paths(catalog["sleep"]) if path.endswith(".svg"))).as_uri())
    assert "run" not in page.title()
