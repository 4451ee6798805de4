"""Characters that change the direction of text, each paired with its end. `dir` attributes are not handled here."""

from __future__ import annotations

import re
from typing import Final

from syndicate.markup.tokens import SPLITTER

__all__ = ["balanced", "balanced_text"]

_ENDS: Final = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_END_OF_ISOLATE: Final = "\u2069"
_CONTROLS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ANY = re.compile(f"[{_CONTROLS}]")
_VALUE = re.compile('"[^"]*"')
_BETWEEN: Final = "\0"  # which sanitized markup cannot contain


def balanced(markup: str) -> str:
    """Sanitized HTML without the bidirectional controls that have no end, or no beginning (UAX #9, section 2).

    One that is left open would reverse what follows the text in a partner's page.

    >>> balanced("<b>a\u202e</b>b") == "<b>a</b>b", balanced("\u2067a\u2069\u202c") == "\u2067a\u2069"
    (True, True)
    """
    if markup.isascii() or not any(control in markup for control in _CONTROLS):
        return markup
    pieces = SPLITTER.split(markup)
    pieces[::2] = _ended(_BETWEEN.join(pieces[::2])).split(_BETWEEN)
    # Each value is shown by itself.
    pieces[1::2] = [_VALUE.sub(lambda value: _ended(value[0]), tag) for tag in pieces[1::2]]
    return "".join(pieces)


def balanced_text(text: str) -> tuple[str, int]:
    """Plain text without the controls that :func:`balanced` drops, and how many there were.

    >>> balanced_text("a \u202eb") == ("a b", 1), balanced_text("\u2067a\u2069")[1]
    (True, 0)
    """
    if text.isascii() or not any(control in text for control in _CONTROLS):
        return text, 0
    kept = _ended(text)
    return kept, len(text) - len(kept)


def _ended(text: str) -> str:
    begun: list[tuple[str, int]] = []
    isolates = 0
    kept: set[int] = set()
    for match in _ANY.finditer(text):
        control, place = match[0], match.start()
        if control in _ENDS:
            begun.append((_ENDS[control], place))
            isolates += _ENDS[control] == _END_OF_ISOLATE
        elif control == _END_OF_ISOLATE and isolates:
            isolates -= 1
            while begun[-1][0] != control:  # embeddings within an isolate end with it
                begun.pop()
            kept |= {begun.pop()[1], place}
        elif begun and begun[-1][0] == control:
            kept |= {begun.pop()[1], place}
    return _ANY.sub(lambda match: match[0] if match.start() in kept else "", text)
