"""What the desk remembers of translations, in a text file beside the catalog. Texts are not in it, their digests are.

Front matter can say which original a text is of, but not which of its paragraphs; and a text that is not there yet, or
that stands in XML, has no front matter. So requests and digests have a file of their own: one line of JSON for each
text, in their order, which people can read and version control can merge. Where two people's lines meet, both may be
kept: the marks of a conflict are passed over, and lines of one text are joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
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
_CONFLICT: Final = re.compile(rb"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
"""A line that version control adds where it could not merge."""


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

    def joined(self, other: Known) -> Known:
        """What two people remember of one translation, of whom neither knew what the other did.

        The one who reviewed it, or has more of it, is believed; a request that only one knows of is kept, since the
        other may not have known of it. If it is over, the translation has another digest, and that ends it.
        """
        first, second = (self, other) if self._weight >= other._weight else (other, self)
        requests = sorted((one.request for one in (self, other) if one.request is not None), key=lambda one: one.at)
        return attrs.evolve(first, blocks={**second.blocks, **first.blocks}, request=requests[-1] if requests else None)

    @property
    def _weight(self) -> tuple[bool, bool]:
        return self.is_reviewed, bool(self.of)


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
            if not line.strip() or (_CONFLICT.match(line) and number > 1):
                continue
            try:
                value = json.loads(line)
                if number == 1:
                    if (value["format"], value["version"]) != (_FORMAT, _VERSION):
                        raise ValueError("another format")
                    continue
                asked = value.get("asked")
                request = None if asked is None else _request(asked)
                blocks = {_text(key): _text(text) for key, text in value.get("blocks", {}).items()}
                key = _text(value["locale"]), _text(value["id"])
                known = Known(
                    of=_text(value.get("of", "")),
                    text=_text(value.get("text", "")),
                    is_reviewed=value.get("reviewed") is True,
                    blocks=blocks,
                    request=request,
                )
                self._known[key] = self._known[key].joined(known) if key in self._known else known
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

    def strays(self, locale: str, ids: Collection[str]) -> dict[str, Known]:
        """What is remembered of translations whose originals have other ids than these, by their ids."""
        return {key[1]: known for key, known in self._known.items() if key[0] == locale and key[1] not in ids}

    def rename(self, locale: str, before: str, identifier: str) -> None:
        """Take what is remembered of a translation along to the new id of its original."""
        self._known[locale, identifier] = self._known.pop((locale, before))

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
