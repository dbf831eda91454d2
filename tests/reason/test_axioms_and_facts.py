"""Every triple is reasoned on, an annotation, or reported as unused: none is lost silently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adgo.graph import files
from adgo.graph.namespaces import PREFIXES
from adgo.reason import axioms_and_facts, owl_vocabulary
from adgo.reason.axioms_and_facts import Logic
from adgo.reason.explaining.explanation import pairs
from adgo.reason.explaining.sentences import Sentences
from adgo.reason.triples import Triples
from adgo.shacl.inputs import read
from adgo.shacl.model.display import Display
from adgo.turtle.term_parts import is_iri

Write = Callable[..., Path]


def sorted_(*paths: Path) -> Logic:
    return axioms_and_facts.sort(Triples(read(paths, []).data))


def unused(found: Logic) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.check, each.severity, each.place.line, each.place.column) for each in found.unused]


def test_no_triple_of_the_packaged_graph_is_lost_or_unusable() -> None:
    found = sorted_(*(path for part in files.DEFAULT_PARTS for path in files.part(part)))
    assert found.unused == []
    assert found.kinds.undeclared == {}
    assert found.reasoned + found.annotations == len(found.triples)


@pytest.mark.parametrize(
    ("text", "check", "column"),
    [
        ('id:Zeekr adgo:headquarteredIn "Beijing" .', "literal-for-a-thing", 31),
        ('id:qcraft-buses adgo:startsAt "2026-01-01"^^xsd:date .', "literal-for-a-thing", 31),
        ('id:Zeekr a "Firm" .', "literal-for-a-thing", 12),
        ('id:Zeekr owl:sameAs "Zeekr" .', "literal-for-a-thing", 21),
        ("id:qcraft-buses adgo:cityCount id:Wuhan .", "thing-for-a-literal", 32),
        ('id:qcraft-buses adgo:cityCount "many"^^xsd:integer .', "ill-typed", 32),
        ("id:Zeekr owl:disjoint id:Uber .", "unknown-name", 10),
        ("id:Zeekr a owl:Clas .", "unknown-name", 12),
        ("id:Zeekr a xsd:string .", "unknown-name", 12),
    ],
)
def test_what_owl_does_not_allow_is_reported_with_its_place(
    write: Write, text: str, check: str, column: int
) -> None:
    found = sorted_(*files.part("ontology"), write(text))
    assert unused(found) == [(check, "error", 2, column)]


@pytest.mark.parametrize(
    "text",
    [
        "id:Zeekr adgo:headquarteredIn id:Hangzhou .",
        "id:qcraft-buses adgo:cityCount 26 .",
        "id:qcraft-buses adgo:cityCount 26 , 27 .",
        'id:Zeekr rdfs:label "Zeekr" ; rdfs:comment "of 2021-03-23"@en .',
        "id:Zeekr owl:sameAs id:zeekr .",
        "[] a adgo:Firm .",
        "id:Zeekr a [ a owl:Class ; owl:unionOf ( adgo:Firm adgo:PublicBody ) ] .",
    ],
)
def test_what_owl_allows_is_not_reported(write: Write, text: str) -> None:
    assert sorted_(*files.part("ontology"), write(text)).unused == []


def test_a_datatype_that_owl_lacks_is_left_out_and_reported(write: Write) -> None:
    """HermiT would end with an error; the value, and an axiom that names the datatype, are left out instead."""
    text = """\
ex:founded a owl:DatatypeProperty ; rdfs:range xsd:date .
ex:acme ex:founded "2001-02-03"^^xsd:date .
ex:acme ex:founded "2001-02-03T00:00:00Z"^^xsd:dateTime .
"""
    found = sorted_(write(text))
    assert unused(found) == [("datatype", "note", 2, 48), ("datatype", "note", 3, 20)]
    assert [unit.head.object for unit in found.units] == [
        '"2001-02-03T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    ]


def test_a_property_that_nothing_declares_is_taken_by_its_values(write: Write) -> None:
    text = """\
ex:a ex:knows ex:b . ex:a ex:size 3 . ex:a ex:mixed 3 , ex:b . ex:a ex:since "2001-02-03"^^xsd:date .
ex:a a ex:Kind .
"""
    found = sorted_(write(text))
    example = "<https://example.org/{}>".format
    kinds = {name: found.kinds.are(example(name)) for name in ("knows", "size", "mixed", "since", "Kind")}
    assert kinds == {
        "knows": ["object"],
        "size": ["data"],
        "mixed": ["annotation"],
        "since": ["annotation"],
        "Kind": ["class"],
    }
    assert set(found.kinds.undeclared) == set(map(example, kinds))


def test_an_axiom_has_all_its_triples(write: Write) -> None:
    text = "ex:Parent owl:equivalentClass [ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:Firm ] .\n"
    (unit,) = sorted_(write(text)).units
    assert unit.is_axiom
    assert len(unit.statements) == 4


def test_an_axiom_of_many_classes_is_one(write: Write) -> None:
    (unit,) = sorted_(write("[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ex:C ) .")).units
    assert unit.is_axiom
    assert unit.head.object == owl_vocabulary.term("owl:AllDisjointClasses")
    assert len(unit.statements) == 8


def test_a_list_that_belongs_to_nothing_is_reported(write: Write) -> None:
    found = sorted_(write("ex:A a owl:Class . ( ex:A ) rdfs:label 'a list' ."))
    assert {each[0] for each in unused(found)} == {"structure"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ex:A rdfs:subClassOf adgo:Frim .", {"ex:A": "class", "adgo:Frim": "class"}),
        ("ex:A owl:equivalentClass [ owl:unionOf ( ex:B ex:C ) ] .", dict.fromkeys(["ex:A", "ex:B", "ex:C"], "class")),
        ("[] a owl:AllDisjointProperties ; owl:members ( ex:p ex:q ) .", {"ex:p": "object", "ex:q": "object"}),
        ("ex:p rdfs:range xsd:integer .", {"ex:p": "data"}),
        ("ex:p rdfs:range xsd:integer , ex:A . ex:a ex:p ex:b .", {"ex:p": "object"}),
        ("ex:p rdfs:subPropertyOf ex:q . ex:a ex:p 3 .", {"ex:p": "data", "ex:q": "data"}),
        ("[ a owl:Restriction ; owl:onProperty ex:p ; owl:hasValue 3 ] rdfs:subClassOf ex:A . ex:a ex:p 4 .",
         {"ex:p": "data", "ex:A": "class"}),
        ("ex:p owl:inverseOf adgo:isPartOf .", {"ex:p": "object"}),
    ],
)  # fmt: skip
def test_a_name_that_only_axioms_use_is_taken_by_its_place(
    write: Write, text: str, kinds: dict[str, str]
) -> None:
    found = sorted_(*files.part("ontology"), write(text)).kinds
    iris = {
        name: f"<{PREFIXES['adgo'] if name.startswith('adgo:') else 'https://example.org/'}{name.split(':')[1]}>"
        for name in kinds
    }
    assert {name: found.are(iri) for name, iri in iris.items()} == {
        name: [kind] for name, kind in kinds.items()
    }
    assert set(iris.values()) <= set(found.undeclared)


def test_a_property_that_rdf_declares_is_declared(write: Write) -> None:
    found = sorted_(
        write(
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . ex:p a rdf:Property . ex:a ex:p ex:b ."
        )
    )
    assert found.kinds.undeclared == {}
    assert found.kinds.are("<https://example.org/p>") == ["object"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ex:C ) .", ["A B", "A C", "B C"]),
        ("[] a owl:AllDifferent ; owl:distinctMembers ( ex:a ex:b ) .", ["a b"]),
        ("[] a owl:AllDisjointClasses ; owl:members ( [ owl:unionOf ( ex:A ex:B ) ] ex:C ) .", []),
        ("ex:A owl:disjointUnionOf ( ex:B ex:C ) .", []),
    ],
)
def test_an_axiom_about_many_names_is_divided_into_pairs(write: Write, text: str, said: list[str]) -> None:
    """Bug: the classes within an expression were taken for members of the list that holds it."""
    found = sorted_(write(text))
    (unit,) = found.units
    assert [
        " ".join(term.rpartition("/")[2][:-1] for term in (s, o)) for s, _, o in pairs(unit, found)
    ] == said


def test_things_without_a_name_are_different_under_the_names_that_the_reasoner_knows(write: Write) -> None:
    found = sorted_(
        write("[] a owl:AllDifferent ; owl:members ( _:one _:two ) . _:one a ex:A . _:two a ex:A .")
    )
    axiom, *facts = found.units
    given = found.as_given([fact.head for fact in facts])
    ((s, _, o),) = found.as_given(pairs(axiom, found))
    assert [s, o] == [fact.subject for fact in given]
    assert all(map(is_iri, (s, o)))


def test_a_list_that_returns_to_itself_is_read_once(write: Write) -> None:
    """Bug: it was read for ever, to say it in a sentence."""
    found = sorted_(write("ex:A owl:unionOf _:l . _:l rdf:first ex:B ; rdf:rest _:l ."))
    (unit,) = found.units
    sentence = Sentences(Display({"ex": "https://example.org/"})).sentence(unit.head, unit.statements)
    assert sentence == "ex:A is ex:B"
