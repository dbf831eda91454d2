"""Notes that explain an answer without rows; `/absent.json` gives them to the full editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, jsonify, request

from adgo.graph import unknown_terms
from adgo.server import page_queries
from adgo.server.pages.table import Table
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site
from adgo.sparql import hints
from adgo.sparql.text import SparqlText

blueprint = Blueprint("absence", __name__)
#: A query with more characters gets no notes.
LONGEST = 65536


@blueprint.get("/absent.json")
def absent_json() -> Response:
    """Return {"notes": […]}: what in the argument `query` can be why its answer is empty, one sentence each."""
    response = jsonify(notes=_notes(site(), SparqlText(request.args.get("query", ""))))
    response.headers["Cache-Control"] = "no-cache"
    return response


def notes(here: Site, text: SparqlText, table: Table | None, graphs: Sequence[str] = ()) -> list[str]:
    """Return why an answer may be empty: IRIs that do not occur in the data, and other hints, one sentence each.

    Args:
        here: the site that serves the request.
        text: the query.
        table: the answer; None if there is none.
        graphs: the graphs that the request names outside the query; there is a sentence for each that does not exist.
    """
    if table is None or table.rows or table.boolean or table.graph:
        return []
    absent = [iri for iri in graphs if not page_queries.holds(here, "graph-exists", graph=iri)]
    return [
        *(f"The request names <{iri}>, which is not a graph of the data" for iri in absent),
        *_notes(here, text),
    ]


def _notes(here: Site, text: SparqlText) -> list[str]:
    if len(text.source) > LONGEST:
        return []

    def occurs(iri: str) -> bool:
        try:
            return page_queries.holds(here, "iri-occurs", it=iri)
        except ValueError:  # A relative IRI: what it stands for is not known here.
            return True

    def terms() -> Iterator[str]:
        return (row["term"]["value"] for row in page_queries.rows(here, "terms"))

    try:
        return [*hints.for_no_rows(text), *unknown_terms.words(unknown_terms.find(text, occurs, terms))]
    except Problem:  # The answer is shown without notes, for instance if the data are too large to search.
        return []
