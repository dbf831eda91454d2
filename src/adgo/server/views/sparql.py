"""`/sparql`: the SPARQL 1.1 Protocol; browsers get the editor page."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server.protocol import request_arguments
from adgo.server.protocol.negotiation import prefers_page
from adgo.server.site import site
from adgo.server.views import changes, description, editor, operations

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "HEAD", "POST"], strict_slashes=False)
def sparql() -> Response:
    """Answer a query or make an update; a GET without a query returns the editor page or the service description."""
    here = site()
    names_format = any(request.args.get(name) for name in request_arguments.FORMATS)
    as_page = prefers_page(request.headers.get("Accept")) and not names_format
    if as_page:
        return editor.respond(here)
    operation = operations.read(here)
    if operation is None:
        return description.respond(here)
    if operation.text.is_update:
        return changes.update(here, operation)
    return operations.answer(here, operation)
