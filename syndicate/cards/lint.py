"""The report on cards for an editor: what is cut or refused, by whom. That is foreseen in `consumers`, not here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from syndicate.cards.consumers import Remark, RemarkKind
from syndicate.locales import LocaleLike, labels, number, tag
from syndicate.locales.names import locale_name
from syndicate.model import Finding, FindingKind
from syndicate.model.finding import heading

if TYPE_CHECKING:
    from syndicate.cards.share_card import Card

__all__ = ["as_text", "overview"]

_EXAMPLES: Final = 3
_ORDER: Final = tuple(RemarkKind)[::-1]


def as_text(card: Card, language: LocaleLike = "en", findings: Iterable[Finding] = ()) -> str:
    """What each consumer shows of a card, and what it cuts or refuses.

    Args:
        card: the facts of the page.
        language: the editor's.
        findings: what the card lacks.
    """
    return "\n".join(_lines(card, language, findings)) + "\n"


def _lines(card: Card, language: LocaleLike, findings: Iterable[Finding]) -> Iterator[str]:
    yield f"{card.topic.slug}, {locale_name(card.locale, language)}"
    for finding in findings:
        yield f"  - {finding.message(language)}"
    for shown in card.appearances():
        yield f"  {shown.consumer.name}"
        for text in filter(None, (shown.title, shown.description, shown.image.partition("?")[0])):
            yield f"    | {text}"
        for remark in shown.remarks:
            yield f"    - {remark.message(language)}"


def overview(cards: Iterable[Card], language: LocaleLike = "en", findings: Iterable[Finding] = ()) -> str:
    """What cards lack, and how often each consumer cuts or refuses something, the most serious first, with examples.

    Args:
        cards: the facts of the pages.
        language: the editor's.
        findings: what the cards lack.
    """
    found: dict[tuple[int, int, str], list[Card]] = defaultdict(list)
    messages: dict[tuple[int, int, str], Remark] = {}
    for card in cards:
        for place, shown in enumerate(card.appearances()):
            for remark in shown.remarks:
                key = (_ORDER.index(remark.kind), place, remark.field)
                found[key].append(card)
                messages[key] = remark
    lines = list(_finding_lines(findings, language))
    for key in sorted(found):
        named = [f"{card.topic.slug} ({tag(card.locale)})" for card in found[key][:_EXAMPLES]]
        lines.append(f"{messages[key].message(language)}: {number(len(found[key]), language)}")
        lines.append(f"  {', '.join(named)}")
        lines += _more(len(found[key]), language)
    return "\n".join(lines or [labels(language).gettext("Nothing is amiss.")]) + "\n"


def _finding_lines(findings: Iterable[Finding], language: LocaleLike) -> Iterator[str]:
    """The findings by kind, with examples."""
    by_kind: dict[FindingKind, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_kind[finding.kind].append(finding)
    for kind, found in by_kind.items():
        yield f"{heading(kind, language)}: {number(len(found), language)}"
        for finding in found[:_EXAMPLES]:
            yield f"  {finding.message(language)}"
        yield from _more(len(found), language)


def _more(count: int, language: LocaleLike) -> Iterator[str]:
    if count > _EXAMPLES:
        more = labels(language).gettext("and {count} more; --topic shows any")
        yield "  … " + more.format(count=number(count - _EXAMPLES, language))
