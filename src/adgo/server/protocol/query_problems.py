"""Explain to the client why a query got no answer: a status, and a sentence that says what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping

from adgo.graph.namespaces import PREFIXES
from adgo.server.engine.failure import Failure
from adgo.server.protocol.negotiation import BOOLEANS, RESULTS, TRIPLES, Format, NotAcceptable, choose
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.request_arguments import JENA_GRAPHS
from adgo.server.settings import DAY, MIB, Settings
from adgo.sparql import errors
from adgo.sparql.analysis import Analysis
from adgo.sparql.text import SparqlText

RETRY_SECONDS = 2

#: Reason of a failure to status and sentence; values of the settings and the failure replace the names in braces.
REFUSALS = {
    "depth": (
        400,
        "The query nests too deeply for the engine. Use fewer brackets and operators.",
    ),
    "evaluation": (400, "The query cannot be evaluated: {message}."),
    "format": (406, "The result cannot be written in this format ({message}). Ask for JSON or Turtle."),
    "socket": (
        403,
        "The query asked for a network connection, but this server makes no network connections. Remove SERVICE.",
    ),
    "gone": (
        503,
        "The data were replaced while the query was starting, or the store's folder was moved. Try again in {retry} "
        "seconds; if this does not end, put the store back or restart the server.",
    ),
    "busy": (503, "The server is busy ({message}). Try again in {retry} seconds."),
    "timeout": (
        504,
        "The query ran longer than {seconds:g} seconds, {whose}. Narrow its patterns or add a LIMIT.",
    ),
    "memory": (507, "The query needed more than {memory} MiB of memory. Sort, group or join fewer rows."),
    "large": (507, "The result is larger than {limit} MiB. Add a LIMIT, or select fewer variables."),
    "disk": (507, "The server has no room for this result ({message}). Add a LIMIT, or try again later."),
    "backend": (502, "The server behind this one failed ({message}). Try again later."),
    "backend-cut": (
        502,
        "The server behind this one cut the answer off ({message}). Nothing is shown, as a part would look like the "
        "whole. Ask for fewer rows at a time, with ORDER BY, LIMIT and OFFSET.",
    ),
    "backend-slow": (
        504,
        "The server behind this one reached its own time limit ({message}). Narrow the patterns or add a LIMIT.",
    ),
    "backend-busy": (503, "The server behind this one is busy ({message}). Try again in {retry} seconds."),
    "backend-refused": (400, "The server behind this one refused the query: {message}"),
    "backend-size": (413, "The query is too long for the server behind this one ({message}). Shorten it."),
    "backend-dump": (
        501,
        "The whole dataset is not available as one file here, as another server has it. Read its graphs one by one, "
        "with ?graph=; GET /.well-known/void lists them.",
    ),
    "crash": (500, "The engine failed on this query. This is a bug in the server; please report it."),
}


def pick(
    accept: str | None, offered: tuple[Format, ...], wish: str | None = None, wished_by: str = "format"
) -> Format:
    """Return the format for a client.

    Args:
        accept: the Accept header.
        offered: the formats to choose from.
        wish: a format by name, which takes precedence (see `negotiation.choose`).
        wished_by: the argument that names it.

    Raises:
        Problem: 406 that lists the formats on offer.
    """
    try:
        return choose(accept, offered, wish)
    except NotAcceptable as error:
        if wish:
            names = ", ".join(each.name for each in error.offered)
            detail = (
                f"The format in {wished_by}={wish[:60]!r} is not available here. Ask for one of: {names}."
            )
        else:
            types = ", ".join(each.media_type for each in error.offered)
            detail = f"None of the media types in Accept is available here. Ask for one of: {types}."
        raise Problem(406, detail) from error


def offered(text: SparqlText) -> tuple[Format, ...]:
    """Return the formats that the answer to a query can have."""
    if text.analysis.gives_graph:
        return TRIPLES
    return BOOLEANS if text.analysis.form == "ASK" else RESULTS


def check(text: SparqlText, settings: Settings, declared: Mapping[str, str]) -> None:
    """Raise the Problem of a query that is refused before it runs; return if it can run.

    Args:
        text: the query.
        settings: the limits of the server.
        declared: prefixes that need no declaration.
    """
    found = text.analysis
    if found.is_update:
        raise Problem(403, "This is an update, sent as a query. This address answers queries only.")
    _check_calls(text, settings, declared)
    _check_graph_names(text)
    limit = settings.nesting
    if found.depth > limit and (depth := text.full_analysis.depth) > limit:
        raise Problem(
            400,
            f"The query nests {depth} brackets; {limit} are allowed. Reduce the nesting: use VALUES instead of chains "
            "of || or UNION, for example.",
        )


def _check_calls(text: SparqlText, settings: Settings, declared: Mapping[str, str]) -> None:
    """Raise Problem 403 if a query calls an endpoint that is not allowed, 400 if its calls are not clear."""
    found = text.analysis
    if found.call is not None and not may_call(found, settings):
        where = errors.at(text, found.call.start, "").members()
        del where["detail"]
        raise Problem(
            403,
            "SERVICE is refused: this server calls only the endpoints that it was started with by --allow-service. "
            "Query the other endpoint yourself and pass its rows on with VALUES.",
            **where,
        )
    unclear = text.ambiguous(strict=bool(found.services))
    if unclear is not None:
        raise Problem(400, **errors.unclear(text, unclear, PREFIXES, declared=declared).members())


def _check_graph_names(text: SparqlText) -> None:
    """Raise Problem 400 if a query asks a graph by a name that only Jena's stores have: it would find nothing."""
    if "urn:x-arq:" not in text.source:
        return
    previous = ""
    for token in text.tokens:
        reason = JENA_GRAPHS.get(token.text[1:-1])
        if reason and token.kind == "iri" and previous in ("FROM", "NAMED", "GRAPH"):
            detail = f"{token.text} is not a graph of this server. {reason}"
            raise Problem(400, **errors.at(text, token.start, detail).members())
        previous = token.word if token.kind == "word" else ""


def may_call(found: Analysis, settings: Settings) -> bool:
    """Return whether each SERVICE of a query names an allowed endpoint."""
    return bool(found.services) and all(iri in settings.services for iri in found.services)


def problem(
    text: SparqlText,
    failure: Failure,
    settings: Settings,
    limit: int,
    seconds: float = 0,
    *,
    declared: Mapping[str, str] = PREFIXES,
) -> Problem:
    """Return the Problem for a failed query.

    Args:
        text: the query.
        failure: why it failed.
        settings: the limits of the server.
        limit: how many bytes the result could have.
        seconds: the time limit that the request asked for; 0 if it did not.
        declared: prefixes that need no declaration.
    """
    if failure.reason == "syntax":
        return Problem(400, **errors.explain(text, failure.message, PREFIXES, declared=declared).members())
    if failure.reason == "unanswerable":
        return Problem(501, **errors.at(text, failure.start or 0, failure.message).members())
    status, sentence = REFUSALS.get(failure.reason, REFUSALS["crash"])
    retry = max(RETRY_SECONDS, math.ceil(min(failure.retry_after or 0, DAY)))
    is_own_limit = 0 < seconds < settings.timeout
    detail = sentence.format(
        message=failure.message,
        retry=retry,
        seconds=seconds if is_own_limit else settings.timeout,
        whose=f"its timeout=; this server allows {settings.timeout:g}"
        if is_own_limit
        else "the limit of this server",
        memory=settings.memory,
        limit=limit // MIB,
    )
    return Problem(status, detail, {"Retry-After": str(retry)} if status == 503 else {})
