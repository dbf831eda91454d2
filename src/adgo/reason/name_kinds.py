"""The kind of each name: class, object, data or annotation property, or datatype."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adgo.reason import owl_vocabulary
from adgo.reason.triples import Lists, Statement
from adgo.turtle.term_parts import datatype, is_iri, is_literal

#: Predicates between two classes, and predicates from an expression to a class.
_OF_TWO_CLASSES = owl_vocabulary.terms("rdfs:subClassOf owl:equivalentClass owl:disjointWith")
_CLASS_PLACES = owl_vocabulary.terms(
    "owl:someValuesFrom owl:allValuesFrom owl:onClass owl:complementOf rdfs:domain"
)
#: Predicates of lists, to the kind of the list items.
_LISTS = {
    **dict.fromkeys(owl_vocabulary.terms("owl:unionOf owl:intersectionOf owl:disjointUnionOf"), "class"),
    **dict.fromkeys(owl_vocabulary.terms("owl:propertyChainAxiom owl:hasKey"), "object"),
}
_MEMBERS = {
    owl_vocabulary.term("owl:AllDisjointClasses"): "class",
    owl_vocabulary.term("owl:AllDisjointProperties"): "object",
}

_KINDS = ("class", "object", "data", "annotation", "datatype")
_DECLARING = {
    "class": owl_vocabulary.CLASS,
    "object": owl_vocabulary.OBJECT_PROPERTY,
    "data": owl_vocabulary.DATA_PROPERTY,
    "annotation": owl_vocabulary.ANNOTATION_PROPERTY,
    "datatype": owl_vocabulary.DATATYPE,
}
_TAKEN_FOR = {
    "object": "an object property",
    "data": "a datatype property",
    "annotation": "an annotation property, from which nothing is inferred",
}
#: Predicates between two properties of the same kind.
_ALIKE = owl_vocabulary.terms(
    "rdfs:subPropertyOf owl:equivalentProperty owl:inverseOf owl:propertyDisjointWith"
)


@dataclass
class Kinds:
    """Names by kind, and the undeclared names, each with the kind that it was treated as."""

    of: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in _KINDS})
    undeclared: dict[str, str] = field(default_factory=dict)

    def are(self, name: str) -> list[str]:
        """Return the kinds of a name."""
        return [kind for kind in _KINDS if name in self.of[kind]]

    def is_property(self, name: str) -> bool:
        """Return whether the name is a property of any kind."""
        return any(name in self.of[kind] for kind in ("object", "data", "annotation"))

    def declarations(self) -> Iterator[Statement]:
        """Yield the triple that declares each name."""
        for kind, of_kind in self.of.items():
            yield from (
                Statement(name, owl_vocabulary.TYPE, _DECLARING[kind])
                for name in sorted(of_kind)
                if is_iri(name) and not name.startswith(owl_vocabulary.RESERVED)
            )


def read(statements: Iterable[Statement]) -> Kinds:
    """Return the kinds of all names that the triples declare or use.

    An undeclared property is read as an object property if none of its values is a literal, as a data property if all
    of them are literals of known datatypes, and as an annotation property otherwise.
    """
    triples = list(statements)
    kinds = Kinds()
    kinds.of["annotation"] |= owl_vocabulary.ANNOTATIONS
    kinds.of["datatype"] |= owl_vocabulary.DATATYPES
    for s, p, o in triples:
        if p == owl_vocabulary.TYPE and o in owl_vocabulary.DECLARATIONS:
            kinds.of[owl_vocabulary.DECLARATIONS[o]].add(s)
        elif p == owl_vocabulary.TYPE and o in owl_vocabulary.OBJECT_TRAITS:
            kinds.of["object"].add(s)
    _classes(kinds, triples)
    _from_relatives(kinds, triples)
    _from_use(kinds, triples)
    _from_relatives(kinds, triples)
    _properties(kinds, triples)
    for s, p, o in triples:
        # rdf:Property declares a property, but not its kind.
        if p == owl_vocabulary.TYPE and o == owl_vocabulary.PROPERTY:
            kinds.undeclared.pop(s, None)
    return kinds


def _classes(kinds: Kinds, triples: list[Statement]) -> None:
    """Read undeclared names as classes if they occur where only classes are allowed."""
    for s, p, o in triples:
        if p in _OF_TWO_CLASSES and is_iri(s):
            _take(kinds, s, "class")
        if p in _OF_TWO_CLASSES | _CLASS_PLACES or p == owl_vocabulary.TYPE:
            _take(kinds, o, "class")
    _take_items(kinds, triples, "class")


def _properties(kinds: Kinds, triples: list[Statement]) -> None:
    """Read unused, undeclared names as properties if they occur where only properties are allowed."""
    for s, p, o in triples:
        if p == owl_vocabulary.ON_PROPERTY and not kinds.is_property(o):
            _take(kinds, o, "object")
        elif p in owl_vocabulary.OF_PROPERTIES and is_iri(s) and not kinds.is_property(s):
            _take(kinds, s, "data" if p == owl_vocabulary.RANGE and o in kinds.of["datatype"] else "object")
    _take_items(kinds, triples, "object")


def _take_items(kinds: Kinds, triples: list[Statement], kind: str) -> None:
    """Read the undeclared items of lists as this kind if the lists may only have items of it."""
    lists = Lists(triples)
    types = {s: o for s, p, o in triples if p == owl_vocabulary.TYPE and o in _MEMBERS}
    for s, p, o in triples:
        found = _LISTS.get(p) or (_MEMBERS.get(types.get(s, "")) if p == owl_vocabulary.MEMBERS else None)
        if found == kind:
            for item in lists.items(o):
                _take(kinds, item, kind)


def _from_relatives(kinds: Kinds, triples: list[Statement]) -> None:
    """Read an undeclared property as the kind of its sub-, super-, equivalent or inverse properties."""
    pairs = [(s, o) for s, p, o in triples if p in _ALIKE and is_iri(s) and is_iri(o)]
    changed = True
    while changed:
        changed = False
        for one, other in (*pairs, *((o, s) for s, o in pairs)):
            if (
                kinds.is_property(one)
                and not kinds.is_property(other)
                and not other.startswith(owl_vocabulary.RESERVED)
            ):
                kind = next(kind for kind in kinds.are(one) if kind in _TAKEN_FOR)
                kinds.of[kind].add(other)
                kinds.undeclared[other] = _TAKEN_FOR[kind]
                changed = True


def _take(kinds: Kinds, term: str, kind: str) -> None:
    """Record the kind of a name, unless its kind is known."""
    if is_iri(term) and not kinds.are(term) and not term.startswith(owl_vocabulary.RESERVED):
        kinds.of[kind].add(term)
        kinds.undeclared[term] = _TAKEN_FOR.get(kind, "a class")


def _from_use(kinds: Kinds, triples: list[Statement]) -> None:
    """Read an undeclared property as the kind that fits its values."""
    used: dict[str, list[str]] = {}
    for _, p, o in triples:
        if not p.startswith(owl_vocabulary.RESERVED) and not kinds.is_property(p):
            used.setdefault(p, []).append(o)
    for name, values in used.items():
        if not any(map(is_literal, values)):
            kind = "object"
        elif all(is_literal(value) and datatype(value) in owl_vocabulary.DATATYPES for value in values):
            kind = "data"
        else:
            kind = "annotation"
        kinds.of[kind].add(name)
        kinds.undeclared[name] = _TAKEN_FOR[kind]
