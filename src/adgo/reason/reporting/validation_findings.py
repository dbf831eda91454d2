"""Reasoning as a stage of `adgo validate`: its findings, reported next to the results of the shapes."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.reason.explaining.sentences import impossible
from adgo.reason.hermit import java
from adgo.reason.outcome import ReasoningOutcome
from adgo.reason.reasoning import SECONDS, reason
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.formats.paths import shortest


def findings(inputs: Inputs, seconds: float = SECONDS) -> list[Finding]:
    """Return the findings of reasoning: contradictions, unsatisfiable classes, and triples that cannot be used.

    Contradictions are explained if JPype is installed.

    Args:
        inputs: the data and the ontology.
        seconds: time limit; 0 for none.

    Raises:
        CannotReason: if the reasoner cannot run.
    """
    outcome = reason(inputs, explained=java.has_bridge(), seconds=seconds, values=False)
    return sorted(_findings(outcome, Display(inputs.prefixes)), key=lambda finding: finding.order)


def _findings(outcome: ReasoningOutcome, display: Display) -> Iterator[Finding]:
    for explanation in outcome.contradictions:
        *others, last = explanation.steps
        against = "; ".join(
            f"{step.sentence} ({shortest(step.place.file)}:{step.place.line})" for step in others
        )
        message = f"{last.sentence}, which contradicts: {against}"
        yield Finding("owl-inconsistent", "error", message, last.statements[0].subject, last.place)
    if not outcome.consistent and not outcome.contradictions:
        remedy = "adgo reason --explain shows which axioms and facts contradict each other"
        yield Finding(
            "owl-inconsistent", "error", "the data and the ontology contradict each other", remedy=remedy
        )
    for term in outcome.unsatisfiable:
        steps = outcome.impossible[term].steps if term in outcome.impossible else ()
        because = "; ".join(step.sentence for step in steps)
        message = impossible(display.term(term), term in outcome.properties)
        message += f": {because}" if because else ""
        yield Finding("owl-unsatisfiable", "error", message, term, outcome.places.get(term))
    for unused in outcome.unused:
        check = "owl-not-allowed" if unused.severity == "error" else "owl-left-out"
        message = display.path(unused.why)
        yield Finding(check, unused.severity, message, unused.statement.subject, unused.place)
    if outcome.stopped:
        yield Finding("owl-inconsistent", "note", outcome.stopped)
