"""What the desk remembers of translations, in a text file beside the catalog. Texts are not in it, their digests are.

Front matter can say which original a text is of, but not which of its paragraphs; and a text that is not there yet, or
that stands in XML, has no front matter. So requests and digests have a file of their own: one line of JSON for each
text, in their order, which people can read and version control can merge.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.json_writer import spaced
from syndicate.reasons import of_system

__all__ = ["Known", "Memory", "Request", "write_whole"]

_FORMAT: Final = "syndicate-translations"
_VERSION: Final = 1
_MOST_BYTES: Final = 256 * 1024**2


@attrs.frozen(kw_only=True)
class Request:
    """That a text was given to translators.

    Attributes:
        of: the digest of the original that they got.
        at: when, as RFC 3339 writes it.
        text: the digest that the translation had then; empty if there was none. It is in work until it has another.
    """

    of: str
    at: str
    text: str = ""


@attrs.frozen(kw_only=True)
class Known:
    """What is remembered of a translation.

    Attributes:
        of: the digest of the original that it is known to be of; empty where it is not known.
        text: the digest that the translation had then.
        is_reviewed: whether somebody said that it is right, or imported it, rather than nothing speaking against it.
        blocks: the digest of each text of the translation, by that of the text it translates.
        request: that it is in work; None if it is not.
    """

    of: str = ""
    text: str = ""
    is_reviewed: bool = False
    blocks: Mapping[str, str] = attrs.field(factory=dict)
    request: Request | None = None


class Memory:
    """The file.

    Args:
        path: where it is; one that is not there remembers nothing.

    Raises:
        SourceError: it is another file, or damaged; with the line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[tuple[str, str], Known] = {}
        self._written = b""
        if path.is_file():
            if path.stat().st_size > _MOST_BYTES:
                raise SourceError(Message("the file is too large for a memory of translations"), source=str(path))
            self._written = path.read_bytes()
            self._read(self._written)

    @classmethod
    def beside(cls, source: Path) -> Path:
        """Where the memory of a source is: ``topics.translations`` for ``topics``, and for ``topics/sleep.en.md``.

        What is a whole repository has it within, since nothing beside it would be kept.
        """
        folder = source.resolve()
        if folder.is_file() and folder.suffix in (".md", ".markdown", ".mdx"):
            folder = folder.parent
        if (folder / ".git").exists():
            return folder / ".translations"
        return folder.with_name(f"{folder.name}.translations")

    def _read(self, content: bytes) -> None:
        for number, line in enumerate(content.splitlines(), start=1):
            try:
                value = json.loads(line)
                if number == 1:
                    if (value["format"], value["version"]) != (_FORMAT, _VERSION):
                        raise ValueError("another format")
                    continue
                asked = value.get("asked")
                request = None if asked is None else _request(asked)
                blocks = {_text(key): _text(text) for key, text in value.get("blocks", {}).items()}
                self._known[_text(value["locale"]), _text(value["id"])] = Known(
                    of=_text(value.get("of", "")),
                    text=_text(value.get("text", "")),
                    is_reviewed=value.get("reviewed") is True,
                    blocks=blocks,
                    request=request,
                )
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise SourceError(
                    Message("this is not what `syndicate translate` remembers"),
                    source=str(self.path),
                    line=number,
                    hint=Message(
                        "put a copy of it back; if you remove it, nothing is known of requests and changed paragraphs"
                    ),
                ) from error

    def of(self, locale: str, identifier: str) -> Known:
        """What is known of a translation, by its language and the id of its original."""
        return self._known.get((locale, identifier), Known())

    def note(self, locale: str, identifier: str, known: Known) -> None:
        """Remember."""
        self._known[locale, identifier] = known

    def dumps(self) -> bytes:
        """The whole file."""
        lines = [spaced({"format": _FORMAT, "version": _VERSION})]
        for (locale, identifier), known in sorted(self._known.items()):
            if known == Known():
                continue
            value: dict[str, Any] = {"locale": locale, "id": identifier}
            if known.of:
                value |= {"of": known.of, "text": known.text}
            if known.is_reviewed:
                value["reviewed"] = True
            if known.request is not None:
                value["asked"] = attrs.asdict(known.request)
            if known.blocks:
                value["blocks"] = dict(known.blocks)
            lines.append(spaced(value))
        return b"\n".join(lines) + b"\n"

    def save(self) -> None:
        """Write the file, if there is anything new."""
        content = self.dumps()
        if content == self._written or (not self._known and not self._written):
            return
        write_whole({self.path: content})
        self._written = content


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all: what can fail does so before the first is put in place."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            other = path.with_name(f".{path.name}.new")
            waiting.append((other, path))
            other.write_bytes(content)
        for other, path in waiting:
            if path.exists():
                other.chmod(path.stat().st_mode & 0o777)
            other.replace(path)
    except OSError as error:
        raise SourceError(
            Message("cannot be written: {reason}", reason=of_system(error)),
            source=str(error.filename),
            hint=Message("see who may write there"),
        ) from error
    finally:
        for other, _ in waiting:
            other.unlink(missing_ok=True)


def _request(asked: Any) -> Request:
    return Request(of=_text(asked["of"]), at=_text(asked["at"]), text=_text(asked.get("text", "")))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value
