"""The complete result of a query, its rows with labels, standing and, if asked for, evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adgo.agents import claim_record, row_claims, row_standing
from adgo.agents.complete_result import CompleteResult, Record
from adgo.agents.row_claims import RowTerms
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.tables import answers
from adgo.corpus.tables.export_table import cell_of

#: The columns of the triples that CONSTRUCT and DESCRIBE give.
TRIPLE = ("subject", "predicate", "object")
#: What a row says if no claim supports it directly.
NO_CLAIM = "No claim supports this row as a whole. Call `evidence` with about set to one of these things."
#: Integers beyond this are sent as text: programs that read JSON would round them.
EXACT = 2**53
Row = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class RowMaker:
    """Makes the rows of one result.

    Attributes:
        corpus: the graph, for labels, standing and evidence.
        columns: the names of the columns.
        context: the things that the question was asked about.
        has_evidence: whether each row carries its claims.
    """

    corpus: Corpus
    columns: tuple[str, ...]
    context: frozenset[str] = frozenset()
    has_evidence: bool = False

    def row(self, cells: Row) -> Record:
        """Return a row as an agent reads it, from terms in the JSON results format."""
        terms = {name: Term.of(dict(cells[name])) for name in self.columns if name in cells}
        values: dict[str, Any] = {}
        for name in self.columns:
            values[name] = _value(terms[name]) if name in terms else None
            if name in terms and f"{name}_label" not in self.columns and (text := self._label(terms[name])):
                values[f"{name}_label"] = text
        there = RowTerms(frozenset(terms.values()), self.context)
        claims = row_claims.of(self.corpus, there)
        made = {"row": values, **row_standing.of(self.corpus, there.iris, claims)}
        return {**made, "evidence": self._evidence(there, claims)} if self.has_evidence else made

    def _label(self, term: Term) -> str:
        """Return the label of a thing; "" if it has none that says more than its name."""
        if not term.is_iri:
            return ""
        text = answers.label(self.corpus, term)
        return "" if text in (term.value, f"<{term.value}>", claim_record.name(term.value)) else text

    def _evidence(self, there: RowTerms, claims: Sequence[Any]) -> Record:
        if claims:
            return {"claims": [claim_record.record(self.corpus, each) for each in claims]}
        about = row_claims.things(self.corpus, there)
        more = {"about": [claim_record.name(it) for it in about], "note": NO_CLAIM} if about else {}
        return {"claims": [], **more}


def read(content: bytes, is_graph: bool) -> tuple[tuple[str, ...], Sequence[Row]]:
    """Return the columns and rows of a complete answer.

    A graph has one row for each of its triples, and the answer to ASK is one row.

    Args:
        content: the answer as JSON, or as N-Triples if it is a graph.
        is_graph: whether it is a graph.
    """
    if is_graph:
        return TRIPLE, _triples(content)
    document = json.loads(content)
    if "boolean" in document:
        truth = {"type": "literal", "value": str(document["boolean"]).lower(), "datatype": BOOLEAN}
        return ("answer",), [{"answer": truth}]
    return tuple(document["head"]["vars"]), document["results"]["bindings"]


BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


def result(content: bytes, rows: Sequence[Row], maker: RowMaker, head: Mapping[str, Any]) -> CompleteResult:
    """Return the result of a query.

    Args:
        content: its answer, for the digest.
        rows: its rows.
        maker: makes them readable.
        head: what each answer says besides its rows.
    """
    return CompleteResult(rows, hashlib.sha256(content).hexdigest(), len(content), head, maker.row)


def _triples(content: bytes) -> list[Row]:
    """Return the triples of N-Triples, each once, sorted: a graph is a set."""
    from pyoxigraph import RdfFormat, parse

    found = {(quad.subject, quad.predicate, quad.object) for quad in parse(content, RdfFormat.N_TRIPLES)}
    return [
        dict(zip(TRIPLE, map(_cell, triple), strict=True))
        for triple in sorted(found, key=lambda t: [*map(str, t)])
    ]


def _cell(term: Any) -> dict[str, Any]:
    """Return a term of the engine as in the JSON results format."""
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = (term.subject, term.predicate, term.object)
            return {"type": "triple", "value": dict(zip(TRIPLE, map(_cell, parts), strict=True))}
    assert isinstance(term, Literal)
    found = {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return {**found, "xml:lang": term.language} if term.language else found


def _value(term: Term) -> Any:
    """Return the value of a term in JSON: IRIs with a prefix, numbers as numbers unless they would be rounded."""
    if term.is_iri:
        return claim_record.name(term.value)
    value = cell_of(term)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) <= EXACT else str(value)
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value if isinstance(value, float | str) else str(value)
