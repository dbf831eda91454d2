"""Hygiene checks beyond SHACL: each is a query, and each of its solutions is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files
from adgo.graph.packaged_data import is_packaged
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.reporting.causes import around
from adgo.shacl.reporting.places import PARTS, place_of
from adgo.turtle.document import Document
from adgo.turtle.reader import read_file

if TYPE_CHECKING:
    from adgo.graph.rechecking.kept_answers import KeptAnswers

#: A triple: its document and its row.
_Location = tuple[Document, int]


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose solutions violate a rule; comments at its start state the rule, its scope and the severity."""

    name: str
    text: str

    @property
    def rule(self) -> str:
        """The rule in words: the first comment."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def scope(self) -> str:
        """The data that are checked: "" (the packaged graph), `any data`, or `any data, always` (by default)."""
        return self._comment("for")

    @property
    def severity(self) -> str:
        """The severity of a violation: `error` unless a comment states another."""
        return self._comment("severity") or "error"

    def _comment(self, name: str) -> str:
        found = re.search(rf"^# {name}: (.+)$", self.text.partition("\n\n")[0], re.MULTILINE)
        return found[1] if found else ""


def checks() -> list[Check]:
    """Return all checks, sorted by name."""
    return [Check(path.stem, path.read_text(encoding="utf-8")) for path in files.hygiene()]


def files_read() -> list[Path]:
    """Return the files that the checks of the packaged graph read: those of all its parts, and the queries."""
    return [*(path for name in files.PARTS for path in files.part(name)), *files.hygiene()]


def check(inputs: Inputs, asked: bool = False, kept: KeptAnswers | None = None) -> list[Finding]:
    """Return the findings of the hygiene checks: all for the packaged graph, those for any data otherwise.

    Args:
        inputs: the documents.
        asked: whether the user asked for hygiene checks. If not, other data are checked only with the packaged
            shapes, and only for contradictions.
        kept: the answers about an earlier state of the packaged graph, which are brought up to date; None if nothing
            is to be kept.
    """
    if _is_packaged(inputs):
        # A run with other shapes asks no queries, and importing what answers them takes a tenth of a second.
        from adgo.graph.rechecking.kept_answers import KeptAnswers

        kept = kept or KeptAnswers()
        parts = _parts(inputs, kept.read_before)
        documents = [document for part in parts.values() for document in part]
        asked_now = checks()
        answers = kept.answers(parts, [each.text for each in asked_now])
        broken = [
            (each, row) for each, found in zip(asked_now, answers, strict=True) for row in _stated(found)
        ]
    else:
        documents = [*inputs.data, *inputs.ontology]
        broken = list(_violations(inputs, _for_any(inputs, asked)))
    display = Display(inputs.prefixes)
    places = _places(inputs, [row for _, row in broken], documents)
    found = [
        Finding(each.name, each.severity, _message(each, row, display), row[0], place, counts=True)
        for (each, row), place in zip(broken, places, strict=True)
    ]
    return _once(sorted(found, key=lambda finding: finding.order))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return at most one finding per check and line: a cycle, for example, is found from each of its members."""
    kept: dict[object, Finding] = {}
    for number, finding in enumerate(findings):
        place = finding.place
        kept.setdefault((finding.check, place.file, place.line) if place and place.line else number, finding)
    return list(kept.values())


def _for_any(inputs: Inputs, asked: bool) -> list[Check]:
    """Return the checks for the user's own data."""
    packaged = [Path(document.path).resolve() for document in inputs.shapes] == _resolved(
        files.part("shapes")
    )
    scopes = {"any data, always"} if packaged else set()
    return [
        each
        for each in checks()
        if each.scope in scopes | ({"any data", "any data, always"} if asked else set())
    ]


def _violations(inputs: Inputs, asked: Sequence[Check]) -> Iterator[tuple[Check, list[str]]]:
    """Yield the violations that exist with the data and not without them."""
    if not asked:
        return
    from adgo.graph.rechecking.kept_answers import answered

    for each in asked:
        rows = _stated(answered(inputs.store, each.text, []).solutions)
        if rows and inputs.ontology:
            known = _stated(answered(inputs.without_data.store, each.text, []).solutions)
            rows = [row for row in rows if row not in known]
        yield from ((each, row) for row in rows)


def _resolved(paths: Iterable[Path]) -> list[Path]:
    return [path.resolve() for path in paths]


def _message(check: Check, row: Sequence[str], display: Display) -> str:
    """Return the rule that a solution violates, and the terms of the solution."""
    about = ", ".join(dict.fromkeys(map(display.term, row)))
    return f"{check.rule.rstrip('.')}: {about}"


def _is_packaged(inputs: Inputs) -> bool:
    read = [[Path(document.path) for document in role] for role in (inputs.data, inputs.shapes)]
    return read == [files.checked(), files.part("shapes")]


def _parts(inputs: Inputs, read_before: dict[Path, tuple[bytes, Document]]) -> dict[str, list[Document]]:
    """Return the documents of each part of the graph; those that the inputs do not have are read if they are new.

    Args:
        inputs: the documents that are checked.
        read_before: what was read for an earlier state, with the content of the files; is brought up to date.
    """
    known = {Path(document.path): document for document in inputs.documents}

    def document(path: Path) -> Document:
        if path in known:
            return known[path]
        content = path.read_bytes()
        before, found = read_before.get(path, (b"", None))
        # What has not changed must stay the same document, as its blank nodes have the labels of the document.
        if found is None or before != content or found.table is not inputs.table:
            found = read_file(path, inputs.table, base=path.resolve().as_uri())
        read_before[path] = (content, found)
        return found

    return {name: [document(path) for path in files.part(name)] for name in files.PARTS}


def _stated(solutions: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the bound terms of each solution."""
    return [[term for term in solution if term] for solution in solutions]


def _places(
    inputs: Inputs, rows: Iterable[Sequence[str]], documents: Sequence[Document]
) -> Iterator[Place | None]:
    """Yield the position of each solution, in a file of the user if one mentions its terms or neighbours of them.

    For example, a user's axiom about a class can make packaged things of that class violate a rule.
    """
    ids = inputs.table.ids
    nodes = [[ids[term] for term in row if term in ids] for row in rows]
    own = [document for document in documents if not is_packaged(document)] if nodes else []
    mine = _locations(nodes, own)
    near = [
        list(around(inputs.graph, each)) if own and not found else []
        for each, found in zip(nodes, mine, strict=True)
    ]
    candidates = ((nodes, mine), (near, _locations(near, own)), (nodes, _locations(nodes, documents)))
    for number in range(len(nodes)):
        yield next((_place(each[number], found[number]) for each, found in candidates if found[number]), None)


def _locations(groups: Sequence[Sequence[int]], documents: Iterable[Document]) -> list[list[_Location]]:
    """Return the locations of the triples with a node of each group, in one pass over the documents."""
    found: dict[int, list[_Location]] = {node: [] for group in groups for node in group}
    for document in documents if found else ():
        for number, triple in enumerate(document.rows):
            for node in found.keys() & set(triple):
                found[node].append((document, number))
    return [[location for node in group for location in found[node]] for group in groups]


def _place(nodes: Sequence[int], locations: Iterable[_Location]) -> Place:
    """Return the position of a node in the triple that contains most of the nodes."""
    document, number = max(locations, key=lambda each: len({*nodes}.intersection(each[0].rows[each[1]])))
    triple = document.rows[number]
    first = next(node for node in nodes if node in triple)
    return place_of(document, number, PARTS[triple.index(first)])
