"""One term of the ontology: everything that the page says about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from adgo.corpus.corpus import Term
from adgo.graph.namespaces import ADGO
from adgo.queries import Question
from adgo.server.pages.ontology_page import alignment, guard, usage
from adgo.server.pages.ontology_page.alignment import Alignment
from adgo.server.pages.ontology_page.glossary import OWL, SKOS, Ask, Glossary
from adgo.server.pages.ontology_page.guard import Guard
from adgo.server.pages.ontology_page.usage import UNUSED, Uses

Kind = Literal["class", "object property", "datatype property", "annotation property", "value"]
KINDS: dict[str, Kind] = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "datatype property",
    OWL + "AnnotationProperty": "annotation property",
}
#: Types of OWL properties, in words.
CHARACTERISTICS = {
    OWL + "FunctionalProperty": "functional: one value at most",
    OWL + "InverseFunctionalProperty": "inverse functional: a value belongs to one thing at most",
    OWL + "SymmetricProperty": "symmetric: it holds in both directions",
    OWL + "AsymmetricProperty": "asymmetric: it never holds in both directions",
    OWL + "TransitiveProperty": "transitive: it holds along a chain",
    OWL + "ReflexiveProperty": "reflexive: everything has it to itself",
    OWL + "IrreflexiveProperty": "irreflexive: nothing has it to itself",
}
#: Properties that lead to the terms above a term, to its subjects and objects, to notes and to its status.
UP = ("rdfs:subClassOf", "rdfs:subPropertyOf")
SUBJECTS, OBJECTS = "schema:domainIncludes", "schema:rangeIncludes"
NOTES = ("skos:changeNote", "rdfs:comment", "skos:editorialNote")
STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"


@dataclass(frozen=True)
class Definition:
    """A term with all that is known about it; lists of IRIs are sorted by label."""

    iri: str
    name: str
    label: str
    kind: Kind
    definition: str
    others: list[str]
    notations: list[str]
    scopes: list[str]
    examples: list[str]
    above: list[str]
    below: list[str]
    same: list[str]
    subjects: list[str]
    objects: list[str]
    domain: list[str]
    range: list[str]
    #: For a class: the properties that expect its members as subjects, and as objects.
    bears: list[str]
    takes: list[str]
    characteristics: list[str]
    inverse: list[str]
    apart: list[str]
    alignments: list[Alignment]
    guards: list[Guard]
    uses: Uses
    questions: list[Question]
    #: For a value: the closed lists to which it belongs; a list itself belongs to none.
    owners: list[str]
    #: For a value: the values of the ontology's own properties.
    facts: dict[str, list[Term]]
    #: The document and the packaged file that define it.
    document: str
    file: str
    status: str
    is_deprecated: bool
    replacements: list[str]
    #: Why it changed, and other notes of the editors.
    notes: list[str]

    @property
    def is_structure(self) -> bool:
        """Whether it is a list or a line of a table, which data need not name."""
        return self.kind == "value" and (
            not self.owners or any(each.is_iri for values in self.facts.values() for each in values)
        )


def kind(glossary: Glossary, it: str) -> Kind:
    """Return what a term is; a term that is neither a class nor a property is a value."""
    kinds = glossary.kinds(it)
    return next((words for iri, words in KINDS.items() if iri in kinds), "value")


@dataclass(frozen=True)
class Surroundings:
    """What is known about the terms from elsewhere; for an issued version, only which terms are disjoint."""

    apart: Mapping[str, set[str]]
    uses: Mapping[str, Uses] = field(default_factory=dict)
    guards: Mapping[str, list[Guard]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    files: Mapping[str, str] = field(default_factory=dict)


def describer(glossary: Glossary, around: Surroundings) -> Callable[[str], Definition]:
    """Return a function from a term to its definition."""
    below = [glossary.leading_to(name) for name in UP]
    bears, takes = glossary.leading_to(SUBJECTS), glossary.leading_to(OBJECTS)
    inverse_of = glossary.leading_to("owl:inverseOf")

    def describe(it: str) -> Definition:
        name = it.removeprefix(ADGO)
        inverse = {*glossary.iris(it, "owl:inverseOf"), *inverse_of(it)}
        return Definition(
            it,
            name,
            glossary.label(it),
            kind(glossary, it),
            **_texts(glossary, it),
            **_related(glossary, it),
            below=[each for terms in below for each in terms(it)],
            bears=bears(it),
            takes=takes(it),
            characteristics=characteristics(glossary, it),
            inverse=sorted(inverse, key=glossary.order),
            apart=sorted(around.apart.get(it, ()), key=glossary.order),
            alignments=alignment.of(glossary, it),
            guards=_guards(glossary, around, it),
            uses=around.uses.get(it, UNUSED),
            questions=usage.asked(around.questions, name),
            owners=owners(glossary, it),
            facts=_own_properties(glossary, it),
            file=around.files.get(it, ""),
            is_deprecated=glossary.is_deprecated(it),
        )

    return describe


def _texts(glossary: Glossary, it: str) -> dict[str, Any]:
    """Return the parts of a definition that are texts."""
    return {
        "definition": glossary.first(it, "skos:definition"),
        "others": glossary.texts(it, "skos:altLabel"),
        "notations": glossary.texts(it, "skos:notation"),
        "scopes": glossary.texts(it, "skos:scopeNote"),
        "examples": glossary.texts(it, "skos:example"),
        "document": glossary.first(it, "rdfs:isDefinedBy"),
        "status": glossary.first(it, STATUS),
        "notes": [text for each in NOTES for text in glossary.texts(it, each)],
    }


def _related(glossary: Glossary, it: str) -> dict[str, Any]:
    """Return the parts of a definition that are terms to which its own properties lead."""
    return {
        "above": _own(glossary.iris(it, *UP)),
        "same": _own(glossary.iris(it, "owl:equivalentClass", "owl:equivalentProperty")),
        "subjects": glossary.iris(it, SUBJECTS),
        "objects": glossary.iris(it, OBJECTS),
        "domain": glossary.iris(it, "rdfs:domain"),
        "range": glossary.iris(it, "rdfs:range"),
        "replacements": glossary.iris(it, "dcterms:isReplacedBy"),
    }


def _own(iris: list[str]) -> list[str]:
    """Return those that are terms of this ontology."""
    return [each for each in iris if each.startswith(ADGO)]


def _guards(glossary: Glossary, around: Surroundings, it: str) -> list[Guard]:
    above = glossary.over(it, "rdfs:subClassOf")
    return around.guards.get(it, []) + guard.inherited(around.guards, above)


def _own_properties(glossary: Glossary, it: str) -> dict[str, list[Term]]:
    record = glossary.records.get(it, {})
    return {name: record[name] for name in sorted(record) if name.startswith(ADGO)}


def characteristics(glossary: Glossary, it: str) -> list[str]:
    """Return the characteristics of a property in words."""
    kinds = glossary.kinds(it)
    return [words for kind, words in CHARACTERISTICS.items() if kind in kinds]


def apart(ask: Ask) -> dict[str, set[str]]:
    """Return the terms that are disjoint with each term."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ask("disjoint-terms"):
        found[row["one"]["value"]].add(row["other"]["value"])
    return found


def owners(glossary: Glossary, it: str) -> list[str]:
    """Return the lists to which a value belongs: its schemes, or else its classes; none for a scheme."""
    if SKOS + "ConceptScheme" in glossary.kinds(it):
        return []
    schemes = [each for each in glossary.iris(it, "skos:inScheme") if each in glossary.records]
    return schemes or [each for each in glossary.iris(it, "rdf:type") if not each.startswith((OWL, SKOS))]


def lists(glossary: Glossary, values: list[Definition]) -> dict[str, list[Definition]]:
    """Return the values by their list, sorted by the list's label; a scheme without values is a list too."""
    found: dict[str, list[Definition]] = {}
    for each in values:
        if each.owners:
            found.setdefault(each.owners[0], []).append(each)
        else:
            found.setdefault(each.iri, [])
    return dict(sorted(found.items(), key=lambda item: glossary.order(item[0])))
