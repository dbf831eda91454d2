"""The terms of the evidence layer, and functions that look up values in a store."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from adgo.graph.namespaces import ADGO, PREFIXES, RDF

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

TYPE = NamedNode(RDF + "type")
SOURCE = NamedNode(ADGO + "Source")
PASSAGE = NamedNode(ADGO + "Passage")
LENGTH = NamedNode(ADGO + "length")
SHA256 = NamedNode(ADGO + "sha256")
HAS_SOURCE = NamedNode(PREFIXES["oa"] + "hasSource")
HAS_SELECTOR = NamedNode(PREFIXES["oa"] + "hasSelector")
START = NamedNode(PREFIXES["oa"] + "start")
END = NamedNode(PREFIXES["oa"] + "end")
DESCRIPTION = NamedNode(PREFIXES["dcterms"] + "description")
CLAIM = NamedNode(ADGO + "Claim")
CITES = NamedNode(ADGO + "passage")
SUBJECT = NamedNode(ADGO + "subject")
PREDICATE = NamedNode(ADGO + "predicate")
OBJECT = NamedNode(ADGO + "object")
WORDING = NamedNode(ADGO + "wording")
IS_NAMED = NamedNode(ADGO + "isNamed")
PERSON = NamedNode(ADGO + "Person")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
LEVEL_NUMBER = NamedNode(ADGO + "levelNumber")
LABELS = (
    *(NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel", "hiddenLabel")),
    NamedNode(PREFIXES["rdfs"] + "label"),
)


def instances(store: Store, kind: NamedNode) -> list[NamedNode]:
    """Return the named nodes of a class in all graphs of the store, sorted by IRI."""
    found = {quad.subject for quad in store.quads_for_pattern(None, TYPE, kind, None)}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)


def objects(store: Store, subject: Subject, predicate: NamedNode) -> list[Term]:
    """Return the values of a property in all graphs of the store, each once, sorted by their text form.

    Args:
        store: the data.
        subject: the node.
        predicate: the property.
    """
    found = {quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)}
    return sorted(found, key=str)


def text(store: Store, subject: Subject, predicate: NamedNode) -> str | None:
    """Return the lexical form of a property's literal, the first if there are several; None if there is none.

    Args:
        store: the data.
        subject: the node.
        predicate: the property.
    """
    literals = (value.value for value in objects(store, subject, predicate) if isinstance(value, Literal))
    return next(literals, None)


def only(store: Store, subject: Subject, predicate: NamedNode) -> str | None:
    """Return the lexical form of a property's only value; None if there is not exactly one value, or not a literal.

    Args:
        store: the data.
        subject: the node.
        predicate: the property.
    """
    values = objects(store, subject, predicate)
    return values[0].value if len(values) == 1 and isinstance(values[0], Literal) else None


def number(store: Store, subject: Subject, predicate: NamedNode) -> int | None:
    """Return a property's only value as a whole number; None if there is not exactly one, or not a number.

    Args:
        store: the data.
        subject: the node.
        predicate: the property.
    """
    lexical = only(store, subject, predicate)
    try:
        return None if lexical is None else int(lexical)
    except ValueError:
        return None


def kinds(store: Store, node: Subject) -> set[NamedNode]:
    """Return the classes of a node and their superclasses."""
    return with_superclasses(store, objects(store, node, TYPE))


def with_superclasses(store: Store, classes: Iterable[Term]) -> set[NamedNode]:
    """Return the named classes among some terms, and their superclasses."""
    found: set[NamedNode] = set()
    waiting = [kind for kind in classes if isinstance(kind, NamedNode)]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [above for above in objects(store, kind, SUBCLASS) if isinstance(above, NamedNode)]
    return found


def claimed_objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[Term]:
    """Return the objects of all claims with a subject and predicate, each once.

    Args:
        store: the data.
        subject: the subject of the claims.
        predicate: the predicate of the claims.
    """
    about = {quad.subject for quad in store.quads_for_pattern(None, SUBJECT, subject, None)}
    claims = [
        one for one in about if isinstance(one, NamedNode) and predicate in objects(store, one, PREDICATE)
    ]
    return sorted({thing for claim in claims for thing in objects(store, claim, OBJECT)}, key=str)
