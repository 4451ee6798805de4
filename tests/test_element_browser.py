"""The custom element in a real browser: it shows what its attributes say, now, whatever a page does with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from chromium import IN_BROWSER
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from proofs import either
from samples import PUBLISHER, topic

import syndicate
from syndicate.embeds.assets import Assets
from syndicate.locales import parse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = IN_BROWSER

HERE = Path(__file__).resolve().parent
LOCALES = [parse("en"), parse("es"), parse("ar")]
TITLES = {"en": "About {}", "es": "Acerca de {}", "ar": "عن {}"}
SUMMARY = {name: Markup(f"<h2>{name}</h2><p>{name} <b>text</b>.</p>") for name in TITLES}
FALLBACK = "<a href='/there'>a link</a>"
HELPERS = (HERE / "partner_pages" / "element.js").read_text(encoding="utf-8")


@attrs.define
class Answer:
    """What the publisher's server answers with.

    Attributes:
        body: as text.
        status: the code.
        headers: beside those that let other sites read it.
        wait: for this event before it is sent.
    """

    body: str = ""
    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)
    wait: threading.Event | None = None


@attrs.define
class Site:
    """A publisher's server and a partner's, each on an origin of its own.

    Attributes:
        publisher: the publisher's address.
        partner: the partner's.
        answers: of the publisher, by path.
        pages: of the partner, by path: the page and its policy.
        asked: what both were asked for, with the headers.
    """

    publisher: str = ""
    partner: str = ""
    answers: dict[str, Answer] = attrs.field(factory=dict)
    pages: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    asked: list[tuple[str, dict[str, str]]] = attrs.field(factory=list)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def code(self, inside: str = FALLBACK, script: str = "new.js", **attributes: str) -> str:
        """The code of an element, and its script."""
        written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
        return (
            f'<script type="module" src="{self.publisher}{script}"></script>'
            f"<syndicated-topic{written}>{inside}</syndicated-topic>"
        )

    def page(self, body: str, *, strict: bool = True) -> str:
        """A page of the partner, at its address; a strict one allows the publisher alone, and no HTML from strings."""
        home = self.publisher.rstrip("/")
        policy = (
            f"default-src 'none'; script-src {home}; connect-src {home} 'self'; frame-src {home} 'self';"
            " require-trusted-types-for 'script'; trusted-types 'none'"
        )
        path = f"page-{len(self.pages)}.html"
        self.pages[f"/{path}"] = (
            f'<!doctype html><html lang="en"><title>Partner</title><body>{body}',
            policy if strict else "",
        )
        return self.partner + path


def _handler(site: Site, kind: str) -> type[BaseHTTPRequestHandler]:
    """What answers for one of the servers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer, late where that is asked for."""
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if kind == "partner":
                body, policy = site.pages.get(self.path, ("", ""))
                sent = {"Content-Type": "text/html; charset=utf-8"}
                if policy:
                    sent["Content-Security-Policy"] = policy
                answer = Answer(body, 200 if body else 404, sent)
            else:
                answer = site.answers.get(self.path) or Answer(status=404)
            if answer.wait:
                answer.wait.wait(20)
            self.send_response(answer.status)
            media = "text/javascript" if self.path.endswith(".js") else "application/json"
            for name, value in ({"Content-Type": media, "Access-Control-Allow-Origin": "*"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            try:
                self.wfile.write(answer.body.encode())
            except OSError:  # nobody waits for it any more
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture(scope="module")
def servers() -> Iterator[Site]:
    """Both servers."""
    site = Site()
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), _handler(site, "publisher")) as one,
        ThreadingHTTPServer(("127.0.0.1", 0), _handler(site, "partner")) as other,
    ):
        for server in (one, other):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        site.publisher = f"http://127.0.0.1:{one.server_port}/"
        site.partner = f"http://localhost:{other.server_port}/"
        yield site
        one.shutdown()
        other.shutdown()


@pytest.fixture
def site(servers: Site) -> Site:
    """Both servers, with the topics tea and salt in three languages."""
    servers.answers.clear()
    servers.asked.clear()
    owner = attrs.evolve(PUBLISHER, base_url=servers.publisher)
    servers.answers["/new.js"] = Answer(Assets(owner, LOCALES).element.body.decode())
    servers.answers["/old.js"] = Answer((HERE / "fixtures" / "syndicated-topic-0.1.js").read_text(encoding="utf-8"))
    servers.answers["/frames.js"] = Answer(Assets(owner, LOCALES).frame_height.body.decode())
    for slug in ("tea", "salt"):
        for locale in LOCALES:
            text = _snippet(slug, owner, str(locale))
            servers.answers[f"/{locale}/topics/{slug}/snippet.json"] = Answer(
                text, headers={"Cache-Control": "max-age=300"}
            )
    return servers


def _snippet(slug: str, owner: syndicate.Publisher, locale: str) -> str:
    titles = {name: title.format(slug) for name, title in TITLES.items()}
    three = topic(slug, title=titles, summary=SUMMARY, ids={name: f"{slug}-{name}" for name in TITLES})
    return syndicate.snippet(three, owner, locale).json().decode()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with an empty cache."""
    made = browser.new_context(viewport={"width": 1000, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; at the end nothing was blocked, and no error was left to the page."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.add_init_script(HELPERS)
    yield made
    assert [] == wrong
    assert [] == made.evaluate("blocked")


@pytest.fixture
def opened(page: Page, site: Site) -> Callable[..., Page]:
    """Opens a page with an element, and waits until it has settled."""

    def put(inside: str = FALLBACK, **attributes: str) -> Page:
        page.goto(site.page(site.code(inside, **attributes)))
        page.evaluate("settled()")
        return page

    return put


def tea(locale: str = "es", slug: str = "tea") -> str:
    """The path of a snippet."""
    return f"/{locale}/topics/{slug}/snippet.json"


def shown(page: Page, title: str, lang: str, level: int = 2) -> None:
    """The element shows one text, in that language, and nothing else."""
    seen = page.evaluate("seen()")
    assert (title, lang, level, "ready") == tuple(seen[name] for name in ("title", "lang", "level", "state"))


def fallback(page: Page, state: str | None) -> None:
    """The element shows what its page put inside."""
    seen = page.evaluate("seen()")
    assert (None, state, "a link") == (seen["title"], seen["state"], seen["text"])


# Attributes


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (None, "es"),
        ("", "es"),
        ("es", "es"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en_GB", "en"),
        (" en ", "en"),
        ("ar-EG", "ar"),
        ("fr", "es"),
        ("undefined", "es"),
        ("no language", "es"),
    ],
)
def test_language_of_the_partner_beats_that_of_the_address(
    opened: Callable[..., Page], site: Site, lang: str | None, expected: str
) -> None:
    """Where there is a translation, the attribute decides, else the address; and it stays as the partner wrote it."""
    page = opened(src=site.publisher + tea().lstrip("/"), **({} if lang is None else {"lang": lang}))
    shown(page, TITLES[expected].format("tea"), expected)
    assert (lang, None) == tuple(page.evaluate("[el().getAttribute('lang'), el().getAttribute('dir')]"))
    assert ("rtl" if expected == "ar" else "ltr") == page.evaluate(
        "getComputedStyle(article().querySelector('.syndicate-title')).direction"
    )


@pytest.mark.parametrize("between", ["", "await settled();", "await Promise.resolve();", "await pause(5);"])
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["src('salt', 'en')", "lang('ar')"], ("salt", "ar", 2)),
        (["lang('ar')", "src('salt', 'en')"], ("salt", "ar", 2)),
        (["lang('en')", "lang()"], ("tea", "es", 2)),
        (["lang('en')", "src('salt', 'ar')", "lang()"], ("salt", "ar", 2)),
        (["src('salt', 'en')", "src('tea', 'ar')"], ("tea", "ar", 2)),
        (["level(4)", "lang('en')"], ("tea", "en", 4)),
        (["lang('en')", "level(4)", "level()"], ("tea", "en", 2)),
        (["src()", "lang('en')", "src('salt', 'es')"], ("salt", "en", 2)),
        (["el().remove()", "src('salt', 'ar')", "level(3)", "main.append(host)"], ("salt", "ar", 3)),
        (["el().remove()", "lang('en')", "main.append(host)", "lang('ar')"], ("tea", "ar", 2)),
        (["lang('en')", "el().remove()", "main.append(host)"], ("tea", "en", 2)),
        (["main.prepend(host)", "src('salt', 'es')", "main.append(host)"], ("salt", "es", 2)),
    ],
)
def test_changes_in_any_order(
    opened: Callable[..., Page], site: Site, steps: list[str], between: str, expected: tuple[str, str, int]
) -> None:
    """One after the other, at once or with pauses: the last values of the attributes decide, the order does not."""
    page = opened(src=site.publisher + tea().lstrip("/"), heading_level="2")
    slug, lang, level = expected
    page.evaluate(f"async () => {{ {between.join(f'{step};' for step in steps)} await settled(); }}")
    shown(page, TITLES[lang].format(slug), lang, level)
    assert 1 == page.locator("syndicated-topic article").count()
    assert page.evaluate("same()")


@pytest.mark.parametrize(
    "src", [None, "", "  ", "#top", "?a=b", "javascript:0", "http://[", "data:,{}", "mailto:a@b.c"]
)
def test_address_that_is_none_asks_nobody(opened: Callable[..., Page], site: Site, src: str | None) -> None:
    """Missing, empty, the page itself, or of another kind: what stands inside is shown, and the page is asked once."""
    page = opened(**({} if src is None else {"src": src}), lang="es")
    fallback(page, "error" if (src or "").strip() else None)
    assert [page.url.rpartition("/")[2]] == [path.lstrip("/") for path, _ in site.asked if path.startswith("/page")]
    page.evaluate("src('tea', 'es'); settled()")
    shown(page, "Acerca de tea", "es")
    page.evaluate(
        "(src) => { src === null ? el().removeAttribute('src') : el().setAttribute('src', src); return settled(); }",
        src,
    )
    fallback(page, "error" if (src or "").strip() else None)
    assert page.evaluate("same()")


def test_answer_that_comes_late_is_not_shown(opened: Callable[..., Page], site: Site) -> None:
    """A slow answer for an old address never takes the place of the new one, nor calls off the new one's."""
    late = site.answers[tea("es", "salt")].wait = threading.Event()
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate("src('salt', 'es'); pause(50)")
    assert "true" == page.evaluate("el().getAttribute('aria-busy')")
    page.evaluate("src('tea', 'en'); settled()")
    late.set()
    page.evaluate("pause(100)")
    shown(page, "About tea", "en")
    assert page.evaluate("same()")


def test_element_that_leaves_while_it_waits(opened: Callable[..., Page], site: Site) -> None:
    """Its request ends where nobody else waits for it; back in the page, it asks again and shows the text."""
    late = site.answers[tea()].wait = threading.Event()
    page = opened()
    ended: list[str] = []
    page.on("requestfailed", lambda request: ended.append(request.url))
    page.evaluate("src('tea', 'es'); pause(50)")
    page.evaluate("host.remove(); pause(50)")
    assert [site.publisher + tea().lstrip("/")] == ended
    assert page.evaluate("host.getAttribute('state') === null && !host.hasAttribute('aria-busy')")
    late.set()
    page.evaluate("main.append(host); settled()")
    shown(page, "Acerca de tea", "es")


def test_text_of_another_topic_never_stands_for_one_that_fails(opened: Callable[..., Page], site: Site) -> None:
    """A new address that fails shows what stands inside, as it does in a fresh element; then a good one its text."""
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate("el().setAttribute('src', publisher + 'gone.json'); settled()")
    fallback(page, "error")
    page.get_by_role("status").get_by_text("The text could not be loaded.").wait_for()
    assert page.evaluate("same()")
    page.evaluate("src('salt', 'es'); settled()")
    shown(page, "Acerca de salt", "es")
    assert "" == page.get_by_role("status").text_content()


def test_translation_that_fails_leaves_the_text_of_the_address(opened: Callable[..., Page], site: Site) -> None:
    """The text is there in its own language, with a notice that everyone sees; the same in a fresh element."""
    site.answers[tea("en")].status = 500
    page = opened(src=site.publisher + tea().lstrip("/"), lang="en")
    shown(page, "Acerca de tea", "es")
    notice = page.get_by_role("status").get_by_text("The text could not be loaded.")
    notice.wait_for()
    assert (notice.bounding_box() or {"height": 0})["height"] > 10
    assert page.evaluate("same()")
    page.evaluate("lang('ar'); settled()")
    shown(page, "عن tea", "ar")
    assert "" == page.get_by_role("status").text_content()


def test_malformed_translation_costs_nothing_else(opened: Callable[..., Page], site: Site) -> None:
    """Of the translations that an answer names, one that cannot be read is left out."""
    path = tea()
    answer = json.loads(site.answers[path].body)
    answer["translations"] = [None, 7, {}, {"language": "fr", "snippet_url": "http://["}, *answer["translations"]]
    site.answers[path].body = json.dumps(answer)
    shown(opened(src=site.publisher + path.lstrip("/"), lang="en"), "About tea", "en")


# The reader's choice


def test_choice_of_the_reader_holds(opened: Callable[..., Page], site: Site) -> None:
    """Through another level, another place in the page, and an attribute written again; not on the attributes."""
    page = opened(src=site.publisher + tea().lstrip("/"), lang="es", dir="ltr", heading_level="2")
    page.get_by_role("link", name="English: About tea").click()
    page.evaluate("settled()")
    shown(page, "About tea", "en", 2)
    for step in ("level(3)", "host.remove(); main.prepend(host)", "lang('es')", "src('tea', 'es')", "adopted()"):
        page.evaluate(f"async () => {{ {step}; await settled(); }}")
        shown(page, "About tea", "en", 3)
    assert ["es", "ltr"] == page.evaluate("[host.getAttribute('lang'), host.getAttribute('dir')]")


@pytest.mark.parametrize(
    ("step", "title", "lang"),
    [
        ("src('salt', 'es')", "Acerca de salt", "es"),
        ("lang('ar')", "عن tea", "ar"),
        ("lang()", "Acerca de tea", "es"),
        ("lang('fr')", "Acerca de tea", "es"),
        ("host.remove(); src('salt', 'es'); main.append(host)", "Acerca de salt", "es"),
    ],
)
@pytest.mark.parametrize("pending", [False, True])
def test_choice_of_the_reader_ends(
    opened: Callable[..., Page], site: Site, step: str, title: str, lang: str, pending: bool
) -> None:
    """When the address or the language of the element changes, also while what was chosen is on its way."""
    page = opened(src=site.publisher + tea().lstrip("/"), lang="es")
    page.evaluate(f"async () => {{ toggle('en'); {'' if pending else 'await settled();'} {step}; await settled(); }}")
    shown(page, title, lang)
    assert page.evaluate("same()")


def test_choice_on_the_old_text_is_for_the_new_one(opened: Callable[..., Page], site: Site) -> None:
    """A reader who asks for English while another topic is on its way gets that topic in English."""
    late = site.answers[tea("es", "salt")].wait = threading.Event()
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate("src('salt', 'es'); pause(30)")
    page.evaluate("toggle('en'); pause(30)")
    late.set()
    page.evaluate("settled()")
    shown(page, "About salt", "en")


def test_choice_that_fails_leaves_the_one_before(opened: Callable[..., Page], site: Site) -> None:
    """The reader chose English; Arabic cannot be had: English stays, with a notice in Arabic's place."""
    site.answers[tea("ar")].status = 500
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate("async () => { toggle('en'); await settled(); toggle('ar'); await settled(); }")
    shown(page, "About tea", "en")
    page.evaluate("async () => { level(4); host.remove(); await pause(5); main.append(host); await settled(); }")
    shown(page, "About tea", "en", 4)


# What stands inside


@pytest.mark.parametrize(
    "step",
    [
        "link.remove()",
        "host.removeChild(link)",
        "host.replaceChild(made('b', 'other'), link)",
        "link.replaceWith('text')",
        "host.append(made('i', 'more'))",
        "host.textContent = ''",
        "host.replaceChildren(made('b', 'other'))",
        "article().remove()",
        "host.append(made('article', 'of another'))",
        "document.body.append(article())",
        "host.normalize()",
    ],
)
def test_frameworks_may_change_what_stands_inside(opened: Callable[..., Page], site: Site, step: str) -> None:
    """What is inside stays in the tree, so a framework can remove or replace it; the text is shown all the same."""
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate(f"async () => {{ const link = host.querySelector('a'); {step}; await settled(); }}")
    shown(page, "Acerca de tea", "es")
    assert page.evaluate("same()")
    page.evaluate("src(); settled()")
    assert page.evaluate("same()")
    assert 0 == page.locator("syndicated-topic > [slot]").count()


def test_text_that_is_inside_is_used_as_long_as_it_is_the_same(opened: Callable[..., Page], site: Site) -> None:
    """The very nodes are shown; when a framework takes them away, ours come, and go when they are back."""
    inside = json.loads(site.answers[tea()].body)["html"]
    page = opened(inside, src=site.publisher + tea().lstrip("/"))
    assert page.evaluate("window.theirs = article(), host.querySelectorAll('[slot]').length === 0")
    for step, ours in (
        ("theirs.remove()", 1),
        ("host.append(theirs)", 0),
        ("lang('en')", 1),
        ("lang()", 0),
        ("level(3)", 1),
        ("level()", 0),
    ):
        page.evaluate(f"async () => {{ {step}; await settled(); }}")
        assert ours == page.locator("syndicated-topic > [slot]").count()
        assert (not ours) == page.evaluate("article() === theirs")
        assert page.evaluate("same()")


def test_copies_show_the_same(opened: Callable[..., Page], site: Site) -> None:
    """A clone, and an element made of the HTML of another, hold one text of ours, not two."""
    page = opened(src=site.publisher + tea().lstrip("/"), lang="en")
    page.evaluate("window.copy = host.cloneNode(true); host.replaceWith(copy); window.host = copy; settled()")
    shown(page, "About tea", "en")
    assert page.evaluate("same()")
    page.goto(site.page(site.code(src=site.publisher + tea().lstrip("/")), strict=False))
    page.evaluate("settled()")
    page.evaluate("main.innerHTML = host.outerHTML; window.host = main.firstChild; lang('ar'); settled()")
    shown(page, "عن tea", "ar")
    assert page.evaluate("same()")
    page.evaluate("main.innerHTML = host.outerHTML; window.host = main.firstChild; src(); settled()")
    fallback(page, None)


def test_values_set_before_the_script_comes(page: Page, site: Site) -> None:
    """Attributes and properties that a page sets on the element before it is known count."""
    code = site.code()
    script, _, element = code.partition("</script>")
    page.goto(site.page(element, strict=False))
    page.evaluate(
        """async ([script, src]) => {
          Object.assign(host, { src, lang: "ar", headingLevel: 4 });
          host.setAttribute("heading-level", "1");
          document.head.append(Object.assign(document.createElement("script"), { type: "module", src: script }));
          await customElements.whenDefined("syndicated-topic");
          await settled();
        }""",
        [script.split('src="')[1].split('"')[0], site.publisher + tea().lstrip("/")],
    )
    shown(page, "عن tea", "ar", 4)
    page.evaluate("host.src = null; settled()")
    fallback(page, None)
    assert ["", "4"] == page.evaluate("[host.src, host.headingLevel]")


def test_element_in_another_document(opened: Callable[..., Page], site: Site) -> None:
    """In a frame's document it has its text and its look; in one that nobody sees it asks nobody; and back again."""
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate("adopted('en'); settled()")
    shown(page, "About tea", "en")
    assert "block" == page.evaluate("host.ownerDocument.defaultView.getComputedStyle(host).display")
    asked = len(site.asked)
    page.evaluate("document.implementation.createHTMLDocument('').body.append(host); src('salt', 'es'); settled()")
    assert asked == len(site.asked)
    page.evaluate("main.append(host); settled()")
    shown(page, "About salt", "en")
    assert page.evaluate("same()")


def test_elements_in_a_shadow_root(opened: Callable[..., Page], site: Site) -> None:
    """Inside another component it has its text and its look."""
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.evaluate(
        """() => {
          const root = main.appendChild(made("div", "")).attachShadow({ mode: "open" });
          root.append(host);
          return settled();
        }"""
    )
    shown(page, "Acerca de tea", "es")
    assert "block" == page.evaluate("getComputedStyle(host).display")


# Requests


@pytest.mark.parametrize(
    ("headers", "again"),
    [
        ({"Cache-Control": "no-store"}, 1),
        ({"Cache-Control": "private, no-cache"}, 1),
        ({"Cache-Control": "max-age=0, must-revalidate"}, 1),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 1),
        ({"Cache-Control": "public, max-age=300"}, 0),
        ({}, 0),
    ],
)
def test_answers_are_kept_as_their_headers_allow(
    opened: Callable[..., Page], site: Site, headers: dict[str, str], again: int
) -> None:
    """Two elements at one time share a request; a third one later asks again where the answer must not be kept."""
    site.answers[tea()].headers = headers
    page = opened()
    add = f"for (let n = 0; n < 2; n++) main.append(other('{tea()}')); await pause(0); await settled();"
    page.evaluate(f"async () => {{ {add} }}")
    assert 1 == site.count(tea())
    site.answers[tea()].body = site.answers[tea()].body.replace("Acerca de tea", "Otra cosa")
    page.evaluate("src('tea', 'es'); settled()")
    assert 1 + again == site.count(tea())
    shown(page, "Otra cosa" if again else "Acerca de tea", "es")


def test_failures_are_not_kept(opened: Callable[..., Page], site: Site) -> None:
    """An address that failed is asked again by the next element, and by this one when it comes back."""
    site.answers[tea()].status = 503
    page = opened(src=site.publisher + tea().lstrip("/"))
    fallback(page, "error")
    site.answers[tea()].status = 200
    page.evaluate("host.remove(); pause(5)")
    page.evaluate("main.append(host); settled()")
    shown(page, "Acerca de tea", "es")
    assert 2 == site.count(tea())


def test_one_that_leaves_takes_no_answer_from_another(opened: Callable[..., Page], site: Site) -> None:
    """Of two elements that wait for one address, one is removed: the other gets the text."""
    late = site.answers[tea()].wait = threading.Event()
    page = opened()
    page.evaluate(f"window.second = other('{tea()}'); main.append(second); src('tea', 'es'); pause(30)")
    page.evaluate("second.remove(); pause(30)")
    late.set()
    page.evaluate("settled()")
    shown(page, "Acerca de tea", "es")
    assert 1 == site.count(tea())


def test_requests_say_nothing_of_the_reader(opened: Callable[..., Page], site: Site) -> None:
    """No cookie, though the publisher had set one, and no referrer."""
    site.answers[tea()].headers = {"Set-Cookie": "who=me; SameSite=None", "Cache-Control": "no-store"}
    page = opened(src=site.publisher + tea().lstrip("/"))
    page.context.add_cookies([{"name": "who", "value": "me", "url": site.publisher}])
    page.evaluate("src(); settled()")
    page.evaluate("src('tea', 'es'); settled()")
    sent = [headers for path, headers in site.asked if path == tea()]
    assert 2 == len(sent)
    assert [set(), set()] == [headers.keys() & {"cookie", "referer"} for headers in sent]


def test_address_that_was_moved(opened: Callable[..., Page], site: Site) -> None:
    """A redirect is followed, and translations are those of the place it leads to."""
    site.answers["/moved.json"] = Answer(status=301, headers={"Location": tea()})
    shown(opened(src=f"{site.publisher}moved.json", lang="en"), "About tea", "en")


def test_answers_stay_readable_for_the_script_of_version_0_1(page: Page, site: Site) -> None:
    """Partners hold it by its hash: from the answers of today it makes the text that the new one makes."""
    texts = []
    for script in ("old.js", "new.js"):
        page.goto(site.page(site.code(src=site.publisher + tea().lstrip("/"), script=script, heading_level="3")))
        page.locator("syndicated-topic[state=ready]").wait_for()
        texts.append(page.locator("article").evaluate("(node) => (node.removeAttribute('slot'), node.outerHTML)"))
        page.get_by_role("link", name="English: About tea").click()
        page.get_by_role("heading", name="About tea").wait_for()
    assert texts[0] == texts[1]


# Any sequence


SRC = st.sampled_from(
    [
        "tea/en",
        "tea/es",
        "salt/es",
        "salt/ar",
        "lonely/en",
        "broken/es",
        "gone/en",
        "empty/en",
        "",
        " ",
        "#x",
        "http://[",
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("src"), SRC),
    st.tuples(st.just("lang"), st.sampled_from(["en", "es", "ar", "es-MX", "fr", "", "en_US"])),
    st.tuples(st.just("heading-level"), st.sampled_from(["1", "3", "6", "x"])),
    st.tuples(st.just("remove"), st.sampled_from(["src", "lang", "heading-level"])),
    st.tuples(st.just("place"), st.sampled_from(["out", "in", "move", "frame", "nowhere", "shadow"])),
    st.tuples(st.just("inside"), st.sampled_from(["link", "text", "article", "nothing", "clear", "steal", "take"])),
    st.tuples(st.just("copy"), st.just("")),
    st.tuples(st.just("click"), st.sampled_from(["en", "es", "ar"])),
    st.tuples(st.just("wait"), st.sampled_from(["0", "1", "4", "9", "settled"])),
)


@pytest.fixture(scope="module")
def stage(browser: Browser, servers: Site) -> Iterator[Page]:
    """A page in which answers come from a table, after any time."""
    owner = attrs.evolve(PUBLISHER, base_url=servers.publisher)
    servers.answers["/new.js"] = Answer(Assets(owner, LOCALES).element.body.decode())
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(HELPERS)
    page.goto(servers.page(f'<script type="module" src="{servers.publisher}new.js"></script><main></main>'))
    world = {f"{slug}/{name}": json.loads(_snippet(slug, owner, name)) for slug in ("tea", "salt") for name in TITLES}
    world["lonely/en"] = {**world["tea/en"], "translations": []}
    broken = [{**one, "snippet_url": "gone/en"} for one in world["salt/es"]["translations"]]
    world["broken/es"] = {**world["salt/es"], "translations": broken}
    world["empty/en"] = {**world["tea/en"], "nodes": [["article", {}, " "]]}
    page.evaluate("answering", [world, servers.publisher])
    yield page
    context.close()


@pytest.mark.proof
@settings(max_examples=either(60, 4_000))
@given(
    steps=st.lists(STEPS, max_size=14),
    delays=st.lists(st.integers(0, 12), min_size=1, max_size=6),
    keep=st.booleans(),
)
def test_same_attributes_same_tree(stage: Page, steps: list[tuple[str, str]], delays: list[int], keep: bool) -> None:
    """After any sequence, once all answers are there, the element equals a fresh one with its attributes.

    The reader's choice is made again on the fresh one, unless the address or the language changed since.
    """
    mutated, fresh = stage.evaluate("play", [steps, delays, keep])
    assert fresh == mutated
