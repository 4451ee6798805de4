"""An operation of the API: path, parameters, answer. A request is read by it, and OpenAPI is written of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.errors import LocaleError
from syndicate.locales import parse
from syndicate.locales.catalogs import marked
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query

__all__ = [
    "MOST_VALUES",
    "SLUG",
    "WORDS",
    "Answer",
    "Operation",
    "Parameter",
    "choice",
    "day",
    "flag",
    "integer",
    "locale",
    "text",
]

Values = Mapping[str, Any]
"""The value of each parameter of an operation, by name; a default or None where it was not sent."""

MOST_VALUES: Final = 20
"""How often a parameter may be sent that may be sent several times."""
_LOCALE: Final = "^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$"
WORDS: Final = r"^[^\x00]*[^\s\x00][^\x00]*$"
"""Any text that says something."""
SLUG: Final = "^[a-z0-9][a-z0-9._-]{0,199}$"
_WANTED: Final = {
    SLUG: marked("{field} must be a name as it stands in addresses: lowercase letters, digits, and hyphens."),
    WORDS: marked("{field} must be a text of {most} characters at most."),
    _LOCALE: marked("{field} must be a language tag, such as es or es-MX."),
}


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter.

    Attributes:
        name: its name.
        schema: the JSON Schema of one value.
        read: makes its value of the text that was sent; ValueError where it cannot be one.
        description: one sentence, marked for translation.
        wanted: what is said where it cannot be one: a sentence, marked for translation, with what it names.
        default: the value where it was not sent.
        many: whether it may be sent several times.
        required: whether it has to be sent.
        path: whether it stands in the path.
    """

    name: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    description: str
    wanted: tuple[str, Mapping[str, Any]]
    default: Any = None
    many: bool = False
    required: bool = False
    path: bool = False

    def value(self, query: Query, request: Request) -> Any:
        """What the request says.

        Raises:
            Refusal: it is missing, sent too often, or cannot be what it has to be.
        """
        sent = [request.path_params[self.name]] if self.path else query.all(self.name)
        if not sent:
            if self.required:
                raise Refusal.invalid(self.name, marked("{field} is required."))
            return [] if self.many else self.default
        if len(sent) > 1 and not self.many:
            raise Refusal.invalid(self.name, marked("{field} can be given only once."))
        if len(sent) > MOST_VALUES:
            raise Refusal.invalid(self.name, marked("{field} can be given {most} times at most."), most=MOST_VALUES)
        try:
            found = [self.read(one) for one in sent]
        except (ValueError, LocaleError) as error:
            message, values = self.wanted
            raise Refusal.invalid(self.name, message, **values) from error
        return found if self.many else found[0]


def text(
    name: str,
    description: str,
    pattern: str,
    *,
    wanted: str = "",
    least: int = 1,
    most: int = 200,
    example: str = "",
    **how: Any,
) -> Parameter:
    """A parameter that is a text of a form; ``wanted`` says of which, where none of :data:`_WANTED` does."""
    compiled = re.compile(pattern.removeprefix("^").removesuffix("$"))

    def read(value: str) -> str:
        if compiled.fullmatch(value) is None or len(value) > most:
            raise ValueError(value)
        return value

    schema: dict[str, Any] = {"type": "string", "pattern": pattern, "minLength": least, "maxLength": most}
    if example:
        schema["examples"] = [example]
    said = (wanted or _WANTED[pattern], {"most": most})
    return Parameter(name=name, schema=schema, read=read, description=description, wanted=said, **how)


def locale(name: str, description: str, **how: Any) -> Parameter:
    """A parameter that is a language tag; one that no text is in is not found, rather than wrong."""
    made = text(name, description, _LOCALE, most=35, example="es", **how)

    def read(value: str) -> Any:
        made.read(value)
        try:
            return parse(value)
        except LocaleError:
            raise Refusal(404, marked("There is nothing in the language {tag}."), field=name, tag=value) from None

    return attrs.evolve(made, read=read)


def integer(name: str, description: str, *, least: int, most: int, **how: Any) -> Parameter:
    """A parameter that is a whole number."""

    def read(value: str) -> int:
        if re.fullmatch("-?[0-9]{1,18}", value) is None or not least <= (found := int(value)) <= most:
            raise ValueError(value)
        return found

    schema = {"type": "integer", "minimum": least, "maximum": most}
    said = marked("{field} must be a whole number from {least} to {most}."), {"least": least, "most": most}
    return Parameter(name=name, schema=schema, read=read, description=description, wanted=said, **how)


def flag(name: str, description: str, *, default: bool = False) -> Parameter:
    """A parameter that is true or false."""
    words = {"true": True, "false": False}

    def read(value: str) -> bool:
        if value not in words:
            raise ValueError(value)
        return words[value]

    said: tuple[str, Mapping[str, Any]] = (marked("{field} must be true or false."), {})
    schema = {"type": "boolean"}
    return Parameter(name=name, schema=schema, read=read, description=description, wanted=said, default=default)


def choice(name: str, description: str, values: Sequence[str], **how: Any) -> Parameter:
    """A parameter that is one of some words."""

    def read(value: str) -> str:
        if value not in values:
            raise ValueError(value)
        return value

    schema = {"type": "string", "enum": list(values)}
    said = marked("{field} must be one of: {choices}."), {"choices": ", ".join(values)}
    return Parameter(name=name, schema=schema, read=read, description=description, wanted=said, **how)


def day(name: str, description: str) -> Parameter:
    """A parameter that is a day; its moment is its midnight in UTC."""

    def read(value: str) -> datetime:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
            raise ValueError(value)
        found = date.fromisoformat(value)
        return datetime(found.year, found.month, found.day, tzinfo=UTC)

    schema = {"type": "string", "format": "date"}
    said: tuple[str, Mapping[str, Any]] = (marked("{field} must be a day, such as 2025-02-03."), {})
    return Parameter(name=name, schema=schema, read=read, description=description, wanted=said)


@attrs.frozen(kw_only=True)
class Answer:
    """What an operation answers with when all is well.

    Attributes:
        description: one sentence, marked for translation.
        content: the JSON Schema of each media type.
    """

    description: str
    content: Mapping[str, Mapping[str, Any]]


@attrs.frozen(kw_only=True)
class Operation:
    """An operation.

    Attributes:
        name: its id in OpenAPI.
        path: relative to ``/v1``.
        summary: what it does, marked for translation.
        parameters: its parameters.
        answer: what it answers with.
        make: answers a request, whose parameters have been read.
        refusals: the statuses besides that it may answer with.
    """

    name: str
    path: str
    summary: str
    answer: Answer
    make: Callable[[Request, Values], Awaitable[Response]]
    parameters: Sequence[Parameter] = ()
    refusals: Sequence[int] = ()

    @property
    def route(self) -> Route:
        """The route; a parameter that the operation does not have is refused, since it is often a misspelled one."""
        known = [one.name for one in self.parameters if not one.path]

        async def endpoint(request: Request) -> Response:
            query = Query(request)
            for name in query.names:
                if name not in known:
                    message = marked("There is no parameter {field} here; there are: {names}.")
                    raise Refusal.invalid(name[:100], message, names=", ".join(known) or "–")
            return await self.make(request, {one.name: one.value(query, request) for one in self.parameters})

        return Route(self.path, endpoint, name=self.name)
