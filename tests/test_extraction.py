"""Extraction: the `syndicate` regions of any page, real or awkward."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from samples import PRIVATE, attribute, parsed

from syndicate import Diagnostic, Extract, ExtractOptions, Policy, extract
from syndicate.errors import InvalidValueError, NotFoundError, SourceError
from syndicate.extraction import DiagnosticKind
from syndicate.markup import MOST_BYTES, TAGS, RemovedKind, sanitize
from syndicate.markup.policy import DROPPED_WITH_CONTENT

PAGE = "https://www.example.org/health/page.html"


def contents(page: str | bytes, url: str = PAGE, **options: Any) -> list[str]:
    """The HTML of each region of a page."""
    return [str(region.html) for region in extract(page, url=url, options=ExtractOptions(**options)).regions]


def diagnostics(page: str, **options: Any) -> dict[DiagnosticKind, Diagnostic]:
    """What is said of the regions of a page, by kind, but for their being short."""
    made = extract(page, url=PAGE, options=ExtractOptions(**options))
    untold = (DiagnosticKind.NO_LANGUAGE, DiagnosticKind.SHORT_CONTENT)
    return {found.kind: found for found in made.diagnostics if found.kind not in untold}


def test_regions_are_found_by_class() -> None:
    """Any element with the class, alone or among others, in any case; in the page's order."""
    page = '<p class="syndicate">A</p><div class="box SYNDICATE wide"><p>B</p></div><p>no</p>'
    assert ["A", "<p>B</p>"] == contents(page)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h2 class=syndicate>a</h2>", "<h2>a</h2>"),
        ("<ul class=syndicate><li>a</ul>", "<ul><li>a</li></ul>"),
        ("<table class=syndicate><tr><td>a</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<table><tr class=syndicate><td>a</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<table><tr><td class=syndicate>a</table>", "a"),
        (
            "<img class=syndicate src=a.png alt=b>",
            f'<img src="https://www.example.org/health/a.png" alt="b" {PRIVATE}>',
        ),
        ("<a class=syndicate href=/b>a</a>", '<a href="https://www.example.org/b">a</a>'),
        ("<section class=syndicate>a</section>", "a"),
        ("<li class=syndicate>a</li>", "a"),
    ],
)
def test_region_that_means_something_by_itself_is_kept_whole(page: str, expected: str) -> None:
    """A heading stays a heading, a table a table; of a box, the content is what counts."""
    assert [expected] == contents(page)


def test_decoy_classes_are_no_regions() -> None:
    """A class that only contains the word is another class."""
    page = '<p class="metrics-share-syndicate">no</p><p class="syndicated">no</p><p class="syndicate">yes</p>'
    assert ["yes"] == contents(page)


def test_region_inside_a_region_is_part_of_it() -> None:
    """Nested regions come once, with the outermost."""
    page = '<div class="syndicate">a<p class="syndicate">b</p></div><p class="syndicate">c</p>'
    assert ["a<p>b</p>", "c"] == contents(page)


def test_region_knows_its_id_and_classes() -> None:
    """A partner can tell the regions of a page apart."""
    (region,) = extract('<div id="summary" class="big Syndicate">a</div>', url=PAGE).regions
    assert ("summary", ("big", "Syndicate")) == (region.id, region.classes)


def test_links_start_from_the_page_or_its_base() -> None:
    """Relative addresses become absolute, from `<base>` where the page has one."""
    region = '<p class="syndicate"><a href="../a.html">a</a><img src="b.png" alt=""></p>'
    for base, page in (
        ("", "https://www.example.org/{}"),
        ('<base href="https://cdn.example.net/health/">', "https://cdn.example.net/{}"),
    ):
        link, picture = page.format("a.html"), page.format("health/b.png")
        assert [f'<a href="{link}">a</a><img src="{picture}" alt="" {PRIVATE}>'] == contents(base + region)
    assert [
        f'<a href="https://www.example.org/a.html">a</a><img src="https://www.example.org/s/b.png" alt="" {PRIVATE}>'
    ] == (contents(f'<base href="/s/">{region}'))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<meta charset="iso-8859-1"><p class="syndicate">sueño</p>'.encode("latin-1"), "sueño"),
        ('<meta charset="utf-8"><p class="syndicate">sueño</p>'.encode(), "sueño"),
        ('\ufeff<p class="syndicate">sueño</p>'.encode("utf-8"), "sueño"),
        ('\ufeff<p class="syndicate">sueño</p>'.encode("utf-16-le"), "sueño"),
        ('<p class="syndicate">sueño “ya”</p>'.encode("cp1252"), "sueño “ya”"),
        ('<meta charset="no-such"><p class="syndicate">sueño</p>'.encode(), "sueño"),
    ],
)
def test_bytes_are_decoded_as_browsers_do(page: bytes, text: str) -> None:
    """By byte order mark, declared charset, UTF-8, and windows-1252 at last."""
    assert [text] == contents(page)


def test_language_of_the_page_is_passed_on() -> None:
    """The language a page declares stands on what is taken from it."""
    made = extract('<html lang="es"><p class="syndicate">a</p><p class="syndicate">b</p>', url=PAGE)
    assert "es" == made.lang
    assert ["es", "es"] == [attribute(node, "lang") for node in parsed(made.html).css("div.syndicate")]
    assert extract('<p class="syndicate">a</p>', url=PAGE).lang is None


def test_declared_language_cannot_break_out() -> None:
    """A wicked `lang` stays an attribute's value."""
    made = extract("""<html lang='"><script>x</script>'><p class="syndicate">a</p>""", url=PAGE)
    assert not parsed(made.html).css("script")


def test_nothing_that_runs_is_kept() -> None:
    """Scripts, handlers, forms and styles stay behind."""
    page = """<div class="syndicate"><p onclick="x()" style="color:red">a</p><script>x()</script>
        <a href="javascript:x()">b</a><form><input name="q"></form><svg onload="x()"></svg></div>"""
    (html,) = contents(page)
    for trace in ("script", "onclick", "style", "input", "svg", "x()"):
        assert trace not in html


def test_json_has_the_regions() -> None:
    """The same as data."""
    made = extract('<html lang="es"><p id="a" class="syndicate">¡Hola!</p>', url=PAGE)
    assert {
        "url": PAGE,
        "lang": "es",
        "regions": [{"html": "¡Hola!", "id": "a", "classes": ["syndicate"], "lang": "es", "dir": "ltr"}],
        "diagnostics": [
            {
                "kind": "short-content",
                "severity": "warning",
                "count": 6,
                "names": [],
                "region": None,
                "message": "El texto es corto: 6 caracteres, menos de 600",
            }
        ],
    } == json.loads(made.json("es"))


def test_page_without_a_region_is_an_error() -> None:
    """The message names the classes that the page has, commonest first."""
    with pytest.raises(NotFoundError, match=r"commonest classes are card, metrics-share-syndicate$"):
        extract('<p class="card"><p class="card metrics-share-syndicate">', url=PAGE)
    with pytest.raises(NotFoundError, match="no element of it has a class"):
        extract(b"", url=PAGE)


def test_relative_address_is_an_error() -> None:
    """Without an absolute address every relative link would be lost."""
    with pytest.raises(InvalidValueError, match="url"):
        extract('<p class="syndicate">a</p>', url="page.html")


def test_page_that_nests_too_deep_is_refused() -> None:
    """A hostile page costs no more than a moment."""
    with pytest.raises(SourceError, match="nest"):
        extract("<div class=syndicate>" + "<div>" * 200_000, url=PAGE)


def test_lone_surrogates_are_no_error() -> None:
    """Text that no encoding can carry is replaced."""
    assert ["a\ufffdb"] == contents('<p class="syndicate">a\ud800b</p>')


def test_published_page_gives_the_snippet_back(example_tree: Path) -> None:
    """What a topic's page gives away is its snippet: the same blocks of words and links."""

    def blocks(html: str) -> list[str]:
        said = (" ".join(node.text().split()) for node in parsed(html).css("h1, h2, h3, h4, p, li"))
        return sorted(filter(None, said))

    for locale, slug in (("es", "handwashing"), ("en", "asthma"), ("es", "power-outages")):
        folder = example_tree / locale / "topics" / slug
        page = (folder / "index.html").read_bytes()
        made = extract(page, url=f"https://topics.example.org/{locale}/topics/{slug}/")
        taken = "".join(str(region.html) for region in made.regions).replace('/index.html"', '/"')
        snippet = parsed((folder / "snippet.html").read_text(encoding="utf-8")).css_first("article")
        assert snippet is not None
        given = str(sanitize(snippet.inner_html or ""))
        title = parsed(given).css_first("h2 a")
        own = parsed(page.decode())
        for lead in own.css("p.lead"):  # the page also has the description, and marks at links
            taken = taken.replace(f"<p>{lead.text()}</p>", "")
        for mark in own.css(".mark"):
            taken = re.sub(rf"</a>\s*(<[^>]+>)*{mark.text()}(</[^>]+>)*", "</a>", taken)
        assert blocks(given) == blocks(taken)
        links = [sorted(attribute(node, "href") for node in parsed(html).css("a")) for html in (given, taken)]
        assert links[0] == sorted([*links[1], attribute(title, "href")])  # the title of a page does not lead to itself
        assert {("syndicate", "syndicate-snippet")} == {region.classes for region in made.regions}
        assert 2 == len(made.regions)  # the table of contents stands between them
        assert locale == made.lang


# Languages


@pytest.mark.parametrize(
    ("page", "lang", "direction"),
    [
        ("<html lang=en><div lang=es><p class=syndicate>a</div>", "es", "ltr"),
        ("<html lang=en><div lang=es><p class=syndicate lang=fr>a</div>", "fr", "ltr"),
        ("<html lang=en><div lang=''><p class=syndicate>a</div>", None, "ltr"),
        ("<html lang=ar dir=rtl><p class=syndicate>a", "ar", "rtl"),
        ("<html lang=ar dir=rtl><p class=syndicate dir=LTR>a", "ar", "ltr"),
        ("<html lang=ar dir=rtl><div dir=up><p class=syndicate>a", "ar", "rtl"),
        ("<meta http-equiv=Content-Language content=es><p class=syndicate>a", "es", "ltr"),
        ("<meta http-equiv=Content-Language content='es, en'><p class=syndicate>a", None, "ltr"),
        ("<p class=syndicate>a", None, "ltr"),
    ],
)
def test_language_and_direction_are_those_around_a_region(page: str, lang: str | None, direction: str) -> None:
    """Each region states what it, or the nearest element around it, declares."""
    made = extract(page, url=PAGE)
    (region,) = made.regions
    assert (lang, direction) == (region.lang, region.dir)
    (div,) = parsed(made.html).css("div.syndicate")
    assert (lang, direction) == (div.attributes.get("lang"), div.attributes["dir"])


def test_regions_of_two_languages_each_state_theirs() -> None:
    """A bilingual page gives regions in both languages."""
    page = "<html lang=en><p class=syndicate>a<div lang=es><p class=syndicate>b<p class=syndicate>c</div>"
    assert ["en", "es", "es"] == [region.lang for region in extract(page, url=PAGE).regions]


# Options


def test_regions_by_class_id_and_selector() -> None:
    """Any of several, in the page's order, each once, the outermost only; the default class does not count then."""
    page = """<p class=syndicate>no</p><div id=b>1<p class=X>2</p></div><p class="x y">3</p><section><p>4</p></section>
        <p id=B>no</p>"""
    assert ["1<p>2</p>", "3", "4"] == contents(page, classes=["x"], ids="b", selectors=["section > p", "p.x"])
    assert ["no", "3"] == contents(page, classes=("syndicate", "Y"))


@pytest.mark.parametrize("token", ['a"b', "a\\b", "a]b", "ñ", "a:b", "\x01", "--", "1"])
def test_any_class_or_id_can_be_asked_for(token: str) -> None:
    """What is not a name in CSS is still a class."""
    page = f"""<p class='{token}'>a</p><p id='{token}'>b</p><p class=c>c</p>"""
    assert ["a"] == contents(page, classes=[token])
    assert ["b"] == contents(page, ids=[token])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"selectors": ["["]}, "not a CSS selector"),
        ({"exclude": "p:nonsense"}, "not a CSS selector"),
        ({"classes": ["a b"]}, "classes"),
        ({"ids": [""]}, "ids"),
        ({"id_prefix": "x"}, "a hyphen last"),
        ({"id_prefix": "1-"}, "id_prefix"),
        ({"id_prefix": ""}, "id_prefix"),
        ({"heading_level": 7}, "heading_level"),
        ({"heading_level": True}, "heading_level"),
        ({"images": "top"}, "use left, right, center"),
    ],
)
def test_wrong_options_are_errors(options: dict[str, Any], said: str) -> None:
    """Each names the option, or the selector, and what it takes."""
    with pytest.raises(InvalidValueError, match=said):
        contents("<p class=syndicate>a</p>", **options)


def test_parts_can_be_left_out() -> None:
    """What a selector finds goes, within regions and outside; a region too."""
    page = "<div class=syndicate>a<b class=x>b</b><i><b>c</b></i></div><p class='syndicate x'>d</p>"
    assert ["a<i></i>"] == contents(page, exclude=[".x", "i b"])
    with pytest.raises(NotFoundError):
        contents(page, exclude="body *")


def test_pictures_links_and_breaks_can_be_stripped() -> None:
    """Pictures leave the words that say the same, links their text, breaks a space."""
    page = '<div class=syndicate><a href="/a">uno</a><br>dos<br title="x > y">tres<img src=a.png alt=b></div>'
    assert ["uno<br>dos" in html for html in contents(page, strip_links=True)] == [True]
    assert ['<a href="https://www.example.org/a">uno</a> dos tres b'] == contents(
        page, strip_images=True, strip_breaks=True
    )
    assert ["uno dos tres b"] == contents(page, strip_images=True, strip_breaks=True, strip_links=True)


def test_what_a_page_hides_stays_hidden() -> None:
    """Hidden elements go unless they are asked for; a region that is itself hidden was marked on purpose."""
    page = """<div class=syndicate style="display: none">a<p hidden>b</p><p style="color:red;DISPLAY:none">c</p>
        <p hidden=until-found>d</p><ul style="list-style:none"><li style="visibility : hidden !important">e</ul>
        <dialog>f</dialog><dialog open>g</dialog><p style="overflow:hidden">h</p></div>"""
    assert "adgh" == "".join(parsed(contents(page)[0]).text().split())
    assert "abcdefgh" == "".join(parsed(contents(page, keep_hidden=True)[0]).text().split())
    assert 4 == diagnostics(page)[DiagnosticKind.HIDDEN].count
    assert DiagnosticKind.HIDDEN not in diagnostics(page, keep_hidden=True)


def test_a_hidden_region_that_means_something_by_itself_is_shown() -> None:
    """A script may show it later; what is hidden in it goes."""
    page = "<table class=syndicate hidden style='display:none'><tr><td>a<td hidden>b</table>"
    assert "<table><tbody><tr><td>a</td></tr></tbody></table>" == contents(page)[0]


def test_headings_are_leveled_over_all_regions() -> None:
    """The headings of all regions make one outline, in which no level is left out."""
    page = "<div class=syndicate><h2>a</h2></div><h1>no</h1><div class=syndicate><h4>b</h4><h2>c</h2><h5>d</h5></div>"
    assert ["<h3>a</h3>", "<h4>b</h4><h3>c</h3><h4>d</h4>"] == contents(page, heading_level=3)


def test_pictures_are_placed_by_class() -> None:
    """A class and never a style; other classes stay if classes are kept."""
    page = "<div class=syndicate><img class='x y' src=a.png alt=''></div>"
    picture = f'<img src="https://www.example.org/health/a.png" alt="" {PRIVATE} class="%s">'
    assert [picture % "syndicate-left"] == contents(page, images="left")
    assert [picture % "x y syndicate-center"] == contents(page, images="center", keep_classes=True)


def test_classes_are_kept_when_asked() -> None:
    """Those of the region, on its div, and those of its elements."""
    page = '<div class="a Syndicate a b"><p class=" c  c d">x</p><p class="">y</p></div>'
    made = extract(page, url=PAGE, options=ExtractOptions(keep_classes=True))
    assert '<div class="syndicate a b" dir="ltr">\n<p class="c d">x</p><p>y</p>\n</div>' == made.html


IDS = """<base href="/health/"><div class=syndicate id=top><h2 id=uno>Uno</h2><a name="dos tres">x</a>
<a name=dos>Dos</a><p id=uno>again</p><font id=lost>s</font>
<p id="ñ" aria-labelledby="uno lost" aria-describedby=lost aria-controls=uno>p</p>
<table><tr><th id=h>H<td headers="h x">d</table>
<a class=l href="#uno">1</a><a class=l href="#dos">2</a><a class=l href="#%C3%B1">3</a><a class=l href="#top">4</a>
<a class=l href="#lost">5</a><a class=l href="#none">6</a><a class=l href="page.html#uno">7</a>
<a class=l href="other.html#uno">8</a><a class=l href="#">9</a></div>"""


def test_links_within_the_page() -> None:
    """To an id that comes along it stays within; to others of the page, and where ids are dropped, it leads there."""
    page = IDS.replace("/health/", PAGE)
    made = extract(page, url=PAGE, options=ExtractOptions(id_prefix="t-", keep_classes=True))
    tree = parsed(made.html)
    assert [
        "#t-uno",
        "#t-dos",
        "#t-%C3%B1",
        "#t-top",
        f"{PAGE}#lost",
        "",
        "#t-uno",
        "https://www.example.org/health/other.html#uno",
        f"{PAGE}#",
    ] == [attribute(node, "href") for node in tree.css("a.l")]
    links = parsed(extract(page, url=PAGE).html).css("a[href]")
    assert f"{PAGE}#uno" == attribute(links[0], "href")
    elsewhere = extract(IDS.replace("/health/", "/x/"), url=PAGE, options=ExtractOptions(id_prefix="t-"))
    assert "https://www.example.org/x/#uno" in elsewhere.html


def test_ids_change_with_what_refers_to_them() -> None:
    """Every id begins with the prefix and stands once; lists of ids name those that are there."""
    made = extract(IDS, url=PAGE, options=ExtractOptions(id_prefix="t-"))
    tree = parsed(made.html)
    assert ["t-top", "t-uno", "t-dos", "t-ñ", "t-h"] == [attribute(node, "id") for node in tree.css("[id]")]
    (named,) = tree.css("[aria-labelledby]")
    assert "t-uno" == attribute(named, "aria-labelledby")
    assert ["t-h"] == [attribute(node, "headers") for node in tree.css("[headers]")]
    for absent in ("aria-describedby", "aria-controls", "name"):
        assert not tree.css(f"[{absent}]")


def test_ids_that_have_the_prefix_keep_it() -> None:
    """So an extract can be extracted again; of two ids that would become one, the first is kept."""
    page = "<div class=syndicate><p id=a>1<p id=t-a>2<p id=t-b>3<a href='#t-a'>4</a></div>"
    options = ExtractOptions(id_prefix="t-")
    made = extract(page, url=PAGE, options=options)
    assert f'<p id="t-a">1</p><p>2</p><p id="t-b">3<a href="{PAGE}#t-a">4</a></p>' == made.regions[0].html
    again = str(extract(str(made.html), url=PAGE, options=options).html)
    assert str(made.html) == again.replace('href="#t-a"', f'href="{PAGE}#t-a"')


def test_ids_and_classes_are_dropped_by_default() -> None:
    """They belong to the page that shows the text."""
    assert ["<p>a</p><a>b</a>"] == contents("<div class=syndicate><p id=x class=y>a</p><a name=z>b</a></div>")


def test_policy_narrows_an_extract() -> None:
    """The publisher's own list of elements and hosts."""
    page = "<div class=syndicate><h2>a</h2><a href='/b'>b</a> <a href='https://other.example/'>c</a></div>"
    policy = Policy(tags=TAGS - {"h2"}, link_hosts={"www.example.org"})
    assert ['<div>a</div><a href="https://www.example.org/b">b</a> <a>c</a>'] == contents(page, policy=policy)
    found = diagnostics(page, policy=policy)
    assert {DiagnosticKind.FOREIGN_HOSTS: ("other.example",)} == {kind: item.names for kind, item in found.items()}


# Diagnostics


def test_what_was_removed_is_counted_by_kind() -> None:
    """Each kind once for the page, with the commonest names."""
    page = """<div class=syndicate><script>x()</script><script></script><style>p{}</style>
        <p style="color:red" onclick=x()>a
        <form><input><input><button onclick=y()>b</button></form><iframe src=x></iframe><object></object>
        <video></video><svg><script></script></svg><noscript>c</noscript><font color=red>d</font><x-y>e</x-y>
        <a target=_blank rel=x href="javascript:x()">f</a><a href="">g</a><a href="https://[bad/">h</a>
        <img src="data:image/png;base64,A" srcset="data:x, a.png 2x"><!-- i --><q cite="x:y">\x01j</q></p></div>"""
    assert {
        DiagnosticKind.SCRIPTS: (2, ()),
        DiagnosticKind.EVENT_HANDLERS: (2, ("onclick",)),
        DiagnosticKind.STYLES: (2, ()),
        DiagnosticKind.FORMS: (4, ("input", "button", "form")),
        DiagnosticKind.FRAMES: (1, ("object",)),
        DiagnosticKind.REPLACED: (1, ("iframe",)),
        DiagnosticKind.MEDIA: (2, ("svg", "video")),
        DiagnosticKind.HIDDEN: (1, ("noscript",)),
        DiagnosticKind.ELEMENTS: (2, ("font", "x-y")),
        DiagnosticKind.ATTRIBUTES: (2, ("rel", "target")),
        DiagnosticKind.COMMENTS: (1, ()),
        DiagnosticKind.UNSAFE_URLS: (2, ("javascript:x()", "x:y")),
        DiagnosticKind.UNRESOLVED_URLS: (2, ('""', "https://[bad/")),
        DiagnosticKind.NO_ALTERNATIVE: (1, ("https://www.example.org/health/a.png",)),
        DiagnosticKind.ILLEGAL_CHARACTERS: (1, ()),
    } == {kind: (found.count, found.names) for kind, found in diagnostics(page).items()}


def test_attributes_that_are_kept_are_not_reported_as_removed() -> None:
    """What the options keep was not removed."""
    page = "<div class=syndicate><p id=a class=b>x</p><table><tr><td headers=a>y</table><a name=z>z</a></div>"
    assert {} == diagnostics(page, id_prefix="t-", keep_classes=True)
    assert ("headers", "name") == diagnostics(page)[DiagnosticKind.ATTRIBUTES].names


def test_pictures_without_an_alternative_are_reported() -> None:
    """An editor should say what they show; an empty alternative says that they show nothing, and a title will do."""
    page = "<div class=syndicate>x<img src=a.png><img src=b.png alt><img src=c.png title=t><img src=d.png alt=u></div>"
    assert {DiagnosticKind.NO_ALTERNATIVE: ("a.png",)} == {kind: item.names for kind, item in diagnostics(page).items()}
    assert {} == diagnostics(page, strip_images=True)


def test_links_to_places_that_the_page_does_not_have_are_reported() -> None:
    """What is left out of the extract, or hidden, is still a place of the page."""
    page = """<h2 id=a>A</h2><div class=syndicate><a href="#a">a</a> <a href="#b">b</a> <a href="#c">c</a>
        <a href="#d">d</a><p id=b hidden>B</p><p id=c class=x>C</p></div>"""
    found = diagnostics(page, exclude=(".x",))
    assert ("#d",) == found[DiagnosticKind.DEAD_LINKS].names
    elsewhere = f'<base href="https://example.org/other.html">{page}'  # whose places nobody knows
    assert DiagnosticKind.DEAD_LINKS not in diagnostics(elsewhere)


def test_heading_levels_that_are_skipped_are_reported() -> None:
    """Within a region; where it begins is for the page to say."""
    page = "<div class=syndicate><h3>a</h3><h2>b</h2><h4>c</h4><h6>d</h6></div><div class=syndicate><h5>e</h5></div>"
    assert ("h2 > h4", "h4 > h6") == diagnostics(page)[DiagnosticKind.SKIPPED_HEADINGS].names


def test_elements_that_a_script_would_fill_are_reported() -> None:
    """Their text does not stay, since there is none."""
    page = "<div class=syndicate><amp-twitter data-tweetid=1></amp-twitter><x-y>a</x-y></div>"
    found = diagnostics(page)
    assert ("amp-twitter",) == found[DiagnosticKind.SCRIPTED].names
    assert ("x-y",) == found[DiagnosticKind.ELEMENTS].names


def test_clean_page_has_nothing_to_say() -> None:
    """Text of a fair length in the language it declares."""
    text = "The genes in your cells hold the instructions that are used for making proteins. " * 10
    assert () == extract(f"<html lang=en-US><p class=syndicate>{text}</p>", url=PAGE).diagnostics


def test_short_empty_and_nested_regions_are_reported() -> None:
    """What HHS's service calls short or without content, and regions that were merged."""
    page = (
        "<html lang=en><div class=syndicate>a<p class=syndicate>b<i class=syndicate>c</i></div><p class=syndicate></p>"
    )
    made = extract(page, url=PAGE)
    assert [("nested-regions", 2, None), ("empty-region", 1, 2), ("short-content", 4, None)] == [
        (found.kind.value, found.count, found.region) for found in made.diagnostics
    ]
    assert "Region 2 has no content" == made.diagnostics[1].message()


def test_regions_whose_language_nobody_states_are_reported() -> None:
    """A page that shows them is in another language, perhaps, and screen readers would read them as that."""
    page = "<p class=syndicate>a</p><p class=syndicate lang=es>b</p><p class=syndicate lang=''>c</p>"
    (found,) = (item for item in extract(page, url=PAGE).diagnostics if item.kind is DiagnosticKind.NO_LANGUAGE)
    assert "Regions whose language the page does not state: 2; add `lang` to its html element" == found.message()


def test_text_in_another_language_than_declared_is_reported() -> None:
    """An editor sees both languages by name; a language that nobody knows by its code."""
    text = "Los genes son la base de la herencia y pasan de los padres a los hijos en el momento de la concepción."
    regions = [f"<p class=syndicate{lang}>{text}</p>" for lang in ("", " lang=es-MX", " lang=x9")]
    page = f"<html lang=en>{''.join(regions)}"
    found = [item for item in extract(page, url=PAGE).diagnostics if item.kind is DiagnosticKind.OTHER_LANGUAGE]
    assert [
        "Region 1 is declared as English, but reads as Spanish",
        "Region 3 is declared as x9, but reads as Spanish",
    ] == [item.message() for item in found]
    assert "La región 1 se declara en inglés, pero su texto parece estar en español" == found[0].message("es")


def test_every_diagnostic_has_a_message_in_both_languages() -> None:
    """No kind is forgotten, and no message is left in English."""
    for kind in DiagnosticKind:
        found = Diagnostic(kind=kind, count=2, names=("en", "es"), region=1)
        assert found.message("en") != found.message("es")
        assert "{" not in found.message("es")


def test_what_cleaning_removes_is_a_diagnostic_of_the_same_name() -> None:
    """Each kind that cleaning reports has a message of its own."""
    assert [kind.value for kind in RemovedKind] == [DiagnosticKind[kind.name].value for kind in RemovedKind]


def test_long_addresses_and_many_names_are_cut() -> None:
    """A report stays readable."""
    links = "".join(f"<a href='data:{letter}{'x' * 200}'>a</a>" for letter in "abcdefgh")
    found = diagnostics(f"<div class=syndicate>{links}</div>")[DiagnosticKind.UNSAFE_URLS]
    assert (8, 6, "…") == (found.count, len(found.names), found.names[-1])
    assert all(len(name) <= 101 for name in found.names)


# Real pages


def from_corpus(path: Path) -> Extract:
    """The regions of a real page."""
    return extract(path.read_bytes(), url=f"https://www.example.gov/pages/{path.name}")


def test_topic_page_has_five_regions(corpora: Path) -> None:
    """The page the class was first seen on: title, summary with its title, links with theirs."""
    made = from_corpus(corpora / "medlineplus" / "pages" / "en" / "genesandgenetherapy.html")
    assert 5 == len(made.regions)
    assert "en" == made.lang
    assert all(region.html for region in made.regions)


def test_journal_pages_have_their_regions(corpora: Path) -> None:
    """One to three regions on each journal page; the decoy on the English ones is not among them."""
    counts = {path.name: len(from_corpus(path).regions) for path in sorted((corpora / "cdc").glob("*/*.htm"))}
    assert {2, 3} == set(counts.values())
    assert [("2010_sep_09_0179_es.htm", 3)] == [item for item in counts.items() if item[1] == 3]
    assert 18 == len(counts)


def test_malformed_spanish_regions_are_read(corpora: Path) -> None:
    """Unknown elements and stray end tags are read as a browser reads them."""
    for path in sorted((corpora / "medlineplus" / "pages" / "es").glob("*.html")):
        made = from_corpus(path)
        assert made.regions
        assert "<ph3" not in made.html
        for region in made.regions:
            assert region.html == sanitize(str(region.html))


@pytest.mark.parametrize("url", ["https://[@e.org/", "//\u2100@e.org/", "https://\u2100.example/", "mailto://["])
def test_odd_addresses_are_told_of(url: str) -> None:
    """An address that leads to no host breaks neither the extraction nor what is said of it."""
    page = f'<base href="{url}"><div class=syndicate lang=en><a href="{url}">x</a> <a href="b">y</a></div>'
    made = extract(page, url=PAGE, options=ExtractOptions(policy=Policy(url_schemes={"https"})))
    assert url in {name for found in made.diagnostics for name in found.names}
    assert made.json()


@pytest.mark.parametrize("selector", ["html", ":root", "*"])
def test_not_all_of_a_page_is_taken_out(selector: str) -> None:
    """A selector that finds the page itself is a slip."""
    with pytest.raises(InvalidValueError, match="takes out the whole page") as raised:
        contents("<p class=syndicate>a", exclude=selector)
    assert "exclude" == raised.value.field


@pytest.mark.parametrize("tag", sorted(DROPPED_WITH_CONTENT))
def test_what_is_dropped_with_its_content_is_no_region_to_show(tag: str) -> None:
    """The class on a script, say, does not make its code text."""
    page = f"<div class=syndicate>a</div><{tag} class=syndicate>b&lt;i&gt;<b>c</b></{tag}>"
    assert "" == "".join(contents(page)[1:])


@pytest.mark.parametrize(
    "page", ["<div class=syndicate><pre title='>'>\n\na</pre></div>", "<pre class=syndicate title='>'>\n\na</pre>"]
)
def test_preformatted_text_keeps_its_blank_first_line(page: str) -> None:
    """A parser drops the first line end, and no second one with it."""
    assert ['<pre title="&gt;">\n\na</pre>'] == contents(page)
    assert ["<pre>a</pre>"] == contents("<pre class=syndicate>\na</pre>")


@pytest.mark.parametrize("content", [b"\0", "x"])
def test_page_without_bound_is_refused(content: bytes | str) -> None:
    """A page of more than 20 MB is refused before it is read, whatever it holds; one of 20 MB is read."""
    with pytest.raises(SourceError, match="the page has 20,971,521 bytes: the most is 20,971,520"):
        extract(content * (MOST_BYTES + 1), url="https://example.org/")
    whole = "<p class=syndicate>a</p>"
    page = whole + "<!--" + "x" * (MOST_BYTES - len(whole) - 7) + "-->"
    assert ["a"] == contents(page)


def test_a_narrower_policy_keeps_rows_apart() -> None:
    """What a table says in rows is not run together where tables may not stand."""
    page = "<div class=syndicate><table><tr><td>Chicken<td>165 °F<tr><td>Beef<td>160 °F</table></div>"
    options = ExtractOptions(policy=Policy().without({"table"}))
    made = extract(page, url="https://example.org/", options=options)
    assert ["<div>Chicken – 165 °F</div><div>Beef – 160 °F</div>"] == [str(region.html) for region in made.regions]
