"""What was learned of an address, and its memory between runs. Nothing is asked for here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, PublishError, SourceError
from syndicate.json_writer import indented
from syndicate.moments import moment_of_build
from syndicate.reasons import of_system

__all__ = ["Known", "Reply", "State"]

_FORMAT: Final = "syndicate-links"


class State:
    """The states of an address, as they stand in the file."""

    FINE: Final = "fine"
    GONE: Final = "gone"
    FAILED: Final = "failed"
    UNCHECKED: Final = "unchecked"


_KEPT: Final = {State.FINE: timedelta(days=7), State.GONE: timedelta(days=1)}
"""How long a reply stands; what may pass is asked again by each run."""


@attrs.frozen
class Reply:
    """What a server said of an address.

    Attributes:
        state: one of :class:`State`.
        reason: why it failed or was not checked, by its name in the table of reasons; empty for others.
        status: the status of the last answer; 0 if there was none.
        moved_to: where the page is now, if all redirects to it say that they are for good; else empty.
        language: the language of the page, where it is known; else empty.
    """

    state: str
    reason: str = ""
    status: int = 0
    moved_to: str = ""
    language: str = ""


class Known:
    """The replies of earlier runs that still stand, in a file.

    Args:
        path: the file; None for no memory. It need not exist.
        now: the moment; by default that of a build.

    Raises:
        SourceError: the file is damaged, or is another one.
    """

    def __init__(self, path: Path | None, now: datetime | None = None) -> None:
        self.path = path
        self._now = now or moment_of_build()
        self._replies: dict[str, tuple[datetime, Reply]] = {}
        if path is None:
            return
        try:
            document = json.loads(path.read_bytes())
            if document["format"] != _FORMAT:
                raise ValueError(document["format"])
            for url, row in document["replies"].items():
                checked, reply = _reply(row)
                if timedelta() <= self._now - checked < _KEPT.get(reply.state, timedelta()):
                    self._replies[url] = checked, reply
        except FileNotFoundError:
            return
        except OSError as error:
            raise SourceError(
                Message("the file cannot be read: {reason}", reason=of_system(error)), source=str(path)
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            hint = Message("name another file, or remove it: then all links are asked for again")
            raise SourceError(
                Message("this is not a list of checked links, or it is damaged"), source=str(path), hint=hint
            ) from error

    def get(self, url: str) -> Reply | None:
        """What is known of an address."""
        found = self._replies.get(url)
        return found[1] if found else None

    def remember(self, url: str, reply: Reply) -> None:
        """Note a reply; of what may pass, nothing is kept."""
        if reply.state in _KEPT:
            self._replies[url] = self._now, reply

    def save(self) -> None:
        """Replace the file; it is the old one or the new one, however the process ends.

        Raises:
            PublishError: it cannot be written.
        """
        if self.path is None:
            return
        rows = {url: _row(*row) for url, row in sorted(self._replies.items())}
        new = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(indented({"format": _FORMAT, "replies": rows}, by=0, ascii=True))
            new.replace(self.path)
        except OSError as error:
            hint = Message("name a file in a folder that you may write to")
            raise PublishError(
                Message("cannot write {path}: {reason}", path=self.path, reason=of_system(error)), hint=hint
            ) from error


def _row(checked: datetime, reply: Reply) -> dict[str, Any]:
    facts = attrs.asdict(reply, filter=lambda _, value: value not in ("", 0))
    return {"checked": checked.isoformat(timespec="seconds"), **facts}


def _reply(row: Mapping[str, Any]) -> tuple[datetime, Reply]:
    texts = {name: row.get(name, "") for name in ("state", "reason", "moved_to", "language")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError(row)
    return datetime.fromisoformat(row["checked"]).astimezone(UTC), Reply(status=int(row.get("status", 0)), **texts)
