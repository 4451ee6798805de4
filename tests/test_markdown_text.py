"""Bodies of Markdown topics: footnotes, lists of tasks, what other programs add, and where links lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofs import either
from samples import found

from syndicate.markup import plain_text, sanitize
from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.sources import read
from syndicate.sources.generator_syntax import addresses_replaced, template_end
from syndicate.sources.markdown_parser import known_parser, needs_plugins
from syndicate.sources.markdown_text import first_heading, html_of

PUBLISHER = Publisher(
    name={"en": "Example", "es": "Ejemplo"}, base_url="https://example.org/", authority="example.org,2024"
)


def html(body: str) -> str:
    """The HTML of a body on one line."""
    return html_of(body, lambda *_: None)[0].replace("\n", "")


def notes(body: str) -> list[tuple[int, str, str]]:
    """The line, the syntax and what became of it, of everything noted in a body."""
    return [(note.line, note.details.get("syntax", ""), note.details["reason"]) for note in html_of(body, _stays)[1]]


def _stays(*_: object) -> None:
    return None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a[^x] b[^y].\n\n[^y]: Two.\n[^x]: One.", "<p>a<sup>[1]</sup> b<sup>[2]</sup>.</p>"),
        ("a^[Inline *note*].", "<ol><li><p>Inline <em>note</em></p></li></ol>"),
        ("- [x] done\n- [ ] not\n- [y] no", "<ul><li>☑ done</li><li>☐ not</li><li>[y] no</li></ul>"),
        ("Term\n: meaning", "<dl><dt>Term</dt><dd>meaning</dd></dl>"),
        ("> [!NOTE]\n> Rest.", "<blockquote><p>Rest.</p></blockquote>"),
        (":::note[Title]\nRest.\n:::", "<p><strong>Title</strong></p><p>Rest.</p>"),
        ("::: warning Take care\nRest.\n:::", "<p><strong>Take care</strong></p><p>Rest.</p>"),
        (
            '!!! note "Title"\n    Rest **well**.',
            "<blockquote><p><strong>Title</strong></p><p>Rest <strong>well</strong>",
        ),
        ("!!! tip\n    Rest.", "<blockquote><p>Rest.</p></blockquote>"),
        ("{{< note >}}\nRest.\n{{< /note >}}", "<p>Rest.</p>"),
        ("a {{< youtube a_b_c >}} b", '<p>a <a href="https://www.youtube.com/watch?v=a_b_c">'),
        ('{{< figure src="a_b.jpg" alt="A bed" caption="Bed" >}}', '<img src="a_b.jpg" alt="A bed"><br>Bed'),
        ("Hello {{ name }}.", "<p>Hello {{ name }}.</p>"),
        ("a {% if x %}b{% endif %} c", "<p>a b c</p>"),
        ("## Title {#id .c}", "<h2>Title </h2>"),
        ('import X from "y"\n\nRest.', "<p>Rest.</p>"),
        ("[TOC]\n\nRest.", "<p>Rest.</p>"),
        ('[a]({{< ref "sleep.md" >}}) [b]({% link x.md %})', '<p><a href="sleep.md">a</a> <a href="x.md">b</a></p>'),
        ("`{{< x >}}` and `[^1]`", "<p><code>{{&lt; x &gt;}}</code> and <code>[^1]</code></p>"),
        ("```\n{{< x >}}\n:::note\n- [x] a\n```", "<pre><code>{{&lt; x &gt;}}:::note- [x] a</code></pre>"),
    ],
)
def test_what_is_shown(body: str, expected: str) -> None:
    """What has a plain meaning is shown by it, and code stays as it is."""
    assert expected in html(body).replace("<p></p>", "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Take 5{{< br >}}0 mg", "Take 5 0 mg"),
        ("Take 5{% include x.html %}0 mg", "Take 5 0 mg"),
        ('Take 5{{< ref "x" >}}0 mg', "Take 5 0 mg"),
        ("Take 5{{< x >}}.", "Take 5."),
        ("5{{% note %}}0{{% /note %}} mg", "5 0 mg"),
        ('5{{< tabs >}}{{< tab "A" >}}6{{< /tab >}}{{< tab "B" >}}7{{< /tab >}}{{< /tabs >}}0', "5 6 7 0"),
        ("5<Dose/>0 mg, 5<Dose a='b' />.", "5 0 mg, 5."),
        ("5<Card>6</Card>0 mg", "5 6 0 mg"),
        ("5<Video src='x.mp4'/>0", "5 0"),
        ("5<Em>0</Em> <B>m</B>g", "50 mg"),
        ("# 5{{< x >}}0", "5 0"),
        ("[5{{< x >}}0](/a)", "5 0"),
        ("|5{{< x >}}0|\n|-|\n|5<Dose/>0|", "5 0 5 0"),
        ("5![a](gone.png)0", "5 0"),
        ("5{/* checked */}0 5<!-- checked -->0 5{.a}0", "50 50 50"),
        ("`5{{< x >}}0`", "5{{< x >}}0"),
        ("5{% comment %}6 *7*{% endcomment %}0 mg", "50 mg"),
        ("5{% comment %}6", "5 6"),
        ("a\n\n{% comment %}\n\n## b\n\nc\n\n    d\n\n<p>e</p>\n\n- f\n\n{%- endcomment -%}\n\ng", "a g"),
    ],
)
def test_what_is_left_out_leaves_a_gap(body: str, expected: str) -> None:
    """What stood on both sides of a template or component is not joined; comments alone show nothing anywhere."""
    shown, _ = html_of(body, lambda address, *_: "" if address == "gone.png" else None)
    assert expected == plain_text(sanitize(shown))


def test_alternatives_are_plain_text_too() -> None:
    """A template or a markup in the alternative of a picture joins no words of it."""
    shown, _ = html_of("![5{{< x >}}0 *mg* 10<sup>9</sup> ~~a~~ b[^1]](a.png)\n\n[^1]: c", _stays)
    assert 'alt="5 0 mg 10⁹ b"' in shown


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("To *sleep*", "To sleep"),
        ("5{{< x >}}0 {#dose}", "5 0"),
        ("10<sup>9</sup> H<sub>2</sub>O", "10⁹ H₂O"),
        ("Take ~~aspirin~~ ibuprofen", "Take ibuprofen"),
        ("&copy; `x` ![p](a.png)", "© x"),
    ],
)
def test_the_words_of_a_heading(heading: str, expected: str) -> None:
    """They are those of the text that is published."""
    assert expected == first_heading(f"# {heading}\n\ntext", "en")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\nb {{< youtube x >}}", (2, "{{< youtube x >}}", "plainly")),
        ("a\nb {{ c }}", (1, "{{ c }}", "as-text")),
        ("{%% include x %%}", (0, "{%% include x %%}", "left-out")),
        ('export const a = "b"', (0, 'export const a = "b"', "left-out")),
        ("a <Card title='x'>b</Card>", (0, "<Card>", "plainly")),
        ("<Tabs>\n\na\n\n</Tabs>", (0, "<Tabs>", "plainly")),
        ("a <Dose/>", (0, "<Dose>", "left-out")),
        ("a\n\n:::note\nb\n:::", (2, ":::note", "plainly")),
        ("> [!WARNING]\n> a", (0, "[!WARNING]", "plainly")),
        ("a [[Page]] b", (0, "[[Page]]", "as-text")),
        ("a[^1]", (0, "[^1]", "as-text")),
        ("a\n\n[^1]: b", (2, "[^1]:", "left-out")),
        ("```{note}\na\n```", (0, "```{note}", "as-text")),
        ("a\n[b]({{< relref x >}})", (1, "{{< relref x >}}", "plainly")),
        ("a\n[b](c d.jpg)", (1, "", "unread-link")),
        ("a ![b](..\\c\\) d", (0, "", "unread-link")),
    ],
)
def test_what_is_noted(body: str, expected: tuple[int, str, str]) -> None:
    """Whatever is not Markdown is noted once, on its line, with what became of it."""
    assert [expected] == notes(body)


PIECES = st.sampled_from(
    ["a", "{{", "}}", "{{<", ">}}", "{%", "%}", "`", "](", "[b", "{:", "}", ":::", "\n", "[^1]", "!!! x", "- [x] "]
)


@settings(max_examples=either(200, 20_000), deadline=None)
@given(pieces=st.lists(PIECES, max_size=14))
def test_no_word_is_lost_silently(pieces: list[str]) -> None:
    """However braces and marks are strewn, nothing fails, and what is noted nowhere is shown."""
    shown, noted = html_of(" ".join(pieces), _stays)
    if not noted:
        assert pieces.count("a") == len(re.findall(r"\ba\b", re.sub("<[^>]*>", " ", shown)))


@given(text=st.text(st.sampled_from("{}%<>/*:#.a\n"), max_size=40))
def test_the_end_of_a_template(text: str) -> None:
    """It is where its own bracket closes, whatever was sought before."""
    unclosed: set[str] = set()
    for place, letter in enumerate(text):
        if letter == "{":
            assert template_end(text, place, set()) == template_end(text, place, unclosed)


def test_templates_in_code_are_no_addresses() -> None:
    """An example of a template stays as it is."""
    text = '`[a]({{< ref "b" >}})` [a]({{< ref "b" >}})'
    assert ('`[a]({{< ref "b" >}})` [a](b)', [('{{< ref "b" >}}', 0)]) == addresses_replaced(text)


def folder(root: Path, **files: str) -> Catalog:
    """The catalog of a folder of topics in English, unless the name says otherwise."""
    for name, body in files.items():
        path = root / f"{name.replace('__', '/')}.en.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "" if body.startswith("---") else f"---\ntitle: {name}\nupdated: 2024-06-06\n---\n"
        path.write_text(f"{head}{body}", encoding="utf-8")
    return read(root, publisher=PUBLISHER)


@pytest.mark.parametrize("link", ["naps.en.md", "naps.md", "./naps.md", "../topics/naps.en.md", "naps.en.md#why"])
def test_links_between_files(tmp_path: Path, link: str) -> None:
    """A link to another file of the folder leads to the page of its topic."""
    catalog = folder(tmp_path / "topics", sleep=f"See [naps]({link}).", naps="Naps.")
    fragment = "#why" if "#" in link else ""
    assert f'<a href="https://example.org/en/topics/naps/{fragment}">' in catalog["sleep"].summary["en"]
    assert [] == found(catalog, FindingKind.DEAD_LINK, FindingKind.UNPUBLISHED_FILE)


def test_links_go_to_the_language_of_the_text(tmp_path: Path) -> None:
    """A link without a language leads to the text in that of its own; the slug is the topic's, not the file's."""
    for name in ("a/naps.en.md", "a/naps.es.md", "sleep.es.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntitle: T\nupdated: 2024-06-06\n---\n[x](a/naps.md) <a href='a/naps.en.md'>y</a>")
    summary = read(tmp_path, publisher=PUBLISHER)["sleep"].summary["es"]
    assert 'href="https://example.org/es/topics/naps/"' in summary
    assert 'href="https://example.org/en/topics/naps/"' in summary


def test_files_beside_a_topic(tmp_path: Path) -> None:
    """A picture or document that is there but not published is an error, in the text and in the front matter."""
    (tmp_path / "bed.jpg").write_bytes(b"")
    (tmp_path / "guide.pdf").write_bytes(b"")
    front = "---\ntitle: Sleep\nupdated: 2024-06-06\nimage: {src: bed.jpg, alt: A bed}\n---\n"
    catalog = folder(tmp_path, sleep=f"{front}\n[guide](guide.pdf)\n\n<img src='bed.jpg' alt=''>\n")
    assert [("guide.pdf", 7), ("bed.jpg", 9), ("bed.jpg", 4)] == [
        (finding.details["file"], int(finding.source.rpartition(":")[2]))
        for finding in found(catalog, FindingKind.UNPUBLISHED_FILE)
    ]
    assert ["sleep"] == list(catalog)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("lost.pdf", "there is no such file"),
        ("../lost.html", "leads out of the folder"),
        ("../../lost.md", "leads out of the folder"),
        ("../../../about/", "begin its address with /"),
        ("../../../images/a.png", "leads out of the folder"),
        ("sub", "there is no such file"),
        ("sub/lost.md", "there is no such file"),
        ("www.example.com/a", "write https:// before it"),
        ("example.gov", "write https:// before it"),
        ("C:\\Users\\ana\\a.jpg", "somebody's own machine"),
        ("../lost/", "no such topic is published in that language"),
        ("draft.en.md", "the topic is not published"),
        ("broken.en.md", "has no topic that is read"),
        ("notes.md", "has no topic that is read"),
    ],
)
def test_links_that_lead_nowhere(tmp_path: Path, link: str, reason: str) -> None:
    """A publisher who is known hides no dead link: each is an error with its reason."""
    draft = "---\ntitle: Draft\ndraft: true\n---\n"
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    catalog = folder(tmp_path, sleep=f"[a]({link})", draft=draft, broken="---\ntitle: [a]\n---\n")
    (finding,) = found(catalog, FindingKind.DEAD_LINK)
    assert reason in finding.message()
    assert "error" == finding.severity


@pytest.mark.parametrize(
    "link",
    [
        "../naps/",
        "../naps/feed.rss",
        "card.png",
        "../../",
        "../../index.html",
        "../../feeds/topics.rss",
        "../../groups/home/",
        "../../../es/",
        "/contact",
        "/about/team.html",
        "#top",
        "mailto:a@example.org",
    ],
)
def test_links_that_may_be_right(tmp_path: Path, link: str) -> None:
    """Pages of the published tree and of the site around it are not doubted."""
    catalog = folder(tmp_path, sleep=f"[a]({link})", naps="Naps.")
    assert [] == found(catalog, FindingKind.DEAD_LINK, FindingKind.BROKEN_LINK)


def test_files_of_a_page_elsewhere(tmp_path: Path) -> None:
    """Beside a page that the publisher has elsewhere, relative addresses are the publisher's own."""
    front = "---\ntitle: Sleep\nupdated: 2024-06-06\nurl: https://example.com/en/sleep/\n---\n"
    (tmp_path / "bed.jpg").write_bytes(b"")
    catalog = folder(tmp_path, sleep=f"{front}![A bed](bed.jpg) [a](lost.pdf)")
    assert [] == found(catalog, FindingKind.DEAD_LINK, FindingKind.UNPUBLISHED_FILE)
    assert 'src="https://example.com/en/sleep/bed.jpg"' in catalog["sleep"].summary["en"]


def test_an_address_without_its_beginning(tmp_path: Path) -> None:
    """A link of the front matter that begins with a host is left out, with the way out."""
    section = "{title: More, links: [{title: X, url: www.example.com/x}]}"
    front = f"---\ntitle: Sleep\nupdated: 2024-06-06\nsections: [{section}]\n---\n"
    (finding,) = found(folder(tmp_path, sleep=front), FindingKind.BROKEN_LINK)
    assert "'www.example.com/x' has no https://: write https://www.example.com/x" in finding.message()


def test_links_to_texts_that_are_not_out_yet(tmp_path: Path) -> None:
    """A link to a text that is released later is an error until then, in the text and in its lists of links."""
    later = "---\ntitle: Later\nupdated: 2024-06-06\npublishDate: 2999-01-01\n---\n"
    section = "{title: More, links: [{title: X, url: later.md}]}"
    front = f"---\ntitle: Sleep\nupdated: 2024-06-06\nsections: [{section}]\n---\n[a](later.en.md)"
    findings = found(folder(tmp_path, sleep=front, later=later), FindingKind.DEAD_LINK)
    assert ["https://example.org/en/topics/later/"] * 2 == [finding.details["link"] for finding in findings]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('[caption id="1"]hi[/caption]', ['[caption id="1"]', "[/caption]"]),
        ("A $$x^2$$ b, $y^2$", ["$$x^2$$", "$y^2$"]),
        ("==marca==", ["==marca=="]),
        ("H~2~O and x^2^", ["~2~", "^2^"]),
        (":smile: at 10:30:45", [":smile:"]),
        ("[link][no] and ![alt][nope]", ["[link][no]", "![alt][nope]"]),
        ("It costs $5 or $10; a == b; ~5 or ~6; note: this: that", []),
        ("`==code==` [a][b]\n\n[b]: https://example.org/", []),
    ],
)
def test_syntax_that_is_shown_as_it_stands_is_told(body: str, found: list[str]) -> None:
    """What other programs read and Markdown does not is a finding each; prices and times are none."""
    _, notes = html_of(body, lambda *_: None)
    assert found == [note.details["syntax"] for note in notes]


def test_script_addresses_are_told_as_such() -> None:
    """The hint of an address that runs a script is not one about spaces."""
    (note,) = html_of("[f](javascript:alert(1))", lambda *_: None)[1]
    assert "script-address" == note.details["reason"]


@given(body=st.text(st.sampled_from("ab :[]^!?~*{}%<>-\n\t`1.&$=|/\\")).map(lambda text: text.replace("\t", "\n")))
@settings(max_examples=either(150, 20_000), deadline=None)
def test_plain_bodies_need_no_plug_ins(body: str) -> None:
    """Where the quick parser is taken, it gives what the whole one gives."""
    if not needs_plugins(body):
        parsers = (known_parser(), known_parser(is_plain=True))
        whole, plain = ([token.as_dict() for token in parser.parse(body)] for parser in parsers)
        assert whole == plain


def test_templates_within_a_block_of_html() -> None:
    """They are what they plainly mean, as elsewhere, and are reported; those within a tag are not touched."""
    button = '{{< button href="https://a.example/" >}}Go{{< /button >}}'
    body = f"<div>\n  {button} {{% include x.html %}}\n  {{{{< youtube abc >}}}}\n</div>\n"
    html, notes = html_of(body, lambda *_: None)
    assert "{{" not in html
    assert "{%" not in html
    assert "Go" in html
    assert 'href="https://www.youtube.com/watch?v=abc"' in html
    assert ["left-out", "left-out", "left-out", "plainly"] == [note.details["reason"] for note in notes]
    assert "{{" in html_of('<p class="{{< dose >}}">Rest</p>\n', lambda *_: None)[0]


@pytest.mark.parametrize(
    ("body", "shown", "noted"),
    [
        ("Rest %% ask\nAnn %% well.", "<p>Rest  well.</p>", [(0, "%% ask Ann %%", "left-out")]),
        ("%%\nAsk Ann.\n\nNow.\n%%\n\nRest.", "<p>Rest.</p>", [(0, "%% Ask Ann. Now. %%", "left-out")]),
        ("{/*\nAsk Ann.\n\nNow.\n*/}\n\nRest.", "<p>Rest.</p>", [(0, "{/* Ask Ann. Now. */}", "left-out")]),
        ("{>> Ask Ann.\n\nNow. <<}\n\nRest.", "<p>Rest.</p>", [(0, "{>> Ask Ann. Now. <<}", "left-out")]),
        ("100%% sure, `%% a %%`.", "<p>100%% sure, <code>%% a %%</code>.</p>", []),
        ("%% without an end\n\nRest.", "<p>%% without an end</p><p>Rest.</p>", []),
        ("Rest{>>who says so?<<}.", "<p>Rest.</p>", [(0, "{>>who says so?<<}", "left-out")]),
        ("Rest {++well++}.", "<p>Rest {++well++}.</p>", [(0, "{++well++}", "as-text")]),
        ("Rest <% if x %>.", "<p>Rest &lt;% if x %&gt;.</p>", [(0, "<% if x %>", "as-text")]),
        (r"So \(x^2\) and \(not\).", "<p>So (x^2) and (not).</p>", [(0, r"\(x^2\)", "plainly")]),
        ('<div markdown="1">**a**</div>', '<div markdown="1">**a**</div>', [(0, 'markdown="1"', "inert")]),
        (
            "Rest.\n\n[[note]] ^b-1",
            "<p>Rest.</p><p>[[note]] ^b-1</p>",
            [(2, "[[note]]", "as-text"), (2, "^b-1", "as-text")],
        ),
    ],
)
def test_comments_are_not_published_and_signs_of_others_are_told(
    body: str, shown: str, noted: list[tuple[int, str, str]]
) -> None:
    """Nobody but its authors reads a comment; whatever is shown in another way than there is named."""
    assert html(body) == shown
    assert notes(body) == noted


@pytest.mark.parametrize(
    ("body", "noted"),
    [
        ("Dose 5*10 mg and 2*3 mg.", [(0, "5*10", "emphasis"), (0, "2*3", "emphasis")]),
        ("a\n\n2*3*4", [(2, "2*3*4", "emphasis")]),
        (r"5\*10 and 2\*3; 5*10; `2*3*4`; *5* and *6*; 5 * 10 * 2", []),
        ("| a | b |\n|---|---|\n| 1 | 2 | take 3 | 4 |", [(2, "take 3 | 4", "extra-cells")]),
        ("Call if:\n\n> 38 °C: call", [(2, "> 38 °C: call", "quotation")]),
        (
            "- >= 3 mg\n- >65 years\n- > 1.5 mL",
            [(i, t, "quotation") for i, t in enumerate([">= 3 mg", ">65 years", "> 1.5 mL"])],
        ),
        ("\\> 38 °C\n\n> 3 of 4 sleep well.\n\n> 5 minutes\n> 38 °C\n\n`> 5 mg`; a > 5 mg", []),
        ("> a | b\n> --|--\n> 1 | 2 | 3", [(2, "3", "extra-cells")]),
        ("| a | b |\n|---|---|\n| 1 | 2 | |\n| 1 \\| 2 | 3\n| 1 |", []),
    ],
)
def test_words_that_markdown_reads_in_another_way_are_told(body: str, noted: list[tuple[int, str, str]]) -> None:
    """A product is not a number of other digits, and no cell goes in silence."""
    assert notes(body) == noted


def test_the_picture_of_a_note_that_is_not_there_has_its_own_address() -> None:
    """What finds such files within the folder is no part of the address."""
    assert html("![[bed.png]]") == '<p><img src="bed.png" alt="" /></p>'
