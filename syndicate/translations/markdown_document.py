"""A Markdown file as units, and back; bytes that are not of a changed text stay. Nothing is compared here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from syndicate.errors import Message, SourceError
from syndicate.translations.content import Content, Unit
from syndicate.translations.front_texts import FrontTexts
from syndicate.translations.markdown_body import Body
from syndicate.translations.other_front import JsonTexts, TomlTexts

__all__ = ["MarkdownDocument"]

_BOM: Final = "\ufeff"
_FRONT: Final = re.compile(
    r"(?:[ \t]*\n)*---[ \t]*(?:ya?ml)?[ \t]*\n(?P<yaml>.*?)^---[ \t]*$"
    r"|(?:\+\+\+|(?P<toml_named>---[ \t]*toml))[ \t]*\n(?P<toml>.*?)^(?(toml_named)---|\+\+\+)[ \t]*$"
    r"|(?P<json_named>---[ \t]*json[ \t]*\n)?(?P<json>\{\n.*?^\}[ \t]*$|\{[ \t]*\"[^\n]*\}[ \t]*$)"
    r"(?(json_named)\n---[ \t]*$)",
    re.DOTALL | re.MULTILINE,
)
_READERS: Final[Mapping[str, type[FrontTexts | TomlTexts | JsonTexts]]] = {
    "yaml": FrontTexts,
    "toml": TomlTexts,
    "json": JsonTexts,
}


class MarkdownDocument:
    """The units of a file.

    Args:
        content: the bytes of the file.
        source: its name, for messages.

    Attributes:
        has_front_matter: whether the file begins with one.

    Raises:
        SourceError: it is not UTF-8.

    >>> document = MarkdownDocument(b"---\\r\\ntitle: Sleep\\r\\n---\\r\\nRest.\\r\\n", "sleep.en.md")
    >>> [unit.name for unit in document.units]
    ['title', 'text[0]']
    >>> document.written({"text[0]": ("Descanse.",)})
    b'---\\r\\ntitle: Sleep\\r\\n---\\r\\nDescanse.\\r\\n'
    """

    def __init__(self, content: bytes, source: str) -> None:
        self.source = source
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise SourceError(
                Message("not UTF-8"), source=source, line=line, hint=Message("save the file as UTF-8")
            ) from error
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._original = text[len(self._bom) :]
        text = self._original.replace("\r\n", "\n").replace("\r", "\n")
        match = _FRONT.match(text)
        form = str(match.lastgroup) if match is not None else "yaml"
        self._head = text[: match.start(form)] if match is not None else ""
        self._neck = text[match.end(form) : match.end()] if match is not None else ""
        self.has_front_matter = match is not None
        front, body = (match[form], text[match.end() :]) if match is not None else ("", text)
        self.front: FrontTexts | TomlTexts | JsonTexts = _READERS[form](front, self._head.count("\n"))
        self.body = Body(body, (self._head + front + self._neck).count("\n"))
        self.units: list[Unit] = [*self.front.units, *self.body.units]

    def raw(self, name: str) -> str:
        """What is written for a unit of the body."""
        return self.body.raw(name)

    def written(
        self,
        targets: Mapping[str, Content],
        keys: Mapping[str, str | None] | None = None,
        *,
        swapped: bool = False,
        body: str | None = None,
    ) -> bytes:
        """The file with some of its texts replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            keys, swapped: what else changes in the front matter, as :meth:`FrontTexts.written` takes it.
            body: another body instead of its own.

        Raises:
            SourceError: a text cannot be written where it has to stand; with the unit.
        """
        front = self.front.text
        if self.has_front_matter:
            front = self.front.written(targets, keys, swapped=swapped)
        text = self._head + front + self._neck + (self.body.written(targets) if body is None else body)
        return (self._bom + self._with_line_ends(text)).encode()

    def _with_line_ends(self, text: str) -> str:
        """The text with the line ends that the file has: all alike, or else each line that is still there its own."""
        ends = re.findall(r"\r\n|\r|\n", self._original)
        if len(set(ends)) <= 1:
            return text.replace("\n", ends[0]) if ends else text
        own = dict(re.findall(r"([^\r\n]*)(\r\n|\r|\n)", self._original))
        common = max(set(ends), key=ends.count)
        lines = text.split("\n")
        return "".join(line + own.get(line, common) for line in lines[:-1]) + lines[-1]
