"""The editor page: a form that works without JavaScript, the stored questions, and a result as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, make_response, render_template, request

from adgo.server.endpoint import Reply
from adgo.server.protocol.negotiation import GRAPHS, RESULTS
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.settings import MIB
from adgo.server.site import Site
from adgo.server.views import operations
from adgo.sparql.text import SparqlText

FIRST_QUERY = """PREFIX adgo: <https://w3id.org/adgo/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?class ?label WHERE {
  ?class a <http://www.w3.org/2002/07/owl#Class> ; rdfs:label ?label .
}
ORDER BY ?label
"""


@dataclass
class Table:
    """A result for the page: rows of terms, or a yes or no, or a graph's text."""

    variables: list[str]
    rows: list[list[dict[str, Any] | None]]
    boolean: bool | None = None
    graph: str | None = None


def respond(site: Site) -> Response:
    """Return the editor page for the current request, with the answer where it holds a query."""
    from adgo.server.pages import no_rows
    from adgo.server.pages.content import reading
    from adgo.server.pages.drawing import answer_pictures  # they draw this module's tables

    text, table, problem = SparqlText(FIRST_QUERY), None, None
    try:
        operation = operations.read(site)
        if operation is not None:
            text = operation.text
            if text.is_update:
                problem = Problem(403, "This page runs queries; updates are sent by a client with its token.")
                site.endpoint.note_refusal(text.source, problem)
            elif text.source.strip():
                reply = run(site, operation)
                table = tabulate(reply)
    except Problem as caught:
        problem = caught
    view = request.args.get("view", "table")
    page = render_template(
        "editor.html",
        c=reading.read(site) if table else None,
        view=view,
        views=answer_pictures.NAMES,
        drawn=answer_pictures.draw(reading.read(site), table, view) if table else None,
        frame=answer_pictures.frame(),
        text=text.source,
        table=table,
        notes=no_rows.notes(site, text, table),
        problem=problem,
        offered=_offers(table),
        questions=site.questions.values(),
    )
    response = make_response(page, problem.status if problem else 200)
    if problem:
        response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def run(site: Site, operation: Operation) -> Reply:
    """Return the answer for the page: JSON or Turtle, of a size that a page can show."""
    gives_graph = operation.text.analysis.gives_graph
    wish = GRAPHS[0].name if gives_graph else RESULTS[0].name
    question = replace(
        operations.prepare(site, operation, wish), limit=site.settings.page * MIB, prefixes=gives_graph
    )
    return site.endpoint.reply(question, site.edition)


def tabulate(reply: Reply) -> Table:
    """Return the result as the page shows it."""
    content = reply.content()
    if reply.content_type.startswith(GRAPHS[0].media_type):
        return Table([], [], graph=content.decode())
    document = json.loads(content)
    if "boolean" in document:
        return Table([], [], boolean=document["boolean"])
    variables = document["head"]["vars"]
    rows = [[row.get(name) for name in variables] for row in document["results"]["bindings"]]
    return Table(variables, rows)


def _offers(table: Table | None) -> list[tuple[str, str]]:
    formats = GRAPHS if table and table.graph is not None else RESULTS
    return [(each.name, each.label) for each in formats]
