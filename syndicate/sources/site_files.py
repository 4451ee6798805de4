"""The files around topics in which site generators keep settings, read as tables. What their keys mean is not known.

They are YAML, TOML or JSON; of the few that are programs only what stands there literally is read, and nothing is run.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from syndicate.errors import Message, SyndicateError
from syndicate.reasons import of_system
from syndicate.sources.front_matter import YamlDocument
from syndicate.sources.read_keys import SETTINGS

__all__ = [
    "OF_PROGRAMS",
    "Unread",
    "front_of",
    "lists_of",
    "names_in",
    "site_folder",
    "stated_in_code",
    "table_of",
    "text_of",
]

_MAX_BYTES: Final = 256 * 1024
_MAX_DOTS: Final = 1000
_HIGHEST: Final = 6
"""So many folders above the source the site may begin."""
_SITE = re.compile(
    r"(?:_config|hugo|config|mkdocs)\.(?:ya?ml|toml|json)|\.eleventy(?:ignore|\.[cm]?js)"
    r"|(?:eleventy|docusaurus|astro)\.config\.[cm]?[jt]s|(?:pelicanconf|conf)\.py|\.git"
)
_MODULE: Final = (".js", ".cjs", ".mjs", ".ts", ".mts", ".cts")
_IN_CODE = re.compile(r"""["']?(\w+)["']?\s*:\s*(true|false|!0|!1|"[^"\n]*"|'[^'\n]*')""")
_LISTS = re.compile(r"""\b(exclude|ignores\.add)["']?\s*(?::\s*\[([^\]]*)\]|\(([^)]*)\))""")
_QUOTED = re.compile(r"""["'`]([^"'`\n]+)["'`]""")


OF_PROGRAMS: Final = frozenset({"__pycache__", "node_modules"})
"""The folders in which programs keep what they are made of; its documents are nobody's topics."""


class Unread(SyndicateError):
    """A file of settings that cannot be read."""


def site_folder(root: Path) -> Path:
    """The folder in which the site of a folder of topics begins: where its settings are; else the folder itself."""
    root = root.resolve()
    for folder in (root, *root.parents[:_HIGHEST]):
        if any(_SITE.fullmatch(name) for name in names_in(folder)) or (folder / "config" / "_default").is_dir():
            return folder
    return root


def names_in(folder: Path) -> frozenset[str]:
    """The names in a folder; none where it cannot be opened."""
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()


def table_of(path: Path) -> dict[str, Any]:
    """The table that a file of settings holds: texts, truth values, lists and tables, under texts.

    Raises:
        Unread: it cannot be read, or holds no table.
    """
    return _table(text_of(path), path.suffix.lower())


def front_of(path: Path) -> dict[str, Any]:
    """The front matter of a page, in any form that Hugo knows: YAML, TOML, or JSON.

    Raises:
        Unread: it cannot be read.
    """
    text = text_of(path)
    for fence, kind in (("---", ".yaml"), ("+++", ".toml")):
        if text.startswith(fence):
            end = re.search(rf"^{re.escape(fence)}[ \t]*$", text[3:], re.MULTILINE)
            if end is None:
                raise Unread(Message("the front matter does not end"))
            return _table(text[3 : 3 + end.start()], kind)
    if text.lstrip().startswith("{"):
        try:
            return _plain(json.JSONDecoder().raw_decode(text.lstrip())[0])
        except (ValueError, RecursionError) as error:
            raise Unread(Message("its front matter is not JSON")) from error
    return {}


def text_of(path: Path) -> str:
    """The text of a file of settings.

    Raises:
        Unread: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise Unread(Message("it holds more than {most} kB", most=_MAX_BYTES // 1024))
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise Unread(of_system(error)) from error
    except UnicodeDecodeError as error:
        raise Unread(Message("it is not UTF-8")) from error


def _table(text: str, kind: str) -> dict[str, Any]:
    try:
        if kind == ".json":
            return _plain(json.loads(text))
        if kind == ".toml":
            if any(line.count(".") > _MAX_DOTS for line in text.splitlines()):
                raise RecursionError
            return _plain(tomllib.loads(text))
        return _plain(YamlDocument(text, rules=SETTINGS).values.mapping) if text.strip() else {}
    except SyndicateError as error:
        raise Unread(error.problem) from error
    except (ValueError, RecursionError) as error:
        raise Unread(Message("it is not {format}", format=kind[1:].upper())) from error


def _plain(value: Any) -> dict[str, Any]:
    plain = _as_front_matter(value)
    if not isinstance(plain, dict):
        raise Unread(Message("it holds no keys"))
    return plain


def _as_front_matter(value: Any) -> Any:
    """A value as front matter would hold it: dates and numbers are texts."""
    if isinstance(value, Mapping):
        return {str(key): _as_front_matter(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_front_matter(item) for item in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, str)) else str(value)


def stated_in_code(path: Path) -> tuple[dict[str, Any], str]:
    """The keys that a program hands to pages with a value that stands there literally; and the whole of the program.

    Raises:
        Unread: it cannot be read.
    """
    text = text_of(path)
    found: dict[str, Any] = {}
    for match in _IN_CODE.finditer(text):
        value = match[2]
        found[match[1]] = value in ("true", "!0") if value[0] in "tf!" else value[1:-1]
    return found, text


def lists_of(path: Path) -> Iterator[tuple[str, Any]]:
    """What a program of settings states literally: assignments in Python, lists of what to leave out in JavaScript.

    Raises:
        Unread: it cannot be read.
    """
    text = text_of(path)
    if path.suffix in _MODULE:
        for match in _LISTS.finditer(text):
            yield match[1], _QUOTED.findall(match[2] or match[3] or "")
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unread(Message("it is not Python")) from error
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                yield node.targets[0].id, _as_front_matter(ast.literal_eval(node.value))
            except (ValueError, TypeError, RecursionError, MemoryError):
                continue
