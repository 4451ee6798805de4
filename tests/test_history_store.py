"""The file of the history: whatever happens to it, nothing is lost, and nothing is published unremembered."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from readers import Site, small_archives
from samples import PUBLISHER, catalog, files, small, topic

import syndicate
from syndicate.errors import HistoryError
from syndicate.history import History
from syndicate.publishing import build
from syndicate.publishing.pipeline import default_history


def test_missing_and_empty_files_are_a_new_history(tmp_path: Path) -> None:
    """A file of no bytes, as `touch` makes it or a first build that was killed leaves it; folders are made."""
    empty = tmp_path / "empty"
    empty.touch()
    for number, path in enumerate((empty, tmp_path / "new", tmp_path / "a" / "b" / "new")):
        for state in ("new", "unchanged"):
            report = build(catalog(small(1)), PUBLISHER, tmp_path / f"public-{number}", history=path, only=["feeds"])
            assert {"en": {state: 1}} == report.texts


@pytest.mark.parametrize("name", ["historia de ñandúes #1?.db", "50%", "a'b;c", ":memory:"])
def test_history_of_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means something in a URL, or to SQLite, is a name."""
    monkeypatch.chdir(tmp_path)
    for state in ("new", "unchanged"):
        report = build(catalog(small(1)), PUBLISHER, "public", history=name, only=["feeds"])
        assert {"en": {state: 1}} == report.texts
    assert (tmp_path / name).is_file()


def damaged(path: Path) -> None:
    """Zeros where the tables were."""
    content = bytearray(path.read_bytes())
    content[4096 : len(content) - 100] = bytes(len(content) - 4196)
    path.write_bytes(content)


def truncated(path: Path) -> None:
    """The beginning alone, as a full disk leaves it."""
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE texts (id)")
        other.commit()


def text_file(path: Path) -> None:
    """A file of another kind."""
    path.write_text("base_url = 'https://example.org/'\n" * 1000)


def folder(path: Path) -> None:
    """No file at all."""
    path.unlink()
    path.mkdir()


def newer(path: Path) -> None:
    """What a later version would write."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("PRAGMA user_version = 99")
        store.commit()


def without_a_table(path: Path) -> None:
    """A history that somebody has taken apart."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("DROP TABLE texts")
        store.commit()


def with_odd_values(path: Path) -> None:
    """A history that somebody has written into."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("UPDATE texts SET state = 'odd' WHERE id = '1'")
        store.commit()


def with_an_odd_name(path: Path) -> None:
    """A history that would write its archive somewhere else."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("UPDATE archives SET name = '../../1-0123abcd'")
        store.commit()


def with_a_gap(path: Path) -> None:
    """A history that lacks its first archive."""
    with closing(sqlite3.connect(path)) as store:
        store.execute("UPDATE archives SET number = 2, name = '2-0123abcd'")
        store.commit()


def unreadable(path: Path) -> None:
    """Another user's."""
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("this user may read everything")
    path.chmod(0)


def unwritable(path: Path) -> None:
    """A copy to be read only."""
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("this user may write everything")
    path.chmod(0o400)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, "the history is damaged"),
        (truncated, "the history is damaged"),
        (foreign, "this is not a history of syndicate"),
        (text_file, "this is not a history of syndicate"),
        (folder, "cannot open the history"),
        (newer, "version 99"),
        (without_a_table, "texts"),
        (with_odd_values, "the history is damaged"),
        (with_an_odd_name, "the history is damaged: archive 1 of en has the name '../../1-0123abcd'"),
        (with_a_gap, "the history is damaged: archive 1 of en has the name '2-0123abcd'"),
        (unreadable, "cannot open the history"),
        (unwritable, "cannot open the history"),
    ],
)
def test_history_that_cannot_be_used_leaves_all_as_it_was(
    spoil: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    """The message names the file and the way out; neither tree nor history is touched."""
    out, path = tmp_path / "public", default_history(tmp_path / "public")
    build(catalog(*map(small, range(150))), PUBLISHER, out, only=["feeds"])
    spoil(path)
    before = files(out), path.stat().st_mode, path.stat().st_size, path.stat().st_mtime_ns
    with pytest.raises(HistoryError) as caught:
        build(catalog(*(small(number, "Other.") for number in range(150))), PUBLISHER, out, only=["feeds"])
    assert said in str(caught.value)
    assert str(path) == caught.value.source
    assert caught.value.hint
    assert before == (files(out), path.stat().st_mode, path.stat().st_size, path.stat().st_mtime_ns)
    assert {out, path} == set(tmp_path.iterdir())


def statement(path: Path, sql: str, *values: object) -> None:
    """Write something into a history by hand."""
    with closing(sqlite3.connect(path)) as store:
        store.execute(sql, values)
        store.commit()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP TABLE languages", "there is no table languages"),
        ("ALTER TABLE texts ADD COLUMN note TEXT", "the table texts has other columns"),
        ("ALTER TABLE builds DROP COLUMN snapshot", "the table builds has other columns"),
        ("DELETE FROM builds", "the first build of en is 1"),
        ("UPDATE builds SET authority = x'ff'", r"the authority of the builds is b'\xff'"),
        ("UPDATE languages SET since = 'a'", "the first build of en is 'a'"),
        ("UPDATE languages SET since = 2", "the first build of en is 2"),
        ("UPDATE languages SET locale = 'english'", "a language is 'english'"),
        ("UPDATE languages SET locale = 'es'", "the language of an archive is 'en'"),
        ("DELETE FROM languages", "the language of an archive is 'en'"),
        ("DELETE FROM archives", "archive of the text '0' in en is 1"),
        ("UPDATE texts SET locale = x'656e'", "the language of a text is b'en'"),
        ("UPDATE texts SET id = x'31' WHERE id = '1'", "id of the text b'1' in en is b'1'"),
        ("UPDATE texts SET title = x'ff'", r"title of the text '0' in en is b'\xff'"),
        ("UPDATE texts SET title = CAST(x'ff' AS TEXT)", "decode to UTF-8"),
        ("UPDATE texts SET title = ''", "title of the text '0' in en is ''"),
        ("UPDATE texts SET digest = 7", "digest of the text '0' in en is '7'"),
        ("UPDATE texts SET state = x'6e6577'", "state of the text '0' in en is b'new'"),
        ("UPDATE texts SET first_seen = 'long ago'", "first_seen of the text '0' in en is 'long ago'"),
        ("UPDATE texts SET changed = '2024-06-06'", "changed of the text '0' in en is '2024-06-06'"),
        (
            "UPDATE texts SET changed = '2024-02-30T00:00:00Z'",
            "changed of the text '0' in en is '2024-02-30T00:00:00Z'",
        ),
        ("UPDATE texts SET build = 'a'", "build of the text '0' in en is 'a'"),
        ("UPDATE texts SET build = 2", "build of the text '0' in en is 2"),
        ("UPDATE texts SET archive = 1.5", "archive of the text '0' in en is 1.5"),
        ("UPDATE texts SET links = '[1]'", "links of the text '0' in en is '[1]'"),
        ("UPDATE texts SET links = '{\"0123456789abcdef\": [1, 2]}'", "links of the text '0' in en is"),
        ("UPDATE texts SET links = x'7b7d'", "links of the text '0' in en is b'{}'"),
        ("UPDATE texts SET links = '{'", "links of the text '0' in en is '{'"),
    ],
)
def test_value_that_no_build_has_written_is_damage(sql: str, said: str, tmp_path: Path) -> None:
    """SQLite takes any of them for sound; the build says which it is, before it does anything."""
    out, path = tmp_path / "public", default_history(tmp_path / "public")
    build(catalog(*map(small, range(150))), PUBLISHER, out, only=["feeds"])
    statement(path, sql)
    before = files(tmp_path)
    with pytest.raises(HistoryError, match="the history is damaged") as caught:
        build(catalog(small(1, "Other.")), PUBLISHER, out, only=["feeds"])
    assert said in caught.value.problem
    assert (str(path), True) == (caught.value.source, "put a copy of it back" in (caught.value.hint or ""))
    assert before == files(tmp_path)


ENTRY: dict[str, object] = {
    "id": "tag:clinic.example.org,2024:topic/en/1",
    "locale": "en",
    "url": "en/topics/topic-1/",
    "media_type": "text/html",
    "title": "Topic 1",
    "updated": "2024-06-06T00:00:00Z",
    "published": None,
    "summary": "",
    "content": "",
    "author": None,
    "categories": [],
    "translations": [],
    "media": [],
}


def archive_of(**changes: object) -> object:
    """An archive document of one entry, as JSON, that is sound but for the changes."""
    return {"entries": [{**ENTRY, **changes}], "tombstones": [], "followed": False}


@pytest.mark.parametrize(
    "document",
    [
        {"entries": [{}], "tombstones": [], "followed": False},
        {"entries": [], "tombstones": [["a"]], "followed": False},
        {"entries": 1},
        {},
        [],
        None,
        archive_of(title=7),
        archive_of(locale="english"),
        archive_of(url=7),
        archive_of(updated="2024-06-06T00:00:00"),
        archive_of(content=None),
        archive_of(media=[[1]]),
        archive_of(translations=7),
    ],
)
def test_archive_that_no_build_has_written_is_damage(document: object, tmp_path: Path) -> None:
    """It can be read and is JSON, but is not an archive of a feed."""
    out, path = tmp_path / "public", default_history(tmp_path / "public")
    build(catalog(*map(small, range(150))), PUBLISHER, out, only=["feeds"])
    statement(path, "UPDATE archives SET body = ?", zlib.compress(json.dumps(document).encode()))
    before = files(tmp_path)
    with pytest.raises(HistoryError, match="the history is damaged: this is not an archive document"):
        build(catalog(small(149, "Other."), *map(small, range(149))), PUBLISHER, out, only=["feeds"])
    assert before == files(tmp_path)


def test_archive_of_a_sound_entry_is_no_damage(tmp_path: Path) -> None:
    """So it is the changes above that are refused."""
    out, path = tmp_path / "public", default_history(tmp_path / "public")
    build(catalog(*map(small, range(150))), PUBLISHER, out, only=["feeds"])
    statement(path, "UPDATE archives SET body = ?", zlib.compress(json.dumps(archive_of()).encode()))
    build(catalog(small(149, "Other."), *map(small, range(149))), PUBLISHER, out, only=["feeds"])


def test_history_of_another_publisher_leaves_all_as_it_was(tmp_path: Path) -> None:
    """Else all that the other one published would be retracted here, and forgotten there."""
    path, out = tmp_path / "history", tmp_path / "public"
    other = attrs.evolve(PUBLISHER, authority="other.example.org,2020")
    build(catalog(small(1)), other, tmp_path / "other", only=["feeds"], history=path)
    build(catalog(small(2)), PUBLISHER, out, only=["feeds"])
    before = files(tmp_path)
    with pytest.raises(HistoryError, match="another publisher") as caught:
        build(catalog(small(3)), PUBLISHER, out, only=["feeds"], history=path)
    assert str(path) == caught.value.source
    message = str(caught.value)
    assert all(part in message for part in (other.authority, PUBLISHER.authority, "another --history", "`authority`"))
    assert before == files(tmp_path)
    assert {"en": {"unchanged": 1}} == build(catalog(small(1)), other, out, only=["feeds"], history=path).texts


def test_publisher_of_a_history_may_change_all_but_the_authority(tmp_path: Path) -> None:
    """Another name and another site have the same entries still."""
    build(catalog(small(1)), PUBLISHER, tmp_path / "public", only=["feeds"])
    moved = attrs.evolve(PUBLISHER, name={"en": "Other"}, base_url="https://other.example.org/")
    report = build(catalog(small(1)), moved, tmp_path / "public", only=["feeds"])
    assert {"en": {"unchanged": 1}} == report.texts


def test_history_without_an_authority(tmp_path: Path) -> None:
    """Anybody may look into a history; what is remembered without an authority belongs to the first who has one."""
    path, ours, theirs = tmp_path / "history", "example.org,2024", "example.net,2024"
    for authority, text in ((None, "One."), (ours, "Two."), (None, "Three.")):
        history = History(path, authority=authority)
        history.remember(history.compare(catalog(small(1, text))))
    assert {"en": {"unchanged": 1}} == History(path, authority=ours).compare(catalog(small(1, "Three."))).counts
    with pytest.raises(HistoryError, match=f"{ours}.*{theirs}"):
        History(path, authority=theirs)


def test_damage_is_told_or_does_no_harm(tmp_path: Path) -> None:
    """Wherever a byte of the file is wrong, the build ends well or with a HistoryError, and never with a traceback."""
    site = Site(tmp_path)
    with small_archives():
        topics = [*map(small, range(8)), topic()]
        site.publish(*topics)
        sound = site.path.read_bytes()
        chance = random.Random(7)
        told = 0
        for _ in range(300):
            content = bytearray(sound)
            content[chance.randrange(len(content))] = chance.randrange(256)
            site.path.write_bytes(content[: chance.choice([None, None, chance.randrange(len(content))])])
            try:
                site.publish(*topics[2:], small(9))
            except HistoryError:
                told += 1
    assert told


def test_history_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    """A folder that cannot be made: nothing is published that would not be remembered."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out)
    (tmp_path / "file").touch()
    before = files(tmp_path)
    with pytest.raises(HistoryError, match=r"file.*give another --history"):
        build(catalog(small(1, "Other.")), PUBLISHER, out, history=tmp_path / "file" / "history", new_history=True)
    assert before == files(tmp_path)


def test_history_is_not_published(tmp_path: Path) -> None:
    """Within the published folder it would be served, and swapped away."""
    for path in (tmp_path / "public" / "history", tmp_path / "public" / "a" / ".." / "b", tmp_path / "public"):
        with pytest.raises(HistoryError, match="in the folder that is published"):
            build(catalog(small(1)), PUBLISHER, tmp_path / "public", history=path)
    assert not (tmp_path / "public").exists()


def test_build_that_fails_remembers_nothing(tmp_path: Path) -> None:
    """The next build tells the changes that this one did not publish."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["feeds"])
    (out / "en" / "topics" / "topic-2").mkdir()
    (out / "en" / "topics" / "topic-2" / "feed.rss").write_text("someone else's")
    before = files(tmp_path)
    with pytest.raises(syndicate.SyndicateError, match="was not built by syndicate"):
        build(catalog(small(1, "Other."), small(2)), PUBLISHER, out, only=["feeds"])
    assert before == files(tmp_path)
    (out / "en" / "topics" / "topic-2" / "feed.rss").unlink()
    report = build(catalog(small(1, "Other."), small(2)), PUBLISHER, out, only=["feeds"])
    assert {"en": {"new": 1, "changed": 1}} == report.texts


@pytest.mark.parametrize("first", [True, False])
def test_two_builds_of_one_history(first: bool, tmp_path: Path) -> None:
    """The one that ends last is told so and publishes nothing; what the other remembered is kept."""
    store, out, other = tmp_path / "history", tmp_path / "public", tmp_path / "other"
    if not first:
        build(catalog(small(1)), PUBLISHER, out, only=["feeds"], history=store)
    before = files(out)
    done: list[int] = []

    def meanwhile(step: int, steps: int) -> None:
        if not done:
            done.append(step)
            build(catalog(small(1, "Theirs.")), PUBLISHER, other, only=["feeds"], history=store)

    with pytest.raises(HistoryError, match=r"another build has written the history meanwhile.*build again"):
        build(catalog(small(1, "Ours.")), PUBLISHER, out, only=["feeds"], history=store, progress=meanwhile)
    assert before == files(out)
    assert {"en": {"unchanged": 1}} == History(store).compare(catalog(small(1, "Theirs."))).counts
    report = build(catalog(small(1, "Ours.")), PUBLISHER, out, only=["feeds"], history=store)
    assert {"en": {"changed": 1}} == report.texts


def test_history_that_another_process_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while of waiting it is an error, and nothing has changed."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["feeds"])
    before = files(out)
    connect = sqlite3.connect
    with closing(connect(default_history(out), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, **{**options, "timeout": 0}))
        with pytest.raises(HistoryError, match="locked"):
            build(catalog(small(1, "Other.")), PUBLISHER, out, only=["feeds"])
    assert before == files(out)


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from samples import PUBLISHER, catalog, small
from syndicate.publishing import build
from syndicate.publishing.tree import Tree

moment, out = sys.argv[1:]
connect, swap = sqlite3.connect, Tree._swap

def small_cache(*arguments, **options):
    store = connect(*arguments, **options)
    store.execute("PRAGMA cache_size = 1")  # so that what is not committed yet is in the file already
    return store

def killed(tree):
    if moment == "after":
        swap(tree)
    os.kill(os.getpid(), signal.SIGKILL)

sqlite3.connect, Tree._swap = small_cache, killed
build(catalog(*[small(number, "Other.") for number in range(200)]), PUBLISHER, out, only=["feeds"])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("first", [True, False])
def test_build_that_is_killed_while_it_swaps(moment: str, first: bool, tmp_path: Path) -> None:
    """Before the new tree is in place, nothing has happened; after it, the next build remembers what is there."""
    out, whole = tmp_path / "killed" / "public", tmp_path / "whole" / "public"
    old, new = ([small(number, text) for number in range(200)] for text in ("Text.", "Other."))
    for place in (out, whole):
        place.parent.mkdir()
        if not first:
            build(catalog(*old), PUBLISHER, place, only=["feeds"])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(out)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (-signal.SIGKILL, b"") == (done.returncode, done.stderr)
    assert default_history(out).stat().st_size
    expected = {"en": {"new": 200} if first else {"changed": 200}}
    assert expected == History(default_history(out)).compare(catalog(*new)).counts
    assert expected == build(catalog(*new), PUBLISHER, whole, only=["feeds"]).texts
    found = build(catalog(*new), PUBLISHER, out, only=["feeds"]).texts
    assert (expected if moment == "before" else {"en": {"unchanged": 200}}) == found
    assert files(whole) == files(out)
    assert dumped(default_history(whole)) == dumped(default_history(out))


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_source_may_change_again_before_a_killed_build_is_made_up_for(tmp_path: Path) -> None:
    """What a tree has shown is remembered, though its build was killed: it is retracted, and no date goes back."""
    out = tmp_path / "public"
    build(catalog(*[small(number) for number in range(200)]), PUBLISHER, out, only=["feeds"])
    subprocess.run(
        [sys.executable, "-c", KILLED, "after", str(out)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        check=False,
    )
    later = [small(number, updated="2024-04-01") for number in range(199)]
    report = build(catalog(*later), PUBLISHER, out, only=["feeds"])
    assert {"en": {"changed": 199, "retracted": 1}} == report.texts
    assert [] == report.undated


def dumped(path: Path) -> list[str]:
    """All that a history holds."""
    with closing(sqlite3.connect(path)) as store:
        return sorted(store.iterdump())
