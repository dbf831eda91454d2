"""Converts triples to an owlready2 ontology whose individuals are listed and can be searched."""

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
    """Return an owlready2 ontology, in a new world, of triples whose terms are in N-Triples form.

    A thing with a type is declared an individual, so that `individuals()` lists it. A thing with a `skos:prefLabel`
    and without an `rdfs:label` gets that label too, so that `search(label=…)` finds it. The headers of other files
    are left out, because owlready2 would rename the ontology, and imports, because it would fetch them.
    """
    from owlready2 import World

    given = list(statements)
    headers = {s for s, p, o in given if p == TYPE and o == _ONTOLOGY} - {f"<{iri.rstrip('#/')}>"}
    given = [each for each in given if each[0] not in headers and each[1] != _IMPORTS]
    made = World().get_ontology(iri)
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in [*given, *_individuals(given), *_labels(given)])
    # owlready2 cannot read Turtle, and misidentifies the format of an empty file.
    if lines:
        made.load(fileobj=BytesIO(lines.encode()))
    return made


def _individuals(statements: list[Statement]) -> Iterator[Statement]:
    """Yield a declaration for each name whose type is not a term of RDF, RDFS or OWL."""
    typed = {s: None for s, p, o in statements if p == TYPE and s[0] == "<" and not o.startswith(_LANGUAGES)}
    declared = {s for s, p, o in statements if p == TYPE and o == _INDIVIDUAL}
    return ((name, TYPE, _INDIVIDUAL) for name in typed if name not in declared)


def _labels(statements: list[Statement]) -> Iterator[Statement]:
    labelled = {s for s, p, _ in statements if p == _LABEL}
    return ((s, _LABEL, o) for s, p, o in statements if p == _PREFERRED and s not in labelled)
