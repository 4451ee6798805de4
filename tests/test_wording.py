"""The wording of the project: spelling of the United States, and standard terms in place of metaphors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

SPELLING = re.compile(
    r"catalogu|colour|neighbour|behaviour|judgement|labell|misspelt|(?:organ|sanit|serial|normal|recogn)is(?:e|ing|ation)",
    re.IGNORECASE,
)
METAPHORS = re.compile(
    r"abyss|next door|\bbut for\b|\bin the place of\b|\banew\b|\bof old\b"
    r"|\blest\b|\bshel(?:f|ves)\b|\bthe house\b|(?<!Nothing is )\bamiss\b|\bfor ever\b"
    r"|\bgrave(?:st|r)?\b|(?<!there )\bis none of\b|\bmend the\b|\bchanged places\b|\bis the least\b"
    r"|(?<!there )\b(?:is|are) no (?!\w+er\b|more|less|different|doubt|such|need|other|better|larger|matter|hint)",
    re.IGNORECASE,
)
"""Images, archaic words, and negations that have to be read twice: "it is not a date", not "it is no date".

"Nothing is amiss." is what `check` has always said of a sound catalog, and scripts look for it.
"""

ALLOWED = {
    "hatch_build.py": ("catalogu",),  # a name that scripts outside of the project call
    "tests/test_model.py": ("colour",),  # keys as a British author may write them
    "tests/test_source_markdown.py": ("colour", "organise", "organisation"),
}
"""Parts of words that one file may have, and why."""


def texts() -> list[Path]:
    """What the project consists of, but for recorded pages and the bundled topics."""
    found = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml", "hatch_build.py")]
    for folder, pattern in (("syndicate", "*.py"), ("docs", "*.md"), ("tests", "*.py"), ("benchmarks", "*.py")):
        found += (path for path in (ROOT / folder).rglob(pattern) if not {"_build", "clients"} & {*path.parts})
    return sorted(path for path in found if path.is_file() and path != Path(__file__).resolve())


@pytest.mark.parametrize("path", texts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_wording_is_plain(path: Path) -> None:
    """Names and texts alike."""
    text = path.read_text(encoding="utf-8").replace("aria-labelledby", "")
    allowed = ALLOWED.get(path.relative_to(ROOT).as_posix(), ())

    assert [] == [word for word in SPELLING.findall(text) if word.lower() not in allowed]
    assert path.is_relative_to(ROOT / "tests") or METAPHORS.search(text) is None
