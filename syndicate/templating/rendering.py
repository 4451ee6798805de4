"""How templates are rendered: environments, the filters all templates share, errors in a publisher's own templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any, NoReturn

from babel import Locale
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from syndicate.errors import PublisherError
from syndicate.locales import Labels, direction, language_label, language_name, long_date, number, tag
from syndicate.markup import relevel

__all__ = ["OURS", "environment", "render"]

OURS = "syndicate"
"""The prefix by which a publisher's template extends the one it stands in for: ``syndicate/snippet.html``."""


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _fill(message: str, **values: Any) -> Markup:
    """A translated message with its placeholders filled: translated first, then escaped, then formatted."""
    filled = _PLACEHOLDER.sub(lambda match: escape(values[match[1]]), escape(message))
    return Markup(filled)  # noqa: S704 -- the message and its values were escaped just now


def _machine_date(moment: date) -> str:
    return moment.strftime("%Y-%m-%d")


@lru_cache(maxsize=1024)
def _lang_in(locale: Locale, around: Locale | None, direct: str | None = None) -> Markup:
    """``lang`` and ``dir`` of a text in a locale within a text in another; nothing where they are the same.

    Args:
        locale: the text's.
        around: that of what stands around it; None where it is not known.
        direct: the direction of an address, which is the same in every language.
    """
    direct = direct or direction(locale)
    if around is None or tag(locale) != tag(around):
        return Markup(' lang="{}" dir="{}"').format(tag(locale), direct)
    return Markup("") if direct == direction(around) else Markup(' dir="{}"').format(direct)


@lru_cache(maxsize=8192)
def _time(moment: date, locale: Locale, property: str) -> Markup:
    """A day written out for people and machines, as a property of the item it stands in."""
    return Markup('<time datetime="{}" itemprop="{}">{}</time>').format(
        _machine_date(moment), property, long_date(moment, locale)
    )


def _language_link(locale: Locale, url: str, around: Locale) -> Markup:
    """A link to a translation, named by its language."""
    return Markup(  # noqa: S704 -- every value is escaped
        f'<a href="{escape(url)}" hreflang="{tag(locale)}">{escape(language_name(locale, around))}</a>'
    )


_OPTIONS: dict[str, Any] = {
    "autoescape": select_autoescape(default=True, default_for_string=True),
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


@cache
def environment(package: str, folder: Path | None = None) -> Environment:
    """The environment of the templates that lie in a package's ``templates`` folder; everything is autoescaped.

    They may extend those of this package. A publisher's templates, which make parts of other people's pages, may not.

    Args:
        package: the package.
        folder: a publisher's own templates, each in the place of ours of the same name, which it may extend as
            ``syndicate/NAME``. They can read what they are given and change nothing (Jinja2's sandbox).
    """
    ours = PackageLoader(package)
    if folder is None:
        loaders = ChoiceLoader([ours, PackageLoader("syndicate.templating")])
        made = Environment(loader=loaders, auto_reload=False, **_OPTIONS)  # noqa: S701 -- autoescape is among the options
    else:
        loader = ChoiceLoader([FileSystemLoader(folder), PrefixLoader({OURS: ours}), ours])
        made = ImmutableSandboxedEnvironment(loader=loader, **_OPTIONS)
    made.filters |= {
        "fill": _fill,
        "tag": tag,
        "direction": direction,
        "lang_in": _lang_in,
        "language_link": _language_link,
        "time": _time,
        "language": language_name,
        "language_label": language_label,
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


def render(
    package: str, template: str, locale: Locale, labels: Labels, folder: Path | None = None, **values: Any
) -> Markup:
    """A template of a package with its values, in a language.

    Args:
        package: the package whose ``templates`` folder holds it.
        template: its file name.
        locale: the language of the reader.
        labels: the labels the template's ``_``, ``ngettext`` and ``pgettext`` stand for.
        folder: a publisher's own templates, which go before the package's.
        values: what the template shows.

    Raises:
        PublisherError: one of the publisher's own templates is wrong; with its file, line and what is amiss.
    """
    values |= {"locale": locale, "labels_locale": labels.locale, **_label_functions(labels)}
    try:
        made = environment(package, folder)
        if folder is not None:
            _check_blocks(made, template, folder)
        text = made.get_template(template).render(values)
    except Exception as error:
        if folder is None:
            raise
        _blame(error, folder, template, values)
    return Markup(text)  # noqa: S704 -- every value was escaped by the environment


@cache
def _check_blocks(made: Environment, template: str, folder: Path) -> None:
    """Refuse a block of a publisher's template that stands for none of ours: nobody would see its text."""
    path = folder / template
    if not path.is_file():
        return
    tree = made.parse(path.read_text(encoding="utf-8"), template, str(path))
    extended = tree.find(nodes.Extends)
    if extended is None or extended.template != nodes.Const(f"{OURS}/{template}"):
        return
    ours = made.get_template(f"{OURS}/{template}").blocks
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in ours:
            near = get_close_matches(block.name, ours, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the blocks are {', '.join(ours)}"
            raise PublisherError(f"there is no block {block.name!r}", source=str(path), line=block.lineno, hint=hint)


def _blame(error: Exception, folder: Path, template: str, values: dict[str, Any]) -> NoReturn:
    """Raise the error of a publisher's template as one that says where it is and what to do."""
    source, line = str(folder / template), None
    if isinstance(error, TemplateSyntaxError) and error.filename:
        source, line = error.filename, error.lineno
    else:
        for frame, number in walk_tb(error.__traceback__):
            if Path(frame.f_code.co_filename).is_relative_to(folder):
                source, line = frame.f_code.co_filename, number
    if isinstance(error, PublisherError):
        raise error
    problem = f"the template cannot be used: {error}".rstrip(".")
    if isinstance(error, TemplateNotFound):
        problem, hint = f"there is no template {error.message!r}", f"extend {OURS}/{template!s}"
    elif isinstance(error, RecursionError):
        problem, hint = "the template extends itself", f"extend {OURS}/{template}"
    elif isinstance(error, TemplateSyntaxError):
        hint = "see the syntax of Jinja2's templates"
    elif missing := re.fullmatch(r"'(\w+)' is undefined", str(error)):
        problem = f"the template uses {missing[1]!r}, which it is not given"
        names = sorted(name for name in values if name != "_")
        meant = get_close_matches(missing[1], names, 1)
        hint = f"did you mean {meant[0]!r}?" if meant else f"there are {', '.join(names)}"
    else:
        hint = "correct the template, or remove it to have ours"
    raise PublisherError(problem, source=source, line=line, hint=hint) from error
