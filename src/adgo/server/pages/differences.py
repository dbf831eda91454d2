"""Where sources differ: the stored questions on conflicts, answered once for each state of the data."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from adgo.evidence.kinds import HEADINGS
from adgo.graph.namespaces import ADGO
from adgo.queries import Question as Stored
from adgo.server.endpoint import QueryRequest
from adgo.server.page_queries import Row
from adgo.server.pages.content.corpus import Corpus, Term
from adgo.server.protocol.negotiation import RESULTS
from adgo.server.site import Site
from adgo.server.store.editions import Edition
from adgo.sparql.text import SparqlText

PREFIX = "conflicts-"
#: Kinds of difference in the order of the page, with the words over each; corroboration and repetition are none.
KINDS = {kind: words for kind, words in HEADINGS.items() if kind not in ("corroboration", "repeat")}
#: Columns that belong to one side, in the order they are shown.
COLUMNS = ("predicate", "value", "organization", "speaker", "attribution")
#: The column that the other side is about, where that is another thing than the first is about.
NEAR = "near"
LINKS = ("claim", "passage", "source")


@dataclass(frozen=True)
class Side:
    """What one source says: named terms, and the claim, passage and source they stand in ("" where unknown)."""

    terms: tuple[tuple[str, Term], ...]
    claim: str
    passage: str
    source: str


@dataclass(frozen=True)
class Difference:
    """One row of a question on conflicts: what it is about, its sides (one or two), and what belongs to neither."""

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


@dataclass
class _Kept:
    digest: str
    found: list[Differences]
    touched: dict[str, list[Difference]]


_lock = threading.Lock()


def read(site: Site) -> list[Differences]:
    """Return the differences of every kind that has any, the most telling kind first."""
    return _kept(site).found


def touching(site: Site, corpus: Corpus, it: str) -> list[Difference]:
    """Return the differences that name a thing: in what they are about or on one of their sides."""
    kept = _kept(site)
    if not kept.touched:
        for each in (row for group in kept.found for row in group.rows):
            for name in _named(corpus, each):
                kept.touched.setdefault(name, []).append(each)
    return kept.touched.get(it, [])


def telling(site: Site, limit: int = 5) -> list[Difference]:
    """Return one difference of each of the most telling kinds: the one whose passages differ in most ways."""
    groups = read(site)
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


def _kept(site: Site) -> _Kept:
    edition = site.edition
    with _lock:
        kept: _Kept | None = site.readings.get("differences")
        if kept is None or kept.digest != edition.digest:
            asked = [(kind, site.questions.get(PREFIX + kind)) for kind in KINDS]
            with ThreadPoolExecutor(4) as threads:
                answers = threads.map(lambda pair: _ask(site, edition, *pair), asked)
                kept = _Kept(edition.digest, [each for each in answers if each and each.rows], {})
            site.readings["differences"] = kept
        return kept


def _ask(site: Site, edition: Edition, kind: str, question: Stored | None) -> Differences | None:
    if question is None:
        return None
    reply = site.endpoint.reply(QueryRequest(SparqlText(question.text), RESULTS[0]), edition)
    found: list[Row] = json.loads(reply.content())["results"]["bindings"]
    return Differences(kind, KINDS[kind], question, tuple(_difference(kind, row) for row in found))


def _difference(kind: str, row: Row) -> Difference:
    terms = {
        name: Term(cell["type"], cell["value"], cell.get("xml:lang") or cell.get("datatype") or "")
        for name, cell in row.items()
    }
    about = terms.pop("about").value
    near = terms.pop(NEAR, None)
    sides = [_side(terms, ""), _side(terms, "other", ((NEAR, near),) if near else ())]
    return Difference(kind, about, tuple(each for each in sides if each), tuple(terms.items()))


def _side(terms: dict[str, Term], prefix: str, first: tuple[tuple[str, Term], ...] = ()) -> Side | None:
    """Take one side's columns out of a row, behind what comes first; None if the row has no such side."""

    def take(name: str) -> Term | None:
        return terms.pop(prefix + name.capitalize() if prefix else name, None)

    shown = tuple((name, term) for name in COLUMNS if (term := take(name)))
    links = [term.value if (term := take(name)) else "" for name in LINKS]
    return Side((*first, *shown), *links) if shown or any(links) else None


def _named(corpus: Corpus, difference: Difference) -> set[str]:
    named = {difference.about, *(term.value for _, term in difference.rest if term.is_iri)}
    for side in difference.sides:
        named |= {term.value for _, term in side.terms if term.is_iri} | {
            side.claim,
            side.passage,
            side.source,
        }
        if claim := corpus.by_iri.get(side.claim):
            named |= {claim.subject, claim.object.value, claim.statement}
    # A difference over a post is one over who holds it, one over an undertaking one for who takes part in it.
    holding = ADGO + "holdsRole"
    holders = {c.subject for it in named for c in corpus.by_object.get(it, []) if c.predicate == holding}
    parts = (c for it in named for c in corpus.by_subject.get(it, []) if c.predicate in corpus.involving)
    return (named | holders | {c.object.value for c in parts}) - {""}
