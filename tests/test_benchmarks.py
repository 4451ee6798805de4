"""Benchmarks run, and their contestants make what syndicate makes; how fast they are is for `make bench` to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[1] / "benchmarks" / "run.py"


@pytest.mark.proof
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
@pytest.mark.parametrize("case", ["feeds", "snippets", "extract", "cards"])
def test_races_are_fair(case: str) -> None:
    """A race is off where a contestant makes something else; it is not off."""
    if case == "cards":
        pytest.importorskip("PIL", reason="Pillow, which the pictures race against, is not installed")
    ran = subprocess.run([sys.executable, RUN, "--quick", case], capture_output=True, text=True, check=False)
    assert 0 == ran.returncode, ran.stderr
    assert any(line.startswith(f"{case}: ") for line in ran.stdout.splitlines())
