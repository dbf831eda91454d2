"""A canonical order of blank nodes that have the same description, independent of their labels.

The method is that of canonical labelling programs such as nauty. Nodes are sorted into classes by their links
(refinement). Nodes that stay in the same class either can be exchanged without changing the graph, or each of them is
tried as the first one, and the order that gives the smallest certificate is used. Symmetries found on the way save
further tries. Parts of the graph that are connected only through nodes that are distinguished already are solved
separately.

Some large, dense and highly regular graphs would take too long: `TooRegular` is raised at a limit of steps. The order
never depends on the labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

Links = Mapping[str, Sequence[tuple[str, str]]]
Key = tuple[str, int, int]
#: A class of nodes by its colour. The colour is the number of nodes in the classes before it.
Classes = dict[int, list[str]]

#: Steps that are allowed for any graph (a few seconds), and for each of its blank nodes in addition. A step is the
#: comparison of a node's links, or a node that is copied for a try.
STEPS = 300_000
STEPS_PER_NODE = 100


class TooRegular(ValueError):
    """The blank nodes of a graph are so symmetric that their canonical order cannot be found within the limit."""


def digest(parts: Iterable[str]) -> str:
    """Return a digest of the parts in their order."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def canonical_order(
    outgoing: Links, incoming: Links, wanted: Iterable[str], descriptions: Mapping[str, str]
) -> dict[str, Key]:
    """Return a sort key for each wanted blank node, and for the nodes connected with them.

    Args:
        outgoing: for every blank node, the predicates and objects of its triples.
        incoming: for every blank node, the subjects and predicates of triples with it as object.
        wanted: the nodes to order.
        descriptions: for every blank node, a text that does not depend on labels; nodes are sorted by it first.

    Raises:
        TooRegular: if the order is not found within the limit of steps.
    """
    links = _BlankLinks(outgoing, incoming)
    wanted = sorted(wanted)
    parts = list(links.parts(wanted, links.neighbours.keys()))
    search = _Search(links, STEPS + STEPS_PER_NODE * sum(map(len, parts)))
    solved = [search.solve(part, {node: (0, descriptions[node]) for node in part}, {}) for part in parts]
    # Parts with the same certificate are equal in everything: their order does not matter, but each stays together.
    return {
        node: (certificate, number, place)
        for number, (certificate, order) in enumerate(sorted(solved, key=lambda each: each[0]))
        for place, node in enumerate(order)
    }


class _BlankLinks:
    """The links between blank nodes, and each node's links to other terms."""

    def __init__(self, outgoing: Links, incoming: Links) -> None:
        self.outgoing, self.incoming = outgoing, incoming
        #: For each node: direction with predicate, and the other blank node.
        self.neighbours: dict[str, list[tuple[str, str]]] = {
            node: [
                *((f"> {p}", o) for p, o in outgoing[node] if o.startswith("_:")),
                *((f"< {p}", s) for s, p in incoming[node] if s.startswith("_:")),
            ]
            for node in outgoing
        }

    def parts(self, starts: Iterable[str], within: Collection[str]) -> Iterable[list[str]]:
        """Yield the nodes that are connected with each start through nodes of `within` only."""
        seen: set[str] = set()
        for start in starts:
            if start in seen:
                continue
            part, ready = [], [start]
            seen.add(start)
            while ready:
                node = ready.pop()
                part.append(node)
                for _, other in self.neighbours[node]:
                    if other in within and other not in seen:
                        seen.add(other)
                        ready.append(other)
            yield part

    def are_exchangeable(self, one: str, other: str) -> bool:
        """Return whether exchanging two nodes leaves the graph unchanged."""
        exchange = {one: other, other: one}
        return all(
            {tuple(exchange.get(term, term) for term in link) for link in links[one]} == set(links[other])
            for links in (self.outgoing, self.incoming)
        )

    def certificate(self, order: list[str], fixed: Mapping[str, str]) -> str:
        """Return a digest of all triples of the nodes, named by their place in the order or as in `fixed`."""
        names = {**fixed, **{node: f"_:{place}" for place, node in enumerate(order)}}
        return digest(
            sorted(
                f"{names.get(s, s)} {p} {names.get(o, o)}"
                for node in order
                for s, p, o in (
                    *((node, p, o) for p, o in self.outgoing[node]),
                    *((s, p, node) for s, p in self.incoming[node]),
                )
            )
        )


class _Partition:
    """Nodes sorted into classes."""

    def __init__(self, colours: dict[str, int], classes: Classes) -> None:
        self.colours, self.classes = colours, classes

    def copy(self) -> _Partition:
        """Return a copy to change."""
        return _Partition(dict(self.colours), dict(self.classes))

    def split(self, colour: int, groups: Sequence[list[str]]) -> list[str]:
        """Divide a class into groups in this order; return the nodes with a new colour: all but the first group."""
        changed: list[str] = []
        for group in groups:
            self.classes[colour] = group
            if group is not groups[0]:
                changed += group
                for node in group:
                    self.colours[node] = colour
            colour += len(group)
        return changed

    def choose(self, node: str) -> list[str]:
        """Put a node in a class of its own, after the others of its class; return the nodes with a new colour."""
        colour = self.colours[node]
        return self.split(colour, [[other for other in self.classes[colour] if other != node], [node]])


class _Search:
    """Finds the canonical order of parts of a graph, and counts the steps."""

    def __init__(self, links: _BlankLinks, steps: int) -> None:
        self.links = links
        self.steps = self.limit = steps

    def spend(self, steps: int) -> None:
        """Count steps; raise TooRegular at the limit."""
        self.steps -= steps
        if self.steps < 0:
            raise TooRegular(
                f"the blank nodes are so symmetric that their order was not found in {self.limit:,} steps: "
                "give some of them an IRI, or properties in which they differ"
            )

    def solve(
        self, nodes: list[str], first: Mapping[str, tuple[int, str]], fixed: Mapping[str, str]
    ) -> tuple[str, list[str]]:
        """Return the certificate of connected nodes, and their order.

        Args:
            nodes: the nodes to order.
            first: what they are sorted by first.
            fixed: names of outside nodes that are distinguished already.
        """
        partition = self._sorted_by_links(nodes, first, fixed)
        self._refine(partition, nodes)
        self._divide_exchangeable(partition)
        return self._solve_refined(nodes, partition, fixed)

    def _sorted_by_links(
        self, nodes: list[str], first: Mapping[str, tuple[int, str]], fixed: Mapping[str, str]
    ) -> _Partition:
        """Return classes by `first` and by the links to fixed nodes."""
        groups: dict[tuple[tuple[int, str], tuple[str, ...]], list[str]] = defaultdict(list)
        for node in nodes:
            outside = sorted(f"{link} {fixed[o]}" for link, o in self.links.neighbours[node] if o in fixed)
            groups[first[node], tuple(outside)].append(node)
        partition = _Partition(dict.fromkeys(nodes, 0), {0: nodes})
        partition.split(0, [groups[key] for key in sorted(groups)])
        return partition

    def _refine(self, partition: _Partition, changed: Iterable[str]) -> None:
        """Divide classes until all nodes of a class have the same links to each class.

        Args:
            partition: the classes.
            changed: the nodes whose colour is new; links to others cannot divide a class.
        """
        colours, classes = partition.colours, partition.classes
        pending = list(changed)
        while pending:
            signatures: dict[str, list[tuple[str, int]]] = defaultdict(list)
            for node in pending:
                colour = colours[node]
                for link, other in self.links.neighbours[node]:
                    if other in colours:
                        signatures[other].append((link, colour))
            self.spend(len(signatures))
            by_class: dict[int, dict[tuple[tuple[str, int], ...], list[str]]] = defaultdict(
                lambda: defaultdict(list)
            )
            for node, signature in signatures.items():
                if len(classes[colours[node]]) > 1:
                    by_class[colours[node]][tuple(sorted(signature))].append(node)
            pending = []
            for colour in sorted(by_class):
                groups = by_class[colour]
                others = [node for node in classes[colour] if node not in signatures]
                if others:
                    groups[()] = others
                if len(groups) > 1:
                    pending += partition.split(colour, [groups[key] for key in sorted(groups)])

    def _divide_exchangeable(self, partition: _Partition) -> None:
        """Divide each class whose nodes can all be exchanged: any order of them is the same."""
        for colour in sorted(partition.classes):
            members = partition.classes[colour]
            if len(members) > 1 and all(map(self.links.are_exchangeable, members, members[1:])):
                self._refine(partition, partition.split(colour, [[node] for node in members]))

    def _solve_refined(
        self, nodes: list[str], partition: _Partition, fixed: Mapping[str, str]
    ) -> tuple[str, list[str]]:
        single = {members[0] for members in partition.classes.values() if len(members) == 1}
        rest = {node: (colour, "") for node, colour in partition.colours.items() if node not in single}
        if not rest:
            order = sorted(nodes, key=partition.colours.__getitem__)
            return self.links.certificate(order, fixed), order
        parts = list(self.links.parts(rest, rest))
        if len(parts) == 1 and not single:
            return self._best_choice(nodes, partition, fixed)
        # Nodes that are alone in their class are distinguished from now on. `len(fixed)` makes the names unique.
        names = {**fixed, **{node: f"_:{len(fixed)}.{partition.colours[node]}" for node in single}}
        order = sorted(single, key=partition.colours.__getitem__)
        for _, found in sorted((self.solve(part, rest, names) for part in parts), key=lambda each: each[0]):
            order += found
        return self.links.certificate(order, fixed), order

    def _best_choice(
        self, nodes: list[str], partition: _Partition, fixed: Mapping[str, str]
    ) -> tuple[str, list[str]]:
        """Return the smallest certificate over all choices of one node from the smallest class, and its order."""
        best_shape: tuple[int, ...] = ()
        best: tuple[str, list[str]] | None = None
        orbits: dict[str, set[str]] = {}
        tried: set[str] = set()
        for node in min(
            partition.classes.values(), key=lambda members: (len(members), partition.colours[members[0]])
        ):
            # A node that a known symmetry takes to a node that was tried gives the same certificate.
            if orbits.get(node, set()) & tried:
                continue
            tried.add(node)
            self.spend(len(nodes))
            choice = partition.copy()
            self._refine(choice, choice.choose(node))
            self._divide_exchangeable(choice)
            shape = tuple(sorted(choice.classes))
            if best is not None and shape > best_shape:
                continue
            found = self._solve_refined(nodes, choice, fixed)
            if best is not None and (shape, found[0]) == (best_shape, best[0]):
                _join(orbits, best[1], found[1])
            elif best is None or (shape, found[0]) < (best_shape, best[0]):
                best_shape, best = shape, found
        assert best is not None
        return best


def _join(orbits: dict[str, set[str]], one: list[str], other: list[str]) -> None:
    """Record a symmetry that takes each node of one order to the node at the same place in the other."""
    for left, right in zip(one, other, strict=True):
        merged = orbits.get(left, {left}) | orbits.get(right, {right})
        for node in merged:
            orbits[node] = merged
