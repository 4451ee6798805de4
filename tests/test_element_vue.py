"""The custom element in pages of Vue 3, rendered on a server and taken over in the browser, and in plain templates."""
# ruff: noqa: F811

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from test_element_browser import (  # noqa: F401 -- the fixtures
    Answer,
    Site,
    context,
    page,
    pytestmark,
    servers,
    shown,
    site,
    tea,
)
from test_element_react import MODULES, takes_over

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUILDS = {"development": "vue.global.js", "production": "vue.global.prod.js"}
TEMPLATE = """<section><syndicated-topic v-if="!gone" :src="src" :lang="lang" :heading-level="level"
 data-allow-mismatch="children"><a v-if="inside" href="/there">{{ inside }}</a></syndicated-topic>end</section>"""
RENDER = """
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
const [template, props] = JSON.parse(process.argv[1]);
const app = createSSRApp({ template, data: () => props });
app.config.compilerOptions.isCustomElement = (tag) => tag.includes("-");
console.log(await renderToString(app));
"""
APP = """
window.errors = [];
for (const kind of ["error", "warn"]) {
  const original = console[kind];
  console[kind] = (...said) => (errors.push(said.join(" ")), original(...said));
}
let app, root;
window.hydrated = ([template, props]) => {
  app = Vue.createSSRApp({ template, data: () => props });
  app.config.compilerOptions.isCustomElement = (tag) => tag.includes("-");
  root = app.mount("#root");
};
window.changed = (props) => (Object.assign(root, props), Vue.nextTick());
window.unmounted = () => app.unmount();
"""


@pytest.fixture(params=["development", "production"])
def build(request: pytest.FixtureRequest, site: Site) -> str:
    """The code that loads a build of Vue."""
    path = MODULES / "vue" / "dist" / BUILDS[request.param]
    if not path.is_file() or not shutil.which("node"):
        pytest.skip("Vue is not installed: npm ci --prefix tests/clients")
    site.answers["/vue.js"] = Answer(path.read_text(encoding="utf-8") + APP)
    return f'<script src="{site.publisher}vue.js"></script>'


def rendered(props: dict[str, object]) -> str:
    """What Vue makes on a server."""
    command = ["node", "--input-type=module", "-e", RENDER, json.dumps([TEMPLATE, props])]
    return subprocess.run(command, cwd=MODULES.parent, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("early", [True, False])
def test_vue_takes_over_a_page(build: str, page: Page, site: Site, early: bool) -> None:
    """Whether the text is there before or comes after: no complaint, one text, and all changes of the page reach it."""
    first = {"src": site.publisher.rstrip("/") + tea(), "lang": "es", "level": "2", "inside": "a link", "gone": False}
    script = f'<script type="module" src="{site.publisher}new.js"></script>'
    page.goto(site.page(f"{script}{build}<div id='root'>{rendered(first)}</div>", strict=False))
    takes_over(page, site, first, early, [TEMPLATE, first])
    assert [] == page.evaluate("errors")


def test_vue_renders_in_the_browser_alone(build: str, page: Page, site: Site) -> None:
    """A page without a server's part: the list of topics grows, shrinks, and is put into another order."""
    page.goto(
        site.page(
            f'<script type="module" src="{site.publisher}new.js"></script>{build}<div id="list"></div>', strict=False
        )
    )
    page.evaluate(
        """() => {
          const app = Vue.createApp({
            template: `<syndicated-topic v-for="one in all" :key="one" :src="one" lang="en">…</syndicated-topic>`,
            data: () => ({ all: [] }),
          });
          app.config.compilerOptions.isCustomElement = (tag) => tag.includes("-");
          window.list = app.mount("#list");
        }"""
    )
    home = site.publisher.rstrip("/")
    one, two = (home + tea("es", slug) for slug in ("tea", "salt"))
    for all_, titles in (([one, two], ["tea", "salt"]), ([two, one], ["salt", "tea"]), ([one], ["tea"]), ([], [])):
        page.evaluate("(all) => (list.all = all, Vue.nextTick())", all_)
        page.evaluate("settled()")
        assert [f"About {slug}" for slug in titles] == page.evaluate(
            "[...document.querySelectorAll('syndicated-topic article :is(h1, h2)')].map((one) => one.textContent)"
            ".filter((text) => text.startsWith('About'))"
        )
    assert [] == page.evaluate("errors")


def test_plain_templates(page: Page, site: Site) -> None:
    """Stamped from a template of the page, more than once, and replaced by HTML of a server."""
    home = site.publisher.rstrip("/")
    element = (
        f'<syndicated-topic src="{home}{tea()}" lang="en" heading-level="3"><a href="/t">tea</a></syndicated-topic>'
    )
    page.goto(
        site.page(
            f'<script type="module" src="{site.publisher}new.js"></script><template>{element}</template><main></main>',
            strict=False,
        )
    )
    stamp = "document.querySelector('main').append(document.querySelector('template').content.cloneNode(true))"
    page.evaluate(f"{stamp}; {stamp}; settled()")
    assert 0 == page.evaluate("document.querySelector('template').content.querySelectorAll('article').length")
    titles = "[...document.querySelectorAll('main article')].map((one) => one.querySelector('h3').textContent)"
    assert ["About tea"] * 2 == page.evaluate(titles)
    page.evaluate("(html) => { document.querySelector('main').innerHTML = html; }", element.replace("tea/", "salt/"))
    page.evaluate("settled()")
    assert ["About salt"] == page.evaluate(titles)
    html = page.evaluate("document.querySelector('main').innerHTML")  # as a page cache of Turbo or htmx keeps it
    page.evaluate("(html) => { document.querySelector('main').innerHTML = html; }", html)
    page.evaluate("settled()")
    assert ["About salt"] == page.evaluate(titles)
    assert 1 == page.evaluate(
        "[...document.querySelectorAll('main article')].filter((one) => one.checkVisibility()).length"
    )
