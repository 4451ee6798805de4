"""The addresses that answers name: of a request with other parameters, and of what else the interface has."""

from __future__ import annotations

from starlette.requests import Request

from syndicate.service.requests import address

__all__ = ["here", "root"]


def here(request: Request, **changed: str | None) -> str:
    """The address of a request with other parameters; None takes one out."""
    return address(request, None, **changed)


def root(request: Request) -> str:
    """The address of the interface that a request is made to, up to its version, without a slash at its end."""
    path = address(request).partition("?")[0]
    return path[: path.lower().index("/resources")] if "/resources" in path.lower() else path.rstrip("/")
