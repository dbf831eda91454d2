"""ADGO, Autonomous Driving Goes Global: an attributed knowledge graph and the tools that keep it honest.

`adgo.load()` gives the graph as what other libraries hold. `adgo.validate(data, shapes)` checks RDF against SHACL
shapes and gives each result its file, line and column.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adgo.graph.graph import Graph, load
    from adgo.graph.validation import validate
    from adgo.shacl.reporting.report import Report

__all__ = ["Graph", "Report", "__version__", "load", "validate"]

__version__ = "0.2.0-dev"

#: Imported when first asked for, so that `import adgo` and `adgo --help` stay quick.
_LAZY = {
    "Graph": "adgo.graph.graph",
    "Report": "adgo.shacl.reporting.report",
    "load": "adgo.graph.graph",
    "validate": "adgo.graph.validation",
}


def __getattr__(name: str) -> Any:
    """Return a public name from its module, loaded now."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value
