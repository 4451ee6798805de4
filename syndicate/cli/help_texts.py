"""What commands say, for `pybabel extract`: also their docstrings, the help of options, and the words of click."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from babel.messages.extract import extract_python

from syndicate.cli.language import OF_THE_ENVIRONMENT

__all__ = ["extract"]

_OPTIONS: Final = frozenset({"language_option", "now_option"})
"""The functions whose first argument is the help of an option."""

_COMMAND: Final = re.compile(r"\.(?:command|group)\b")
_OF_CLICK: Final = (
    OF_THE_ENVIRONMENT,
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "default: {default}",
    "required",
    "Try '{command} {option}' for help.",
    "Error: {message}",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "No such command {name!r}.",
    "No such option: {name}",
    "No such option {name!r}.",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "directory",
    "file",
    "path",
    "integer range",
    "float range",
)
"""The words of click that a user of ours meets."""

_COUNTED_BY_CLICK: Final = (("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),)


def extract(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The texts of a module of commands, as Babel wants them: line, function, message, comments."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    if file.name.endswith("help_texts.py"):
        yield from ((1, "gettext", words, []) for words in _OF_CLICK)
        yield from ((1, "ngettext", words, []) for words in _COUNTED_BY_CLICK)
        return
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.FunctionDef) and any(_COMMAND.search(ast.unparse(one)) for one in node.decorator_list):
            if text := ast.get_docstring(node):
                yield node.lineno, "gettext", inspect.cleandoc(text), []
        elif isinstance(node, ast.Call):
            stated = [word.value for word in node.keywords if word.arg == "help"]
            stated += node.args[:1] if isinstance(node.func, ast.Name) and node.func.id in _OPTIONS else []
            for value in stated:
                if isinstance(value, ast.Constant):
                    yield node.lineno, "gettext", str(value.value), []
