"""Attacks in topics in a real browser: snippets, custom elements, framed pages. Extraction has tests of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from attacked_pages import PARTNER, Site, beyond, launched, payloads
from attacks import ATTACKS
from chromium import IN_BROWSER
from hypothesis import example, given, settings
from markupsafe import Markup
from misplaced import misplaced_html
from samples import PUBLISHER, embedded, topic

from syndicate import snippet
from syndicate.embeds import Embeds
from syndicate.layout import EMBED_PAGE, SNIPPET_JSON
from syndicate.locales import parse
from syndicate.markup import ATTRIBUTES, TAGS, sanitize
from syndicate.model import Image, Link, Section, Topic
from syndicate.snippets.nodes import TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS, _parsed
from syndicate.text import legal, one_line

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_BROWSER

EN, ES = parse("en"), parse("es")
BASE = PUBLISHER.base_url
EMBEDS = Embeds(PUBLISHER, [EN, ES])
SNIPPET = {tag: names | {"class"} for tag, names in TEMPLATE_ATTRIBUTES.items()}
FRAMED = {**SNIPPET, "a": SNIPPET["a"] | {"target"}}


def attacked(number: int, attack: str) -> Topic:
    """A topic that carries an attack wherever text from outside may stand."""
    line = one_line(legal(attack)[0]) or "x"
    html = Markup("\n").join(
        sanitize(text, "https://www.example.gov/a.html")
        for text in (attack, f"<p>{attack}</p>", f'<ul>{attack}</ul><a href="{attack}">x</a><b title="{attack}">y')
    )
    link = Link(url={"en": "https://e.org/"}, title={"en": line}, organization={"en": line}, flags=[line])
    return topic(
        f"attack-{number}",
        title={"en": line, "es": line},
        description={"en": line, "es": line},
        summary={"en": html, "es": html},
        also_called={"en": (line, "x"), "es": (line,)},
        sections={"en": (Section(title=line, links=[link]),)},
        image={"en": Image(url="https://clinic.example.org/a.png", alt=line)},
    )


class Tree:
    """The files of a published tree, by their addresses."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {BASE + path: body for path, body in EMBEDS.files()}
        for name in ("en", "es"):
            self.files[f"{BASE}{name}/style.css"] = b""

    def add(self, found: Topic) -> None:
        """Add a topic's files in English."""
        made = snippet(found, PUBLISHER, EN)
        self.files[BASE + SNIPPET_JSON.at(EN, found.slug)] = made.json()
        for path, body in embedded(EMBEDS, found, EN, made.html).items():
            self.files[BASE + path] = body

    def send(self, name: str, tree: Sequence[Any]) -> str:
        """Add a document as a publisher gone bad might send it; the code of the element that shows it."""
        document = {"nodes": [["article", {"class": "syndicate"}, *tree, ["p", {}, "end"]]], "language": "en"}
        document |= {"url": "https://e.org/", "translations": []}
        address = f"{BASE}bad/{name}.json"
        self.files[address] = json.dumps(document).encode()
        return f'<syndicated-topic src="{address}"></syndicated-topic>'

    def code(self, found: Topic) -> str:
        """The code of the element of a topic, without the script."""
        return f'<syndicated-topic src="{BASE}{SNIPPET_JSON.at(EN, found.slug)}"></syndicated-topic>'


TREE = Tree()
SCRIPT = f'<script type="module" src="{BASE}{EMBEDS.assets.element.path}" crossorigin></script>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser) -> Site:
    """A partner's page, and the publisher's tree."""
    made = Site(browser.new_context().new_page(), TREE.files.get)
    made.show("<!doctype html><title>x</title>")
    return made


T = TypeVar("T")


def portions(values: Sequence[T], size: int = 40) -> Iterator[Sequence[T]]:
    """The values, as many as a page shows at once."""
    return (values[place : place + size] for place in range(0, len(values), size))


def all_attacks(corpora: Path) -> list[str]:
    """Our own attacks and those of other projects."""
    return [*ATTACKS, *payloads(corpora / "xss")]


@pytest.fixture(scope="module")
def topics(corpora: Path) -> list[Topic]:
    """A topic for every attack, published."""
    made = [attacked(number, attack) for number, attack in enumerate(all_attacks(corpora))]
    for found in made:
        TREE.add(found)
    return made


def assert_nothing_ran(site: Site) -> None:
    """Nothing was called or refused, the page is still there, and it asked for no more than pictures of others."""
    site.page.wait_for_timeout(200)
    ran = site.page.evaluate("window.ran")
    assert [] == [found for found in ran if BASE.rstrip("/") not in found]
    assert PARTNER == site.page.url
    asked = {url for kind, url in site.requests if kind != "image"}
    assert set() == {url for url in asked if url != PARTNER and not url.startswith(BASE)}


def test_snippets_of_attacked_topics_do_nothing(site: Site, topics: list[Topic]) -> None:
    """Nothing runs, nothing stands outside the policy, and the HTML means the same when it is read again."""
    assert len(topics) >= 400
    htmls = [str(snippet(found, PUBLISHER, locale).html).strip() for found in topics for locale in (EN, ES)]
    assert [] == beyond(site.page, htmls, TEMPLATE_TAGS, SNIPPET)
    for some in portions(htmls, 200):
        site.show(f"<!doctype html><title>x</title><body>{''.join(f'<section>{html}</section>' for html in some)}")
        assert len(some) == site.page.locator("body > section > article").count()
        assert_nothing_ran(site)


def test_sanitized_attacks_stay_as_they_are(site: Site, topics: list[Topic]) -> None:
    """What was made of an attack is made of itself, in Python and in the browser."""
    summaries = [found.summary["en"] for found in topics]
    assert summaries == [sanitize(summary) for summary in summaries]
    assert [] == beyond(site.page, map(str, summaries), TAGS, ATTRIBUTES)


def test_elements_show_attacked_topics_as_their_html(site: Site, topics: list[Topic]) -> None:
    """The element builds the tree that a parser builds of the snippet, and nothing runs."""
    for some in portions(topics):
        site.show(f"<!doctype html><title>x</title><body>{SCRIPT}{''.join(map(TREE.code, some))}")
        site.page.wait_for_function(
            "count => document.querySelectorAll('syndicated-topic[state=ready]').length === count", arg=len(some)
        )
        htmls = [str(snippet(found, PUBLISHER, EN).html).strip() for found in some]
        other = site.page.evaluate(
            """(htmls) => [...document.querySelectorAll('syndicated-topic > article')].filter((shown, place) => {
              const template = document.createElement('template');
              template.innerHTML = htmls[place];
              shown.removeAttribute('slot');  // the element's own, and all that it adds
              return !shown.isEqualNode(template.content.firstElementChild);
            }).map((shown) => shown.outerHTML)""",
            htmls,
        )
        assert [] == other
        assert_nothing_ran(site)


def test_elements_show_nothing_bad_of_bad_documents(site: Site, corpora: Path) -> None:
    """A node tree that holds the attacks as they are, from a publisher gone bad, loses what is bad."""
    attacks = all_attacks(corpora)
    codes = [TREE.send(str(number), _parsed(attack)) for number, attack in enumerate(attacks)]
    for some in portions(codes):
        site.show(f"<!doctype html><title>x</title><body>{SCRIPT}{''.join(some)}")
        site.page.wait_for_function(
            "count => document.querySelectorAll('syndicated-topic:is([state=ready], [state=error])').length === count",
            arg=len(some),
        )
        shown = site.page.evaluate(
            """([tags, attributes, addresses]) => {
              const problems = [];
              for (const node of document.querySelectorAll('syndicated-topic article, syndicated-topic article *')) {
                if (!tags.includes(node.localName)) problems.push(node.outerHTML);
                for (const {name, value} of node.attributes) {
                  if (name === 'slot' && node.parentNode.localName === 'syndicated-topic') continue;
                  if (![...attributes['*'], ...(attributes[node.localName] ?? [])].includes(name)) problems.push(name);
                  const known = /^(https?|mailto|sms|tel):/i;
                  if (addresses.includes(name) && !known.test(value.trim())) problems.push(value);
                }
              }
              return problems;
            }""",
            [
                sorted(TEMPLATE_TAGS),
                {tag: sorted(names) for tag, names in TEMPLATE_ATTRIBUTES.items()},
                ["href", "src", "srcset", "cite"],
            ],
        )
        assert [] == shown
        assert_nothing_ran(site)


def test_framed_pages_of_attacked_topics_do_nothing(site: Site, topics: list[Topic]) -> None:
    """In a sandboxed frame and as a page of its own, nothing runs but the frame's script, and links stay safe."""
    for some in portions(topics):
        frames = [f"{BASE}{EMBED_PAGE.at(EN, found.slug)}" for found in some]
        tags = "".join(f'<iframe src="{url}"></iframe>' for url in frames)
        site.show(f"<!doctype html><title>x</title><body>{tags}")
        assert_nothing_ran(site)
        htmls = []
        for url in frames:
            frame = site.page.frame(url=url)
            assert frame is not None
            ran, unsafe, html = frame.evaluate(
                """[
                  window.ran,
                  [...document.links].filter((link) => !link.relList.contains("noopener")).length,
                  document.querySelector("main").innerHTML,
                ]"""
            )
            assert ([], 0) == (ran, unsafe), url
            htmls.append(html.replace('href="../', f'href="{BASE}'))
        assert [] == beyond(site.page, htmls, TEMPLATE_TAGS, FRAMED)


@settings(max_examples=150)
@given(misplaced_html)
@example("<table><td><a href=b><table><td><a href=c>d")
@example("<b><p>a<ul><h2>b<dl><dd>c")
def test_mended_markup_is_read_as_it_is_written(site: Site, html: str) -> None:
    """Elements in any order are put where a browser leaves them, alone and within a snippet."""
    cleaned = sanitize(html, "https://www.example.gov/a.html")
    assert [] == beyond(site.page, [str(cleaned)], TAGS, ATTRIBUTES)
    made = snippet(topic(summary={"en": cleaned}), PUBLISHER, EN)
    assert [] == beyond(site.page, [str(made.html).strip()], TEMPLATE_TAGS, SNIPPET)
