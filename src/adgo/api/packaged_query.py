"""`adgo.query`: a question to the packaged graph, which is loaded once."""

from __future__ import annotations

from functools import cache
from typing import Any

from adgo.api.graph import Graph
from adgo.api.result import Result


def query(text: str, labels: bool = True, **parameters: Any) -> Result:
    """Return the answer of the packaged graph to SPARQL, or to a stored question, as `Graph.query` does.

    Args:
        text: SPARQL, or the name of a stored question.
        labels: whether each column with IRIs has a column NAME_label beside it.
        **parameters: the parameters of the stored question.

    Raises:
        ValueError: if the query is not valid, there is no such question, or it does not take a parameter.
    """
    return _packaged().query(text, labels, **parameters)


@cache
def _packaged() -> Graph:
    return Graph()
