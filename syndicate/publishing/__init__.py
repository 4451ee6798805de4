"""Publishing: every artifact of a catalog in one tree, swapped in whole. `service` serves it."""

from syndicate.publishing.pipeline import Progress, build
from syndicate.publishing.report import Report

__all__ = ["Progress", "Report", "build"]
