"""The table of artifacts: every file of a tree is in it, and a format of feeds is one row and one writer."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import PUBLISHER, catalog, files, small

from syndicate.cli import cli
from syndicate.embeds.http_headers import headers, headers_file
from syndicate.feeds import Feed, feed, register_writer
from syndicate.layout import ARTIFACTS, FORMATS, HEADERS_FILE, MANIFEST, FeedFormat, Scope, artifact_at
from syndicate.publishing import build


def test_every_file_of_a_tree_is_in_the_table(example_tree: Path) -> None:
    """What a build writes is known by its path; nothing else is."""
    unknown = [path for path in files(example_tree) if artifact_at(path) is None]
    assert [] == unknown
    for path in ("CNAME", "es/CNAME", "es/topics/sleep/notes.txt", "topics/sleep/index.html", "embeds/own.js", ""):
        assert artifact_at(path) is None


def test_a_path_says_of_what_it_is(example_tree: Path) -> None:
    """From a path come its kind and its variables, and from these the path."""
    for path in files(example_tree):
        found = artifact_at(path)
        assert found is not None
        values = dict(found.values)
        locale = values.pop("locale", None)
        assert path == found.kind.at(locale, *values.values())


def test_every_kind_has_a_scope_and_a_type() -> None:
    """Feeds have the media type of their format, everything else its own; what is for a topic names the topic."""
    for kind in ARTIFACTS:
        assert ("{format}" in kind.path) != bool(kind.media_type)
        assert (kind.scope in (Scope.TOPIC, Scope.GROUP)) == ("{slug}" in kind.path)


def test_servers_send_what_the_table_says(example_tree: Path) -> None:
    """Each file of a tree has one rule in `_headers`, besides the one for all."""
    rules = re.findall(r"^/(\S*)$", headers_file(PUBLISHER).decode(), re.MULTILINE)
    patterns = [re.sub(r":[a-z]+", "[^/]+", re.escape(rule)).replace(r"\*", ".*") for rule in rules if rule != "*"]
    for path in files(example_tree):
        matching = [pattern for pattern in patterns if re.fullmatch(pattern, path)]
        served = path not in (HEADERS_FILE.path, MANIFEST.path)
        assert (served, served) == (len(matching) == 1, len(headers(path)) > 1), path


@pytest.fixture
def titles() -> Iterator[str]:
    """A format that lists titles, as a plug-in may bring it."""

    def write(made: Feed) -> Iterator[bytes]:
        for entry in made.entries:
            yield f"{entry.title}\n".encode()

    FORMATS["txt"] = FeedFormat("txt", "Plain titles", "text/plain")
    register_writer("txt", write)
    yield "txt"
    del FORMATS["txt"]


def test_a_format_is_a_row_and_a_writer(titles: str, tmp_path: Path) -> None:
    """Builds write it, pages offer it by its name, servers know its type, and the command makes it."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["pages", "feeds"])
    found = files(out)
    assert b"topic 1\n" == found["en/feeds/topics.txt"].lower()
    assert b">Plain titles</a>" in found["en/index.html"]
    assert b'type="text/plain"' in found["en/index.html"]
    place = artifact_at("en/topics/topic-1/feed.txt")
    assert place is not None
    assert "text/plain" == place.media_type
    (tmp_path / "sleep.en.md").write_text("---\ntitle: Sleep\nupdated: 2025-06-01\n---\nText.\n", "utf-8")
    (tmp_path / "publisher.toml").write_text(
        'base_url = "https://example.org/"\nauthority = "example.org,2024"\ndefault_locale = "en"\n[name]\nen = "E"\n',
        "utf-8",
    )
    ran = CliRunner().invoke(cli, ["feed", str(tmp_path), "--format", titles])
    assert (0, "Sleep\n") == (ran.exit_code, ran.stdout)


def test_a_format_that_comes_later_is_made_of_all(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A tree that knows a further format, or one by another name, has the files that a new one has."""

    def tree(name: str) -> dict[str, bytes]:
        build(catalog(small(1)), PUBLISHER, tmp_path / name)
        return {path: body for path, body in files(tmp_path / name).items() if path != MANIFEST.path}

    tree("public")
    request.getfixturevalue("titles")
    later = tree("public")
    assert "en/topics/topic-1/feed.txt" in later
    assert later == tree("new")
    FORMATS["txt"] = FeedFormat("txt", "List", "text/plain")
    assert b">List</a>" in tree("public")["en/topics/topic-1/index.html"]
    del FORMATS["txt"]
    without = tree("public")
    FORMATS["txt"] = FeedFormat("txt", "List", "text/plain")  # for the fixture to remove
    assert not [path for path in without if path.endswith("feed.txt")]
    assert b"feed.txt" not in without["en/topics/topic-1/index.html"]


def test_a_feed_can_be_pickled() -> None:
    """It goes to other processes, also after it was written."""
    made = feed(catalog(small(1)), PUBLISHER, "en")
    before = made.atom()
    again = pickle.loads(pickle.dumps(made))
    assert (before, made.rss()) == (again.atom(), again.rss())
