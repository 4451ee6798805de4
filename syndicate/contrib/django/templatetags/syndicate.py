"""The tags ``syndicate_head`` and ``syndicate_snippet``."""

from __future__ import annotations

import logging
from typing import Any, Final

from django import conf, template  # not the settings themselves, which doctest would evaluate

from syndicate.contrib.django.topics import language, topics
from syndicate.errors import NotFoundError

__all__ = ["register", "syndicate_head", "syndicate_snippet"]

register: Final = template.Library()
_LOG: Final = logging.getLogger("syndicate.contrib.django")


@register.simple_tag
def syndicate_head(topic: str = "", locale: str = "") -> str:
    """The tags for the head of a page: ``{% syndicate_head "sleep" %}``, or without a topic the feeds of the catalog.

    Args:
        topic: its slug.
        locale: the language; by default that of the page.
    """
    try:
        return topics().head(topic, locale or language())
    except NotFoundError as error:
        return _missing(error)


@register.simple_tag
def syndicate_snippet(topic: str, locale: str = "", **options: Any) -> str:
    """The text of a topic: ``{% syndicate_snippet "sleep" heading_level=3 sections=False %}``.

    Args:
        topic: its slug.
        locale: the language; by default that of the page.
        options: those of :class:`syndicate.SnippetOptions`.
    """
    try:
        return topics().snippet(topic, locale or language(), **options)
    except NotFoundError as error:
        return _missing(error)


def _missing(error: NotFoundError) -> str:
    """Nothing, since a withdrawn topic must not break the page; in debug mode, the error."""
    if conf.settings.DEBUG:
        raise error
    _LOG.warning("%s", error)
    return ""
