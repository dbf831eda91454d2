"""What a reviewer can choose for a field: the terms of closed lists, and things by words of their names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, ID, PREFIXES, short
from adgo.intake.project_graph import ProjectGraph

#: The classes of the terms that a field may have.
_KINDS = {
    "predicate": ("owl:ObjectProperty", "owl:DatatypeProperty"),
    "type": ("owl:Class",),
    "modality": ("adgo:Modality",),
    "status": ("adgo:Status",),
    "attribution": ("adgo:Attribution",),
}


@dataclass(frozen=True)
class Meaning:
    """A thing or term: its IRI, its name with a prefix, and its label ("" if it has none)."""

    iri: str
    name: str
    label: str


def meaning(graph: ProjectGraph, iri: str) -> Meaning:
    """Return the names of the thing or term with an IRI."""
    node = NamedNode(iri)
    labels = (store_lookup.text(graph.store, node, each) for each in store_lookup.LABELS)
    return Meaning(iri, short(iri), next(filter(None, labels), ""))


def choices(graph: ProjectGraph, field: str, *, only_used: bool = False) -> list[Meaning]:
    """Return the terms that a field may have, by label; predicates that many claims use come first.

    Args:
        graph: the project.
        field: predicate, type, modality, status or attribution.
        only_used: whether predicates that no claim uses yet are left out.
    """
    nodes = {node.value for kind in _KINDS[field] for node in _instances(graph, kind)}
    found = [meaning(graph, iri) for iri in nodes if iri.startswith(ADGO)]
    if field != "predicate":
        return sorted(found, key=lambda each: (each.label.casefold(), each.name))
    claimed = graph.store.quads_for_pattern(None, store_lookup.PREDICATE, None, None)
    used = Counter(str(quad.object)[1:-1] for quad in claimed)
    found += [Meaning(PREFIXES["rdf"] + "type", "rdf:type", "is a")]
    return sorted(
        (each for each in found if used[each.iri] or not only_used),
        key=lambda each: (-used[each.iri], each.label.casefold(), each.name),
    )


def terms(graph: ProjectGraph, field: str, words: str) -> list[Meaning]:
    """Return the terms that a field may have whose labels or names have one of some words.

    Args:
        graph: the project.
        field: predicate, type, modality, status or attribution.
        words: the words.
    """
    wanted = [word.casefold() for word in re.findall(r"\w{3,}", words)]
    return [
        each
        for each in choices(graph, field)
        if any(word in f"{each.label} {each.name}".casefold() for word in wanted)
    ]


def things(graph: ProjectGraph, words: str, limit: int = 20) -> list[Meaning]:
    """Return the things whose labels or other names have all of some words, the closest names first.

    Args:
        graph: the project.
        words: words, or their beginnings.
        limit: how many at most.
    """
    wanted = [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in words.split()]
    found: dict[str, int] = {}
    for label in store_lookup.LABELS if wanted else ():
        for quad in graph.store.quads_for_pattern(None, label, None, None):
            iri, name = str(quad.subject)[1:-1], quad.object
            if not iri.startswith(ID) or not isinstance(name, Literal):
                continue
            if all(each.search(name.value) for each in wanted):
                found[iri] = min(found.get(iri, len(name.value)), len(name.value))
    ranked = sorted(found, key=lambda iri: (found[iri], iri))
    return [meaning(graph, iri) for iri in ranked[:limit]]


def _instances(graph: ProjectGraph, kind: str) -> list[NamedNode]:
    prefix, _, local = kind.partition(":")
    return store_lookup.instances(graph.store, NamedNode(PREFIXES[prefix] + local))
