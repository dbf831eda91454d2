"""A smallest part of a set that still contradicts itself, found by asking a reasoner about parts of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: Whether units, by their numbers, contradict each other.
Contradicts = Callable[[Sequence[int]], bool]


def minimal(candidates: Sequence[int], contradicts: Contradicts, background: Sequence[int] = ()) -> list[int]:
    """Return a part of the candidates that contradicts itself with the background, and no less of it does.

    The candidates and the background must contradict themselves together. Earlier candidates are kept rather than
    later ones. QuickXplain (Junker 2004): about k log(n/k) questions for k of n.
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
    """Return the position from which on the units contradict themselves, or None if they never do.

    What stands before `start` is known not to, and units with numbers below `trusted` are believed not to, which is
    asked first. The unit at the position takes part in a contradiction with those before it.
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
