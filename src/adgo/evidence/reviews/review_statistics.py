"""Statistics of the reviews: error rate, confidence interval and agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Triple

from adgo.evidence import store_lookup
from adgo.evidence.reviews import review_records
from adgo.evidence.reviews.confidence_interval import wilson
from adgo.evidence.reviews.reader_agreement import Agreement, agreement
from adgo.evidence.reviews.review_records import ClaimReading, ReviewReader
from adgo.evidence.reviews.verdict_file import FIELDS, QUESTIONABLE, WRONG
from adgo.graph.namespaces import ADGO, BASE, GRAPH, PREFIXES, XSD

DATASET = NamedNode(BASE + "dataset")
DQV = PREFIXES["dqv"]
DERIVED_FROM = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")

#: The rule by which a claim counts as wrong, in words.
RULE = "A claim counts as wrong if at least one reader finds at least one of its fields wrong."


@dataclass(frozen=True)
class Rate:
    """A number of claims, its share of all claims, and the bounds of the 95 % Wilson interval of the share."""

    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """The statistics of the reviews of a sample; claims count as they were when they were read."""

    seed: str
    population: int
    day: str
    readers: list[ReviewReader]
    #: Claims that were read.
    claims: int
    #: Claims that at least one reader finds wrong.
    wrong: Rate
    #: Claims that every reader finds wrong.
    wrong_for_all: int
    #: Claims that no reader finds wrong and at least one finds questionable.
    questionable: int
    #: For each field, how many claims have a reader who finds it wrong, and one who finds it questionable.
    fields: dict[str, dict[str, int]]
    #: The agreement on whether a claim is wrong; None unless exactly two readers read the same claims.
    agreement: Agreement | None
    #: Claims that have changed since they were read, and how many of these had been found wrong.
    stale: int
    stale_wrong: int


def measure(store: Store) -> Figures | None:
    """Return the statistics of the readings in a store; None if it has no readings."""
    by_claim: dict[str, list[ClaimReading]] = {}
    for reading in review_records.read(store):
        by_claim.setdefault(reading.claim, []).append(reading)
    if not by_claim:
        return None
    groups = list(by_claim.values())
    wrong = [group for group in groups if any(reading.is_wrong for reading in group)]
    stale = [group for group in groups if any(reading.is_stale for reading in group)]
    doubted = [group for group in groups if any(reading.findings for reading in group)]
    drawn = review_records.draw_of(store)
    return Figures(
        seed=drawn.seed if drawn else "",
        population=drawn.population if drawn else 0,
        day=drawn.day if drawn else "",
        readers=review_records.readers(store),
        claims=len(groups),
        wrong=_rate(len(wrong), len(groups)),
        wrong_for_all=sum(all(reading.is_wrong for reading in group) for group in groups),
        questionable=len(doubted) - len(wrong),
        fields={
            name: {verdict: _having(groups, name, verdict) for verdict in (WRONG, QUESTIONABLE)}
            for name in FIELDS
        },
        agreement=_agreement(groups),
        stale=len(stale),
        stale_wrong=sum(group in wrong for group in stale),
    )


def _rate(count: int, size: int) -> Rate:
    return Rate(count, count / size, *wilson(count, size))


def _having(groups: list[list[ClaimReading]], name: str, verdict: str) -> int:
    """Return for how many claims a reader gives this verdict on a field."""
    return sum(any(reading.findings.get(name) == verdict for reading in group) for group in groups)


def _agreement(groups: list[list[ClaimReading]]) -> Agreement | None:
    """Return the agreement on whether a claim is wrong; None unless all claims have the same two readers."""
    if len({reading.reader for group in groups for reading in group}) != 2 or any(
        len(group) != 2 for group in groups
    ):
        return None
    pairs = (sorted(group, key=lambda reading: reading.reader) for group in groups)
    return agreement([(one.is_wrong, other.is_wrong) for one, other in pairs])


def measurements(store: Store) -> list[Triple]:
    """Return the statistics as measurements in the Data Quality Vocabulary; [] if there are no readings."""
    figures = measure(store)
    return [] if figures is None else [triple for each in _values(figures) for triple in _measurement(*each)]


def _values(figures: Figures) -> Iterator[tuple[str, str, Literal]]:
    """Yield the name, the metric and the value of each measurement."""
    yield "claims-read", "ClaimsRead", Literal(figures.claims)
    yield "error-rate", "ErrorRate", _decimal(figures.wrong.share)
    yield "error-rate-low", "ErrorRateLowerBound", _decimal(figures.wrong.low)
    yield "error-rate-high", "ErrorRateUpperBound", _decimal(figures.wrong.high)
    yield "claims-changed-since-read", "ClaimsChangedSinceRead", Literal(figures.stale)
    if figures.agreement:
        yield "reader-agreement", "ReaderAgreement", _decimal(figures.agreement.share)
        if figures.agreement.kappa is not None:
            yield "reader-kappa", "ReaderKappa", _decimal(figures.agreement.kappa)


def _measurement(name: str, metric: str, value: Literal) -> Iterator[Triple]:
    node = NamedNode(f"{BASE}review/{name}")
    yield Triple(DATASET, NamedNode(DQV + "hasQualityMeasurement"), node)
    yield Triple(node, store_lookup.TYPE, NamedNode(DQV + "QualityMeasurement"))
    yield Triple(node, NamedNode(DQV + "computedOn"), DATASET)
    yield Triple(node, NamedNode(DQV + "isMeasurementOf"), NamedNode(ADGO + metric))
    yield Triple(node, NamedNode(DQV + "value"), value)
    yield Triple(node, DERIVED_FROM, NamedNode(GRAPH + "reviews"))


def _decimal(value: float) -> Literal:
    return Literal(f"{value:.4f}", datatype=NamedNode(XSD + "decimal"))
