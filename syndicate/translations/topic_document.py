"""One language of a topic of `topics.json` as units, and back. Files of Markdown are in `markdown_document`."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from syndicate.text import one_line
from syndicate.translations.content import Content, Unit, plain, same
from syndicate.translations.html_text import Run, runs, written_html

__all__ = ["TopicDocument"]

_LINES: Final = ("title", "description", "credit", "rights")
_COPIED: Final = ("image", "players", "license", "institute", "corrections", "created", "updated")
"""What a new text has as its original does, beside its texts."""


@attrs.frozen
class _Place:
    """Where a text is: the keys that lead to it."""

    unit: Unit
    path: tuple[str | int, ...]
    run: Run | None = None


class TopicDocument:
    """The units of a topic in a language.

    Args:
        values: the topic, as JSON values.
        tag: the language, as a key of them.

    >>> topic = {"title": {"en": "Sleep"}, "ids": {"en": "7"}, "summary": {"en": "<p>Rest.</p>"}}
    >>> document = TopicDocument(topic, "en")
    >>> [(unit.name, plain(unit.content)) for unit in document.units]
    [('title', 'Sleep'), ('text[0]', 'Rest.')]
    >>> document.translated("es", {"title": ("El sueño",), "text[0]": ("Descanse.",)})["summary"]
    {'en': '<p>Rest.</p>', 'es': '<p>Descanse.</p>'}
    """

    def __init__(self, values: Mapping[str, Any], tag: str) -> None:
        self.values = values
        self.tag = tag
        self._places = list(self._found())
        self.units: list[Unit] = [place.unit for place in self._places]

    def _found(self) -> Iterator[_Place]:
        tag = self.tag
        for key in _LINES:
            yield from self._line((key, tag), key, frozenset({key}))
        for index in range(len(self._at("also_called", tag) or ())):
            name = f"also_called[{index}]"
            yield from self._line(("also_called", tag, index), name, frozenset({name}))
        for key in ("alt", "caption", "credit", "rights"):
            yield from self._line(("image", tag, key), f"image.{key}", frozenset({f"image.{key}"}))
        yield from self._line(("institute", tag, "title"), "institute.title", frozenset({"institute.title"}))
        for index, one in enumerate(self._at("corrections", tag) or ()):
            match = frozenset({f"correction {one.get('date')}"})
            yield from self._line(("corrections", tag, index, "note"), f"corrections[{index}].note", match)
        for index, section in enumerate(self._at("sections", tag) or ()):
            yield from self._section(section, index)
        heading = ""
        for number, run in enumerate(runs(self._at("summary", tag) or "")):
            unit = Unit(name=f"text[{number}]", content=run.content, kind=run.kind, heading=heading)
            if run.kind[:1] == "h" and run.kind[1:].isdecimal():
                heading = plain(run.content)
            yield _Place(unit, ("summary", tag), run)

    def _section(self, section: Mapping[str, Any], index: int) -> Iterator[_Place]:
        path, place = ("sections", self.tag, index), f"sections[{index}]"
        identifier = section.get("id")
        match = frozenset({f"section #{identifier}" if identifier else f"section {index}"})
        yield from self._line((*path, "title"), f"{place}.title", match)
        for number, link in enumerate(section.get("links", ())):
            for key in ("title", "organization"):
                own = frozenset(f"{key} {address}" for address in link.get("url", {}).values())
                name = f"{place}.links[{number}].{key}"
                yield from self._line((*path, "links", number, key, self.tag), name, own)

    def _line(self, path: tuple[str | int, ...], name: str, match: frozenset[str]) -> Iterator[_Place]:
        text = self._at(*path)
        if isinstance(text, str) and any(map(str.isalpha, text)):
            yield _Place(Unit(name=name, content=(one_line(text),), match=match), path)

    def _at(self, *path: str | int) -> Any:
        """The value at a place; None where there is nothing."""
        value: Any = self.values
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def written(
        self, targets: Mapping[str, Content], new: Mapping[str, str] | None = None, *, body: str | None = None
    ) -> dict[str, Any]:
        """The topic with some of its texts replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            new: lines that the language has not had, by field.
            body: another body instead of its own.
        """
        values: dict[str, Any] = copy.deepcopy(dict(self.values))
        _replace(values, self._places, targets, self.tag)
        if body is not None:
            values.setdefault("summary", {})[self.tag] = body
        for key, text in (new or {}).items():
            values.setdefault(key, {})[self.tag] = text
        return values

    def body_written(self, targets: Mapping[str, Content], raws: Mapping[str, str] | None = None) -> str:
        """The body with some of its texts replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            raws: HTML that is written as it is, likewise.
        """
        return _replaced(self._at("summary", self.tag) or "", self._places, targets, raws)

    def raw(self, name: str) -> str:
        """What is written for a unit of the body."""
        place = next(place for place in self._places if place.unit.name == name)
        assert place.run is not None
        return str(self._at("summary", self.tag))[place.run.start : place.run.end]

    def translated(self, tag: str, targets: Mapping[str, Content]) -> dict[str, Any]:
        """The topic with a text in a further language, in the form of this one.

        Args:
            tag: the language.
            targets: its texts, by the names of the units of this language.
        """
        values: dict[str, Any] = copy.deepcopy(dict(self.values))
        own = {key: values[key][self.tag] for key in (*_LINES, "also_called", "sections", "summary", *_COPIED)
               if isinstance(values.get(key), dict) and self.tag in values[key]}  # fmt: skip
        for key, value in own.items():
            values[key][tag] = copy.deepcopy(value)
        values["ids"][tag] = values["ids"][self.tag]
        for section in values.get("sections", {}).get(tag, ()):
            for link in section.get("links", ()):
                for key in ("url", "title", "organization"):
                    if self.tag in link.get(key, {}):
                        link[key].setdefault(tag, link[key][self.tag])
        places = [_moved(place, self.tag, tag) for place in self._places]
        _replace(values, places, targets, tag)
        return values


def _moved(place: _Place, old: str, new: str) -> _Place:
    """The place of the same text in another language: of the topic, and of each link."""
    key, *steps = place.path
    return attrs.evolve(place, path=(key, *(new if step == old else step for step in steps)))


def _replace(values: dict[str, Any], places: list[_Place], targets: Mapping[str, Content], tag: str) -> None:
    for place in places:
        target = targets.get(place.unit.name)
        if place.run is None and target is not None and not same(target, place.unit.content):
            *path, last = place.path
            value: Any = values
            for step in path:
                value = value[step]
            value[last] = plain(target)
    if any(place.run is not None for place in places):
        values["summary"][tag] = _replaced(values["summary"][tag], places, targets)


def _replaced(
    html: str, places: list[_Place], targets: Mapping[str, Content], raws: Mapping[str, str] | None = None
) -> str:
    """HTML with some of its texts replaced."""
    pieces, end = [], 0
    for place in places:
        target, raw = targets.get(place.unit.name), (raws or {}).get(place.unit.name)
        if place.run is None or (raw is None and (target is None or same(target, place.unit.content))):
            continue
        pieces += [html[end : place.run.start], written_html(target or ()) if raw is None else raw]
        end = place.run.end
    return "".join((*pieces, html[end:]))
