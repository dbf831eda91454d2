"""`/differences`: everything that sources tell differently, side by side."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from adgo.server.pages import differences
from adgo.server.pages.content import reading
from adgo.server.site import site

blueprint = Blueprint("disagreements", __name__)


@blueprint.get("/differences")
def page() -> Response:
    """Return every difference, kind by kind."""
    here = site()
    corpus = reading.read(here)
    keeping = sorted(corpus.apart.get("judgements", {}), key=corpus.label)
    response = make_response(
        render_template("differences.html", c=corpus, groups=differences.read(here), judgements=keeping)
    )
    response.headers["Cache-Control"] = "no-cache"
    return response
