"""How templates are rendered: environments, the filters all templates share, errors in a publisher's own templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
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
    pass_context,
    select_autoescape,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from syndicate.errors import Message, PublisherError
from syndicate.locales import Label, Labels, direction, long_date, number, tag
from syndicate.locales.formats import capitalized
from syndicate.locales.identifiers import same_language
from syndicate.locales.names import distinct_name
from syndicate.markup import relevel
from syndicate.markup.languages import in_language, language_attributes, title_language

__all__ = ["OURS", "environment", "render"]

OURS = "syndicate"
"""The prefix by which a publisher's template extends the one it stands in for: ``syndicate/snippet.html``."""


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _fill(message: str, **values: Any) -> Markup:
    """A translated message with its placeholders filled: translated first, then escaped, then formatted."""
    pieces = list(_pieces(message, isinstance(message, Markup)))
    pieces[1::2] = [escape(values[name]) for name in pieces[1::2]]
    return Markup("".join(pieces))  # noqa: S704 -- the message and its values are escaped


@lru_cache(maxsize=1024)
def _pieces(message: str, is_markup: bool) -> list[str]:
    """A message, escaped, in pieces: text and names of placeholders take turns."""
    return _PLACEHOLDER.split(message if is_markup else escape(message))


def _machine_date(moment: date) -> str:
    """A day as HTML writes it: `strftime` does not fill the year up to the four digits that it has there."""
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"


def _day(moment: date) -> date:
    """The day of a moment; two moments that are equal may be of different days, so a cache must not know them."""
    return moment.date() if isinstance(moment, datetime) else moment


def _offered(values: Mapping[str, Any]) -> frozenset[Locale]:
    """The languages that a page offers a choice of: two regions of one language are told apart by their names."""
    named = ("toggle", "languages", "translations", "elsewhere", "shown")
    rows = [row for name in named for row in values.get(name) or ()]
    found = [row[0] if isinstance(row, tuple) else getattr(row, "locale", row) for row in rows]
    return frozenset(one for one in (*found, values["locale"]) if isinstance(one, Locale))


@pass_context
def _language(context: Context, locale: Locale, around: Locale | None = None) -> str:
    """The name of a language, as far as it needs to be told from others on the page."""
    return _distinct_name(locale, around, context.get("_offered") or frozenset())


@pass_context
def _language_label(context: Context, locale: Locale, around: Locale | None = None) -> str:
    """The name of a language as it stands alone."""
    return capitalized(_language(context, locale, around))


@pass_context
def _language_link_among(context: Context, locale: Locale, url: str, around: Locale) -> Markup:
    """A link to a translation, named by its language."""
    return _language_link(_language(context, locale, around), locale, url)


@lru_cache(maxsize=1024)
def _distinct_name(locale: Locale, around: Locale | None, offered: frozenset[Locale]) -> str:
    """The languages of a page are named again and again."""
    return distinct_name(locale, around, offered)


def _printed_in(context: Context, locale: Locale) -> Locale:
    """The locale in which numbers and dates are printed; a macro that is imported without context knows no region."""
    printed = context.get("printed")
    return locale if printed is None else printed(locale)


@pass_context
def _printed_number(context: Context, value: float, locale: Locale) -> str:
    """A number as the publisher's readers of a language write it."""
    return number(value, _printed_in(context, locale))


@pass_context
def _printed_date(context: Context, moment: date, locale: Locale) -> str:
    """A date as the publisher's readers of a language write it."""
    return long_date(moment, _printed_in(context, locale))


@pass_context
def _printed_time(context: Context, moment: date, locale: Locale, name: str) -> Markup:
    """A ``<time>`` with a date as the publisher's readers of a language write it."""
    return _time(_day(moment), _printed_in(context, locale), name)


@lru_cache(maxsize=8192)
def _time(day: date, locale: Locale, property: str) -> Markup:
    """A day written out for people and machines, as a property of the item it stands in."""
    return Markup('<time datetime="{}" itemprop="{}">{}</time>').format(
        _machine_date(day), property, long_date(day, locale)
    )


def _language_link(name: str, locale: Locale, url: str) -> Markup:
    """A link to a translation, named by its language."""
    return Markup(  # noqa: S704 -- every value is escaped
        f'<a href="{escape(url)}" hreflang="{tag(locale)}">{escape(name)}</a>'
    )


_OPTIONS: dict[str, Any] = {
    "autoescape": select_autoescape(default=True, default_for_string=True),
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "cache_size": -1,  # all are kept, in a plain dictionary
}


class _Context(Context):
    """What a template of ours is rendered in: the functions that it calls take nothing but their arguments.

    Jinja2 finds out at each call whether a function takes the context too, which takes longer than most calls.
    """

    def call(self, function: Callable[..., Any], /, *arguments: Any, **values: Any) -> Any:
        values.pop("_block_vars", None)
        values.pop("_loop_vars", None)
        return function(*arguments, **values)


class _Code(CodeGenerator):
    """The code of a template of ours, all of which is escaped: what is HTML already is not copied."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


@lru_cache(maxsize=4096)
def _escaped(text: str) -> Markup:
    """A text as HTML; names of organizations and addresses come again and again."""
    return escape(text)


class _Environment(Environment):
    """Renders our own templates in a quarter less time than Jinja2's own."""

    context_class = _Context
    code_generator_class = _Code

    @staticmethod
    def escaped(value: Any) -> Markup:
        """A value as HTML."""
        if type(value) is Markup:
            return value
        return _escaped(value) if type(value) is str else escape(value)


@cache
def environment(package: str, folder: Path | None = None) -> Environment:
    """The environment of the templates that lie in a package's ``templates`` folder; everything is autoescaped.

    They may extend those of this package. A publisher's templates, which make parts of other people's pages, may not.

    Args:
        package: the package.
        folder: a publisher's own templates, each in place of ours of the same name, which it may extend as
            ``syndicate/NAME``. They can read what they are given and change nothing (Jinja2's sandbox).
    """
    ours = PackageLoader(package)
    if folder is None:
        loaders = ChoiceLoader([ours, PackageLoader("syndicate.templating")])
        made: Environment = _Environment(loader=loaders, auto_reload=False, **_OPTIONS)
    else:
        loader = ChoiceLoader([FileSystemLoader(folder), PrefixLoader({OURS: ours}), ours])
        made = ImmutableSandboxedEnvironment(loader=loader, **_OPTIONS)
    made.filters |= {
        "fill": _fill,
        "tag": tag,
        "direction": direction,
        "lang_in": language_attributes,
        "lang_of": _lang_of,
        "language_link": _language_link_among,
        "time": _printed_time,
        "language": _language,
        "language_label": _language_label,
        "long_date": _printed_date,
        "machine_date": _machine_date,
        "number": _printed_number,
        "relevel": relevel,
    }
    return made


class _Words:
    """The labels of a template: each is marked where it is not in the language of the page.

    Args:
        labels: the labels.
        page: the language of the page, or of the part of one, that the template makes.
    """

    def __init__(self, labels: Labels, page: Locale) -> None:
        self._labels = labels
        self._page = page
        # The same few are escaped once, not in every rendering.
        self._plain = cache(lambda message: self.marked(labels.gettext(message)))
        self._own = cache(self._pieces_if_own)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """What templates call, by the names by which the extraction of messages finds them."""
        return {
            "_": self.label,
            "gettext": self._labels.gettext,
            "ngettext": self.counted,
            "pgettext": self._labels.pgettext,
            "marked": self.marked,
            "named": self.named,
            "inside": self.inside,
            "sentences": self.sentences,
            "printed": self._labels.printed,
        }

    def label(self, message: str, **values: Any) -> Markup:
        """A label for a place where elements may stand, with its placeholders filled."""
        if not values:
            return self._plain(message)
        if (found := self._own(message)) is None:
            return self._filled(self._labels.gettext(message), values)
        pieces = [*found]
        for place in range(1, len(pieces), 2):
            value = values[pieces[place]]
            pieces[place] = self.marked(value) if hasattr(value, "locale") else escape(value)
        return Markup("".join(pieces))  # noqa: S704 -- the message and its values are escaped

    def _pieces_if_own(self, message: str) -> tuple[str, ...] | None:
        """A label in the language of the page, in pieces between which values stand; None if it is in another."""
        label = self._labels.gettext(message)
        return tuple(_pieces(label, False)) if same_language(label.locale, self._page) else None

    def sentences(self, *labels: Label | None) -> Markup:
        """Labels after each other: those in one language are one text, or they would be read in the wrong order.

        In a page from the right, the second of two elements that are read from the left stands left of the first.
        """
        texts = [label for label in labels if label]
        if len({str(text.locale) for text in texts}) > 1:
            return Markup(" ").join(map(self.marked, texts))
        return self.marked(Label(" ".join(texts), texts[0].locale)) if texts else Markup("")

    def counted(self, singular: str, plural: str, num: int, **values: Any) -> Markup:
        """A label that depends on a number."""
        return self._filled(self._labels.ngettext(singular, plural, num), values)

    def marked(self, text: Any, around: Locale | None = None) -> Markup:
        """A text that knows its language, in an element with its ``lang`` and ``dir`` where that is another.

        Args:
            text: a label, or what a look-up in several languages found.
            around: the language of what stands around it, by default that of the page.
        """
        value = text if isinstance(text, str) else text.value
        return in_language(escape(value), text.locale, around or self._page)

    def named(self, label: Label, attribute: str = "aria-label") -> Markup:
        """An attribute whose value is a label, and ``lang`` where that is in another language.

        The content of the element then declares its own with :meth:`inside`.
        """
        lang = title_language(label.locale, self._page)
        return Markup(f' {attribute}="{escape(label)}"{lang}')  # noqa: S704 -- the label is escaped

    def inside(self, label: Label) -> Markup:
        """``lang`` and ``dir`` of what stands in an element that :meth:`named` has put into another language."""
        return Markup("") if same_language(label.locale, self._page) else language_attributes(self._page, label.locale)

    def _filled(self, label: Label, values: dict[str, Any]) -> Markup:
        """A label with values: what knows its language keeps it, all else is in the language of the page."""
        made = {
            name: self.marked(value, label.locale)
            if hasattr(value, "locale")
            else in_language(escape(value), self._page, label.locale)
            for name, value in values.items()
        }
        return in_language(_fill(label, **made), label.locale, self._page)


_FIRST_SPAN = re.compile(r'<span( lang="[^"]*") dir="[^"]*">')


def _lang_of(html: Markup) -> Markup:
    """The ``lang`` of an attribute or title that is to hold the text of HTML, which can have only one.

    That is the language of the words it begins with: the label, into which names of other languages are set.
    """
    match = _FIRST_SPAN.match(html)
    return Markup(match[1] if match else "")  # noqa: S704 -- it was an attribute


@lru_cache(maxsize=64)
def _functions(labels: Labels, page: Locale) -> dict[str, Callable[..., Any]]:
    return _Words(labels, page).functions()


def render(
    package: str,
    template: str,
    locale: Locale,
    labels: Labels,
    folder: Path | None = None,
    *,
    page: Locale | None = None,
    **values: Any,
) -> Markup:
    """A template of a package with its values, in a language.

    Args:
        package: the package whose ``templates`` folder holds it.
        template: its file name.
        locale: the language of the reader.
        labels: the labels the template's ``_``, ``gettext``, ``ngettext`` and ``pgettext`` stand for. ``_`` and
            ``ngettext`` mark a label where it is in another language, so they are for places where elements may stand.
        folder: a publisher's own templates, which go before the package's.
        page: the language that what it makes declares, by default the reader's; templates know it as
            ``labels_locale``.
        values: what the template shows.

    Raises:
        PublisherError: one of the publisher's own templates is wrong; with its file, line and what is wrong.
    """
    page = page or locale
    values |= {"locale": locale, "labels_locale": page, **_functions(labels, page)}
    values["_offered"] = _offered(values)
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
            hint = (
                Message("did you mean {value!r}?", value=near[0])
                if near
                else Message("the blocks are {names}", names=", ".join(ours))
            )
            raise PublisherError(
                Message("there is no block {name!r}", name=block.name), source=str(path), line=block.lineno, hint=hint
            )


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
    problem = Message("the template cannot be used: {reason}", reason=str(error).rstrip("."))
    if isinstance(error, TemplateNotFound):
        problem, hint = (
            Message("there is no template {message!r}", message=error.message),
            Message("extend {ours}/{value!s}", ours=OURS, value=template),
        )
    elif isinstance(error, RecursionError):
        problem, hint = (
            Message("the template extends itself"),
            Message("extend {ours}/{value}", ours=OURS, value=template),
        )
    elif isinstance(error, TemplateSyntaxError):
        hint = Message("see the syntax of Jinja2's templates")
    elif missing := re.fullmatch(r"'(\w+)' is undefined", str(error)):
        problem = Message("the template uses {value!r}, which it is not given", value=missing[1])
        names = sorted(name for name in values if not name.startswith("_"))
        meant = get_close_matches(missing[1], names, 1)
        hint = (
            Message("did you mean {value!r}?", value=meant[0])
            if meant
            else Message("there are {names}", names=", ".join(names))
        )
    else:
        hint = Message("correct the template, or remove it to have ours")
    raise PublisherError(problem, source=source, line=line, hint=hint) from error
