"""Targets that a SPARQL query selects (SHACL Advanced Features, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.shapes import Shape


@dataclass(eq=False)
class SparqlTarget:
    """A value of `sh:target` with a query.

    Attributes:
        shape: the shape whose focus nodes it selects.
        query: the SELECT query, which returns `?this`.
        parameters: the values of its parameters, by the names of their variables.
        found: the focus nodes, when the query has run; the data do not change afterwards.
    """

    shape: Shape
    query: ConstraintQuery
    parameters: Mapping[str, str]
    found: list[int] | None = None
