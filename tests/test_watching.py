"""`syndicate serve --watch` with a real process and a real browser: what an editor changes is on the screen at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import attrs
import pytest
from chromium import CHROMIUM, launched
from click.testing import CliRunner

from syndicate.cli import cli

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="needs signals"),
    pytest.mark.xdist_group("watching"),
]
pytest.importorskip("watchfiles", reason="the extra `service` is not installed")


@attrs.define
class Served:
    """A catalog that is served while it is edited.

    Attributes:
        process: what serves it.
        folder: the topics.
        base: its address.
        said: the file with what the terminal shows.
    """

    process: subprocess.Popen[bytes]
    folder: Path
    base: str
    said: Path

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file as editors do: another file takes its place."""
        other = self.folder / f".{name}.tmp"
        other.write_text(change((self.folder / name).read_text("utf-8")), "utf-8")
        other.replace(self.folder / name)

    def waits_for(self, text: str) -> None:
        """Wait until the terminal shows a text."""
        eventually(lambda: text in self.said.read_text("utf-8", "replace"), text)


def eventually(found: Callable[[], Any], what: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 90
    while not found():
        assert time.monotonic() < until, what
        time.sleep(0.1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The two topics of `syndicate init`, served and watched."""
    folder, said = tmp_path / "topics", tmp_path / "said"
    assert 0 == CliRunner().invoke(cli, ["init", str(folder)]).exit_code
    command = [sys.executable, "-m", "syndicate", "serve", str(tmp_path / "public"), "--port", "0"]
    with said.open("wb") as file:
        process = subprocess.Popen([*command, "--watch", str(folder)], stdout=file, stderr=file)
        try:
            eventually(lambda: b"running on http" in said.read_bytes() or process.poll() is not None, "it serves")
            address = said.read_text("utf-8").partition("running on ")[2].split()[0]
            yield Served(process, folder, address, said)
        finally:
            process.kill()
            process.wait()


def page_of(served: Served, path: str) -> str:
    """A page as a browser without a cache gets it."""
    with urlopen(f"{served.base}/{path}") as answer:
        return str(answer.read().decode())


def test_a_build_that_fails_leaves_the_last_good_page(served: Served) -> None:
    """The terminal says what is wrong; the next sound text is shown."""
    served.edit("publisher.toml", lambda text: text.replace("[name]", "[nam"))
    served.waits_for("the build failed: the pages are those of the last one that did not")
    assert "not TOML" in served.said.read_text("utf-8")
    assert "A smoke alarm warns you" in page_of(served, "en/topics/smoke-alarms/")
    served.edit("publisher.toml", lambda text: text.replace("[nam", "[name]").replace("Courtesy of", "Thanks to"))
    eventually(lambda: "Thanks to" in page_of(served, "en/topics/smoke-alarms/"), "the new publisher is shown")


def test_folders_that_the_publisher_names_are_watched(served: Served) -> None:
    """Those it names only now, too: a template of its own."""
    (served.folder.parent / "own").mkdir()
    served.edit("publisher.toml", lambda text: f'templates = "../own"\n{text}')
    served.waits_for("0 removed")
    template = served.folder.parent / "own" / "snippet.html"
    extended = '{% extends "syndicate/snippet.html" %}{% block footer %}<p>Own foot</p>{% endblock %}'
    time.sleep(1)
    template.write_text(extended, "utf-8")
    eventually(lambda: "Own foot" in page_of(served, "en/topics/smoke-alarms/snippet.html"), "the own template is used")


def test_it_ends_at_once_and_rests_when_nothing_changes(served: Served) -> None:
    """Browsers that wait for changes hold nothing up; while nothing changes, no time is spent."""
    ticks = os.sysconf("SC_CLK_TCK")

    def spent() -> float:
        fields = Path(f"/proc/{served.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / ticks

    if Path("/proc/self/stat").exists():
        page_of(served, "en/")
        before = spent()
        time.sleep(3)
        assert spent() - before < 0.3
    with urlopen(f"{served.base}/.syndicate/changes") as events:
        assert b"retry" in events.readline()
        began = time.monotonic()
        served.process.send_signal(signal.SIGINT)
        served.process.wait(60)
        assert time.monotonic() - began < 9  # uvicorn would wait for ten seconds
    assert "Traceback" not in served.said.read_text("utf-8")


def test_nothing_of_it_is_in_the_tree(served: Served) -> None:
    """The script is added to what is sent: not to files, to fragments, to frames for partners, to other pages."""
    assert "/.syndicate/reload.js?" in page_of(served, "es/")
    for path in ("en/topics/smoke-alarms/snippet.html", "en/topics/smoke-alarms/embed.html", "topics.json"):
        assert ".syndicate" not in page_of(served, path)
    tree = served.folder.parent / "public"
    assert [] == [path for path in tree.rglob("*.html") if b"/.syndicate/" in path.read_bytes()]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_browser_shows_what_was_written(served: Served) -> None:
    """Text, a picture beside the topic, and a color of the publisher, without a key pressed; where the reader was."""
    with launched() as browser:
        page: Page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if "Policy" in message.text else None)
        page.goto(f"{served.base}/en/topics/smoke-alarms/")
        served.edit("smoke-alarms.en.md", lambda text: text.replace("still time to get out", "time to leave"))
        page.get_by_text("time to leave").wait_for(timeout=90_000)
        served.edit("publisher.toml", lambda text: text + '\n[card]\naccent = "#7a003c"\n')
        page.wait_for_function(
            "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === '#7a003c'",
            timeout=90_000,
        )
        assert page.url.endswith("/en/topics/smoke-alarms/")
        assert [] == refused
        browser.close()


def test_a_first_build_that_fails_is_waited_out(tmp_path: Path) -> None:
    """Where there is no tree yet, the server begins when there is one."""
    folder, said = tmp_path / "topics", tmp_path / "said"
    CliRunner().invoke(cli, ["init", str(folder)])
    good = (folder / "publisher.toml").read_text("utf-8")
    (folder / "publisher.toml").write_text("base_url =", "utf-8")
    command = [sys.executable, "-m", "syndicate", "serve", str(tmp_path / "public"), "--port", "0"]
    with said.open("wb") as file:
        process = subprocess.Popen([*command, "--watch", str(folder)], stdout=file, stderr=file)
        try:
            eventually(lambda: "waiting for a change" in said.read_text("utf-8"), "it waits")
            (folder / "publisher.toml").write_text(good, "utf-8")
            eventually(lambda: "running on http" in said.read_text("utf-8"), "it serves")
        finally:
            process.kill()
            process.wait()
