"""The answers of ADGO's query functions, in the form that `Result` is made from."""

from __future__ import annotations

from typing import Any

from pyoxigraph import QueryBoolean, Triple

from adgo.api.answering import TRIPLE, TRUTH, AnswerState, TermAnswer
from adgo.sparql.answering.results import EvaluatedBoolean


def answer(results: Any, state: AnswerState) -> TermAnswer:
    """Return an answer.

    Args:
        results: the rows, truth or triples, of the engine or of ADGO's own evaluation.
        state: where they come from.
    """
    if isinstance(results, QueryBoolean | EvaluatedBoolean):
        truth = bool(results)
        return TermAnswer(TRUTH, [[truth]], state, boolean=truth)
    if (variables := getattr(results, "variables", None)) is not None:
        columns = tuple(variable.value for variable in variables)
        return TermAnswer(columns, [list(row) for row in results], state)
    triples: list[Triple] = list(dict.fromkeys(results))
    return TermAnswer(TRIPLE, [[t.subject, t.predicate, t.object] for t in triples], state, is_graph=True)
