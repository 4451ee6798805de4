"""The texts of YAML front matter as units, and back: keys, their order, comments and quotation marks stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.sources.front_matter import YamlDocument
from syndicate.text import one_line
from syndicate.translations.content import Content, Unit, plain

__all__ = ["LINES", "FrontTexts"]

LINES: Final = ("title", "description", "linkTitle", "subtitle", "summary", "excerpt", "credit", "rights")
_ADDRESSES: Final = ("url", "translation")


@attrs.frozen
class _Scalar:
    """A text in the YAML.

    Attributes:
        unit: the text.
        start, end: its place.
        style: of its quotation marks; empty for none, ``|`` and ``>`` for texts in lines of their own.
        is_flow: whether it stands between brackets.
    """

    unit: Unit
    start: int
    end: int
    style: str
    is_flow: bool


class FrontTexts:
    """The texts of a front matter.

    Args:
        text: the YAML, with plain line ends.
        above: the line of the file on which it begins, less one.

    >>> front = FrontTexts('title: "Sleep" # short\\nalso_called: [Rest]\\n')
    >>> [(unit.name, plain(unit.content)) for unit in front.units]
    [('title', 'Sleep'), ('also_called[0]', 'Rest')]
    >>> print(front.written({"title": ("El “sueño”",), "also_called[0]": ("Paz, calma",)}), end="")
    title: "El “sueño”" # short
    also_called: ["Paz, calma"]
    """

    def __init__(self, text: str, above: int = 0) -> None:
        self.text = text
        self._above = above
        self._scalars = [] if self._tree is None else list(self._found())

    @cached_property
    def _tree(self) -> Any:
        """The nodes with their places in characters, which the parser in C counts in bytes."""
        import yaml

        return yaml.compose(self.text, Loader=yaml.SafeLoader)

    @property
    def units(self) -> list[Unit]:
        """The texts in their order."""
        return [scalar.unit for scalar in self._scalars]

    def _found(self) -> Iterator[_Scalar]:
        top = _entries(self._tree)
        for key in LINES:
            yield from self._scalar(top.get(key), key, frozenset({key}), is_flow=self._tree.flow_style)
        yield from self._list(top.get("also_called"), "also_called")
        image = _entries(top.get("image"))
        for key in ("alt", "caption", "credit", "rights"):
            place = f"image.{key}"
            yield from self._scalar(image.get(key), place, frozenset({place}), is_flow=_is_flow(top.get("image")))
        institute = top.get("institute")
        place = "institute.title"
        yield from self._scalar(
            _entries(institute).get("title"), place, frozenset({place}), is_flow=_is_flow(institute)
        )
        for index, node in enumerate(_items(top.get("corrections"))):
            day = _value(_entries(node).get("date"))
            match = frozenset({f"correction {day}"})
            yield from self._scalar(
                _entries(node).get("note"), f"corrections[{index}].note", match, is_flow=_is_flow(node)
            )
        for index, node in enumerate(_items(top.get("sections"))):
            yield from self._section(node, f"sections[{index}]", index)

    def _section(self, node: Any, place: str, index: int) -> Iterator[_Scalar]:
        entries = _entries(node)
        identifier = _value(entries.get("id"))
        match = frozenset({f"section #{identifier}" if identifier else f"section {index}"})
        yield from self._scalar(entries.get("title"), f"{place}.title", match, is_flow=_is_flow(node))
        for number, link in enumerate(_items(entries.get("links"))):
            addresses = [_value(_entries(link).get(key)) for key in _ADDRESSES]
            for key in ("title", "organization"):
                own = frozenset(f"{key} {address}" for address in addresses if address)
                name = f"{place}.links[{number}].{key}"
                yield from self._scalar(_entries(link).get(key), name, own, is_flow=_is_flow(link))

    def _list(self, node: Any, place: str) -> Iterator[_Scalar]:
        for index, item in enumerate(_items(node)):
            name = f"{place}[{index}]"
            yield from self._scalar(item, name, frozenset({name}), is_flow=_is_flow(node))

    def _scalar(self, node: Any, name: str, match: frozenset[str], *, is_flow: bool) -> Iterator[_Scalar]:
        import yaml

        if not isinstance(node, yaml.ScalarNode) or not any(map(str.isalpha, node.value)):
            return
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        unit = Unit(
            name=name,
            content=(one_line(node.value),),
            line=self._above + node.start_mark.line + 1,
            match=match,
        )
        yield _Scalar(unit, start, end, node.style or "", bool(is_flow))

    def line(self, key: str) -> int:
        """The line of a key at the top."""
        return self._above + YamlDocument(self.text).line_of_key(key)

    def written(
        self,
        targets: Mapping[str, Content],
        keys: Mapping[str, str | None] | None = None,
        *,
        swapped: bool = False,
    ) -> str:
        """The YAML with some of its texts and keys replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            keys: plain values of keys at the top, by name; a key that is not there is added at the end, and one
                whose value is None is removed.
            swapped: whether links lead to their translations, and those to them.

        Raises:
            SourceError: what is written would not be read as it is meant.
        """
        edits: list[tuple[int, int, str]] = []
        for scalar in self._scalars:
            target = targets.get(scalar.unit.name)
            if target is not None and plain(target) != plain(scalar.unit.content):
                edits.append((scalar.start, scalar.end, self._replacement(scalar, plain(target))))
        edits += self._swaps() if swapped else []
        changed = {re.split(r"[.\[]", name)[0] for name in targets} | (keys or {}).keys()
        edits += [(*place, "") for key in changed for place in self._places_of(key)[:-1]]  # which would contradict
        added = []
        for key, value in (keys or {}).items():
            place = self._place_of(key)
            if place is not None and (value is None or _value(_entries(self._tree).get(key)) != value):
                edits.append((*place, "" if value is None else f"{key}: {value}\n"))
            elif place is None and value is not None:
                added.append(f"{key}: {_plain_or_quoted(value, is_flow=False)}\n")
        written = self.text
        for start, end, text in sorted(edits, reverse=True):
            written = written[:start] + text + written[end:]
        if added and self._tree is not None and self._tree.flow_style:
            raise SourceError(
                Message("keys cannot be added to front matter in braces"), hint=Message("write a key on each line")
            )
        written += "" if written.endswith("\n") or not written else "\n"
        written += "".join(added)
        self._check(written, targets)
        return written

    def _swaps(self) -> Iterator[tuple[int, int, str]]:
        """What makes of the links of a text those of its translation, where both addresses are stated."""
        for section in _items(_entries(self._tree).get("sections")):
            for link in _items(_entries(section).get("links")):
                nodes: list[Any] = [_entries(link).get(key) for key in _ADDRESSES]
                if all(_value(node) for node in nodes):
                    places = [(node.start_mark.index, node.end_mark.index) for node in nodes]
                    for place, other in zip(places, reversed(places), strict=True):
                        yield (*place, self.text[slice(*other)])

    def keys(self) -> dict[str, str]:
        """The keys at the top, with the values of those that are plain."""
        return {key: _value(node) for key, node in _entries(self._tree).items()}

    def _place_of(self, key: str) -> tuple[int, int] | None:
        """The lines of a key at the top and its value."""
        return next(reversed(self._places_of(key)), None)

    def _places_of(self, key: str) -> list[tuple[int, int]]:
        """The lines of a key at the top, which may stand twice; those that count are the last."""
        found: list[tuple[int, int]] = []
        for name, value in self._tree.value if self._tree is not None else ():
            if name.value == key:
                end = self.text.find("\n", max(value.end_mark.index - 1, name.end_mark.index))
                place = name.start_mark.index, len(self.text) if end < 0 else end + 1
                found.insert(len(found) if _says_something(value) else 0, place)
        return found

    def _replacement(self, scalar: _Scalar, text: str) -> str:
        if scalar.style == "'":
            return "'" + text.replace("'", "''") + "'"
        if scalar.style == '"':
            return json.dumps(text, ensure_ascii=False)
        if scalar.style:
            old = self.text[scalar.start : scalar.end]
            head, _, rest = old.partition("\n")
            margin = re.match(r"[ ]*", rest)
            return f"{head}\n{margin[0] if margin else '  '}{text}"
        return _plain_or_quoted(text, is_flow=scalar.is_flow)

    def _check(self, written: str, targets: Mapping[str, Content]) -> None:
        found = {unit.name: plain(unit.content) for unit in FrontTexts(written).units}
        for scalar in self._scalars:
            name = scalar.unit.name
            if found.get(name) != plain(targets.get(name, scalar.unit.content)):
                raise SourceError(
                    Message("the text cannot be written as YAML here"),
                    field=name,
                    line=scalar.unit.line,
                    hint=Message("put the text of the file in double quotes"),
                )


def _entries(node: Any) -> dict[str, Any]:
    """The keys of a mapping, each with its node; nothing of what is another node."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return {}
    found: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in found or _says_something(value):  # as readers take a key that stands twice
            found[key.value] = value
    return found


def _says_something(node: Any) -> bool:
    return node.value not in ("", "~", "null", [])


def _items(node: Any) -> list[Any]:
    import yaml

    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _value(node: Any) -> str:
    import yaml

    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _is_flow(node: Any) -> bool:
    return bool(node is not None and getattr(node, "flow_style", False))


def _plain_or_quoted(text: str, *, is_flow: bool) -> str:
    """A text without quotation marks, if it is read as the same without."""
    import yaml

    from syndicate.sources.yaml_text import yaml_loader

    probe = f"[{text}]" if is_flow else f"key: {text}"
    try:
        found = yaml.load(probe, Loader=yaml_loader())  # noqa: S506 -- a subclass of the safe loader
        found = found if is_flow else found["key"]
    except (yaml.YAMLError, TypeError, KeyError):
        found = None
    return text if found == ([text] if is_flow else text) else json.dumps(text, ensure_ascii=False)
