"""Snippets: a topic's text as HTML and as data, true to its language and safe in anyone's page."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from markupsafe import Markup
from samples import PUBLISHER, TEA, attribute, english_only, parsed, topic
from selectolax.lexbor import LexborHTMLParser, LexborNode
from strategies import catalogs

from syndicate import snippet
from syndicate.errors import InvalidValueError
from syndicate.model import Catalog, Image, Publisher, Section, Topic


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


def test_language_and_direction_are_declared() -> None:
    """The article carries the language of its text."""
    only = article(snippet(topic(), PUBLISHER, "es").html)
    assert ("es", "ltr") == (attribute(only, "lang"), attribute(only, "dir"))
    assert not only.css('[lang="en"]:not(.syndicate-translation a)')


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
    """Spanish is no foreign language to a Mexican reader."""
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
            assert found.title[made.text_locale] == json.loads(made.json())["title"]


def test_topic_without_summary_shows_its_description() -> None:
    """A text in short is better than none."""
    made = snippet(topic(summary={}), PUBLISHER, "en")
    summary = parsed(made.html).css_first(".syndicate-summary")
    assert summary is not None
    assert "A cup a day." == summary.text().strip()


def test_topic_without_description_is_described_by_its_summary() -> None:
    """The description is the beginning of the summary then, as plain text."""
    assert "Drink it warm. When? At five & at six." == snippet(topic(description={}), PUBLISHER, "en").description


def test_lists_of_links_can_be_left_out() -> None:
    """Without sections, only the text remains."""
    made = snippet(topic(), PUBLISHER, "en", sections=False)
    assert not parsed(made.html).css(".syndicate-section")
    assert "Drink it" in made.html


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
        "attribution": "Cortesía de la Clínica del Valle",
        "translations": [{"language": "en", "title": "About tea", "url": "https://clinic.example.org/en/topics/tea/"}],
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
    ):
        changed = topic(**{field: {**getattr(topic(), field), "en": value}})
        assert same != digest(changed), field


def test_digest_does_not_change_with_the_address() -> None:
    """A page that moves, or a new title of its translation, is no change of the text."""
    moved = topic(url={"en": "https://example.com/tea"}, title={"en": "About tea", "es": "El té"})
    assert digest(topic()) == digest(moved)
