"""A narrower policy: what it takes away leaves texts that can still be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from markupsafe import Markup
from misplaced import misplaced_html

from syndicate.markup import TAGS, Policy, sanitize
from syndicate.markup.plain import shown_text
from syndicate.markup.sanitizing import narrowed

TABLE = "<table><caption>Safe heat</caption><tr><th>Food<th>Heat<tr><td title='a > b'>Chicken<td><b>165 °F</b></table>"


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (["table"], "<div>Safe heat</div><div>Food – Heat</div><div>Chicken – <b>165 °F</b></div>"),
        (["table", "div"], "Safe heat<br>Food – Heat<br>Chicken – <b>165 °F</b><br>"),
        (["table", "div", "br"], "Safe heat Food – Heat Chicken – <b>165 °F</b> "),
    ],
)
def test_values_stay_with_their_names(without: list[str], expected: str) -> None:
    """Rows stay on lines of their own, and cells are parted."""
    assert expected == narrowed(sanitize(TABLE), Policy().without(without))


def test_paragraphs_and_items_stay_apart() -> None:
    """A text without its paragraphs, headings and lists has their lines."""
    html = sanitize("<h2>Heat</h2><p>Drink.</p><p>Rest.</p><ul><li>Hat<li>Shade</ul>")
    assert Markup("<div>Heat</div><div>Drink.</div><div>Rest.</div><div>Hat</div><div>Shade</div>") == narrowed(
        html, Policy().without(["h2", "p", "ul", "ol"])
    )


def test_what_held_nothing_parts_what_stood_around_it() -> None:
    """An empty table or list is gone, and the words beside it stay two."""
    for tag in ("table", "ul", "dl"):
        made = narrowed(Markup(f"one<{tag}></{tag}>two"), Policy().without([tag]))
        assert ["one", "two"] == shown_text(made).split()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>Take <img src="https://e.org/a" alt="one &lt; two"> a day</p>', "<p>Take one &lt; two a day</p>"),
        ('<a href="https://e.org/"><img src="https://e.org/a" alt="Home"></a>', '<a href="https://e.org/"> Home </a>'),
        ('<p>a<img src="https://e.org/a" alt="">b</p>', "<p>a b</p>"),
        ('<p>a<img src="https://e.org/a" title=\'alt="x"\' alt="y">b</p>', "<p>a y b</p>"),
    ],
)
def test_the_words_of_a_picture_take_its_place(html: str, expected: str) -> None:
    """Its text alternative says the same, and a link that held it alone keeps a name."""
    assert expected == narrowed(sanitize(html), Policy().without(["img"])).replace("  ", " ")


@given(misplaced_html)
def test_no_text_is_lost_and_nothing_else_may_stand(html: str) -> None:
    """Whatever a text is made of, its words stay, in the elements that may stand."""
    policy = Policy(tags={"b", "p"})
    made = narrowed(sanitize(html), policy)
    assert made == sanitize(made, None, policy)
    words = shown_text(made).replace("–", " ").split()
    assert shown_text(sanitize(html)).replace("–", " ").split() == words
    assert TAGS > policy.tags
