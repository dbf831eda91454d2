"""What data keep beyond SHACL: a query a file, and a finding for each row that one gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files
from adgo.graph.documents import merged
from adgo.graph.namespaces import GRAPH
from adgo.graph.neighbourhood import is_packaged
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.reporting.causes import around
from adgo.shacl.reporting.places import PARTS, place_of
from adgo.turtle.document import Document
from adgo.turtle.reader import read_file

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, Store

#: A triple by its document and its number there.
_Location = tuple[Document, int]


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose rows are breaches of a rule; the remarks that it begins with say what, for whom and how bad."""

    name: str
    text: str

    @property
    def rule(self) -> str:
        """What it demands, in words: the first remark."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def scope(self) -> str:
        """Whose data it is for: "" (the packaged graph), `any data`, or `any data, always`: without being asked."""
        return self._remark("for")

    @property
    def severity(self) -> str:
        """How bad a breach is: `error` unless a remark says otherwise."""
        return self._remark("severity") or "error"

    def _remark(self, name: str) -> str:
        found = re.search(rf"^# {name}: (.+)$", self.text.partition("\n\n")[0], re.MULTILINE)
        return found[1] if found else ""


def checks() -> list[Check]:
    """Return all checks, sorted by name."""
    return [Check(path.stem, path.read_text(encoding="utf-8")) for path in files.hygiene()]


def check(inputs: Inputs, asked: bool = False) -> list[Finding]:
    """Return the findings of all checks on the packaged graph; on other data, those of the checks for any data.

    Against the packaged shapes the data always meet the checks on contradictions, and the others if `asked`; against
    other shapes none, or if asked all that are for any data.
    """
    if _is_packaged(inputs):
        parts = _parts(inputs)
        documents = [document for part in parts.values() for document in part]
        store = _store(parts)
        broken = [(each, row) for each in checks() for row in _rows(store, each.text)]
    else:
        documents = [*inputs.data, *inputs.ontology]
        broken = list(_breaches(inputs, _for_any(inputs, asked)))
    display = Display(inputs.prefixes)
    places = _places(inputs, [row for _, row in broken], documents)
    found = [
        Finding(each.name, each.severity, _message(each, row, display), row[0], place, counts=True)
        for (each, row), place in zip(broken, places, strict=True)
    ]
    return _once(sorted(found, key=lambda finding: finding.order))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without further ones of a check on one line: a ring is found from each of its members."""
    kept: dict[object, Finding] = {}
    for number, finding in enumerate(findings):
        place = finding.place
        kept.setdefault((finding.check, place.file, place.line) if place and place.line else number, finding)
    return list(kept.values())


def _for_any(inputs: Inputs, asked: bool) -> list[Check]:
    """Return the checks that data of somebody's own meet."""
    packaged = [Path(document.path).resolve() for document in inputs.shapes] == _resolved(
        files.part("shapes")
    )
    scopes = {"any data, always"} if packaged else set()
    return [
        each
        for each in checks()
        if each.scope in scopes | ({"any data", "any data, always"} if asked else set())
    ]


def _breaches(inputs: Inputs, asked: Sequence[Check]) -> Iterator[tuple[Check, list[str]]]:
    """Yield the breaches that there are with the data and not without them."""
    if not asked:
        return
    for each in asked:
        rows = _rows(inputs.store, each.text, [])
        if rows and inputs.ontology:
            known = _rows(inputs.without_data.store, each.text, [])
            rows = [row for row in rows if row not in known]
        yield from ((each, row) for row in rows)


def _resolved(paths: Iterable[Path]) -> list[Path]:
    return [path.resolve() for path in paths]


def _message(check: Check, row: Sequence[str], display: Display) -> str:
    """Return the rule that a row breaks, and the row."""
    about = ", ".join(dict.fromkeys(map(display.term, row)))
    return f"{check.rule.rstrip('.')}: {about}"


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


def _rows(store: Store, query: str, graphs: list[NamedNode | BlankNode] | None = None) -> list[list[str]]:
    """Return the terms of each solution, unbound ones left out, in an order that is the same in every run.

    `graphs` are the named graphs that the query sees, all of them unless given.
    """
    solutions: Iterable[Iterable[object]] = store.query(query, named_graphs=graphs)  # type: ignore[assignment]
    return sorted([str(value) for value in row if value is not None] for row in solutions)


def _places(
    inputs: Inputs, rows: Iterable[Sequence[str]], documents: Sequence[Document]
) -> Iterator[Place | None]:
    """Yield the place of each row: in a file of the user's own if one speaks of its terms or of what is next to them.

    An axiom of the user's about a class, say, makes packaged things of that class break a rule.
    """
    ids = inputs.table.ids
    nodes = [[ids[term] for term in row if term in ids] for row in rows]
    own = [document for document in documents if not is_packaged(document)] if nodes else []
    mine = _locations(nodes, own)
    near = [
        list(around(inputs.graph, each)) if own and not found else []
        for each, found in zip(nodes, mine, strict=True)
    ]
    wishes = ((nodes, mine), (near, _locations(near, own)), (nodes, _locations(nodes, documents)))
    for number in range(len(nodes)):
        yield next((_place(each[number], found[number]) for each, found in wishes if found[number]), None)


def _locations(groups: Sequence[Sequence[int]], documents: Iterable[Document]) -> list[list[_Location]]:
    """Return the locations of the triples with each group of nodes, in one pass over the documents."""
    found: dict[int, list[_Location]] = {node: [] for group in groups for node in group}
    for document in documents if found else ():
        for number, triple in enumerate(document.rows):
            for node in found.keys() & set(triple):
                found[node].append((document, number))
    return [[location for node in group for location in found[node]] for group in groups]


def _place(nodes: Sequence[int], locations: Iterable[_Location]) -> Place:
    """Return where the first of some nodes stands that is in the triple with most of them."""
    document, number = max(locations, key=lambda each: len({*nodes}.intersection(each[0].rows[each[1]])))
    triple = document.rows[number]
    told = next(node for node in nodes if node in triple)
    return place_of(document, number, PARTS[triple.index(told)])
