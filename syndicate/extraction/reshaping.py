"""Sanitized regions adapted to a page: headings, classes, ids and references to them. What is safe is in `markup`."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import quote, unquote, urldefrag

from markupsafe import Markup

from syndicate.extraction.options import REFERENCES, ExtractOptions
from syndicate.markup import relevel
from syndicate.markup.tokens import TAG, attributes_of, tags_of, written

__all__ = ["Ids", "reshaped"]

_BREAK = tags_of({"br"})
_BETWEEN: Final = "\0"  # which sanitized markup cannot contain
_LISTS: Final = frozenset({"headers", *REFERENCES})


class Ids:
    """The ids of all regions of a page, and what they become.

    Args:
        url: the address of the page, where its own links lead.
        prefix: what the new ids begin with.
    """

    def __init__(self, url: str, prefix: str) -> None:
        self._page = urldefrag(url).url
        self._prefix = prefix
        self._new: dict[str, str] = {}
        self._taken: set[str] = set()
        self._given: set[str] = set()

    def add(self, found: str | None) -> None:
        """Take an id of the page; of two that would become the same, the first is kept."""
        if found and found not in self._new and not re.search(r"\s", found):
            new = found if found.startswith(self._prefix) else self._prefix + found
            if new not in self._taken:
                self._taken.add(new)
                self._new[found] = new

    def give(self, found: str | None) -> str | None:
        """The new id of the first element with an id; None for later ones."""
        if not found or found in self._given:
            return None
        self._given.add(found)
        return self._new.get(found)

    def reference(self, found: str) -> str:
        """A list of ids with the new ones; those that are not there are left out."""
        return " ".join(self._new[token] for token in found.split() if token in self._new)

    def link(self, url: str) -> str:
        """The address of a link: within the regions if its target is there, else unchanged."""
        address, _, fragment = url.partition("#")
        if not fragment or address != self._page:
            return url
        new = self._new.get(fragment) or self._new.get(unquote(fragment))
        return f"#{quote(new, safe=_FRAGMENT)}" if new else url


_FRAGMENT: Final = "!$&'()*+,/:;=?@~"  # RFC 3986, section 3.5


def reshaped(regions: Sequence[Markup], options: ExtractOptions, ids: Ids | None) -> list[Markup]:
    """The regions of a page as the options want them.

    Args:
        regions: sanitized, with the attributes that the options keep.
        options: how they are shown.
        ids: where ids are kept, those of the regions themselves; those within them are added.
    """
    text = _BETWEEN.join(regions)
    if options.strip_breaks:
        text = _BREAK.sub(" ", text)
    if options.heading_level is not None:
        text = str(relevel(Markup(text), options.heading_level))  # noqa: S704 -- it was sanitized
    if ids is not None:
        for _, tag, attributes in TAG.findall(text):
            ids.add(_own_id(tag, _read(attributes)))
    if ids is not None or options.keep_classes or options.images:
        placement = f"syndicate-{options.images}" if options.images else None
        text = TAG.sub(partial(_rewritten, ids=ids, placement=placement), text)
    return [Markup(region.strip()) for region in text.split(_BETWEEN)]  # noqa: S704 -- it was sanitized


def _read(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in attributes_of(written).items()}


def _own_id(tag: str, attributes: dict[str, str]) -> str | None:
    """An element's id; an old anchor has a name instead."""
    return attributes.get("id") or (attributes.get("name") if tag == "a" else None)


def _rewritten(match: re.Match[str], ids: Ids | None, placement: str | None) -> str:
    """A start tag with its new ids and classes."""
    end, tag, stated = match.groups()
    if end or not (stated or (placement and tag == "img")):
        return match[0]
    attributes = _read(stated)
    own = _own_id(tag, attributes)
    attributes.pop("name", None)
    attributes.pop("id", None)
    if ids is not None:
        if new := ids.give(own):
            attributes["id"] = new
        if "href" in attributes:
            attributes["href"] = ids.link(attributes["href"])
        for name in _LISTS & attributes.keys():
            attributes[name] = ids.reference(attributes[name])
    classes = attributes.pop("class", "").split()
    if placement and tag == "img":
        classes.append(placement)
    attributes["class"] = " ".join(dict.fromkeys(classes))
    kept = {name: value for name, value in attributes.items() if value or name not in _NEVER_EMPTY}
    return f"<{tag}{written(kept.items())}>"


_NEVER_EMPTY: Final = _LISTS | {"class"}
