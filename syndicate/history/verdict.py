"""Whether a text that reads differently was changed by its source, or repaired by us. No date is set here.

Published text is cleaned, and a later version may clean differently. Such a repair is not a change of the text: it is
published and remembered, but not announced as a change.
"""

from __future__ import annotations

from syndicate.history.changes import Text
from syndicate.history.digest import loose_digest, raw_digest
from syndicate.model import Catalog, Topic
from syndicate.model.record import RAW_OF_TEXT
from syndicate.text import rfc3339

__all__ = ["Verdict"]


class Verdict:
    """Decides between a change and a repair.

    Args:
        catalog: what there is now.
        same_program: whether the last build was by this version, which cleans in the same way.
        snapshot: the date of the snapshot of the last build; empty where it had none.
        published: the catalog of the published tree, for texts of which the history does not know what their source
            stated.

    Attributes:
        same_program: as given.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        same_program: bool = True,
        snapshot: str = "",
        published: Catalog | None = None,
    ) -> None:
        self.same_program = same_program
        self._same_snapshot = catalog.snapshot is None or rfc3339(catalog.snapshot) == snapshot
        self._published = published

    def is_repair(self, topic: Topic, locale: str, before: Text, read: str) -> bool:
        """Whether a text that reads differently, and is not dated later, is unchanged in its source.

        If the history knows what the source stated, that decides. Else the text was remembered by version 0.1, or
        comes from a reader that does not tell; then a version can only have repaired it if it is another one, and its
        author has changed it if the date says so, or, where there are no dates, if the snapshot is another one and
        letters, links or pictures differ.
        """
        raw = raw_digest(topic, locale)
        if raw and before.raw:
            # An edit by a program counts as the source: only another version can have changed it.
            # Earlier versions published no files beside texts, and knew nothing of them.
            of_text = before.raw == raw[:RAW_OF_TEXT] and not self.same_program
            return (raw == before.raw or of_text) and not (self.same_program and topic.is_edited(locale))
        if self.same_program:
            return False
        if topic.updated.get(locale) is not None or self._same_snapshot:
            return True
        old = self._published.with_id(before.id, locale) if self._published is not None else None
        return (
            old is not None
            and locale in old.title
            and any(
                loose_digest(old, locale, alternatives=shown) == loose_digest(topic, locale, alternatives=shown)
                for shown in (False, True)
            )
        )
