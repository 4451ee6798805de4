"""YAML front matter: where it ends, what it holds, its keys' lines. What the keys mean is not known here.

Front matter comes from outside, so it is read narrowly, as `yaml_text` says. Of a key that stands twice with two
values, nobody can tell which is meant, so that is an error wherever somebody reads the key.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_parser, of_words
from syndicate.sources.front_matter_values import Values
from syndicate.sources.yaml_text import CURLY, Keys, Quoted, Repeated, loaded, quoted, yaml_loader

__all__ = ["MAX_BYTES", "PLAIN_HEAD", "KeyRules", "YamlDocument", "split"]

MAX_BYTES: Final = 256 * 1024
"""The most that front matter may hold: a topic with some thousand links."""

_MOST_DOTS: Final = 1000
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# Eleventy and other readers with gray-matter name the form behind the first line of hyphens.
_NAMED_FENCE = re.compile(r"---[ \t]*(?P<form>[A-Za-z]\w*)[ \t]*$(?=.*^---[ \t]*$)", re.MULTILINE | re.DOTALL)
PLAIN_HEAD = re.compile(
    r"\ufeff?(?=(?:[A-Za-z][\w -]*:.*\n|[ \t]+\S.*\n){0,20}?(?i:title|date|lang|slug)[ \t]*:)"
    r"(?:[A-Za-z][\w-]*[ \t]*:(?:[ \t].*|)(?:\n|\Z)(?:[ \t]{2,}\S.*(?:\n|\Z))*){2,}(?=[ \t]*\n|\Z)"
)
"""Keys and values without lines around them, up to an empty line, as Pelican and MultiMarkdown have them."""
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+(?=---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*$)", re.MULTILINE)
# What YAML 1.1 section 4.1 does not count as printable.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _yes(keys: Keys) -> bool:
    return True


@attrs.frozen
class KeyRules:
    """What is known of keys, such as ``("image", "alt")``, by those who read them.

    Attributes:
        is_read: whether anybody reads what stands there, which must not have two values.
        is_prose: whether it is a text for readers, in which quotation marks may be meant.
    """

    is_read: Callable[[Keys], bool] = _yes
    is_prose: Callable[[Keys], bool] = _yes


def split(text: str, *, is_needed: bool = True, rules: KeyRules = KeyRules()) -> tuple[YamlDocument, str]:
    """The front matter of a text file, and the body below it.

    Args:
        text: the file.
        is_needed: whether a text without front matter is an error; some site generators need none.
        rules: what is known of its keys.

    Raises:
        SourceError: there is no front matter, it does not end, or it is too long; with the line.

    >>> document, body = split("---\\ntitle: Sleep\\n---\\nRest.\\n")
    >>> document.values.required("title"), body
    ('Sleep', '\\nRest.\\n')
    """
    if (blank := _BLANK_LINES.match(text)) is not None:  # which Hugo and Astro pass over
        document, body = split(text[blank.end() :], is_needed=is_needed, rules=rules)
        return attrs.evolve(document, text="\n" * blank[0].count("\n") + document.text), body
    named = _NAMED_FENCE.match(text)
    form = named["form"].lower() if named is not None else "yaml"
    opening = _FENCE.match(text) or (named if form in _FORMS else None)
    if opening is None:
        if (found := _of_another_form(text)) is not None:
            return attrs.evolve(found[0], rules=rules), found[1]
        if not is_needed and text.strip() and not _MAY_BE_MEANT.search(text):
            return BareText(""), text
        raise _no_front_matter(text)
    closing = _FENCE.search(text, opening.end())
    end = len(text) if closing is None else closing.start()
    if len(text[opening.end() : end].encode(errors="replace")) > MAX_BYTES:
        raise SourceError(
            Message("the front matter holds more than {value} kB", value=MAX_BYTES // 1024),
            line=1,
            hint=Message("close it with a line ---")
            if closing is None
            else Message("write text below it, and fewer links"),
        )
    if closing is None:
        raise _no_end(text)
    kind = TomlDocument if form == "toml" else YamlDocument
    return kind(text[opening.end() : end], rules=rules), text[closing.end() :]


_FORMS: Final = {"yaml", "yml", "toml", "json"}
_MAY_BE_MEANT = re.compile(
    rf"\A{_NAMED_FENCE.pattern}|\A\s*[-\u2013\u2014\u2015\u2212]{{2,}}[ \t]*$|^---[ \t]*\n(?=[\w-]+[ \t]*:)"
    r"|\A(?:\+\+\+|\{\s*\")",
    re.MULTILINE | re.DOTALL,
)


def _of_another_form(text: str) -> tuple[YamlDocument, str] | None:
    """Front matter as TOML between two lines of ``+++``, as a JSON object, or as plain lines; None if there is none."""
    if (plain := PLAIN_HEAD.match(text)) is not None and plain.end() <= MAX_BYTES:
        return PlainDocument(plain[0].lstrip("\ufeff")), text[plain.end() :]
    if (opening := re.match(r"\+\+\+[ \t]*\n", text)) is not None:
        closing = re.search(r"^\+\+\+[ \t]*$", text[opening.end() :], re.MULTILINE)
        if closing is not None and closing.start() <= MAX_BYTES:
            start = opening.end() - 1
            return TomlDocument(text[start : opening.end() + closing.start()]), text[opening.end() + closing.end() :]
    elif re.match(r'\{\s*"', text) is not None:
        with suppress(ValueError, RecursionError):
            _, end = json.JSONDecoder().raw_decode(text)
            if end <= MAX_BYTES:
                return YamlDocument(text[:end]), text[end:]
    return None


def _no_front_matter(text: str) -> SourceError:
    """The error that a file does not begin as it has to, with the line of what it should begin with."""
    if not text.strip():
        return SourceError(
            Message("the file is empty"), line=1, hint=Message("write a front matter and a text, or remove the file")
        )
    first = text.lstrip("\ufeff\u200b\u2060 \t\n")
    if first != text and _FENCE.match(first):
        line = text.count("\n", 0, len(text) - len(first)) + 1
        hint = Message(
            "the file must begin with ---: remove the empty lines, spaces, or invisible characters before it"
        )
        return SourceError(Message("the front matter does not begin the file"), line=line, hint=hint)
    if text.startswith(("+++", "{")):
        hint = Message(
            "the front matter must be YAML between two lines ---, not {value}",
            value="TOML" if text[0] == "+" else "JSON",
        )
        return SourceError(Message("there is no front matter"), line=1, hint=hint)
    if (named := _NAMED_FENCE.match(text)) is not None:
        return SourceError(
            Message("front matter in {value} is not read here", value=named["form"]),
            line=1,
            hint=Message("write it in YAML, between two lines ---"),
        )
    start = text.lstrip()
    if start[:1] in ("\u2013", "\u2014", "\u2015", "\u2212") or re.match(
        r"-{4,}[ \t]*$|--[ \t]*$", start, re.MULTILINE
    ):
        hint = Message("the first line must be three hyphens (---), neither a dash nor more or fewer")
        return SourceError(
            Message("there is no front matter"), line=text.count("\n", 0, len(text) - len(start)) + 1, hint=hint
        )
    later = re.search(r"^---[ \t]*\n(?=[\w-]+[ \t]*:)", text, re.MULTILINE)
    if later is not None:
        line = text.count("\n", 0, later.start()) + 1
        hint = Message("the file must begin with it: move what stands above below its end")
        return SourceError(Message("the front matter does not begin the file"), line=line, hint=hint)
    hint = Message(
        "begin the file with a line ---, lines such as `title: Sleep` and `updated: 2024-06-06`, and a line ---"
    )
    return SourceError(Message("there is no front matter"), line=1, hint=hint)


def _no_end(text: str) -> SourceError:
    """The error that front matter does not end, with the line where it should."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=2):
        if _NEARLY_A_FENCE.fullmatch(line):
            hint = Message("write --- in place of {value}, without spaces before it", value=line.strip())
            return SourceError(Message("the front matter does not end"), line=number, hint=hint)
        if not _OF_YAML.match(line) or (not line.strip() and not any(map(_KEY.match, lines[number : number + 1]))):
            return SourceError(
                Message("the front matter does not end"), line=number, hint=Message("write a line --- before this one")
            )
    return SourceError(
        Message("the front matter does not end"), line=len(lines), hint=Message("close it with a line ---")
    )


_NEARLY_A_FENCE = re.compile(
    r"[ \t]+---[ \t]*|-{2}[ \t]*|-{4,}[ \t]*|\.\.\.[ \t]*|[\u2013\u2014\u2015\u2212]+-*[ \t]*|\+\+\+[ \t]*"
)
_KEY = re.compile(r"[\w-]+[ \t]*:(?:[ \t]|$)")
_OF_YAML = re.compile(r"[\w-]+[ \t]*:(?:[ \t]|$)|[ \t]|-[ \t]|#|$|[\]}]")


@attrs.frozen
class YamlDocument:
    """A mapping written in YAML; it is read when it is first asked for.

    Attributes:
        text: the YAML.
        example: a line of the kind that it should hold.
        rules: what is known of its keys.
    """

    text: str
    example: str = "title: Sleep"
    rules: KeyRules = KeyRules()

    @cached_property
    def values(self) -> Values:
        """What it holds; of a key that stands twice, the value that counts.

        Raises:
            SourceError: it is not a YAML, no mapping, or more than is read here; or a key that is read has two values.
        """
        found, repeated = self._loaded
        if not isinstance(found, dict):
            raise SourceError(
                Message("the YAML holds no keys"),
                line=1,
                hint=Message("write a line such as `{example}`", example=self.example),
            )
        _refuse_two_values(repeated, self.rules)
        for value in self.quoted:
            if not self.rules.is_prose(value.keys):
                value.unquote(found)
        return Values(found)

    @property
    def quoted(self) -> list[Quoted]:
        """The values that somebody reads and that stand in curly quotation marks, which YAML takes for letters.

        Those of dates, ids, addresses and the like are read without; in a text they may be meant.
        """
        return [value for value in quoted(self.text) if self.rules.is_read(value.keys)]

    @property
    def repeated(self) -> list[Repeated]:
        """The keys that stand twice or more often, and do no harm.

        Raises:
            SourceError: as :attr:`values`.
        """
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Any, list[Repeated]]:
        import yaml

        if match := _UNREADABLE.search(self.text):
            raise SourceError(
                Message("the character U+{value:04X} cannot stand in YAML", value=ord(match[0])),
                line=self._line_at(match.start()),
                hint=Message("remove it"),
            )
        try:
            return loaded(self.text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            if error.context_mark is not None and _begins_earlier(error):
                mark = error.context_mark
            line = 1 if mark is None else mark.line + 1
            raise SourceError(
                Message("not YAML: {problem}", problem=of_words(error.problem or "")),
                line=line,
                hint=self._hint(error.problem or "", line),
            ) from error
        except yaml.YAMLError as error:
            raise SourceError(Message("not YAML: {error}", error=of_parser(error)), line=1) from error

    def line_of_key(self, key: str) -> int:
        """The line of a key of the whole, which is quicker found than any place; 1 where it is not plainly there."""
        match = re.search(rf"""^["']?{re.escape(key)}["']?[ \t]*:""", self.text, re.MULTILINE)
        return 1 if match is None else self._line_at(match.start())

    def line(self, field: str | None) -> int:
        """The line of a key, or of the nearest one above it that is there; ``sections[2].links[0].url``."""
        import yaml

        line, node = 1, self._tree
        for step in re.findall(r"[^.\[\]]+", field or ""):
            if isinstance(node, yaml.MappingNode):
                pairs = [pair for pair in node.value if pair[0].value == step]
                if not pairs:
                    break
                line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
            elif isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
                node = node.value[int(step)]
                line = node.start_mark.line + 1
            else:
                break
        return line

    @cached_property
    def _tree(self) -> Any:
        """The nodes with their places; made once, however many faults there are."""
        import yaml

        return yaml.compose(self.text, Loader=yaml_loader())

    def _line_at(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1

    def _hint(self, problem: str, line: int) -> Message | None:
        lines = ["", *self.text.split("\n"), ""]
        this, above = lines[min(line, len(lines) - 1)], lines[min(line, len(lines)) - 1]
        if re.match(r"[ ]*\t", this):
            return Message("indent with spaces, not with tabs")
        if "mapping values" in problem and re.match(r"[ ]+[\w-]+:", this) and re.match(r"[\w-]+:[ ]+\S", above):
            return Message("begin the line where the line above begins")
        if CURLY.search(this):
            return Message('write straight quotation marks (")')
        if "mapping values" in problem or "cannot start any token" in problem:
            return Message("put the text in quotes")
        if "end of stream" in problem:
            return Message("close the quotation mark or bracket")
        if "expected ':'" in problem:
            return Message("write a colon and a space after the key")
        return None if "not read here" in problem else Message("write `key: text`, and put texts with signs in quotes")


def _refuse_two_values(repeated: Iterable[Repeated], rules: KeyRules) -> None:
    """Refuse a key that is read and has two values: a wrong title or date might be published in silence."""
    for found in repeated:
        if not found.is_harmless and rules.is_read(found.keys):
            raise SourceError(
                Message(
                    "the key {key!r} stands twice, with different values (lines {lines})",
                    key=found.place,
                    lines=found.shown_lines,
                ),
                line=found.lines[-1],
                hint=Message("remove the wrong one"),
            )


@attrs.frozen
class BareText(YamlDocument):
    """The front matter of a text that has none."""

    @cached_property
    def _loaded(self) -> tuple[Any, list[Repeated]]:
        return {}, []

    def line(self, field: str | None) -> int:
        """The first line."""
        return 1


@attrs.frozen
class PlainDocument(YamlDocument):
    """Lines of keys and values, as Python-Markdown reads them for Pelican; keys are in any case, values are texts."""

    @property
    def quoted(self) -> list[Quoted]:
        """None: quotation marks of YAML mean nothing there."""
        return []

    @cached_property
    def _loaded(self) -> tuple[Any, list[Repeated]]:
        """What it holds; a value goes on in the lines below it, and a key that stands twice has a list of values."""
        stated: dict[str, list[tuple[int, str]]] = {}
        found: list[tuple[int, str]] = []
        for number, line in enumerate(self.text.splitlines(), start=1):
            if match := re.match(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)", line):
                found = stated.setdefault(match[1].lower(), [])
                found.append((number, match[2].strip()))
            else:
                number, text = found[-1]
                found[-1] = number, f"{text} {line.strip()}".strip()
        repeated = [
            Repeated((key,), tuple(number for number, _ in found), tuple(text for _, text in found))
            for key, found in stated.items()
            if len(found) > 1
        ]
        values = {key: " ".join(dict.fromkeys(text for _, text in found)) for key, found in stated.items()}
        return {
            key: _WORDS.get(value.lower(), value) if key == "draft" else value for key, value in values.items()
        }, repeated

    def line_of_key(self, key: str) -> int:
        """The line of a key."""
        match = re.search(rf"^{re.escape(key)}[ \t]*:", self.text, re.MULTILINE | re.IGNORECASE)
        return 1 if match is None else self._line_at(match.start())

    def line(self, field: str | None) -> int:
        """The line of the first step of a place."""
        return self.line_of_key(re.split(r"[.\[]", field or "")[0])


_WORDS: Final = {"true": True, "false": False}


@attrs.frozen
class TomlDocument(YamlDocument):
    """A mapping written in TOML, as Hugo and Zola have it."""

    @property
    def quoted(self) -> list[Quoted]:
        """None: quotation marks of YAML mean nothing there."""
        return []

    @cached_property
    def _loaded(self) -> tuple[Any, list[Repeated]]:
        """What it holds; dates and numbers are texts. TOML itself forbids a key to stand twice."""
        try:
            if any(line.count(".") > _MOST_DOTS for line in self.text.splitlines()):
                raise RecursionError
            return _as_texts(tomllib.loads(self.text)), []
        except (ValueError, RecursionError) as error:
            match = re.search(r"line (\d+)", str(error))
            raise SourceError(
                Message("not TOML: {error}", error=of_parser(error)),
                line=int(match[1]) if match else 1,
                hint=self._hint_of_toml(str(error), int(match[1]) if match else 1),
            ) from error

    def _hint_of_toml(self, problem: str, line: int) -> Message | None:
        if re.search("overwrite|twice|declare", problem):
            return Message("TOML allows a key once; remove the others")
        is_curly = CURLY.search(self.text.split("\n")[line - 1]) is not None
        return Message('write straight quotation marks (")') if is_curly else None

    def line_of_key(self, key: str) -> int:
        """The line of a key of the whole."""
        match = re.search(rf"""^["']?{re.escape(key)}["']?[ \t]*=|^\[{re.escape(key)}[.\]]""", self.text, re.MULTILINE)
        return 1 if match is None else self._line_at(match.start())

    def line(self, field: str | None) -> int:
        """The line of the first step of a place."""
        return self.line_of_key(re.split(r"[.\[]", field or "")[0])


def _as_texts(value: Any) -> Any:
    """A value with its scalars as YAML is read here."""
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if isinstance(value, (bool, str)) else str(value)


def _begins_earlier(error: Any) -> bool:
    """Whether what is wrong begins above the place where the parser notices: a quotation that never ends."""
    return "end of stream" in (error.problem or "") or "expected ':'" in (error.problem or "")
