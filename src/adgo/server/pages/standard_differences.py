"""`/sparql/differences`: how the engine behind the endpoint differs from SPARQL 1.1, and what ADGO does about it."""

from __future__ import annotations

from flask import Blueprint, Response

from adgo.server.pages.rendering import render_page
from adgo.sparql.differences.catalogue import PREFIXES, differences

blueprint = Blueprint("standard_differences", __name__)


@blueprint.get("/sparql/differences", strict_slashes=False)
def page() -> Response:
    """Return the page."""
    return render_page("standard_differences.html", differences=differences().values(), prefixes=PREFIXES)
