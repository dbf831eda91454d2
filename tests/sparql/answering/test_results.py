"""Results of ADGO's own evaluation are written as the engine writes its own."""

from __future__ import annotations

import io
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Store, Variable, parse_query_results

from adgo.sparql.answering.results import EvaluatedBoolean, EvaluatedSolutions

FORMATS = [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]
COLUMNS = ("?a", "?b")
#: Every character that XML can hold; the server refuses to write XML with others.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r\"'\\,<>&"), max_size=6
).filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
TERMS = st.one_of(
    st.builds(NamedNode, st.sampled_from(["http://e/a", "http://e/ä?x=1&y=2", "urn:x"])),
    st.builds(BlankNode, st.sampled_from(["b", "b1"])),
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="en-gb"), TEXTS),
    st.builds(lambda text: Literal(text, datatype=NamedNode("http://e/type")), TEXTS),
    st.sampled_from(
        [Literal(7), Literal(True), Literal(1.5), Literal("2.50", datatype=Literal(2.5).datatype)]
    ),
)
ROWS = st.lists(st.tuples(st.none() | TERMS, st.none() | TERMS), max_size=4)


def evaluated(rows: list[tuple[object, object]]) -> EvaluatedSolutions:
    solutions = (
        {name: str(term) for name, term in zip(COLUMNS, row, strict=True) if term is not None} for row in rows
    )
    return EvaluatedSolutions(COLUMNS, solutions)


def read(content: bytes, form: QueryResultsFormat) -> list[list[object]]:
    return [list(row) for row in parse_query_results(content, format=form)]


@given(ROWS)
@pytest.mark.parametrize("form", [each for each in FORMATS if each != QueryResultsFormat.CSV], ids=str)
def test_rows_that_are_written_are_read_again(
    form: QueryResultsFormat, rows: list[tuple[object, object]]
) -> None:
    content = evaluated(rows).serialize(format=form)
    assert content is not None
    if form == QueryResultsFormat.XML:
        content = content.replace(b"\r", b"&#13;")  # as the server does with the engine's XML too
    assert read(content, form) == [list(row) for row in rows]


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_rows_are_written_as_the_engine_writes_them(form: QueryResultsFormat) -> None:
    data = (
        'VALUES (?a ?b) { ("x" " y z ") (<http://e/ä> "x,\\"y\\"\\n") (UNDEF "a"@en) (7 1.5)'
        ' (true "t"^^<http://e/t>) ("" UNDEF) }'
    )
    theirs = Store().query(f"SELECT ?a ?b {{ {data} }}")
    rows = [list(row) for row in Store().query(f"SELECT ?a ?b {{ {data} }}")]
    assert evaluated(rows).serialize(format=form) == theirs.serialize(format=form)


@pytest.mark.parametrize("form", FORMATS, ids=str)
@pytest.mark.parametrize("value", [True, False])
def test_the_answer_to_an_ask_is_written_as_the_engine_writes_it(
    form: QueryResultsFormat, value: bool
) -> None:
    theirs = Store().query(f"ASK {{ FILTER({str(value).lower()}) }}").serialize(format=form)
    assert EvaluatedBoolean(value).serialize(format=form) == theirs
    assert bool(EvaluatedBoolean(value)) is value


def test_a_large_result_is_written_in_pieces() -> None:
    """A result must not be built in memory as a whole."""
    sizes = []

    class Spy(io.BytesIO):
        def write(self, content: bytes) -> int:  # type: ignore[override]
            sizes.append(len(content))
            return super().write(content)

    rows = EvaluatedSolutions(("?a",), ({"?a": f'"{number}"'} for number in range(50_000)))
    rows.serialize(Spy(), QueryResultsFormat.JSON)
    assert len(sizes) > 50
    assert max(sizes) < 40_000


def test_a_row_has_its_terms_by_name_position_and_order() -> None:
    row = next(evaluated([(NamedNode("urn:x"), None)]))
    assert row["a"] == row[0] == row[Variable("a")] == NamedNode("urn:x")
    assert row["b"] is None
    assert list(row) == [NamedNode("urn:x"), None]
    assert len(row) == 2
    with pytest.raises(KeyError, match=r"\?c is not selected"):
        row["c"]
    with pytest.raises(IndexError):
        row[2]


def test_the_columns_are_those_of_the_query() -> None:
    assert [each.value for each in evaluated([]).variables] == ["a", "b"]
    assert list(chain.from_iterable(evaluated([]))) == []
