"""The LOAD operations of an update (SPARQL 1.1 Update, section 3.1.4), with their places in the text."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken


@dataclass(frozen=True)
class Load:
    """One LOAD.

    Attributes:
        start: where it begins in the text, in code points.
        end: where it ends, exclusive.
        source: the absolute IRI of the document; "" if it is not one.
        silent: whether it is a LOAD SILENT.
        graph: the graph to load into as written in the text; "" for the default graph.
    """

    start: int
    end: int
    source: str
    silent: bool
    graph: str


def loads(text: SparqlText) -> list[Load]:
    """Return the LOADs of an update, which must be correct SPARQL."""
    tokens = list(text.tokens)
    sources = iter(text.analysis.loads)
    return [
        _load(tokens[number : number + 6], next(sources) or "")
        for number, token in enumerate(tokens)
        if token.word == "LOAD"
    ]


def _load(tokens: list[SparqlToken], source: str) -> Load:
    silent = tokens[1].word == "SILENT"
    last = 2 if silent else 1
    into = [token.word for token in tokens[last + 1 : last + 3]] == ["INTO", "GRAPH"]
    final = tokens[last + 3 if into else last]
    return Load(tokens[0].start, final.end, source, silent, final.text if into else "")
