"""Faults of SPARQL in shapes: the place in the file, inside the string, and what is wrong, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.shacl.__main__ import main

HEAD = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:S a sh:NodeShape ; sh:targetClass ex:A ;
"""
LONG = '''  sh:sparql [ sh:prefixes ex: ; sh:select """
  %s
""" ] .
'''
SHORT = '  sh:sparql [ sh:prefixes ex: ; sh:select "%s" ] .\n'
UNDECLARED = "the prefix un: is not declared: declare it with sh:declare, and name the node"

#: What stands around the query, the query with a mark at the fault, the line of the query, a part of the message.
CASES = [
    (LONG, "SELECT $this { $this ex:p ?o FILTER(?o = §un:p) }", 7, UNDECLARED),
    (SHORT, "SELECT $this { $this ex:p ?o FILTER(?o = §un:p) }", 6, UNDECLARED),
    (SHORT.replace('"%s"', "'%s'"), "SELECT $this { $this §un:p ?o }", 6, UNDECLARED),
    (LONG, "SELECT $this { $this ex:p ?o FILTER(§STRSTART(?o, 'a')) }", 7, "Did you mean STRSTARTS?"),
    (LONG, "SELECT $this { $this ex:p ?o FILTER(?o = 1 || §) }", 7, "`)` does not fit here"),
    (
        LONG,
        "SELECT $this §?v (COUNT(?o) AS ?n) { $this ex:p ?o , ?v } GROUP BY $this",
        7,
        "Add ?v to GROUP BY",
    ),
    (
        LONG,
        "SELECT $this (COUNT(?o) AS §?n) { $this ex:p ?o } GROUP BY $this ?n",
        7,
        "?n already has a value",
    ),
    (LONG, "SELECT $this { $this §<p> 1 }", 7, "<p> is a relative IRI"),
    # Each escape is one character of the query.
    (SHORT, r"SELECT $this { $this ex:p \"\"\"a\"\"\" , \"\\\\\" , §un:p }", 6, UNDECLARED),
    (SHORT, r"SELECT $this { $this ex:p \u0022\U0001F600\u0022 , §un:p }", 6, UNDECLARED),
    (SHORT, r"SELECT $this {\n\t$this ex:p 1 ;\n ex:q §un:p }", 6, UNDECLARED),
    (SHORT, r"SELECT $this { $this ex:p 😀 }".replace("😀", "'😀' , §un:p"), 6, UNDECLARED),
]


@pytest.mark.parametrize(("around", "marked", "line", "message"), CASES)
def test_a_fault_in_a_query_is_reported_once_at_its_place_in_the_file(
    around: str, marked: str, line: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place was that of the shape, the position one in the query with prefixes, the text the engine's."""
    shapes = HEAD + around % marked
    column = shapes.splitlines()[line - 1].index("§") + 1
    (tmp_path / "data.ttl").write_text("<urn:a> a <http://example.org/A> .", encoding="utf-8")
    file = tmp_path / "shapes.ttl"
    file.write_text(shapes.replace("§", ""), encoding="utf-8")
    code = main([str(tmp_path / "data.ttl"), "--shapes", str(file)])
    err = capsys.readouterr().err
    assert code == 3
    [row] = [each for each in err.splitlines() if "shapes.ttl:" in each]
    assert f"{file}:{line}:{column}: " in row
    assert message in row
