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
        ValueError: if it has no whole rows of this query, or if a variable has no value: in these queries, all have.
    """
    expected = column_names(SparqlText(text), {})
    with response.file as file:
        form = _form(response)
        try:
            result_document.check(file, form)
            found = _written(result_document.parsed(file, form, expected))
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
        return _columns(file, _form(response))


def _columns(file: IO[bytes], form: QueryResultsFormat) -> frozenset[str]:
    try:
        found = result_document.parsed(file, form, None)
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset() if isinstance(found, QueryBoolean) else frozenset(v.value for v in found.variables)


def _form(response: BackendResponse) -> QueryResultsFormat:
    return QueryResultsFormat.from_media_type(response.document.media_type) or QueryResultsFormat.JSON


def _written(found: QuerySolutions | QueryBoolean) -> list[Row]:
    if isinstance(found, QueryBoolean):
        raise ValueError("it is true or false, and the query asks for rows")
    return list(json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"{}")["results"]["bindings"])
