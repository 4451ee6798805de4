"""The page of a topic: places that links can name, lists that fold, marks of links, and all that a source page had."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from babel import Locale
from markupsafe import Markup
from samples import PUBLISHER, attribute, catalog, parsed, topic
from selectolax.lexbor import LexborHTMLParser

import syndicate
from syndicate.model import Image, Link, Reference, Section, Subject, Topic
from syndicate.site import Site
from syndicate.site.contents import Anchors, text_of
from syndicate.sources.page import read_page

SEED = "medlineplus/pages/en/genesandgenetherapy.html"


def page(found: Topic, locale: str = "en", **changes: object) -> LexborHTMLParser:
    """The page of a topic in a catalog of its own."""
    made = Site(catalog(found), attrs.evolve(PUBLISHER, **changes))  # type: ignore[arg-type]
    return parsed(made.get(f"{locale}/topics/{found.slug}/index.html").body.decode())


def words(tree: LexborHTMLParser, selector: str) -> list[str]:
    """The words of each element that matches, on one line."""
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def links(count: int, **values: object) -> Section:
    """A list of so many links."""
    made = [Link(url={"en": f"https://tea.example.net/{n}"}, title={"en": f"Page {n}"}) for n in range(count)]
    return Section(title="Pages", links=made, **values)  # type: ignore[arg-type]


def test_lists_beside_the_text_are_given_away_too() -> None:
    """They are part of the snippet, so they are part of what others may take from the page."""
    found = topic(sections={"en": (links(1, id="encyclopedia"), links(2))})
    body = Site(catalog(found), PUBLISHER).get(f"en/topics/{found.slug}/index.html").body
    taken = "".join(str(region.html) for region in syndicate.extract(body, url="https://clinic.example.org/").regions)
    given = [attribute(node, "href") for node in parsed(syndicate.snippet(found, PUBLISHER, "en").html).css("li a")]

    assert sorted(given) == sorted(attribute(node, "href") for node in parsed(taken).css("li a"))


def test_headings_have_ids_on_our_own_page_alone() -> None:
    """In a partner's page, they could be the ids of something else."""
    text = Markup("<p>Tea.</p><h2>How?</h2><p>Slowly.</p><h2>How?</h2><h3>Now</h3><h2>Cite</h2>")
    found = topic(summary={"en": text, "es": text})
    ids = [attribute(node, "id") for node in page(found).css(".syndicate-summary h2")]
    assert ["how", "how-2", "cite-2"] == ids
    assert " id=" not in syndicate.snippet(found, PUBLISHER, "en").html


def test_contents_lead_to_every_heading_and_list() -> None:
    """Each line names a place that is there once, in the groups that the lists state."""
    lists = (links(1, id="start-here", part="Basics"), links(2, part="Research"), links(1, part="Research"))
    text = Markup("<h2>How?</h2><p>Slowly.</p>")
    tree = page(topic(summary={"en": text}, sections={"en": lists}))
    assert ["Basics", "Research"] == words(tree, ".contents h3")
    targets = [attribute(node, "href")[1:] for node in tree.css(".contents a")]
    assert ["how", "start-here", "pages", "pages-2"] == targets
    assert {1} == {len(tree.css(f'[id="{target}"]')) for target in targets}


def test_a_short_page_has_no_contents() -> None:
    """Two places are seen without a table of them."""
    tree = page(topic(summary={"en": Markup("<p>Tea.</p>")}, sections={"en": (links(1),)}))
    assert [] == tree.css(".contents")
    assert ["Summary"] == words(tree, ".summary-box h2")


@pytest.mark.parametrize(("count", "opened"), [(1, 1), (3, 3), (4, 1), (9, 1)])
def test_many_lists_fold(count: int, opened: int) -> None:
    """Of many lists, the first alone is open; what its place is called stands within it, so that browsers open it."""
    tree = page(topic(sections={"en": tuple(links(1) for _ in range(count))}))
    lists = tree.css("details.syndicate-section")
    assert count == len(lists)
    assert opened == len([node for node in lists if "open" in node.attributes])
    assert [] == tree.css("details[id], summary [id]")


@pytest.mark.parametrize(
    ("flags", "url", "expected"),
    [
        (["NIH"], "a", ["NIH"]),
        (["video", "Easy-to-Read"], "a", ["Video", "Easy to read"]),
        (["Interactive Tutorial"], "a", ["Tutorial"]),
        ([], "a.PDF", ["PDF"]),
        (["pdf"], "a.pdf", ["PDF"]),
        (["internal-42"], "a", []),
    ],
)
def test_links_have_marks(flags: list[str], url: str, expected: list[str]) -> None:
    """A mark says in words what it means; a flag that no reader knows is not shown."""
    link = Link(url={"en": f"https://tea.example.net/{url}"}, title={"en": "Brew"}, flags=flags)
    tree = page(topic(sections={"en": (Section(title="More", links=[link]),)}))
    assert expected == words(tree, ".mark")
    assert all(attribute(node, "title") for node in tree.css(".mark abbr"))


def test_related_topics_elsewhere_are_linked() -> None:
    """A topic of the catalog by its page here, another by its address."""
    named = (
        Reference(title="Milk there", id="milk-1"),
        Reference(title="Coffee", url="https://coffee.example.net/"),
        Reference(title="Nowhere"),
    )
    made = Site(catalog(topic(related={"en": named}), topic("milk")), PUBLISHER)
    tree = parsed(made.get("en/topics/tea/index.html").body.decode())
    found = [(node.text(), attribute(node, "href")) for node in tree.css("#related + ul a")]
    assert [("About milk", "../../../en/topics/milk/index.html"), ("Coffee", "https://coffee.example.net/")] == found


def test_a_picture_has_its_caption_and_credit() -> None:
    """The alternative is read in its place, the caption below it."""
    image = Image(url="https://clinic.example.org/a.png", alt="A cup", caption="Our own cup.", credit="Ana Ruiz")
    (caption,) = words(page(topic(image={"en": image})), "figcaption")
    assert "Our own cup. Ana Ruiz" == caption


def test_what_is_beside_the_text_is_left_out_where_there_is_nothing() -> None:
    """A screen reader would announce an empty landmark."""
    alone = page(topic(groups=(), subjects=(), related={}, institute={}, sections={}))
    assert [] == alone.css("aside") and [] != page(topic(subjects=(Subject(scheme="X", code="1", name="A"),))).css(
        "aside"
    )


def test_description_is_not_said_twice() -> None:
    """A text that begins with it needs no lead."""
    assert ["A cup a day."] == words(page(topic()), ".lead")
    twice = topic(summary={"en": Markup("<p>A <b>cup</b> a day. Or two.</p>")})
    assert [] == words(page(twice), ".lead")


def test_a_template_of_the_publisher_stays_what_its_topics_look_like(tmp_path: Path) -> None:
    """Who has a snippet of their own has it on their own page too."""
    (tmp_path / "snippet.html").write_text(
        '{% extends "syndicate/snippet.html" %}{% block sections %}<p>Mine</p>{% endblock %}', encoding="utf-8"
    )
    assert "Mine" in words(page(topic(), templates=tmp_path), ".topic-text")[0]


def test_a_heading_within_a_quotation_stays_there() -> None:
    """The text is parted only between its own parts."""
    text = text_of(Markup("<blockquote><p>Tea.</p><h2>How?</h2></blockquote>"), Anchors(), "en")
    assert ("", '<blockquote><p>Tea.</p><h2 id="how">How?</h2></blockquote>') == (text.intro, text.body)


def test_nothing_of_the_seed_page_is_lost(corpora: Path) -> None:
    """Read and published again, a real topic page has all that its readers had of the topic."""
    source = corpora / SEED
    before = parsed(source.read_text(encoding="utf-8", errors="replace"))
    stated, _ = read_page(source.read_bytes())
    site = Site(syndicate.read(source), PUBLISHER)
    html = site.get("en/topics/genesandgenetherapy/index.html").body.decode()
    after = parsed(html)

    assert words(before, "h1") == words(after, "h1")
    assert "".join(words(before, "#topic-summary")) in "".join(words(after, "#summary"))
    # The lists, their links, the grouped table of contents, and the boxes at the side.
    below = words(before, ".main .section .subheading")
    assert ["References and abstracts from MEDLINE/PubMed (National Library of Medicine)"] == below
    assert below == words(after, ".syndicate-section div > p")
    lists = [one.removesuffix(below[0]).strip() for one in words(before, ".main .section h2")]
    assert lists == words(after, ".syndicate-section h2")
    parts = [one for one in words(before, ".toccolumn h3") if one != "See, Play and Learn"]  # which has no links
    assert parts == words(after, ".contents h3")
    assert words(before, ".toccolumn a") == words(after, ".contents a")
    addresses = {attribute(node, "href") for node in before.css(".main .section a, .side a")}
    left = addresses - {attribute(node, "href") for node in after.css("main a")}
    assert {"/disclaimers.html", "/criteria.html"} == {
        address.removeprefix("https://medlineplus.gov") for address in left
    }
    assert len(before.css(".imgdesc")) == len(after.css(".mark-nih"))
    assert len(before.css(".also-lang")) == len(after.css(".syndicate-also-in"))
    organizations = words(before, ".main .orgs")
    assert organizations == words(after, ".syndicate-section .syndicate-organization")
    # Its picture, its twin in Spanish, its date, its subjects.
    assert stated.image is not None
    assert [stated.image.url] == [attribute(node, "src") for node in after.css(".topic-picture img")]
    assert attribute(before.css("#mplus-lang-toggle")[0], "href") in html
    assert "October 29, 2019" in words(after, ".syndicate-footer")[0]
    assert all(subject.name in words(after, ".subjects")[0] for subject in stated.subjects)
    assert str(Locale("en")) == attribute(after.css("html")[0], "lang")
    # And every line of it that a reader reads; what is left is of the site itself.
    shown = "".join(after.body.text().split()) if after.body is not None else ""
    left_out = [line for line in _lines(before, "h1, .main, .side") if "".join(line.split()) not in shown]
    assert _OF_THE_SITE == left_out


_OF_THE_SITE = [
    *("See, Play and Learn", "No links available"),  # a part without links
    *("Topic Image", "Related Health Topics"),  # labels, which are ours in other words
    *("The primary NIH organization for research on", "is the"),
    # What MedlinePlus says of its site; a publisher has a disclaimer of their own.
    "Disclaimers",
    "MedlinePlus links to health information from the National Institutes of Health and other federal government "
    "agencies. MedlinePlus also links to health information from non-government Web sites. See our",
    *("disclaimer", "about external links and our", "quality guidelines"),
]


def _lines(tree: LexborHTMLParser, selector: str) -> list[str]:
    """The texts of a page, without those of scripts and of buttons."""
    for node in tree.css("script, style, button"):
        node.decompose()
    texts = (node.text(separator="\n").splitlines() for node in tree.css(selector))
    return [line for found in texts for text in found if (line := text.strip())]


def test_names_of_subjects_are_in_their_language() -> None:
    """MeSH is English on every page; a text that names a code in its own language is shown with that name."""
    mesh = Subject(scheme="MeSH", code="D013662", name="Tea")
    own = [Subject(scheme="X", code="1", name=name, locale=key) for key, name in (("en", "Hot"), ("es", "Caliente"))]
    english = spanish = topic(subjects=(mesh, *own))
    assert "Tea; Hot" == page(english).css_first(".subjects").inner_html
    assert '<span lang="en" dir="ltr">Tea</span>; Caliente' == page(spanish, "es").css_first(".subjects").inner_html
    head = page(spanish, "es").head.html
    assert '<meta name="DC.Subject.MeSH" content="Tea" lang="en">' in head
    assert '"name":{"@value":"Tea","@language":"en"}' in head
    atom = syndicate.feed(catalog(spanish), PUBLISHER, "es").atom().decode()
    assert ' label="Tea" xml:lang="en"/>' in atom and ' label="Caliente"/>' in atom
