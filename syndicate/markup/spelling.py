"""What plain text cannot show, spelled out: superscripts, subscripts, quotations, deletions. Nothing is cleaned."""

from __future__ import annotations

import html
import re
from typing import Final

from syndicate.locales.language_data import quotation_marks
from syndicate.markup.gaps import GAP
from syndicate.markup.tokens import SPLITTER, TOKEN

__all__ = ["is_spelled", "spelled"]

_NAMES: Final = "del|q|rp|rt|s|sub|sup"
_HAS_ANY = re.compile(rf"<(?:{_NAMES})[ >]")
_STRUCK: Final = frozenset({"del", "s"})
_UNREAD: Final = frozenset({"rp", "rt"})

_RAISED: Final = str.maketrans("0123456789+-\u2212=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
_LOWERED: Final = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_IS_RAISED = re.compile(r"[0-9+\-\u2212=()in]+(?:, ?[0-9]+)*")
_IS_LOWERED = re.compile(r"[0-9+\-\u2212=()]+(?:, ?[0-9]+)*")
_ORDINALS: Final = str.maketrans("ao", "ªº")
_IS_ORDINAL = re.compile(r"[ao]")
_NOTES = re.compile(r"(?:\[\w{1,3}\][,; ]*)+")
_IS_ONE = re.compile(r"[\w.,]+")


def is_spelled(markup: str) -> bool:
    """Whether there is anything in sanitized HTML that :func:`spelled` changes."""
    return _HAS_ANY.search(markup) is not None


def spelled(markup: str, locale: str = "") -> str:
    """Sanitized HTML in which characters stand for what plain text has no other form for.

    Exponents and indices become raised and lowered characters, or are marked with ``^`` and ``_`` where Unicode has
    none; quotations get the marks of their language; what is struck out, the annotations of a ruby and the marks of
    notes are left out, with a gap where words stood apart.

    Args:
        markup: sanitized HTML.
        locale: whose quotation marks are used; without it, those that CLDR has for any language.

    >>> spelled("10<sup>9</sup> of H<sub>2</sub>O, <q>x<sup>1/2</sup></q>, 2<sup>nd</sup>", "de")
    '10⁹ of H₂O, „x^(1/2)“, 2nd'
    """
    if not is_spelled(markup):
        return markup
    pieces: list[str] = []
    scripts: list[int] = []
    struck = unread = quoted = 0
    for match in TOKEN.finditer(markup):
        tag, step = match[2], -1 if match[1] else 1
        if tag is None:
            if not struck and not unread:
                pieces.append(match[0])
        elif tag in _STRUCK:
            struck += step
            pieces.append(GAP)
        elif tag in _UNREAD:
            unread += step
        elif tag == "q":
            quoted -= step < 0
            if not struck:
                pieces.append(quotation_marks(locale)[2 * (quoted % 2) + (step < 0)])
            quoted += step > 0
        elif tag not in ("sub", "sup"):
            if not struck or tag != "img":
                pieces.append(match[0])
        elif step > 0:
            scripts.append(len(pieces))
        elif scripts:
            start = scripts.pop()
            pieces[start:] = [_script(tag, "".join(pieces[start:]), "".join(pieces[max(0, start - 1) : start]))]
    return "".join(pieces)


def _script(tag: str, inner: str, before: str) -> str:
    """Superscripts and subscripts, so that 10 to the power of 9 does not become 109; marks of notes are left out."""
    text = " ".join(html.unescape(SPLITTER.sub("", inner).replace(GAP, " ")).split())
    if not text or _NOTES.fullmatch(text):
        return GAP
    if tag == "sup" and _IS_RAISED.fullmatch(text):
        return text.translate(_RAISED)
    if tag == "sub" and _IS_LOWERED.fullmatch(text):
        return text.translate(_LOWERED)
    after_number = re.search(r"\d\.?$", before) is not None
    if tag == "sup" and after_number and _IS_ORDINAL.fullmatch(text):
        return text.translate(_ORDINALS)
    has_number = any(map(str.isdigit, text)) and (tag == "sup" or after_number)  # but "A1c" is the usual spelling
    if has_number or (after_number and len(text) == 1 and text.isalpha()):
        text = f"{'^' if tag == 'sup' else '_'}{text if _IS_ONE.fullmatch(text) else f'({text})'}"
    return html.escape(text, quote=False)
