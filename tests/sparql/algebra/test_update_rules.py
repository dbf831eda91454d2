"""Rules for updates that the grammar lacks: SPARQL 1.1, notes 8 to 10 of section 19.8, and section 19.6."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from adgo.sparql.algebra import text_rules
from adgo.sparql.errors import explain
from adgo.sparql.text import SparqlText

PREFIX = "PREFIX : <http://e/> "


def refused(text: str) -> bool:
    try:
        Store().update(text)
    except SyntaxError:
        return True
    return False


#: An update, with a mark before the token at fault, and a part of the message.
BROKEN = [
    ("INSERT DATA { _:b :p 1 } ; INSERT DATA { ¦_:b :p 2 }", "The label _:b may stand in one INSERT DATA"),
    (
        "INSERT DATA { :a :p 1 } ; INSERT DATA { _:b :p 2 } ; INSERT DATA { GRAPH :g { :a :p ¦_:b } }",
        "_:b may",
    ),
    ("DELETE { ¦_:b ?p ?o } WHERE { ?s ?p ?o }", "`_:b` makes a blank node, which DELETE cannot have"),
    ("DELETE { ¦[] ?p ?o } WHERE { ?s ?p ?o }", "`[` makes a blank node"),
    ("DELETE { ?s ?p ¦(1) } WHERE { ?s ?p ?o }", "Use a variable instead"),
    ("WITH :g DELETE { ¦_:b ?p ?o } INSERT { _:b ?p ?o } WHERE { ?s ?p ?o }", "`_:b` makes a blank node"),
    ("DELETE WHERE { ¦_:b ?p ?o }", "which DELETE WHERE cannot have"),
    ("DELETE DATA { ¦_:b :p 1 }", "Use DELETE { … } WHERE { … } with a variable"),
    ("DELETE DATA { ¦?s :p 1 }", "?s is a variable, and DELETE DATA takes none. Write DELETE { … } WHERE"),
    ("INSERT DATA { ¦?s :p 1 }", "Write INSERT { … } WHERE"),
    ("INSERT DATA { GRAPH ¦?g { :a :p 1 } }", "?g is a variable"),
    ("INSERT { ?s ¦:p/:q 1 } WHERE { ?s ?p ?o }", "A property path cannot stand in INSERT"),
    ("INSERT DATA { :a ¦:p/:q 1 }", "A property path cannot stand in INSERT DATA"),
    ("INSERT { ?s :p 1 } WHERE { ?s ?p ?o BIND(1 AS ¦?s) }", "?s already has a value before this BIND"),
    ("CLEAR ALL ; INSERT { ?s :p ?n } WHERE { SELECT ¦?s (COUNT(*) AS ?n) { ?s ?p ?o } }", "GROUP BY ?s"),
]


@pytest.mark.parametrize(("marked", "message"), BROKEN)
def test_the_rule_that_an_update_breaks_is_named_at_its_place(marked, message):
    before, _, after = (PREFIX + marked).partition("¦")
    text = SparqlText(before + after, is_update=True)
    assert text.misfit is None
    assert refused(text.source), "the engine makes it"
    found = explain(text, "error at 1:1: expected x")
    assert message in found.detail
    assert (found.line, found.column) == (1, len(before) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { _:b :p 1 . _:b :q 2 } ; INSERT DATA { _:c :p 2 }",
        "INSERT DATA { _:b :p 1 } ; INSERT { _:b :p ?o } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { _:b ?p (1 2) } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p () } WHERE { ?s ?p _:b }",
        "DELETE WHERE { ?s ?p ?o } ; DELETE DATA { :a :p () }",
        "INSERT { ?s a 1 } WHERE { ?s :p/:q ?o }",
        "PREFIX x: <urn:x> INSERT DATA { x:a x:b 1 } ; PREFIX y: <urn:y> DELETE WHERE { x:a y:b ?o }",
        "LOAD <urn:x> INTO GRAPH :g ; CREATE GRAPH :h ; COPY :g TO :h ; DROP ALL",
        "INSERT { ?s :p 1 } WHERE { SERVICE <urn:x> { ?s ?p ?o } }",
        "",
    ],
)
def test_an_update_that_breaks_no_rule_is_not_blamed(text):
    found = SparqlText(PREFIX + text, is_update=True)
    assert found.misfit is None
    assert text_rules.broken(found.tokens, {}, is_update=True) is None


def test_undeclared_prefixes_of_a_later_operation_are_named():
    text = SparqlText(
        "PREFIX x: <urn:x> INSERT DATA { x:a x:b 1 } ; DELETE WHERE { y:a ?p ?o }", is_update=True
    )
    assert "Prefix y: is used but not declared" in explain(text, "").detail
