"""A change of quads as an update for the engine, blank nodes included, which no text of SPARQL can name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from adgo.sparql.answering.store_dataset import term
from adgo.sparql.updates.modifications import MADE, Quad

#: Functions that the engine calls, by name.
Functions = dict[NamedNode, Callable[..., Any]]


def changing(removed: list[Quad], added: list[Quad], functions: Functions) -> str:
    """Return the operation that removes and adds quads; it calls functions to get their terms.

    Args:
        removed: the quads to remove.
        added: the quads to add; blank nodes whose label begins with MADE are new ones.
        functions: the functions that the operation calls are added to it.
    """
    table = _Table(functions)
    remove = table.template(removed)
    add = table.template(added)
    rows = " ".join(map(str, range(table.size)))
    bindings = " ".join(table.bindings)
    return f"DELETE {{ {remove} }} INSERT {{ {add} }} WHERE {{ VALUES ?row {{ {rows} }} {bindings} }}"


class _Table:
    """Rows of terms: each row holds one quad to remove and one to add, if there are as many."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._new: dict[str, BlankNode] = {}
        self._names = count(len(functions))
        self.size = 0
        self.bindings: list[str] = []

    def template(self, quads: list[Quad]) -> str:
        """Return the template of quads, and add their terms to the table as columns."""
        default = [quad[:3] for quad in quads if quad[3] is None]
        named = [quad for quad in quads if quad[3] is not None]
        made = ""
        if default:
            made += " ".join(self._column([row[at] for row in default]) for at in range(3)) + " . "
        if named:
            subject, predicate, obj, graph = (self._column([row[at] for row in named]) for at in range(4))
            made += f"GRAPH {graph} {{ {subject} {predicate} {obj} }}"
        return made

    def _column(self, terms: list[str | None]) -> str:
        """Return the variable that each row binds to one of the terms, in their order; later rows leave it unbound."""
        number = next(self._names)
        made = [self._term(each) for each in terms if each is not None]
        self._functions[NamedNode(f"urn:adgo:column:{number}")] = lambda row: (
            made[int(row.value)] if int(row.value) < len(made) else None
        )
        self.bindings.append(f"BIND(<urn:adgo:column:{number}>(?row) AS ?column{number})")
        self.size = max(self.size, len(made))
        return f"?column{number}"

    def _term(self, written: str) -> Any:
        if written.startswith((MADE, "_:new")):
            return self._new.setdefault(written, BlankNode())
        return term(written)
