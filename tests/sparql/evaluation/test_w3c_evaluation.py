"""The W3C suite of SPARQL 1.1 query evaluation, by ADGO's own evaluation: all of it, without exceptions.

Terms are compared as the store keeps them, because the suite writes the same numbers in several forms.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from memory_dataset import MemoryDataset, Solution
from pyoxigraph import Dataset, Quad, QueryResultsFormat, Store, parse, parse_query_results
from test_w3c_query import (
    ASKED,
    CASES,
    EVALUATION,
    RDF,
    RESULTS,
    Case,
    as_dataset,
    canonical,
    cells,
    needs_suite,
    rows_of,
    rows_of_graph,
)

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import parse as parse_tree
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.answering.evaluated import constructed
from adgo.sparql.answering.store_dataset import term
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.tokens import tokenize

NAMES = [name for name in ASKED if CASES[name].kind in EVALUATION]


def dataset_of(case: Case, query: algebra.Query) -> MemoryDataset:
    """The graphs that the query names, or else those that the test names."""
    if query.default is None and query.named is None:
        files: list[tuple[str | None, Path]] = [(None, path) for path in case.data]
        files += [(f"<{path.as_uri()}>", path) for path in case.named]
    else:
        files = [(None, Path(iri[len("<file://") : -1])) for iri in query.default or ()]
        files += [(iri, Path(iri[len("<file://") : -1])) for iri in query.named or ()]
    made = MemoryDataset()
    for graph, path in files:
        quads = parse(path.read_bytes(), RDF[path.suffix], base_iri=path.as_uri(), rename_blank_nodes=True)
        made.add(graph, [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads])
    return made


def evaluated(case: Case) -> tuple[algebra.Query, list[Solution]]:
    tree = parse_tree(tokenize(case.query.read_text(encoding="utf-8")))
    assert tree is not None
    translator = Translator(case.query.as_uri())
    query = translator.query(tree)
    return query, list(Evaluator(dataset_of(case, query), translator.names.base).run(query.pattern))


def rows_of_solutions(query: algebra.Query, found: list[Solution]) -> list[list[tuple[str, object]]]:
    return [[(name[1:], term(row[name])) for name in query.columns if name in row] for row in found]


def graph_of(path: Path) -> Dataset:
    store = Store()
    store.load(path.read_bytes(), RDF[path.suffix], base_iri=path.as_uri())
    return canonical(store)


def as_csv(query: algebra.Query, found: list[Solution]) -> str:
    head = ",".join(name[1:] for name in query.columns)
    lines = [[_cell(row.get(name)) for name in query.columns] for row in found]
    return "\n".join([head, *(",".join(line) for line in lines)]) + "\n"


def _cell(written: str | None) -> str:
    found = None if written is None else term(written)
    text = "" if found is None else str(found) if written[0] == "_" else found.value
    quoted = text.replace('"', '""')
    return f'"{quoted}"'


@needs_suite
@pytest.mark.parametrize("name", NAMES)
def test_own_evaluation(name: str) -> None:
    case = CASES[name]
    query, found = evaluated(case)
    suffix = case.result.suffix
    if suffix == ".csv":
        assert cells(as_csv(query, found)) == cells(case.result.read_text(encoding="utf-8"))
    elif query.form == "CONSTRUCT":
        made = Store()
        made.extend(Quad(*triple) for triple in constructed(query, found))
        assert canonical(made) == graph_of(case.result)
    elif suffix in RDF:
        assert as_dataset(rows_of_solutions(query, found)) == as_dataset(rows_of_graph(case.result))
    else:
        wanted = parse_query_results(case.result.read_bytes(), RESULTS.get(suffix, QueryResultsFormat.XML))
        if query.form == "ASK":
            assert bool(found) == bool(wanted)
        else:
            assert {name[1:] for name in query.columns} == {each.value for each in wanted.variables}
            assert as_dataset(rows_of_solutions(query, found)) == as_dataset(rows_of(wanted))


@needs_suite
def test_the_suite_has_all_its_tests() -> None:
    assert len(NAMES) > 230
