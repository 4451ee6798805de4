"""Snippets: a topic's text as HTML and as data, true to its language and safe in anyone's page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from markupsafe import Markup, escape
from samples import PUBLISHER, TEA, attribute, english_only, parsed, topic
from selectolax.lexbor import LexborHTMLParser, LexborNode
from strategies import catalogs

import syndicate
from syndicate import SnippetOptions, snippet
from syndicate.errors import InvalidValueError
from syndicate.model import Catalog, Image, Link, Publisher, Section, Topic
from syndicate.snippets.nodes import TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS
from syndicate.snippets.options import PARTS, Shown


def article(html: str) -> LexborNode:
    """The one article that a snippet is."""
    tree = parsed(html)
    assert tree.body is not None
    (only,) = [node for node in tree.body.iter() if node.tag != "-comment"]
    assert "article" == only.tag
    return only


def headings(html: str) -> list[tuple[int, str]]:
    """The headings in order, with their levels."""
    return [(int(node.tag[1]), node.text().strip()) for node in parsed(html).css("h1, h2, h3, h4, h5, h6")]


def effective_lang(node: LexborNode | None) -> str:
    """The language an element's text is declared to be in, by the nearest ``lang``."""
    while node is not None:
        if lang := attribute(node, "lang"):
            return lang
        node = node.parent
    return ""


def test_snippet_says_the_topic_in_the_readers_language() -> None:
    """Title, other names, summary, links, dates, credit and source, all in Spanish."""
    made = snippet(topic(), PUBLISHER, "es")
    text = article(made.html).text(separator=" ")
    for said in (
        "Acerca de tea",
        "También se conoce como: Infusión",
        "Bébalo",
        "¿Cuándo?",
        "Para empezar",
        "Cómo preparar el té",
        "(Casa del Té)",
        "1 de febrero de 2024",
        "Cortesía de la Clínica del Valle",
        "https://clinic.example.org/es/topics/tea/",
    ):
        assert said in re.sub(r"\s+", " ", text)


def test_what_is_html_is_not_escaped_again() -> None:
    """Templates and `Markup` take a snippet, two side by side, and an extract as the HTML they are."""
    snippets = (snippet(topic(), PUBLISHER, "es"), syndicate.bilingual(topic(), PUBLISHER))
    page = '<div class="syndicate"><p>A &amp; B</p></div>'
    for made in (*snippets, syndicate.extract(page, url="https://example.org/")):
        assert made.html == escape(made) == Markup("{}").format(made)


def test_language_and_direction_are_declared() -> None:
    """The article carries the language of its text."""
    only = article(snippet(topic(), PUBLISHER, "es").html)
    assert ("es", "ltr") == (attribute(only, "lang"), attribute(only, "dir"))
    assert not only.css('[lang="en"]:not(.syndicate-translation a)')


def check_languages(html: str) -> None:
    """A language is declared where it begins, with its direction, and nowhere again; the text's own marks aside."""
    for node in parsed(html).css("article [lang]:not(.syndicate-summary *)"):
        assert node.parent is not None
        assert attribute(node, "lang") != effective_lang(node.parent), node.html
        assert attribute(node, "dir"), node.html


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "ar"])
def test_language_is_declared_only_where_it_changes(
    locale: str, example_catalog: Catalog, example_publisher: Publisher
) -> None:
    """No element repeats the language of what stands around it; every change has its direction too."""
    for found in [*example_catalog.values(), topic(), english_only("kettle", sections={"en": (LISTS,)})]:
        check_languages(snippet(found, example_publisher, locale).html)


def test_other_language_is_linked_in_its_own_words() -> None:
    """The link to the translation is named and marked up in that translation's language."""
    (link,) = parsed(snippet(topic(), PUBLISHER, "es").html).css(".syndicate-translation a")
    assert "English: About tea" == link.text()
    assert ["en", "en", "ltr"] == [attribute(link, name) for name in ("lang", "hreflang", "dir")]
    assert "https://clinic.example.org/en/topics/tea/" == attribute(link, "href")


def test_text_of_another_language_keeps_its_own() -> None:
    """Where only an English text exists, a Spanish reader gets it as English, between Spanish labels and a note."""
    lone = english_only("kettle", summary={"en": Markup("<p>Boil water.</p>")})
    made = snippet(lone, PUBLISHER, "es")
    only = article(made.html)
    assert "es" == attribute(only, "lang")
    assert "Este texto está disponible solo en inglés." in only.text()
    for selector in (".syndicate-title", ".syndicate-summary"):
        node = only.css_first(selector)
        assert ("en", "ltr") == (attribute(node, "lang"), attribute(node, "dir"))
    assert "es" == effective_lang(only.css_first(".syndicate-attribution"))
    assert ("en", "es") == (str(made.text_locale), str(made.locale))


def test_regional_reader_gets_the_language_without_a_note() -> None:
    """Spanish is not a foreign language to a Mexican reader."""
    made = snippet(topic(), PUBLISHER, "es-MX")
    assert "es" == str(made.text_locale)
    assert not parsed(made.html).css(".syndicate-note")


def test_right_to_left_text_says_so() -> None:
    """Arabic text within English labels is marked as Arabic, from right to left."""
    arabic = english_only("shay", ids={"ar": "1"}, title={"ar": "الشاي"}, summary={"ar": Markup("<p>كوب</p>")})
    only = article(snippet(arabic, PUBLISHER, "en").html)
    title = only.css_first(".syndicate-title")
    assert ("ar", "rtl") == (attribute(title, "lang"), attribute(title, "dir"))
    assert "ltr" == attribute(only, "dir")


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_headings_follow_the_level_asked_for(level: int) -> None:
    """The title stands at the level asked for, the summary's headings and the lists below it, never beyond h6."""
    summary = Markup("<h1>a</h1><h3>b</h3><p>c</p><h6>d</h6>")
    made = snippet(topic(summary={"en": summary}), PUBLISHER, "en", heading_level=level)
    found = headings(made.html)
    assert (level, "About tea") == found[0]
    expected = [(min(6, level + 1), "a"), (min(6, level + 2), "b"), (min(6, level + 3), "d")]
    assert expected == found[1:4]
    assert [(level + 1, "Start here"), (level + 1, "Videos")] == found[4:]


@pytest.mark.parametrize("level", [0, 6, -1])
def test_no_other_heading_level_is_taken(level: int) -> None:
    """A title at h6 or beyond would leave no room below."""
    with pytest.raises(InvalidValueError, match="heading_level"):
        snippet(topic(), PUBLISHER, "en", heading_level=level)


def check_safe(html: str) -> None:
    """What makes a snippet safe in a page that is not ours."""
    tree = parsed(html)
    assert not tree.css("script, style, link, iframe, form, input, object, svg, [id], [style]")
    for node in tree.css("*"):
        names = set(node.attributes)
        assert not [name for name in names if name.startswith("on")]
        for name in names & {"href", "src", "cite"}:
            assert attribute(node, name).startswith(("https://", "http://", "mailto:", "tel:"))
        for token in attribute(node, "class").split():
            assert token == "syndicate" or token.startswith("syndicate-")


def test_example_snippets_are_safe(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """No script, style, id or handler, and absolute addresses only, in every snippet of the example."""
    for found in example_catalog.values():
        for locale in ("en", "es"):
            check_safe(snippet(found, example_publisher, locale).html)


SPANISH_PAGE = Link(url={"es": "https://tea.example.net/es/taza"}, title={"es": "La taza"}, organization={"es": "Té"})
LISTS = Section(title="Lists", links=[TEA, SPANISH_PAGE])


def test_link_in_the_other_language_only_says_so() -> None:
    """Its title is marked as what it is, and the reader is told before they follow it."""
    made = snippet(topic(sections={"en": (LISTS,)}), PUBLISHER, "en")
    link = parsed(made.html).css('.syndicate-section a[lang="es"]')[0]
    assert ["La taza", "es", "ltr"] == [link.text(), attribute(link, "hreflang"), attribute(link, "dir")]
    item = link.parent
    assert item is not None
    assert "La taza (Té) Only in Spanish" == item.text().strip()
    assert "es" == effective_lang(item.css_first(".syndicate-organization"))
    assert "en" == effective_lang(item.css_first(".syndicate-only-in"))
    described = json.loads(made.json())["sections"][0]["links"][1]
    assert {
        "title": "La taza",
        "url": "https://tea.example.net/es/taza",
        "language": "es",
        "organization": "Té",
    } == described


def test_labels_within_a_foreign_text_keep_the_readers_language() -> None:
    """Between English links, "also in" is said in the reader's Spanish."""
    lone = english_only("kettle", sections={"en": (Section(title="Start", links=[TEA, SPANISH_PAGE]),)})
    tree = parsed(snippet(lone, PUBLISHER, "es").html)
    said = tree.css_first(".syndicate-also-in")
    assert said is not None
    assert ("También en español", "es", "ltr") == (said.text(), attribute(said, "lang"), attribute(said, "dir"))
    assert "Solo en español" == tree.css(".syndicate-only-in")[0].text()


RIGHTS = attrs.evolve(
    PUBLISHER,
    disclaimer={"en": "Ask your doctor too."},
    license="https://creativecommons.org/licenses/by/4.0/",
    attribution={"ar": "بإذن من العيادة"},
)


def test_publishers_texts_are_in_the_readers_language_or_say_their_own() -> None:
    """The disclaimer and the credit line fall back as texts do, and are marked with the language they are in."""
    tree = parsed(snippet(topic(), RIGHTS, "es").html)
    (disclaimer,), (credit,) = tree.css(".syndicate-disclaimer"), tree.css(".syndicate-attribution")
    assert ("Ask your doctor too.", "en", "ltr") == (
        disclaimer.text(),
        attribute(disclaimer, "lang"),
        attribute(disclaimer, "dir"),
    )
    assert ("ar", "rtl") == (attribute(credit, "lang"), attribute(credit, "dir"))
    (license,) = tree.css(".syndicate-license a")
    assert ["Licencia", "license", RIGHTS.license] == [
        license.text(),
        attribute(license, "rel"),
        attribute(license, "href"),
    ]


def test_address_is_written_from_left_to_right() -> None:
    """The printed URL of the source runs left to right in an Arabic text too."""
    arabic = english_only("shay", ids={"ar": "1"}, title={"ar": "الشاي"})
    (source,) = parsed(snippet(arabic, PUBLISHER, "ar").html).css(".syndicate-source > a")
    assert "ltr" == attribute(source, "dir")


def properties(item: LexborNode) -> dict[str, str]:
    """The microdata of an item: its properties with their values, those of items in it aside."""
    found = {}
    for node in item.css("[itemprop]"):
        holder = node.parent
        while holder is not None and "itemscope" not in holder.attributes:
            holder = holder.parent
        if holder is not None and holder.mem_id == item.mem_id:
            value = next(
                (attribute(node, name) for name in ("href", "src", "datetime", "value") if attribute(node, name)), ""
            )
            found[attribute(node, "itemprop")] = value or node.text().strip()
    return found


def test_microdata_says_what_the_page_is() -> None:
    """The snippet is marked as the page it comes from, with its language, dates, publisher and license."""
    only = article(snippet(topic(), RIGHTS, "es").html)
    url = "https://clinic.example.org/es/topics/tea/"
    assert ("https://schema.org/MedicalWebPage", f"{url}#page") == (
        attribute(only, "itemtype"),
        attribute(only, "itemid"),
    )
    found = properties(only)
    assert found.pop("text").startswith("Bébalo tibio.")
    assert {
        "name": "Acerca de tea",
        "url": url,
        "dateModified": "2024-02-01",
        "creditText": "بإذن من العيادة",
        "license": RIGHTS.license,
        "publisher": "Clínica del Valle",
        "inLanguage": "es",
    } == found


def test_titles_cannot_break_out() -> None:
    """What looks like markup in a plain text stays text."""
    wicked = '"><script>alert(1)</script>'
    section = Section(title=wicked, links=[attrs.evolve(TEA, title={"en": wicked, "es": wicked})])
    made = snippet(
        topic(
            title={"en": wicked, "es": wicked},
            also_called={"en": (wicked,)},
            image={"en": Image(url="https://example.org/a.jpg", alt=wicked)},
            sections={"en": (section,)},
        ),
        PUBLISHER,
        "en",
    )
    check_safe(made.html)
    assert 4 <= article(made.html).text().count(wicked)
    image = parsed(made.html).css_first("img")
    assert wicked == attribute(image, "alt")


@given(catalog=catalogs(max_size=2))
@settings(deadline=None, max_examples=50)
def test_any_topic_makes_a_safe_snippet(catalog: Catalog) -> None:
    """Whatever a topic holds, its snippet is one safe article whose JSON reads back."""
    for found in catalog.values():
        for locale in ("en", "es_MX", "ar"):
            made = snippet(found, PUBLISHER, locale)
            article(made.html)
            check_safe(made.html)
            check_languages(made.html)
            assert found.title[made.text_locale] == json.loads(made.json())["title"]


def test_topic_without_summary_shows_its_description() -> None:
    """A text in short is better than none."""
    made = snippet(topic(summary={}), PUBLISHER, "en")
    summary = parsed(made.html).css_first(".syndicate-summary")
    assert summary is not None
    assert "A cup a day." == summary.text().strip()


def test_topic_with_neither_has_no_empty_paragraph() -> None:
    """A title and links alone make a snippet."""
    made = snippet(topic(summary={}, description={}), PUBLISHER, "en")
    assert not parsed(made.html).css(".syndicate-summary, p:empty")


def test_topic_without_description_is_described_by_its_summary() -> None:
    """The description is the beginning of the summary then, as plain text."""
    assert "Drink it warm." == snippet(topic(description={}), PUBLISHER, "en").description


def test_lists_of_links_can_be_left_out() -> None:
    """Without sections, only the text remains."""
    made = snippet(topic(), PUBLISHER, "en", sections=False)
    assert not parsed(made.html).css(".syndicate-section")
    assert "Drink it" in made.html


SELECTORS = {
    "translations": ".syndicate-translation",
    "also_called": ".syndicate-also-called",
    "image": ".syndicate-image",
    "summary": ".syndicate-summary em",
    "sections": ".syndicate-section",
    "dates": ".syndicate-footer time",
}


@pytest.mark.parametrize("part", PARTS)
def test_each_option_is_one_part(part: str) -> None:
    """An option takes its own part away, and nothing else; the credit and the source are always there."""
    whole = topic(image={"en": Image(url="https://example.org/a.png", alt="A cup")})
    options = SnippetOptions(**{part: False})
    made = snippet(whole, RIGHTS, "en", options)
    tree = parsed(made.html)
    assert [part] == [name for name, selector in SELECTORS.items() if not tree.css(selector)]
    for always in ("title", "disclaimer", "attribution", "license", "source"):
        assert tree.css(f".syndicate-{always}"), always
    assert snippet(whole, RIGHTS, "en").digest == made.digest
    check_safe(made.html)


def test_options_and_their_keywords_are_the_same() -> None:
    """Each option can be given by its name too, and goes before those given together."""
    assert {field.name for field in attrs.fields(SnippetOptions)} == set(Shown.__annotations__)
    together = SnippetOptions(heading_level=4, dates=False)
    assert attrs.evolve(together, image=False) == snippet(topic(), PUBLISHER, "en", together, image=False).options


def test_without_its_text_a_snippet_has_the_description() -> None:
    """A teaser: the topic in a sentence."""
    summary = parsed(snippet(topic(), PUBLISHER, "en", summary=False).html).css_first(".syndicate-summary")
    assert summary is not None
    assert "A cup a day." == summary.text().strip()


def test_link_names_its_twin() -> None:
    """A link that exists in the other language says so, with its address."""
    tree: LexborHTMLParser = parsed(snippet(topic(), PUBLISHER, "en").html)
    twin = tree.css_first(".syndicate-also-in a")
    assert twin is not None
    assert ("es", "https://tea.example.net/es/preparar") == (attribute(twin, "hreflang"), attribute(twin, "href"))
    assert "Spanish" == twin.text()


def test_json_says_the_same() -> None:
    """The fields of the JSON, for a partner who renders by themselves."""
    made = snippet(topic(), PUBLISHER, "es")
    document = json.loads(made.json())
    html, digest = document.pop("html"), document.pop("digest")
    assert str(made.html) == html
    assert made.nodes == document.pop("nodes")
    assert made.digest == digest
    assert {
        "id": "tag:clinic.example.org,2024:topic/tea-2/es",
        "slug": "tea",
        "language": "es",
        "direction": "ltr",
        "title": "Acerca de tea",
        "url": "https://clinic.example.org/es/topics/tea/",
        "description": "Una taza al día.",
        "summary_html": "<p>Bébalo <em>tibio</em>.</p><h2>¿Cuándo?</h2><p>A las cinco y a las seis.</p>",
        "also_called": ["Infusión"],
        "image": None,
        "created": "2023-05-02T00:00:00Z",
        "updated": "2024-02-01T00:00:00Z",
        "sections": [
            {
                "title": "Para empezar",
                "links": [
                    {
                        "title": "Cómo preparar el té",
                        "url": "https://tea.example.net/es/preparar",
                        "organization": "Casa del Té",
                        "flags": ["video"],
                        "translations": [{"language": "en", "url": "https://tea.example.net/en/brew"}],
                    }
                ],
            }
        ],
        "publisher": "Clínica del Valle",
        "attribution": "Cortesía de la Clínica del Valle",
        "disclaimer": None,
        "license": None,
        "snippet_url": "https://clinic.example.org/es/topics/tea/snippet.json",
        "translations": [
            {
                "language": "en",
                "title": "About tea",
                "url": "https://clinic.example.org/en/topics/tea/",
                "snippet_url": "https://clinic.example.org/en/topics/tea/snippet.json",
            }
        ],
    } == document


def digest(found: Topic, **options: Any) -> str:
    """The digest of a topic's English snippet."""
    return snippet(found, PUBLISHER, "en", **options).digest


def test_digest_is_that_of_the_text() -> None:
    """How a snippet is shown does not change its digest; what it says does."""
    same = digest(topic())
    assert re.fullmatch("[0-9a-f]{64}", same)
    assert same == digest(topic(), heading_level=4) == digest(topic(), sections=False)
    for field, value in (
        ("title", "Tea time"),
        ("summary", Markup("<p>Drink it cold.</p>")),
        ("description", "Two cups a day."),
        ("also_called", ("Chai",)),
        ("sections", ()),
        ("image", Image(url="https://example.org/a.png")),
    ):
        changed = topic(**{field: {**getattr(topic(), field), "en": value}})
        assert same != digest(changed), field


def test_digest_does_not_change_with_the_address() -> None:
    """A page that moves, or a new title of its translation, is not a change of the text."""
    moved = topic(url={"en": "https://example.com/tea"}, title={"en": "About tea", "es": "El té"})
    assert digest(topic()) == digest(moved)


SCHEMAS = Path(str(files("syndicate") / "snippets" / "schema"))


def validator(name: str) -> Any:
    """Holds data against one of the schemas that the package ships."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    schemas = [json.loads(path.read_text("utf-8")) for path in sorted(SCHEMAS.glob("*.schema.json"))]
    for schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schema)
    registry = referencing.Registry().with_resources(
        (schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas
    )
    (wanted,) = [schema for schema in schemas if schema["$id"] == f"urn:syndicate:{name}"]
    return jsonschema.Draft202012Validator(wanted, registry=registry)


def test_json_of_the_example_is_as_its_schema_says(example_tree: Path) -> None:
    """Every snippet.json of the published tree."""
    check = validator("snippet")
    paths = sorted(example_tree.glob("*/topics/*/snippet.json"))
    assert len(paths) > 20
    for path in paths:
        check.validate(json.loads(path.read_text("utf-8")))


def test_json_of_real_topics_is_as_its_schema_says(corpora: Path) -> None:
    """Fifty topics of a real catalog, in both languages and in both forms."""
    catalog = syndicate.read(next((corpora / "medlineplus").glob("mplus_topics_*.xml.gz")))
    check, check_envelope = validator("snippet"), validator("hhs")
    for found in list(catalog.values())[::20][:50]:
        for locale in found.locales:
            made = snippet(found, PUBLISHER, locale)
            check.validate(json.loads(made.json()))
            check_envelope.validate(json.loads(made.json(envelope="hhs")))


@given(catalog=catalogs(max_size=2))
@settings(max_examples=30)
def test_json_of_any_topic_is_as_its_schema_says(catalog: Catalog) -> None:
    """Whatever a topic holds."""
    check = validator("snippet")
    for found in catalog.values():
        check.validate(json.loads(snippet(found, RIGHTS, "es").json()))


@pytest.mark.parametrize(
    "change",
    [
        {"nodes": [["script", {}, "a"]]},
        {"nodes": [["p", {"onclick": "a"}]]},
        {"nodes": ["text"]},
        {"language": "español"},
        {"url": "javascript:a"},
        {"digest": "abc"},
        {"more": 1},
    ],
    ids=str,
)
def test_schema_refuses_what_is_wrong(change: dict[str, Any]) -> None:
    """What is published follows the schema."""
    document = snippet(topic(), PUBLISHER, "en").to_dict()
    check = validator("snippet")
    assert check.is_valid(document)
    assert not check.is_valid({**document, **change})


def test_schema_has_the_vocabulary() -> None:
    """The elements and attributes it allows are those that a snippet may hold."""
    definitions = json.loads((SCHEMAS / "snippet.schema.json").read_text("utf-8"))["$defs"]
    assert sorted(TEMPLATE_TAGS) == definitions["tag"]["enum"]
    assert sorted(set().union(*TEMPLATE_ATTRIBUTES.values())) == definitions["attributes"]["propertyNames"]["enum"]


def test_every_field_of_a_list_is_in_the_reference() -> None:
    """Of the list, and of each topic of it."""
    page = (Path(__file__).parent.parent / "docs" / "reference" / "list-json.md").read_text("utf-8")
    schema = json.loads((SCHEMAS / "list.schema.json").read_text("utf-8"))
    for table, fields in zip(page.split("| Field |")[1:], (schema, schema["$defs"]["topic"]), strict=True):
        rows = [row.split("|")[1] for row in table.partition("\n\n")[0].splitlines()[2:]]
        assert set(fields["properties"]) == {name for row in rows for name in re.findall("`(.+?)`", row)}


def test_every_field_is_in_the_reference() -> None:
    """The page of the documentation names each field of the data, and each class of the HTML stands in the guide."""
    docs = Path(__file__).resolve().parent.parent / "docs"
    schema = json.loads((SCHEMAS / "snippet.schema.json").read_text("utf-8"))
    page = (docs / "reference" / "snippet-json.md").read_text("utf-8")
    rows = [row.split("|")[1] for row in page.partition("| Field |")[2].partition("\n\n")[0].splitlines()[2:]]
    assert set(schema["properties"]) == {name for row in rows for name in re.findall("`(.+?)`", row)}
    templates = files("syndicate") / "snippets" / "templates"
    classes = {
        name
        for path in templates.iterdir()
        for name in re.findall(r"syndicate-[a-z-]+", path.read_text(encoding="utf-8"))
    }
    guide = "".join((docs / "how-to" / f"{name}.md").read_text("utf-8") for name in ("embed-a-snippet", "embed-lists"))
    assert [] == [name for name in sorted(classes) if f"| `{name}`" not in guide and f", `{name}`" not in guide]


def test_envelope_has_the_fields_of_the_federal_service() -> None:
    """A program made for that service finds name, content and source where it looks for them."""
    made = snippet(topic(), PUBLISHER, "es")
    document = json.loads(made.json(envelope="hhs"))
    validator("hhs").validate(document)
    (result,) = document["results"]
    assert (200, 1) == (document["meta"]["status"], document["meta"]["pagination"]["total"])
    assert ("Acerca de tea", "Html", "es", made.url, str(made.html), made.digest) == tuple(
        result[name] for name in ("name", "mediaType", "language", "sourceUrl", "content", "hash")
    )


def test_years_have_four_digits() -> None:
    """A date of long ago is valid HTML."""
    topic = Topic(slug="old", ids={"en": "1"}, title={"en": "Old"}, updated={"en": datetime(1, 2, 3, tzinfo=UTC)})
    assert 'datetime="0001-02-03"' in snippet(topic, PUBLISHER, "en").html


def test_a_section_without_links_has_no_heading() -> None:
    """A title with nothing below it reads as the title of what comes next."""
    sections = {"en": (Section(title="Start here", links=()), Section(title="Tools", links=(TEA,)))}
    made = snippet(topic(sections=sections), PUBLISHER, "en")
    assert "Start here" not in made.html
    assert ["Tools"] == [section["title"] for section in json.loads(made.json())["sections"]]
