"""The scripts and the style sheet of embeds, each at an address made from its bytes. No HTML is here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256, sha384
from importlib.resources import files
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.json_writer import compact, indented
from syndicate.layout import SCRIPT, SCRIPT_STYLE, artifact_at
from syndicate.locales import direction, language_name, tag
from syndicate.markup.policy import DROPPED_WITH_CONTENT, URL_ATTRIBUTES
from syndicate.model import Publisher
from syndicate.snippets.nodes import RELATIONS, TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS
from syndicate.templating.typography import styles_of

__all__ = ["Asset", "Assets"]

_ROOM: Final = files("syndicate.embeds")


@attrs.frozen(kw_only=True)
class Asset:
    """A file whose address changes with its bytes, so that the content of an address never changes.

    Attributes:
        name: its name, with the suffix.
        body: its bytes.
    """

    name: str
    body: bytes

    @cached_property
    def path(self) -> str:
        """Where it lies in the tree."""
        stem, _, ending = self.name.rpartition(".")
        return (SCRIPT if ending == "js" else SCRIPT_STYLE).at(None, stem, sha256(self.body).hexdigest()[:16])

    @cached_property
    def integrity(self) -> str:
        """The digest that a page may require of it (Subresource Integrity).

        >>> Asset(name="a.js", body=b"").integrity[:20]
        'sha384-OLBgp1GsljhM2'
        """
        return f"sha384-{b64encode(sha384(self.body).digest()).decode()}"


class Assets:
    """The files of a tree.

    Args:
        publisher: whose color and labels they have.
        locales: the languages of the tree; the first one's labels are for readers of any other.
    """

    def __init__(self, publisher: Publisher, locales: Sequence[Locale]) -> None:
        self._publisher = publisher
        self._locales = tuple(locales)

    @cached_property
    def element(self) -> Asset:
        """The script of the custom element. Its policy is that of :mod:`syndicate.markup`."""
        return _asset(
            "element/syndicated-topic.js",
            TAGS=" ".join(sorted(TEMPLATE_TAGS)),
            DROPPED=" ".join(sorted(DROPPED_WITH_CONTENT)),
            RELATIONS=" ".join(sorted(RELATIONS)),
            ATTRIBUTES=[(tag, " ".join(sorted(names))) for tag, names in sorted(TEMPLATE_ATTRIBUTES.items())],
            URL_ATTRIBUTES=" ".join(sorted(URL_ATTRIBUTES)),
            LABELS=[self._labels(locale) for locale in self._locales],
        )

    @cached_property
    def frame_height(self) -> Asset:
        """The script for a page with frames, which fits their height."""
        return _asset("frame/frame-height.js")

    @cached_property
    def frame(self) -> Asset:
        """The script within a frame, which reports the height of the text."""
        return _asset("frame/frame.js")

    @cached_property
    def frame_style(self) -> Asset:
        """The style sheet within a frame."""
        made = _asset("frame/frame.css")
        body = made.body.replace(b"__ACCENT__", self._publisher.card.link_color.encode())
        return attrs.evolve(made, body=body + styles_of(self._locales).encode())

    @cached_property
    def storefront(self) -> Asset:
        """The script of the page on which a partner chooses among all topics."""
        made = _asset("builder/storefront.js")
        newsletter = _ROOM.joinpath("builder/newsletter.js").read_text(encoding="utf-8")
        return attrs.evolve(made, body=made.body.replace(b"__NEWSLETTER__", newsletter.encode()))

    def __iter__(self) -> Iterator[Asset]:
        yield from (getattr(self, made) for made in _MADE.values())

    def at(self, path: str) -> Asset | None:
        """The file at a path, made without the others."""
        place = artifact_at(path)
        name = f"{place.values.get('script')}.{path.rpartition('.')[2]}" if place is not None else ""
        asset: Asset | None = getattr(self, _MADE[name]) if name in _MADE else None
        return asset if asset is not None and asset.path == path else None

    def index(self) -> bytes:
        """``embeds.json``: the address and the integrity of each script that partners load."""
        documents = {
            asset: {"script": self._publisher.url(asset.path), "integrity": asset.integrity}
            for asset in (self.element, self.frame_height)
        }
        index = {**documents[self.element], "frame_height": documents[self.frame_height]}
        return indented(index, ascii=True)

    def _labels(self, locale: Locale) -> dict[str, str | list[str]]:
        """The labels of the element in a language; each with its actual language, and its direction."""
        labels = self._publisher.labels(locale)
        error = labels.gettext("The text could not be loaded.")
        shown = labels.gettext("The text is now in {language}.")
        named = shown.format(language=language_name(locale, shown.locale))
        return {
            "language": tag(locale),
            "error": [error, tag(error.locale), direction(error.locale)],
            "shown": [named, tag(shown.locale), direction(shown.locale)],
        }


_MADE: Final = {
    "syndicated-topic.js": "element",
    "frame-height.js": "frame_height",
    "frame.js": "frame",
    "frame.css": "frame_style",
    "storefront.js": "storefront",
}
"""The attribute of :class:`Assets` for the file of each name."""


def _asset(path: str, **values: Any) -> Asset:
    """A file of this package, with values in place of the names that stand for them."""
    text = _ROOM.joinpath(path).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"__{name}__", compact(value).decode())
    return Asset(name=path.rpartition("/")[2], body=text.encode())
