"""Queries to a SPARQL endpoint elsewhere (`adgo query --backend`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreachable, Unreadable
from adgo.graph import sparql_client
from adgo.graph.sparql_client import EndpointError, QueryRefused
from adgo.turtle.web.client import check_url
from adgo.turtle.web.errors import FetchError

if TYPE_CHECKING:
    from adgo.cli.query_output import Results


def check_address(url: str) -> None:
    """Raise UsageError if an address is not an http or https URL."""
    try:
        check_url(url)
    except FetchError as error:
        raise click.UsageError(f"--backend {url}: {error}") from error


def ask(url: str, sparql: str, seconds: float) -> Results:
    """Return the complete answer of an endpoint.

    Args:
        url: http or https address of the endpoint.
        sparql: the query; prefixes of the graph need no declaration.
        seconds: most seconds that the answer may take.

    Raises:
        Unreachable: if the endpoint cannot be reached, fails, or does not answer completely in time.
        Unreadable: if it refuses the query, or its answer is not a SPARQL result.
    """
    try:
        answer = sparql_client.ask(url, sparql, seconds)
    except EndpointError as error:
        raise Unreachable(str(error)) from error
    except QueryRefused as error:
        raise Unreadable(str(error)) from error
    if answer.cut_off:
        raise Unreachable(
            f"{url} cut the answer off: {answer.cut_off}; ask for less, or with LIMIT and OFFSET"
        )
    return answer.results()
