"""Type checkers agree with what the documentation shows, and complain of wrong uses: mypy --strict, and pyright."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

import pytest
from test_docs import PAGES, READER, ROOT, blocks, name_of

USES = Path(__file__).parent / "typed" / "uses.py"
# feedgen has no types, and its extensions are attributes that only exist once they are loaded.
UNTYPED = re.compile(r'feedgen\.ext\.base|Class cannot subclass "Base(?:Entry)?Extension"|for class "FeedGenerator"')
Complaint = tuple[str, int, str]
"""The file, the line, and the message."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the uses, the Python of each page of the documentation, and the module that one of them makes."""
    made = tmp_path_factory.mktemp("types")
    shutil.copy(USES, made / USES.name)
    shutil.copy(READER / "syndicate_csv.py", made)
    shutil.copy(READER.parent / "database" / "topic_records.py", made)
    for page in PAGES:
        found = [dedent(block) for block in blocks(page, "python")]
        code = [doctest.script_from_examples(block) if ">>>" in block else block for block in found]
        if code:
            (made / (re.sub(r"\W", "_", name_of(page)) + ".py")).write_text("\n".join(code), "utf-8")
    return made


def mypy(folder: Path) -> list[Complaint]:
    """What mypy --strict says of the files of a folder."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--output=json", "--cache-dir"]
    done = subprocess.run(
        [*command, str(folder / ".cache"), "--python-executable", sys.executable, *map(str, folder.glob("*.py"))],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [(Path(one["file"]).name, one["line"], one["message"]) for one in found if one["severity"] == "error"]


def pyright(folder: Path) -> list[Complaint]:
    """What pyright says of the files of a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(folder)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["message"])
        for one in found
        if one["severity"] == "error"
    ]


CHECKERS = [
    pytest.param(mypy, marks=pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed")),
    pytest.param(
        pyright,
        marks=pytest.mark.skipif(
            find_spec("pyright") is None or shutil.which("node") is None,
            reason="pyright, or the Node that it runs on, is not installed",
        ),
    ),
]


@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_tell_right_from_wrong(checker: object, folder: Path) -> None:
    """They complain of each line that is marked as wrong, and of nothing else, in the documentation neither."""
    assert callable(checker)
    found = [complaint for complaint in checker(folder) if not UNTYPED.search(complaint[2])]
    lines = USES.read_text("utf-8").splitlines()
    wrong = {(USES.name, number) for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert len(wrong) > 20
    assert wrong == {complaint[:2] for complaint in found}, found


def test_the_package_says_that_it_has_types() -> None:
    """Type checkers only look at packages that say so (PEP 561)."""
    assert (ROOT / "syndicate" / "py.typed").is_file()
