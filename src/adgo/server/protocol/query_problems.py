"""Why a query got no answer, for the client: a status, and a sentence that says what to do."""

from __future__ import annotations

from adgo.graph.namespaces import PREFIXES
from adgo.server.engine.failure import Failure
from adgo.server.protocol.negotiation import Format, NotAcceptable, choose
from adgo.server.protocol.problem import Problem
from adgo.server.settings import MIB, Settings
from adgo.sparql import errors
from adgo.sparql.text import SparqlText

RETRY_SECONDS = 2

#: Reason of a failure to status and sentence; in braces what the settings and the failure say.
REFUSALS = {
    "depth": (400, "The query nests too deep for the engine. Flatten it: fewer brackets and operators."),
    "evaluation": (400, "The query cannot be evaluated: {message}."),
    "format": (406, "The result cannot be written in this format ({message}). Ask for JSON or Turtle."),
    "socket": (403, "The query asked for a network connection, which this server does not make."),
    "gone": (503, "The data were replaced while the query began. Try again in {retry} seconds."),
    "busy": (503, "The server is busy ({message}). Try again in {retry} seconds."),
    "timeout": (504, "The query ran longer than {seconds:g} seconds. Narrow its patterns or add a LIMIT."),
    "memory": (507, "The query took more than {memory} MiB of memory. Sort, group or join fewer rows."),
    "large": (507, "The result is larger than {limit} MiB. Add a LIMIT, or select fewer variables."),
    "disk": (507, "The server has no room to keep this result ({message}). Add a LIMIT, or try again later."),
    "crash": (500, "The engine failed on this query. That is a fault of the server; please report it."),
}


def pick(accept: str | None, offered: tuple[Format, ...], wish: str | None = None) -> Format:
    """Return the format for a client (see `negotiation.choose`); Problem 406 that lists what there is."""
    try:
        return choose(accept, offered, wish)
    except NotAcceptable as error:
        types = ", ".join(f.media_type for f in error.offered)
        raise Problem(
            406, f"None of the accepted media types is on offer for this. Ask for one of: {types}."
        ) from error


def problem(text: SparqlText, failure: Failure, settings: Settings, limit: int) -> Problem:
    """Return the Problem that a failure is, for a query of this text whose result might have `limit` bytes."""
    if failure.reason == "syntax":
        return Problem(400, **errors.explain(text, failure.message, PREFIXES).members())
    status, sentence = REFUSALS.get(failure.reason, REFUSALS["crash"])
    detail = sentence.format(
        message=failure.message,
        retry=RETRY_SECONDS,
        seconds=settings.timeout,
        memory=settings.memory,
        limit=limit // MIB,
    )
    return Problem(status, detail, {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {})
