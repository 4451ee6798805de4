"""HTML from outside made safe by the policy. The rules are in `policy`, and the cleaner is in `cleaning`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from markupsafe import Markup

from syndicate.explained import checking
from syndicate.markup.cleaning import Task, begin, cleaner, count_lost, count_silent, private
from syndicate.markup.directions import balanced
from syndicate.markup.mending import mended
from syndicate.markup.narrowing import as_lines
from syndicate.markup.nesting import check_nesting
from syndicate.markup.pages import Places
from syndicate.markup.policy import DEFAULT_POLICY, Policy
from syndicate.markup.preparing import prepared
from syndicate.markup.quick_check import is_usual, needs_preparing
from syndicate.markup.removed import Removed, RemovedKind
from syndicate.markup.simple_fragments import clean_simple, is_plain
from syndicate.markup.tokens import SPLITTER, with_first_lines
from syndicate.text import legal

__all__ = ["narrowed", "sanitize", "sanitize_parts", "sanitize_reporting"]

_clean = cleaner(DEFAULT_POLICY)
_NOTHING: Final = Removed()

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@checking
def sanitize(fragment: str, base: str | None = None, policy: Policy = DEFAULT_POLICY) -> Markup:
    """HTML reduced to what is safe in anyone's page, with absolute URLs.

    The words stay those that a browser shows: separate words are not joined, and no word is split.

    Args:
        fragment: HTML from outside; malformed markup is read as a browser reads it.
        base: the URL of the page it comes from; without it a relative link loses its ``href``.
        policy: what is allowed, if less than :data:`TAGS` and :data:`ATTRIBUTES`.

    Returns:
        Markup that holds only what the policy allows, and only characters that XML allows.

    Raises:
        SourceError: the fragment nests so deep that reading it would take too long, or a tag has too many attributes.

    >>> sanitize('<p onclick="x()">See <a href="b.html" tid="7">more</a><script>x()</script>', "https://example.org/a.html")
    Markup('<p>See <a href="https://example.org/b.html">more</a></p>')
    """
    return sanitize_reporting(fragment, base, policy)[0]


@checking
def sanitize_reporting(
    fragment: str,
    base: str | None = None,
    policy: Policy = DEFAULT_POLICY,
    *,
    anchors: bool | Places = True,
    keep_hidden: bool = False,
    extra: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Markup, Removed]:
    """What :func:`sanitize` returns, and what was removed of the fragment or changed in it.

    Args:
        fragment, base, policy: as there.
        anchors: whether the page at the base has the places that links within the fragment lead to (``#note``), as
            :class:`Places` if known. Links to places it does not have keep their text only: ids are dropped.
        keep_hidden: whether what the fragment hides (``hidden``, ``display: none``) is shown; else it goes.
        extra: element (or ``*``) and name of attributes beyond the policy, which the caller must rewrite since they may
            clash; never one that runs or holds an address.

    >>> found = sanitize_reporting('<iframe src="https://example.org/v" title="Wash hands"></iframe>u\\x0bno')
    >>> found[0]
    Markup('<a href="https://example.org/v">Wash hands</a> uno')
    >>> [(kind.value, found[1].total(kind), found[1].names(kind)) for kind in found[1].kinds()]
    [('replaced', 1, ('iframe',)), ('illegal-characters', 1, ())]
    """
    done = _clean_simple(fragment, base, policy, anchors)
    if done is not None:
        return Markup(done), _NOTHING  # noqa: S704 -- it holds nothing that may not stand
    check_nesting(fragment)
    task = begin(base, anchors=anchors)
    lowered = fragment.encode(errors="replace").lower()
    usual = is_usual(lowered)
    if _is_odd(lowered, usual=usual):
        fragment = prepared(fragment, base, task.found, keep_hidden=keep_hidden)
        lowered = fragment.encode(errors="replace")
    cleaned = _finished(task, fragment, DEFAULT_POLICY, extra)
    if not usual:
        count_lost(task, fragment, lowered)
    if policy is not DEFAULT_POLICY:
        cleaned = _narrowed(task, cleaned, policy, extra)
    removed = Removed(task.found) if task.found else _NOTHING
    return Markup(cleaned), removed  # noqa: S704 -- this is where text from outside becomes safe


def sanitize_parts(
    fragments: Sequence[str],
    base: str | None,
    policy: Policy,
    *,
    anchors: Places,
    keep_hidden: bool,
    extra: frozenset[tuple[str, str]],
) -> tuple[list[Markup], Removed]:
    """What :func:`sanitize_reporting` makes of parts of one page, without white space around them; and of all together.

    Most pages need no preparing, for which one check of all parts is enough.
    """
    done = [_clean_simple(fragment, base, policy, anchors) for fragment in fragments]
    text = "\n".join([fragment for fragment, one in zip(fragments, done, strict=True) if one is None])
    lowered = text.encode(errors="replace").lower()
    usual = is_usual(lowered)
    if _is_odd(lowered, usual=usual):
        found = [
            sanitize_reporting(part, base, policy, anchors=anchors, keep_hidden=keep_hidden, extra=extra)
            for part in fragments
        ]
        return [markup.strip() for markup, _ in found], sum((removed for _, removed in found), Removed())
    task = begin(base, anchors=anchors if "#" in text else True)
    cleaned = []
    for fragment, made in zip(fragments, done, strict=True):
        if made is None:
            check_nesting(fragment)
            made = _finished(task, fragment, DEFAULT_POLICY, extra)
        cleaned.append(made.strip())
    if not usual:
        count_lost(task, text, lowered)
    if policy is not DEFAULT_POLICY:
        cleaned = [_narrowed(task, fragment, policy, extra).strip() for fragment in cleaned]
    # This is where text from outside becomes safe.
    return list(map(Markup, cleaned)), Removed(task.found) if task.found else _NOTHING


def _clean_simple(fragment: str, base: str | None, policy: Policy, anchors: bool | Places) -> str | None:
    """What the cleaner makes of a fragment, if that can be told without it; else None."""
    if policy is DEFAULT_POLICY and (anchors is not False or "<a" not in fragment):
        return clean_simple(fragment, base)
    return fragment if is_plain(fragment) else None


def _is_odd(lowered: bytes, *, usual: bool) -> bool:
    return (not usual and needs_preparing(lowered)) or (len(lowered) > _MANY and lowered.count(b"&") > _MANY)


def narrowed(html: Markup, policy: Policy) -> Markup:
    """What a narrower policy leaves of sanitized HTML.

    If paragraphs, rows or items are not allowed, their texts stay on separate lines; the cells of a row are separated
    by dashes, so that no value is read with the wrong name.

    >>> table = sanitize("<table><tr><td>Chicken<td>165 °F<tr><td>Ground beef<td>160 °F</table>")
    >>> narrowed(table, Policy().without({"table"}))
    Markup('<div>Chicken – 165 °F</div><div>Ground beef – 160 °F</div>')
    """
    return Markup(_narrowed(begin(None), str(html), policy, frozenset()))  # noqa: S704 -- it is sanitized again


def _narrowed(task: Task, cleaned: str, policy: Policy, extra: frozenset[tuple[str, str]]) -> str:
    if is_plain(cleaned):
        return cleaned
    return _finished(task, as_lines(cleaned, policy), policy, extra)


# The cleaner is slow on references: in a text of very many, other characters replace them for the while.
_MANY: Final = 10_000
_REFERENCES: Final = ("&amp;", "&lt;", "&gt;")


def _quickly(clean: Callable[[str], str], fragment: str) -> str:
    """A fragment that was prepared, cleaned; characters that it does not hold stand for the references in its text."""
    unused = (chr(code) for code in range(0xF0000, 0xFFFFD) if chr(code) not in fragment)
    standing = dict(zip(_REFERENCES, unused, strict=False))
    pieces = SPLITTER.split(fragment)
    for reference, character in standing.items():
        pieces[::2] = [text.replace(reference, character) for text in pieces[::2]]
    cleaned = clean("".join(pieces))
    for reference, character in standing.items():
        cleaned = cleaned.replace(character, reference)
    return cleaned


def _finished(task: Task, fragment: str, policy: Policy, extra: frozenset[tuple[str, str]]) -> str:
    clean = _clean if policy is DEFAULT_POLICY and not extra else cleaner(policy, extra)
    if len(fragment) > _MANY and fragment.count("&") > _MANY:
        clean = partial(_quickly, clean)
    try:
        cleaned = clean(fragment)
    except UnicodeEncodeError:
        cleaned = clean(_LONE_SURROGATE.sub("\ufffd", fragment))
    if cleaned.isascii() or _UNREMARKABLE.fullmatch(cleaned) is None:
        cleaned = _readable(task, cleaned)
    made = mended(cleaned, policy)
    if made is not cleaned:
        if "<img" in cleaned:  # each has its text where there is nothing to mend
            count_silent(task, cleaned)
        cleaned = _balanced_again(made, policy)
    if "<img" in cleaned:
        cleaned = private(cleaned, policy)
    return with_first_lines(cleaned)


# Only what XML allows, and nothing that changes the direction of text: one search for both.
_UNREMARKABLE = re.compile("[\t\n\r -\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+")


def _readable(task: Task, cleaned: str) -> str:
    """The text without characters that XML forbids or that turn text around without an end; they are counted."""
    kept, illegal = legal(cleaned)
    turned = balanced(kept)
    if removed := illegal + len(kept) - len(turned):
        task.found[RemovedKind.ILLEGAL_CHARACTERS, ""] += removed
    return turned


def _balanced_again(made: str, policy: Policy) -> str:
    """Mended HTML in which a text that was moved may have lost the other half of a pair."""
    while (cleaned := balanced(made)) != made:
        made = mended(cleaned, policy)
        if made is cleaned:
            break
    return made
