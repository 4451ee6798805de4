"""The site: one artifact by its path, or all of them. `publishing` writes them."""

from syndicate.layout import KINDS
from syndicate.site.artifact import Artifact, Part, Piece
from syndicate.site.site import Site

__all__ = ["KINDS", "Artifact", "Part", "Piece", "Site"]
