"""The query language of the MedlinePlus search: phrases, fields, AND, OR, NOT, as an expression of FTS5.

What is not a language but a plain question is left to `ranking`. Signs that mean nothing in their place are not errors:
readers type them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from syndicate.search.words import words

__all__ = ["FIELDS", "Forms", "compiled", "is_expression", "terms_of"]

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "alt-title": ("also", "see"),
    "mesh": ("subjects",),
    "full-summary": ("summary",),
    "group": ("groups",),
}
"""The fields that a word or phrase may be looked for in, and their columns."""

Forms = Callable[[str, bool], Sequence[str]]
"""The forms that a word may have in the index; those of the word as it is written, if the second argument is true."""

_MOST_PARTS: Final = 40
_EVERY: Final = '"_"'
"""What every text has."""
_FIELD: Final = "|".join(FIELDS)
_PART: Final = re.compile(rf'(?P<field>(?:{_FIELD}):)|"(?P<phrase>[^"]*)"|(?P<sign>[()])|(?P<word>[^\s()"]+)')
_OPERATORS: Final = ("AND", "OR", "NOT")


def is_expression(text: str) -> bool:
    """Whether a text is in the query language.

    >>> is_expression("title:asthma"), is_expression('"heart attack"'), is_expression("heart attack or stroke")
    (True, True, False)
    """
    return any(found["word"] in _OPERATORS or found.lastgroup != "word" for found in _PART.finditer(text))


def terms_of(text: str) -> Iterator[str]:
    """The words that are looked for, without operators and fields.

    >>> list(terms_of('title:asthma NOT "in children"'))
    ['asthma', 'in', 'children']
    """
    for found in _PART.finditer(text):
        if found["word"] not in _OPERATORS:
            yield from words(found["phrase"] or found["word"] or "")


def compiled(text: str, forms: Forms) -> str:
    """An expression of FTS5; empty where nothing is looked for.

    Args:
        text: in the query language; words without an operator between them must all be there.
        forms: of a word.

    >>> compiled('title:asthma NOT "in children"', lambda word, literal: [word])
    '({title} : ("asthma")) NOT ("in children")'
    """
    parts = list(_PART.finditer(text))[:_MOST_PARTS]
    return _Parser(parts, forms).expression()


class _Parser:
    def __init__(self, parts: Sequence[re.Match[str]], forms: Forms) -> None:
        self._parts = parts
        self._forms = forms
        self._place = 0

    def expression(self) -> str:
        """Everything there is; a parenthesis too many is passed over."""
        found = [self._any()]
        while self._place < len(self._parts):
            self._place += 1
            found.append(self._any())
        return _joined(" AND ", found)

    def _any(self) -> str:
        found = [self._all()]
        while self._takes("OR"):
            found.append(self._all())
        return _joined(" OR ", found)

    def _all(self) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        while self._place < len(self._parts) and not self._is(")") and not self._is("OR"):
            if self._takes("AND"):
                continue
            into = unwanted if self._takes("NOT") else wanted
            if self._place < len(self._parts) and not self._is(")") and (one := self._one()):
                into.append(one)
        found = _joined(" AND ", wanted)
        if not unwanted:
            return found
        return f"{_in_parentheses(found) if found else _EVERY} NOT {_in_parentheses(_joined(' OR ', unwanted))}"

    def _one(self) -> str:
        part = self._parts[self._place]
        self._place += 1
        if part["sign"] == "(":
            found = self._any()
            self._takes(")")
            return found
        if part["field"] is None:
            return self._sought(part, ())
        if self._place == len(self._parts) or self._parts[self._place].lastgroup not in ("word", "phrase"):
            return ""
        self._place += 1
        return self._sought(self._parts[self._place - 1], FIELDS[part["field"][:-1]])

    def _sought(self, part: re.Match[str], columns: Sequence[str]) -> str:
        filtered = f"{{{' '.join(columns)}}} : " if columns else ""
        if part["phrase"] is not None:
            found = [form for word in words(part["phrase"]) for form in self._forms(word, True)[:1]]
            return f"{filtered}({_quoted(' '.join(found))})" if found else ""
        each = [" OR ".join(map(_quoted, self._forms(word, False))) for word in words(part["word"])]
        return " AND ".join(f"{filtered}({one})" for one in each if one)

    def _is(self, sign: str) -> bool:
        if self._place == len(self._parts):
            return False
        part = self._parts[self._place]
        return sign in (part["sign"], part["word"])

    def _takes(self, sign: str) -> bool:
        found = self._is(sign)
        self._place += found
        return found


def _joined(operator: str, found: Sequence[str]) -> str:
    some = [one for one in found if one]
    return some[0] if len(some) == 1 else operator.join(map(_in_parentheses, some))


def _in_parentheses(expression: str) -> str:
    return expression if re.fullmatch(r'\("[^"]*"\)', expression) else f"({expression})"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))
