"""The search of a published tree: the index beside it, and what a question finds. Pages are made in `site`."""

from syndicate.search.index import Hit, Index, Results, open_index, write_index

__all__ = ["Hit", "Index", "Results", "open_index", "write_index"]
