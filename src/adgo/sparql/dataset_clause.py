"""The dataset that a request names (SPARQL 1.1 Protocol): USING clauses for an update, in place of FROM for a query."""

from __future__ import annotations

from collections.abc import Sequence

from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.iris import is_loose


class DatasetConflict(ValueError):
    """An update that has a dataset of its own; `token` is the word that names it."""

    def __init__(self, token: SparqlToken) -> None:
        super().__init__(f"The update has {token.word}, and the request names graphs too: use one of them.")
        self.token = token


def with_dataset(text: SparqlText, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update with USING and USING NAMED before each WHERE of an INSERT or DELETE.

    Args:
        text: the update, which must be correct SPARQL.
        default: the IRIs whose merge is to be the default graph.
        named: the IRIs of the named graphs.

    Raises:
        DatasetConflict: if the update has a dataset of its own.
        ValueError: if one of the IRIs is not an absolute IRI.
    """
    clause = _clauses("USING", default) + _clauses("USING NAMED", named)
    places = _places(text.source, list(text.tokens))
    return text.replaced((place, place, template + clause) for place, template in places)


def without_dataset(text: SparqlText) -> str:
    """Return a query without its FROM clauses, as a request that names graphs replaces them (section 2.1.4).

    Args:
        text: the query, which must be correct SPARQL.
    """
    tokens = list(text.tokens)
    starts = [number for number, token in enumerate(tokens) if token.word == "FROM"]
    ends = [tokens[number + (2 if tokens[number + 1].word == "NAMED" else 1)].end for number in starts]
    return text.replaced((tokens[start].start, end, "") for start, end in zip(starts, ends, strict=True))


def _clauses(keyword: str, iris: Sequence[str]) -> str:
    """Return a clause for each IRI, once, each with a space after it."""
    for iri in iris:
        if not is_loose(iri):
            raise ValueError(f"{iri!r} is not an absolute IRI.")
    return "".join(f"{keyword} <{iri}> " for iri in dict.fromkeys(iris))


def _places(source: str, tokens: list[SparqlToken]) -> list[tuple[int, str]]:
    """Return the position of the WHERE of each operation that has a dataset, and the text to write before USING.

    That text is the template of `DELETE WHERE { … }`, which is short for `DELETE { … } WHERE { … }` and has no USING.
    """
    found = []
    depth = 0
    previous = ""
    for number, token in enumerate(tokens):
        word = token.word
        depth += _step(token)
        if depth == 0 and word in ("USING", "WITH"):
            raise DatasetConflict(token)
        if depth == 0 and word == "WHERE":
            found.append((token.start, _block(source, tokens, number + 1) if previous == "DELETE" else ""))
        previous = word
    return found


def _block(source: str, tokens: list[SparqlToken], first: int) -> str:
    """Return the text of the braces that begin with a token, and a space; "" if they do not close."""
    depth = 0
    for number in range(first, len(tokens)):
        token = tokens[number]
        depth += _step(token)
        if depth == 0:
            return source[tokens[first].start : token.end] + " "
    return ""


def _step(token: SparqlToken) -> int:
    return (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
