"""The check of the bearer token (RFC 6750) that a change of the data needs."""

from __future__ import annotations

import hmac

from flask import request

from adgo.server.protocol.problem import Problem

READ_ONLY = (
    "This server is read-only. To accept changes, start it with --store DIR --writable --token-file F."
)


def require(token: str | None) -> None:
    """Return if the current request has the token.

    Args:
        token: the server's token; None if the server accepts no changes.

    Raises:
        Problem: 403 if the server accepts no changes; 401 if the request does not have the token.
    """
    if not token:
        raise Problem(403, READ_ONLY)
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Problem(
            401,
            "A change needs the token: send it as `Authorization: Bearer …`.",
            {"WWW-Authenticate": 'Bearer realm="adgo"'},
        )
