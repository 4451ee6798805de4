"""Groups: those that sources state, and those that records name. No record is paired here."""

from __future__ import annotations

import re
import unicodedata

import attrs

from syndicate.model import Group, Localized, Reference, SourceMetadata
from syndicate.pairing.twins import Family
from syndicate.text import free_slug, slugify

__all__ = ["group_id", "groups"]


def _stated_groups(metadata: list[SourceMetadata], slugs: set[str]) -> dict[str, Group]:
    """The groups that sources state, by id; of two that state one group the first is believed, locale by locale."""
    stated: dict[str, Group] = {}
    for group in (group for one in metadata for group in one.groups):
        if (first := stated.get(group.id)) is None:
            stated[group.id] = attrs.evolve(group, slug=free_slug(group.slug, group.id, slugs))
            slugs.add(stated[group.id].slug)
        else:
            name, url = {**group.name, **first.name}, {**group.url, **first.url}
            stated[group.id] = attrs.evolve(
                first,
                name=name,
                url=url,
                description={**group.description, **first.description},
                color=first.color or group.color,
                image={**group.image, **first.image},
            )
    return stated


def groups(families: list[Family], main: str, metadata: list[SourceMetadata]) -> list[Group]:
    """The groups that are stated, then those that records name, in the order they first appear.

    The name of a group in the main language makes its slug.
    """
    slugs: set[str] = set()
    stated = _stated_groups(metadata, slugs)
    named: dict[str, dict[str, Reference]] = {}
    for family in families:
        for locale, record in family.items():
            for reference in record.groups:
                if (identifier := group_id(reference)) not in stated:
                    named.setdefault(identifier, {}).setdefault(locale, reference)
    groups = list(stated.values())
    for identifier, references in named.items():
        first = references.get(main) or next(iter(references.values()))
        slug = free_slug(_group_slug(first, identifier)[:100], identifier, slugs)
        slugs.add(slug)
        groups.append(
            Group(
                id=identifier,
                slug=slug,
                name=Localized.from_identifiers({locale: reference.title for locale, reference in references.items()}),
                url=Localized.from_identifiers(
                    {locale: reference.url for locale, reference in references.items() if reference.url}
                ),
            )
        )
    return groups


def group_id(reference: Reference) -> str:
    """The id of the group a reference names: the one it states, else its title as a slug.

    The slug is that of version 0.1, which left letters such as "ø" out: an id that was published never moves.
    """
    if reference.id:
        return reference.id
    folded = unicodedata.normalize("NFKD", reference.title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or reference.title


def _group_slug(reference: Reference, identifier: str) -> str:
    if reference.url:
        stem = reference.url.rstrip("/").rpartition("/")[2].partition("#")[0].partition("?")[0].partition(".")[0]
        if slug := slugify(stem):
            return slug
    return slugify(identifier if reference.id and not reference.id.isdigit() else reference.title) or "group"
