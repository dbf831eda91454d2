"""The kinds of things, and which kinds the properties take as subjects and objects."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pyoxigraph import NamedNode, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import PREFIXES, short
from adgo.turtle.term_parts import datatype, iri, lexical


class Role(StrEnum):
    """What a term is in a claim: its subject or its object."""

    SUBJECT = "subject"
    OBJECT = "object"


SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
TAKES = {
    Role.SUBJECT: NamedNode(PREFIXES["schema"] + "domainIncludes"),
    Role.OBJECT: NamedNode(PREFIXES["schema"] + "rangeIncludes"),
}
#: At most this many properties are proposed.
MOST = 5


class KnownKinds:
    """The kinds of the things in a store. Terms are in N-Triples form."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, term: str) -> set[NamedNode]:
        """Return the classes that a thing has or that claims give it, and the datatype of a literal."""
        if not term.startswith("<"):
            return {NamedNode(iri(datatype(term)))}
        node = NamedNode(term[1:-1])
        found = [
            *store_lookup.objects(self._store, node, store_lookup.TYPE),
            *store_lookup.objects(self._store, node, SCHEME),
            *store_lookup.claimed_objects(self._store, node, store_lookup.TYPE),
        ]
        return {each for each in found if isinstance(each, NamedNode)}

    def taken(self, property_: str, role: Role) -> set[NamedNode]:
        """Return the classes or datatypes that a property takes.

        Args:
            property_: the property.
            role: whether as its subject or as its object.
        """
        found = store_lookup.objects(self._store, NamedNode(property_[1:-1]), TAKES[role])
        return {each for each in found if isinstance(each, NamedNode)}

    def fits(self, term: str, property_: str, role: Role) -> bool:
        """Return whether a term is of a kind that a property takes.

        Args:
            term: the term.
            property_: the property.
            role: whether the term is its subject or its object.
        """
        kinds = store_lookup.with_superclasses(self._store, self.of(term))
        return bool(kinds & self.taken(property_, role))

    def properties(self, subject: str, object_: str) -> list[str]:
        """Return the IRIs of the first properties, by name, that take a subject and an object; none if they are many.

        Args:
            subject: the subject.
            object_: the object.
        """
        quads = self._store.quads_for_pattern(None, TAKES[Role.SUBJECT], None, None)
        fitting = [
            name
            for name in sorted({str(quad.subject) for quad in quads})
            if self.fits(subject, name, Role.SUBJECT) and self.fits(object_, name, Role.OBJECT)
        ]
        return [name[1:-1] for name in fitting] if len(fitting) <= MOST else []

    def described(self, term: str) -> str:
        """Return a term and its kind as a clause, such as `id:Munich is adgo:City`."""
        name = short(term[1:-1]) if term.startswith("<") else repr(lexical(term))
        return f"{name} is {' and '.join(_names(self.of(term)))}"

    def listed(self, kinds: Iterable[NamedNode]) -> str:
        """Return the names of kinds, joined by `or`."""
        return " or ".join(_names(kinds))


def _names(kinds: Iterable[NamedNode]) -> list[str]:
    return sorted(short(each.value) for each in kinds)
