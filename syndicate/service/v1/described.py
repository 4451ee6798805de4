"""The description of the API as a page that people read: static HTML, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from babel import Locale
from markupsafe import Markup

from syndicate.locales import tag
from syndicate.page_frame import PageFrame
from syndicate.service.snapshot import Snapshot
from syndicate.templating import render

__all__ = ["page"]

_PACKAGE: Final = "syndicate.service.v1"


def page(snapshot: Snapshot, described: dict[str, Any], at: str, locale: Locale, locales: Sequence[Locale]) -> Markup:
    """The page.

    Args:
        snapshot: whose API it is.
        described: the description.
        at: where the API is below the address of the service, such as ``v1/``.
        locale: the language of the page.
        locales: all languages that it can be in.
    """
    publisher = snapshot.publisher
    operations = [
        {
            "path": path,
            "name": operation["operationId"],
            "summary": operation["summary"],
            "parameters": [
                {"required": False, **one, "form": _form(one["schema"]), "default": _default(one["schema"])}
                for one in operation.get("parameters", ())
            ],
            "types": ", ".join(operation["responses"]["200"]["content"]),
            "answers": [
                (status, answer["description"] if "description" in answer else _at(described, answer)["description"])
                for status, answer in operation["responses"].items()
            ],
        }
        for path, methods in described["paths"].items()
        for operation in methods.values()
    ]
    frame = PageFrame(publisher, locale, snapshot.catalog.nearest(locale) or snapshot.locales[0])
    return render(
        _PACKAGE,
        "api.html",
        locale,
        publisher.labels(locale),
        info=described["info"],
        server=described["servers"][0]["url"],
        operations=operations,
        **frame.on(at, {one: f"{at}?locale={tag(one)}" for one in locales}),
    )


def _at(described: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = described["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return found


def _form(schema: dict[str, Any]) -> str:
    one = schema.get("items", schema)
    if "enum" in one:
        return " | ".join(one["enum"])
    if one["type"] == "integer":
        return f"{one['minimum']:,} – {one['maximum']:,}"
    if one["type"] == "boolean":
        return "true | false"
    form: str = one.get("format") or one["type"]
    return form + ("[]" if "items" in schema else "")


def _default(schema: dict[str, Any]) -> str:
    if "default" not in schema:
        return ""
    value = schema["default"]
    return str(value).lower() if isinstance(value, bool) else str(value)
