"""Two languages side by side: each complete in its own language, paired, and safe in anyone's page."""

from __future__ import annotations

import json

import pytest
from markupsafe import Markup
from samples import PUBLISHER, attribute, english_only, parsed, topic
from selectolax.lexbor import LexborNode
from test_snippets import check_safe, effective_lang, validator

from syndicate import bilingual, snippet
from syndicate.errors import InvalidValueError, NotFoundError


def halves(html: str) -> list[LexborNode]:
    """The regions of the languages."""
    return parsed(html).css(".syndicate-bilingual > section.syndicate-half")


def test_each_half_is_a_region_in_its_language() -> None:
    """Each is named by its title, declares its language once, and speaks it throughout."""
    made = bilingual(topic(), PUBLISHER, ("en", "es"))
    check_safe(made.html)
    english, spanish = halves(made.html)
    assert [("About tea", "en", "ltr"), ("Acerca de tea", "es", "ltr")] == [
        tuple(attribute(half, name) for name in ("aria-label", "lang", "dir")) for half in (english, spanish)
    ]
    for half, said in (
        (english, "Last updated March 1, 2024"),
        (spanish, "Última actualización: 1 de febrero de 2024"),
    ):
        assert said in half.text()
        assert [half.mem_id] == [node.mem_id for node in half.css("[lang]")]


def test_order_is_the_one_asked_for() -> None:
    """The first language stands first; by default the catalog's main one."""
    assert ["es", "en"] == [
        attribute(half, "lang") for half in halves(bilingual(topic(), PUBLISHER, ("es", "en")).html)
    ]
    assert ["en", "es"] == [attribute(half, "lang") for half in halves(bilingual(topic(), PUBLISHER).html)]


@pytest.mark.parametrize("level", [1, 3, 5])
def test_headings_are_paired(level: int) -> None:
    """The same heading has the same level on both sides, however their sources number them."""
    both = topic(
        summary={"en": Markup("<h2>When?</h2><h3>Where?</h3>"), "es": Markup("<h4>¿Cuándo?</h4><h6>¿Dónde?</h6>")},
        sections={},
    )
    english, spanish = halves(bilingual(both, PUBLISHER, heading_level=level).html)
    levels = [[node.tag for node in half.css("h1, h2, h3, h4, h5, h6")] for half in (english, spanish)]
    assert levels[0] == levels[1] == [f"h{min(6, level + step)}" for step in range(3)]


def test_language_that_stands_beside_is_not_linked() -> None:
    """There is no switch to what the reader sees already; a third language is linked."""
    third = topic(
        ids={"en": "1", "es": "2", "ht": "3"}, title={"en": "Tea", "es": "Té", "ht": "Te"}, sections={}, summary={}
    )
    for half in halves(bilingual(third, PUBLISHER, ("en", "es")).html):
        assert ["ht"] == [attribute(link, "hreflang") for link in half.css(".syndicate-translation a")]
    assert not parsed(bilingual(topic(), PUBLISHER).html).css(".syndicate-translation")


def test_labels_of_a_language_without_a_catalog_are_marked() -> None:
    """English labels around an Arabic text, in an Arabic region, are marked as English."""
    both = english_only("shay", ids={"en": "1", "ar": "2"}, title={"en": "Tea", "ar": "الشاي"})
    arabic = halves(bilingual(both, PUBLISHER, ("en", "ar")).html)[1]
    assert ("ar", "rtl") == (attribute(arabic, "lang"), attribute(arabic, "dir"))
    article = arabic.css_first("article")
    assert ("", "") == (attribute(article, "lang"), attribute(article, "dir"))
    assert "ar" == effective_lang(arabic.css_first(".syndicate-title"))
    label = arabic.css_first(".syndicate-source > span")
    assert ("Source", "en", "ltr") == (label.text(), attribute(label, "lang"), attribute(label, "dir"))


def test_json_has_both_and_the_whole() -> None:
    """Each language's snippet as it is by itself, and the HTML and nodes of both."""
    made = bilingual(topic(), PUBLISHER, ("es", "en"))
    document = json.loads(made.json())
    validator("bilingual").validate(document)
    assert [json.loads(snippet(topic(), PUBLISHER, locale).json()) for locale in ("es", "en")] == document["snippets"]
    assert (str(made.html), made.nodes) == (document["html"], document["nodes"])
    assert ["div"] == [node[0] for node in made.nodes]


def test_one_language_is_not_two() -> None:
    """A topic of one language cannot be shown in two, and no language twice."""
    with pytest.raises(NotFoundError, match=r"no text in this language.*'kettle'.*locale es.*it has en"):
        bilingual(english_only("kettle"), PUBLISHER, ("en", "es"))
    with pytest.raises(InvalidValueError, match="two languages are needed, not en"):
        bilingual(english_only("kettle"), PUBLISHER)
    with pytest.raises(InvalidValueError, match="two languages are needed, not en, en"):
        bilingual(topic(), PUBLISHER, ("en", "en"))
