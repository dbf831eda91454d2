"""Why the backend has no answer, in the words that this server has for it."""

from __future__ import annotations

from adgo.server.engine.failure import Failure
from adgo.turtle.web.errors import DocumentTooLarge, FetchError, FetchTimeout

#: The status of the backend to the reason of the failure; other statuses are a fault of the backend.
_REASONS = {
    400: "backend-refused",
    422: "backend-refused",
    413: "backend-size",
    414: "backend-size",
    408: "backend-slow",
    504: "backend-slow",
    429: "backend-busy",
    503: "backend-busy",
    206: "backend-cut",
}


def failure_of(error: FetchError) -> Failure:
    """Return the failure for a query that got no whole response."""
    if isinstance(error, FetchTimeout):
        return Failure("timeout", error.reason)
    if isinstance(error, DocumentTooLarge):
        return Failure("large", error.reason)
    if error.status in (401, 403):
        return Failure(
            "backend", f"{error.reason}: it wants other credentials than --backend-credentials has"
        )
    reason = _REASONS.get(error.status or 0, "backend")
    # Its message on a query helps the client; its message on another fault may be private.
    message = (error.detail or error.reason) if reason == "backend-refused" else error.reason
    return Failure(reason, message, retry_after=error.retry_after)
