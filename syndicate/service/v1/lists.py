"""The operation that lists topics for a partner's page: newest, what changed, a group, chosen."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales import locale_id, tag
from syndicate.locales.catalogs import marked
from syndicate.model import Group, Topic
from syndicate.service.adapters import snapshot_of
from syndicate.service.counting import counted
from syndicate.service.refusals import Refusal
from syndicate.service.requests import address
from syndicate.service.responses import respond
from syndicate.service.snapshot import Snapshot
from syndicate.service.v1.catalog import check_groups, nearest
from syndicate.service.v1.forms import preferred
from syndicate.service.v1.operations import SLUG, Answer, Operation, Values, choice, flag, integer, locale, text
from syndicate.snippets import TopicList
from syndicate.snippets.choosing import LIST_LENGTH, Lists
from syndicate.snippets.lists import LIST_KINDS, LIST_PARTS, Event

__all__ = ["OPERATIONS"]

_TYPES: Final = {"json": "application/json", "html": "text/html", "email": "text/html", "text": "text/plain"}


async def _list(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    kind = _kind(values)
    language, vary = preferred(request, values["locale"], snapshot.locales, snapshot.publisher.default_locale)
    topics = _topics(snapshot, values["topic"])
    group = _group(snapshot, values["group"])
    found = language if topics else nearest(snapshot, language)
    assert found is not None
    made = await run_in_threadpool(_made, snapshot, found, kind, topics, group, values)
    if not made.items:
        raise Refusal(404, marked("There is nothing in the language {tag}."), field="locale", tag=tag(found))
    own = partial(address, request, format=None)
    where = {one: own(locale=tag(one)) for one in (*made.locales, found)}
    body = await run_in_threadpool(_written, made.published_at(where), values["format"])
    for item in made.items:
        if item.text_locale in item.topic.title:
            counted(request, snapshot.of(item.topic, item.text_locale), "list")
    headers = {"vary": vary} if vary else None
    return respond(request, body, _TYPES[values["format"]], language=made.text_locale, headers=headers)


def _topics(snapshot: Snapshot, slugs: list[str]) -> list[Topic]:
    """The topics that are asked for, each once.

    Raises:
        Refusal: one is not there; with the parameter, as for a group.
    """
    try:
        return list({one.slug: one for one in map(snapshot.topic, slugs)}.values())
    except Refusal as refusal:
        refusal.field = "topic"
        raise


def _kind(values: Values) -> str:
    """What the list is of.

    Raises:
        Refusal: the parameters contradict each other, or one is missing.
    """
    named = "topics" if values["topic"] else "group" if values["group"] else "newest"
    kind: str = values["kind"] or named
    if (values["topic"] and values["group"]) or (named != "newest" and kind != named):
        raise Refusal(409, marked("kind, topic and group contradict each other."), field="kind")
    if kind != named and kind in ("topics", "group"):
        raise Refusal.invalid("topic" if kind == "topics" else "group", marked("{field} is required."))
    return kind


def _group(snapshot: Snapshot, slug: str | None) -> Group | None:
    return None if slug is None else check_groups(snapshot, [slug])[slug]


def _made(
    snapshot: Snapshot, language: Locale, kind: str, topics: list[Topic], group: Group | None, values: Values
) -> TopicList:
    lists = Lists(snapshot.catalog, snapshot.publisher, language, _events(snapshot, language))
    left_out = frozenset(part for part in LIST_PARTS if not values[part])
    how: dict[str, Any] = {"heading_level": values["heading_level"], "without": left_out}
    if topics:
        return lists.topics(topics, values["limit"], **how)
    if group is not None:
        return lists.group(group, values["limit"], **how)
    return (lists.changed if kind == "changed" else lists.newest)(values["limit"], **how)


def _events(snapshot: Snapshot, language: Locale) -> dict[str, Event]:
    """What happened to the texts of a language last."""
    name = locale_id(language)
    return {
        item.slug: Event(item.change.state, item.change.date, item.change.build)
        for item in snapshot.items.values()
        if item.change is not None and locale_id(item.locale) == name
    }


def _written(made: TopicList, form: str) -> bytes:
    if form == "html":
        return made.html.encode()
    return made.json() if form == "json" else made.email() if form == "email" else made.text()


_SAID: Final = {
    "title": marked("Whether it has its title."),
    "translations": marked("Whether it links to the list, and to topics, in other languages."),
    "image": marked("Whether it has the pictures of topics."),
    "description": marked("Whether it has the descriptions of topics."),
    "dates": marked("Whether it says when topics were updated."),
}

OPERATIONS: Final = (
    Operation(
        name="getList",
        path="/lists",
        summary=marked("Topics as a list for a partner's page: the newest, what changed, a group, or chosen ones."),
        parameters=(
            choice("kind", marked("What is listed; by default what topic and group ask for."), LIST_KINDS),
            text("topic", marked("A topic, by its slug."), SLUG, many=True, example="sleep"),
            text("group", marked("The group whose topics are listed, by its slug."), SLUG, example="prevention"),
            locale("locale", marked("The language; by default what the client prefers.")),
            integer("limit", marked("How many at most."), least=1, most=200, default=LIST_LENGTH),
            integer("heading_level", marked("The level of the title."), least=1, most=5, default=2),
            *(flag(part, _SAID[part], default=True) for part in LIST_PARTS),
            choice(
                "format",
                marked("The form: data, HTML, or HTML or text for newsletters."),
                tuple(_TYPES),
                default="json",
            ),
        ),
        answer=Answer(
            description=marked("The list."),
            content={
                "application/json": {"$ref": "#/components/schemas/TopicList"},
                "text/html": {"type": "string"},
                "text/plain": {"type": "string"},
            },
        ),
        make=_list,
        refusals=(404, 409, 410),
    ),
)
