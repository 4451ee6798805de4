"""The rights of a text, and what others may have of a catalog. Topics state who holds the rights."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, NamedTuple

import attrs
from babel import Locale

from syndicate.errors import Message, NotFoundError
from syndicate.locales import Label, LocaleLike, locale_id, parse
from syndicate.model.addresses import canonical_url
from syndicate.model.catalog import Catalog
from syndicate.model.fields import assembled
from syndicate.model.localized import EMPTY, Localized
from syndicate.model.publisher import Publisher
from syndicate.model.topic import Topic

__all__ = ["Rights", "rights_of", "syndicated", "syndicated_catalog", "syndicated_or_refused"]


class Rights(NamedTuple):
    """The rights under which a text is given out.

    Attributes:
        license: the page of its license, or None.
        rights: its copyright notice, which knows its language; empty if there is none.
        credit: whom to credit for it; may be empty.
    """

    license: str | None
    rights: Label
    credit: str


def rights_of(topic: Topic, publisher: Publisher, locale: LocaleLike, reader: LocaleLike | None = None) -> Rights:
    """The rights of a text: its own, else the publisher's.

    A text that states a license or a notice has nothing of the publisher's: "All rights reserved" under the publisher's
    Creative Commons license would be a false statement.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: the language of the text.
        reader: the language in which the publisher's own notice is wanted; that of the text by default.
    """
    key = locale_id(locale)
    license, rights = topic.license.at(key), topic.rights.at(key)
    credit = topic.credit.at(key, "")
    if license or rights:
        return Rights(license, Label(rights or "", parse(locale)), credit)
    return Rights(publisher.license, publisher.text("rights", locale if reader is None else reader), credit)


def syndicated(topic: Topic, publisher: Publisher) -> Topic | None:
    """What others may have of a topic: without the texts and pictures that are only for the publisher's own pages.

    The own pages of the texts that are left out are named in ``elsewhere``, as those of any text that is not here.

    Args:
        topic: the topic; where all of it may be had, that very one is returned.
        publisher: who publishes it.

    Returns:
        None if nothing is left.
    """
    if not topic.syndicate and (not topic.image or all(image.syndicate for image in topic.image.values())):
        return topic
    kept = [locale for locale in topic.title.identifiers() if topic.is_syndicated(locale)]
    if not kept:
        return None
    pictures = {locale: image for locale, image in topic.image.identifiers().items() if image.syndicate}
    values: dict[str, Any] = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
    values |= {"image": Localized.from_identifiers(pictures), "syndicate": Localized()}
    gone = [locale for locale in topic.title.identifiers() if locale not in kept]
    pages = {locale: canonical_url(topic, publisher, locale) for locale in gone}
    for name, value in values.items():
        if isinstance(value, Localized) and name != "elsewhere":
            there = {locale: one for locale, one in value.identifiers().items() if locale not in gone}
            values[name] = Localized.from_identifiers(there)
    values["elsewhere"] = Localized.from_identifiers({**topic.elsewhere.identifiers(), **pages})
    return assembled(Topic, **values)


def syndicated_or_refused(topic: Topic, publisher: Publisher) -> Topic:
    """What others may have of a topic.

    Raises:
        NotFoundError: nothing of it.
    """
    if (found := syndicated(topic, publisher)) is None:
        problem = Message("the topic is only on the publisher's own pages")
        raise NotFoundError(problem, topic=topic.slug, hint=Message("its texts say `syndicate: false`"))
    return found


def syndicated_catalog(catalog: Catalog, publisher: Publisher) -> Catalog:
    """What others may have of a catalog; the catalog itself where that is all of it.

    Args:
        catalog: the catalog.
        publisher: who publishes it.
    """
    if all(topic.syndicate is EMPTY and topic.image is EMPTY for topic in catalog.values()):  # as in most sources
        return catalog
    found = [syndicated(topic, publisher) for topic in catalog.values()]
    own = {
        address
        for topic in catalog.values()
        for locale in (topic.title.identifiers() if topic.syndicate else ())
        if not topic.is_syndicated(locale)
        for address in ((locale, topic.ids[locale]), ("", canonical_url(topic, publisher, locale)))
    }
    if own:
        found = [None if topic is None else _without_references(topic, own) for topic in found]
    if all(made is topic for made, topic in zip(found, catalog.values(), strict=True)):
        return catalog
    topics = [topic for topic in found if topic is not None]
    there: dict[Locale, None] = {locale: None for topic in topics for locale in topic.locales}
    main = catalog.default_locale
    return catalog.replaced(topics, default_locale=main if main in there or not there else next(iter(there)))


def _without_references(topic: Topic, own: Set[tuple[str, str]]) -> Topic:
    """The topic without related texts that others may not have, whose titles they would read; itself if it has none.

    Args:
        topic: the topic.
        own: those texts, by their locale and id, and by the address of their page.
    """
    related = {
        locale: tuple(one for one in references if not own & {(locale, one.id or ""), ("", one.url or "")})
        for locale, references in topic.related.identifiers().items()
    }
    if related == topic.related.identifiers():
        return topic
    left = {locale: references for locale, references in related.items() if references}
    return attrs.evolve(topic, related=Localized.from_identifiers(left))
