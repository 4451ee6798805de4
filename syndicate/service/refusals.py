"""What is answered instead of what was asked for: one exception, whose text is translated when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from syndicate.interchange.published_tree import Withdrawn
from syndicate.locales import LocaleLike, labels
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked

__all__ = ["Refusal"]


class Refusal(Exception):
    """Why a request is not answered as it asks. Adapters write it in the form that their clients know.

    Args:
        status: the HTTP status of our own API; an adapter may send another.
        message: one sentence, marked for translation, with named placeholders.
        field: the parameter that is wrong, if one is.
        withdrawn: the texts that were asked for, where they have left: all those of a topic.
        headers: what is sent with it, such as ``Retry-After``.
        values: what stands for the placeholders.

    >>> str(Refusal(400, "{field} must be a number.", field="limit"))
    'limit must be a number.'
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        field: str = "",
        withdrawn: Sequence[Withdrawn] = (),
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field
        self.withdrawn = tuple(withdrawn)
        self.headers = dict(headers or {})
        self.values = values

    @classmethod
    def not_found(cls, what: str, field: str = "") -> Refusal:
        """404: there is no such thing; ``what`` is as the client named it, in the parameter ``field`` if in one."""
        return cls(404, marked("There is nothing called “{what}”."), field=field, what=what[:200])

    @classmethod
    def invalid(cls, field: str, message: str, **values: Any) -> Refusal:
        """400: a parameter has a value that it cannot have."""
        return cls(400, message, field=field, **values)

    def text(self, locale: LocaleLike) -> str:
        """The sentence in a language."""
        return labels(locale).gettext(self.message).format(field=self.field, **self.values)

    def __str__(self) -> str:
        return self.text(MESSAGE_LOCALE)
