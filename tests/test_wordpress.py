"""The plugin for WordPress, in PHP, with a stand-in for the functions of WordPress that it uses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest
from babel.messages.pofile import read_po
from samples import PUBLISHER, attribute, catalog, parsed, topic
from selectolax.lexbor import LexborHTMLParser

import syndicate
from syndicate.markup.policy import DROPPED_WITH_CONTENT
from syndicate.snippets.lists import LIST_PARTS
from syndicate.snippets.nodes import RELATIONS, TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "integrations" / "wordpress"
PLUGIN = FOLDER / "syndicated-topics"
PHP = shutil.which("php")
needs_php = pytest.mark.skipif(PHP is None, reason="no PHP is installed")
HOME = "https://publisher.test"
SPANISH, ENGLISH = (f"{HOME}/{name}/topics/tea/snippet.json" for name in ("es", "en"))


@attrs.define
class Answer:
    """What the publisher answers with at an address."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)


def document(locale: str = "es", **changes: Any) -> dict[str, Any]:
    """The snippet.json of a topic, but for the changes."""
    publisher = attrs.evolve(PUBLISHER, base_url=f"{HOME}/", disclaimer={"en": "Ask a doctor."})
    tea = topic(image={"en": syndicate.Image(url="https://pictures.example/tea.jpg", alt="A cup")})
    return {**syndicate.snippet(tea, publisher, locale).to_dict(), **changes}


def answer(locale: str = "es", etag: str = '"1"', **changes: Any) -> Answer:
    """The same as an answer."""
    return Answer(
        json.dumps(document(locale, **changes)).encode(), headers={"ETag": etag, "Cache-Control": "max-age=600"}
    )


@pytest.fixture
def answers() -> dict[str, Answer]:
    """The publisher's answers, by path: a topic in two languages."""
    return {f"/{locale}/topics/tea/snippet.json": answer(locale) for locale in ("es", "en")}


@pytest.fixture
def plugin(answers: dict[str, Answer]) -> Iterator[Callable[..., dict[str, Any]]]:
    """The plugin at work: takes a step, and returns what came of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer, with 304 where the copy is still good."""
            found = answers.get(self.path, Answer(status=404))
            same = found.status == 200 and self.headers.get("If-None-Match") == found.headers.get("ETag", "")
            self.send_response(304 if same else found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if same else found.body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    assert PHP
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        harness = str(ROOT / "tests" / "wordpress" / "harness.php")
        command = [PHP, "-d", "display_errors=stderr", harness, str(PLUGIN), f"http://127.0.0.1:{server.server_port}"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as php:

            def take(**step: Any) -> dict[str, Any]:
                assert php.stdin
                assert php.stdout
                php.stdin.write(json.dumps(step) + "\n")
                php.stdin.flush()
                line = php.stdout.readline()
                assert line, php.stderr and php.stderr.read()
                found: dict[str, Any] = json.loads(line)
                return found

            yield take
            _, said = php.communicate()
        server.shutdown()
        thread.join()
        assert "" == said


def tree(html: str) -> str:
    """HTML as its parser sees it; versions of it write an attribute without a value in two ways."""
    return (parsed(f"<body>{html.strip()}").css_first("body").html or "").replace('itemscope=""', "itemscope")


@needs_php
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("level", [2, 4])
def test_the_block_shows_what_the_publisher_writes(plugin: Callable[..., Any], locale: str, level: int) -> None:
    """Element for element and word for word, at the level that was chosen, whatever address of the topic was typed."""
    publisher = attrs.evolve(PUBLISHER, base_url=f"{HOME}/", disclaimer={"en": "Ask a doctor."})
    tea = topic(image={"en": syndicate.Image(url="https://pictures.example/tea.jpg", alt="A cup")})
    expected = tree(str(syndicate.snippet(tea, publisher, locale, heading_level=level).html))
    for ending in ("", "index.html", "embed.html", "snippet.html", "snippet.json", "snippet.json?x=1#y", "#top"):
        url = f"{HOME}/{locale}/topics/tea/{ending}"
        html = plugin(block={"url": url, "headingLevel": level})["html"]
        assert html.startswith('<div class="wp-block-syndicate-topic">')
        assert expected == tree(html.removeprefix('<div class="wp-block-syndicate-topic">').removesuffix("</div>"))


@needs_php
def test_the_block_shows_a_list(plugin: Callable[..., Any], answers: dict[str, Answer]) -> None:
    """The newest topics, as the publisher writes them, and in the other language."""
    publisher = attrs.evolve(PUBLISHER, base_url=f"{HOME}/")
    listed = {}
    for locale in ("en", "es"):
        listed[locale] = syndicate.topic_list(catalog(topic("tea"), topic("salt")), publisher, locale)
        answers[f"/{locale}/lists/newest/list.json"] = Answer(listed[locale].json())
    for locale in ("en", "es"):
        html = plugin(block={"url": f"{HOME}/en/lists/newest/list.json", "locale": locale, "headingLevel": 0})["html"]
        html = html.removeprefix('<div class="wp-block-syndicate-topic">').removesuffix("</div>")
        assert "Acerca de salt" in html if locale == "es" else "About salt" in html
        assert tree(str(listed[locale].html)) == tree(html)


@needs_php
@pytest.mark.parametrize("part", ["title", "translations", "image", "description", "dates", "all"])
def test_the_block_shows_a_part_of_a_list(plugin: Callable[..., Any], answers: dict[str, Answer], part: str) -> None:
    """Without the parts that are left out, as the publisher leaves them out, and with as many topics as wanted."""
    publisher = attrs.evolve(PUBLISHER, base_url=f"{HOME}/")
    picture = syndicate.Image(url="https://pictures.example/tea.jpg", alt="A cup", credit="Ana")
    both = catalog(topic("tea", image={"en": picture}), topic("salt", image={"en": picture}))
    address = f"{HOME}/en/lists/newest/list.json"
    answers["/en/lists/newest/list.json"] = Answer(syndicate.topic_list(both, publisher, "en").json())
    without = list(LIST_PARTS) if part == "all" else [part]
    expected = parsed(str(syndicate.topic_list(both, publisher, "en", without=without).html))
    for limit in (0, 5, 1):
        block = {"url": address, "headingLevel": 2, "without": without, "limit": limit}
        shown = parsed(plugin(block=block)["html"])
        if limit == 1:
            expected.css(".syndicate-teaser")[1].decompose()
        for mark in ("text", "tag", "class"):
            assert _marks(expected, mark) == _marks(shown, mark)
    short = plugin(shortcode={"url": address, "limit": "1", "without": " ".join(without)})["html"]
    assert 1 == len(parsed(short).css(".syndicate-teaser"))


def _marks(page: LexborHTMLParser, mark: str) -> list[str | None]:
    """What each element of a list is, or the words of the whole."""
    article = page.css_first("article")
    assert article
    if mark == "text":
        return list(article.text().split())
    return [one.tag if mark == "tag" else one.attributes.get(mark) for one in article.css("*")]


@needs_php
def test_topics_have_no_parts_of_lists(plugin: Callable[..., Any]) -> None:
    """A topic keeps its title, whatever is written."""
    html = plugin(block={"url": SPANISH, "without": ["title", "description"], "limit": 1})["html"]
    assert html == plugin(block={"url": SPANISH})["html"]
    assert "syndicate&#045;title" in html


@needs_php
def test_the_language_of_the_block_wins_over_that_of_its_address(plugin: Callable[..., Any]) -> None:
    """By its translation at the publisher; a region counts as its language, and one that is not there as none."""
    for locale, title in (
        ("en", "About tea"),
        ("es-MX", "Acerca de tea"),
        ("en_US", "About tea"),
        ("fr", "Acerca de tea"),
    ):
        found = plugin(block={"url": SPANISH, "locale": locale})
        assert title == parsed(found["html"]).css_first("h2").text()


@needs_php
def test_parts_are_left_out_but_never_the_credit(plugin: Callable[..., Any]) -> None:
    """Each alone and as a teaser; what must be shown stays."""
    classes = {
        "translations": ".syndicate-translation",
        "also-called": ".syndicate-also-called",
        "image": ".syndicate-image",
        "sections": ".syndicate-section",
        "dates": "footer time",
    }
    whole = parsed(plugin(block={"url": ENGLISH})["html"])
    for part, selector in classes.items():
        assert whole.css(selector)
        page = parsed(plugin(block={"url": ENGLISH, "without": [part]})["html"])
        assert [name for name, one in classes.items() if not page.css(one)] == [part]
    page = parsed(plugin(block={"url": ENGLISH, "without": ["summary"]})["html"])
    assert "A cup a day." == page.css_first(".syndicate-summary").text()
    for step in (
        {"block": {"url": ENGLISH, "teaser": True}},
        {"shortcode": {"url": ENGLISH, "teaser": "yes", "heading_level": "3"}},
        {"shortcode": {"url": ENGLISH, "without": "translations also-called summary sections dates"}},
    ):
        page = parsed(plugin(**step)["html"])
        assert [name for name, one in classes.items() if page.css(one)] == ["image"]
        assert "A cup a day." == page.css_first(".syndicate-summary").text()
        for kept in (".syndicate-title a", ".syndicate-disclaimer", ".syndicate-attribution", ".syndicate-source a"):
            assert page.css(kept), kept
    for wrong in ("credit", "nonsense", ""):
        assert whole.html == parsed(plugin(block={"url": ENGLISH, "without": [wrong]})["html"]).html


@needs_php
def test_a_copy_is_asked_for_again_with_its_etag(plugin: Callable[..., Any], answers: dict[str, Answer]) -> None:
    """Not before it is due; unchanged it stays, changed it is replaced."""
    assert [{"url": SPANISH, "headers": {"Accept": "application/json"}}] == plugin(block={"url": SPANISH})["asked"]
    assert [] == plugin(block={"url": SPANISH}, later=599)["asked"]
    again = plugin(block={"url": SPANISH}, later=2)
    assert ['"1"'] == [one["headers"]["If-None-Match"] for one in again["asked"]]
    assert "Acerca de tea" in again["html"]
    answers["/es/topics/tea/snippet.json"] = answer(etag='"2"', nodes=[["article", {}, "Otra cosa"]])
    assert "Acerca de tea" in plugin(block={"url": SPANISH}, later=300)["html"]
    assert "Otra cosa" in plugin(block={"url": SPANISH}, later=301)["html"]


@needs_php
@pytest.mark.parametrize(
    "wrong",
    [
        Answer(status=500),
        Answer(status=404),
        Answer(b"not JSON"),
        Answer(b"{}"),
        Answer(b"[1]"),
        Answer(b'{"nodes":[["p"]],"title":7,"language":"es","url":"x"}'),
        Answer(b" " * 2_000_001 + b"{}"),
        Answer(status=301, headers={"Location": "http://publisher.test/plain"}),
        Answer(status=302, headers={"Location": SPANISH.replace(HOME, "")}),
    ],
    ids=["500", "404", "text", "empty", "list", "types", "long", "plain", "circle"],
)
def test_a_failure_leaves_the_last_good_copy(
    plugin: Callable[..., Any], answers: dict[str, Answer], wrong: Answer
) -> None:
    """It is asked for again after a while, not for each reader; where there was none, there is a link."""
    good = plugin(block={"url": SPANISH})["html"]
    kept, answers["/es/topics/tea/snippet.json"] = answers["/es/topics/tea/snippet.json"], wrong
    found = plugin(block={"url": SPANISH}, later=700)
    assert good == found["html"]
    assert found["asked"]
    assert [] == plugin(block={"url": SPANISH}, later=200)["asked"]
    answers["/en/topics/tea/snippet.json"] = wrong
    link = parsed(plugin(block={"url": ENGLISH})["html"]).css_first("a")
    assert ENGLISH.removesuffix("snippet.json") == attribute(link, "href")
    assert "Only editors" not in plugin(block={"url": ENGLISH})["html"]
    assert "Only editors see this note" in plugin(block={"url": ENGLISH}, editor=True)["html"]
    answers["/es/topics/tea/snippet.json"] = kept
    assert good == plugin(block={"url": SPANISH}, later=301)["html"]


@needs_php
def test_what_the_publisher_takes_back_leaves_the_page(plugin: Callable[..., Any], answers: dict[str, Answer]) -> None:
    """At once if the server says that it is gone, after a day if it only is not there."""
    for locale in ("en", "es"):
        plugin(block={"url": SPANISH, "locale": locale})
    answers["/es/topics/tea/snippet.json"] = Answer(status=410)
    answers["/en/topics/tea/snippet.json"] = Answer(status=404)
    assert "<article" not in plugin(block={"url": SPANISH}, later=700)["html"]
    for later, there in ((0, True), (86_000, True), (500, False)):
        assert there == ("<article" in plugin(block={"url": ENGLISH}, later=later)["html"])
    answers["/en/topics/tea/snippet.json"] = answer("en")
    assert "<article" in plugin(block={"url": ENGLISH}, later=400)["html"]


@needs_php
@pytest.mark.parametrize(
    "url",
    [
        "http://publisher.test/es/topics/tea/",
        "ftp://publisher.test/",
        "file:///etc/passwd",
        "https://user:secret@publisher.test/es/topics/tea/",
        "//publisher.test/es/topics/tea/",
        "javascript:alert(1)",
        "sleep",
        "https://",
    ],
)
def test_other_addresses_are_never_asked(plugin: Callable[..., Any], url: str) -> None:
    """Only https, without a name and a password; readers get no link to them, editors the reason."""
    found = plugin(block={"url": url})
    assert ([], "") == (found["asked"], found["html"].replace('<div class="wp-block-syndicate-topic"></div>', ""))
    assert "must begin with https://" in plugin(block={"url": url}, editor=True)["html"]


@needs_php
def test_a_site_may_name_its_publishers(plugin: Callable[..., Any], answers: dict[str, Answer]) -> None:
    """By a filter, which also holds for redirects; translations come from the publisher's own host alone."""
    elsewhere = [{"language": "en", "snippet_url": "https://other.test/en/topics/tea/snippet.json"}]
    answers["/es/topics/tea/snippet.json"] = answer(translations=elsewhere)
    assert [SPANISH] == [one["url"] for one in plugin(block={"url": SPANISH, "locale": "en"})["asked"]]
    answers["/en/topics/tea/snippet.json"] = Answer(status=302, headers={"Location": "https://other.test/"})
    assert [ENGLISH] == [one["url"] for one in plugin(block={"url": ENGLISH}, only="publisher.test")["asked"]]
    assert [] == plugin(block={"url": "https://other.test/"})["asked"]


ATTACKS = [
    ["script", {}, "alert(1)"],
    ["img", {"src": "javascript:alert(1)", "onerror": "alert(1)", "alt": "x"}],
    ["img", {"src": "data:text/html,x", "srcset": "https://a.example/1 1x, javascript:x 2x"}],
    ["a", {"href": "java\nscript:alert(1)", "style": "color:red", "target": "_top"}, "link"],
    ["a", {"href": " javascript:alert(1)"}, "link"],
    ["a", {"href": 'https://a.example/"onclick="alert(1)'}, "link"],
    ["p", {"class": "modal syndicate-note", "id": "x", "onclick": "alert(1)"}, "<script>alert(1)</script>"],
    ["p onclick=alert(1)", {}, "unknown"],
    ["div", {'x" onclick="alert(1)': "y", "title": '"><script>alert(1)</script>'}, "]]>"],
    ["form", {"action": "https://evil.example/"}, ["input", {"name": "password"}], "words of a form"],
    ["p", {}, "[gallery ids=1] [caption]x[/caption] 8-) :) -- ... \"quoted\" 'single' <!-- more --> %00"],
    ["p", {"title": "[gallery]"}, 7, None, ["b", {}, "bold"]],
    [7, {}, "number"],
    ["p", "no attributes", "text"],
]


@needs_php
def test_nothing_of_a_publisher_gone_bad_gets_into_the_page(
    plugin: Callable[..., Any], answers: dict[str, Answer]
) -> None:
    """What is not of the policy is left out; words stay words, also those that WordPress would act on."""
    answers["/es/topics/tea/snippet.json"] = answer(nodes=[["article", {"lang": "es"}, *ATTACKS]])
    html = plugin(block={"url": SPANISH})["html"]
    page = parsed(html)
    for node in page.css("article *"):
        assert node.tag in TEMPLATE_TAGS
        assert node.attributes.keys() <= TEMPLATE_ATTRIBUTES["*"] | TEMPLATE_ATTRIBUTES.get(node.tag, frozenset())
        assert re.match("https?:|$", attribute(node, "href") + attribute(node, "src"))
        assert "modal" not in attribute(node, "class")
    assert not set("[]") & set(html)
    text = page.css_first("article").text()
    assert "alert(1)" == text[: text.index("</script>")].removeprefix("linklinklink<script>")
    assert "[gallery ids=1] [caption]x[/caption] 8-) :) -- ... \"quoted\" 'single' <!-- more --> %00" in text
    assert "words of a form" in text
    assert "password" not in html
    deep = json.dumps(document(nodes=["DEEP"])).replace('"DEEP"', '["b",{},' * 2000 + '"deep"' + "]" * 2000)
    answers["/es/topics/tea/snippet.json"] = Answer(deep.encode())
    assert html == plugin(block={"url": SPANISH}, later=700)["html"]
    answers["/es/topics/tea/snippet.json"] = answer(nodes=[["article", {}, *["x"] * 300_000]], etag='"many"')
    assert len(plugin(block={"url": SPANISH}, later=700)["html"]) < 100_000


@needs_php
@pytest.mark.parametrize(
    "child",
    [
        [],
        {},
        0,
        None,
        True,
        ["p"],
        ["p", {}, []],
        ["p", {}, {}],
        ["p", {}, {"time": 1}],
        ["p", {}, [["time"]]],
        ["p", "class"],
        ["p", {"class": ["syndicate-summary"]}, "x"],
        ["p", {"class": 5, "id": None}, "x"],
        {"0": "p", "2": "x"},
        [["p"], {}, "x"],
        ["h9", {}, "x"],
        ["img", {"src": {}, "alt": 1}],
    ],
)
def test_nodes_of_no_known_form_leave_the_rest(
    plugin: Callable[..., Any], answers: dict[str, Answer], child: Any
) -> None:
    """They are passed over without a warning of PHP, whatever parts are left out."""
    nodes = [["article", {}, child, ["p", {"class": "syndicate-source"}, "The end."]]]
    answers["/es/topics/tea/snippet.json"] = answer("es", nodes=nodes, translations=[5, {}, {"language": 1}])
    for without in ([], ["dates", "summary"], "no list"):
        html = plugin(block={"url": SPANISH, "without": without, "locale": "en"})["html"]
        assert "The end&#046;" in html


@needs_php
def test_headers_that_come_twice(plugin: Callable[..., Any], answers: dict[str, Answer]) -> None:
    """WordPress gives a list of them: the copy is kept as long as either says."""
    answers["/es/topics/tea/snippet.json"] = Answer(
        json.dumps(document()).encode(),
        headers={"ETag": '"1"', "cache-control": "public", "Cache-Control": "max-age=900"},
    )
    assert "Acerca de tea" in plugin(block={"url": SPANISH})["html"]
    assert [] == plugin(block={"url": SPANISH}, later=800)["asked"]
    assert 1 == len(plugin(block={"url": SPANISH}, later=200)["asked"])


@needs_php
def test_words_for_editors_are_in_their_language(plugin: Callable[..., Any]) -> None:
    """Any country's Spanish has the Spanish words."""
    with (PLUGIN / "languages" / "syndicated-topics-es.po").open("rb") as file:
        words = {message.id: message.string for message in read_po(file)}
    found = plugin(block={"url": f"{HOME}/nothing/"}, editor=True, words=words)
    assert "syndicated-topics-es.mo" == found["loaded"]
    assert "El servidor de esta dirección respondió con 404." in found["html"]


def test_the_plugin_has_the_policy_of_the_package() -> None:
    """Tags, attributes, and relations of links, in PHP as here."""
    source = (PLUGIN / "includes" / "markup.php").read_text("utf-8")
    words = {name: set(text.split()) for name, text in re.findall(r"(?:const | ')(\w+)'? +=>? '([^']*)'[,;]", source)}
    assert set(TEMPLATE_TAGS) == words["TAGS"]
    assert set(DROPPED_WITH_CONTENT) == words["DROPPED"]
    assert set(RELATIONS) == set(re.findall(r"'(\w+)'", re.search(r"RELATIONS.*", source)[0]))  # type: ignore[index]
    assert TEMPLATE_ATTRIBUTES["*"] == words["EVERYWHERE"]
    block = re.search(r"const ATTRIBUTES = array\((.*?)\);", source, re.DOTALL)[1]  # type: ignore[index]
    own = {tag: set(names.split()) for tag, names in re.findall(r"'(\w+)' +=> '([^']+)'", block)}
    assert {tag: set(names) for tag, names in TEMPLATE_ATTRIBUTES.items() if tag != "*"} == own


def test_the_guide_has_all_options() -> None:
    """Those of the block, of the shortcode, and all parts."""
    guide = (ROOT / "docs" / "how-to" / "embed-in-wordpress.md").read_text("utf-8")
    rows = [re.findall(r"`([^`]+)`", row)[:2] for row in guide.splitlines() if row.startswith("| `")]
    assert list(json.loads((PLUGIN / "block.json").read_text("utf-8"))["attributes"]) == [row[0] for row in rows]
    code = (PLUGIN / "includes" / "block.php").read_text("utf-8")
    assert re.findall(r"^\t\t\t'(\w+)' +=> '[^']*',$", code, re.MULTILINE) == [row[1] for row in rows]
    parts = re.findall(
        r"^\t'([\w-]+)' +=> 'syndicate-", (PLUGIN / "includes" / "markup.php").read_text("utf-8"), re.MULTILINE
    )
    for part in [*parts, "dates"]:
        assert f"`{part}`" in guide
        assert part in (PLUGIN / "readme.txt").read_text("utf-8")


def test_translations_are_complete_and_compiled() -> None:
    """`python integrations/wordpress/words.py` would change nothing, and nothing is untranslated."""
    sys.path.insert(0, str(FOLDER))
    try:
        import words
    finally:
        sys.path.remove(str(FOLDER))
    for name, body in words.files().items():
        assert (words.LANGUAGES / name).read_bytes() == body, name
    for path in words.LANGUAGES.glob("*.po"):
        with path.open("rb") as file:
            catalog = read_po(file, locale="es")
        assert [] == [message.id for message in catalog if not message.string or message.fuzzy]
        assert [] == list(catalog.check())
        for message in catalog:
            assert re.findall(r"%\w", str(message.id)) == re.findall(r"%\w", str(message.string))
