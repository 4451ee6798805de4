"""Extraction: the `syndicate` regions of any page, real or awkward."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import attribute, parsed

from syndicate import Extract, extract
from syndicate.errors import InvalidValueError, NotFoundError, SourceError
from syndicate.markup import sanitize

PAGE = "https://www.example.org/health/page.html"


def contents(page: str | bytes, url: str = PAGE) -> list[str]:
    """The HTML of each region of a page."""
    return [str(region.html) for region in extract(page, url=url).regions]


def test_regions_are_found_by_class() -> None:
    """Any element with the class, alone or among others, in any case; in the page's order."""
    page = '<h1 class="syndicate">A</h1><div class="box SYNDICATE wide"><p>B</p></div><p>no</p>'
    assert ["A", "<p>B</p>"] == contents(page)


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
    assert [
        '<a href="https://www.example.org/a.html">a</a><img src="https://www.example.org/health/b.png" alt="">'
    ] == contents(region)
    assert [
        '<a href="https://cdn.example.net/a.html">a</a><img src="https://cdn.example.net/x/b.png" alt="">'
    ] == contents(f'<base href="https://cdn.example.net/x/">{region}')
    assert ['<a href="https://www.example.org/a.html">a</a><img src="https://www.example.org/s/b.png" alt="">'] == (
        contents(f'<base href="/s/">{region}')
    )


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
        "regions": [{"html": "¡Hola!", "id": "a", "classes": ["syndicate"]}],
    } == json.loads(made.json())


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
    """What a topic's page gives away is its snippet: the same words, links and pictures."""
    folder = example_tree / "es" / "topics" / "handwashing"
    made = extract((folder / "index.html").read_bytes(), url="https://topics.example.org/es/topics/handwashing/")
    snippet = parsed((folder / "snippet.html").read_text(encoding="utf-8")).css_first("article")
    assert snippet is not None
    taken = str(made.regions[0].html).replace('/index.html"', '/"')  # links within the tree name the file
    for number in (5, 4, 3, 2, 1):  # the page's title is its h1, a snippet's an h2
        taken = taken.replace(f"<h{number}>", f"<h{number + 1}>").replace(f"</h{number}>", f"</h{number + 1}>")
    assert str(sanitize(snippet.inner_html or "").strip()) == taken
    assert ("syndicate", "syndicate-snippet") == made.regions[0].classes
    assert 1 == len(made.regions)
    assert "es" == made.lang


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
