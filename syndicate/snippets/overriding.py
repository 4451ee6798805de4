"""The rendering of templates, including a publisher's own, whose output is checked as a snippet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message, PublisherError
from syndicate.model import Publisher
from syndicate.snippets.nodes import Node, nodes, serialize
from syndicate.templating import OURS, render

__all__ = ["TEMPLATES", "rendered"]

TEMPLATES: Final = ("bilingual.html", "list.html", "snippet.html")
"""The templates that a publisher may have their own of."""


def rendered(
    template: str, root: str, publisher: Publisher, locale: Locale, *, page: Locale | None = None, **values: Any
) -> Markup:
    """The HTML of one of :data:`TEMPLATES`.

    What a publisher's own template makes is read as a browser reads it, and written again from what was read: so it is
    well formed, and holds no more than a snippet may.

    Args:
        template: its name.
        root: the one element it makes.
        publisher: whose own templates go before ours.
        locale: the reader's language.
        page: the language that the HTML declares, by default the reader's.
        values: what it shows.

    Raises:
        PublisherError: the publisher's template is wrong, or makes what may not stand in a snippet.
    """
    folder = publisher.templates
    if folder is not None:
        _check_names(folder)
    html = render("syndicate.snippets", template, locale, publisher.labels(locale), folder, page=page, **values)
    if folder is None or not (folder / template).is_file():
        return html
    source = str(folder / template)
    try:
        tree = nodes(html.strip())
    except InvalidValueError as error:
        raise PublisherError(error.problem, source=source, hint=error.hint) from error
    if not _is_one(tree, root):
        raise PublisherError(
            Message("the template does not make one <{root}> and nothing else", root=root),
            source=source,
            hint=Message("extend {ours}/{value}, and put all text into its blocks", ours=OURS, value=template),
        )
    if "around" in values and values["around"] is None and "lang" not in tree[0][1]:
        raise PublisherError(
            Message("the <{root}> does not say its language, by which screen readers choose the voice", root=root),
            source=source,
            hint=Message("write <{root}{{{{ labels_locale|lang_in(around) }}}}>", root=root),
        )
    return serialize(tree) + "\n"


def _is_one(tree: Sequence[Node], root: str) -> bool:
    return len(tree) == 1 and isinstance(tree[0], list) and tree[0][0] == root


@cache
def _check_names(folder: Path) -> None:
    """Refuse a template that stands for none of ours, as a misspelled one does; those it includes begin with ``_``."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".html" and path.name not in TEMPLATES and not path.name.startswith("_"):
            raise PublisherError(
                Message("there is no template of this name"),
                source=str(path),
                hint=Message(
                    "the templates are {names}; begin the name of one they include with '_'", names=", ".join(TEMPLATES)
                ),
            )
