"""What lasts from build to build: it is in the source or in the history, and nowhere else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import PUBLISHER, catalog, files, small

import syndicate
from syndicate.errors import HistoryError
from syndicate.history import History
from syndicate.layout import MANIFEST
from syndicate.model import Publisher
from syndicate.model.publisher import CardStyle
from syndicate.publishing import build
from syndicate.publishing.memory import default_history

DOCS = Path(__file__).resolve().parent.parent / "docs"
OTHER = Publisher(
    name={"en": "River Valley Clinic"},
    base_url="https://clinic.example.org/",
    authority="clinic.example.org,2024",
    card=CardStyle(accent="#7a1f2b"),
)


def scripts(out: Path) -> dict[str, bytes]:
    """The scripts and style sheets of a tree."""
    return {name: body for name, body in files(out / "embeds").items() if name != "embeds.json"}


def test_scripts_of_earlier_builds_come_from_the_history(tmp_path: Path) -> None:
    """As the guide recommends, a job keeps the history alone; the published folder is empty each time."""
    history = tmp_path / "topics.history"
    seen: dict[str, bytes] = {}
    for number, publisher in enumerate((PUBLISHER, OTHER, PUBLISHER)):
        out = tmp_path / f"job-{number}" / "public"
        build(catalog(small(1)), publisher, out, only=["embeds"], history=history)
        found = scripts(out)
        assert seen == {name: found[name] for name in seen}
        seen |= found
    assert len(seen) > 5


def test_script_that_is_taken_out_of_the_tree_stays_out(tmp_path: Path) -> None:
    """A script with a fault is withdrawn by deleting it from the published folder, once and for all."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["embeds"])
    old = scripts(out)
    build(catalog(small(1)), OTHER, out, only=["embeds"])
    (gone,) = (name for name in old if name.startswith("frame.") and name.endswith(".css"))
    (out / "embeds" / gone).unlink()
    build(catalog(small(1)), OTHER, out, only=["embeds"])
    assert gone not in scripts(out)
    shutil.rmtree(out)
    build(catalog(small(1)), OTHER, out, only=["embeds"])
    assert gone not in scripts(out)
    build(catalog(small(1)), PUBLISHER, out, only=["embeds"])  # whoever makes it again publishes it again
    assert gone in scripts(out)


def test_a_folder_that_is_emptied_takes_no_script_out(tmp_path: Path) -> None:
    """Hidden files stay when a job empties the folder; nobody chose to withdraw anything."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["embeds"])
    old = scripts(out)
    build(catalog(small(1)), OTHER, out, only=["embeds"])
    for path in out.iterdir():
        if path.name != MANIFEST.path:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    build(catalog(small(1)), OTHER, out, only=["embeds"])
    assert old.items() <= scripts(out).items()


@pytest.mark.parametrize("emptied", [True, False])
def test_lost_history_is_an_error(emptied: bool, tmp_path: Path) -> None:
    """The published folder shows that there was one; a new one is begun only if it is meant."""
    out = tmp_path / "public"
    build(catalog(small(1)), PUBLISHER, out, only=["feeds"])
    before = files(out)
    default_history(out).unlink()
    if emptied:
        default_history(out).touch()
    with pytest.raises(HistoryError, match=r"was built before, but the history.*--new-history"):
        build(catalog(small(1)), PUBLISHER, out, only=["feeds"])
    assert before == files(out)
    report = build(catalog(small(1)), PUBLISHER, out, only=["feeds"], new_history=True)
    assert {"en": {"new": 1}} == report.texts


@pytest.mark.parametrize(
    "content", [b"", b'{"format": "syndicate-tree", "fi', b"\0" * 500, b"[]", b'{"files": 3}', b"null"]
)
def test_torn_list_of_files_is_mended(content: bytes, tmp_path: Path) -> None:
    """It is named in the report; what looks like ours is ours, and what others put there stays."""
    out = tmp_path / "public"
    topics = [small(1), small(2)]
    build(catalog(*topics), PUBLISHER, out)
    (out / "CNAME").write_text("clinic.example.org")
    (out / "en" / "notes.txt").write_text("theirs")
    build(catalog(*topics), PUBLISHER, out)
    whole = files(out)
    (out / MANIFEST.path).write_bytes(content)
    report = build(catalog(*topics), PUBLISHER, out)
    assert any(str(out / MANIFEST.path) in line and "damaged" in line for line in report.lines())
    assert whole == files(out)
    assert "" == build(catalog(*topics), PUBLISHER, out).torn
    (out / MANIFEST.path).write_bytes(content)
    build(catalog(topics[0]), PUBLISHER, out)
    left = [name for name in files(out) if "topic-2" in name]
    assert [] == left
    assert {"CNAME", "en/notes.txt"} < files(out).keys()


def test_the_tree_and_the_history_have_one_mark(tmp_path: Path) -> None:
    """By it the next build knows that what the history was about to hold is in place."""
    out = tmp_path / "public"
    marks = set()
    for text in ("One.", "Two."):
        build(catalog(small(1, text)), PUBLISHER, out, only=["feeds"])
        marks.add(json.loads((out / MANIFEST.path).read_bytes())["tree"])
        build(catalog(small(1, text)), PUBLISHER, out, only=["feeds"])
        marks.add(json.loads((out / MANIFEST.path).read_bytes())["tree"])
    assert 2 == len(marks)


def recipe() -> list[str]:
    """The commands of the job in the guide that keeps the history in the repository."""
    text = (DOCS / "how-to" / "keep-history.md").read_text(encoding="utf-8")
    job = text.partition("```yaml")[2].partition("```")[0]
    lines = [line.strip().removeprefix("- run: ") for line in job.partition("# ... install syndicate")[2].splitlines()]
    return [line for line in lines if line.startswith(("syndicate ", "git "))]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_recipe_of_the_guide(example: Path, tmp_path: Path) -> None:
    """Each job clones the repository, builds into an empty folder, and commits the history; scripts and dates stay."""
    commands = recipe()
    assert any("--history topics.history" in command for command in commands)
    store = tmp_path / "store"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def run(command: str, folder: Path) -> None:
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)
        assert 0 == done.returncode, (command, done.stderr)

    first = tmp_path / "first"
    shutil.copytree(example, first / "topics")
    run("git init -q -b main . && git add . && git -c user.name=a -c user.email=a@example.org commit -qm 1", first)
    run(f"git clone -q --bare . '{store}'", first)
    seen: dict[str, bytes] = {}
    for number, accent in enumerate(("#7a1f2b", "#1f7a2b")):
        job = tmp_path / f"job-{number}"
        run(f"git clone -q '{store}' '{job}'", tmp_path)
        publisher = job / "topics" / "publisher.toml"
        publisher.write_text(re.sub(r'accent = ".*"', f'accent = "{accent}"', publisher.read_text("utf-8")), "utf-8")
        for command in commands:
            run(command, job)
        found = scripts(job / "public")
        assert seen == {name: found[name] for name in seen}
        seen |= found
    assert 6 <= len(seen)
    assert {"en": {"unchanged": 18}, "es": {"unchanged": 17}} == compared(job)


def compared(job: Path) -> dict[str, dict[str, int]]:
    """What a build would find in the folder of a job."""
    found = History(job / "topics.history").compare(syndicate.read(job / "topics")).counts
    return {locale: dict(counts) for locale, counts in found.items()}
