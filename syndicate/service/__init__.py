"""Serving a catalog: the local preview of a published tree. What is served is made in `publishing`."""
