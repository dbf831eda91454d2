"""Explanations: which axioms and facts contradict each other, with their places, claims and articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from adgo.graph.neighbourhood import is_packaged
from adgo.reason import names, process
from adgo.reason.evidence import Evidence, pairs
from adgo.reason.facts import Statement, Told
from adgo.reason.logic import Logic, Unit
from adgo.reason.outcome import Explanation, Outcome, Step
from adgo.reason.process import Clock
from adgo.reason.sentences import Sentences
from adgo.shacl.display import Display

_FRESH = "<urn:adgo:something>", "<urn:adgo:another>"


def explain(outcome: Outcome, sorted_: Logic, library: Path, clock: Clock, limit: int) -> None:
    """Put explanations into the outcome: of each contradiction up to a limit, and of each impossible name.

    Raises CannotReason if that fails or takes too long; what was explained before stays in the outcome.
    """
    from adgo.reason.run import as_given

    evidence = Evidence(sorted_.told)
    units, trusted = by_trust(sorted_)
    given = [[list(each) for each in as_given(unit.statements, sorted_)] for unit in units]
    split = {
        number: [[list(pair)] for pair in pairs(unit.statements, names.PAIRWISE[unit.head.object])]
        for number, unit in enumerate(units)
        if unit.head.predicate == names.TYPE and unit.head.object in names.PAIRWISE
    }
    job = {
        "do": "explain",
        "library": str(library),
        "declarations": [list(each) for each in sorted_.declarations],
        "units": given,
        "split": sorted(split.items()),
        "axioms": [number for number, unit in enumerate(units) if unit.is_axiom],
        "derived": [number for number, unit in enumerate(units) if evidence.is_derived(unit.head)],
        "trusted": trusted,
        "contradictory": not outcome.consistent,
        "limit": limit,
        "impossible": [[term, _instance(term, sorted_)] for term in outcome.unsatisfiable],
    }
    steps = _Steps(sorted_.told, units, split, evidence, Sentences(Display(outcome.prefixes)))
    for answer in process.answers(job, clock):
        if "complete" in answer and not answer["complete"]:
            told = "contradiction is" if limit == 1 else "contradictions are"
            outcome.stopped = f"only the first {limit} {told} explained; there are more (--limit)"
        elif "term" in answer:
            outcome.impossible[answer["term"]] = steps.explanation(answer["units"])
        elif "units" in answer:
            outcome.contradictions.append(steps.explanation(answer["units"]))


def by_trust(sorted_: Logic) -> tuple[list[Unit], int]:
    """Return the units in the order in which they are trusted, and how many of the first are packaged.

    The packaged come before others, axioms before facts.
    """
    packaged = [is_packaged(document) for document in sorted_.told.documents]
    where = sorted_.told.where

    def order(unit: Unit) -> tuple[bool, bool, tuple[int, int]]:
        place = where[unit.head]
        return (not packaged[place[0]], not unit.is_axiom, place)

    units = sorted(sorted_.units, key=order)
    return units, sum(packaged[where[unit.head][0]] for unit in units)


def _instance(term: str, sorted_: Logic) -> list[list[str]]:
    """Return a fact that has something new be of the class, or have a value of the property."""
    one, other = _FRESH
    if term in sorted_.kinds.of["object"]:
        return [[one, term, other]]
    if term in sorted_.kinds.of["data"]:
        return [[one, term, '"0"']]
    return [[one, names.TYPE, term]]


class _Steps:
    def __init__(
        self,
        told: Told,
        units: Sequence[Unit],
        split: dict[int, list[list[list[str]]]],
        evidence: Evidence,
        sentences: Sentences,
    ) -> None:
        self._told, self._units, self._split = told, units, split
        self._evidence, self._sentences = evidence, sentences

    def explanation(self, answer: Iterable[Any]) -> Explanation:
        """Return the explanation of the numbers of units: axioms first, the fact that is doubted last."""
        steps = [self._step(*(each if isinstance(each, list) else (each, None))) for each in answer]
        return Explanation(tuple(sorted(steps, key=lambda step: not step.is_axiom)))

    def _step(self, number: int, pair: int | None) -> Step:
        unit = self._units[number]
        place = self._told.place(unit.head)
        if pair is not None:
            chosen = Statement(*self._split[number][pair][0])
            return Step((chosen,), self._sentences.sentence(chosen, [chosen]), True, place)
        sentence = self._sentences.sentence(unit.head, unit.statements)
        claims = () if unit.is_axiom else self._evidence.claims(unit.head)
        return Step(unit.statements, sentence, unit.is_axiom, place, claims)
