"""The site: one artifact by its path, or all of them. `publishing` writes them."""

from syndicate.site.artifact import KINDS, Artifact, Part, Piece
from syndicate.site.site import Site

__all__ = ["KINDS", "Artifact", "Part", "Piece", "Site"]
