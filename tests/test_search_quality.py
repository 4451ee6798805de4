"""How good the search is: questions of readers, written by somebody who knew titles of topics and nothing of the index.

The questions in ``search_questions.json`` are for judging only: the search is tuned on others.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import syndicate
from syndicate.model.catalog_json import dumps
from syndicate.search import Index, open_index

QUESTIONS: dict[str, dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("search_questions.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def real_catalog(corpora: Path) -> syndicate.Catalog:
    """The topics of MedlinePlus of June 2024."""
    return syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")


@pytest.fixture(scope="module")
def real_index(real_catalog: syndicate.Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of these topics."""
    tree = tmp_path_factory.mktemp("quality") / "public"
    tree.mkdir()
    (tree / "topics.json").write_bytes(dumps(real_catalog))
    index = open_index(tree)
    yield index
    index.close()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_readers_find_what_they_ask_for(locale: str, real_index: Index) -> None:
    """The mean reciprocal rank of the first right topic among ten is 0.85 or more."""
    ranks = []
    for question, right in QUESTIONS[locale].items():
        hits = [hit.slug for hit in real_index.search(question, locale, limit=10).hits]
        ranks.append(next((1 / place for place, slug in enumerate(hits, 1) if slug in right), 0.0))

    assert len(ranks) >= 80
    assert sum(ranks) / len(ranks) >= 0.85


def test_titles_without_accents_find_their_topics(real_catalog: syndicate.Catalog, real_index: Index) -> None:
    """None is missed: a title typed without its accents finds the topic among the first ten."""
    missed = []
    for topic in real_catalog.values():
        if (title := topic.title.get("es")) is None:
            continue
        plain = "".join(sign for sign in unicodedata.normalize("NFD", title) if not unicodedata.combining(sign))
        if plain != title and topic.slug not in [hit.slug for hit in real_index.search(plain, "es", limit=10).hits]:
            missed.append(plain)

    assert [] == missed
