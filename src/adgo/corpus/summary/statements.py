"""The summary of what only claims say: a statement or claim, and the kind of a rule or barrier, with its standing."""

from __future__ import annotations

from adgo.corpus import editorial, english, standings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.corpus.summary import elements
from adgo.corpus.summary.attribution import lines
from adgo.corpus.summary.clause import Clause, SummaryLine, TextPart, capitalised


def described(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return a line with the words of a statement and the standings of its claims."""
    claims = tuple(corpus.by_statement.get(it, []))
    if not claims:
        return []
    disputed = editorial.disputing(corpus, claims) if editorial.is_disputed(corpus, it) else ""
    return _said(corpus, it, claims, disputed)


def claimed(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return a line with the words of the statement that a claim makes, and the standing of the claim."""
    claims = (corpus.by_iri[it],)
    return _said(corpus, claims[0].statement or it, claims, editorial.disputing(corpus, claims))


def _said(corpus: Corpus, it: str, claims: tuple[Claim, ...], disputed: str) -> list[SummaryLine]:
    words = (TextPart(corpus.label(it).rstrip("."), it),)
    given = tuple(standings.of_fact(corpus, claims))
    return lines(corpus, "", [Clause(words, claims, (it,), given, disputed)])


def kinds(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return a line for each of the standings of a thing's kinds: "Announced plan: A regulatory regime"."""
    found = [
        Clause(
            capitalised((TextPart(english.with_article(corpus.label(kind)), kind),)),
            tuple(claims),
            (it,),
            tuple(standings.of_fact(corpus, claims)),
            editorial.disputing(corpus, claims),
        )
        for kind, claims in elements.values(corpus.by_subject.get(it, []), TYPE).items()
    ]
    return lines(corpus, "", found)
