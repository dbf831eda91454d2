"""From text to algebra: the examples of SPARQL 1.1, section 18.2.3, and what sections 4, 11, 15 and 17 add."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest
from translated import V, bgp, integer, iri, pattern, query, tree

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.algebra.translation import Translator

A, B, C = bgp("?s p1 ?v1"), bgp("?s p2 ?v2"), bgp("?s p3 ?v3")
LESS = algebra.Call("<", (V("?v1"), integer(3)))
DOUBLED = algebra.Call("*", (integer(2), V("?v")))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{ ?s ?p ?o }", bgp("?s ?p ?o")),
        ("{ ?s :p1 ?v1 ; :p2 ?v2 }", bgp("?s p1 ?v1", "?s p2 ?v2")),
        ("{ { ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } }", algebra.Union(A, B)),
        (
            "{ { ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } UNION { ?s :p3 ?v3 } }",
            algebra.Union(algebra.Union(A, B), C),
        ),
        ("{ ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 } }", algebra.LeftJoin(A, B, None)),
        (
            "{ ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 } OPTIONAL { ?s :p3 ?v3 } }",
            algebra.LeftJoin(algebra.LeftJoin(A, B, None), C, None),
        ),
        ("{ ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 FILTER(?v1<3) } }", algebra.LeftJoin(A, B, LESS)),
        (
            "{ { ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } OPTIONAL { ?s :p3 ?v3 } }",
            algebra.LeftJoin(algebra.Union(A, B), C, None),
        ),
        (
            "{ ?s :p1 ?v1 FILTER (?v1 < 3 ) OPTIONAL { ?s :p2 ?v2 } }",
            algebra.Filter(LESS, algebra.LeftJoin(A, B, None)),
        ),
        (
            "{ ?s :p ?v . BIND (2*?v AS ?v2) ?s :p1 ?v2 }",
            algebra.Join(algebra.Extend(bgp("?s p ?v"), "?v2", DOUBLED), bgp("?s p1 ?v2")),
        ),
        (
            "{ ?s :p ?v . { BIND (2*?v AS ?v2) } }",
            algebra.Join(bgp("?s p ?v"), algebra.Extend(algebra.UNIT, "?v2", DOUBLED)),
        ),
        ("{ ?s :p ?v . MINUS { ?s :p1 ?v2 } }", algebra.Minus(bgp("?s p ?v"), bgp("?s p1 ?v2"))),
        (
            "{ ?s :p ?o . { SELECT DISTINCT ?o { ?o ?p ?z } } }",
            algebra.Join(bgp("?s p ?o"), algebra.Distinct(algebra.Project(("?o",), bgp("?o ?p ?z")))),
        ),
    ],
)
def test_the_examples_of_section_18_2_3(group, expected):
    assert pattern(group) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{ }", algebra.UNIT),
        ("{ OPTIONAL { ?s :p1 ?v1 } }", algebra.LeftJoin(algebra.UNIT, A, None)),
        ("{ { } { ?s :p1 ?v1 } }", A),
        ("{ ?s :p1 ?v1 FILTER(?v1 < 3) ?s :p2 ?v2 }", algebra.Filter(LESS, bgp("?s p1 ?v1", "?s p2 ?v2"))),
        ("{ { ?s :p1 ?v1 } ?s :p2 ?v2 }", algebra.Join(A, B)),
        ("{ { ?s :p1 ?v1 FILTER(?v1 < 3) } }", algebra.Filter(LESS, A)),
        ("{ GRAPH ?g { ?s :p1 ?v1 } }", algebra.GraphPattern("?g", A)),
        ("{ GRAPH :g { } }", algebra.GraphPattern(iri("g"), algebra.UNIT)),
        (
            "{ ?s :p1 ?v1 OPTIONAL { { ?s :p2 ?v2 FILTER(?v1<3) } } }",
            algebra.LeftJoin(A, algebra.Filter(LESS, B), None),
        ),
        ("{ VALUES ?v1 { :a UNDEF } }", algebra.InlineData(("?v1",), ((iri("a"),), (None,)))),
        (
            "{ VALUES (?x ?y) { (:a UNDEF) (UNDEF :b) } }",
            algebra.InlineData(("?x", "?y"), ((iri("a"), None), (None, iri("b")))),
        ),
        ("{ VALUES () { () () } }", algebra.InlineData((), ((), ()))),
    ],
)
def test_groups_are_translated_as_section_18_2_2_says(group, expected):
    assert pattern(group) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("?a || ?b && ?c", ("||", "?a", ("&&", "?b", "?c"))),
        ("?a - ?b - ?c", ("-", ("-", "?a", "?b"), "?c")),
        ("?a + ?b * ?c", ("+", "?a", ("*", "?b", "?c"))),
        ("?a = ?b + ?c", ("=", "?a", ("+", "?b", "?c"))),
        ("! ?a = ?b", ("=", ("!", "?a"), "?b")),
        ("!!?a", ("!", ("!", "?a"))),
        ("- ?a", ("unary -", "?a")),
        ("(?a || ?b) && ?c", ("&&", ("||", "?a", "?b"), "?c")),
        ("?a IN (?b, ?c)", ("IN", "?a", "?b", "?c")),
        ("?a NOT IN ()", ("NOT IN", "?a")),
        ("uri(?a)", ("IRI", "?a")),
        ("IF(?a, ?b, ?c)", ("IF", "?a", "?b", "?c")),
        (":f(?a)", (iri("f"), "?a")),
        ("NOW()", ("NOW",)),
    ],
)
def test_operators_bind_as_the_grammar_says(written, expected):
    def call(parts):
        return V(parts) if isinstance(parts, str) else algebra.Call(parts[0], tuple(map(call, parts[1:])))

    assert pattern(f"{{ FILTER({written}) }}") == algebra.Filter(call(expected), algebra.UNIT)


def test_not_exists_is_the_negation_of_exists():
    assert pattern("{ FILTER NOT EXISTS { ?s :p1 ?v1 } }") == algebra.Filter(
        algebra.Call("!", (algebra.Exists(A),)), algebra.UNIT
    )


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("'x'", '"x"'),
        ("'''a\"\n'b'''", '"a\\"\\n\'b"'),
        (r'"\u00e9\t"', '"é\\t"'),
        ("'x'@EN-us", '"x"@en-us'),
        ("'x'^^xsd:string", '"x"'),
        ("'x'^^:d", '"x"^^<http://e/d>'),
        ("01", '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("-1.50", '"-1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("1e0", '"1e0"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("TRUE", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("()", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"),
    ],
)
def test_terms_are_kept_as_written(written, term):
    assert pattern(f"{{ ?s :p {written} }}").triples[0][2] == term


def test_brackets_and_lists_are_written_out():
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    [of, inner, first, rest] = pattern("{ [ :p1 ?v1 ] :p2 (?v2) }").triples
    assert of == (of[0], iri("p1"), "?v1")
    assert inner == (of[0], iri("p2"), first[0])
    assert first[1:] == (f"<{rdf}first>", "?v2")
    assert rest == (first[0], f"<{rdf}rest>", f"<{rdf}nil>")
    assert of[0].startswith(algebra.HIDDEN)
    assert of[0] != first[0]


def test_groups_and_modifiers_stand_in_the_order_of_section_18_2_4():
    found = query(
        "SELECT DISTINCT ?s (COUNT(?o) + 1 AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 1) "
        "ORDER BY DESC(?n) LIMIT 5 OFFSET 2 VALUES ?s { :a }"
    ).pattern
    [(name, count)] = found.pattern.pattern.pattern.pattern.pattern.left.pattern.aggregates
    assert count == algebra.Aggregate("COUNT", V("?o"), False)
    group = algebra.Grouping((("?s", V("?s")),), ((name, count),), bgp("?s ?p ?o"))
    having = algebra.Filter(algebra.Call(">", (V(name), integer(1))), group)
    joined = algebra.Join(having, algebra.InlineData(("?s",), ((iri("a"),),)))
    extended = algebra.Extend(joined, "?n", algebra.Call("+", (V(name), integer(1))))
    ordered = algebra.Order(((V("?n"), True),), extended)
    assert found == algebra.Slice(algebra.Distinct(algebra.Project(("?s", "?n"), ordered)), 2, 5)


def test_an_aggregate_without_group_by_makes_one_group():
    found = query("SELECT (GROUP_CONCAT(DISTINCT ?o; separator=', ') AS ?all) { ?s ?p ?o }").pattern
    group = found.pattern.pattern
    assert group.keys is None
    assert group.aggregates[0][1] == algebra.Aggregate("GROUP_CONCAT", V("?o"), True, ", ")


def test_a_subquery_has_aggregates_of_its_own():
    found = query("SELECT (SUM(?n) AS ?all) { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }").pattern
    outer = found.pattern.pattern
    inner = outer.pattern.pattern.pattern
    assert [each.function for _, each in outer.aggregates] == ["SUM"]
    assert [each.function for _, each in inner.aggregates] == ["COUNT"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT ?b ?a { ?a :p ?b }", "?b ?a"),
        ("SELECT $a { ?a :p ?b }", "?a"),
        ("SELECT * { ?b :p ?a }", "?b ?a"),
        ("SELECT ?a ?a { ?a :p ?b }", "?a"),
        ("SELECT (1 AS ?n) ?n { }", "?n"),
        ("SELECT ?nowhere { }", "?nowhere"),
    ],
)
def test_the_columns_of_a_select_each_once(text, columns):
    """Section 18.2.4.1 collects the columns in a set, so naming one twice is not an error."""
    assert query(text).columns == tuple(columns.split())


def test_the_other_forms():
    assert query("ASK { ?s :p1 ?v1 }").pattern == A
    made = query("CONSTRUCT { _:b :p ?v1 } WHERE { ?s :p1 ?v1 } LIMIT 1")
    assert made.template == ((f"{algebra.HIDDEN}_:b", iri("p"), "?v1"),)
    assert made.pattern == algebra.Slice(A, 0, 1)
    short = query("CONSTRUCT WHERE { ?s :p1 ?v1 }")
    assert (short.template, short.pattern) == (A.triples, A)
    assert query("DESCRIBE :a ?s { ?s :p1 ?v1 }").described == (iri("a"), "?s")
    assert query("DESCRIBE * { ?s :p1 ?v1 }").described == ("?s", "?v1")


def test_the_dataset_of_a_query():
    found = query("SELECT * FROM :a FROM NAMED :b FROM :c { }")
    assert (found.default, found.named) == ((iri("a"), iri("c")), (iri("b"),))
    assert query("SELECT * FROM NAMED :b { }").default == ()
    assert query("SELECT * { }").default is None


def test_a_graph_that_is_named_twice_is_in_the_dataset_once():
    """Section 13.1: a dataset has pairs of distinct names and graphs. GRAPH ?g gave each solution twice."""
    found = query("SELECT * FROM :a FROM NAMED :b FROM :a FROM NAMED :b { }")
    assert (found.default, found.named) == ((iri("a"),), (iri("b"),))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p <<( ?a ?b ?c )>> }",
        "SELECT * { << ?a ?b ?c >> ?p ?o }",
        "SELECT * { ?s ?p ?o LATERAL { ?o ?q ?r } }",
        "SELECT * { ?s ?p ?o {| ?q ?r |} }",
    ],
)
def test_what_has_no_operator_is_named(text):
    with pytest.raises(NotInAlgebra) as caught:
        Translator().query(tree(text))
    assert caught.value.token.text in ("SERVICE", "<<(", "<<", "LATERAL", "{|")


@pytest.mark.full
def test_a_block_may_have_thousands_of_triples():
    """The tree of a block nests as deep as it has triples, and 1,050 of them were too many."""
    assert len(pattern("{ " + "?s :p ?o . " * 5000 + "}").triples) == 5000


def test_an_expression_may_have_many_brackets():
    """About 100 were too many: each took nine calls."""
    deep = "(" * 250 + "?a + ?b" + ")" * 250
    assert pattern(f"{{ FILTER({deep}) }}").condition == algebra.Call("+", (V("?a"), V("?b")))


@pytest.mark.parametrize(
    ("group", "operator", "count"),
    [
        ("{ ?s " + "/".join([":p"] * 6000) + " ?o }", algebra.PathSequence, 5999),
        ("{ ?s (" + "|".join([":p"] * 1500) + ")* ?o }", algebra.PathAlternative, 1499),
        pytest.param(
            "{ " + " UNION ".join(["{ ?s :p ?o }"] * 2000) + " }",
            algebra.Union,
            1999,
            marks=pytest.mark.full,
        ),
        ("{ FILTER(" + " || ".join(["?s"] * 3000) + ") }", algebra.Call, 2999),
    ],
    ids=["sequence", "alternative", "UNION", "||"],
)
def test_a_chain_may_have_thousands_of_parts(group, operator, count):
    """Each nested as deep as it is long, and was refused as nesting too deeply."""
    found = [pattern(group)]
    made = 0
    for each in found:
        made += isinstance(each, operator)
        if isinstance(each, tuple):
            found.extend(each)
        elif is_dataclass(each):
            found.extend(getattr(each, part.name) for part in fields(each))
    assert made == count
    assert "p" in repr(pattern(group))


def test_a_long_sequence_keeps_its_order():
    steps = [f"p{number}" for number in range(100)]
    found = repr(pattern("{ ?s " + "/".join(f":{step}" for step in steps) + " ?o }"))
    assert re.findall(r"http://e/(p[0-9]+)", found) == steps
