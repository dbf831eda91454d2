"""Solutions: mappings from variables to terms, compared and joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Solution = dict[str, str]


class SolutionTable:
    """Solutions to join with or to subtract, found by the variables that all of them bind."""

    def __init__(self, solutions: Iterable[Solution]) -> None:
        self._solutions = list(solutions)
        names = [each.keys() for each in self._solutions]
        self._bound = frozenset(names[0]).intersection(*names) if names else frozenset()
        self._indexes: dict[tuple[str, ...], dict[tuple[str, ...], list[Solution]]] = {}

    def joined(self, solution: Solution) -> Iterator[Solution]:
        """Yield the joins of a solution with those of the table."""
        return ({**solution, **each} for each in self._agreeing(solution))

    def excludes(self, solution: Solution) -> bool:
        """Return whether MINUS removes a solution: one in the table agrees with it, and shares a variable with it."""
        return any(not solution.keys().isdisjoint(each) for each in self._agreeing(solution))

    def _agreeing(self, solution: Solution) -> Iterator[Solution]:
        keys = tuple(name for name in solution if name in self._bound)
        found = self._index(keys).get(tuple(solution[name] for name in keys), ())
        return (each for each in found if agree(solution, each))

    def _index(self, keys: tuple[str, ...]) -> dict[tuple[str, ...], list[Solution]]:
        if keys not in self._indexes:
            index: dict[tuple[str, ...], list[Solution]] = {}
            for each in self._solutions:
                index.setdefault(tuple(each[name] for name in keys), []).append(each)
            self._indexes[keys] = index
        return self._indexes[keys]


def agree(left: Solution, right: Solution) -> bool:
    """Return whether two solutions bind no variable to different terms."""
    return all(left.get(name, term) == term for name, term in right.items())


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
