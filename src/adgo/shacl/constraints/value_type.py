"""Value type constraints: `sh:class`, `sh:datatype`, `sh:nodeKind` (SHACL 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL, sh
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.turtle.datatypes import checker
from adgo.turtle.term_parts import datatype, is_literal


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the value type constraints of a shape."""
    for value in shapes.values(shape.node, "class"):
        yield ClassConstraint(value)
    datatype_node = shapes.one(shape.node, "datatype")
    if datatype_node is not None:
        yield DatatypeConstraint(shapes.graph.term(datatype_node))
    kind = shapes.one(shape.node, "nodeKind")
    if kind is not None:
        term = shapes.graph.term(kind)
        if term not in _KINDS:
            raise ShapesError(f"{term} is not a node kind", shape.term)
        yield NodeKindConstraint(term)


@dataclass(eq=False, repr=False)
class ClassConstraint(Constraint):
    """Each value node is a SHACL instance of the given class; one result for each that is not.

    https://www.w3.org/TR/shacl/#ClassConstraintComponent
    """

    class_: int
    component = f"{SHACL}ClassConstraintComponent"

    def own_values(self) -> Mapping[str, int]:
        """Return the class."""
        return {"class": self.class_}

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that are not instances of the class."""
        bad = values.distinct - run.instances(self.class_)
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the class that was expected, and the classes that were found."""
        value = found.failure.value
        types = run.types(value) if isinstance(value, int) else []
        classes = ", ".join(run.show(each) for each in types) or "no class"
        return f"expected an instance of {run.show(self.class_)}, found {run.show(value)} of {classes}"


@dataclass(eq=False, repr=False)
class DatatypeConstraint(Constraint):
    """Each value node is a literal of the given datatype; one result for each that is not.

    A literal whose lexical form is wrong for its datatype, such as `"x"^^xsd:integer`, gives a result too.

    https://www.w3.org/TR/shacl/#DatatypeConstraintComponent
    """

    datatype: str
    component = f"{SHACL}DatatypeConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values of another datatype, and those that are ill-formed."""
        terms, check = run.terms, checker(self.datatype)
        bad = {value for value in values.distinct if not check(terms[value])}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the datatype that was expected, and the value or its datatype."""
        term, shown = run.text(found.failure.value), run.show(found.failure.value)
        expected = run.display.path(self.datatype)
        if is_literal(term) and datatype(term) == self.datatype:
            return f"{shown} is not a well-formed {expected}"
        kind = run.display.path(datatype(term)) if is_literal(term) else f"{shown}, which is not a literal"
        return f"expected a literal of {expected}, found {kind}"


#: Node kinds to the characters with which a term of the kind may start in N-Triples.
_KINDS = {
    sh("IRI"): "<",
    sh("BlankNode"): "_",
    sh("Literal"): '"',
    sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"',
    sh("IRIOrLiteral"): '<"',
}
_KIND_WORDS = {
    sh("IRI"): "an IRI",
    sh("BlankNode"): "a blank node",
    sh("Literal"): "a literal",
    sh("BlankNodeOrIRI"): "a blank node or an IRI",
    sh("BlankNodeOrLiteral"): "a blank node or a literal",
    sh("IRIOrLiteral"): "an IRI or a literal",
}


@dataclass(eq=False, repr=False)
class NodeKindConstraint(Constraint):
    """Each value node is an IRI, a blank node or a literal, as the given kind says; one result for each other one.

    https://www.w3.org/TR/shacl/#NodeKindConstraintComponent
    """

    kind: str
    component = f"{SHACL}NodeKindConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values of another kind."""
        starts, terms = _KINDS[self.kind], run.terms
        bad = {value for value in values.distinct if terms[value][0] not in starts}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the kind that was expected, and the value."""
        return f"expected {_KIND_WORDS[self.kind]}, found {run.show(found.failure.value)}"
