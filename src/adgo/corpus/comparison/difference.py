"""The difference between two versions of a graph, in records and triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad

from adgo.corpus.comparison import blank_nodes, records
from adgo.corpus.comparison.graph_version import SOURCES, GraphVersion
from adgo.corpus.comparison.records import Fields, Records
from adgo.graph.namespaces import PREFIXES

#: Subject, predicate and object in N-Triples form.
Atom = tuple[str, str, str]

PREFERRED = PREFIXES["skos"] + "prefLabel"
_NAMES = (PREFERRED, PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "hiddenLabel")
#: Parts that are compared triple by triple.
TRIPLES = ("facts", "plans", "inferred")
#: Parts that people write, and that are compared record by record.
WRITTEN = ("judgements", SOURCES, "entities", "claims")


@dataclass(frozen=True)
class FieldChange:
    """A property of a record, and its values before and after, in N-Triples form, sorted."""

    property: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class RecordChanges:
    """The records of one kind that were added, are gone, or have other values; by IRI, sorted."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: dict[str, tuple[FieldChange, ...]]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


@dataclass(frozen=True)
class TripleChanges:
    """The triples of one part that appeared, and those that are gone; sorted."""

    appeared: tuple[Atom, ...]
    gone: tuple[Atom, ...]

    def __bool__(self) -> bool:
        return bool(self.appeared or self.gone)


@dataclass(frozen=True)
class GraphDifference:
    """What differs between two versions.

    `merged` gives for a thing that is gone the thing that has its name now. `missing` lists the parts that only one
    version has and that are therefore not compared. `elsewhere` says that only blank nodes or the graphs of triples
    differ. It is false if a record or triple differs, or if a part is not compared.
    """

    before: GraphVersion
    after: GraphVersion
    records: dict[str, RecordChanges]
    triples: dict[str, TripleChanges]
    merged: dict[str, str]
    missing: tuple[str, ...]
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return any(self.records.values()) or any(self.triples.values()) or self.elsewhere

    def became_fact(self) -> list[Atom]:
        """Return the plans of the version before that are facts in the version after."""
        return sorted({*self._changes("plans").gone} & {*self._changes("facts").appeared})

    def became_plan(self) -> list[Atom]:
        """Return the facts of the version before that are plans in the version after."""
        return sorted({*self._changes("facts").gone} & {*self._changes("plans").appeared})

    def lacking(self) -> dict[str, tuple[str, ...]]:
        """Return the articles of which only the other version has claims, by the name of the version that lacks them.

        Only for versions that need not be a whole project: that such a file lacks an article does not say that its
        claims were withdrawn.
        """
        pairs = ((self.before, self.after), (self.after, self.before))
        found = {
            version.name: tuple(sorted(other.sources() - version.sources()))
            for version, other in pairs
            if not version.is_project
        }
        return {name: articles for name, articles in found.items() if articles}

    def _changes(self, part: str) -> TripleChanges:
        return self.triples.get(part, TripleChanges((), ()))


def between(before: GraphVersion, after: GraphVersion) -> GraphDifference:
    """Return what differs between two versions."""
    missing = _missing(before, after)
    old, new = records.of(before, missing), records.of(after, missing)
    compared = {kind: _records(old[kind], new[kind]) for kind in old}
    triples = {part: _triples(before, after, part) for part in TRIPLES if part not in missing}
    things = compared["things"]
    merged = _merged(things, old["things"], new["things"])
    is_same = not (missing or any(compared.values()) or any(triples.values()))
    elsewhere = is_same and blank_nodes.differ(before, after, (*WRITTEN, "reports", *TRIPLES, ""))
    return GraphDifference(before, after, compared, triples, merged, missing, elsewhere)


def _missing(before: GraphVersion, after: GraphVersion) -> tuple[str, ...]:
    """Return the parts that cannot be compared: one version lacks them, and they need not be empty there."""
    generated = [
        part for part in (*TRIPLES, "reports") if (part in before.parts) is not (part in after.parts)
    ]
    written = [part for part in WRITTEN if before.tells(part) is not after.tells(part)]
    return (*generated, *written)


def _records(old: Records, new: Records) -> RecordChanges:
    both = sorted(old.keys() & new.keys())
    changed = {name: changes for name in both if (changes := _fields(old[name], new[name]))}
    return RecordChanges(
        tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), changed
    )


def _fields(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    none: frozenset[str] = frozenset()
    return tuple(
        FieldChange(name, tuple(sorted(old.get(name, none))), tuple(sorted(new.get(name, none))))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, none) != new.get(name, none)
    )


def _triples(before: GraphVersion, after: GraphVersion, part: str) -> TripleChanges:
    old, new = _atoms(before.parts.get(part, ())), _atoms(after.parts.get(part, ()))
    return TripleChanges(tuple(sorted(new - old)), tuple(sorted(old - new)))


def _atoms(quads: Iterable[Quad]) -> set[Atom]:
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in quads
        if not blank_nodes.is_inference(quad)
    }


def _merged(things: RecordChanges, old: Records, new: Records) -> dict[str, str]:
    """Return for each thing that is gone the one thing that has got its name since."""
    got: dict[str, set[str]] = {}
    for name in (*things.added, *things.changed):
        for label in _labels(new[name]) - _labels(old.get(name, {})):
            got.setdefault(label, set()).add(name)
    found = {name: {it for label in _labels(old[name]) for it in got.get(label, ())} for name in things.gone}
    return {name: next(iter(into)) for name, into in found.items() if len(into) == 1}


def _labels(fields: Mapping[str, frozenset[str]]) -> set[str]:
    return {label.casefold() for name in _NAMES for label in fields.get(name, ())}
