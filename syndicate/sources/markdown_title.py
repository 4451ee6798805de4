"""The title of a Markdown topic, and what stands for one that is missing."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from syndicate.sources.front_matter_values import Values
from syndicate.sources.markdown_text import first_heading
from syndicate.sources.topic_keys import FOREIGN, KEYS

__all__ = ["as_characters", "title_of"]

_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def as_characters(text: str) -> str:
    """A text of a site's front matter, which many templates print as HTML, with the characters it stands for.

    >>> as_characters("Pr&aacute;cticas &amp; gu&#237;as"), as_characters("AT&T; &copy 2024 &unknown;")
    ('Prácticas & guías', 'AT&T; &copy 2024 &unknown;')
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def title_of(values: Values, body: str, stem: str, locale: str) -> tuple[str, str, str]:
    """The title of a topic.

    Args:
        values: its front matter.
        body: its text.
        stem: what its file is called.
        locale: its language.

    Returns:
        the title; where none is stated, why this one was taken, as findings name it; the key it is from then, if any.

    Raises:
        InvalidValueError: the title is not text.

    >>> title_of(Values({"title": "Sleep"}), "", "a", "en"), title_of(Values({"titulo": "El sueño"}), "", "a", "en")
    (('Sleep', '', ''), ('El sueño', 'title-key', 'titulo'))
    >>> title_of(Values({}), "# To *sleep*", "a", "en"), title_of(Values({}), "", "el-sueno", "es")
    (('To sleep', 'title-heading', ''), ('el-sueno', 'title-file', ''))
    """
    title = values.text("title")
    if title is not None and title.strip():
        return title, "", ""
    for key, meant in values.unknown_keys(KEYS, FOREIGN):
        near = values.mapping[key]
        if meant == "title" and isinstance(near, str) and near.strip():
            return near, "title-key", key
    if heading := first_heading(body, locale):
        return heading, "title-heading", ""
    return stem, "title-file", ""
