"""What a key says of a text by its name: that it is withheld, or when it is published. No value is looked at here.

Names are folded as :func:`syndicate.sources.key_words.folded` does, so ``publishDate``, ``publish_date`` and
``Publish-Date`` are one. They are made of words, in whatever order people and programs put them: ``noPublish`` denies
``publish``, and ``fecha_y_hora_de_publicacion`` is a moment of publication. The words are those of `key_words`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Flag, auto
from typing import Final

from syndicate.sources.key_words import cached, expanded, folded, translated, within, words
from syndicate.sources.topic_keys import FOREIGN
from syndicate.sources.topic_keys import KEYS as TOPIC_KEYS

__all__ = ["Meaning", "is_about_publishing", "is_near", "meaning", "nearest"]


class Meaning(Flag):
    """What a key says of a text; a key such as ``embargo`` may have two meanings, by the kind of its value."""

    NONE = 0
    IF_TRUE = auto()  # true withholds the text
    IF_FALSE = auto()  # false withholds it
    STATE = auto()  # a word for its state, and an unknown one is not leave to publish it
    PERHAPS_STATE = auto()  # the same, but only a word that is known to withhold a text counts
    PASSWORD = auto()
    RENDERING = auto()  # a table of Hugo's: https://gohugo.io/content-management/build-options/
    FROM = auto()  # a date from which on it is published
    UNTIL = auto()  # a date from which on it no longer is
    ONLY_DATES = auto()  # with FROM or UNTIL: the name may mean something else, so what is not a date does not count


_NAMES: Final = {
    Meaning.IF_TRUE: "withheld",
    Meaning.IF_FALSE: "published",
    Meaning.STATE: "states",
    Meaning.PASSWORD: "passwords",
    Meaning.RENDERING: "renderings",
    Meaning.FROM: "starts",
    Meaning.UNTIL: "ends",
}
"""Where languages have the names of each meaning."""

_PATTERNS: Final = (
    (Meaning.IF_TRUE, "{be}*{withheld}"),
    (Meaning.IF_FALSE, "{be}*{published}"),
    (Meaning.IF_TRUE, "{be}*{not}{be}*{published}"),
    (Meaning.IF_FALSE, "{be}*{not}{be}*{withheld}"),
    (Meaning.IF_TRUE, "(?:eleventy)?{leave}{out_of}*{outlet}"),
    (Meaning.PERHAPS_STATE, "{state}"),
    (Meaning.UNTIL, "{until}"),
    (Meaning.UNTIL | Meaning.ONLY_DATES, "{until_if_date}"),
    (Meaning.FROM, "{from}"),
    (Meaning.FROM | Meaning.ONLY_DATES, "{from_if_date}"),
)
"""What names of a meaning are made of, in the order in which they are tried."""

_NEAR: Final = {Meaning.UNTIL: "until", Meaning.IF_TRUE: "withheld", Meaning.IF_FALSE: "published"}
_DATED: Final = Meaning.FROM | Meaning.UNTIL
_TOPIC_KEYS: Final = frozenset(map(folded, TOPIC_KEYS))
_SHORTEST: Final = 4


@cached
def _patterns() -> tuple[tuple[Meaning, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(expanded(pattern))) for kind, pattern in _PATTERNS)


@cached
def _guessed() -> list[str]:
    """The names that a key may nearly be."""
    names = (words(name) for kind, name in _NAMES.items() if kind not in (Meaning.PASSWORD, Meaning.RENDERING))
    return sorted(frozenset().union(*names) - words("not_guessed") - words("places"))


@cached
def meaning(key: str) -> Meaning:
    """What a key says of a text, by its name.

    >>> meaning("noPublish"), meaning("fecha_de_publicación"), meaning("caduca"), meaning("title")
    (<Meaning.IF_TRUE: 1>, <Meaning.FROM: 64>, <Meaning.UNTIL: 128>, <Meaning.NONE: 0>)
    """
    name = folded(key)
    found = Meaning.NONE
    if key in TOPIC_KEYS or name in FOREIGN:
        return Meaning.IF_TRUE if key == "draft" else found
    for kind, names in _NAMES.items():
        if name in words(names):
            found |= Meaning.PERHAPS_STATE if name in words("places") else kind  # which may as well name a place
    for kind, pattern in _patterns():
        is_dated = found & kind & _DATED or (found & Meaning.UNTIL and kind & Meaning.FROM)
        if not is_dated and pattern.fullmatch(name):
            found |= kind if not (kind is Meaning.PERHAPS_STATE and found & Meaning.STATE) else Meaning.NONE
    if found & (Meaning.IF_TRUE | Meaning.IF_FALSE) == Meaning.IF_TRUE | Meaning.IF_FALSE:
        found &= ~Meaning.IF_FALSE
    return found


@cached
def is_about_publishing(key: str) -> bool:
    """Whether a date under that key, which has no meaning of its own, is one before which a text was not published."""
    name = folded(key)
    is_its_own = name in FOREIGN or key in TOPIC_KEYS
    return (
        not is_its_own and within("publishing").search(name) is not None and within("other_times").search(name) is None
    )


@cached
def nearest(key: str) -> str:
    """The known name that a key without a meaning of its own nearly is; empty for none. Passwords are not guessed."""
    name = folded(key)
    if name in FOREIGN or name in translated() or name in _TOPIC_KEYS or len(name) < _SHORTEST:
        return ""
    near = get_close_matches(name, _guessed(), n=1, cutoff=0.8)
    if not near or get_close_matches(name, _TOPIC_KEYS - {"draft"}, n=1, cutoff=0.85):
        return ""
    denied = re.match(expanded("{not}"), name)  # "noPublsh" is not "publish"
    return "" if denied and not near[0].startswith(denied[0]) else near[0]


def is_near(key: str) -> Meaning:
    """What a key, which has no meaning of its own, seems to say by one of its words."""
    name = folded(key)
    if name in FOREIGN or key in TOPIC_KEYS:
        return Meaning.NONE
    return next((kind for kind, word in _NEAR.items() if within(word).search(name)), Meaning.NONE)
