"""How JSON is written: the bytes that were published stay, whatever writes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from syndicate.json_writer import canonical, compact, in_ascii, indented, spaced
from syndicate.text import rfc3339

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.text().map(Markup)
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner)
)


@given(DOCUMENTS)
def test_compact_json_is_that_of_the_standard_library(document: Any) -> None:
    """Any text, any whole number, any nesting: the bytes of version 0.1, which the standard library wrote."""
    assert json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() == compact(document)


@pytest.mark.parametrize(
    "text",
    ["</script>", "\u2028\u2029", "\x00\x08\x0c\x1f\x7f", '\\"/', "\U0001f600", "\ufffe\uffff", "e\u0301"],
)
def test_what_others_escape_is_written_alike(text: str) -> None:
    """Ends of scripts, separators of lines, controls, and what lies above the first plane."""
    assert json.dumps({text: text}, ensure_ascii=False, separators=(",", ":")).encode() == compact({text: text})


def test_kinds_of_text_are_text() -> None:
    """Markup, labels and names of states, as values and as keys."""

    class State(StrEnum):
        NEW = "new"

    assert b'{"a":["<b>","new"]}' == compact({"a": [Markup("<b>"), State.NEW]})
    assert b'{"new":1,"<b>":2}' == compact({State.NEW: 1, Markup("<b>"): 2})


def test_numbers_have_no_limit() -> None:
    """The size of a file may be any whole number, also beside a date."""
    moment = datetime(2024, 6, 6, tzinfo=UTC)
    assert b"[1208925819614629174706176]" == compact([2**80])
    assert b'[-1208925819614629174706176,"2024-06-06T00:00:00Z"]' == compact([-(2**80), moment])


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_are_those_of_other_formats(moment: datetime) -> None:
    """A date of a JSON Feed is written as that of Atom: in UTC, to the second."""
    assert f'["{rfc3339(moment)}"]'.encode() == compact([moment])


@pytest.mark.parametrize("write", [compact, spaced, indented])
def test_a_lone_surrogate_is_refused(write: Any) -> None:
    """UTF-8 does not have it, so no document may; a report replaces it."""
    with pytest.raises(UnicodeEncodeError):
        write(["\ud800"])

    assert b'[\n "?"\n]\n' == indented(["\ud800"], errors="replace")


def test_other_ways_are_the_standard_librarys() -> None:
    """With spaces, on many lines, in ASCII, and with sorted keys."""
    document = {"b": "ñ", "a": [1, None]}

    assert '{"b": "ñ", "a": [1, null]}' == spaced(document).decode()
    assert '{\n "b": "ñ",\n "a": [\n  1,\n  null\n ]\n}\n' == indented(document).decode()
    assert b'{\n"b": "\\u00f1",\n"a": [\n1,\nnull\n]\n}\n' == indented(document, by=0, ascii=True)
    assert b'{"b": "\\u00f1", "a": [1, null]}' == in_ascii(document)
    assert '{"a": [1, null], "b": "ñ"}' == canonical(document)
