"""The declared properties, classes and closed lists, found by their names and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, PREFIXES, short
from adgo.graph.unknown_terms import nearest

_OWL = PREFIXES["owl"]
_RANGE = NamedNode(PREFIXES["rdfs"] + "range")
_RANGE_INCLUDES = NamedNode(PREFIXES["schema"] + "rangeIncludes")
_PROPERTIES = [_OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")]

_LITERALS = {PREFIXES["rdf"] + "langString", PREFIXES["rdfs"] + "Literal"}

#: Classes of lasting things, with their subclasses. Whether anything else is what it is, such as a trial, may be
#: planned, hedged or denied: only a claim says it, never the files of entities, which are asserted.
_LASTING = {ADGO + name for name in ("Organization", "Person", "Place", "Technology", "Vehicle", "Vessel")}


#: A list with at most this many terms is shown in a message.
FEW = 30


class UnknownTerm(LookupError):
    """No property, class or list has a term with that name; the message names the nearest."""


@dataclass(frozen=True)
class Property:
    """A declared property: its IRI, whether its values are things, and the datatypes of its values, if declared.

    `has_times` says whether its values are times.
    """

    iri: str
    has_things: bool
    datatypes: tuple[str, ...]
    has_times: bool = False


def expanded(name: str) -> str:
    """Return the IRI of a name with a prefix, or the name itself without angle brackets."""
    written = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = written.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else written


class TermFinder:
    """The terms of the ontology in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def property(self, name: str) -> Property:
        """Return the property with an IRI, name or label; UnknownTerm if none is declared with it."""
        iri = (
            PREFIXES["rdf"] + "type"
            if name == "a" or expanded(name) == PREFIXES["rdf"] + "type"
            else self._find(name, self._properties, "property")
        )
        node = NamedNode(iri)
        kinds = {
            str(kind.value)
            for kind in store_lookup.objects(self._store, node, store_lookup.TYPE)
            if isinstance(kind, NamedNode)
        }
        ranges = {
            value.value
            for predicate in (_RANGE, _RANGE_INCLUDES)
            for value in store_lookup.objects(self._store, node, predicate)
            if isinstance(value, NamedNode)
        }
        datatypes = tuple(sorted(each for each in ranges if each.startswith(PREFIXES["xsd"])))
        # An annotation property such as adgo:engagesIn has things too, if its range says so.
        has_things = (
            _OWL + "ObjectProperty" in kinds
            or bool(ranges - set(datatypes) - _LITERALS)
            or iri.endswith("#type")
        )
        return Property(iri, has_things, datatypes, ADGO + "TimeExpression" in ranges)

    def class_(self, name: str) -> str:
        """Return the IRI of the class with an IRI, name or label; UnknownTerm if none is declared with it."""
        return self._find(name, self._classes, "class")

    def is_lasting(self, class_iri: str) -> bool:
        """Return whether the members of a class are lasting things, such as firms, and not projects or events."""
        found = store_lookup.with_superclasses(self._store, [NamedNode(class_iri)])
        return any(node.value in _LASTING for node in found)

    def member(self, name: str, class_name: str) -> str:
        """Return the IRI of a term of a closed list, such as `Planned` of `Modality`; UnknownTerm if it has none.

        Args:
            name: its IRI, name or label.
            class_name: the local name of the class of the terms.
        """
        nodes = store_lookup.instances(self._store, NamedNode(ADGO + class_name))
        members = {node.value: node.value for node in nodes}
        return self._find(name, self._by_name(members), re.sub(r"(?<=.)(?=[A-Z])", " ", class_name).lower())

    @cached_property
    def _properties(self) -> dict[str, str]:
        return self._by_name(self._of_kinds(_PROPERTIES))

    @cached_property
    def _classes(self) -> dict[str, str]:
        return self._by_name(self._of_kinds([_OWL + "Class"]))

    def _of_kinds(self, kinds: Iterable[str]) -> Iterable[str]:
        return sorted(
            {node.value for kind in kinds for node in store_lookup.instances(self._store, NamedNode(kind))}
        )

    def _by_name(self, terms: Iterable[str]) -> dict[str, str]:
        """Return the IRIs of terms by IRI, ADGO's local names and labels; ambiguous labels are left out."""
        found = {iri: iri for iri in terms}
        names: dict[str, set[str]] = {}
        for iri in list(found):
            labels = [
                value.value
                for predicate in store_lookup.LABELS
                for value in store_lookup.objects(self._store, NamedNode(iri), predicate)
                if isinstance(value, Literal)
            ]
            for name in (*labels, iri.removeprefix(ADGO)):
                names.setdefault(name.casefold(), set()).add(iri)
        return found | {name: next(iter(iris)) for name, iris in names.items() if len(iris) == 1}

    def _find(self, name: str, terms: dict[str, str], kind: str) -> str:
        iri = expanded(name)
        if iri in terms or iri.casefold() in terms:
            return terms.get(iri) or terms[iri.casefold()]
        near = nearest(iri if ":" in iri else ADGO + iri, sorted(set(terms.values())))
        raise UnknownTerm(f"no {kind} is called {name!r}{self._hint(near, terms)}")

    def _hint(self, near: str, terms: dict[str, str]) -> str:
        """Return what to name instead: the nearest term, or all terms if they are few."""
        if near:
            return f"; the nearest is {short(near)}"
        few = sorted({short(iri).removeprefix("adgo:") for iri in terms.values()})
        return (
            f"; give one of {', '.join(few)}"
            if len(few) <= FEW
            else "; write its label, or its name with adgo:"
        )
