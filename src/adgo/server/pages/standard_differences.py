"""`/sparql/differences`: how the engine behind the endpoint differs from SPARQL 1.1, and what ADGO does about it."""

from __future__ import annotations

from flask import Blueprint, Response

from adgo.corpus.tables.export_table import ExportTable
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.sparql.differences.catalogue import PREFIXES, differences

blueprint = Blueprint("standard_differences", __name__)
COLUMNS = ("name", "title", "section", "standard", "engine", "treatment", "remedy", "query", "data")


@blueprint.get("/sparql/differences", strict_slashes=False)
def page() -> Response:
    """Return the differences as a page, CSV or XLSX."""
    return table_response.respond(
        lambda: [table()],
        lambda: render_page(
            "standard_differences.html", differences=differences().values(), prefixes=PREFIXES
        ),
    )


def table() -> ExportTable:
    """Return a row for each difference."""
    rows = [tuple(getattr(each, name) for name in COLUMNS) for each in differences().values()]
    return ExportTable("sparql-differences", "Differences from SPARQL 1.1", COLUMNS, rows)
