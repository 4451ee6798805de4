"""Embeds in a real browser: a partner's page on another origin, under a policy that allows next to nothing."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest
from chromium import IN_BROWSER
from samples import parsed

import syndicate
from syndicate.embeds import Embeds, headers
from syndicate.locales import parse
from syndicate.service import app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = IN_BROWSER

HERE = Path(__file__).resolve().parent
PARTNER = (HERE / "partner_pages" / "page.html").read_text(encoding="utf-8")
AXE = HERE / "clients" / "node_modules" / "axe-core" / "axe.min.js"
EN, ES = parse("en"), parse("es")
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@attrs.frozen
class Publisher:
    """A tree that is served on an origin of its own.

    Attributes:
        base: its address.
        tree: where it lies.
        topic: one of its topics.
        embeds: what wrote its codes.
    """

    base: str
    tree: Path
    topic: syndicate.model.Topic
    embeds: Embeds

    def code(self, form: str, *locales: Any, level: int = 2) -> str:
        """A code that it hands out."""
        return str(self.embeds.codes.code(form, self.topic, locales or (ES, EN), heading_level=level))

    def file(self, path: str) -> str:
        """A file of its tree."""
        return (self.tree / path).read_text(encoding="utf-8")

    def whole(self, *, level: int = 2) -> str:
        """The code of an element with the text itself inside."""
        text = syndicate.snippet(self.topic, self.embeds.publisher, "es", heading_level=level).html.strip()
        return re.sub(r"^  <a .*$", lambda _: str(text), self.code("element", ES, level=level), flags=re.MULTILINE)

    def send(self, name: str, document: Any) -> str:
        """The code of an element that shows another document, as a publisher gone bad might send it."""
        folder = self.tree / "es" / "topics" / name
        folder.mkdir(parents=True, exist_ok=True)
        text = document if isinstance(document, str) else json.dumps(document)
        (folder / "snippet.json").write_text(text, encoding="utf-8")
        return self.code("element", ES).replace("/topics/sleep/snippet.json", f"/topics/{name}/snippet.json")


@pytest.fixture(scope="module")
def publisher(
    example_publisher: syndicate.Publisher,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Publisher]:
    """The example's tree, as the preview serves it."""
    pytest.importorskip("starlette", reason="the preview needs the extra `service`")
    uvicorn = pytest.importorskip("uvicorn")
    tree = tmp_path_factory.mktemp("embeds") / "public"
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        owner = attrs.evolve(example_publisher, base_url=base)
        catalog = syndicate.read("examples/health-topics", publisher=owner)  # at whose address the pictures stand
        syndicate.build(catalog, owner, tree)
        server = uvicorn.Server(uvicorn.Config(app(tree, local=True), log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield Publisher(base, tree, catalog["sleep"], Embeds(owner, [EN, ES]))
        server.should_exit = True
        thread.join()


class _Pages(BaseHTTPRequestHandler):
    """Serves the partner's pages."""

    pages: ClassVar[dict[str, tuple[str, str]]] = {}

    def do_GET(self) -> None:
        """Answer with a page and its policy."""
        body, policy = self.pages.get(self.path, ("", ""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def partner(publisher: Publisher) -> Iterator[Callable[[str], str]]:
    """Puts a code into the partner's page, and returns its address on the partner's own origin."""
    home = publisher.base.rstrip("/")
    allowed = [f"{kind}-src {home}" for kind in ("script", "connect", "frame", "img")]
    policy = "; ".join(["default-src 'none'", *allowed, "require-trusted-types-for 'script'"])
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()

        def put(code: str) -> str:
            path = f"/{len(_Pages.pages)}.html"
            _Pages.pages[path] = (PARTNER.replace("<!-- the code -->", code), policy)
            return f"http://localhost:{server.server_port}{path}"

        yield put
        server.shutdown()
        thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with an empty cache."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab; what its policy blocks is counted."""
    made = context.new_page()
    made.add_init_script(
        "window.blocked = []; addEventListener('securitypolicyviolation', (e) => blocked.push(e.violatedDirective))"
    )
    return made


def ready(page: Page, address: str, state: str = "ready", count: int = 1) -> None:
    """Open a partner's page, and wait until its elements have come to a state."""
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.locator(f"syndicated-topic[state={state}]")).to_have_count(count)


def grown(page: Page, place: int, least: int) -> None:
    """Wait until a frame is higher; Playwright's own waiting needs ``eval``, which the policy of the page forbids."""
    frame = page.locator("iframe").nth(place)
    end = monotonic() + 30
    while int(frame.get_attribute("height") or 0) <= least:
        assert monotonic() < end, f"frame {place} stays at {frame.get_attribute('height')}"
        page.wait_for_timeout(20)


# The forms


def test_element_shows_both_languages_under_a_strict_policy(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """Nothing of it is blocked: no inline code, no HTML parsed, only the publisher's origin."""
    ready(page, partner(publisher.code("element")), count=2)
    shown = page.locator("syndicated-topic")
    assert ["Dormir bien", "Healthy sleep"] == [node.inner_text() for node in shown.locator("h2").all()]
    assert [("es", "ltr"), ("en", "ltr")] == [
        (node.get_attribute("lang"), node.get_attribute("dir")) for node in shown.all()
    ]
    assert [] == page.evaluate("blocked")
    for locale, node in zip(("es", "en"), shown.all(), strict=True):
        article = parsed(publisher.file(f"{locale}/topics/sleep/snippet.html")).css_first("article")
        assert article
        assert article.text() == node.locator("article").evaluate("(article) => article.textContent")


def test_frame_shows_both_languages_at_their_own_height(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """The frames have no scroll bars, and the sandbox lets their script say how high they are."""
    page.goto(partner(publisher.code("frame")))
    for place, title in enumerate(("Dormir bien", "Healthy sleep")):
        frame = page.frame_locator("iframe").nth(place)
        assert title == frame.locator("h1").inner_text()
        page.locator("iframe").nth(place).scroll_into_view_if_needed()
        grown(page, place, 601)
        inner = frame.locator("html").evaluate("(html) => [html.scrollHeight, html.clientHeight]")
        assert inner[0] == inner[1]
    assert [] == page.evaluate("blocked")


@pytest.mark.parametrize("scripts", [True, False])
def test_frame_fits_a_phone(
    browser: Browser, publisher: Publisher, partner: Callable[[str], str], scripts: bool
) -> None:
    """In a window of 320 pixels nothing scrolls sideways; with the script, the frame is as wide as the text around."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(partner(publisher.code("frame", ES)))
    page.frame_locator("iframe").locator("h1").wait_for()
    if scripts:
        grown(page, 0, 601)
    frame, around = (page.locator(name).first.bounding_box() for name in ("iframe", "main"))
    assert frame
    assert around
    assert around["width"] == 304
    assert (frame["width"] == 304) if scripts else (frame["width"] <= 304)
    context.close()


def test_static_text_and_link_need_nothing(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """The snippet itself in the page, and the link."""
    text = publisher.file("es/topics/sleep/snippet.html")
    page.goto(partner(text + publisher.code("link")))
    assert "Dormir bien" == page.locator("h2").inner_text()
    assert page.get_by_role("link", name="Healthy sleep (Example Health)").is_visible()
    assert [] == page.evaluate("blocked")


@pytest.mark.parametrize("form", ["element", "frame", "link"])
def test_without_scripts_there_is_the_text_or_a_link(
    browser: Browser, publisher: Publisher, partner: Callable[[str], str], form: str
) -> None:
    """JavaScript switched off: a link that leads to the topic; in the frame, the text itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(partner(publisher.code(form)))
    assert page.get_by_role("link", name="Dormir bien (Salud Ejemplo)").is_visible()
    if form == "frame":
        assert page.frame_locator("iframe").first.get_by_text("Mientras dormimos").is_visible()
    context.close()


def test_wrong_integrity_blocks_the_script(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """A script that was tampered with never runs; the link stays."""
    code = re.sub(r"sha384-[^\"]{8}", "sha384-AAAAAAAA", publisher.code("element", ES))
    page.goto(partner(code))
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("!!customElements.get('syndicated-topic')")
    assert page.get_by_role("link", name="Dormir bien (Salud Ejemplo)").is_visible()


# Nothing moves


def test_nothing_moves_where_the_text_is_the_fallback(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """The very article stays, so that focus, selection and pictures stay too: cumulative layout shift 0."""
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => (window.before = document.querySelector('article')))"
    )
    ready(page, partner(publisher.whole()))
    assert page.evaluate("before === document.querySelector('syndicated-topic article')")
    assert 0 == page.evaluate(SHIFT)


def test_nothing_moves_where_an_older_text_gives_way(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """A copy of the same size is replaced without a shift, and the focus stays on its link."""
    code = publisher.whole().replace("Mientras dormimos", "Cuando dormimos.")
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('article a')[3].focus())"
    )
    ready(page, partner(code))
    assert page.get_by_text("Mientras dormimos").is_visible()
    assert 0 == page.evaluate(SHIFT)
    assert page.evaluate("document.activeElement === document.querySelectorAll('article a')[3]")


@pytest.mark.parametrize("level", [1, 3, 5])
def test_headings_follow_the_level(page: Page, publisher: Publisher, partner: Callable[[str], str], level: int) -> None:
    """As the Python code re-levels them: without gaps, none below h6; and again when the attribute changes."""
    ready(page, partner(publisher.code("element", ES, level=level)))
    levels = (
        "() => [...new Set([...document.querySelectorAll('article :is(h1,h2,h3,h4,h5,h6)')].map((h) => h.localName))]"
    )
    assert [f"h{level}", f"h{level + 1}"] == page.evaluate(levels)
    page.locator("syndicated-topic").evaluate("(node) => node.setAttribute('heading-level', 2)")
    assert ["h2", "h3"] == page.evaluate(levels)


# Several on one page


def test_each_element_stands_for_itself(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Three of the same address ask once; one whose address is wrong fails alone; the script stands twice."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    one = publisher.code("element", ES)
    broken = one.replace("/topics/sleep/snippet.json", "/topics/nowhere/snippet.json")
    ready(page, partner(one * 3 + broken), count=3)
    page.locator("syndicated-topic[state=error]").wait_for(state="attached")
    assert "error" == page.locator("syndicated-topic").nth(3).get_attribute("state")
    assert 1 == sum(url.endswith("/sleep/snippet.json") for url in asked)


def test_texts_far_below_wait_for_the_reader(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Of twenty texts the last is there for search and screen readers, but laid out only when it comes into view."""
    ready(page, partner(publisher.code("element", ES) * 20), count=20)
    last = page.locator("syndicated-topic").last
    rendered = "(node) => node.querySelector('article').checkVisibility({ contentVisibilityAuto: true })"
    assert not last.evaluate(rendered)
    assert 20 == page.get_by_role("heading", name="Dormir bien", exact=True).count()
    last.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    assert last.evaluate(rendered)
    assert 8 == page.locator("syndicated-topic:not([far])").count()


def test_texts_in_the_code_far_below_are_renewed_in_view(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """Of twenty that have their text already, the far ones ask when the reader comes near, or their address changes."""
    page.goto(partner(publisher.whole().replace("Mientras dormimos", "Cuando dormimos") * 20))
    page.wait_for_load_state("networkidle")
    waiting = page.locator("syndicated-topic:not([state])", has_text="Cuando dormimos")
    assert 8 <= 20 - waiting.count() < 15
    change = "(node) => node.setAttribute('src', node.getAttribute('src').replace('sleep', 'stress'))"
    page.locator("syndicated-topic").nth(18).evaluate(change)
    page.get_by_role("heading", name="Estrés").wait_for()
    page.locator("syndicated-topic").last.scroll_into_view_if_needed()
    page.locator("syndicated-topic:last-of-type[state=ready]", has_text="Mientras dormimos").wait_for()
    assert 0 == page.evaluate(SHIFT)


def test_element_survives_being_moved_and_changed(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """Taken out and put elsewhere it keeps its text; a new src shows another topic."""
    ready(page, partner(publisher.code("element", ES)))
    node = page.locator("syndicated-topic")
    node.evaluate("(node) => { const main = node.parentNode; node.remove(); main.prepend(node); }")
    assert "ready" == node.get_attribute("state")
    assert 1 == node.locator("article").count()
    node.evaluate("(node) => (node.setAttribute('src', node.getAttribute('src').replace('sleep', 'stress')))")
    page.get_by_role("heading", name="Estrés").wait_for()
    assert 1 == node.locator("article").count()


def test_language_of_the_reader_decides(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Where lang and src differ, the text is in the language asked for; a page can change it later."""
    ready(page, partner(publisher.code("element", ES).replace('lang="es" dir="ltr" heading', 'lang="en-US" heading')))
    assert "Healthy sleep" == page.locator("article h2").inner_text()
    assert "en-US" == page.locator("syndicated-topic").get_attribute("lang")
    assert "en" == page.locator("article").get_attribute("lang")
    page.locator("syndicated-topic").evaluate("(node) => (node.lang = 'es')")
    page.get_by_role("heading", name="Dormir bien").wait_for()


def test_language_switch_by_keyboard(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Enter on the link shows the other language in place: said politely, marked in the text, focus on the way back."""
    address = partner(publisher.whole())
    ready(page, address)
    for language, title, back, said in (
        ("en", "Healthy sleep", "Español: Dormir bien", "The text is now in English."),
        ("es", "Dormir bien", "English: Healthy sleep", "El texto ahora está en español."),
    ):
        if language == "en":
            page.get_by_role("link", name="English: Healthy sleep").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=title, exact=True).wait_for()
        page.get_by_role("status").get_by_text(said).wait_for()
        assert back == page.evaluate("document.activeElement.textContent")
        assert language == page.locator("article:visible").get_attribute("lang")
        assert "es" == page.locator("syndicated-topic").get_attribute("lang")
        assert language == page.get_by_role("status").get_attribute("lang")
    assert address == page.url


def test_language_switch_that_fails_leaves_the_text(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """What is there stays, and a visible notice says it in the language asked for."""
    ready(page, partner(publisher.whole()))
    page.route("**/en/topics/sleep/snippet.json", lambda route: route.abort())
    page.get_by_role("link", name="English: Healthy sleep").click()
    notice = page.get_by_role("status").get_by_text("The text could not be loaded.")
    notice.wait_for()
    box = notice.bounding_box()
    assert box
    assert box["height"] > 10
    assert page.get_by_role("heading", name="Dormir bien").is_visible()
    assert "ready" == page.locator("syndicated-topic").get_attribute("state")


# What goes wrong


@pytest.mark.parametrize(
    "document",
    [
        "not JSON",
        "[]",
        "null",
        {"nodes": [], "language": "es"},
        {"nodes": [["div", {}, "x"]], "language": "es"},
        {"nodes": [["article", {}, "x"]], "language": "<b>"},
        {"nodes": [["article", {}, 7]], "language": "es"},
        {"nodes": [["article", {}, ["script", {}, "steal()"]]], "language": "es"},
        {"nodes": [["article", {}, *["x"] * 60_000]], "language": "es"},
        '{"language": "es", "nodes": [' + '["article", {}, ' * 20_000 + '"x"' + "]" * 20_000 + "]}",
    ],
)
def test_unusable_document_keeps_the_fallback(
    page: Page, publisher: Publisher, partner: Callable[[str], str], document: Any
) -> None:
    """The link stays, the state says so, a screen reader is told in the reader's language, and the page hears it."""
    page.add_init_script(
        "window.heard = []; addEventListener('syndicated-topic-error', (event) => heard.push(event.detail.src))"
    )
    ready(page, partner(publisher.send("bad", document)), "error")
    assert page.get_by_role("link", name="Dormir bien (Salud Ejemplo)").is_visible()
    page.get_by_role("status").get_by_text("No se pudo cargar el texto.").wait_for()
    assert [f"{publisher.base}es/topics/bad/snippet.json"] == page.evaluate("heard")


HOSTILE = [
    ["script", {}, "window.owned = 1"],
    ["script", {"src": "https://evil.example/x.js"}],
    ["iframe", {"srcdoc": "<script>parent.owned = 1</script>"}],
    ["img", {"src": "x", "onerror": "owned = 1", "alt": "a", "referrerpolicy": "unsafe-url", "class": "syndicatex"}],
    ["a", {"href": "javascript:owned = 1", "onclick": "owned = 1", "class": "btn syndicate-one hero"}, "one"],
    ["a", {"href": " \u0001java\nscript:owned = 1", "class": "syndicate-two", "rel": "me author opener"}, "two"],
    [
        "a",
        {"href": "data:text/html,<script>owned = 1</script>", "class": "syndicate-three", "itemid": "javascript:0"},
        "three",
    ],
    [
        "a",
        {
            "href": {"toString": "x"},
            "style": "position: fixed",
            "id": "main",
            "class": "syndicate-four",
            "itemtype": "x",
        },
        "four",
    ],
    ["svg", {}, ["script", {}, "owned = 1"]],
    ["style", {}, "body { display: none }"],
    ["form", {"action": "https://evil.example/"}, ["input", {"name": "password"}]],
    ["base", {"href": "https://evil.example/"}],
    ["template", {}, "x"],
    ["constructor", {}, "x"],
    ["p", {"class": "btn", "itemid": "tag:x", "itemscope": "", "itemtype": "https://schema.org/Person?x"}, "Otro"],
    ["a", {"href": "https://a.example/", "rel": "license me noopener"}, "five"],
    ["svg", {}, "dropped"],
    ["new-element", {"class": "syndicate-new"}, ["b", {}, "Lo nuevo"]],
    ["p", {"is": "x-y", "slot": "z", "constructor": "x", "__proto__": "y"}, "Buen texto"],
    "<img src=x onerror='owned = 1'>",
]


def test_hostile_document_loses_what_is_bad(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Scripts, handlers, styles, ids, forms and other schemes are dropped; text stays text; nothing runs."""
    document = {"nodes": [["article", {"onclick": "owned = 1"}, *HOSTILE]], "language": "es"}
    document["translations"] = [{"language": "en", "url": "https://a.example/", "snippet_url": "https://evil.example/"}]
    ready(page, partner(publisher.send("hostile", document)))
    article = page.locator("syndicated-topic article")
    assert "Buen texto" in article.inner_text()
    assert "Lo nuevo" in article.inner_text()
    assert "dropped" not in article.text_content()
    assert "<img src=x onerror='owned = 1'>" in article.inner_text()
    for place, link in enumerate(article.locator("a").all()):
        assert ({"class"} if place < 4 else {"href", "rel"}) == set(link.evaluate("(node) => node.getAttributeNames()"))
        if place < 4:
            assert re.fullmatch("syndicate-[a-z]+", link.get_attribute("class") or "")
            link.dispatch_event("click")
    assert "license noopener" == article.locator("a").last.get_attribute("rel")
    assert ["a", "b", "img", "p"] == sorted(
        set(article.evaluate("(node) => [...node.querySelectorAll('*')].map((one) => one.localName)"))
    )
    assert ["alt"] == article.locator("img").evaluate("(node) => node.getAttributeNames()")
    assert [["itemscope"], []] == [
        one.evaluate("(node) => node.getAttributeNames()") for one in article.locator("p").all()
    ]
    assert page.evaluate("typeof owned") == "undefined"
    assert [] == page.evaluate("blocked")


# Messages of frames


def test_only_the_frame_itself_sets_its_height(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Messages from the page, from another frame, of another shape, or without a number change nothing."""
    other = f'<iframe src="{publisher.base}en/topics/stress/embed.html" title="other" height="333"></iframe>'
    page.goto(partner(publisher.code("frame", ES) + other))
    grown(page, 0, 601)
    height = page.locator("iframe").first.get_attribute("height")
    grown(page, 1, 334)
    page.evaluate("postMessage({ type: 'syndicate-height', height: 5000 }, '*')")
    page.evaluate(
        """() => {
      const source = document.querySelector('iframe').contentWindow;
      const send = (data, origin) => dispatchEvent(new MessageEvent('message', { data, origin, source }));
      send({ type: 'syndicate-height', height: 5000 }, 'https://evil.example');
      send({ type: 'syndicate-height', height: 5000 }, location.origin);
      send({ type: 'syndicate-height', height: '5000px' }, 'null');
      send({ type: 'syndicate-height', height: Infinity }, 'null');
      send({ type: 'other', height: 5000 }, 'null');
      send('syndicate-height', 'null');
      send(null, 'null');
    }"""
    )
    page.wait_for_timeout(200)
    assert height == page.locator("iframe").first.get_attribute("height")
    for sent, expected in ((10**9, "10002"), (-5, "82")):  # with a border of a pixel above and below
        page.evaluate(
            "(height) => dispatchEvent(new MessageEvent('message', { data: { type: 'syndicate-height', height },"
            " origin: 'null', source: document.querySelector('iframe').contentWindow }))",
            sent,
        )
        assert expected == page.locator("iframe").first.get_attribute("height")


def test_frame_of_another_site_is_not_heeded(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """A sandboxed frame that is none of the publisher's keeps its height, whatever it says."""
    loud = "<script>parent.postMessage({ type: 'syndicate-height', height: 5000 }, '*')</script>"
    address = partner(publisher.code("frame", ES))
    _Pages.pages["/loud.html"] = (loud, "")
    body, _ = _Pages.pages[f"/{address.rpartition('/')[2]}"]
    frame = '<iframe src="/loud.html" sandbox="allow-scripts" height="222" title="loud"></iframe>'
    _Pages.pages["/both.html"] = (body.replace("<p>Ask", f"{frame}<p>Ask"), "")
    page.goto(address.rpartition("/")[0] + "/both.html")
    grown(page, 0, 601)
    page.wait_for_timeout(200)
    assert "222" == page.get_by_title("loud").get_attribute("height")


def test_frames_of_others_stop_nothing(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """Addresses that are none, other schemes, other sites, an element of another namespace: ours grows all the same."""
    addresses = ("http://[", "about:blank", "data:,x", "https://127.0.0.1:9/")
    others = [f'<iframe src="{src}" title="x"></iframe>' for src in addresses]
    others.append('<svg><iframe src="x"></iframe></svg><iframe title="none"></iframe>')
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(partner("".join(others) + publisher.code("frame", ES)))
    page.get_by_title("Dormir bien").scroll_into_view_if_needed()
    grown(page, 6, 601)
    page.evaluate(
        """() => {
      const source = frames[frames.length - 1];
      const send = (data) => dispatchEvent(new MessageEvent('message', { data, origin: 'null', source }));
      for (const height of [1n, NaN, [5000], { valueOf: () => 5000 }, '5000', null]) {
        send({ type: 'syndicate-height', height });
      }
    }"""
    )
    assert [] == wrong
    assert "5000" != page.locator("iframe").nth(6).get_attribute("height")


def test_frames_in_shadow_roots_are_sized(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """One that is there before the script, and one that a component puts there later, each in a root within a root."""
    frame = publisher.code("frame", ES).partition("<p>")[0].replace('loading="lazy"', "")
    script = publisher.code("frame", ES).partition("</p>")[2]
    declared = frame
    for _ in range(2):
        declared = f"<div><template shadowrootmode=open>{declared}</template></div>"
    page.goto(partner(declared + script))
    page.evaluate(
        """() => {
      const [first] = document.querySelectorAll("main > div");
      const inner = (one) => one.shadowRoot.querySelector("div").shadowRoot;
      const second = document.querySelector("main").appendChild(document.createElement("div"));
      second.attachShadow({ mode: "open" }).append(document.createElement("div"));
      const root = second.shadowRoot.firstChild.attachShadow({ mode: "open" });
      root.append(inner(first).querySelector("iframe").cloneNode());
      root.firstChild.height = 600;
    }"""
    )
    grown(page, 0, 601)
    grown(page, 1, 601)
    widths = [frame.evaluate("(frame) => frame.offsetWidth") for frame in page.locator("iframe").all()]
    assert [page.locator("main").evaluate("(main) => main.clientWidth")] * 2 == widths
    assert [] == page.evaluate("blocked")


def test_frame_that_left_for_another_site_is_not_heeded(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """A frame whose address was changed by the page says nothing to the script any more."""
    page.goto(partner(publisher.code("frame", ES)))
    grown(page, 0, 601)
    page.locator("iframe").evaluate("(frame) => { frame.src = 'about:blank'; frame.height = 222; }")
    page.evaluate(
        "dispatchEvent(new MessageEvent('message', { data: { type: 'syndicate-height', height: 5000 },"
        " origin: 'null', source: document.querySelector('iframe').contentWindow }))"
    )
    assert "222" == page.locator("iframe").get_attribute("height")


def test_language_link_stays_in_the_frame(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:
    """The other language comes into the frame, with its height; the partner's page stays."""
    address = partner(publisher.code("frame", ES))
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="English: Healthy sleep").click()
    frame.get_by_role("heading", name="Healthy sleep").wait_for()
    assert address == page.url


def test_no_other_page_of_the_tree_can_be_framed(
    page: Page, publisher: Publisher, partner: Callable[[str], str]
) -> None:
    """The browser heeds frame-ancestors: the topic page stays empty in a partner's frame."""
    page.goto(partner(f'<iframe src="{publisher.base}es/topics/sleep/" title="page"></iframe>'))
    page.wait_for_load_state("networkidle")
    assert 0 == page.frame_locator("iframe").get_by_text("Dormir bien").count()


def test_guide_configures_cloudfront_to_send_the_same(page: Page, publisher: Publisher) -> None:
    """Its functions, as they stand in the guide, give each file the headers of the table, folders their page."""
    guide = (HERE.parent / "docs/how-to/host-the-tree.md").read_text(encoding="utf-8")
    asking, answering = re.findall(r"^```javascript\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    files = [path.relative_to(publisher.tree).as_posix() for path in publisher.tree.rglob("*") if path.is_file()]
    paths = [path for path in files if path[0] not in "._"]
    sent = page.evaluate(
        """([code, paths]) => paths.map((path) => {
          const event = { request: { uri: `/${path}` }, response: { statusCode: 200, headers: {} } };
          const { headers } = Function(`${code}; return handler`)()(event);
          return Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
        })""",
        [answering, paths],
    )
    for path, found in zip(paths, sent, strict=True):
        assert {name.lower(): value for name, value in headers(path).items()} == found, path
    uris = page.evaluate(
        "([code, uris]) => uris.map((uri) => Function(`${code}; return handler`)()({ request: { uri } }).uri)",
        [asking, ["/es/", "/style.css"]],
    )
    assert ["/es/index.html", "/style.css"] == uris


# The page that offers the codes


def test_builder_of_a_topic_lists_its_codes(browser: Browser, publisher: Publisher) -> None:
    """Each can be opened under its heading, without a script, and there is no control that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{publisher.base}es/topics/sleep/embed/")
    forms = page.locator("main details")
    shown = []
    for place in range(forms.count()):  # one is open at a time
        if forms.nth(place).get_attribute("open") is None:
            forms.nth(place).locator("summary").click()
        shown.append(forms.nth(place).locator("pre:visible").count())
    assert [3, 3, 3, 3] == shown
    assert 0 == page.locator("main form:visible, main button:visible").count()
    context.close()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm install --prefix tests/clients axe-core")
@pytest.mark.parametrize(
    "form",
    ["element", "failed", "frame", "include", "link", "en/topics/sleep/", "es/topics/sleep/"]
    + [f"{locale}/topics/sleep/{name}" for locale in ("en", "es") for name in ("embed/", "embed.html")],
)
def test_axe_finds_nothing(page: Page, publisher: Publisher, partner: Callable[[str], str], form: str) -> None:
    """No violation of WCAG 2.2 A and AA or of best practice, in both languages."""
    if "/" in form:
        page.goto(f"{publisher.base}{form}")
        page.wait_for_load_state("networkidle")
    elif form == "failed":
        ready(page, partner(publisher.send("gone", "not JSON")), "error")
    else:
        text = publisher.file("es/topics/sleep/snippet.html") if form == "include" else publisher.code(form)
        page.goto(partner(text))
        page.wait_for_load_state("networkidle")
    for frame in page.frames:
        frame.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [] == [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
