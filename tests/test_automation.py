"""The container image and the GitHub Action: what can be run of them without an engine and without GitHub is run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
INSTALLS = os.environ.get("SYNDICATE_INSTALLS")

pytestmark = pytest.mark.skipif(
    not (ROOT / "action.yml").is_file() or shutil.which("git") is None or shutil.which("bash") is None,
    reason="needs the source, git and bash",
)


def git(folder: Path, *arguments: str) -> str:
    """What a command of git prints."""
    made = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return made.stdout.strip()


@attrs.define
class Runner:
    """Runs the steps of the action as GitHub does: each in a shell of its own, with its inputs in the environment."""

    folder: Path
    work: Path
    inputs: dict[str, str]

    def steps(self) -> list[dict[str, Any]]:
        """The steps of the file."""
        found: list[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
        return found

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run one step, by the last word of its command."""
        (step,) = (one for one in self.steps() if one["run"].endswith(f" {name}"))
        declared = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
        values = {key: self.inputs.get(key, one.get("default", "")) for key, one in declared.items()}
        assert self.inputs.keys() <= declared.keys()
        given = {
            key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match[1]], value)
            for key, value in step.get("env", {}).items()
        }
        temporary = self.folder / "temp"
        temporary.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_PATH": str(self.folder / "path"),
            "RUNNER_TEMP": str(temporary),
            "SOURCE_DATE_EPOCH": "1767225600",
            **given,
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(shell, cwd=self.work, env=environment, capture_output=True, text=True)

    def run(self, *names: str) -> list[str]:
        """Run several steps, each of which has to succeed; what they print."""
        printed = []
        for name in names:
            done = self.step(name)
            assert 0 == done.returncode, done.stderr
            printed.append(done.stdout + done.stderr)
        return printed

    def again(self) -> Runner:
        """The next run: a new checkout, and nothing else of the last one."""
        shutil.rmtree(self.folder / "temp")
        shutil.rmtree(self.work)
        git(self.folder, "clone", "--quiet", str(self.folder / "origin.git"), str(self.work))
        return self


STEPS = ("restore", "build", "validate", "keep")


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A repository with topics, its remote, and a checkout."""
    work = tmp_path / "work"
    shutil.copytree(ROOT / "examples" / "health-topics", work / "my topics")
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "add", ".")
    git(work, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "Topics")
    git(tmp_path, "clone", "--quiet", "--bare", str(work), "origin.git")
    git(work, "remote", "add", "origin", str(tmp_path / "origin.git"))
    yield Runner(tmp_path, work, {"sources": "my topics\n", "options": "--only=feeds,snippets"})


def test_the_action_builds_validates_and_keeps_the_history(runner: Runner) -> None:
    """The next run, which has nothing but the branch, finds all as it was, and leaves the branch alone."""
    first = runner.run(*STEPS)
    assert "this build begins the history" in first[0]
    assert "en: 18 new" in first[1]
    origin = runner.folder / "origin.git"
    kept = git(origin, "rev-parse", "syndicate-history")
    assert "syndicate.history" == git(origin, "ls-tree", "--name-only", "syndicate-history")
    second = runner.again().run(*STEPS)
    assert "en: 0 new, 0 changed, 0 retracted, 18 unchanged" in second[1]
    assert "the history is as it was" in second[3]
    assert kept == git(origin, "rev-parse", "syndicate-history")
    topic = runner.again().work / "my topics" / "sleep.en.md"
    topic.write_text(topic.read_text("utf-8") + "\nSleep well.\n", "utf-8")
    third = runner.run(*STEPS)
    assert "en: 0 new, 1 changed" in third[1]
    assert "1" == git(origin, "rev-list", "--count", "syndicate-history")
    assert kept != git(origin, "rev-parse", "syndicate-history")


def test_of_two_runs_at_once_one_is_refused(runner: Runner) -> None:
    """The later would otherwise forget what the earlier published."""
    runner.run("restore", "build")
    origin = runner.folder / "origin.git"
    git(origin, "branch", "syndicate-history", "main")
    refused = runner.step("keep")
    assert 0 != refused.returncode
    assert git(origin, "rev-parse", "main") == git(origin, "rev-parse", "syndicate-history")


def test_a_remote_that_cannot_be_asked_is_no_empty_history(runner: Runner) -> None:
    """Else all texts would count as new."""
    git(runner.work, "remote", "set-url", "origin", str(runner.folder / "nowhere.git"))
    assert runner.step("restore").returncode not in (0, 2)


def test_a_build_that_fails_ends_the_action(runner: Runner) -> None:
    """With its message, and the branch as it was."""
    runner.run("restore")
    runner.inputs["sources"] = "no such folder"
    failed = runner.step("build")
    assert 1 == failed.returncode
    assert "no such folder" in failed.stderr


def test_the_inputs_of_the_action_are_all_used() -> None:
    """Each reaches a step, and no step puts one into a script, where its text could be a command."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    steps = action["runs"]["steps"]
    values = [value for step in steps for value in step.get("env", {}).values()]
    used = {name for value in values for name in re.findall(r"[a-z-]+(?= \})", value)}
    assert action["inputs"].keys() == used
    assert [] == [step["run"] for step in steps if "${{" in step["run"]]
    assert ["install", *STEPS] == [step["run"].rpartition(" ")[2] for step in steps]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, by name."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def test_the_containerfile_is_sound() -> None:
    """Known instructions, files that are there, no user with rights, versions from the one list of them."""
    found = instructions()
    assert {"ARG", "FROM", "COPY", "RUN", "ENV", "WORKDIR", "USER", "ENTRYPOINT", "CMD"} == {name for name, _ in found}
    copied = [shlex.split(rest)[:-1] for name, rest in found if name == "COPY" and not rest.startswith("--from")]
    assert [] == [path for paths in copied for path in paths if not (ROOT / path).exists()]
    assert ("USER", "1000:1000") in found
    installs = [rest for name, rest in found if name == "RUN" and "pip install" in rest]
    assert all("-c /source/constraints.txt" in rest for rest in installs)
    last = max(index for index, (name, _) in enumerate(found) if name == "FROM")
    assert [] == [rest for name, rest in found[last:] if name == "RUN"]


@pytest.mark.proof
@pytest.mark.skipif(not INSTALLS, reason="set SYNDICATE_INSTALLS=1: it installs from the package index")
def test_the_lines_of_the_containerfile_run(tmp_path: Path) -> None:
    """In a clean folder that stands for the root of the image."""
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            *paths, place = shlex.split(rest)
            for path in paths:
                target = tmp_path / place.lstrip("/")
                if (ROOT / path).is_dir():
                    shutil.copytree(ROOT / path, target, ignore=shutil.ignore_patterns("__pycache__", "_locales"))
                else:
                    target.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / path, target)
        elif name == "RUN":
            here = rest.replace("/opt/", f"{tmp_path}/opt/").replace("/source", f"{tmp_path}/source")
            subprocess.run(["sh", "-ec", here], check=True, cwd=tmp_path)
    command = tmp_path / "opt/syndicate/bin/syndicate"
    source = ROOT / "examples" / "health-topics"
    subprocess.run([command, "build", source, "--out", tmp_path / "work/public", "--only=feeds"], check=True)
    subprocess.run([command, "validate", tmp_path / "work/public"], check=True)
    assert "Salud Ejemplo: todos los temas" in (tmp_path / "work/public/es/feeds.opml").read_text("utf-8")


@pytest.mark.proof
@pytest.mark.skipif(not INSTALLS, reason="set SYNDICATE_INSTALLS=1: it installs from the package index")
def test_the_install_step_runs(runner: Runner) -> None:
    """Into a folder of its own, which later steps find first."""
    runner.run("install")
    (found,) = (runner.folder / "path").read_text("utf-8").splitlines()
    assert (
        b"syndicate 0." in subprocess.run([f"{found}/syndicate", "--version"], capture_output=True, check=True).stdout
    )
