"""Assignments as XLIFF, by lxml: what versions 1.2 and 2.1 have in common, and what each has for it.

XLIFF 1.2: http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html; 2.1:
http://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from syndicate.errors import Message, SourceError
from syndicate.namespaces import qualified
from syndicate.reasons import of_parser, of_words
from syndicate.text import rfc3339
from syndicate.translations.assignment import (
    Assignment,
    Filled,
    Item,
    Returned,
    ReturnedText,
    identifier,
    note_of,
    twice,
)
from syndicate.translations.content import Code, Content, Role

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["VERSIONS", "read", "write"]

VERSIONS: Final = ("1.2", "2.1")
_NS_1: Final = "urn:oasis:names:tc:xliff:document:1.2"
_NS_2: Final = "urn:oasis:names:tc:xliff:document:2.0"
"""Version 2.1 has the namespace of 2.0 (section 4.2 of 2.1)."""
_SPACE: Final = qualified("xml", "space")
_CTYPES: Final = {
    Role.OPEN: {"bold": "bold", "italic": "italic", "link": "link"},
    Role.ALONE: {"image": "image", "break": "lb"},
}
"""The values of ``ctype`` that version 1.2 has for pairs and for what stands alone; others begin with ``x-``."""
_TYPES: Final = {
    "bold": ("fmt", "xlf:b"),
    "italic": ("fmt", "xlf:i"),
    "break": ("fmt", "xlf:lb"),
    "strike": ("fmt", "syndicate:strike"),
    "link": ("link", ""),
    "image": ("image", ""),
}
_OPEN_STATES: Final = frozenset({"new", "initial"})


def write(assignments: Sequence[Assignment], now: datetime, version: str) -> bytes:
    """An XLIFF document: a ``file`` for each topic, in it a unit for each text.

    Args:
        assignments: what there is to translate, all into one language.
        now: the moment, which version 1.2 states.
        version: ``1.2`` or ``2.1``.
    """
    from lxml import etree

    first = assignments[0]
    if version == "1.2":
        root = etree.Element(f"{{{_NS_1}}}xliff", {"version": "1.2"}, nsmap={None: _NS_1})
        for assignment in assignments:
            _file_1(root, assignment, now)
    else:
        attributes = {"version": "2.1", "srcLang": first.source, "trgLang": first.target}
        root = etree.Element(f"{{{_NS_2}}}xliff", attributes, nsmap={None: _NS_2})
        for assignment in assignments:
            _file_2(root, assignment)
    _indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(element: _Element, depth: int = 0) -> None:
    """Lines for the elements that hold others; within texts no space may be added."""
    kept = {"source", "target", "note", "data", "context"}
    children = list(element)
    if not children or str(element.tag).rpartition("}")[2] in kept:
        return
    element.text = "\n" + " " * (depth + 1)
    for child in children:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    children[-1].tail = "\n" + " " * depth


def _child(parent: _Element, name: str, text: str | None = None, /, **attributes: str) -> _Element:
    from lxml import etree

    namespace = str(parent.tag).rpartition("}")[0]
    stated = {key.replace("_", "-"): value for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{namespace}}}{name}", stated)
    element.text = text
    return element


def _file_1(root: _Element, assignment: Assignment, now: datetime) -> None:
    file = _child(
        root,
        "file",
        original=assignment.slug,
        source_language=assignment.source,
        target_language=assignment.target,
        datatype="html" if assignment.form == "html" else "x-markdown",
        date=rfc3339(now),
        tool_id="syndicate",
    )
    header = _child(file, "header")
    _child(header, "tool", tool_id="syndicate", tool_name="syndicate")
    _child(header, "note", f"Topic: {assignment.title}")
    body = _child(file, "body")
    for item in assignment.items:
        is_done = item.filled is Filled.TRANSLATION
        unit = _child(body, "trans-unit", id=identifier(item.unit.name), resname=item.unit.name)
        unit.set("approved", "yes" if is_done else "no")
        unit.set(_SPACE, "preserve")
        _inline_1(_child(unit, "source"), item.unit.content)
        if item.target is not None:
            state = "final" if is_done else "needs-review-translation"
            _inline_1(_child(unit, "target", state=state), item.target)
        if assignment.file and item.unit.line:
            group = _child(unit, "context-group", purpose="location")
            _child(group, "context", assignment.file, context_type="sourcefile")
            _child(group, "context", str(item.unit.line), context_type="linenumber")
        _child(unit, "note", note_of(item, assignment.title))


def _file_2(root: _Element, assignment: Assignment) -> None:
    file = _child(root, "file", id=assignment.slug, original=assignment.slug)
    file.set(_SPACE, "preserve")
    _child(_child(file, "notes"), "note", f"Topic: {assignment.title}", category="context")
    for item in assignment.items:
        unit = _child(file, "unit", id=identifier(item.unit.name), name=item.unit.name)
        notes = _child(unit, "notes")
        _child(notes, "note", note_of(item, assignment.title), category="context")
        if assignment.file and item.unit.line:
            _child(notes, "note", f"{assignment.file}:{item.unit.line}", category="location")
        codes = [code for code in item.unit.content if isinstance(code, Code)]
        if codes:
            data = _child(unit, "originalData")
            for code in codes:
                _child(data, "data", code.raw, id=_reference(code)).set(_SPACE, "preserve")
        segment = _child(unit, "segment", state=_state_2(item))
        _inline_2(_child(segment, "source"), item.unit.content)
        if item.target is not None:
            _inline_2(_child(segment, "target"), item.target)


def _state_2(item: Item) -> str:
    return "final" if item.filled is Filled.TRANSLATION else "initial"


def _reference(code: Code) -> str:
    """The id of what stands for a code in the source."""
    return f"{'e' if code.role is Role.CLOSE else 'd'}{code.number}"


def _append(parent: _Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _inline_1(parent: _Element, content: Content) -> None:
    """Texts, ``g`` for pairs and ``x`` for what stands alone (XLIFF 1.2 section 2.4.1)."""
    place = parent
    for piece in content:
        if isinstance(piece, str):
            _append(place, piece)
        elif piece.role is Role.CLOSE:
            above = place.getparent()
            assert above is not None
            place = above
        else:
            ctype = _CTYPES[piece.role].get(piece.kind, f"x-{piece.kind}".replace("_", "-"))
            name = "g" if piece.role is Role.OPEN else "x"
            element = _child(place, name, id=str(piece.number), ctype=ctype)
            if piece.role is Role.OPEN:
                place = element
            else:
                element.set("equiv-text", piece.raw)


def _inline_2(parent: _Element, content: Content) -> None:
    """Texts, ``pc`` for pairs and ``ph`` for what stands alone (XLIFF 2.1 section 4.7.2)."""
    place = parent
    for piece in content:
        if isinstance(piece, str):
            _append(place, piece)
        elif piece.role is Role.CLOSE:
            place.set("dataRefEnd", _reference(piece))
            above = place.getparent()
            assert above is not None
            place = above
        else:
            kind, subkind = _TYPES.get(piece.kind, ("other", f"syndicate:{piece.kind.replace('_', '-')}"))
            element = _child(place, "pc" if piece.role is Role.OPEN else "ph", id=str(piece.number))
            element.set("canCopy", "no")
            element.set("canDelete", "no")
            element.set("type", kind)
            if subkind:
                element.set("subType", subkind)
            element.set("dataRefStart" if piece.role is Role.OPEN else "dataRef", _reference(piece))
            if piece.role is Role.OPEN:
                place = element


def read(content: bytes, file: str) -> Iterable[Returned]:
    """The topics of an XLIFF document of version 1.2 or 2.x.

    Raises:
        SourceError: it is another document; with the line.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise SourceError(
            Message("not XML: {msg}", msg=of_words(error.msg)),
            source=file,
            line=line,
            hint=Message("export the texts again"),
        ) from error
    except ValueError as error:
        raise SourceError(Message("not XML: {error}", error=of_parser(error)), source=file) from error
    if root.getroottree().docinfo.doctype:
        raise SourceError(
            Message("the file has a DTD, which XLIFF does not need"), source=file, line=1, hint=Message("remove it")
        )
    if root.tag == f"{{{_NS_1}}}xliff":
        return list(_files_1(root, file))
    if root.tag == f"{{{_NS_2}}}xliff":
        return list(_files_2(root, file))
    raise SourceError(
        Message("this is not an XLIFF document of version 1.2, 2.0, or 2.1"),
        source=file,
        line=root.sourceline,
        hint=Message("save it as one"),
    )


def _files_1(root: _Element, name: str) -> Iterator[Returned]:
    for file in root.iter(f"{{{_NS_1}}}file"):
        texts: dict[str, ReturnedText] = {}
        for unit in file.iter(f"{{{_NS_1}}}trans-unit"):
            source, target = unit.find(f"{{{_NS_1}}}source"), unit.find(f"{{{_NS_1}}}target")
            state = str(target.get("state", "")) if target is not None else ""
            is_open = unit.get("approved") != "yes" and (state in _OPEN_STATES or state.startswith("needs-"))
            texts[_new_id(unit, texts, name)] = _text([source], [target], is_open, unit)
        yield Returned(
            slug=str(file.get("original", "")),
            source=str(file.get("source-language", "")),
            target=str(file.get("target-language", "")),
            texts=texts,
            file=name,
            line=_line(file),
        )


def _files_2(root: _Element, name: str) -> Iterator[Returned]:
    for file in root.iter(f"{{{_NS_2}}}file"):
        texts: dict[str, ReturnedText] = {}
        for unit in file.iter(f"{{{_NS_2}}}unit"):
            # A tool may have cut the text into segments, with spaces between them that it does not translate.
            parts = [part for part in unit if part.tag in (f"{{{_NS_2}}}segment", f"{{{_NS_2}}}ignorable")]
            sources = [part.find(f"{{{_NS_2}}}source") for part in parts]
            targets = [part.find(f"{{{_NS_2}}}target") for part in parts]
            segments = [part.tag == f"{{{_NS_2}}}segment" for part in parts]
            missing = any(is_one and target is None for target, is_one in zip(targets, segments, strict=True))
            kept = [source if target is None else target for source, target in zip(sources, targets, strict=True)]
            is_open = any(
                part.get("state", "initial") == "initial"
                for part, is_one in zip(parts, segments, strict=True)
                if is_one
            )
            texts[_new_id(unit, texts, name)] = _text(sources, [None] if missing else kept, is_open, unit)
        yield Returned(
            slug=str(file.get("original") or file.get("id", "")),
            source=str(root.get("srcLang", "")),
            target=str(root.get("trgLang", "")),
            texts=texts,
            file=name,
            line=_line(file),
        )


def _new_id(unit: _Element, texts: Container[str], file: str) -> str:
    """The id of a unit, which no other of its topic has."""
    found = str(unit.get("id", ""))
    if found in texts:
        raise twice(found, file, _line(unit))
    return found


def _line(element: _Element) -> int:
    return int(element.sourceline or 1)


def _text(sources: list[Any], targets: list[Any], is_open: bool, unit: _Element) -> ReturnedText:
    source = _joined(sources)
    target = None if any(target is None for target in targets) else _joined(targets)
    has_text = target is not None and any(isinstance(piece, Code) or piece.strip() for piece in target)
    return ReturnedText(source=source, target=target if has_text else None, is_open=is_open, line=_line(unit))


def _joined(elements: Iterable[Any]) -> Content:
    found: list[str | Code] = []
    for element in elements:
        if element is not None:
            for piece in _pieces(element):
                if isinstance(piece, str) and found and isinstance(found[-1], str):
                    found[-1] += piece
                else:
                    found.append(piece)
    return tuple(found)


def _pieces(element: _Element) -> Iterator[str | Code]:
    """The content of an element; marks of tools, such as segments and terms, give way to their text."""
    if element.text:
        yield element.text
    for child in element:
        name = str(child.tag).rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in ("g", "pc"):
            yield Code(Role.OPEN, name, "", _number(child.get("id")))
            yield from _pieces(child)
            yield Code(Role.CLOSE, "", "", _number(child.get("id")))
        elif name in ("bx", "sc"):
            yield Code(Role.OPEN, name, "", _number(child.get("rid") or child.get("id")))
        elif name in ("ex", "ec"):
            yield Code(Role.CLOSE, "", "", _number(child.get("rid") or child.get("startRef") or child.get("id")))
        elif name == "cp":
            yield chr(int(str(child.get("hex")), 16))
        elif name in ("mrk", "sub"):
            yield from _pieces(child)
        elif name not in ("", "sm", "em"):
            yield Code(Role.ALONE, name, "", _number(child.get("id")))
        if child.tail:
            yield child.tail


def _number(value: Any) -> int:
    """The number of a code; that of none where a tool has given it another id."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 8 else 0
