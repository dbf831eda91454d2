"""`/sparql`: the SPARQL 1.1 Protocol, and for browsers the editor."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server import changes, delivery, editor, express, protocol
from adgo.server.endpoint import Question
from adgo.server.negotiation import GRAPHS, RESULTS, Format, NotAcceptable, choose, prefers_page
from adgo.server.problem import Problem
from adgo.server.protocol import Operation
from adgo.server.site import Site, site

blueprint = Blueprint("sparql", __name__)
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


@blueprint.route("/sparql", methods=METHODS, strict_slashes=False)
def sparql() -> Response:
    """Answer a query; a bare GET gets the editor (a browser) or the service description (a client)."""
    if request.method == "OPTIONS":
        return delivery.preflight(", ".join(METHODS))
    here = site()
    as_page = prefers_page(request.headers.get("Accept")) and "format" not in request.args
    if as_page:
        return editor.respond(here)
    operation = protocol.read(request, here.settings)
    if operation is None:
        from adgo.server import description

        return description.respond(here)
    if operation.is_update:
        return changes.update(here, operation)
    return answer(here, operation)


def answer(here: Site, operation: Operation) -> Response:
    """Return the response to a query, in the format that was negotiated."""
    question = prepare(here, operation)
    request.environ[express.ASKED] = question
    tag = here.endpoint.tag(question)
    if tag and request.method != "POST" and (unchanged := delivery.known(tag)):
        return unchanged
    return delivery.deliver(here.endpoint.reply(question))


def prepare(here: Site, operation: Operation, wish: str | None = None) -> Question:
    """Return the question that an operation asks, checked and with its format; Problem otherwise."""
    found = here.endpoint.check(operation)
    offered = GRAPHS if found.gives_graph else RESULTS
    return Question(
        operation.text,
        found,
        pick(offered, wish or operation.wish),
        here.url("sparql"),
        operation.default,
        operation.named,
    )


def pick(offered: tuple[Format, ...], wish: str | None = None) -> Format:
    """Return the format for the current request; Problem 406 that lists what there is."""
    try:
        return choose(request.headers.get("Accept"), offered, wish)
    except NotAcceptable as error:
        types = ", ".join(f.media_type for f in error.offered)
        raise Problem(
            406, f"None of the accepted media types is on offer for this. Ask for one of: {types}."
        ) from error
