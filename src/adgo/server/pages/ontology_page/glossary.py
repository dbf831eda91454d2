"""The ontology in some data: its terms, its documents, and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from adgo.corpus.corpus import LABELS, Records, Term
from adgo.corpus.reading import Row
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import ADGO, PREFIXES, RDF, short
from adgo.server.pages.filters import iri

OWL, RDFS, SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
TYPE = RDF + "type"
#: A function from the name of a query of the pages to its rows, over some data.
Ask = Callable[[str], list[Row]]
#: Terms of other vocabularies that stand for everything, in words.
EVERYTHING = {OWL + "Thing": "anything", RDFS + "Resource": "anything", RDFS + "Literal": "any value"}


@dataclass(frozen=True)
class Glossary:
    """Terms, documents and things, with all their properties."""

    records: Records = field(default_factory=dict)

    def values(self, it: str, name: str) -> list[Term]:
        """Return the sorted values of a property, given by its IRI or as prefix:name."""
        property = name if "://" in name else iri(name)
        return self.records.get(it, {}).get(property, [])

    def texts(self, it: str, name: str) -> list[str]:
        """Return the values of a property as texts."""
        return [each.value for each in self.values(it, name)]

    def first(self, it: str, name: str) -> str:
        """Return the first value of a property as text; "" if it has none."""
        return next(iter(self.texts(it, name)), "")

    def iris(self, it: str, *names: str) -> list[str]:
        """Return the values of these properties that are IRIs, sorted by label."""
        found = {each.value for name in names for each in self.values(it, name) if each.is_iri}
        return sorted(found, key=self.order)

    def label(self, it: str) -> str:
        """Return the label of something, or its IRI in short form."""
        record = self.records.get(it, {})
        labels = (each.value for name in LABELS for each in record.get(name, []))
        return EVERYTHING.get(it) or next(labels, "") or short(it)

    def order(self, it: str) -> tuple[str, str]:
        """Return a sort key: the label, then the IRI."""
        return self.label(it).casefold(), it

    def kinds(self, it: str) -> set[str]:
        """Return the types of a term."""
        return {each.value for each in self.records.get(it, {}).get(TYPE, [])}

    def is_term(self, it: str) -> bool:
        """Return whether something is a term of this ontology."""
        return it.startswith(ADGO) and it in self.records

    def is_deprecated(self, it: str) -> bool:
        """Return whether a term is deprecated."""
        return "true" in self.texts(it, "owl:deprecated")

    @cached_property
    def terms(self) -> list[str]:
        """The terms, by label."""
        return sorted(filter(self.is_term, self.records), key=self.order)

    @cached_property
    def shared_labels(self) -> set[str]:
        """The labels that several terms have, such as a class and a property, in lower case."""
        counted = Counter(self.label(it).casefold() for it in self.terms)
        return {label for label, number in counted.items() if number > 1}

    def is_ambiguous(self, it: str) -> bool:
        """Return whether another term has the same label."""
        return self.label(it).casefold() in self.shared_labels

    @cached_property
    def documents(self) -> list[str]:
        """The documents of the ontology that have a header: first the main one, then the others by IRI."""
        found = (it for it in self.records if it.startswith(ONTOLOGY) and OWL + "Ontology" in self.kinds(it))
        return sorted(found, key=lambda it: (it != ONTOLOGY, it))

    def over(self, it: str, name: str) -> list[str]:
        """Return all IRIs that a property leads to, directly or in several steps, the nearest first."""
        found: list[str] = []
        waiting = self.iris(it, name)
        while waiting:
            each = waiting.pop(0)
            if each not in found and each != it:
                found.append(each)
                waiting += self.iris(each, name)
        return found

    def leading_to(self, name: str) -> Callable[[str], list[str]]:
        """Return a function from an IRI to the terms that have it as a value of a property, sorted by label."""
        back: dict[str, list[str]] = {}
        for it in self.terms:
            for each in self.iris(it, name):
                back.setdefault(each, []).append(it)
        return lambda it: back.get(it, [])


def read_glossary(ask: Ask) -> Glossary:
    """Return the ontology in some data."""
    records: Records = {}
    for row in ask("ontology"):
        term = Term.of(row["value"])
        records.setdefault(row["it"]["value"], {}).setdefault(row["property"]["value"], []).append(term)
    for record in records.values():
        for values in record.values():
            values.sort(key=lambda each: each.value)
    return Glossary(records)
