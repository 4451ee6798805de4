"""The publisher as the head of `topics.json` has it: the keys of `publisher.toml`, without files and folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import PublisherError, SyndicateError
from syndicate.locales import tag
from syndicate.markup import TAGS, Policy
from syndicate.markup.policy import DEFAULT_POLICY
from syndicate.model import Localized, Publisher
from syndicate.model.card_style import CardStyle
from syndicate.model.publisher_toml import table_values

__all__ = ["LACKING", "publisher_of", "written"]

LACKING: Final = "lacking"
"""The key with the names of what a tree cannot hold: folders and files of the machine that built it."""


def written(publisher: Publisher) -> dict[str, Any]:
    """The publisher as JSON values, keys in the order of its fields; default values are left out.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
    >>> written(publisher)
    {'name': {'en': 'Example'}, 'base_url': 'https://example.org/', 'authority': 'example.org,2024'}
    """
    lacking: list[str] = []
    table = _table(publisher, "", lacking)
    return {**table, LACKING: lacking} if lacking else table


def publisher_of(table: Mapping[str, Any]) -> Publisher:
    """The publisher of such values; settings that need files have their defaults.

    Raises:
        PublisherError: a value is missing, unknown or wrong.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org", authority="example.org,2024")
    >>> publisher_of(written(publisher)) == publisher
    True
    """
    values = {key: value for key, value in table.items() if key != LACKING}
    try:
        return Publisher(**table_values(values, Path(), [field.name for field in attrs.fields(Publisher)]))
    except SyndicateError as error:
        raise PublisherError(
            error.problem, field=error.field, locale=error.locale, source="topics.json", hint=error.hint
        ) from error


_LEAST: Final[Mapping[str, Any]] = {
    "name": {"en": "x"},
    "base_url": "https://x.example/",
    "authority": "x.example,2024",
}
"""The required settings of a publisher."""


def _table(value: Publisher | CardStyle, within: str, lacking: list[str]) -> dict[str, Any]:
    """The values that differ from the defaults; the names of those that no tree can hold are added to the list."""
    plain = Publisher(**_LEAST) if isinstance(value, Publisher) else CardStyle()
    found: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        held = value.logo_url if field.name == "logo" and isinstance(value, Publisher) else getattr(value, field.name)
        if field.default is not attrs.NOTHING and held == getattr(plain, field.name):
            continue
        if isinstance(held, Path) or (isinstance(held, tuple) and any(isinstance(one, Path) for one in held)):
            lacking.append(within + field.name)
        elif isinstance(held, CardStyle):
            found[field.name] = _table(held, f"{field.name}.", lacking)
        elif isinstance(held, Policy):
            found[field.name] = _policy(held, lacking)
        else:
            found[field.name] = _plain(held)
    return {key: held for key, held in found.items() if held not in ({}, [])}


def _plain(value: Any) -> Any:
    if isinstance(value, Localized):
        return {tag(locale): _plain(held) for locale, held in value.items()}
    if isinstance(value, Locale):
        return tag(value)
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _policy(policy: Policy, lacking: list[str]) -> dict[str, Any]:
    if policy.attributes != DEFAULT_POLICY.attributes:
        lacking.append("policy.attributes")
    found = {"without": sorted(TAGS - policy.tags)}
    for name in ("link_hosts", "url_schemes"):
        if (held := getattr(policy, name)) != getattr(DEFAULT_POLICY, name):
            found[name] = sorted(held)
    return found
