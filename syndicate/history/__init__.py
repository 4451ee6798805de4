"""History: what earlier builds published; when each text was first seen, last changed, retracted.

The store is one SQLite file. It is read before a build, written before the tree is swapped in, and committed after,
so that a build that fails leaves both as they were.
"""

from syndicate.history.changes import Changes, State, Text
from syndicate.history.store import History

__all__ = ["Changes", "History", "State", "Text"]
