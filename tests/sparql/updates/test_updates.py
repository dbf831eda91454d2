"""What updates leave in a store if the engine alone would leave something else; expected by hand from SPARQL 1.1."""

from __future__ import annotations

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.differences.refusal import Unanswerable
from adgo.sparql.text import SparqlText
from adgo.sparql.updates import execution
from adgo.sparql.updates.execution import MissingGraph, NeedsSteps

PREFIX = "PREFIX : <http://e/>\n"
BASE = "http://base/"
DATA = """
    :a :label "x" ; :prefLabel "x" .
    GRAPH :g1 { :a :n 1, 2 . :a :knows :b . }
    GRAPH :g2 { :b :n 3, 4, 5 . }
"""


def dataset(body: str) -> Dataset:
    """The quads of a TriG document, with canonical blank nodes."""
    return canonical(parse(PREFIX + body, RdfFormat.TRIG))


def canonical(quads) -> Dataset:
    made = Dataset(quads)
    made.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return made


def filled(body: str) -> Store:
    store = Store()
    store.extend(parse(PREFIX + body, RdfFormat.TRIG))
    return store


def update(store: Store, text: str) -> tuple[str, ...]:
    """Run an update as the writer does, but without the copy; return the differences that it meets."""
    planned = execution.planned(SparqlText(PREFIX + text, is_update=True), BASE)
    try:
        execution.run(store, planned)
    except NeedsSteps:
        execution.run_in_steps(store, planned)
    return planned.differences


#: The update, and what DATA becomes by it.
UPDATES = {
    "a graph that USING names twice (13.1: a dataset has each graph once)": (
        "INSERT { :c :size ?n } USING :g1 USING :g1 WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
        DATA + ":c :size 3 .",
    ),
    "a graph that USING NAMED names twice": (
        "INSERT { [] :from ?g } USING NAMED :g1 USING NAMED :g1 WHERE { GRAPH ?g { :a :knows ?o } }",
        DATA + "[] :from :g1 .",
    ),
    "a count in each graph": (
        "INSERT { ?g :size ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        DATA + ":g1 :size 3 . :g2 :size 3 .",
    ),
    "the greatest of each graph is removed": (
        "DELETE { GRAPH ?g { ?s :n ?n } } WHERE { GRAPH ?g { { SELECT (MAX(?m) AS ?n) { ?x :n ?m } } ?s :n ?n } }",
        ':a :label "x" ; :prefLabel "x" . GRAPH :g1 { :a :n 1 . :a :knows :b } GRAPH :g2 { :b :n 3, 4 }',
    ),
    "one of each graph is moved": (
        "DELETE { GRAPH ?g { ?s :n ?n } } INSERT { ?s :least ?n } "
        "WHERE { GRAPH ?g { SELECT ?s ?n { ?s :n ?n } ORDER BY ?n LIMIT 1 } }",
        ':a :label "x" ; :prefLabel "x" ; :least 1 . :b :least 3 . '
        "GRAPH :g1 { :a :n 2 . :a :knows :b } GRAPH :g2 { :b :n 4, 5 }",
    ),
    "values in a graph": (
        "INSERT { ?g :has ?w } WHERE { GRAPH ?g { VALUES ?w { 1 } } }",
        DATA + ":g1 :has 1 . :g2 :has 1 .",
    ),
    "one node for each of two alternatives": (
        "INSERT { [] :saw ?l } WHERE { :a :label|:prefLabel ?l }",
        DATA + '[] :saw "x" . [] :saw "x" .',
    ),
    "a path of length zero from a node that is not in the data": (
        "INSERT { ?x :reached true } WHERE { :nowhere :knows* ?x }",
        DATA + ":nowhere :reached true .",
    ),
    "a path of length zero in a graph without the node": (
        "INSERT { ?x :reached true } WHERE { GRAPH :g2 { :nowhere :knows* ?x } }",
        DATA + ":nowhere :reached true .",
    ),
    "a letter after the number of a group": (
        "DELETE { :a :label ?l } INSERT { :a :label ?m } "
        'WHERE { :a :label ?l BIND(REPLACE(?l, "(x)", "<$1th>") AS ?m) }',
        DATA.replace(':label "x"', ':label "<xth>"'),
    ),
    "a replacement by every dollar": (
        'INSERT { :a :price ?m } WHERE { :a :label ?l BIND(REPLACE(?l, "x", "\\\\$") AS ?m) }',
        DATA + ':a :price "$" .',
    ),
    "a pattern that matches nothing is an error": (
        'INSERT { :a :price ?m . :a :seen ?l } WHERE { :a :label ?l BIND(REPLACE(?l, "", "-") AS ?m) }',
        DATA + ':a :seen "x" .',
    ),
    "texts with language tags are joined to a plain string": (
        "INSERT { :all :names ?names } "
        'WHERE { { SELECT (GROUP_CONCAT(?name; SEPARATOR=" ") AS ?names) { VALUES ?name { "a"@en "b"@en } } } }',
        DATA + ':all :names "a b" .',
    ),
    "an integer in another lexical form is another term": ("DELETE WHERE { GRAPH ?g { ?s :n 01 } }", DATA),
    "DELETE WHERE over graphs": (
        "DELETE WHERE { GRAPH ?g { ?s :n 1 } }",
        DATA.replace(":n 1, 2", ":n 2"),
    ),
    "WITH a graph": (
        "WITH :g1 DELETE { ?s :n ?n } INSERT { ?s :text ?t } "
        'WHERE { ?s :n ?n FILTER(?n > 1) BIND(REPLACE(STR(?n), "(.)", "$1x") AS ?t) }',
        DATA.replace(":n 1, 2", ":n 1 ; :text '2x'"),
    ),
    "WITH a graph, evaluated by ADGO": (
        "WITH :g1 INSERT { ?s :sizes ?n } WHERE { ?s :knows ?o GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?x ?y ?z } } }",
        DATA.replace(":knows :b", ":knows :b ; :sizes 3"),
    ),
    "USING and USING NAMED, evaluated by ADGO": (
        "WITH :g3 INSERT { ?s :size ?n } USING :g1 USING NAMED :g1 USING NAMED :g2 "
        "WHERE { ?s :knows ?o GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?x :n ?z } } }",
        DATA + "GRAPH :g3 { :a :size 2, 3 }",
    ),
    "a template for another graph": (
        "INSERT { GRAPH ?g { ?g :size ?n . :it :is ?g } } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s :n ?o } } }",
        DATA + "GRAPH :g1 { :g1 :size 2 . :it :is :g1 } GRAPH :g2 { :g2 :size 3 . :it :is :g2 }",
    ),
    "what is not RDF is left out": (
        "INSERT { ?n :is ?g . ?s ?n ?g . ?s :in ?g . ?s :has ?unbound } "
        "WHERE { GRAPH ?g { SELECT ?s ?n { ?s :n ?n } LIMIT 1 } }",
        DATA + ":a :in :g1 . :b :in :g2 .",
    ),
}


@pytest.mark.parametrize("name", UPDATES)
def test_what_an_update_leaves(name):
    text, wanted = UPDATES[name]
    store = filled(DATA)
    update(store, text)
    assert canonical(store) == dataset(wanted)


#: The engine alone runs these correctly.
CORRECT = {
    "a template for another graph",
    "DELETE WHERE over graphs",
}


@pytest.mark.parametrize("name", [each for each in UPDATES if each not in CORRECT])
def test_the_engine_alone_still_leaves_something_else(name):
    """If this fails, the engine has been corrected: the difference can go."""
    text, wanted = UPDATES[name]
    store = filled(DATA)
    store.update(PREFIX + text, base_iri=BASE)
    assert canonical(store) != dataset(wanted)


def test_blank_nodes_of_the_store_are_kept_and_those_of_a_template_are_new():
    store = filled("GRAPH :g1 { _:x :n 1 . _:y :n 2 . :z :n 3 }")
    update(
        store,
        "DELETE { GRAPH ?g { ?s :n ?n } } INSERT { GRAPH ?g { ?s :was [ :value ?n ] } } "
        "WHERE { GRAPH ?g { SELECT ?s ?n { ?s :n ?n FILTER(ISBLANK(?s)) } LIMIT 9 } }",
    )
    wanted = "GRAPH :g1 { _:x :was [ :value 1 ] . _:y :was [ :value 2 ] . :z :n 3 }"
    assert canonical(store) == dataset(wanted)


def test_an_operation_sees_what_earlier_ones_have_done():
    store = filled(DATA)
    update(
        store,
        "INSERT DATA { GRAPH :g3 { :c :n 7, 8 } } ; "
        "INSERT { ?g :size ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } ; "
        "DELETE WHERE { GRAPH :g3 { ?s ?p 7 } } ; "
        "PREFIX e: <http://e/> INSERT { ?g e:rest ?n } "
        "WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s :n ?o } } FILTER(?g = :g3) }",
    )
    sizes = ":g1 :size 3 . :g2 :size 3 . :g3 :size 2 ; :rest 1 ."
    assert canonical(store) == dataset(DATA + "GRAPH :g3 { :c :n 8 }" + sizes)


def test_all_rows_are_removed_before_any_is_added():
    """Expected: 3.1.3 of SPARQL 1.1 Update."""
    store = filled("GRAPH :g { :a :n 1, 2, 3 }")
    text = "DELETE { GRAPH ?g { ?s :n ?n } } INSERT { GRAPH ?g { ?s :n ?m } } WHERE "
    update(store, text + "{ GRAPH ?g { SELECT ?s ?n ?m { ?s :n ?n BIND(?n + 1 AS ?m) } } }")
    assert canonical(store) == dataset("GRAPH :g { :a :n 2, 3, 4 }")


@pytest.mark.parametrize("verb", ["COPY", "MOVE", "ADD"])
def test_a_source_that_does_not_exist_changes_nothing(verb):
    """Once, COPY from a misspelt graph emptied its target, and reported success."""
    store = filled(DATA)
    text = PREFIX + f"INSERT DATA {{ :new :p 1 }} ;\n{verb} :typo TO :g1"
    planned = execution.planned(SparqlText(text, is_update=True), BASE)
    with pytest.raises(NeedsSteps):
        execution.run(store, planned)
    assert canonical(store) == dataset(DATA)
    with pytest.raises(MissingGraph, match=r"<http://e/typo>.*SILENT") as missing:
        update(store, f"{verb} :typo TO :g1")
    assert missing.value.token.text == ":typo"
    assert canonical(store) == dataset(DATA)
    update(store, f"{verb} SILENT :typo TO :g1")
    assert canonical(store) == dataset(DATA)


@pytest.mark.parametrize("verb", ["DROP", "CLEAR"])
def test_a_graph_that_does_not_exist_cannot_be_dropped_or_cleared(verb):
    store = filled(DATA)
    with pytest.raises(MissingGraph, match="<http://e/typo>"):
        update(store, f"{verb} GRAPH :typo")
    update(store, f"{verb} SILENT GRAPH :typo")
    assert canonical(store) == dataset(DATA)


#: Sequences in which an earlier operation makes or removes the source: the graphs :s and :t after them, None if the
#: source does not exist.
SEQUENCES = {
    "CREATE GRAPH :s ; COPY :s TO :t": ("", ""),
    "CREATE GRAPH :s ; MOVE :s TO :t": (None, ""),
    "INSERT DATA { GRAPH :s { :a :p 1 } } ; MOVE :s TO :t": (None, ":a :p 1"),
    "INSERT DATA { GRAPH :s { :a :p 1 } } ; ADD :s TO :t": (":a :p 1", ":a :p 1 . :t :t :t"),
    "INSERT { GRAPH ?g { :a :p 1 } } WHERE { BIND(:s AS ?g) } ; COPY :s TO :t": (":a :p 1", ":a :p 1"),
    "COPY DEFAULT TO :s ; COPY :s TO :t": (":d :d :d", ":d :d :d"),
    "COPY :t TO :s ; DROP GRAPH :t ; MOVE :s TO :t": (None, ":t :t :t"),
    "COPY :t TO :t": (None, ":t :t :t"),
    "DROP GRAPH :t ; COPY :t TO :s": MissingGraph,
    "DROP ALL ; COPY :t TO :s": MissingGraph,
    "MOVE :t TO :s ; COPY :t TO DEFAULT": MissingGraph,
    "INSERT { GRAPH ?g { :a :p 1 } } WHERE { :nothing :is ?g } ; COPY :s TO :t": MissingGraph,
    "CREATE GRAPH :s ; DROP GRAPH :s ; ADD :s TO :t": MissingGraph,
}


@pytest.mark.parametrize("text", SEQUENCES)
def test_a_source_that_an_earlier_operation_makes_or_removes(text):
    store = filled(":d :d :d . GRAPH :t { :t :t :t }")
    wanted = SEQUENCES[text]
    if wanted is MissingGraph:
        with pytest.raises(MissingGraph):
            update(store, text)
        return
    update(store, text)
    names = {str(each) for each in store.named_graphs()}
    for name, body in zip("st", wanted, strict=True):
        assert (f"<http://e/{name}>" in names) is (body is not None)
        inside = f"GRAPH :{name} {{ {body or ''} }}"
        found = [each for each in store if str(each.graph_name) == f"<http://e/{name}>"]
        assert canonical(found) == dataset(inside)


def test_a_function_that_does_not_exist_is_refused_at_its_place():
    text = PREFIX + "INSERT { ?s :m ?n } WHERE { GRAPH ?g { ?s :n ?o BIND(:half(?o) AS ?n) } }"
    with pytest.raises(Unanswerable) as refused:
        execution.planned(SparqlText(text, is_update=True), BASE)
    assert (refused.value.token.text, refused.value.token.start) == (":half", text.index(":half"))


@pytest.mark.parametrize(
    "text",
    [
        "DELETE { _:b :p ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        "INSERT DATA { _:b :p 1 } ; INSERT DATA { _:b :p 2 } ; "
        "INSERT { ?g :n ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
    ],
)
def test_what_the_engine_would_refuse_is_refused_even_if_it_gets_parts_only(text):
    store = filled(DATA)
    with pytest.raises(QueryError):
        update(store, text)
    assert canonical(store) == dataset(DATA)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { :a :p 'COPY WHERE' }",
        "DELETE { ?s :n ?n } WHERE { ?s :n ?n }",
        "DELETE WHERE { ?s :n ?n }",
        "INSERT { ?s :m ?n } WHERE { GRAPH :g1 { ?s :n ?n FILTER(?n > 1) } }",
    ],
)
def test_an_update_that_the_engine_runs_correctly_reaches_it_unchanged(text):
    assert execution.planned(SparqlText(PREFIX + text, is_update=True), BASE).differences == ()
