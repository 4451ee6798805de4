"""Topic pages: what is read from a whole page, from parts of one, from old ones, and what is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicate.errors import InvalidValueError, SourceError
from syndicate.markup import decode
from syndicate.model import Finding, FindingKind, Image, Record, Reference, Subject, Twin
from syndicate.pairing import pair
from syndicate.sources.page import SOURCE, FeedLink, Page, read_page

ENGLISH = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sleep: Example Health</title>
<base href="https://health.example/en/">
<link rel="canonical" href="https://health.example/en/sleep.html">
<link rel="alternate" hreflang="en" href="sleep.html">
<link rel="alternate" hreflang="es" href="../es/sueno.html">
<link rel="alternate" hreflang="x-default" href="sleep.html">
<link rel="alternate" type="application/atom+xml" title="Sleep" href="sleep.atom">
<meta name="description" content="Why we sleep.">
<meta name="DC.Title.Alternate" content="Slumber">
<meta name="DC.Title.Alternate" content="Nightly rest">
<meta name="dcterms.modified" content="2024-03-02T22:00:00-05:00">
<meta name="DC.Date.Created" content="2020-01-05">
<meta name="DC.Subject.MeSH" content="Sleep">
<meta name="DC.Relation.IsPartOf" content="Everyday health">
<meta property="og:image" content="sleep_share.jpg">
<meta property="og:image:alt" content="A moon over a bed">
<meta name="twitter:card" content="summary">
</head>
<body>
<div class="title syndicate"><h1>Sleep</h1></div>
<div id="topic-summary" class="syndicate">
<p>Sleep <a href="rest.html">restores</a> us.<script>x()</script></p></div>
<a name="cat_51"></a>
<section id="cat_51_section"><div class="section">
<div class="section-title"><h2>Start here <span class="subheading">The first pages to read</span></h2></div>
<div id="section51"><ul>
<li><a href="tips.html" data-sid="7" data-org="NHLBI">Tips for better sleep</a>
<span class="orgs"> (Sleep Institute)</span>
<span class="also-lang">Also in <a href="../es/consejos.html" data-sid="8">Spanish</a></span></li>
<li><a href="naps.html" data-sid="9">Naps</a></li>
</ul></div></div></section>
<section id="encyclopedia-box"><h2>Encyclopedia</h2>
<ul><li><a href="/ency/1.htm" data-sid="3">Dreams</a></li></ul></section>
<section id="magazine-box"><h2>Our magazine</h2><ul><li><a href="/mag/1.htm">A night outdoors</a></li></ul></section>
<section id="related-topics"><ul><li><a href="snoring.html">Snoring</a></li></ul></section>
<section id="primary-institute-section"><div class="section-body">It is the <a href="https://sleep.example/">Sleep
Institute</a></div></section>
</body></html>
"""
SPANISH = """<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8">
<title>El sueño: Salud Ejemplo</title>
<link rel="canonical" href="https://health.example/es/sueno.html">
<link rel="alternate" hreflang="en" href="https://health.example/en/sleep.html">
<link rel="alternate" hreflang="es" href="https://health.example/es/sueno.html">
</head>
<body>
<div class="syndicate"><h1>El sueño</h1></div>
<div id="topic-summary" class="syndicate"><p>¿Por qué dormimos? Para descansar.</p></div>
<section id="cat_51_section"><h2>Empiece aquí</h2><ul>
<li><a href="https://health.example/es/consejos.html" data-sid="8">Consejos para dormir mejor</a>
<span class="also-lang">También en <a href="https://health.example/en/tips.html" data-sid="7">inglés</a></span></li>
</ul></section>
<span id="lastupdate">Última actualización 3 de marzo de 2024</span>
</body></html>
"""


def _stated(page: bytes | str, *, url: str | None = None, source: str = "") -> Page:
    """What a page states."""
    return read_page(page, url=url, source=source)[0]


def _page(inside: str = "", head: str = "", html: str = '<html lang="en">') -> Page:
    """A small topic page with something more in it."""
    region = '<div class="syndicate"><h1>Sleep</h1><p>We need it.</p></div>'
    return _stated(f"{html}<head>{head}</head><body>{region}{inside}</body></html>")


def _read(folder: Path, text: str | bytes, name: str = "sleep.html") -> tuple[Record | None, list[Finding]]:
    """The record of a file and what was noticed about it."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    records, findings = [], []
    for item in SOURCE.read(path):
        (findings if isinstance(item, Finding) else records).append(item)
    return (records[0] if records else None), findings


# -- the whole topic page ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed(corpora: Path) -> Page:
    """The whole MedlinePlus topic page."""
    path = corpora / "medlineplus" / "pages" / "en" / "genesandgenetherapy.html"
    return _stated(path.read_bytes(), source=str(path))


def test_seed_states_its_head(seed: Page) -> None:
    """Title, addresses, language, description, dates and the feed come from the head of the page."""
    address = "https://medlineplus.gov/genesandgenetherapy.html"
    assert "Genes and Gene Therapy" == seed.title
    assert "en" == str(seed.locale)
    assert address == seed.canonical == seed.url
    assert {
        "en": address,
        "es": "https://medlineplus.gov/spanish/genesandgenetherapy.html",
    } == seed.hreflang.identifiers()
    assert seed.description.startswith("Genes are the building blocks of inheritance. Read more")
    assert (datetime(2001, 4, 11, tzinfo=UTC), datetime(2019, 10, 29, tzinfo=UTC)) == (
        seed.created,
        seed.updated,
    )
    assert (
        FeedLink(
            url="https://medlineplus.gov/feeds/topics/genesandgenetherapy.xml",
            media_type="application/rss+xml",
            title="Genes and Gene Therapy: MedlinePlus",
        ),
    ) == seed.feeds


def test_seed_states_its_metadata_in_order(seed: Page) -> None:
    """Dublin Core, Open Graph, Twitter and JSON-LD are kept as pairs in the page's order."""
    assert 11 == len(seed.dublin_core)
    assert ("DC.Title", "Genes and Gene Therapy") == seed.dublin_core[0]
    assert ("DC.Date.Created", "2001-04-11") == seed.dublin_core[-1]
    assert ("fb:app_id", "1042245625821448") == seed.open_graph[0]
    assert 6 == sum(name.startswith("og:") for name, _ in seed.open_graph)
    assert 7 == len(seed.twitter)
    assert ["MedicalWebPage"] == [document["@type"] for document in seed.json_ld]


def test_seed_gives_its_five_regions(seed: Page) -> None:
    """The regions are the five marked elements, in order, and the summary is the one of that name."""
    assert [
        ("page-title", "syndicate"),
        ("summary-title", "syndicate"),
        ("syndicate",),
        ("section-title", "syndicate"),
        ("section-body", "expanded", "syndicate"),
    ] == [region.classes for region in seed.regions]
    assert [None, None, "topic-summary", None, "section51"] == [region.id for region in seed.regions]
    assert seed.regions[2].html == seed.summary
    assert '<a href="https://medlineplus.gov/geneticdisorders.html">genetic disorder</a>' in seed.summary


def test_seed_lists_every_section(seed: Page) -> None:
    """Each list of links has its heading, without the sub-heading, its id, and all of its links."""
    assert [
        ("cat_51", "Start Here", 4),
        ("cat_47", "Related Issues", 9),
        ("cat_42", "Specifics", 1),
        ("cat_79", "Statistics and Research", 3),
        ("cat_27", "Clinical Trials", 1),
        ("cat_59", "Journal Articles", 4),
        ("cat_82", "Reference Desk", 6),
        ("cat_83", "Find an Expert", 1),
        ("cat_8", "Children", 3),
        ("cat_24", "Teenagers", 1),
    ] == [(section.id, section.title, len(section.links)) for section in seed.sections]


def test_seed_links_know_their_twins(seed: Page) -> None:
    """A link has its organization, both addresses, both ids, and the flag of the NIH."""
    link = seed.sections[0].links[3]
    assert {"en": "What Are Genetic Therapies?"} == link.title.identifiers()
    assert {
        "en": "https://www.nhlbi.nih.gov/health/genetic-therapies",
        "es": "https://www.nhlbi.nih.gov/es/salud/terapias-geneticas",
    } == link.url.identifiers()
    assert {"en": "National Heart, Lung, and Blood Institute"} == link.organization.identifiers()
    assert {"en": "155372", "es": "156088"} == link.ids.identifiers()
    assert ("NIH",) == link.flags
    links = [link for section in seed.sections for link in section.links]
    assert (33, 19, 21) == (
        len(links),
        sum("es" in link.url for link in links),
        sum(link.flags == ("NIH",) for link in links),
    )


def test_seed_names_what_stands_beside_the_text(seed: Page) -> None:
    """Other names, related topics, encyclopedia, institute, magazine, subjects, group and image are read."""
    assert ("Human Genome Project",) == seed.also_called
    assert ["Genetic Disorders", "Genetic Testing"] == [topic.title for topic in seed.related]
    boxes = {box.id: box.links for box in seed.boxes}
    assert ["Genes", "Genetics"] == [link.title["en"] for link in boxes["encyclopedia"]]
    assert {"en": "82428"} == boxes["encyclopedia"][0].ids.identifiers()
    assert ["155579", "158206"] == [link.ids["en"] for link in boxes["magazine"]]
    institute = Reference(title="National Human Genome Research Institute", url="http://www.genome.gov/")
    assert institute == seed.institute
    assert ["Genes", "Genetic Therapy"] == [subject.code for subject in seed.subjects]
    assert ["Genetics/Birth Defects"] == [group.title for group in seed.groups]
    picture = "https://medlineplus.gov/images/GenesandGeneTherapy.jpg"
    assert Image(url=picture, alt="Genes and Gene Therapy") == seed.image


def test_seed_becomes_a_record(seed: Page) -> None:
    """The record has the id of its address, the Spanish twin, and the boxes as sections."""
    record = seed.record()
    assert ("genesandgenetherapy", "genesandgenetherapy") == (record.id, record.slug)
    assert ("MEDICAL ENCYCLOPEDIA", "encyclopedia") == (record.sections[-2].title, record.sections[-2].id)
    assert ("NIH MedlinePlus Magazine", "magazine") == (record.sections[-1].title, record.sections[-1].id)
    assert 12 == len(record.sections)
    twin = Twin(locale="es", url="https://medlineplus.gov/spanish/genesandgenetherapy.html")
    assert (twin,) == record.twins


# -- parts of pages, and old pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "updated"),
    [
        ("diabetestype1", "Diabetes tipo 1", datetime(2026, 8, 24, tzinfo=UTC)),
        ("ischemicstroke", "Accidente cerebrovascular isquémico", datetime(2025, 8, 1, tzinfo=UTC)),
    ],
)
def test_a_fragment_tells_its_language_by_its_date(corpora: Path, name: str, title: str, updated: datetime) -> None:
    """A Spanish summary cut from its page, malformed as it is, is read with its date, image and language."""
    path = corpora / "medlineplus" / "pages" / "es" / f"{name}.html"
    record = next(item for item in SOURCE.read(path) if isinstance(item, Record))
    assert isinstance(record, Record)
    assert ("es", name, title, updated) == (str(record.locale), record.id, record.title, record.updated)
    assert record.image is not None and record.image.alt == title
    assert "/../" not in record.summary and "tid=" not in record.summary


class _OutermostRegions(HTMLParser):
    """Another parser's count of the outermost elements with the class token."""

    def __init__(self) -> None:
        super().__init__()
        self.count = self.depth = 0
        self.tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += tag == self.tag
        elif "syndicate" in (dict(attrs).get("class") or "").split():
            self.tag, self.depth = tag, 1
            self.count += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth and tag == self.tag)


def test_old_pages_give_all_their_regions(corpora: Path) -> None:
    """Every CDC page is read with as many regions as another parser counts, and its title has no rubric."""
    paths = sorted((corpora / "cdc").glob("*/*.htm"))
    assert 18 == len(paths)
    for path in paths:
        counter = _OutermostRegions()
        counter.feed(decode(path.read_bytes()))
        page = _stated(path.read_bytes(), source=str(path))
        assert counter.count == len(page.regions), path.name
        assert "\n".join(region.html for region in page.regions) == page.summary
        record = next(item for item in SOURCE.read(path) if isinstance(item, Record))
        assert isinstance(record, Record) and not record.title.startswith("INVESTIGACIÓN"), path.name


def test_old_pages_take_the_language_around_their_regions(corpora: Path) -> None:
    """Pages of 2010 declare Spanish on a span around the text, and their English date line counts for nothing."""
    for path in (corpora / "cdc" / "es").glob("2010_*.htm"):
        assert "es" == str(_stated(path.read_bytes()).locale), path.name


# -- rules, on pages of our own ---------------------------------------------------------------------------------


def test_two_pages_pair_through_hreflang(tmp_path: Path) -> None:
    """Two pages that name each other become one topic, and their links know each other."""
    english, _ = _read(tmp_path, ENGLISH)
    spanish, _ = _read(tmp_path, SPANISH, "sueno.html")
    assert english is not None and spanish is not None
    catalog = pair([english, spanish])
    assert [] == [finding.message() for finding in catalog.findings]
    topic = catalog["sleep"]
    assert {"en": "Sleep", "es": "El sueño"} == topic.title.identifiers()
    assert {"en": "sleep", "es": "sueno"} == topic.ids.identifiers()
    titles = {"en": "Tips for better sleep", "es": "Consejos para dormir mejor"}
    assert titles == topic.sections["es"][0].links[0].title.identifiers()
    assert topic.sections["en"][0].id == topic.sections["es"][0].id == "cat_51"


def test_everything_of_a_small_page_reaches_the_record() -> None:
    """What the head and the body state is in the record, with addresses that start from the base."""
    record = _stated(ENGLISH).record()
    assert '<p>Sleep <a href="https://health.example/en/rest.html">restores</a> us.</p>' == record.summary
    assert ("Slumber", "Nightly rest") == record.also_called
    assert (Subject(scheme="MeSH", code="Sleep", name="Sleep"),) == record.subjects
    assert (Reference(title="Everyday health"),) == record.groups
    assert (Reference(title="Snoring", url="https://health.example/en/snoring.html"),) == record.related
    assert Reference(title="Sleep Institute", url="https://sleep.example/") == record.institute
    picture = Image(url="https://health.example/en/sleep_share.jpg", alt="A moon over a bed")
    assert picture == record.image
    assert (datetime(2020, 1, 5, tzinfo=UTC), datetime(2024, 3, 3, 3, tzinfo=UTC)) == (
        record.created,
        record.updated,
    )
    assert ["Start here", "Encyclopedia", "Our magazine"] == [section.title for section in record.sections]


def test_a_link_states_both_languages() -> None:
    """A link's twin is known by its address and id; the name of its language may be in either language."""
    tips = _stated(ENGLISH).sections[0].links[0]
    assert ({"en": "7", "es": "8"}, ("NIH",)) == (tips.ids.identifiers(), tips.flags)
    assert {"en": "Sleep Institute"} == tips.organization.identifiers()
    consejos = _stated(SPANISH).sections[0].links[0]
    assert "https://health.example/en/tips.html" == consejos.url["en"]


def test_a_list_is_found_by_its_own_id_and_the_heading_before_it() -> None:
    """A list that has only its own id, or only an anchor before it, takes the nearest heading before it."""
    page = _page(
        '<div><h2>Learn</h2></div><div id="section7"><h3>Videos</h3><ul><li><a href="https://a.example/">A</a></ul></div>'
        '<h2>Play</h2><a name="cat_8"></a><ul><li><a href="https://b.example/">B</a></ul>'
        '<div id="section9"><p>No links</p></div>'
    )
    assert [("cat_7", "Learn"), ("cat_8", "Play")] == [(found.id, found.title) for found in page.sections]


def test_a_list_without_a_heading_is_reported(tmp_path: Path) -> None:
    """A list of links under no heading is left out, and a finding says so."""
    record, findings = _read(
        tmp_path,
        '<html lang="en"><body><div id="section7"><ul><li><a href="https://a.example/">A</a></ul></div>'
        '<div class="syndicate"><h1>Sleep</h1></div>',
    )
    assert record is not None and record.sections == ()
    assert ["“Sleep”: the link “cat_7” is left out: the links have no heading (field sections): give them an <h2>"] == [
        finding.message() for finding in findings
    ]


def test_a_bad_link_is_left_out_and_reported(tmp_path: Path) -> None:
    """One link that cannot be used is a finding; its neighbors and the topic are kept."""
    bad = ENGLISH.replace('href="naps.html"', 'href="javascript:alert(1)"')
    record, findings = _read(tmp_path, bad.replace(">Spanish<", ">Klingonish<"))
    assert record is not None
    assert ["Tips for better sleep"] == [link.title["en"] for link in record.sections[0].links]
    assert {"en"} == set(record.sections[0].links[0].url.identifiers())
    assert {FindingKind.BROKEN_LINK, FindingKind.CLEANED} == {finding.kind for finding in findings}
    links = [finding.details["link"] for finding in findings if finding.kind is FindingKind.BROKEN_LINK]
    assert ["Tips for better sleep (Klingonish)", "Naps"] == links


def test_relative_links_need_an_address(tmp_path: Path) -> None:
    """Where a page does not say where it stands, its relative links are reported with the way out."""
    text = '<div id="section1"><h2>More</h2><ul><li><a href="naps.html">Naps</a></ul></div>'
    page = f'<html lang="en"><body><div class="syndicate"><h1>Sleep</h1></div>{text}'
    _, (finding,) = _read(tmp_path, page)
    assert "needs the page's URL, or a canonical link" in finding.message()
    named = _stated(page.replace('id="section1"><h2>', 'id="cat_1"><h2>'), url="https://health.example/en/")
    assert "https://health.example/en/naps.html" == named.sections[0].links[0].url["en"]


@pytest.mark.parametrize(
    ("html", "head", "inside", "expected"),
    [
        ('<html lang="es-US">', "", "", "es_US"),
        ('<html xml:lang="es">', "", "", "es"),
        ('<html lang="no such language">', '<meta property="og:locale" content="es_MX">', "", "es_MX"),
        ("<html>", '<meta http-equiv="Content-Language" content="es">', "", "es"),
        (
            "<html>",
            '<meta http-equiv="Content-Language" content="en, es"><meta name="DC.Language" content="spa">',
            "",
            "es",
        ),
        (
            "<html>",
            '<meta name="dcterms.language" content="eng"><meta property="og:locale" content="es_ES">',
            "",
            "es_ES",
        ),
        (
            "<html>",
            '<link rel="canonical" href="https://a.example/s"><link rel="alternate" hreflang="es" href="https://a.example/s">'
            '<link rel="alternate" hreflang="en" href="https://a.example/e">',
            "",
            "es",
        ),
        ("<html>", "", '<p id="lastupdate">Actualizado el 4 de agosto de 2024</p>', "es"),
        ("<html>", "", '<p id="lastupdate">Last updated August 4, 2024</p>', "en"),
    ],
)
def test_the_language_comes_from_the_best_clue(html: str, head: str, inside: str, expected: str) -> None:
    """The language is declared, or stated in the metadata, or shows in the alternates or the date."""
    assert expected == str(_page(inside, head, html).locale)


def test_a_region_may_be_in_another_language_than_its_page() -> None:
    """The declaration nearest to the region wins over the one of the page."""
    page = _stated('<html lang="en"><div lang="es"><div class="syndicate"><h1>El sueño</h1></div></div>')
    assert "es" == str(page.locale)


def test_an_unknown_language_is_an_error_with_a_way_out() -> None:
    """A page without any clue, or with a date that two languages read, is refused."""
    for inside in ("", '<p id="lastupdate">May 3, 2024</p>'):
        with pytest.raises(SourceError, match=r'does not state its language: declare it, as in <html lang="es">'):
            _page(inside, html="<html>")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<title>Naps: Example</title><h1>Naps</h1><p class="syndicate">Short.', "Naps"),
        ("<title>Naps – Example</title><p class=syndicate>Short.<h1>Naps</h1>", "Naps"),
        ("<title>Napsack</title><h1>Naps</h1><p class=syndicate>Short.", "Napsack"),
        ("<title>Example</title><h1>Site</h1><div class=syndicate><h1>Na<b>ps</b></h1></div>", "Naps"),
        ('<meta property="og:title" content="Naps"><title>Other</title><p class=syndicate>Short.', "Naps"),
        ("<h1>Naps</h1><p class=syndicate>Short.", "Naps"),
        ('<meta name="DC.Title" content="Naps"><p class=syndicate>Short.', "Naps"),
        ('<p class=syndicate>Short.</p><script type="application/ld+json">{"name": " Naps "}</script>', "Naps"),
        ("<div class=syndicate><h3>Naps</h3>Short.</div>", "Naps"),
        ("<div class=syndicate><h1><span>ESSAY<br></span> Naps</h1></div>", "Naps"),
        ("<div class=syndicate><h1>Naps<br>and dreams</h1></div>", "Naps and dreams"),
        ("<div class=syndicate><h1><span class=subheading>Naps</span></h1></div>", "Naps"),
    ],
)
def test_the_title_is_the_topics_own(page: str, expected: str) -> None:
    """The main heading of a region is the title, else what the page calls itself, without its site's name."""
    assert expected == _stated(f'<html lang="en">{page}').title


def test_a_page_without_a_title_is_a_broken_topic(tmp_path: Path) -> None:
    """A page that has nothing for a title yields a finding that says what to add."""
    record, (finding,) = _read(tmp_path, '<html lang="en"><p class="syndicate">We need it.')
    assert record is None
    assert FindingKind.BROKEN is finding.kind
    assert "give it an <h1> or a <title>" in finding.message()


@pytest.mark.parametrize(
    ("head", "inside", "expected"),
    [
        ('<meta name="DC.Date.Modified" content="2024-02-03">', "Last updated May 1, 2023", (2024, 2, 3)),
        ('<meta name="DC.Date.Modified" content="3 Feb">', "Last updated May 1, 2023", (2023, 5, 1)),
        ('<meta property="article:modified_time" content="2022-01-02T00:30:00+02:00">', "", (2022, 1, 1)),
        ('<script type="application/ld+json">{"@graph": [{"dateModified": "2021-06-07"}]}</script>', "", (2021, 6, 7)),
    ],
)
def test_the_date_of_the_last_change(head: str, inside: str, expected: tuple[int, int, int]) -> None:
    """Dublin Core goes before the date line, the date line before what is told to others; bad dates are passed over."""
    updated = _page(f'<p id="lastupdate">{inside}</p>', head).updated
    assert updated is not None
    assert expected == (updated.year, updated.month, updated.day)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:expiration_time" content="2020-01-02">', "2020-01-02T00:00:00+00:00"),
        ('<meta name="robots" content="unavailable_after: 2020-01-02">', "2020-01-02T00:00:00+00:00"),
        (
            '<meta name="ROBOTS" content="max-snippet:5, unavailable_after:2020-01-02, noarchive">',
            "2020-01-02T00:00:00+00:00",
        ),
        (
            '<meta name="googlebot" content="unavailable_after: Thursday, 02-Jan-20 15:00:00 EST">',
            "2020-01-02T20:00:00+00:00",
        ),
        (
            '<meta name="robots" content="unavailable_after: 2 Jan 2020 15:00:00 GMT, nofollow">',
            "2020-01-02T15:00:00+00:00",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"expires": "2020-01-02"}]}</script>',
            "2020-01-02T00:00:00+00:00",
        ),
        ('<meta property="article:expiration_time" content="soon">', None),
        ("", None),
    ],
)
def test_a_page_that_has_expired_is_withheld(head: str, expected: str | None) -> None:
    """By what it tells others and robots; a date that nobody can read is passed over."""
    page = _page("<p>Text.</p>", head)
    assert expected == (page.expires.isoformat() if page.expires is not None else None)
    catalog = pair([page.record()], now=datetime(2025, 1, 1, tzinfo=UTC))
    assert (0 if expected else 1) == len(catalog)


@pytest.mark.parametrize(
    ("address", "identifier", "slug"),
    [
        ("https://health.example/es/sue%C3%B1o.html", "sueño", "sueno"),
        ("https://health.example/topics/sleep/", "sleep", "sleep"),
        ("https://health.example/topics/sleep/index.html", "sleep", "sleep"),
        ("https://health.example/", "file_name", "file-name"),
        ("https://health.example/" + "a" * 3000 + ".html", "a" * 1000, "a" * 200),
    ],
)
def test_the_id_is_the_last_part_of_the_address(address: str, identifier: str, slug: str) -> None:
    """The address names the record, the file where the address has no name."""
    page = '<html lang="es"><p class="syndicate">Dormimos.<h1>El sueño</h1>'
    record = _stated(page, url=address, source="pages/file_name.html").record()
    assert (identifier, slug) == (record.id, record.slug)


def test_regions_are_outermost_and_exact() -> None:
    """A region in a region is part of it, any ASCII case is taken, and longer class names are other classes."""
    page = _stated(
        '<html lang="en"><title>T</title><div class="a\tSyndicate"><p>1</p><p class="syndicate">2</p></div>'
        '<p class="metrics-share-syndicate">no</p><p class="syndicated">no</p><p class="syndicate" id="x">3</p>'
    )
    assert ["<p>1</p><p>2</p>", "3"] == [region.html for region in page.regions]
    assert [(("a", "Syndicate"), None), (("syndicate",), "x")] == [
        (region.classes, region.id) for region in page.regions
    ]
    assert "<p>1</p><p>2</p>\n3" == page.summary


@settings(deadline=None)  # the first example loads CLDR
@given(st.recursive(st.booleans(), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=30))
def test_nested_regions_are_counted_once(shape: object) -> None:
    """However regions nest, those that stand in no other one are given, in order."""
    expected: list[str] = []

    def build(node: object, inside: bool, path: str) -> str:
        marked = node is True or (isinstance(node, list) and len(node) % 2 == 0)
        if marked and not inside:
            expected.append(path)
        children = node if isinstance(node, list) else []
        text = "".join(build(child, inside or marked, f"{path}{place}") for place, child in enumerate(children))
        return f'<div id="{path}" class="{"syndicate" if marked else "other"}">{text}</div>'

    page = _stated(f'<html lang="en"><title>T</title>{build([shape, True, False], False, "r")}')
    assert expected == [region.id for region in page.regions]


def test_the_summary_must_be_free_to_be_shown() -> None:
    """A summary inside a region is taken without the rest of it; one outside of all regions is not taken."""
    inside = _page().summary
    assert "<h1>Sleep</h1><p>We need it.</p>" == inside
    assert inside == _page('<div id="topic-summary"><p>Not free.</p></div>').summary
    page = _stated('<html lang="en"><div class="syndicate"><h1>Naps</h1><div id="topic-summary">Short.</div></div>')
    assert "Short." == page.summary


def test_only_other_languages_are_twins() -> None:
    """The page itself, its own language under a wider name, and ``x-default`` are not twins."""
    links = "".join(
        f'<link rel="alternate" hreflang="{language}" href="https://a.example/{language}">'
        for language in ("en", "es", "x-default", "zh-Hant")
    )
    page = _page(head=links, html='<html lang="en-US">')
    assert ["es", "zh_Hant"] == [str(twin.locale) for twin in page.record().twins]


def test_the_values_others_read_are_kept_as_they_stand() -> None:
    """Names keep their case, empty values stay, and names that only look alike are other names."""
    page = _page(
        head='<meta name="dc.Title" content=""><meta name="DCTERMS.subject" content="x">'
        '<meta name="NLMDC.x" content="y">'
        '<meta name="og:type" content="article"><meta property="article:section" content="Sleep">'
    )
    assert (("dc.Title", ""), ("DCTERMS.subject", "x")) == page.dublin_core
    assert (("og:type", "article"), ("article:section", "Sleep")) == page.open_graph


# -- hostile and broken files -----------------------------------------------------------------------------------


def test_a_page_without_regions_names_its_classes() -> None:
    """What is not a topic page is refused with the classes it does have, the commonest first, ten at most."""
    text = "".join(f'<p class="common c{number}">' for number in range(20))
    with pytest.raises(SourceError) as caught:
        _stated(f"<html lang=en>{text}", source="x.html")
    message = str(caught.value)
    assert message.startswith("x.html: no topic page: no element has the class 'syndicate'; ")
    assert "'common', 'c0', 'c1'" in message and "'c8'" in message and "'c9'" not in message
    assert 'give class="syndicate"' in message


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the page is empty"),
        (b" \n\t", "the page is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "the file is binary"),
        (b"just some words", "no element has any class"),
        (b"<p class=syndicate>" + b"x" * (20 * 1024**2), "the most is 20,971,520"),
        (b'<html lang=en><p class="syndicate">' + b"<div>" * 100_000, "nest too deep"),
    ],
)
def test_what_is_no_page_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    """An empty, binary, endless or bottomless file is an error that names the file."""
    path = tmp_path / "odd.html"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        list(SOURCE.read(path))
    assert problem in str(caught.value)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    "document",
    ["{", "[" * 100_000, "null", '"text"', "[1, 2]", '{"name": 5, "@graph": 7}', '{"@graph": [null, 3]}', ""],
)
def test_bad_json_ld_is_passed_over(document: str) -> None:
    """JSON-LD that is not JSON, or of an odd shape, does not keep the rest from being read."""
    page = _page(f'<script type="application/ld+json">{document}</script>', '<meta name="description" content="d">')
    assert ("Sleep", "d") == (page.title, page.description)


def test_a_declared_charset_may_be_wrong() -> None:
    """Text that is not in the charset it declares is read as browsers read it."""
    page = '<html lang="es"><meta charset="{}"><p class="syndicate">El sueño<h1>Sueño</h1>'
    assert "Sueño" == _stated(page.format("utf-8").encode("cp1252")).title
    assert "Sueño" == _stated(page.format("iso-8859-1").encode("latin-1")).title
    assert "Sueño" == _stated(page.format("utf-8").encode("utf-16")).title
    assert "Sueño" == _stated(page.format("no-such-charset").encode()).title


def test_endless_values_do_not_stop_the_reader(tmp_path: Path) -> None:
    """Attributes of 5 MB are read in little time; what cannot be a link or a name is left out."""
    endless = "x" * 5_000_000
    started = time.perf_counter()
    record, findings = _read(
        tmp_path,
        f'<html lang="en" class="{endless}"><meta name="DC.Subject.MeSH" content="{endless}">'
        f'<div class="syndicate"><h1 title="{endless}">Sleep</h1></div>'
        f'<div id="cat_1"><h2>More</h2><ul><li><a href="https://a.example/{endless}">A</a>'
        '<li><a href="https://a.example/">B</a></ul></div>',
        "sleep.htm",
    )
    assert record is not None
    assert ["B"] == [link.title["en"] for link in record.sections[0].links]
    assert ["DC.Subject.MeSH", "A"] == [finding.details["link"] for finding in findings]
    assert all(len(finding.message()) < 1000 for finding in findings)
    assert time.perf_counter() - started < 10


def test_an_endless_title_is_a_broken_topic(tmp_path: Path) -> None:
    """A title that no catalog takes makes the one topic of the file broken."""
    record, (finding,) = _read(tmp_path, f'<html lang="en"><div class="syndicate"><h1>{"x" * 20_000}</h1></div>')
    assert (None, FindingKind.BROKEN) == (record, finding.kind)


def test_characters_that_xml_forbids_are_reported(tmp_path: Path) -> None:
    """Control characters are taken out, and a finding counts them."""
    record, findings = _read(tmp_path, '<html lang="en"><div class="syndicate"><h1>Sl\x0beep</h1></div>')
    assert record is not None and record.title == "Sleep"
    assert {FindingKind.ILLEGAL_CHARACTERS} == {finding.kind for finding in findings}


def test_a_wrong_address_is_refused() -> None:
    """The address a page was read at is an absolute http(s) URL."""
    with pytest.raises(InvalidValueError, match="not an absolute http"):
        _stated(ENGLISH, url="file:///etc/passwd")


@settings(deadline=None)  # the first example loads CLDR
@given(st.text(alphabet="<>/=\"' -!abdilpsv\n\x00\ud800", max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands in a page, it is read, or refused with an error of the package."""
    try:
        page = _stated(f'<html lang="en"><title>T</title><div class="syndicate">{text}')
    except (SourceError, InvalidValueError):
        return
    assert page.regions


def test_the_source_takes_pages_by_name(tmp_path: Path) -> None:
    """Files that end in .html, .htm or .xhtml are taken, in any case; folders and others are not."""
    for name in ("a.html", "a.HTM", "a.xhtml", "a.xml", "a.html.gz"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder.html").mkdir()
    assert {"a.html", "a.HTM", "a.xhtml"} == {path.name for path in _accepted(tmp_path)}


def _accepted(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if SOURCE.accepts(path))


def test_titles_keep_the_words_that_a_browser_shows(tmp_path: Path) -> None:
    """Blocks, pictures and line breaks in a heading part its words; elements of a line do not."""
    title = "<h1>Flu<b>x</b>A<div>2024</div><section>Adults: 5</section>0<img src=a alt=no>mg<script>y</script>!</h1>"
    record, _ = _read(tmp_path, ENGLISH.replace("<h1>Sleep</h1>", title))
    assert record is not None
    assert "FluxA 2024 Adults: 5 0 mg!" == record.title


def test_links_to_places_that_a_page_does_not_have_are_reported(tmp_path: Path) -> None:
    """They are text; those to a place of the page outside its regions are links."""
    record, findings = _read(
        tmp_path,
        """<html lang=en><title>Genes</title><link rel=canonical href="https://example.org/g"><h2 id=a>A</h2>
        <div class=syndicate id=topic-summary><p>Genes <a href="#a">a</a> <a href="#b">b</a></div>""",
    )
    assert record is not None
    assert '<p>Genes <a href="https://example.org/g#a">a</a> <a>b</a></p>' == record.summary
    assert ["#b"] == [item.details["names"] for item in findings if item.kind is FindingKind.DROPPED_ID]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            '<span style="display:block">Dose 5</span><span style="display:block">0 mg</span>',
            "Dose 5 0 mg",
        ),
        ("10<sup>9</sup> cells of H<sub>2</sub>O", "10⁹ cells of H₂O"),
        ("<span hidden>Secret</span>Shown", "Shown"),
        ('<math alttext="x^2"><mi>x</mi></math> drug', "x^2 drug"),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math> drug", "x = 2 drug"),
        ("Take <s>aspirin</s> ibuprofen", "Take ibuprofen"),
        ("<q>Flu</q> &amp; <i>cold</i>", "“Flu” & cold"),
        ("5<svg><title>t</title></svg>0<!-- c -->9", "5 09"),
        ("<ul><li>5</li><li>0 mg</li></ul>", "5 0 mg"),
        ("<table><tr><td>5</td><td>0 mg</td></tr></table>", "5 0 mg"),
    ],
)
def test_every_plain_text_of_a_page_takes_one_way(tmp_path: Path, words: str, expected: str) -> None:
    """Titles, headings of lists, link texts, publishers and names are read as texts are."""
    page = f"""<html lang=en><link rel=canonical href="https://example.org/g"><title>T</title>
        <div class=syndicate><h1>{words}</h1><p>Text.</p></div>
        <div id=cat_1><h2>{words}</h2><ul><li><a href=/a>{words}</a> <span class=orgs>{words}</span></li></ul></div>
        <div id=related-topics><ul><li><a href=/b>{words}</a></li></ul></div>"""
    record, _ = _read(tmp_path, page)
    assert record is not None
    section = record.sections[0]
    link = section.links[0]
    found = [record.title, section.title, link.title["en"], link.organization["en"], record.related[0].title]
    if words.startswith("<ul>"):  # whose items are links of their own
        found = [record.title, section.title]
    assert [expected] * len(found) == found


def test_what_a_title_loses_is_reported(tmp_path: Path) -> None:
    """Outside of what is shown, too."""
    page = "<html lang=en><title>T</title><h1>Flu<canvas></canvas>now</h1><div class=syndicate><p>Text.</div>"
    record, findings = _read(tmp_path, page.replace("<title>T</title>", ""))
    assert record is not None
    assert "Flu now" == record.title
    assert [("title", "canvas")] == [
        (item.details["field"], item.details["names"]) for item in findings if item.kind is FindingKind.REMOVED
    ]
