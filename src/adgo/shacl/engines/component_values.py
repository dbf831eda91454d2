"""The values of the parameters of constraint components, checked against the declarations (SHACL 6.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, TextPosition


def faults(inputs: Inputs) -> Iterator[ShapesError]:
    """Yield an error for each value that its declaration excludes: the shape that has it is ill-formed.

    A declaration may have any constraint, such as a datatype. Its focus nodes are the shapes that use the parameter.
    """
    reader = inputs.shapes_reader
    declarations = [
        each for component in reader.components for each in reader.values(component.node, "parameter")
    ]
    if not declarations:
        return
    checked = Inputs(inputs.table, inputs.shapes, inputs.shapes)
    run = Run(checked)
    for declaration in declarations:
        shape = checked.shapes_reader.shape(declaration)
        assert shape.path_node is not None, "reading the components has checked it"
        using = reader.graph.forward(shape.path_node)
        for group in run.found(shape, using).values():
            for found in group:
                focus, value = run.term(found.failure.focus), run.text(found.failure.value)
                yield ShapesError(
                    "the declaration of this parameter of a constraint component excludes its value: "
                    f"{found.constraint.message(run, found)} (SHACL 6.2.1)",
                    focus,
                    TextPosition(focus, run.term(shape.path_node), value) if value else None,
                )
