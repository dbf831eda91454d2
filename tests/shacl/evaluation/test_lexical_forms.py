"""A query sees literals as they are written, though the engine's store keeps numbers and times by their value."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import fast
from adgo.shacl.evaluation.lexical_forms import WrittenForms, predicates, sees_forms
from adgo.shacl.model.constraint_query import ConstraintQuery

INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
INT = "^^<http://www.w3.org/2001/XMLSchema#int>"
FIVES = [f'"05"{INTEGER}', f'"5"{INT}', f'"5"{INTEGER}']
DATA = 'ex:a ex:p "5"^^xsd:int , 5 , 007 ; ex:q 1.50 . ex:b ex:p "6"^^xsd:int ; ex:q ex:c .'
PREFIXES = "PREFIX ex: <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # XML Schema: xsd:int is a datatype of its own; SPARQL's DATATYPE gives that of the literal.
        (
            "SELECT $this ?value { $this ex:p ?value FILTER(DATATYPE(?value) = xsd:integer) }",
            {f'"5"{INTEGER}', f'"007"{INTEGER}'},
        ),
        ("SELECT $this ?value { $this ex:p ?value FILTER(STRLEN(STR(?value)) > 1) }", {f'"007"{INTEGER}'}),
        ("SELECT $this ?value { $this ex:p ?value FILTER(SAMETERM(?value, 5)) }", {f'"5"{INTEGER}'}),
        (
            "SELECT $this (COUNT(?a) AS ?value) { $this ex:p ?a } GROUP BY $this HAVING (COUNT(?a) > 1)",
            {f'"3"{INTEGER}'},
        ),
        ("SELECT $this { $this ex:q 1.5 }", set()),
        ("SELECT $this (STR(?a) AS ?value) { $this ex:q ?a FILTER(isNumeric(?a)) }", {'"1.50"'}),
        (
            "SELECT $this ?value { $this ?p ?value FILTER(REGEX(STR(?value), '0$')) }",
            {'"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'},
        ),
    ],
)
def test_forms_and_datatypes_are_those_of_the_file(query: str, expected: set[str]) -> None:
    """`DATATYPE(?value) != xsd:int` was true of a value of type xsd:int, which gave false violations."""
    declared = (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] , '
        '[ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#"^^xsd:anyURI ] .'
    )
    shapes = f'{declared} ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .'
    assert {result.value for result in fast.validate(made(DATA, shapes)).results} == expected


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        ("SELECT $this ?v { $this ex:p ?v FILTER(?v > 1) }", False),
        ("SELECT $this ?v { $this ex:p ?v FILTER(STRSTARTS(STR($this), 'x')) }", False),
        ("SELECT $this ?v { $this ex:p ?v FILTER NOT EXISTS { $this ex:q ?w FILTER(STR(?w) = 'x') } }", True),
        ("SELECT $this { $this ex:p 1 }", True),
        ("SELECT $this { $this ex:p 'x' }", False),
    ],
)
def test_only_queries_that_can_see_the_form_leave_the_engine(query: str, sees: bool) -> None:
    pattern = ConstraintQuery(PREFIXES + query).algebra.pattern
    assert sees_forms(pattern, lambda _: False) is sees


def test_the_predicates_of_a_query_are_those_of_its_paths_too() -> None:
    pattern = ConstraintQuery(PREFIXES + "SELECT $this { $this ex:p/^ex:q* ?v ; ex:r 1 }").algebra.pattern
    assert predicates(pattern, None) == {f"<http://example.org/{name}>" for name in "pqr"}
    anything = ConstraintQuery(PREFIXES + "SELECT $this { $this !ex:p ?v }").algebra.pattern
    assert predicates(anything, None) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # SPARQL 1.1, 17.3: numbers are compared by value, so each of the three triples is a solution.
        ("SELECT $this ?value { $this ex:p ?value FILTER(?value = 5) }", FIVES),
        ("SELECT $this ?value { $this ex:p|ex:r ?value }", FIVES),
        ("SELECT $this ?value { $this ?any ?value FILTER(?value > 5) }", [f'"6"{INT}']),
        # Nothing of ex:q is merged: one value.
        ("SELECT $this ?value { $this ex:q ?value }", [f'"6"{INT}']),
    ],
)
def test_values_of_equal_value_are_results_of_their_own(query: str, expected: list[str]) -> None:
    """The store kept three triples as one, and the constraint had one result."""
    shapes = (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] . '
        f'ex:S sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .'
    )
    data = 'ex:a ex:p 5 , "5"^^xsd:int , 05 ; ex:q "6"^^xsd:int .'
    assert sorted(str(result.value) for result in fast.validate(made(data, shapes)).results) == expected


@pytest.mark.parametrize(
    ("data", "merged"),
    [
        ('ex:a ex:p 5 , "5"^^xsd:int .', True),
        ("ex:a ex:p 5 , 6 , 7.50 .", False),
        # The values of different subjects, and of different properties, stay apart.
        ('ex:a ex:p 5 . ex:b ex:p "5"^^xsd:int . ex:a ex:q 05 .', False),
        ("ex:a ex:p 1.5 , 1.50 .", True),
        ('ex:a ex:p "5" , "05" .', False),
    ],
)
def test_values_are_merged_if_one_subject_has_equal_ones(data: str, merged: bool) -> None:
    forms = WrittenForms(made(data, "").graph)
    assert forms.merge({"<http://example.org/p>"}) is merged
    assert forms.merge(None) is merged


DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] . '
DOUBLE = "^^<http://www.w3.org/2001/XMLSchema#double>"
DECIMAL = "^^<http://www.w3.org/2001/XMLSchema#decimal>"


@pytest.mark.parametrize(
    ("data", "query", "expected"),
    [
        ("ex:a ex:p 2.0e0 .", "SELECT DISTINCT ?this { ?o ex:p ?this }", [f'"2.0e0"{DOUBLE}']),
        # Another literal of the data is written as the store writes the first.
        (
            f'ex:a ex:p 2.0e0 ; ex:q "2"{DOUBLE} .',
            "SELECT ?this { ?o ex:p ?this }",
            [f'"2.0e0"{DOUBLE}'],
        ),
        # Two that the store writes alike are two terms.
        (
            "ex:a ex:p 1.50 . ex:b ex:p 1.5 .",
            "SELECT DISTINCT ?this { ?o ex:p ?this }",
            [f'"1.5"{DECIMAL}', f'"1.50"{DECIMAL}'],
        ),
        # They are not one term, so nothing joins.
        ("ex:a ex:p 1.50 ; ex:q 1.5 .", "SELECT ?this { ?this ex:p ?v ; ex:q ?v }", []),
        ("ex:a ex:p 1.50 .", "SELECT ?this { ?o ex:p ?v BIND(?v AS ?this) }", [f'"1.50"{DECIMAL}']),
        (
            "ex:a ex:p 1.50 .",
            "SELECT ?this { ?o ex:p ?v BIND(IF(?v > 1, ?v, 0) AS ?this) }",
            [f'"1.50"{DECIMAL}'],
        ),
        ("ex:a ex:p 1.50 .", "SELECT ?this { ?this ^ex:p ?o }", [f'"1.50"{DECIMAL}']),
    ],
)
def test_a_target_selects_the_terms_of_the_data(data: str, query: str, expected: list[str]) -> None:
    """The focus node was "2"^^xsd:double, which no file has, for 2.0e0."""
    shapes = (
        f'{DECLARED}ex:S sh:nodeKind sh:BlankNode ; sh:target [ sh:prefixes ex: ; sh:select "{query}" ] .'
    )
    assert sorted(result.focus for result in fast.validate(made(data, shapes)).results) == expected


@pytest.mark.parametrize("nodes", ["ex:a", "ex:a , ex:b"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT $this ?value { $this ex:p ?value }", [f'"2.0e0"{DOUBLE}']),
        ("SELECT $this ?value { $this ex:p|ex:q ?value }", [f'"2"{DOUBLE}', f'"2.0e0"{DOUBLE}']),
        ("SELECT $this (?v AS ?value) { ?o ^ex:p ?x . $this ex:p ?v }", [f'"2.0e0"{DOUBLE}']),
        ("SELECT $this ?value { $this ex:r ?value }", ['"2.0"']),
    ],
)
def test_a_constraint_returns_the_terms_of_the_data(query: str, nodes: str, expected: list[str]) -> None:
    """The value "2"^^xsd:double stood for 2.0e0 if another triple had it, whether nodes are checked alone or not."""
    data = f'ex:a ex:p 2.0e0 ; ex:q "2"{DOUBLE} ; ex:r "2.0" . ex:b ex:s 1 .'
    shapes = f'{DECLARED}ex:S sh:targetNode {nodes} ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .'
    results = fast.validate(made(data, shapes)).results
    assert sorted({str(result.value) for result in results}) == expected
