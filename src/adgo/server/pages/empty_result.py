"""Notes that explain an answer without rows on a page; `/absent.json` gives them to programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, jsonify, request

from adgo.corpus.absence import notes as absence
from adgo.server import page_queries
from adgo.server.pages.table import Table
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site
from adgo.sparql.text import SparqlText

blueprint = Blueprint("absence", __name__)


@blueprint.get("/absent.json")
def absent_json() -> Response:
    """Return {"notes": […]}: what in the argument `query` can be why its answer is empty, one sentence each."""
    response = jsonify(notes=_notes(site(), SparqlText(request.args.get("query", "")), ()))
    response.headers["Cache-Control"] = "no-cache"
    return response


def notes(here: Site, text: SparqlText, table: Table | None, graphs: Sequence[str] = ()) -> list[str]:
    """Return why an answer may be empty, one sentence each (see `adgo.corpus.absence`).

    Args:
        here: the site that serves the request.
        text: the query.
        table: the answer; None if there is none.
        graphs: the graphs that the request names outside the query; there is a sentence for each that does not exist.
    """
    if table is None or table.rows or table.boolean or table.graph:
        return []
    return _notes(here, text, graphs)


def _notes(here: Site, text: SparqlText, graphs: Sequence[str]) -> list[str]:
    try:
        missing = [iri for iri in graphs if not page_queries.holds(here, "graph-exists", graph=iri)]
        return [
            *(f"The request names <{iri}>, which is not a graph of the data" for iri in missing),
            *absence.notes(text, partial(page_queries.answered, here)),
        ]
    except Problem:  # The answer is shown without notes, for instance if the data are too large to search.
        return []
