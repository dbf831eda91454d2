"""The values that placeholders such as `{$maxCount}` have in the messages of core constraints."""

from __future__ import annotations

from collections.abc import Mapping

from adgo.shacl.evaluation.run import Run
from adgo.shacl.model import lists
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.shapes import Found
from adgo.shacl.reading.parameter_rules import ParameterRule, parameter_rules
from adgo.turtle.term_parts import literal, text


def core_bindings(run: Run, found: Found) -> dict[str, str]:
    """Return the terms for the placeholders: each parameter of the shape, and `this`, `value` and `path`.

    Several values, and the members of a list, are joined with commas. If the shape has several values of a parameter of
    which each is a constraint, it is that of the failed constraint.
    """
    shape, constraint, failure = found
    bindings = {"this": run.term(failure.focus)}
    if failure.value is not None:
        bindings["value"] = run.text(failure.value)
    if shape.path is not None:
        bindings["path"] = bindings["PATH"] = literal(run.display.path(sparql(shape.path, run.terms)))
    for rule in parameter_rules():
        value = _value(run, shape.node, rule, constraint.own_values())
        if value is not None:
            bindings[rule.name] = value
    return bindings


def _value(run: Run, node: int, rule: ParameterRule, own: Mapping[str, int]) -> str | None:
    """Return a term with the values of a parameter at a shape, or None if it has none."""
    if rule.name == "path":
        return None
    graph = run.inputs.shapes_graph
    values = [own[rule.name]] if rule.name in own else list(graph.objects(node, graph.id(rule.property)))
    if rule.value == "list":
        try:
            values = [member for each in values for member in lists.members(graph, each)]
        except ShapesError:
            return None  # With --keep-going, this parameter is skipped.
    if len(values) == 1:
        return run.term(values[0])
    return literal(", ".join(text(run.term(each)) for each in values)) if values else None
