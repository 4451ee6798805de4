"""How long the tests with a long form run: a sample in each run of the suite, all of it with ``make proofs``."""

from __future__ import annotations

import os
from typing import Final

__all__ = ["PROOFS", "either"]

PROOFS: Final = bool(os.environ.get("SYNDICATE_PROOFS"))
"""Whether the long forms run."""


def either(sample: int, proof: int) -> int:
    """How many examples a test marked ``proof`` tries: a sample of fixed seed, or as many as its long form says."""
    return proof if PROOFS else sample
