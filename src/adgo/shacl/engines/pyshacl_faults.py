"""The faults of pySHACL and rdflib that are known: results in which they differ from SHACL."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import sh
from adgo.shacl.model.result import ValidationResult
from adgo.turtle.datatypes import order, value_of
from adgo.turtle.term_parts import datatype, is_blank, is_iri, is_literal, language, text
from adgo.turtle.terms import DOUBLE, XSD

#: Returns the fault that explains a result that only one engine has, "" if it is not explained. The last argument is
#: whether pySHACL has the result.
_Explanation = Callable[[Inputs, ValidationResult, bool], str]
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
#: Types whose lexical forms rdflib reads with functions of Python, which accept other forms.
_READ_BY_PYTHON = frozenset(
    f"<{XSD}{name}>"
    for name in (
        "date",
        "dateTime",
        "dateTimeStamp",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gDay",
        "duration",
    )
) | {"<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>"}

#: Types derived from xsd:string whose lexical forms rdflib does not check.
_NOT_READ = frozenset(f"<{XSD}{name}>" for name in ("normalizedString", "token", "Name", "NCName", "NMTOKEN"))


def known_fault(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    """Return which known fault explains a result that only one engine has, "" if none does.

    Args:
        inputs: the documents.
        result: the result.
        by_pyshacl: whether it is pySHACL that has it.
    """
    explain = _FAULTS.get(result.component_name, _of_ask_validator)
    return explain(inputs, result, by_pyshacl)


def _of_ask_validator(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    """Explain that results of a component with an ASK query have no value (SHACL 5.3.2 demands it)."""
    graph = inputs.shapes_graph
    component = graph.table.find(f"<{result.component}>")
    asks = component is not None and graph.objects(component, graph.id(sh("validator")))
    if asks and result.path and (result.value is None) is by_pyshacl:
        return (
            "it leaves out the value in results of an ASK query, and so gives one result for several values"
        )
    return ""


def _of_pattern(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    """Explain a difference that Python's regular expressions make: they give what pySHACL gives."""
    source = _values(inputs, result, "pattern")
    if len(source) != 1 or not result.value or is_blank(result.value):
        return ""
    flags = "".join(_values(inputs, result, "flags"))
    try:
        expression = re.compile(source[0], sum(_FLAGS.get(flag, 0) for flag in set(flags)))
    except re.error:
        return ""
    if (expression.search(text(result.value)) is None) is by_pyshacl:
        return "it matches sh:pattern as Python's module re does, not as SPARQL does"
    return ""


def _of_length(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    if result.value and is_blank(result.value) and not by_pyshacl:
        return "it accepts blank nodes, which always violate this constraint"
    return ""


def _of_unique_lang(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    if by_pyshacl and "true" not in _values(inputs, result, "uniqueLang"):
        return "it takes 1 for true; SHACL asks for the literal true"
    return ""


def _of_language_in(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    """Explain a result for a tag such as en-GB-oxendict, which the range en-GB matches (RFC 4647, section 3.3.1)."""
    if by_pyshacl and result.value and language(result.value).count("-") > 1:
        return "it compares a range only with the whole language tag and with its first part"
    return ""


def _of_datatype(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    if result.value and is_literal(result.value) and datatype(result.value) in _READ_BY_PYTHON | _NOT_READ:
        return f"rdflib does not read {datatype(result.value)} as the datatype is defined"
    return ""


def _of_order(inputs: Inputs, result: ValidationResult, by_pyshacl: bool) -> str:
    value = result.value or ""
    if value and is_iri(value) and not by_pyshacl:
        return "it compares IRIs, which have no order in SPARQL"
    if value and is_literal(value) and datatype(value) in _READ_BY_PYTHON:
        return "rdflib does not compare times with a time zone to times without one as XML Schema does"
    if value and any(_is_promoted(value, bound) for bound in _bounds(inputs, result)):
        return "rdflib compares numbers of two types exactly, and xsd:float as xsd:double"
    return ""


def _bounds(inputs: Inputs, result: ValidationResult) -> list[str]:
    """Return the literals that a value was compared with: the parameter, or the values of the property it names."""
    parameters = _terms(inputs, result, result.component_name[0].lower() + result.component_name[1:])
    graph = inputs.graph
    focus = graph.table.find(result.focus)
    named = [graph.id(each) for each in parameters if is_iri(each)]
    others = [] if focus is None else [each for name in named for each in graph.objects(focus, name)]
    return [each for each in (*parameters, *map(graph.term, others)) if is_literal(each)]


def _is_promoted(value: str, bound: str) -> bool:
    """Return whether two numbers compare otherwise if they are not brought to one type (SPARQL 1.1, 17.3)."""
    left, right = value_of(value), value_of(bound)
    if left is None or right is None or not left.kind == right.kind == "number":
        return False
    a, b = _as_rdflib_reads(value), _as_rdflib_reads(bound)
    return (a > b) - (a < b) != order(left, right)


def _as_rdflib_reads(number: str) -> float | Decimal:
    is_float = datatype(number) in (DOUBLE, f"<{XSD}float>")
    return float(text(number)) if is_float else Decimal(text(number))


_FAULTS: dict[str, _Explanation] = {
    "Pattern": _of_pattern,
    "MinLength": _of_length,
    "MaxLength": _of_length,
    "UniqueLang": _of_unique_lang,
    "LanguageIn": _of_language_in,
    "Datatype": _of_datatype,
    **dict.fromkeys(
        ("LessThan", "LessThanOrEquals", "MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive"),
        _of_order,
    ),
}


def _values(inputs: Inputs, result: ValidationResult, name: str) -> list[str]:
    """Return the texts of a parameter of the shape that gave a result."""
    return [text(each) for each in _terms(inputs, result, name)]


def _terms(inputs: Inputs, result: ValidationResult, name: str) -> list[str]:
    """Return the values of a parameter of the shape that gave a result."""
    graph = inputs.shapes_graph
    shape = graph.table.find(result.source_shape)
    if shape is None:
        return []
    return [graph.term(value) for value in graph.objects(shape, graph.id(sh(name)))]
