"""A topic in two languages side by side, each as its readers need it. One language alone is in `topic_snippet`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Unpack

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.json_writer import spaced
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model import Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect_list
from syndicate.model.rights import syndicated_or_refused
from syndicate.snippets.nodes import Node, nodes
from syndicate.snippets.options import DEFAULT, Shown, SnippetOptions
from syndicate.snippets.overriding import rendered
from syndicate.snippets.topic_snippet import Snippet, snippet
from syndicate.value_type import ValueType

__all__ = ["Bilingual", "bilingual"]


@attrs.frozen(kw_only=True)
class Bilingual(metaclass=ValueType):
    """A topic in two languages, or more, side by side.

    Attributes:
        halves: the topic in each language, in the order they are shown.
    """

    halves: tuple[Snippet, ...]

    def __repr__(self) -> str:
        return f"<Bilingual of {', '.join(map(repr, self.halves))}>"

    @cached_property
    def html(self) -> Markup:
        """One ``div`` with a region for each language, which is named by its title and marked with its language.

        Raises:
            PublisherError: a template of the publisher's own is wrong, or makes what may not stand in a snippet.
        """
        first = self.halves[0]
        locales = [half.text_locale for half in self.halves]
        shown = [
            {
                "locale": half.text_locale,
                "title": half.topic.title[half.text_locale],
                "html": half.within(half.text_locale, beside=locales),
            }
            for half in self.halves
        ]
        return rendered("bilingual.html", "div", first.publisher, first.locale, halves=shown)

    def __html__(self) -> str:
        return self.html

    @cached_property
    def nodes(self) -> list[Node]:
        """The HTML as a list of one node, from which a script builds it."""
        return nodes(self.html.strip())

    def json(self) -> bytes:
        """Both as JSON, in UTF-8: what :meth:`to_dict` returns."""
        return spaced(self.to_dict()) + b"\n"

    def email(self) -> bytes:
        """All below each other, as :meth:`Snippet.email` has one."""
        return b"".join(half.email() for half in self._alone)

    def text(self, *, width: int = 72) -> bytes:
        """All below each other, as :meth:`Snippet.text` has one."""
        return b"\n".join(half.text(width=width) for half in self._alone)

    @property
    def _alone(self) -> list[Snippet]:
        """The halves, none of which links to another, since it follows."""
        return [attrs.evolve(half, options=attrs.evolve(half.options, translations=False)) for half in self.halves]

    def to_dict(self) -> dict[str, Any]:
        """Each language's snippet as data, and the HTML and nodes of all side by side."""
        return {"snippets": [half.to_dict() for half in self.halves], "html": self.html, "nodes": self.nodes}


def bilingual(
    topic: Topic,
    publisher: Publisher,
    locales: Sequence[LocaleLike] | None = None,
    options: SnippetOptions = DEFAULT,
    **shown: Unpack[Shown],
) -> Bilingual:
    """A topic's text in two languages side by side, for a partner's page.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locales: the languages, in the order they are shown; by default all that the topic has. Each is shown in the
            nearest that the topic has, as everywhere: ``es`` for ``es-US``.
        options: how each is shown.
        shown: single options by name, which go before ``options``.

    Raises:
        NotFoundError: the topic has no text in one of the languages that others may have.
        InvalidValueError: it is fewer than two languages, or one text twice.

    >>> sleep = Topic(slug="sleep", ids={"en": "7", "es": "8"}, title={"en": "Sleep", "es": "El sueño"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> [half.topic.title[half.locale] for half in bilingual(sleep, publisher, ("es", "en")).halves]
    ['El sueño', 'Sleep']
    """
    check(topic=topic, publisher=publisher)
    if locales is not None:
        expect_list(locales=locales)
    topic = syndicated_or_refused(topic, publisher)
    asked = [parse(locale) for locale in locales] if locales is not None else list(topic.locales)
    found = [topic.title.nearest(locale) for locale in asked]
    for locale, there in zip(asked, found, strict=True):
        if there is None:
            raise NotFoundError(
                Message("the topic has no text in this language"),
                topic=topic.slug,
                locale=locale_id(locale),
                hint=Message(
                    "it has {names}; a bilingual snippet needs two languages",
                    names=", ".join(map(locale_id, topic.locales)),
                ),
            )
    texts = [locale_id(there) for there in found if there is not None]
    if len(texts) < 2 or len(set(texts)) < len(texts):
        raise InvalidValueError(
            Message("two languages are needed, not {names}", names=", ".join(texts)),
            topic=topic.slug,
            field="locales",
            hint=Message(
                "name two of {names}, or make a snippet that is not bilingual",
                names=", ".join(map(locale_id, topic.locales)),
            ),
        )
    return Bilingual(halves=tuple(snippet(topic, publisher, locale, options, **shown) for locale in asked))
