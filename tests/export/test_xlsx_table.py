"""Workbooks that read back to the same cells; texts stay texts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import strategies as st
from openpyxl import load_workbook
from random_examples import examples

from adgo.corpus.tables.export_table import Cell, ExportTable
from adgo.export import xlsx_table
from adgo.export.xlsx_table import TableTooLarge, Workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40)


def written(*rows: tuple[Cell, ...], title: str = "T") -> bytes:
    columns = tuple(f"c{i}" for i in range(len(rows[0])))
    return xlsx_table.write(Workbook("Title", [ExportTable("t", title, columns, rows)]))


def read(content: bytes) -> list[list[object]]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_cells_are_read_back_as_they_were() -> None:
    cells: tuple[Cell, ...] = ("轻舟", -5, Decimal("0.5"), 1.25, True, date(2026, 12, 31), None, "", "002")
    assert read(written(cells)) == [
        [f"c{i}" for i in range(len(cells))],
        ["轻舟", -5, 0.5, 1.25, True, datetime(2026, 12, 31), None, None, "002"],
    ]


@examples(
    15,
    500,
    st.lists(
        st.tuples(st.sampled_from(["=", "+", "-", "@", "{=", "", "http://", "0"]), TEXTS),
        min_size=1,
        max_size=5,
    ),
)
def test_any_text_is_read_back_as_that_text(pairs: list[tuple[str, str]]) -> None:
    words = [begin + rest for begin, rest in pairs]
    found = read(written(*((each, 1) for each in words), title="any"))
    assert [row[0] or "" for row in found[1:]] == words


def test_what_a_spreadsheet_would_change_is_text() -> None:
    """Doubles have 15 digits, and there is no day before 1900."""
    numbers: tuple[Cell, ...] = (12345678901234567890, Decimal("0.1234567890123456789"), date(1899, 12, 31))
    assert read(written(numbers))[1] == ["12345678901234567890", "0.1234567890123456789", "1899-12-31"]
    assert read(written((10**15 - 1, Decimal("0.1"))))[1] == [10**15 - 1, 0.1]


def test_the_same_table_is_the_same_bytes() -> None:
    assert written(("a", 1)) == written(("a", 1))


def test_what_xml_forbids_is_replaced() -> None:
    assert read(written(("a\x0bb\ufffe",)))[1] == ["a\ufffdb\ufffd"]


def test_what_does_not_fit_is_refused_and_not_cut() -> None:
    with pytest.raises(TableTooLarge, match="32768 characters"):
        written(("x" * 32_768,))
    assert read(written(("x" * 32_767,)))[1] == ["x" * 32_767]


def test_notes_and_properties_say_where_the_table_is_from() -> None:
    table = ExportTable("t", "Projects: all?", ("one",), [("a",)])
    content = xlsx_table.write(Workbook("Projects", [table, table], "sub", {"State of the data": "13ae"}))
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Projects  all", "Projects  all 2", "About"]
    assert book.properties.title == "Projects"
    assert "13ae" in (book.properties.description or "")
    assert [cell.value for cell in book["About"][2]] == ["State of the data", "13ae"]


@examples(15, 500, st.text(max_size=60), st.lists(st.text(max_size=40), max_size=4))
def test_every_title_gives_a_name_of_a_sheet(title: str, others: list[str]) -> None:
    names: list[str] = []
    for each in [title, *others, title]:
        names.append(xlsx_table.sheet_name(each, names))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
