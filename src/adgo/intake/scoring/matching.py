"""Pairs drafts with claims, each at most once, so that as many as possible are paired."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adgo.intake.scoring.scored_claim import ScoredClaim

#: Returns whether a draft and a claim may be a pair.
Fits = Callable[[ScoredClaim, ScoredClaim], bool]


def pairs(
    drafted: Sequence[ScoredClaim], claims: Sequence[ScoredClaim], fits: Fits
) -> list[tuple[ScoredClaim, ScoredClaim]]:
    """Return a largest set of pairs of a draft and a claim that fit, in the order of the drafts.

    Args:
        drafted: the claims of drafts.
        claims: the hand-made claims.
        fits: says which may be a pair.
    """
    fitting = [[index for index, claim in enumerate(claims) if fits(draft, claim)] for draft in drafted]
    owners: dict[int, int] = {}
    for draft in range(len(drafted)):
        _pair(draft, fitting, owners, set())
    return [
        (drafted[draft], claims[claim]) for claim, draft in sorted(owners.items(), key=lambda each: each[1])
    ]


def _pair(draft: int, fitting: Sequence[Sequence[int]], owners: dict[int, int], tried: set[int]) -> bool:
    """Find a claim for a draft, if needed by giving the draft that has it another; return whether there is one."""
    for claim in fitting[draft]:
        if claim in tried:
            continue
        tried.add(claim)
        if claim not in owners or _pair(owners[claim], fitting, owners, tried):
            owners[claim] = draft
            return True
    return False


def is_strict(draft: ScoredClaim, claim: ScoredClaim) -> bool:
    """Return whether both say the same with the same modality in passages that overlap."""
    return draft.modality == claim.modality and is_same(draft, claim)


def is_same(draft: ScoredClaim, claim: ScoredClaim) -> bool:
    """Return whether both say the same in passages that overlap, however sure they are of it."""
    return draft.triple == claim.triple and draft.overlaps(claim)
