"""A request to the CDC's interface: what it names, the page, order and fields it asks for, and lists as its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales.catalogs import marked
from syndicate.service.cdc.envelope import answer
from syndicate.service.cdc.filters import filtered_items
from syndicate.service.cdc.shapes import MEDIA_TYPE, Shapes
from syndicate.service.media.asking import Named
from syndicate.service.media.matching import folded, languages
from syndicate.service.media.paging import Order, Page, ordered, plain_keys
from syndicate.service.refusals import Refusal
from syndicate.service.requests import root
from syndicate.service.snapshot import Item

__all__ = ["Asked"]

T = TypeVar("T")

DEFAULT: Final = 100
"""How many stand on a page where a request does not say."""
MOST: Final = 10_000
"""How many at most; ``max=0``, which stands for all, gets these."""

_KNOWN: Final = ("atom", "html", "itunes", "jpeg", "jpg", "json", "jsonp", "png", "rss", "xml")


class Asked(Named):
    """A request, and lists as its answer.

    Args:
        request: the request.
        formats: the available formats; the first one if a request names none, or an unknown one.

    Attributes:
        format: the format of the answer.

    Raises:
        Refusal: its parameters cannot be read, or its format is not available.
    """

    def __init__(self, request: Request, formats: Sequence[str] = ("json", "jsonp")) -> None:
        super().__init__(request, any_case=True)
        asked = str(request.path_params.get("format") or self.query.text("format")).lower()
        if asked in _KNOWN and asked not in formats:
            message = marked("The format {asked} is not available here. These are: {offered}.")
            raise Refusal(400, message, field="format", asked=asked, offered=", ".join(formats))
        self.format = asked if asked in formats else formats[0]
        self.shapes = Shapes(self.facts, root(request))

    @property
    def version(self) -> int:
        """The version of the interface."""
        return self.shapes.version

    def missing(self, text: str) -> Refusal:
        """The refusal of an id that nothing has, in the CDC's words."""
        resource = self.request.url.path.lower().partition("/resources/")[2].partition("/")[0]
        message = marked("Invalid Resource Id for {resource} of {value}")
        return Refusal(404, message, field="Id", resource=resource, value=text[:60])

    def items(self) -> list[Item]:
        """The items that the filters of the query let through."""
        return filtered_items(self.snapshot, self.facts, self.query)

    def locale(self) -> Locale:
        """The language of what is named in several: that of the query, else the publisher's."""
        found = languages(self.query.text("language"), self.snapshot.locales)
        return next(iter(sorted(found, key=str)), self.snapshot.publisher.default_locale)

    def order(self, known: Iterable[str], default: str) -> Order:
        """The order that the query asks for; ``order`` goes before the sign of a single field."""
        found = Order.read(self.query.text("sort") or default, known, default=default or "id")
        direction = self.query.text("order").lower()
        if direction and len(found.fields) == 1:
            found = Order(((found.fields[0][0], direction == "desc"),))
        return found

    def page(self, total: int) -> Page:
        """The page that the query asks for.

        Raises:
            Refusal: it is none.
        """
        query = self.query
        size = query.integer("max", DEFAULT) if query.text("max") else DEFAULT
        size = min(size, MOST) if size else MOST
        if query.text("pagenum"):
            return Page(max=size, offset=(query.integer("pagenum", 1, least=1) - 1) * size, total=total)
        offset = query.integer("offset", 0) if query.text("offset") else 0
        return Page(max=size, offset=offset, total=total)

    def shown(self, items: Sequence[Item]) -> tuple[Sequence[Item], Page, Order]:
        """The items on the page, the page, and their order: the one asked for, else the best match first."""
        keys = self._keys(items)
        order = self.order(keys, "id")
        page = self.page(len(items))
        found = ordered(items, order, keys) if self.query.text("sort") or not self.query.text("q") else items
        return page.of(found), page, order

    def answer_items(self, items: Sequence[Item]) -> Response:
        """One page of items."""
        shown, page, order = self.shown(items)
        results = [self.with_fields(self.shapes.item(item)) for item in shown]
        return answer(self.request, results, page, sort=order, result_set=self.snapshot.digest)

    def answer_list(self, results: Sequence[Mapping[str, Any]], *, sort: str = "") -> Response:
        """One page of a list of other things, which is sorted by any of its plain fields.

        Args:
            results: the list, in its own order.
            sort: how it is sorted where the query does not say; empty to leave its order.
        """
        keys = plain_keys(results, "id")
        order = self.order(keys, sort or "id")
        page = self.page(len(results))
        found = ordered(results, order, keys) if self.query.text("sort") or sort else results
        shown = [self.with_fields(result) for result in page.of(found)]
        return answer(self.request, shown, page, sort=order, result_set=self.snapshot.digest)

    def with_fields(self, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """A result with the fields alone that the query asks for.

        Raises:
            Refusal: it has none of them.
        """
        wanted = {part.strip().casefold() for part in self.query.text("fields").split(",") if part.strip()}
        if not wanted:
            return result
        kept = {name: value for name, value in result.items() if name.casefold() in wanted}
        if not kept:
            raise Refusal.invalid("fields", marked("{field} is not a field of the results."))
        return kept

    def _keys(self, items: Sequence[Item]) -> Mapping[str, Callable[[Item], Any]]:
        by_name = self.facts.name_key(items)
        return {
            **dict.fromkeys(("id", "mediaid"), lambda item: item.number),
            **dict.fromkeys(("name", "title"), by_name),
            "description": lambda item: folded(item.description),
            "mediatype": lambda item: MEDIA_TYPE,
            **dict.fromkeys(("language", "languagename"), lambda item: str(item.locale)),
            "sourceurl": lambda item: item.url,
            "datepublished": lambda item: self.facts.moment(item, "ContentPublished"),
            "datemodified": lambda item: item.updated,
            **self.facts.date_keys,
        }
