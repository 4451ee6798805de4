"""The text of an item, shown as a partner's options want it. What these are called is said with each interface."""

from __future__ import annotations

import re
from typing import Final

import attrs
from markupsafe import Markup

from syndicate.errors import NotFoundError
from syndicate.extraction import ExtractOptions, extract
from syndicate.locales import tag
from syndicate.locales.catalogs import marked
from syndicate.markup.pages import REGION_CLASS
from syndicate.model import Publisher
from syndicate.service.refusals import Refusal
from syndicate.service.snapshot import Item
from syndicate.snippets import snippet

__all__ = ["NOT_EXTRACTABLE", "TextOptions", "class_names", "feed_of", "list_of", "text_of"]

NOT_EXTRACTABLE: Final = 422
"""The status of the refusal where the options leave nothing of a text."""

_CLASS: Final = re.compile(r"[A-Za-z_-][\w-]{0,99}", re.ASCII)
_FOOTER: Final = "syndicate-footer"
_PICTURE: Final = re.compile(r"<img\b")
_LINK: Final = re.compile(r"<a(?= [^>]*\bhref=)([^>]*)>")


@attrs.frozen(kw_only=True)
class TextOptions:
    """How a text is shown.

    Attributes:
        classes: the parts that are shown, by their classes; all of it where there are none.
        exclude: the classes of parts that are not.
        strip_images, strip_links, strip_breaks, strip_classes: what goes; the text of links stays.
        image_float: ``left`` or ``right``, where pictures float.
        image_margin: the pixels around pictures: above, right, below, left.
        font_size: the size of letters in pixels.
        new_window: whether links open a window of their own.
    """

    classes: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    strip_images: bool = False
    strip_links: bool = False
    strip_breaks: bool = False
    strip_classes: bool = False
    image_float: str = ""
    image_margin: tuple[int, ...] = ()
    font_size: int = 0
    new_window: bool = False

    @property
    def _extraction(self) -> ExtractOptions | None:
        """The same for extraction; None where it would change nothing. The credit line stays, whatever is shown."""
        classes = () if REGION_CLASS in (name.lower() for name in self.classes) else self.classes
        options = ExtractOptions(
            classes=(*classes, _FOOTER) if classes else (),
            exclude=tuple(f'[class~="{name}" i]' for name in self.exclude if name.lower() != _FOOTER),
            strip_images=self.strip_images,
            strip_links=self.strip_links,
            strip_breaks=self.strip_breaks,
            keep_classes=not self.strip_classes,
        )
        return None if options == ExtractOptions(keep_classes=True) else options


def class_names(text: str, field: str) -> tuple[str, ...]:
    """The classes of a list with commas or spaces.

    Raises:
        Refusal: one could not be a class of ours.
    """
    names = tuple(text.replace(",", " ").split())
    for name in names:
        if not _CLASS.fullmatch(name):
            raise Refusal.invalid(field, marked("{field}: {value} is not a name of a class."), value=name[:60])
    return names


def text_of(item: Item, publisher: Publisher, options: TextOptions) -> Markup:
    """The text of an item as HTML: its snippet, as far as the options leave it as it is.

    Raises:
        Refusal: no part of the text has the classes.
    """
    made = snippet(item.topic, publisher, item.locale)
    html = made.html
    if (wanted := options._extraction) is not None:
        try:
            found = extract(html, url=made.url, options=wanted)
        except NotFoundError as error:
            raise _nothing_of(options) from error
        if wanted.classes and all(_FOOTER in region.classes for region in found.regions):
            raise _nothing_of(options)
        html = found.html
    return _styled(html, options)


def _nothing_of(options: TextOptions) -> Refusal:
    message = marked("No part of the text has the classes {classes}.")
    return Refusal(NOT_EXTRACTABLE, message, classes=", ".join(options.classes)[:200])


def _styled(html: Markup, options: TextOptions) -> Markup:
    """The text with what an option says of its looks, as attributes, since partners' pages lack our style sheet."""
    text = str(html)
    if options.image_float or options.image_margin:
        rules = [f"float: {options.image_float}"] if options.image_float else []
        if options.image_margin:
            rules.append("margin: " + " ".join(f"{size}px" for size in options.image_margin))
        text = _PICTURE.sub(f'<img style="{"; ".join(rules)}"', text)
    if options.new_window:
        text = _LINK.sub(_opening_a_window, text)
    if options.font_size:
        text = f'<div style="font-size: {options.font_size}px">\n{text}\n</div>'
    return Markup(text)  # noqa: S704 -- the sanitizer's own text, with numbers and words that were checked


def _opening_a_window(match: re.Match[str]) -> str:
    # The page that is opened could otherwise send the partner's page elsewhere (the attack is called tabnabbing).
    rel = "" if " rel=" in match[1] else ' rel="noopener"'
    return f'<a{match[1]} target="_blank"{rel}>'


def feed_of(items: list[Item], publisher: Publisher, options: TextOptions) -> Markup:
    """The texts of several items, one after the other."""
    shown = Markup("\n").join(
        Markup('<div class="syndicated_media_feed_item">\n{}\n</div>').format(text_of(item, publisher, options))
        for item in items
    )
    return Markup('<div class="syndicated_media_feed">\n{}\n</div>').format(shown)


def list_of(items: list[Item], publisher: Publisher, options: TextOptions) -> Markup:
    """The titles of several items as links, and the credit line."""
    links = Markup("\n").join(
        Markup('<li><a href="{}" hreflang="{}" lang="{}">{}</a></li>').format(
            item.url, tag(item.locale), tag(item.locale), item.title
        )
        for item in items
    )
    credit = publisher.text("attribution", items[0].locale) if items else None
    footer = (
        Markup('\n<p class="syndicate-attribution" lang="{}">{}</p>').format(tag(credit.locale), credit)
        if credit
        else ""
    )
    listed = Markup('<div class="syndicate">\n<ul>\n{}\n</ul>{}\n</div>').format(links, footer)
    return _styled(listed, options)
