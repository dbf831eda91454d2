"""Finds which of `adgo validate`, `adgo verify` and `adgo reason` detect a change in the graph."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple
from unittest.mock import patch

from hermit import Hermit
from packaged import Change, Packaged
from pyoxigraph import Quad, RdfFormat, Store, parse

from adgo.evidence.sources import Texts
from adgo.evidence.verification import verifier
from adgo.graph import claims_to_facts, files, hygiene, packaged_data
from adgo.graph.dataset import read_quads
from adgo.reason import axioms_and_facts, triples
from adgo.reason.reasoning import ordered
from adgo.shacl import validation
from adgo.shacl.inputs import Inputs
from adgo.turtle.document import Document

#: Where a change is made: in the hand-written files, or in a user's file next to the packaged graph.
Setting = Literal["sources", "beside"]
#: The checks. A failing build has a separate column, because users who only import the data do not build.
FINDERS = ("shapes", "hygiene", "verify", "reason", "build")

_Found = Counter[object]


def asked(setting: Setting) -> tuple[str, ...]:
    """Return the checks that are run: no `verify` without texts, and no `verify` or `build` for a user's file."""
    if setting == "beside":
        return tuple(finder for finder in FINDERS if finder not in ("verify", "build"))
    return tuple(finder for finder in FINDERS if finder != "verify" or os.environ.get("ADGO_TEXTS"))


class Outcome(NamedTuple):
    """A change and the checks that found it."""

    setting: Setting
    change: Change
    finders: list[str]


class Checks:
    """Runs the checks in this process, on documents that are read once."""

    def __init__(self, packaged: Packaged, hermit: Hermit, texts: str | None) -> None:
        """Record what is found without any change.

        Args:
            packaged: the packaged graph.
            hermit: the reasoner.
            texts: the folder with the texts of the articles; None if there is none.
        """
        self._packaged, self._hermit, self._texts = packaged, hermit, Texts(texts) if texts else None
        self._built = claims_to_facts.build()
        self._before = {setting: self._all(self._inputs({}, setting)) for setting in ("sources", "beside")}

    def finders(self, change: Change, setting: Setting) -> list[str]:
        """Return the checks that find a change."""
        try:
            documents = self._after(change) if setting == "sources" else {}
        except claims_to_facts.ContestedValue:
            return ["build"]
        own = None if setting == "sources" else self._packaged.document(Path("own.ttl"), list(change.added))
        found, before = self._all(self._inputs(documents, setting, own)), self._before[setting]
        return [finder for finder in FINDERS if found.get(finder, Counter()) - before.get(finder, Counter())]

    def _after(self, change: Change) -> dict[Path, Document]:
        """Return the changed file, and the generated files that differ because of it."""
        changed = self._packaged.changed(change)
        quads = list(_quads(changed))

        def read_changed(path: Path) -> Iterable[Quad]:
            return quads if path == change.path else _read(path)

        with patch.object(claims_to_facts, "read_quads", read_changed):
            built = claims_to_facts.build()
        documents = {change.path: changed}
        for name, text in built.items():
            path = files.root() / name
            if text != self._built[name] and path in self._packaged.documents:
                triples = parse(text, RdfFormat.TURTLE)
                documents[path] = self._packaged.document(
                    path, [(str(q.subject), str(q.predicate), str(q.object)) for q in triples]
                )
        return documents

    def _inputs(self, after: dict[Path, Document], setting: str, own: Document | None = None) -> Inputs:
        """Return the inputs of `adgo validate`: the packaged graph, or a user's file together with it."""
        known = {**self._packaged.documents, **after}
        checked = [known[path] for path in files.checked()]
        shapes = [known[path] for path in files.part("shapes")]
        if setting == "sources":
            return Inputs(self._packaged.inputs.table, checked, shapes)
        inputs = Inputs(self._packaged.inputs.table, [own] if own else [], shapes, checked)
        packaged_data.mark_packaged(inputs)
        return inputs

    def _all(self, inputs: Inputs) -> dict[str, _Found]:
        report = validation.validate(inputs)
        with patch.object(hygiene, "read_file", self._known):
            breaches = hygiene.check(inputs, asked=True)
        found: dict[str, _Found] = {
            "shapes": Counter(
                (each.shape, each.component, each.focus, each.value) for each in report.results
            ),
            "hygiene": Counter(each.message for each in breaches),
            "reason": Counter(self._contradictions(inputs)),
        }
        found["shapes"] += Counter(each.message for each in report.findings if each.severity != "note")
        if self._texts and not inputs.ontology:
            found["verify"] = Counter(self._untrue(inputs))
        return found

    def _known(self, path: Path, *_: object, **__: object) -> Document:
        """Return a document that the hygiene queries read in addition to those that the shapes check."""
        return self._packaged.documents[path]

    def _contradictions(self, inputs: Inputs) -> Iterator[str]:
        """Yield what `adgo reason` reports about the documents of the default graph."""
        default = {path for name in files.DEFAULT_PARTS for path in files.part(name)}
        documents = [
            each
            for each in [*inputs.data, *inputs.ontology]
            if Path(each.path) in default or Path(each.path) == Path("own.ttl")
        ]
        told = axioms_and_facts.sort(triples.Triples(ordered(documents)))
        yield from (f"{each.check} {each.statement}" for each in told.unused if each.severity == "error")
        statements = dict.fromkeys(told.declarations)
        for unit in told.units:
            statements.update(dict.fromkeys(told.as_given(unit.statements)))
        if not self._hermit.is_consistent("".join(statement.line for statement in statements)):
            yield "inconsistent"

    def _untrue(self, inputs: Inputs) -> Iterator[str]:
        """Yield what `adgo verify` reports."""
        store = Store()
        for document in inputs.data:
            store.bulk_extend(_quads(document))
        yield from (
            f"{each.check} {each.node} {each.message}"
            for each in verifier.verify(store, self._texts).findings
        )


def _quads(document: Document) -> Iterator[Quad]:
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in document.triples())
    return parse(text, RdfFormat.N_TRIPLES, lenient=True)


@cache
def _read(path: Path) -> list[Quad]:
    return list(read_quads(path))


@cache
def _checks() -> Checks:
    """Return the checks of this process; the reasoner ends with it."""
    return Checks(Packaged(), Hermit().__enter__(), os.environ.get("ADGO_TEXTS"))


def outcome_of(job: tuple[Setting, Change]) -> Outcome:
    """Return the checks that find a change; run in a worker process."""
    setting, change = job
    return Outcome(setting, change, _checks().finders(change, setting))
