"""The words of a text that are in its own language, as code and marked quotations are not. Nothing is cleaned here."""

from __future__ import annotations

import re

from markupsafe import Markup

from syndicate.markup.plain import plain_text, shown_text
from syndicate.markup.spelling import is_spelled

__all__ = ["prose", "readings"]

# Elements of one name within each other end too early here, which leaves some words of theirs: a guess needs no tree.
_ASIDE = re.compile(
    r"<(pre|code|samp|kbd|var|math|svg)\b.*?</\1>|<(\w+)\b[^>]*? (?:lang|translate)=[^>]*>.*?</\2>", re.DOTALL
)


def prose(markup: Markup) -> str:
    """The text of sanitized markup without code, formulas, and what is marked as another language or not to translate.

    >>> prose(Markup('<p>Escriba <code>for x in y</code> y <i lang="en">save</i>.</p>'))
    'Escriba y .'
    """
    return shown_text(Markup(_ASIDE.sub(" ", str(markup))))  # noqa: S704 -- only read as text


def readings(markup: Markup) -> tuple[str, str]:
    """What :func:`plain_text` and :func:`prose` return, which is mostly the same text and then made once.

    >>> readings(Markup("<p>Write <code>x</code>.</p>")), readings(Markup("<p>Rest.</p>"))
    (('Write x.', 'Write .'), ('Rest.', 'Rest.'))
    """
    text = plain_text(markup)
    return text, prose(markup) if is_spelled(markup) or _ASIDE.search(markup) else text
