"""oEmbed 1.0 (https://oembed.com/): a topic as a rich embed, in JSON and XML. The code in it is written in `codes`."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from babel import Locale

from syndicate.embeds.codes import HEIGHT, WIDTH, Codes
from syndicate.json_writer import indented
from syndicate.layout import CARD_IMAGE, CARD_SIZE, CARD_SQUARE, CARD_SQUARE_SIZE, LOCALE_PAGE
from syndicate.locales import tag
from syndicate.model import Publisher, Topic

__all__ = ["as_json", "as_xml", "document", "with_thumbnail"]


def document(
    topic: Topic,
    publisher: Publisher,
    locale: Locale,
    codes: Codes,
    *,
    most: tuple[int, int] = (WIDTH, HEIGHT),
) -> dict[str, str | int]:
    """The answer of section 2.3.4.4, with the language, for which oEmbed has no field.

    Args:
        topic: what is embedded.
        publisher: its author and provider.
        locale: in which of its languages.
        codes: what writes the code.
        most: the available width and height, in CSS pixels.
    """
    width, height = min(most[0], WIDTH), min(most[1], HEIGHT)
    name = publisher.text("name", locale)
    home = publisher.url(LOCALE_PAGE.at(locale))
    return {
        "version": "1.0",
        "type": "rich",
        "title": topic.title[locale],
        "author_name": name,
        "author_url": home,
        "provider_name": name,
        "provider_url": home,
        "cache_age": publisher.ttl * 60,
        "lang": tag(locale),
        "html": str(codes.frame(topic, locale, width, height)),
        "width": width,
        "height": height,
    }


def with_thumbnail(
    answer: dict[str, str | int],
    topic: Topic,
    publisher: Publisher,
    locale: Locale,
    most: tuple[int, int] | None = None,
    there: Callable[[str], bool] = lambda path: True,
) -> dict[str, str | int]:
    """The answer with the largest picture of the topic's card that fits (section 2.3.4: it obeys the limits too).

    Args:
        answer: of :func:`document`.
        topic, publisher, locale: as there.
        most: the available width and height; None for any.
        there: whether the tree has the file at a path.
    """
    for kind, (width, height) in ((CARD_IMAGE, CARD_SIZE), (CARD_SQUARE, CARD_SQUARE_SIZE)):
        path = kind.at(locale, topic.slug)
        if (most is None or (width <= most[0] and height <= most[1])) and there(path):
            return {
                **answer,
                "thumbnail_url": publisher.url(path),
                "thumbnail_width": width,
                "thumbnail_height": height,
            }
    return answer


def as_json(answer: dict[str, str | int]) -> bytes:
    """The answer as ``oembed.json``."""
    return indented(answer)


def as_xml(answer: dict[str, str | int]) -> bytes:
    """The answer as ``oembed.xml``.

    >>> as_xml({"version": "1.0", "html": "<p>"}).decode().splitlines()[2]
    '<version>1.0</version>'
    """
    lines = [f"<{key}>{escape(str(value))}</{key}>\n" for key, value in answer.items()]
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<oembed>\n{"".join(lines)}</oembed>\n'.encode()
