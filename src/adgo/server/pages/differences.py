"""`/differences`: where sources differ, as the stored questions on conflicts find it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flask import Blueprint, Response

from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.reading import Row
from adgo.evidence.conflict_kinds import HEADINGS
from adgo.graph.namespaces import ADGO
from adgo.queries import Question as Stored
from adgo.server import site_corpus
from adgo.server.pages.rendering import render_page
from adgo.server.protocol.negotiation import RESULTS
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.site import Site, site
from adgo.server.store.editions import Edition
from adgo.sparql.text import SparqlText

blueprint = Blueprint("differences", __name__)
#: What the names of the stored questions on conflicts begin with.
PREFIX = "conflicts-"
#: Kinds of difference in the order of the page, with their headings; corroboration and repetition are not differences.
KINDS = {kind: words for kind, words in HEADINGS.items() if kind not in ("corroboration", "repeat")}
#: Columns of an answer that belong to one side, in the order in which they are shown.
COLUMNS = ("predicate", "value", "organization", "speaker", "attribution")
#: The column with what the second side is about, if that is not what the first is about.
NEAR = "near"
#: Columns with the evidence of one side.
LINKS = ("claim", "passage", "source")


@dataclass(frozen=True)
class Side:
    """What one source says: terms by column, and the claim, passage and source ("" if not known)."""

    terms: tuple[tuple[str, Term], ...]
    claim: str
    passage: str
    source: str


@dataclass(frozen=True)
class Difference:
    """One row of an answer: what it is about, one or two sides, and the columns that belong to neither."""

    kind: str
    about: str
    sides: tuple[Side, ...]
    rest: tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class Differences:
    """All differences of one kind, and the stored question that finds them."""

    kind: str
    heading: str
    question: Stored
    rows: tuple[Difference, ...]


@blueprint.get("/differences")
def page() -> Response:
    """Return all differences by kind, and the editors' judgements."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    judgements = sorted(corpus.apart.get("judgements", {}), key=corpus.label)
    return render_page("differences.html", c=corpus, groups=find_all(here), judgements=judgements)


def find_all(site: Site) -> list[Differences]:
    """Return the differences by kind, in the order of `KINDS`, from memory if the data have not changed."""
    return site.kept("differences", lambda: _find_all(site))


def touching(site: Site, corpus: Corpus, it: str) -> list[Difference]:
    """Return the differences that are about a thing or name it on one of their sides.

    Args:
        site: the site that serves the request.
        corpus: the graph.
        it: the thing.
    """
    return site.kept("differences by thing", lambda: _by_thing(corpus, find_all(site))).get(it, [])


def _by_thing(corpus: Corpus, groups: list[Differences]) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for each in (row for group in groups for row in group.rows):
        for name in _named(corpus, each):
            found.setdefault(name, []).append(each)
    return found


def examples(site: Site, limit: int = 5) -> list[Difference]:
    """Return one difference of each of the first kinds: the one whose passages differ in most ways."""
    groups = find_all(site)
    ways: dict[str, set[str]] = {}
    for row in (row for group in groups for row in group.rows):
        for passage in _passages(row):
            ways.setdefault(passage, set()).add(row.kind)
    found: list[Difference] = []
    shown: set[str] = set()
    for group in groups[:limit]:
        fresh = [row for row in group.rows if not shown & _passages(row)] or list(group.rows)
        best = max(fresh, key=lambda row: sum(len(ways[each]) for each in _passages(row)))
        shown |= _passages(best)
        found.append(best)
    return found


def _passages(row: Difference) -> set[str]:
    return {side.passage for side in row.sides if side.passage}


def _find_all(site: Site) -> list[Differences]:
    edition = site.edition  # The threads have no request of their own from which to take it.
    asked = [(kind, site.questions.get(PREFIX + kind)) for kind in KINDS]
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda pair: _ask(site, edition, *pair), asked)
        return [each for each in answers if each and each.rows]


def _ask(site: Site, edition: Edition, kind: str, question: Stored | None) -> Differences | None:
    if question is None:
        return None
    reply = site.endpoint.reply(QueryRequest(SparqlText(question.text), RESULTS[0]), edition)
    found: list[Row] = json.loads(reply.content())["results"]["bindings"]
    return Differences(kind, KINDS[kind], question, tuple(_difference(kind, row) for row in found))


def _difference(kind: str, row: Row) -> Difference:
    terms = {name: Term.of(cell) for name, cell in row.items()}
    about = terms.pop("about").value
    near = terms.pop(NEAR, None)
    sides = [_side(terms, ""), _side(terms, "other", ((NEAR, near),) if near else ())]
    return Difference(kind, about, tuple(each for each in sides if each), tuple(terms.items()))


def _side(terms: dict[str, Term], prefix: str, first: tuple[tuple[str, Term], ...] = ()) -> Side | None:
    """Return one side and remove its columns from the row; None if the row does not have that side."""

    def take(name: str) -> Term | None:
        return terms.pop(prefix + name.capitalize() if prefix else name, None)

    shown = tuple((name, term) for name in COLUMNS if (term := take(name)))
    links = [term.value if (term := take(name)) else "" for name in LINKS]
    return Side((*first, *shown), *links) if shown or any(links) else None


def _named(corpus: Corpus, difference: Difference) -> set[str]:
    """Return the things on whose pages a difference is shown."""
    named = {difference.about, *(term.value for _, term in difference.rest if term.is_iri)}
    for side in difference.sides:
        named |= {term.value for _, term in side.terms if term.is_iri} | {
            side.claim,
            side.passage,
            side.source,
        }
        if claim := corpus.by_iri.get(side.claim):
            named |= {claim.subject, claim.object.value, claim.statement}
    # A difference about a post is shown for its holder, one about an undertaking for those who take part in it.
    holding = ADGO + "holdsRole"
    holders = {c.subject for it in named for c in corpus.by_object.get(it, []) if c.predicate == holding}
    parts = (c for it in named for c in corpus.by_subject.get(it, []) if c.predicate in corpus.involving)
    return (named | holders | {c.object.value for c in parts}) - {""}
