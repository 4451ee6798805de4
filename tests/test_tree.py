"""The tree on disk: swapped in whole, unchanged files left alone, others' files kept, whatever goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from samples import files

from syndicate.errors import PublishError
from syndicate.layout import MANIFEST
from syndicate.publishing import tree as module
from syndicate.publishing.tree import Tree

OLD = {"index.html": b"old", "en/a.html": b"a", "en/b.html": b"b"}
NEW = {"index.html": b"new", "en/a.html": b"a", "es/c.html": b"c"}


def publish(out: Path, content: Mapping[str, bytes]) -> int:
    """Publish those files; how many of them are new or changed."""
    with Tree(out).building() as tree:
        written = [(path, tree.write(path, body)) for path, body in content.items()]
        tree.finish(written)
    return sum(changed for _, changed in written)


def published(out: Path) -> dict[str, bytes]:
    """What is published, without the manifest."""
    found = files(out)
    found.pop(MANIFEST.path, None)
    return found


def leftovers(out: Path) -> list[str]:
    """What stands beside the published folder."""
    return sorted(entry.name for entry in out.parent.iterdir() if entry != out)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to publish into, which is not there yet."""
    return tmp_path / "public"


def test_a_long_file_is_written_piece_by_piece(out: Path) -> None:
    """It stays the same file where its bytes are the same, and one that fails on the way is not there."""

    def failing() -> Iterator[bytes]:
        yield b"o"
        raise ValueError("no more")

    publish(out, OLD)
    same = (out / "index.html").stat().st_ino
    with Tree(out).building() as tree:
        written = {path: tree.write_long(path, [b"o", b"ld"]) for path in ("index.html", "en/a.html", "fr/new.html")}
        with pytest.raises(ValueError, match="no more"):
            tree.write_long("en/b.html", failing())
        tree.finish((path, differs) for path, (_, differs, _) in written.items())

    digest = sha256(b"old").hexdigest()
    assert [(3, False, digest), (3, True, digest), (3, True, digest)] == list(written.values())
    assert dict.fromkeys(written, b"old") == published(out)
    assert same == (out / "index.html").stat().st_ino


def test_tree_is_replaced_whole(out: Path) -> None:
    """New files come, changed ones change, those the new tree lacks are gone, and nothing is left beside it."""
    assert 3 == publish(out, OLD)
    assert OLD == published(out)
    assert 2 == publish(out, NEW)
    assert NEW == published(out)
    assert not (out / "en" / "b.html").exists()
    assert [] == leftovers(out)


def test_manifest_lists_what_was_built(out: Path) -> None:
    """The tree says itself which files are the build's."""
    publish(out, OLD)
    assert {"format": "syndicate-tree", "files": sorted(OLD)} == json.loads((out / MANIFEST.path).read_bytes())


def test_unchanged_files_stay_the_same_files(out: Path) -> None:
    """A file whose bytes are the same keeps its inode and date; servers and mirrors see no change."""
    publish(out, OLD)
    os.utime(out / "en" / "a.html", (1, 1))
    before = (out / "en" / "a.html").stat()
    publish(out, NEW)
    after = (out / "en" / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert 1 == after.st_nlink


def test_a_tree_that_would_be_the_same_stays_in_its_place(out: Path) -> None:
    """The folder itself is the same, with what others put into it; another tree takes its place."""
    publish(out, OLD)
    (out / "CNAME").write_text("example.org")
    (out / "empty").mkdir()
    before = out.stat().st_ino
    assert 0 == publish(out, OLD)
    assert (before, True) == (out.stat().st_ino, (out / "empty").is_dir())
    assert {**OLD, "CNAME": b"example.org"} == published(out)
    assert [] == leftovers(out)
    publish(out, dict(list(OLD.items())[:2]))
    assert before != out.stat().st_ino
    assert {**dict(list(OLD.items())[:2]), "CNAME": b"example.org"} == published(out)


def test_removed_files_are_counted(out: Path) -> None:
    """The tree knows how many of the old build's files are gone."""
    publish(out, OLD)
    with Tree(out).building() as tree:
        tree.finish([])
        assert 2 == tree.removed(["index.html"])


def test_folder_that_becomes_empty_is_gone(out: Path) -> None:
    """No empty folder stays behind."""
    publish(out, OLD)
    publish(out, {"index.html": b"old"})
    assert not (out / "en").exists()


# Files of others


def test_files_of_others_are_kept(out: Path) -> None:
    """What somebody put into the folder stays: files, hidden ones, links to files and folders, empty folders."""
    publish(out, OLD)
    (out / "CNAME").write_text("health.example.org")
    (out / ".well-known").mkdir()
    (out / ".well-known" / "security.txt").write_text("Contact: mailto:a@example.org")
    (out / "en" / "note.txt").write_text("mine")
    (out / "current").symlink_to("en/a.html")
    (out / "english").symlink_to("en", target_is_directory=True)
    (out / "gone").symlink_to("nowhere")
    (out / ".git" / "refs" / "tags").mkdir(parents=True)
    publish(out, NEW)
    assert "health.example.org" == (out / "CNAME").read_text()
    assert (out / ".well-known" / "security.txt").is_file()
    assert "mine" == (out / "en" / "note.txt").read_text()
    targets = {name: str((out / name).readlink()) for name in ("current", "english", "gone")}
    assert {"current": "en/a.html", "english": "en", "gone": "nowhere"} == targets
    assert (out / ".git" / "refs" / "tags").is_dir()
    assert {path: published(out)[path] for path in NEW} == NEW


def test_permissions_of_folders_are_kept(out: Path) -> None:
    """A folder that was opened or closed to others stays so."""
    publish(out, OLD)
    (out / "private").mkdir(mode=0o700)
    (out / "private" / "note.txt").write_text("mine")
    for folder, mode in ((out, 0o750), (out / "en", 0o775)):
        folder.chmod(mode)
    publish(out, NEW)
    modes = [folder.stat().st_mode & 0o777 for folder in (out, out / "en", out / "private")]
    assert [0o750, 0o775, 0o700] == modes


def test_file_of_others_in_the_way_is_an_error(out: Path) -> None:
    """A file that was not built is never overwritten; the old tree stays as it was."""
    publish(out, OLD)
    (out / "es").mkdir()
    (out / "es" / "c.html").write_text("mine")
    before = files(out)
    with pytest.raises(PublishError, match=r"c\.html was not built by syndicate"):
        publish(out, NEW)
    assert before == files(out)
    assert [] == leftovers(out)


def test_folder_of_others_is_refused(out: Path) -> None:
    """A folder that holds something and was not built is not published into."""
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(PublishError, match=r"thesis\.txt"):
        publish(out, NEW)
    assert {"thesis.txt": b"years of work"} == files(out)
    assert [] == leftovers(out)


def test_empty_folder_and_hidden_files_are_no_obstacle(out: Path) -> None:
    """A new folder may exist already, and be a git work tree."""
    out.mkdir()
    (out / ".nojekyll").touch()
    publish(out, NEW)
    assert {**NEW, ".nojekyll": b""} == published(out)


def test_file_in_place_of_the_folder_is_an_error(out: Path) -> None:
    """A file is not a folder."""
    out.write_text("a file")
    with pytest.raises(PublishError, match="not a folder"):
        publish(out, NEW)
    assert "a file" == out.read_text()
    assert [] == leftovers(out)


def test_broken_manifest_makes_all_files_those_of_others(out: Path) -> None:
    """Without a readable list nothing may be removed, so a file in the way is an error."""
    publish(out, OLD)
    (out / MANIFEST.path).write_text("{")
    before = files(out)
    with pytest.raises(PublishError, match="was not built"):
        publish(out, NEW)
    assert before == files(out)


# Where the folder is


def test_link_to_the_folder_is_followed(tmp_path: Path) -> None:
    """A published folder may be a symbolic link; the link stays, the folder behind it is replaced."""
    real = tmp_path / "disk" / "real"
    real.mkdir(parents=True)
    link = tmp_path / "public"
    link.symlink_to(real, target_is_directory=True)
    publish(link, OLD)
    publish(link, NEW)
    assert link.is_symlink()
    assert NEW == published(real)
    assert [] == leftovers(real)


def test_missing_parents_are_made(tmp_path: Path) -> None:
    """The folders above need not exist."""
    out = tmp_path / "a" / "b" / "public"
    publish(out, NEW)
    assert NEW == published(out)


def test_parent_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """Where no folder can be made, the message names the place."""
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match=r"cannot write .*file"):
        publish(tmp_path / "file" / "public", NEW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_parent_is_an_error(out: Path) -> None:
    """Where nothing can be written beside the folder, the message says so and names the place."""
    publish(out, OLD)
    out.parent.chmod(0o555)
    try:
        with pytest.raises(PublishError, match=r"cannot write .*public"):
            publish(out, NEW)
    finally:
        out.parent.chmod(0o755)
    assert OLD == published(out)


def test_errors_of_the_disk_name_the_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is a PublishError with the file; the old tree is untouched and nothing is left."""
    publish(out, OLD)

    opened = os.open

    def full(path: Any, *rest: Any, **options: Any) -> int:
        if str(path).endswith("c.html"):
            raise OSError(28, "No space left on device", str(path))
        return opened(path, *rest, **options)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(PublishError, match=r"c\.html: No space left on device"):
        publish(out, NEW)
    assert OLD == published(out)
    assert [] == leftovers(out)


# When it goes wrong


class ChangedMindError(Exception):
    """What a build raises half-way."""


def test_error_in_the_middle_leaves_the_old_tree(out: Path) -> None:
    """An error of the build is passed on; the old tree stays and nothing is left beside it."""
    publish(out, OLD)
    before = {path: (out / path).stat().st_ino for path in OLD}
    with pytest.raises(ChangedMindError), Tree(out).building() as tree:
        tree.write("index.html", b"half")
        raise ChangedMindError
    assert OLD == published(out)
    assert before == {path: (out / path).stat().st_ino for path in OLD}
    assert [] == leftovers(out)


def test_first_build_that_fails_leaves_nothing(out: Path) -> None:
    """Neither a half tree nor a working folder."""
    with pytest.raises(ChangedMindError), Tree(out).building() as tree:
        tree.write("index.html", b"half")
        raise ChangedMindError
    assert not out.exists()
    assert [] == leftovers(out)


def test_leftover_of_a_killed_build_is_cleared(out: Path) -> None:
    """What a killed build left half-written does not get into the next tree."""
    publish(out, OLD)
    leftover = out.with_name(".public.building")
    (leftover / "en").mkdir(parents=True)
    (leftover / "en" / "half.html").write_text("half")
    (leftover / "link").symlink_to(out, target_is_directory=True)
    publish(out, NEW)
    assert NEW == published(out)
    assert [] == leftovers(out)


def test_two_builds_at_once_are_refused(out: Path) -> None:
    """The second one is told that another is at work; the first one goes on unharmed."""
    publish(out, OLD)
    with Tree(out).building() as first:
        first.write("index.html", b"new")
        with pytest.raises(PublishError, match="another build is writing"):
            publish(out, OLD)
        for path in ("en/a.html", "es/c.html"):
            first.write(path, NEW[path])
        first.finish([(path, path != "en/a.html") for path in NEW])
    assert NEW == published(out)


def test_build_is_refused_while_the_old_tree_is_being_removed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the swap the working folder is the old tree; another build must not write into it while it goes."""
    publish(out, OLD)
    refused = []
    remove = shutil.rmtree

    def removing(path: Path, **options: bool) -> None:
        if not refused:
            refused.append(True)
            with pytest.raises(PublishError, match="another build"):
                publish(out, OLD)
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", removing)
    publish(out, NEW)
    monkeypatch.undo()
    assert [True] == refused
    assert NEW == published(out)
    assert [] == leftovers(out)


def test_lock_ends_with_its_process(out: Path) -> None:
    """A build that is killed locks nobody out."""
    script = (
        "import os, sys; from pathlib import Path; from syndicate.publishing.tree import Tree\n"
        "with Tree(Path(sys.argv[1])).building() as tree:\n"
        "    tree.write('half.html', b''); print('at work', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert b"at work\n" == process.stdout.readline()
        with pytest.raises(PublishError, match="another build"):
            publish(out, NEW)
        process.kill()
    publish(out, NEW)
    assert NEW == published(out)
    assert [] == leftovers(out)


# Systems without an exchange of two folders


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system whose kernel cannot swap two folders in one step."""
    monkeypatch.setattr(module, "_exchange", lambda first, second: False)


@pytest.mark.usefixtures("no_exchange")
def test_without_an_exchange_two_renames_do(out: Path) -> None:
    """The same result, step by step."""
    publish(out, OLD)
    publish(out, NEW)
    assert NEW == published(out)
    assert [] == leftovers(out)


@pytest.mark.usefixtures("no_exchange")
def test_kill_between_the_renames_is_mended(out: Path) -> None:
    """The old tree, moved away just before the kill, is put back by the next build, whatever becomes of that."""
    publish(out, OLD)
    out.rename(out.with_name(".public.before"))
    with pytest.raises(ChangedMindError), Tree(out).building():
        raise ChangedMindError
    assert OLD == published(out)
    publish(out, NEW)
    assert NEW == published(out)
    assert [] == leftovers(out)


@pytest.mark.usefixtures("no_exchange")
def test_kill_after_the_renames_is_mended(out: Path) -> None:
    """The old tree, still beside the new one after a kill, does not stop the next build."""
    publish(out, NEW)
    shutil.copytree(out, out.with_name(".public.before"))
    publish(out, OLD)
    assert OLD == published(out)
    assert [] == leftovers(out)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what this system's kernel can do is not known")
def test_linux_swaps_in_one_step(tmp_path: Path) -> None:
    """The kernel exchanges two folders; a missing one is not a success."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / folder.name).touch()
    if not module._exchange(first, second):
        pytest.skip("this file system cannot exchange folders")
    assert {"second": b""} == files(first)
    assert not module._exchange(first, tmp_path / "missing")


def test_a_path_written_twice_is_an_error(out: Path) -> None:
    """Two artifacts at one place are a fault; the published file behind the first is not written into."""
    publish(out, OLD)
    with pytest.raises(PublishError, match=r"a\.html: File exists"), Tree(out).building() as tree:
        tree.finish([(path, tree.write(path, body)) for path, body in [("en/a.html", b"a")] * 2])
    assert OLD == published(out)


def test_without_hard_links_files_are_copied(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without hard links gets copies with their dates."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    publish(out, OLD)
    os.utime(out / "en" / "a.html", (1, 1))
    (out / "CNAME").symlink_to("en/a.html")
    publish(out, NEW)
    assert {**NEW, "CNAME": b"a"} == published(out)
    assert 1 == (out / "en" / "a.html").stat().st_mtime
    assert (out / "CNAME").is_symlink()
