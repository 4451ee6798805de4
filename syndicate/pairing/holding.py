"""How much of a catalog is in memory while it is paired: past a bound, records and topics wait on disk. None is paired.

No text can be let go before the last record is read, which may be its twin. What is past the bound costs the time to
write and read it; smaller catalogs cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from syndicate.model import Record, Topic
from syndicate.model.spill import Spill, is_spilled

__all__ = ["Holding"]

_BOUND: Final = 64 << 20
"""The bytes of records that are held in memory, about 8,000 texts of 3 kB; a tenth of what a build of them takes."""
_OF_RECORD: Final = 4_000
_OF_LINK: Final = 800
"""The bytes of a record and of each of its links, about, beside those of its text."""


class Holding:
    """Holds the records and topics of one catalog.

    Attributes:
        has_spilled: whether any record is on disk; to ask each one takes longer.
    """

    def __init__(self) -> None:
        self._records, self._topics = Spill(), Spill()  # the first file goes when the last record does
        self._size = 0
        self.has_spilled = False

    def record(self, record: Record) -> Record:
        """The record, or one past the bound that has its text on disk; its twins are wanted first."""
        if is_spilled(record):  # by what reads several sources
            self.has_spilled = True
            return record
        links = sum(len(section.links) for section in record.sections)
        self._size += _OF_RECORD + record.summary.__sizeof__() + _OF_LINK * links
        if self._size <= _BOUND:
            return record
        self.has_spilled = True
        return self._records.spilled(record, "twins")

    def topic(self, topic: Topic, records: Iterable[Record]) -> Topic:
        """The topic of some records; on disk if one of them is."""
        return self._topics.spilled(topic) if self.has_spilled and any(map(is_spilled, records)) else topic
