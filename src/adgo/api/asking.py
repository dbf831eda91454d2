"""Queries to a graph, answered with Python values."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from typing import Any

from pyoxigraph import NamedNode

from adgo.api.answering import Answering, TermAnswer
from adgo.api.python_values import value
from adgo.api.result import LABEL, Result
from adgo.corpus.tables.label_columns import with_labels


def ask(data: Answering, text: str, labels: bool, parameters: dict[str, Any]) -> Result:
    """Return the answer to a query.

    Args:
        data: what answers it.
        text: SPARQL, or the name of a stored question. The graph's prefixes need no declaration.
        labels: whether each column with IRIs has a column with their labels beside it.
        parameters: the parameters of the stored question: things by IRI or by any name, days as `date`.

    Raises:
        TypeError: if the query is not a text.
        ValueError: if the query is not valid, or there is no stored question with that name.
        BadParameter: if the question does not take a parameter.
        ConnectionError: if an endpoint or a SERVICE does not answer completely.
    """
    asked = sparql(data, text, parameters)
    answer = data.answer(asked)
    rows = [tuple(map(value, row)) for row in answer.rows]
    named = _labels(data, answer) if labels else {}
    return Result(
        *with_labels(answer.columns, rows, named, LABEL),
        boolean=answer.boolean,
        turtle=_turtle(answer) if answer.is_graph else None,
        complete=answer.state.is_complete,
        dataset=answer.state.dataset,
        version=answer.state.version,
        notes=_notes(data, asked, answer),
    )


def _notes(data: Answering, asked: str, answer: TermAnswer) -> tuple[str, ...]:
    """Return what can be the reason why a table has no rows; nothing if an endpoint is not known to be ADGO's."""
    if answer.rows or answer.boolean is not None or answer.is_graph or not answer.state.is_complete:
        return ()
    from adgo.corpus.absence.notes import notes
    from adgo.sparql.text import SparqlText

    with suppress(ConnectionError):
        return tuple(notes(SparqlText(asked), data.bindings))
    return ()


def _labels(data: Answering, answer: TermAnswer) -> dict[tuple[int, int], str]:
    """Return the label of each IRI by its row and column; "" for one that has none."""
    iris = {
        (number, place): term
        for number, row in enumerate(answer.rows)
        for place, term in enumerate(row)
        if isinstance(term, NamedNode)
    }
    named = data.labels(iris.values()) if iris else {}
    return {at: named.get(term, "") for at, term in iris.items()}


def sparql(data: Answering, text: str, parameters: dict[str, Any]) -> str:
    """Return the SPARQL text of a query or of a stored question with its parameters.

    Args:
        data: what answers the query; things that parameters name are looked up there.
        text: SPARQL, or the name of a stored question.
        parameters: the parameters of the stored question.

    Raises:
        TypeError: if the query is not a text.
        ValueError: if there is no such question, it does not take a parameter, or a query has parameters.
    """
    from adgo import queries

    if not isinstance(text, str):
        raise TypeError(
            f"a query is a str: SPARQL, or the name of a stored question; not {type(text).__name__}"
        )
    if queries.is_name(text):
        return _stored(data, text, parameters)
    if parameters:
        raise ValueError(f"{', '.join(parameters)}: only stored questions take parameters")
    return text


def _stored(data: Answering, name: str, parameters: dict[str, Any]) -> str:
    from adgo import queries
    from adgo.corpus import question_arguments

    stored = queries.load()
    if name not in stored:
        raise ValueError(_unknown(name, stored))
    given = {key: _argument(each) for key, each in parameters.items()}
    resolved = question_arguments.resolved(lambda: data.corpus, stored[name], given, data.bindings)
    return stored[name].ask(resolved)


def _unknown(name: str, stored: Iterable[str]) -> str:
    near = get_close_matches(name, stored, 3)
    hint = f"near it: {', '.join(near)}" if near else "`adgo questions` lists them"
    return f"no stored question is called {name!r}; {hint}"


def _argument(given: Any) -> str:
    return given.isoformat() if isinstance(given, date) else str(given)


def _turtle(answer: TermAnswer) -> str:
    from adgo.graph.namespaces import PREFIXES
    from adgo.turtle.writing.writer import write

    return write([(str(s), str(p), str(o)) for s, p, o in answer.rows], PREFIXES)
