"""The triples that inference adds to data and ontology."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from adgo.shacl.model.graph import Row

#: What `--inference` may be.
Inference = Literal["none", "rdfs", "owlrl"]


@dataclass
class InferredTriples:
    """Triples that no document states.

    Attributes:
        regime: the rules that they follow by.
        data: what follows from the data, or from data and ontology together.
        ontology: what follows from the ontology alone.
    """

    regime: Inference = "none"
    data: list[Row] = field(default_factory=list)
    ontology: list[Row] = field(default_factory=list)

    @cached_property
    def rows(self) -> frozenset[Row]:
        """All of them."""
        return frozenset([*self.data, *self.ontology])
