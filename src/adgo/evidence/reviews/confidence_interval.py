"""The Wilson interval of a proportion."""

from __future__ import annotations

from math import sqrt

#: The 97.5th percentile of the normal distribution, for an interval of 95 %.
Z = 1.959964


def wilson(count: int, size: int) -> tuple[float, float]:
    """Return the bounds of the 95 % Wilson interval of a proportion in a sample of at least one.

    The interval assumes that the sample is drawn with replacement. It is wider than necessary if the sample is a
    large part of all claims.
    """
    share, spread = count / size, Z * Z / size
    middle = share + spread / 2
    margin = Z * sqrt(share * (1 - share) / size + spread / (4 * size))
    return max(0.0, (middle - margin) / (1 + spread)), min(1.0, (middle + margin) / (1 + spread))
