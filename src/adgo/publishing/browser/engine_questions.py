"""Stored questions as queries that the engine answers by SPARQL 1.1, with places for the values of parameters."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from adgo.graph.namespaces import BASE, PREFIXES
from adgo.queries import Parameter, Question
from adgo.queries.parameter import iri
from adgo.sparql.differences.plan import plan

#: A value that stands for any IRI, any day and any text while a question is planned.
_ANY_IRI, _ANY_DAY = BASE + "parameter/", "1234-05-06"


def engine_texts(question: Question) -> dict[str, str]:
    """Return the queries for the engine, by the names of the parameters that they have places for, with spaces between.

    A parameter with a default always has a place. One without has a place if a value is given; else the query
    computes it. The place of `day` is `{{day}}`. There is no text if the engine cannot answer the question.
    """
    fixed = [each for each in question.parameters if each.default]
    left = [each for each in question.parameters if not each.default]
    found = {}
    for length in range(len(left) + 1):
        for chosen in combinations(left, length):
            given = [each for each in question.parameters if each in fixed or each in chosen]
            text = _planned(question, given)
            if text is not None:
                found[" ".join(each.name for each in given)] = text
    return found


def defaults(question: Question) -> dict[str, str]:
    """Return the default of each parameter that has one, in N-Triples form."""
    return {each.name: _term(each) for each in question.parameters if each.default}


def described(parameter: Parameter) -> dict[str, Any]:
    """Return what the browser has to know about a parameter: its kind and its datatype."""
    kind = "thing" if parameter.is_thing else "day" if parameter.is_day else "text"
    return {
        "name": parameter.name,
        "kind": kind,
        "datatype": iri(parameter.datatype) if parameter.datatype else "",
    }


def _term(parameter: Parameter) -> str:
    default = parameter.default
    return default if default.startswith('"') and "^^" not in default else parameter.term(default.strip("<>"))


def _stand_in(parameter: Parameter) -> str:
    """Return the argument that stands for any value of a parameter."""
    if parameter.is_thing:
        return _ANY_IRI + parameter.name
    return _ANY_DAY if parameter.is_day else f"any {parameter.name}"


def _planned(question: Question, given: list[Parameter]) -> str | None:
    """Return the query for the engine with places for parameters, None if the engine cannot answer it."""
    text = question.ask({each.name: _stand_in(each) for each in given})
    planned = plan(text, prefixes=PREFIXES)
    if planned.query is not None and planned.text is None:
        return None
    made = planned.text or text
    for each in given:
        term = each.term(_stand_in(each))
        if term not in made:
            raise ValueError(f"{question.name}: the query for the engine has no place for {each.name}")
        made = made.replace(term, f"{{{{{each.name}}}}}")
    return made
