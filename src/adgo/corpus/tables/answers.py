"""The answer to a query as a table, with the names of things beside their IRIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adgo.corpus import dates
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.tables.export_table import ExportTable, cell_of
from adgo.corpus.tables.label_columns import with_labels

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
    terms = _terms(rows)
    values = [tuple(cell_of(term) if term else None for term in row) for row in terms]
    texts = _labels(corpus, terms) if labels else {}
    return ExportTable(name, title, *with_labels(variables, values, texts, LABEL))


def results(
    corpus: Corpus, name: str, title: str, variables: Sequence[str], rows: Sequence[Sequence[Bound]]
) -> ExportTable:
    """Return an answer as SPARQL 1.1 writes it as CSV, and after its columns those of labels.

    Args:
        corpus: the graph, for labels.
        name: the name of the table in names of files.
        title: the title of the table.
        variables: the columns of the answer.
        rows: the terms of the answer, row by row.
    """
    terms = _terms(rows)
    values = [[term and (term.text if term.kind == "bnode" else term.value) for term in row] for row in terms]
    texts = _labels(corpus, terms)
    places = sorted({place for _, place in texts if variables[place] + LABEL not in variables})
    return ExportTable(
        name,
        title,
        (*variables, *(variables[place] + LABEL for place in places)),
        [(*row, *(texts.get((number, place)) for place in places)) for number, row in enumerate(values)],
    )


def _terms(rows: Sequence[Sequence[Bound]]) -> list[list[Term | None]]:
    return [[Term.of(cell) if cell else None for cell in row] for row in rows]


def _labels(corpus: Corpus, terms: Sequence[Sequence[Term | None]]) -> dict[tuple[int, int], str]:
    """Return the labels of the values in columns with IRIs, by row and column."""
    named = {place for row in terms for place, term in enumerate(row) if term and term.is_iri}
    return {
        (number, place): label(corpus, term)
        for number, row in enumerate(terms)
        for place, term in enumerate(row)
        if place in named and term
    }


def label(corpus: Corpus, term: Term) -> str:
    """Return the name of a thing, a time in its own words and as a range, or the text of a literal."""
    when = dates.read_time(corpus, term.value) if term.is_iri else None
    if when and when.words and when.words != when.wording:
        return f"{when.wording} ({when.words})"
    return corpus.show(term)
