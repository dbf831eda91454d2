"""`/queries`: the stored questions, each a page, JSON or CSV."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from adgo.corpus import question_arguments
from adgo.corpus.tables import answers
from adgo.corpus.tables.export_table import ExportTable, joined
from adgo.export import csv_table
from adgo.graph.namespaces import short
from adgo.queries import BadParameter, Question, second_value
from adgo.server import page_queries, site_corpus, site_search
from adgo.server.pages import empty_result, page_arguments
from adgo.server.pages.finding import question_form, question_list
from adgo.server.pages.rendering import render_page
from adgo.server.pages.table import Table, tabulate
from adgo.server.pages.tables import table_response
from adgo.server.protocol import data_version, request_arguments
from adgo.server.protocol.negotiation import (
    CSV,
    GRAPHS,
    HTML,
    RESULTS,
    XLSX,
    Format,
    NotAcceptable,
    choose,
    prefers_page,
)
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.site import Site, site
from adgo.server.views import editor, operations
from adgo.sparql.text import SparqlText

blueprint = Blueprint("stored", __name__)
#: The formats of an answer: label, name, and the arguments that people need with it.
OFFERED = (
    ("CSV", CSV.name, {page_arguments.LABELS: "1"}),
    (XLSX.label, XLSX.name, {}),
    ("CSV for programs", CSV.name, {}),
    *((each.label, each.name, {}) for each in RESULTS if each is not CSV),
)
#: The formats that have no form for yes and no; as a table with labels, CSV has one.
ROWS = tuple(each.name for each in RESULTS if each.name in ("csv", "tsv"))
LIST = (Format("json", "application/json", "JSON"), HTML, CSV, XLSX)
#: Arguments of a request that are not parameters of a question.
OWN = ("format", page_arguments.LABELS, page_arguments.MARK, data_version.ARGUMENT)
#: The columns of the list as a table.
COLUMNS = ("title", "question", "aim", "parameters", "address", "name")


@blueprint.get("/queries", strict_slashes=False)
def queries() -> Response:
    """Return the list of stored questions; `q` has words that readers search for."""
    here = site()
    words = request.args.get("q", "").strip()
    wanted = operations.pick(LIST, here.wish())
    if wanted in (CSV, XLSX):
        response = table_response.send(lambda: [_table(here, words)], wanted)
    elif wanted is HTML:
        found = question_list.asked(here, words) if words else []
        sections = question_list.sections(here) if not found else []
        response = render_page("queries.html", q=words, found=found, sections=sections)
    else:
        page_arguments.require_known()
        response = Response(
            json.dumps(_listed(here, words), ensure_ascii=False, indent=1), content_type="application/json"
        )
    response.vary.add("Accept")
    return response


def _table(here: Site, words: str) -> ExportTable:
    """Return the stored questions as a table: all, or those that words ask."""
    rows = []
    for each in _found(here, words):
        takes = joined([f"{p.name}: {p.meaning}" for p in each.parameters])
        url = here.url(url_for("stored.query", name=each.name))
        rows.append((each.title, each.question, each.aim, takes, url, each.name))
    return ExportTable("queries", "Stored questions", COLUMNS, rows)


def _found(here: Site, words: str) -> list[Question]:
    hits = site_search.read_search(here).questions.find(words) if words else []
    return [here.questions[hit.name] for hit in hits] if words else list(here.questions.values())


def _listed(here: Site, words: str) -> list[dict[str, object]]:
    """Return the stored questions as the JSON list has them: all, or those that words ask."""
    return [
        {
            "name": each.name,
            "id": each.id,
            "question": each.question,
            "kind": each.kind,
            "parameters": [
                {"name": p.name, "meaning": p.meaning, "default": p.default} for p in each.parameters
            ],
            "url": here.url(url_for("stored.query", name=each.name)),
            "title": each.title,
            "aim": each.aim,
        }
        for each in _found(here, words)
    ]


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """Return the current answer to a stored question; its parameters are arguments of the same names."""
    here = site()
    question = here.questions.get(name)
    if question is None:
        raise Problem(404, f"There is no stored question {name!r}. /queries lists all.")
    given, wrong = _given()
    resolved, text, table, problem = dict(given), SparqlText(question.text), None, None
    try:
        if wrong:
            raise BadParameter(wrong)
        arguments = here.default_arguments(question) | given
        resolved = _resolved(here, question, arguments)
        text = SparqlText(question.ask(resolved))
        has_mark = request_arguments.of_request(page_arguments.MARK)
        operation = Operation(text, wish=here.wish(), is_for_spreadsheet=has_mark)
        if wanted := _table_format(here):
            return _labelled(here, question, resolved, operation, wanted)
        if operation.wish is not None or not prefers_page(request.headers.get("Accept")):
            _require_no_labels()
            return operations.answer(here, operation)
        table = tabulate(editor.run(here, operation))
    except BadParameter as error:
        resolved, problem = {}, Problem(400, f"{error}.", named=error.named)
    except Problem as caught:
        problem = caught
    if problem and not prefers_page(request.headers.get("Accept")):
        raise problem
    return _page(here, question, given, resolved, text, table, problem)


def _resolved(here: Site, question: Question, arguments: dict[str, str]) -> dict[str, str]:
    """Return the arguments with things by IRI; BadParameter if one cannot be used."""
    return question_arguments.resolved(
        lambda: site_corpus.read_corpus(here),
        question,
        arguments,
        partial(page_queries.answered, here),
        read_near=lambda: site_corpus.read_shown(here, ()),
    )


def _given() -> tuple[dict[str, str], str]:
    """Return the parameters of the current request, and what is wrong if one has two values: "" if none has."""
    found = [(name, value) for name, value in request.args.items(multi=True) if name not in OWN and value]
    wrong = second_value(found)
    return dict(found), wrong and f"{wrong}: ask for each by itself"


def _table_format(here: Site) -> Format | None:
    """Return XLSX or, unless the client wants no labels, CSV; None if the client wants another format."""
    try:
        accept, wish = request.headers.get("Accept"), here.wish()
        wanted = choose(accept, (*RESULTS, *GRAPHS, HTML, XLSX), wish)
    except NotAcceptable:
        return None
    has_labels = request_arguments.of_request(page_arguments.LABELS) is not False
    return wanted if wanted is XLSX or (wanted is CSV and has_labels) else None


def _results(table: ExportTable) -> bytes:
    """Return a table as CSV for programs; with a byte order mark if the address or a browser asks for one."""
    has_mark = request_arguments.of_request(page_arguments.MARK)
    if has_mark is None:
        has_mark = prefers_page(request.headers.get("Accept"))
    return csv_table.write_results(table, has_mark=has_mark)


def _require_no_labels() -> None:
    """Raise Problem 400 if the current request asks for labels, which only CSV and XLSX have."""
    if request_arguments.of_request(page_arguments.LABELS):
        raise Problem(
            400,
            "Only CSV and XLSX have columns of labels. Add format=csv or format=xlsx, or leave out labels=1.",
        )


def _labelled(
    here: Site, question: Question, resolved: dict[str, str], operation: Operation, wanted: Format
) -> Response:
    """Return the answer to a question as a table with labels.

    Args:
        here: the site that serves the request.
        question: the stored question.
        resolved: the arguments with things by IRI.
        operation: the query.
        wanted: CSV or XLSX.

    Raises:
        Problem: 406 if the answer is a graph.
    """
    answer = tabulate(editor.run(here, operation))
    if answer.graph is not None:
        raise Problem(406, "The answer is a graph, not a table. Ask for Turtle.")
    corpus = site_corpus.read_shown(here, answer.things() | question_arguments.things(question, resolved))
    title = question.titled(question_arguments.labels(corpus, question, resolved))
    columns, rows = answer.variables, answer.rows
    if answer.boolean is not None:
        columns, rows = ["answer"], [[{"type": "literal", "value": "yes" if answer.boolean else "no"}]]
    has_labels, to_csv = request_arguments.of_request(page_arguments.LABELS), None
    if wanted is CSV and has_labels is None:
        table, to_csv = answers.results(corpus, question.name, title, columns, rows), _results
    else:
        table = answers.table(corpus, question.name, title, columns, rows, labels=has_labels is not False)
    response = table_response.send(lambda: [table], wanted, is_kept=False, to_csv=to_csv)
    response.vary.add("Accept")
    return response


def _page(
    here: Site,
    question: Question,
    given: dict[str, str],
    resolved: dict[str, str],
    text: SparqlText,
    table: Table | None,
    problem: Problem | None,
) -> Response:
    """Return the page of a question.

    Args:
        here: the site that serves the request.
        question: the stored question.
        given: the arguments as the client wrote them.
        resolved: the arguments with things by IRI; empty if one is wrong.
        text: the query.
        table: the answer; None if there is none.
        problem: why there is none.
    """
    things = table.things() if table else set()
    corpus = site_corpus.read_shown(here, things | question_arguments.things(question, resolved))
    shown = {} if given and not resolved else question_arguments.labels(corpus, question, resolved)
    links = {name: short(value) for name, value in resolved.items() if name in given}
    response = render_page(
        "question.html",
        problem.status if problem else 200,
        c=corpus,
        question=question,
        title=question.titled(shown),
        words=question.asked(shown),
        fields=question_form.fields(here, corpus, question, shown, given),
        text=text.source,
        is_changed=text.source != question.text,
        table=table,
        notes=empty_result.notes(here, text, table),
        see=[here.questions[name] for name in question.see if name in here.questions],
        problem=problem,
        links=[
            (label, f"?{urlencode({**links, 'format': fmt, **more})}")
            for label, fmt, more in OFFERED
            if table is None or table.boolean is None or more or fmt not in ROWS
        ],
    )
    response.vary.add("Accept")
    return response
