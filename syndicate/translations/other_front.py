"""The texts of TOML and JSON front matter as units, and back: texts at the top alone; all else stays as it is.

YAML is in `front_texts`. What is written is read again, and has to differ by the new texts alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_parser, of_words
from syndicate.text import one_line
from syndicate.translations.content import Content, Unit, plain
from syndicate.translations.front_texts import LINES

__all__ = ["JsonTexts", "TomlTexts"]


@attrs.frozen
class _Value:
    """A text at the top, and the lines of its key."""

    name: str
    text: str
    start: int
    end: int


class _Texts:
    """What both have in common; see :class:`syndicate.translations.front_texts.FrontTexts`."""

    def __init__(self, text: str, above: int = 0) -> None:
        self.text = text
        self._above = above
        self._values = {value.name: value for value in self._found()}

    def _found(self) -> Iterator[_Value]:
        raise NotImplementedError

    def _read(self, text: str) -> dict[str, Any]:
        raise NotImplementedError

    def _with_key(self, text: str, key: str, value: str) -> str:
        raise NotImplementedError

    def _without_key(self, text: str, key: str) -> str:
        raise NotImplementedError

    @property
    def units(self) -> list[Unit]:
        """The texts in their order."""
        return [
            Unit(
                name=value.name,
                content=(one_line(value.text),),
                line=self._above + self.text.count("\n", 0, value.start) + 1,
                match=frozenset({value.name}),
            )
            for value in self._values.values()
            if value.name in LINES and any(map(str.isalpha, value.text))
        ]

    def keys(self) -> dict[str, str]:
        """The keys at the top, with the values of those that are texts."""
        return {key: value if isinstance(value, str) else "" for key, value in self._read(self.text).items()}

    def written(
        self, targets: Mapping[str, Content], keys: Mapping[str, str | None] | None = None, *, swapped: bool = False
    ) -> str:
        """The front matter with some of its texts and keys replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            keys: values of keys at the top; a key that is not there is added, one whose value is None removed.
            swapped: whether links are those of the translation; these forms are not read for links.

        Raises:
            SourceError: what is written would not be read as it is meant.
        """
        wanted = {unit.name: plain(targets[unit.name]) for unit in self.units if unit.name in targets}
        wanted |= {key: value for key, value in (keys or {}).items() if value is not None}
        meant = {**self._read(self.text), **wanted}
        written = self.text
        for name, value in sorted(self._values.items(), key=lambda item: -item[1].start):
            if name in wanted and wanted[name] != one_line(value.text):
                written = written[: value.start] + json.dumps(wanted[name], ensure_ascii=False) + written[value.end :]
        for key, text in (keys or {}).items():
            if text is None and key in meant:
                written = self._without_key(written, key)
                meant.pop(key)
            elif text is not None and key not in self._values:
                written = self._with_key(written, key, text)
        if _comparable(self._read(written)) != _comparable(meant):
            raise SourceError(
                Message("the texts cannot be written into this front matter"),
                line=self._above + 1,
                hint=Message("use YAML"),
            )
        return written


def _comparable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one_line(value) if isinstance(value, str) else value for key, value in values.items()}


class TomlTexts(_Texts):
    """The texts of TOML.

    >>> print(TomlTexts('title = "Sleep" # short\\n').written({"title": ("El sueño",)}, {"draft": None}), end="")
    title = "El sueño" # short
    """

    _LINE: Final = re.compile(
        r"""^(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<value>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE
    )

    def _found(self) -> Iterator[_Value]:
        values = self._read(self.text)
        for match in self._LINE.finditer(self.text[: self._end_of_top(self.text)]):
            if isinstance(values.get(match["key"]), str):
                yield _Value(match["key"], values[match["key"]], match.start("value"), match.end("value"))

    def _end_of_top(self, text: str) -> int:
        table = re.search(r"^[ \t]*\[", text, re.MULTILINE)
        return len(text) if table is None else table.start()

    def _read(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SourceError(Message("not TOML: {error}", error=of_parser(error)), line=self._above + 1) from error

    def _with_key(self, text: str, key: str, value: str) -> str:
        place = self._end_of_top(text)
        return f"{text[:place]}{key} = {json.dumps(value, ensure_ascii=False)}\n{text[place:]}"

    def _without_key(self, text: str, key: str) -> str:
        return re.sub(rf"^{re.escape(key)}[ \t]*=[^\n]*\n", "", text, count=1, flags=re.MULTILINE)


class JsonTexts(_Texts):
    """The texts of JSON.

    >>> JsonTexts('{"title": "Sleep", "tags": []}').written({"title": ("El sueño",)}, {"draft": "x"})
    '{"title": "El sueño", "tags": [], "draft": "x"}'
    """

    def _found(self) -> Iterator[_Value]:
        for key, value, _, start, end in self._entries(self.text):
            if isinstance(value, str):
                yield _Value(key, value, start, end)

    def _entries(self, text: str) -> Iterator[tuple[str, Any, int, int, int]]:
        """The keys at the top with their values, where they begin, and where their values begin and end."""
        decoder = json.JSONDecoder()
        place = text.index("{") + 1
        while (match := re.compile(r'[\s,]*(?=")').match(text, place)) is not None:
            begin = match.end()
            key, place = decoder.raw_decode(text, begin)
            start = text.index(":", place) + 1
            start += len(text[start:]) - len(text[start:].lstrip())
            value, place = decoder.raw_decode(text, start)
            yield key, value, begin, start, place

    def _read(self, text: str) -> dict[str, Any]:
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            raise SourceError(
                Message("not JSON: {msg}", msg=of_words(error.msg)), line=self._above + error.lineno
            ) from error
        return value if isinstance(value, dict) else {}

    def _with_key(self, text: str, key: str, value: str) -> str:
        end = max(place for *_, place in self._entries(text))
        margin = re.search(r"\{(\s*)", text)
        return f"{text[:end]},{(margin and margin[1]) or ' '}{json.dumps(key)}: {json.dumps(value)}{text[end:]}"

    def _without_key(self, text: str, key: str) -> str:
        entries = list(self._entries(text))
        index = next(number for number, entry in enumerate(entries) if entry[0] == key)
        if index + 1 < len(entries):
            return text[: entries[index][2]] + text[entries[index + 1][2] :]
        return text[: entries[index - 1][4]] + text[entries[index][4] :] if index else text
