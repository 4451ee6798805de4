"""Dates of Markdown that states none: from git or from the file, where somebody asks for them."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import syndicate
from syndicate import FindingKind, Publisher
from syndicate.cli import cli
from syndicate.errors import InvalidValueError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PUBLISHER = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def git(folder: Path, *arguments: str, day: str = "2020-01-01") -> None:
    """Run git as somebody, on a day; the committer's date is another than the author's."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role, moment in (("AUTHOR", f"{day}T12:00:00-05:00"), ("COMMITTER", "2029-01-01T00:00:00Z")):
        settings |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org", f"GIT_{role}_DATE": moment}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, **settings}, check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a text that was made in 2020, changed in 2021, and moved in 2022, and one of 2023 with a date."""
    root = tmp_path / "site"
    (root / "en").mkdir(parents=True)
    git(root, "init")
    text = "---\ntitle: Sleep\n---\nSleep well, and as long as you can, in a dark and quiet room of your own.\n"
    (root / "en" / "rest.en.md").write_text(text)
    git(root, "add", ".")
    git(root, "commit", "-m", "one", day="2020-01-01")
    (root / "en" / "rest.en.md").write_text(f"{text}\nEvery night.\n")
    git(root, "commit", "-am", "two", day="2021-01-01")
    git(root, "mv", "en/rest.en.md", "en/sueño y sleep.en.md")
    git(root, "commit", "-m", "three", day="2022-01-01")
    (root / "en" / "dated.en.md").write_text("---\ntitle: Dated\ndate: 2019-05-05\n---\nA text.\n")
    git(root, "add", ".")
    git(root, "commit", "-m", "four", day="2023-01-01")
    return root


def dates(catalog: syndicate.Catalog, title: str) -> tuple[str, str]:
    """The days on which a topic was made and changed, as far as they are known."""
    topic = next(topic for topic in catalog.values() if topic.title["en"] == title)
    created, updated = topic.created.get("en"), topic.updated.get("en")
    return (created.isoformat() if created else "", updated.isoformat() if updated else "")


def unknown(catalog: syndicate.Catalog) -> list[str]:
    """What is said of dates that are not known."""
    return [finding.message() for finding in catalog.findings if finding.kind is FindingKind.UNKNOWN_DATE]


def test_git_has_the_days_of_first_and_last_change(site: Path) -> None:
    """Author dates count; a file is followed when it is moved, which is no change of its text."""
    catalog = syndicate.read(site, dates="git", now=NOW)
    assert ("2020-01-01T12:00:00-05:00", "2021-01-01T12:00:00-05:00") == dates(catalog, "Sleep")
    assert [] == unknown(catalog)


def test_stated_dates_stay(site: Path) -> None:
    """A text that states a date keeps it, and gets no other."""
    assert dates(syndicate.read(site, now=NOW), "Dated") == dates(syndicate.read(site, dates="git", now=NOW), "Dated")


def test_no_date_without_being_asked(site: Path) -> None:
    """By default a catalog depends on its texts alone."""
    assert ("", "") == dates(syndicate.read(site, now=NOW), "Sleep")


def test_the_publisher_asks(site: Path) -> None:
    """``dates`` of publisher.toml asks for every command; an argument goes before it."""
    publisher = attrs.evolve(PUBLISHER, dates="git", timezone="America/New_York")
    assert "2020-01-01T12:00:00-05:00" == dates(syndicate.read(site, publisher=publisher, now=NOW), "Sleep")[0]
    assert ("", "") == dates(syndicate.read(site, publisher=publisher, dates="stated", now=NOW), "Sleep")


def test_dates_of_files(site: Path) -> None:
    """A file has been written at a moment; nobody knows when it was made."""
    os.utime(site / "en" / "sueño y sleep.en.md", (1_600_000_000.5, 1_600_000_000.5))
    assert ("", "2020-09-13T12:26:40+00:00") == dates(syndicate.read(site, dates="file", now=NOW), "Sleep")


def test_what_is_not_committed(site: Path) -> None:
    """A new file has no date, a changed one that of its last commit; both are reported."""
    (site / "en" / "new.en.md").write_text("---\ntitle: New\n---\nA text.\n")
    with (site / "en" / "sueño y sleep.en.md").open("a") as file:
        file.write("\nMore.\n")
    catalog = syndicate.read(site, dates="git", now=NOW)
    assert ("", "") == dates(catalog, "New")
    assert "2021-01-01T12:00:00-05:00" == dates(catalog, "Sleep")[1]
    expected = "(2: en/new.en.md, en/sueño y sleep.en.md): they are not committed as they are now; commit them"
    assert expected in unknown(catalog)[0]


def test_a_shallow_clone_says_so(site: Path, tmp_path: Path) -> None:
    """The first commit of a shallow clone has all files, and is the day of none."""
    git(tmp_path, "clone", "--depth", "1", site.as_uri(), "clone")
    catalog = syndicate.read(tmp_path / "clone", dates="git", now=NOW)
    assert ("", "") == dates(catalog, "Sleep")
    assert "git fetch --unshallow" in unknown(catalog)[0]


def test_a_folder_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git knows nothing, or is not there, that is a finding, and all is read."""
    (tmp_path / "sleep.en.md").write_text("---\ntitle: Sleep\n---\nA text.\n")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "git finds no commits there" in unknown(syndicate.read(tmp_path, dates="git", now=NOW))[0]
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in unknown(syndicate.read(tmp_path, dates="git", now=NOW))[0]


def test_settings_of_a_repository_run_nothing(site: Path, tmp_path: Path) -> None:
    """A repository may come from anybody: what its settings name as programs is not run."""
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "diff.md.textconv", "gpg.program"):
        git(site, "config", key, str(program))
    git(site, "config", "log.showSignature", "true")
    (site / ".gitattributes").write_text("*.md diff=md\n")
    syndicate.read(site, dates="git", now=NOW)
    assert not mark.exists()


def test_another_name_is_refused(site: Path) -> None:
    """There are three places that dates come from."""
    with pytest.raises(InvalidValueError, match="dates cannot be taken from 'svn'"):
        syndicate.read(site, dates="svn")
    with pytest.raises(InvalidValueError, match="dates"):
        attrs.evolve(PUBLISHER, dates="svn")


def test_the_option(site: Path) -> None:
    """Commands take the option."""
    without = CliRunner().invoke(cli, ["check", str(site)]).output
    assert "“Sleep” has no date" in without
    assert "“Sleep” has no date" not in CliRunner().invoke(cli, ["check", str(site), "--dates", "git"]).output
