"""The table of artifacts: every file of a tree is in it, and a format of feeds is one row and one writer."""

from __future__ import annotations

import importlib
import multiprocessing
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from samples import PUBLISHER, catalog, files, small

from syndicate import layout
from syndicate.cli import cli
from syndicate.embeds.http_headers import headers, headers_file
from syndicate.errors import InvalidValueError, PublishError
from syndicate.feeds import Feed, feed, register_writer
from syndicate.layout import (
    ARTIFACTS,
    FORMATS,
    HEADERS_FILE,
    MANIFEST,
    OWN_FORMATS,
    ArtifactKind,
    FeedFormat,
    Scope,
    address_of,
    artifact_at,
    page_path,
)
from syndicate.publishing import build
from syndicate.site import Site
from syndicate.validation import validate


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


def test_an_index_page_is_addressed_by_its_folder(example_tree: Path) -> None:
    """An address means one file, and no two files have one; a name that only ends like an index page is kept."""
    paths = files(example_tree)
    assert all(path == page_path(address_of(path)) for path in paths)
    assert len(paths) == len({address_of(path) for path in paths})
    for path, address in {"index.html": "", "es/index.html": "es/", "es/my-index.html": "es/my-index.html"}.items():
        assert (address, path) == (address_of(path), page_path(address))
        assert PUBLISHER.base_url + address == PUBLISHER.url(path)


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
    del FORMATS["txt"]
    FORMATS["txt"] = FeedFormat("txt", "List", "text/plain")
    assert b">List</a>" in tree("public")["en/topics/topic-1/index.html"]
    del FORMATS["txt"]
    without = tree("public")
    FORMATS["txt"] = FeedFormat("txt", "List", "text/plain")  # for the fixture to remove
    assert not [path for path in without if path.endswith("feed.txt")]
    assert b"feed.txt" not in without["en/topics/topic-1/index.html"]


def test_a_writer_that_fails_takes_no_other_format_with_it(titles: str, tmp_path: Path) -> None:
    """Only its own files are missing, each is reported, and no topic leaves the other feeds."""

    def write(made: Feed) -> Iterator[bytes]:
        raise RuntimeError("no titles")

    register_writer(titles, write)
    report = build(catalog(small(1)), PUBLISHER, tmp_path / "public", only=["feeds"])
    found = files(tmp_path / "public")
    assert not [path for path in found if path.endswith(".txt")]
    for format in OWN_FORMATS:
        assert f"en/topics/topic-1/feed.{format}" in found
        assert b"opic-1" in found[f"en/feeds/topics.{format}"]
    failed = [line for line in report.lines() if "no titles" in line]
    assert any("en/topics/topic-1/feed.txt" in line for line in failed)
    assert all(".txt" in line for line in failed)
    assert any("en/feeds/topics.txt" in line and "none of its topics has an entry" in line for line in report.lines())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_topic_that_one_writer_refuses_is_missing_in_its_format_alone(jobs: int, titles: str, tmp_path: Path) -> None:
    """It is reported; feeds and archives of the format have all other topics, and do not call themselves whole.

    The processes of the build import the module that registers the format.
    """
    topics = [small(number, locales=("en", "es"), groups=("home",)) for number in range(120)]
    importlib.reload(importlib.import_module("refusing_format"))
    report = build(catalog(*topics), PUBLISHER, tmp_path / "public", only=["feeds"], jobs=jobs)
    found = files(tmp_path / "public")
    assert ["en/topics/topic-7/feed.txt", "es/topics/topic-7/feed.txt"] == sorted(
        finding.details["artifact"] for finding in report.failures
    )
    feeds = {path: body for path, body in found.items() if path.endswith(".txt") and "/topics/" not in path}
    assert {"topics", "whats-new", "home", "archive"} <= {
        re.sub(r"\.txt|/[0-9].*", "", path).split("/")[-1] for path in feeds
    }
    assert not [path for path, body in feeds.items() if b"Topic 7\n" in body]
    assert 119 == len(feeds["en/feeds/groups/home.txt"].splitlines())
    assert b"Topic 7<" in found["en/feeds/groups/home.atom"] and b"fh:complete" in found["en/feeds/groups/home.atom"]

    register_writer(titles, lambda made: (f"{entry.title}\n".encode() for entry in made.entries))
    report = build(catalog(*topics), PUBLISHER, tmp_path / "public", only=["feeds"])
    assert () == tuple(report.failures)
    assert b"Topic 7\n" in (tmp_path / "public/en/feeds/groups/home.txt").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_name_no_feed_that_a_writer_refuses(jobs: int, titles: str, tmp_path: Path) -> None:
    """In any language of the topic; once the writer takes it, they do, though nothing else has changed."""
    out, languages = tmp_path / "public", ("en", "es")
    topics = [small(number, locales=languages) for number in (6, 7)]
    importlib.reload(importlib.import_module("refusing_format"))
    build(catalog(*topics), PUBLISHER, out, jobs=jobs)
    assert () == validate(out).problems
    for locale in languages:
        assert b"feed.txt" not in files(out)[f"{locale}/topics/topic-7/index.html"]
        assert 3 == files(out)[f"{locale}/topics/topic-6/index.html"].count(b"feed.txt")
    site = Site(catalog(*topics), PUBLISHER)
    made, other = (
        files(out)[f"en/topics/topic-{number}/{name}"] for number, name in ((7, "index.html"), (6, "feed.txt"))
    )
    assert made == site.get("en/topics/topic-7/index.html").body
    assert other == site.get("en/topics/topic-6/feed.txt").body
    assert {"en/topics/topic-6/feed.txt", "en/topics/topic-7/feed.rss"} <= set(site.paths())
    assert "es/topics/topic-7/feed.txt" not in set(site.paths())

    register_writer(titles, lambda made: (f"{entry.title}\n".encode() for entry in made.entries))
    build(catalog(*topics), PUBLISHER, out)
    assert 3 == files(out)["en/topics/topic-7/index.html"].count(b"feed.txt")


def test_a_site_leaves_out_what_a_writer_refuses(titles: str) -> None:
    """A feed that is asked for alone has all other topics, as that of a build."""
    topics = [small(number, locales=("en", "es"), groups=("home",)) for number in (6, 7)]
    importlib.reload(importlib.import_module("refusing_format"))
    site = Site(catalog(*topics), PUBLISHER)
    for path in ("en/feeds/topics.txt", "es/feeds/groups/home.txt", "feeds/topics.txt"):
        body = site.get(path).body
        assert b"Topic 6" in body and b"Topic 7" not in body and b"whole" not in body
    assert b"Topic 7" in site.get("en/feeds/topics.atom").body
    with pytest.raises(RuntimeError, match="no titles with a 7"):
        site.get("en/topics/topic-7/feed.txt")


def test_pages_name_no_list_that_a_writer_refuses(titles: str, tmp_path: Path) -> None:
    """A format that cannot be written at all is named nowhere."""

    def write(made: Feed) -> Iterator[bytes]:
        raise RuntimeError("no titles")

    register_writer(titles, write)
    build(catalog(small(1, groups=("home",))), PUBLISHER, tmp_path / "public")
    assert () == validate(tmp_path / "public").problems
    assert not [path for path, body in files(tmp_path / "public").items() if b".txt" in body and path.endswith(".html")]


def test_a_row_without_a_writer_is_refused(titles: str, tmp_path: Path) -> None:
    """The build begins nothing; a feed that is asked for it says the same."""
    FORMATS["csv"] = FeedFormat("csv", "Table", "text/csv")
    try:
        with pytest.raises(InvalidValueError, match=r"the format 'csv' has no writer \(field format\)"):
            build(catalog(small(1)), PUBLISHER, tmp_path / "public")
        with pytest.raises(InvalidValueError, match="the format 'csv' has no writer"):
            feed(catalog(small(1)), PUBLISHER, "en").format("csv")
    finally:
        del FORMATS["csv"]
    assert not (tmp_path / "public").exists()
    with pytest.raises(InvalidValueError, match="there is no format 'csv'"):
        feed(catalog(small(1)), PUBLISHER, "en").format("csv")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("odd/../x", "Odd", "text/plain"), r"lowercase letters and digits expected, not 'odd/\.\./x' \(field name\)"),
        (("", "Odd", "text/plain"), r"lowercase letters and digits expected, not '' \(field name\)"),
        (("TXT", "Odd", "text/plain"), "not 'TXT'"),
        (("txt\n", "Odd", "text/plain"), "field name"),
        ((3, "Odd", "text/plain"), r"expected, not int \(field name\): write for example 'txt'"),
        (("txt", "", "text/plain"), r"one line of text expected, not '' \(field label\)"),
        (("txt", "a\nb", "text/plain"), "field label"),
        (("txt", "Odd", 3), r"a media type without parameters expected, not int \(field media_type\)"),
        (("txt", "Odd", "text/plain; charset=utf-8"), "field media_type"),
        (("txt", "Odd", "plain"), "write for example 'text/plain'"),
    ],
)
def test_a_faulty_row_is_refused(values: tuple[Any, ...], message: str) -> None:
    """The error names the value, what it should be, and an example."""
    with pytest.raises(InvalidValueError, match=message):
        FeedFormat(*values)


def test_a_media_type_may_have_any_sign_that_standards_allow() -> None:
    """RFC 6838 section 4.2: seven signs and dots, but first a letter or a digit."""
    assert FeedFormat("txt", "Odd", "a!#$&^_.+-/1!#$&^_.+-").media_type
    for wrong in ("-a/b", "a/.b", "a/b%", "a/bé", f"a/{'b' * 128}", "a"):
        with pytest.raises(InvalidValueError, match="media_type"):
            FeedFormat("txt", "Odd", wrong)


def test_a_kind_of_artifact_is_public_by_its_row_alone() -> None:
    """The layout has every kind of the table, and nothing of it is in a list of names."""
    shown = {name for name, value in vars(layout).items() if isinstance(value, ArtifactKind)}
    assert set(ARTIFACTS) < {getattr(layout, name) for name in shown}
    assert "__all__" not in vars(layout)


def test_a_row_has_its_own_name_and_no_other_rows(titles: str) -> None:
    """However it is added; the same row may be added again, as by a module that is loaded again."""
    FORMATS[titles] = FORMATS[titles]
    other = FeedFormat("txt", "Other", "text/plain")
    for add in (lambda: FORMATS.update(txt=other), lambda: FORMATS.__setitem__("txt", other)):
        with pytest.raises(InvalidValueError, match=r"there is another format 'txt' .*first remove it: `del FORMATS"):
            add()
    with pytest.raises(InvalidValueError, match="the format 'txt' is not called 'text'"):
        FORMATS["text"] = FORMATS[titles]
    with pytest.raises(InvalidValueError, match="there is another format 'rss'"):
        FORMATS["rss"] = FeedFormat("rss", "Mine", "application/rss+xml")
    with pytest.raises(InvalidValueError, match="a FeedFormat expected, not 'text/plain'"):
        FORMATS["csv"] = "text/plain"  # type: ignore[assignment]
    assert [*OWN_FORMATS, "txt"] == list(FORMATS)


def test_validation_reads_no_format_of_others(titles: str, tmp_path: Path) -> None:
    """Their files have to be there, and to be what pages link; what they hold is not judged."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out)
    assert () == validate(out).problems
    (out / "en/topics/topic-1/feed.txt").unlink()
    assert {"tree-missing-file", "page-feed-missing"} <= {problem.rule for problem in validate(out).problems}


def test_a_feed_of_ones_own_needs_no_address_in_other_formats(titles: str) -> None:
    """What was written before a format was added still works."""
    made = feed(catalog(small(1)), PUBLISHER, "en")
    own = attrs.evolve(made, urls={format: made.urls[format] for format in OWN_FORMATS})
    assert [made.format(format) for format in FORMATS] == [own.format(format) for format in FORMATS]
    with pytest.raises(InvalidValueError, match="not an absolute"):
        attrs.evolve(made, urls={**made.urls, titles: "/feed.txt"})


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_without_the_format_is_refused(
    jobs: int, titles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would leave out files in silence, whether it is an executor's or one of the build's own processes."""
    spawned = multiprocessing.get_context("spawn")
    monkeypatch.setattr("multiprocessing.get_context", lambda *_: spawned)  # as on macOS and Windows
    with (
        ProcessPoolExecutor(1, mp_context=spawned) as pool,
        pytest.raises(PublishError, match="a worker does not have the same feed formats: txt"),
    ):
        build(
            catalog(small(1)),
            PUBLISHER,
            tmp_path / "public",
            only=["feeds"],
            jobs=jobs,
            executor=pool if jobs == 1 else None,
        )
    assert not (tmp_path / "public").exists()


def test_a_feed_can_be_pickled() -> None:
    """It goes to other processes, also after it was written."""
    made = feed(catalog(small(1)), PUBLISHER, "en")
    before = made.atom()
    again = pickle.loads(pickle.dumps(made))
    assert (before, made.rss()) == (again.atom(), again.rss())
