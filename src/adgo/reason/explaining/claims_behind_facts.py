"""Finds the claims that state a fact, and the articles of a claim."""

from __future__ import annotations

from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.reason.outcome import ClaimBehindFact
from adgo.reason.triples import Statement, Triples
from adgo.turtle.term_parts import is_literal, lexical

_SUBJECT, _PREDICATE, _OBJECT, _PREMISE, _MODALITY, _PASSAGE = (
    f"<{ADGO}{name}>" for name in ("subject", "predicate", "object", "premise", "modality", "passage")
)
_SOURCE, _PREFERRED = f"<{PREFIXES['oa']}hasSource>", f"<{PREFIXES['skos']}prefLabel>"
_READ = (_SUBJECT, _PREDICATE, _OBJECT, _PREMISE, _MODALITY, _PASSAGE, _SOURCE, _PREFERRED)


class Claims:
    """Finds claims by the triple that they state; reads the triples once."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._values: dict[str, dict[str, list[str]]] = {name: {} for name in _READ}
        for statement in triples.where:
            if statement.predicate in self._values:
                self._values[statement.predicate].setdefault(statement.subject, []).append(statement.object)
        #: For each claimed or inferred triple, the claims and inferences that state it.
        self._by_content: dict[Statement, list[str]] = {}
        for name in self._values[_SUBJECT]:
            parts = [self._one(each, name) for each in (_SUBJECT, _PREDICATE, _OBJECT)]
            if all(parts):
                self._by_content.setdefault(Statement(*map(str, parts)), []).append(name)

    def is_derived(self, statement: Statement) -> bool:
        """Return whether rules added the fact and no claim states it."""
        behind = self._by_content.get(statement, [])
        return bool(behind) and not any(name in self._values[_MODALITY] for name in behind)

    def claims(self, statement: Statement) -> tuple[ClaimBehindFact, ...]:
        """Return the claims that state a fact, and those from which a rule derived it."""
        names: dict[str, None] = {}
        for name in self._by_content.get(statement, ()):
            premises = self._values[_PREMISE].get(name, [])
            names.update(dict.fromkeys(premises or ([name] if name in self._values[_MODALITY] else [])))
        return tuple(map(self._claim, names))

    def _claim(self, name: str) -> ClaimBehindFact:
        passage = self._one(_PASSAGE, name)
        sources = self._values[_SOURCE].get(passage or "", [])
        modality = self._one(_MODALITY, name) or ""
        where = self._one(_PREDICATE, name)
        place = self._triples.place(Statement(name, _PREDICATE, where)) if where else None
        return ClaimBehindFact(name, modality, tuple(map(self._label, sources)), passage, place)

    def _label(self, source: str) -> str:
        labels = [lexical(each) for each in self._values[_PREFERRED].get(source, ()) if is_literal(each)]
        return labels[0] if labels else source

    def _one(self, predicate: str, name: str) -> str | None:
        return next(iter(self._values[predicate].get(name, ())), None)
