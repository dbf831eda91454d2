"""What SHACL 1.0 calls ill-formed or demands a failure for: exit 3 with a place, never a report.

The table has the clauses about SPARQL, entailment and failures; tests/shacl/reading/test_syntax.py has the syntax rules
of the parameters of shapes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from shacl_documents import PREFIXES

from adgo.shacl.__main__ import main

DATA = "ex:x a ex:A ; ex:p 1 ."
DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'


def sparql(query: str, more: str = "") -> str:
    return f'ex:S sh:targetClass ex:A ; sh:sparql [ {more}\nsh:select "{query}" ] .'


def component(validator: str, parameter: str = "[ sh:path ex:most ]") -> str:
    declaration = f"ex:C a sh:ConstraintComponent ; sh:parameter {parameter} ;\n{validator} ."
    return f"{declaration}\nex:S sh:targetClass ex:A ; ex:most 1 ."


def prefixes(declaration: str) -> str:
    return f"ex:d sh:declare\n{declaration} .\n" + sparql(
        "SELECT $this { $this ex:p 2 }", "sh:prefixes ex:d ;"
    )


ASK = 'sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value = $most) }" ]'
NESTED = "SELECT $this { { SELECT %s { $this ?p ?o } } }"

#: The clause, the shapes, the line behind the prefixes (from 1), and a part of the message.
CASES = [
    # 1.5: an entailment regime that is not supported
    ("1.5", "ex:o\nsh:entailment <http://www.w3.org/ns/entailment/RIF> .", 2, "entailment"),
    ("1.5", "ex:o\nsh:entailment <http://www.w3.org/ns/entailment/RDFS> .", 2, "entailment"),
    ("entailment-nodeKind", 'ex:o\nsh:entailment "RDFS" .', 2, "entailment"),
    # 5.1: SPARQL-based constraints
    ("sparql-nodeKind", 'ex:S sh:targetClass ex:A ;\nsh:sparql "SELECT $this {}" .', 2, "sh:sparql"),
    ("select-count", "ex:S sh:targetClass ex:A ; sh:sparql\n[ sh:message 'x' ] .", 2, "sh:select"),
    (
        "select-count",
        'ex:S sh:targetClass ex:A ; sh:sparql\n[ sh:select "SELECT $this {}" , "SELECT $this { }" ] .',
        2,
        "sh:select",
    ),
    (
        "select-datatype",
        'ex:S sh:targetClass ex:A ; sh:sparql [\nsh:select "SELECT $this {}"@en ] .',
        2,
        "string",
    ),
    ("select-datatype", "ex:S sh:targetClass ex:A ; sh:sparql [\nsh:select ex:query ] .", 2, "string"),
    ("select-query-valid", sparql("SELECT $this { $this }"), 2, "does not fit here"),
    ("select-query-valid", sparql("ASK { $this ?p ?o }"), 2, "this is an ASK query; sh:select needs SELECT"),
    ("select-query-valid", sparql("CONSTRUCT { $this ?p 1 } WHERE { $this ?p ?o }"), 2, "CONSTRUCT query"),
    ("select-query-valid", sparql("DESCRIBE $this"), 2, "DESCRIBE query"),
    ("select-query-valid", sparql("INSERT DATA { <urn:a> <urn:b> 1 }"), 2, "INSERT update"),
    ("select-query-valid", sparql(""), 2, "ends"),
    ("select-query-valid", sparql("SELECT $this ?v { $this ?p ?v } GROUP BY $this"), 2, "neither grouped"),
    ("select-query-valid", sparql("SELECT $this { $this <p> 1 }"), 2, "relative IRI"),
    ("select-query-this", sparql("SELECT ?v { $this ?p ?v }"), 2, "must return $this"),
    ("select-query-this", sparql("SELECT * { ?a ?p ?v }"), 2, "must return $this"),
    (
        "SPARQLConstraint-message",
        sparql("SELECT $this {}", "sh:message\n1 ;").replace("\nsh:s", " sh:s"),
        2,
        "message",
    ),
    (
        "SPARQLConstraint-deactivated",
        sparql("SELECT $this {}", "sh:deactivated true , false ;"),
        1,
        "sh:deactivated",
    ),
    ("PATH-position", sparql("SELECT $this { $this ?p $PATH }"), 2, "$PATH"),
    # 5.2.1: prefix declarations
    ("5.2.1", sparql("SELECT $this { $this ex:p 1 }"), 2, "the prefix ex: is not declared"),
    ("declare-nodeKind", prefixes('"ex"'), 2, "sh:declare"),
    ("prefix-count", prefixes('[ sh:namespace "http://example.org/"^^xsd:anyURI ]'), 2, "sh:prefix"),
    (
        "prefix-count",
        prefixes('[ sh:prefix "a" , "b" ; sh:namespace "http://example.org/"^^xsd:anyURI ]'),
        2,
        "sh:prefix",
    ),
    (
        "prefix-datatype",
        prefixes('[ sh:prefix "ex"@en ; sh:namespace "http://example.org/"^^xsd:anyURI ]'),
        2,
        "sh:prefix",
    ),
    ("namespace-count", prefixes('[ sh:prefix "ex" ]'), 2, "sh:namespace"),
    (
        "namespace-datatype",
        prefixes('[ sh:prefix "ex" ; sh:namespace "http://example.org/" ]'),
        2,
        "xsd:anyURI",
    ),
    (
        "namespace-datatype",
        prefixes('[ sh:prefix "ex" ; sh:namespace <http://example.org/> ]'),
        2,
        "xsd:anyURI",
    ),
    (
        "select-query-valid",
        prefixes('[ sh:prefix "ex" ; sh:namespace "ns#"^^xsd:anyURI ]'),
        2,
        "absolute IRI",
    ),
    ("prefixes-nodeKind", sparql("SELECT $this {}", 'sh:prefixes "ex" ;'), 1, "sh:prefixes"),
    (
        "prefixes-duplicates",
        prefixes(
            '[ sh:prefix "ex" ; sh:namespace "http://a/"^^xsd:anyURI ] ,'
            ' [ sh:prefix "ex" ; sh:namespace "http://b/"^^xsd:anyURI ]'
        ),
        2,
        "two namespaces",
    ),
    # 5.3.2 and 5.3.1: pre-bound variables
    ("5.3.2 MINUS", sparql("SELECT $this { $this ?p ?o MINUS { $this ?p 1 } }"), 2, "MINUS"),
    ("5.3.2 SERVICE", sparql("SELECT $this { SERVICE <urn:e> { $this ?p ?o } }"), 2, "SERVICE"),
    ("5.3.2 VALUES", sparql("SELECT $this { VALUES ?o { 1 } $this ?p ?o }"), 2, "VALUES"),
    ("5.3.2 VALUES", sparql("SELECT $this { $this ?p ?o } VALUES ?o { 1 }"), 2, "VALUES"),
    ("5.3.2 AS", sparql("SELECT $this { BIND(1 AS ?this) }"), 2, "?this"),
    ("5.3.2 AS", sparql("SELECT $this { BIND(1 AS ?currentShape) $this ?p ?o }"), 2, "?currentShape"),
    ("5.3.2 AS", sparql("SELECT (1 AS ?shapesGraph) $this { $this ?p ?o }"), 2, "?shapesGraph"),
    ("5.3.2 subquery", sparql(NESTED % "?o"), 2, "nested SELECT"),
    ("5.3.2 subquery", sparql("SELECT $this { { SELECT * { ?a ?p ?o } } }"), 2, "nested SELECT"),
    (
        "5.3.2, no target",
        "ex:S a sh:NodeShape ;\nsh:sparql [ sh:select 'SELECT ?o { ?s ?p ?o MINUS {} }' ] .",
        2,
        "MINUS",
    ),
    # 5.3.3: a solution that reports a failure
    ("5.3 failure", sparql("SELECT $this (true AS ?failure) { $this ?p ?o }"), 1, "failure"),
    # 4.4.3, in a shape that nothing leads to
    ("pattern-regex", 'ex:T sh:path ex:p ;\nsh:pattern "(?i)a" .', 2, "(? begins a group only as (?:"),
    # 6.2: constraint components
    (
        "ConstraintComponent",
        f"[] a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; {ASK} . ex:S sh:targetClass ex:A .",
        1,
        "IRI",
    ),
    (
        "ConstraintComponent-parameter",
        component(ASK, "[ sh:path ex:most ; sh:optional true ]"),
        1,
        "not optional",
    ),
    ("Parameter-predicate-count", component(ASK, "[ ]"), 1, "sh:path"),
    ("Parameter-predicate-count", component(ASK, "[ sh:path ex:most , ex:least ]"), 1, "sh:path"),
    ("Parameter", component(ASK, '[ sh:path "most" ]'), 1, "sh:path"),
    ("parameter-name-VARNAME", component(ASK, "[ sh:path ex:at-most ]"), 1, "SPARQL variable"),
    *[
        ("parameter-name-not-in", component(ASK, f"[ sh:path ex:{name} ]"), 1, "used by SHACL")
        for name in ("this", "shapesGraph", "currentShape", "path", "PATH", "value")
    ],
    (
        "parameter-name-unique",
        component(ASK, "[ sh:path ex:most ] , [ sh:path <urn:x/most> ]"),
        1,
        "also that of another parameter",
    ),
    ("optional-datatype", component(ASK, "[ sh:path ex:most ; sh:optional 1 ]"), 1, "sh:optional"),
    ("optional-maxCount", component(ASK, "[ sh:path ex:most ; sh:optional true , false ]"), 1, "sh:optional"),
    ("validator-class", component('sh:validator [ sh:select "SELECT $this { }" ]'), 2, "sh:ask"),
    ("nodeValidator-class", component('sh:nodeValidator [ sh:ask "ASK { }" ]'), 2, "sh:select"),
    ("propertyValidator-class", component('sh:propertyValidator [ sh:ask "ASK { }" ]'), 2, "sh:select"),
    ("ask-count", component('sh:validator [ sh:ask "ASK { }" , "ASK {}" ]'), 2, "sh:ask"),
    ("ask-datatype", component("sh:validator [ sh:ask true ]"), 2, "sh:ask"),
    (
        "ask-sparql",
        component('sh:validator [ sh:ask "SELECT $this { $this ?p ?o }" ]'),
        2,
        "sh:ask needs ASK",
    ),
    ("ask-sparql", component('sh:validator [ sh:ask "ASK { $value" ]'), 2, "ends"),
    ("6.2.3 select", component('sh:nodeValidator [ sh:select "ASK { }" ]'), 2, "sh:select needs SELECT"),
    (
        "6.2.3 select",
        component('sh:nodeValidator [ sh:select "SELECT ?v { $this ?p ?v }" ]'),
        2,
        "must return $this",
    ),
    ("5.3.2 AS", component('sh:nodeValidator [ sh:select "SELECT $this { BIND(1 AS ?most) }" ]'), 2, "?most"),
    (
        "5.3.2 subquery",
        component('sh:validator [ sh:ask "ASK { { SELECT $this { $this ?p ?o } } }" ]'),
        2,
        "$value, $most",
    ),
]


@pytest.mark.parametrize(
    ("clause", "shapes", "line", "message"), CASES, ids=[f"{n} {c[0]}" for n, c in enumerate(CASES)]
)
def test_a_clause_that_demands_a_failure_gives_exit_3_with_a_place(
    clause: str, shapes: str, line: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data.ttl").write_text(PREFIXES + DATA, encoding="utf-8")
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    code = main([str(tmp_path / "data.ttl"), "--shapes", str(file)])
    out, err = capsys.readouterr()
    assert (code, out) == (3, ""), clause
    place = f"{file}:{line + PREFIXES.count(chr(10))}:"
    assert any(message in row.partition(place)[2] for row in err.splitlines()), err
