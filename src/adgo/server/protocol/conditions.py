"""The preconditions of a change: If-Match and If-None-Match (RFC 9110, section 13.1)."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from flask import Request

from adgo.server.protocol.problem import Problem


@dataclass(frozen=True)
class Condition:
    """What must hold for a change to be made.

    The writer checks both parts immediately before the change: nothing can come between check and change.

    Attributes:
        edition: digest of the edition that must be the current one; None if it does not matter.
        exists: whether the graph must exist; None if it does not matter.
    """

    edition: str | None = None
    exists: bool | None = None


def read(request: Request, edition: str, tags_in: Callable[[str], Set[str]]) -> Condition:
    """Return the condition that a request states for a change of a graph.

    Args:
        request: the request.
        edition: digest of the current edition.
        tags_in: returns the entity tags that the graph has in an edition, given its digest.

    Raises:
        Problem: 412 if the condition does not hold now.
    """
    has_match, has_none_match = "If-Match" in request.headers, "If-None-Match" in request.headers
    tags = tags_in(edition) if has_match or has_none_match else set()
    match, none_match = request.if_match, request.if_none_match
    # If-Match compares strongly, If-None-Match weakly: section 8.8.3.2.
    if has_match and not match.star_tag and not any(map(match.contains, tags)):
        raise failed()
    if has_none_match and any(map(none_match.contains_weak, () if none_match.star_tag else tags)):
        raise failed()
    if has_match and none_match.star_tag:
        raise failed()
    exists = True if match.star_tag else False if none_match.star_tag else None
    # Tags change with every edition: a tag that matches now matches as long as this edition is the current one.
    return Condition(edition if has_match and not match.star_tag else None, exists)


def check_update(request: Request) -> None:
    """Raise Problem 412 if an update is to be made only for an entity tag: the data as a whole have none."""
    if ("If-Match" in request.headers and not request.if_match.star_tag) or request.if_none_match.star_tag:
        raise Problem(
            412,
            "An update changes the data, which have no entity tag, and nothing was changed. Instead of If-Match or "
            "If-None-Match, send Adgo-Data with the version of the data that you have read.",
        )


def check_read(request: Request, tags: Set[str]) -> None:
    """Raise Problem 412 if a request wants an answer with another entity tag.

    Args:
        request: the request.
        tags: the entity tags of the answer in each content coding; empty if it has none.
    """
    match = request.if_match
    if "If-Match" in request.headers and not match.star_tag and not any(map(match.contains, tags)):
        raise Problem(
            412, "The answer has another entity tag than If-Match names. Repeat the request without If-Match."
        )


def failed() -> Problem:
    """Return the Problem for a condition that does not hold."""
    return Problem(
        412,
        "The graph does not match If-Match or If-None-Match, and nothing was changed. Read it again, then send the "
        "change with its new ETag.",
    )
