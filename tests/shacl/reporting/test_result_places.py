"""Every place is exact: in these texts `@@` marks the token that a result must point at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import generate
import pytest
from shacl_documents import made

import adgo
from adgo.shacl.inputs import Inputs
from adgo.shacl.validation import validate
from adgo.turtle.reader import parse

BENCHMARKS = Path(__file__).parents[3] / "benchmarks" / "validate"

SHAPES = """
ex:S sh:targetNode ex:a ; sh:targetClass ex:C ;
    sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ,
        [ sh:path ex:once ; sh:maxCount 1 ] ,
        [ sh:path ex:list ; sh:node [ sh:property [ sh:path ( [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ;
            sh:nodeKind sh:IRI ] ] ] .
ex:T sh:targetClass ex:T ; sh:property [ sh:path ( ex:q [ sh:oneOrMorePath ex:next ] ) ; sh:nodeKind sh:IRI ] ,
    [ sh:path [ sh:inversePath ex:r ] ; sh:nodeKind sh:Literal ] , [ sh:path ex:must ; sh:minCount 1 ] .
ex:L sh:targetSubjectsOf ex:items ; sh:property [ sh:path ( ex:items [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ;
    sh:nodeKind sh:IRI ] .
ex:M sh:targetSubjectsOf ex:opt ; sh:property [ sh:path ( ex:opt [ sh:zeroOrMorePath ex:p ] ) ; sh:nodeKind sh:IRI ] .
ex:K sh:targetNode ex:k ; sh:closed true .
ex:O sh:targetObjectsOf ex:o ; sh:nodeKind sh:IRI .
"""

CASES = {
    "a literal": 'ex:a ex:p @@"x" .',
    "the second of two objects": 'ex:a ex:p ex:b , @@"x" .',
    "after a long string of many lines": 'ex:z ex:note """one\ntwo\n"three" \\" """ .\nex:a ex:p\n    @@"x" .',
    "behind characters beyond the basic plane": 'ex:z ex:note "\U0001f697\U0001f697" . ex:a ex:p @@"\U0001f697" .',
    "after a tab, which is one column": 'ex:a\tex:p\t@@"x" .',
    "in a list of blank nodes": '[] a ex:C ; ex:p ex:b ;\n  ex:p @@"x" .',
    "inside nested brackets": 'ex:z ex:q [ a ex:C ; ex:q [ ex:q ex:b ] ; ex:p @@"x" ] .',
    "with carriage returns": 'ex:z ex:q ex:b .\r\n\r\nex:a ex:q ex:b ;\r\n  ex:p @@"x" .\r\n',
    "an item of a collection": 'ex:z ex:items ( ex:b @@"x" ex:c ) .',
    "the predicate where there are too many": "ex:a ex:q ex:b ; @@ex:once ex:b , ex:c .",
    "the end of a path": 'ex:t a ex:T ; ex:must 1 ; ex:q ex:m . ex:m ex:next ex:n . ex:n ex:next @@"x" .',
    "where the last step of a path is none": 'ex:l ex:opt @@"x" .',
    "the subject at an inverse path": "ex:t a ex:T ; ex:must 1 . @@ex:y ex:r ex:t .",
    "the focus node where a value is missing": "\n\n  @@ex:t a ex:T ; ex:s 1 .",
    "the value of a property that a closed shape lacks": "ex:k ex:s @@1 .",
    "a focus node that is an object only": "ex:z ex:o @@'text' .",
    "after a remark and with a keyword for the type": "# ex:a ex:p 1 .\nex:z a ex:C ; ex:p @@true .",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
@pytest.mark.parametrize("engine", ["fast", pytest.param("pyshacl", marks=pytest.mark.full)])
def test_the_place_is_exact(text: str, engine: str) -> None:
    before = text[: text.index("@@")].replace("\r\n", "\n")
    line = before.count("\n") + 1 + 6
    column = len(before) - (before.rfind("\n") + 1) + 1
    report = validate(made(text.replace("@@", ""), SHAPES), engine)  # type: ignore[arg-type]
    assert {(r.file, r.line, r.column) for r in report} == {("data.ttl", line, column)}


def test_a_triple_that_is_stated_twice_has_both_places() -> None:
    report = validate(made('ex:a ex:p "x" .\nex:a ex:p "x" .', SHAPES))
    [result] = report
    assert (result.line, [place.line for place in result.other_places]) == (7, [8])


def test_data_comes_before_the_ontology() -> None:
    report = validate(made("ex:z ex:s 1 .", "ex:S sh:targetNode ex:a ; sh:class ex:C .", "ex:a ex:q ex:b ."))
    [result] = report
    assert (result.file, result.line, result.column) == ("ontology.ttl", 7, 1)


OWN_SHAPES = """
ex:NoBoth sh:targetClass ex:Firm ; sh:not [ sh:class ex:Person ] .
ex:Issuer sh:targetObjectsOf ex:issuedBy ; sh:class ex:Body .
ex:Supply sh:targetSubjectsOf ex:from ; sh:property [ sh:path ex:from ; sh:disjoint ex:to ] .
ex:Party sh:targetSubjectsOf ex:party ; sh:property [ sh:path ex:party ; sh:not [ sh:class ex:Person ] ] .
ex:One sh:targetSubjectsOf ex:at ; sh:property [ sh:path ex:at ; sh:maxCount 1 ] .
ex:Holder sh:targetObjectsOf ex:holds ; sh:property [ sh:path [ sh:inversePath ex:holds ] ; sh:maxCount 1 ] .
ex:Closed sh:targetClass ex:Closed ; sh:closed true ; sh:ignoredProperties ( rdf:type ) .
ex:Query sh:targetClass ex:Firm ; sh:sparql [
    sh:select "SELECT $this WHERE { $this <http://example.org/rival> $this }" ] .
ex:Far sh:targetClass ex:Plan ; sh:not [ sh:path ( ex:by ex:in ) ; sh:hasValue ex:mars ] .
"""
BACKGROUND = """
ex:q a ex:Firm ; ex:label "Q" . ex:uber a ex:Firm ; ex:label "U" . ex:person a ex:Person .
ex:s ex:from ex:q ; ex:to ex:z . ex:u ex:party ex:lidar . ex:lidar ex:label "L" .
ex:r ex:at ex:q . ex:p1 ex:holds ex:r . ex:c a ex:Closed . ex:plan a ex:Plan ; ex:by ex:z .
"""
#: What a user adds to what is known; `@@` stands before the token that the result has to point at.
ADDED = {
    "a second type that a shape forbids": "ex:q ex:note 1 .\n@@ex:q a ex:Person .",
    "a type below the one that a shape forbids": "ex:q ex:note 1 .\n@@ex:q a ex:Child .",
    "what makes a node a target": "ex:uber ex:note 1 .\nex:law ex:issuedBy @@ex:uber .",
    "the other of two that must differ": "ex:s ex:note 1 .\nex:s ex:to @@ex:q .",
    "the type of a value": "ex:lidar ex:note 1 .\n@@ex:lidar a ex:Person .",
    "one value too many": "ex:r ex:note 1 .\nex:r @@ex:at ex:s .",
    "one subject too many": "ex:r ex:note 1 .\nex:p2 @@ex:holds ex:r .",
    "a property that is none of a closed shape's": "ex:c ex:extra @@1 .",
    "what a query looks for": "ex:q ex:note 1 .\n@@ex:q ex:rival ex:q .",
    "a triple on the way that no end is in": "ex:elsewhere ex:note 1 .\n@@ex:z ex:in ex:mars .",
}


@cache
def what_is_known_conforms(engine: str) -> bool:
    return not list(validate(made(BACKGROUND, OWN_SHAPES), engine))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("engine", ["fast", pytest.param("pyshacl", marks=pytest.mark.full)])
def test_a_result_points_at_the_added_triple(text: str, engine: str) -> None:
    """Both files are data; the earlier one comes first and has more triples about each node."""
    inputs = made(BACKGROUND, OWN_SHAPES, text.replace("@@", "") + "\nex:Child rdfs:subClassOf ex:Person .")
    known, added = inputs.data[0], inputs.ontology[0]
    assert what_is_known_conforms(engine)
    together = Inputs(inputs.table, [known, added], inputs.shapes, background=frozenset({known.path}))
    report = validate(together, engine)  # type: ignore[arg-type]
    before = text[: text.index("@@")]
    place = ("ontology.ttl", before.count("\n") + 7, len(before) - (before.rfind("\n") + 1) + 1)
    assert report.results
    assert {(each.file, each.line, each.column) for each in report} == {place}


def test_a_focus_node_that_is_in_no_file_has_no_place() -> None:
    [result] = validate(made("ex:z ex:s 1 .", "ex:S sh:targetNode ex:a ; sh:class ex:C ."))
    assert (result.file, result.line, result.column) == (None, None, None)


def test_every_reported_value_is_the_token_at_its_place(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    generate.write(data, 30_000)
    report = adgo.validate(data, BENCHMARKS / "core.ttl")
    lines = data.read_text().splitlines()
    checked = 0
    for result in report:
        place = result.place
        assert place is not None
        token = lines[place.line - 1][place.column - 1 : place.end_column - 1]  # type: ignore[operator]
        if result.value is not None:
            *_, (_, _, value) = parse(f"{generate.PREFIXES} ex:s ex:p {token} .").triples()
            assert value == result.value
            checked += 1
    assert checked > 50
