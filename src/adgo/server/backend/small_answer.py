"""The rows of a small answer to a query that this server asks the backend for itself."""

from __future__ import annotations

import json
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

from adgo.graph import result_document
from adgo.server.backend.client import BackendResponse
from adgo.sparql.algebra.column_names import column_names
from adgo.sparql.text import SparqlText

#: A row, as in the JSON results format.
Row = dict[str, dict[str, str]]


def rows(response: BackendResponse, text: str) -> list[Row]:
    """Return the rows of a response, which is closed.

    Args:
        response: the response.
        text: the SELECT query, which declares all its prefixes.

    Raises:
        ValueError: if it is cut off, has other columns, or if a variable has no value, as each has one in such queries.
    """
    expected = column_names(SparqlText(text), {})
    form = result_document.format_of(response.document.media_type)
    with response.file as file:
        try:
            result_document.check(file, form)
            found = _written(result_document.rows(result_document.parsed(file, form, expected)))
        except SyntaxError as error:
            raise ValueError(str(error)) from None
    if any(row.keys() != expected for row in found):
        raise ValueError("a variable has no value")
    return found


def number(response: BackendResponse, text: str) -> int:
    """Return the number that the only row of a response has in its only column. Arguments and errors as for `rows`."""
    found = rows(response, text)
    if len(found) != 1 or len(found[0]) != 1:
        raise ValueError("it is not one number")
    (term,) = found[0].values()
    return int(term["value"])


def columns(response: BackendResponse) -> frozenset[str]:
    """Return the names of the columns of a response to ASK, which is closed; none if it has none."""
    with response.file as file:
        return _columns(file, result_document.format_of(response.document.media_type))


def _columns(file: IO[bytes], form: QueryResultsFormat) -> frozenset[str]:
    try:
        found = result_document.parsed(file, form, None)
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset() if isinstance(found, QueryBoolean) else frozenset(v.value for v in found.variables)


def _written(found: QuerySolutions) -> list[Row]:
    return list(json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"{}")["results"]["bindings"])
