"""The addresses that answers name: of a request with other parameters, and of what else the interface has."""

from __future__ import annotations

from starlette.requests import Request

from syndicate.service.requests import address, base
from syndicate.service.snapshot import Snapshot

__all__ = ["here", "root"]


def here(request: Request, **changed: str | None) -> str:
    """The address of a request with other parameters; None takes one out."""
    return address(request, _service(request), **changed)


def root(request: Request, version: str = "") -> str:
    """The address of the interface that a request is made to, up to its version, without a slash at its end.

    Args:
        request: the request.
        version: what of the address stands between the prefix and the names of resources.
    """
    return f"{base(request, _service(request))}{request.scope['syndicate.prefix']}{version}"


def _service(request: Request) -> str | None:
    """Where partners find the service, if the publisher says so; else it is where the request found it."""
    snapshot: Snapshot | None = request.scope.get("syndicate.snapshot")
    return snapshot.publisher.service_url if snapshot is not None else None
