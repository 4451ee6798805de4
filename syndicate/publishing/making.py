"""Making the artifacts of a piece, and handling those that cannot be made. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import attrs
from babel import Locale

from syndicate.cards.findings import photograph_findings
from syndicate.feeds.archive import Archive, pack
from syndicate.history import Changes
from syndicate.layout import (
    ARCHIVE_FEED,
    CARD_IMAGE,
    CARD_SQUARE,
    CATALOG_JSON,
    FORMATS,
    TOPIC_FEED,
    Scope,
)
from syndicate.locales import locale_id, parse
from syndicate.model import Finding, Topic
from syndicate.model.failure import failed
from syndicate.site import Artifact, Piece
from syndicate.site.artifact import LongArtifact
from syndicate.site.omissions import Omissions
from syndicate.site.parts import SiteParts

__all__ = ["Outcome", "make", "packed"]


@attrs.define
class Outcome:
    """The result of making a piece.

    Attributes:
        artifacts: those that could be made. Those of a language or the site are made one after the other, since each
            feed of all topics is large; what else came of it is known when all are. A long one may still fail.
        findings: what could not be made, and what was made without its photograph.
        omitted: what other pieces must not name.
        again: whether the next build makes it again although nothing failed: a page lacks the link to a feed.
    """

    artifacts: Iterable[Artifact | LongArtifact] = ()
    findings: list[Finding] = attrs.field(factory=list)
    omitted: Omissions = attrs.field(factory=Omissions)
    again: bool = False


def make(site: SiteParts, piece: Piece) -> Outcome:
    """The artifacts of a piece; what cannot be made is left out and reported.

    Args:
        site: what has it. It knows from then on what could not be made.
        piece: which.
    """
    if piece.scope is Scope.TOPIC and piece.locale is not None:
        done = _topic(site, piece, site.catalog[piece.name], piece.locale)
        done.again = bool(site.unwritten(piece))
    else:
        done = Outcome()
        done.artifacts = _others(site, piece, done)
    return done


def _others(site: SiteParts, piece: Piece, done: Outcome) -> Iterator[Artifact | LongArtifact]:
    for part in site.parts(piece) or ():
        try:
            yield from part.make() if part.long is None else (part.long,)
        except Exception as error:  # whatever it is, the rest is still published
            done.findings.append(failed(part.path, error, piece.locale))
    if piece.scope is Scope.SITE:
        for slug, reason in site.unlisted.items():
            topic = site.catalog[slug]
            done.findings.append(failed(CATALOG_JSON.path, reason, topic.locales[0], topic))
    done.again = bool(site.unwritten(piece))


def _topic(site: SiteParts, piece: Piece, topic: Topic, locale: Locale) -> Outcome:
    key = (topic.slug, locale_id(locale))
    done = Outcome()
    made: list[Artifact] = []
    feeds = {TOPIC_FEED.at(locale, topic.slug, format): format for format in FORMATS}
    pictures = [kind.at(locale, topic.slug) for kind in (CARD_IMAGE, CARD_SQUARE)]
    for part in site.parts(piece) or ():
        if part.path in pictures and key in site.omitted.pictures:
            continue
        try:
            made += part.make()
        except Exception as error:  # whatever it is, it concerns one topic, and the others are still published
            done.findings.append(failed(part.path, error, locale, topic))
            if part.path in pictures:  # both are published, or none
                made = [artifact for artifact in made if artifact.path not in pictures]
                done.omitted.pictures.add(key)
            elif part.path in feeds:
                done.omitted |= site.leave_out(topic, locale, feeds[part.path])
            site.omitted |= done.omitted
    if site.kinds.has("cards", locale):
        with suppress(Exception):  # its card has failed for the same reason
            done.findings += photograph_findings(site.card(topic, locale))
    done.artifacts = made
    return done


def packed(site: SiteParts) -> tuple[Changes, dict[tuple[str, int], bytes], list[Finding]]:
    """The new archive documents as the history keeps them, and the changes that go with them.

    Returns:
        The changes, without the new archive documents of a language that cannot be made; the others, by language
        and number; and what cannot be made.
    """
    changes, bodies = site.changes, {}
    findings: list[Finding] = []
    for name, number in site.changes.fresh:
        if (name, number) in changes.fresh:
            try:
                bodies[name, number] = pack(_sealed(site, parse(name), number), site.publisher.base_url)
            except Exception as error:  # of one language; the next build tries again
                findings.append(failed(ARCHIVE_FEED.at(name, changes.archived[name][number - 1], "atom"), error))
                changes = changes.unsealed(name)
    return changes, {key: body for key, body in bodies.items() if key in changes.fresh}, findings


def _sealed(site: SiteParts, locale: Locale, number: int) -> Archive:
    """What a new archive document holds; without an entry that cannot be made."""
    feeds = site.feeds_in(locale)
    try:
        return feeds.sealed(number)
    except Exception:
        for text in site.changes.fresh[locale_id(locale), number]:
            if (topic := site.syndicated.with_id(text.id, locale)) is not None:
                site.leave_out(topic, locale)
        return feeds.sealed(number)
