"""Explains contradictions by axioms and facts, with their positions, claims and articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from adgo.graph.packaged_data import is_packaged
from adgo.reason import owl_vocabulary
from adgo.reason.axioms_and_facts import Logic, Unit
from adgo.reason.explaining.claims_behind_facts import Claims
from adgo.reason.explaining.sentences import Sentences
from adgo.reason.hermit import process
from adgo.reason.hermit.process import Clock
from adgo.reason.outcome import Explanation, ExplanationStep, ReasoningOutcome
from adgo.reason.triples import Lists, Statement, Triples
from adgo.shacl.model.display import Display

_FRESH = "<urn:adgo:something>", "<urn:adgo:another>"


def explain(outcome: ReasoningOutcome, sorted_: Logic, library: Path, clock: Clock, limit: int) -> None:
    """Add explanations to the outcome: of each contradiction up to a limit, and of each unsatisfiable name.

    Args:
        outcome: what reasoning has found.
        sorted_: the axioms and facts.
        library: the shared library of the Java virtual machine.
        clock: the time limit.
        limit: how many contradictions to explain; 0 for all.

    Raises:
        CannotReason: if the reasoner fails or takes too long; earlier explanations stay in the outcome.
    """
    claims = Claims(sorted_.triples)
    units, trusted = by_trust(sorted_)
    split = {number: found for number, unit in enumerate(units) if (found := pairs(unit, sorted_))}
    job = {
        "do": "explain",
        "library": str(library),
        "declarations": [list(each) for each in sorted_.declarations],
        "units": [sorted_.as_given(unit.statements) for unit in units],
        "split": [[number, [[pair] for pair in sorted_.as_given(found)]] for number, found in split.items()],
        "axioms": [number for number, unit in enumerate(units) if unit.is_axiom],
        "derived": [number for number, unit in enumerate(units) if claims.is_derived(unit.head)],
        "trusted": trusted,
        "contradictory": not outcome.consistent,
        "limit": limit,
        "impossible": [[term, _instance(term, sorted_)] for term in outcome.unsatisfiable],
    }
    steps = _Steps(sorted_.triples, units, split, claims, Sentences(Display(outcome.prefixes)))
    for answer in process.answers(job, clock):
        if "complete" in answer and not answer["complete"]:
            said = "contradiction is" if limit == 1 else "contradictions are"
            outcome.stopped = f"only the first {limit} {said} explained; there are more (--limit)"
        elif "term" in answer:
            outcome.impossible[answer["term"]] = steps.explanation(answer["units"])
        elif "units" in answer:
            outcome.contradictions.append(steps.explanation(answer["units"]))


def by_trust(sorted_: Logic) -> tuple[list[Unit], int]:
    """Return the units sorted by trust, and how many of them are from packaged files.

    Packaged units come before others, and axioms before facts.
    """
    packaged = [is_packaged(document) for document in sorted_.triples.documents]
    where = sorted_.triples.where

    def order(unit: Unit) -> tuple[bool, bool, tuple[int, int]]:
        place = where[unit.head]
        return (not packaged[place[0]], not unit.is_axiom, place)

    units = sorted(sorted_.units, key=order)
    return units, sum(packaged[where[unit.head][0]] for unit in units)


def pairs(unit: Unit, sorted_: Logic) -> list[Statement]:
    """Return the triples for each two members of an axiom about many names; [] for any other axiom."""
    predicate = (
        owl_vocabulary.PAIRWISE.get(unit.head.object) if unit.head.predicate == owl_vocabulary.TYPE else None
    )
    lists = Lists(unit.statements)
    members = [
        member
        for s, p, o in unit.statements
        if s == unit.head.subject and p in owl_vocabulary.MEMBERS_OF_PAIRWISE
        for member in lists.items(o)
    ]
    if predicate is None or any(member in sorted_.structural for member in members):
        return []
    return [Statement(one, predicate, other) for one, other in combinations(members, 2)]


def _instance(term: str, sorted_: Logic) -> list[list[str]]:
    """Return a fact that a new individual is of the class, or has a value of the property."""
    one, other = _FRESH
    if term in sorted_.kinds.of["object"]:
        return [[one, term, other]]
    if term in sorted_.kinds.of["data"]:
        return [[one, term, '"0"']]
    return [[one, owl_vocabulary.TYPE, term]]


class _Steps:
    def __init__(
        self,
        triples: Triples,
        units: Sequence[Unit],
        split: dict[int, list[Statement]],
        claims: Claims,
        sentences: Sentences,
    ) -> None:
        self._triples, self._units, self._split = triples, units, split
        self._claims, self._sentences = claims, sentences

    def explanation(self, answer: Iterable[Any]) -> Explanation:
        """Return the explanation with these numbers of units: axioms first, the most doubtful fact last."""
        steps = [self._step(*(each if isinstance(each, list) else (each, None))) for each in answer]
        return Explanation(tuple(sorted(steps, key=lambda step: not step.is_axiom)))

    def _step(self, number: int, pair: int | None) -> ExplanationStep:
        unit = self._units[number]
        place = self._triples.place(unit.head)
        if pair is not None:
            chosen = self._split[number][pair]
            return ExplanationStep((chosen,), self._sentences.sentence(chosen, [chosen]), True, place)
        sentence = self._sentences.sentence(unit.head, unit.statements)
        claims = () if unit.is_axiom else self._claims.claims(unit.head)
        return ExplanationStep(unit.statements, sentence, unit.is_axiom, place, claims)
