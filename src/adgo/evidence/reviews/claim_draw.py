"""A seeded random sample of claims for review, with a digest of each claim."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.turtle.files import read_text

CLAIM = PREFIXES["claim"]
CLAIMS = NamedNode(GRAPH + "claims")

#: Classes of objects whose triples are read as a part of the claim: a time with its bounds, a view. Their subclasses
#: are listed too, since the digest of a claim must be the same in a store without the ontology.
READ_WITH = frozenset(NamedNode(ADGO + name) for name in ("TimeExpression", "View", "Recommendation"))


class BadDraw(ValueError):
    """A file is not a sample, or a sample cannot be drawn; the message says what to do."""


@dataclass(frozen=True)
class Draw:
    """A sample: the seed, the number of all claims, the day, and the digest of each claim drawn."""

    seed: str
    population: int
    day: str
    #: The local name of each claim, such as `002-4a`, in the order in which it was drawn, with its digest.
    claims: dict[str, str]

    def text(self) -> str:
        """Return the sample as JSON, as in its file."""
        return json.dumps(asdict(self), indent=2) + "\n"


def draw(store: Store, seed: str, size: int, day: str) -> Draw:
    """Return a random sample of claims.

    The claims are sorted by the SHA-256 of the seed, a line feed and the IRI of the claim, and the first ones are
    taken. Hence nobody can choose them, anybody can draw the same sample again, and new claims do not change the order
    of others.

    Args:
        store: the data.
        seed: any text.
        size: how many claims to draw.
        day: the date on which the sample is drawn.

    Raises:
        BadDraw: if there are not as many claims.
    """
    claims = store_lookup.instances(store, store_lookup.CLAIM)
    if not 0 < size <= len(claims):
        raise BadDraw(
            f"{size} claims cannot be drawn from {len(claims)}; draw at least 1 and at most {len(claims)}"
        )
    ordered = sorted(claims, key=lambda claim: _rank(seed, claim))
    drawn = {claim.value.removeprefix(CLAIM): digest(store, claim) for claim in ordered[:size]}
    return Draw(seed, len(claims), day, drawn)


def _rank(seed: str, claim: NamedNode) -> str:
    return hashlib.sha256(f"{seed}\n{claim.value}".encode()).hexdigest()


def read(path: Path) -> Draw:
    """Return the sample in a file; BadDraw if the file is not a sample, OSError if it cannot be read as UTF-8."""
    try:
        found = json.loads(read_text(path))
        made = Draw(str(found["seed"]), int(found["population"]), str(found["day"]), dict(found["claims"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadDraw(f"{path}: not a sample of claims; create one with `adgo reviews draw`") from error
    return made


def digest(store: Store, claim: NamedNode) -> str:
    """Return the SHA-256 of the triples that a reader judges, as sorted lines of N-Triples.

    They are the triples of the claim, of its passage and the selectors, and of an object that is a time or a view.
    The paraphrase of the passage is excluded, as it is not compared with the article here. If the store has the
    claims in a separate graph, triples of other graphs are excluded too.
    """
    lines = sorted({f"{triple} .\n" for triple in _read(store, claim)})
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _read(store: Store, claim: NamedNode) -> Iterator[Triple]:
    passages = _nodes(store, claim, store_lookup.CITES)
    selectors = [node for passage in passages for node in _nodes(store, passage, store_lookup.HAS_SELECTOR)]
    values = [
        node
        for node in _nodes(store, claim, store_lookup.OBJECT)
        if READ_WITH.intersection(store_lookup.objects(store, node, store_lookup.TYPE))
    ]
    graph = CLAIMS if store.contains_named_graph(CLAIMS) else None
    for node in (claim, *passages, *selectors, *values):
        for quad in store.quads_for_pattern(node, None, None, graph):
            if quad.predicate != store_lookup.DESCRIPTION:
                yield quad.triple


def _nodes(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    return [
        value for value in store_lookup.objects(store, subject, predicate) if isinstance(value, NamedNode)
    ]
