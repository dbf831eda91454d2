"""What a change depends on, by the request's own words: If-Match and If-None-Match (RFC 9110, section 13.1)."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from flask import Request

from adgo.server.protocol.problem import Problem


@dataclass(frozen=True)
class Condition:
    """The edition that a change was made for, and whether its graph has to be there; None where it does not matter.

    Both hold or fail in the writer's turn: nothing comes between the comparison and the change.
    """

    edition: str | None = None
    exists: bool | None = None


def read(request: Request, edition: str, tags_in: Callable[[str], Set[str]]) -> Condition:
    """Return the condition of a request on a graph, whose entity tags in an edition a function tells.

    Problem 412 where it fails already.
    """
    is_named, is_barred = "If-Match" in request.headers, "If-None-Match" in request.headers
    tags = tags_in(edition) if is_named or is_barred else set()
    match, none_match = request.if_match, request.if_none_match
    # Strong comparison for the one, weak for the other: section 8.8.3.2.
    if is_named and not match.star_tag and not any(map(match.contains, tags)):
        raise failed()
    if is_barred and any(map(none_match.contains_weak, () if none_match.star_tag else tags)):
        raise failed()
    if is_named and none_match.star_tag:
        raise failed()
    exists = True if match.star_tag else False if none_match.star_tag else None
    # A tag changes with every edition: one that is right now is right for as long as the edition is the current one.
    return Condition(edition if is_named and not match.star_tag else None, exists)


def failed() -> Problem:
    """Return the Problem of a condition that does not hold."""
    return Problem(
        412,
        "The graph is not as If-Match or If-None-Match says, and nothing has changed. Read it again, then send the "
        "change with its new ETag.",
    )
