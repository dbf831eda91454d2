"""The answer to a query as a page shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adgo.server.protocol.negotiation import GRAPHS
from adgo.server.reply import Reply

#: One term as in the SPARQL 1.1 JSON results; None if the row leaves the variable unbound.
Cell = dict[str, Any] | None


@dataclass
class Table:
    """An answer: rows of terms, or true or false (`boolean`), or a graph in Turtle (`graph`)."""

    variables: list[str]
    rows: list[list[Cell]]
    boolean: bool | None = None
    graph: str | None = None

    def things(self) -> set[str]:
        """Return the IRIs in its rows."""
        return {iri for row in self.rows for cell in row for iri in _iris(cell)}


def _iris(cell: Cell) -> Iterator[str]:
    if cell and cell["type"] == "uri":
        yield cell["value"]
    elif cell and cell["type"] == "triple":
        for part in cell["value"].values():
            yield from _iris(part)


def tabulate(reply: Reply) -> Table:
    """Return an answer in SPARQL JSON or Turtle as a table."""
    content = reply.content()
    if reply.content_type.startswith(GRAPHS[0].media_type):
        return Table([], [], graph=content.decode())
    document = json.loads(content)
    if "boolean" in document:
        return Table([], [], boolean=document["boolean"])
    variables = document["head"]["vars"]
    rows = [[row.get(name) for name in variables] for row in document["results"]["bindings"]]
    return Table(variables, rows)
