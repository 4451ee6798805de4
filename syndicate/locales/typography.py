"""What a script needs on pages and in plain sentences, from ``typography.toml``. No style is written here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from syndicate.locales.identifiers import LocaleLike, parse, script

__all__ = ["as_sentences", "typography"]

_CLOSING = "\"'»”’“«›‹)]」』”’）】》"


@cache
def _data() -> Mapping[str, Any]:
    text = files("syndicate.locales").joinpath("typography.toml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = tomllib.loads(text)
    return loaded


@lru_cache(maxsize=1024)
def typography(locale: LocaleLike) -> Mapping[str, Any]:
    """What the file says of a language, else of its script; empty where they need nothing.

    >>> typography("zh-TW")["stop"], typography("ur")["lines"], dict(typography("es"))
    ('。', 2.2, {})
    """
    locale = parse(locale)
    found: Mapping[str, Any] = _data().get(locale.language) or _data().get(script(locale) or "") or {}
    return found


def as_sentences(parts: list[str], locale: LocaleLike, ends: str) -> str:
    """Texts after each other, each with the full stop of the language where it ends in no mark of a sentence.

    Args:
        parts: the texts.
        locale: their language.
        ends: the marks that end sentences.

    >>> as_sentences(["Sleep", "Why sleep?"], "en", ".?"), as_sentences(["睡眠", "多喝水。"], "zh", "。")
    ('Sleep. Why sleep?', '睡眠。多喝水。')
    """
    said = typography(locale)
    stop, space = said.get("stop", "."), said.get("space", " ")
    closed = (part if part.rstrip(_CLOSING).endswith(tuple(ends)) else f"{part}{stop}" for part in parts)
    return str(space).join(closed)
