"""Value type constraints: `sh:class`, `sh:datatype`, `sh:nodeKind` (SHACL 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.evaluation.datatypes import checker
from adgo.shacl.model.names import SHACL, sh
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.model.terms import datatype, is_literal

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the value type constraints of a shape."""
    for value in reader.values(shape.node, "class"):
        yield ClassConstraint(value)
    datatype_node = reader.one(shape.node, "datatype")
    if datatype_node is not None:
        yield DatatypeConstraint(reader.graph.term(datatype_node))
    kind = reader.one(shape.node, "nodeKind")
    if kind is not None:
        term = reader.graph.term(kind)
        if term not in _KINDS:
            raise ShapesError(f"{term} is no node kind", shape.term)
        yield NodeKindConstraint(term)


@dataclass(eq=False, repr=False)
class ClassConstraint(Constraint):
    """Values are SHACL instances of a class."""

    class_: int
    component = f"{SHACL}ClassConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that are no instances."""
        bad = values.distinct - run.instances(self.class_)
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the class that was expected, and the classes that were found."""
        types = run.types(failure.value) if isinstance(failure.value, int) else []
        found = ", ".join(run.show(each) for each in types) or "no class"
        return f"expected an instance of {run.show(self.class_)}, found {run.show(failure.value)} of {found}"


@dataclass(eq=False, repr=False)
class DatatypeConstraint(Constraint):
    """Values are literals of a datatype, their lexical form right for it."""

    datatype: str
    component = f"{SHACL}DatatypeConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values of another datatype, and those that are ill-formed."""
        terms, check = run.terms, checker(self.datatype)
        bad = {value for value in values.distinct if not check(terms[value])}
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the datatype that was expected, and what was found."""
        term = run.text(failure.value)
        expected = run.display.path(self.datatype)
        if is_literal(term) and datatype(term) == self.datatype:
            return f"{run.show(failure.value)} is no well-formed {expected}"
        found = (
            run.display.path(datatype(term)) if is_literal(term) else f"no literal, {run.show(failure.value)}"
        )
        return f"expected a literal of {expected}, found {found}"


#: Node kinds to what a term of the kind may start with in N-Triples.
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
    """Values are IRIs, blank nodes or literals, as the kind says."""

    kind: str
    component = f"{SHACL}NodeKindConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values of another kind."""
        starts, terms = _KINDS[self.kind], run.terms
        bad = {value for value in values.distinct if terms[value][0] not in starts}
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the kind that was expected, and the value."""
        return f"expected {_KIND_WORDS[self.kind]}, found {run.show(failure.value)}"
