"""Blank nodes in canonical Turtle: which are written in brackets, and labels for the others that do not change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from adgo.turtle.terms import FIRST, NIL, REST
from adgo.turtle.writing.blank_node_order import canonical_order, digest

Triple = tuple[str, str, str]

#: Brackets around a blank node at most, for legibility; one that is deeper gets a label and its own statement.
DEEPEST = 16


class Blanks:
    """The blank nodes of a graph: those written in brackets, and the labels of the others."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.outgoing: dict[str, list[tuple[str, str]]] = {}
        self.incoming: dict[str, list[tuple[str, str]]] = {}
        for s, p, o in triples:
            for node in (s, o):
                if node.startswith("_:"):
                    self.outgoing.setdefault(node, [])
                    self.incoming.setdefault(node, [])
            if s.startswith("_:"):
                self.outgoing[s].append((p, o))
            if o.startswith("_:"):
                self.incoming[o].append((s, p))
        self._once = {node for node, uses in self.incoming.items() if len(uses) == 1}
        self.cells = self._list_cells()
        self.nested = self._nest()
        #: Nodes that are never an object: they are written as a subject in brackets, without a label.
        self.roots = [node for node, uses in self.incoming.items() if not uses]
        self.list_roots = {node for node in self.roots if self._is_described_list(node)}
        self.labels = self._name(sorted(self.incoming.keys() - self.nested.keys() - set(self.roots)))

    def items(self, head: str) -> list[str] | None:
        """Return the items of the list that starts at this blank node; None if no list starts there."""
        if head not in self.cells and head not in self.list_roots:
            return None
        found: list[str] = []
        while head != NIL:
            pairs = dict(self.outgoing[head])
            found.append(pairs[FIRST])
            head = pairs[REST]
        return found

    def _is_described_list(self, root: str) -> bool:
        """Return whether a list starts here that has other properties besides its items."""
        verbs = [p for p, _ in self.outgoing[root]]
        rest = dict(self.outgoing[root]).get(REST)
        is_cell = verbs.count(FIRST) == verbs.count(REST) == 1 and len(verbs) > 2
        return is_cell and (rest == NIL or rest in self.cells)

    def _list_cells(self) -> set[str]:
        """Return the cells of well-formed lists: used once, one first, one rest, nothing else, `rdf:nil` at the end."""
        cells: set[str] = set()
        candidates = {
            node
            for node in self._once
            if len(self.outgoing[node]) == 2 and {p for p, _ in self.outgoing[node]} == {FIRST, REST}
        }
        for node in candidates:
            if dict(self.outgoing[node])[REST] != NIL:
                continue
            while node in candidates and node not in cells:
                cells.add(node)
                parent, link = self.incoming[node][0]
                if link != REST:
                    break
                node = parent
        return cells

    def _nest(self) -> dict[str, int]:
        """Return the nodes that are written in brackets, with the number of brackets around each."""
        nested: dict[str, int] = {}
        labelled: set[str] = set()
        for node in self._once:
            chain: dict[str, None] = {}
            while node in self._once and node not in nested and node not in labelled and node not in chain:
                chain[node] = None
                node = self.incoming[node][0][0]
            inside = list(chain)
            if node in chain:
                # A ring: each of its nodes is used once, by the next one, so none can be the outermost.
                ring = inside.index(node)
                labelled.update(inside[ring:])
                self.cells.difference_update(inside[ring:])
                inside = inside[:ring]
            for inner in reversed(inside):
                parent, link = self.incoming[inner][0]
                follows = link == REST and parent in self.cells and parent in nested
                depth = nested.get(parent, 0) + (0 if follows else 1)
                if depth > DEEPEST:
                    labelled.add(inner)
                    self.cells.discard(inner)
                else:
                    nested[inner] = depth
        return nested

    def _name(self, nodes: list[str]) -> dict[str, str]:
        """Return labels made from the properties of the nodes, with a number if several have the same properties."""
        if not nodes:
            return {}
        near = self._digests(set(nodes))
        groups: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            groups[near[node][:8]].append(node)
        if any(len(group) > 1 for group in groups.values()):
            order = canonical_order(self.outgoing, self.incoming, nodes, self._digests(set()))
        labels = {}
        for name, group in groups.items():
            if len(group) == 1:
                labels[group[0]] = f"_:n{name}"
                continue
            for number, node in enumerate(sorted(group, key=order.__getitem__), 1):
                labels[node] = f"_:n{name}-{number}"
        return labels

    def _digests(self, hidden: set[str]) -> dict[str, str]:
        """Return a digest of the properties of each node, including those of the nodes that it leads to.

        Hidden nodes and nodes in rings are not followed.
        """
        digests: dict[str, str] = {}
        waiting: dict[str, int] = {}
        for node, links in self.outgoing.items():
            waiting[node] = sum(o.startswith("_:") and o not in hidden for _, o in links)
        ready = [node for node, count in waiting.items() if not count]
        while ready:
            node = ready.pop()
            digests[node] = self._digest(node, digests, hidden)
            if node in hidden:
                continue
            for parent, _ in self.incoming[node]:
                if parent not in waiting:
                    continue
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)
        # The remaining nodes lead into a ring; the nodes in it that have no digest yet count as equal.
        known = dict(digests)
        for node in waiting:
            if node not in digests:
                digests[node] = self._digest(node, known, hidden)
        return digests

    def _digest(self, node: str, known: dict[str, str], hidden: set[str]) -> str:
        described = []
        for p, o in self.outgoing[node]:
            if o.startswith("_:"):
                o = "_:" if o in hidden else f"_:{known.get(o, '')}"
            described.append(f"{p} {o}")
        return digest(sorted(described))
