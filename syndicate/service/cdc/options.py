"""The parameters of the CDC's requests that say how texts are shown and embedded, by the names of both versions."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from syndicate.locales import direction, tag
from syndicate.locales.catalogs import Label, marked
from syndicate.service.media.codes import script, with_parameters
from syndicate.service.media.texts import TextOptions, class_names
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query

__all__ = ["embed_code", "text_options"]

_NAMES: Final[Mapping[int, Mapping[str, str]]] = {
    1: {
        "classes": "clsids",
        "ids": "elemids",
        "links": "stripanchor",
        "images": "stripimage",
        "place": "imageplacement",
    },
    2: {
        "classes": "cssclasses",
        "ids": "ids",
        "links": "stripanchors",
        "images": "stripimages",
        "place": "imagefloat",
    },
}
_PASSED: Final = (
    *("clsids", "elemids", "stripanchor", "stripimage", "stripscript", "stripcomment", "stripstyle", "imageplacement"),
    *("cssclasses", "ids", "xpath", "stripanchors", "stripbreaks", "stripcomments", "stripimages", "stripscripts"),
    *("stripstyles", "imagefloat", "iframe", "nw", "oe", "of", "ns", "postprocess"),
)
"""What an embed code passes on to the text that it shows."""
_FORMS: Final = ("html", "html5", "xhtml", "htmlfragment")


def text_options(query: Query, version: int) -> TextOptions:
    """How a text is to be shown.

    Scripts, styles, comments and frames are in no text, classes have a prefix of their own: what strips or renames
    these is accepted, and changes nothing.

    Raises:
        Refusal: a value is not one of its parameter's, or asks for what texts do not have.
    """
    names = _NAMES[version]
    for name in ("xpath", names["ids"]):
        if query.text(name):
            message = marked("{field} finds nothing: texts have no ids and no fixed paths. Use {classes}.")
            raise Refusal.invalid(name, message, classes=names["classes"])
    if query.text("oe", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refusal.invalid("oe", marked("{field} must be one of: {choices}."), choices="utf-8")
    if query.text("of", "html").lower() not in _FORMS:
        raise Refusal.invalid("of", marked("{field} must be one of: {choices}."), choices=", ".join(_FORMS))
    asked = query.text(names["classes"]).split(",")
    shown = ",".join(part for part in asked if not part.strip().startswith("!"))
    hidden = ",".join(part.strip()[1:] for part in asked if part.strip().startswith("!"))
    placed = query.text(names["place"]).lower()
    return TextOptions(
        classes=class_names(shown, names["classes"]),
        exclude=class_names(hidden, names["classes"]),
        strip_links=query.flag(names["links"], true=("true",)),
        strip_images=query.flag(names["images"], true=("true",)),
        strip_breaks=version > 1 and query.flag("stripbreaks", true=("true",)),
        image_float=placed if placed in ("left", "right") else "",  # as there, another place is none
        new_window=query.flag("nw", true=("true",)),
    )


def embed_code(query: Query, address: str, *, number: int, told: Label) -> str:
    """The code that partners paste.

    Args:
        query: the request.
        address: of the item, such as ``https://example.org/cdc/api/v2/resources/media/7``.
        number: its number.
        told: what readers without scripts are told.

    Raises:
        Refusal: a style sheet has no address of the web.
    """
    source = with_parameters(f"{address}/syndicate.json", query, _PASSED)
    styles = [html.escape(_web(part.strip(), "csshref")) for part in query.text("csshref").split(",") if part.strip()]
    place = f"syndicated-media-{number}"
    noscript = f'<a href="{html.escape(address)}/noscript">{html.escape(told)}</a>'
    return "".join(
        [
            *(f'<link rel="stylesheet" href="{style}">' for style in styles),
            f'<div id="{place}"></div>',
            script(source, place),
            f'<noscript><p lang="{tag(told.locale)}" dir="{direction(told.locale)}">{noscript}</p></noscript>',
        ]
    )


def _web(address: str, field: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refusal.invalid(field, marked("{field} must be an address of the web."))
    return address
