"""Pages as sources: a folder of HTML, and JSON-LD in documents and pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from samples import PUBLISHER

from syndicate import sources
from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind

PAGE = """\
<!doctype html><html {lang}><head><meta charset="utf-8"><title>{title} | Clinic</title>
<meta name="description" content="In short.">{head}</head>
<body><header><a href="/">Clinic</a></header><nav>Menu</nav><main><h1>{title}</h1>
<p>Rest &amp; <a href="more.html">more</a>.</p>
<script>alert(1)</script><aside>Ad</aside></main><footer>Imprint</footer></body></html>
"""


def page(folder: Path, path: str, title: str, lang: str = "", head: str = "", text: str = PAGE) -> Path:
    """A page of a site."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    lang = f'lang="{lang}"' if lang else ""
    file.write_text(text.format(title=title, lang=lang, head=head), encoding="utf-8")
    return file


def read(*paths: Path, **values: Any) -> Catalog:
    """The catalog of paths."""
    return sources.read(*paths, default_locale="en", **values)


def messages(catalog: Catalog, kind: FindingKind) -> list[str]:
    """What findings of a kind say."""
    return [found.message() for found in catalog.findings if found.kind is kind]


LAYOUTS = {
    "language folders": ("en/sleep.html", "es/sleep.html"),
    "folders with index pages": ("en/sleep/index.html", "es/sleep/index.html"),
    "a main language without a folder": ("sleep.html", "es/sleep.html"),
    "endings": ("sleep.en.html", "sleep.es.html"),
    "an ending of one alone": ("sleep.html", "sleep-es.html"),
    "a section above the language": ("health/en/sleep.html", "health/es/sleep.html"),
}


@pytest.mark.parametrize(("english", "spanish"), LAYOUTS.values(), ids=LAYOUTS)
def test_pages_pair_by_their_paths(tmp_path: Path, english: str, spanish: str) -> None:
    """Below the language, in whichever way the site writes it."""
    page(tmp_path, english, "Sleep", "en")
    page(tmp_path, spanish, "Dormir", "es")
    page(tmp_path, "404.html", "Not found", "en")
    catalog = read(tmp_path)
    (topic,) = catalog.values()
    assert {"en": "Sleep", "es": "Dormir"} == topic.title.identifiers()
    assert ("sleep", "In short.") == (topic.slug, topic.description["es"])
    assert "404.html" in messages(catalog, FindingKind.DROPPED_ENTRY)[0]


HREFLANG = {
    "whole addresses": ("https://example.org/en/sleep.html", "https://example.org/es/dormir.html"),
    "addresses from the root": ("/en/sleep.html", "/es/dormir.html"),
    "addresses from the page": ("../en/sleep.html", "../es/dormir.html"),
    "addresses without endings": ("/en/sleep", "/es/dormir"),
}


@pytest.mark.parametrize(("english", "spanish"), HREFLANG.values(), ids=HREFLANG)
def test_pages_pair_by_hreflang(tmp_path: Path, english: str, spanish: str) -> None:
    """Also where their paths differ, and in whatever form the addresses are."""
    links = (
        f'<link rel="alternate" hreflang="en" href="{english}"><link rel="alternate" hreflang="es" href="{spanish}">'
    )
    page(tmp_path, "en/sleep.html", "Sleep", "en", links)
    page(tmp_path, "es/dormir.html", "Dormir", "es", links)
    page(tmp_path, "es/sleep-well.html", "Bien", "es")
    catalog = read(tmp_path)
    assert [{"en": "Sleep", "es": "Dormir"}, {"es": "Bien"}] == [
        topic.title.identifiers() for topic in catalog.values()
    ]


def test_relative_addresses_without_a_base(tmp_path: Path) -> None:
    """They lead to files of the folder, which pair; only those that lead to none are told of."""
    page(tmp_path, "sleep.html", "Sleep", "en", '<link rel="alternate" hreflang="es" href="dormir.html">')
    page(tmp_path, "dormir.html", "Dormir", "es", '<link rel="alternate" hreflang="en" href="./sleep.html">')
    page(tmp_path, "en/rest.html", "Rest", "en", '<link rel="alternate" hreflang="es" href="../es/descanso.html">')
    page(tmp_path, "es/descanso.html", "Descanso", "es")
    page(tmp_path, "en/swim.html", "Swim", "en", '<link rel="alternate" hreflang="es" href="../es/nadar.html">')
    catalog = read(tmp_path)
    titles = [topic.title.identifiers() for topic in catalog.values()]
    assert {"en": "Sleep", "es": "Dormir"} in titles
    assert {"en": "Rest", "es": "Descanso"} in titles
    assert [] == messages(catalog, FindingKind.BROKEN_LINK)
    [message] = messages(catalog, FindingKind.DEAD_LINK)
    assert "“Swim”: the link to ../es/nadar.html leads nowhere: there is no such file" == message


def test_a_link_that_is_called_by_a_language(tmp_path: Path) -> None:
    """It leads to the page in that language; one with other words leads to something that is in it."""
    english = '<p>Rest. <a hreflang="es" href="../es/caminar.html">{}</a></p>'
    page(tmp_path, "en/walk.html", "Walk", "en", text=PAGE.replace("<p>", f"{english.format('Español')}<p>"))
    page(tmp_path, "en/run.html", "Run", "en", text=PAGE.replace("<p>", f"{english.format('A guide')}<p>"))
    page(tmp_path, "es/caminar.html", "Caminar", "es")
    titles = [topic.title.identifiers() for topic in read(tmp_path).values()]
    assert {"en": "Walk", "es": "Caminar"} in titles
    assert {"en": "Run"} in titles


def test_the_main_content_is_the_text(tmp_path: Path) -> None:
    """Without the navigation and the title; links start at the base of the publisher where the page says no other."""
    page(tmp_path, "en/sleep.html", "Sleep", "en", '<link rel="canonical" href="https://example.org/en/sleep.html">')
    (topic,) = read(tmp_path).values()
    assert '<p>Rest &amp; <a href="https://example.org/en/more.html">more</a>.</p>' == topic.summary["en"].strip()


def test_where_pages_mark_regions_the_others_are_no_topics(tmp_path: Path) -> None:
    """The publisher has said what may be shown elsewhere."""
    marked = PAGE.replace("<p>", '<div class="syndicate"><p>').replace("</p>", "</p></div>")
    page(tmp_path, "en/sleep.html", "Sleep", "en", text=marked)
    page(tmp_path, "en/about.html", "About", "en")
    catalog = read(tmp_path)
    assert ["sleep"] == list(catalog)
    assert "pages without a region" in messages(catalog, FindingKind.DROPPED_ENTRY)[0]


def test_texts_that_another_reader_takes_are_counted(tmp_path: Path) -> None:
    """A folder with both kinds is read as pages, and says so."""
    page(tmp_path, "sleep.html", "Sleep", "en")
    for name in ("tea.md", "milk.MD", "chai.mdx"):
        (tmp_path / name).write_text("# Tea", encoding="utf-8")
    (said,) = messages(read(tmp_path), FindingKind.DROPPED_ENTRY)
    assert "*.md (2), *.mdx" in said


def test_pages_that_are_passed_over_are_counted(tmp_path: Path) -> None:
    """Those of templates and of files beside pages, each with its folder; what programs install is not looked at."""
    page(tmp_path, "en/sleep.html", "Sleep", "en")
    for name in ("_layouts/a.html", "assets/b.html", "assets/in/c.html", ".old/d.html", "en/_e.html"):
        page(tmp_path, name, "Other", "en")
    page(tmp_path, "node_modules/x/e.html", "Other", "en")
    catalog = read(tmp_path)
    (said,) = messages(catalog, FindingKind.DROPPED_ENTRY)
    assert ["sleep"] == list(catalog)
    assert "assets/*.html (2), .old/*.html, _e.html, _layouts/*.html" in said


def test_pages_and_markdown_in_one_folder(tmp_path: Path) -> None:
    """The kind that there is more of in folders of languages is read; of the other, the report says how to read it."""
    page(tmp_path, "en/sleep.html", "Sleep", "en")
    page(tmp_path, "es/sleep.html", "Dormir", "es")
    (tmp_path / "es" / "notes.md").write_text("# Notes\n", "utf-8")
    assert ["sleep"] == list(read(tmp_path))

    (tmp_path / "nota.es.md").write_text("---\ntitle: Nota\nupdated: 2024-05-01\n---\nHola.\n", "utf-8")
    catalog = read(tmp_path)
    assert ["nota"] == list(catalog)
    assert "pages of HTML, which --from pages reads (2)" in messages(catalog, FindingKind.DROPPED_ENTRY)[0]
    (found,) = (one for one in catalog.findings if one.kind is FindingKind.DROPPED_ENTRY)
    assert "páginas HTML, que se leen con --from pages (2)" in found.message("es")


def test_the_language_of_a_page(tmp_path: Path) -> None:
    """That of its folder counts more than that of its template; a page without any is broken, and the rest is read."""
    page(tmp_path, "es/dormir.html", "Dormir", "en")
    page(tmp_path, "plain.html", "Plain")
    catalog = read(tmp_path)
    assert {"es": "Dormir"} == catalog["dormir"].title.identifiers()
    assert messages(catalog, FindingKind.LANGUAGE_CLASH)
    (broken,) = messages(catalog, FindingKind.BROKEN)
    assert "the page does not state its language" in broken


def test_pages_that_are_withheld_or_lead_on(tmp_path: Path) -> None:
    """A page that asks not to be indexed is not given to partners; one that only leads on has no text."""
    page(tmp_path, "en/draft.html", "Draft", "en", '<meta name="robots" content="noindex, nofollow">')
    page(tmp_path, "en/old.html", "Old", "en", '<meta http-equiv="refresh" content="0; url=/en/sleep.html">')
    page(tmp_path, "en/sleep.html", "Sleep", "en")
    catalog = read(tmp_path)
    assert ["sleep"] == list(catalog)
    assert {("en", "draft"): "robots=noindex"} == dict(catalog.withheld)
    assert "pages that send readers on" in messages(catalog, FindingKind.DROPPED_ENTRY)[0]


@pytest.mark.parametrize(
    ("metas", "robot"),
    [
        ('<meta name="robots" content="max-image-preview:large"><meta name="robots" content="NOINDEX">', "robots"),
        ('<meta name="googlebot" content="none">', "googlebot"),
        ('<meta name="robots" content="index"><meta name="bingbot" content="noindex">', "bingbot"),
        ('<meta name="robots" content="max-image-preview:none, max-snippet: none">', ""),
    ],
)
def test_what_pages_ask_of_robots(tmp_path: Path, metas: str, robot: str) -> None:
    """Any of several elements may ask it, or one for the robot of one search engine; a size of pictures does not."""
    page(tmp_path, "en/draft.html", "Draft", "en", metas)
    page(tmp_path, "en/sleep.html", "Sleep", "en")
    assert dict(read(tmp_path).withheld) == ({("en", "draft"): f"{robot}=noindex"} if robot else {})


def test_real_pages_in_folders(tmp_path: Path, corpora: Path) -> None:
    """Pages of the CDC, of many years, in folders of languages: each is a topic, or broken with a reason."""
    folder = corpora / "cdc"
    catalog = read(folder)
    read_or_not = sum(len(topic.locales) for topic in catalog.values()) + len(messages(catalog, FindingKind.BROKEN))
    dropped = messages(catalog, FindingKind.DROPPED_ENTRY)
    assert 10 <= read_or_not <= 18
    assert read_or_not == 18 or dropped


ARTICLE = {
    "@context": "https://schema.org",
    "@type": ["MedicalWebPage", "Article"],
    "@id": "https://example.org/en/sleep#article",
    "url": "https://example.org/en/sleep",
    "headline": "Sleep",
    "articleBody": "Rest.\n\nWell.",
    "description": "In short.",
    "inLanguage": "en",
    "datePublished": "2024-06-06",
    "dateModified": "2024-06-07T10:00:00-04:00",
    "lastReviewed": "2024-06-08",
    "alternateName": ["Rest"],
    "articleSection": "Mind",
    "image": {"@type": "ImageObject", "url": "https://example.org/a.jpg", "description": "A bed"},
    "about": {"@type": "MedicalCondition", "code": {"codeValue": "G47.0", "codingSystem": "ICD-10-CM"}},
    "workTranslation": {"@type": "Article", "inLanguage": "es", "url": "https://example.org/es/dormir"},
}
SPANISH = {**ARTICLE, "url": "https://example.org/es/dormir", "headline": "Dormir", "inLanguage": "es", "@id": "b"}


def document(folder: Path, value: Any, name: str = "topics.jsonld") -> Path:
    """A document."""
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize("reference", [{"@id": "#en"}, "#en", [{"@id": "#en"}], {"@type": "Article", "@id": "#en"}])
def test_a_translation_is_named_by_reference(tmp_path: Path, reference: Any) -> None:
    """The thing that a reference means says the language and the address of the translation."""
    english = {**ARTICLE, "@id": "#en", "workTranslation": None}
    spanish = {**SPANISH, "@id": "#es", "workTranslation": None, "translationOfWork": reference}
    (topic,) = read(document(tmp_path, {"@graph": [spanish, english]})).values()

    assert {"en": "Sleep", "es": "Dormir"} == topic.title.identifiers()


@pytest.mark.parametrize("form", ["list", "graph", "lines"])
def test_articles_of_json_ld(tmp_path: Path, form: str) -> None:
    """In a list, a graph, or one after the other; what is no text is counted."""
    site = {"@type": "WebSite", "name": "Clinic"}
    spanish = {**SPANISH, "workTranslation": None, "translationOfWork": {"inLanguage": "en", "url": ARTICLE["url"]}}
    value: Any = [ARTICLE, spanish]
    if form == "graph":
        value = {"@context": "https://schema.org", "@graph": [site, *value]}
    path = document(tmp_path, value)
    if form == "lines":
        path.write_text("\n".join(map(json.dumps, value)), encoding="utf-8")
    catalog = read(path)
    (topic,) = catalog.values()
    assert {"en": "Sleep", "es": "Dormir"} == topic.title.identifiers()
    assert "<p>Rest.</p><p>Well.</p>" == topic.summary["en"]
    assert ("2024-06-08", "2024-06-06") == (
        topic.reviewed["en"].date().isoformat(),
        topic.created["en"].date().isoformat(),
    )
    assert (("Rest",), "G47.0", "A bed") == (topic.also_called["en"], topic.subjects[0].code, topic.image["en"].alt)
    assert (form == "graph") == bool(messages(catalog, FindingKind.DROPPED_ENTRY))


def test_texts_of_several_languages_in_one_thing(tmp_path: Path) -> None:
    """JSON-LD has values with languages; each is a text of the topic."""
    thing = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": "https://example.org/7",
        "headline": [{"@value": "Sleep", "@language": "en"}, {"@value": "Dormir", "@language": "es"}],
        "articleBody": {"en": "Rest.", "es": "Duerma."},
    }
    (topic,) = read(document(tmp_path, thing)).values()
    assert {"en": "<p>Rest.</p>", "es": "<p>Duerma.</p>"} == topic.summary.identifiers()


def test_texts_of_a_thing_are_in_the_language_of_their_names(tmp_path: Path) -> None:
    """A name without a language is in that of the thing, whichever text comes first; texts without a name are named."""
    thing = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": "https://example.org/7",
        "inLanguage": "en",
        "name": "Sleep",
        "articleBody": {"fr": "Dormez.", "es": "Duerma.", "en": "Rest."},
    }
    catalog = read(document(tmp_path, thing))
    (topic,) = catalog.values()
    assert {"en": "<p>Rest.</p>"} == topic.summary.identifiers()
    (said,) = messages(catalog, FindingKind.DROPPED_ENTRY)
    assert "texts in the language es, which have no name" in said
    assert "texts in the language fr, which have no name" in said
    catalog = read(document(tmp_path, {**thing, "headline": {"es": "Dormir", "fr": "Dormir"}}))
    (topic,) = catalog.values()
    assert {"en": "<p>Rest.</p>", "es": "<p>Duerma.</p>", "fr": "<p>Dormez.</p>"} == topic.summary.identifiers()
    assert [] == messages(catalog, FindingKind.DROPPED_ENTRY)


def test_questions_and_answers(tmp_path: Path) -> None:
    """A page of questions has them as headings."""
    question = {"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "<p>So.</p>"}}
    page = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": "Sleep",
        "url": "https://example.org/en/sleep",
    }
    (topic,) = read(document(tmp_path, {**page, "mainEntity": [question]})).values()
    assert "<h2>Why?</h2><p>So.</p>" == topic.summary["en"].replace("\n", "")


def test_a_page_with_json_ld(tmp_path: Path) -> None:
    """Its main content is the text, and its JSON-LD says more of it; a draft is withheld."""
    facts = json.dumps({**ARTICLE, "creativeWorkStatus": "Draft"}).replace("{", "{{").replace("}", "}}")
    script = '<script type="application/ld+json">{}</script>'
    path = page(tmp_path, "sleep.html", "Sleep", "en", script.format(json.dumps(ARTICLE)))
    (topic,) = read(path).values()
    assert ("Sleep", ("Rest",)) == (topic.title["en"], topic.also_called["en"])
    assert "2024-06-08" == topic.reviewed["en"].date().isoformat()
    assert "Rest &amp;" in topic.summary["en"]
    path = page(tmp_path, "draft.html", "Sleep", "en", script.format(facts).replace("{{", "{").replace("}}", "}"))
    assert [] == list(read(path))


def test_json_ld_without_texts(tmp_path: Path) -> None:
    """Is an error that says what is looked for."""
    with pytest.raises(SourceError, match="it describes no text"):
        read(document(tmp_path, {"@context": "https://schema.org", "@type": "WebSite", "name": "Clinic"}))


def test_files_beside_pages_are_published(tmp_path: Path) -> None:
    """A picture beside a page without an address of its own goes with it."""
    shown = PAGE.replace("<p>Rest", '<p><img src="a.svg" alt="A bed">Rest')
    page(tmp_path, "en/sleep.html", "Sleep", "en", text=shown)
    (tmp_path / "en" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    (topic,) = read(tmp_path, publisher=attrs.evolve(PUBLISHER, base_url="https://clinic.example/")).values()
    assert 'src="https://clinic.example/' in topic.summary["en"]


def test_words_that_only_look_like_languages(tmp_path: Path) -> None:
    """A folder `it` and a page `what-it-is` are in Italian or Icelandic only if they say so."""
    page(tmp_path, "it/accounts.html", "Accounts", "en")
    page(tmp_path, "what-it-is.html", "What it is", "en")
    page(tmp_path, "fr/compte.html", "Compte", "fr")
    catalog = read(tmp_path)
    assert {"en": ["Accounts", "What it is"], "fr": ["Compte"]} == {
        str(locale): [topic.title[locale] for topic in catalog.written_in(locale)] for locale in catalog.locales
    }
    assert not messages(catalog, FindingKind.LANGUAGE_CLASH)
