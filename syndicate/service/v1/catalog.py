"""The operations that show the catalog: topics, one topic, changes, languages, groups, search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from syndicate.interchange.published_tree import Withdrawn
from syndicate.locales import locale_id
from syndicate.locales.catalogs import marked
from syndicate.model import Group, Topic
from syndicate.service.adapters import snapshot_of
from syndicate.service.counting import counted
from syndicate.service.media.matching import folded
from syndicate.service.refusals import Refusal
from syndicate.service.requests import address
from syndicate.service.responses import respond_json
from syndicate.service.snapshot import Item, Snapshot
from syndicate.service.v1.operations import (
    SLUG,
    WORDS,
    Answer,
    Operation,
    Parameter,
    Values,
    day,
    flag,
    integer,
    locale,
    text,
)
from syndicate.service.v1.resources import change_of, group_of, language_of, topic_of, withdrawn_topic

__all__ = ["LIMIT", "OPERATIONS", "check_groups", "nearest", "slug"]

_PAGE: Final = 50
_MOST: Final = 200
_POSITION: Final = "^([0-9]{1,9}-[0-9]{1,10}(-[0-9a-f]{8})?)?$"
_LAST: Final = 2**31 - 1

LIMIT: Final = integer("limit", marked("How many at most."), least=1, most=_MOST, default=_PAGE)


def slug() -> Parameter:
    """The parameter of a path that names a topic."""
    return text("slug", marked("The name of the topic in addresses."), SLUG, path=True, required=True, example="sleep")


def check_groups(snapshot: Snapshot, slugs: Iterable[str]) -> Mapping[str, Group]:
    """The groups with these slugs.

    Raises:
        Refusal: there is no such group. A code that no topic has is an empty list: codes are of others' vocabularies.
    """
    known = {group.slug: group for group in snapshot.catalog.groups.values()}
    for slug in slugs:
        if slug not in known:
            raise Refusal.not_found(slug, "group")
    return {slug: known[slug] for slug in slugs}


def nearest(snapshot: Snapshot, asked: Locale | None) -> Locale | None:
    """The language of the catalog for readers of a locale; None where none is asked for.

    Raises:
        Refusal: nothing is in it.
    """
    if asked is None:
        return None
    found = snapshot.catalog.nearest(asked)
    if found is None:
        raise Refusal(404, marked("There is nothing in the language {tag}."), field="locale", tag=str(asked))
    return found


def _json(value: str) -> Answer:
    return Answer(
        description=marked("What was asked for."),
        content={"application/json": {"$ref": f"#/components/schemas/{value}"}},
    )


async def _topics(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    language = nearest(snapshot, values["locale"])
    check_groups(snapshot, values["group"])
    if values["withdrawn"]:
        for field in ("group", "subject", "code"):
            if values[field]:
                raise Refusal(
                    409, marked("The {field} of withdrawn texts is not known: leave that parameter out."), field=field
                )
        gone = [one for one in snapshot.withdrawn.values() if language in (None, one.locale)]
        gone = [one for one in gone if _is_since(one.date, values["changed_since"])]
        return _page(request, values, [(one.number, withdrawn_topic(one)) for one in gone])
    found = [
        (_first(snapshot, topic).number, topic)
        for topic in snapshot.catalog.values()
        if _matches(snapshot, topic, values, language)
    ]

    def shown(topic: Topic) -> dict[str, Any]:
        return topic_of(snapshot, topic, topic.locales if language is None else [language], whole=False)

    return _page(request, values, found, shown)


def _first(snapshot: Snapshot, topic: Topic) -> Item:
    return snapshot.of(topic, topic.locales[0])


def _matches(snapshot: Snapshot, topic: Topic, values: Values, language: Locale | None) -> bool:
    if language is not None and language not in topic.title:
        return False
    if values["group"] and not {snapshot.catalog.groups[group].slug for group in topic.groups} & set(values["group"]):
        return False
    if values["code"] and not any(topic in snapshot.with_code(values["scheme"], code) for code in values["code"]):
        return False
    if values["subject"]:
        names = {folded(name) for subject in topic.subjects for name in (subject.name, subject.code) if name}
        if names.isdisjoint(map(folded, values["subject"])):
            return False
    items = [snapshot.of(topic, one) for one in ([language] if language is not None else topic.locales)]
    since = values["changed_since"]
    return any(_is_since(one.change.date if one.change is not None else None, since) for one in items)


def _is_since(date: datetime | None, since: datetime | None) -> bool:
    return since is None or (date is not None and date >= since)


def _page(request: Request, values: Values, found: Sequence[tuple[int, Any]], shown: Any = None) -> Response:
    """A page of a list; the cursor is the number that the last entry of the page before is known by."""
    start = 0
    if values["cursor"] is not None:
        numbers = [number for number, _ in found]
        if values["cursor"] not in numbers:
            message = marked("The list has changed since the page before: start again, without cursor.")
            raise Refusal(409, message, field="cursor")
        start = numbers.index(values["cursor"]) + 1
    page = found[start : start + values["limit"]]
    more = start + len(page) < len(found)
    value = {
        "topics": [one if shown is None else shown(one) for _, one in page],
        "total": len(found),
        "next": address(request, cursor=page[-1][0]) if more else None,
    }
    return respond_json(request, value)


async def _topic(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    topic = snapshot.topic(values["slug"])
    locales = topic.locales
    if values["locale"] is not None:
        there = topic.title.nearest(values["locale"])
        if there is None:
            snapshot.text(values["slug"], values["locale"])  # which has left, or never was
            raise Refusal.not_found(values["slug"])
        locales = (there,)
    for one in locales:
        counted(request, snapshot.of(topic, one), "topic")
    language = locales[0] if len(locales) == 1 else None
    return respond_json(request, topic_of(snapshot, topic, locales, whole=True), language=language)


async def _changes(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    language = nearest(snapshot, values["locale"])
    build, number = 0, 0
    if values["since"]:  # empty where a client has no token yet
        build, number, series = _position(values["since"])
        if series != snapshot.series or build > snapshot.build:
            message = marked("The token is from another history: start again, without since.")
            raise Refusal(409, message, field="since")
    every: list[Item | Withdrawn] = [*snapshot.items.values(), *snapshot.withdrawn.values()]
    entries = [one for one in every if _when(one) > (build, number) and language in (None, one.locale)]
    entries.sort(key=_when)
    page = entries[: values["limit"]]
    more = len(page) < len(entries)
    last = _when(page[-1]) if more else (snapshot.build, _LAST)
    token = "-".join(filter(None, (*map(str, last), snapshot.series)))
    return respond_json(request, {"changes": [change_of(entry) for entry in page], "token": token, "more": more})


def _position(token: str) -> tuple[int, int, str]:
    build, number, *series = token.split("-")
    return int(build), int(number), series[0] if series else ""


def _when(entry: Item | Withdrawn) -> tuple[int, int]:
    """The place of a change among all: the build that saw it, and within one the numbers of the texts."""
    if isinstance(entry, Withdrawn):
        return entry.build, entry.number
    return (entry.change.build if entry.change is not None else 1), entry.number


async def _languages(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    found = [language_of(snapshot, number, one) for number, one in snapshot.languages.items()]
    return respond_json(request, {"languages": found})


async def _groups(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    return respond_json(
        request, {"groups": [group_of(snapshot, number, group) for number, group in snapshot.groups.items()]}
    )


async def _search(request: Request, values: Values) -> Response:
    snapshot = snapshot_of(request)
    language = nearest(snapshot, values["locale"] or snapshot.publisher.default_locale)
    assert language is not None
    index = await snapshot.index()
    look = partial(index.search, values["q"], language, limit=values["limit"], offset=values["offset"])
    found = await run_in_threadpool(look)
    items = [snapshot.of(snapshot.catalog[hit.slug], hit.locale) for hit in found.hits]
    results = [
        {"slug": one.slug, "number": one.number, "locale": locale_id(one.locale), "title": one.title, "url": one.url}
        for one in items
    ]
    return respond_json(request, {"results": results, "total": found.total}, language=language)


_LANGUAGE: Final = marked("Only texts in this language; for a regional form, the nearest language there is.")

OPERATIONS: Final = (
    Operation(
        name="listTopics",
        path="/topics",
        summary=marked(
            "The topics of the catalog, a page at a time. A group or a language that the catalog does not have is 404;"
            " a subject or a code that no topic has gives an empty list."
        ),
        parameters=(
            locale("locale", _LANGUAGE),
            text("group", marked("Only topics of this group, by its slug."), SLUG, many=True, example="prevention"),
            text("subject", marked("Only topics with this subject, by its name or code."), WORDS, many=True),
            text("code", marked("Only topics with this code of the vocabulary."), WORDS, many=True, example="D001249"),
            text("scheme", marked("The vocabulary of the code, by its name or OID."), WORDS, default="MeSH"),
            day("changed_since", marked("Only topics of which a text has changed on this day or later.")),
            flag("withdrawn", marked("The texts that were withdrawn, instead of those that are published.")),
            LIMIT,
            integer("cursor", marked("Where the page begins, as next of the page before says."), least=1, most=_LAST),
        ),
        answer=_json("TopicPage"),
        make=_topics,
        refusals=(404, 409),
    ),
    Operation(
        name="getTopic",
        path="/topics/{slug}",
        summary=marked("A topic in all of its languages, with all that its texts hold."),
        parameters=(slug(), locale("locale", _LANGUAGE)),
        answer=_json("Topic"),
        make=_topic,
        refusals=(404, 410),
    ),
    Operation(
        name="listChanges",
        path="/changes",
        summary=marked("What happened to texts since a token was given: new, changed, restored, withdrawn."),
        parameters=(
            text(
                "since",
                marked("The token of the last answer; without it, all texts are listed."),
                _POSITION,
                wanted=marked("{field} must be the token of an earlier answer."),
                least=0,
            ),
            locale("locale", _LANGUAGE),
            LIMIT,
        ),
        answer=_json("ChangeList"),
        make=_changes,
        refusals=(404, 409),
    ),
    Operation(
        name="search",
        path="/search",
        summary=marked("The topics that match some words, the best first."),
        parameters=(
            text("q", marked("The words."), WORDS, required=True, example="diabetes"),
            locale("locale", _LANGUAGE),
            integer("limit", marked("How many at most."), least=1, most=100, default=10),
            integer("offset", marked("How many of the best are left out."), least=0, most=10_000, default=0),
        ),
        answer=_json("SearchResult"),
        make=_search,
        refusals=(404,),
    ),
    Operation(
        name="listLanguages",
        path="/languages",
        summary=marked("The languages there is any text in."),
        answer=_json("LanguageList"),
        make=_languages,
    ),
    Operation(
        name="listGroups",
        path="/groups",
        summary=marked("The groups that topics are listed under."),
        answer=_json("GroupList"),
        make=_groups,
    ),
)
