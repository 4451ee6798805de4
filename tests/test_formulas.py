"""Formulas: each is shown once, in words, however the page writes it for the eye and for screen readers."""

from __future__ import annotations

import pytest

from syndicate.markup import RemovedKind, sanitize, sanitize_reporting

_X2 = "<msup><mi>x</mi><mn>2</mn></msup>"
_MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
)
_FOR_EYES = '<span class="base"><span class="strut" style="height:0.8em;"></span><span>x</span><span>2</span></span>'

PAGES = {
    "katex": f'<span class="katex"><span class="katex-mathml">{_MATH}</span>'
    f'<span class="katex-html" aria-hidden="true">{_FOR_EYES}</span></span>',
    "katex, displayed": f'<span class="katex-display"><span class="katex"><span class="katex-mathml">{_MATH}</span>'
    f'<span class="katex-html" aria-hidden="true">{_FOR_EYES}</span></span></span>',
    "mathjax 2": '<span class="MathJax_Preview" style="color: inherit; display: none;"></span>'
    '<span class="MathJax" role="presentation"><nobr aria-hidden="true"><span class="math"><span>𝑥</span><span>2</span>'
    f'</span></nobr><span class="MJX_Assistive_MathML" role="presentation">{_MATH}</span></span>'
    '<script type="math/tex" id="MathJax-Element-1">x^2</script>',
    "mathjax 2, drawn": '<span class="MathJax_SVG"><svg aria-hidden="true"><g><path d="M0"></path></g></svg>'
    f'<span class="MJX_Assistive_MathML">{_MATH}</span></span><script type="math/tex">x^2</script>',
    "mathjax 3": '<mjx-container class="MathJax" jax="CHTML"><mjx-math class="MJX-TEX" aria-hidden="true"><mjx-msup>'
    '<mjx-mi class="mjx-i"><mjx-c class="mjx-c1D465 TEX-I"></mjx-c></mjx-mi></mjx-msup></mjx-math>'
    f'<mjx-assistive-mml unselectable="on" display="inline">{_MATH}</mjx-assistive-mml></mjx-container>',
    "mathjax 3, drawn": '<mjx-container class="MathJax" jax="SVG"><svg aria-hidden="true"><g></g></svg>'
    f"<mjx-assistive-mml>{_MATH}</mjx-assistive-mml></mjx-container>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_formula_that_is_written_twice_is_shown_once(page: str) -> None:
    """What is there for the eye goes beside MathML that says the same, and is not reported as lost."""
    found, removed = sanitize_reporting(f"<p>Area {page} m</p>")
    assert "Area x<sup>2</sup> m" == " ".join(str(found).replace("<span>", "").replace("</span>", "").split())[3:-4]
    assert 1 == removed.total(RemovedKind.REPLACED)
    assert 0 == removed.total(RemovedKind.SCRIPTED) + removed.total(RemovedKind.MEDIA)


def test_the_picture_of_a_formula_stands_for_it() -> None:
    """Wikipedia hides the MathML and shows a picture; where both would be shown, the picture goes."""
    formula = f'<math alttext="{{\\displaystyle x^{{2}}}}"><semantics>{_X2}</semantics></math>'
    picture = '<img src="https://e.org/x.svg" aria-hidden="true" alt="{\\displaystyle x^{2}}">'
    page = f'<span class="mwe-math-element"><span style="display: none;">{formula}</span>{picture}</span>'
    found = sanitize(page)
    assert (1, 0) == (found.count("<img"), found.count("sup"))
    shown = sanitize(page.replace(' style="display: none;"', ""))
    assert "<img" not in shown
    assert 1 == shown.count("displaystyle")


def test_what_is_beside_a_formula_and_says_something_else_stays() -> None:
    """An arrow, another number, or text that screen readers hear too is not a copy of the formula."""
    for html in (
        f"<p>{_MATH} <span aria-hidden=true>→</span></p>",
        f"<p>{_MATH}<span aria-hidden=true>5</span></p>",
        f"<p><span>{_MATH}<span aria-hidden=true>y2</span></span></p>",
        f"<p>{_MATH}<span>x2</span></p>",
        f"<p>{_MATH} or <span aria-hidden=true>x2</span></p>",
        f"<p><span hidden>{_MATH}</span><span aria-hidden=true>x2</span></p>",
    ):
        assert any(text in sanitize(html) for text in ("→", "5", "y2", "x2")), html


def test_a_formula_in_a_script_is_shown_as_it_is_written() -> None:
    """Where a script would show it and nothing else does, its text stays."""
    page = '<p>Take <script type="math/tex">\\frac{1}{2} < 1</script>.</p>'
    found, removed = sanitize_reporting(page)
    assert "<p>Take <code>\\frac{1}{2} &lt; 1</code>.</p>" == found
    assert (1, 0) == (removed.total(RemovedKind.REPLACED), removed.total(RemovedKind.SCRIPTS))
    preview = '<span class="MathJax_Preview">½</span><script type="math/tex">\\frac12</script>'
    assert "<span>½</span>" == sanitize(preview)
