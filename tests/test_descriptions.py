"""What a topic without a description says of itself: one text, the prose it begins with, in every channel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from proofs import either
from samples import PUBLISHER, catalog, parsed, topic

from syndicate import read
from syndicate.cards import card
from syndicate.cards.head import contents
from syndicate.feeds import feed
from syndicate.markup import sanitize
from syndicate.markup.leading import leading_prose
from syndicate.model import Topic
from syndicate.snippets import snippet

PROSE = "Rest at home. Drink a lot."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Rest at home. Drink a lot.</p><ul><li>one</li></ul><p>Later.</p>", PROSE),
        ("<p>Rest at home.</p><p>Drink a lot.</p><h2>Care</h2><p>Later.</p>", PROSE),
        ("Rest at home.<br>Drink a lot.", PROSE),
        ('<p><img src="https://x.example/a.png" alt="A bed"></p><p>Rest at home. Drink a lot.</p>', PROSE),
        (
            '<figure><img src="https://x.example/a.png" alt="> 5"><figcaption>A bed.</figcaption></figure>' + PROSE,
            PROSE,
        ),
        ("<h2>Flu.</h2><table><tr><td>5 mg.</td></tr></table><p>Rest at home. Drink a lot.</p>", PROSE),
        ("<dl><dt>Dose</dt><dd>5 mg.</dd></dl><div><p>Rest at home. Drink a lot.</p></div>", PROSE),
        ("<ol><li>one<ul><li>two</li></ul></li></ol><pre>x.</pre><p>Rest at home. Drink a lot.</p>", PROSE),
        ("<p><strong>At a glance</strong></p><p>Rest at home. <b>Drink</b> a lot.</p>", PROSE),
        ('<p><a href="https://x.example/es">En español</a></p><p>Rest at home. Drink a lot.</p>', PROSE),
        ("<p><strong>Rest at home. Drink a lot.</strong></p>", PROSE),
        ("<p>Take:</p><ul><li>tea</li></ul><p>Rest at home. Drink a lot.</p>", PROSE),
        ("<p>Rest at home. Drink a lot. Symptoms include:</p><ul><li>cough</li></ul>", PROSE),
        ("<p>Rest at home. Drink a lot.</p><p>Symptoms include:</p><ul><li>cough</li></ul>", PROSE),
        ("<p>Symptoms include:</p><ul><li>cough</li></ul>", "Symptoms include:"),
        (
            "<p>Fewer than 10<sup>9</sup> cells, 5 cm<sup>2</sup>, H<sub>2</sub>O.</p>",
            "Fewer than 10⁹ cells, 5 cm², H₂O.",
        ),
        ('<p>Rest<sup><a href="#n">[1]</a></sup> on the 1<sup>st</sup> day.</p>', "Rest on the 1st day."),
        ("<p>See <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> &lt;b&gt; &amp;amp;.</p>", "See 漢 <b> &amp;."),
        ("<ul><li>one</li></ul><table><tr><td>1</td></tr></table>", ""),
        ("<p>* * *</p><p>Rest at home. Drink a lot.</p>", PROSE),
        ("<p>流感是一种病毒。症状包括：</p><ul><li>咳</li></ul>", "流感是一种病毒。"),
        ("", ""),
    ],
)
def test_a_description_is_the_prose_that_a_text_begins_with(text: str, expected: str) -> None:
    """No list, table, heading, caption or text alternative, and no half sentence where there is a whole one."""
    assert expected == leading_prose(Markup(text))


def _channels(given: Topic) -> dict[str, str]:
    """What each channel says of a topic, in English."""
    made = feed(catalog(given), PUBLISHER, "en", topic=given)
    shown = card(given, PUBLISHER, "en")
    tags = contents(shown.tags())
    page = next(node for node in json.loads(shown.json_ld())["@graph"] if node["@type"] == "MedicalWebPage")
    document = parsed(made.rss().decode())
    return {
        "json": json.loads(made.json())["items"][0]["summary"],
        "rss": document.css_first("item > description").text(),
        "atom": parsed(made.atom().decode()).css_first("entry > summary").text(),
        "feed": made.subtitle,
        "snippet": snippet(given, PUBLISHER, "en").to_dict()["description"],
        "without summary": parsed(snippet(given, PUBLISHER, "en", summary=False).html)
        .css_first(".syndicate-summary")
        .text(strip=True),
        "JSON-LD": page["description"],
        "picture": shown.image.texts.description,
        **{name: tags[name] for name in ("description", "og:description", "twitter:description")},
        **{name: tags[name] for name in ("DC.Description", "DCTERMS.description")},
    }


def test_every_channel_says_the_same() -> None:
    """A topic without a description has one derived text in feeds, head, card, data and snippet."""
    text = Markup("<h2>Tea</h2><ul><li>green</li></ul><p>Drink it warm. At five.</p><p>Or:</p><ul><li>six</li></ul>")
    given = topic(description={}, summary={"en": text, "es": text})

    assert {"Drink it warm. At five."} == set(_channels(given).values())


def test_every_channel_says_what_is_stated() -> None:
    """A description goes before the text."""
    assert {"A cup a day."} == set(_channels(topic()).values())


def test_a_text_without_prose_has_no_description(tmp_path: Path) -> None:
    """A list alone makes no description in the head, and no summary in feeds."""
    (tmp_path / "a.en.md").write_text(
        "---\ntitle: A\nupdated: 2025-01-01\n---\n# B\n\n- one\n- two\n", encoding="utf-8"
    )
    found = read(tmp_path)["a"]

    assert "" == found.description_of("en")
    assert "description" not in contents(card(found, PUBLISHER, "en").tags())


_PIECES = st.sampled_from(
    "<p> </p> <ul><li> </li></ul> <ol><li>a</ol> <h2> </h2> <table><tr><td> </table> <b> </b> <br> <pre> </pre> "
    "<dl><dt> </dl> <figure> <figcaption> </figcaption> </figure> <div> </div> <blockquote> </blockquote>".split()
)
_WORDS = st.sampled_from(["Rest.", "Drink", "a > b", "x:", "&lt;p&gt;", "5 mg", "word", "word", "word"])


@pytest.mark.proof
@given(st.lists(_PIECES | _WORDS, max_size=20))
@settings(max_examples=either(200, 20_000), deadline=None)
def test_nothing_but_prose_is_taken(pieces: list[str]) -> None:
    """Whatever a text holds, no word of a list, table, heading or caption is taken, and words keep their order."""
    html = str(sanitize("".join(f"w{place} " if piece == "word" else piece for place, piece in enumerate(pieces))))
    page = parsed(html)
    nodes = page.css("ul, ol, dl, table, h2, pre, figcaption")
    other = {word for node in nodes for word in node.text().split()}
    order = re.findall(r"\bw\d+", html)
    taken = [word for word in leading_prose(Markup(html)).split() if word in order]

    assert not other & set(taken)
    assert sorted(taken, key=order.index) == taken
