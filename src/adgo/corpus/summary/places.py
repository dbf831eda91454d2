"""The summary of a place: what happens and is planned there, its rules and barriers, and whose market it is."""

from __future__ import annotations

from collections.abc import Collection

from adgo.corpus import editorial, regulation, standings, undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.regulation import Rule
from adgo.corpus.summary import organizations, projects
from adgo.corpus.summary.attribution import label, lines
from adgo.corpus.summary.clause import Clause, SummaryLine, TextPart, named
from adgo.graph.namespaces import ADGO

#: How many undertakings that are done, or running, the summary has at most.
MOST_REAL = 1
#: Headings for what has a place as the value of a property.
INWARD = {
    ADGO + "basedInCountry": "Home of",
    ADGO + "headquarteredIn": "Headquarters of",
    ADGO + "targetsMarket": "Target market of",
}


def described(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return the lines of the summary of a place."""
    found = lines(corpus, "", organizations.facts(corpus, it, ADGO + "within"))
    found += lines(corpus, "", projects.clauses(corpus, undertakings.of(corpus, it), it), most_real=MOST_REAL)
    rules = [_rule(corpus, each) for each in regulation.of(corpus, it)]
    found += lines(corpus, "Rules and barriers", rules)
    for predicate, heading in INWARD.items():
        found += lines(corpus, heading, inward(corpus, it, (predicate,)))
    return found


def _rule(corpus: Corpus, rule: Rule) -> Clause:
    parts = [TextPart(corpus.label(rule.iri), rule.iri)]
    limits = [(label(corpus, each), each) for each in rule.parts if corpus.label(each) not in parts[0].text]
    if limits:
        parts += [TextPart(" (only in "), *named(limits), TextPart(")")]
    claims = rule.claims
    if rule.disputed:
        wrong = {term.value for term in corpus.values(rule.disputed, "disputes")}
        claims += tuple(c for c in corpus.by_subject[rule.iri] if c.iri in wrong and c not in claims)
    return Clause(tuple(parts), claims, (rule.iri,), rule.standings, rule.disputed)


def inward(corpus: Corpus, it: str, predicates: Collection[str] = ()) -> list[Clause]:
    """Return the things that properties link to a thing, a clause for each.

    Args:
        corpus: the graph.
        it: the thing.
        predicates: the properties; any if there are none.
    """
    found: dict[str, list[Claim]] = {}
    for each in corpus.by_object.get(it, []):
        if not predicates or each.predicate in predicates:
            found.setdefault(label(corpus, each.subject), []).append(each)
    return [
        Clause(
            (TextPart(words, claims[0].subject),),
            tuple(claims),
            tuple(each.iri for each in claims),
            tuple(standings.of_fact(corpus, claims)),
            editorial.disputing(corpus, claims),
        )
        for words, claims in found.items()
    ]
