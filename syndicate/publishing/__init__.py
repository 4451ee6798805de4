"""Publishing: every artifact of a catalog in one tree, swapped in whole. Serving it lives in `service`."""

from syndicate.publishing.pipeline import Progress, build
from syndicate.publishing.report import Report
from syndicate.publishing.tree import check_place
from syndicate.site import KINDS, Artifact

__all__ = ["KINDS", "Artifact", "Progress", "Report", "build", "check_place"]
