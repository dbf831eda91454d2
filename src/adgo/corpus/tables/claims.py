"""Claims as rows: what a claim says, how certain it is, and where in which source it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from adgo.corpus import articles, dates, editorial, facts, standings, undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.tables.export_table import Cell, ExportTable, cell_of, joined
from adgo.graph.namespaces import ADGO, PREFIXES

COLUMNS = (
    "subject", "relation", "value", "value name", "standing", "how sure", "status", "disputed by the editors", "place",
    "not before", "not after", "source", "source title", "publisher", "speaker", "paraphrase", "passage start",
    "passage end", "claim", "passage", "subject id", "relation id",
)  # fmt: skip
#: The properties that give the place of something.
PLACES = ("locatedIn", "hasMarket", "beginsWith", "appliesIn", "headquarteredIn", "basedInCountry")
#: What stands before the place for which something is only bound.
BOUND = "to "
PARAPHRASE, TITLE = PREFIXES["dcterms"] + "description", PREFIXES["dcterms"] + "title"
#: Added to the name of a publisher that no source states.
PRESUMED = " (presumed)"


def table(
    corpus: Corpus, claims: Iterable[Claim], name: str = "claims", title: str = "Claims"
) -> ExportTable:
    """Return claims as a table, each claim once, in their order.

    Args:
        corpus: the graph.
        claims: the claims.
        name: the name of the table in names of files.
        title: the title of the table.
    """
    return ExportTable(name, title, COLUMNS, [_row(corpus, each) for each in dict.fromkeys(claims)])


def about(corpus: Corpus, it: str) -> list[Claim]:
    """Return the claims about a thing, about undertakings in which it takes part, and those that name or quote it."""
    undertaken = [each.claims for each in undertakings.of(corpus, it)]
    groups = (
        corpus.by_subject.get(it, []),
        *undertaken,
        corpus.by_object.get(it, []),
        corpus.by_speaker.get(it, []),
    )
    alone = [corpus.by_iri[it]] if it in corpus.by_iri else []
    found = [*alone, *(each for group in groups for each in group), *corpus.by_part.get(it, [])]
    return list(dict.fromkeys(found))


def publisher(corpus: Corpus, source: str) -> str:
    """Return who published a source; marked if only the editors presume it, "" if nobody knows."""
    stated = [
        claim.object for claim in corpus.by_subject.get(source, []) if claim.predicate == articles.PUBLISHER
    ]
    if stated:
        return corpus.show(stated[0])
    presumed = corpus.first(source, "presumedPublisher")
    return corpus.label(presumed) + PRESUMED if presumed else ""


def span(corpus: Corpus, passage: str) -> tuple[int | None, int | None]:
    """Return where a passage first begins and ends in its source, in code points; None if not known."""
    oa = PREFIXES["oa"]
    found = []
    for selector in corpus.values(passage, oa + "hasSelector"):
        start, end = (corpus.count(selector.value, oa + name) for name in ("start", "end"))
        if start is not None and end is not None:
            found.append((start, end))
    return min(found, default=(None, None))


def _row(corpus: Corpus, claim: Claim) -> tuple[Cell, ...]:
    first, last = _when(corpus, claim)
    words = facts.counted(claim.object.value, claim.predicate)
    standing = standings.of_row(corpus, claim)
    return (
        corpus.label(claim.subject),
        corpus.label(claim.predicate),
        cell_of(claim.object),
        words or corpus.show(claim.object),
        standings.label(corpus, standing),
        joined([corpus.label(claim.modality) if claim.modality else "", *claim.hedges]),
        corpus.label(claim.status) if claim.status else "",
        "yes" if editorial.disputing(corpus, [claim]) else None,
        joined(_places(corpus, claim)),
        first,
        last,
        corpus.label(claim.source) if claim.source else "",
        corpus.first(claim.source, TITLE),
        publisher(corpus, claim.source),
        corpus.label(claim.speaker) if claim.speaker else "",
        corpus.first(claim.passage, PARAPHRASE),
        *span(corpus, claim.passage),
        claim.iri,
        claim.passage,
        claim.subject,
        claim.predicate,
    )


def _places(corpus: Corpus, claim: Claim) -> list[str]:
    """Return the names of the places of what a claim is about; a destination is marked as one."""
    words = dict.fromkeys(PLACES, "") | dict.fromkeys(undertakings.DESTINATIONS, BOUND)
    about = [claim, *corpus.by_subject.get(claim.subject, [])]
    named = [(words.get(each.predicate.removeprefix(ADGO)), each.object.value) for each in about]
    return [
        f"{before}{corpus.label(it)}"
        for before, it in dict.fromkeys(named)
        if before is not None and corpus.is_a(it, "Place")
    ]


def _when(corpus: Corpus, claim: Claim) -> tuple[date | None, date | None]:
    """Return the first and last day of the time that a claim gives; else of the start of its subject."""
    when = dates.read_time(corpus, claim.object.value)
    if when is None:
        starts = (c for c in corpus.by_subject.get(claim.subject, []) if c.predicate == ADGO + "startsAt")
        when = next((found for c in starts if (found := dates.read_time(corpus, c.object.value))), None)
    return (when.first, when.last) if when else (None, None)
