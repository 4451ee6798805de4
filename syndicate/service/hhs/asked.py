"""A request to HHS's interface: what it names, the page and the order it asks for, and lists as its answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales.catalogs import marked
from syndicate.service.hhs.envelope import answer, answer_one
from syndicate.service.hhs.filters import filtered_items
from syndicate.service.hhs.shapes import MEDIA_TYPE, Shapes
from syndicate.service.media.asking import Named
from syndicate.service.media.matching import folded
from syndicate.service.media.paging import Order, Page, ordered, plain_keys
from syndicate.service.refusals import Refusal
from syndicate.service.requests import root
from syndicate.service.responses import respond
from syndicate.service.snapshot import Item, Tag

__all__ = ["Asked"]

T = TypeVar("T")

DEFAULT: Final = 20
"""How many stand on a page where a request does not say."""
MOST: Final = 1000
"""How many at most, as HHS has it; a request for more gets these."""


class Asked(Named):
    """A request, and lists as its answer.

    Args:
        request: the request.
        formats: what its path may end with; the first one where it ends with none.

    Attributes:
        format: the format of the answer.
        root: the address of the interface, without a slash at its end.

    Raises:
        Refusal: its parameters cannot be read, or its format is not available.
    """

    def __init__(self, request: Request, formats: Sequence[str] = ("json",)) -> None:
        super().__init__(request)
        self.format = str(request.path_params.get("format", formats[0])).lower()
        if self.format not in formats:
            message = marked("The format {asked} is not available here. These are: {offered}.")
            raise Refusal(400, message, field="format", asked=self.format[:30], offered=", ".join(formats))
        self.root = root(request, "/api/v2")
        self.shapes = Shapes(self.facts, self.root)

    def filtered(self, items: Iterable[Item]) -> list[Item]:
        """The items that the filters of the query let through."""
        return filtered_items(self.snapshot, self.facts, self.query, items)

    def order(self, known: Collection[str], default: str) -> Order:
        """The order that the query asks for; ``order=desc`` turns its first field.

        Raises:
            Refusal: the direction is neither of the two.
        """
        found = Order.read(self.query.text("sort") or default, known, default="id" if "id" in known else default)
        direction = self.query.text("order").lower()
        if direction not in ("", "asc", "desc"):
            raise Refusal.invalid("order", marked("{field} must be one of: {choices}."), choices="asc, desc")
        return found.descending() if direction == "desc" else found

    def page(self, total: int) -> Page:
        """The page that the query asks for.

        Raises:
            Refusal: it is none.
        """
        size = self.query.integer("max", DEFAULT, least=1) if self.query.text("max") else DEFAULT
        offset = self.query.integer("offset", 0) if self.query.text("offset") else 0
        return Page(max=min(size, MOST), offset=offset, total=total)

    def answer(
        self,
        things: Sequence[T],
        keys: Mapping[str, Callable[[T], Any]],
        shape: Callable[[T], Any],
        *,
        sort: str = "id",
    ) -> Response:
        """One page of a list.

        Args:
            things: the list.
            keys: the fields that it can be sorted by, ``id`` among them.
            shape: makes what stands in the answer.
            sort: how it is sorted where the query does not say; empty to leave its order.
        """
        wanted = self.query.text("sort") or self.query.text("order") or sort
        order = self.order(keys, sort or "id")
        page = self.page(len(things))
        shown = page.of(ordered(things, order, keys) if wanted else things)
        return answer(self.request, [shape(thing) for thing in shown], page, order)

    def answer_items(self, items: Sequence[Item], *, sort: str = "id") -> Response:
        """One page of items."""
        return self.answer(items, self._item_keys(items), self.shapes.item, sort=sort)

    def _item_keys(self, items: Sequence[Item]) -> Mapping[str, Callable[[Item], Any]]:
        return {
            "id": lambda item: item.number,
            "name": self.facts.name_key(items),
            "description": lambda item: folded(item.description),
            "mediaType": lambda item: MEDIA_TYPE,
            "sourceUrl": lambda item: item.url,
            "language": lambda item: str(item.locale),
            **self.facts.date_keys,
        }

    def answer_tags(self, tags: Sequence[Tag], *, sort: str = "id") -> Response:
        """One page of tags."""
        keys: dict[str, Callable[[Tag], Any]] = {
            "id": lambda tag: tag.id,
            "name": lambda tag: folded(tag.name),
            "type": lambda tag: tag.kind,
            "language": lambda tag: str(tag.locale),
        }
        return self.answer(tags, keys, self.shapes.tag, sort=sort)

    def answer_plain(self, results: Sequence[Mapping[str, Any]], *, sort: str = "id") -> Response:
        """One page of what is in its final shape; it is sorted by any of its plain fields."""
        keys = plain_keys(results, sort)
        return self.answer(results, keys, lambda result: result, sort=sort)

    def answer_code(self, code: str) -> Response:
        """The code of an embed."""
        if self.format == "html":
            return respond(self.request, code.encode(), "text/html")
        return answer_one(self.request, {"snippet": code})
