"""Changes over HTTP: who may make them, and what becomes of an update or a graph that is sent."""

from __future__ import annotations

import contextlib
import hmac
import time
from collections.abc import Iterator
from typing import Any

from flask import Response, request
from pyoxigraph import NamedNode

from adgo.graph.namespaces import PREFIXES
from adgo.server.engine.failure import Failure
from adgo.server.protocol import conditions
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.query_log import LogLine
from adgo.server.site import Site
from adgo.server.views import fetch_loads
from adgo.sparql import dataset_clause, errors
from adgo.sparql.text import SparqlText

READ_ONLY = (
    "This server is read-only: nothing can be changed. Start it with --store DIR --writable --token-file F."
)


@contextlib.contextmanager
def before(site: Site, text: str, form: str) -> Iterator[None]:
    """Yield for what comes before a change is tried: a Problem raised there is counted and logged."""
    try:
        yield
    except Problem as problem:
        site.endpoint.note_change(text, LogLine(form, "refused", status=problem.status))
        raise


def authorise(site: Site) -> None:
    """Raise 403 where the server takes no changes, 401 where the request does not bear the token."""
    if site.endpoint.scribe is None or not site.token:
        raise Problem(403, READ_ONLY)
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), site.token.encode()):
        raise Problem(
            401,
            "Changes need the token: send it as `Authorization: Bearer …`.",
            {"WWW-Authenticate": 'Bearer realm="adgo"'},
        )


def update(site: Site, operation: Operation) -> Response:
    """Make an update and return 204; Problem otherwise, and then nothing has changed."""
    with before(site, operation.text.source, "UPDATE"):
        change, body = checked(site, operation)
    try:
        make(site, change, body)
    except Failure as failure:
        if failure.reason == "syntax":
            raise Problem(
                400, **errors.explain(operation.text, failure.message, PREFIXES).members()
            ) from failure
        raise problem(site, failure) from failure
    return Response(status=204)


def checked(site: Site, operation: Operation) -> tuple[dict[str, Any], bytes]:
    """Return an update for the writer, with the documents that it loads; Problem where it may not be made."""
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
    change["loads"], body = fetch_loads.fetched(text, site.settings) if found.loads else ([], b"")
    return change, body


def _with_dataset(operation: Operation) -> SparqlText:
    """Return the text of an update with the dataset that the request names."""
    text = operation.text
    if text.misfit is not None:
        raise Problem(400, **errors.explain(text, "", PREFIXES).members())
    try:
        for iri in (*operation.default, *operation.named):
            NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"A graph of the request is not an absolute IRI: {error}.") from error
    try:
        return SparqlText(
            dataset_clause.with_dataset(text, operation.default, operation.named), is_update=True
        )
    except dataset_clause.DatasetConflict as error:
        raise Problem(400, **errors.at(text, error.token.start, str(error)).members()) from error


def check_calls(site: Site, text: SparqlText) -> None:
    """Raise 403 where an update calls what the server was not started to call, 400 where it is no SPARQL."""
    found = text.analysis
    if found.call is None:
        if (unclear := text.ambiguous()) is not None:
            raise Problem(400, **errors.unclear(text, unclear, PREFIXES).members())
        return
    if found.services or not found.loads:
        raise Problem(
            403,
            f"{found.call.word} is refused: updates call no other server. Send the data itself.",
        )
    if not all(fetch_loads.may_load(source, site.settings.loads) for source in found.loads):
        raise Problem(
            403,
            "LOAD is refused: this server fetches nothing, save what it was started with by --allow-load, named by "
            "its whole address. Send the data itself, with INSERT DATA or to /store.",
        )
    if (unclear := text.ambiguous(strict=True)) is not None:
        raise Problem(400, **errors.unclear(text, unclear, PREFIXES).members())


def make(site: Site, change: dict[str, Any], body: bytes = b"", edition: str | None = None) -> bool:
    """Have the writer make a change, on one edition alone where one is named; return whether it made a graph.

    Raises failure.Failure.
    """
    assert site.endpoint.scribe is not None
    start = time.monotonic()
    outcome = "ok"
    try:
        created = site.endpoint.scribe.change(change, body, edition)
    except Failure as failure:
        outcome = failure.reason
        raise
    finally:
        line = LogLine(str(change["op"]).upper(), outcome, time.monotonic() - start)
        site.endpoint.note_change(change.get("text", ""), line)
    site.endpoint.drop_answers()
    return created


def problem(site: Site, failure: Failure) -> Problem:
    """Return the Problem that a failed change is."""
    match failure.reason:
        case "busy":
            return Problem(
                503, f"The change has to wait ({failure.message}). Try again.", {"Retry-After": "2"}
            )
        case "timeout":
            return Problem(
                504,
                f"The change took longer than {site.settings.timeout:g} seconds and was ended. Look whether it has "
                "been made before you send it again, in smaller pieces.",
            )
        case "crash":
            return Problem(
                500,
                "The process that makes changes ended without a word. Look whether this change has been made before "
                "you send it again.",
            )
        case "disk":
            return Problem(
                507,
                f"The store could not be written ({failure.message}). Make room on its disk. The change may still "
                "appear, with the next one at the latest: look before you send it again.",
            )
        case "depth":
            return Problem(400, "The update nests too deep for the engine. Flatten it, or send it in pieces.")
        case "memory":
            return Problem(
                507,
                f"The change took more than the {site.settings.memory} MiB of --memory. Send it in smaller pieces, "
                "as a whole graph to /store, or stop the server and use `adgo load`.",
            )
        case "condition":
            return conditions.failed()
        case "missing":
            return Problem(404, "There is no such graph.")
        case "socket":
            return Problem(403, "The update asked for a network connection, which this server does not make.")
        case _:
            return Problem(400, f"The change cannot be made: {failure.message}.")
