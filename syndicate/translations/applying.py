"""What accepted translations make of files and topics: only texts change. Nothing is written to disk here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from syndicate.errors import LocaleError, SourceError
from syndicate.locales import from_name, tag
from syndicate.sources.key_words import folded, words
from syndicate.sources.topic_keys import UPDATED
from syndicate.translations.content import Content, plain, same
from syndicate.translations.importing import Accepted
from syndicate.translations.markdown_document import MarkdownDocument
from syndicate.translations.new_files import place_for
from syndicate.translations.staleness import digest_of
from syndicate.translations.topic_document import TopicDocument
from syndicate.translations.twins import Twin, fitted

if TYPE_CHECKING:
    from syndicate.translations.catalog_texts import CatalogTexts

__all__ = ["file_of", "topic_of"]

_DATE: Final = "updated"
_NOT_COPIED = ("url", "aliases", "redirect_from", "reviewed", "permalink")
"""What a new translation does not have of its original: its addresses, and that somebody has reviewed it."""


@attrs.frozen
class _Plan:
    """What goes where in a translation that is there.

    Attributes:
        own: new texts by the names of its own units.
        body: new texts of the body by the names of those of its original, where that gives the form; None where the
            translation keeps its own.
        raws: what is written in the translation for those that have not changed, likewise.
        new: fields that the translation has not had.
    """

    own: Mapping[str, Content]
    body: Mapping[str, Content] | None
    raws: Mapping[str, str]
    new: Mapping[str, str]


def _plan(
    accepted: Accepted, twins: Mapping[str, Twin], ours: Any, theirs: Any, *, may_keep_form: bool = True
) -> _Plan:
    """How the texts of a translation are to be replaced: in its own form, if that is the form of its original."""
    blocks = [unit for unit in ours.units if unit.is_block]
    own_blocks = [unit for unit in theirs.units if unit.is_block]
    keeps_form = (
        may_keep_form
        and len(blocks) == len(own_blocks)
        and all(unit.name in twins and twins[unit.name].is_certain for unit in blocks)
    )
    by_content = {unit.name: unit for unit in own_blocks}
    own: dict[str, Content] = {}
    body: dict[str, Content] = {}
    raws: dict[str, str] = {}
    new: dict[str, str] = {}
    filled = {item.unit.name: item.target for item in accepted.items if item.target is not None}
    for name, target in accepted.targets.items():
        twin = twins.get(name)
        if twin is not None and (keeps_form or not twin.unit.is_block):
            own[twin.unit.name] = fitted(target, twin.unit.content) or target
        elif name.startswith("text["):
            body[name] = target
            if name in filled and same(target, filled[name]):
                other = next((unit for unit in by_content.values() if plain(unit.content) == plain(target)), None)
                raw = theirs.raw(other.name) if other is not None else ""
                if raw and "\n" not in raw:
                    raws[name] = raw
        else:
            new[name] = plain(target)
    return _Plan(own, None if keeps_form or not blocks else body, raws, new)


def file_of(texts: CatalogTexts, accepted: Accepted, updated: str | None) -> tuple[Path, bytes]:
    """The file of a translation of a file of Markdown, and its content.

    Raises:
        SourceError: a text cannot be written where it has to stand.
    """
    topic, source, to = accepted.topic, accepted.source, accepted.to
    original = texts.document(topic, source)
    assert isinstance(original, MarkdownDocument)
    if to in topic.title:
        path = texts.places[to, topic.ids[to]].path
        document = texts.document(topic, to)
        assert isinstance(document, MarkdownDocument)
        twins = texts.twins(topic, source, to)
        try:
            return path, _translation(accepted, _plan(accepted, twins, original, document), original, document, updated)
        except SourceError:
            # A link by reference, say, whose address is named in the original alone.
            plan = _plan(accepted, twins, original, document, may_keep_form=False)
            return path, _translation(accepted, plan, original, document, updated)
    place = texts.places[source, topic.ids[source]]
    path = place_for(place.path, source, to, texts.root_of(place.path), texts.pairs(source, to))
    keys = {"translated_from": digest_of(topic, source), **_language(original, to), **_dated(original, updated)}
    there = original.front.keys()
    keys |= {key: None for key in _NOT_COPIED if key in there}
    return path, original.written(accepted.targets, keys, swapped=True)


def _translation(
    accepted: Accepted, plan: _Plan, original: MarkdownDocument, document: MarkdownDocument, updated: str | None
) -> bytes:
    """The file of a translation that is there, with its new texts."""
    keys: dict[str, str | None] = {"translated_from": digest_of(accepted.topic, accepted.source), **plan.new}
    keys |= _dated(document, updated)
    body = None if plan.body is None else original.body.written(plan.body, plan.raws)
    return document.written(plan.own, keys, body=body)


def _dated(document: MarkdownDocument, updated: str | None) -> dict[str, str | None]:
    if updated is None:
        return {}
    there = document.front.keys()
    own = (key for key in there if folded(key) in UPDATED and there[key] and not there[key].isalpha())
    return {_DATE if _DATE in there else next(own, _DATE): updated}


def _language(document: MarkdownDocument, to: str) -> dict[str, str | None]:
    """The keys that say in which language a file is, for another language."""
    found: dict[str, str | None] = {}
    for key, value in document.front.keys().items():
        if folded(key) in words("language_keys"):
            try:
                from_name(value)
            except LocaleError:
                continue
            found[key] = tag(to)
    return found


def topic_of(texts: CatalogTexts, accepted: Accepted, values: Mapping[str, Any], updated: str | None) -> dict[str, Any]:
    """A topic of `topics.json` with a translation.

    Args:
        texts: the catalog.
        accepted: the translation.
        values: the topic as it is, perhaps with other translations of this run.
        updated: the date of the translation, as RFC 3339 writes it; None to leave it.
    """
    topic, source, to = accepted.topic, accepted.source, accepted.to
    original = TopicDocument(values, tag(source))
    if to in topic.title:
        document = TopicDocument(values, tag(to))
        plan = _plan(accepted, texts.twins(topic, source, to), original, document)
        body = None if plan.body is None else original.body_written(plan.body, plan.raws)
        made = document.written(plan.own, plan.new, body=body)
    else:
        made = original.translated(tag(to), accepted.targets)
        related = [
            {"title": other.title[to], "id": other.ids[to]}
            for reference in topic.related.get(source, ())
            if (other := texts.catalog.find(reference, source)) is not None and to in other.title
        ]
        if related:
            made.setdefault("related", {})[tag(to)] = related
    if updated is not None:
        made.setdefault("updated", {})[tag(to)] = updated
    return made
