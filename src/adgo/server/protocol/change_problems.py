"""Explain to the client why a change was not made: a status, and a sentence that says what to do."""

from __future__ import annotations

import re
from typing import Any

from adgo.server.engine.failure import Failure
from adgo.server.protocol import conditions
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_problems import RETRY_SECONDS
from adgo.server.settings import Settings

#: Reason of a failure to status and sentence; values of the settings and the failure replace the names in braces.
REFUSALS = {
    "busy": (503, "The change has to wait ({message}). Try again in {retry} seconds."),
    "timeout": (
        504,
        "The change took longer than {seconds:g} seconds and was stopped. Check whether it was made before you send "
        "it again, in smaller pieces.",
    ),
    "crash": (
        500,
        "The process that makes changes ended without a message. Check whether the change was made before you send it "
        "again.",
    ),
    "disk": (
        507,
        "The store could not be written ({message}). Free space on its disk. The change may still appear together with "
        "the next one: check before you send it again.",
    ),
    "full": (
        507,
        "The disk of the store is full, so nothing was changed ({message}). Make room on the disk, or remove data: "
        "DROP ALL is possible on a full disk, too. Other changes are accepted as soon as there is room.",
    ),
    "depth": (400, "The update nests too deeply for the engine. Flatten it, or send it in pieces."),
    "memory": (
        507,
        "The change needed more than the {memory} MiB of --memory. Send it in smaller pieces, as a whole graph to "
        "/store, or stop the server and use `adgo load`.",
    ),
    "missing": (404, "There is no such graph. GET /.well-known/void lists the graphs."),
    "socket": (403, "The update asked for a network connection, and this server makes none. Remove SERVICE."),
    "terms": (422, "{message}. Nothing was changed, because this server runs with --strict-terms."),
}
OTHER = (400, "The change cannot be made: {message}.")
#: Where a parser says that a document is wrong.
_PLACE = re.compile(r"\bline (?P<line>[0-9]+),? (?:between )?columns? (?P<column>[0-9]+)")


def problem(failure: Failure, settings: Settings) -> Problem:
    """Return the Problem for a failed change."""
    if failure.reason == "condition":
        return conditions.failed()
    status, sentence = REFUSALS.get(failure.reason, OTHER)
    detail = sentence.format(
        message=failure.message, retry=RETRY_SECONDS, seconds=settings.timeout, memory=settings.memory
    )
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    return Problem(status, detail, headers, **(_place(failure.message) if failure.reason == "syntax" else {}))


def _place(message: str) -> dict[str, Any]:
    """Return the line and column of a document that a parser's message names; {} if it names none."""
    found = _PLACE.search(message)
    return {"line": int(found["line"]), "column": int(found["column"])} if found else {}
