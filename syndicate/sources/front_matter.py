"""YAML front matter: where it ends, what it holds, its keys' lines. What the keys mean is not known here.

Front matter comes from outside, so it is read narrowly: no anchors (they can expand without end), no tags, no
key twice, little depth. Scalars are texts, except ``true``, ``false`` and ``null``: ``no`` is a word,
``007`` keeps its zeros, and a date is read where a date is meant.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from functools import cache, cached_property
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_parser, of_words
from syndicate.sources.front_matter_values import Values

__all__ = ["MAX_BYTES", "PLAIN_HEAD", "YamlDocument", "split", "yaml_loader"]

MAX_BYTES: Final = 256 * 1024
"""The most that front matter may hold: a topic with some thousand links."""

_MAX_DEPTH: Final = 20
_MOST_DOTS: Final = 1000
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# Eleventy and other readers with gray-matter name the form behind the first line of hyphens.
_NAMED_FENCE = re.compile(r"---[ \t]*(?P<form>[A-Za-z]\w*)[ \t]*$(?=.*^---[ \t]*$)", re.MULTILINE | re.DOTALL)
PLAIN_HEAD = re.compile(
    r"\ufeff?(?=(?:[A-Za-z][\w -]*:.*\n|[ \t]+\S.*\n){0,20}?(?i:title|date|lang|slug)[ \t]*:)"
    r"(?:[A-Za-z][\w-]*[ \t]*:(?:[ \t].*|)(?:\n|\Z)(?:[ \t]{2,}\S.*(?:\n|\Z))*){2,}(?=[ \t]*\n|\Z)"
)
"""Keys and values without lines around them, up to an empty line, as Pelican and MultiMarkdown have them."""
# What YAML 1.1 section 4.1 does not count as printable.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def split(text: str, *, is_needed: bool = True) -> tuple[YamlDocument, str]:
    """The front matter of a text file, and the body below it.

    Args:
        text: the file.
        is_needed: whether a text without front matter is an error; some site generators need none.

    Raises:
        SourceError: there is no front matter, it does not end, or it is too long; with the line.

    >>> document, body = split("---\\ntitle: Sleep\\n---\\nRest.\\n")
    >>> document.values.required("title"), body
    ('Sleep', '\\nRest.\\n')
    """
    named = _NAMED_FENCE.match(text)
    form = named["form"].lower() if named is not None else "yaml"
    opening = _FENCE.match(text) or (named if form in _FORMS else None)
    if opening is None:
        if (found := _of_another_form(text)) is not None:
            return found
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
    return (TomlDocument if form == "toml" else YamlDocument)(text[opening.end() : end]), text[closing.end() :]


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
    """

    text: str
    example: str = "title: Sleep"

    @cached_property
    def values(self) -> Values:
        """What it holds.

        Raises:
            SourceError: it is not a YAML, no mapping, or more than is read here; with the line.
        """
        import yaml

        if match := _UNREADABLE.search(self.text):
            raise SourceError(
                Message("the character U+{value:04X} cannot stand in YAML", value=ord(match[0])),
                line=self._line_at(match.start()),
                hint=Message("remove it"),
            )
        try:
            if _MAY_TRICK.search(self.text) or self.text.count("[") + self.text.count("{") > _MAX_DEPTH / 2:
                _refuse_tricks(self.text)
            found = yaml.load(self.text, Loader=yaml_loader())  # noqa: S506 -- a subclass of the safe loader
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
        if not isinstance(found, dict):
            raise SourceError(
                Message("the YAML holds no keys"),
                line=1,
                hint=Message("write a line such as `{example}`", example=self.example),
            )
        return Values(found)

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
        if "mapping values" in problem or "cannot start any token" in problem:
            return Message("put the text in quotes")
        if "end of stream" in problem:
            return Message("close the quotation mark or bracket")
        if "expected ':'" in problem:
            return Message("write a colon and a space after the key")
        if "stands twice" in problem:
            return Message("remove one of them")
        return None if "not read here" in problem else Message("write `key: text`, and put texts with signs in quotes")


@attrs.frozen
class BareText(YamlDocument):
    """The front matter of a text that has none."""

    @cached_property
    def values(self) -> Values:
        """No values."""
        return Values({})

    def line(self, field: str | None) -> int:
        """The first line."""
        return 1


@attrs.frozen
class PlainDocument(YamlDocument):
    """Lines of keys and values, as Python-Markdown reads them for Pelican; keys are in any case, values are texts."""

    @cached_property
    def values(self) -> Values:
        """What it holds; of a key that stands twice, both lines."""
        found: dict[str, Any] = {}
        key = ""
        for line in self.text.splitlines():
            if match := re.match(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)", line):
                key, value = match[1].lower(), match[2].strip()
            else:
                value = line.strip()
            found[key] = f"{found[key]} {value}" if found.get(key) else value
        return Values(
            {key: _WORDS.get(value.lower(), value) if key == "draft" else value for key, value in found.items()}
        )

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

    @cached_property
    def values(self) -> Values:
        """What it holds; dates and numbers are texts.

        Raises:
            SourceError: it is not TOML, or more than is read here.
        """
        try:
            if any(line.count(".") > _MOST_DOTS for line in self.text.splitlines()):
                raise RecursionError
            return Values(_as_texts(tomllib.loads(self.text)))
        except (ValueError, RecursionError) as error:
            match = re.search(r"line (\d+)", str(error))
            raise SourceError(
                Message("not TOML: {error}", error=of_parser(error)), line=int(match[1]) if match else 1
            ) from error

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


# Without these no anchor, alias or tag begins, and no block is deeper than half of what may be.
_MAY_TRICK = re.compile(rf"(?:^|[\s\[{{,:?-])[&*!]|^(?:[ ?:-]{{{_MAX_DEPTH // 2 + 1},}})", re.MULTILINE)


def _refuse_tricks(text: str) -> None:
    """Refuse anchors, tags, and deep nesting, before PyYAML builds the tree, which recurses without a limit."""
    import yaml

    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=yaml_loader())
    for event in events:
        problem = None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not read here; write the value out"
        elif getattr(event, "tag", None):
            problem = f"tags such as {event.tag} are not read here; remove it"
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            problem = "nested too deeply" if depth > _MAX_DEPTH else None
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if problem is not None:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


@cache
def yaml_loader() -> Any:
    """The class that loads front matter: every scalar is a text, and no key stands twice."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own name

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            """The mapping; PyYAML would keep the last of two equal keys (YAML 1.1 section 3.2.1.3)."""
            seen = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark
                    )
                seen.add(str(key.value))
            mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
            return mapping

    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")
    )
    Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
    return Loader
