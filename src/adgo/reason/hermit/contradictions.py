"""Finds the contradictions in a list of units: one for each unit that causes one, each as small as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from adgo.reason import owl_vocabulary
from adgo.reason.triples import Statement
from adgo.turtle.term_parts import is_literal

if TYPE_CHECKING:
    from adgo.reason.hermit.consistency import Hermit

#: Whether the units with these numbers contradict each other.
Contradicts = Callable[[Sequence[int]], bool]

#: The number of a unit; or for a part of a unit, the number of the unit and that of the part in it.
Part = int | tuple[int, int]


#: More new units than this are read as one text, and their axioms are not kept.
_MANY = 1000


class Contradictions:
    """Asks the reasoner about subsets of the units, which are sorted by trust: the last are doubted first."""

    def __init__(
        self,
        hermit: Hermit,
        units: list[list[Statement]],
        axioms: Sequence[int],
        derived: Sequence[int] = (),
        split: Mapping[int, list[list[Statement]]] | None = None,
        trusted: int = 0,
    ) -> None:
        """Prepare the search.

        Args:
            hermit: the reasoner.
            units: the triples of each axiom or fact, sorted by trust.
            axioms: the numbers of the units that are axioms.
            derived: the numbers of the facts that rules have added.
            split: for each unit with parts, the parts. Together they are equivalent to the unit: for an axiom about
                many names, one part for each pair of names.
            trusted: how many of the first units come from the packaged files.
        """
        self._hermit = hermit
        self._units = list(units)
        self._is_axiom = [False] * len(units)
        for number in axioms:
            self._is_axiom[number] = True
        #: Parts are numbered after the units. For each: its unit, and its number among the parts of the unit.
        self._parts: dict[int, list[int]] = {}
        self._origin: dict[int, tuple[int, int]] = {}
        for number, parts in (split or {}).items():
            self._parts[number] = [len(self._units) + index for index in range(len(parts))]
            self._origin.update({part: (number, index) for index, part in enumerate(self._parts[number])})
            self._units += parts
        self._derived = frozenset(derived)
        self._trusted = trusted
        self._about = [
            frozenset() if is_axiom else _about(unit)
            for unit, is_axiom in zip(units, self._is_axiom, strict=True)
        ]
        self._made: dict[int, list[Any]] = {}
        #: Facts about a new individual that are added to every question, and their axioms.
        self._fresh: list[Statement] = []
        self._fixed: list[Any] = []
        #: Whether all contradictions were found.
        self.complete = True

    def contradictions(self, limit: int) -> Iterator[list[Part]]:
        """Yield the numbers of the units of each contradiction, up to a limit (0: no limit).

        The unit that causes a contradiction is excluded, and the search continues. Facts added by rules are ignored
        if an earlier contradiction was about the same things, as they repeat its wrong facts.
        """
        count = 0
        touched: set[str] = set()
        excluded: set[int] = set()

        def left(universe: Iterable[int]) -> list[int]:
            """Return the units that are not excluded, and do not repeat excluded ones."""
            return [
                number
                for number in universe
                if number not in excluded and not (number in self._derived and touched & self._things(number))
            ]

        for universe in self._universes(left):
            ordered, start = left(universe), 0
            while (position := first_clash(ordered, start, self._trusted, self._contradicts)) is not None:
                if limit and count == limit:
                    self.complete = False
                    return
                found = self._around(ordered, position)
                touched.update(*(self._things(number) for number in found))
                yield self._parted(found)
                count += 1
                excluded.add(ordered.pop(position))
                start = position

    def _universes(self, left: Callable[[Iterable[int]], list[int]]) -> Iterator[list[int]]:
        """Yield the units to search: those near the least trusted facts, then all stated ones, then all."""
        units = range(len(self._about))
        doubted = [number for number in units if number >= self._trusted and not self._is_axiom[number]]
        things = frozenset().union(*(self._things(number) for number in doubted))
        stated = [number for number in units if number not in self._derived]
        if doubted and self._trusted:
            yield [number for number in stated if self._is_axiom[number] or things & self._things(number)]
        if self._contradicts(left(units)):
            yield stated
            yield list(units)

    def impossible(self, fresh: list[Statement]) -> list[Part]:
        """Return the numbers of the units that contradict the given facts about a new individual.

        Only axioms are returned if they suffice; an axiom that names an individual may need a fact about it too.
        """
        axioms = [number for number, is_axiom in enumerate(self._is_axiom) if is_axiom]
        self._fresh = fresh
        self._fixed = [axiom for statement in fresh for axiom in self._hermit.axioms([statement])]
        try:
            candidates = axioms if self._contradicts(axioms) else list(range(len(self._about)))
            return self._parted(sorted(minimal(candidates, self._contradicts)))
        finally:
            self._fresh, self._fixed = [], []

    def _parted(self, found: list[int]) -> list[Part]:
        """Return the units of a contradiction; a unit with parts is replaced by the parts that are needed."""
        whole = [number for number in found if number in self._parts]
        if not whole:
            return list(found)
        parts = [part for number in whole for part in self._parts[number]]
        rest = [number for number in found if number not in self._parts]
        needed = minimal([*rest, *parts], self._contradicts)
        return [self._origin.get(number, number) for number in sorted(needed)]

    def _contradicts(self, numbers: Sequence[int]) -> bool:
        if sum(number not in self._made for number in numbers) > _MANY:
            units = chain([self._fresh], (self._units[number] for number in numbers))
            return not self._hermit.holds(chain.from_iterable(units))
        axioms = [axiom for number in numbers for axiom in self._axioms(number)]
        return not self._hermit.is_consistent([*axioms, *self._fixed])

    def _axioms(self, number: int) -> list[Any]:
        if number not in self._made:
            self._made[number] = self._hermit.axioms(self._units[number])
        return self._made[number]

    def _around(self, ordered: Sequence[int], position: int) -> list[int]:
        """Return a minimal contradiction of the unit at the position with units before it.

        Most contradictions are between facts that are few links apart, so the neighbourhood is widened step by step.
        """
        last, before = ordered[position], ordered[:position]
        axioms = [number for number in before if self._is_axiom[number]]
        facts = [number for number in before if not self._is_axiom[number]]
        near: list[int] = []
        things = self._things(last)
        while things:
            ring = [number for number in facts if things & self._things(number)]
            if len(ring) == len(near):
                break
            near = ring
            if self._contradicts([last, *axioms, *near]):
                return sorted([last, *minimal([*axioms, *near], self._contradicts, [last])])
            things = frozenset().union(*(self._things(number) for number in near))
        return sorted([last, *minimal(before, self._contradicts, [last])])

    def _things(self, number: int) -> frozenset[str]:
        """Return the individuals that a fact is about; none for an axiom."""
        return self._about[number]


def _about(unit: Sequence[Statement]) -> frozenset[str]:
    return frozenset(
        term
        for s, p, o in unit
        for term in (s, o)
        if not is_literal(term) and not (term == o and p == owl_vocabulary.TYPE)
    )


def minimal(candidates: Sequence[int], contradicts: Contradicts, background: Sequence[int] = ()) -> list[int]:
    """Return a minimal subset of the candidates that contradicts the background.

    Earlier candidates are preferred. The algorithm is QuickXplain (Junker 2004): about k log(n/k) questions to find
    k of n candidates.

    Args:
        candidates: numbers of units; together with the background they must contradict each other.
        contradicts: whether some units contradict each other.
        background: numbers of units that are always included.
    """
    if contradicts(background):
        return []
    return _halved(list(background), False, list(candidates), contradicts)


def _halved(
    background: list[int], changed: bool, candidates: list[int], contradicts: Contradicts
) -> list[int]:
    if changed and contradicts(background):
        return []
    if len(candidates) == 1:
        return candidates
    half = len(candidates) // 2
    first, second = candidates[:half], candidates[half:]
    from_second = _halved(background + first, bool(first), second, contradicts)
    from_first = _halved(background + from_second, bool(from_second), first, contradicts)
    return from_first + from_second


def first_clash(ordered: Sequence[int], start: int, trusted: int, contradicts: Contradicts) -> int | None:
    """Return the position of the first unit that contradicts units before it; None if there is none.

    Args:
        ordered: numbers of units.
        start: the units before this position are known to be consistent.
        trusted: units with lower numbers are expected to be consistent, which is asked first.
        contradicts: whether some units contradict each other.
    """
    if not contradicts(ordered):
        return None
    low, high = start, len(ordered)  # ordered[:low] does not contradict itself, ordered[:high] does
    believed = sum(number < trusted for number in ordered)
    if low < believed < high:
        low, high = (low, believed) if contradicts(ordered[:believed]) else (believed, high)
    while high - low > 1:
        middle = (low + high) // 2
        if contradicts(ordered[:middle]):
            high = middle
        else:
            low = middle
    return high - 1
