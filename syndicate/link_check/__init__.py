"""Whether the links of a catalog still lead to what they promise. The one package that asks other people's servers."""

from syndicate.link_check.checking import check_links

__all__ = ["check_links"]
