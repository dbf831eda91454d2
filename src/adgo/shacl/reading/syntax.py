"""Checking the syntax of shapes (SHACL 1.0, appendix A), in time linear in the shapes graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from adgo.shacl.model import lists
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import CLASS, FIRST, SUBCLASS, TYPE, sh
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.reading.parameter_rules import KINDS, ParameterRule, parameter_rules
from adgo.turtle.datatypes import checker
from adgo.turtle.term_parts import is_blank, is_literal, lexical
from adgo.turtle.terms import xsd

#: The parameters that may have a list of what SHACL 1.0 allows as a value, but only in the SHACL 1.2 drafts.
_LISTS_IN_DRAFTS = ("class", "datatype", "nodeKind")
#: The kinds of value whose terms are not enough to know whether they are well-formed.
_CHECKED_FURTHER = ("list", "path", "node-shape", "property-shape")
_NODE, _PROPERTY = sh("NodeShape"), sh("PropertyShape")


class SyntaxFault(NamedTuple):
    """A violated syntax rule: what is wrong, at which node, and in which value of it."""

    message: str
    node: str
    position: TextPosition | None

    def error(self) -> ShapesError:
        """Return the fault as an error."""
        return ShapesError(self.message, self.node, self.position)


def syntax_faults(graph: IndexedGraph) -> dict[int, tuple[SyntaxFault, ...]]:
    """Return the violated rules of each ill-formed shape, by the node of the shape."""
    return _SyntaxCheck(graph).faults()


def descriptive_faults(graph: IndexedGraph) -> list[SyntaxFault]:
    """Return the wrong values of properties that SHACL processors ignore, such as `sh:order`."""
    check = _SyntaxCheck(graph)
    rules = [rule for rule in parameter_rules() if rule.scope == "ignored"]
    return [fault for rule in rules for _, fault in check.of_rule(rule)]


class _SyntaxCheck:
    """The check of one shapes graph."""

    def __init__(self, graph: IndexedGraph) -> None:
        self.graph = graph
        self.display = Display({})
        self.paths = graph.forward(graph.id(sh("path")))

    def faults(self) -> dict[int, tuple[SyntaxFault, ...]]:
        found: dict[int, list[SyntaxFault]] = {}
        for rule in parameter_rules():
            if rule.scope != "ignored":
                for node, fault in self.of_rule(rule):
                    found.setdefault(node, []).append(fault)
        for node, fault in self._anonymous_classes():
            found.setdefault(node, []).append(fault)
        return {node: tuple(dict.fromkeys(faults)) for node, faults in found.items()}

    def _anonymous_classes(self) -> Iterator[tuple[int, SyntaxFault]]:
        """Yield the blank nodes that are shapes and classes: only an IRI can be an implicit target (SHACL 2.1.3.3)."""
        graph, type_ = self.graph, self.graph.id(TYPE)
        kinds = (
            graph.closure(graph.id(SUBCLASS), [graph.id(each)], inverse=True)
            for each in (CLASS, _NODE, _PROPERTY)
        )
        classes, *shapes = ({node for each in kind for node in graph.subjects(type_, each)} for kind in kinds)
        for node in sorted(classes.intersection(shapes[0] | shapes[1])):
            term = graph.term(node)
            if is_blank(term):
                message = "a shape that is a class must be an IRI, not a blank node: give it a name"
                yield node, SyntaxFault(message, term, None)

    def of_rule(self, rule: ParameterRule) -> Iterator[tuple[int, SyntaxFault]]:
        """Yield the nodes that violate a rule, each with its faults."""
        predicate = self.graph.id(rule.property)
        # Most values are used many times, and are tested once.
        values_to_check = set(self.graph.pairs(predicate).objects)
        if rule.value not in _CHECKED_FURTHER:
            fits = KINDS[rule.value].fits
            values_to_check = {value for value in values_to_check if not fits(self.graph.term(value))}
        for node, values in self.graph.forward(predicate).items():
            if rule.scope == "property" and node not in self.paths and not self._is_property_value(node):
                yield node, self._fault(rule, node, values[0], _scope_message(rule))
            if rule.most is not None and len(values) > rule.most:
                yield node, self._fault(rule, node, values[rule.most], _count_message(rule, len(values)))
            for value in values:
                if value in values_to_check:
                    yield from ((node, fault) for fault in self._of_value(rule, node, value))

    def _is_property_value(self, node: int) -> bool:
        """Return whether a node is a value of sh:property: without a path, it has a fault of its own."""
        return bool(self.graph.subjects(self.graph.id(sh("property")), node))

    def _of_value(self, rule: ParameterRule, node: int, value: int) -> Iterator[SyntaxFault]:
        term = self.graph.term(value)
        if not KINDS[rule.value].fits(term):
            yield self._fault(rule, node, value, self._kind_message(rule, value, rule.value))
        elif rule.value == "list":
            yield from self._of_list(rule, node, value)
        elif rule.value == "path":
            yield from self._of_path(node, value)
        elif rule.value == "property-shape" and value not in self.paths:
            message = "a value of sh:property must be a property shape, but this shape has no sh:path"
            own = value in self.graph.by_subject
            yield SyntaxFault(message, term, None) if own else self._fault(rule, node, value, message)
        elif rule.value == "node-shape" and value in self.paths:
            message = "a value of sh:node must be a node shape, but this shape has sh:path: use sh:property"
            yield self._fault(rule, node, value, message)

    def _of_list(self, rule: ParameterRule, node: int, value: int) -> Iterator[SyntaxFault]:
        """Yield what is wrong in a list: its nodes, or else its members."""
        try:
            members = lists.cells(self.graph, value)
        except ShapesError as error:
            yield self._fault(rule, node, value, f"sh:{rule.name} must be an RDF list: {error}")
            return
        for cell, member in members:
            if not KINDS[rule.member or "any"].fits(self.graph.term(member)):
                message = self._kind_message(rule, member, rule.member or "any", "each member of ")
                position = TextPosition(self.graph.term(cell), FIRST, self.graph.term(member))
                yield SyntaxFault(message, self.graph.term(node), position)

    def _of_path(self, node: int, value: int) -> Iterator[SyntaxFault]:
        try:
            read_path(self.graph, value)
        except ShapesError as error:
            term, path = self.graph.term(node), self.graph.term(value)
            own = TextPosition(term, sh("path"), path) if error.node in (None, path) else None
            yield SyntaxFault(str(error), error.node or term, error.position or own)

    def _fault(self, rule: ParameterRule, node: int, value: int, message: str) -> SyntaxFault:
        term = self.graph.term(node)
        return SyntaxFault(message, term, TextPosition(term, rule.property, self.graph.term(value)))

    def _kind_message(self, rule: ParameterRule, value: int, kind: str, part: str = "") -> str:
        """Return that a value, or a member of a list, is not of the kind that the rule asks for."""
        term = self.graph.term(value)
        shown, remedy = self.display.term(term), _remedy(rule, term)
        if is_blank(term):
            is_list = lists.is_list(self.graph, value)
            shown = "a list" if is_list else "a blank node"
            if is_list and rule.name in _LISTS_IN_DRAFTS:
                remedy = f", which only the SHACL 1.2 drafts allow: write sh:or ( [ sh:{rule.name} … ] … )"
        return f"{part}sh:{rule.name} must be {KINDS[kind].words}, not {shown}{remedy}"


def _scope_message(rule: ParameterRule) -> str:
    return f"sh:{rule.name} needs a property shape, but this shape has no sh:path"


def _count_message(rule: ParameterRule, count: int) -> str:
    remedy = (
        "write one property shape for each" if "multiple-parameters" in rule.rules else "remove the others"
    )
    return f"sh:{rule.name} has {count} values, but a shape may have only one: {remedy}"


def _remedy(rule: ParameterRule, term: str) -> str:
    """Return what to write instead of a value, if that is clear; otherwise ""."""
    kind = rule.member if rule.value == "list" and rule.member else rule.value
    if rule.name == "severity":
        return ": write sh:Violation, sh:Warning, sh:Info or an IRI of your own"
    if not is_literal(term):
        return ""
    body = lexical(term)
    if kind == "integer" and checker(xsd("integer"))(f'"{body}"^^{xsd("integer")}'):
        return f": write {body}"
    if kind in ("boolean", "true-or-false") and body in ("0", "1"):
        return f": write {'true' if body == '1' else 'false'}"
    if kind in ("boolean", "true-or-false") and body in ("true", "false"):
        return f": write {body} without quotes"
    return ""
