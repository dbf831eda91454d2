"""SHACL Compact Syntax: the triples of the W3C draft, the places of terms, and what is said about faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from adgo.cli import adgo
from adgo.shacl.compact import words
from adgo.shacl.compact.parser import parse
from adgo.shacl.inputs import read
from adgo.shacl.model.names import NODE_KINDS
from adgo.shacl.model.rdflib_terms import to_graph
from adgo.shacl.validation import validate
from adgo.turtle import reader
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.terms import TermTable

COMPACT = "BASE <http://example.org/s>\nPREFIX ex: <http://example.org/>\n"
TURTLE = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/s> a owl:Ontology .
"""
SHAPE = "ex:S a sh:NodeShape ; "

#: Compact text to Turtle, by the production rules of the draft.
DOCUMENTS = {
    "": "",
    "shape ex:S {}": "ex:S a sh:NodeShape .",
    "shape <S> -> ex:A ex:B { }": "<http://example.org/S> a sh:NodeShape ; sh:targetClass ex:A , ex:B .",
    "shapeClass ex:S {} # a comment": "ex:S a sh:NodeShape , rdfs:Class .",
}
#: What is between the braces to the properties of the shape.
BODIES = {
    "closed=true ignoredProperties=[rdf:type ex:p] .": "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )",
    'targetNode="a"@en .': 'sh:targetNode "a"@en',
    "in=[] .": "sh:in ()",
    "in=[1 -2.5 1e3 true ex:a 'x'^^xsd:token] .": "sh:in ( 1 -2.5 1e3 true ex:a 'x'^^xsd:token )",
    "!nodeKind=sh:IRI .": "sh:not [ sh:nodeKind sh:IRI ]",
    "class=ex:A | !class=ex:B .": "sh:or ( [ sh:class ex:A ] [ sh:not [ sh:class ex:B ] ] )",
    "ex:p .": "sh:property [ sh:path ex:p ]",
    "ex:p [0..*] .": "sh:property [ sh:path ex:p ]",
    "ex:p [1..2] .": "sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 2 ]",
    "ex:p xsd:date .": "sh:property [ sh:path ex:p ; sh:datatype xsd:date ]",
    "ex:p rdf:langString .": "sh:property [ sh:path ex:p ; sh:datatype rdf:langString ]",
    "ex:p ex:A IRI .": "sh:property [ sh:path ex:p ; sh:class ex:A ; sh:nodeKind sh:IRI ]",
    "ex:p @ex:T @<T> .": "sh:property [ sh:path ex:p ; sh:node ex:T , <http://example.org/T> ]",
    'ex:p message="m" @ex:T .': 'sh:property [ sh:path ex:p ; sh:message "m" ; sh:node ex:T ]',
    'ex:p message="m" @en .': 'sh:property [ sh:path ex:p ; sh:message "m"@en ]',
    'ex:p pattern="^\\\\d.$" maxLength=5.': 'sh:property [ sh:path ex:p ; sh:pattern "^\\\\d.$" ; sh:maxLength 5 ]',
    "ex:p xsd:string|!IRI|@ex:T .": (
        "sh:property [ sh:path ex:p ; "
        "sh:or ( [ sh:datatype xsd:string ] [ sh:not [ sh:nodeKind sh:IRI ] ] [ sh:node ex:T ] ) ]"
    ),
    "ex:p { ex:q [1..1] . } .": (
        "sh:property [ sh:path ex:p ; "
        "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:maxCount 1 ] ] ]"
    ),
    "ex:p/^ex:q .": "sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ]",
    "ex:p|ex:q/ex:r .": "sh:property [ sh:path [ sh:alternativePath ( ex:p ( ex:q ex:r ) ) ] ]",
    "(ex:p|ex:q)* [1..*] .": (
        "sh:property [ sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p ex:q ) ] ] ; sh:minCount 1 ]"
    ),
    "ex:p+ .": "sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ]",
    "^ex:p? .": "sh:property [ sh:path [ sh:inversePath [ sh:zeroOrOnePath ex:p ] ] ]",
}
BODIES |= {f"ex:p {kind} .": f"sh:property [ sh:path ex:p ; sh:nodeKind sh:{kind} ]" for kind in NODE_KINDS}
BODIES |= {f"{name}=ex:v .": f"sh:{name} ex:v" for name in sorted(words.NODE_PARAMETERS)}
BODIES |= {
    f"ex:p {name}=ex:v .": f"sh:property [ sh:path ex:p ; sh:{name} ex:v ]"
    for name in sorted(words.PROPERTY_PARAMETERS)
}
CASES = DOCUMENTS | {f"shape ex:S {{ {body} }}": f"{SHAPE}{turtle} ." for body, turtle in BODIES.items()}


@pytest.mark.parametrize("text", CASES)
def test_the_triples_of_the_draft(text: str) -> None:
    table = TermTable()
    found = parse(COMPACT + text, table)
    expected = reader.parse(TURTLE + CASES[text], table=table)
    assert isomorphic(to_graph(found.rows, table.terms), to_graph(expected.rows, table.terms))


def test_imports_and_the_file_as_base() -> None:
    table = TermTable()
    found = parse("IMPORTS <other>", table, base="file:///dir/s.shaclc")
    assert list(found.triples()) == [
        (
            "<file:///dir/s.shaclc>",
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
            "<http://www.w3.org/2002/07/owl#Ontology>",
        ),
        ("<file:///dir/s.shaclc>", "<http://www.w3.org/2002/07/owl#imports>", "<file:///dir/other>"),
    ]


def test_each_term_has_a_place() -> None:
    found = parse(COMPACT + "shape ex:S -> ex:A {\n  ex:p xsd:string [1..2] .\n}", TermTable())
    places = {
        (predicate.rpartition("#")[2], object_.rpartition("/")[2]): found.locate(row, "object")[:2]
        for row, (_, predicate, object_) in enumerate(found.triples())
    }
    assert places["targetClass>", "A>"] == (3, 15)
    assert places["path>", "p>"] == (4, 3)
    assert places["datatype>", "XMLSchema#string>"] == (4, 8)
    assert places["minCount>", "XMLSchema#integer>"] == (4, 20)
    assert places["maxCount>", "XMLSchema#integer>"] == (4, 23)


#: Text to the line and column of its only fault, and a part of the message.
FAULTS = {
    "PREFIX ex: <http://example.org/> .": (1, 34, "remove the '.'"),
    "PREFIX ex <http://example.org/>": (1, 8, "a prefix with a colon"),
    "PREFIX ex: ex:a": (1, 12, "an IRI in angle brackets"),
    "shape x:S { }": (1, 7, "add 'PREFIX x: <…>'"),
    "shape rdf:S": (1, 12, "expected '{'"),
    "shape rdf:S {": (1, 14, "to close the '{' on line 1"),
    "shape rdf:S { } }": (1, 17, "closes nothing"),
    "Shape rdf:S { }": (1, 1, "did you mean 'shape'?"),
    "shape rdf:S { } PREFIX ex: <http://example.org/>": (1, 17, "before the first shape"),
    "shape rdf:S -> { }": (1, 16, "the IRI of a class"),
    "shape rdf:S { rdf:p [1..1] }": (1, 28, "expected '.'"),
    "shape rdf:S { rdf:p [1..1] ; }": (1, 28, "has no ';'"),
    "shape rdf:S { rdf:p [1] . }": (1, 23, "expected '..', as in '[1..1]'"),
    "shape rdf:S { rdf:p [1.5..2] . }": (1, 22, "a whole number"),
    "shape rdf:S { rdf:p minLenght=2 . }": (1, 21, "did you mean 'minLength'?"),
    "shape rdf:S { minCount=1 . }": (1, 15, "in brackets, as in '[1..*]'"),
    "shape rdf:S { rdf:p maxCount=1 . }": (1, 21, "in brackets, as in '[0..1]'"),
    "shape rdf:S { targetClass=rdf:C . }": (1, 15, "write '->' and the class"),
    "shape rdf:S { rdf:p node=rdf:T . }": (1, 21, "write '@' before"),
    "shape rdf:S { or=[] . }": (1, 15, "write '|' between"),
    "shape rdf:S { not=rdf:T . }": (1, 15, "write '!' before"),
    "shape rdf:S { property=rdf:p . }": (1, 15, "the path of the property itself"),
    "shape rdf:S { path=rdf:p . }": (1, 15, "write the path itself"),
    "shape rdf:S { a rdf:C . }": (1, 15, "write rdf:type"),
    "shape rdf:S { uniqueLang=true . }": (1, 15, "is not a parameter here"),
    "shape rdf:S { rdf:p iri . }": (1, 21, "did you mean 'IRI'?"),
    "shape rdf:S { rdf:p in [1] . }": (1, 24, "expected '='"),
    "shape rdf:S { (rdf:p . }": (1, 22, "to close the '(' of the path"),
    'shape rdf:S { rdf:p message="open . }': (1, 29, "not closed"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_has_a_place_and_a_remedy(text: str) -> None:
    line, column, message = FAULTS[text]
    with pytest.raises(TurtleError) as error:
        parse(text, TermTable(), base="http://example.org/")
    fault = error.value.faults[0]
    assert (fault.line, fault.column) == (line, column)
    assert message in fault.message


def test_all_faults_are_reported_at_once() -> None:
    text = "shape rdf:S {\n rdf:p nope=1 .\n rdf:q [x..1] .\n}\nshape rdf:T { rdf:p { rdf:q 1 . } . }"
    with pytest.raises(TurtleError) as error:
        parse(text, TermTable())
    assert [fault.line for fault in error.value.faults] == [2, 3, 5]


PIECES = st.sampled_from(
    [
        "shape",
        "ex:S",
        "->",
        "{",
        "}",
        "[",
        "]",
        "0..1",
        "..",
        ".",
        "|",
        "!",
        "^",
        "/",
        "(",
        ")",
        "*",
        "IRI",
        "in",
        "=",
        "ex:p",
        "@ex:T",
        '"a"',
        '"',
        "xsd:string",
        "1",
        "BASE",
        "<b>",
        "PREFIX",
        ";",
        "\\",
        "closed=true",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    document = COMPACT + text
    try:
        parse(document, TermTable())
        faults: tuple[Fault, ...] = ()
    except TurtleError as error:
        faults = error.faults
    lines = document.count("\n") + 1
    assert all(1 <= (fault.line or 0) <= lines and fault.column for fault in faults)


@pytest.mark.parametrize("text", ["{ " * 2000, "ex:p " + "(" * 2000, "ex:p " + "{ ex:p " * 2000])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(TurtleError):
        parse(f"{COMPACT}shape ex:S {{ {text}", TermTable())


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "d.ttl").write_text('@prefix ex: <http://example.org/> .\nex:x a ex:A ; ex:p "no" .\n')
    shapes = "PREFIX ex: <http://example.org/>\nshape ex:S -> ex:A {\n  ex:p IRI [1..1] .\n}\n"
    (tmp_path / "s.shaclc").write_text(shapes)
    return tmp_path


@pytest.mark.parametrize("shapes", ["s.shaclc", "."])
def test_a_compact_file_gives_shapes(files: Path, shapes: str) -> None:
    report = validate(read([files / "d.ttl"], [files / shapes]))
    (result,) = report.results
    assert (result.line, result.column, result.component_name) == (2, 20, "NodeKind")


def test_faults_of_the_shapes_point_into_the_compact_file(files: Path) -> None:
    """A pattern that is not a regular expression: the value is the fourth token of the third line."""
    path = files / "s.shaclc"
    path.write_text('PREFIX ex: <http://example.org/>\nshape ex:S -> ex:A {\n  ex:p pattern="(" .\n}\n')
    done = CliRunner().invoke(adgo, ["validate", str(files / "d.ttl"), "--shapes", str(path)])
    assert done.exit_code == 3
    assert f"{path}:3:16: " in done.stderr


def test_format_says_that_it_formats_turtle_only(files: Path) -> None:
    done = CliRunner().invoke(adgo, ["format", str(files / "s.shaclc")])
    assert done.exit_code == 3
    assert "only .ttl is formatted" in done.stderr
