"""The shape of an XML format as a table, and the walk that compares a document with it. No format is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
from lxml import etree

from syndicate.validation import values
from syndicate.validation.problems import Report, quoted
from syndicate.validation.values import Check

__all__ = ["MANY", "ONCE", "ONE", "SOME", "XML_BASE", "XML_LANG", "Attribute", "Shape", "Walker", "local"]

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"

_MOST_ATTRIBUTES: Final = 256

Limits = tuple[int, int | None]
ONE: Limits = (1, 1)
ONCE: Limits = (0, 1)
MANY: Limits = (0, None)
SOME: Limits = (1, None)


@attrs.frozen
class Attribute:
    """An attribute that an element may have: what checks it, and whether it has to be there."""

    check: Check | None = None
    required: bool = False


@attrs.frozen(kw_only=True)
class Shape:
    """What an element may hold.

    Attributes:
        reference: where it is laid down.
        attributes: by name; those of other namespaces may always be there.
        any_attribute: whether it may have others too.
        children: by tag, how often at least and at most; None for an element of text.
        text: what checks the text of an element without children.
        look: what else is to be seen to; it is called after the rest.
        free: whether anything may stand in it, which then only ``look`` checks.
    """

    reference: str
    attributes: Mapping[str, Attribute] = attrs.field(factory=dict)
    any_attribute: bool = False
    children: Mapping[str, Limits] | None = None
    text: Check | None = None
    look: Callable[[Walker, etree._Element, str], None] | None = None
    free: bool = False


def local(tag: object) -> str:
    """The name of an element or attribute without its namespace."""
    tag = str(tag)
    return tag[tag.rfind("}") + 1 :]


class Walker:
    """Compares elements with their shapes and reports what differs.

    Args:
        report: takes the problems.
        shapes: the shape of each tag of the format.
        namespace: the format's own, in which every element has to be known; empty for none.
        extensions: the shapes of elements of other namespaces; what is of none of these namespaces is let pass.
    """

    def __init__(
        self, report: Report, shapes: Mapping[str, Shape], namespace: str, extensions: Mapping[str, Shape]
    ) -> None:
        self.report = report
        self.shapes = {**extensions, **shapes}
        self.namespace = namespace
        self._known = {tag[1 : tag.find("}")] for tag in extensions if tag.startswith("{")} | {namespace}

    def add(self, rule: str, message: str, element: etree._Element, place: str, reference: str | None = None) -> None:
        """Report a problem at an element."""
        self.report.add(rule, message, line=element.sourceline or 0, place=place, reference=reference)

    def check(self, found: values.Fault | None, element: etree._Element, place: str, reference: str) -> None:
        """Report what is wrong with a value, if anything."""
        if found is not None:
            self.add(found[0], found[1], element, place, reference if found[0] in _OF_THE_FORMAT else None)

    def walk(self, element: etree._Element, place: str) -> None:
        """Check an element and all in it that the shapes know."""
        shape = self.shapes[str(element.tag)]
        self._attributes(element, shape, place)
        if not shape.free:
            if shape.children is None:
                self._text(element, shape, place)
            else:
                self._children(element, shape, shape.children, place)
        if shape.look is not None:
            shape.look(self, element, place)

    def _attributes(self, element: etree._Element, shape: Shape, place: str) -> None:
        known = shape.attributes
        if (count := len(element.attrib)) > _MOST_ATTRIBUTES:  # lxml takes the square of their number in time
            self.add("unknown-attribute", f"{local(element.tag)} has {count:,} attributes", element, place)
            return
        for name, value in element.items():
            attribute = known.get(name)
            if attribute is not None:
                if attribute.check is not None:
                    self.check(attribute.check(value), element, f"{place}@{name}", shape.reference)
            elif name == XML_LANG:
                if value:
                    self.check(values.language(value), element, f"{place}@xml:lang", "RFC 5646 section 2.1")
            elif name == XML_BASE:
                self.check(values.iri_reference(value), element, f"{place}@xml:base", "XML Base section 3")
            elif name[0] != "{" and not shape.any_attribute:
                message = f"{local(element.tag)} has no attribute {name}"
                self.add("unknown-attribute", message, element, place, shape.reference)
        for name, attribute in known.items():
            if attribute.required and element.get(name) is None:
                self.add("missing-attribute", f"the attribute {name} is missing", element, place, shape.reference)

    def _text(self, element: etree._Element, shape: Shape, place: str) -> None:
        for child in element:
            self.add(
                "unknown-element", f"{_named(child)} stands in an element of plain text", child, place, shape.reference
            )
        if shape.text is not None:
            self.check(shape.text(element.text or ""), element, place, shape.reference)

    def _children(self, element: etree._Element, shape: Shape, limits: Mapping[str, Limits], place: str) -> None:
        counts: dict[str, int] = {}
        text = element.text
        if text and not text.isspace():
            self._stray(text, element, place, shape)
        for child in element:
            tag = str(child.tag)
            number = counts[tag] = counts.get(tag, 0) + 1
            limit = limits.get(tag)
            if limit is None:
                self._stranger(child, element, place, shape)
            else:
                most = limit[1]
                if most is not None and number > most:
                    self.add(
                        "repeated-element",
                        f"there is another {local(tag)}; one is allowed",
                        child,
                        f"{place}/{local(tag)}",
                        shape.reference,
                    )
                name = local(tag)
                self.walk(child, f"{place}/{name}" if most == 1 else f"{place}/{name}[{number}]")
            text = child.tail
            if text and not text.isspace():
                self._stray(text, child, place, shape)
        for tag, (least, _) in limits.items():
            if least and tag not in counts:
                self.add("missing-element", f"{local(tag)} is missing", element, place, shape.reference)

    def _stray(self, text: str, element: etree._Element, place: str, shape: Shape) -> None:
        self.add("unexpected-text", f"{quoted(text.strip())} stands between elements", element, place, shape.reference)

    def _stranger(self, child: etree._Element, parent: etree._Element, place: str, shape: Shape) -> None:
        """An element that the parent's shape does not list: another format's is checked if it is known."""
        namespace, name = etree.QName(child).namespace or "", local(child.tag)
        if namespace == self.namespace:
            reason = "has no place here" if child.tag in self.shapes else "is no element of the format"
            self.add("unknown-element", f"{name} {reason}", child, f"{place}/{name}", shape.reference)
        elif namespace in self._known:
            if child.tag in self.shapes:
                self.walk(child, f"{place}/{name}")
            else:
                self.add("unknown-element", f"{namespace} has no element {name}", child, f"{place}/{name}", namespace)
        elif not namespace:
            self.add("no-namespace", f"{name} is in no namespace", child, f"{place}/{name}", shape.reference)


_OF_THE_FORMAT: Final = frozenset({"invalid-number", "invalid-value", "empty-element"})
"""The rules for values that the format itself lays down, so that its section is the reference."""


def _named(element: etree._Element) -> str:
    return local(element.tag) if isinstance(element.tag, str) else "an entity"
