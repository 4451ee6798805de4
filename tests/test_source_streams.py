"""Sources are read as streams: four times as many texts take no more memory, and all of them come."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest

from syndicate.model import Record
from syndicate.sources import records

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
KINDS = "csv excel sql feed-rss feed-json wordpress wxr drupal media connect genetics json-ld pages".split()
NEEDED = {"excel": "openpyxl", "sql": "sqlalchemy"}
FEW = 60
TIMES = 4
ALLOWED = 400_000
"""Bytes: the buffers of files, and what is remembered of each text, such as its id."""


@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The full measure, at a hundred times the size, is `benchmarks/source_scale.py`."""
    if kind in NEEDED:
        pytest.importorskip(NEEDED[kind], reason=f"{NEEDED[kind]} is not installed")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    sys.modules.pop("source_samples", None)
    from source_samples import SOURCES

    peaks = []
    for count in (FEW, FEW * TIMES):
        folder = tmp_path / str(count)
        folder.mkdir()
        path = SOURCES[kind](folder, count)
        assert count == sum(isinstance(item, Record) for item in records(path))  # what is loaded once
        tracemalloc.start()
        for _ in records(path):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + ALLOWED
