"""The canonical writer: the graph unchanged, the same bytes from any order and labels, small differences small."""

from __future__ import annotations

import difflib
import random
import re

import pyoxigraph
import pytest
from hypothesis import strategies as st
from random_examples import examples
from turtle_graphs import PREFIXES, canonical, canonical_rows, graphs, n_triples, trees

from adgo.turtle import format_text, parse, write
from adgo.turtle.terms import FIRST, NIL, REST, XSD
from adgo.turtle.writing.term_writer import quoted

Triple = tuple[str, str, str]


def relabelled(rows: list[Triple], chance: random.Random) -> list[Triple]:
    """The same graph in another order, with other labels."""
    labels = sorted({term for row in rows for term in row if term.startswith("_:")})
    names = [f"_:z{number}" for number in range(len(labels))]
    chance.shuffle(names)
    named = dict(zip(labels, names, strict=True))
    moved = [(named.get(s, s), p, named.get(o, o)) for s, p, o in rows]
    chance.shuffle(moved)
    return moved


def written(text: str) -> str:
    document = parse("@prefix ex: <http://e/> .\n" + text)
    return write(document.triples(), {"ex": "http://e/"}).partition("\n\n")[2]


@examples(60, 1000, graphs | trees(), st.randoms(use_true_random=False))
def test_any_graph_comes_back_and_its_bytes_depend_on_nothing_else(
    rows: list[Triple], chance: random.Random
) -> None:
    text = write(rows, PREFIXES)
    assert canonical(text) == canonical_rows(rows)
    assert write(relabelled(rows, chance), PREFIXES) == text
    document = parse(text)
    assert write(document.triples(), PREFIXES) == text
    assert format_text(text) == text


def ring(size: int, name: str = "r") -> list[Triple]:
    return [(f"_:{name}{n}", "<http://e/next>", f"_:{name}{(n + 1) % size}") for n in range(size)]


def both_ways(edges: list[tuple[int, int]]) -> list[Triple]:
    return [(f"_:{a}", "<http://e/near>", f"_:{b}") for one in edges for a, b in (one, one[::-1])]


PETERSEN = (
    [(n, (n + 1) % 5) for n in range(5)]
    + [(n, n + 5) for n in range(5)]
    + [(n + 5, (n + 2) % 5 + 5) for n in range(5)]
)
SYMMETRIC = {
    "a ring": ring(7),
    "two rings": ring(6, "a") + ring(6, "b"),
    "a ring of six and two of three": ring(6, "a") + ring(3, "b") + ring(3, "c"),
    "a long ring": ring(40),
    "twins": [(s, "<http://e/p>", f"_:{n}") for n in range(30) for s in ("<http://e/a>", "<http://e/b>")],
    "twins in pairs": [
        row
        for n in range(12)
        for row in [
            ("<http://e/a>", "<http://e/p>", f"_:a{n}"),
            ("<http://e/b>", "<http://e/p>", f"_:a{n}"),
            (f"_:a{n}", "<http://e/q>", f"_:b{n}"),
            (f"_:b{n}", "<http://e/q>", f"_:a{n}"),
        ]
    ],
    "all with all": both_ways([(a, b) for a in range(7) for b in range(a)]),
    "the Petersen graph": both_ways(PETERSEN),
    "a cube": both_ways([(a, a ^ bit) for a in range(8) for bit in (1, 2, 4) if a < a ^ bit]),
    "a node about itself": [("_:a", "<http://e/p>", "_:a"), ("_:b", "<http://e/p>", "_:b")],
    "a ring through a list": [("_:l", FIRST, "_:x"), ("_:l", REST, NIL), ("_:x", "<http://e/p>", "_:l")],
    "a list that bites its tail": [
        ("_:l", FIRST, '"1"'),
        ("_:l", REST, "_:m"),
        ("_:m", FIRST, '"1"'),
        ("_:m", REST, "_:l"),
    ],
}


@pytest.mark.parametrize("rows", SYMMETRIC.values(), ids=SYMMETRIC.keys())
def test_symmetric_graphs_have_one_text(rows: list[Triple]) -> None:
    text = write(rows, PREFIXES)
    assert canonical(text) == canonical_rows(rows)
    for seed in range(5):
        assert write(relabelled(rows, random.Random(seed)), PREFIXES) == text


@pytest.mark.parametrize("size", [8, 12, 16, 20, 24, 40])
def test_regular_graphs_without_symmetry_have_one_text(size: int) -> None:
    """Each node looks like all others at first; a search that gave up early made the labels depend on the input."""
    chance = random.Random(size)
    for _ in range(8):
        ends = [node for node in range(size) for _ in range(3)]
        chance.shuffle(ends)
        rows = both_ways([(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a != b])
        assert write(relabelled(rows, chance), PREFIXES) == write(rows, PREFIXES)


def test_the_canonical_style() -> None:
    text = """\
@prefix ex: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://e> a owl:Ontology ;
    rdfs:label "All"@en .

ex:Firm a owl:Class ;
    rdfs:label
        "Firm"@en ,
        "Firma"@de ;
    rdfs:comment \"\"\"Of two
"lines" \\u200B\"\"\"@en ;
    rdfs:subClassOf [
        a owl:Restriction ;
        owl:onProperty ex:hasPartner ;
        owl:allValuesFrom [ owl:unionOf ( ex:FirmOfOneKind ex:FirmOfAnother ) ]
    ] .

ex:x9 a ex:Firm , ex:Maker ;
    ex:cities 26 ;
    ex:digest "007" ;
    ex:founded "2019-01-01"^^xsd:date ;
    ex:list (
        "a long item of a list, so long that the list cannot stand on a single line"
        "and another one"
    ) ;
    ex:none () ;
    ex:share 0.650 ;
    ex:tested false .

ex:x10 ex:knows ex:x9 .

[] ex:about ex:x9 ;
    ex:seen true .
"""
    text = text.replace("[] ex:about ex:x9 ;\n", "[]\n    ex:about ex:x9 ;\n")
    document = parse(text)
    unused = {**document.prefixes, "none": "http://none/", "nested": "http://e/nested/"}
    assert write(document.triples(), unused) == text


def test_lists_keep_their_order_and_lexical_forms_stay() -> None:
    assert written("ex:a ex:p ( 3 01 2 1.0 1.e0 ) .") == "ex:a ex:p ( 3 01 2 1.0 1.e0 ) .\n"


def test_a_list_of_which_something_is_said_is_still_a_list() -> None:
    assert written("( 1 2 ) ex:p 3 .") == "( 1 2 ) ex:p 3 .\n"


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (f'"x"^^<{XSD}integer>', f'"x"^^<{XSD}integer>'),
        (f'"1."^^<{XSD}decimal>', f'"1."^^<{XSD}decimal>'),
        (f'"+1"^^<{XSD}integer>', "+1"),
        (f'"INF"^^<{XSD}double>', f'"INF"^^<{XSD}double>'),
        (f'"1"^^<{XSD}boolean>', f'"1"^^<{XSD}boolean>'),
        ('"a\\nb"', '"""a\nb"""'),
        ('"\\n\\"\\"\\"\\""', '"""\n\\"\\"\\"\\""""'),
        ('"a\\r\\nb\\\\"', '"""a\\r\nb\\\\"""'),
        ('"\\t\\"\'"', '"\\t\\"\'"'),
        ('"\u202e\ufeff\U000e0041"', '"\\u202E\\uFEFF\\U000E0041"'),
    ],
)
def test_literals_take_their_short_form_only_where_it_says_the_same(literal: str, text: str) -> None:
    assert write([("<urn:s>", "<urn:p>", literal)], {}) == f"<urn:s> <urn:p> {text} .\n"


@pytest.mark.parametrize(
    "iri", ["http://e/a/b", "http://e/a.", "http://e/-a", "http://e/a~b", "http://e/%4", "http://f/a"]
)
def test_a_name_that_needs_an_escape_is_written_whole(iri: str) -> None:
    assert write([(f"<{iri}>", "<http://e/p>", f"<{iri}>")], {"ex": "http://e/"}).count(f"<{iri}>") == 2


def test_the_longest_namespace_names_an_iri() -> None:
    text = write(
        [("<http://e/x#a>", "<http://e/p>", "<http://e/x#a>")],
        {"e": "http://e/", "x": "http://e/x#", "y": "http://e/x#"},
    )
    assert text.endswith("x:a e:p x:a .\n")
    assert "@prefix y:" not in text


def test_sections_and_a_header_are_comments() -> None:
    rows = [(f"<http://e/{name}>", "<http://e/p>", '"1"') for name in ("b1", "a2", "a1")]
    text = write(
        rows, {"ex": "http://e/"}, sections=lambda subject: subject[10], header="Generated.\n\nDo not edit."
    )
    assert text.startswith("# Generated.\n#\n# Do not edit.\n\n@prefix")
    assert re.findall(r"^(?:# .|ex:..)", text.partition("@prefix")[2], re.MULTILINE) == [
        "# a",
        "ex:a1",
        "ex:a2",
        "# b",
        "ex:b1",
    ]
    assert format_text(text) == text


def test_five_more_triples_are_about_five_more_lines() -> None:
    rows: list[Triple] = []
    for n in range(300):
        rows += [
            (f"<http://e/c{n}>", "<http://e/label>", f'"class {n}"'),
            (f"<http://e/c{n}>", "<http://e/sub>", f"_:r{n}"),
            (f"_:r{n}", "<http://e/on>", f"<http://e/p{n % 7}>"),
            (f"_:r{n}", "<http://e/some>", f"_:l{n}"),
            (f"_:l{n}", FIRST, f"<http://e/c{n // 2}>"),
            (f"_:l{n}", REST, NIL),
            (f"<http://e/c{n}>", "<http://e/shares>", f"_:s{n // 2}"),
            (f"_:s{n // 2}", "<http://e/tag>", f'"{n // 4}"'),
        ]
    more = [
        ("<http://e/c150x>", "<http://e/label>", '"one more"'),
        ("<http://e/c150x>", "<http://e/sub>", "_:n"),
        ("_:n", "<http://e/on>", "<http://e/p1>"),
        ("_:n", "<http://e/some>", "<http://e/c1>"),
        ("<http://e/c7>", "<http://e/label>", '"second label"'),
    ]
    before = write(rows, {"ex": "http://e/"}).splitlines()
    after = write(relabelled(rows + more, random.Random(1)), {"ex": "http://e/"}).splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert len(changed) <= 8


@pytest.mark.full
def test_many_brackets_inside_one_another_get_a_label_at_times() -> None:
    rows = [(f"_:{n}", "<http://e/p>", f"_:{n + 1}") for n in range(200)]
    text = write(rows, PREFIXES)
    assert max(len(line) - len(line.lstrip()) for line in text.splitlines()) < 80
    assert canonical(text) == canonical_rows(rows)
    assert n_triples(rows)


@pytest.mark.parametrize(
    "content", ['\n"""', '\n""""', '\n"""""', '\n"', '\n\\"', '"""\n', '\n\\"""', '\na""b"', '\n""']
)
def test_quotes_at_the_end_of_several_lines_stay_in_the_string(content: str) -> None:
    """Three quotes at the end were written as an escaped backslash and the end of the string."""
    (quad,) = pyoxigraph.parse(f"<urn:a> <urn:b> {quoted(content)} .".encode(), pyoxigraph.RdfFormat.TURTLE)
    assert quad.object == pyoxigraph.Literal(content)
