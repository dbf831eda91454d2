"""Property paths whose rows the engine counts differently from SPARQL 1.1 (section 18.4)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.paths import has_zero_length


def of_triple(subject: algebra.Term, verb: algebra.Path, obj: algebra.Term) -> Iterator[str]:
    """Yield the differences of a path between two terms.

    Args:
        subject: where the path starts.
        verb: the path.
        obj: where it ends.
    """
    yield from of_path(verb)
    if has_zero_length(verb) and (subject[0] != "?" or obj[0] != "?"):
        yield "path-of-length-zero"


def of_path(path: algebra.Path) -> Iterator[str]:
    """Yield the differences of a path, wherever it starts and ends."""
    match path:
        case algebra.PathAlternative(first, second):
            yield "path-alternative"
            yield from of_path(first)
            yield from of_path(second)
        case algebra.PathSequence(first, second):
            yield from of_path(first)
            yield from of_path(second)
        case algebra.Inverse(inner):
            yield from of_path(inner)
        case algebra.PathRepeat(inner, _):
            # How often a repeated path joins two nodes does not matter.
            yield from (each for each in of_path(inner) if each == "path-negated-inverse")
        case algebra.Negated(_, backward):
            if backward is not None:
                yield "path-negated-inverse"
