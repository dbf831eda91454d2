"""The agreement of two readers on yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """The share of claims on which two readers agree, and Cohen's kappa: the agreement beyond chance."""

    share: float
    #: None if both readers give the same answer for all claims, as chance alone then explains the agreement.
    kappa: float | None


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Return the agreement of the answers of two readers; at least one pair is needed."""
    size = len(pairs)
    share = sum(one == other for one, other in pairs) / size
    first, second = (sum(pair[place] for pair in pairs) / size for place in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return Agreement(share, None if chance == 1 else (share - chance) / (1 - chance))
