"""A score as JSON, and as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from adgo.graph.namespaces import short
from adgo.intake.scoring.proportion import MatchedDrafts, Proportion
from adgo.intake.scoring.score import DraftScore


def record(score: DraftScore) -> dict[str, Any]:
    """Return a score for JSON; shares are from 0 to 1, with 95 % intervals, null if they are shares of nothing."""
    return {
        "source": score.source,
        "drafts": score.strict.drafts,
        "claims": score.strict.claims,
        "repeated": score.repeated,
        "strict": score.strict.record(),
        "strict_by_name": score.strict_by_name.record(),
        "triples": score.triples.record(),
        "passages": {"precision": score.passage_precision.record(), "recall": score.passage_recall.record()},
        "plans_as_facts": list(score.plans_as_facts),
        "facts_among_plans": list(score.facts_among_plans),
        "modalities": [
            {"claim": claim, "draft": draft, "count": count}
            for (claim, draft), count in sorted(score.modalities.items())
        ],
        "invented": score.invented.record()
        | {
            "foreign_subjects": list(score.foreign_subjects),
            "foreign_objects": list(score.foreign_objects),
            "contradictions": list(score.contradictions),
        },
        "aligned": score.aligned.record(),
        "refused": [vars(each) for each in score.refused],
        "text2kgbench": text2kgbench(score),
        "predicates": {short(iri): matched.record() for iri, matched in score.predicates.items()},
    }


def text2kgbench(score: DraftScore) -> dict[str, float | None]:
    """Return the seven metrics of Text2KGBench: of triples, conformance with the ontology, and hallucinations."""
    conforming, drafts = score.conforming.share, score.strict.drafts
    return {
        "precision": score.triples.precision.share,
        "recall": score.triples.recall.share,
        "f1": score.triples.f1,
        "ontology_conformance": conforming,
        "subject_hallucination": Proportion(len(score.foreign_subjects), drafts).share,
        "relation_hallucination": None if conforming is None else 1 - conforming,
        "object_hallucination": Proportion(len(score.foreign_objects), drafts).share,
    }


def lines(score: DraftScore) -> Iterator[str]:
    """Yield the lines of a score for people."""
    yield f"Article {score.source}: {score.strict.drafts} drafts, {score.strict.claims} hand-made claims"
    if score.repeated:
        yield f"  {score.repeated} more drafts repeat others, and are not counted"
    yield from _matched("Triple, modality and overlapping passage", score.strict)
    yield from _matched("The same, proposed things by their names", score.strict_by_name)
    yield from _matched("Triple alone", score.triples)
    yield "Passage alone"
    yield f"  precision {_share(score.passage_precision)}"
    yield f"  recall    {_share(score.passage_recall)}"
    yield from _wrong(score)
    yield from _counted(score)


def _wrong(score: DraftScore) -> Iterator[str]:
    yield from _places("Stated as fact, although the claims do not", score.plans_as_facts)
    yield from _places("Facts in passages without a fact", score.facts_among_plans)
    yield f"Invented: {_share(score.invented)}"
    yield from _places("  subject not in the article", score.foreign_subjects)
    yield from _places("  object not in the article", score.foreign_objects)
    yield from _places("  contradicts a claim", score.contradictions)


def _counted(score: DraftScore) -> Iterator[str]:
    yield f"Predicate in the ontology: {_share(score.conforming)}"
    yield f"Proposed things found in the claims: {_share(score.aligned)}"
    yield "Modality, if triple and passage match:"
    for (claim, draft), count in sorted(score.modalities.items()):
        yield f"  {claim} drafted as {draft}: {count}"
    reasons = Counter(each.reason for each in score.refused)
    yield f"Refused drafts: {len(score.refused)}"
    for reason, count in reasons.most_common():
        yield f"  {reason}: {count}"


def _matched(title: str, matched: MatchedDrafts) -> Iterator[str]:
    yield title
    yield f"  precision {_share(matched.precision)}"
    yield f"  recall    {_share(matched.recall)}"
    f1, bounds = matched.f1, matched.f1_interval
    yield "  F1        " + (
        f"{f1:.1%} ({bounds[0]:.1%} to {bounds[1]:.1%})" if f1 is not None and bounds else "none"
    )


def _share(part: Proportion) -> str:
    """Return a share with its counts and interval."""
    if part.share is None or part.interval is None:
        return "none of none"
    low, high = part.interval
    return f"{part.share:.1%}, {part.count} of {part.size} ({low:.1%} to {high:.1%})"


def _places(title: str, places: tuple[str, ...]) -> Iterator[str]:
    yield f"{title}: {len(places)}"
    for place in places:
        yield f"    {place}"
