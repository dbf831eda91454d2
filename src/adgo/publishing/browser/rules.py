"""What the scripts must know about the engine to find the queries that it answers differently from SPARQL 1.1."""

from __future__ import annotations

from typing import Any

from adgo.sparql.differences.calls import SAFE_PATTERN, SAME
from adgo.sparql.differences.catalogue import differences
from adgo.sparql.differences.kinds import RESULTS
from adgo.sparql.differences.literals import KEPT
from adgo.sparql.evaluation.casts import CASTS
from adgo.sparql.evaluation.engine_functions import TIME_CASTS
from adgo.sparql.evaluation.values import FLOAT
from adgo.turtle.datatypes import INTEGERS
from adgo.turtle.terms import DECIMAL, DOUBLE


def rules(graphs: list[str]) -> dict[str, Any]:
    """Return the rules by which the scripts look for differences.

    Args:
        graphs: the IRIs of the named graphs of the dataset.
    """
    return {
        "graphs": graphs,
        "same": sorted((*SAME, *TIME_CASTS)),
        "casts": sorted(CASTS),
        "results": {name: sorted(kinds) for name, kinds in sorted(RESULTS.items())},
        "kept": {datatype[1:-1]: pattern for datatype, pattern in sorted(KEPT.items())},
        "numbers": sorted(each[1:-1] for each in (*INTEGERS, DECIMAL, DOUBLE, FLOAT)),
        "safePattern": SAFE_PATTERN.pattern,
    }


def listed() -> dict[str, dict[str, str]]:
    """Return the differences by name, each with its title, what the standard says and what the engine does."""
    return {
        name: {"title": each.title, "standard": each.standard, "engine": each.engine}
        for name, each in differences().items()
    }
