"""Rows counted in the bytes of a result: as many as the writer wrote, whatever is in them and however they are cut."""

from __future__ import annotations

import io

import pytest
from hypothesis import strategies
from pyoxigraph import QueryResultsFormat, Store
from random_examples import examples

from adgo.server.engine import row_count
from adgo.sparql.answering import result_writer

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
#: Texts made of what separates rows and strings in the formats.
TEXTS = strategies.lists(
    strategies.sampled_from(
        ["},{", '"', "\\", "{}", "}},{", '"x"', "\n", "\r\n", ",", "<result>", "a", '"bindings":[', "\t"]
    ),
    max_size=6,
).map("".join)
ROWS = strategies.lists(strategies.tuples(*[strategies.none() | TEXTS] * 2), max_size=12)
CUTS = strategies.lists(strategies.integers(1, 30), min_size=1, max_size=8)


def quoted(text: str) -> str:
    """A text as a literal of SPARQL."""
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(char, escaped)
    return f'"{text}"'


def by_the_engine(rows, form: str) -> bytes:
    values = " ".join(
        f"({' '.join('UNDEF' if text is None else quoted(text) for text in row)})" for row in rows
    )
    written = io.BytesIO()
    Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}").serialize(written, FORMATS[form])
    return written.getvalue()


def by_adgo(rows, form: str) -> bytes:
    solutions = [
        {name: quoted(text) for name, text in zip(("?x", "?y"), row, strict=True) if text is not None}
        for row in rows
    ]
    return "".join(result_writer.written(("?x", "?y"), solutions, form)).encode()


def count_in_pieces(content: bytes, cuts: list[int], form: str) -> int:
    """The number of rows, counted in pieces of the sizes in `cuts`, one after the other and again."""
    counter, start, turn = row_count.of_results(form), 0, 0
    while start < len(content):
        end = start + cuts[turn % len(cuts)]
        counter.feed(content[start:end])
        start, turn = end, turn + 1
    return counter.total()


@examples(60, 1500, ROWS, CUTS)
def test_rows_are_counted_exactly_in_every_format(rows, cuts):
    for form in FORMATS:
        for content in (by_the_engine(rows, form), by_adgo(rows, form)):
            assert count_in_pieces(content, cuts, form) == len(rows), (form, content)


@pytest.mark.parametrize("form", FORMATS)
def test_a_result_without_columns_has_rows_too(form):
    for text, number in (("SELECT * {}", 1), ("SELECT * { FILTER(false) }", 0)):
        written = io.BytesIO()
        Store().query(text).serialize(written, FORMATS[form])
        assert count_in_pieces(written.getvalue(), [3], form) == number


def test_many_rows_that_bind_nothing_are_not_kept_until_the_end():
    """They have no place that is certainly outside a string, but there is no string in them either."""
    counter = row_count.JsonRowCount()
    counter.feed(b'{"head":{"vars":["x"]},"results":{"bindings":[{}')
    for _ in range(1000):
        counter.feed(b",{}" * 1000)
        assert len(counter._rest) < 10
    counter.feed(b"]}}")
    assert counter.total() == 1_000_001
