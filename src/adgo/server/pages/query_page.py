"""`/query`: the full query editor, or a plain form if the editor's assets are missing."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server.pages import assets
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("query", __name__)
#: The query that an editor shows first.
FIRST_QUERY = """PREFIX adgo: <https://w3id.org/adgo/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?class ?label WHERE {
  ?class a <http://www.w3.org/2002/07/owl#Class> ; rdfs:label ?label .
}
ORDER BY ?label
"""
#: Digest of the one style attribute that the editor sets.
STYLE = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
#: Allows what the editor needs beyond the usual policy: icons in data: URLs and that style.
POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    f"style-src 'self' 'unsafe-hashes' {STYLE}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


@blueprint.get("/query")
def page() -> Response:
    """Return the editor with the query in the URL, or with the first one."""
    here = site()
    response = render_page(
        "query.html",
        has_editor=assets.has(*assets.EDITOR),
        remedy=assets.REMEDY,
        text=request.args.get("query") or FIRST_QUERY,
        digest=here.edition.digest[:12],
        questions=here.questions.values(),
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response
