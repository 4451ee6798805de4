"""Topics written as MedlinePlus' XML: what its own reader reads back is what was written."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import pytest
from markupsafe import Markup
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.interchange.medlineplus_xml import health_topic
from syndicate.model import Catalog, OtherLanguage, Reference, Subject, Topic

PUBLISHED = [field.name for field in attrs.fields(Topic) if field.eq]
"""The fields that tell topics apart."""


def written(catalog: Catalog) -> str:
    """All texts of a catalog, as the search of MedlinePlus gives them."""
    documents = (
        f'<document><content name="healthTopic">{health_topic(topic, locale, PUBLISHER)}</content></document>'
        for locale in catalog.locales
        for topic in catalog.written_in(locale)
    )
    return f"<nlmSearchResult><list>{''.join(documents)}</list></nlmSearchResult>"


def read_back(catalog: Catalog, folder: Path) -> Catalog:
    """What the reader of this form makes of it."""
    path = folder / "topics.xml"
    path.write_text(written(catalog), encoding="utf-8")
    return syndicate.read(path)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Every field that the form has comes back as it was, with signs that XML escapes."""
    values = {
        "title": {"en": 'Tea & "milk"', "es": "Té <con> leche"},
        "url": {"en": "https://example.org/tea.html?a=1&b=2", "es": "https://example.org/es/tea.html"},
        "see_references": {"en": ("Chai",), "es": ("Infusión & más",)},
        "subjects": (Subject(scheme="MeSH", code="D013662", name="Tea"), Subject(scheme="MeSH", code="Q000150")),
        "related": {"en": (Reference(title="Milk", url="https://example.org/milk.html", id="8"),)},
        "institute": {"es": Reference(title="Casa & Té", url="https://tea.example.net/")},
        "other_languages": {
            "en": (OtherLanguage(language="French", vernacular_name="français", url="https://tea.example.net/fr"),)
        },
        "summary": {"en": Markup("<p>One &amp; two</p>"), "es": Markup("<p>Uno</p>")},
    }
    made = catalog(topic(**values))
    (back,) = read_back(made, tmp_path).values()
    (one,) = made.values()
    for name in (*values, "ids", "also_called", "created"):
        assert getattr(one, name) == getattr(back, name), name
    assert [["Start here", "Videos"], ["Para empezar"]] == [
        [section.title for section in sections] for sections in back.sections.values()
    ]


@pytest.mark.skipif("SYNDICATE_CORPORA" not in os.environ, reason="SYNDICATE_CORPORA is not set")
def test_the_whole_of_medlineplus_comes_back(tmp_path: Path) -> None:
    """Not a field of any topic is lost or changed."""
    path = Path(os.environ["SYNDICATE_CORPORA"]) / "medlineplus" / "mplus_topics_2024-06-06.xml.gz"
    before = syndicate.read(path)
    after = read_back(before, tmp_path)
    assert list(before) == list(after)
    for slug in before:
        for name in PUBLISHED:
            assert getattr(before[slug], name) == getattr(after[slug], name), f"{slug}.{name}"
