"""Changes over HTTP: check that the client may make them, and make updates."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from flask import Response, request
from pyoxigraph import NamedNode

from adgo.graph.namespaces import PREFIXES
from adgo.server import delivery
from adgo.server.engine.failure import Failure
from adgo.server.engine.writer_client import Made
from adgo.server.protocol import bearer_token, change_problems, conditions
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.query_log import LogLine
from adgo.server.reply import help_addresses
from adgo.server.site import Site
from adgo.server.views import fetch_loads
from adgo.sparql import dataset_clause, errors
from adgo.sparql.text import SparqlText
from adgo.sparql.updates import changed_literals
from adgo.turtle.normalization.report import Changes


@contextlib.contextmanager
def counting_refusals(site: Site, text: str, form: str) -> Iterator[None]:
    """Count and log a Problem that is raised in the block, before a change is tried.

    Args:
        site: the site that serves the request.
        text: the update; "" if a graph was sent.
        form: UPDATE, or the HTTP method for a graph.
    """
    try:
        yield
    except Problem as problem:
        site.endpoint.note_change(text, LogLine(form, "refused", status=problem.status))
        raise


def authorise(site: Site) -> None:
    """Raise 403 if the server accepts no changes, 401 if the request does not have the token."""
    bearer_token.require(site.token if site.endpoint.writer_client is not None else None)


def update(site: Site, operation: Operation) -> Response:
    """Make an update and return 204; raise a Problem if it is not made."""
    with counting_refusals(site, operation.text.source, "UPDATE"):
        change, body = checked(site, operation)
        conditions.check_update(request)
        changes = check_terms(site, operation.text)
    try:
        made = make(site, change, body, operation.data or site.wanted_data(), changes)
    except Failure as failure:
        raise _problem(site, operation, change["text"], failure) from failure
    headers = changed_literals_header(made.changes)
    if about := help_addresses(site.url("sparql"), made.differences):
        headers["Link"] = delivery.help_links(about)
    return Response(status=204, headers=headers)


def _problem(site: Site, operation: Operation, sent: str, failure: Failure) -> Problem:
    """Return the Problem of an update that failed; `sent` is its text with the dataset of the request."""
    if failure.reason == "syntax":
        return Problem(400, **errors.explain(operation.text, failure.message, PREFIXES).members())
    if failure.start is not None:
        status = 501 if failure.reason == "unanswerable" else 400
        text = SparqlText(sent, is_update=True)
        return Problem(status, **errors.at(text, failure.start, failure.message).members())
    return change_problems.problem(failure, site.settings)


def check_terms(site: Site, text: SparqlText) -> Changes:
    """Return the literals that an update names and the store changes; Problem 422 if that is to be refused."""
    changes = changed_literals.find(text, site.url("sparql"))
    # What is not SPARQL gets a message about that.
    if changes and site.settings.strict_terms and text.misfit is None:
        raise change_problems.problem(Failure("terms", changes.refusal()), site.settings)
    return changes


def changed_literals_header(changes: Changes) -> dict[str, str]:
    """Return the header of a response that says which literals the store changed; none if it changed none."""
    return {"Adgo-Changed-Literals": changes.header()} if changes else {}


def checked(site: Site, operation: Operation) -> tuple[dict[str, Any], bytes]:
    """Return an update as the writer reads it, and the documents that it loads; Problem if it is refused."""
    authorise(site)
    text = operation.text
    found = text.analysis
    check_calls(site, text)
    if found.depth > site.settings.nesting:
        raise Problem(
            400,
            f"The update nests {found.depth} brackets; {site.settings.nesting} are allowed. Flatten it, or send it in "
            "pieces.",
        )
    if operation.default or operation.named:
        text = _with_dataset(operation)
    change: dict[str, Any] = {"op": "update", "text": text.source, "base": site.url("sparql")}
    change["loads"], body = fetch_loads.fetch_all(text, site.settings) if found.loads else ([], b"")
    return change, body


def _with_dataset(operation: Operation) -> SparqlText:
    """Return the text of an update with the dataset that the request names."""
    text = operation.text
    if text.misfit is not None:
        raise Problem(400, **errors.explain(text, "", PREFIXES).members())
    _check_iris(operation)
    try:
        return SparqlText(
            dataset_clause.with_dataset(text, operation.default, operation.named), is_update=True
        )
    except dataset_clause.DatasetConflict as error:
        raise Problem(400, **errors.at(text, error.token.start, str(error)).members()) from error


def _check_iris(operation: Operation) -> None:
    """Raise Problem 400 if a graph that the request names is not an absolute IRI."""
    try:
        for iri in (*operation.default, *operation.named):
            NamedNode(iri)
    except ValueError as error:
        raise Problem(
            400, f"A graph of the request is not an absolute IRI: {error}. Name graphs by absolute IRIs."
        ) from error


def check_calls(site: Site, text: SparqlText) -> None:
    """Raise 403 if an update calls an address that is not allowed, 400 if its calls are not clear."""
    found = text.analysis
    if found.call is None:
        _check_ambiguity(text, strict=False)
        return
    if found.services or not found.loads:
        raise Problem(
            403,
            f"{found.call.word} is refused: an update cannot call another server. Send the data itself.",
        )
    if not all(fetch_loads.may_load(source, site.settings.loads) for source in found.loads):
        raise Problem(
            403,
            "LOAD is refused: this server fetches only documents that --allow-load allows, named by absolute IRIs. "
            "Send the data itself, with INSERT DATA or to /store.",
        )
    _check_ambiguity(text, strict=True)


def _check_ambiguity(text: SparqlText, *, strict: bool) -> None:
    if (unclear := text.ambiguous(strict=strict)) is not None:
        raise Problem(400, **errors.unclear(text, unclear, PREFIXES).members())


def make(
    site: Site,
    change: dict[str, Any],
    body: bytes = b"",
    edition: str | None = None,
    named: Changes | None = None,
) -> Made:
    """Make a change and return what was made.

    Args:
        site: the site that serves the request.
        change: the change, as the writer reads it.
        body: the documents of the change, one after the other.
        edition: digest of the only edition that may be changed; None for any.
        named: the literals that the text of an update names and the store changes.

    Raises:
        Failure: if the change is not made.
    """
    assert site.endpoint.writer_client is not None
    start = time.monotonic()
    outcome, changes = "ok", named or Changes()
    change["strict_terms"] = site.settings.strict_terms
    try:
        made = site.endpoint.writer_client.change(change, body, edition)
        changes.add(made.changes)
    except Failure as failure:
        outcome = failure.reason
        raise
    finally:
        changed = changes.total if outcome == "ok" and changes else None
        line = LogLine(str(change["op"]).upper(), outcome, time.monotonic() - start, changed_literals=changed)
        site.endpoint.note_change(change.get("text", ""), line)
    site.endpoint.drop_answers()
    return made._replace(changes=changes)
