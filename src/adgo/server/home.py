"""`/`: what this is, for people."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from adgo.server import inquiry
from adgo.server.editor import FIRST_QUERY
from adgo.server.site import site

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Return the front page."""
    here = site()
    graphs = {
        row["graph"]["value"] if "graph" in row else "": row["triples"]["value"]
        for row in inquiry.rows(here, "graphs")
    }
    response = make_response(
        render_template(
            "home.html", graphs=graphs, first=FIRST_QUERY, questions=list(here.questions.values())
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response
