"""Slugs that nobody else has. Where they come from is not known here."""

from __future__ import annotations

from collections.abc import Container

from syndicate.text import slugify

__all__ = ["free_slug"]


def free_slug(slug: str, identifier: str, taken: Container[str]) -> str:
    """The slug, or with the id behind it, or a number, if another has it already."""
    candidate, number = slug, 1
    while candidate in taken:
        candidate = f"{slug[:100]}-{slugify(identifier)[:90] or 2}" if number == 1 else f"{slug[:180]}-{number}"
        number += 1
    return candidate
