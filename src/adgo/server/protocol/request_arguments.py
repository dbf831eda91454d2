"""The arguments of a request besides its query or update: format, graphs, time limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flask import request
from pyoxigraph import NamedNode

from adgo.server.protocol import negotiation
from adgo.server.protocol.problem import Problem

#: The arguments that name a format: ADGO's own, and those of Fuseki and Virtuoso.
FORMATS = ("format", "output", "results")
#: The arguments that name the graphs of a query and of an update: those of the default graph, and the named ones.
QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")
#: Names by which Jena's stores have graphs that ADGO does not have, with what to do instead.
JENA_GRAPHS = {
    "urn:x-arq:UnionGraph": "Name each graph: the union of all would state as fact what sources deny or only plan.",
    "urn:x-arq:DefaultGraph": "Leave it out: without a graph of the request, the default graph is asked.",
}
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?")
_ON, _OFF = ("1", "true", "yes"), ("0", "false", "no")

Arguments = Mapping[str, Sequence[str]]


def wish(arguments: Arguments) -> tuple[str | None, str]:
    """Return the format that a request names and the argument that names it; None if it names none.

    Raises:
        Problem: 400 if it names two different formats.
    """
    found = [(value, name) for name in FORMATS for value in arguments.get(name, ()) if value.strip()]
    if not found:
        return None, FORMATS[0]
    first, first_name = found[0]
    for value, name in found[1:]:
        if not _is_same_format(first, value):
            raise Problem(
                400,
                f"The request names two formats, {first_name}={first[:60]!r} and {name}={value[:60]!r}: send one.",
            )
    return first, first_name


def _is_same_format(one: str, other: str) -> bool:
    """Return whether two names mean the same format of rows or of graphs, and nowhere two different ones."""
    if one.strip().lower() == other.strip().lower():
        return True
    meanings = [
        {negotiation.named(one, offered), negotiation.named(other, offered)}
        for offered in (negotiation.RESULTS, negotiation.TRIPLES)
    ]
    shared = [found for found in meanings if len(found) == 1 and None not in found]
    return bool(shared) and not any(len(found - {None}) == 2 for found in meanings)


def graphs(arguments: Arguments, name: str) -> tuple[str, ...]:
    """Return the graphs that an argument names; an empty value, as forms send it, names none.

    Args:
        arguments: the values of each argument, by name.
        name: the argument, such as default-graph-uri.

    Raises:
        Problem: 400 if a value is not an absolute IRI.
    """
    return tuple(_graph(value, name) for value in arguments.get(name, ()) if value)


def dataset(arguments: Arguments, *, is_update: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the graphs that a query or update names for the default graph, and as named graphs.

    Raises:
        Problem: 400 if a value is not an absolute IRI, or if an argument is one of the other operation: the standard
            gives it no meaning here, and without it the operation would run on other graphs.
    """
    taken, other = (UPDATE_GRAPHS, QUERY_GRAPHS) if is_update else (QUERY_GRAPHS, UPDATE_GRAPHS)
    for name, right in zip(other, taken, strict=True):
        if any(arguments.get(name, ())):
            whose = "an update" if is_update else "a query"
            raise Problem(400, f"{name}= does not name graphs of {whose}: write {right}= instead.")
    default, named = (graphs(arguments, name) for name in taken)
    return default, named


def _graph(iri: str, name: str) -> str:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise Problem(
            400,
            f"The value of {name}= is not an absolute IRI ({error}): {iri[:100]!r}. Name graphs by absolute IRIs.",
        ) from error
    if iri in JENA_GRAPHS:
        raise Problem(400, f"{name}= names <{iri}>, which this server does not have. {JENA_GRAPHS[iri]}")
    return iri


def seconds(arguments: Arguments) -> float | None:
    """Return the time limit of a request, in seconds; None if it has none: 0 means none too.

    Raises:
        Problem: 400 if it is not a number.
    """
    values = _given(arguments.get("timeout", ()))
    for value in values:
        if not _NUMBER.fullmatch(value):
            raise Problem(
                400,
                f"The value of timeout= is not a number of seconds: {value[:60]!r}. Write it like 10 or 2.5.",
            )
    return min((float(value) for value in values if float(value)), default=None)


def switch(arguments: Arguments, name: str) -> bool | None:
    """Return whether an argument switches something on or off; None if it does neither.

    Args:
        arguments: the values of each argument, by name.
        name: the argument.

    Raises:
        Problem: 400 if its value is neither of those for on and off.
    """
    values = [value.lower() for value in _given(arguments.get(name, ()))]
    for value in values:
        if value not in (*_ON, *_OFF):
            raise Problem(400, f"The value of {name}= is {value[:60]!r}. Write 1 or 0.")
    return any(value in _ON for value in values) if values else None


def of_request(name: str) -> bool | None:
    """Return what `switch` returns for an argument in the address of the current request."""
    return switch(request.args.to_dict(flat=False), name)


def _given(values: Iterable[str]) -> list[str]:
    return [value.strip() for value in values if value.strip()]
