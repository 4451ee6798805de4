"""The report on cards for an editor: what is cut or refused, by whom. That is foreseen in `consumers`, not here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from syndicate.cards.consumers import Remark, RemarkKind
from syndicate.locales import LocaleLike, labels, language_name, number, tag

if TYPE_CHECKING:
    from syndicate.cards.card import Card

__all__ = ["as_text", "overview"]

_EXAMPLES: Final = 3
_ORDER: Final = tuple(RemarkKind)[::-1]


def as_text(card: Card, language: LocaleLike = "en") -> str:
    """What each consumer shows of a card, and what it cuts or refuses.

    Args:
        card: what the page says of itself.
        language: the editor's.
    """
    return "\n".join(_lines(card, language)) + "\n"


def _lines(card: Card, language: LocaleLike) -> Iterator[str]:
    yield f"{card.topic.slug}, {language_name(card.locale, language)}"
    for shown in card.appearances():
        yield f"  {shown.consumer.name}"
        for text in filter(None, (shown.title, shown.description, shown.image.partition("?")[0])):
            yield f"    | {text}"
        for remark in shown.remarks:
            yield f"    - {remark.message(language)}"


def overview(cards: Iterable[Card], language: LocaleLike = "en") -> str:
    """How often each consumer cuts or refuses something of many cards, the gravest first, with examples.

    Args:
        cards: what the pages say of themselves.
        language: the editor's.
    """
    found: dict[tuple[int, int, str], list[Card]] = defaultdict(list)
    messages: dict[tuple[int, int, str], Remark] = {}
    for card in cards:
        for place, shown in enumerate(card.appearances()):
            for remark in shown.remarks:
                key = (_ORDER.index(remark.kind), place, remark.field)
                found[key].append(card)
                messages[key] = remark
    lines = []
    for key in sorted(found):
        named = [f"{card.topic.slug} ({tag(card.locale)})" for card in found[key][:_EXAMPLES]]
        lines.append(f"{messages[key].message(language)}: {number(len(found[key]), language)}")
        lines.append(f"  {', '.join(named)}")
        if len(found[key]) > _EXAMPLES:
            more = labels(language).gettext("and {count} more; --topic shows any")
            lines.append("  … " + more.format(count=number(len(found[key]) - _EXAMPLES, language)))
    return "\n".join(lines or [labels(language).gettext("Nothing is amiss.")]) + "\n"
