"""Queries and updates of the current request: read them, check them, and answer queries."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request

from adgo.server import delivery
from adgo.server.protocol import data_version, not_modified, query_problems, sparql_request
from adgo.server.protocol.negotiation import Format
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.protocol.sparql_request import Operation
from adgo.server.site import Site


def read(site: Site) -> Operation | None:
    """Return what the current request asks for (see `sparql_request.read`), or None; a Problem is logged."""
    try:
        return sparql_request.read(request, site.settings)
    except Problem as problem:
        site.endpoint.note_refusal("", problem)
        raise


def answer(site: Site, operation: Operation) -> Response:
    """Return the response to a query, in the negotiated format; 304 if the client has the answer."""
    query = prepare(site, operation)
    digest = site.endpoint.digest
    data_version.check(query.data, digest)
    tag = site.endpoint.tag(query, digest)
    if tag:
        unchanged = not_modified.response_for_any(tag, site.endpoint.with_labels(tag))
        if unchanged is not None:
            site.endpoint.note(query, "unchanged")
            unchanged.headers[data_version.HEADER] = digest
            return unchanged
    return delivery.deliver(site.endpoint.reply(query))


def prepare(site: Site, operation: Operation, wish: str | None = None) -> QueryRequest:
    """Return the query of the current request, ready to run.

    Args:
        site: the site that serves the request.
        operation: the query, as `read` returned it.
        wish: name of the format, if the request's own wish does not count.

    Raises:
        Problem: if the query is refused before it runs; it is logged.
    """
    operation = replace(operation, data=operation.data or site.wanted_data())
    try:
        return site.endpoint.prepare(operation, request.headers.get("Accept"), site.url("sparql"), wish)
    except Problem as problem:
        site.endpoint.note_refusal(operation.text.source, problem)
        raise


def pick(offered: tuple[Format, ...], wish: str | None = None, wished_by: str = "format") -> Format:
    """Return the format for the current request.

    Args:
        offered: the formats to choose from.
        wish: a format by name, which takes precedence over the Accept header.
        wished_by: the argument that names it.

    Raises:
        Problem: 406 that lists the formats on offer.
    """
    return query_problems.pick(request.headers.get("Accept"), offered, wish, wished_by)
