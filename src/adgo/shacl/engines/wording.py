"""ADGO's messages for the results of pySHACL, which has others and does not replace placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from adgo.shacl.engines.result_maker import DEPTH, ResultMaker
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Found, Shape, Values

_SPARQL = f"{SHACL}SPARQLConstraintComponent"


def reword(inputs: Inputs, results: Iterable[ValidationResult]) -> None:
    """Replace the messages of results of core constraints, and of those that explain them."""
    wording = _Wording(inputs)
    for result in results:
        wording.reword(result)


class _Wording:
    """The messages for one set of documents."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.run = Run(inputs)
        self.maker = ResultMaker(self.run)
        #: How many results like a given one have been reworded: each is of another constraint.
        self._alike: Counter[tuple[str | None, ...]] = Counter()

    def reword(self, result: ValidationResult) -> None:
        for detail in result.details:
            self.reword(detail)
        if not result.component.startswith(SHACL) or result.component == _SPARQL:
            return
        own = self._own(result)
        if own is None:
            result.message, result.messages = self._generic(result), ()
        else:
            result.message, result.messages = own.message, own.messages
            result.expected, result.shape_places = own.expected, own.shape_places

    def _own(self, result: ValidationResult) -> ValidationResult | None:
        """Return the result as ADGO's own engine makes it; None if its shape or constraint is not known."""
        table = self.inputs.table
        try:
            shape = self.inputs.shapes_reader.shape(table.intern(result.source_shape))
            value = None if result.value is None else table.intern(result.value)
            path = table.intern(result.path_node) if result.path_node and _is_closed(result) else None
            failure = ConstraintFailure(table.intern(result.focus), value, path=path)
            constraint = self._constraint(shape, result, failure)
            return self.maker.result(Found(shape, constraint, failure), DEPTH) if constraint else None
        except (ShapesError, Unsupported, RecursionError):
            return None  # A recursive shape, or one that only pySHACL can evaluate.

    def _constraint(
        self, shape: Shape, result: ValidationResult, failure: ConstraintFailure
    ) -> Constraint | None:
        """Return the constraint of a result; of several that fail, the next one for each further result like it."""
        found = [each for each in shape.constraints if each.component == result.component]
        if len(found) < 2:
            return found[0] if found else None
        values = self.run.values(shape, [failure.focus])
        if isinstance(failure.value, int):
            values = Values(shape, {failure.focus: (failure.value,)})
        failing = [each for each in found if each.failing(self.run, values)] or found
        self._alike[result.identity] += 1
        return failing[(self._alike[result.identity] - 1) % len(failing)]

    def _generic(self, result: ValidationResult) -> str:
        shown = Display(self.inputs.prefixes).term(result.value or result.focus)
        return f"the {result.component_name} constraint is violated by {shown}"


def _is_closed(result: ValidationResult) -> bool:
    return result.component == f"{SHACL}ClosedConstraintComponent"
