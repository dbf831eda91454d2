"""The entities, types and properties that the reconciliation service knows.

An entity is a named thing of the graph; its identifier is the end of its IRI. Types and properties are classes and
properties of the ontology, by their local names. Values are those of the default graph, so nothing that is only
planned, hedged or past is among them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from adgo.corpus import standings
from adgo.corpus.corpus import TYPE, Corpus, Term, parse_number
from adgo.graph.namespaces import ADGO, ID, XSD

#: The property that says how certain an undertaking is and how far it has got; it comes from the reports on it.
STANDING = "standing"
#: Properties that say where a thing is, for its description.
PLACES = ("basedInCountry", "headquarteredIn", "within", "locatedIn")
_WHOLE = {XSD + "integer", XSD + "int", XSD + "nonNegativeInteger"}

Json = dict[str, Any]


def known(corpus: Corpus, identifier: str) -> str:
    """Return the IRI of the entity with an identifier, or with an IRI; "" if there is none."""
    it = ID + identifier.strip().removeprefix("<").removesuffix(">").removeprefix(ID).removeprefix("id:")
    return it if is_entity(corpus, it) else ""


def is_entity(corpus: Corpus, it: str) -> bool:
    """Return whether a thing is an entity: it is of ADGO and has a kind."""
    return (
        it.startswith(ID) and (it in corpus.records or it in corpus.by_subject) and bool(corpus.classes(it))
    )


def identifier(it: str) -> str:
    """Return the identifier of an entity."""
    return it.removeprefix(ID)


def types(corpus: Corpus, it: str) -> list[Json]:
    """Return the types of an entity, the narrowest first, as {"id", "name"}."""
    names = dict.fromkeys(name for cls in corpus.classes(it) for name in corpus.lineage(cls))
    return [described(corpus, name) for name in names if corpus.knows(ADGO + name) and ":" not in name]


def described(corpus: Corpus, name: str) -> Json:
    """Return a class or property of the ontology, given by its local name, as {"id", "name"}."""
    return {"id": name, "name": corpus.label(ADGO + name) if corpus.knows(ADGO + name) else name}


def description(corpus: Corpus, it: str) -> str:
    """Return an entity in a few words: its kinds, where it is, and the standing of an undertaking."""
    kinds = ", ".join(corpus.label(kind) for kind in corpus.classes(it))
    places = [corpus.label(term.value) for name in PLACES for term in facts(corpus, it, name) if term.is_iri]
    where = f" in {places[0]}" if places and places[0] != corpus.label(it) else ""
    found = standings.of(corpus, it) if corpus.is_a(it, "Undertaking") else []
    return kinds + where + "".join(f"; {standings.label(corpus, each)}" for each in found)


def facts(corpus: Corpus, it: str, name: str) -> list[Term]:
    """Return the values of a property of an entity in the default graph.

    Args:
        corpus: the graph.
        it: the entity.
        name: the local name of the property.
    """
    if name == STANDING and corpus.is_a(it, "Undertaking"):
        return [Term("uri", ADGO + each) for each in standings.of(corpus, it)]
    return list(corpus.records.get(it, {}).get(ADGO + name, []))


def value(corpus: Corpus, term: Term) -> Json:
    """Return a value as the API has it: an entity, a number, a date, a boolean, or a text."""
    if term.is_iri:
        if is_entity(corpus, term.value):
            return {"id": identifier(term.value), "name": corpus.label(term.value)}
        return {"str": corpus.show(term)}
    if term.note == XSD + "boolean":
        return {"bool": term.value in ("true", "1")}
    if term.note == XSD + "date":
        return {"date": term.value}
    number = parse_number(term.value) if term.note.startswith(XSD) and term.note != XSD + "string" else None
    if number is None:
        return {"str": term.value}
    return {"int": int(number)} if term.note in _WHOLE else {"float": number}


def properties(corpus: Corpus, type_name: str = "") -> list[str]:
    """Return the properties of the entities of a type, the most frequent first, by their local names.

    Args:
        corpus: the graph.
        type_name: the local name of the class; "" for all entities.
    """
    return corpus.kept(f"properties of {type_name}", lambda: _properties(corpus, type_name))


def _properties(corpus: Corpus, type_name: str) -> list[str]:
    counted: Counter[str] = Counter()
    for it in members(corpus, type_name):
        counted.update(
            name.removeprefix(ADGO) for name in corpus.records.get(it, {}) if name.startswith(ADGO)
        )
        counted.update([STANDING] if corpus.is_a(it, "Undertaking") else [])
    return sorted(counted, key=lambda name: (-counted[name], name))


def members(corpus: Corpus, type_name: str = "") -> list[str]:
    """Return the entities of a type, given by the local name of its class; all entities if it is ""."""
    if type_name:
        return [it for it in corpus.of_class(type_name) if it.startswith(ID)]
    return [it for it in dict.fromkeys([*corpus.records, *corpus.by_subject]) if is_entity(corpus, it)]


def all_types(corpus: Corpus) -> list[str]:
    """Return the local names of all classes that have entities, those with the most first."""
    return corpus.kept("types of entities", lambda: _all_types(corpus))


def _all_types(corpus: Corpus) -> list[str]:
    counted = Counter(
        each["id"] for it in corpus.records if TYPE in corpus.records[it] and it.startswith(ID)
        for each in types(corpus, it)
    )  # fmt: skip
    return sorted(counted, key=lambda name: (-counted[name], name))
