"""What share cards lack, as findings: text that cannot be drawn, files that cannot be used. Nothing is drawn here.

With these functions, `syndicate check` predicts what `syndicate build` reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel import Locale

from syndicate.cards.image import is_brought, named, photograph_of, unread_fonts
from syndicate.cards.share_card import Card, card
from syndicate.layout import CARD_HEAD
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Publisher
from syndicate.model.failure import failed

__all__ = ["card_findings", "findings", "photograph_findings"]

_OF_PUBLISHER = ("name", "language", "name-words", "language-words")


def findings(
    catalog: Catalog, publisher: Publisher, locales: Iterable[Locale] = (), *, photographs: bool = True
) -> Iterator[Finding]:
    """What the share cards of a catalog lack.

    Args:
        catalog: what there is.
        publisher: who publishes it.
        locales: the languages that are published; all by default.
        photographs: whether photographs are decoded, to find those that are damaged.
    """
    seen: set[Locale] = set()
    for locale in locales or catalog.locales:
        if not publisher.makes("cards", locale):
            continue
        for topic in catalog.written_in(locale):
            try:
                made = card(topic, publisher, locale)
                found = [*_text_findings(made), *(photograph_findings(made) if photographs else ())]
            except Exception as error:  # of one topic
                if photographs:  # the build reports it with the file that it cannot make
                    yield failed(CARD_HEAD.at(locale, topic.slug), error, locale, topic)
                continue
            if locale not in seen:
                if not seen:
                    yield from _style_findings(made)
                yield from _name_findings(made)
                seen.add(locale)
            yield from found


def card_findings(made: Card) -> Iterator[Finding]:
    """What one card lacks, including what it shares with others.

    Args:
        made: the facts of the page.
    """
    yield from _style_findings(made)
    yield from _name_findings(made)
    yield from _text_findings(made)
    yield from photograph_findings(made)


def _style_findings(made: Card) -> Iterator[Finding]:
    """What all cards lack: fonts and the logo."""
    style = made.publisher.card
    for path, fault in unread_fonts(style).items():
        yield _file(path, fault, made.site_name)
    if style.logo is not None and isinstance(reason := made.image.logo, str):
        yield _file(style.logo, reason, made.site_name)


def _name_findings(made: Card) -> Iterator[Finding]:
    """What all cards in a language lack: the name of the publisher or of the language."""
    lacks = {part: one for part, one in made.image.lacks.items() if part in _OF_PUBLISHER}
    yield from _texts("", made.site_name, made.locale, lacks)


def _text_findings(made: Card) -> Iterator[Finding]:
    """What the picture of a card cuts or leaves out of its topic's text, or that there is none.

    Args:
        made: the facts of the page.
    """
    if made.image.is_simple:
        return
    if made.has_picture and (made.image.cuts_title or made.square.cuts_title):
        locale, topic = locale_id(made.locale), made.topic.ids[made.locale]
        yield Finding(kind=FindingKind.CARD_TITLE, topic=topic, locale=locale, details={"title": made.title})
    if made.image.is_plain:
        return
    if made.has_picture and (made.image.splits_words or made.square.splits_words):
        locale, topic = locale_id(made.locale), made.topic.ids[made.locale]
        yield Finding(kind=FindingKind.CARD_WORDS, topic=topic, locale=locale, details={"title": made.title})
    lacks = {part: one for part, one in made.image.lacks.items() if part not in _OF_PUBLISHER}
    if "title" in lacks:
        lacks = {"title": lacks["title"]}
    yield from _texts(made.topic.ids[made.locale], made.title, made.locale, lacks)


def photograph_findings(made: Card) -> Iterator[Finding]:
    """That a card is drawn without the photograph of its topic, which is decoded to find out.

    Args:
        made: the facts of the page.
    """
    if made.has_picture and isinstance(reason := made.image.photograph, str):
        path = photograph_of(made.topic, made.publisher, made.locale)
        yield _file(path, reason, made.title, made.topic.ids[made.locale], locale_id(made.locale))


def _file(path: Path | None, reason: str, title: str, topic: str = "", locale: str = "") -> Finding:
    details = {"title": title, "file": str(path), "reason": reason}
    return Finding(kind=FindingKind.CARD_FILE, topic=topic, locale=locale, details=details)


def _texts(topic: str, title: str, locale: Locale, lacks: Mapping[str, str]) -> Iterator[Finding]:
    for part, character in lacks.items():
        reason = "no-font-package" if is_brought(character) else "no-font"
        details = {"title": title, "character": named(character), "reason": reason}
        kind = FindingKind.CARD_PICTURE
        if part != "title":
            kind, details["part"] = FindingKind.CARD_TEXT, part
        yield Finding(kind=kind, topic=topic, locale=locale_id(locale), details=details)
