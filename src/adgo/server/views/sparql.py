"""`/sparql`: the SPARQL 1.1 Protocol, and for browsers the editor."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server import delivery
from adgo.server.endpoint import QueryRequest
from adgo.server.protocol import query_problems, sparql_request
from adgo.server.protocol.negotiation import Format, prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.site import Site, site
from adgo.server.views import changes, editor

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "HEAD", "POST"], strict_slashes=False)
def sparql() -> Response:
    """Answer a query; a bare GET gets the editor (a browser) or the service description (a client)."""
    here = site()
    as_page = prefers_page(request.headers.get("Accept")) and "format" not in request.args
    if as_page:
        return editor.respond(here)
    operation = read(here)
    if operation is None:
        from adgo.server.views import description

        return description.respond(here)
    if operation.text.is_update:
        return changes.update(here, operation)
    return answer(here, operation)


def read(here: Site) -> Operation | None:
    """Return what the current request asks for (see `protocol.read`); Problem otherwise."""
    try:
        return sparql_request.read(request, here.settings)
    except Problem as problem:
        here.endpoint.note_refusal("", problem)
        raise


def answer(here: Site, operation: Operation) -> Response:
    """Return the response to a query, in the format that was negotiated."""
    question = prepare(here, operation)
    tag = here.endpoint.tag(question)
    if tag:
        unchanged = delivery.known(tag, here.endpoint.labelled(tag))
        if unchanged is not None:
            here.endpoint.note(question, "unchanged", 0, 0)
            return unchanged
    return delivery.deliver(here.endpoint.reply(question))


def prepare(here: Site, operation: Operation, wish: str | None = None) -> QueryRequest:
    """Return the question that an operation of the current request asks; Problem otherwise."""
    try:
        return here.endpoint.question(operation, request.headers.get("Accept"), here.url("sparql"), wish)
    except Problem as problem:
        here.endpoint.note_refusal(operation.text.source, problem)
        raise


def pick(offered: tuple[Format, ...], wish: str | None = None) -> Format:
    """Return the format for the current request; Problem 406 that lists what there is."""
    return query_problems.pick(request.headers.get("Accept"), offered, wish)
