"""Variables of a query are replaced as tokens: text in strings, comments, IRIs and longer names stays."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.checks.lint import lint
from adgo.shacl.engines import fast
from adgo.shacl.model.constraint_query import ConstraintQuery

P = "<http://example.org/p>"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT $this { $this $PATH ?v }", f"SELECT $this {{ $this {P} ?v }}"),
        ("SELECT $this { $this ?PATH ?v }", f"SELECT $this {{ $this {P} ?v }}"),
        ("SELECT $this { $this ex:p ?PATHWAY , $PATHWAY }", None),
        ("SELECT $this { $this ex:PATH ?path . ?PATH1 ex:p ?_PATH }", None),
        ('SELECT $this { $this ex:p "?PATH $PATH" , """?PATH""" , \'$PATH\' }', None),
        ("SELECT $this { $this ex:p ?v # ?PATH, $PATH\n }", None),
        ("SELECT $this { $this <urn:x?PATH> <urn:y?a=$PATH> }", None),
        ("SELECT $this { $this ex:p?PATH }", f"SELECT $this {{ $this ex:p{P} }}"),
        ("SELECT ?PATH { ?s ?PATH ?o }", f"SELECT ({P} AS ?_free0) {{ ?s {P} ?o }}"),
        ("ASK { FILTER(bound ( ?PATH ) && bound(?PATHWAY)) }", "ASK { FILTER((true) && bound(?PATHWAY)) }"),
        ("SELECT ?s { ?s ?PATH ?o } GROUP BY ?PATH ?s", f"SELECT ?s {{ ?s {P} ?o }} GROUP BY ({P}) ?s"),
    ],
)
def test_only_the_variable_is_replaced(text: str, bound: str | None) -> None:
    assert ConstraintQuery(text).bind({"PATH": P}) == (text if bound is None else bound)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value { $this ex:p ?PATHWAY . BIND(?PATHWAY AS ?value) }",
        "SELECT $this ?value { $this $PATH ?value . FILTER(str(?value) != '?PATH') # $PATH\n }",
        "SELECT $this ?value { $this ?PATH ?value . FILTER(?value != <urn:x?PATH>) }",
    ],
)
def test_a_correct_query_is_evaluated_and_not_reported(query: str) -> None:
    """`?PATHWAY` was reported as a syntax error, because `?PATH` was replaced in the text."""
    shapes = (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ a sh:PropertyShape ; sh:path ex:p ;"
        f' sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] ] .'
    )
    inputs = made("ex:a ex:p ex:b , 1 .", shapes)
    assert [finding.check for finding in lint(inputs)] == []
    values = {result.value for result in fast.validate(inputs).results}
    assert values == {"<http://example.org/b>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_a_syntax_error_is_still_reported() -> None:
    shapes = 'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this { $this ?PATHWAY }" ] .'
    assert [finding.check for finding in lint(made("ex:a ex:p 1 .", shapes))] == ["sparql-syntax"]
