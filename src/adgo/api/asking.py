"""Queries to a store, answered with Python values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from adgo.api.result import Result
from adgo.corpus.corpus import Term
from adgo.corpus.tables.export_table import Cell, cell_of
from adgo.corpus.tables.label_columns import with_labels

if TYPE_CHECKING:
    from pyoxigraph import Store

    from adgo.corpus.corpus import Corpus

#: What the name of a column of labels ends with.
LABEL = "_label"


def ask(
    store: Store, read_corpus: Callable[[], Corpus], text: str, labels: bool, parameters: dict[str, Any]
) -> Result:
    """Return the answer to a query.

    Args:
        store: the data.
        read_corpus: returns the graph as people read it; called only if a parameter is given by a name.
        text: SPARQL, or the name of a stored question. The graph's prefixes need no declaration.
        labels: whether each column with IRIs has a column with their labels beside it.
        parameters: the parameters of the stored question: things by IRI or by any name, days as `date`.

    Raises:
        ValueError: if the query is not valid, or there is no stored question with that name.
        BadParameter: if the question does not take a parameter.
    """
    answer = _answer(store, sparql(read_corpus, text, parameters))
    if answer.form == "boolean":
        return Result((), (), boolean=bool(answer.result))
    if answer.form == "graph":
        return Result((), (), turtle=_turtle(answer.triples))
    columns = tuple(variable.value for variable in answer.rows.variables)
    terms = [list(row) for row in answer.rows]
    rows = [tuple(map(value, row)) for row in terms]
    return Result(*with_labels(columns, rows, _labels(store, terms) if labels else {}, LABEL))


def _labels(store: Store, terms: list[list[object]]) -> dict[tuple[int, int], str]:
    """Return the label of each IRI by its row and column; "" for one that has none."""
    from pyoxigraph import NamedNode

    from adgo.corpus import store_labels

    iris = {
        (number, place): term
        for number, row in enumerate(terms)
        for place, term in enumerate(row)
        if isinstance(term, NamedNode)
    }
    named = store_labels.labels(store, iris.values())
    return {at: named.get(term, "") for at, term in iris.items()}


def sparql(read_corpus: Callable[[], Corpus], text: str, parameters: dict[str, Any]) -> str:
    """Return the SPARQL text of a query or of a stored question with its parameters.

    Args:
        read_corpus: returns the graph; called only if a parameter is given by a name.
        text: SPARQL, or the name of a stored question.
        parameters: the parameters of the stored question.

    Raises:
        ValueError: if there is no such question, it does not take a parameter, or a query has parameters.
    """
    from adgo import queries
    from adgo.corpus import question_arguments

    stored = queries.load()
    if text in stored:
        given = {name: _argument(each) for name, each in parameters.items()}
        return stored[text].ask(question_arguments.resolved(read_corpus, stored[text], given))
    if not any(character in text for character in " {<\n"):
        raise ValueError(_unknown(text, stored))
    if parameters:
        raise ValueError(f"{', '.join(parameters)}: only stored questions take parameters")
    return text


def _unknown(name: str, stored: Iterable[str]) -> str:
    near = get_close_matches(name, stored, 3)
    return f"no stored question is called {name!r}" + (f"; near it: {', '.join(near)}" if near else "")


def value(term: object) -> Cell:
    """Return the Python value of a term of the engine; None for a variable without a value."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    match term:
        case None:
            return None
        case Literal():
            return cell_of(Term("literal", term.value, term.language or term.datatype.value))
        case NamedNode():
            return term.value
        case BlankNode():
            return f"_:{term.value}"
    return str(term)


def _argument(given: Any) -> str:
    return given.isoformat() if isinstance(given, date) else str(given)


def _answer(store: Store, text: str) -> Any:
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.answering.query import query
    from adgo.sparql.errors import explain
    from adgo.sparql.text import SparqlText

    try:
        return query(store, text, prefixes=PREFIXES)
    except SyntaxError as error:
        problem = explain(SparqlText(text), str(error), PREFIXES, declared=PREFIXES)
        raise ValueError(f"{problem.detail}\n{problem.excerpt}") from error


def _turtle(triples: Any) -> str:
    from adgo.graph.namespaces import PREFIXES
    from adgo.turtle.writing.writer import write

    return write([(str(t.subject), str(t.predicate), str(t.object)) for t in triples], PREFIXES)
