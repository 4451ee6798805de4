"""What is read from the right: styles without left and right, arrows that turn, and codes that stay from the left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from many_languages import KINDS, PUBLISHERS, many_languages
from samples import attribute, day, files, parsed

import syndicate
from syndicate.locales import parse
from syndicate.publishing import build
from syndicate.snippets.newsletter import STYLES
from syndicate.templating.typography import styles_of

PACKAGE = Path(syndicate.__file__).parent
PHYSICAL = re.compile(
    r"(?:^|[{;\s\"'])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius|background-position|transform-origin)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|translate(?:X|3d)?\((?!0)[^)]"
)
"""Declarations that say left or right."""


def _sides(declarations: str) -> bool:
    """Whether a shorthand of four values has another one at the right than at the left."""
    for values in re.findall(r"(?:margin|padding|inset|border-radius|border-width)\s*:\s*([^;}]+)", declarations):
        four = re.findall(r"[^\s(]+(?:\([^)]*\))?", values)
        if len(four) == 4 and four[1] != four[3]:
            return True
    return False


STYLED = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in (".css", ".html", ".js") and path.is_file()]


@pytest.mark.parametrize("path", STYLED, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_styles_know_no_left_and_right(path: Path) -> None:
    """All styles are in logical properties (CSS Logical Properties 1): a page from the right needs no others."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if ":dir(" not in line]
    turned = re.findall(r"(\.[a-z-]+):dir\(rtl\)", path.read_text(encoding="utf-8"))  # drawn for both directions
    faults = [
        line
        for line in lines
        if (PHYSICAL.search(line) or _sides(line)) and not ("rotate(" in line and line.split()[0] in turned)
    ]
    if path.suffix != ".css":
        faults = [line for line in faults if re.search(r":[^,})]*;", line) and "=>" not in line and "?" not in line]
    assert [] == faults


def test_newsletters_are_the_same_from_both_sides() -> None:
    """Mail programs know no logical properties, so what stands at one side stands at the other too."""
    for name, style in STYLES.items():
        assert not PHYSICAL.search(re.sub(r"border-(?:left|right):3px solid #c9cdd2", "", style)), name
        assert not _sides(style), name
        assert ("border-left" in style) == ("border-right" in style), name


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The published tree in twelve languages."""
    out = tmp_path_factory.mktemp("directions") / "out"
    build(many_languages(), PUBLISHERS["in all languages"], out, only=KINDS, now=day("2024-06-01"))
    return files(out)


@pytest.mark.parametrize(("folder", "expected"), [("ar", "rtl"), ("he", "rtl"), ("zh-Hans", "ltr"), ("hi", "ltr")])
def test_every_page_says_its_direction(tree: dict[str, bytes], folder: str, expected: str) -> None:
    """Pages, frames, and snippets of a language are in its direction; a code is always read from the left."""
    for path, body in tree.items():
        if path.startswith(f"{folder}/") and path.endswith(".html") and not path.endswith("/card.html"):
            page = parsed(body.decode())
            root = page.css_first("html[dir]") or page.css_first("article")
            assert (folder, expected) == (attribute(root, "lang"), attribute(root, "dir")), path
            for box in page.css("pre"):
                assert attribute(box, "dir") in ("ltr", "auto"), path


def test_texts_in_feeds_say_a_direction_from_the_right(tree: dict[str, bytes]) -> None:
    """Readers show an entry's text without the feed around it, so it says itself that it is read from the right."""
    for path in ("ar/feeds/topics.atom", "he/topics/flu/feed.rss", "ar/topics/flu/feed.json"):
        forms = (b'dir=\\"rtl\\"', b"dir=&quot;rtl&quot;", b'dir="rtl"')
        assert any(form in tree[path] for form in forms), path
    assert b"rtl" not in tree["zh-Hans/feeds/topics.atom"]


def test_arrows_point_where_the_text_goes(tree: dict[str, bytes]) -> None:
    """The arrow from a name to the topic that is meant points to the left in a page that is read from the right."""
    assert "← الإنفلونزا الموسمية" in parsed(tree["ar/index.html"].decode()).body.text(separator=" ")
    assert "→ Seasonal flu" in parsed(tree["en/index.html"].decode()).body.text(separator=" ")


def test_languages_are_set_as_their_script_wants(tree: dict[str, bytes]) -> None:
    """Simplified and traditional Chinese have fonts of their own; Arabic letters are not spaced; Latin is as it was."""
    style = tree["style.css"].decode()
    fonts = dict(re.findall(r'\[lang\|="([^"]+)"\] \{ font-family: ([^;]+);', style))

    assert {"ar", "he", "hi", "zh-Hans", "zh-Hant"} == set(fonts)
    assert "PingFang SC" in fonts["zh-Hans"]
    assert "PingFang SC" not in fonts["zh-Hant"]
    assert "html :is(h1, h2, h3, h4, p):lang(ar) { letter-spacing: normal; }" in style
    assert ":is(em, i, cite, dfn, var, address):lang(zh-Hans) { font-style: normal; }" in style
    assert "lang(vi)" not in style
    (frame,) = (body for path, body in tree.items() if path.startswith("embeds/frame.") and path.endswith(".css"))
    assert b'[lang|="ar"] { font-family:' in frame


@pytest.mark.parametrize(("locale", "expected"), [("zh", "PingFang SC"), ("zh_TW", "PingFang TC"), ("ja", "Hiragino")])
def test_a_language_without_a_script_has_the_fonts_of_its_likeliest(locale: str, expected: str) -> None:
    """CLDR's likely subtags say which characters a text is in."""
    assert expected in styles_of([parse(locale)])
    assert "Nastaliq" in styles_of([parse("ur")])
