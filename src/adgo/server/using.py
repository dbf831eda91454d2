"""The dataset that a request names for its update (SPARQL 1.1 Protocol, section 2.2.3), written into it as USING."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from adgo.server.problem import Problem
from adgo.server.tokens import Token, tokens


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with USING and USING NAMED before each WHERE of an INSERT or DELETE.

    Problem 400 where the update has a dataset of its own, or an IRI is none.
    """
    try:
        clauses = [f"USING {NamedNode(iri)}" for iri in default] + [
            f"USING NAMED {NamedNode(iri)}" for iri in named
        ]
    except ValueError as error:
        raise Problem(400, f"A graph of the request is no absolute IRI: {error}.") from error
    clause = " ".join(clauses) + " "
    pieces: list[str] = []
    copied = 0
    for token in _places(list(tokens(text))):
        pieces += [text[copied : token.start], clause]
        copied = token.start
    return "".join([*pieces, text[copied:]])


def _places(stream: list[Token]) -> list[Token]:
    """Return the WHERE of each operation that has a dataset."""
    found = []
    depth = 0
    previous = ""
    for token in stream:
        word = token.text.upper() if token.kind == "word" else ""
        depth += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
        if depth == 0 and word in ("USING", "WITH"):
            raise Problem(400, f"The update has {word}, and the request names graphs too: use one of them.")
        if depth == 0 and word == "WHERE":
            if previous == "DELETE":
                raise Problem(400, "Write DELETE { … } WHERE { … } in full where the request names graphs.")
            found.append(token)
        previous = word
    return found
