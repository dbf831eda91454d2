"""The queries of shapes on data that change: their store and their plans are kept from edit to edit."""

from __future__ import annotations

from adgo.shacl.evaluation.queries import Queries
from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.model.oxigraph_terms import quads
from adgo.turtle.term_parts import is_literal


class ChangingQueries(Queries):
    """Queries on a graph that changes."""

    def change(self, change: GraphChange) -> None:
        """Bring the store and the plans up to date, after the graph has changed."""
        if "store" in self.inputs.__dict__:
            self._change_store(change)
        if self.forget(change.by_predicate):
            self._plans.clear()

    def _change_store(self, change: GraphChange) -> None:
        graph, terms = self.inputs.graph, self.inputs.table.terms
        for quad in quads(((terms[s], terms[p], terms[o]) for s, p, o in change.removed), ""):
            self.store.remove(quad)
        added = set(change.added)
        for subject, predicate, value in change.removed:
            if is_literal(terms[value]):
                # The store keeps literals of equal value as one, which has gone with the removed one.
                added.update((subject, predicate, each) for each in graph.objects(subject, predicate))
        self.store.extend(quads(((terms[s], terms[p], terms[o]) for s, p, o in added), ""))
