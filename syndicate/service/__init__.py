"""Serving a catalog: the local preview of a published tree. What is served is made in `publishing`."""

from syndicate.service.preview import app

__all__ = ["app"]
