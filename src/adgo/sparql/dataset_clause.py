"""The dataset that a request names for its update (SPARQL 1.1 Protocol, section 2.2.3), written into it as USING."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from adgo.server.protocol.problem import Problem
from adgo.sparql.tokens import Token, tokens


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
    for place, template in _places(text, list(tokens(text))):
        pieces += [text[copied:place], template, clause]
        copied = place
    return "".join([*pieces, text[copied:]])


def _places(text: str, stream: list[Token]) -> list[tuple[int, str]]:
    """Return where the WHERE of each operation that has a dataset stands, and what has to be written before USING.

    That is the template of `DELETE WHERE { … }`, which is short for `DELETE { … } WHERE { … }` and has no USING.
    """
    found = []
    depth = 0
    previous = ""
    for number, token in enumerate(stream):
        word = token.text.upper() if token.kind == "word" else ""
        depth += _step(token)
        if depth == 0 and word in ("USING", "WITH"):
            raise Problem(400, f"The update has {word}, and the request names graphs too: use one of them.")
        if depth == 0 and word == "WHERE":
            found.append((token.start, _block(text, stream, number + 1) if previous == "DELETE" else ""))
        previous = word
    return found


def _block(text: str, stream: list[Token], first: int) -> str:
    """Return the text of the braces that begin with a token, and a space; "" where they do not close."""
    depth = 0
    for number in range(first, len(stream)):
        token = stream[number]
        depth += _step(token)
        if depth == 0:
            return text[stream[first].start : token.start + len(token.text)] + " "
    return ""


def _step(token: Token) -> int:
    return (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
