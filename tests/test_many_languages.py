"""A catalog of three topics in twelve languages and six scripts, built whole: `tests/fixtures/languages`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

import syndicate
from syndicate.cards import card
from syndicate.cards.findings import findings
from syndicate.locales import tag
from syndicate.publishing import build

CATALOG = Path(__file__).parent / "fixtures" / "languages"
LANGUAGES = "ar en es fr he hi ht pt ru vi zh-Hans zh-Hant".split()
TOPICS = ["blood-pressure", "diabetes", "handwashing"]
SHIPPED = "en es fr ht pt ru vi".split()
"""Those whose letters the fonts of the package have."""

needs_fonts = pytest.mark.skipif(find_spec("manimgx_fonts_cjk") is None, reason="needs the extra `fonts`")


@pytest.fixture(scope="module")
def catalog() -> syndicate.Catalog:
    """The topics."""
    return syndicate.read(CATALOG)


@pytest.fixture(scope="module")
def publisher() -> syndicate.Publisher:
    """With a name in each language."""
    return syndicate.Publisher.load(CATALOG / "publisher.toml")


def test_every_topic_is_in_every_language(catalog: syndicate.Catalog) -> None:
    """All are paired, none is left over."""
    assert dict.fromkeys(TOPICS, LANGUAGES) == {
        slug: sorted(map(tag, topic.locales)) for slug, topic in catalog.items()
    }


def test_catalog_is_built_whole(catalog: syndicate.Catalog, publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """Each page and feed of each language, and what `check` says of the pictures is what is reported."""
    report = build(catalog, publisher, tmp_path / "public")
    assert syndicate.validate(tmp_path / "public").valid
    for language in LANGUAGES:
        for name in TOPICS:
            assert (tmp_path / "public" / language / "topics" / name / "feed.atom").is_file()
    foreseen = list(findings(catalog, publisher))
    assert len(foreseen) == sum(count for kind, count in report.findings.items() if kind.value.startswith("card-"))


@pytest.mark.parametrize("language", SHIPPED)
def test_cards_have_all_text_in_the_fonts_of_the_package(
    language: str, catalog: syndicate.Catalog, publisher: syndicate.Publisher
) -> None:
    """Title, description, group, publisher, and language."""
    for topic in catalog.values():
        made = card(topic, publisher, language).image
        assert {} == made.lacks
        assert all(made.texts)


@needs_fonts
@pytest.mark.parametrize("language", ["hi", "zh-Hans", "zh-Hant"])
def test_cards_have_all_text_in_the_fonts_of_the_extra(
    language: str, catalog: syndicate.Catalog, publisher: syndicate.Publisher
) -> None:
    """The same in other scripts; pictures of both Chinese differ by more than their words."""
    for topic in catalog.values():
        made = card(topic, publisher, language).image
        assert {} == made.lacks
        assert b"\x89PNG" == made.png()[:4]
