"""What the artifacts of a piece are, and what becomes of one that cannot be made. Nothing is written here."""

from __future__ import annotations

from contextlib import suppress

import attrs
from babel import Locale

from syndicate.layout import CARD_IMAGE, CARD_SQUARE, CATALOG_JSON, OWN_FORMATS, TOPIC_FEED, Scope
from syndicate.locales import locale_id
from syndicate.model import Finding, Topic
from syndicate.model.failure import failed
from syndicate.site import Artifact, Piece, Site

__all__ = ["Outcome", "make"]


@attrs.define
class Outcome:
    """What came of a piece.

    Attributes:
        artifacts: those that could be made.
        findings: what could not be made, and what was made without its photograph.
        undrawn: the cards whose pictures could not be made: slug and locale identifier.
        unfed: the topics whose entries could not be made, likewise.
    """

    artifacts: list[Artifact] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)
    undrawn: set[tuple[str, str]] = attrs.field(factory=set)
    unfed: set[tuple[str, str]] = attrs.field(factory=set)


def make(site: Site, piece: Piece) -> Outcome:
    """The artifacts of a piece; what cannot be made is left out and reported.

    Args:
        site: what has it. It knows from then on what could not be made.
        piece: which.
    """
    if piece.scope is Scope.TOPIC and piece.locale is not None:
        return _topic(site, piece, site.catalog[piece.name], piece.locale)
    done = Outcome()
    for part in site.parts(piece):
        try:
            done.artifacts += part.make()
        except Exception as error:  # whatever it is, the rest is to be published
            done.findings.append(failed(part.path, error, piece.locale))
    if piece.scope is Scope.SITE:
        for slug, reason in site.unlisted.items():
            topic = site.catalog[slug]
            done.findings.append(failed(CATALOG_JSON.path, reason, topic.locales[0], topic))
    return done


def _topic(site: Site, piece: Piece, topic: Topic, locale: Locale) -> Outcome:
    identity = (topic.slug, locale_id(locale))
    done = Outcome()
    feeds = [TOPIC_FEED.at(locale, topic.slug, format) for format in OWN_FORMATS]
    pictures = [kind.at(locale, topic.slug) for kind in (CARD_IMAGE, CARD_SQUARE)]
    for part in site.parts(piece):
        if part.path in pictures and identity in site.undrawn:
            continue
        try:
            done.artifacts += part.make()
        except Exception as error:  # whatever it is, it is of one topic, and the others are to be published
            done.findings.append(failed(part.path, error, locale, topic))
            if part.path in pictures:  # both are published, or none
                done.artifacts = [artifact for artifact in done.artifacts if artifact.path not in pictures]
                site.undrawn.add(identity)
                done.undrawn.add(identity)
            if part.path in feeds and not site.has_entry(topic, locale):
                done.unfed.add(identity)
    with suppress(Exception):  # its card has failed for the same reason
        done.findings += site.photograph_findings(topic, locale)
    return done
