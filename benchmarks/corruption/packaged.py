"""The packaged graph in memory: the triples of each file, the classes of things, and the graph with a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from adgo.graph import files
from adgo.graph.namespaces import ADGO
from adgo.shacl.inputs import Inputs, read
from adgo.turtle.document import Document, Rows
from adgo.turtle.terms import TYPE

Triple = tuple[str, str, str]

#: Hand-written parts that may be changed. Ontology and shapes are not changed, as they define what is wrong.
SOURCES = ("entities", "claims", "judgements")
#: Parts from which a user's triples are drawn: those about the world.
FACTS = ("facts", "entities")


class Row(NamedTuple):
    """A triple and its file."""

    path: Path
    triple: Triple


class Change(NamedTuple):
    """The triples that are removed and added: one each, unless names are merged or a thing is split."""

    kind: str
    path: Path
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]


class Packaged:
    """The packaged graph, read once."""

    def __init__(self) -> None:
        """Read all parts."""
        self.parts: dict[str, list[Path]] = {name: files.part(name) for name in files.PARTS}
        paths = [path for part in self.parts.values() for path in part]
        self.inputs: Inputs = read(paths, [])
        self.documents: dict[Path, Document] = {
            Path(document.path): document for document in self.inputs.data
        }
        self._values: dict[str, list[str]] = {}

    def rows(self, *parts: str) -> list[Row]:
        """Return the distinct triples of some parts, in the order of the files, without the files' headers."""
        found = [
            Row(path, triple)
            for part in parts
            for path in self.parts[part]
            for triple in dict.fromkeys(self.documents[path].triples())
        ]
        return [row for row in found if row.triple[0][:2] != "_:" and "/graph/" not in row.triple[0]]

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The ADGO classes of each thing according to any file or claim."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        claims: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for path in self.documents:
            for s, p, o in self.documents[path].triples():
                if p == TYPE and o.startswith(f"<{ADGO}"):
                    found[s].add(o)
                for name in ("subject", "predicate", "object"):
                    if p == f"<{ADGO}{name}>":
                        claims[s][name] = o
        for claim in claims.values():
            if claim.get("predicate") == TYPE:
                found[claim["subject"]].add(claim["object"])
        return {thing: frozenset(kinds) for thing, kinds in found.items()}

    @cached_property
    def members(self) -> Mapping[str, list[str]]:
        """The things of each class, sorted by name."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for thing in sorted(self.kinds):
            for kind in self.kinds[thing]:
                found[kind].append(thing)
        return found

    def values(self, property_: str) -> list[str]:
        """Return the values of a property in the graph, sorted."""
        if property_ not in self._values:
            triples = (triple for each in self.documents.values() for triple in each.triples())
            self._values[property_] = sorted({o for _, p, o in triples if p == property_})
        return self._values[property_]

    def document(self, path: Path, triples: list[Triple]) -> Document:
        """Return a document of triples without positions, which shares the term table of the others."""
        table = self.inputs.table
        rows = Rows()
        for s, p, o in triples:
            rows.add((table.intern(s), table.intern(p), table.intern(o)), None)
        return Document(str(path), "", table, rows)

    def changed(self, change: Change) -> Document:
        """Return the file of a change with the change applied."""
        kept = [triple for triple in self.documents[change.path].triples() if triple not in change.removed]
        return self.document(change.path, [*kept, *change.added])
