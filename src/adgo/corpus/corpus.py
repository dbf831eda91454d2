"""The graph in memory, as pages use it: claims, records, and the labels of things."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from adgo.corpus.folding import folded
from adgo.corpus.foreign_labels import FOREIGN
from adgo.graph.namespaces import ADGO, BASE, PREFIXES, RDF, short

TYPE = RDF + "type"
MATTER = ADGO + "Matter"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
SUBPROPERTY = PREFIXES["rdfs"] + "subPropertyOf"
LABELS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"))
)
#: Properties with names of a thing.
NAMES = (*LABELS, PREFIXES["skos"] + "altLabel")
#: Properties that link a place, or a group of countries, to a place that contains it.
CONTAINED = ("within", "hasMembersIn")
#: A finite number in a lexical form of XSD.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def parse_number(text: str) -> float | None:
    """Return the number that a text in a lexical form of XSD stands for; None if it is not a finite one."""
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else None


class Term(NamedTuple):
    """An RDF term: `kind` is uri, bnode, literal or triple; `note` is a literal's language or datatype IRI."""

    kind: str
    value: str
    note: str = ""

    @classmethod
    def of(cls, cell: dict[str, Any]) -> Term:
        """Return the term that a cell of a JSON result holds; a triple in the notation of Turtle."""
        kind, note = cell["type"], cell.get("xml:lang") or cell.get("datatype") or ""
        if kind == "triple":
            parts = (cls.of(cell["value"][name]).text for name in ("subject", "predicate", "object"))
            return cls(kind, f"<<( {' '.join(parts)} )>>")
        return cls("literal" if kind == "typed-literal" else kind, str(cell["value"]), str(note))

    @property
    def text(self) -> str:
        """How it reads within a triple."""
        if self.kind == "literal":
            return f'"{self.value}"'
        return f"_:{self.value}" if self.kind == "bnode" else short(self.value) if self.is_iri else self.value

    @property
    def is_iri(self) -> bool:
        """Whether it is an IRI."""
        return self.kind == "uri"


Kept = TypeVar("Kept")
#: Subject to property to values.
Records = dict[str, dict[str, list[Term]]]


@dataclass(frozen=True)
class Claim:
    """One claim: `object` is a term, `named` all its IRIs, every other part an IRI or a text; "" if it is missing."""

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
    named: tuple[str, ...] = ()

    @property
    def is_asserted(self) -> bool:
        """Whether its source states it as fact, without a hedge."""
        return self.modality in ("", ADGO + "Asserted") and not self.hedges


@dataclass
class Corpus:
    """The claims, in the order of their names, and all other records."""

    digest: str
    claims: list[Claim] = field(default_factory=list)
    records: Records = field(default_factory=dict)
    #: Records in graphs outside the default graph, by the graph's name.
    apart: dict[str, Records] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def values(self, it: str, name: str) -> list[Term]:
        """Return the values of a property, given by its IRI or by its local name in the ontology."""
        iri = name if ":" in name else ADGO + name
        found = self.records.get(it, {}).get(iri, [])
        for records in self.apart.values():
            if more := records.get(it, {}).get(iri):
                found = found + [each for each in more if each not in found]
        return found

    def first(self, it: str, name: str) -> str:
        """Return the text of a property's first value; "" if it has none."""
        return next((each.value for each in self.values(it, name)), "")

    def number(self, it: str, name: str) -> float | None:
        """Return a property's first value that is a finite number; None if it has none."""
        numbers = (parse_number(each.value) for each in self.values(it, name) if each.kind == "literal")
        return next((each for each in numbers if each is not None), None)

    def count(self, it: str, name: str) -> int | None:
        """Return a property's first value as a whole number from 0; None if it is not one."""
        number = self.number(it, name)
        return int(number) if number is not None and number >= 0 and number.is_integer() else None

    def knows(self, it: str) -> bool:
        """Return whether the data say anything about a thing."""
        known: list[Container[str]] = [self.records, self.by_subject, self.by_object, *self.apart.values()]
        return any(it in each for each in known)

    def claim_count(self, it: str) -> int:
        """Return how many claims a thing is part of: as subject, object, statement, speaker, passage or any other."""
        return len(self.by_part.get(it, []))

    def label(self, it: str) -> str:
        """Return a thing's label, or its IRI in short form."""
        return self.kept(f"label {it}", lambda: self._label(it))

    def _label(self, it: str) -> str:
        for name in LABELS:
            if found := self.values(it, name):
                return min(found, key=lambda term: term.note.partition("-")[0] not in ("", "en")).value
        if it in FOREIGN:
            return FOREIGN[it]
        path = it.removeprefix(BASE)
        kind, slash, name = path.partition("/")
        if it.startswith(BASE) and slash and kind in ("claim", "passage", "source"):
            return f"{'article' if kind == 'source' else kind} {name}"
        return short(it)

    def names(self, it: str) -> list[str]:
        """Return a thing's labels, aliases and names in the articles, and the end of its IRI."""
        named = [t.value for name in NAMES for t in self.values(it, name)]
        named += [c.object.value for c in self.by_subject.get(it, []) if c.predicate == ADGO + "isNamed"]
        return [*named, it.rpartition("/")[2].rpartition("#")[2]]

    def show(self, term: Term) -> str:
        """Return a term as text: a thing's label, a time's wording, or the text of a literal."""
        if not term.is_iri:
            return term.value
        return self.first(term.value, "wording") or self.label(term.value)

    def classes(self, it: str) -> list[str]:
        """Return the narrowest classes of a thing in records, plans and claims, sorted."""
        found = {t.value for t in self.values(it, TYPE) if t.value.startswith(ADGO)}
        found |= {c.object.value for c in self.by_subject.get(it, []) if c.predicate == TYPE}
        return self.narrowest(found)

    def narrowest(self, classes: set[str]) -> list[str]:
        """Return the classes without a narrower one among them, sorted; `MATTER` only if it is alone."""
        above = {ADGO + name for each in classes for name in self.lineage(each)[1:]}
        # That a thing is a matter of which sources speak says nothing to a reader.
        return sorted(classes - above - {MATTER}) or sorted(classes)

    def is_a(self, it: str, name: str) -> bool:
        """Return whether a thing is a member of a class, given by its local name, or of a class below it."""
        return self.kept(f"{it} is {name}", lambda: any(name in self.lineage(c) for c in self.classes(it)))

    def lineage(self, cls: str, relation: str = SUBCLASS) -> list[str]:
        """Return the local names of a term and of all terms above it."""
        found, waiting = [], [cls]
        while waiting:
            each = waiting.pop()
            if each.removeprefix(ADGO) not in found:
                found.append(each.removeprefix(ADGO))
                waiting += [t.value for t in self.values(each, relation)]
        return found

    def around(self, place: str) -> list[str]:
        """Return a place, or a group of countries, and all places that contain it, the nearest first."""
        return self.kept(f"around {place}", lambda: self._around(place))

    def _around(self, place: str) -> list[str]:
        found, waiting = [], [place]
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found.append(each)
                waiting += [t.value for name in CONTAINED for t in self.values(each, name)]
        return found

    @cached_property
    def by_iri(self) -> dict[str, Claim]:
        """Claims by their own IRI."""
        return {each.iri: each for each in self.claims}

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Things by each of their names, folded: labels, aliases, names in the articles, and the end of the IRI."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for it in {**self.records, **self.by_subject}:
            for name in self.names(it):
                found[folded(name)][it] = None
        return {name: list(things) for name, things in found.items()}

    @cached_property
    def by_part(self) -> dict[str, list[Claim]]:
        """Claims by each IRI in them, by their source, and by their own IRI."""
        parts = ((each, {each.iri, each.source, *each.named} - {""}) for each in self.claims)
        return _gathered((it, each) for each, iris in parts for it in iris)

    @cached_property
    def by_subject(self) -> dict[str, list[Claim]]:
        """Claims by subject."""
        return _gathered((each.subject, each) for each in self.claims)

    @cached_property
    def by_object(self) -> dict[str, list[Claim]]:
        """Claims by object, if that is an IRI."""
        return _gathered((each.object.value, each) for each in self.claims if each.object.is_iri)

    @cached_property
    def by_statement(self) -> dict[str, list[Claim]]:
        """Claims by the statement that they make."""
        return _gathered((each.statement, each) for each in self.claims)

    @cached_property
    def by_passage(self) -> dict[str, list[Claim]]:
        """Claims by the passage that supports them."""
        return _gathered((each.passage, each) for each in self.claims)

    @cached_property
    def by_speaker(self) -> dict[str, list[Claim]]:
        """Claims by speaker."""
        return _gathered((each.speaker, each) for each in self.claims if each.speaker)

    @cached_property
    def reports(self) -> dict[str, list[str]]:
        """The reports on each undertaking, one for each family of sources."""
        made = ((it, each.get(ADGO + "reportsOn", [])) for it, each in self.records.items())
        return _gathered((term.value, it) for it, about in made for term in about)

    @cached_property
    def inferences(self) -> dict[str, list[str]]:
        """The records of inferences by their subject."""
        found: dict[str, list[str]] = defaultdict(list)
        for it, record in self.records.items():
            subjects = record.get(ADGO + "subject", [])
            if subjects and any(t.value == ADGO + "Inference" for t in record.get(TYPE, [])):
                found[subjects[0].value].append(it)
        return dict(found)

    @cached_property
    def involving(self) -> set[str]:
        """The properties that link an undertaking to the parties that take part in it."""
        below = {p for p in self.records if "involves" in self.lineage(p, SUBPROPERTY)}
        return below | {ADGO + "involves"}

    def of_class(self, name: str) -> list[str]:
        """Return the members of a class, given by its local name, sorted by label."""
        return self.kept(f"class {name}", lambda: self._members(name))

    def _members(self, name: str) -> list[str]:
        things = {*self.records, *self.by_subject, *(s for r in self.apart.values() for s in r)}
        return sorted((it for it in things if self.is_a(it, name)), key=lambda it: (self.label(it), it))

    def kept(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what `make` returns; it is called once for each name."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(Kept, self._kept[name])


def _gathered(pairs: Iterable[tuple[str, Kept]]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = defaultdict(list)
    for key, each in pairs:
        found[key].append(each)
    return dict(found)
