"""Scores drafts on an article against its hand-made claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adgo.evidence.sources import NoTexts, Texts
from adgo.intake.checking.proposals import FindThing
from adgo.intake.draft import Draft, Refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.drafted import DraftedClaims, DraftReader
from adgo.intake.scoring.hand_made import hand_made_claims
from adgo.intake.scoring.invention import ArticleContent
from adgo.intake.scoring.matching import is_same, is_strict, pairs
from adgo.intake.scoring.node_alignment import align
from adgo.intake.scoring.proportion import MatchedDrafts, Proportion
from adgo.intake.scoring.scored_claim import ScoredClaim


class Unscorable(ValueError):
    """Drafts cannot be scored against an article; the message says why."""


@dataclass(frozen=True)
class DraftScore:
    """How drafts compare with the hand-made claims on an article. Drafts that say the same at one place count once."""

    source: str
    #: Same subject, predicate, object and modality, in passages that overlap; one to one.
    strict: MatchedDrafts
    #: The same, if each proposed thing must have the name that it has in the claims.
    strict_by_name: MatchedDrafts
    #: Different triples; modality and place do not count.
    triples: MatchedDrafts
    #: Drafts whose passage overlaps with that of a claim, and claims whose passage overlaps with that of a draft.
    passage_precision: Proportion
    passage_recall: Proportion
    #: For pairs of the same triple in overlapping passages, the modality of the claim and that of the draft.
    modalities: Mapping[tuple[str, str], int]
    #: The places of drafts that state as fact what the claims say only as planned, hedged, conditional, past or denied.
    plans_as_facts: tuple[str, ...]
    #: The places of drafts that state a fact, in no claim, in a passage in which no claim states one.
    facts_among_plans: tuple[str, ...]
    #: The places of drafts with a subject or object that the article does not have, or that contradict its claims.
    foreign_subjects: tuple[str, ...]
    foreign_objects: tuple[str, ...]
    contradictions: tuple[str, ...]
    #: Drafts whose predicate is declared in the ontology, of all.
    conforming: Proportion
    refused: tuple[Refusal, ...]
    repeated: int
    #: How many proposed things are things of the claims, of all proposed things.
    aligned: Proportion
    #: For each predicate, the strict matches.
    predicates: Mapping[str, MatchedDrafts]

    @property
    def invented(self) -> Proportion:
        """The drafts that have a foreign subject or object or contradict the claims, of all."""
        names = {*self.foreign_subjects, *self.foreign_objects, *self.contradictions}
        return Proportion(len(names), self.strict.drafts)


def score(
    drafts: Sequence[Draft | Refusal], number: str, graph: ProjectGraph, texts: Texts, find_thing: FindThing
) -> DraftScore:
    """Return how drafts compare with the hand-made claims on an article.

    Args:
        drafts: the drafts, with the refusals of records that are none.
        number: the number of the article.
        graph: the graph with the claims.
        texts: the folder with the text of the article.
        find_thing: finds a thing by its name.

    Raises:
        Unscorable: if there is no such article, or no claim on it.
        NoTexts: if its text is not there.
    """
    claims = hand_made_claims(graph, number)
    if not claims:
        raise Unscorable(
            f"there are no claims on an article {number}; there are {', '.join(sorted(graph.sources))}"
        )
    text = texts.of(graph.sources[number])
    if text is None:
        raise NoTexts(f"{texts.folder}: no text of {graph.sources[number].name}")
    drafted = DraftReader(graph, texts, find_thing, number).read(drafts)
    names = align(drafted.claims, claims, {**drafted.new_things, **drafted.new_undertakings}.keys())
    return _Comparison(drafted, claims, names, ArticleContent(graph, text.content, claims)).score(number)


class _Comparison:
    """Drafts and claims, with the proposed things named as in the claims."""

    def __init__(
        self,
        drafted: DraftedClaims,
        claims: list[ScoredClaim],
        names: dict[str, str],
        content: ArticleContent,
    ) -> None:
        self._drafted, self._claims, self._names, self._content = drafted, claims, names, content
        self._drafts = [each.with_names(names) for each in drafted.claims]

    def score(self, number: str) -> DraftScore:
        """Return the score on the article with a number."""
        strict = pairs(self._drafts, self._claims, is_strict)
        unknown = sum(each.reason == "unknown term" for each in self._drafted.refused)
        proposed = len(self._drafted.new_things) + len(self._drafted.new_undertakings)
        return DraftScore(
            source=number,
            strict=self._matched(len(strict)),
            strict_by_name=self._matched(len(pairs(self._drafted.claims, self._claims, is_strict))),
            triples=self._triples(),
            passage_precision=Proportion(_overlapping(self._drafts, self._claims), self._drafted.size),
            passage_recall=Proportion(_overlapping(self._claims, self._drafts), len(self._claims)),
            modalities=self._modalities(),
            plans_as_facts=self._named(self._is_plan_as_fact),
            facts_among_plans=self._named(self._is_fact_among_plans),
            foreign_subjects=self._named(lambda draft: self._is_foreign(draft, 0)),
            foreign_objects=self._named(lambda draft: self._is_foreign(draft, 2)),
            contradictions=self._named(self._content.contradicts),
            conforming=Proportion(self._drafted.size - unknown, self._drafted.size),
            refused=self._drafted.refused,
            repeated=self._drafted.repeated,
            aligned=Proportion(len(self._names), proposed),
            predicates=self._predicates(strict),
        )

    def _matched(self, count: int) -> MatchedDrafts:
        return MatchedDrafts(count, self._drafted.size, len(self._claims))

    def _triples(self) -> MatchedDrafts:
        drafted, claimed = ({each.triple for each in some} for some in (self._drafts, self._claims))
        # A refused draft has no triple that could be the same as another's.
        return MatchedDrafts(len(drafted & claimed), len(drafted) + len(self._drafted.refused), len(claimed))

    def _modalities(self) -> Counter[tuple[str, str]]:
        # Drafts with the right modality come first, so that no pair takes the place of theirs.
        strict = pairs(self._drafts, self._claims, is_strict)
        drafts, claims = ([each[side] for each in strict] for side in (0, 1))
        others = pairs(
            [each for each in self._drafts if each not in drafts],
            [each for each in self._claims if each not in claims],
            is_same,
        )
        return Counter((claim.modality, draft.modality) for draft, claim in [*strict, *others])

    def _named(self, applies: Any) -> tuple[str, ...]:
        return tuple(each.name for each in self._drafts if applies(each))

    def _is_plan_as_fact(self, draft: ScoredClaim) -> bool:
        same = [claim for claim in self._claims if claim.triple == draft.triple]
        return draft.is_fact and bool(same) and not any(claim.is_fact for claim in same)

    def _is_fact_among_plans(self, draft: ScoredClaim) -> bool:
        beside = [claim for claim in self._claims if claim.overlaps(draft)]
        is_new = all(claim.triple != draft.triple for claim in self._claims)
        return draft.is_fact and is_new and bool(beside) and not any(claim.is_fact for claim in beside)

    def _is_foreign(self, draft: ScoredClaim, end: int) -> bool:
        term = draft.triple[end]
        # A trial or a role has no name in an article; what is said of it shows whether it is there.
        is_unnamed = term in self._drafted.new_undertakings
        return not is_unnamed and self._content.lacks(term, self._drafted.new_things)

    def _predicates(self, strict: Sequence[tuple[ScoredClaim, ScoredClaim]]) -> dict[str, MatchedDrafts]:
        drafted, claimed = (Counter(each.triple[1] for each in some) for some in (self._drafts, self._claims))
        matched = Counter(draft.triple[1] for draft, _ in strict)
        return {
            predicate: MatchedDrafts(matched[predicate], drafted[predicate], claimed[predicate])
            for predicate in sorted(drafted.keys() | claimed.keys())
        }


def _overlapping(some: Sequence[ScoredClaim], others: Sequence[ScoredClaim]) -> int:
    """Return how many of some claims have a passage that overlaps with that of another."""
    return sum(any(each.overlaps(other) for other in others) for each in some)
