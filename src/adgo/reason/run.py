"""From documents to an outcome: sort the triples, ask the reasoner, explain what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from adgo.graph.neighbourhood import is_packaged
from adgo.reason import java, logic, process
from adgo.reason.explanation import explain
from adgo.reason.facts import Statement, Told
from adgo.reason.following import following, unsatisfiable
from adgo.reason.logic import Logic
from adgo.reason.outcome import Outcome, Undeclared
from adgo.reason.process import Clock, Overdue
from adgo.shacl.inputs import Inputs
from adgo.shacl.places import place_of_subject
from adgo.shacl.result import Place
from adgo.turtle.document import Document, Part

#: Seconds that all of it may take, and how many contradictions are explained, if nobody says otherwise.
SECONDS, EXPLAINED = 300.0, 20


def reason(
    inputs: Inputs,
    *,
    explained: bool = False,
    seconds: float = SECONDS,
    limit: int = EXPLAINED,
    values: bool = True,
) -> Outcome:
    """Return what the documents' data and ontology come to; `values` asks for property values that follow too.

    Raises CannotReason if there is no Java, if the reasoner fails, and if it takes longer than the seconds (0: any).
    """
    start = perf_counter()
    program = java.find()
    if explained and not java.has_bridge():
        raise java.CannotReason(
            "explanations need the bridge from Python to Java; install it with `pip install 'adgo[reason]'`"
        )
    clock = Clock(seconds)
    told = Told(ordered([*inputs.ontology, *inputs.data]))
    sorted_ = logic.sort(told)
    outcome = Outcome(
        consistent=True,
        triples=len(told),
        reasoned=sorted_.reasoned,
        annotations=sorted_.annotations,
        files=len(told.documents),
        unused=sorted_.unused,
        undeclared=undeclared(sorted_),
        explained=explained,
        prefixes=inputs.prefixes,
    )
    _infer(outcome, sorted_, program, clock, values)
    if explained and not outcome.stopped and not (outcome.consistent and not outcome.unsatisfiable):
        try:
            explain(outcome, sorted_, java.library(program), clock, limit)
        except java.CannotReason as error:
            # What is known by then is worth more than the rest of the explanations.
            outcome.stopped = f"not all is explained: {error}"
    outcome.properties = {name for name in outcome.unsatisfiable if sorted_.kinds.is_property(name)}
    for term in outcome.unsatisfiable:
        place = place_of_subject(told.documents, term)
        if place:
            outcome.places[term] = place
    outcome.seconds = perf_counter() - start
    return outcome


def undeclared(sorted_: Logic) -> list[Undeclared]:
    """Return the names that no file declares, in the order in which they come."""
    told, taken_for = sorted_.told, sorted_.kinds.undeclared
    first: dict[str, Place] = {}
    uses: dict[str, int] = {}
    for statement in told.where if taken_for else ():
        parts: tuple[tuple[str, Part], ...] = (
            (statement.predicate, "predicate"),
            (statement.object, "object"),
        )
        for name, part in parts:
            if name in taken_for:
                first.setdefault(name, told.place(statement, part))
                uses[name] = uses.get(name, 0) + 1
    return [Undeclared(name, taken_for[name], uses[name], place) for name, place in first.items()]


def ordered(documents: Iterable[Document]) -> list[Document]:
    """Return the documents, the packaged ones first: what is told last is doubted first."""
    return sorted(documents, key=lambda document: not is_packaged(document))


def _infer(outcome: Outcome, sorted_: Logic, program: Path, clock: Clock, values: bool) -> None:
    answer = _asked(sorted_, program, clock, values)
    outcome.consistent = answer["consistent"]
    if outcome.consistent:
        added = [Statement(*map(named_blank, each)) for each in answer["added"]]
        outcome.unsatisfiable = unsatisfiable(added)
        outcome.followed = following(sorted_, added)
        outcome.own = _own(outcome.followed, sorted_)
        return
    # Nothing can be told of a whole that contradicts itself; which classes are impossible, the axioms alone tell.
    try:
        alone = _asked(sorted_, program, clock, False, axioms_only=True)
    except Overdue as error:
        outcome.stopped = str(error)
        return
    if alone["consistent"]:
        outcome.unsatisfiable = unsatisfiable(Statement(*each) for each in alone["added"])


def _own(followed: list[Statement], sorted_: Logic) -> list[Statement]:
    """Return what follows about the things and terms that files other than the packaged speak of."""
    others = [document for document in sorted_.told.documents if not is_packaged(document)]
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
            statements.update(dict.fromkeys(as_given(unit.statements, sorted_)))
    text = "".join(statement.line for statement in statements)
    job = {"do": "infer", "java": str(program), "triples": text, "values": values}
    for answer in process.answers(job, clock):
        return answer
    raise java.CannotReason("the reasoner ended without an answer")


#: Blank nodes that are things get names for the reasoner, which else calls them something else.
_BLANK = "<urn:adgo:blank:"


def as_given(statements: Sequence[Statement], sorted_: Logic) -> list[Statement]:
    """Return triples as the reasoner is given them: blank nodes that are things have names."""
    return [Statement(_named(s, sorted_), p, _named(o, sorted_)) for s, p, o in statements]


def _named(term: str, sorted_: Logic) -> str:
    return f"{_BLANK}{term[2:]}>" if term[0] == "_" and term not in sorted_.structural else term


def named_blank(term: str) -> str:
    """Return the blank node of a name that the reasoner was given for one; any other term as it is."""
    return f"_:{term[len(_BLANK) : -1]}" if term.startswith(_BLANK) else term
