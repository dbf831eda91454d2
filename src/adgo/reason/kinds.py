"""What each name is: a class, a property between things, of values or of annotations, a datatype."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adgo.reason import names
from adgo.reason.facts import Statement
from adgo.shacl.terms import datatype, is_iri, is_literal

_KINDS = ("class", "object", "data", "annotation", "datatype")
_DECLARING = {
    "class": names.CLASS,
    "object": names.OBJECT_PROPERTY,
    "data": names.DATA_PROPERTY,
    "annotation": names.ANNOTATION_PROPERTY,
    "datatype": names.DATATYPE,
}
#: Between two properties of one kind.
_ALIKE = names.terms("rdfs:subPropertyOf owl:equivalentProperty owl:inverseOf owl:propertyDisjointWith")


@dataclass
class Kinds:
    """Names by kind, and those that no file declares: the names in use, each with what it was taken for."""

    of: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in _KINDS})
    undeclared: dict[str, str] = field(default_factory=dict)

    def are(self, name: str) -> list[str]:
        """Return the kinds of a name."""
        return [kind for kind in _KINDS if name in self.of[kind]]

    def is_property(self, name: str) -> bool:
        """Return whether the name is a property of any kind."""
        return any(name in self.of[kind] for kind in ("object", "data", "annotation"))

    def declarations(self) -> Iterator[Statement]:
        """Yield a triple for each name that says what it is."""
        for kind, of_kind in self.of.items():
            yield from (
                Statement(name, names.TYPE, _DECLARING[kind])
                for name in sorted(of_kind)
                if is_iri(name) and not name.startswith(names.RESERVED)
            )


def read(statements: Iterable[Statement]) -> Kinds:
    """Return the kinds of all names that the triples declare or use.

    A property that nothing declares is taken for one between things if all its values are things, for one of values
    if all are literals that a reasoner knows, and else for an annotation.
    """
    told = list(statements)
    kinds = Kinds()
    kinds.of["annotation"] |= names.ANNOTATIONS
    kinds.of["datatype"] |= names.DATATYPES
    for s, p, o in told:
        if p == names.TYPE and o in names.DECLARATIONS:
            kinds.of[names.DECLARATIONS[o]].add(s)
        elif p == names.TYPE and o in names.OBJECT_TRAITS:
            kinds.of["object"].add(s)
    _from_axioms(kinds, told)
    _from_use(kinds, told)
    return kinds


def _from_axioms(kinds: Kinds, told: list[Statement]) -> None:
    """Take what stands where only a class can for a class, and a property for one of the kind of its relatives."""
    for s, p, o in told:
        if p in names.OF_CLASSES - {names.term("owl:hasKey"), names.term("owl:disjointUnionOf")}:
            found = [term for term in (s, o) if is_iri(term) and not kinds.are(term)]
            kinds.of["class"].update(term for term in found if not term.startswith(names.RESERVED))
        elif p == names.ON_PROPERTY and is_iri(o) and not kinds.is_property(o):
            kinds.of["object"].add(o)
    pairs = [(s, o) for s, p, o in told if p in _ALIKE and is_iri(s) and is_iri(o)]
    changed = True
    while changed:
        changed = False
        for one, other in (*pairs, *((o, s) for s, o in pairs)):
            if kinds.is_property(one) and not kinds.is_property(other):
                kinds.of[next(kind for kind in kinds.are(one) if kind in _DECLARING)].add(other)
                changed = True


def _from_use(kinds: Kinds, told: list[Statement]) -> None:
    used: dict[str, list[str]] = {}
    for _, p, o in told:
        if p == names.TYPE:
            if is_iri(o) and o not in kinds.of["class"] and not o.startswith(names.RESERVED):
                kinds.undeclared.setdefault(o, "a class")
        elif not p.startswith(names.RESERVED) and not kinds.is_property(p):
            used.setdefault(p, []).append(o)
    kinds.of["class"].update(kinds.undeclared)
    for name, values in used.items():
        if not any(map(is_literal, values)):
            kinds.of["object"].add(name)
            kinds.undeclared[name] = "a property between things"
        elif all(is_literal(value) and datatype(value) in names.DATATYPES for value in values):
            kinds.of["data"].add(name)
            kinds.undeclared[name] = "a property of values"
        else:
            kinds.of["annotation"].add(name)
            kinds.undeclared[name] = "an annotation, from which nothing follows"
