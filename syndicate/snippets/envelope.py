"""A snippet's data in the form in which HHS's syndication service answers. The data itself lives in `snippet`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["hhs"]


def hhs(document: Mapping[str, Any]) -> dict[str, Any]:
    """The data of one snippet as ``{"meta": ..., "results": [...]}``, for programs that read that service.

    Args:
        document: what :meth:`Snippet.to_dict` returns.
    """
    result = {
        "id": document["id"],
        "name": document["title"],
        "description": document["description"],
        "mediaType": "Html",
        "language": document["language"],
        "sourceUrl": document["url"],
        "targetUrl": document["snippet_url"],
        "attribution": document["attribution"],
        "hash": document["digest"],
        "content": document["html"],
    }
    for name, key in (
        ("created", "dateContentAuthored"),
        ("updated", "dateContentUpdated"),
        ("reviewed", "dateContentReviewed"),
    ):
        if moment := document.get(name):
            result[key] = moment
    pagination = {"count": 1, "max": 1, "offset": 0, "pageNum": 1, "total": 1, "totalPages": 1}
    return {"meta": {"status": 200, "messages": [], "pagination": pagination}, "results": [result]}
