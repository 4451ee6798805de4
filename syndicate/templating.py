"""Jinja2 for every room that renders HTML: one way to make an environment, and the filters all templates share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from syndicate.locales import Labels, direction, language_name, long_date, number, tag
from syndicate.markup import relevel

__all__ = ["environment", "render"]


def _fill(message: str, **values: Any) -> Markup:
    """A translated message with its placeholders filled: translated first, then escaped, then formatted."""
    return Markup(escape(message)).format(**values)  # noqa: S704 -- the message was escaped just now


def _machine_date(moment: date) -> str:
    return moment.strftime("%Y-%m-%d")


@cache
def environment(package: str) -> Environment:
    """The environment of the templates that lie in a package's ``templates`` folder; everything is autoescaped."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {
        "fill": _fill,
        "tag": tag,
        "direction": direction,
        "language": language_name,
        "long_date": long_date,
        "machine_date": _machine_date,
        "number": number,
        "relevel": relevel,
    }
    return made


@lru_cache(maxsize=64)
def _label_functions(labels: Labels) -> dict[str, Callable[..., str]]:
    """The functions of a template's labels; the same few are escaped once, not in every rendering."""
    return {
        "_": cache(lambda message: escape(labels.gettext(message))),
        "ngettext": labels.ngettext,
        "pgettext": labels.pgettext,
    }


def render(package: str, template: str, locale: Locale, labels: Labels, **values: Any) -> Markup:
    """A template of a package with its values, in a language.

    Args:
        package: the package whose ``templates`` folder holds it.
        template: its file name.
        locale: the language of the reader.
        labels: the labels the template's ``_``, ``ngettext`` and ``pgettext`` stand for.
        values: what the template shows.
    """
    text = (
        environment(package)
        .get_template(template)
        .render(
            locale=locale,
            labels_locale=labels.locale,
            **_label_functions(labels),
            **values,
        )
    )
    return Markup(text)  # noqa: S704 -- every value was escaped by the environment
