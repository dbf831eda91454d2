"""Data that are too large to be read as a whole: agents are warned, and nothing is left out without a word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adgo.agents import results
from adgo.agents.agent_error import AgentError
from adgo.agents.graph_source import GraphSource
from adgo.corpus.corpus import Corpus

ROW = {"x": {"type": "uri", "value": "https://w3id.org/adgo/id/momenta-uber-trial"}}
PLANNED = "SELECT ?x { GRAPH graph:plans { ?x a adgo:Trial } }"


class LargeGraph(GraphSource):
    """A source that answers one query, but whose data cannot be read as a whole."""

    version = "large"  # type: ignore[assignment]

    def __init__(self) -> None:
        """Open nothing."""

    def content(self, sparql: str, seconds: float = 0) -> Any:
        return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [ROW]}}).encode(), None

    def corpus(self) -> Corpus:
        raise AgentError("The result is larger than 16 MiB.")

    def fact_properties(self) -> frozenset[str]:
        return frozenset()


def test_rows_of_plans_carry_a_caution_if_their_standing_is_unknown() -> None:
    """Bug: if the data were too large for labels and standing, rows of plans came without any mark or caution."""
    found = results.query(LargeGraph(), {"sparql": PLANNED})
    assert found.head["caution"] == results.CAUTION


def test_evidence_is_refused_rather_than_empty() -> None:
    """Bug: the answer said that no claim supports its rows, though the claims had not been read."""
    with pytest.raises(AgentError, match="larger than 16 MiB"):
        results.query(LargeGraph(), {"sparql": PLANNED, "evidence": True})
