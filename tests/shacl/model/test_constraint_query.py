"""What SHACL forbids in queries, and the variable that stands for the path of a property shape."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.checks.lint import lint
from adgo.shacl.engines import fast
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError

DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value { $this ex:p ?PATHWAY . BIND(?PATHWAY AS ?value) }",
        "SELECT $this ?value { $this $PATH ?value . FILTER(str(?value) != '?PATH') # $PATH\n }",
        "SELECT $this ?value { $this ?PATH ?value . FILTER(?value != <urn:x?PATH>) }",
        "SELECT $this ?value { $this ex:p ?value . FILTER EXISTS { $this $PATH ?value } }",
    ],
)
def test_a_correct_query_is_evaluated_and_not_reported(query: str) -> None:
    """`?PATHWAY` was reported as a syntax error, because `?PATH` was replaced in the text."""
    shapes = (
        f"{DECLARED}ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ a sh:PropertyShape ;"
        f' sh:path ex:p ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] ] .'
    )
    inputs = made("ex:a ex:p ex:b , 1 .", shapes)
    assert [finding.check for finding in lint(inputs)] == []
    values = {result.value for result in fast.validate(inputs).results}
    assert values == {"<http://example.org/b>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_the_path_of_a_shape_may_be_any_path() -> None:
    shapes = (
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ;"
        ' sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value }" ] ] .'
    )
    results = fast.validate(made("ex:a ex:p ex:b . ex:b ex:q ex:c .", shapes)).results
    assert {result.value for result in results} == {"<http://example.org/b>", "<http://example.org/c>"}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this $PATH { $this $PATH ?value }",
        "SELECT $this { $this ?p ?value FILTER(?p = $PATH) }",
        "SELECT $this { $this ?p $PATH }",
    ],
)
def test_the_path_may_only_be_a_predicate(query: str) -> None:
    """SHACL 5.3.1: a query that uses PATH in any other position is ill-formed. It was accepted."""
    with pytest.raises(ShapesError, match="allowed only as the predicate"):
        ConstraintQuery(query).check("SELECT", ["this"])


def test_a_syntax_error_is_still_reported() -> None:
    shapes = 'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this { $this ?PATHWAY }" ] .'
    assert [finding.check for finding in lint(made("ex:a ex:p 1 .", shapes))] == ["sparql-syntax"]


@pytest.mark.parametrize("projection", ["*", "$this ?a", "DISTINCT $this", "$this (COUNT(?a) AS ?n)"])
def test_a_nested_select_that_returns_this_is_allowed(projection: str) -> None:
    group = "GROUP BY $this" if "COUNT" in projection else ""
    ConstraintQuery(f"SELECT $this {{ {{ SELECT {projection} {{ $this <urn:p> ?a }} {group} }} }}").check(
        "SELECT", ["this"]
    )


def test_select_star_returns_only_what_its_pattern_binds() -> None:
    query = "SELECT $this { { SELECT * { FILTER($this = <urn:x>) } } }"
    with pytest.raises(ShapesError, match=r"must return .*\$this"):
        ConstraintQuery(query).check("SELECT", ["this"])
