"""What the packaged graph keeps beyond SHACL: a query a file, and a finding for each row that one gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files
from adgo.graph.documents import merged
from adgo.graph.namespaces import GRAPH
from adgo.shacl.display import Display
from adgo.shacl.inputs import Inputs
from adgo.shacl.places import place_of
from adgo.shacl.result import Finding, Place
from adgo.turtle.document import Document, Part
from adgo.turtle.reader import read_file

if TYPE_CHECKING:
    from pyoxigraph import Store

#: A triple by its document and its number there.
_Location = tuple[Document, int]

_PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


def check(inputs: Inputs) -> list[Finding]:
    """Return the findings on the packaged graph, with file and line; none where anything else is being checked."""
    if not _is_packaged(inputs):
        return []
    parts = _parts(inputs)
    documents = [document for part in parts.values() for document in part]
    store = _store(parts)
    display = Display(inputs.prefixes)
    rows = [
        (query, row) for query in files.hygiene() for row in _rows(store, query.read_text(encoding="utf-8"))
    ]
    triples = _triples_of({row[0] for _, row in rows}, documents)
    found = [
        Finding(query.stem, "error", _message(query, row, display), row[0], _place(triples[row[0]], row))
        for query, row in rows
    ]
    return sorted(found, key=lambda finding: finding.order)


def _message(query: Path, row: Sequence[str], display: Display) -> str:
    """Return the rule that a row breaks, and the row."""
    about = ", ".join(map(display.term, row))
    return f"{rule(query.read_text(encoding='utf-8')).rstrip('.')}: {about}"


def rule(query: str) -> str:
    """Return what a check demands, in words: its first line is a remark that says so."""
    return query.partition("\n")[0].removeprefix("# ")


def _is_packaged(inputs: Inputs) -> bool:
    read = [[Path(document.path) for document in role] for role in (inputs.data, inputs.shapes)]
    return read == [files.checked(), files.part("shapes")]


def _parts(inputs: Inputs) -> dict[str, list[Document]]:
    """Return the documents of each part of the graph: those that were read, and the rest, read now."""
    known = {Path(document.path): document for document in inputs.documents}
    return {
        name: [
            known.get(path) or read_file(path, inputs.table, base=path.resolve().as_uri())
            for path in files.part(name)
        ]
        for name in files.PARTS
    }


def _store(parts: dict[str, list[Document]]) -> Store:
    """Return a store as `dataset.load` fills one, save that blank nodes are called as in the documents."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

    from adgo.graph.dataset import placed

    store = Store()
    for name, documents in parts.items():
        text = "".join(f"{' '.join(triple)} .\n" for document in documents for triple in document.triples())
        quads, header = merged(list(parse(text, RdfFormat.N_QUADS, lenient=True)))
        graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
        if name in files.DEFAULT_PARTS:
            graphs.append(DefaultGraph())
        store.bulk_extend([*placed(quads, graphs), *placed(header, [NamedNode(GRAPH + "catalog")])])
    return store


def _rows(store: Store, query: str) -> Iterator[list[str]]:
    """Yield the terms of each solution, what is unbound left out, in an order that is the same in every run."""
    solutions: Iterable[Iterable[object]] = store.query(query)  # type: ignore[assignment]
    yield from sorted([str(value) for value in row if value is not None] for row in solutions)


def _triples_of(terms: Iterable[str], documents: Sequence[Document]) -> dict[str, list[_Location]]:
    """Return the locations of the triples of each term, in one pass over the documents."""
    found: dict[str, list[_Location]] = {term: [] for term in terms}
    for document in documents if found else ():
        wanted = {document.table.find(term): term for term in found}
        for number, triple in enumerate(document.rows):
            for term in wanted.keys() & set(triple):
                found[wanted[term]].append((document, number))
    return found


def _place(locations: Sequence[_Location], row: Sequence[str]) -> Place | None:
    """Return where the first term stands in the triple that holds most of the row's terms, the first such triple."""
    if not locations:
        return None

    def shared(location: _Location) -> int:
        document, number = location
        return len({document.table.find(term) for term in row}.intersection(document.rows[number]))

    document, number = max(locations, key=shared)
    triple = document.rows[number]
    return place_of(document, number, _PARTS[triple.index(document.table.find(row[0]))])
