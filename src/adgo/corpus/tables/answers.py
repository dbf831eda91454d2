"""The answer to a query as a table, with the names of things beside their IRIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adgo.corpus import dates
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.tables.export_table import Cell, ExportTable, cell_of

#: What the name of a column of labels ends with.
LABEL = "Label"
#: One term as in the SPARQL 1.1 JSON results; None if the row leaves the variable unbound.
Bound = dict[str, Any] | None


def table(
    corpus: Corpus,
    name: str,
    title: str,
    variables: Sequence[str],
    rows: Sequence[Sequence[Bound]],
    *,
    labels: bool = True,
) -> ExportTable:
    """Return an answer as a table: beside each column with IRIs there is one with labels, such as firm and firmLabel.

    Args:
        corpus: the graph, for labels.
        name: the name of the table in names of files.
        title: the title of the table.
        variables: the columns of the answer.
        rows: the terms of the answer, row by row.
        labels: whether to add the columns of labels.
    """
    terms = [[Term.of(cell) if cell else None for cell in row] for row in rows]
    named = [
        labels and any(term.is_iri for row in terms if (term := row[at])) for at in range(len(variables))
    ]
    columns = [
        each
        for variable, has_label in zip(variables, named, strict=True)
        for each in ([variable, f"{variable}{LABEL}"] if has_label else [variable])
    ]
    return ExportTable(name, title, tuple(columns), [_row(corpus, row, named) for row in terms])


def _row(corpus: Corpus, row: Sequence[Term | None], named: Sequence[bool]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for term, has_label in zip(row, named, strict=True):
        cells.append(cell_of(term) if term else None)
        if has_label:
            cells.append(label(corpus, term) if term else None)
    return tuple(cells)


def label(corpus: Corpus, term: Term) -> str:
    """Return the name of a thing, a time in its own words and as a range, or the text of a literal."""
    when = dates.read_time(corpus, term.value) if term.is_iri else None
    if when and when.words and when.words != when.wording:
        return f"{when.wording} ({when.words})"
    return corpus.show(term)
