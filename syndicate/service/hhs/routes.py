"""The paths of HHS's interface. What is answered at each is in `media` and in `collections`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.service.adapters import Adapter
from syndicate.service.hhs import collections, media
from syndicate.service.hhs.asked import Asked
from syndicate.service.hhs.envelope import refused
from syndicate.service.media.asking import beside_the_loop

__all__ = ["ADAPTER"]

_ITEMS: Final[Mapping[str, Callable[[Asked], Response]]] = {
    "/resources/media": media.items,
    "/resources/media/featured": media.featured,
    "/resources/media/mostPopularMedia": media.most_popular,
    "/resources/media/searchResults": media.search_results,
    "/resources/media/{id}": media.item,
    "/resources/media/{id}/syndicate": media.syndicate,
    "/resources/media/{id}/embed": media.embed,
    "/resources/media/{id}/content": media.content,
    "/resources/media/{id}/relatedMedia": media.related_items,
    "/resources/media/{id}/tags": media.tags,
    "/resources/media/{id}/alternateImages": media.alternate_images,
    "/resources/media/{id}/ratings": media.ratings,
    "/resources/media/{id}/youtubeMetaData": media.video_data,
}
_OF_COLLECTIONS: Final = {"media": collections.items_of, "syndicate": collections.syndicate, "embed": collections.embed}
_HTML: Final = ("content", "embed", "syndicate")
"""The last steps of paths that may end with ``.html``; all others are JSON."""


def _paths() -> Iterator[tuple[str, Callable[[Asked], Response]]]:
    for table in (_ITEMS, collections.ROUTES):
        yield from ((f"/api/v2{path}", answer) for path, answer in table.items())
    for kind, find in collections.COLLECTIONS.items():
        for part, answer in _OF_COLLECTIONS.items():
            yield f"/api/v2/resources/{kind}/{{id}}/{part}", _of(find, answer)
    yield "/swagger/api", collections.version
    yield "/keyTest", collections.credentials
    yield "/debug/secure/resource", collections.credentials


def _of(find: Callable[[Asked], Any], answer: Callable[[Asked, Any], Response]) -> Callable[[Asked], Response]:
    return lambda asked: answer(asked, find(asked))


def _answered(answer: Callable[[Asked], Response], formats: Sequence[str]) -> Callable[[Request], Response]:
    return lambda request: answer(Asked(request, formats))


def _routes() -> Iterator[Route]:
    for size, picture in (("preview", media.preview), ("thumbnail", media.thumbnail)):
        yield Route(f"/api/v2/resources/media/{{id}}/{size}.jpg", picture)
    for path, answer in _paths():
        formats = ("json", "html") if path.rpartition("/")[2] in _HTML else ("json",)
        endpoint = beside_the_loop(_answered(answer, formats))
        yield Route(path + ".{format}", endpoint)
        yield Route(path, endpoint)


ADAPTER: Final = Adapter(prefixes=("/hhs",), routes=list(_routes()), refused=refused)
