"""The builder for all topics: what it writes is run for real, on a server, in a page, and in a newsletter."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from chromium import IN_BROWSER
from samples import parsed
from test_embeds_browser import AXE, SHIFT, Publisher, context, page, partner, publisher  # noqa: F401

import syndicate
from syndicate.embeds.forms import FORMS
from syndicate.embeds.forms import OPTIONS as OPTIONS_OF
from syndicate.snippets.newsletter import email, plain
from syndicate.snippets.nodes import nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = IN_BROWSER
OPTIONS = "topic=sleep&without=sections&without=dates&without=translations&level=3"


def code(page: Page, publisher: Publisher, query: str, locale: str = "es") -> str:  # noqa: F811
    """The code that the builder writes."""
    page.goto(f"{publisher.base}{locale}/embed/?{query}")
    page.wait_for_function("document.querySelector('.store-result code').textContent")
    page.wait_for_function("document.querySelector('.store-preview').shadowRoot.childElementCount")
    return page.locator(".store-result code").inner_text()


def check(html: str) -> None:
    """The topic is there, at the level and without the parts that were chosen, and says its language."""
    tree = parsed(html)
    title, article = tree.css_first("h3.syndicate-title"), tree.css_first("article")
    assert title
    assert article
    assert "Dormir bien" == title.text()
    assert "es" == article.attributes["lang"]
    assert "Mientras dormimos" in article.text()
    assert not tree.css(".syndicate-section, .syndicate-translation, time")
    assert "Cortesía de Salud Ejemplo" in article.text()


def words(html: str) -> list[str]:
    """The words of a text, and the levels of its headings."""
    tree = parsed(html)
    levels = [node.tag or "" for node in tree.css("h1, h2, h3, h4, h5, h6")]
    return [*levels, *(tree.body.text(separator=" ").split() if tree.body else ())]


def previewed(page: Page) -> list[str]:  # noqa: F811
    """The words of the preview."""
    return words(page.evaluate("document.querySelector('.store-preview').shadowRoot.querySelector('.page').innerHTML"))


@pytest.mark.parametrize("form", ["element", "frame", "php", "python"])
def test_each_part_is_left_out_alone(page: Page, publisher: Publisher, form: str) -> None:  # noqa: F811
    """In the page, in a frame, and by a server: what is not wanted is gone, and all else is there."""
    places = {
        "translations": ".syndicate-translation",
        "image": "img",
        "also-called": ".syndicate-also-called",
        "sections": ".syndicate-section",
        "dates": "time",
    }
    for part in places:
        if form == "frame":
            page.goto(f"{publisher.base}es/topics/power-outages/embed.html?without={part}")
            html = page.content()
        else:
            code(page, publisher, f"form={form}&topic=power-outages&without={part}")
            html = page.evaluate("document.querySelector('.store-preview').shadowRoot.querySelector('.page').innerHTML")
        assert set(places) - {part} == {name for name, place in places.items() if parsed(html).css(place)}, part


@pytest.mark.parametrize("form", ["element", "frame", "wordpress", "php", "python", "email", "text"])
@pytest.mark.parametrize("locale", ["en", "es"])
def test_description_takes_the_place_of_the_text(page: Page, publisher: Publisher, form: str, locale: str) -> None:  # noqa: F811
    """In every form that can leave parts out; the lists of links stay."""
    whole, short, link = {
        "es": ("Mientras dormimos", "Cuántas horas de sueño se necesitan", "¿Será apnea del sueño?"),
        "en": ("time to recover", "How much sleep you need", "Could it be sleep apnea?"),
    }[locale]
    text = code(page, publisher, f"form={form}&topic=sleep&without=summary", locale)
    if form == "frame":
        assert "embed.html?without=summary" in text
        page.goto(f"{publisher.base}{locale}/topics/sleep/embed.html?without=summary")
        shown = page.locator("main").inner_text()
    else:
        shown = " ".join(previewed(page))
    assert [False, True, True] == [one in " ".join(shown.split()) for one in (whole, short, link)]


def test_newsletters_of_any_html_are_those_of_the_command(page: Page, publisher: Publisher) -> None:  # noqa: F811
    """Tables with empty cells, nested and numbered lists, values, code, and quotations: the browser makes the same."""
    samples = (
        "<table><caption>Care</caption><thead><tr><th></th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr>"
        "<tr><td></td><td></td></tr></tbody></table><p>End</p>",
        '<ol start="3"><li value="5"><data value="es">uno</data></li><li>dos<ul><li>tres</li></ul></li></ol>',
        "<blockquote><p>a<br>b</p></blockquote><pre>x\n  y</pre><dl><dt>t</dt><dd>u</dd></dl><hr><h3>Fin</h3>",
        '<ul class="syndicate-topics"><li class="syndicate-teaser"><p class="syndicate-image"><img src="https://example.org/'
        'a.png" alt="Una taza"></p><h3>Té</h3><p>Caliente <img src="https://example.org/b.png" alt="o frío"></p></li>'
        "</ul>",
    )
    page.goto(f"{publisher.base}es/embed/")
    page.add_script_tag(content=files("syndicate.embeds").joinpath("builder/newsletter.js").read_text("utf-8"))
    made = """(html) => {
        const { mail } = JSON.parse(document.querySelector("#store").dataset.store);
        const article = Object.assign(document.createElement("article"), { innerHTML: html });
        return [plain(article, mail), mailed(article, mail).outerHTML];
    }"""
    for sample in samples:
        tree = nodes(f"<article>{sample}</article>")
        text, html = page.evaluate(made, sample)
        assert plain(tree).decode() == text
        expected, shown = (
            parsed(one).body for one in (email(tree, publisher.embeds.publisher.card.link_color).decode(), html)
        )
        assert expected
        assert shown
        assert (expected.html or "").replace("\n", "") == (shown.html or "").replace("\n", "")


@pytest.mark.parametrize("part", ["translations", "image", "also_called", "summary", "sections", "dates"])
@pytest.mark.parametrize("slug", ["power-outages", "sleep"])
def test_newsletters_leave_parts_out(page: Page, publisher: Publisher, slug: str, part: str) -> None:  # noqa: F811
    """The same HTML and text as of `syndicate snippet --format email|text --without PART`."""
    owner, query = publisher.embeds.publisher, f"topic={slug}&without={part.replace('_', '-')}"
    topic = syndicate.read("examples/health-topics", publisher=owner)[slug]
    made = syndicate.snippet(topic, owner, "es", **{part: False})  # type: ignore[arg-type]
    assert made.text().decode().strip() == code(page, publisher, f"form=text&{query}").strip()
    expected, shown = parsed(made.email().decode()).body, parsed(code(page, publisher, f"form=email&{query}")).body
    assert expected
    assert shown
    assert "".join((expected.html or "").split()) == "".join((shown.html or "").split())


@pytest.mark.parametrize("program", ["php", "python"])
def test_programs_put_the_description_in_place(page: Page, publisher: Publisher, tmp_path: Path, program: str) -> None:  # noqa: F811
    """What they print is what the preview shows."""
    run = {"php": shutil.which("php"), "python": sys.executable}[program]
    if run is None:
        pytest.skip("PHP is not installed")
    (tmp_path / "topics").write_text(
        code(page, publisher, f"form={program}&topic=sleep&without=summary&without=image"), "utf-8"
    )
    option = ["-d", f"sys_temp_dir={tmp_path}"] if program == "php" else []
    done = subprocess.run(
        [run, *option, str(tmp_path / "topics")],
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path)},
    )
    assert previewed(page) == words(done.stdout)
    assert "Cuántas horas de sueño se necesitan" in done.stdout


def test_php_runs(page: Page, publisher: Publisher, tmp_path: Path) -> None:  # noqa: F811
    """The program is run by PHP, and shows what it fetched last while the publisher is away."""
    php = shutil.which("php")
    if php is None:
        pytest.skip("PHP is not installed")
    program = tmp_path / "topics.php"
    text = code(page, publisher, f"form=php&{OPTIONS}")
    program.write_text(text, "utf-8")
    command = [php, "-d", f"sys_temp_dir={tmp_path}", str(program)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    check(shown)
    assert previewed(page) == words(shown)
    (kept,) = tmp_path.glob("syndicated-*.json")
    away = text.replace("3600", "-10").replace("file_get_contents($address", "file_get_contents('/nowhere'")
    program.write_text(away, "utf-8")
    check(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert kept.exists()


@pytest.mark.parametrize("what", ["topic=sleep", "topic=sleep&teaser=on&topic=asthma", "what=newest&limit=2"])
def test_python_runs(page: Page, publisher: Publisher, tmp_path: Path, what: str) -> None:  # noqa: F811
    """The program is run, for topics, teasers, and lists."""
    program = tmp_path / "topics.py"
    query = f"form=python&{OPTIONS}" if what == "topic=sleep" else f"form=python&{what}"
    program.write_text(code(page, publisher, query), "utf-8")
    done = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=True, env={"TMPDIR": str(tmp_path)}
    )
    assert previewed(page) == words(done.stdout)
    if what == "topic=sleep":
        check(done.stdout)
    else:
        assert 2 == len(parsed(done.stdout).css("li.syndicate-teaser"))


def test_ssi_runs(page: Page, publisher: Publisher, tmp_path: Path) -> None:  # noqa: F811
    """Its command fetches the text, and nginx includes it; options that a file cannot heed are not offered."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    curl = shutil.which("curl")
    if nginx is None or curl is None:
        pytest.skip("needs nginx and curl")
    text = code(page, publisher, f"form=ssi&teaser=on&{OPTIONS}")
    assert not page.locator(".store-level:visible, .store-without:visible, .store-teaser:visible").count()
    fetch = text.partition("@hourly ")[2].partition(" -->")[0]
    (tmp_path / "includes").mkdir()
    subprocess.run(["sh", "-c", fetch], cwd=tmp_path, check=True)
    (tmp_path / "index.shtml").write_text(f"<!doctype html><meta charset=utf-8>{text.splitlines()[1]}", "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tmp_path.chmod(0o755)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; events {{}} http {{ access_log off;"
        " default_type text/html;"
        + "".join(
            f" {name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f" server {{ listen 127.0.0.1:{port}; root {tmp_path}; ssi on; ssi_types *; }} }}",
        "utf-8",
    )
    with subprocess.Popen([nginx, "-e", f"{tmp_path}/error", "-c", f"{tmp_path}/nginx.conf"]) as server:
        try:
            shown = ""
            for _ in range(50):
                try:
                    with urlopen(f"http://127.0.0.1:{port}/index.shtml") as answer:
                        shown = answer.read().decode()
                    break
                except OSError:
                    page.wait_for_timeout(100)
        finally:
            server.terminate()
    assert "Mientras dormimos" in shown
    assert previewed(page) == words(shown)


@pytest.mark.parametrize("form", FORMS)
def test_options_are_those_that_the_form_heeds(page: Page, publisher: Publisher, form: str) -> None:  # noqa: F811
    """Of topics and of lists; the code of a list for Drupal is a frame."""
    all_options = {"level", "limit", "teaser", "whole", "width", "without"}
    for what, of_lists in (("topic=sleep", {"limit"}), ("what=newest", {"teaser", "whole"})):
        code(page, publisher, f"form={form}&{what}")
        shown = {name for name in all_options if page.locator(f".store-{name}").is_visible()}
        made = "frame" if form == "drupal" and what == "what=newest" else form
        assert set(OPTIONS_OF.get(made, ())) - of_lists == shown


def test_block_of_a_list(page: Page, publisher: Publisher) -> None:  # noqa: F811
    """WordPress gets the block with the address of the list, and what is chosen of it."""
    text = code(page, publisher, "form=wordpress&what=group&group=prevention&limit=3&without=image&without=dates")
    before, after = "<!-- wp:syndicate/topic ", " /-->"
    assert (text.startswith(before), text.endswith(after)) == (True, True)
    address = f"{publisher.embeds.publisher.base_url}es/lists/groups/prevention/list.json"
    expected = {"url": address, "locale": "es", "headingLevel": 2, "without": ["image", "dates"], "limit": 3}
    assert expected == json.loads(text.removeprefix(before).removesuffix(after))


@pytest.mark.parametrize(
    ("form", "what"), [("element", "topic=sleep"), ("frame", "topic=sleep"), ("link", "topic=sleep")]
)
def test_preview_on_a_page_with_its_own_style(page: Page, publisher: Publisher, form: str, what: str) -> None:  # noqa: F811
    """Its colors are seen around and, but for a frame, in the text; on the plain page they are black on white."""
    code(page, publisher, f"form={form}&topic=sleep")
    ground = """(name) => getComputedStyle(
        document.querySelector('.store-preview').shadowRoot.querySelector(name)).backgroundColor"""
    assert "rgb(255, 255, 255)" == page.evaluate(ground, ".page")
    page.get_by_label("En una página con estilo propio").check()
    assert "rgb(43, 29, 58)" == page.evaluate(ground, ".page")
    box = page.locator(".store-preview .page")
    assert box.evaluate("node => node.offsetHeight >= node.getRootNode().host.clientHeight")
    if form == "element":
        title = page.locator(".store-preview h2, .store-preview h3").nth(1)
        assert "rgb(255, 207, 112)" == title.evaluate("node => getComputedStyle(node).color")
        text = page.locator(".store-preview .syndicate-summary p").first
        assert "rgb(244, 236, 216)" == text.evaluate("node => getComputedStyle(node).color")


@pytest.mark.parametrize("width", ["", "420"])
def test_width_of_a_frame(page: Page, publisher: Publisher, partner: Callable[[str], str], width: str) -> None:  # noqa: F811
    """As wide as is wanted, in the preview and in a page with the script; else as wide as the page."""
    text = code(page, publisher, f"form=frame&topic=sleep&width={width}")
    wide = page.locator(".store-preview iframe").evaluate("node => node.offsetWidth")
    assert 420 == wide if width else wide > 700
    page.goto(partner(text))
    page.locator(
        "iframe:not([height='600'])"
    ).wait_for()  # a function would be polled by `eval`, which the policy forbids
    wide = page.locator("iframe").evaluate("node => node.offsetWidth")
    assert 420 == wide if width else wide > 700
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_text_itself_can_be_in_the_code(page: Page, publisher: Publisher, partner: Callable[[str], str]) -> None:  # noqa: F811
    """With what is left out and at its level: nothing moves in a partner's page, and a text that fails is told."""
    text = code(page, publisher, f"form=element&whole=on&{OPTIONS}")
    check(text)
    assert "<a href" not in text.partition("<article")[0]
    page.goto(partner(text))
    page.locator("syndicated-topic[state=ready]").wait_for()
    assert 0 == page.evaluate(SHIFT)
    page.route("**/snippet.json", lambda route: route.fulfill(status=503))
    page.goto(f"{publisher.base}es/embed/?topic=sleep&whole=on")
    page.get_by_role("status").get_by_text("No se pudo cargar el texto.").wait_for()


def test_topics_can_be_chosen_by_the_address(page: Page, publisher: Publisher) -> None:  # noqa: F811
    """One by one, or all in one parameter; a topic that is not there is left out."""
    for query in ("topic=sleep&topic=asthma", "topics=sleep,asthma", "topics=asthma&topic=sleep&topic=nowhere"):
        text = code(page, publisher, query)
        assert 2 == text.count("<syndicated-topic ")
        assert "/es/topics/sleep/" in text
    page.goto(f"{publisher.base}es/embed/?topic=nowhere")
    page.locator(".store-result code").get_by_text("Elija un tema").wait_for()


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("slug", ["sleep", "asthma", "heat-safety"])
def test_newsletters_are_those_of_the_command(page: Page, publisher: Publisher, slug: str, locale: str) -> None:  # noqa: F811
    """What the page makes in the browser is what `syndicate snippet --format email|text` prints, word for word."""
    owner = publisher.embeds.publisher
    made = syndicate.snippet(syndicate.read("examples/health-topics", publisher=owner)[slug], owner, locale)
    expected = parsed(made.email().decode()).body
    shown = parsed(code(page, publisher, f"form=email&topic={slug}", locale)).body
    assert expected
    assert shown
    assert expected.html.replace("\n", "") == shown.html.replace("\n", "")  # type: ignore[union-attr]
    assert made.text().decode().strip() == code(page, publisher, f"form=text&topic={slug}", locale).strip()


@pytest.mark.parametrize(
    ("query", "selector"),
    [
        ("form=element&topic=sleep&topic=asthma", "syndicated-topic[state=ready]"),
        ("form=element&topic=sleep&teaser=on", "syndicated-topics[state=ready] .syndicate-teaser"),
        ("form=element&topic=sleep&language=all", ".syndicate-half > syndicated-topic[state=ready]"),
        ("form=element&what=group&group=prevention&limit=2", "syndicated-topics[state=ready] .syndicate-teaser"),
        ("form=frame&what=changed&width=320", "iframe[width='320']"),
        ("form=drupal&what=newest", "iframe[src*='/lists/newest/']"),
    ],
)
def test_codes_work_in_a_page(
    page: Page,  # noqa: F811
    publisher: Publisher,  # noqa: F811
    partner: Callable[[str], str],  # noqa: F811
    query: str,
    selector: str,
) -> None:
    """Pasted into a partner's page under a strict policy."""
    page.goto(partner(code(page, publisher, query)))
    page.locator(selector).first.wait_for(state="attached")
    assert [] == page.evaluate("blocked")


@pytest.mark.parametrize("locale", ["en", "es"])
def test_page_is_accessible_and_nothing_moves(browser: Browser, publisher: Publisher, locale: str) -> None:  # noqa: F811
    """axe-core finds nothing, wide or narrow; no sideways scroll at 320 pixels; a chosen address shifts nothing."""
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})  # noqa: F811
        code(page, publisher, "what=newest&form=frame", locale)
        assert 0 == page.evaluate(SHIFT)
        assert width >= page.evaluate("document.documentElement.scrollWidth")
        if AXE.is_file():
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run()")
            assert [] == [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]
        page.close()


def test_keyboard_copy_and_address(page: Page, publisher: Publisher) -> None:  # noqa: F811
    """A topic is found and chosen by keyboard; the copy is announced; the address holds the choice."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    code(page, publisher, "topic=asthma")
    page.locator("#store-filter").focus()
    page.keyboard.type("dormir")
    assert 1 == page.locator(".store-topics li:visible").count()
    page.keyboard.press("Tab")
    while "checkbox" != page.evaluate("document.activeElement.type"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('topic=sleep')")
    button = page.get_by_role("button", name="Copiar el código")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.embed-status').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("<syndicated-topic ") == 2
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("document.querySelector('.store-result code').textContent")
    assert copied == page.locator(".store-result code").inner_text()


def test_without_scripts_each_form_has_an_example(browser: Browser, publisher: Publisher) -> None:  # noqa: F811
    """All of them, with what to do; and the page of a topic leads here."""
    context = browser.new_context(java_script_enabled=False)  # noqa: F811
    page = context.new_page()  # noqa: F811
    page.goto(f"{publisher.base}en/embed/")
    assert 11 == page.locator(".store-examples pre:visible").count()
    assert page.get_by_text("Choices and previews need a script.").is_visible()
    assert not page.locator("#store").is_visible()
    page.goto(f"{publisher.base}en/topics/sleep/embed/")
    page.get_by_role("link", name="Choose form and options").click()
    assert page.url.endswith("/en/embed/index.html?topic=sleep")
    context.close()
