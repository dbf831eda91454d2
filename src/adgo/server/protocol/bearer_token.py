"""The check of the token that a change of the data needs.

It is sent by Bearer authentication (RFC 6750), or as the password of Basic authentication (RFC 7617).
"""

from __future__ import annotations

import base64
import hmac

from flask import request

from adgo.server.protocol.problem import Problem

READ_ONLY = (
    "This server is read-only. To accept changes, start it with --store DIR --writable --token-file F."
)
_BEARER = 'Bearer realm="adgo"'
_BASIC = 'Basic realm="adgo", charset="UTF-8"'


def require(token: str | None) -> None:
    """Return if the current request has the token.

    Args:
        token: the server's token; None if the server accepts no changes.

    Raises:
        Problem: 403 if the server accepts no changes; 401 if the request does not have the token.
    """
    if not token:
        raise Problem(403, READ_ONLY)
    given = given_token(request.headers.get("Authorization", ""))
    if given is None or not hmac.compare_digest(given, token.encode()):
        raise Problem(
            401,
            "A change needs the token: send it as `Authorization: Bearer …`, or as the password of Basic "
            "authentication with any user name.",
            {"WWW-Authenticate": _challenge()},
        )


def _challenge() -> str:
    # A browser would show a dialog of its own in answer to Basic, even to the request of a script.
    return _BEARER if "Sec-Fetch-Mode" in request.headers else f"{_BEARER}, {_BASIC}"


def given_token(authorization: str) -> bytes | None:
    """Return the token in an Authorization header, None if it has none."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip().encode()
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(credentials.strip(), validate=True)
    except ValueError:
        return None
    # A user name has no colon; the password may have.
    _, colon, password = pair.partition(b":")
    return password if colon else None
