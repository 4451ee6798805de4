"""Pairing: records in one language become topics in all of theirs, and what is wrong is found. No file is read here.

Twins are matched by what both sides state, in this order: ids, addresses, a shared translation key. A claim of one
side is followed and reported; two claims to one twin are a conflict: neither is followed, and no text is lost.
What the publisher withholds at a moment is left out first. The result depends on the records, their order and that
moment alone, and the work grows in line with their number.
"""

from syndicate.pairing.catalog import pair

__all__ = ["pair"]
