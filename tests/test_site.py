"""A site makes each of its artifacts alone, as a build makes them together."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import PUBLISHER, catalog, files, small, topic

from syndicate.errors import NotFoundError
from syndicate.history import History
from syndicate.layout import MANIFEST
from syndicate.model import Catalog, Publisher
from syndicate.publishing import build
from syndicate.site import Site


@pytest.fixture(scope="module")
def example_site(example_catalog: Catalog, example_publisher: Publisher) -> Site:
    """The site of the bundled example."""
    return Site(example_catalog, example_publisher)


def test_every_artifact_alone_is_as_a_build_makes_it(example_site: Site, example_tree: Path) -> None:
    """The tree is what the site lists, and each of its files is what the site has at its path."""
    tree = files(example_tree)
    del tree[MANIFEST.path]
    assert tree.keys() == set(example_site.paths())
    assert tree == {path: example_site.get(path).body for path in tree}


def test_paths_are_listed_once(example_site: Site) -> None:
    """No artifact is made twice."""
    paths = list(example_site.paths())
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing.html",
        "es/topics/none/index.html",
        "fr/topics/sleep/index.html",
        "ES/index.html",
        "es/feeds/archive/1-00000000.rss",
        "es/groups/none/index.html",
        "embeds/frame.0000000000000000.js",
        "../index.html",
    ],
)
def test_what_is_not_there_is_an_error(path: str, example_site: Site) -> None:
    """Whatever it is, it is said by name."""
    with pytest.raises(NotFoundError, match="the site has nothing at"):
        example_site.get(path)


def test_a_site_can_be_limited() -> None:
    """It is then of some kinds and some languages."""
    made = Site(catalog(topic(), topic("milk")), PUBLISHER, ["es"], kinds=["feeds"])
    assert "es/topics/milk/feed.atom" in set(made.paths())
    with pytest.raises(NotFoundError):
        made.get("es/topics/milk/index.html")
    with pytest.raises(NotFoundError):
        made.get("en/topics/milk/feed.atom")
    assert b"milk" in made.get("es/topics/milk/feed.atom").body


def test_archives_come_from_the_history(tmp_path: Path) -> None:
    """Those of earlier builds as they were, those of the next build as it will make them."""
    found = catalog(*(small(number, locales=("en", "es")) for number in range(120)))
    out = tmp_path / "public"
    before = Site(found, PUBLISHER, kinds=["feeds"])
    named = [path for path in before.paths() if "/archive/" in path]
    assert named
    fresh = {path: before.get(path).body for path in named}
    build(found, PUBLISHER, out, only=["feeds"])
    store = History(tmp_path / "public.history")
    after = Site(store.compare(found), PUBLISHER, kinds=["feeds"], history=store)
    assert fresh == {path: body for path, body in files(out).items() if "/archive/" in path}
    assert fresh == {path: after.get(path).body for path in named}
