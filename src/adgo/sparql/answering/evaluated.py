"""The result of a query by ADGO's own evaluation, for what the embedded engine answers differently from SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from pyoxigraph import Store, Triple

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.answering.results import EvaluatedBoolean, EvaluatedSolutions, EvaluatedTriples
from adgo.sparql.answering.store_dataset import StoreDataset, term
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.evaluation.solutions import Solution


def result(
    store: Store, dataset: StoreDataset, query: algebra.Query, base: str | None
) -> EvaluatedSolutions | EvaluatedBoolean | EvaluatedTriples:
    """Return the rows, the truth or the triples that a query asks for.

    Args:
        store: the data, which describe terms.
        dataset: what the query reads.
        query: the algebra of the query.
        base: the base IRI.
    """
    solutions = Evaluator(dataset, base).run(query.pattern)
    match query.form:
        case "ASK":
            return EvaluatedBoolean(any(True for _ in solutions))
        case "CONSTRUCT":
            return EvaluatedTriples(constructed(query, solutions))
        case "DESCRIBE":
            return EvaluatedTriples(_described(store, query, solutions))
    return EvaluatedSolutions(query.columns, solutions)


def constructed(query: algebra.Query, solutions: Iterable[Solution]) -> Iterator[Triple]:
    """Yield the triples of a template, each once; its blank nodes are new in each solution."""
    seen: set[tuple[str, ...]] = set()
    for number, solution in zip(count(), solutions, strict=False):
        for triple in query.template:
            made = tuple(
                each for each in (_made(part, solution, number) for part in triple) if each is not None
            )
            if len(made) == 3 and made not in seen and made[0][0] != '"' and made[1][0] == "<":
                seen.add(made)
                yield Triple(*map(term, made))


def _made(part: algebra.Term | algebra.Path, solution: Solution, number: int) -> str | None:
    assert isinstance(part, str)
    if part.startswith(algebra.HIDDEN):
        return "_:t" + "".join(char for char in part if char.isalnum()) + f"x{number}"
    return solution.get(part) if algebra.is_variable(part) else part


def _described(store: Store, query: algebra.Query, solutions: Iterable[Solution]) -> Iterable[Triple]:
    """Return what the engine says of the terms that are described."""
    wanted: dict[str, None] = dict.fromkeys(each for each in query.described if not algebra.is_variable(each))
    for solution in solutions:
        wanted.update(dict.fromkeys(solution[each] for each in query.described if each in solution))
    iris = [each for each in wanted if each[0] == "<"]
    if not iris:
        return ()
    return store.query(f"DESCRIBE {' '.join(iris)}")  # type: ignore[return-value]
