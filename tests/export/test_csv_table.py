"""CSV that spreadsheets open without loss, and in which no text becomes a formula."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.corpus.tables.export_table import ExportTable
from adgo.export import csv_table

#: What OWASP lists for CSV injection.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def table(*rows: tuple[object, ...]) -> ExportTable:
    return ExportTable("t", "T", tuple(f"c{i}" for i in range(len(rows[0]))), list(rows))  # type: ignore[arg-type]


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_is_rfc_4180_with_a_byte_order_mark() -> None:
    content = csv_table.write(table(("轻舟智航", 'say "x", y'), ("two\nlines", None)))
    assert content == '\ufeffc0,c1\r\n轻舟智航,"say ""x"", y"\r\n"two\nlines",\r\n'.encode()


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\ufeff=1", "\n=1"]
)
def test_a_text_that_would_be_a_formula_has_an_apostrophe(words: str) -> None:
    assert read(csv_table.write(table((words,))))[1] == [f"'{words}"]


def test_numbers_days_and_booleans_stay_what_they_are() -> None:
    cells = (-5, Decimal("-0.50"), 1.5, date(2026, 12, 31), True, None, 12345678901234567890)
    assert read(csv_table.write(table(cells)))[1] == [
        "-5", "-0.50", "1.5", "2026-12-31", "true", "", "12345678901234567890",
    ]  # fmt: skip


@examples(15, 500, st.lists(st.tuples(TEXTS, st.integers(), TEXTS), min_size=1, max_size=8))
def test_any_text_is_read_back_and_none_is_a_formula(rows: list[tuple[str, int, str]]) -> None:
    found = read(csv_table.write(table(*rows)))[1:]
    assert len(found) == len(rows)
    for cells, row in zip(found, rows, strict=True):
        assert cells[1] == str(row[1])
        for cell, words in ((cells[0], row[0]), (cells[2], row[2])):
            assert not cell.lstrip(" ").startswith(DANGEROUS)
            assert cell in (words, f"'{words}")


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        ExportTable("t", "T", ("one",), [("a", "b")])
