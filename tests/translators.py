"""What translators' tools do to files: fill in every text, by libraries of their own. No test lives here."""

from __future__ import annotations

import copy
import re
from io import BytesIO

from babel.messages.pofile import read_po, write_po
from lxml import etree

__all__ = ["pseudo", "translated"]

_LETTERS = str.maketrans("aeouncAEOU", "áéöüñçÁÉÖÜ")


def pseudo(text: str) -> str:
    """A text that only looks translated.

    >>> pseudo("Rest well")
    'Rést wéll'
    """
    return text.translate(_LETTERS)


def translated(content: bytes, *, text: str | None = None) -> bytes:
    """A file of translators with every text translated.

    Args:
        content: a PO or XLIFF file.
        text: what each run of text becomes; by default its pseudo-translation.
    """

    def changed(old: str) -> str:
        return pseudo(old) if text is None or not any(map(str.isalpha, old)) else text

    if not content.startswith(b"<"):
        catalog = read_po(BytesIO(content))
        for message in catalog:
            if message.id:
                pieces = re.split(r"(</?[a-z]+\d+/?>)", str(message.id))
                message.string = "".join(piece if piece.startswith("<") else changed(piece) for piece in pieces)
                message.flags.discard("fuzzy")
        stream = BytesIO()
        write_po(stream, catalog)
        return stream.getvalue()
    root = etree.fromstring(content)
    namespace = str(root.tag).removesuffix("xliff")
    for source in list(root.iter(f"{namespace}source")):
        unit = source.getparent()
        assert unit is not None
        old, target = unit.find(f"{namespace}target"), copy.deepcopy(source)
        target.tag, target.tail = f"{namespace}target", None
        for element in target.iter():
            element.text = changed(element.text) if element.text else None
            if element is not target and element.tail:
                element.tail = changed(element.tail)
        (unit if unit.tag == f"{namespace}segment" else target).set("state", "translated")
        if old is not None:
            unit.replace(old, target)
        else:
            source.addnext(target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
