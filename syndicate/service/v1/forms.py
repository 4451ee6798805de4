"""The operations that give topics out in other forms: a snippet with options of its own, a feed of any selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import attrs
from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import Feed, feed
from syndicate.layout import FORMATS
from syndicate.locales import locale_id, negotiate, tag
from syndicate.locales.catalogs import marked
from syndicate.model import Topic
from syndicate.service.adapters import snapshot_of
from syndicate.service.counting import counted
from syndicate.service.refusals import Refusal
from syndicate.service.requests import address, root
from syndicate.service.responses import quality, respond
from syndicate.service.snapshot import Snapshot
from syndicate.service.v1.catalog import check_groups, slug
from syndicate.service.v1.operations import (
    SLUG,
    Answer,
    Operation,
    Parameter,
    Values,
    choice,
    flag,
    integer,
    locale,
    text,
)
from syndicate.snippets import Bilingual, Snippet, SnippetOptions, bilingual, snippet

__all__ = ["operations", "preferred"]

_VARY: Final = "vary"


def preferred(request: Request, asked: Locale | None, offered: Sequence[Locale], default: Locale) -> tuple[Locale, str]:
    """The language of an answer, and on what it depends beside the address (RFC 9110 section 12.5.4)."""
    if asked is not None:
        return asked, ""
    return negotiate(request.headers.get("accept-language"), offered, default), "Accept-Language"


def _prefers_html(request: Request) -> bool:
    """Whether a client that names no format would rather have HTML than JSON; JSON where it likes both as well."""
    header = request.headers.get("accept", "*/*")
    return quality(header, "text/html") > quality(header, "application/json")


async def _snippet(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    topic = snapshot.topic(values["slug"])
    asked = values["locale"]
    several = len(asked) > 1
    language, vary = preferred(request, asked[0] if asked else None, topic.locales, snapshot.publisher.default_locale)
    form = values["format"] or ("html" if _prefers_html(request) else "json")
    options = SnippetOptions(**{name: values[name] for name in _OPTIONS})
    for one in asked:
        if topic.title.nearest(one) is None:
            # It says whether that text has been withdrawn; without this, the topic's other language would stand here.
            snapshot.text(values["slug"], snapshot.catalog.nearest(one) or one)
    try:
        made: Any = (
            bilingual(topic, snapshot.publisher, asked, options)
            if several
            else snippet(topic, snapshot.publisher, language, options)
        )
        body = await run_in_threadpool(_written, made, form)
    except NotFoundError as error:
        message = marked("There is nothing in the language {tag}.")
        raise Refusal(404, message, field="locale", tag=error.locale or "") from error
    except InvalidValueError as error:  # one text twice
        raise Refusal(
            409, marked("These languages lead to one and the same text: ask for others."), field="locale"
        ) from error
    shown = {locale_id(half.text_locale) for half in made.halves} if several else {locale_id(made.text_locale)}
    for one in topic.locales:
        if locale_id(one) in shown:
            counted(request, snapshot.of(topic, one), "snippet")
    headers = {_VARY: ", ".join(filter(None, (vary, "Accept" if values["format"] is None else "")))}
    return respond(
        request,
        body,
        _TYPES[form],
        language=None if several else made.text_locale,
        headers={name: value for name, value in headers.items() if value},
    )


_TYPES: Final = {"html": "text/html", "json": "application/json", "email": "text/html", "text": "text/plain"}


def _written(made: Snippet | Bilingual, form: str) -> bytes:
    if form == "html":
        return made.html.encode()
    return made.json() if form == "json" else made.email() if form == "email" else made.text()


async def _feed(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    topics = list(_selected(snapshot, values["topic"], values["group"]))
    default = snapshot.publisher.default_locale
    language, vary = preferred(request, values["locale"], snapshot.locales, default)
    alone = values["group"][0] if len(values["group"]) == 1 and not values["topic"] else None
    there = [topic for topic in topics if topic.title.nearest(language) is not None]
    if topics and not there:
        snapshot.text(topics[0].slug, snapshot.catalog.nearest(language) or language)  # which is gone, or never was
    if len(values["group"]) > 1 and not there:  # all empty; no topic at all would be the feed of the catalog
        raise Refusal(404, marked("There is nothing in the language {tag}."), field="group", tag=locale_id(language))
    chosen: dict[str, Any] = {"group": alone} if alone is not None else {"topic": there or None}
    make = partial(feed, snapshot.catalog, snapshot.publisher, language, limit=values["limit"], **chosen)
    own = _addresses(request, values, language) if alone is None and len(there) > 1 else None
    try:
        body = await run_in_threadpool(lambda: _at(make(), own).format(values["format"]))
    except NotFoundError as error:
        message = marked("There is nothing in the language {tag}.")
        raise Refusal(404, message, field="locale", tag=locale_id(language)) from error
    except InvalidValueError as error:  # a topic has no date, so no entry
        raise Refusal(404, marked("There is no feed of this: a text has no date.")) from error
    for topic in topics:
        if language in topic.title:
            counted(request, snapshot.of(topic, language), "feed")
    kind = FORMATS[values["format"]].media_type
    return respond(request, body, kind, language=language, headers={_VARY: vary} if vary else None)


def _addresses(request: Request, values: Values, language: Locale) -> dict[str, str]:
    """Where a feed of the service is, in each format."""
    stated = {} if values["locale"] is not None else {"locale": tag(language)}
    query = address(request, **stated).partition("?")[2]
    return {name: f"{root(request)}/feeds/{name}?{query}" for name in FORMATS}


def _at(made: Feed, own: Mapping[str, str] | None) -> Feed:
    """A feed that no build writes, at the address of the service rather than at one in the tree."""
    return made if own is None else attrs.evolve(made, urls=own, translations={})


def _selected(snapshot: Snapshot, slugs: Iterable[str], groups: Iterable[str]) -> Iterable[Topic]:
    """The topics that are named, then those of the groups that are."""
    found = {one.slug: one for one in map(snapshot.topic, slugs)}
    for group in check_groups(snapshot, groups).values():
        found.update((topic.slug, topic) for topic in snapshot.catalog.in_group(group))
    return found.values()


_SAID: Final = {
    "translations": marked("Whether it links to the topic in other languages."),
    "also_called": marked("Whether it lists the topic's other names."),
    "image": marked("Whether it has the topic's picture."),
    "summary": marked("Whether it has the whole text; without it, it has the description."),
    "sections": marked("Whether it has the lists of links."),
    "dates": marked("Whether it says when the text was updated and reviewed."),
}
_OPTIONS: Final = tuple(field.name for field in attrs.fields(SnippetOptions))


def _option(field: attrs.Attribute[Any]) -> Parameter:
    if field.name == "heading_level":
        said = marked("The level of the title; all other headings follow below it.")
        return integer(field.name, said, least=1, most=5, default=field.default)
    return flag(field.name, _SAID.get(field.name, field.name), default=bool(field.default))


def operations() -> tuple[Operation, ...]:
    """The operations, whose formats are those that feeds can be written in."""
    language = marked("The language; of a snippet, several stand side by side. By default what the client prefers.")
    return _snippet_operation(language), _feed_operation(language)


def _snippet_operation(language: str) -> Operation:
    forms = [{"$ref": "#/components/schemas/Snippet"}, {"$ref": "#/components/schemas/Bilingual"}]
    return Operation(
        name="getSnippet",
        path="/topics/{slug}/snippet",
        summary=marked("A topic's text for a partner's page, in one language or in several side by side."),
        parameters=(
            slug(),
            locale("locale", language, many=True),
            choice("format", marked("The form; by default what the client prefers."), tuple(_TYPES)),
            *(_option(field) for field in attrs.fields(SnippetOptions)),
        ),
        answer=Answer(
            description=marked("The snippet."),
            content={
                "application/json": {"anyOf": forms},
                "text/html": {"type": "string"},
                "text/plain": {"type": "string"},
            },
        ),
        make=_snippet,
        refusals=(404, 409, 410),
    )


def _feed_operation(language: str) -> Operation:
    return Operation(
        name="getFeed",
        path="/feeds/{format}",
        summary=marked("A feed of some topics, of groups, or of the whole catalog."),
        parameters=(
            choice("format", marked("The format of the feed."), tuple(FORMATS), path=True, required=True),
            text("topic", marked("A topic, by its slug."), SLUG, many=True, example="sleep"),
            text("group", marked("All topics of a group, by its slug."), SLUG, many=True, example="prevention"),
            locale("locale", language),
            integer("limit", marked("How many at most."), least=1, most=200, default=100),
        ),
        answer=Answer(
            description=marked("The feed."),
            content={
                one.media_type: {"type": "object" if one.media_type.endswith("json") else "string"}
                for one in FORMATS.values()
            },
        ),
        make=_feed,
        refusals=(404, 410),
    )
