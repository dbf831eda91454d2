"""Which named graphs exist before an operation of an update, as far as that is known without running the others."""

from __future__ import annotations

from collections.abc import Callable

from adgo.sparql.updates.operations import TRANSFERS, UpdateOperation, source_of, target_of


class GraphNames:
    """The named graphs before the next operation; `note` records what an operation does."""

    def __init__(self, exists: Callable[[str], bool]) -> None:
        """Start with what exists before the first operation."""
        self._exists = exists
        self._known: dict[str, bool] = {}
        self._all_gone = False
        #: Whether an operation may have made other graphs.
        self._more = False

    def exists(self, graph: str) -> bool | None:
        """Return whether a graph exists; None if that depends on what an earlier operation finds."""
        found = self._known.get(graph)
        if found is None:
            found = not self._all_gone and self._exists(graph)
        return found or (None if self._more else False)

    def note(self, operation: UpdateOperation) -> None:
        """Record what an operation that runs before the next one does."""
        tree = operation.tree
        if tree is None or operation.kind in ("MODIFY", "DELETE WHERE", "LOAD"):
            self._more |= operation.kind not in ("DELETE DATA", "DELETE WHERE")
            return
        source, target = source_of(operation), target_of(operation)
        if operation.kind == "DROP" and source is None and "DEFAULT" not in tree.words:
            self._known.clear()
            self._all_gone, self._more = True, False
        if operation.kind in ("DROP", "MOVE") and source is not None:
            self._known[source.graph] = False
        if operation.kind in (*TRANSFERS, "CREATE") and target is not None:
            self._known[target.graph] = True
