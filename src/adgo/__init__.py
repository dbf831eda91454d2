"""ADGO, Autonomous Driving Goes Global: an attributed knowledge graph and the tools that keep it honest.

`adgo.validate(data, shapes)` checks RDF against SHACL shapes and gives each result its file, line and column.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adgo.graph.validation import validate
    from adgo.shacl.report import Report

__all__ = ["Report", "__version__", "validate"]

__version__ = "0.2.0-dev"

#: Imported when first asked for, so that `import adgo` and `adgo --help` stay quick.
_LAZY = {"validate": "adgo.graph.validation", "Report": "adgo.shacl.report"}


def __getattr__(name: str) -> Any:
    """Return a public name from its module, loaded now."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value
