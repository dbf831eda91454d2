"""What every bucket of the build needs to know: the vocabulary, and the queries with what they read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import pyoxigraph
from pyoxigraph import Store

from adgo.graph import documents, files
from adgo.graph.building.lines import chosen, dumped, split
from adgo.graph.dataset import UnreadableFile, read_bytes, read_quads
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.graph.unknown_terms import named
from adgo.sparql.text import SparqlText
from adgo.turtle.terms import TYPE

#: The queries that run on the claims of one bucket before any exchange, and after things have described themselves.
FIRST = ("withheld", "contested", "claim-standings", "facts", "plans")
SECOND = ("reports", "inference-labels")

_KEY = re.compile(r"^# key: (subject alone|subject|thing)$", re.MULTILINE)


@dataclass(frozen=True)
class BuildVocabulary:
    """The vocabulary as lines, and the texts of the queries by name.

    Attributes:
        lines: the triples of the part "ontology", in the default graph.
        files_digest: the digest of its files; blank nodes have other labels in the lines each time.
        projections: the queries of `ontology/projection`.
        rules: the queries of `ontology/rules`, by name in their order.
    """

    lines: str
    files_digest: str
    projections: dict[str, str]
    rules: dict[str, str]

    @property
    def without_key(self) -> list[str]:
        """The names of the queries that do not say that what belongs to one subject or thing is all they join."""
        used = {name: self.projections.get(name, "") for name in (*FIRST, *SECOND, "context")}
        return [name for name, text in (used | self.rules).items() if not _KEY.search(text)]

    def rules_of(self, step: str) -> dict[str, str]:
        """Return the rules whose key is "subject alone", or "subject"."""
        found = {name: _KEY.search(text) for name, text in self.rules.items()}
        return {name: self.rules[name] for name, key in found.items() if key and key[1] == step}

    @cached_property
    def digest(self) -> str:
        """The digest of the lines and queries."""
        parts = [
            self.files_digest,
            *(f"{k}\0{v}" for k, v in sorted([*self.projections.items(), *self.rules.items()])),
        ]
        return sha256("\0".join(parts).encode()).hexdigest()

    @cached_property
    def schema(self) -> frozenset[str]:
        """The properties and classes with which only the vocabulary may be described."""
        rdfs, owl = PREFIXES["rdfs"], PREFIXES["owl"]
        own = ("givesNoFact", "caution", "forModality", "forStatus", "standing", "Standing", "StandingRule")
        names = [*(ADGO + name for name in own), owl + "FunctionalProperty", owl + "Ontology"]
        return frozenset(f"<{iri}>" for iri in (*names, rdfs + "subClassOf", rdfs + "subPropertyOf"))

    @cached_property
    def read_first(self) -> frozenset[str]:
        """The predicates that are read of the claims of a bucket before things have described themselves."""
        return predicates(
            [*(self.projections[each] for each in FIRST), *self.rules_of("subject alone").values()]
        )

    @cached_property
    def read_second(self) -> frozenset[str]:
        """The predicates that are read after things have described themselves."""
        return predicates([*(self.projections[each] for each in SECOND), *self.rules_of("subject").values()])

    @cached_property
    def read_of_claims(self) -> frozenset[str]:
        """The predicates that are read of claims."""
        return self.read_first | self.read_second

    @cached_property
    def read_by_context(self) -> frozenset[str]:
        """The predicates that the context reads."""
        return predicates([self.projections["context"]])

    @cached_property
    def read_of_things(self) -> frozenset[str]:
        """All predicates that are read."""
        return self.read_first | self.read_second | self.read_by_context

    @cached_property
    def lines_first(self) -> str:
        """The lines that are read before things have described themselves."""
        return chosen(self.lines, self.read_first)

    @cached_property
    def lines_second(self) -> str:
        """The lines that are read after things have described themselves."""
        return chosen(self.lines, self.read_second)

    @cached_property
    def by_subject(self) -> dict[str, list[str]]:
        """The lines about each subject of the vocabulary, in N-Triples form."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, rest in split(self.lines):
            found[subject].append(f"{subject} {predicate} {rest}\n")
        return found


def read() -> BuildVocabulary:
    """Return the vocabulary and the queries of the project.

    Raises:
        UnreadableFile: if a file cannot be read.
    """
    store, made = Store(), sha256()
    for path in files.part("ontology"):
        content = read_bytes(path)
        made.update(b"%d:" % len(content) + content)
        quads, _ = documents.merged(list(read_quads(path, content)))
        store.bulk_extend(quads)
    projections = {
        path.stem: _text(path) for path in sorted((files.root() / "ontology/projection").glob("*.rq"))
    }
    return BuildVocabulary(
        dumped(store), made.hexdigest(), projections, {path.stem: _text(path) for path in files.rules()}
    )


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: {error}") from error


def predicates(queries: Iterable[str]) -> frozenset[str]:
    """Return the IRIs that queries name, in N-Triples form: they read no triples with other predicates."""
    return frozenset({f"<{iri}>" for text in queries for iri in named(SparqlText(text))} | {TYPE})


@cache
def code_digest() -> str:
    """Return the digest of the programs on which the build depends: ADGO's own files, and the engine's version."""
    made = sha256(pyoxigraph.__version__.encode())
    for folder in ("evidence", "graph", "sparql", "turtle"):
        for path in sorted((files.PACKAGE / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                made.update(path.relative_to(files.PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()
