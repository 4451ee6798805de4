"""Answers of services that something is wrong, saved as if they were texts. Which service it was is not known here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from syndicate.errors import Message, SourceError
from syndicate.text import one_line

__all__ = ["refuse_error_answer"]

_LARGEST: Final = 64 * 1024
_LONGEST: Final = 200
_KEYS: Final = frozenset(
    "additional_data additional_errors code data detail documentation_url error error_description errorMessage errors "
    "instance message messages ok path requestId status statusCode status_code success timestamp title type".split()
)
_SAID: Final = ("message", "errorMessage", "error_description", "detail", "title", "error", "errors", "messages")
_CODED: Final = ("code", "status", "statusCode", "status_code")
_LEAST_STATUS: Final = 400


def refuse_error_answer(path: Path) -> None:
    """Refuse a file of JSON that says nothing but what is wrong: of WordPress, gateways, or by RFC 9457.

    Raises:
        SourceError: with the words of the service.
    """
    answer = _answer(path)
    if not answer or not answer.keys() <= _KEYS or not _is_error(answer):
        return
    said = dict.fromkeys(one_line(text)[:_LONGEST] for key in _SAID for text in _texts(answer.get(key)))
    code = next((str(answer[key]) for key in _CODED if isinstance(answer.get(key), (str, int))), "")
    words = "; ".join(filter(None, said))
    problem = Message("the service answers with an error: {reason}", reason=words or code)
    if words and code:
        problem = Message("the service answers with an error: {reason} ({code})", reason=words, code=code[:_LONGEST])
    raise SourceError(problem, source=str(path), hint=Message("correct the address, or sign in, and fetch it again"))


def _answer(path: Path) -> Mapping[str, Any]:
    """The object that a small file of JSON holds; nothing for other files."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        text = path.read_text("utf-8-sig").strip()
        answer = json.loads(text) if text.startswith("{") else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_error(answer: Mapping[str, Any]) -> bool:
    """Whether an object tells of an error: by a key for that, or by a message with a code, or by a status of HTTP."""
    data = answer.get("data")
    statuses = [answer.get(key) for key in _CODED] + ([data.get("status")] if isinstance(data, dict) else [])
    is_failed = any(_is_failure(status) for status in statuses) or answer.get("success") is False
    if any(answer.get(key) for key in ("error", "errors", "errorMessage")) or (is_failed and _holds_no_texts(data)):
        return True
    return isinstance(answer.get("message"), str) and not data and answer.keys() <= {"message", "code", "data", *_CODED}


def _holds_no_texts(data: Any) -> bool:
    """Whether the data of an answer hold only a status of HTTP, as of WordPress, or nothing."""
    return not data or (isinstance(data, dict) and "status" in data)


def _is_failure(status: Any) -> bool:
    return str(status).isdigit() and _LEAST_STATUS <= int(status) < 2 * _LEAST_STATUS


def _texts(value: Any) -> Iterator[str]:
    """The messages in a value: a text, or those of a table or list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for key in _SAID for text in _texts(value.get(key)))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))
