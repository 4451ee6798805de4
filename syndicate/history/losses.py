"""Whether a source has lost so much that it looks truncated: by language, by source, as a whole.

Half a download is often well-formed, and each topic that it lacks would be withdrawn from every subscriber.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from syndicate.history.changes import State, Text
from syndicate.model import Finding, FindingKind
from syndicate.text import rfc3339

__all__ = ["held_by_clock", "losses"]

_FEW: Final = 10
"""This many topics may leave at any time."""
_SHARE: Final = 10
"""Of more, one topic in this many may leave."""
_EXAMPLES: Final = 3


def held_by_clock(
    before: Mapping[str, Mapping[str, Text]],
    after: Mapping[str, Mapping[str, Text]],
    withheld: Mapping[tuple[str, str], str],
    now: datetime | None,
) -> Iterator[Finding]:
    """A finding if many published texts would be withdrawn because the moment of the build is before their dates.

    A clock that is wrong, or a ``SOURCE_DATE_EPOCH`` of long ago, is not leave to withdraw them.

    Args:
        before, after, withheld: as for :func:`losses`.
        now: the moment of the build, if one was stated.
    """
    if now is None:
        return
    moment = rfc3339(now)
    topics: dict[str, list[tuple[Text, bool]]] = defaultdict(list)
    for locale, texts in before.items():
        for identifier, text in texts.items():
            if text.state is not State.RETRACTED:
                held = (locale, identifier) in withheld and after[locale][identifier].state is State.RETRACTED
                topics[text.slug or identifier].append((text, held and max(text.event, text.stated) > moment))
    lost = _lost(topics)
    if lost and (len(lost) == len(topics) or _is_much("", "", len(topics), lost)):
        details = {"count": str(len(lost)), "total": str(len(topics)), "examples": _examples(lost), "moment": moment}
        yield Finding(kind=FindingKind.EARLIER_MOMENT, details=details)


def losses(
    before: Mapping[str, Mapping[str, Text]],
    after: Mapping[str, Mapping[str, Text]],
    locales: Collection[str],
    withheld: Mapping[tuple[str, str], str],
) -> Iterator[Finding]:
    """A finding for each language or source that lost more than a tenth of its topics and more than ten, or all.

    Args:
        before: what is remembered, by locale identifier and id.
        after: what will be.
        locales: the identifiers of the languages that were compared.
        withheld: texts that their own keys withhold, which is not a loss.
    """
    by_part: dict[tuple[str, str], dict[str, list[tuple[Text, bool]]]] = defaultdict(lambda: defaultdict(list))
    for locale in locales:
        for identifier, text in before.get(locale, {}).items():
            if text.state is State.RETRACTED:
                continue
            gone = after[locale][identifier].state is State.RETRACTED and (locale, identifier) not in withheld
            topic = text.slug or identifier
            for part in {("language", locale), ("source", text.origin), ("", "")}:
                by_part[part][topic].append((text, gone))
    found = [(*part, len(topics), lost) for part, topics in by_part.items() if (lost := _lost(topics))]
    found = [loss for loss in found if _is_much(*loss)]
    # Sources that cannot be told apart count as one, and a loss is reported once.
    narrow = [loss for loss in found if loss[0] == "language" or loss[1]] or found
    seen: set[tuple[str, ...]] = set()
    for kind, name, had, lost in narrow:
        titles = tuple(text.title for text in lost)
        if titles not in seen:
            seen.add(titles)
            yield _finding(kind, name, had, lost)


def _lost(topics: Mapping[str, list[tuple[Text, bool]]]) -> list[Text]:
    """The first text of each topic that has none left."""
    return [texts[0][0] for texts in topics.values() if all(gone for _, gone in texts)]


def _is_much(kind: str, name: str, had: int, lost: list[Text]) -> bool:
    whole = len(lost) == had > 1 and (kind == "language" or name != "")
    return whole or (len(lost) > _FEW and len(lost) * _SHARE > had)


def _finding(kind: str, name: str, had: int, lost: list[Text]) -> Finding:
    details = {"count": str(len(lost)), "total": str(had), "examples": _examples(lost)}
    if kind == "language":
        return Finding(kind=FindingKind.SHRUNKEN_LANGUAGE, locale=name, details={**details, "language": name})
    return Finding(kind=FindingKind.SHRUNKEN, source=name, details={**details, "name": name or "*"})


def _examples(lost: list[Text]) -> str:
    return ", ".join(f"“{text.title}”" for text in lost[:_EXAMPLES])
