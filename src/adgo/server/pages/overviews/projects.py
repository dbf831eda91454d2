"""`/projects`: the selected undertakings as a table."""

from __future__ import annotations

from flask import Blueprint, Response

from adgo.server import site_corpus
from adgo.server.pages.overviews import overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import site

blueprint = Blueprint("projects", __name__)


@blueprint.get("/projects")
def page() -> Response:
    """Return the undertakings that are selected, as a page, CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    chosen = overview.requested(corpus)
    shown, around = chosen.undertakings(), overview.of_projects(chosen)
    return table_response.respond(
        lambda: overview.project_tables(around, shown),
        lambda: render_page("projects.html", c=corpus, o=around, undertakings=shown),
    )
