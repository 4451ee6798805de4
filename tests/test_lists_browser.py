"""Lists of topics in a real browser: element and frame, on a partner's page under a strict policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from chromium import IN_BROWSER
from test_embeds_browser import (
    SHIFT,
    Publisher,
    context,  # noqa: F401
    grown,
    page,  # noqa: F401
    partner,  # noqa: F401
    publisher,  # noqa: F401
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER

LINK = '<a href="{base}es/">Todos los temas</a>'
Put = Callable[[str], str]


def element(publisher: Publisher, *paths: str, inside: str = LINK, **attributes: str) -> str:  # noqa: F811
    """The code of an element that shows some lists."""
    script = json.loads(publisher.file("embeds/embeds.json"))["script"]
    src = " ".join(f"{publisher.base}{path}" for path in paths)
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return (
        f'<script type="module" src="{script}"></script>'
        f'<syndicated-topics src="{src}"{more}>{inside.format(base=publisher.base)}</syndicated-topics>'
    )


def opened(page: Page, address: str, state: str = "ready") -> None:  # noqa: F811
    """Open a partner's page, and wait for its list."""
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.locator(f"syndicated-topics[state={state}]")).to_have_count(1)


def titles(page: Page) -> list[str]:  # noqa: F811
    """The topics that the list shows."""
    return page.locator("syndicated-topics .syndicate-teaser-title").all_inner_texts()


def test_list_follows_its_attributes(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """Under a strict policy and Trusted Types: limit, parts, levels, language, in any order and at any time."""
    opened(page, partner(element(publisher, "es/lists/newest/list.json", limit="3", heading_level="4")))
    document = json.loads(publisher.file("es/lists/newest/list.json"))
    assert [one["title"] for one in document["topics"]][:3] == titles(page)
    shown = page.locator("syndicated-topics")
    assert (1, 3) == (shown.locator("h4").count(), shown.locator("h5").count())
    change = "(node, [name, value]) => node.setAttribute(name, value)"
    for name, value in (("limit", "1"), ("without", "title dates"), ("heading-level", "2")):
        shown.evaluate(change, [name, value])
    assert (1, 0, 0) == (shown.locator("h2").count(), shown.locator("h3").count(), shown.locator("time").count())
    shown.evaluate(change, ["lang", "en"])
    english = json.loads(publisher.file("en/lists/newest/list.json"))
    shown.get_by_text(english["topics"][0]["title"]).first.wait_for()
    assert [english["topics"][0]["title"]] == titles(page)
    shown.evaluate("(node) => { node.limit = null; node.without = null }")
    assert english["title"] == shown.locator("h2").inner_text()
    assert [] == page.evaluate("blocked")


def test_link_to_the_other_language_shows_it_in_place(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """As in a topic; the focus goes along."""
    opened(page, partner(element(publisher, "es/lists/groups/prevention/list.json")))
    page.locator("syndicated-topics a[hreflang=en]").first.click()
    page.locator("syndicated-topics article[lang=en]").wait_for()
    assert json.loads(publisher.file("en/lists/groups/prevention/list.json"))["title"] in page.inner_text("h2")


def test_chosen_topics_come_from_the_tree_alone(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """Several addresses as one list, each in the language that is wanted or its own; what is missing is left out."""
    paths = ["es/topics/sleep/teaser.json", "es/topics/nowhere/teaser.json", "en/topics/asthma/teaser.json"]
    only = "en/topics/farmers-market-vouchers/teaser.json"
    page.add_init_script(
        "window.missing = []; addEventListener('syndicated-topics-error', (e) => missing.push(e.detail.src))"
    )
    opened(page, partner(element(publisher, *paths, only, lang="es")))
    assert ["Dormir bien", "Asma", "Farmers market vouchers"] == titles(page)
    languages = page.locator(".syndicate-teaser").evaluate_all("(all) => all.map((one) => one.lang)")
    assert ["es", "es", "en"] == languages
    assert [f"{publisher.base}{paths[1]}"] == page.evaluate("missing")
    footers = page.locator("syndicated-topics footer").all_inner_texts()
    assert 1 == len([text for text in footers if "Salud Ejemplo" in text])


def test_list_that_cannot_be_had_is_what_stands_inside(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """The link, and a state that says so."""
    opened(page, partner(element(publisher, "es/lists/nowhere/list.json")), "error")
    assert page.get_by_role("link", name="Todos los temas").is_visible()


def test_nothing_of_a_list_gone_bad_runs(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """A publisher gone bad can send text, pictures and links; classes that are not ours, handlers and styles go."""
    bad: Any = json.loads(publisher.file("es/lists/newest/list.json"))
    item = ["li", {"class": "syndicate-teaser btn", "onclick": "hacked = 1", "style": "color: red"}]
    item += [["script", {}, "hacked = 1"], ["a", {"href": "javascript:hacked = 1"}, "Texto"]]
    bad["nodes"] = [["article", {"lang": "es", "class": [1]}, ["ul", {"class": "syndicate-topics"}, item, 7, None]]]
    place = publisher.tree / "es/lists/groups/bad"
    place.mkdir(parents=True)
    (place / "list.json").write_text(json.dumps(bad), "utf-8")
    opened(page, partner(element(publisher, "es/lists/groups/bad/list.json")))
    assert '<li class="syndicate-teaser"><a>Texto</a></li>' == page.locator("syndicated-topics li").evaluate(
        "(node) => node.outerHTML"
    )
    assert not page.evaluate("window.hacked")


def test_nothing_moves_where_the_list_is_in_the_code(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """The list that the server put there stays, node by node: cumulative layout shift 0."""
    inside = publisher.file("es/lists/newest/list.html").replace("{", "{{").replace("}", "}}")
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => (window.before = document.querySelector('article')))"
    )
    opened(page, partner(element(publisher, "es/lists/newest/list.json", inside=inside)))
    assert page.evaluate("before === document.querySelector('syndicated-topics article')")
    assert 0 == page.evaluate(SHIFT)


def test_aggressive_theme_goes_before_ours(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """Any rule of the page wins, and a topic's title is still a link below the page's own heading."""
    theme = (
        "<style>li { border: 3px solid red !important; float: left } h3 { font: 40px serif } a { color: lime }</style>"
    )
    page.set_content(theme + element(publisher, "es/lists/newest/list.json", limit="2"), wait_until="domcontentloaded")
    page.locator("syndicated-topics[state=ready]").wait_for()
    found = page.locator(".syndicate-teaser a").first.evaluate("(a) => getComputedStyle(a).color")
    assert "rgb(0, 255, 0)" == found
    assert "left" == page.locator(".syndicate-teaser").first.evaluate("(li) => getComputedStyle(li).cssFloat")


FRAME = (
    '<iframe src="{url}" title="Temas" width="300" height="600"'
    ' sandbox="allow-popups allow-popups-to-escape-sandbox allow-scripts"></iframe>'
)


def test_frame_heeds_its_address(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """As many topics as are wanted, without the parts that are left out, at its own height, in a closed sandbox."""
    script = json.loads(publisher.file("embeds/embeds.json"))["frame_height"]["script"]
    url = f"{publisher.base}es/lists/newest/embed.html?limit=2&without=dates,translations"
    page.goto(partner(FRAME.format(url=url) + f'<script type="module" src="{script}"></script>'))
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert (2, 0) == (frame.locator(".syndicate-teaser").count(), frame.locator("time").count())
    assert "Temas más recientes" == frame.locator("h1").inner_text()
    assert [] == page.evaluate("blocked")


def test_frame_shows_chosen_topics(page: Page, publisher: Publisher, partner: Put) -> None:  # noqa: F811
    """By a script of the publisher's that may fetch from its own host alone; other names are passed over."""
    script = json.loads(publisher.file("embeds/embeds.json"))["frame_height"]["script"]
    url = f"{publisher.base}es/lists/embed.html?topic=sleep&topic=../../secret&topic=asthma"
    page.goto(partner(FRAME.format(url=url) + f'<script type="module" src="{script}"></script>'))
    frame = page.frame_locator("iframe")
    frame.locator("syndicated-topics[state=ready]").wait_for()
    assert ["Dormir bien", "Asma"] == frame.locator("h1").all_inner_texts()
    grown(page, 0, 100)


@pytest.mark.parametrize("path", ["es/lists/newest/embed.html?limit=2", "es/lists/embed.html?topic=sleep"])
def test_frame_without_scripts(browser: Browser, publisher: Publisher, path: str) -> None:  # noqa: F811
    """The list is there as it is; of chosen topics, a link to all."""
    context = browser.new_context(java_script_enabled=False)  # noqa: F811
    page = context.new_page()  # noqa: F811
    page.goto(publisher.base + path)
    assert page.get_by_role("link").first.is_visible()
    context.close()
