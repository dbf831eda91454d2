"""How terms relate to terms of other vocabularies, with the reasons in the comments of `alignments.ttl`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from adgo.graph import documents
from adgo.graph.namespaces import BASE, PREFIXES
from adgo.server.pages.filters import iri
from adgo.server.pages.ontology_page.glossary import Glossary
from adgo.turtle.reader import read_file

#: What each relation says, in words.
RELATIONS = {
    iri(name): words
    for name, words in {
        "rdfs:subClassOf": "is a kind of",
        "rdfs:subPropertyOf": "is a narrower form of",
        "owl:equivalentClass": "has the same members as",
        "owl:equivalentProperty": "says the same as",
        "skos:exactMatch": "can be used instead of",
        "skos:closeMatch": "is close to",
        "skos:broadMatch": "is narrower than",
        "skos:narrowMatch": "is broader than",
        "skos:relatedMatch": "is related to",
    }.items()
}
#: A comment after the object of a triple.
REASON = re.compile(r"[^#\n]*#\s*(\S[^\n]*)")


@dataclass(frozen=True)
class Alignment:
    """One relation of a term to a term of another vocabulary, and the reason ("" if none is known)."""

    term: str
    relation: str
    other: str
    reason: str = ""

    @property
    def words(self) -> str:
        """The relation in words."""
        return RELATIONS[self.relation]

    @property
    def infers(self) -> bool:
        """Whether a reasoner infers something from it."""
        return not self.relation.startswith(PREFIXES["skos"])


def of(glossary: Glossary, it: str) -> list[Alignment]:
    """Return the alignments of a term, first those from which a reasoner infers something."""
    found = [
        Alignment(it, relation, each.value, reasons().get((it, relation, each.value), ""))
        for relation in RELATIONS
        for each in glossary.values(it, relation)
        if each.is_iri and not each.value.startswith(BASE)
    ]
    return sorted(found, key=lambda each: (not each.infers, each.words, each.other))


@cache
def reasons() -> dict[tuple[str, str, str], str]:
    """Return the reason for each triple of the packaged `alignments.ttl`: the comment after its object."""
    path = documents.documents().get(f"{documents.ONTOLOGY}/alignments")
    if path is None:
        return {}
    document = read_file(path)
    lines = document.text.split("\n")
    found = {}
    for row, terms in enumerate(document.triples()):
        place = document.locate(row, "object")
        if place.end_line is None or place.end_column is None:
            continue
        if comment := REASON.match(lines[place.end_line - 1], place.end_column - 1):
            subject, predicate, other = (term.strip("<>") for term in terms)
            found[subject, predicate, other] = comment[1].strip()
    return found
