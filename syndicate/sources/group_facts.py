"""What `groups.yaml` says of a group beside its name: description, color, picture. No file is read here."""

from __future__ import annotations

from typing import Any, Final

from syndicate.errors import InvalidValueError
from syndicate.locales import locale_id
from syndicate.markup import resolve
from syndicate.model import Image
from syndicate.sources.front_matter import Values

__all__ = ["GROUP_KEYS", "group_facts"]

_HINTS: Final = {
    "description": "write `description: {en: ..., es: ...}`",
    "color": "write `color: '#005ea2'`, in quotes",
    "image": "write `image: {src: https://example.org/a.jpg, alt: {en: ..., es: ...}}`",
}
GROUP_KEYS: Final = frozenset(_HINTS)
"""The keys of a group that are not languages."""


def group_facts(group: Values, base: str | None) -> dict[str, Any]:
    """The values of a group by the names that :class:`~syndicate.model.Group` has for them.

    Args:
        group: its table.
        base: where the address of a picture starts from.

    Raises:
        InvalidValueError: a value is of another form; with the key and what to write.
    """
    found: dict[str, Any] = {}
    for key in GROUP_KEYS & group.mapping.keys():
        stated = group.mapping[key]
        if not isinstance(stated, str if key == "color" else dict):
            raise InvalidValueError(f"{key} has no value of its form", field=group.at(key), hint=_HINTS[key])
        table = Values(stated if isinstance(stated, dict) else {}, group.at(key))
        found[key] = stated if key == "color" else _picture(table, base) if key == "image" else _by_locale(table)
    return found


def _picture(table: Values, base: str | None) -> dict[str, Image]:
    """The picture, with its text alternative in each language."""
    url, alt = resolve(table.required("src"), base), table.table("alt")
    if url is None or alt is None:
        raise InvalidValueError("a picture has `src`, an address, and `alt`", field=table.place, hint=_HINTS["image"])
    return {locale: Image(url=url, alt=text) for locale, text in _by_locale(alt).items()}


def _by_locale(table: Values) -> dict[str, str]:
    return {locale_id(key): table.required(key) for key in table.names()}
