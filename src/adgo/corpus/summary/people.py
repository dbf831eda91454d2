"""The summary of a person: the posts by source, and the views that sources report."""

from __future__ import annotations

from adgo.corpus import editorial, posts, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.posts import Post
from adgo.corpus.summary.attribution import SOURCES, lines
from adgo.corpus.summary.clause import Clause, SummaryLine, TextPart
from adgo.graph.namespaces import ADGO

VIEW = ADGO + "holdsView"
#: How many views the summary has at most.
VIEWS = 2


def described(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return the lines of the summary of a person."""
    alike: dict[tuple[str, ...], list[Post]] = {}
    for each in posts.of(corpus, it):
        given = standings.of_fact(corpus, each.claims)
        key = (posts.title_key(each.title), each.organization, each.disputed, *given)
        alike.setdefault(key, []).append(each)
    held = [_post(corpus, group) for group in alike.values()]
    views = [_view(corpus, each) for each in corpus.by_subject.get(it, []) if each.predicate == VIEW]
    return [
        *lines(corpus, "", held, whom=SOURCES),
        *lines(corpus, "Views reported", views, VIEWS, whom=SOURCES),
    ]


def _post(corpus: Corpus, alike: list[Post]) -> Clause:
    """Return posts that differ only in their source as one clause, such as "president at China EV100"."""
    post = alike[0]
    parts = [TextPart(post.title)] if post.title else []
    if post.organization:
        parts += [
            TextPart(", " if parts else "At "),
            TextPart(corpus.label(post.organization), post.organization),
        ]
    claims = tuple(claim for each in alike for claim in each.claims)
    return Clause(
        tuple(parts) or (TextPart(corpus.label(post.role), post.role),),
        claims,
        tuple(each.role for each in alike),
        tuple(standings.of_fact(corpus, claims)),
        post.disputed,
    )


def _view(corpus: Corpus, claim: Claim) -> Clause:
    parts = (TextPart(corpus.show(claim.object), claim.object.value if claim.object.is_iri else ""),)
    given = tuple(standings.of_fact(corpus, [claim]))
    return Clause(parts, (claim,), (claim.iri,), given, editorial.disputing(corpus, [claim]))
