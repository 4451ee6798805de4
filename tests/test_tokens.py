"""The form in which the sanitizer writes, on which the one tokenizer relies."""

from __future__ import annotations

import html

from fragments import fragments
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from misplaced import misplaced_html

from syndicate.markup import TAGS, plain_text, sanitize
from syndicate.markup.content_model import HOLDERS, PARTS, VOID
from syndicate.markup.tokens import SPLITTER, TAG, TOKEN, attributes_of, tags_of, with_first_lines, without, written

BASE = "https://e.org/"
VALUES = st.text(st.sampled_from("<>&\"'\u00a0 \n=aé/"), max_size=12)


@given(st.one_of(fragments, misplaced_html))
def test_all_that_the_sanitizer_writes_is_tags_and_texts(fragment: str) -> None:
    """Each `<` begins a tag of the known form, each `>` ends one, and what is written is read without a rest."""
    made = sanitize(fragment, BASE)
    tokens = list(TOKEN.finditer(made))

    assert made == "".join(token[0] for token in tokens)
    assert len([token for token in tokens if token[2]]) == made.count("<") == made.count(">") == len(TAG.findall(made))
    assert SPLITTER.split(made)[1::2] == [token[0] for token in tokens if token[2]]
    assert {token[2] for token in tokens if token[2]} <= TAGS


@given(st.one_of(fragments, misplaced_html))
def test_every_element_is_closed_where_it_should_be(fragment: str) -> None:
    """Void elements have no end, and all others have theirs."""
    opened: list[str] = []
    for end, name, _ in TAG.findall(sanitize(fragment, BASE)):
        if end:
            assert opened.pop() == name
        elif name not in VOID:
            opened.append(name)

    assert [] == opened


@given(VALUES)
def test_values_are_read_as_they_are_written(value: str) -> None:
    """Whatever a value holds, it stands in double quotes and holds no other mark of HTML."""
    made = str(sanitize(f'<p title="{html.escape(value)}">x</p>'))
    found = {name: html.unescape(written) for name, written in attributes_of(made).items()}

    assert {"title": value} == found
    assert made == f"<p{written(found.items())}>x</p>"


def test_one_attribute_is_taken_out() -> None:
    """Not what only looks like it in the value of another."""
    assert ' title=" value="' == without(' title=" value=" value="3"', "value")
    assert "a" == tags_of({"b"}).sub("", '<b lang="es">a</b>')


def test_a_first_empty_line_stays() -> None:
    """A parser drops the line end that `<pre>` begins with."""
    assert "<pre>\n\na</pre>" == with_first_lines("<pre>\na</pre>")


def test_a_tag_ends_where_its_last_value_does() -> None:
    """Also in markup that was not sanitized here, in which a value may hold a `>`."""
    assert [("", "p", ' title="a > b"'), ("/", "p", "")] == TAG.findall('<p title="a > b">c</p>')
    assert "c d" == plain_text(Markup("<p>c</p><p>d</p>"))


def test_parts_and_their_holders_are_one_table() -> None:
    """What is a part of something stands in it and nowhere else."""
    assert {"ol", "ul"} == HOLDERS["li"]
    assert {"tbody", "tfoot", "thead"} == HOLDERS["tr"]
    assert {(part, holder) for holder, parts in PARTS.items() for part in parts} == {
        (part, holder) for part, holders in HOLDERS.items() for holder in holders
    }
