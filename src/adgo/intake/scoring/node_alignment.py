"""Finds which thing of the hand-made claims a thing that drafts propose is: its name is the drafter's own choice.

A trial or a role has no name in an article, so two people who write down the same trial name it differently. A proposed
thing is that thing of the claims with which most of its claims agree; each is at most one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from adgo.intake.scoring.scored_claim import ScoredClaim, is_name


def align(
    drafted: Sequence[ScoredClaim], claims: Sequence[ScoredClaim], proposed: Collection[str]
) -> dict[str, str]:
    """Return the IRI in the hand-made claims for each proposed thing that has one.

    Args:
        drafted: the claims of drafts.
        claims: the hand-made claims.
        proposed: the IRIs of things that the drafts propose.
    """
    taken = {end for each in drafted for end in (each.triple[0], each.triple[2])}
    found: dict[str, str] = {}
    while votes := _votes(drafted, claims, set(proposed) - found.keys(), found, taken | set(found.values())):
        (new, known), _ = min(votes.items(), key=lambda each: (-each[1], each[0]))
        found[new] = known
    return found


def _votes(
    drafted: Sequence[ScoredClaim],
    claims: Sequence[ScoredClaim],
    proposed: Collection[str],
    names: dict[str, str],
    taken: Collection[str],
) -> Counter[tuple[str, str]]:
    """Return how many drafts would agree with a claim if a proposed thing were a thing of the claims."""
    votes: Counter[tuple[str, str]] = Counter()
    for draft in (each.with_names(names) for each in drafted):
        agreeing = {
            pair
            for claim in claims
            if draft.triple[1] == claim.triple[1] and draft.overlaps(claim)
            for pair in _pairs(draft, claim, proposed)
            if pair[1] not in taken
        }
        votes.update(agreeing)
    return votes


def _pairs(draft: ScoredClaim, claim: ScoredClaim, proposed: Collection[str]) -> list[tuple[str, str]]:
    """Return the proposed thing and the thing that a claim has in its place, if the rest is the same."""
    (subject, _, value), (known_subject, _, known_value) = draft.triple, claim.triple
    found = []
    if value == known_value and subject in proposed and is_name(known_subject):
        found.append((subject, known_subject))
    if subject == known_subject and value in proposed and is_name(known_value):
        found.append((value, known_value))
    return found
