"""Findings about the shapes and constraints that could not be evaluated."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.naming import nearest_named
from adgo.shacl.model.not_evaluated import DependsOnSkipped, NotEvaluated
from adgo.shacl.model.result import SKIPPED, Finding, Place
from adgo.shacl.reporting import places
from adgo.shacl.reporting.error_places import place_of_error
from adgo.turtle.term_parts import is_iri


def findings(inputs: Inputs, skipped: Iterable[NotEvaluated]) -> list[Finding]:
    """Return an error finding for each part of the shapes that was skipped, with its place and the reason."""
    found: dict[tuple[Place | None, str], Finding] = {}
    for each in skipped:
        finding = _finding(inputs, each)
        found.setdefault((finding.place, finding.message), finding)
    return list(found.values())


def _finding(inputs: Inputs, skipped: NotEvaluated) -> Finding:
    name = _name(inputs, skipped.shape)
    part = Display(inputs.prefixes).path(skipped.part) if skipped.part.startswith("<") else skipped.part
    what = f"{part} of {name}" if part else name
    error = skipped.error
    reason, how = str(error), "is not evaluated"
    if isinstance(error, DependsOnSkipped):
        reason = f"it refers to {_name(inputs, error.on)}, which is not evaluated completely"
        how = "is evaluated only in part" if error.in_part else how
    place = place_of_error(inputs, error) or places.place_of_subject(inputs.shapes, skipped.shape)
    return Finding(SKIPPED, "error", f"{what} {how}: {reason}", skipped.shape, place)


def _name(inputs: Inputs, term: str) -> str:
    display = Display(inputs.prefixes)
    if is_iri(term):
        return display.term(term)
    shapes = inputs.shapes_graph
    near = shapes.term(nearest_named(shapes, shapes.id(term)))
    return f"a shape in {display.term(near)}" if is_iri(near) else "a shape without a name"


def without_repetitions(
    inputs: Inputs, found: Iterable[Finding], errors: Collection[ShapesError]
) -> list[Finding]:
    """Return the findings that do not repeat an error.

    Left out are findings at the place of an error, and those of the shapes for shapes, which find the same errors again
    at each shape that refers to a faulty one.

    Args:
        inputs: the documents.
        found: the findings.
        errors: the errors.
    """
    reported = {place_of_error(inputs, error) for error in errors} - {None}
    repeated = {"shacl-shacl"} if errors else set()
    return [finding for finding in found if finding.place not in reported and finding.check not in repeated]
