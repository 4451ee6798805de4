"""How JSON is written: one function for each use, always in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final

import orjson

from syndicate.text import rfc3339

__all__ = ["canonical", "compact", "in_ascii", "indented", "joined", "quoted", "spaced"]

_SECONDS: Final = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def compact(value: Any) -> bytes:
    """Without spaces, for documents of which there are many: feeds, JSON-LD, and what the history keeps.

    Moments in UTC are written as :func:`syndicate.text.rfc3339` writes them. No floats: Python writes some otherwise.

    >>> compact({"title": "Sueño </script>", "width": 1200}).decode()
    '{"title":"Sueño </script>","width":1200}'
    """
    try:
        return orjson.dumps(value, None, _SECONDS)
    except TypeError:  # orjson has no integers of more than 64 bits, and no keys of a subclass of str
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=rfc3339).encode()


def spaced(value: Any) -> bytes:
    """On one line with a space after each comma and colon: snippets and the lines of ``topics.json``.

    >>> spaced({"title": "Sueño", "width": 1200}).decode()
    '{"title": "Sueño", "width": 1200}'
    """
    return _SPACED(value).encode()


def indented(value: Any, *, by: int = 1, ascii: bool = False, errors: str = "strict") -> bytes:
    """A line for each value, for documents that people read.

    Args:
        value: what is written.
        by: how many spaces a level is indented.
        ascii: whether all other characters are escaped.
        errors: how to handle a lone surrogate, which UTF-8 cannot encode.

    >>> indented({"title": "Sueño"}).decode()
    '{\\n "title": "Sueño"\\n}\\n'
    """
    return json.dumps(value, ensure_ascii=ascii, indent=by).encode(errors=errors) + b"\n"


def quoted(text: str) -> str:
    """A text as a value of JSON: what ``json.dumps`` writes without escapes for letters, in a third of its time.

    >>> quoted('Sueño "profundo"')
    '"Sueño \\\\"profundo\\\\""'
    """
    try:
        return orjson.dumps(text).decode()
    except TypeError:  # a lone surrogate, which has no UTF-8
        return json.dumps(text, ensure_ascii=False)


def joined(chunks: Iterable[bytes]) -> bytes:
    """The pieces of a long document as one; to join a list of them would hold them twice.

    >>> joined([b"[", b"]"])
    b'[]'
    """
    whole = BytesIO()
    whole.writelines(chunks)
    return whole.getvalue()


def in_ascii(value: Any) -> bytes:
    """On one line in ASCII: what digests are made of. Those that were published depend on each of its bytes.

    >>> in_ascii(["Sueño", None])
    b'["Sue\\\\u00f1o", null]'
    """
    return json.dumps(value).encode()


def canonical(value: Any) -> str:
    """One text for all equal documents: with sorted keys; values that JSON lacks are written as text.

    >>> canonical({"b": 1, "a": 2})
    '{"a": 2, "b": 1}'
    """
    return _CANONICAL(value)


_SPACED = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode  # made of values of ours, which are trees
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
