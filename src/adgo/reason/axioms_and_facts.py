"""Sorts triples into axioms and facts for the reasoner, annotations, and triples that it cannot use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from adgo.reason import name_kinds, owl_vocabulary
from adgo.reason.name_kinds import Kinds
from adgo.reason.triples import Statement, Triples
from adgo.shacl.model.result import Place
from adgo.turtle.datatypes import is_well_formed
from adgo.turtle.document import Part
from adgo.turtle.term_parts import datatype, is_blank, is_literal

Severity = Literal["error", "note"]

#: Predicates of axioms about a blank node, except owl:inverseOf, with which a blank node denotes an inverse property.
ABOUT_NODES = owl_vocabulary.AXIOMS - {owl_vocabulary.INVERSE}
_ANNOTATED = owl_vocabulary.terms("owl:Axiom owl:Annotation")

#: Blank nodes that are individuals get IRIs that start with this, as the reasoner would rename them.
_BLANK = "<urn:adgo:blank:"


@dataclass(frozen=True, slots=True)
class Unit:
    """An axiom or a fact: its first triple, and all its triples including those of its blank nodes."""

    head: Statement
    statements: tuple[Statement, ...]
    is_axiom: bool


@dataclass(frozen=True, slots=True)
class Unused:
    """A triple that the reasoner cannot use; the severity is "error" if OWL does not allow it at all."""

    check: str
    severity: Severity
    statement: Statement
    why: str
    place: Place


@dataclass
class Logic:
    """The sorted triples: kinds of names, declarations, axioms and facts, annotations, and unused triples."""

    triples: Triples
    kinds: Kinds
    declarations: list[Statement]
    units: list[Unit]
    unused: list[Unused]
    annotations: int
    #: Blank nodes of class expressions, lists and axioms; all others are individuals.
    structural: set[str]

    @property
    def reasoned(self) -> int:
        """The number of triples that the reasoner gets."""
        return len({statement for unit in self.units for statement in unit.statements})

    def as_given(self, statements: Sequence[Statement]) -> list[Statement]:
        """Return triples in the form for the reasoner: blank nodes that are individuals have IRIs."""
        return [Statement(self._named(s), p, self._named(o)) for s, p, o in statements]

    def _named(self, term: str) -> str:
        return f"{_BLANK}{term[2:]}>" if is_blank(term) and term not in self.structural else term


def named_blank(term: str) -> str:
    """Return the blank node for an IRI that the reasoner got for it; return any other term unchanged."""
    return f"_:{term[len(_BLANK) : -1]}" if term.startswith(_BLANK) else term


def sort(triples: Triples) -> Logic:
    """Return the triples of the documents, sorted."""
    return _Sorter(triples).sorted()


class _Sorter:
    def __init__(self, triples: Triples) -> None:
        self.triples = triples
        self.kinds = name_kinds.read(triples.where)
        self.by_blank: dict[str, list[Statement]] = {}
        for statement in triples.where:
            if is_blank(statement.subject):
                self.by_blank.setdefault(statement.subject, []).append(statement)
        self.structural = {node for node, group in self.by_blank.items() if _is_structure(group)}
        self.units: list[Unit] = []
        self.unused: list[Unused] = []
        self.annotations = 0
        #: Structural nodes that an axiom or a fact uses; the others are reported.
        self.used: set[str] = set()

    def sorted(self) -> Logic:
        for statement in self.triples.where:
            self._sort(statement)
        self._left_over()
        declarations = [*self.kinds.declarations(), *_ontology()]
        return Logic(
            self.triples, self.kinds, declarations, self.units, self.unused, self.annotations, self.structural
        )

    def _sort(self, statement: Statement) -> None:
        s, p, o = statement
        if s in self.structural:
            if p in ABOUT_NODES or (
                p == owl_vocabulary.TYPE and (o in owl_vocabulary.PAIRWISE or o == owl_vocabulary.NEGATIVE)
            ):
                self._axiom(statement)
            elif p == owl_vocabulary.TYPE and o in _ANNOTATED:
                self.used.add(s)
                self.annotations += len(self.by_blank[s])
        elif p == owl_vocabulary.TYPE:
            self._type(statement)
        elif p in owl_vocabulary.AXIOMS or p in owl_vocabulary.NAMED_STRUCTURE:
            self._axiom(statement)
        elif p in self.kinds.of["annotation"]:
            self.annotations += 1
        elif p in self.kinds.of["object"] or p in self.kinds.of["data"]:
            self._value(statement)
        else:
            self._refuse("unknown-name", "error", statement, f"{p} is not a property that OWL or RDF defines")

    def _type(self, statement: Statement) -> None:
        o = statement.object
        if is_literal(o):
            self._refuse(
                "literal-for-a-thing",
                "error",
                statement,
                "the object of rdf:type must be a class, and this is a literal",
            )
        elif o in owl_vocabulary.TRAITS:
            self._unit(statement, is_axiom=True)
        elif (
            o in self.kinds.of["class"] or o in (owl_vocabulary.THING, owl_vocabulary.NOTHING) or is_blank(o)
        ):
            self._unit(statement, is_axiom=False)
        elif o in owl_vocabulary.DECLARATIONS or o in owl_vocabulary.IDLE_TYPES:
            self.annotations += 1
        elif o in self.kinds.of["datatype"]:
            self._refuse(
                "unknown-name",
                "error",
                statement,
                f"{o} is a datatype, and the type of a thing must be a class",
            )
        else:
            self._refuse("unknown-name", "error", statement, f"{o} is not a class that OWL or RDF defines")

    def _value(self, statement: Statement) -> None:
        _, p, o = statement
        takes_things, takes_values = p in self.kinds.of["object"], p in self.kinds.of["data"]
        if not is_literal(o):
            if takes_things:
                self._unit(statement, is_axiom=False)
            else:
                self._refuse(
                    "thing-for-a-literal",
                    "error",
                    statement,
                    f"the values of {p} must be literals, and {o} is not one",
                )
        elif not takes_values:
            self._refuse(
                "literal-for-a-thing",
                "error",
                statement,
                f"the values of {p} must not be literals, and {o} is one",
            )
        elif not is_well_formed(o):
            self._refuse("ill-typed", "error", statement, f"{o} is not a value of its datatype")
        elif datatype(o) not in owl_vocabulary.DATATYPES:
            self._refuse(
                "datatype",
                "note",
                statement,
                f"{datatype(o)} is not a datatype of OWL 2, so the value was left out",
            )
        else:
            self._unit(statement, is_axiom=False)

    def _axiom(self, statement: Statement) -> None:
        s, p, o = statement
        if p in owl_vocabulary.OF_PROPERTIES and {s, o} & self.kinds.of["annotation"]:
            self.annotations += 1
        elif (
            p in owl_vocabulary.OF_CLASSES | owl_vocabulary.OF_PROPERTIES | owl_vocabulary.OF_THINGS
            and is_literal(o)
        ):
            self._refuse(
                "literal-for-a-thing",
                "error",
                statement,
                f"the values of {p} must not be literals, and {o} is one",
            )
        else:
            self._unit(statement, is_axiom=p not in owl_vocabulary.OF_THINGS)

    def _unit(self, statement: Statement, *, is_axiom: bool) -> None:
        """Add an axiom or a fact, unless it contains a datatype that the reasoner does not know."""
        statements = tuple(dict.fromkeys(self._closure(statement)))
        unknown = next((name for each in statements if (name := self._unknown_datatype(each))), None)
        if unknown:
            what = "axiom" if is_axiom else "fact"
            why = f"{unknown} is not a datatype of OWL 2, so the {what} was left out"
            self._refuse("datatype", "note", statement, why)
        else:
            self.units.append(Unit(statement, statements, is_axiom))

    def _unknown_datatype(self, statement: Statement) -> str | None:
        o = statement.object
        if o in self.structural:
            return None
        name = datatype(o) if is_literal(o) else o
        is_datatype = (
            is_literal(o) or name.startswith(owl_vocabulary.XSD_NAMES) or name in self.kinds.of["datatype"]
        )
        defined = name in owl_vocabulary.DATATYPES or (not is_literal(o) and self._is_defined(name))
        return name if is_datatype and not defined else None

    def _is_defined(self, name: str) -> bool:
        """Return whether a datatype is defined in the data by a known one."""
        return Statement(name, owl_vocabulary.TYPE, owl_vocabulary.DATATYPE) in self.triples.where and any(
            Statement(name, owl_vocabulary.EQUIVALENT_CLASS, node) in self.triples.where
            for node in self.structural
        )

    def _closure(self, statement: Statement) -> Iterator[Statement]:
        yield statement
        waiting = [term for term in (statement.subject, statement.object) if term in self.structural]
        seen = set(waiting)
        while waiting:
            node = waiting.pop()
            self.used.add(node)
            for each in self.by_blank[node]:
                # An axiom about the node is a unit of its own.
                if each.predicate in ABOUT_NODES:
                    continue
                yield each
                if each.object in self.structural and each.object not in seen:
                    seen.add(each.object)
                    waiting.append(each.object)

    def _left_over(self) -> None:
        left = self.structural - self.used
        for node, group in self.by_blank.items():
            for statement in group if node in left else ():
                self._refuse(
                    "structure",
                    "note",
                    statement,
                    "this part of a list or class expression does not belong to an axiom or fact",
                )

    def _refuse(self, check: str, severity: Severity, statement: Statement, why: str) -> None:
        part: Part = "predicate" if check == "unknown-name" else "object"
        if statement.predicate == owl_vocabulary.TYPE:
            part = "object"
        self.unused.append(Unused(check, severity, statement, why, self.triples.place(statement, part)))


def _is_structure(group: Iterable[Statement]) -> bool:
    return any(
        p in owl_vocabulary.STRUCTURE
        or p == owl_vocabulary.INVERSE
        or (p == owl_vocabulary.TYPE and (o in owl_vocabulary.PAIRWISE or o == owl_vocabulary.NEGATIVE))
        for _, p, o in group
    )


def _ontology() -> Iterator[Statement]:
    """Yield the ontology header that the reasoner needs."""
    yield Statement("<urn:adgo:reasoned>", owl_vocabulary.TYPE, owl_vocabulary.term("owl:Ontology"))
