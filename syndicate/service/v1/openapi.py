"""The description of the API, as OpenAPI 3.1, made of its operations, so that it says what they do."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final

from syndicate.locales import LocaleLike, labels
from syndicate.locales.catalogs import marked
from syndicate.service.v1.operations import MOST_VALUES, Operation, Parameter
from syndicate.service.v1.resources import SCHEMAS

__all__ = ["document"]

_ALWAYS: Final = (400, 405, 414, 500, 503)
_SAID: Final = {
    400: marked("A parameter is wrong, or there is none of that name."),
    404: marked("It does not exist."),
    405: marked("Nothing can be changed."),
    409: marked("The list has changed, or the question contradicts itself."),
    410: marked("The text has been withdrawn: copies are to be removed."),
    414: marked("The address is too long."),
    500: marked("Something went wrong; it is noted."),
    503: marked("The catalog is not ready: Retry-After says when to ask again."),
}
_TITLE: Final = marked("Topics of {publisher}")
_LEAD: Final = marked(
    "The catalog as data, in every language it has: anyone can read it, and nothing can be changed. Answers have strong"
    " ETags: ask again with If-None-Match, and an answer that has not changed is not sent again."
)


def document(operations: Sequence[Operation], publisher: str, server: str, language: LocaleLike) -> dict[str, Any]:
    """The description.

    Args:
        operations: what can be asked.
        publisher: the name of who publishes the catalog.
        server: the address that the paths are relative to.
        language: the language of what it says.
    """
    said = labels(language).gettext
    return {
        "openapi": "3.1.0",
        "info": {
            "title": said(_TITLE).format(publisher=publisher),
            "version": "1.0.0",
            "description": str(said(_LEAD)),
        },
        "servers": [{"url": server}],
        "paths": {one.path: {"get": _operation(one, said)} for one in operations},
        "components": {
            "schemas": {**SCHEMAS, **_snippets()},
            "responses": {str(status): _refusal(status, said) for status in _SAID},
        },
    }


def _operation(operation: Operation, said: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": operation.name, "summary": str(said(operation.summary))}
    if operation.parameters:
        found["parameters"] = [_parameter(one, said) for one in operation.parameters]
    ok = {
        "description": str(said(operation.answer.description)),
        "content": {name: {"schema": schema} for name, schema in operation.answer.content.items()},
    }
    refused = {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted((*_ALWAYS, *operation.refusals))
    }
    return {**found, "responses": {"200": ok, "304": {"description": str(said(_UNCHANGED))}, **refused}}


_UNCHANGED: Final = marked("What the client has is still current.")


def _parameter(parameter: Parameter, said: Callable[[str], str]) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if parameter.default is not None and not parameter.many:
        schema["default"] = parameter.default
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.path else "query",
        "description": str(said(parameter.description)),
        "schema": schema,
    }
    if parameter.path or parameter.required:
        found["required"] = True
    if parameter.many:
        found |= {"style": "form", "explode": True}
    return found


def _refusal(status: int, said: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": f"{HTTPStatus(status).phrase}. {said(_SAID[status])}",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 503:
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


@cache
def _snippets() -> dict[str, Any]:
    """The schemas of snippets, as the package publishes them, with their parts among the other schemas."""
    found: dict[str, Any] = {}
    for name, file in (("Snippet", "snippet"), ("Bilingual", "bilingual"), ("TopicList", "list")):
        schema = json.loads((files("syndicate.snippets") / "schema" / f"{file}.schema.json").read_text("utf-8"))
        for part, value in schema.pop("$defs", {}).items():
            found[f"{name}-{part}"] = _moved(value, name)
        found[name] = _moved({key: value for key, value in schema.items() if key not in ("$schema", "$id")}, name)
    return found


def _moved(value: Any, name: str) -> Any:
    """A schema whose references lead to where its parts are."""
    if isinstance(value, dict):
        return {
            key: _reference(one, name) if key == "$ref" and isinstance(one, str) else _moved(one, name)
            for key, one in value.items()
        }
    return [_moved(one, name) for one in value] if isinstance(value, list) else value


def _reference(target: str, name: str) -> str:
    if target.startswith("#/$defs/"):
        return f"#/components/schemas/{name}-{target.removeprefix('#/$defs/')}"
    if target == "#":
        return f"#/components/schemas/{name}"
    _, _, part = target.removeprefix("urn:syndicate:").partition("#/$defs/")  # the one other file is that of snippets
    return f"#/components/schemas/Snippet-{part}" if part else "#/components/schemas/Snippet"
