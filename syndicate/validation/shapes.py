"""The shape of an XML format as a table, and the walk that compares a document with it. No format is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import attrs
from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import qualified
from syndicate.reasons import either
from syndicate.validation import addresses, dates, html, values
from syndicate.validation.namespaces import likely_namespace
from syndicate.validation.problems import Check, Fault, Report, quoted

__all__ = [
    "ENTRIES",
    "FEEDS",
    "MANY",
    "ONCE",
    "ONE",
    "SOME",
    "XML_BASE",
    "XML_LANG",
    "Attribute",
    "Shape",
    "Vocabulary",
    "Walker",
    "local",
]

XML_LANG: Final = qualified("xml", "lang")
XML_BASE: Final = qualified("xml", "base")

_MOST_ATTRIBUTES: Final = 256

Limits = tuple[int, int | None]
ONE: Limits = (1, 1)
ONCE: Limits = (0, 1)
MANY: Limits = (0, None)
SOME: Limits = (1, None)

FEEDS: Final = frozenset(("feed", "source", "channel"))
"""What is about a feed, in Atom and RSS."""
ENTRIES: Final = frozenset(("entry", "item"))
"""What is about an entry, in Atom and RSS."""


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
        check: checks what the other attributes do not say; it is called after the rest.
        free: whether anything may stand in it, which then only ``check`` checks.
        within: for an extension, the names of the elements that may hold it; None for any.
        once: for an extension, whether an element may hold it only once.
    """

    reference: str
    attributes: Mapping[str, Attribute] = attrs.field(factory=dict)
    any_attribute: bool = False
    children: Mapping[str, Limits] | None = None
    text: Check | None = None
    check: Callable[[Walker, etree._Element, str], None] | None = None
    free: bool = False
    within: frozenset[str] | None = None
    once: bool = False


@attrs.frozen(kw_only=True)
class Vocabulary:
    """The elements and attributes that extensions add to a format.

    Attributes:
        shapes: the elements, by tag.
        attributes: those that may stand on elements of other namespaces, by name.
        closed: the namespaces of which every element and attribute is here, so that another is a mistake.
    """

    shapes: Mapping[str, Shape]
    attributes: Mapping[str, Attribute] = attrs.field(factory=dict)
    closed: frozenset[str] = frozenset()


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
        extensions: what elements of other namespaces may be; what is of none of these namespaces is let pass.
    """

    def __init__(
        self, report: Report, shapes: Mapping[str, Shape], namespace: str, extensions: Vocabulary | None = None
    ) -> None:
        self.report = report
        self.namespace = namespace
        self._extensions = extensions or Vocabulary(shapes={})
        self.shapes = {**self._extensions.shapes, **shapes}
        self._own = frozenset(tag for tag in shapes if tag[0] != "{" or tag[1 : tag.find("}")] == namespace)
        self._names: dict[str, str] = {}
        self._mistaken: set[str] = set()

    def add(
        self, rule: str, message: Message, element: etree._Element, place: str, reference: str | None = None
    ) -> None:
        """Report a problem at an element."""
        self.report.add(rule, message, line=element.sourceline or 0, place=place, reference=reference)

    def check(self, found: Fault | None, element: etree._Element, place: str, reference: str) -> None:
        """Report what is wrong with a value, if anything."""
        if found is not None:
            self.add(found[0], found[1], element, place, reference if found[0] in _OF_THE_FORMAT else None)

    def walk(self, element: etree._Element, place: str) -> None:
        """Check an element and all in it that the shapes know."""
        self._walk(element, self.shapes[str(element.tag)], place)

    def _walk(self, element: etree._Element, shape: Shape, place: str) -> None:
        self._attributes(element, shape, place)
        if not shape.free:
            if shape.children is None:
                self._text(element, shape, place)
            else:
                self._children(element, shape, shape.children, place)
        if shape.check is not None:
            shape.check(self, element, place)

    def _attributes(self, element: etree._Element, shape: Shape, place: str) -> None:
        known, found = shape.attributes, element.attrib
        if len(found) > _MOST_ATTRIBUTES:  # lxml takes quadratic time in their number
            self.add(
                "unknown-attribute",
                Message("{element} has {count:,} attributes", element=local(element.tag), count=len(found)),
                element,
                place,
            )
            return
        for name, value in element.items() if found else ():
            attribute = known.get(name)
            if attribute is not None:
                if attribute.check is not None:
                    self._value(attribute.check, value, element, f"{place}@{name}", shape.reference)
            elif name == XML_LANG:
                if value:
                    self.check(values.language(value), element, f"{place}@xml:lang", "RFC 5646 section 2.1")
            elif name == XML_BASE:
                self.check(addresses.iri_reference(value), element, f"{place}@xml:base", "XML Base section 3")
            elif name[0] == "{":
                self._foreign(name, value, element, place)
            elif not shape.any_attribute:
                message = Message("{element} has no attribute {attribute}", element=local(element.tag), attribute=name)
                self.add("unknown-attribute", message, element, place, shape.reference)
        for name, attribute in known.items():
            if attribute.required and name not in found:
                self.add(
                    "missing-attribute",
                    Message("the attribute {attribute} is missing", attribute=name),
                    element,
                    place,
                    shape.reference,
                )

    def _text(self, element: etree._Element, shape: Shape, place: str) -> None:
        for child in element:
            self.add(
                "unknown-element",
                Message("{element} stands in an element of plain text", element=_named(child)),
                child,
                place,
                shape.reference,
            )
        if shape.text is not None:
            self._value(shape.text, element.text or "", element, place, shape.reference)

    def _value(self, check: Check, text: str, element: etree._Element, place: str, reference: str) -> None:
        found = check(text)
        if found is None and self.report.now is not None:
            found = dates.future(check, text, self.report.now)
        if found is not None:
            self.check(found, element, place, reference)

    def _foreign(self, name: str, value: str, element: etree._Element, place: str) -> None:
        """An attribute of another namespace."""
        namespace, _, word = name[1:].partition("}")
        attribute = self._extensions.attributes.get(name)
        if attribute is not None:
            if attribute.check is not None:
                self._value(attribute.check, value, element, f"{place}@{word}", namespace)
        elif any(known.startswith(name[: len(namespace) + 2]) for known in self._extensions.attributes):
            self.add(
                "unknown-attribute",
                Message("{namespace} has no attribute {attribute}", namespace=namespace, attribute=word),
                element,
                place,
                namespace,
            )
        else:
            self.namespaces((namespace,), element, place)

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
                self._stranger(child, element, place, shape, number)
            else:
                most, name = limit[1], local(tag)
                if most is not None and number > most:
                    self.add(
                        "repeated-element",
                        Message("there is another {element}; one is allowed", element=name),
                        child,
                        f"{place}/{name}",
                        shape.reference,
                    )
                here = f"{place}/{name}" if most == 1 else f"{place}/{name}[{number}]"
                self._walk(child, self.shapes[tag], here)
            text = child.tail
            if text and not text.isspace():
                self._stray(text, child, place, shape)
        for tag, (least, _) in limits.items():
            if least and tag not in counts:
                self.add(
                    "missing-element",
                    Message("{element} is missing", element=local(tag)),
                    element,
                    place,
                    shape.reference,
                )

    def _stray(self, text: str, element: etree._Element, place: str, shape: Shape) -> None:
        self.add(
            "unexpected-text",
            Message("{value} stands between elements", value=quoted(text.strip())),
            element,
            place,
            shape.reference,
        )

    def _stranger(self, child: etree._Element, parent: etree._Element, place: str, shape: Shape, number: int) -> None:
        """An element that the parent's shape does not list: another format's is checked if it is known."""
        tag = str(child.tag)
        if (name := self._names.get(tag)) is None:
            name = self._names[tag] = f"{child.prefix}:{local(tag)}" if child.prefix else local(tag)
        here = f"{place}/{name}"
        known = self.shapes.get(tag)
        if known is None or tag in self._own:
            self._unknown(child, name, here, shape, known)
            return
        if known.within is not None and (holder := local(parent.tag)) not in known.within:
            message = Message(
                "{element} has no place in {holder}; it belongs in {elements}",
                element=name,
                holder=holder,
                elements=either(sorted(known.within)),
            )
            self.add("unknown-element", message, child, here, known.reference)
        elif known.once and number > 1:
            self.add(
                "repeated-element",
                Message("there is another {element}; one is allowed", element=name),
                child,
                here,
                known.reference,
            )
        self._walk(child, known, here)

    def _unknown(self, child: etree._Element, name: str, place: str, shape: Shape, known: Shape | None) -> None:
        namespace = etree.QName(child).namespace or ""
        if namespace == self.namespace:
            message = Message("{element} has no place here", element=name)
            if known is None:
                message = Message("{element} is not an element of the format", element=name)
            self.add("unknown-element", message, child, place, shape.reference)
        elif namespace in self._extensions.closed:
            self.add(
                "unknown-element",
                Message("{namespace} has no element {element}", namespace=namespace, element=name),
                child,
                place,
                namespace,
            )
        elif not namespace:
            self.add(
                "no-namespace", Message("{element} is in no namespace", element=name), child, place, shape.reference
            )
        else:
            self.namespaces((namespace,), child, place)

    def html(self, element: etree._Element, text: str, place: str, reference: str) -> None:
        """Report what is wrong with the escaped HTML of an element."""
        for fault in html.fragment(text, based=_has_base(element)):
            self.check(fault, element, place, reference)

    def xhtml(self, element: etree._Element, place: str, reference: str) -> None:
        """Report what is wrong with the XHTML that an element holds."""
        for fault in html.xhtml(element, based=_has_base(element)):
            self.check(fault, element, place, reference)

    def namespaces(self, found: Iterable[str | None], element: etree._Element, place: str) -> None:
        """Report, once each, the namespaces that are one typo away from one that readers know."""
        for namespace in found:
            if namespace and namespace not in self._mistaken and (right := likely_namespace(namespace)) is not None:
                self._mistaken.add(namespace)
                message = Message(
                    "no reader knows the namespace {namespace}; write {right}", namespace=quoted(namespace), right=right
                )
                self.add("mistaken-namespace", message, element, place)


_OF_THE_FORMAT: Final = frozenset({"invalid-number", "invalid-value", "empty-element"})
"""The rules for values that the format itself lays down, so that its section is the reference."""


def _has_base(element: etree._Element) -> bool:
    while (above := element.getparent()) is not None and element.get(XML_BASE) is None:
        element = above
    return element.get(XML_BASE) is not None


def _named(element: etree._Element) -> str:
    return local(element.tag) if isinstance(element.tag, str) else Message("an entity")
