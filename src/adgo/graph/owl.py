"""Triples to an ontology of owlready2, whose individuals are listed and can be searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from adgo.graph.namespaces import ADGO, PREFIXES, RDF
from adgo.turtle.terms import TYPE

if TYPE_CHECKING:
    from owlready2 import Ontology

Statement = tuple[str, str, str]

_OWL, _RDFS, _SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
_INDIVIDUAL = f"<{_OWL}NamedIndividual>"
_LABEL, _PREFERRED = f"<{_RDFS}label>", f"<{_SKOS}prefLabel>"
_IMPORTS, _ONTOLOGY = f"<{_OWL}imports>", f"<{_OWL}Ontology>"
_LANGUAGES = (f"<{RDF}", f"<{_RDFS}", f"<{_OWL}")


def ontology(statements: Iterable[Statement], iri: str = ADGO) -> Ontology:
    """Return an owlready2 ontology, in a world of its own, of triples whose terms are in N-Triples form.

    What has a type is declared an individual, so that `individuals()` lists it, and what has a `skos:prefLabel` and no
    `rdfs:label` gets that label too, so that `search(label=…)` finds it. Headers of files other than that of the
    ontology `iri` are left out, as owlready2 would rename the ontology by them, and so are imports, as it would fetch
    them from the network.
    """
    from owlready2 import World

    told = list(statements)
    headers = {s for s, p, o in told if p == TYPE and o == _ONTOLOGY} - {f"<{iri.rstrip('#/')}>"}
    told = [each for each in told if each[0] not in headers and each[1] != _IMPORTS]
    made = World().get_ontology(iri)
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in [*told, *_individuals(told), *_labels(told)])
    # owlready2 reads no Turtle, and takes an empty file for another format.
    if lines:
        made.load(fileobj=BytesIO(lines.encode()))
    return made


def _individuals(statements: list[Statement]) -> Iterator[Statement]:
    """Yield a declaration of each name with a type that is not a type of the languages themselves."""
    typed = {s: None for s, p, o in statements if p == TYPE and s[0] == "<" and not o.startswith(_LANGUAGES)}
    declared = {s for s, p, o in statements if p == TYPE and o == _INDIVIDUAL}
    return ((name, TYPE, _INDIVIDUAL) for name in typed if name not in declared)


def _labels(statements: list[Statement]) -> Iterator[Statement]:
    labelled = {s for s, p, _ in statements if p == _LABEL}
    return ((s, _LABEL, o) for s, p, o in statements if p == _PREFERRED and s not in labelled)
