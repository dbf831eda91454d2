"""Changes of the ontology's terms since each issued version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from adgo.corpus.corpus import Term
from adgo.graph import documents
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import ADGO, PREFIXES, RDF
from adgo.server.pages.ontology_page import version
from adgo.server.pages.ontology_page.glossary import OWL, Glossary

#: The parts of a term that are compared, in the order of the page.
COMPARED = {
    "label": "rdfs:label",
    "definition": "skos:definition",
    "scope note": "skos:scopeNote",
    "type": "rdf:type",
    "class above": "rdfs:subClassOf",
    "property above": "rdfs:subPropertyOf",
    "domain": "rdfs:domain",
    "range": "rdfs:range",
    "inverse": "owl:inverseOf",
    "list": "skos:inScheme",
    "notation": "skos:notation",
}
#: Types that only declare a term; they are not compared.
DECLARATIONS = {OWL + "NamedIndividual"}


@dataclass(frozen=True)
class Change:
    """One part of a term that has changed: the values that are gone, and those that are new."""

    part: str
    before: list[Term]
    now: list[Term]


@dataclass(frozen=True)
class Log:
    """The changes since one issued version, as IRIs sorted by label.

    `added` are the terms that the file of that version does not contain, by the file that defines them now.
    `old` is the glossary of that version.
    """

    version: str
    iri: str
    issued: str
    added: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    deprecated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    old: Glossary = field(default_factory=Glossary)


def read_logs(now: Glossary, defined_in: Mapping[str, str]) -> list[Log]:
    """Return the changes since each issued version, the newest version first."""
    logs = [compare(version.read_version(path), now, defined_in) for path in documents.versions().values()]
    return sorted(logs, key=lambda each: (each.issued, each.version), reverse=True)


def compare(old: Glossary, now: Glossary, defined_in: Mapping[str, str] = MappingProxyType({})) -> Log:
    """Return the changes from an issued version to the ontology as it is now.

    Args:
        old: the issued version.
        now: the ontology as it is now.
        defined_in: for each term, the file that defines it now.
    """
    added: dict[str, list[str]] = {}
    for it in now.terms:
        if it not in old.records and not now.is_deprecated(it):
            added.setdefault(defined_in.get(it, ""), []).append(it)
    both = [it for it in now.terms if it in old.records]
    changed = {it: changes(old, now, it) for it in both}
    return Log(
        old.first(ONTOLOGY, "owl:versionInfo"),
        old.first(ONTOLOGY, "owl:versionIRI"),
        old.first(ONTOLOGY, "dcterms:issued"),
        added=dict(sorted(added.items())),
        changed={it: found for it, found in changed.items() if found and not now.is_deprecated(it)},
        deprecated=[it for it in now.terms if now.is_deprecated(it) and not old.is_deprecated(it)],
        removed=[it for it in old.terms if it not in now.records],
        old=old,
    )


def changes(old: Glossary, now: Glossary, it: str) -> list[Change]:
    """Return the parts of a term that have changed.

    Args:
        old: the issued version.
        now: the ontology as it is now.
        it: the term.
    """
    found = []
    for part, name in COMPARED.items():
        before, after = (compared(each, it, name) for each in (old, now))
        if before.keys() != after.keys():
            gone = [each for each in before.values() if each.value not in after]
            come = [each for each in after.values() if each.value not in before]
            found.append(Change(part, gone, come))
    return found


def compared(glossary: Glossary, it: str, name: str) -> dict[str, Term]:
    """Return the values of a term that are compared; relations to other vocabularies are not, as they are alignments.

    Args:
        glossary: the version of the ontology.
        it: the term.
        name: the property, as prefix:name.
    """
    own = name != "rdf:type"
    return {
        each.value: each
        for each in glossary.values(it, name)
        if each.value not in DECLARATIONS and not (own and each.is_iri and _is_foreign(each.value))
    }


def _is_foreign(iri: str) -> bool:
    return not iri.startswith((ADGO, PREFIXES["xsd"], RDF, PREFIXES["rdfs"], OWL))
