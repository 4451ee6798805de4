"""A site makes each of its artifacts alone, as a build makes them together."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from babel import Locale
from readers import small_archives
from samples import PUBLISHER, catalog, files, small, topic

from syndicate.embeds.assets import Assets
from syndicate.errors import NotFoundError
from syndicate.history import History
from syndicate.layout import MANIFEST, Scope
from syndicate.model import Catalog, Publisher, Topic
from syndicate.publishing import build
from syndicate.site import Piece, Site, sitemap
from syndicate.site.artifact import piece_at


@pytest.fixture(scope="module")
def example_site(example_catalog: Catalog, example_publisher: Publisher) -> Site:
    """The site of the bundled example."""
    return Site(example_catalog, example_publisher)


def test_every_artifact_alone_is_as_a_build_makes_it(example_site: Site, example_tree: Path) -> None:
    """The tree is what the site lists, and each of its files is what the site has at its path."""
    tree = files(example_tree)
    del tree[MANIFEST.path]
    assert tree.keys() == set(example_site.paths())
    tree["topics.json"] = re.sub(rb', "series": "[0-9a-f]+"', b"", tree["topics.json"])  # which a history alone has
    assert tree == {path: example_site.get(path).body for path in tree}


def test_catalog_is_walked_no_more_often_the_more_archives_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each archive document used to count all topics."""
    walks = 0
    walk = Catalog.written_in

    def counted(self: Catalog, locale: Locale) -> list[Topic]:
        nonlocal walks
        walks += 1
        return walk(self, locale)

    monkeypatch.setattr(Catalog, "written_in", counted)
    found = []
    with small_archives():
        for size in (10, 100):
            site, walks = Site(catalog(*map(small, range(size))), PUBLISHER, kinds=["feeds"]), 0
            archives = [piece for piece in site.pieces() if piece.scope is Scope.ARCHIVE]
            assert size // 3 == len([list(site.artifacts(piece)) for piece in archives])
            found.append(walks)
    assert found[0] == found[1]


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


def test_a_script_is_made_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot be made takes no other with it, when they are asked for by path."""
    found = catalog(topic())
    paths = sorted(path for path in Site(found, PUBLISHER).paths() if path.startswith("embeds/") and path[-3:] == ".js")
    monkeypatch.setattr(Assets, "element", property(lambda self: 1 / 0))
    site = Site(found, PUBLISHER)

    assert ["frame-height", "frame", "storefront"] == [
        site.get(path).path.split("/")[1].partition(".")[0] for path in paths if "syndicated-topic" not in path
    ]
    with pytest.raises(ZeroDivisionError):
        site.get(next(path for path in paths if "syndicated-topic" in path))


def test_a_part_of_a_sitemap_is_made_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the addresses before and after it, none is written."""
    site = Site(catalog(*(small(number) for number in range(40))), PUBLISHER)
    monkeypatch.setattr(sitemap, "_URLS_PER_FILE", 10)
    whole = {path: site.get(path).body for path in site.paths() if path.startswith("sitemap")}
    written: list[object] = []
    write = sitemap._written
    monkeypatch.setattr(sitemap, "_written", lambda family: (written.append(family), write(family))[1])

    assert [
        "sitemap-1.xml",
        "sitemap-2.xml",
        "sitemap-3.xml",
        "sitemap-4.xml",
        "sitemap-5.xml",
        "sitemap.xml",
    ] == sorted(whole)
    assert whole["sitemap-3.xml"] == site.get("sitemap-3.xml").body
    assert 10 == len(written)
    assert whole["sitemap.xml"] == site.get("sitemap.xml").body
    assert 10 == len(written)


def test_pieces_can_go_to_other_processes(example_site: Site) -> None:
    """A piece is a small value that says which; the site's artifacts are those of its pieces, each once."""
    pieces = pickle.loads(pickle.dumps(list(example_site.pieces())))
    assert list(example_site.pieces()) == pieces
    paths = [path for piece in pieces for part in example_site.parts(piece) for path in part.paths]
    assert sorted(set(paths)) == sorted(paths)
    assert all(piece_at(path) in pieces for path in paths)
    assert [artifact.path for artifact in example_site.artifacts(pieces[0])] == [
        path for path in paths if path.startswith(pieces[0].path + "/")
    ]


@pytest.mark.parametrize(
    "piece",
    [
        Piece(Scope.TOPIC, Locale("es"), "none"),
        Piece(Scope.LOCALE, Locale("fr")),
        Piece(Scope.ARCHIVE, Locale("es"), "1-0"),
    ],
    ids=lambda piece: piece.path,
)
def test_a_piece_that_is_not_there_is_an_error(piece: Piece, example_site: Site) -> None:
    """It is said by the place it would have."""
    with pytest.raises(NotFoundError, match=f"nothing at '{piece.path}'"):
        example_site.artifacts(piece).__next__()


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


def test_an_artifact_is_shown_without_its_bytes(example_site: Site) -> None:
    """What a prompt prints has their number, not a page of 148 kB."""
    made = example_site.get("es/topics/sleep/oembed.json")
    shown = f"Artifact(kind='embeds', path='es/topics/sleep/oembed.json', body=<{len(made.body):,} bytes>)"
    assert shown == repr(made)


def test_a_language_stands_for_the_nearest_of_the_catalog() -> None:
    """As in a build; what is not there is refused (`test_arguments`)."""
    assert (Locale("es"),) == Site(catalog(topic()), PUBLISHER, ["es-US"]).locales
