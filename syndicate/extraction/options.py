"""The options of extraction: what is taken from a page, and how it is shown. Nothing is extracted here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final, Literal

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained_making
from syndicate.markup import Policy
from syndicate.markup.pages import REGION_CLASS
from syndicate.markup.policy import DEFAULT_POLICY
from syndicate.model.conversions import as_tuple
from syndicate.model.fields import checked, each, is_string
from syndicate.value_type import ValueType

__all__ = ["PLACEMENTS", "ExtractOptions"]

PLACEMENTS: Final = ("left", "right", "center")
"""Where pictures may be placed."""

_ID_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}-")


def _several(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else as_tuple(values)


def _tokens(instance: Any, attribute: Any, value: tuple[str, ...]) -> None:
    for token in value:
        if not token or re.search(r"[\s\0]", token):
            raise InvalidValueError(
                Message("{token!r} is not a class or id of one element", token=token),
                field=attribute.name,
                hint=Message("give each by itself"),
            )


def _prefix(instance: Any, attribute: Any, value: str | None) -> None:
    if value is not None and not _ID_PREFIX.fullmatch(value):
        raise InvalidValueError(
            Message("{value!r} cannot begin ids", value=value),
            field=attribute.name,
            hint=Message("write letters, digits and hyphens, a letter first and a hyphen last, such as 'topic-'"),
        )


def _level(instance: Any, attribute: Any, value: Any) -> None:
    if value is not None and (type(value) is not int or not 1 <= value <= 6):
        raise InvalidValueError(
            Message("{value!r} is not a heading level", value=value), field=attribute.name, hint=Message("use 1 to 6")
        )


def _placement(instance: Any, attribute: Any, value: Any) -> None:
    if value is not None and value not in PLACEMENTS:
        raise InvalidValueError(
            Message("{value!r} is not a place for pictures", value=value),
            field=attribute.name,
            hint=Message("use {names}", names=", ".join(PLACEMENTS)),
        )


@explained_making
@attrs.frozen(kw_only=True)
class ExtractOptions(metaclass=ValueType):
    """What is taken from a page, and how it is shown.

    A region is an element that one of ``classes``, ``ids`` or ``selectors`` matches; where all three are empty, one of
    the class ``syndicate``.

    Attributes:
        classes: class tokens, in any ASCII case.
        ids: ids, as they are written.
        selectors: CSS selectors.
        exclude: CSS selectors; what they find is taken out of the page before regions are looked for.
        strip_images: whether pictures go; their text alternatives stay.
        strip_links: whether links go; their text stays.
        strip_breaks: whether line breaks (``<br>``) become spaces.
        keep_hidden: whether what the page hides within a region (``hidden``, ``display: none`` in a ``style``) is
            shown; else it goes, since what hides it goes too.
        keep_classes: whether elements keep their classes.
        id_prefix: what ids begin with, so that they clash with none of the page they come to: letters, digits and
            hyphens, a hyphen last. Links and attributes that refer to them are changed too. None drops all ids.
        heading_level: the level of the highest headings, 1 to 6; the others follow without a gap, in one outline for
            all regions. None leaves them.
        images: where pictures are placed, ``left``, ``right`` or ``center``, which gives each the class
            ``syndicate-left``, say.
        policy: what is allowed, if less than this package allows.

    Raises:
        InvalidValueError: a value is invalid.

    >>> ExtractOptions(classes="summary", strip_images=True).selector
    '[class~="summary" i]'
    """

    classes: tuple[str, ...] = attrs.field(default=(), converter=_several, validator=_tokens)
    ids: tuple[str, ...] = attrs.field(default=(), converter=_several, validator=_tokens)
    selectors: tuple[str, ...] = attrs.field(default=(), converter=_several, validator=checked(each(is_string)))
    exclude: tuple[str, ...] = attrs.field(default=(), converter=_several, validator=checked(each(is_string)))
    strip_images: bool = False
    strip_links: bool = False
    strip_breaks: bool = False
    keep_hidden: bool = False
    keep_classes: bool = False
    id_prefix: str | None = attrs.field(default=None, validator=_prefix)
    heading_level: int | None = attrs.field(default=None, validator=_level)
    images: Literal["left", "right", "center"] | None = attrs.field(default=None, validator=_placement)
    policy: Policy = attrs.field(default=DEFAULT_POLICY, validator=attrs.validators.instance_of(Policy))

    @cached_property
    def selector(self) -> str:
        """The CSS selector of the regions."""
        classes = self.classes if self.classes or self.ids or self.selectors else (REGION_CLASS,)
        return ", ".join(
            [
                *(f"[class~={_quoted(token)} i]" for token in classes),
                *(f"[id={_quoted(token)}]" for token in self.ids),
                *self.selectors,
            ]
        )

    @cached_property
    def effective_policy(self) -> Policy:
        """The policy without what is stripped."""
        stripped = {tag for tag, strip in (("img", self.strip_images), ("a", self.strip_links)) if strip}
        return self.policy.without(stripped) if stripped else self.policy

    @cached_property
    def extra_attributes(self) -> frozenset[tuple[str, str]]:
        """The attributes kept beyond the policy, to be rewritten: classes, ids, and what refers to ids."""
        classes = {("*", "class")} if self.keep_classes else set()
        ids = {("*", "id"), ("a", "name"), *(("*", name) for name in REFERENCES), ("td", "headers"), ("th", "headers")}
        return frozenset(classes | (ids if self.id_prefix else set()))

    @cached_property
    def changes_markup(self) -> bool:
        """Whether sanitized markup is changed any further."""
        return bool(
            self.strip_breaks or self.keep_classes or self.id_prefix or self.heading_level is not None or self.images
        )


REFERENCES: Final = ("aria-describedby", "aria-details", "aria-labelledby")
"""The attributes of any element that refer to ids and work without scripts."""


def _quoted(token: str) -> str:
    """A string of CSS (CSS Syntax, section 4.3.5)."""
    return '"' + re.sub(r'["\\\x01-\x1f\x7f]', lambda match: f"\\{ord(match[0]):x} ", token) + '"'
