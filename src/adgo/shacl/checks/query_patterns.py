"""Checking the regular expressions in the queries of shapes: an invalid one matches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.terms import unescape

_OPENING = ("(", "[", "{")
_CLOSING = (")", "]", "}")


def faulty_patterns(query: ConstraintQuery) -> Iterator[ShapesError]:
    """Yield what is wrong with each pattern of REGEX and REPLACE that is a string, at its place."""
    for index, token in enumerate(query.tokens):
        if token.word not in ("REGEX", "REPLACE"):
            continue
        arguments = _arguments(query.tokens[index + 1 :])
        flags_at = 2 if token.word == "REGEX" else 3
        pattern = _string(arguments[1]) if len(arguments) > 1 else None
        flags = _string(arguments[flags_at]) if len(arguments) > flags_at else ""
        if pattern is not None and flags is not None and (reason := _fault(pattern, flags)):
            what = f"{pattern!r} with the flags {flags!r}" if flags else repr(pattern)
            message = f"{token.word} never has a result, because {what} is not a regular expression of SPARQL"
            at = query.fault(arguments[1][0].start, reason)
            yield ShapesError(f"{message}: {reason}", at.node, at.position)


def _arguments(tokens: Sequence[SparqlToken]) -> list[list[SparqlToken]]:
    """Return the tokens of each argument of a function, given the tokens after its name."""
    depth, found = 0, [list[SparqlToken]()]
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0:
            break
        if token.text == "," and depth == 1:
            found.append([])
        else:
            found[-1].append(token)
    found[0] = found[0][1:]  # without the parenthesis that opens the arguments
    return found


def _string(tokens: Sequence[SparqlToken]) -> str | None:
    """Return the text of an argument that is a string; None if it is computed."""
    if len(tokens) != 1 or tokens[0].kind != "string":
        return None
    text = tokens[0].text
    length = 3 if text[:3] in ('"""', "'" * 3) else 1
    return unescape(text[length:-length])


def _fault(pattern: str, flags: str) -> str:
    """Return why XPath does not allow the regular expression, or ""."""
    from adgo.sparql.xpath.pattern_reader import PatternError  # most queries have no regular expression
    from adgo.sparql.xpath.regular_expressions import compiled

    try:
        compiled(pattern, flags)
    except PatternError as error:
        return str(error)
    return ""
