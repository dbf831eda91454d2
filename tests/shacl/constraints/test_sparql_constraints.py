from __future__ import annotations

import pytest
from hypothesis import given, settings
from shacl_documents import made
from shacl_made import PREFIXES, graphs

from adgo.shacl.engines import comparison, fast, pyshacl_engine
from adgo.shacl.evaluation.query_plan import QueryPlan
from adgo.shacl.evaluation.setwise import runs_setwise
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError

DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'

#: Queries, and whether one run can stand for many.
QUERIES = {
    "SELECT $this ?value { $this ex:p ?value . FILTER(isLiteral(?value)) }": True,
    "SELECT $this ?value WHERE { $this ex:p ?value . FILTER NOT EXISTS { ?value ex:q $this } }": True,
    "SELECT DISTINCT $this { $this ex:p ?a . OPTIONAL { ?a ex:q ?b } FILTER(!bound(?b)) }": True,
    "SELECT $this ?value { $this ex:p ?value ; ex:q ?other . FILTER(?value != ?other) }": True,
    "SELECT $this (?a AS ?value) { $this ex:p/ex:q ?a }": True,
    "SELECT $this ?value { ?value ex:p $this }": True,
    "SELECT $this ?value { { $this ex:p ?value } UNION { $this ex:q ?value } }": True,
    "SELECT $this { $this ex:p ?a } GROUP BY $this HAVING (COUNT(?a) > 1)": True,
    "SELECT $this ?value { $this ex:p ?value } LIMIT 1": False,
    "SELECT $this ?value { $this ex:p ?value . { $this ex:q ?b } }": True,
    "SELECT $this { FILTER(isIRI($this)) }": False,
    "SELECT $this ?value { BIND($this AS ?value) FILTER(!isIRI(?value)) }": False,
    "SELECT $this ?value { $this ex:p* ?value }": False,
    "SELECT $this ?value { $this ex:p ?a OPTIONAL { ?a ex:q ?value { FILTER(isIRI($this)) } } }": False,
}


def shape(query: str, target: str = "sh:targetSubjectsOf ex:p , ex:q") -> str:
    return f'{DECLARED}ex:S {target} ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .'


@pytest.mark.parametrize(("query", "setwise"), QUERIES.items())
def test_which_queries_can_run_once_for_all_focus_nodes(query: str, setwise: bool) -> None:
    checked = ConstraintQuery(query, {"ex": "http://example.org/"})
    assert runs_setwise(checked.algebra) is setwise


@pytest.mark.parametrize("query", QUERIES)
@settings(max_examples=5)
@given(data=graphs())
def test_one_run_for_all_nodes_gives_what_one_for_each_gives(query: str, data: str) -> None:
    inputs = made(data.removeprefix(PREFIXES), shape(query))
    at_once = fast.validate(inputs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryPlan, "is_setwise", False)
        one_by_one = fast.validate(inputs)
    assert comparison.differences(at_once.results, one_by_one.results) == []


@pytest.mark.parametrize("query", [query for query in QUERIES if "LIMIT" not in query])
def test_pyshacl_gives_the_same(query: str) -> None:
    data = """ex:a ex:p ex:b , "x" , 007 ; ex:q ex:c . ex:b ex:q ex:a . _:x ex:p _:y , ex:a . _:y ex:q _:x ; ex:p 1 .
        ex:c ex:p ex:c ; ex:q ex:c , 3 ."""
    inputs = made(data, shape(query))
    ours, theirs = fast.validate(inputs), pyshacl_engine.validate(inputs)
    assert ours.results
    assert comparison.differences(ours.results, theirs.results) == []


def test_a_number_keeps_its_form_through_a_query() -> None:
    inputs = made("ex:a ex:p 007 .", shape("SELECT $this ?value { $this ex:p ?value }"))
    assert fast.validate(inputs).results[0].value == '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'


def test_messages_use_the_solution_and_the_parameters() -> None:
    shapes = DECLARED + (
        "ex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:propertyValidator [ sh:prefixes ex: ;"
        ' sh:message "{?value} is more than {$most} at {$this}"@en ;'
        ' sh:select "SELECT $this ?value { $this $PATH ?value . FILTER(?value > $most) }" ] .'
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; ex:most 3 ] ."
    )
    [result] = fast.validate(made("ex:a ex:p 4 , 2 .", shapes)).results
    assert result.message == "4 is more than 3 at http://example.org/a"
    assert result.component == "http://example.org/Max"


def test_an_ask_validator_runs_for_each_value() -> None:
    shapes = DECLARED + (
        "ex:Even a sh:ConstraintComponent ; sh:parameter [ sh:path ex:even ] ;"
        ' sh:validator [ sh:ask "ASK { FILTER(isNumeric($value) && $value / 2 = FLOOR($value / 2)) }" ] .'
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; ex:even true ] ."
    )
    results = fast.validate(made('ex:a ex:p 4 , 3 , "x" . _:b ex:p 5 , _:b .', shapes)).results
    assert sorted(result.value.split("^")[0] for result in results if result.value) == [
        '"3"',
        '"5"',
        '"x"',
        "_:b",
    ]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT $this { $this ex:p ?a MINUS { $this ex:q ?b } }", "may not use MINUS"),
        ("SELECT $this { VALUES ?a { 1 } }", "may not use VALUES"),
        ("SELECT $this { SERVICE <http://e/> { ?a ?b ?c } }", "may not use SERVICE"),
        ("SELECT $this { BIND(1 AS ?this) }", r"may not assign \?this"),
        ("SELECT $this { { SELECT ?a { ?a ex:p ?b } } }", r"must return .*\$this"),
        ("SELECT $this { $this ex:p }", "`}` does not fit here"),
        ("SELECT $this { $this un:known ?a }", "the prefix un: is not declared"),
    ],
)
def test_queries_that_the_standard_forbids_are_errors(query: str, reason: str) -> None:
    with pytest.raises(ShapesError, match=reason):
        fast.validate(made("ex:a ex:p ex:b .", shape(query)))


@pytest.mark.parametrize(
    "query",
    [
        'SELECT $this { $this ex:p "VALUES MINUS" . # SERVICE\n }',
        "SELECT $this { $this ex:values ?minus . $this ex:minus ex:service }",
        "SELECT $this { $this <http://example.org/MINUS> ?a }",
    ],
)
def test_words_in_strings_names_and_comments_are_not_keywords(query: str) -> None:
    assert fast.validate(made("ex:a ex:p ex:b .", shape(query))).results == []


def test_a_query_that_the_store_cannot_evaluate_goes_to_pyshacl_with_a_finding() -> None:
    query = "SELECT $this ?value { $this ex:p ?value . FILTER(?value > 1 || ex:unknown(?value)) }"
    other = "ex:T sh:targetSubjectsOf ex:p ; sh:nodeKind sh:Literal ."
    outcome = fast.validate(made("ex:a ex:p 1 , 3 .", shape(query) + other))
    assert [(finding.check, finding.term) for finding in outcome.findings] == [
        ("left-to-pyshacl", "<http://example.org/S>")
    ]
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert sorted(str(result.value) for result in outcome.results) == [
        f'"3"{integer}',
        "<http://example.org/a>",
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <http://example.org/g>",
        pytest.param("from named <http://example.org/g>", marks=pytest.mark.full),
    ],
)
def test_a_query_that_names_its_graphs_goes_to_pyshacl_with_a_finding(clause: str) -> None:
    """The store has no such graph, so the query found nothing and every node passed."""
    outcome = fast.validate(made("ex:a ex:p 1 .", shape(f"SELECT $this {clause} {{ $this ex:p 1 }}")))
    assert [(finding.check, finding.term) for finding in outcome.findings] == [
        ("left-to-pyshacl", "<http://example.org/S>")
    ]
    assert [result.focus for result in outcome.results] == ["<http://example.org/a>"]


def test_a_result_of_pyshacl_without_a_message_is_given_one() -> None:
    (result,) = pyshacl_engine.validate(made("ex:a ex:p 1 .", shape("SELECT $this { $this ex:p 1 }"))).results
    assert result.messages == ()
    assert result.message == "<http://www.w3.org/ns/shacl#SPARQLConstraintComponent> is violated"
