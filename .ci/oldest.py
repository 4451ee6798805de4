"""Print the oldest versions that pyproject.toml allows, with the test tools at those of constraints.txt.

Takes the answer of ``uv pip compile --resolution lowest-direct`` on standard input. Run in the root of the project.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def name(requirement: str) -> str:
    """The name of a pinned package, in the form of the simple index (PEP 503)."""
    return re.sub(r"[-_.]+", "-", requirement.partition("==")[0]).lower()


oldest = [line for line in sys.stdin.read().splitlines() if "==" in line]
known = {name(line) for line in oldest}
tools = [line for line in Path("constraints.txt").read_text(encoding="utf-8").splitlines() if name(line) not in known]
print(*oldest, *tools, sep="\n")
