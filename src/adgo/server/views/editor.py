"""The query editor: a form that works without JavaScript, and the answer as a table or picture.

`/query` adds to the form what completes names as the reader types; `/sparql` shows browsers the plain form.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, request

from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import answers
from adgo.corpus.tables.export_table import ExportTable
from adgo.graph.namespaces import PREFIXES
from adgo.server import page_queries, site_corpus
from adgo.server.pages import assets, empty_result, published_query, snippets
from adgo.server.pages.drawing import answer_pictures
from adgo.server.pages.rendering import render_page
from adgo.server.pages.table import Table, tabulate
from adgo.server.pages.tables import table_response
from adgo.server.protocol.negotiation import GRAPHS, HTML, RESULTS
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.reply import Reply
from adgo.server.settings import MIB
from adgo.server.site import Site, site
from adgo.server.views import operations
from adgo.sparql.text import SparqlText

blueprint = Blueprint("query", __name__)
#: The queries that are asked if a request has none, files of `pages/queries/`: the first is for ADGO's own data.
FIRST, FIRST_OF_OTHERS = "first-query", "first-query-of-other-data"
#: Digest of the one style attribute that the editor sets, in its messages about syntax.
STYLE = "'sha256-EntWS0hFrz2vH7susM+dPUxvHlL6sBswmM8K80E5oUk='"
#: Allows what the editor needs beyond the usual policy: that style.
POLICY = (
    f"default-src 'self'; style-src 'self' 'unsafe-hashes' {STYLE}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


@blueprint.get("/query")
def page() -> Response:
    """Return the full editor with the answer to the query or stored question in the URL, or to the first query.

    The answer is also a table for spreadsheets, with a label beside each IRI.
    """
    here = site()
    if here.published:
        return published_query.respond(here)
    wanted = operations.pick(table_response.FORMATS, here.wish())
    if wanted is not HTML:
        return table_response.send(lambda: [_table(here)], wanted, is_kept=False)
    response = respond(here, is_full=True)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _table(site: Site) -> ExportTable:
    """Return the answer to the query of the current request with labels; Problem if it has no rows and columns."""
    table = _answer(site, _operation(site))
    if table is None or not table.variables:
        raise Problem(406, "Only the answer to a SELECT query is a table. Ask /sparql for other answers.")
    corpus = site_corpus.read_shown(site, table.things())
    return answers.table(corpus, "query", "Answer to a query", table.variables, table.rows)


@dataclass
class AskedQuery:
    """The query of a request, the arguments that name its graphs, and its answer or the problem with it."""

    text: SparqlText = field(default_factory=lambda: SparqlText(""))
    graphs: list[tuple[str, str]] = field(default_factory=list)
    table: Table | None = None
    problem: Problem | None = None


def respond(site: Site, *, is_full: bool = False) -> Response:
    """Return the editor page for the current request, with the answer to its query.

    Args:
        site: the site that serves the request.
        is_full: whether the page completes names as the reader types.
    """
    asked = _ask(site)
    problem = asked.problem
    response = render_page(
        "editor.html",
        problem.status if problem else 200,
        is_full=is_full,
        has_editor=assets.has(*assets.EDITOR),
        remedy=assets.REMEDY,
        prefixes=[] if site.settings.strict_prefixes else [*PREFIXES],
        questions=sorted(site.questions.values(), key=lambda each: (each.order, each.name)),
        problem=problem,
        **_answer_shown(site, asked),
    )
    if problem:
        response.headers.update(problem.headers)
    response.vary.add("Accept")
    return response


def _ask(site: Site) -> AskedQuery:
    """Return the query of the current request with its answer, or with the problem."""
    asked = AskedQuery()
    try:
        operation = _operation(site)
        asked.text = operation.text
        asked.graphs += [("default-graph-uri", iri) for iri in operation.default]
        asked.graphs += [("named-graph-uri", iri) for iri in operation.named]
        asked.table = _answer(site, operation)
    except Problem as caught:
        asked.problem = caught
    return asked


def _answer_shown(site: Site, asked: AskedQuery) -> dict[str, Any]:
    """Return what the template needs to show the answer."""
    corpus, table = _corpus(site), asked.table
    return {
        "text": asked.text.written,
        "table": table,
        "c": corpus or _labels(site, table),
        "notes": empty_result.notes(site, asked.text, table, [iri for _, iri in asked.graphs]),
        "formats": GRAPHS if table and table.graph is not None else RESULTS,
        "tables": table_response.DOWNLOADS,
        "snippets": snippets.snippets(asked.text, site.url("query"), site.url("sparql"), asked.graphs),
        **_picture(corpus, table),
    }


def _operation(site: Site) -> Operation:
    """Return the query of the current request: its own, that of the stored question it names, or the first query."""
    question = site.questions.get(request.args.get("question", ""))
    if question is not None and "query" not in request.args:
        return Operation(SparqlText(question.body))
    first = FIRST_OF_OTHERS if site.has_own_data else FIRST
    return operations.read(site) or Operation(SparqlText(page_queries.read(first)))


def _answer(site: Site, operation: Operation) -> Table | None:
    """Return the answer to a query, None to an empty one; Problem if it is an update or fails."""
    text = operation.text
    if text.is_update:
        problem = Problem(403, "This page runs queries only. Send updates from a client, with its token.")
        site.endpoint.note_refusal(text.source, problem)
        raise problem
    return tabulate(run(site, operation)) if text.source.strip() else None


def _corpus(site: Site) -> Corpus | None:
    """Return the graph for pictures; None if it cannot be read, for instance if it is too large."""
    try:
        return site_corpus.read_corpus(site)
    except Problem:
        return None


def _labels(site: Site, table: Table | None) -> Corpus | None:
    """Return the labels of the things in an answer; None if they cannot be read."""
    try:
        return site_corpus.read_shown(site, table.things() if table else ())
    except Problem:
        return None


def _picture(corpus: Corpus | None, table: Table | None) -> dict[str, Any]:
    """Return what the template needs to draw the view that the request asks for."""
    view = request.values.get("view", answer_pictures.NAMES[0])
    drawn, offered = None, list(answer_pictures.NAMES[:1])
    if corpus is not None and table is not None:
        drawn = answer_pictures.draw_answer(corpus, table, view)
        offered = answer_pictures.offered(corpus, table)
    return {
        "view": view,
        "views": answer_pictures.NAMES,
        "offered_views": offered if len(offered) > 1 else [],
        "drawn": drawn,
    }


def run(site: Site, operation: Operation) -> Reply:
    """Return the answer for a page: JSON or Turtle, of a size that a page can show."""
    gives_graph = operation.text.analysis.gives_graph
    wish = GRAPHS[0].name if gives_graph else RESULTS[0].name
    question = replace(
        operations.prepare(site, operation, wish), limit=site.settings.page * MIB, prefixes=gives_graph
    )
    return site.endpoint.reply(question, site.edition)
