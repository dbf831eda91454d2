"""A query that has been checked and can run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adgo.server.protocol.negotiation import CSV, GRAPHS, RESULTS, Format, prefers_page
from adgo.server.protocol.sparql_request import Operation
from adgo.sparql.text import SparqlText


@dataclass
class QueryRequest:
    """A query that has been checked and can run.

    Attributes:
        text: the query.
        format: the format of the answer.
        base: the base IRI of the query.
        default: the graphs that the request names for the default graph.
        named: the named graphs that the request names.
        limit: how many bytes the answer may have; 0 for the limit of the settings.
        prefixes: whether a graph is written for people, with prefixes.
        seconds: the time limit that the request asks for; 0 for that of the settings, which applies if it is lower.
        is_for_spreadsheet: whether CSV begins with a byte order mark, by which spreadsheets recognize UTF-8.
        declared: the prefixes that need no declaration, with their namespaces.
        is_dump: whether the answer is the whole dataset; there is no text then.
        data: the version of the data that the request is for; None for any.
    """

    text: SparqlText
    format: Format
    base: str | None = None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    limit: int = 0
    prefixes: bool = False
    seconds: float = 0
    is_for_spreadsheet: bool = False
    declared: Mapping[str, str] = field(default_factory=dict)
    is_dump: bool = False
    data: str | None = None

    @property
    def has_dataset(self) -> bool:
        """Whether the request names the dataset; FROM in the query is then ignored."""
        return bool(self.default or self.named)

    def for_worker(self, snapshot: str | None) -> dict[str, Any]:
        """Return the query as a worker reads it.

        Args:
            snapshot: the copy of the data that it is asked of; None for the data in memory.
        """
        is_graph = self.format not in RESULTS
        text = self.text.source
        # The more prefixes the engine is given, the longer it takes.
        declared = {name: space for name, space in self.declared.items() if f"{name}:" in text}
        return {
            "text": text,
            "base": self.base,
            "default": list(self.default) if self.has_dataset else None,
            "named": list(self.named) if self.has_dataset else None,
            "results": RESULTS[0].name if is_graph else self.format.name,
            "graph": self.format.name if is_graph else GRAPHS[0].name,
            "prefixes": self.prefixes,
            "declared": declared or None,
            "byte_order_mark": self.is_for_spreadsheet,
            "dump": self.is_dump,
            "seconds": self.seconds,
            "snapshot": snapshot,
            "network": bool(self.text.analysis.services),
        }


def of_operation(operation: Operation, chosen: Format, base: str, accept: str | None) -> QueryRequest:
    """Return the query of a request.

    Args:
        operation: the query, with the arguments of the request.
        chosen: the format of the answer.
        base: the base IRI of the query.
        accept: the Accept header; CSV for the page of a browser is for a spreadsheet, if the request does not say.
    """
    asked = operation.is_for_spreadsheet
    return QueryRequest(
        operation.text,
        chosen,
        base,
        operation.default,
        operation.named,
        seconds=operation.seconds or 0,
        is_for_spreadsheet=chosen is CSV and (prefers_page(accept) if asked is None else asked),
        declared=operation.declared,
        data=operation.data,
    )
