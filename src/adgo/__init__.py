"""ADGO, Autonomous Driving Goes Global: a knowledge graph with evidence for each fact, and its tools.

`adgo.load()` returns the graph as objects of other libraries. `adgo.validate(data, shapes)` checks RDF against SHACL
shapes; each result has a file, a line and a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adgo.turtle.lazy_imports import importer

if TYPE_CHECKING:
    from adgo.graph.graph import Graph, load
    from adgo.graph.validation import validate
    from adgo.shacl.reporting.report import Report

__all__ = ["Graph", "Report", "__version__", "load", "validate"]

__version__ = "0.2.0-dev"

#: Public name to the module that defines it.
_MODULES = {
    "Graph": "adgo.graph.graph",
    "Report": "adgo.shacl.reporting.report",
    "load": "adgo.graph.graph",
    "validate": "adgo.graph.validation",
}

__getattr__ = importer(__name__, _MODULES)
