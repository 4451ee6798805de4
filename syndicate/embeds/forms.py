"""The codes of the builder for all topics, as templates: the page fills in an example, and its script what is chosen.

A template has the parts ``before``, ``each`` and ``after``; the middle one stands once for everything that is shown.
Its variables are ``@@name@@``. Those of HTML are escaped where they are filled in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from markupsafe import escape

from syndicate.embeds.assets import Asset, Assets
from syndicate.model import Publisher

__all__ = ["FORMS", "HTML", "OPTIONS", "Templates", "filled", "templates"]

FORMS: Final = (
    "element",
    "frame",
    "php",
    "python",
    "ssi",
    "wordpress",
    "drupal",
    "feed",
    "email",
    "text",
    "link",
)
"""The forms, in the order they are offered."""

OPTIONS: Final[Mapping[str, Sequence[str]]] = {
    "element": ("level", "limit", "teaser", "whole", "without"),
    "frame": ("limit", "teaser", "width", "without"),
    "php": ("level", "limit", "teaser", "without"),
    "python": ("level", "limit", "teaser", "without"),
    "wordpress": ("level", "limit", "teaser", "without"),
    "email": ("level", "limit", "teaser", "without"),
    "text": ("limit", "teaser", "without"),
}
"""What can be chosen of a form beside its topics and languages. The others show a file or a page as it is published."""

HTML: Final = frozenset({"element", "frame"})
"""Those whose variables stand in HTML."""

Templates = Mapping[str, Mapping[str, str]]
"""By form, the parts of its code."""

_SANDBOX: Final = "allow-popups allow-popups-to-escape-sandbox allow-scripts"
_ROOM: Final = files("syndicate.embeds")
_VARIABLE: Final = re.compile("@@([a-z]+)@@")


def templates(publisher: Publisher, assets: Assets) -> Templates:
    """The parts of the code of each form; newsletters have none, since their text is the code."""
    lang = 'lang="@@lang@@" dir="@@dir@@"'
    link = f'<a href="@@page@@" hreflang="@@lang@@" {lang}>@@label@@</a>'
    element = f'<@@tag@@ src="@@data@@" {lang} heading-level="@@level@@"@@extra@@>\n  {link}\n</@@tag@@>\n'
    frame = (
        f'<iframe src="@@frame@@" title="@@title@@"@@named@@ width="@@width@@" height="600"@@fixed@@ loading="lazy"'
        f' referrerpolicy="no-referrer" sandbox="{_SANDBOX}"></iframe>\n<p>{link}</p>\n'
    )
    programs = {name: _ROOM.joinpath(f"builder/server.{end}.txt").read_text("utf-8") for name, end in _PROGRAMS.items()}
    return {
        "element": {"before": f"{_script(publisher, assets.element)}\n", "each": element, "after": ""},
        "frame": {"before": "", "each": frame, "after": _script(publisher, assets.frame_height)},
        **{name: {"before": text, "each": "", "after": ""} for name, text in programs.items()},
        "ssi": {
            "before": "",
            "each": (
                "<!-- @hourly curl -fsS @@html@@ -o includes/@@file@@.new"
                " && mv includes/@@file@@.new includes/@@file@@ -->\n"
                '<!--#include virtual="/includes/@@file@@" -->\n'
            ),
            "after": "",
        },
        "wordpress": {"before": "", "each": "<!-- wp:syndicate/topic @@block@@ /-->\n", "after": ""},
        "drupal": {"before": "", "each": "@@page@@\n", "after": ""},
        "feed": {"before": "", "each": "@@feed@@\n", "after": ""},
        "email": {"before": "", "each": "", "after": ""},
        "text": {"before": "", "each": "", "after": ""},
        "link": {"before": "", "each": "@@page@@\n", "after": ""},
    }


_IN_HTML: Final = frozenset({"extra", "label", "named"})
"""The variables that are HTML themselves."""
_PROGRAMS: Final = {"php": "php", "python": "py"}


def _script(publisher: Publisher, asset: Asset) -> str:
    url = escape(publisher.url(asset.path))
    return f'<script type="module" src="{url}" integrity="{asset.integrity}" crossorigin="anonymous"></script>'


def filled(form: str, parts: Mapping[str, str], shown: Sequence[Mapping[str, str]]) -> str:
    """The code of a form.

    Args:
        form: one of :data:`FORMS`.
        parts: those of its template.
        shown: the variables of each thing that is shown.

    >>> parts = {"before": "", "each": "@@page@@\\n", "after": ""}
    >>> filled("link", parts, [{"page": "https://example.org/", "data": ""}])
    'https://example.org/\\n'
    """

    def value(values: Mapping[str, str], match: re.Match[str]) -> str:
        found = values.get(match[1], "")
        return str(escape(found)) if form in HTML and match[1] not in _IN_HTML else found

    every = {**shown[0], "list": ", ".join(json.dumps(one["data"]) for one in shown)} if shown else {}
    texts = [_VARIABLE.sub(lambda match: value(every, match), parts["before"])]
    texts += [_VARIABLE.sub(lambda match, one=one: value(one, match), parts["each"]) for one in shown]  # type: ignore[misc]
    return "".join(texts) + parts["after"]
