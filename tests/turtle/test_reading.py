"""Reading Turtle and N-Triples: what is said, in what form, and that pyoxigraph agrees."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from random_examples import examples
from turtle_graphs import BASE, canonical, canonical_rows, graphs, n_triples, texts, trees

from adgo.turtle import TermTable, TurtleError, parse
from adgo.turtle.terms import XSD

HEAD = "@prefix ex: <http://e/> .\n"


def objects(text: str) -> list[str]:
    return [o for _, _, o in parse(HEAD + text).triples()]


@examples(80, 2000, texts(broken=False) | texts(broken=True))
def test_a_text_is_read_or_refused_as_by_pyoxigraph(text: str) -> None:
    try:
        theirs = canonical(text)
    except SyntaxError:
        theirs = None
    try:
        ours = canonical_rows(list(parse(text, base=BASE).triples()))
    except TurtleError:
        ours = None
    assert ours == theirs


@examples(50, 1000, graphs | trees())
def test_output_of_pyoxigraph_is_read_the_same(rows: list[tuple[str, str, str]]) -> None:
    quads = list(ox.parse(n_triples(rows), ox.RdfFormat.N_TRIPLES))
    graph = canonical_rows(rows)
    turtle = ox.serialize(quads_to_triples(quads), format=ox.RdfFormat.TURTLE, prefixes={"ex": "http://e/x#"})
    assert canonical_rows(list(parse(turtle.decode()).triples())) == graph
    lines = ox.serialize(quads_to_triples(quads), format=ox.RdfFormat.N_TRIPLES).decode()
    document = parse(lines, syntax="ntriples")
    assert canonical_rows(list(document.triples())) == graph
    # The canonical form of a term is the one that pyoxigraph prints.
    printed = {str(quad.object) for quad in quads if not isinstance(quad.object, ox.BlankNode)}
    assert printed == {o for _, _, o in document.triples() if not o.startswith("_:")}


def quads_to_triples(quads: list[ox.Quad]) -> list[ox.Triple]:
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


def test_lexical_forms_stay_as_written() -> None:
    typed = [
        f'"05"^^<{XSD}integer>',
        f'"+1.0"^^<{XSD}decimal>',
        f'".5E3"^^<{XSD}double>',
        f'"true"^^<{XSD}boolean>',
    ]
    assert objects("ex:a ex:b 05 , +1.0 , .5E3 , true .") == typed


def test_a_language_is_lower_case_as_pyoxigraph_has_it() -> None:
    assert objects('ex:a ex:b "colour"@en-GB .') == ['"colour"@en-gb']


def test_a_string_type_is_not_written() -> None:
    assert objects(f'ex:a ex:b "x"^^<{XSD}string> .') == ['"x"']


def test_rows_come_in_document_order_and_repeated() -> None:
    document = parse(HEAD + "ex:b ex:p 2 , 1 , 2 .\nex:a ex:p [ ex:q 3 ] .")
    assert [row[2] for row in document.rows] == list(document.rows.objects)
    assert [o.partition('"^^')[0] for _, _, o in document.triples()] == ['"2', '"1', '"2', "_:b0", '"3']
    assert document.rows[0] == document.rows[2] == document.rows[-3]
    assert document.rows[1:3] == [document.rows[1], document.rows[2]]


def test_documents_that_share_a_table_agree_on_terms_and_share_no_blank_node() -> None:
    table = TermTable()
    text = HEAD + "_:x ex:p [] , ( 1 ) . _:b0 ex:p _:x ."
    one, other = parse(text, table=table), parse(text, table=table)
    assert one.rows[0][1] == other.rows[0][1]
    blank = {number for number, term in enumerate(table.terms) if term.startswith("_:")}
    assert not blank & set(one.rows.subjects) & set(other.rows.subjects)
    assert len(blank) == 8
    assert canonical_rows(list(one.triples())) == canonical_rows(list(other.triples()))


def test_a_label_is_kept_where_it_is_free() -> None:
    assert [s for s, _, _ in parse(HEAD + "_:x ex:p 1 .").triples()] == ["_:x"]


def test_prefixes_and_base_are_those_at_the_end() -> None:
    document = parse("@base <http://e/a/> . @prefix x: <b#> . PREFIX y: <c> <> x:p y: . @prefix x: <d> .")
    assert document.prefixes == {"x": "http://e/a/d", "y": "http://e/a/c"}
    assert document.base == "http://e/a/"
    assert list(document.triples()) == [("<http://e/a/>", "<http://e/a/b#p>", "<http://e/a/c>")]


def test_a_prefix_bound_again_means_the_new_namespace() -> None:
    text = "@prefix x: <http://e/1/> . x:a x:p x:b . @prefix x: <http://e/2/> . x:a x:p x:b ."
    assert [s for s, _, _ in parse(text).triples()] == ["<http://e/1/a>", "<http://e/2/a>"]


def test_a_base_serves_relative_iris_of_n_triples_nothing() -> None:
    with pytest.raises(TurtleError, match="relative"):
        parse("<a> <http://e/p> <http://e/o> .", syntax="ntriples", base="http://e/")


def test_n_quads_give_their_triples() -> None:
    document = parse('<urn:s> <urn:p> "o" <urn:g> .\n<urn:s> <urn:p> _:o _:g . # x\n', syntax="nquads")
    assert list(document.triples()) == [("<urn:s>", "<urn:p>", '"o"'), ("<urn:s>", "<urn:p>", "_:o")]
    with pytest.raises(TurtleError, match="does not end with"):
        parse('<urn:s> <urn:p> "o" <urn:g> .\n', syntax="ntriples")
