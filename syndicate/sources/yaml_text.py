"""YAML from outside, read narrowly. What its keys mean is not known here.

There are no anchors (they can expand without end), no tags, and little depth. Scalars are texts, except ``true``,
``false`` and ``null``: ``no`` is a word, ``007`` keeps its zeros, and a date is read where a date is meant. A key may
stand twice, against YAML 1.2 section 3.2.1.3: site generators take the last, so such files are many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import attrs

__all__ = ["CURLY", "Keys", "Quoted", "Repeated", "loaded", "quoted", "yaml_loader"]

Keys = tuple[str | int, ...]
"""The keys that lead to a value, and its own: ``("image", "alt")``; the items of lists have numbers."""

CURLY: Final = re.compile("[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb]")
"""What word processors make of quotation marks, and other quotation marks of print."""
_MAX_DEPTH: Final = 20
_WRAPPED = re.compile(rf"""{CURLY.pattern}(?:(?!{CURLY.pattern})[^"]|(?<=\w)\u2019(?=\w))+(?:{CURLY.pattern}|["'])""")
"""One text between marks, in which there may be apostrophes; not two quotations with words between them."""
_BEGINS_CURLY = re.compile(rf"(?:^|[:\-\[,{{][ \t]*){CURLY.pattern}", re.MULTILINE)


@attrs.frozen
class Repeated:
    """A key that a mapping has more than once.

    Attributes:
        keys: those that lead to it, and itself.
        lines: where it stands, in ascending order.
        values: what stands there, as can be compared; None and empty texts say nothing.

    >>> loaded("title: Sleep\\ntitle: Rest\\ndraft:\\ndraft: true")[1]
    [Repeated(keys=('title',), lines=(1, 2), values=('Sleep', 'Rest')), \
Repeated(keys=('draft',), lines=(3, 4), values=(None, True))]
    """

    keys: Keys
    lines: tuple[int, ...]
    values: tuple[Any, ...]

    @property
    def place(self) -> str:
        """The keys in one text: ``sections[0].title``."""
        return _place(self.keys)

    @property
    def shown_lines(self) -> str:
        """The lines in one text."""
        return ", ".join(map(str, self.lines))

    @property
    def is_harmless(self) -> bool:
        """Whether it has one value, however often."""
        first, *others = [value for value in self.values if not _is_empty(value)] or [None]
        return all(type(other) is type(first) and other == first for other in others)

    @property
    def details(self) -> dict[str, str]:
        """The details of the finding that it is there."""
        reason = "repeated-unread"
        if self.is_harmless:
            is_once = any(map(_is_empty, self.values)) and not all(map(_is_empty, self.values))
            reason = "repeated-empty" if is_once else "repeated-same"
        return {"key": self.place, "lines": self.shown_lines, "reason": reason}


@attrs.frozen
class Quoted:
    """A value in curly quotation marks, which YAML takes for letters of it.

    Attributes:
        keys: those that lead to it.
        line: where it stands.
        value: as it is written.

    >>> [(found.place, found.inside) for found in quoted('title: \u201cSleep\u201d\\ndate: "\u201cnow\u201d"')]
    [('title', 'Sleep')]
    """

    keys: Keys
    line: int
    value: str

    @property
    def place(self) -> str:
        """The keys in one text: ``sections[0].title``."""
        return _place(self.keys)

    @property
    def inside(self) -> str:
        """What stands between the marks."""
        return self.value[1:-1].strip()

    def unquote(self, mapping: Any) -> None:
        """Put what stands between the marks in its place."""
        *folders, last = self.keys
        for key in folders:
            mapping = mapping[key]
        if mapping[last] == self.value:  # and not of a key that stands twice
            mapping[last] = self.inside


def _place(keys: Keys) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


def quoted(text: str) -> Iterator[Quoted]:
    """The values in curly quotation marks, without those that stand in straight ones as well, where they are meant."""
    import yaml

    if _BEGINS_CURLY.search(text) is not None:
        yield from _quoted(yaml.compose(text, Loader=yaml_loader()), ())


def _quoted(node: Any, keys: Keys) -> Iterator[Quoted]:
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _quoted(item, (*keys, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _quoted(value, (*keys, str(key.value)))
    elif not node.style and _WRAPPED.fullmatch(node.value):
        yield Quoted(keys, node.start_mark.line + 1, node.value)


def loaded(text: str) -> tuple[Any, list[Repeated]]:
    """What a text in YAML holds; of a key that stands twice, the last value that is not empty.

    Raises:
        yaml.YAMLError: it is not YAML, or has what is not read here.
    """
    import yaml

    if _MAY_TRICK.search(text) or text.count("[") + text.count("{") > _MAX_DEPTH / 2:
        _refuse_tricks(text)
    loader = yaml_loader()(text)
    try:
        found = loader.get_single_data()
    finally:
        loader.dispose()
    if not loader.has_repeated:
        return found, []
    return found, list(_repeated(yaml.compose(text, Loader=yaml_loader()), ()))


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


def _repeated(node: Any, keys: Keys) -> Iterator[Repeated]:
    """The keys that stand twice in a node, and in those below it."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _repeated(item, (*keys, index))
    elif isinstance(node, yaml.MappingNode):
        found: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for key, value in node.value:
            found[str(key.value)].append((key, value))
        for name, pairs in found.items():
            if len(pairs) > 1:
                lines = tuple(key.start_mark.line + 1 for key, _ in pairs)
                yield Repeated((*keys, name), lines, tuple(_comparable(value) for _, value in pairs))
            for _, value in pairs:
                yield from _repeated(value, (*keys, name))


def _comparable(node: Any) -> Any:
    """The value of a node, in which keys have no order."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _comparable(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_comparable(item) for item in node.value]
    kind = node.tag.rpartition(":")[2]
    return None if kind == "null" else node.value.lower() == "true" if kind == "bool" else node.value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


@cache
def yaml_loader() -> Any:
    """The class that loads YAML in which every scalar is a text; it remembers whether a key stood twice."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own name
        has_repeated = False

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            """The mapping; of equal keys, PyYAML would keep the last even if it has no value."""
            counting: dict[str, tuple[Any, Any]] = {}
            for key, value in node.value:
                if str(key.value) not in counting or not _is_empty(_comparable(value)):
                    counting[str(key.value)] = key, value
            if len(counting) < len(node.value):
                self.has_repeated = True
                node.value = list(counting.values())
            mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
            return mapping

    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")
    )
    Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
    return Loader
