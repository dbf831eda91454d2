"""SHACL property paths: their forms, and how each prints as SPARQL (SHACL 2.3.1, SPARQL 1.1 section 9)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate; backwards if `inverse`."""

    predicate: int
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    branches: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path that is followed at least `least` times (0 or 1), and at most once or without limit."""

    step: Path
    least: int
    once: bool

    @property
    def mark(self) -> str:
        """The SPARQL operator: `*`, `+` or `?`."""
        return "?" if self.once else "+" if self.least else "*"


Path = Predicate | Sequence | Alternative | Repeat


def inverted(path: Path) -> Path:
    """Return the inverse path, in which only predicates are inverted.

    So no engine has to invert a set of pairs, which takes quadratic time.
    """
    match path:
        case Predicate(predicate, inverse):
            return Predicate(predicate, not inverse)
        case Sequence(steps):
            return Sequence(tuple(inverted(step) for step in reversed(steps)))
        case Alternative(branches):
            return Alternative(tuple(inverted(branch) for branch in branches))
        case Repeat(step, least, once):
            return Repeat(inverted(step), least, once)


def predicates(path: Path) -> set[int]:
    """Return the numbers of all predicates in the path."""
    match path:
        case Predicate(predicate, _):
            return {predicate}
        case Sequence(parts) | Alternative(parts):
            return set().union(*(predicates(part) for part in parts))
        case Repeat(step, _, _):
            return predicates(step)


def sparql(path: Path, terms: list[str]) -> str:
    """Return the path as a SPARQL property path with full IRIs; a single predicate is its IRI."""
    match path:
        case Predicate(predicate, inverse):
            return ("^" if inverse else "") + terms[predicate]
        case Sequence(steps):
            return "/".join(_grouped(step, terms) for step in steps)
        case Alternative(branches):
            return "|".join(_grouped(branch, terms) for branch in branches)
        case Repeat(step, _, _):
            return _grouped(step, terms) + path.mark


def _grouped(path: Path, terms: list[str]) -> str:
    text = sparql(path, terms)
    return text if isinstance(path, Predicate) and not path.inverse else f"({text})"
