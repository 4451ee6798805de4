"""HTML whose elements stand anywhere, closed or not, for tests of mending. No test lives here."""

from __future__ import annotations

from hypothesis import strategies as st

from syndicate.markup import TAGS

_COMMON = "ul ol li p b strong a div dl dt dd table tr td th h2 h3 span figure figcaption caption thead tfoot".split()
# Elements that a parser treats in a way of their own, and that the sanitizer drops.
_OTHERS = "font button form section center menu svg noscript select nobr marquee fieldset details address".split()
_ATTRIBUTES = {
    "a": ("", ' href="/x"', ' href="/y" hreflang="es"', ' hreflang="es"'),
    "bdo": ("", ' dir="rtl"'),
    "img": (' src="a.png"', ' alt="w"', ' src="a.png" title="t"', ' srcset="a.png 1x, b.png 2x"'),
    "li": ("", ' value="3"'),
    "ol": ("", ' start="3"', " reversed"),
    "p": ("", ' lang="es"'),
    "td": ("", ' colspan="2"', ' rowspan="3"'),
    "time": ("", ' datetime="2020-01-02"'),
}


def _start(tag: str) -> st.SearchStrategy[str]:
    return st.sampled_from(_ATTRIBUTES.get(tag, ("",))).map(lambda attributes: f"<{tag}{attributes}>")


_TAGS = st.sampled_from([*sorted(TAGS), *_COMMON, *_COMMON, *_OTHERS])
_PIECES = st.one_of(
    _TAGS.flatmap(_start),
    _TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(("one", "two", "three", " ", "\n", "&nbsp;", "<br>", "<hr>", "<!-- c -->", "x y")),
)

misplaced_html = st.lists(_PIECES, max_size=25).map("".join)
"""Fragments of elements in any order."""
