"""Which variables are in scope (SPARQL 1.1, section 18.2.1)."""

from __future__ import annotations

import pytest
from translated import pattern, query

from adgo.sparql.algebra.scope import free, visible


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{ ?s ?p ?o }", "?s ?p ?o"),
        ("{ ?s :p/:q ?o }", "?s ?o"),
        ("{ ?s :p ?o . ?o :q ?s }", "?s ?o"),
        ("{ ?s :p 1 OPTIONAL { ?s :q ?o } }", "?s ?o"),
        ("{ { ?s :p 1 } UNION { ?o :p 1 } }", "?s ?o"),
        ("{ ?s :p 1 MINUS { ?s :q ?o } }", "?s"),
        ("{ ?s :p 1 FILTER(?o > 1) }", "?s"),
        ("{ ?s :p 1 FILTER EXISTS { ?s :q ?o } }", "?s"),
        ("{ GRAPH ?g { ?s :p 1 } }", "?g ?s"),
        ("{ GRAPH :g { ?s :p 1 } }", "?s"),
        ("{ ?s :p 1 BIND(?x AS ?b) }", "?s ?b"),
        ("{ VALUES (?a ?b) { (1 UNDEF) } }", "?a ?b"),
        ("{ { SELECT ?s { ?s ?p ?o } } }", "?s"),
        ("{ { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }", "?s ?n"),
        ("{ { SELECT * { ?s ?p ?o } LIMIT 1 } }", "?s ?p ?o"),
        ("{ { SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ?s } }", "?o"),
    ],
)
def test_the_variables_in_scope_after_a_group(group, expected):
    assert visible(pattern(group)) == expected.split()


def test_blank_nodes_are_not_columns_of_select_star():
    assert query("SELECT * { ?s :p [ :q ?o ] . _:b :p ?x }").columns == ("?s", "?o", "?x")


def test_an_expression_mentions_no_variable_of_its_exists():
    condition = pattern("{ ?s :p ?o FILTER(?s = ?o && EXISTS { ?x :p ?y }) }").condition
    assert list(free(condition)) == ["?s", "?o"]
