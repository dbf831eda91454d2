"""Property paths as patterns (SPARQL 1.1, section 18.2.2.4 and the table before it, and section 9.3)."""

from __future__ import annotations

from itertools import count

import pytest
from translated import bgp, iri, pattern

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.path_expansion import expanded

P, Q, R = (algebra.Link(iri(each)) for each in "pqr")


def written(path: str) -> algebra.Pattern:
    """Return the pattern of a path from ?s to ?o; the variables in its middle are ?1, ?2 …"""
    numbers = count(1)
    return expanded(pattern(f"{{ ?s {path} ?o }}"), lambda: f"?{next(numbers)}")


def single(path: algebra.Path, subject: str = "?s", obj: str = "?o") -> algebra.BasicGraphPattern:
    return algebra.BasicGraphPattern(((subject, path, obj),))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (":p", bgp("?s p ?o")),
        ("^:p", bgp("?o p ?s")),
        ("^(^:p)", bgp("?s p ?o")),
        (":p/:q", bgp("?s p ?1", "?1 q ?o")),
        ("^(:p/:q)", bgp("?o p ?1", "?1 q ?s")),
        (":p/^:q", bgp("?s p ?1", "?o q ?1")),
        (":p|:q", algebra.Union(bgp("?s p ?o"), bgp("?s q ?o"))),
        ("^(:p|:q)", algebra.Union(bgp("?o p ?s"), bgp("?o q ?s"))),
        (":p|^:p", algebra.Union(bgp("?s p ?o"), bgp("?o p ?s"))),
        ("(:p|:q)/:r", algebra.Join(algebra.Union(bgp("?s p ?1"), bgp("?s q ?1")), bgp("?1 r ?o"))),
        (":p*", single(algebra.PathRepeat(P, "*"))),
        ("^(:p+)", single(algebra.PathRepeat(P, "+"), "?o", "?s")),
        ("(:p|:q)+", single(algebra.PathRepeat(algebra.PathAlternative(P, Q), "+"))),
        (
            "(^(:p/:q))*",
            single(algebra.PathRepeat(algebra.PathSequence(algebra.Inverse(Q), algebra.Inverse(P)), "*")),
        ),
        ("!:p", single(algebra.Negated(frozenset({iri("p")}), None))),
        ("!(:p|:q)", single(algebra.Negated(frozenset({iri("p"), iri("q")}), None))),
        ("!^:p", single(algebra.Negated(frozenset({iri("p")}), None), "?o", "?s")),
        (
            "!(:p|^:q)",
            algebra.Union(
                single(algebra.Negated(frozenset({iri("p")}), None)),
                single(algebra.Negated(frozenset({iri("q")}), None), "?o", "?s"),
            ),
        ),
    ],
)
def test_a_path_is_written_as_the_standard_does(path, expected):
    assert written(path) == expected


def test_operators_bind_as_strongly_as_section_9_1_says():
    """`|` binds weakest, then `/`, then `^`, then `?`, `*` and `+`."""
    found = pattern("{ ?s ^:p*/:q|:r ?o }").triples[0][1]
    first = algebra.PathSequence(algebra.Inverse(algebra.PathRepeat(P, "*")), Q)
    assert found == algebra.PathAlternative(first, R)


def test_paths_in_every_operator_are_expanded():
    found = expanded(
        pattern(
            "{ ?a :p|:q ?b OPTIONAL { ?a ^:p ?c FILTER EXISTS { ?a ^:q ?d } } MINUS { ?x ^:p ?y } "
            "FILTER(EXISTS { ?e ^:p ?f }) BIND(NOT EXISTS { ?e ^:p ?f } AS ?g) "
            "{ SELECT ?a { ?a ^:p ?b } GROUP BY ?a ORDER BY (EXISTS { ?e ^:p ?f }) LIMIT 1 } VALUES ?h { 1 } }"
        ),
        lambda: "?fresh",
    )
    assert "Inverse" not in repr(found)
    assert "Alternative" not in repr(found)
