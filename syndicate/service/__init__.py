"""The service: a published tree over HTTP, its files and the APIs of partners. `publishing` makes what is served.

It needs the extra ``service``. Without it this package can be imported, and :func:`app` says what to install.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.errors import Message, SyndicateError
from syndicate.model import Publisher
from syndicate.model.arguments import check

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["app"]


def app(
    tree: str | Path,
    *,
    publisher: Publisher | None = None,
    local: bool = False,
    counts: str | Path | None = None,
) -> Starlette:
    """A published tree as an ASGI application: its files, and the APIs that partners call.

    It has no state, makes no network requests, and notices a new build without a restart.

    Args:
        tree: the published folder.
        publisher: who publishes it. The tree itself tells, except what it cannot hold: own templates, labels, fonts
            and photographs. Where those are used, give it, as ``Publisher.load("publisher.toml")``.
        local: whether it is a preview on this machine: browsers ask each time, and only this machine's own names are
            answered.
        counts: an SQLite file that counts how often each text was requested; by default nothing is counted.

    Raises:
        NotFoundError: there is no such folder, or it is that of a source.
        PublishError: the counts cannot be written.
        SyndicateError: the extra ``service`` is not installed.
    """
    check(directory=tree)
    if publisher is not None:
        check(publisher=publisher)
    check(counts=counts)
    try:
        from syndicate.service.application import make
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio"):
            raise
        raise SyndicateError(
            Message("the service needs {name}", name=error.name),
            hint=Message("install it with: pip install 'syndicate-feeds[service]'"),
        ) from error
    return make(Path(tree), publisher, local, Path(counts) if counts is not None else None)
