"""Findings about well-formed parts of shapes that have no effect, or not the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import sh
from adgo.shacl.model.path_reader import single_members
from adgo.shacl.model.result import Finding
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reading.syntax import descriptive_faults
from adgo.shacl.reporting.error_places import place_of_error
from adgo.turtle.term_parts import is_iri, is_literal, lexical
from adgo.turtle.terms import xsd

#: Parameters that have no effect unless the shape also has one of these (SHACL 2.1.4: mandatory parameters).
_NEEDS = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
}
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
#: Parameters whose values are shapes.
_SHAPES = ("node", "not", "qualifiedValueShape")
#: Parameters whose values are lists of shapes.
_LISTS = ("and", "or", "xone")
_ONE = f'"1"^^{xsd("boolean")}'


def lone_parameters(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the parameters that have no effect because the shape lacks the parameter that they belong to."""
    for name, needed in _NEEDS.items():
        for node, values in _index(reader, name):
            if not any(reader.values(node, other) for other in needed):
                others = " or ".join(f"sh:{other}" for other in needed)
                message = f"sh:{name} has no effect, because the shape does not have {others}"
                yield _finding(inputs, reader, "no-effect", message, (node, name, values[0]))


def unique_lang_one(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield each `sh:uniqueLang "1"^^xsd:boolean`: the standard asks for the literal `true`."""
    for node, values in _index(reader, "uniqueLang"):
        if reader.graph.term(values[0]) == _ONE:
            message = 'sh:uniqueLang "1"^^xsd:boolean has no effect: write true'
            yield _finding(inputs, reader, "no-effect", message, (node, "uniqueLang", values[0]))


def negative_counts(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the counts and lengths below zero: a minimum always holds, and a maximum never does."""
    for name in _COUNTS:
        for node, values in _index(reader, name):
            term = reader.graph.term(values[0])
            if is_literal(term) and lexical(term).startswith("-") and lexical(term).strip("-0"):
                outcome = "always holds" if "min" in name.lower() else "never holds"
                message = (
                    f"sh:{name} {lexical(term)} {outcome}: a number of values or characters is not negative"
                )
                yield _finding(inputs, reader, "negative-count", message, (node, name, values[0]), "error")


def single_member_paths(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the sequence and alternative paths with one member, which other programs may refuse."""
    for node, values in _index(reader, "path"):
        try:
            lists = single_members(reader.graph, values[0])
        except ShapesError:
            continue  # The run reports it.
        for each in lists:
            message = "a sequence or alternative path must have at least two members: this one is read as its member"
            error = ShapesError(message, reader.graph.term(each))
            if each == values[0]:
                error.position = TextPosition(
                    reader.graph.term(node), sh("path"), reader.graph.term(values[0])
                )
            place = place_of_error(inputs, error)
            yield Finding("path-of-one", "warning", message, reader.graph.term(node), place)


def undefined_shapes(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the references to shapes about which the shapes graph says nothing: every node conforms to them."""
    for name in (*_SHAPES, *_LISTS):
        for node, values in _index(reader, name):
            for value in values:
                for each in _members(reader, value) if name in _LISTS else (value,):
                    term = reader.graph.term(each)
                    if is_iri(term) and each not in reader.graph.by_subject:
                        message = f"sh:{name} refers to {term}, which the shapes do not describe: every node conforms"
                        yield _finding(inputs, reader, "undefined-shape", message, (node, name, value))


def _members(reader: ShapesReader, node: int) -> list[int]:
    try:
        return reader.members(node)
    except ShapesError:
        return []  # The run reports it.


def descriptions(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the wrong values of properties that SHACL ignores, such as `sh:order`."""
    for fault in descriptive_faults(reader.graph):
        yield Finding(
            "description", "warning", fault.message, fault.node, place_of_error(inputs, fault.error())
        )


def _index(reader: ShapesReader, name: str) -> list[tuple[int, list[int]]]:
    """Return the nodes that have a property, with its values, in the order of the files."""
    found = reader.graph.forward(reader.id(sh(name)))
    return [(node, list(values)) for node, values in found.items()]


def _finding(
    inputs: Inputs,
    reader: ShapesReader,
    check: str,
    message: str,
    triple: tuple[int, str, int],
    severity: str = "warning",
) -> Finding:
    node, name, value = triple
    term = reader.graph.term(node)
    position = TextPosition(term, sh(name), reader.graph.term(value))
    return Finding(
        check, severity, message, term, place_of_error(inputs, ShapesError(message, term, position))
    )
