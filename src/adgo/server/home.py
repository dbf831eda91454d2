"""`/`: what this is, for people."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from adgo.server.editor import FIRST_QUERY
from adgo.server.site import site

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Return the front page."""
    here = site()
    summary = here.endpoint.launcher.summary
    response = make_response(
        render_template(
            "home.html", graphs=summary["graphs"], first=FIRST_QUERY, questions=list(here.questions.values())
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response
