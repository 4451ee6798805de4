"""The process around a command: closed and full streams, signals, and folders that no tree can be published into."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from samples import files

import syndicate
from syndicate.errors import PublishError
from syndicate.publishing import places
from syndicate.publishing.tree import check_place

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a shell and signals")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """A small published tree, a feed and a page beside it."""
    folder = tmp_path_factory.mktemp("streams")
    catalog = syndicate.read(example, default_locale="en")
    syndicate.build(catalog, syndicate.Publisher.load(example / "publisher.toml"), folder / "public", only=["feeds"])
    (folder / "page.html").write_text(f'<div class="syndicate"><p>{"Sleep well. " * 80}</p></div>', "utf-8")
    return folder


COMMANDS = {
    "help": "--help",
    "version": "--version",
    "feed": "feed {source}",
    "snippet": "snippet {source} --topic sleep",
    "card": "card {source} --topic sleep --format png",
    "lint": "card {source} --lint",
    "extract": "extract {folder}/page.html --url https://example.org/",
    "extract stdin": "extract - --url https://example.org/ < {folder}/page.html",
    "check": "check {source}",
    "validate": "validate {folder}/public --format json",
    "validate stdin": "validate - --format json < {folder}/public/en/feeds/topics.rss",
}
"""Commands that print something and end with 0."""

OUTPUTS = (">&-", ">/dev/full", ">&- 2>&-", ">&- 2>/dev/full", ">&- 2>&- <&-")
"""Where it cannot be printed."""


def shell(command: str, redirection: str, **names: Path) -> subprocess.CompletedProcess[bytes]:
    """A command line of ours in a shell."""
    quoted = {name: shlex.quote(str(path)) for name, path in names.items()}
    line = f"{shlex.quote(sys.executable)} -m syndicate {command.format(**quoted)} {redirection}"
    return subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=120, stdin=subprocess.DEVNULL)


def is_plain(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether there is no traceback, and at most one line, of ours."""
    said = done.stderr.decode()
    return "Traceback" not in said and "Exception" not in said and (not said or said.startswith("syndicate: "))


@pytest.mark.parametrize("name", COMMANDS)
def test_output_that_is_lost_is_an_error(name: str, tree: Path, example: Path) -> None:
    """Closed or full, alone or with the stream of messages: 1, and one plain line where it can be said."""
    for redirection in OUTPUTS:
        if name.endswith("stdin") and "<&-" in redirection:
            continue
        done = shell(COMMANDS[name], redirection, source=example, folder=tree)
        assert (1, b"") == (done.returncode, done.stdout), redirection
        assert is_plain(done), redirection
        if "2>" not in redirection:
            assert done.stderr, redirection


@pytest.mark.parametrize("name", COMMANDS)
def test_messages_that_are_lost_do_not_change_the_output(name: str, tree: Path, example: Path) -> None:
    """With a closed stream of messages, and a closed input that nobody reads, all is printed, and the code is 0."""
    expected = shell(COMMANDS[name], "", source=example, folder=tree)
    assert 0 == expected.returncode
    for redirection in ("2>&-", "2>/dev/full", "<&-"):
        if name.endswith("stdin") and "<&-" in redirection:
            continue
        done = shell(COMMANDS[name], redirection, source=example, folder=tree)
        assert expected.stdout == done.stdout, redirection
        assert "2>/dev/full" == redirection or 0 == done.returncode, redirection


@pytest.mark.parametrize("command", ["validate -", "extract - --url https://example.org/"])
def test_input_that_is_closed_is_an_error(command: str) -> None:
    """It is said in one line."""
    done = shell(command, "<&-")
    assert (1, b"") == (done.returncode, done.stdout)
    assert b"syndicate: standard input or output is closed\n" == done.stderr


@pytest.mark.parametrize("redirection", ["2>&-", "<&- >&- 2>&-", ">&-"])
def test_build_without_streams_is_a_build(redirection: str, example: Path, tmp_path: Path) -> None:
    """No file of the tree takes the number of a closed stream, into which messages go."""
    done = shell("build {source} --only feeds --out {folder}/public", redirection, source=example, folder=tmp_path)
    assert 0 == done.returncode
    syndicate.build(
        syndicate.read(example, default_locale="en"),
        syndicate.Publisher.load(example / "publisher.toml"),
        tmp_path / "other",
        only=["feeds"],
    )
    made = [files(tmp_path / name) for name in ("public", "other")]
    for one in made:
        del one[".syndicate.json"]
    assert made[0] == made[1]


def test_wrong_usage_stays_wrong_usage() -> None:
    """The code is 2 though nothing can be said."""
    assert [2] * 3 == [shell("feed", redirection).returncode for redirection in ("2>&-", "2>/dev/full", ">&- 2>&-")]


# Signals

WITH_DEFAULTS = """
import os, signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Whoever runs the tests may have been told to ignore a signal; the command is not."""

SLOW = """
import os, sys, time
from syndicate.site.parts import SiteParts
from syndicate.__main__ import main
original = SiteParts.parts
def slow(self, piece):
    os.write(1, b"at work\\n")
    time.sleep(0.2)
    yield from original(self, piece)
SiteParts.parts = slow
sys.argv = ["syndicate", *sys.argv[1:]]
sys.exit(main())
"""


def started(*arguments: Any) -> subprocess.Popen[bytes]:
    """A process in a group of its own, which heeds signals."""
    command = [sys.executable, "-c", WITH_DEFAULTS, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def is_at_work(group: int) -> bool:
    """Whether there is a process of a group yet."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("to_all", [True, False])
def test_stopped_build_cleans_up(name: str, jobs: int, to_all: bool, example: Path, tmp_path: Path) -> None:
    """The old tree stays, nothing is left beside it, no process goes on, and the end is by the signal."""
    out, number = tmp_path / "public", getattr(signal, name)
    catalog = syndicate.read(example, default_locale="en")
    syndicate.build(catalog, syndicate.Publisher.load(example / "publisher.toml"), out, only=["feeds"])
    before = files(tmp_path)
    with started("-c", SLOW, "build", example, "--out", out, "--jobs", jobs) as build:
        assert build.stdout is not None
        assert b"at work\n" == build.stdout.readline()
        os.killpg(build.pid, number) if to_all else build.send_signal(number)
        _, said = build.communicate(timeout=60)
    assert (-number, b"syndicate: stopped") == (build.returncode, said.strip())
    assert before == files(tmp_path)
    assert {out, tmp_path / "public.history"} == set(tmp_path.iterdir())
    assert not is_at_work(build.pid)
    assert (
        0 == shell("build {source} --only feeds --out {folder}/public", "", source=example, folder=tmp_path).returncode
    )


def test_signal_that_is_to_be_ignored_is_ignored(example: Path, tmp_path: Path) -> None:
    """As `nohup` asks for: the build goes on."""
    ignoring = "import os, signal, sys\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + WITH_DEFAULTS.splitlines()[-1]
    command = [sys.executable, "-c", ignoring, "-c", SLOW, "build", str(example), "--out", str(tmp_path / "public")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as build:
        assert build.stdout is not None
        assert b"at work\n" == build.stdout.readline()
        build.send_signal(signal.SIGHUP)
        build.communicate(timeout=60)
    assert 0 == build.returncode


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_stopped_server_ends_by_the_signal(name: str, tree: Path) -> None:
    """Without a traceback."""
    pytest.importorskip("uvicorn")
    number = getattr(signal, name)
    with started("-m", "syndicate", "serve", tree / "public", "--port", 0) as server:
        assert server.stderr is not None
        said = b""
        while b"http://127" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        time.sleep(0.1)
        server.send_signal(number)
        _, rest = server.communicate(timeout=30)
    assert -number == server.returncode
    assert b"Traceback" not in rest


# Places


def test_places_that_cannot_be_replaced_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with what it is, before anything is read."""
    home, circle = tmp_path / "home", tmp_path / "circle"
    home.mkdir()
    (home / ".profile").write_text("")
    circle.symlink_to(circle)
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("")
    monkeypatch.setenv("HOME", str(home))
    for out, problem in (
        (Path("/"), "is the root of the file system"),
        (tmp_path / "file", "is not a folder"),
        (circle, "give another --out|is not a folder"),
        (home, "is a home folder"),
        (tmp_path / "full", r"was not built by syndicate and holds 'notes\.txt'"),
    ):
        with pytest.raises(PublishError, match=problem):
            check_place(out)
    assert {home, circle, tmp_path / "file", tmp_path / "full"} == set(tmp_path.iterdir())


def test_mount_point_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a folder of the same file system, and with a space in its name, which the kernel writes as a number."""
    mounted = tmp_path / "my site"
    mounted.mkdir()
    listed = tmp_path / "mountinfo"
    name = str(mounted).replace(" ", "\\040")
    listed.write_text(f"36 35 98:0 /mnt1 {name} rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n")
    monkeypatch.setattr(places, "_MOUNTS", listed)
    with pytest.raises(PublishError, match=r"is a mount point.*mount its parent"):
        check_place(mounted)
    check_place(mounted / "public")


def test_refused_place_is_told_before_the_source_is_read(example: Path, tmp_path: Path) -> None:
    """Even if that could not be read either."""
    source = tmp_path / "topics"
    source.mkdir()
    for name in ("publisher.toml", "logo.png"):
        shutil.copy(example / name, source)
    (source / "bad.json").write_text("{")
    for out, said in (("/", b"is the root"), ("''", b"the name is empty")):
        done = shell("build {source}/bad.json --out " + out, "", source=source)
        assert done.returncode in (1, 2)
        assert said in done.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("validate /dev/zero", "this is a device"),
        ("validate /dev/full", "this is a device"),
        ("validate - < /dev/zero", "more than 256 MB"),
        ("extract /dev/zero --url https://example.org/", "more than 20 MB"),
        ("extract - --url https://example.org/ < /dev/full", "more than 20 MB"),
        ("check {folder}/public --publisher /dev/zero", "this is a device"),
        ("check {source} --history /dev/zero", "there is no file /dev/zero"),
        ("check /dev/zero", "no reader takes this"),
        ("serve /dev/zero", "/dev/zero is not a folder"),
    ],
)
def test_input_without_an_end(command: str, said: str, tree: Path, example: Path) -> None:
    """A device, or more than a command reads, is refused; nothing is read until the memory is full."""
    done = shell(command, "", source=example, folder=tree)

    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.returncode in (1, 2)


def test_input_from_a_pipe(tree: Path) -> None:
    """A pipe with a name, as of a shell's process substitution, is read as a file is."""
    done = shell("validate <(cat {folder}/public/en/feeds/topics.rss)", "", folder=tree)

    assert (0, b"1 feed, 0 errors, 0 warnings\n") == (done.returncode, done.stderr)
