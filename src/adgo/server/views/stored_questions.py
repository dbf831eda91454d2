"""`/queries`: the stored questions, each a page, JSON or CSV."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from adgo.queries import BadParameter
from adgo.server import site_corpus
from adgo.server.pages import empty_result
from adgo.server.pages.question_list import by_theme, offers
from adgo.server.pages.rendering import render_page
from adgo.server.pages.table import tabulate
from adgo.server.protocol.negotiation import HTML, RESULTS, Format, prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.site import site
from adgo.server.views import editor, operations
from adgo.sparql.text import SparqlText

blueprint = Blueprint("stored", __name__)
OFFERED = [(each.name, each.label) for each in RESULTS]
LIST = (Format("json", "application/json", "JSON"), HTML)


@blueprint.get("/queries", strict_slashes=False)
def queries() -> Response:
    """Return the list of stored questions."""
    here = site()
    wanted = operations.pick(LIST, request.args.get("format"))
    listed = list(here.questions.values())
    if wanted is HTML:
        response = render_page("queries.html", themes=by_theme(listed))
    else:
        content = [
            {
                "name": each.name,
                "id": each.id,
                "question": each.question,
                "kind": each.kind,
                "parameters": [
                    {"name": p.name, "meaning": p.meaning, "default": p.default} for p in each.parameters
                ],
                "url": here.url(url_for("stored.query", name=each.name)),
            }
            for each in listed
        ]
        response = Response(
            json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json"
        )
    response.vary.add("Accept")
    return response


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """Return the current answer to a stored question; its parameters are arguments of the same names."""
    here = site()
    question = here.questions.get(name)
    if question is None:
        raise Problem(404, f"There is no stored question {name!r}. /queries lists all.")
    given = {key: value for key, value in request.args.items() if key != "format" and value}
    text, problem, table = SparqlText(question.text), None, None
    try:
        text = SparqlText(question.ask(given))
        operation = Operation(text, wish=request.args.get("format") or None)
        if operation.wish is not None or not prefers_page(request.headers.get("Accept")):
            return operations.answer(here, operation)
        table = tabulate(editor.run(here, operation))
    except BadParameter as error:
        problem = Problem(400, f"{error}.")
    except Problem as caught:
        problem = caught
    if problem and not prefers_page(request.headers.get("Accept")):
        raise problem
    known = site_corpus.read_corpus(here)
    response = render_page(
        "question.html",
        problem.status if problem else 200,
        c=known,
        question=question,
        offers={p.name: offers(known, p) for p in question.parameters},
        text=text.source,
        given=given,
        table=table,
        notes=empty_result.notes(here, text, table),
        problem=problem,
        links=[(label, f"?{urlencode({**given, 'format': fmt})}") for fmt, label in OFFERED],
    )
    response.vary.add("Accept")
    return response
