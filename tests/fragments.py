"""Hypothesis strategies for fragments of HTML: every element, nested rightly or wrongly. No test lives here."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["fragments"]

_BLOCKS = (
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 header hgroup legend li listing main menu nav ol p pre section summary ul"
).split()
_LINES = (
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr output q s "
    "samp slot small span strike strong sub sup time tt u var x-dose desc g line text ph3"
).split()
_TABLES = "table caption colgroup thead tbody tfoot tr td th".split()
_RUBIES = "b rb rt rtc rp".split()
_BOXES = "canvas meter progress select svg textarea".split()
_PLAYERS = "audio iframe object video".split()
_UNSEEN = "datalist noscript script style template title".split()
_VOIDS = (
    "<br>",
    "<hr>",
    "<wbr>",
    '<img src="https://e.org/a.png" alt="zzalt">',
    '<img src="data:image/gif;base64,AA" data-src="/b.png" alt="zzalt">',
    '<img src="https://e.org/p.gif" width=1 height=1 alt="">',
    "<img>",
    "<input>",
    '<input type=hidden value="x">',
    '<embed src="/zzm/e.swf">',
    "<!-- note <b> -->",
    "<!--[if IE]>qq<![endif]-->",
    "<?php x ?>",
    "<col>",
)
_ATTRIBUTES = (
    "",
    "",
    "",
    "",
    " lang=es",
    ' dir="rtl"',
    ' title="zz &quot;t&quot;"',
    " class='a > b'",
    " hidden",
    ' style="display:none"',
    ' style="display: block"',
    ' style="float:left"',
    ' href="/a"',
    ' id=n onclick="x()"',
    ' translate="no"',
)
_STYLED = (
    *_ATTRIBUTES,
    ' style="display:inline"',
    ' style="DISPLAY: inline-block; display: blocks"',
    ' style="display:contents"',
    ' style="/* x */display:block !important;display:inline"',
    ' style="display:flex"',
    ' style="vertical-align:super; text-decoration:line-through"',
    " popover",
)
_WORDS = (
    "5",
    "0",
    "mg",
    "ñ",
    "5 ",
    " 0",
    " ",
    "\n",
    "one two",
    "&amp;",
    "&lt;b>",
    "&nbsp;",
    "x.",
    ", y",
    "&",
    "水",
    "&eacute;",
)

_words = st.sampled_from(_WORDS)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=4).map("".join)


def _element(
    names: list[str], inner: st.SearchStrategy[str], attributes: tuple[str, ...] = _ATTRIBUTES, *, closes: bool = True
) -> st.SearchStrategy[str]:
    def written(tag: str, attributes: str, content: str, is_closed: bool) -> str:
        return f"<{tag}{attributes}>{content}{f'</{tag}>' if is_closed else ''}"

    return st.builds(
        written, st.sampled_from(names), st.sampled_from(attributes), inner, st.just(True) if closes else st.booleans()
    )


_MATH = st.sampled_from(
    (
        "<math><mi>zzn</mi><mo>zz=</mo><mn>zz5</mn></math>",
        "<math lang=es><mrow><mn>zz5</mn><mtext>zzmg</mtext></mrow></math>",
        "<math><mfrac><mn>zz1</mn><mn>zz2</mn></mfrac></math>",
        "<math alttext='zzn zz2'></math>",
    )
)


def _player(tag: str, source: str, title: str, inner: str) -> str:
    name = "data" if tag == "object" else "src"
    return f"<{tag} {name}='{source}'{title}>{inner}</{tag}>"


_SHOWN_OTHERWISE = st.one_of(
    _MATH,
    _element(_BOXES, st.sampled_from(("", "zz"))),
    st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(_UNSEEN), st.sampled_from(("", "qq", "<b>qq</b>", "<div>qq</div>"))
    ),
    st.builds(
        _player,
        st.sampled_from(_PLAYERS),
        st.sampled_from(("/zzm/a", "https://www.youtube.com/embed/zzm", "", "javascript:x()")),
        st.sampled_from(("", " title='zztitle'", " aria-label=zz controls", " width=0 height=0")),
        st.sampled_from(("", "zz", "<a href=/zzm/b>zz</a>", "<source src=/zzm/c>", "<img src=/zzm/d.png alt=zz>")),
    ),
    st.sampled_from(
        (
            "<picture><source srcset=/zzm/w.webp><img alt=zz></picture>",
            "<img src=/zzm/s.gif data-src=/zzm/s.png alt=zz><noscript><img src=/zzm/s.png alt=zz></noscript>",
            "<noscript><p>qq</p><img src=/zzm/n.png></noscript>",
            "<amp-img src=/zzm/a.png alt=zz><amp-img fallback src=/zzm/b.png></amp-img></amp-img>",
            "<amp-video src=/zzm/v.mp4><p fallback>qq</p><source src=/zzm/v.webm></amp-video>",
            "<lite-youtube videoid=zzm></lite-youtube>",
            "<model-viewer src=/zzm/a.glb alt=zz></model-viewer>",
            "<x-chart data-src=/zzm/c.json></x-chart>",
        )
    ),
)
# What stands in a ruby, browsers show in its line, whatever it is; and innerText has all that an option holds.
_ruby = st.lists(st.builds("<{0}>{1}</{0}>".format, st.sampled_from(_RUBIES), _words), max_size=4).map(
    lambda parts: f"<ruby>{''.join(parts)}</ruby>"
)
_NESTED = st.recursive(
    st.one_of(
        _words, _words, st.sampled_from(_VOIDS), _SHOWN_OTHERWISE, _element(["optgroup", "option"], _words), _ruby
    ),
    lambda inner: st.one_of(
        _element(_BLOCKS, _joined(inner), _STYLED),
        _element(_LINES, _joined(inner), _STYLED),
        _element(_BLOCKS + _LINES, _joined(inner), _STYLED, closes=False),
        _element(_TABLES, _joined(inner)),
    ),
    max_leaves=12,
)


_STRAY = st.sampled_from([f"</{tag}>" for tag in (*_BLOCKS, *_LINES, *_TABLES)])

fragments = st.lists(st.one_of(_NESTED, _NESTED, _NESTED, _words, _STRAY), min_size=1, max_size=5).map("".join)
"""Fragments. Words that begin with ``zz`` stand for pictures, players and formulas; ``qq`` is shown to nobody."""
