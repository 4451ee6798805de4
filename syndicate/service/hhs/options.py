"""The parameters of HHS's requests that say how texts are shown and embedded. What chooses items is in `filters`."""

from __future__ import annotations

import html
import re
from typing import Final

from syndicate.locales.catalogs import marked
from syndicate.service.media.codes import script, with_parameters
from syndicate.service.media.texts import TextOptions, class_names
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query

__all__ = ["TEXT_PARAMETERS", "embed_code", "text_options"]

TEXT_PARAMETERS: Final = (
    *("cssClass", "stripStyles", "stripScripts", "stripImages", "stripBreaks", "stripClasses", "stripIds"),
    *("font-size", "imageFloat", "imageMargin", "autoplay", "rel", "displayMethod", "ignoreHiddenMedia"),
)
"""What an embed code passes on to the text that it shows."""

_MARGIN: Final = re.compile(r"\d{1,3}(?:px)?", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z][\w:.-]{0,99}", re.ASCII)
_SIZES: Final = {"viewer": (775, 650), "text": (660, 480)}
_LARGEST: Final = 10_000


def text_options(query: Query) -> TextOptions:
    """How a text is to be shown.

    Scripts, styles and ids are in no text, videos and hidden items are not there: what strips or steers them is
    accepted, and changes nothing.

    Raises:
        Refusal: a value is not one of its parameter's.
    """
    placed = query.text("imageFloat").lower()
    if placed not in ("", "none", "left", "right"):
        raise Refusal.invalid("imageFloat", marked("{field} must be one of: {choices}."), choices="left, right, none")
    margin = [part.strip() for part in query.text("imageMargin").split(",") if part.strip()]
    if margin and (len(margin) != 4 or not all(map(_MARGIN.fullmatch, margin))):
        raise Refusal.invalid("imageMargin", marked("{field} must be four numbers with commas between them."))
    return TextOptions(
        classes=class_names(query.text("cssClass"), "cssClass"),
        strip_images=query.flag("stripImages"),
        strip_breaks=query.flag("stripBreaks"),
        strip_classes=query.flag("stripClasses"),
        image_float=placed if placed != "none" else "",
        image_margin=tuple(int(part.removesuffix("px")) for part in margin),
        font_size=query.integer("font-size", 0, least=1, most=200) if query.text("font-size") else 0,
    )


def embed_code(query: Query, address: str, *, number: int, name: str) -> str:
    """The code that partners paste, escaped as HHS escapes it, so that a page can show it.

    Args:
        query: the request.
        address: of what is embedded, such as ``https://example.org/hhs/api/v2/resources/media/7``.
        number, name: what is embedded.

    Raises:
        Refusal: a value is not one of its parameter's.
    """
    flavor = query.text("flavor", "javascript").lower()
    if flavor not in ("javascript", "iframe"):
        raise Refusal.invalid("flavor", marked("Invalid value for flavor"))
    viewer = query.text("displayMethod").lower() == "mv"
    width, height = _SIZES["viewer" if viewer else "text"]
    width = _size(query, "width", width, marked("The width must be a positive number"))
    height = _size(query, "height", height, marked("The height must be a positive number"))
    if viewer or flavor == "iframe":
        title = query.text("iframeName") or (name if viewer else "Syndicated Content")
        source = html.escape(with_parameters(f"{address}/syndicate.html", query, TEXT_PARAMETERS))
        label = html.escape(title)
        code = f'<iframe src="{source}" width="{width}" height="{height}" name="{label}" title="{label}"></iframe>'
        return html.escape(code)
    place = query.text("divId") or f"syndicatedContent_{number}"
    if not _ID.fullmatch(place):
        raise Refusal.invalid("divId", marked("{field} must be an id: a letter, then letters, digits, '-', '_', '.'."))
    shown = script(with_parameters(f"{address}/syndicate.json", query, TEXT_PARAMETERS), place)
    return html.escape(("" if query.flag("excludeDiv") else f'<div id="{place}"></div>') + shown)


def _size(query: Query, field: str, default: int, message: str) -> int:
    if not query.text(field):
        return default
    try:
        return query.integer(field, default, least=1, most=_LARGEST)
    except Refusal:
        raise Refusal.invalid(field, message) from None
