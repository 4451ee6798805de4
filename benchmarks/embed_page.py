"""Fifty embeds on one page in a real Chromium: main-thread time above that of the same page without them.

`python benchmarks/embed_page.py [ROUNDS]` prints, for each form, the median over the rounds of what Chromium's DevTools
report (`Performance.getMetrics`, CPU time of the page's main thread): all tasks, and of that scripts. In each round every
page is opened in turn, in a fresh browser context with an empty cache, the bare page first; the figures are differences
within a round. The text comes from one origin, the page from another, as a partner's page would be. Each page is left
alone for the same time, since to ask it whether it is ready would be work for its main thread.

For comparison, pages without any script of ours: the links that the elements replace, the texts as a part of the page's
own HTML, and the bare frames, which any page with fifty frames has to pay for.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import catalog

import syndicate
from syndicate.embeds import Embeds
from syndicate.embeds.codes import Codes
from syndicate.embeds.http_headers import headers
from syndicate.layout import EMBED_PAGE
from syndicate.locales import parse
from syndicate.model import Catalog, Publisher, Topic

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EMBEDS = 50
TARGET = 100
SETTLED = 2000  # milliseconds, a multiple of what a page takes
READY = {"element": EMBEDS, "element with text": 8}  # the others of these have their text, and renew it in view
LOCALES = (parse("en"), parse("es"))
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>A partner's page</title></head>
<body><main><h1>What our neighbors ask most</h1>
{}
</main></body>
</html>
"""
LONGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(Math.max(...list.getEntries().map((entry) => entry.duration))))
    .observe({ type: "longtask", buffered: true });
  setTimeout(() => done(0), 100);
})"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder with the headers of a published tree."""

    def end_headers(self) -> None:
        for name, value in headers(self.path.lstrip("/")).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, host: str) -> Iterator[str]:
    """A folder at an address of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://{host}:{server.server_port}/"
        server.shutdown()


def shown() -> Catalog:
    """Fifty topics that exist in both languages: real ones, else those of the example, which then stand repeatedly."""
    source = catalog.real() or catalog.ROOT / "examples" / "health-topics"
    found = syndicate.read(source)
    both = [topic for topic in found.values() if set(LOCALES) <= set(topic.locales)]
    return Catalog(both[:: max(1, len(both) // EMBEDS)][:EMBEDS], groups=found.groups.values())


def without_script(code: str) -> str:
    return re.sub("<script.*?</script>", "", code)


def pages(topics: list[Topic], publisher: Publisher, codes: Codes) -> dict[str, str]:
    """The bare page and one of each form; every other text is Spanish."""
    wanted = [(topics[place % len(topics)], LOCALES[place % 2]) for place in range(EMBEDS)]
    texts = [str(syndicate.snippet(topic, publisher, locale).html).strip() for topic, locale in wanted]
    elements = [str(codes.code("element", topic, [locale])) for topic, locale in wanted]
    whole = [
        "".join([code[: code.index("  <a ")], text, code[code.index("\n</syndicated-topic>") :]])
        for code, text in zip(elements, texts, strict=True)
    ]
    frames = [str(codes.code("frame", topic, [locale])) for topic, locale in wanted]
    forms: dict[str, list[str]] = {
        "bare": [],
        "links": list(map(without_script, elements)),
        "texts": texts,
        "bare frames": list(map(without_script, frames)),
        "element": elements,
        "element with text": whole,
        "frame": frames,
    }
    return {name: PAGE.format("\n".join(parts)) for name, parts in forms.items()}


def measured(browser: Browser, address: str, elements: int) -> tuple[float, float, float]:
    """Milliseconds of all tasks and of scripts on the main thread, and of the longest task, if it is a long one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    found = {one["name"]: 1000 * one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    if page.locator("syndicated-topic[state=ready]").count() < elements:
        raise SystemExit(f"{address} does not show all of its texts after {SETTLED} ms")
    longest: float = page.evaluate(LONGEST)
    context.close()
    return found["TaskDuration"], found["ScriptDuration"], longest


def main() -> None:
    """Build, serve, open the pages in turn, print."""
    from playwright.sync_api import sync_playwright

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        tree, partner = Path(work, "public"), Path(work, "partner")
        tree.mkdir()
        partner.mkdir()
        with served(tree, "127.0.0.1") as base, served(partner, "localhost") as home:
            publisher = Publisher(name={"en": "Example"}, base_url=base, authority="example.org,2024")
            topics = shown()
            for path, body in tree_of(topics, publisher):
                Path(tree, path).parent.mkdir(parents=True, exist_ok=True)
                Path(tree, path).write_bytes(body)
            forms = pages(list(topics.values()), publisher, Embeds(publisher, LOCALES).codes)
            for name, text in forms.items():
                Path(partner, f"{name}.html").write_text(text, encoding="utf-8")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            spent: dict[str, list[tuple[float, float, float]]] = {name: [] for name in forms}
            for turn in range(rounds + 1):
                for name in forms:
                    figures = measured(browser, f"{home}{name}.html", READY.get(name, 0))
                    if turn:  # the first round warms up
                        spent[name].append(figures)
            browser.close()
    report(spent)


def tree_of(topics: Catalog, publisher: Publisher) -> Iterator[tuple[str, bytes]]:
    """The files of a tree that embeds load."""
    embeds = Embeds(publisher, LOCALES)
    yield from embeds.files()
    for topic in topics.values():
        for locale in LOCALES:
            made = syndicate.snippet(topic, publisher, locale)
            yield f"{locale}/topics/{topic.slug}/snippet.json", made.json()
            yield EMBED_PAGE.at(locale, topic.slug), embeds.frame(topic, locale, made.html)


def report(spent: dict[str, list[tuple[float, float, float]]]) -> None:
    """A line for each form: what its page takes above the bare one."""
    bare = spent.pop("bare")
    print(f"embeds: the bare page takes {statistics.median(one[0] for one in bare):.0f} ms of main-thread time")
    for name, figures in spent.items():
        above = sorted(one[0] - other[0] for one, other in zip(figures, bare, strict=True))
        scripts = statistics.median(one[1] - other[1] for one, other in zip(figures, bare, strict=True))
        longest = statistics.median(one[2] for one in figures)
        verdict = f"  target < {TARGET}" if name in ("element", "element with text", "frame") else ""
        print(
            f"embeds: {EMBEDS} x {name:<18} {statistics.median(above):6.0f} ms ({above[0]:.0f}-{above[-1]:.0f}) above,"
            f" of that scripts {scripts:4.0f} ms; longest task {longest:.0f} ms{verdict}"
        )


if __name__ == "__main__":
    main()
