"""Random graphs and shapes for property-based tests, from small vocabularies so that they often match."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

NODES = ["ex:a", "ex:b", "ex:c", "_:x", "_:y"]
CLASSES = ["ex:C", "ex:D", "ex:E"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '"a"',
    '"ab c"',
    '"a"@en',
    '"b"@en',
    '"c"@de-AT',
    "1",
    "2",
    "10",
    "1.5",
    "2.0e0",
    "true",
    '"x"^^xsd:integer',
    '"2024-01-01"^^xsd:date',
    '"2025-01-01"^^xsd:date',
    '"2024-01-01T00:00:00Z"^^xsd:dateTime',
    '"2024-01-01T00:00:00"^^xsd:dateTime',
]

terms = st.sampled_from(NODES + LITERALS)
iris = st.sampled_from(["ex:a", "ex:b", "ex:c"])
properties = st.sampled_from(PROPERTIES)
classes = st.sampled_from(CLASSES)


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """Return Turtle of a small graph with some types, and sometimes a class hierarchy."""
    lines = [PREFIXES]
    for _ in range(draw(st.integers(1, 14))):
        lines.append(f"{draw(st.sampled_from(NODES))} {draw(properties)} {draw(terms)} .")
    for node in draw(st.lists(st.sampled_from(NODES), max_size=5)):
        lines.append(f"{node} a {draw(classes)} .")
    if draw(st.booleans()):
        lines.append("ex:D rdfs:subClassOf ex:C . ex:E rdfs:subClassOf ex:D .")
    return "\n".join(lines)


paths: SearchStrategy[str] = st.recursive(
    properties,
    lambda inner: st.one_of(
        st.builds("[ sh:inversePath {} ]".format, inner),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
        st.builds("[ sh:zeroOrMorePath {} ]".format, inner),
        st.builds("[ sh:oneOrMorePath {} ]".format, inner),
        st.builds("[ sh:zeroOrOnePath {} ]".format, inner),
    ),
    max_leaves=3,
)


def _listed(values: SearchStrategy[str], least: int = 1) -> SearchStrategy[str]:
    return st.lists(values, min_size=least, max_size=3, unique=True).map(lambda each: f"( {' '.join(each)} )")


PATTERNS = ['"a"', '"^[a-z ]+$"', '"[0-9]{2}"', '"(a|b)+c?"', '"^A" ; sh:flags "i"']
NUMBERS = st.sampled_from(["1", "2", "1.5", '"2024-06-01"^^xsd:date', '"2024-01-01T00:00:00Z"^^xsd:dateTime'])

#: Constraints on whose verdict both engines always agree: others are not nested, where a fault would have no name.
agreed_constraints: SearchStrategy[str] = st.one_of(
    classes.map("sh:class {}".format),
    st.sampled_from(["xsd:string", "xsd:integer", "rdf:langString", "xsd:date"]).map("sh:datatype {}".format),
    st.sampled_from(["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "IRIOrLiteral"]).map(
        "sh:nodeKind sh:{}".format
    ),
    st.builds("sh:{} {}".format, st.sampled_from(["minLength", "maxLength"]), st.integers(1, 3)),
    st.sampled_from(PATTERNS).map("sh:pattern {}".format),
    _listed(st.sampled_from(['"en"', '"de"', '"fr"'])).map("sh:languageIn {}".format),
    _listed(terms.filter(lambda term: not term.startswith("_:"))).map("sh:in {}".format),
    st.sampled_from(["ex:a", '"a"', "1"]).map("sh:hasValue {}".format),
    st.builds("sh:{} {}".format, st.sampled_from(["equals", "disjoint"]), properties),
)
ranges = st.sampled_from(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"])
value_constraints: SearchStrategy[str] = st.one_of(
    agreed_constraints,
    agreed_constraints,
    st.just("sh:minLength 0"),
    st.builds("sh:{} {}".format, ranges, NUMBERS),
)


def _node_shape(parts: list[str]) -> str:
    return f"[ {' ; '.join(parts)} ]"


inner_shapes: SearchStrategy[str] = st.recursive(
    st.lists(agreed_constraints, min_size=1, max_size=2, unique_by=lambda each: each.split()[0]).map(
        _node_shape
    ),
    lambda inner: st.one_of(
        inner.map("[ sh:not {} ]".format),
        st.builds("[ sh:{} ( {} {} ) ]".format, st.sampled_from(["and", "or", "xone"]), inner, inner),
        st.builds("[ sh:node {} ]".format, inner),
        st.builds("[ sh:property [ sh:path {} ; sh:node {} ] ]".format, properties, inner),
        st.builds("[ sh:property [ sh:path {} ; sh:minCount 1 ] ]".format, properties),
    ),
    max_leaves=3,
)

property_constraints: SearchStrategy[str] = st.one_of(
    value_constraints,
    st.builds("sh:{} {}".format, st.sampled_from(["minCount", "maxCount"]), st.integers(0, 2)),
    st.just("sh:uniqueLang true"),
    st.builds("sh:{} {}".format, st.sampled_from(["lessThan", "lessThanOrEquals"]), properties),
    st.builds("sh:node {}".format, inner_shapes),
    st.builds("sh:not {}".format, inner_shapes),
    st.builds("sh:{} ( {} {} )".format, st.sampled_from(["and", "or", "xone"]), inner_shapes, inner_shapes),
    st.builds("sh:qualifiedValueShape {} ; sh:qualifiedMinCount 1".format, inner_shapes),
    st.builds("sh:qualifiedValueShape {} ; sh:qualifiedMaxCount 1".format, inner_shapes),
)
targets = st.one_of(
    classes.map("sh:targetClass {}".format),
    st.sampled_from(["ex:a", "ex:nowhere", '"a"']).map("sh:targetNode {}".format),
    st.builds("sh:target{} {}".format, st.sampled_from(["SubjectsOf", "ObjectsOf"]), properties),
)
#: Queries of targets; `{p}` and `{q}` stand for properties, `{c}` for a class.
QUERIES = [
    "SELECT ?this WHERE { ?this {p} ?o }",
    "SELECT DISTINCT ?this WHERE { ?o {p} ?this }",
    "SELECT ?this WHERE { ?this a/rdfs:subClassOf* {c} }",
    "SELECT ?this WHERE { ?this {p} ?o OPTIONAL { ?this {q} ?w } FILTER(!BOUND(?w)) }",
    "SELECT ?this ?o WHERE { { ?this {p} ?o } UNION { ?o {q} ?this FILTER(isIRI(?this)) } }",
    "SELECT ?this WHERE { ?this {p} ?o MINUS { ?this {q} ?o } }",
    "SELECT ?this (COUNT(?o) AS ?n) WHERE { ?this {p} ?o } GROUP BY ?this HAVING(COUNT(?o) > 1)",
]
_DECLARED = """ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ,
    [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] .
ex:Linked a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:prefixes ex:prefixes ;
    sh:parameter [ sh:path ex:to ] ; sh:select "SELECT ?this WHERE { ?this ?p $to }" ."""


@st.composite
def sparql_targets(draw: st.DrawFn) -> str:
    """Return Turtle that gives the first shape of `shapes` a target with a query."""
    if draw(st.integers(0, 3)) == 0:
        return f"{_DECLARED}\nex:S0 sh:target [ a ex:Linked ; ex:to {draw(iris)} ] ."
    query = draw(st.sampled_from(QUERIES))
    for mark, values in (("{p}", properties), ("{q}", properties), ("{c}", classes)):
        query = query.replace(mark, draw(values))
    return f'{_DECLARED}\nex:S0 sh:target [ a sh:SPARQLTarget ; sh:prefixes ex:prefixes ; sh:select "{query}" ] .'


#: What RDFS infers from.
schemas = st.lists(
    st.one_of(
        st.builds("{} rdfs:subPropertyOf {} .".format, properties, properties),
        st.builds("{} rdfs:{} {} .".format, properties, st.sampled_from(["domain", "range"]), classes),
        st.builds("{} rdfs:subClassOf {} .".format, classes, classes),
    ),
    min_size=1,
    max_size=3,
).map("\n".join)
EXTRAS = ["sh:severity sh:Warning", "sh:deactivated true", 'sh:message "mended"', "sh:name 'n'"]


def _first_words(part: str) -> str:
    return part.split()[0]


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Return Turtle of one or two shapes with targets."""
    lines = [PREFIXES]
    for number in range(draw(st.integers(1, 2))):
        parts = [draw(targets)]
        for _ in range(draw(st.integers(1, 2))):
            inner = draw(st.lists(property_constraints, min_size=1, max_size=3, unique_by=_first_words))
            extra = draw(st.lists(st.sampled_from(EXTRAS), max_size=1))
            parts.append(f"sh:property [ sh:path {draw(paths)} ; {' ; '.join([*inner, *extra])} ]")
        parts += draw(st.lists(value_constraints, max_size=1))
        if draw(st.integers(0, 4)) == 0:
            parts.append("sh:closed true ; sh:ignoredProperties ( rdf:type )")
        lines.append(f"ex:S{number} a sh:NodeShape ; {' ; '.join(parts)} .")
    return "\n".join(lines)
