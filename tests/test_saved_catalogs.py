"""Catalogs that are saved without a tree: what is written is read back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import syndicate
from syndicate.model import Catalog, Topic


@pytest.fixture(scope="module")
def found(example: Path) -> Catalog:
    """The bundled catalog."""
    return syndicate.read(example)


def test_a_saved_catalog_is_read_back_as_it_was(found: Catalog, tmp_path: Path) -> None:
    """Its topics, groups and languages; and saved again, it has the same bytes."""
    path = tmp_path / "saved.json"
    path.write_bytes(found.dumps())
    again = syndicate.read(path)
    assert list(found.values()) == list(again.values())
    assert dict(found.groups) == dict(again.groups)
    assert (found.locales, found.default_locale) == (again.locales, again.default_locale)
    assert path.read_bytes() == again.dumps()


def test_a_part_is_saved_as_a_whole_is(found: Catalog, tmp_path: Path) -> None:
    """The groups of the whole stay; references to topics outside of it stay references."""
    slugs = list(found)[:3]
    path = tmp_path / "part.json"
    path.write_bytes(found.subset(slugs).dumps())
    assert slugs == list(syndicate.read(path))
    assert [found[slug] for slug in slugs] == list(syndicate.read(path).values())


def test_a_topic_as_json_values(found: Catalog) -> None:
    """They are those of its line in the file."""
    for topic in found.values():
        values = topic.to_dict()
        assert json.loads(json.dumps(values)) == values
        assert topic.slug == values["slug"]
    lines = found.dumps().decode().splitlines()
    assert [topic.to_dict() for topic in found.values()] == [
        json.loads(line.rstrip(",")) for line in lines if line.startswith('{"slug"') and '"ids"' in line
    ]


def test_texts_on_the_publishers_own_pages_are_saved(tmp_path: Path) -> None:
    """A saved catalog is the publisher's own, unlike a published one."""
    topic = Topic(slug="a", ids={"en": "1", "es": "2"}, title={"en": "A", "es": "B"}, syndicate={"es": False})
    path = tmp_path / "saved.json"
    path.write_bytes(Catalog([topic]).dumps())
    assert [topic] == list(syndicate.read(path).values())
