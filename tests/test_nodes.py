"""The tree of nodes: the DOM that the HTML gives, in a real browser too, and nothing beyond the vocabulary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from chromium import CHROMIUM
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from samples import PUBLISHER, topic
from strategies import catalogs

from syndicate import snippet
from syndicate.errors import InvalidValueError
from syndicate.markup import ATTRIBUTES, TAGS, sanitize
from syndicate.model import Catalog, Publisher
from syndicate.snippets import nodes as module
from syndicate.snippets.nodes import TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS, nodes, serialize

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


_NAMES = sorted(TEMPLATE_TAGS)
_PIECES = st.one_of(
    st.sampled_from(_NAMES).map("<{}>".format),
    st.sampled_from(_NAMES).map("</{}>".format),
    st.sampled_from(_NAMES).map(lambda name: f"<{name}></{name}>"),
    st.sampled_from(
        (
            '<a href="https://example.org/?a=1&amp;b=2" hreflang="es">',
            "<a href='https://example.org/'>",
            '<img src="https://example.org/a.png" alt="a &lt; b &quot;c&quot;">',
            '<p lang="es" dir="ltr" title="&nbsp;ñ">',
            "<ol reversed start=3>",
            '<span itemscope itemtype="https://schema.org/Thing" itemprop=name>',
            "<td colspan=2>",
            "<br/>",
            "<div/>",
            "<P CLASS=A>",
        )
    ),
    st.sampled_from(
        ("a", " ", "\n", "\n\n", "&amp;", "&lt;b&gt;", "&nbsp;", "&copy", "&notit;", "&#x80;", "<", "ñ", "\f")
    ),
)
_ROW = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
messes = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=6).map("".join).map(_ROW.format),
    st.lists(_PIECES, max_size=6).map("".join).map("<ul><li>{}</li><li>b</li></ul>".format),
)
"""HTML of a snippet's elements in any order, closed or not."""


@given(mess=messes)
@settings(max_examples=1500)
@example("<pre>\n</pre>")
@example("<p><table></table></p>")
@example("<table><tr><td>a</table>")
@example("<table>a<tbody></tbody></table>")
@example("<a><b><a></a></b></a>")
@example("<h2><h3>a</h3></h2>")
@example("<p><ruby>a<rt><div>b</div></rt></ruby></p>")
@example("<ruby>a<rp>(</rp><rt>b</rt></ruby>")
@example("<p><span><div>a</div></span></p>")
def test_quick_way_is_the_way_of_the_parser(mess: str) -> None:
    """Where a single pass gives a tree, it is the tree that the parser builds, of sanitized HTML and of any other."""
    for text in (mess, str(sanitize(mess, "https://example.org/")), str(serialize(module._parsed(mess)))):
        quick = module._quick(text)
        assert quick is None or module._parsed(text) == quick


@given(catalog=catalogs(max_size=2))
@settings(max_examples=50)
def test_snippets_take_the_quick_way(catalog: Catalog) -> None:
    """A snippet's HTML is read in one pass, to one article."""
    for found in catalog.values():
        html = str(snippet(found, PUBLISHER, "es").html).strip()
        assert [module._parsed(html)] == [nodes(html)]
        assert ["article"] == [node[0] for node in nodes(html)]


@given(mess=messes)
@settings(max_examples=500)
def test_tree_written_is_the_tree_read(mess: str) -> None:
    """What a tree is written as is read as the same tree, but where no HTML can say it."""
    tree = nodes(sanitize(mess, "https://example.org/"))
    again = module._parsed(serialize(tree))
    assert again == tree


def test_example_reads_in_one_pass(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """The parser is needed for none of the example's snippets."""
    for found in example_catalog.values():
        for locale in ("en", "es"):
            html = str(snippet(found, example_publisher, locale).html).strip()
            assert module._parsed(html) == module._quick(html)


def test_node_tree_of_a_snippet() -> None:
    """Texts are strings, elements are lists whose attributes are always there, and text keeps what markup is not."""
    made = snippet(topic(summary={"en": Markup("<p>Salt &amp; <b>tea</b><br></p>")}), PUBLISHER, "en")
    ((tag, attributes, *children),) = made.nodes
    assert ("article", "syndicate syndicate-snippet", "") == (tag, attributes["class"], attributes["itemscope"])
    (summary,) = [child for child in children if child[1:2] == [{"class": "syndicate-summary", "itemprop": "text"}]]
    assert ["p", {}, "Salt & ", ["b", {}, "tea"], ["br", {}]] == summary[3]


def test_vocabulary_is_that_of_the_policy_and_of_the_templates() -> None:
    """Nothing that runs, takes input or styles a page is among what a snippet may hold."""
    assert {"address", "article", "aside", "data", "footer", "header", "nav", "section"} == TEMPLATE_TAGS - TAGS
    added = {tag: names - ATTRIBUTES.get(tag, set()) for tag, names in TEMPLATE_ATTRIBUTES.items()}
    assert {
        "*": {"class", "aria-label", "itemid", "itemprop", "itemscope", "itemtype"},
        "a": {"rel"},
        "data": {"value"},
    } == {tag: set(names) for tag, names in added.items() if names}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p><video></video></p>", "<video>"),
        ("<script>a</script>", "<script>"),
        ("<svg><a></a></svg>", "<svg>"),
        ("<p onclick='a()'>a</p>", "'onclick'"),
        ('<p style="a">a</p>', "'style'"),
        ('<p id="a">a</p>', "'id'"),
        ('<a href="javascript:a()">a</a >', "javascript:a()"),
        ('<a href="/relative">a</a >', "/relative"),
        ('<img src="mailto:a@example.org"/>', "mailto"),
        ('<img srcset="https://example.org/a.png, data:image/png;base64,AA 2x"/>', "data:image"),
    ],
)
def test_what_may_not_stand_is_refused(html: str, said: str) -> None:
    """The error names the element, attribute or address."""
    with pytest.raises(InvalidValueError, match="cannot stand in a snippet") as caught:
        nodes(html)
    assert said in str(caught.value)


def test_unsanitized_html_does_not_pass_as_nodes() -> None:
    """HTML that was called safe without the sanitizer is refused, with the topic it stands in."""
    wrong = topic(summary={"en": Markup("<p><iframe></iframe></p>")})
    with pytest.raises(InvalidValueError, match=r"<iframe>.*topic 'tea'.*locale en"):
        snippet(wrong, PUBLISHER, "en").json()


@pytest.mark.parametrize("tag", ["div", "b"])
def test_deep_nesting_is_flattened(tag: str) -> None:
    """However deep a text nests, its tree can be written and read as JSON, and loses no text."""
    tree = nodes(f"<{tag}>a" * 600 + f"</{tag}>" * 600)
    text = json.dumps(tree)
    assert (tree, 600) == (json.loads(text), text.count('"a"'))


BUILDER = """const build = (into, node) => {
    if (typeof node === "string") { into.append(document.createTextNode(node)); return; }
    const [tag, attributes, ...children] = node;
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    children.forEach(child => build(made, child));
    into.append(made);
};"""
"""What a script does with a node."""

COMPARE = f"""fragments => {{ {BUILDER} return fragments.map(([html, tree]) => {{
    const parsed = document.createElement("div"), built = document.createElement("div");
    parsed.innerHTML = html;
    tree.forEach(node => build(built, node));
    return [parsed.outerHTML, built.outerHTML, parsed.isEqualNode(built)];
}}); }}"""
"""Each fragment as the browser parses it and as it is built from its nodes, and whether the two are the same DOM."""

TRUSTED = """<!doctype html><title>Trusted Types</title>
<meta http-equiv="Content-Security-Policy" content="require-trusted-types-for 'script'; trusted-types 'none'">"""
"""A page that may turn no text into HTML."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A blank page."""
    made = browser.new_page()
    made.set_content("<!doctype html><title>Nodes</title>")
    return made


def compare(page: Page, fragments: list[str]) -> None:
    """Hold the browser's DOM of each fragment against the one built from its nodes."""
    trees: list[Any] = [[html, nodes(html)] for html in fragments]
    for parsed, built, same in page.evaluate(COMPARE, trees):
        assert parsed == built
        assert same


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.xdist_group("browser")
class TestInBrowser:
    """In a real Chromium."""

    @given(some=st.lists(messes, min_size=40, max_size=40))
    @settings(max_examples=15)
    def test_nodes_build_what_the_html_says(self, page: Page, some: list[str]) -> None:
        """A script that builds the nodes makes the DOM that parsing the sanitized HTML makes."""
        compare(page, [str(sanitize(mess, "https://example.org/")) for mess in some])

    @given(catalog=catalogs(max_size=3))
    @settings(max_examples=15)
    def test_nodes_build_the_snippet(self, page: Page, catalog: Catalog) -> None:
        """Whatever a topic holds, its nodes build its HTML."""
        compare(page, [str(snippet(found, PUBLISHER, "es").html).strip() for found in catalog.values()])

    def test_nodes_build_where_html_may_not_be_parsed(self, page: Page) -> None:
        """Under Trusted Types a text is refused as HTML, and the nodes build the snippet all the same."""
        made = snippet(topic(), PUBLISHER, "es")
        context = page.context.browser.new_context()  # type: ignore[union-attr]
        guarded = context.new_page()
        guarded.set_content(TRUSTED)
        refused = "() => { try { document.body.innerHTML = '<p>a' } catch (error) { return error.name } }"
        assert "TypeError" == guarded.evaluate(refused)
        built = guarded.evaluate(
            f"nodes => {{ {BUILDER} build(document.body, nodes[0]); return document.body.innerHTML }}", made.nodes
        )
        context.close()
        page.set_content(f"<!doctype html>{str(made.html).strip()}")
        assert page.inner_html("body") == built
