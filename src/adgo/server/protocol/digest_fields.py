"""Content-Digest and Repr-Digest (RFC 9530): whether content arrived as it was sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.datastructures import Headers

from adgo.server.protocol.problem import Problem

#: For a whole request both state the digest of the same bytes: those of the body, as it is encoded.
FIELDS = ("Content-Digest", "Repr-Digest")
#: Other algorithms are ignored, as the standard wants; it calls the older ones insecure.
ALGORITHMS: dict[str, Callable[[bytes], Any]] = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
#: One member of the field's dictionary: a name, and bytes in Base64 between colons.
_MEMBER = re.compile(r"[ \t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):[ \t]*(?:,|$)")


def stated(sha256: bytes) -> str:
    """Return the value of a field that states a SHA-256 digest."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def are_given(headers: Headers) -> bool:
    """Return whether a request states a digest that can be checked; Problem 400 if it cannot be read."""
    return any(True for _ in _stated(headers))


def check(headers: Headers, content: bytes) -> None:
    """Raise Problem 400 if the content does not have one of the digests that the headers state.

    Args:
        headers: the headers of the request.
        content: its body, before any content coding is undone.
    """
    for field, algorithm, digest in _stated(headers):
        if not hmac.compare_digest(ALGORITHMS[algorithm](content).digest(), digest):
            raise Problem(
                400,
                f"The body does not have the {algorithm} digest that {field} states: it is incomplete or was changed. "
                "Send it again.",
            )


def _stated(headers: Headers) -> Iterator[tuple[str, str, bytes]]:
    """Yield (field, algorithm, digest) of each digest with a known algorithm."""
    for field in FIELDS:
        for algorithm, digest in _members(field, headers.get(field, "")):
            if algorithm in ALGORITHMS:
                yield field, algorithm, digest


def _members(field: str, value: str) -> Iterator[tuple[str, bytes]]:
    position = 0
    while position < len(value):
        found = _MEMBER.match(value, position)
        try:
            if found is None:
                raise ValueError
            yield found[1], base64.b64decode(found[2], validate=True)
        except ValueError as error:
            raise Problem(
                400, f"{field} cannot be read. Write it as sha-256=:…:, with the digest in Base64."
            ) from error
        position = found.end()
