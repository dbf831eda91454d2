"""The plain query editor: a form that works without JavaScript, and the answer as a table or picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request

from adgo.server import site_corpus
from adgo.server.endpoint import Reply
from adgo.server.pages import empty_result
from adgo.server.pages.drawing import answer_pictures
from adgo.server.pages.query_page import FIRST_QUERY
from adgo.server.pages.rendering import render_page
from adgo.server.pages.table import Table, tabulate
from adgo.server.protocol.negotiation import GRAPHS, RESULTS
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.settings import MIB
from adgo.server.site import Site
from adgo.server.views import operations
from adgo.sparql.text import SparqlText


def respond(site: Site) -> Response:
    """Return the editor page for the current request, with the answer if the request has a query."""
    text, table, problem = SparqlText(FIRST_QUERY), None, None
    graphs: tuple[str, ...] = ()
    try:
        operation = operations.read(site)
        if operation is not None:
            text, graphs = operation.text, (*operation.default, *operation.named)
            table = _answer(site, operation)
    except Problem as caught:
        problem = caught
    response = render_page(
        "editor.html",
        problem.status if problem else 200,
        text=text.written,
        table=table,
        notes=empty_result.notes(site, text, table, graphs),
        problem=problem,
        offered=_offers(table),
        **_picture(site, table),
    )
    if problem:
        response.headers.update(problem.headers)
    response.vary.add("Accept")
    return response


def _answer(site: Site, operation: Operation) -> Table | None:
    """Return the answer to a query, None to an empty one; Problem if it is an update or fails."""
    text = operation.text
    if text.is_update:
        problem = Problem(403, "This page runs queries only. Send updates from a client, with its token.")
        site.endpoint.note_refusal(text.source, problem)
        raise problem
    return tabulate(run(site, operation)) if text.source.strip() else None


def _picture(site: Site, table: Table | None) -> dict[str, Any]:
    """Return what the template needs to draw the view that the request asks for."""
    view = request.args.get("view", answer_pictures.NAMES[0])
    drawn = None
    if table is not None and view in answer_pictures.NAMES[1:]:
        drawn = answer_pictures.draw_answer(site_corpus.read_corpus(site), table, view)
    return {"view": view, "views": answer_pictures.NAMES, "drawn": drawn}


def run(site: Site, operation: Operation) -> Reply:
    """Return the answer for a page: JSON or Turtle, of a size that a page can show."""
    gives_graph = operation.text.analysis.gives_graph
    wish = GRAPHS[0].name if gives_graph else RESULTS[0].name
    question = replace(
        operations.prepare(site, operation, wish), limit=site.settings.page * MIB, prefixes=gives_graph
    )
    return site.endpoint.reply(question, site.edition)


def _offers(table: Table | None) -> list[tuple[str, str]]:
    formats = GRAPHS if table and table.graph is not None else RESULTS
    return [(each.name, each.label) for each in formats]
