"""The parts of pySHACL that this package uses.

pySHACL's documented interface, `pyshacl.validate`, neither limits the time of a focus node nor says which shape it is
checking. So this module calls what is below it, which is not documented: `Validator.make_executor`,
`assign_baked_in`, `apply_patches`, `gather_target_types`, `apply_target_types`, `ShapesGraph.shapes`, and of a shape
`deactivated`, `node`, `focus_nodes`, `advanced_target` and `validate`. They may change in any minor release:
pyproject.toml therefore allows `pyshacl>=0.40,<0.41` only. No other module uses a private part of pySHACL;
`adgo.shacl.checks.shacl_files` reads a file in its folder `assets`.

Importing pySHACL and rdflib changes settings of the whole process (how rdflib compares literals, what
pySHACL logs): `pyshacl_process` keeps this out of the process that asked for the validation.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from adgo.shacl.model.errors import ShapesError

#: pySHACL refuses deeper nesting of shapes; its own default of 15 is too small for real shapes.
DEEPEST = 60

_LOG = logging.getLogger(__name__)


def require(what: str, reason: str = "") -> None:
    """Raise ShapesError if pySHACL is not installed; the message says what needs it, and why if there is a reason."""
    if find_spec("pyshacl") is None:
        needs = (
            f"{what} cannot be checked by the fast engine ({reason}), and pySHACL"
            if reason
            else f"{what} needs pySHACL, which"
        )
        raise ShapesError(f"{needs} is not installed (pip install pyshacl)")


class PyshaclRun:
    """One run of pySHACL over a data graph and a shapes graph of rdflib's."""

    def __init__(self, data: Any, shapes: Any) -> None:
        """Hold the graphs; they must be different objects, because pySHACL adds triples to the shapes."""
        from pyshacl.graph_abstraction import DataGraph
        from pyshacl.target import apply_target_types, gather_target_types
        from pyshacl.validator import Validator

        _prepare()
        self._wrap = DataGraph.from_rdflib
        self._data: Any = self._wrap(data)
        options = {"inplace": True, "max_validation_depth": DEEPEST, "logger": _LOG}
        validator = Validator(self._data, shacl_graph=shapes, options=options)
        self._executor = validator.make_executor()
        self._shapes = validator.shacl_graph.shapes
        apply_target_types(gather_target_types(validator.shacl_graph))

    def shapes(self) -> Iterator[Any]:
        """Yield pySHACL's shapes, without the deactivated ones."""
        return (shape for shape in self._shapes if not shape.deactivated)

    def focus_nodes(self, shape: Any, graph: Any) -> set[Any]:
        """Return the nodes of an rdflib graph that the targets of a shape select."""
        return set(shape.focus_nodes(self._wrap(graph)))

    def selected_nodes(self, shape: Any) -> set[Any]:
        """Return the nodes that the queries in `sh:target` of a shape select."""
        found: set[Any] = set()
        for target in shape.advanced_target().values():
            if "qh" in target:
                helper = target["qh"]
                rows = self._data.query(helper.apply_prefixes(helper.select_text))
            elif "qt" in target:
                rows = target["qt"].find_targets(self._data)
            else:
                continue
            found.update(row["this"] for row in rows if row["this"] is not None)
        return found

    def results(self, shape: Any, focus: Any) -> list[tuple[Any, list[Any]]]:
        """Return the results of a shape at a focus node: each result's node, and its triples with those of details."""
        _, found = shape.validate(self._executor, self._data, focus=[focus])
        return [(node, triples) for _, node, triples in found]


def _prepare() -> None:
    from pyshacl.monkey import apply_patches
    from pyshacl.validator import assign_baked_in

    steps: tuple[Callable[[], Any], ...] = (apply_patches, assign_baked_in)
    for step in steps:
        step()
