"""What a request to either interface names: an item, or another thing by its number. Each interface adds its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from syndicate.service.adapters import snapshot_of
from syndicate.service.media.facts import facts_of
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query
from syndicate.service.snapshot import Item

__all__ = ["Named", "beside_the_loop"]

T = TypeVar("T")

_ID: Final = re.compile(r"\d{1,18}", re.ASCII)


class Named:
    """A request, and what its path names.

    Args:
        request: the request.
        any_case: whether the names of parameters are the same in any case.

    Raises:
        Refusal: its parameters cannot be read.
    """

    def __init__(self, request: Request, *, any_case: bool = False) -> None:
        self.request = request
        self.query = Query(request, any_case=any_case)
        self.snapshot = snapshot_of(request)
        self.facts = facts_of(self.snapshot)

    def missing(self, text: str) -> Refusal:
        """The refusal of an id that nothing has."""
        return Refusal.not_found(text)

    def id(self) -> int:
        """The number that the path names.

        Raises:
            Refusal: it is none.
        """
        text = str(self.request.path_params["id"])
        if not _ID.fullmatch(text):
            raise self.missing(text)
        return int(text)

    def one_of(self, things: Mapping[int, T]) -> T:
        """What the path names by its number.

        Raises:
            Refusal: there is no such thing.
        """
        number = self.id()
        if number not in things:
            raise self.missing(str(number))
        return things[number]

    def item(self) -> Item:
        """The item that the path names.

        Raises:
            Refusal: there is none, or there is none any more.
        """
        number = self.id()
        if number not in self.snapshot.items and number not in self.snapshot.withdrawn:
            raise self.missing(str(number))
        return self.snapshot.item(number)


def beside_the_loop(answer: Callable[[Request], Response]) -> Callable[[Request], Any]:
    """An endpoint whose answer is made in a thread, since lists and texts take a while."""

    async def endpoint(request: Request) -> Response:
        return await asyncio.to_thread(answer, request)

    return endpoint
