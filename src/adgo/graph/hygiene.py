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
from adgo.shacl.display import Display
from adgo.shacl.inputs import Inputs
from adgo.shacl.places import place_of
from adgo.shacl.queries import Queries
from adgo.shacl.result import Finding, Place
from adgo.turtle.document import Document, Part
from adgo.turtle.reader import read_file

if TYPE_CHECKING:
    from pyoxigraph import Store

#: A triple by its document and its number there.
_Location = tuple[Document, int]

_PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


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
    triples = _triples_of({term for _, row in broken for term in row}, documents)
    found = [
        Finding(
            each.name,
            each.severity,
            _message(each, row, display),
            row[0],
            _place([place for term in row for place in triples[term]], row),
            counts=True,
        )
        for each, row in broken
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
    store, beside = Queries(inputs).store, None
    for each in asked:
        rows = list(_rows(store, each.text))
        if rows and inputs.ontology:
            beside = beside or Queries(Inputs(inputs.table, inputs.ontology, [])).store
            known = list(_rows(beside, each.text))
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
    """Return where the first term stands that can be found in the triple that holds most of the row's terms.

    Among such triples it is the first, and of a file of the user's own rather than a packaged one.
    """
    if not locations:
        return None

    def worth(location: _Location) -> tuple[bool, int]:
        document, number = location
        shared = {document.table.find(term) for term in row}.intersection(document.rows[number])
        return not is_packaged(document), len(shared)

    document, number = max(locations, key=worth)
    triple = document.rows[number]
    told = next(node for node in map(document.table.find, row) if node in triple)
    return place_of(document, number, _PARTS[triple.index(told)])
