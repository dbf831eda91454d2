"""Shares with their counts and 95 % Wilson intervals, so that no percentage stands without its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adgo.evidence.reviews.confidence_interval import wilson


@dataclass(frozen=True)
class Proportion:
    """A number of things, and the number of all of them."""

    count: int
    size: int

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None if it is a share of nothing."""
        return self.count / self.size if self.size else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The bounds of the 95 % Wilson interval of the share; None if it is a share of nothing."""
        return wilson(self.count, self.size) if self.size else None

    def record(self) -> dict[str, Any]:
        """Return the numbers for JSON."""
        low, high = self.interval or (None, None)
        return {"count": self.count, "size": self.size, "share": self.share, "low": low, "high": high}


@dataclass(frozen=True)
class MatchedDrafts:
    """How many drafts match claims, one to one, of how many drafts and how many claims."""

    matched: int
    drafts: int
    claims: int

    @property
    def precision(self) -> Proportion:
        """The share of the drafts that match."""
        return Proportion(self.matched, self.drafts)

    @property
    def recall(self) -> Proportion:
        """The share of the claims that match."""
        return Proportion(self.matched, self.claims)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if there are neither drafts nor claims."""
        total = self.drafts + self.claims
        return 2 * self.matched / total if total else None

    @property
    def f1_interval(self) -> tuple[float, float] | None:
        """The bounds of the 95 % interval of F1.

        F1 = 2J/(1+J), in which J is the share of matched pairs among all drafts and claims, a pair counted once. The
        bounds are those of the Wilson interval of J.
        """
        union = Proportion(self.matched, self.drafts + self.claims - self.matched)
        if union.interval is None:
            return None
        low, high = (2 * bound / (1 + bound) for bound in union.interval)
        return low, high

    def record(self) -> dict[str, Any]:
        """Return the numbers for JSON."""
        low, high = self.f1_interval or (None, None)
        f1 = {"share": self.f1, "low": low, "high": high}
        return {"precision": self.precision.record(), "recall": self.recall.record(), "f1": f1}
