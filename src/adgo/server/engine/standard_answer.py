"""The answer to a query by ADGO's own evaluation, for what the embedded engine answers otherwise than SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import IO, Any

from pyoxigraph import Store, Triple

from adgo.server.engine import result_writer
from adgo.server.engine.store_dataset import StoreDataset, term
from adgo.sparql.algebra import operators as a
from adgo.sparql.evaluation.patterns import Evaluator

Solution = dict[str, str]
GraphWriter = Callable[[Iterable[Triple], IO[bytes]], None]
#: Characters that are gathered before they are written.
_PIECE = 16_384


def answer(store: Store, request: dict[str, Any], query: a.Query, file: IO[bytes], write: GraphWriter) -> str:
    """Write the answer to a query; return its form: bindings, boolean or graph.

    Args:
        store: the data.
        request: the request of the server: its dataset, base IRI and format.
        query: the algebra of the query.
        file: what the answer is written to.
        write: writes triples in the format of the request.
    """
    solutions = Evaluator(_dataset(store, request, query), request["base"]).run(query.pattern)
    form = request["results"]
    match query.form:
        case "ASK":
            found = any(True for _ in solutions)
            file.write(result_writer.boolean(found, form).encode())
            return "boolean"
        case "CONSTRUCT":
            write(_constructed(query, solutions), file)
            return "graph"
        case "DESCRIBE":
            write(_described(store, request, query, solutions), file)
            return "graph"
    _write(result_writer.written(query.columns, solutions, form), file)
    return "bindings"


def _dataset(store: Store, request: dict[str, Any], query: a.Query) -> StoreDataset:
    """Return the dataset of the request, or else of the query."""
    if request["default"] is not None or request["named"] is not None:
        return StoreDataset(store, request["default"] or [], request["named"] or [])
    if query.default is None:
        return StoreDataset(store)
    return StoreDataset(
        store, [each[1:-1] for each in query.default], [each[1:-1] for each in query.named or ()]
    )


def _write(pieces: Iterator[str], file: IO[bytes]) -> None:
    gathered: list[str] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _PIECE:
            file.write("".join(gathered).encode())
            gathered, size = [], 0
    file.write("".join(gathered).encode())


def _constructed(query: a.Query, solutions: Iterable[Solution]) -> Iterator[Triple]:
    """Yield the triples of a template, each once; blank nodes are new in each solution."""
    seen: set[tuple[str, ...]] = set()
    for number, solution in zip(count(), solutions, strict=False):
        for triple in query.template:
            made = tuple(
                each for each in (_made(part, solution, number) for part in triple) if each is not None
            )
            if len(made) == 3 and made not in seen and made[0][0] != '"' and made[1][0] == "<":
                seen.add(made)
                yield Triple(*map(term, made))


def _made(each: a.Term | a.Path, solution: Solution, number: int) -> str | None:
    assert isinstance(each, str)
    if each.startswith(a.HIDDEN):
        return "_:t" + "".join(char for char in each if char.isalnum()) + f"x{number}"
    return solution.get(each) if a.is_variable(each) else each


def _described(
    store: Store, request: dict[str, Any], query: a.Query, solutions: Iterable[Solution]
) -> Iterable[Triple]:
    """Return what the engine says of the terms that are described."""
    wanted: dict[str, None] = dict.fromkeys(each for each in query.described if not a.is_variable(each))
    for solution in solutions:
        wanted.update(dict.fromkeys(solution[each] for each in query.described if each in solution))
    iris = [each for each in wanted if each[0] == "<"]
    if not iris:
        return ()
    return store.query(f"DESCRIBE {' '.join(iris)}", base_iri=request["base"])  # type: ignore[return-value]
