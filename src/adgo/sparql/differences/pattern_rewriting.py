"""REGEX and REPLACE with constant patterns, written in the syntax of the engine's own regular expressions."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.calls import text_of
from adgo.sparql.xpath import regular_expressions
from adgo.sparql.xpath.pattern_reader import PatternError
from adgo.turtle.terms import escape


def constant(text: str) -> algebra.Constant:
    """Return a plain string as a term of an expression."""
    return algebra.Constant(f'"{escape(text)}"')


def _texts(call: algebra.Call) -> list[str] | None:
    """Return the texts of all arguments but the first, or None if one is not a constant plain string."""
    texts = [text_of(each) for each in call.arguments[1:]]
    found = [each for each in texts if each is not None]
    return found if len(found) == len(texts) else None


def regex(call: algebra.Call) -> algebra.Expression | None:
    """Return REGEX with a constant pattern for the engine; None if that is not possible."""
    texts = _texts(call)
    if not texts:
        return None
    try:
        pattern = regular_expressions.for_engine(texts[0], texts[1] if len(texts) > 1 else "")
    except PatternError:
        return algebra.ERROR
    if pattern is None:
        return None
    return algebra.Call(f"{algebra.MADE_RIGHT}REGEX", (call.arguments[0], constant(pattern)))


def replacement(call: algebra.Call) -> algebra.Expression | None:
    """Return REPLACE with a constant pattern and replacement for the engine; None if that is not possible."""
    texts = _texts(call)
    if not texts:
        return None
    flags = texts[2] if len(texts) > 2 else ""
    try:
        compiled = regular_expressions.compiled(texts[0], flags)
        if compiled.search(""):
            return algebra.ERROR
        pieces = regular_expressions.replacement(texts[1], compiled.groups, flags)
        pattern = regular_expressions.for_engine(texts[0], flags)
    except PatternError:
        return algebra.ERROR
    if pattern is None:
        return None
    by = "".join(_piece(each, compiled.groups) for each in pieces)
    return algebra.Call(f"{algebra.MADE_RIGHT}REPLACE", (call.arguments[0], constant(pattern), constant(by)))


def _piece(piece: str | int, groups: int) -> str:
    """Return a piece of a replacement: a text, or the number of a group; one that is not there is empty."""
    if isinstance(piece, str):
        return piece.replace("$", "$$")
    return f"${{{piece}}}" if piece <= groups else ""
