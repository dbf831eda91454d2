"""Ill-formed shapes are refused at the faulty value.

The expected kinds are those of SHACL 1.0: the tables of parameters in chapters 2, 4 and 5, and appendix A.
"""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.checks import shacl_files
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.reading.parameter_rules import parameter_rules
from adgo.shacl.reporting.error_places import place_of_error
from adgo.shacl.validation import Engine, validate

SAMPLES = {
    "IRI": "ex:X",
    "node kind": "sh:IRI",
    "node shape": "ex:N",
    "property shape": "ex:P",
    "blank": "[ ex:note 1 ]",
    "string": '"x"',
    "number as string": '"1"',
    "language string": '"x"@en',
    "integer": "1",
    "ill-typed integer": '"x"^^xsd:integer',
    "int": '"1"^^xsd:int',
    "decimal": "1.5",
    "boolean": "true",
    "boolean 1": '"1"^^xsd:boolean',
    "ill-typed boolean": '"x"^^xsd:boolean',
    "date": '"2024-01-01"^^xsd:date',
    "empty list": "()",
    "IRIs": "( ex:X ex:Y )",
    "strings": '( "x" "y" )',
    "language strings": '( "x"@en "y" )',
    "blanks": "( [ ex:note 1 ] [ ex:note 2 ] )",
    "cyclic": "_:l",
    "without end": "_:e",
}
SHAPES_AND_LISTS = """
ex:N a sh:NodeShape . ex:P a sh:PropertyShape ; sh:path ex:p . _:l rdf:first ex:X ; rdf:rest _:l . _:e rdf:first ex:X .
"""

IRIS = {"IRI", "node kind", "node shape", "property shape"}
LISTS = {"empty list", "IRIs", "strings", "language strings", "blanks"}
BLANKS = {"blank", "cyclic", "without end"} | (LISTS - {"empty list"})
RESOURCES = IRIS | BLANKS | {"empty list"}
STRINGS = {"string", "number as string"}
LITERALS = SAMPLES.keys() - RESOURCES
#: rdf:nil is an IRI, which may be the name of a class or a shape.
NAMES = IRIS | {"empty list"}
NODE_SHAPES = RESOURCES - {"property shape"}

#: What the standard allows as a value of each property.
ALLOWED = {
    "targetNode": NAMES | LITERALS,
    "targetClass": NAMES,
    "targetSubjectsOf": NAMES,
    "targetObjectsOf": NAMES,
    "path": IRIS | {"IRIs"},
    "severity": NAMES,
    "message": STRINGS | {"language string"},
    "deactivated": {"boolean"},
    "class": NAMES,
    "datatype": NAMES,
    "nodeKind": {"node kind"},
    **{name: {"integer"} for name in ("minCount", "maxCount", "minLength", "maxLength")},
    **{name: {"integer"} for name in ("qualifiedMinCount", "qualifiedMaxCount")},
    **dict.fromkeys(("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"), LITERALS),
    "pattern": STRINGS,
    "flags": STRINGS,
    "languageIn": {"strings", "empty list"},
    **{name: {"boolean", "boolean 1"} for name in ("uniqueLang", "closed", "qualifiedValueShapesDisjoint")},
    **dict.fromkeys(("equals", "disjoint", "lessThan", "lessThanOrEquals"), NAMES),
    **dict.fromkeys(("not", "qualifiedValueShape"), RESOURCES),
    **{name: {"IRIs", "blanks", "empty list"} for name in ("and", "or", "xone")},
    "node": NODE_SHAPES,
    "property": {"property shape"},
    "ignoredProperties": {"IRIs", "empty list"},
    "hasValue": set(SAMPLES),
    "in": LISTS,
    "sparql": RESOURCES,
}
#: The properties of which a shape has at most one value: by a rule of their own, or since the component has several
#: parameters.
ONCE = [
    "path",
    "severity",
    "deactivated",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "qualifiedValueShape",
    "qualifiedValueShapesDisjoint",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "closed",
    "ignoredProperties",
    "in",
]
#: The properties that node shapes cannot have.
OF_PROPERTY_SHAPES = [
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
]

#: Where the line after the prefixes begins.
LINE = 7


def _shape(name: str, value: str) -> Inputs:
    path = "" if name == "path" else "sh:path ex:p ; "
    shape = f"ex:S {path}sh:{name}\n{value} .\n{SHAPES_AND_LISTS}ex:T a sh:NodeShape ; sh:targetClass ex:C ."
    return made("ex:a a ex:C .", shape)


def _error(inputs: Inputs) -> ShapesError:
    with pytest.raises(ShapesError) as caught:
        inputs.shapes_reader.check()
    return caught.value


def _place(inputs: Inputs) -> tuple[int, int]:
    place = place_of_error(inputs, _error(inputs))
    assert place
    assert place.line
    assert place.column
    return place.line, place.column


def test_the_table_has_every_parameter_of_shacl_core() -> None:
    known = {rule.name for rule in parameter_rules() if rule.scope != "ignored"}
    assert known == set(ALLOWED)
    vocabulary = shacl_files.vocabulary()
    assert all(rule.property in vocabulary for rule in parameter_rules())


@pytest.mark.parametrize("name", ALLOWED)
def test_a_value_of_another_kind_is_refused_at_its_place(name: str) -> None:
    """The value stands on the line after the property, and the shape has no target: the graph is ill-formed anyway."""
    for kind in SAMPLES.keys() - ALLOWED[name]:
        line, column = _place(_shape(name, SAMPLES[kind]))
        if name == "property" and kind in ("node shape", "cyclic", "without end"):
            assert line == LINE + 3, "the node without a path is described there"
        else:
            assert line == LINE + 1, kind
            assert column <= len(SAMPLES[kind])


@pytest.mark.parametrize("name", ALLOWED)
def test_values_of_the_right_kind_are_not_refused(name: str) -> None:
    for kind in ALLOWED[name]:
        faults = _shape(name, SAMPLES[kind]).shapes_reader.faults
        assert not faults, kind


@pytest.mark.parametrize("name", ONCE)
def test_a_second_value_is_refused_at_its_place(name: str) -> None:
    kind = sorted(ALLOWED[name])[0]
    values = [SAMPLES[kind], {"integer": "2", "boolean": "false"}.get(kind, "ex:Y")]
    if kind in LISTS:
        values[1] = SAMPLES["empty list"] if kind != "empty list" else SAMPLES[sorted(ALLOWED[name])[1]]
    elif kind in LITERALS and kind not in ("integer", "boolean"):
        values[1] = '"other"'
    elif kind == "node kind":
        values[1] = "sh:Literal"
    elif kind == "blank":
        values[1] = "[ ex:note 2 ]"
    inputs = _shape(name, f"{values[0]} ,\n{values[1]}")
    assert _place(inputs) == (LINE + 2, 1)
    assert "only one" in str(_error(inputs))


@pytest.mark.parametrize("name", [name for name in ALLOWED if name not in ONCE])
def test_other_properties_may_have_several_values(name: str) -> None:
    kind = "property shape" if name == "property" else sorted(ALLOWED[name])[0]
    value = SAMPLES[kind]
    other = {"targetNode": "2"}.get(name, value)
    assert not _shape(name, f"{value} , {other}").shapes_reader.faults


@pytest.mark.parametrize("name", OF_PROPERTY_SHAPES)
def test_a_node_shape_without_a_path_cannot_have_it(name: str) -> None:
    value = SAMPLES[sorted(ALLOWED[name])[0]]
    inputs = made("ex:a a ex:C .", f"ex:S a sh:NodeShape ; sh:{name}\n{value} .\n{SHAPES_AND_LISTS}")
    assert _place(inputs) == (LINE + 1, 1)
    assert "property shape" in str(_error(inputs))


@pytest.mark.parametrize("name", [name for name in ALLOWED if name not in (*OF_PROPERTY_SHAPES, "path")])
def test_a_node_shape_may_have_the_others(name: str) -> None:
    value = SAMPLES["property shape" if name == "property" else sorted(ALLOWED[name])[0]]
    inputs = made("ex:a a ex:C .", f"ex:S a sh:NodeShape ; sh:{name} {value} .\n{SHAPES_AND_LISTS}")
    assert not inputs.shapes_reader.faults


@pytest.mark.parametrize("engine", ["fast", "pyshacl", "both"])
def test_every_engine_refuses_them(engine: Engine) -> None:
    inputs = _shape("maxCount", '"1"')
    with pytest.raises(ShapesError) as caught:
        validate(inputs, engine)
    error = caught.value
    assert str(error) == 'sh:maxCount must be an xsd:integer, not "1": write 1'
    place = place_of_error(inputs, error)
    assert place
    assert (place.line, place.column) == (LINE + 1, 1)


def test_every_fault_is_reported() -> None:
    """Only the first was, and the rest after it had been corrected."""
    inputs = made(
        "ex:a a ex:C .", 'ex:S sh:path ex:p ;\n sh:maxCount "1" ;\n sh:class "x" ; sh:pattern "a" , "b" .'
    )
    error = _error(inputs)
    places = [place_of_error(inputs, each) for each in (error, *error.others)]
    assert sorted((place.line, place.column) for place in places if place) == [(8, 14), (9, 11), (9, 34)]


@pytest.mark.parametrize(
    ("shape", "message", "column"),
    [
        ("ex:S sh:languageIn ( ex:en ) .", "each member of sh:languageIn must be a string", 22),
        ("ex:S sh:class ( ex:A ex:B ) .", "not a list, which only the SHACL 1.2 drafts allow", 15),
        ("ex:S sh:datatype [] .", "sh:datatype must be an IRI, not a blank node", 18),
        ('ex:S sh:severity "Warning" .', "write sh:Violation, sh:Warning, sh:Info", 18),
        ('ex:S sh:closed "true" .', "write true without quotes", 16),
        ('ex:S sh:deactivated "1"^^xsd:boolean .', "write true", 21),
        ('ex:S sh:path ex:p ; sh:pattern "a" , "b" .', "one property shape for each", 38),
        ('ex:S sh:property [ sh:path ( ex:p "x" ) ] .', "a path must be an IRI or a blank node", 35),
        ("ex:S sh:in ( 1 2 3 ) , ( 4 ) .", "sh:in has 2 values", 24),
    ],
)
def test_messages_say_what_to_write(shape: str, message: str, column: int) -> None:
    inputs = made("ex:a a ex:C .", shape)
    assert message in str(_error(inputs))
    assert _place(inputs) == (LINE, column)


def test_an_anonymous_shape_cannot_be_a_class() -> None:
    """SHACL 2.1.3.3: if it is an instance of rdfs:Class too, a shape that is not an IRI is ill-formed."""
    inputs = made("ex:a a ex:C .", "[] a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI .")
    assert "must be an IRI" in str(_error(inputs))
    assert _place(inputs) == (LINE, 1)
    assert not made("ex:a a ex:C .", "ex:S a sh:NodeShape , rdfs:Class .").shapes_reader.faults


def test_the_check_takes_linear_time() -> None:
    """A list that many shapes share, and a long one, must not be read again and again."""
    members = " ".join(f"ex:m{number}" for number in range(2000))
    shapes = " ".join(f"ex:S{number} sh:in ( ex:a ) ; sh:path ex:p ." for number in range(2000))
    inputs = made("ex:a a ex:C .", f"ex:L sh:in ( {members} ) .\n{shapes}")
    assert not inputs.shapes_reader.faults
