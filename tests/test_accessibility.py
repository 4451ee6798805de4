"""Snippets in a partner's page as axe-core judges them in a real Chromium, by the rules of WCAG 2.2 and best practice.

axe-core comes with the parsers of Node in ``tests/clients``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from chromium import IN_BROWSER
from many_languages import KINDS, PUBLISHERS, many_languages
from samples import PUBLISHER, catalog, day, english_only, small, topic
from test_snippets import LISTS, RIGHTS

from syndicate import Catalog, Publisher, Topic, bilingual, snippet
from syndicate.model import Image
from syndicate.publishing import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "clients" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    *IN_BROWSER,
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install in tests/clients)"),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page of a desktop's width."""
    return browser.new_page()


def faults(page: Page, html: str) -> list[tuple[str, str]]:
    """What axe-core finds in a partner's page that shows the HTML below a heading of its own."""
    page.set_content(
        f'<!doctype html><html lang="en"><title>Clinic</title><main><h1>Our clinic</h1>{html}</main></html>',
        wait_until="domcontentloaded",
    )
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations', 'incomplete']})")
    return [
        (rule["id"], node["html"])
        for kind in ("violations", "incomplete")
        for rule in found[kind]
        for node in rule["nodes"]
    ]


def test_axe_sees_faults(page: Page) -> None:
    """The test is able to fail."""
    assert {"image-alt", "valid-lang"} <= {rule for rule, _ in faults(page, '<img src="a.png"><p lang="xx-nope">a</p>')}


ILLUSTRATED = topic(
    image={
        "en": Image(url="https://clinic.invalid/a.png", alt="A cup"),
        "es": Image(url="https://clinic.invalid/a.png"),
    },
    sections={"en": (LISTS,), "es": (LISTS,)},
)


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
@pytest.mark.parametrize("found", [ILLUSTRATED, english_only("kettle")], ids=["both", "english only"])
def test_snippet_has_no_faults(page: Page, found: Topic, locale: str) -> None:
    """With every part, in the reader's language or not."""
    assert [] == faults(page, snippet(found, RIGHTS, locale).html)


def test_both_languages_side_by_side_have_no_faults(page: Page) -> None:
    """Two regions with names of their own; twice in one page, they still meet no rule against ids or names."""
    both = bilingual(ILLUSTRATED, RIGHTS, ("en", "es")).html
    other = bilingual(topic("milk"), PUBLISHER, ("es", "en")).html
    assert [] == faults(page, f"{both}\n{other}")


def test_example_has_no_faults(page: Page, example_catalog: Catalog, example_publisher: Publisher) -> None:
    """Three topics of the example, all in one page."""
    some = list(example_catalog.values())[:3]
    html = [snippet(found, example_publisher, locale).html for found in some for locale in ("en", "es")]
    assert [] == faults(page, "\n".join(html))


PAGES = (
    "index.html",
    "groups/home/index.html",
    "whats-new/index.html",
    "search/index.html",
    "embed/index.html",
    "topics/asthma/index.html",
    "topics/sleep/card/index.html",
    "topics/sleep/embed/index.html",
    "topics/sleep/embed.html",
    "lists/newest/embed.html",
    "lists/groups/home/embed.html",
)


SEVERAL = [
    "index.html",
    "groups/airways/index.html",
    "topics/flu/index.html",
    "search/index.html",
    "whats-new/index.html",
    "embed/index.html",
    "topics/flu/embed/index.html",
    "topics/flu/card/index.html",
    "topics/flu/embed.html",
    "lists/changed/embed.html",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["index.html", "404.html", *(f"{one}/{path}" for path in PAGES for one in ("en", "es"))]
)
def test_pages_have_no_faults(page: Page, example_tree: Path, path: str, scheme: Any) -> None:
    """Each kind of page in both languages, light and dark."""
    assert [] == _faults_of(page, example_tree, path, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_many_topics_have_no_faults(page: Page, tmp_path: Path, scheme: Any) -> None:
    """Those of a letter, which a large catalog has, and its home page."""
    topics = [small(number) for number in range(160)]
    publisher = attrs.evolve(PUBLISHER, footer_links={"en": {"Privacy": "https://clinic.example.org/privacy"}})
    build(catalog(*topics), publisher, tmp_path / "out", only=["pages"])
    for path in ("en/index.html", "en/a-z/t/index.html"):
        assert [] == _faults_of(page, tmp_path / "out", path, scheme)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree in twelve languages."""
    out = tmp_path_factory.mktemp("many") / "out"
    build(many_languages(), PUBLISHERS["in all languages"], out, only=KINDS, now=day("2024-06-01"))
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["ar", "zh-Hans"])
@pytest.mark.parametrize("path", SEVERAL)
def test_pages_from_the_right_and_in_chinese_have_no_faults(
    page: Page, many: Path, path: str, locale: str, scheme: Any
) -> None:
    """Each kind of page, tool, and frame, whose labels are partly in English, light and dark."""
    assert [] == _faults_of(page, many, f"{locale}/{path}", scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_old_addresses_have_no_faults(page: Page, tmp_path: Path, scheme: Any) -> None:
    """Of a topic that is now in several, which stays; the other kind leads on at once, so its script is not run."""
    topics = [attrs.evolve(small(number), aliases={"en": ("old",)}) for number in (1, 2)]
    build(catalog(*topics), PUBLISHER, tmp_path / "out", only=["pages"])
    assert [] == _faults_of(page, tmp_path / "out", "en/topics/old/index.html", scheme)


def test_a_long_word_in_a_title_is_whole_beside_a_picture(page: Page, tmp_path: Path) -> None:
    """The picture gives way; where even that is not enough, it goes below."""
    image = {"en": Image(url="https://clinic.invalid/a.png", alt="A cup", width=1200, height=800)}
    words = ("Cerebrovascular accidents", "Electroencephalography", "Pseudohypoparathyroidism", "Flu")
    topics = [
        attrs.evolve(small(number), title={"en": word}, slug=word[:3].lower(), slug_stated=True, image=image)
        for number, word in enumerate(words, 1)
    ]
    build(catalog(*topics), PUBLISHER, tmp_path / "out", only=["pages"])
    widths = r"""() => {
      const range = document.createRange(), text = document.querySelector("h1").firstChild, whole = [];
      for (const found of text.data.matchAll(/\S+/g)) {
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        whole.push(new Set([...range.getClientRects()].map(box => box.top)).size);
      }
      return [Math.max(...whole), document.querySelector("figure").getBoundingClientRect().width > 180];
    }"""
    for width in (1440, 768, 600):
        page.set_viewport_size({"width": width, "height": 800})
        for one in topics:
            page.goto((tmp_path / "out" / "en" / "topics" / one.slug / "index.html").as_uri())
            assert [1, True] == page.evaluate(widths), (one.slug, width)
    page.set_viewport_size({"width": 1280, "height": 720})  # as the other tests found it


@pytest.mark.parametrize("width", [1440, 1024, 768, 600])
def test_cards_and_pictures_use_the_room(page: Page, example_tree: Path, width: int) -> None:
    """No group is alone in a row of four, the picture of a topic is beside its title, and languages are in line."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((example_tree / "es" / "index.html").as_uri())
    tops = page.evaluate("[...document.querySelectorAll('.card')].map(one => Math.round(one.offsetTop))")
    assert {4 if width > 1000 else 2} == {tops.count(top) for top in tops}
    page.goto((example_tree / "es/topics/power-outages/index.html").as_uri())
    beside = "document.querySelector('figure').offsetLeft > document.querySelector('h1').offsetLeft"
    assert page.evaluate(beside)
    page.goto((example_tree / "index.html").as_uri())
    for place in (".button", ".choice-search", ".groups"):
        tops = page.evaluate("place => [...document.querySelectorAll(place)].map(one => one.offsetTop)", place)
        assert (1 if width > 700 else 2) == len(set(tops))
    page.set_viewport_size({"width": 1280, "height": 720})  # as the other tests found it


@pytest.mark.parametrize("locale", ["en", "es"])
def test_tools_are_at_hand_beside_a_long_text(page: Page, example_tree: Path, locale: str) -> None:
    """They stay in view as the text scrolls, and the citation is below the text, not in an empty column."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((example_tree / locale / "topics/asthma/index.html").as_uri())
    box = "found => { const box = found.getBoundingClientRect(); return [box.left, box.top, box.bottom]; }"
    text, cite = (page.locator(place).evaluate(box) for place in (".topic-text", ".cite"))
    assert (text[0], True) == (cite[0], cite[1] > text[2])
    page.locator(".syndicate-section").last.scroll_into_view_if_needed()
    _, top, bottom = page.locator(".page-tools").evaluate(box)
    assert 0 <= top < bottom <= 720


def _faults_of(page: Page, tree: Path, path: str, scheme: Any) -> list[tuple[str, str]]:
    page.emulate_media(color_scheme=scheme)
    page.goto((tree / path).as_uri())
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("locale", ["en", "es"])
def test_parts_of_a_topic_keep_together(page: Page, example_tree: Path, locale: str) -> None:
    """The text and what stands beside it do not touch, and notes on other languages are whole and stand apart."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((example_tree / locale / "topics/asthma/index.html").as_uri())
    each = "[...document.querySelectorAll('{}')].map(found => {})"
    (text,) = page.evaluate(each.format(".topic-text", "found.getBoundingClientRect().right"))
    (side,) = page.evaluate(each.format(".topic-side", "found.getBoundingClientRect().left"))
    assert text + 24 <= side
    lines = page.evaluate(
        each.format(".syndicate-also-in", "new Set([...found.getClientRects()].map(part => part.top)).size")
    )
    assert {1} == set(lines)
    spaces = page.evaluate(
        each.format(
            ".syndicate-organization:has(+ .syndicate-also-in)", "parseFloat(getComputedStyle(found).marginInlineEnd)"
        )
    )
    assert min(spaces) > 4


@pytest.mark.parametrize("locale", ["en", "es"])
def test_separators_and_headings_keep_their_places(page: Page, example_tree: Path, locale: str) -> None:
    """No line of a breadcrumb shows a separator at an end; a heading in the footer is not stuck to the links above."""
    page.goto((example_tree / locale / "topics/asthma/index.html").as_uri())
    seen = """() => [...document.querySelectorAll(".breadcrumb li")].map((item, place, all) => {
        const mark = getComputedStyle(item, "::before"), list = item.parentElement.getBoundingClientRect();
        if (mark.content === "none") return null;
        const start = item.getBoundingClientRect().left + parseFloat(mark.left), width = parseFloat(mark.width);
        const isFirst = item.offsetTop > all[place - 1].offsetTop;
        const clip = parseFloat(getComputedStyle(item.parentElement).overflowClipMargin);
        return [isFirst, start + width / 2 + 4 > list.left - clip];
    })"""
    lines = 0
    for width in (1280, 800, 800):
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate(seen)
        assert found[0] is None
        assert all(is_first != is_shown for is_first, is_shown in found[1:])
        lines += any(is_first for is_first, _ in found[1:])
        page.add_style_tag(content=".breadcrumb { max-inline-size: 18rem }")
    assert 2 == lines
    page.set_viewport_size({"width": 1280, "height": 720})  # as the other tests found it
    page.goto((example_tree / locale / "index.html").as_uri())
    gap = """() => {
        const heading = document.querySelector(".site-footer ul + h2");
        return heading.getBoundingClientRect().top - heading.previousElementSibling.getBoundingClientRect().bottom;
    }"""
    assert page.evaluate(gap) >= 8
