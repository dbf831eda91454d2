"""The order of blank nodes: independent of labels, and as fine as RDFC-1.0 (W3C), for graphs of any symmetry."""

from __future__ import annotations

import random
from itertools import combinations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adgo.turtle import parse, write
from adgo.turtle.writing import blank_node_order
from adgo.turtle.writing.blank_node_order import TooRegular

Triple = tuple[str, str, str]
Edges = list[tuple[int, int]]


def triples(edges: Edges, predicate: str = "<urn:p>") -> list[Triple]:
    return [(f"_:a{one}", predicate, f"_:a{other}") for one, other in edges]


def both_ways(edges: Edges) -> Edges:
    return [*edges, *((other, one) for one, other in edges)]


def ring(size: int, start: int = 0) -> Edges:
    return [(start + number, start + (number + 1) % size) for number in range(size)]


def shuffled(rows: list[Triple], chance: random.Random) -> list[Triple]:
    labels = sorted({term for row in rows for term in row if term.startswith("_:")})
    names = [f"_:z{number}" for number in range(len(labels))]
    chance.shuffle(names)
    named = dict(zip(labels, names, strict=True))
    moved = [(named.get(s, s), p, named.get(o, o)) for s, p, o in rows]
    chance.shuffle(moved)
    return moved


def rdfc(rows: list[Triple]) -> set[str]:
    """Return the canonical N-Quads of the graph by RDFC-1.0."""
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in rows)
    dataset = ox.Dataset(ox.parse(text, ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


K33 = both_ways([(one, other) for one in range(3) for other in range(3, 6)])
PRISM = both_ways([*ring(3), *ring(3, 3), (0, 3), (1, 4), (2, 5)])
CUBE = both_ways([(one, one ^ 1 << bit) for one in range(8) for bit in range(3) if not one >> bit & 1])
CUBE_4 = both_ways([(one, one ^ 1 << bit) for one in range(16) for bit in range(4) if not one >> bit & 1])
PETERSEN = both_ways(
    [*ring(5), *((n, n + 5) for n in range(5)), *((5 + n, 5 + (n + 2) % 5) for n in range(5))]
)
PAIRS = list(combinations(range(16), 2))
#: Two graphs with the parameters (16, 6, 2, 2): they agree in all numbers of neighbours, and are not isomorphic.
ROOK = both_ways([(a, b) for a, b in PAIRS if (a // 4 == b // 4) != (a % 4 == b % 4)])
SHRIKHANDE = both_ways(
    [
        (a, b)
        for a, b in PAIRS
        if ((b // 4 - a // 4) % 4, (b % 4 - a % 4) % 4) in {(0, 1), (0, 3), (1, 0), (3, 0), (1, 1), (3, 3)}
    ]
)
HUB = [edge for n in range(1, 61, 3) for edge in [(0, n), (0, n + 1), (0, n + 2), *ring(3, n)]]
REGULAR = {
    "ring of 3": ring(3),
    "ring of 300": ring(300),
    "ring of 8 both ways": both_ways(ring(8)),
    "two rings of 3": [*ring(3), *ring(3, 3)],
    "ring of 6": ring(6),
    "complete bipartite 3,3": K33,
    "prism": PRISM,
    "complete 7": both_ways(list(combinations(range(7), 2))),
    "complete 40": both_ways(list(combinations(range(40), 2))),
    "cube": CUBE,
    "cube of 4 dimensions": CUBE_4,
    "Petersen": PETERSEN,
    "rook": ROOK,
    "Shrikhande": SHRIKHANDE,
    "20 rings on one node": HUB,
    "torus 12 x 12": [
        (12 * a + b, 12 * c + d)
        for a in range(12)
        for b in range(12)
        for c, d in [((a + 1) % 12, b), (a, (b + 1) % 12)]
    ],
}


@pytest.mark.parametrize("edges", REGULAR.values(), ids=REGULAR)
def test_labels_do_not_matter_in_regular_graphs(edges: Edges) -> None:
    """Bug: beyond a number of choices, labels decided the order; 40 nodes that are all linked were a RecursionError."""
    rows = triples(edges)
    expected = write(rows, {})
    for seed in range(3):
        assert write(shuffled(rows, random.Random(seed)), {}) == expected
    assert len(list(parse(expected).triples())) == len(set(rows))


def test_regular_graphs_that_are_not_isomorphic_have_different_texts() -> None:
    texts = {write(triples(edges), {}) for edges in REGULAR.values()}
    assert len(texts) == len(REGULAR)


SMALL = [name for name, edges in REGULAR.items() if len(edges) <= 30]


@pytest.mark.parametrize(("one", "other"), list(combinations(SMALL, 2)))
def test_regular_graphs_are_the_same_exactly_if_rdfc_says_so(one: str, other: str) -> None:
    first, second = triples(REGULAR[one]), triples(REGULAR[other])
    assert (write(first, {}) == write(second, {})) == (rdfc(first) == rdfc(second))


NODES = [*(f"_:a{number}" for number in range(6)), "<urn:i>"]
GRAPHS = st.lists(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(["<urn:p>", "<urn:q>"]), st.sampled_from([*NODES, '"x"'])
    ),
    min_size=1,
    max_size=14,
    unique=True,
)


@settings(max_examples=150)
@given(GRAPHS, st.randoms(use_true_random=False), st.booleans(), st.integers(0, 13), st.sampled_from(NODES))
def test_graphs_have_one_text_exactly_if_rdfc_gives_one(
    rows: list[Triple], chance: random.Random, change: bool, place: int, node: str
) -> None:
    other = shuffled(rows, chance)
    if change:
        s, p, _ = other[place % len(other)]
        other[place % len(other)] = (s, p, node.replace("_:a", "_:z"))
    assert (write(rows, {}) == write(other, {})) == (rdfc(rows) == rdfc(other))


def test_a_graph_beyond_the_limit_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank_node_order, "STEPS", 0)
    monkeypatch.setattr(blank_node_order, "STEPS_PER_NODE", 1)
    with pytest.raises(TooRegular, match="not found in 16 steps: give some of them an IRI"):
        write(triples(ROOK), {})
