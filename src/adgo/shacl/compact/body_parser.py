"""Reads the constraints of shapes, which are between braces in SHACL Compact Syntax."""

from __future__ import annotations

from collections.abc import Callable, Collection

from adgo.shacl.compact import words
from adgo.shacl.compact.graph_builder import GraphBuilder, PlacedNode
from adgo.shacl.compact.path_parser import PathParser
from adgo.shacl.compact.token_stream import Misplaced, TokenStream
from adgo.shacl.compact.tokens import IRIS, described
from adgo.shacl.model.names import NODE_KINDS, sh

#: Braces that may be open at once.
DEEPEST = 60


class BodyParser:
    """Reads one body after the other, by recursive descent; each method is named after what it reads."""

    def __init__(self, stream: TokenStream, graph: GraphBuilder) -> None:
        """Hold the tokens and the graph."""
        self.stream, self.graph = stream, graph
        self.paths = PathParser(stream, graph)
        self._depth = 0

    def body(self, shape: PlacedNode) -> None:
        """Read `{ … }`, a shape's constraints; a fault in one does not hide those in the next.

        Raises:
            Misplaced: the body does not begin or does not end; the fault is recorded.
        """
        self._depth = 0
        self._body(shape)

    def _body(self, shape: PlacedNode) -> None:
        stream = self.stream
        if self._depth == DEEPEST:
            stream.fail(f"more than {DEEPEST} braces are open at once, the limit")
        opening = stream.take("{", "before the constraints of the shape")
        line = stream.line(opening.start)
        self._depth += 1
        while not stream.at("}"):
            if stream.current.kind == "end" or stream.at(*words.SHAPES):
                stream.fail(
                    f"expected '}}' to close the '{{' on line {line}, found {described(stream.current)}"
                )
            self._constraint(shape)
        self._depth -= 1
        stream.next()

    def _constraint(self, shape: PlacedNode) -> None:
        try:
            if self.paths.begins():
                self._property_shape(shape)
            else:
                self._alternatives(shape, self._node_value)
                while not self.stream.at("."):
                    self._alternatives(shape, self._node_value)
            self.stream.take(".", "to end the constraint")
        except Misplaced:
            self._skip_constraint()

    def _skip_constraint(self) -> None:
        """Go on after the '.' of a constraint, or before what ends the shape."""
        depth = 0
        while self.stream.current.kind != "end" and not self.stream.at(*words.SHAPES):
            if self.stream.at("}") and depth == 0:
                return
            token = self.stream.next()
            depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
            if token.text == "." and depth == 0:
                return

    def _property_shape(self, shape: PlacedNode) -> None:
        stream = self.stream
        node = self.graph.blank(stream.current.start)
        self.graph.state(shape, sh("property"), node)
        self.graph.state(node, sh("path"), self.paths.path())
        while not stream.at(".", "}") and stream.current.kind != "end":
            if stream.at("["):
                self._count(node)
            else:
                self._alternatives(node, self._property_atom)

    def _count(self, node: PlacedNode) -> None:
        """Read the numbers of values: `[1..*]`."""
        stream = self.stream
        stream.next()
        least = self._number(node, "minCount", "0")
        if stream.current.kind != "range":
            stream.fail(f"expected '..', as in '[{least}..1]', found {described(stream.current)}")
        stream.next()
        if stream.at("*"):
            stream.next()
        else:
            self._number(node, "maxCount", "")
        stream.take("]", "after the numbers of values")

    def _number(self, node: PlacedNode, parameter: str, omitted: str) -> str:
        token = self.stream.current
        if token.kind != "number" or not token.text.lstrip("+-").isdecimal():
            wanted = "a whole number" if parameter == "minCount" else "a whole number or '*'"
            self.stream.fail(f"expected {wanted}, found {described(token)}")
        if token.text != omitted:
            self.graph.state(node, sh(parameter), self.stream.node(token))
        return self.stream.next().text

    def _alternatives(self, node: PlacedNode, read: Callable[[PlacedNode], None]) -> None:
        """Read one part of a constraint, or several with '|' between them, one of which must hold.

        If there are several, each has a node of its own. That is known only after the first part, so its triples get a
        new node, which is replaced if there is no other part.
        """
        start, first_row = self.stream.current.start, len(self.graph.rows)
        first = self.graph.blank(start)
        self._negatable(first, read)
        if not self.stream.at("|"):
            self._replace(first, node, first_row)
            return
        members = [first]
        while self.stream.at("|"):
            self.stream.next()
            members.append(self.graph.blank(self.stream.current.start))
            self._negatable(members[-1], read)
        self.graph.state(node, sh("or"), self.graph.listed(members, start))

    def _replace(self, node: PlacedNode, by: PlacedNode, first_row: int) -> None:
        """Replace a subject in the rows from a number on."""
        subjects, starts = self.graph.rows.subjects, self.graph.rows.offsets["subject"]
        for row in range(first_row, len(subjects)):
            if subjects[row] == node.number:
                subjects[row], starts[row] = by.number, by.start

    def _negatable(self, node: PlacedNode, read: Callable[[PlacedNode], None]) -> None:
        if not self.stream.at("!"):
            read(node)
            return
        inner = self.graph.blank(self.stream.next().start)
        self.graph.state(node, sh("not"), inner)
        read(inner)

    def _node_value(self, node: PlacedNode) -> None:
        self._value(node, words.NODE_PARAMETERS, "a path or a parameter, as in 'closed=true'")

    def _property_atom(self, node: PlacedNode) -> None:
        stream = self.stream
        token = stream.current
        if token.kind in IRIS:
            type_ = stream.node(stream.next())
            is_datatype = words.is_datatype(self.graph.table[type_.number])
            self.graph.state(node, sh("datatype" if is_datatype else "class"), type_)
        elif token.kind == "reference":
            reference = stream.node(stream.next(), token.text[1:])
            self.graph.state(node, sh("node"), reference)
        elif stream.at("{"):
            inner = self.graph.blank(token.start)
            self.graph.state(node, sh("node"), inner)
            self._body(inner)
        elif token.text in NODE_KINDS:
            self.graph.state(node, sh("nodeKind"), self.graph.term(sh(token.text), stream.next().start))
        else:
            self._value(node, words.PROPERTY_PARAMETERS, "a type, a number of values, a parameter or '.'")

    def _value(self, node: PlacedNode, parameters: Collection[str], expected: str) -> None:
        """Read a parameter and its value."""
        stream = self.stream
        token = stream.current
        if token.kind != "word":
            stream.fail(f"expected {expected}, found {described(token)}")
        if token.text not in parameters:
            hint = words.remedy(token.text, [*parameters, *NODE_KINDS])
            stream.fail(f"'{token.text}' is not a parameter here{hint}")
        predicate = self.graph.term(sh(token.text), stream.next().start)
        stream.take("=", f"after '{token.text}'")
        if not stream.at("["):
            self.graph.add(node, predicate, self._iri_or_literal())
            return
        start, members = stream.next().start, []
        while not stream.at("]"):
            members.append(self._iri_or_literal())
        stream.next()
        self.graph.add(node, predicate, self.graph.listed(members, start))

    def _iri_or_literal(self) -> PlacedNode:
        token = self.stream.current
        if token.kind in (*IRIS, "literal", "number") or token.text in ("true", "false"):
            return self.stream.node(self.stream.next())
        self.stream.fail(f"expected an IRI or a literal, found {described(token)}")
