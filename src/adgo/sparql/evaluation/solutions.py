"""Solutions: mappings from variables to terms, compared and joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.sparql.algebra import operators as algebra

Solution = dict[str, str]


class SolutionTable:
    """Solutions to be joined to, found by the variables that all of them bind."""

    def __init__(self, solutions: list[Solution]) -> None:
        self.solutions = solutions
        self.bound = (
            frozenset.intersection(*(frozenset(each) for each in solutions)) if solutions else frozenset()
        )
        self._tables: dict[tuple[str, ...], dict[tuple[str, ...], list[Solution]]] = {}

    def joined(self, solution: Solution) -> Iterator[Solution]:
        """Yield the joins of a solution with those of the table."""
        keys = tuple(sorted(self.bound & solution.keys()))
        for each in self._table(keys).get(tuple(solution[key] for key in keys), ()):
            if agree(solution, each):
                yield {**solution, **each}

    def _table(self, keys: tuple[str, ...]) -> dict[tuple[str, ...], list[Solution]]:
        if keys not in self._tables:
            table: dict[tuple[str, ...], list[Solution]] = {}
            for each in self.solutions:
                table.setdefault(tuple(each[key] for key in keys), []).append(each)
            self._tables[keys] = table
        return self._tables[keys]


def agree(left: Solution, right: Solution) -> bool:
    """Return whether two solutions bind no variable to different terms."""
    return all(left.get(name, term) == term for name, term in right.items())


def share(left: Solution, right: Solution) -> bool:
    """Return whether two solutions bind a variable in common."""
    return not left.keys().isdisjoint(right.keys())


def rows_of(variables: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...]) -> Iterator[Solution]:
    """Yield the solutions of a data block."""
    for row in rows:
        yield {name: term for name, term in zip(variables, row, strict=True) if term is not None}


def distinct(solutions: Iterable[Solution]) -> Iterator[Solution]:
    """Yield each solution once."""
    seen: set[frozenset[tuple[str, str]]] = set()
    for each in solutions:
        key = frozenset(each.items())
        if key not in seen:
            seen.add(key)
            yield each


def extended(seed: Solution, found: Iterable[tuple[str | algebra.Path, str]]) -> Solution | None:
    """Return a solution with more variables bound, or None if one of them is bound otherwise."""
    made = dict(seed)
    for name, term in found:
        if isinstance(name, str) and name[0] == "?" and made.setdefault(name, term) != term:
            return None
    return made
