"""Makes triples of the elements of RDF/XML (section 7 of the W3C recommendation), in the order of pyoxigraph."""

from __future__ import annotations

from adgo.turtle.parsing.placed_triples import PlacedTriple, PlacedTriples
from adgo.turtle.rdfxml.attribute_rules import TYPED_NODE
from adgo.turtle.rdfxml.element_attributes import ElementAttributes, FaultReporter, sort_attributes
from adgo.turtle.rdfxml.open_element import PARSE_TYPES, ElementKind, OpenElement, PlacedTerm
from adgo.turtle.rdfxml.xml_tags import XmlAttribute
from adgo.turtle.terms import FIRST, NIL, RDF, REST, STRING_TYPE, TYPE, escape

#: Names of RDF that must not be a node element. They, and rdf:Description, must not be a property element.
RESERVED = {
    RDF + name
    for name in (
        *("about", "aboutEach", "aboutEachPrefix", "bagID", "datatype", "ID", "li", "nodeID", "parseType"),
        *("RDF", "resource"),
    )
}
XML_LITERAL = f'""^^<{RDF}XMLLiteral>'


class ElementReader:
    """Receives the elements and texts of a document, and collects the triples."""

    def __init__(self, base: str | None, report: FaultReporter) -> None:
        """Start before the root element.

        Args:
            base: the base IRI of the document; None if there is none.
            report: reports faults.
        """
        self.report = report
        self.stack = [OpenElement(ElementKind.DOCUMENT, base)]
        self.triples = PlacedTriples()
        self.ids: set[str] = set()
        self.blanks = 0
        #: The triples of the current tag: pyoxigraph returns the last one first.
        self._found: list[PlacedTriple] = []

    def open(self, name: str, start: int, attributes: list[XmlAttribute]) -> None:
        """Read a start tag outside of XML literals.

        Args:
            name: the namespace and the local name, joined.
            start: the offset of the element's name.
            attributes: its attributes in the order of the tag.
        """
        parent = self.stack[-1]
        sorted_attributes = sort_attributes(attributes, parent, self.report)
        if parent.kind is ElementKind.DOCUMENT and name == RDF + "RDF":
            element = OpenElement(ElementKind.NODES)
        elif parent.kind is ElementKind.NODE:
            element = self._property(name, start, parent, sorted_attributes)
        else:
            element = self._node(name, start, sorted_attributes)
        element.base, element.language, element.start = (
            sorted_attributes.base,
            sorted_attributes.language,
            start,
        )
        self.stack.append(element)
        self._flush()

    def close(self, start: int) -> None:
        """Read an end tag whose name is at this offset; that of an element without content is its only name."""
        element = self.stack.pop()
        if element.kind is ElementKind.NODE:
            self._end_node(element)
        elif element.kind is ElementKind.PROPERTY:
            self._statement(element, element.object or self._literal(element))
        elif element.kind is ElementKind.COLLECTION:
            self._statement(element, self._list(element.items, start, element.start))
        elif element.kind is ElementKind.LITERAL:
            if element.object is None:
                message = (
                    "this XML literal is empty and cannot be read: write content, or leave rdf:parseType out"
                )
                self.report(element.start, start, message)
            self._statement(element, element.object or PlacedTerm(XML_LITERAL, element.start))
        self._flush()

    def text(self, text: str, start: int) -> None:
        """Read text between tags; `start` is the offset of its first character that is not white space."""
        element = self.stack[-1]
        is_blank = not text.strip(" \t\r\n")
        if element.kind is ElementKind.LITERAL:
            element.object = element.object or PlacedTerm(XML_LITERAL, start)
            return
        has_text = element.text is not None and element.text.term.strip(" \t\r\n")
        if element.kind is ElementKind.PROPERTY and not element.object and not has_text:
            element.text = PlacedTerm(text, element.start if is_blank else start)
        elif not is_blank:
            message = "text is not allowed here: put it into a property element that has no other content"
            self.report(start, start + len(text.strip()), message)

    def _flush(self) -> None:
        self.triples += reversed(self._found)
        self._found.clear()

    def _emit(self, subject: PlacedTerm, predicate: PlacedTerm, value: PlacedTerm) -> None:
        self._found.append(
            PlacedTriple(
                subject.term, predicate.term, value.term, subject.start, predicate.start, value.start
            )
        )

    def _blank(self, start: int) -> PlacedTerm:
        self.blanks += 1
        return PlacedTerm(f"_:b{self.blanks}", start)

    def _node(self, name: str, start: int, attributes: ElementAttributes) -> OpenElement:
        self._check_name(name, start, is_property=False)
        attributes.check(self.report, is_property=False)
        of_rdf = attributes.of_rdf
        named = [each for each in ("about", "ID", "nodeID") if each in of_rdf]
        if len(named) > 1:
            second = of_rdf[named[1]]
            message = f"an element has one of rdf:about, rdf:ID and rdf:nodeID: remove {second.written}"
            self.report(second.name_start, second.name_start + len(second.written), message)
        subject = (
            attributes.iri("about", self.report)
            or self._new_id(attributes)
            or self._node_id(attributes)
            or self._blank(start)
        )
        self._property_attributes(subject, attributes)
        if name != RDF + "Description":
            self._emit(subject, PlacedTerm(TYPE, start), PlacedTerm(f"<{name}>", start))
        return OpenElement(ElementKind.NODE, subject=subject)

    def _property_attributes(self, subject: PlacedTerm, attributes: ElementAttributes) -> None:
        for each in attributes.properties:
            term = _literal_term(each.value, attributes.language, None)
            self._emit(
                subject, PlacedTerm(f"<{each.name}>", each.name_start), PlacedTerm(term, each.value_start)
            )
        value = attributes.iri("type", self.report)
        if value:
            self._emit(subject, PlacedTerm(TYPE, attributes.of_rdf["type"].name_start), value)

    def _new_id(self, attributes: ElementAttributes) -> PlacedTerm | None:
        """Return the IRI in `rdf:ID`, which must be new."""
        found = attributes.iri("ID", self.report)
        if found:
            if found.term in self.ids:
                attribute = attributes.of_rdf["ID"]
                message = f"the rdf:ID '{attribute.value}' is used before: choose another, or write rdf:about"
                self.report(found.start, found.start + len(attribute.value) + 2, message)
            self.ids.add(found.term)
        return found

    def _node_id(self, attributes: ElementAttributes) -> PlacedTerm | None:
        attribute = attributes.of_rdf.get("nodeID")
        return PlacedTerm(f"_:n{attribute.value}", attribute.value_start) if attribute else None

    def _property(
        self, name: str, start: int, parent: OpenElement, attributes: ElementAttributes
    ) -> OpenElement:
        if name == RDF + "li":
            parent.members += 1
            name = f"{RDF}_{parent.members}"
        self._check_name(name, start, is_property=True)
        attributes.check(self.report, is_property=True)
        element = OpenElement(
            ElementKind.PROPERTY, subject=parent.subject, predicate=PlacedTerm(f"<{name}>", start)
        )
        element.base, element.language, element.start = attributes.base, attributes.language, start
        identifier = self._new_id(attributes)
        if identifier:
            element.statement = attributes.of_rdf["ID"].name_start, identifier
        if "parseType" not in attributes.of_rdf:
            self._read_value(element, attributes)
            return element
        element.kind = PARSE_TYPES.get(attributes.of_rdf["parseType"].value, ElementKind.LITERAL)
        if element.kind is ElementKind.NODE:
            value = self._blank(start)
            self._statement(element, value)
            return OpenElement(ElementKind.NODE, subject=value)
        return element

    def _read_value(self, element: OpenElement, attributes: ElementAttributes) -> None:
        """Set the object and the datatype of a property element from its attributes."""
        resource, node = attributes.iri("resource", self.report), self._node_id(attributes)
        if resource and node:
            attribute = attributes.of_rdf["nodeID"]
            message = "a property element has one of rdf:resource and rdf:nodeID: remove one of them"
            self.report(attribute.name_start, attribute.name_start + len(attribute.written), message)
        if resource or node or attributes.properties or "type" in attributes.of_rdf:
            element.object = resource or node or self._blank(element.start)
            self._property_attributes(element.object, attributes)
        datatype = attributes.iri("datatype", self.report)
        element.datatype = datatype.term if datatype else None

    def _end_node(self, element: OpenElement) -> None:
        parent = self.stack[-1]
        if parent.kind is ElementKind.COLLECTION:
            parent.items.append(element.subject)
        elif parent.kind is ElementKind.PROPERTY:
            if parent.object or (parent.text and parent.text.term.strip(" \t\r\n")):
                message = "a property element has one node element, or text: write one property element for each value"
                self.report(element.start, element.start + 1, message)
            if parent.datatype:
                self.report(element.start, element.start + 1, TYPED_NODE)
            parent.object = element.subject

    def _literal(self, element: OpenElement) -> PlacedTerm:
        text, start = element.text or PlacedTerm("", element.start)
        return PlacedTerm(_literal_term(text, element.language, element.datatype), start)

    def _list(self, items: list[PlacedTerm], end: int, start: int) -> PlacedTerm:
        """Add the triples of a list and return its first cell.

        Args:
            items: the items.
            end: the offset of the end tag's name, which stands for the end of the list.
            start: the offset of the element's name, which stands for the whole list.
        """
        rest = PlacedTerm(NIL, end if items else start)
        for number, item in reversed(list(enumerate(items))):
            cell = self._blank(item.start if number else start)
            self._emit(cell, PlacedTerm(FIRST, item.start), item)
            self._emit(cell, PlacedTerm(REST, rest.start), rest)
            rest = PlacedTerm(cell.term, item.start)
        return PlacedTerm(rest.term, start)

    def _statement(self, element: OpenElement, value: PlacedTerm) -> None:
        """Add the triple of a property element, and its reification if it has an `rdf:ID`."""
        if element.statement:
            start, node = element.statement
            parts = {
                "type": PlacedTerm(f"<{RDF}Statement>", node.start),
                "subject": element.subject,
                "predicate": element.predicate,
                "object": value,
            }
            for name, part in parts.items():
                self._emit(node, PlacedTerm(f"<{RDF}{name}>", start), part)
        self._emit(element.subject, element.predicate, value)

    def _check_name(self, name: str, start: int, *, is_property: bool) -> None:
        """Report an element that has no namespace, or a name that is reserved."""
        is_reserved = name in RESERVED or (is_property and name == RDF + "Description")
        if is_reserved:
            local = name.removeprefix(RDF)
            expected = "property" if is_property else "node"
            self.report(
                start,
                start + 4 + len(local),
                f"rdf:{local} must not be a {expected} element: use another name here",
            )


def _literal_term(text: str, language: str | None, datatype: str | None) -> str:
    """Return a literal in N-Triples form.

    Args:
        text: its lexical form.
        language: the language that holds for it; None for none.
        datatype: its datatype in N-Triples form, which excludes the language; None for none.
    """
    if datatype:
        return f'"{escape(text)}"' + ("" if datatype == STRING_TYPE else f"^^{datatype}")
    return f'"{escape(text)}"' + (f"@{language}" if language else "")
