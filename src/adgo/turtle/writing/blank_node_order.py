"""The order of blank nodes that say the same, from their surroundings: colour refinement, then a search for symmetry.

Two graphs that differ only in their labels get the same order. The search follows every choice that is not plainly
a symmetry, up to `BUDGET` of them in a connected part, more in a small one; beyond that (large, dense, highly regular
graphs, which nobody writes) it takes the first, and the order may then depend on the labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

Links = Mapping[str, Sequence[tuple[str, str]]]
Colours = dict[str, str]
Key = tuple[str, int, int]

BUDGET = 64
WORK = 20_000
"""Choices times nodes: small parts get more choices."""


def digest(parts: Iterable[str]) -> str:
    """Return a digest of the parts in their order."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def canonical_order(
    outgoing: Links, incoming: Links, wanted: Iterable[str], colours: Colours
) -> dict[str, Key]:
    """Return a sort key for each wanted node, given its links both ways and a first colour of every blank node."""
    wanted = set(wanted)
    orders = []
    for part in _connected(outgoing, incoming, wanted):
        graph = _Part(outgoing, incoming, part)
        orders.append(graph.search(graph.refine({node: colours[node] for node in part})))
    # Parts with the same certificate are alike in all: any order of them will do, but each keeps together.
    return {
        node: (certificate, number, place)
        for number, (certificate, order) in enumerate(sorted(orders, key=lambda found: found[0]))
        for place, node in enumerate(order)
    }


def _connected(outgoing: Links, incoming: Links, wanted: set[str]) -> Iterable[list[str]]:
    """The parts of the graph, connected by links between blank nodes alone, that hold a wanted node."""
    seen: set[str] = set()
    for start in sorted(wanted):
        if start in seen:
            continue
        part, ready = [], [start]
        seen.add(start)
        while ready:
            node = ready.pop()
            part.append(node)
            for other in (*(o for _, o in outgoing[node]), *(s for s, _ in incoming[node])):
                if other.startswith("_:") and other not in seen:
                    seen.add(other)
                    ready.append(other)
        yield part


class _Part:
    """One connected part, and what is left of the budget to search it."""

    def __init__(self, outgoing: Links, incoming: Links, nodes: list[str]) -> None:
        self.nodes = nodes
        self.outgoing, self.incoming = outgoing, incoming
        self.left = max(BUDGET, WORK // len(nodes))

    def refine(self, colours: Colours) -> Colours:
        """Return colours that tell apart all that the links tell apart."""
        count = len(set(colours.values()))
        while True:
            finer = {node: self._finer(node, colours) for node in self.nodes}
            finer_count = len(set(finer.values()))
            if finer_count == count:
                return colours
            colours, count = finer, finer_count

    def _finer(self, node: str, colours: Colours) -> str:
        out = sorted(f"> {p} {colours.get(o, o)}" for p, o in self.outgoing[node])
        into = sorted(f"< {p} {colours.get(s, s)}" for s, p in self.incoming[node])
        return digest((colours[node], *out, *into))

    def search(self, colours: Colours) -> tuple[str, list[str]]:
        """Return the least certificate of the part over all choices among alike nodes, and the order that gives it."""
        alike = self._smallest_class(colours)
        if alike is None:
            order = sorted(self.nodes, key=colours.__getitem__)
            return self._certificate(order), order
        if self._are_twins(alike):
            return self.search(
                self.refine({**colours, **{n: f"{colours[n]}{i}" for i, n in enumerate(alike)}})
            )
        return self._best_choice(alike, colours)

    def _best_choice(self, alike: list[str], colours: Colours) -> tuple[str, list[str]]:
        """Return what the search finds once one of the nodes is told from the others, over all that may be told."""
        best_shape, best = "", ("", [""])
        orbits: dict[str, set[str]] = {}
        tried: set[str] = set()
        for node in alike:
            # A node that a symmetry found before takes to a node tried before gives nothing new.
            if tried and (self.left <= 0 or orbits.get(node, set()) & tried):
                continue
            self.left -= 1
            finer = self.refine({**colours, node: colours[node] + "*"})
            shape = digest(sorted(finer.values()))
            if not tried or shape <= best_shape:
                found = self.search(finer)
                if tried and (shape, found[0]) == (best_shape, best[0]):
                    _join(orbits, best[1], found[1])
                elif not tried or (shape, found[0]) < (best_shape, best[0]):
                    best_shape, best = shape, found
            tried.add(node)
        return best

    def _smallest_class(self, colours: Colours) -> list[str] | None:
        classes: dict[str, list[str]] = defaultdict(list)
        for node in self.nodes:
            classes[colours[node]].append(node)
        several = [(len(nodes), colour) for colour, nodes in classes.items() if len(nodes) > 1]
        return classes[min(several)[1]] if several else None

    def _are_twins(self, nodes: list[str]) -> bool:
        """Whether the nodes have the very same links, so that any order of them will do."""
        links = {(frozenset(self.outgoing[node]), frozenset(self.incoming[node])) for node in nodes}
        return len(links) == 1

    def _certificate(self, order: list[str]) -> str:
        place = {node: f"_:{number}" for number, node in enumerate(order)}
        return digest(
            sorted(f"{place.get(s, s)} {p} {place[node]}" for node in order for s, p in self.incoming[node])
            + sorted(f"{place[node]} {p} {place.get(o, o)}" for node in order for p, o in self.outgoing[node])
        )


def _join(orbits: dict[str, set[str]], one: list[str], other: list[str]) -> None:
    """Note that a symmetry takes each node of one order to the node at its place in the other."""
    for left, right in zip(one, other, strict=True):
        merged = orbits.get(left, {left}) | orbits.get(right, {right})
        for node in merged:
            orbits[node] = merged
