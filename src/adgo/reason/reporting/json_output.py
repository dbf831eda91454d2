"""Writes an outcome as one JSON object; `adgo reason --help` lists its keys."""

from __future__ import annotations

from typing import Any

from adgo.reason.outcome import ClaimBehindFact, Explanation, ExplanationStep, ReasoningOutcome
from adgo.shacl.model.result import Place


def document(outcome: ReasoningOutcome) -> dict[str, Any]:
    """Return the outcome as a JSON object; terms are in N-Triples form, lines and columns start at 1."""
    return {
        "consistent": outcome.consistent,
        "sound": outcome.is_sound,
        "triples": outcome.triples,
        "reasoned": outcome.reasoned,
        "annotations": outcome.annotations,
        "files": outcome.files,
        "seconds": round(outcome.seconds, 3),
        "unsatisfiable": [
            {"term": term, **_place(outcome.places.get(term)), "steps": _steps(outcome.impossible.get(term))}
            for term in outcome.unsatisfiable
        ],
        "explained": outcome.explained,
        "contradictions": [{"steps": _steps(each)} for each in outcome.contradictions],
        "stopped": outcome.stopped or None,
        "errors": [_unused(each) for each in outcome.unused if each.severity == "error"],
        "unused": [_unused(each) for each in outcome.unused if each.severity != "error"],
        "undeclared": [
            {"term": each.term, "taken_for": each.taken_for, "uses": each.uses, **_place(each.place)}
            for each in outcome.undeclared
        ],
        "followed": [list(each) for each in outcome.followed],
        "notes": outcome.notes,
    }


def _place(place: Place | None) -> dict[str, Any]:
    return {name: getattr(place, name, None) for name in ("file", "line", "column")}


def _unused(unused: Any) -> dict[str, Any]:
    return {
        "check": unused.check,
        "triple": list(unused.statement),
        "message": unused.why,
        **_place(unused.place),
    }


def _steps(explanation: Explanation | None) -> list[dict[str, Any]]:
    return [_step(step) for step in explanation.steps] if explanation else []


def _step(step: ExplanationStep) -> dict[str, Any]:
    return {
        "kind": "axiom" if step.is_axiom else "fact",
        "sentence": step.sentence,
        "triples": [list(each) for each in step.statements],
        **_place(step.place),
        "claims": [_claim(claim) for claim in step.claims],
    }


def _claim(claim: ClaimBehindFact) -> dict[str, Any]:
    return {
        "claim": claim.name,
        "modality": claim.modality,
        "passage": claim.passage,
        "articles": list(claim.articles),
        **_place(claim.place),
    }
