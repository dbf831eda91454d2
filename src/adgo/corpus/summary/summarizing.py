"""The summary of a thing: of firms and other organizations, people, places, undertakings, statements and rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from adgo.corpus import undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.summary import attribution, organizations, people, places, projects, statements
from adgo.corpus.summary.clause import Clause, ClauseGroup, Summary, SummaryLine, TextPart, capitalised
from adgo.corpus.summary.folding import DIFFERENCES

#: The class of what has a summary, by its local name, and the function that gives the lines.
DESCRIBERS: dict[str, Callable[[Corpus, str], list[SummaryLine]]] = {
    "Organization": organizations.described,
    "Person": people.described,
    "Place": places.described,
    "Undertaking": lambda corpus, it: projects.described(corpus, undertakings.one(corpus, it)),
    "Statement": statements.described,
    **dict.fromkeys(("RegulatoryRegime", "Requirement", "Barrier", "Authorization"), statements.kinds),
}


def of(corpus: Corpus, it: str, differing: Sequence[Sequence[Claim]] = ()) -> Summary | None:
    """Return the summary of a thing; None if it is not of a kind that has one, or if no claim is about it.

    Args:
        corpus: the graph.
        it: the thing.
        differing: the claims of each point on which the sources differ.
    """
    describe = statements.claimed if it in corpus.by_iri else _describer(corpus, it)
    found = list(corpus.kept(f"summary {it}", lambda: describe(corpus, it) if describe else []))
    if describe and not found:
        found = attribution.lines(corpus, "Mentioned with", places.inward(corpus, it))
    if describe and (differing := [each for each in differing if each]):
        found.append(_differing(differing))
    found = [_capitalised(each) for each in found]
    sources = _sources(corpus, it, found) if describe else None
    return Summary(it, (*found, sources)) if sources else None


def _describer(corpus: Corpus, it: str) -> Callable[[Corpus, str], list[SummaryLine]] | None:
    return next((give for name, give in DESCRIBERS.items() if corpus.is_a(it, name)), None)


def _differing(points: Sequence[Sequence[Claim]]) -> SummaryLine:
    number = len(points)
    words = f"The articles differ on {number} point{'' if number == 1 else 's'}"
    clause = Clause((TextPart(words, DIFFERENCES),), tuple(claims[0] for claims in points), ())
    return SummaryLine("", (), (ClauseGroup((clause,)),))


def _capitalised(line: SummaryLine) -> SummaryLine:
    """Return a line whose first clause begins with a capital if nothing stands before it."""
    if line.heading or line.standings:
        return line
    group = line.groups[0]
    first = replace(group.clauses[0], parts=capitalised(group.clauses[0].parts))
    return replace(line, groups=(replace(group, clauses=(first, *group.clauses[1:])), *line.groups[1:]))


def _sources(corpus: Corpus, it: str, found: Sequence[SummaryLine]) -> SummaryLine | None:
    """Return the line that names all sources of a thing and of its summary; None if there are none."""
    indexes = (corpus.by_subject, corpus.by_object, corpus.by_statement)
    claims = [each for index in indexes for each in index.get(it, [])]
    claims += [claim for each in found for clause in each.clauses for claim in clause.claims]
    first = {each.source: each for each in reversed(claims)}
    named = [first[source] for source in sorted(first) if source]
    if not named:
        return None
    clause = Clause(attribution.sources(corpus, named), tuple(named), ())
    return SummaryLine("Sources", (), (ClauseGroup((clause,)),))
