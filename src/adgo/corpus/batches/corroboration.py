"""Which statements several sources make, computed statement by statement with any runner.

The rows are those of the stored question `conflicts-corroboration`, which a store of the whole graph answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from pyoxigraph import Store

from adgo import queries
from adgo.graph import files
from adgo.graph.building.dataflow import Runner
from adgo.graph.building.lines import bucket_of, dumped, filled, split
from adgo.graph.dataset import read_quads
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.sparql.answering.query import query
from adgo.turtle.terms import TYPE

QUESTION = "conflicts-corroboration"
#: Files that are read together.
_TOGETHER = 20
_OF_CLAIMS = ("tells", "subject", "predicate", "object", "modality", "hedge", "scope", "passage")
_OF_VIEWS = ("topic", "polarity", "comparedWith", "excludesMarket", "concerns", "degree")
_TELLS, _SUBJECT, _PREDICATE = (f"<{ADGO}{name}>" for name in _OF_CLAIMS[:3])
_WITHIN, _FAMILY = f"<{ADGO}within>", f"<{ADGO}inFamily>"
_SOURCE = f"<{PREFIXES['oa']}hasSource>"
#: What the question reads of things that claims name.
_OF_THINGS = frozenset((TYPE, _WITHIN, _FAMILY, _SOURCE, f"<{PREFIXES['skos']}prefLabel>")) | frozenset(
    f"<{ADGO}{name}>" for name in (*_OF_CLAIMS, *_OF_VIEWS, "notBefore", "notAfter")
)
_ROLES = frozenset(f"<{ADGO}{name}>" for name in ("atOrganization", "hasTitle"))

#: Node to the lines about it.
Cards = dict[str, list[str]]


def rows(runner: Runner, buckets: int = 16) -> list[str]:
    """Return the rows of the stored question over the project, each as a line, sorted.

    Args:
        runner: applies the steps to groups of files, and then to groups of statements.
        buckets: the number of groups of statements.
    """
    told: dict[str, set[str]] = defaultdict(set)
    cards: Cards = defaultdict(list)
    for statements, known in runner.map(contribution, _groups()):
        for statement, claims in statements.items():
            told[statement] |= claims
        for node, lines in known.items():
            cards[node] += lines
    text = queries.load()[QUESTION].text
    asked = (_lines_of(bucket, told, cards) for bucket in _buckets(told, buckets))
    return sorted(row for made in runner.map(partial(answered, text), asked) for row in made)


def _groups() -> Iterator[tuple[str, ...]]:
    paths = [str(path) for part in ("entities", "claims") for path in files.part(part)]
    for at in range(0, len(paths), _TOGETHER):
        yield tuple(paths[at : at + _TOGETHER])


def _buckets(statements: Iterable[str], buckets: int) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(buckets)]
    for statement in sorted(statements):
        found[bucket_of(statement, buckets)].append(statement)
    return found


def contribution(paths: Sequence[str]) -> tuple[dict[str, set[str]], Cards]:
    """Return which claims make each statement in some files, and what the question reads of each node."""
    store = Store()
    for path in paths:
        store.bulk_extend(read_quads(Path(path)))
    told: dict[str, set[str]] = defaultdict(set)
    cards: Cards = defaultdict(list)
    for subject, predicate, rest in split(dumped(store)):
        if predicate in _OF_THINGS:
            cards[subject].append(f"{subject} {predicate} {rest}\n")
        if predicate == _TELLS:
            told[rest[:-2]].add(subject)
        elif predicate == _WITHIN:
            # What has other places in it is a place.
            cards[rest[:-2]].append(f"{subject} {predicate} {rest}\n")
    _add_posts(cards)
    return dict(told), dict(cards)


def _add_posts(cards: Cards) -> None:
    """Add the claims about a post to what is known of the post."""
    for claim, lines in list(cards.items()):
        of = {predicate: rest.removesuffix(" .\n") for _, predicate, rest in (x.split(" ", 2) for x in lines)}
        if of.get(_PREDICATE) in _ROLES and _SUBJECT in of:
            cards[of[_SUBJECT]] += cards[claim]


def _lines_of(statements: Iterable[str], told: dict[str, set[str]], cards: Cards) -> str:
    """Return all that the question reads to answer for some statements: claims, and what they name, and so on."""
    waiting = [node for statement in statements for node in (statement, *told[statement])]
    seen: set[str] = set()
    found: set[str] = set()
    # A claim names a view, which names a place: nothing that is farther is read, and a place's places are many.
    for _ in range(4):
        nodes = {node for node in waiting if node not in seen}
        seen |= nodes
        lines = {line for node in nodes for line in cards.get(node, ())}
        found |= lines
        waiting = [value for line in lines for value in _named(line)]
    return "".join(sorted(found))


def _named(line: str) -> Iterator[str]:
    """Yield the node that a line names, if the question reads something of it."""
    _, predicate, rest = line.split(" ", 2)
    if rest[0] == "<" and predicate not in (TYPE, _WITHIN, _TELLS, _PREDICATE):
        yield rest[:-3]


def answered(text: str, lines: str) -> list[str]:
    """Return the rows of a query over lines, each as its terms with tabs between."""
    found = query(filled(lines), text).rows
    return ["\t".join("" if term is None else str(term) for term in row) for row in found]
