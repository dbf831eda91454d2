"""Results of a query in every format of `adgo query`."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode, Store, Triple

    from adgo.sparql.answering.results import Rows, Triples, Truth

    Results = Rows | Truth | Triples

#: Format name to media type of rows and answers to ASK.
ROWS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
#: Format name to the name in `adgo.turtle.formats` of graphs.
GRAPHS = {"ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "xml": "rdf"}


@dataclass(frozen=True)
class Output:
    """Results as text for people or bytes in a format, their number in words, and whether there are none."""

    content: str | bytes
    count: str
    is_empty: bool


def write(results: Results, form: str | None, named_in: Store | None = None) -> Output:
    """Return the results in a format; by default a table, or Turtle for a graph.

    Args:
        results: the results.
        form: the name of the format, or None.
        named_in: the store whose labels a table shows in place of IRIs; None to show the IRIs in short form.

    Raises UsageError if they cannot have that format, Unreadable if the query fails while its results are read.
    """
    from pyoxigraph import QueryTriples

    from adgo.sparql.answering.results import EvaluatedTriples

    try:
        if isinstance(results, QueryTriples | EvaluatedTriples):
            return _graph(results, form)
        return _rows(results, form, named_in)
    except (RuntimeError, OSError, ValueError) as error:
        # The engine works while its results are read, so it may fail here. JSON-LD cannot hold triple terms.
        raise Unreadable(f"the query failed: {error}") from error


def _graph(triples: Triples, form: str | None) -> Output:
    form = form or "ttl"
    if form not in GRAPHS:
        raise click.UsageError(f"formats of a graph are {', '.join(GRAPHS)}, not {form}")
    found = list(triples)
    return Output(_serialized(found, form), _counted(len(found), "triple"), not found)


def _serialized(triples: list[Triple], form: str) -> bytes:
    from pyoxigraph import serialize

    from adgo.graph import jsonld
    from adgo.graph.namespaces import PREFIXES
    from adgo.turtle.formats import by_name
    from adgo.turtle.writing.writer import write

    if form == "ttl":
        rows = [(str(t.subject), str(t.predicate), str(t.object)) for t in triples]
        return write(rows, PREFIXES).encode()
    if form == "jsonld":
        jsonld.write(triples, file := BytesIO())
        return file.getvalue()
    return _escaped(serialize(triples, format=by_name(GRAPHS[form]).engine_format()) or b"", form)


def _rows(results: Rows | Truth, form: str | None, named_in: Store | None) -> Output:
    from pyoxigraph import QueryBoolean, QueryResultsFormat

    from adgo.cli import terminal_table
    from adgo.sparql.answering.results import EvaluatedBoolean

    if form not in (None, "table"):
        if form not in ROWS:
            raise click.UsageError(f"formats of rows are table, {', '.join(ROWS)}, not {form}")
        written = results.serialize(format=QueryResultsFormat.from_media_type(ROWS[form])) or b""
        content = _escaped(written, form)
        return Output(content, f"{len(content)} bytes", _is_empty(content, form))
    if isinstance(results, QueryBoolean | EvaluatedBoolean):
        return Output("yes" if results else "no", "an answer", not results)
    rows = [list(row) for row in results]
    names = [variable.value for variable in results.variables]
    text = terminal_table.render(names, rows, _labels(rows, named_in))
    return Output(text, _counted(len(rows), "row"), not rows)


def _labels(rows: Sequence[Sequence[object]], store: Store | None) -> dict[NamedNode, str]:
    """The labels of the things in the rows; none if there is no store."""
    from pyoxigraph import NamedNode

    from adgo.corpus import store_labels

    if store is None:
        return {}
    return store_labels.labels(store, (term for row in rows for term in row if isinstance(term, NamedNode)))


def _escaped(content: bytes, form: str | None) -> bytes:
    """The engine's bytes; in XML with carriage returns escaped, which readers would take for line feeds."""
    return content.replace(b"\r", b"&#13;") if form == "xml" else content


def _is_empty(content: bytes, form: str) -> bool:
    """Whether there are no rows in a format, or the answer is "no"."""
    if form in ("csv", "tsv"):
        return content.strip() == b"false" or content.count(b"\n") == 1
    return not any(mark in content for mark in (b'"bindings":[{', b"<result>", b'"boolean":true', b">true<"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
