"""Reasons on documents: sorts the triples, runs HermiT, and explains what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from adgo.graph.packaged_data import is_packaged
from adgo.reason import axioms_and_facts
from adgo.reason.axioms_and_facts import Logic, named_blank
from adgo.reason.explaining.explanation import explain
from adgo.reason.hermit import java, process
from adgo.reason.hermit.process import Clock, ReasonerTimeout
from adgo.reason.inferences import following, unsatisfiable
from adgo.reason.outcome import ReasoningOutcome, Undeclared
from adgo.reason.triples import Statement, Triples
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Place
from adgo.shacl.reporting.places import place_of_subject
from adgo.turtle.document import Document, Part

#: Defaults: the time limit in seconds, and how many contradictions are explained.
SECONDS, EXPLAINED = 300.0, 20


def reason(
    inputs: Inputs,
    *,
    explained: bool = False,
    seconds: float = SECONDS,
    limit: int = EXPLAINED,
    values: bool = True,
) -> ReasoningOutcome:
    """Return what reasoning on data and ontology finds.

    Args:
        inputs: the data and the ontology.
        explained: whether to explain contradictions and unsatisfiable names.
        seconds: time limit; 0 for none.
        limit: how many contradictions to explain; 0 for all.
        values: whether to infer property values too.

    Raises:
        CannotReason: if there is no Java, if the reasoner fails, or if it takes longer than the time limit.
    """
    start = perf_counter()
    program = java.find()
    if explained and not java.has_bridge():
        raise java.CannotReason(
            "explanations need JPype, the bridge from Python to Java; install it with `pip install 'adgo[reason]'`"
        )
    clock = Clock(seconds)
    triples = Triples(ordered([*inputs.ontology, *inputs.data]))
    sorted_ = axioms_and_facts.sort(triples)
    outcome = _initial_outcome(inputs, sorted_, explained)
    _infer(outcome, sorted_, program, clock, values)
    if explained and not outcome.stopped and not (outcome.consistent and not outcome.unsatisfiable):
        try:
            explain(outcome, sorted_, java.library(program), clock, limit)
        except java.CannotReason as error:
            # Report what is known so far rather than fail.
            outcome.stopped = f"not everything is explained: {error}"
    outcome.properties = {name for name in outcome.unsatisfiable if sorted_.kinds.is_property(name)}
    for term in outcome.unsatisfiable:
        place = place_of_subject(triples.documents, term)
        if place:
            outcome.places[term] = place
    outcome.seconds = perf_counter() - start
    return outcome


def _initial_outcome(inputs: Inputs, sorted_: Logic, explained: bool) -> ReasoningOutcome:
    """Return the outcome with what is known before the reasoner runs."""
    return ReasoningOutcome(
        consistent=True,
        triples=len(sorted_.triples),
        reasoned=sorted_.reasoned,
        annotations=sorted_.annotations,
        files=len(sorted_.triples.documents),
        unused=sorted_.unused,
        undeclared=undeclared(sorted_),
        explained=explained,
        prefixes=inputs.prefixes,
    )


def undeclared(sorted_: Logic) -> list[Undeclared]:
    """Return the names that no file declares, in document order."""
    triples, taken_for = sorted_.triples, sorted_.kinds.undeclared
    first: dict[str, Place] = {}
    uses: dict[str, int] = {}
    for statement in triples.where if taken_for else ():
        parts: tuple[tuple[str, Part], ...] = (
            (statement.predicate, "predicate"),
            (statement.object, "object"),
        )
        for name, part in parts:
            if name in taken_for:
                first.setdefault(name, triples.place(statement, part))
                uses[name] = uses.get(name, 0) + 1
    return [Undeclared(name, taken_for[name], uses[name], place) for name, place in first.items()]


def ordered(documents: Iterable[Document]) -> list[Document]:
    """Return the documents, packaged ones first, as the last ones are doubted first."""
    return sorted(documents, key=lambda document: not is_packaged(document))


def _infer(outcome: ReasoningOutcome, sorted_: Logic, program: Path, clock: Clock, values: bool) -> None:
    answer = _asked(sorted_, program, clock, values)
    outcome.consistent = answer["consistent"]
    if outcome.consistent:
        added = [Statement(*map(named_blank, each)) for each in answer["added"]]
        outcome.unsatisfiable = unsatisfiable(added)
        outcome.followed = following(sorted_, added)
        outcome.own = _own(outcome.followed, sorted_)
        return
    # Anything follows from a contradiction, so unsatisfiable classes are inferred from the axioms alone.
    try:
        alone = _asked(sorted_, program, clock, False, axioms_only=True)
    except ReasonerTimeout as error:
        outcome.stopped = str(error)
        return
    if alone["consistent"]:
        outcome.unsatisfiable = unsatisfiable(Statement(*each) for each in alone["added"])


def _own(followed: list[Statement], sorted_: Logic) -> list[Statement]:
    """Return the inferred triples about things and terms that files other than the packaged ones mention."""
    others = [document for document in sorted_.triples.documents if not is_packaged(document)]
    if not others:
        return followed
    classes = sorted_.kinds.of["class"]
    names_ = {
        term
        for document in others
        for s, _, o in document.triples()
        for term in (s, o)
        if term not in classes
    }
    names_ |= {s for document in others for s, _, _ in document.triples()}
    return [each for each in followed if each.subject in names_ or each.object in names_]


def _asked(
    sorted_: Logic, program: Path, clock: Clock, values: bool, *, axioms_only: bool = False
) -> dict[str, Any]:
    statements: dict[Statement, None] = dict.fromkeys(sorted_.declarations)
    for unit in sorted_.units:
        if unit.is_axiom or not axioms_only:
            statements.update(dict.fromkeys(sorted_.as_given(unit.statements)))
    text = "".join(statement.line for statement in statements)
    job = {"do": "infer", "java": str(program), "triples": text, "values": values}
    for answer in process.answers(job, clock):
        return answer
    raise java.CannotReason("the reasoner ended without an answer")
