"""What the files must say differently without an article, so that they claim no more than the other articles do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from adgo.evidence import store_lookup
from adgo.graph import files
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES, short
from adgo.intake.withdrawal.turtle_edit import TurtleEdit
from adgo.turtle.writing.term_writer import quoted

_NOTE = PREFIXES["skos"] + "editorialNote"
_LABEL = PREFIXES["skos"] + "prefLabel"
_EXAMPLE = PREFIXES["skos"] + "example"
_TYPE = PREFIXES["rdf"] + "type"
_TELLS = ADGO + "tells"

#: The hygiene checks whose findings are repaired here, and the rows of each.
Rows = Mapping[str, set[tuple[str, ...]]]
_CHECKS = ("entities-without-evidence", "unused-terms", "statements-without-common-atom")


def store_of(root: Path) -> Store:
    """Return a store with the files of a project, each part in its graphs."""
    store = Store()
    for name, patterns in files.PARTS.items():
        for path in (path for pattern in patterns for path in sorted(root.glob(pattern))):
            graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
            graphs += [DefaultGraph()] * (name in files.DEFAULT_PARTS)
            for graph in graphs:
                store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
    return store


def findings(root: Path, store: Store) -> Rows:
    """Return what the hygiene checks find in a project that a withdrawal may cause, by the name of the check."""
    found = {}
    for name in _CHECKS:
        query = root / f"shapes/hygiene/{name}.rq"
        if query.exists():
            rows = store.query(query.read_text(encoding="utf-8"))
            assert isinstance(rows, QuerySolutions)
            found[name] = {tuple("" if term is None else term.value for term in row) for row in rows}
    return found


class Repairs:
    """Repairs the files of a project in which an article was withdrawn; `notes` says what was changed."""

    def __init__(self, root: Path, store: Store) -> None:
        self._root = root
        self._store = store
        self._edits: dict[Path, TurtleEdit] = {}
        self.notes: list[str] = []

    def make(self, found: Rows) -> dict[Path, str]:
        """Return the new texts of the files that change.

        Args:
            found: findings of the hygiene checks.
        """
        for thing, predicate, value in sorted(found.get("entities-without-evidence", ())):
            self._mark_as_editorial(thing, predicate, value)
        for (term,) in sorted(found.get("unused-terms", ())):
            self._mark_as_unused(term)
        for (statement,) in sorted(found.get("statements-without-common-atom", ())):
            self._split(statement)
        return {path: edit.text() for path, edit in self._edits.items()}

    def _mark_as_editorial(self, thing: str, predicate: str, value: str) -> None:
        """Mark what an entity says without a claim as the editors' own, with a note."""
        for edit in self._describing(thing, "data/entities.ttl"):
            label = self._label(value)
            own = (
                f"The editors chose its kind, {label}; no claim states it."
                if predicate == _TYPE
                else f"“{self._label(predicate)} {label}” is the editors' own; no claim states it."
            )
            note = store_lookup.text(self._store, NamedNode(thing), NamedNode(_NOTE))
            edit.add(thing, ADGO + "editorialPart", f"<{predicate}>", before=_LABEL)
            text = f"{quoted(f'{note} {own}' if note else own)}@en"
            if note:
                edit.replace(thing, _NOTE, text)
            else:
                edit.add(thing, _NOTE, text)
            self.notes.append(f"{short(thing)}: {own}")

    def _mark_as_unused(self, term: str) -> None:
        """Mark a term of the ontology that no data use any more as waiting for data."""
        for edit in self._describing(term, "ontology/*.ttl"):
            edit.add(term, PREFIXES["vs"] + "term_status", '"testing"', before=_EXAMPLE)
            self.notes.append(f'{short(term)}: no data use it any more; its vs:term_status is "testing" now')

    def _split(self, statement: str) -> None:
        """Make a statement for each source that makes it: without the article, they have nothing in common."""
        label, tellers = self._label(statement), self._tellers(statement)
        home = next(
            (self._path(number) for number in tellers if self._has(self._path(number), statement)), None
        )
        for number, claims in tellers.items():
            if self._path(number) == home:
                continue
            iri, edit = f"{statement}-{number}", self._edit(self._path(number))
            values = [(_TYPE, f"<{ADGO}Statement>"), (_LABEL, f"{quoted(f'{label} (article {number})')}@en")]
            edit.describe(iri, values, PREFIXES["st"])
            for claim in claims:
                edit.replace(claim, ADGO + "tells", f"<{iri}>", statement)
            self.notes.append(
                f"{short(iri)}: what article {number} says shares nothing with {short(statement)} any more"
            )

    def _tellers(self, statement: str) -> dict[str, list[str]]:
        """Return the claims that make a statement, by the number of their source."""
        query = (
            f"SELECT ?source ?claim WHERE {{ ?claim <{_TELLS}> <{statement}> ; "
            f"<{ADGO}passage>/<{PREFIXES['oa']}hasSource> ?source }} ORDER BY ?source ?claim"
        )
        tellers: dict[str, list[str]] = {}
        rows = self._store.query(query)
        assert isinstance(rows, QuerySolutions)
        for source, claim in rows:
            claims = tellers.setdefault(source.value.removeprefix(PREFIXES["src"]), [])
            claims += [claim.value] * (claim.value not in claims)
        return tellers

    def _path(self, number: str) -> Path:
        return self._root / f"data/claims/{number}.ttl"

    def _label(self, iri: str) -> str:
        node = NamedNode(iri)
        return next(
            filter(None, (store_lookup.text(self._store, node, each) for each in store_lookup.LABELS)), iri
        )

    def _describing(self, iri: str, pattern: str) -> Iterator[TurtleEdit]:
        """Yield the edit of the file that describes a node."""
        for path in sorted(self._root.glob(pattern)):
            if self._has(path, iri):
                yield self._edit(path)
                return

    def _has(self, path: Path, iri: str) -> bool:
        return any(subject == iri for subject, _ in self._edit(path).statements())

    def _edit(self, path: Path) -> TurtleEdit:
        if path not in self._edits:
            self._edits[path] = TurtleEdit(path)
        return self._edits[path]
