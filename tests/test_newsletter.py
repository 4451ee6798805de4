"""Snippets in newsletters: HTML that needs no style sheet, and plain text with numbered links."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from markupsafe import Markup
from samples import PUBLISHER, catalog, parsed, topic

from syndicate import Catalog, Publisher, bilingual, snippet
from syndicate.cli import cli
from syndicate.errors import InvalidValueError
from syndicate.locales import parse
from syndicate.model import Image
from syndicate.snippets.choosing import topic_list
from syndicate.snippets.newsletter import KEPT, email, plain
from syndicate.snippets.nodes import nodes

PICTURED = topic(
    image={
        "en": Image(url="https://clinic.example.org/cup.png", alt="A cup"),
        "es": Image(url="https://clinic.example.org/cup.png", alt="Una taza"),
    }
)


@pytest.mark.parametrize("locale", ["en", "es"])
def test_email_needs_no_style_sheet(example_catalog: Catalog, example_publisher: Publisher, locale: str) -> None:
    """No class, no element that mail programs may not know, absolute addresses, and the same words as the snippet."""
    known = set(
        "div p a h1 h2 h3 h4 h5 h6 ul ol li img span strong em b i br table thead tbody tr th td caption".split()
    )
    for found in example_catalog.values():
        made = snippet(found, example_publisher, locale)
        tree = parsed(made.email().decode())
        assert tree.body
        elements = [node for node in tree.body.traverse() if node.tag not in ("body", "-text")]
        assert {node.tag for node in elements} <= known | {"sup", "sub", "dl", "dt", "dd", "hr", "blockquote", "code"}
        assert set().union(*(node.attributes for node in elements)) <= KEPT | {"style"}
        for node in elements:
            for name in ("href", "src"):
                assert (node.attributes.get(name) or "https://").startswith(("https://", "http://", "tel:", "mailto:"))
        words = parsed(made.html).body
        assert words
        assert words.text().split() == tree.body.text().split()


def test_email_says_the_width_of_pictures() -> None:
    """As Outlook needs it; one that states its size keeps its proportions."""
    image = parsed(snippet(PICTURED, PUBLISHER, "es").email().decode()).css_first("img")
    assert image
    assert ("560", "Una taza") == (image.attributes["width"], image.attributes["alt"])
    large = email(nodes('<p><img src="https://example.org/a.png" alt="" width="1120" height="600"></p>')).decode()
    assert 'width="560" height="300"' in large


def test_email_has_the_color_of_the_publisher(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """Links say it themselves."""
    color = example_publisher.card.link_color
    assert f'style="color:{color}"' in snippet(example_catalog["sleep"], example_publisher, "es").email().decode()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_text_is_wrapped_and_its_links_are_numbered(
    example_catalog: Catalog, example_publisher: Publisher, locale: str
) -> None:
    """No line but an address is wider; each note is used, and each address stands once."""
    for found in example_catalog.values():
        made = snippet(found, example_publisher, locale)
        text = made.text(width=60).decode()
        assert all(len(line) <= 60 for line in text.splitlines() if "://" not in line)
        notes = dict(re.findall(r"^\[(\d+)\] (\S+)$", text, re.MULTILINE))
        body = text[: text.index("\n[1] ")]
        assert set(notes) == set(re.findall(r"\[(\d+)\]", body))
        assert len(set(notes.values())) == len(notes)
        assert made.url in notes.values()
        assert str(made.attribution) in text


@pytest.mark.parametrize("credit", [None, "Lamp: Ana Ruiz"])
def test_text_of_a_teaser_begins_with_its_title(credit: str | None) -> None:
    """A picture that is not seen says nothing above it; HTML mail shows it."""
    image = {"en": Image(url="https://clinic.example.org/cup.png", alt="A cup", credit=credit or "")}
    found = topic("tea", image=image, description={"en": "What to drink."})
    made = topic_list(catalog(found), PUBLISHER, "en", topics=["tea"])
    title, text = found.title[parse("en")], made.text().decode()
    assert text.startswith(f"{title} [1]\n")
    assert "What to drink." in text
    assert ["A cup" in text, "Ana Ruiz" in text, "A cup" in made.email().decode()] == [False, False, True]


def test_text_keeps_words_apart() -> None:
    """Blocks, breaks, cells, and items; spaces that do not break stay, and code keeps its lines."""
    html = (
        "<h2>A</h2><p>one<br>two 60 %</p><ol start='3'><li>x</li><li>y<ul><li>z</li></ul></li></ol>"
        "<table><tr><th>h</th><td>d</td></tr></table><pre>a\n  b</pre><blockquote><p>q</p></blockquote>"
        "<dl><dt>t</dt><dd>u</dd></dl><hr>"
    )
    expected = "A\n=\n\none\ntwo 60 %\n\n3. x\n4. y\n   - z\n\nh | d\n\na\n  b\n\n> q\n\nt\n\n  u\n\n---\n"
    assert expected == plain(nodes(html)).decode()


def test_rows_of_a_table_stand_together() -> None:
    """One line each; an empty cell keeps its place, so that what follows stays below its own heading."""
    row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
    rows = [row.format(*cells) for cells in (("Dose", "", "1"), ("", "x", ""), ("", "", ""))]
    html = f"<table><caption>Care</caption>\n<thead>\n{rows[0]}\n</thead>\n<tbody>\n{rows[1]}\n{rows[2]}\n</tbody>"
    html += "</table><p>End</p>"
    assert "Care\nDose | | 1\n| x |\n\nEnd\n" == plain(nodes(html)).decode()


def test_only_items_of_lists_have_a_value() -> None:
    """What stands for a `data` element has none in HTML."""
    made = email(nodes('<ol start="3"><li value="5"><data value="es">Spanish</data></li></ol>')).decode()
    assert '<ol start="3"' in made
    assert '<li value="5"' in made
    assert "<span>Spanish</span>" in made


def test_text_of_an_address_is_no_note() -> None:
    """A link that shows its own address."""
    assert (
        "https://example.org/\n"
        == plain(nodes('<p><a href="https://example.org/">https://example.org/</a></p>')).decode()
    )


def test_both_languages_follow_each_other() -> None:
    """Each whole, with its language, and no link to the other, which is there."""
    both = bilingual(PICTURED, PUBLISHER, ("es", "en"))
    html, text = both.email().decode(), both.text().decode()
    assert ["es", "en"] == re.findall(r'^<div lang="(\w+)"', html, re.MULTILINE)
    assert text.index("Acerca de tea") < text.index("About tea")
    assert "English: About tea" not in html + text


def test_width_is_checked() -> None:
    """Too narrow for words."""
    with pytest.raises(InvalidValueError, match="width of lines"):
        snippet(topic(), PUBLISHER, "es").text(width=10)


def test_words_of_markup_are_escaped() -> None:
    """What looks like markup in a text stays text."""
    found = topic(summary={"es": Markup("<p>1 &lt; 2 &amp; <em>3</em></p>")})
    assert "1 &lt; 2 &amp; <em>3</em>" in snippet(found, PUBLISHER, "es").email().decode()
    assert "1 < 2 & 3" in snippet(found, PUBLISHER, "es").text().decode()


@pytest.mark.parametrize(
    ("format", "start"), [("email", b'<div lang="es" dir="ltr" style='), ("text", b"Dormir bien [1]")]
)
def test_command_prints_them(format: str, start: bytes) -> None:
    """`syndicate snippet --format email|text`, also of both languages."""
    command = ["snippet", "examples/health-topics", "--topic", "sleep", "--format", format]
    alone = CliRunner().invoke(cli, [*command, "--locale", "es"])
    assert (0, start) == (alone.exit_code, alone.stdout_bytes[: len(start)])
    both = CliRunner().invoke(cli, [*command, "--locale", "es", "--locale", "en", "--bilingual"])
    assert 0 == both.exit_code
    assert b"Healthy sleep" in both.stdout_bytes
