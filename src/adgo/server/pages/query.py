"""`/query`: the full query editor; where its assets are missing it says so, and the plain form does the same."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from adgo.server.pages import assets
from adgo.server.site import site
from adgo.server.views.editor import FIRST_QUERY

blueprint = Blueprint("query", __name__)
#: The editor draws icons from data: addresses in its stylesheet and sets one style in markup, allowed by its digest.
STYLE = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    f"style-src 'self' 'unsafe-hashes' {STYLE}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


@blueprint.get("/query")
def page() -> Response:
    """Return the editor with the query of the link, or the first one."""
    here = site()
    response = make_response(
        render_template(
            "query.html",
            has_editor=assets.has(*assets.EDITOR),
            remedy=assets.REMEDY,
            text=request.args.get("query") or FIRST_QUERY,
            digest=here.edition.digest[:12],
            questions=here.questions.values(),
        )
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response
