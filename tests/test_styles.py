"""What a ``style`` says is what Chromium reads in it: comments, escapes, what is invalid, what is important."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from attacked_pages import launched
from chromium import IN_BROWSER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proofs import either

from syndicate.markup.styles import style_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = IN_BROWSER

_PROPERTIES = ("display", "float", "position", "visibility")
_READ = """
([styles, names]) => styles.map((style) => {
  const place = document.createElement("p");
  place.setAttribute("style", style);
  // Chromium says what was stated, not what counts, where "all" stands beside what is important or a variable;
  // and no page has variables among quotation marks or addresses.
  if (/all/i.test(style) && /important|var\\(/i.test(style) || /url.*var\\(|var\\(.*['"]/s.test(style)) return null;
  return names.map((name) => place.style.getPropertyValue(name));
})
"""
# Names that mean the same, of which Chromium says one; a variable has a value that is not known here.
_SAME = {
    "inline list-item": "inline",
    "-webkit-flex": "flex",
    "-webkit-inline-flex": "inline-flex",
    "-webkit-sticky": "sticky",
    "block math": "block",
}

_NAMES = st.sampled_from(
    ("display", "DISPLAY", "float", "position", "visibility", "all", "color", r"d\69splay", r"\64 isplay", "*display")
)
_VALUES = st.sampled_from(
    (
        *"block inline none BLOCK bl\\6f\\63k bl\\6f ck inline-block contents flex left right".split(),
        *"absolute fixed hidden collapse visible unset inherit revert bogus -ms-flexbox -webkit-box".split(),
        *"-webkit-flex table-cell list-item red 1 'block' run-in var(--x) url(a;display:none) url(/*) math".split(),
        "ruby",
        "inline flex",
        "block flow",
        "list-item inline",
        "flow-root inline",
        "block block",
        "inline-block flow",
        "",
    )
)
_BETWEEN = st.sampled_from(("", "", "", " ", "/* ; */", "\n", "\t", "/**/ "))
_ENDS = st.sampled_from(
    (";", ";", ";", ";", "; ", ";;", "", "}", "{}", "{a;b}", "(;)", "'", '"', "\\", "/*", "!", "@x;")
)
_IMPORTANT = st.sampled_from(("", "", "", "!important", " ! IMPORTANT ", "!ie", "!/**/important"))
_declarations = st.builds("{0}{1}{0}:{2}{3}{4}{0}{5}".format, _BETWEEN, _NAMES, _BETWEEN, _VALUES, _IMPORTANT, _ENDS)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page."""
    with launched() as browser:
        made = browser.new_context(offline=True).new_page()
        made.set_content("<!doctype html><title>x</title>")
        yield made


@settings(max_examples=either(15, 500), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(_declarations, min_size=1, max_size=3).map("".join), min_size=40, max_size=40))
def test_styles_are_read_as_chromium_reads_them(page: Page, styles: list[str]) -> None:
    """The value of each property that decides where an element stands; 40 at a time."""
    read = page.evaluate(_READ, [styles, list(_PROPERTIES)])
    for style, values in zip(styles, read, strict=True):
        if values is None:
            continue
        found = style_of({"style": style})
        mine = [found.get(name, "") for name in _PROPERTIES]
        expected = ["" if "var(" in value else _SAME.get(value, value) for value in values]
        assert expected == [_SAME.get(value, value) for value in mine], style
