"""The list of differences: each example gives the standard's rows, and the bare engine does not give them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

import adgo.sparql.differences
from adgo.sparql.answering.query import query
from adgo.sparql.differences.catalogue import PREFIXES, ListedDifference, differences
from adgo.sparql.differences.plan import plan
from adgo.sparql.differences.refusal import Unanswerable

ALL = differences()
MODULES = sorted(Path(adgo.sparql.differences.__file__).parent.glob("*.py"))
ANSWERED = sorted(name for name, each in ALL.items() if not each.is_refused)
REFUSED = sorted(set(ALL) - set(ANSWERED))


def store_of(difference: ListedDifference) -> Store:
    store = Store()
    store.load((PREFIXES + difference.data).encode(), RdfFormat.TRIG)
    return store


def term(written: str) -> str | None:
    if written == "UNDEF":
        return None
    triple = f"{PREFIXES} :s :p {written} .".encode()
    return str(next(iter(parse(triple, RdfFormat.TURTLE))).object)


def expected(difference: ListedDifference) -> list[tuple[str | None, ...]]:
    return in_order(difference, [tuple(map(term, row)) for row in difference.rows])


def in_order(difference: ListedDifference, rows):
    return rows if "ORDER BY" in difference.query else sorted(rows, key=str)


def as_terms(solutions) -> list[tuple[str | None, ...]]:
    return [tuple(None if each is None else str(each) for each in row) for row in solutions]


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_is_that_of_the_standard(name: str) -> None:
    each = ALL[name]
    answer = query(store_of(each), each.query)
    assert tuple(f"?{variable.value}" for variable in answer.rows.variables) == each.columns
    assert in_order(each, as_terms(answer.rows)) == expected(each)
    assert answer.differences == (name,)


@pytest.mark.parametrize("name", ANSWERED)
def test_the_engine_alone_gives_other_rows(name: str) -> None:
    each = ALL[name]
    try:
        rows = in_order(each, as_terms(store_of(each).query(each.query)))
    except SyntaxError:
        return
    assert rows != expected(each), f"The engine is right now: remove the difference {name} and its treatment."


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_answered_is_refused_with_a_remedy(name: str) -> None:
    each = ALL[name]
    with pytest.raises(Unanswerable) as refused:
        plan(each.query)
    assert refused.value.difference == name
    assert each.remedy in str(refused.value)
    assert each.query[refused.value.token.start :].startswith(refused.value.token.text)


@pytest.mark.parametrize("name", ALL)
def test_the_treatment_is_one_of_three(name: str) -> None:
    each = ALL[name]
    assert each.treatment.startswith(("rewritten", "evaluated by ADGO", "refused"))
    assert not each.treatment.endswith("."), "The page adds the full stop."
    assert bool(each.remedy) == each.is_refused
    planned = None if each.is_refused else plan(each.query)
    if planned is not None:
        is_rewritten = planned.text is not None
        assert is_rewritten == each.treatment.startswith("rewritten") or " or evaluated" in each.treatment


def test_every_name_that_a_plan_can_report_is_in_the_list_and_every_file_is_reported() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in MODULES)
    reported = re.findall(r'(?:yield |else |_always\(|GRAPH_NAMED_TWICE = )"([a-z-]+)"', code)
    assert {*reported, "service"} == set(ALL)


@pytest.mark.parametrize("number", ["12345678901234567890", "0.1234567890123456789"])
def test_a_number_of_the_data_that_is_too_long_is_not_a_number(number: str) -> None:
    """The page says this. If the test fails, the engine knows these numbers: remove the sentence."""
    store = Store()
    store.load(f"{PREFIXES}:a :value {number}, 5 .".encode(), RdfFormat.TURTLE)
    text = "SELECT ?value { ?a <http://example.org/value> ?value FILTER (?value > 0) }"
    assert as_terms(query(store, text).rows) == [(term("5"),)]


def test_a_result_that_is_too_long_has_no_value() -> None:
    """The page says this too: the query does not show how long the numbers of the data are."""
    store = Store()
    store.load(f"{PREFIXES}:a :value 10000000000 .".encode(), RdfFormat.TURTLE)
    text = "SELECT (?value * ?value AS ?square) { ?a <http://example.org/value> ?value }"
    assert as_terms(query(store, text).rows) == [(None,)]
