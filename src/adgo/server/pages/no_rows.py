"""Notes on an answer without rows, for pages; `/absent.json` gives them to the full editor."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from adgo.graph import unknown_terms
from adgo.server import page_queries
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site
from adgo.server.views.editor import Table
from adgo.sparql.text import SparqlText

blueprint = Blueprint("absence", __name__)
#: A longer query is not looked into.
LONGEST = 65536


@blueprint.get("/absent.json")
def twin() -> Response:
    """Return {"notes": […]}: a sentence for each IRI of the argument `query` that the data do not hold."""
    response = jsonify(notes=_notes(site(), SparqlText(request.args.get("query", ""))))
    response.headers["Cache-Control"] = "no-cache"
    return response


def notes(here: Site, text: SparqlText, table: Table | None) -> list[str]:
    """Return why an answer may be empty: a sentence for each IRI of its query that the data do not hold."""
    if table is None or table.rows or table.boolean or table.graph:
        return []
    return _notes(here, text)


def _notes(here: Site, text: SparqlText) -> list[str]:
    if len(text.source) > LONGEST:
        return []

    def occurs(iri: str) -> bool:
        try:
            return page_queries.holds(here, "occurs", it=iri)
        except ValueError:  # relative, so that what it names is not known here
            return True

    try:
        return unknown_terms.words(
            unknown_terms.find(
                text,
                occurs,
                lambda: (row["term"]["value"] for row in page_queries.rows(here, "terms")),
            )
        )
    except Problem:  # an answer stays one if nothing can be said of it, as in data too large to look through
        return []
