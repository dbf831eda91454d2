"""What pages know of the graph: its claims and records in memory, and how things are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from adgo.graph.namespaces import ADGO, BASE, PREFIXES, RDF
from adgo.server.pages.filters import curie

TYPE = RDF + "type"
MATTER = ADGO + "Matter"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
SUBPROPERTY = PREFIXES["rdfs"] + "subPropertyOf"
LABELS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"))
)
#: Properties of other vocabularies in words; the ontology labels only its own.
FOREIGN = {
    TYPE: "is a",
    PREFIXES["rdfs"] + "seeAlso": "see also",
    PREFIXES["dcterms"] + "title": "is titled",
    PREFIXES["dcterms"] + "alternative": "is subtitled",
    PREFIXES["dcterms"] + "issued": "is published on",
    PREFIXES["skos"] + "closeMatch": "is close to",
    PREFIXES["skos"] + "broader": "is a kind of",
    PREFIXES["skos"] + "scopeNote": "scope",
    PREFIXES["dcterms"] + "source": "stands on the page",
    PREFIXES["dcterms"] + "language": "is in the language",
}


class Term(NamedTuple):
    """An RDF term: `kind` is uri, bnode or literal, `note` a literal's language or datatype IRI."""

    kind: str
    value: str
    note: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it names something."""
        return self.kind == "uri"


Records = dict[str, dict[str, list[Term]]]


@dataclass(frozen=True)
class Claim:
    """One claim; every part an IRI but `object`. What the data leave out is ""."""

    iri: str
    subject: str
    predicate: str
    object: Term
    passage: str = ""
    source: str = ""
    statement: str = ""
    modality: str = ""
    status: str = ""
    attribution: str = ""
    speaker: str = ""
    venue: str = ""
    credited: str = ""
    stated: str = ""
    hedges: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    emphases: tuple[str, ...] = ()
    is_exemplary: bool = False

    @property
    def is_asserted(self) -> bool:
        """Whether its source states it as fact, without a hedge."""
        return self.modality in ("", ADGO + "Asserted") and not self.hedges


@dataclass
class Corpus:
    """The claims, in the order of their names, and all other records by subject and property."""

    digest: str
    claims: list[Claim] = field(default_factory=list)
    records: Records = field(default_factory=dict)
    #: The same, for what graphs outside the default graph tell: graph's name to its records.
    apart: dict[str, Records] = field(default_factory=dict)

    def values(self, it: str, name: str) -> list[Term]:
        """Return what is recorded of a thing under a property, given by its IRI or as adgo's local name."""
        iri = name if ":" in name else ADGO + name
        found = self.records.get(it, {}).get(iri, [])
        for records in self.apart.values():
            found = found + [each for each in records.get(it, {}).get(iri, []) if each not in found]
        return found

    def first(self, it: str, name: str) -> str:
        """Return the first such value's text, or ""."""
        return next((each.value for each in self.values(it, name)), "")

    def knows(self, it: str) -> bool:
        """Return whether anything is recorded or claimed of a thing."""
        return (
            it in self.records
            or it in self.by_subject
            or it in self.by_object
            or any(it in records for records in self.apart.values())
        )

    def label(self, it: str) -> str:
        """Return how a thing is called on pages: its label, or its name in short form."""
        for name in LABELS:
            if found := self.first(it, name):
                return found
        if it in FOREIGN:
            return FOREIGN[it]
        path = it.removeprefix(BASE)
        kind, slash, name = path.partition("/")
        if it.startswith(BASE) and slash and kind in ("claim", "passage", "source"):
            return f"{'article' if kind == 'source' else kind} {name}"
        return curie(it)

    def show(self, term: Term) -> str:
        """Return how a term reads: a thing's label, a time's wording, or the text of a literal."""
        if not term.is_iri:
            return term.value
        return self.first(term.value, "wording") or self.label(term.value)

    def classes(self, it: str) -> list[str]:
        """Return the narrowest classes that the records, the plans included, and the claims give a thing, sorted."""
        found = {t.value for t in self.values(it, TYPE) if t.value.startswith(ADGO)}
        found |= {c.object.value for c in self.by_subject.get(it, []) if c.predicate == TYPE}
        above = {ADGO + name for each in found for name in self.lineage(each)[1:]}
        # That a thing is a matter that sources speak of tells a reader nothing.
        return sorted(found - above - {MATTER}) or sorted(found)

    def is_a(self, it: str, name: str) -> bool:
        """Return whether a thing is of a class, given by adgo's local name, or of one below it."""
        return any(name in self.lineage(each) for each in self.classes(it))

    def lineage(self, cls: str, relation: str = SUBCLASS) -> list[str]:
        """Return the local names of a term and of all above it."""
        found, waiting = [], [cls]
        while waiting:
            each = waiting.pop()
            if each.removeprefix(ADGO) not in found:
                found.append(each.removeprefix(ADGO))
                waiting += [t.value for t in self.values(each, relation)]
        return found

    def around(self, place: str) -> list[str]:
        """Return a place and all that contain it, the nearest first."""
        found, waiting = [], [place]
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found.append(each)
                waiting += [t.value for t in self.values(each, "within")]
        return found

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def by_iri(self) -> dict[str, Claim]:
        """Claims by their own IRI."""
        return {each.iri: each for each in self.claims}

    @cached_property
    def by_subject(self) -> dict[str, list[Claim]]:
        """Claims by what they are about."""
        return _gathered((each.subject, each) for each in self.claims)

    @cached_property
    def by_object(self) -> dict[str, list[Claim]]:
        """Claims by the thing that they end in."""
        return _gathered((each.object.value, each) for each in self.claims if each.object.is_iri)

    @cached_property
    def by_statement(self) -> dict[str, list[Claim]]:
        """Claims by the statement that they tell."""
        return _gathered((each.statement, each) for each in self.claims)

    @cached_property
    def by_passage(self) -> dict[str, list[Claim]]:
        """Claims by the passage that they rest on."""
        return _gathered((each.passage, each) for each in self.claims)

    @cached_property
    def by_speaker(self) -> dict[str, list[Claim]]:
        """Claims by who is said to speak."""
        return _gathered((each.speaker, each) for each in self.claims if each.speaker)

    @cached_property
    def reports(self) -> dict[str, list[str]]:
        """The reports on each undertaking, one for each family of sources."""
        found: dict[str, list[str]] = defaultdict(list)
        for it, record in self.records.items():
            for term in record.get(ADGO + "reportsOn", []):
                found[term.value].append(it)
        return dict(found)

    @cached_property
    def involving(self) -> set[str]:
        """The properties that link an undertaking to those who take part in it."""
        below = {p for p in self.records if "involves" in self.lineage(p, SUBPROPERTY)}
        return below | {ADGO + "involves"}

    def of_class(self, name: str) -> list[str]:
        """Return the things of a class, given by adgo's local name, sorted by label."""
        if name not in self._members:
            things = {*self.records, *self.by_subject, *(s for r in self.apart.values() for s in r)}
            found = (it for it in things if self.is_a(it, name))
            self._members[name] = sorted(found, key=lambda it: (self.label(it), it))
        return self._members[name]


def _gathered(pairs: Iterable[tuple[str, Claim]]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for key, each in pairs:
        found[key].append(each)
    return dict(found)
