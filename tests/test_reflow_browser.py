"""No page of ours scrolls sideways on a small phone, whatever words, addresses, code, and pictures a text has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs
import pytest
from chromium import IN_BROWSER
from samples import HOME, PUBLISHER, topic

import syndicate
from syndicate.layout import CARD_HEAD, SNIPPET_HTML
from syndicate.markup import sanitize
from syndicate.model import Catalog, Group, Link, Section
from syndicate.publishing import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER

WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2
URL = "https://example.org/" + "directory/" * 15 + "page?" + "x=1&y=2&" * 15
WIDE = '<img src="wide.png" alt="Wide" width="2400" height="60">'
TABLE = f"<table><tr>{'<td>Otorhinolaryngology</td>' * 8}</tr><tr><td>{WORD}</td><td>{WIDE}</td></tr></table>"
TEXTS = {
    "word": f"<h2>{WORD}</h2><p>{WORD} and <b>{WORD}</b></p>",
    "spaces-kept": f"<p>{'no&nbsp;break&nbsp;' * 40}</p>",
    "address": f'<p><a href="{URL}">{URL}</a></p>',
    "code": f"<pre><code>{'rsync --archive ' * 20}\n{WORD}</code></pre><p><kbd>{WORD}</kbd> <samp>{WORD}</samp></p>",
    "table": f"{TABLE}<table><caption>{WORD}</caption><tr><td>{TABLE}</td></tr></table>",
    "picture": f'<p>{WIDE}</p><figure>{WIDE}<figcaption>{WORD}</figcaption></figure><img src="none.png" alt="{WORD}">',
    "formula": f'<p><math alttext="{"x_1+y^2+" * 40}0"><mi>x</mi></math> <var>{"ab" * 99}</var><sub>12</sub></p>',
    "ruby": f"<p><ruby>{'漢字' * 40}<rt>{'kanji' * 40}</rt></ruby></p>",
    "lists": f"{'<ul><li>' * 6}{WORD}{'</li></ul>' * 6}<dl><dt>{WORD}</dt><dd>{WORD}</dd></dl><ol><li>{WIDE}</li></ol>",
    "quotation": f"{'<blockquote>' * 4}<p>{WORD}</p>{'</blockquote>' * 4}<p><q>{WORD}</q></p>",
}
HOST = PUBLISHER.base_url


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of topics in two languages in which all that can be long is long."""
    both = ("en", "es")
    link = Link(
        url={"en": URL, "es": f"{URL}es"},
        title={locale: f"{WORD} {locale}" for locale in both},
        organization=dict.fromkeys(both, WORD),
    )
    section = (Section(title=WORD, links=[link, Link(url={"en": URL, "es": URL}, title=dict.fromkeys(both, URL))]),)
    topics = [
        topic(
            slug,
            title=dict.fromkeys(both, f"{slug} {WORD}"),
            description=dict.fromkeys(both, f"{WORD} {URL}"),
            summary=dict.fromkeys(both, sanitize(text, "https://example.org/")),
            also_called=dict.fromkeys(both, (WORD, URL)),
            sections=dict.fromkeys(both, section),
            groups=("home", "long"),
        )
        for slug, text in TEXTS.items()
    ]
    alone = topic(
        "only-here",
        ids={"en": "o"},
        **{name: {} for name in ("description", "summary", "also_called", "sections", "created")},
        title={"en": WORD},
        updated={"en": topic().updated["en"]},
    )
    long = Group(id="long", slug="long", name=dict.fromkeys(both, WORD))
    publisher = attrs.evolve(
        PUBLISHER, name=dict.fromkeys(both, WORD), attribution=dict.fromkeys(both, f"{WORD} {URL}")
    )
    out = tmp_path_factory.mktemp("long") / "out"
    build(Catalog([*topics, alone], groups=(HOME, long)), publisher, out)
    (out / "en" / "bilingual.html").write_text(
        '<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="stylesheet"'
        f' href="../style.css">{syndicate.bilingual(topics[0], publisher).html}',
        encoding="utf-8",
    )
    return out


@pytest.fixture(scope="module")
def page(browser: Browser, tree: Path) -> Page:
    """A page of a browser."""
    made = browser.new_page()
    made.route("**/*", lambda route: route.fulfill(**_answer(tree, route.request.url)))
    return made


def _answer(tree: Path, url: str) -> dict[str, Any]:
    """A file of the tree, at the publisher's address; nothing else is there."""
    path = tree / urlsplit(url).path.removeprefix("/")
    if not url.startswith(HOST) or not path.is_file():
        return {"status": 404, "body": ""}
    return {"path": path}


def pages(tree: Path) -> list[str]:
    """The paths of the pages of the tree; a snippet and head tags alone are parts of a partner's page."""
    parts = (SNIPPET_HTML.name, CARD_HEAD.name, "list.html")
    found = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.html") if path.name not in parts)
    return [path for path in found if not path.startswith("es/topics/")]  # which are as those in English


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(page: Page, tree: Path, width: int) -> None:
    """Every page of the tree, of all kinds, is no wider than the screen, the forms of its scripts included."""
    page.set_viewport_size({"width": width, "height": 740})
    wide = {}
    for path in pages(tree):
        page.goto(HOST + path)
        if path.endswith(("en/embed/index.html", "es/embed/index.html")):
            page.wait_for_function("document.querySelector('.store-preview').shadowRoot.childElementCount")
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = found
    assert {} == wide


def test_words_of_tables_stay_whole(page: Page) -> None:
    """A wide table scrolls in its own box instead of having its words cut into letters."""
    page.set_viewport_size({"width": 320, "height": 740})
    for path in ("en/topics/table/index.html", "en/topics/table/embed.html"):
        page.goto(HOST + path)
        assert page.locator("table").first.evaluate("node => node.scrollWidth > node.clientWidth")
        assert 1 == page.locator("td").first.evaluate(
            "node => { const r = document.createRange(); r.selectNodeContents(node); return r.getClientRects().length }"
        )
