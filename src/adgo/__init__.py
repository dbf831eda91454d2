"""ADGO, Autonomous Driving Goes Global: a knowledge graph with evidence for each fact, and its tools.

`adgo.query(…)` answers a question about the packaged graph. `adgo.load()` returns a graph, also as objects of other
libraries. `adgo.validate(data, shapes)` checks RDF against SHACL shapes; each result has a file, a line and a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adgo.turtle.lazy_imports import importer

if TYPE_CHECKING:
    from adgo.api.entity import Entity
    from adgo.api.graph import Graph, load
    from adgo.api.packaged_query import query
    from adgo.api.result import Result
    from adgo.graph.validation import validate
    from adgo.shacl.reporting.report import Report

__all__ = ["Entity", "Graph", "Report", "Result", "__version__", "load", "query", "validate"]

__version__ = "0.2.0-dev"

#: Public name to the module that defines it.
_MODULES = {
    "Entity": "adgo.api.entity",
    "Graph": "adgo.api.graph",
    "Report": "adgo.shacl.reporting.report",
    "Result": "adgo.api.result",
    "load": "adgo.api.graph",
    "query": "adgo.api.packaged_query",
    "validate": "adgo.graph.validation",
}

__getattr__ = importer(__name__, _MODULES)
