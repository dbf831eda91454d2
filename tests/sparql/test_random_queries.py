"""Random queries over small data: ADGO's answer is rdflib's, and that of its own evaluation."""

from __future__ import annotations

import logging
import re
from collections import Counter

import pytest
import rdflib
from hypothesis import assume
from pyoxigraph import RdfFormat, Store
from random_examples import examples
from random_queries import datasets, queries
from rdflib_faults import FAILURES, FAULTS, Fault

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra import text_rules
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.answering.query import query
from adgo.sparql.answering.store_dataset import StoreDataset
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.tokens import tokenize

#: rdflib calls functions that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
PREFIX = "PREFIX : <http://e/> "
Rows = Counter[frozenset[tuple[str, str]]]


def filled(trig: str) -> Store:
    store = Store()
    store.load(f"@prefix : <http://e/> .\n{trig}".encode(), RdfFormat.TRIG)
    return store


def planned(store: Store, text: str) -> Rows:
    """Return the rows that ADGO answers: by the engine, by the engine rewritten, or itself."""
    rows = query(store, PREFIX + text).rows
    names = [each.value for each in rows.variables]
    return Counter(
        frozenset((name, str(term)) for name, term in zip(names, row, strict=True) if term is not None)
        for row in rows
    )


def translated(text: str) -> algebra.Query:
    tree = parse(tokenize(PREFIX + text))
    assert tree is not None
    return Translator().query(tree)


def dataset(store: Store, asked: algebra.Query) -> StoreDataset:
    if asked.default is None:
        return StoreDataset(store)
    return StoreDataset(
        store, [each[1:-1] for each in asked.default], [each[1:-1] for each in asked.named or ()]
    )


def evaluated(store: Store, text: str) -> Rows:
    """Return the rows of ADGO's own evaluation."""
    asked = translated(text)
    found = Evaluator(dataset(store, asked)).run(asked.pattern)
    return Counter(frozenset((name[1:], row[name]) for name in asked.columns if name in row) for row in found)


def by_rdflib(trig: str, text: str) -> Rows:
    """Return the rows of rdflib, whose FROM would fetch the graph from the web: the dataset is made here instead."""
    data = rdflib.Dataset()
    data.parse(data=f"@prefix : <http://e/> .\n{trig}", format="trig")
    clauses = re.findall(r"FROM (NAMED )?:(g\d) ", text)
    if clauses:
        data = _clauses(data, clauses)
    found = data.query(PREFIX + re.sub(r"FROM (NAMED )?:g\d ", "", text))
    return Counter(
        frozenset((str(name), term.n3()) for name, term in row.items() if term is not None)
        for row in found.bindings
    )


def _clauses(data: rdflib.Dataset, clauses: list[tuple[str, str]]) -> rdflib.Dataset:
    made = rdflib.Dataset()
    for named, name in clauses:
        graph = rdflib.URIRef(f"http://e/{name}")
        target = made.graph(graph) if named else made.default_graph
        for triple in data.graph(graph):
            target.add(triple)
    return made


def faults(store: Store, text: str) -> list[str]:
    """Return the names of the faults of rdflib that a query may meet."""
    asked = translated(text)
    return [each.name for each in FAULTS if each.may_meet(asked.pattern, dataset(store, asked))]


@examples(25, 800, datasets(), queries())
def test_the_answer_to_a_query_is_that_of_rdflib_and_of_own_evaluation(trig, text):
    assume(text_rules.broken(tokenize(PREFIX + text), {}) is None)
    store = filled(trig)
    names = {each.value[len("http://e/") :] for each in store.named_graphs()}
    assume(all(name in names for name in re.findall(r"FROM (?:NAMED )?:(g\d)", text)))
    rows = planned(store, text)
    assert evaluated(store, text) == rows
    try:
        expected = by_rdflib(trig, text)
    except Exception as error:
        if any(each in str(error) for each in FAILURES):
            return
        raise
    assert rows == expected or faults(store, text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_named_fault_is_rdflib_s(fault: Fault):
    """If this fails, rdflib has corrected the fault: remove it from the list."""
    right = Counter(frozenset(row.items()) for row in fault.rows)
    store = filled(fault.data)
    assert planned(store, fault.query) == right
    assert evaluated(store, fault.query) == right
    assert by_rdflib(fault.data, fault.query) != right
    assert fault.name in faults(store, fault.query)


@pytest.mark.parametrize(
    ("text", "message"),
    list(
        zip(
            ("SELECT ?x { ?x !(:p|^:q) ?y }", "SELECT (SUM(?x) AS ?n) { ?x :p ?y }"),
            FAILURES,
            strict=True,
        )
    ),
)
def test_a_named_failure_is_rdflib_s(text, message):
    trig = "{ :a :q 1 . :b :p 2 }"
    assert planned(filled(trig), text) == evaluated(filled(trig), text)
    with pytest.raises(Exception, match=message):
        by_rdflib(trig, text)


@pytest.fixture(autouse=True)
def _quiet():
    """Silence rdflib, which logs each term that it cannot convert."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
