"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real inputs; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("SYNDICATE_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"the real inputs are not here: no folder {folder} (set SYNDICATE_CORPORA)")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The bundled bilingual catalogue."""
    return ROOT / "examples" / "health-topics"
