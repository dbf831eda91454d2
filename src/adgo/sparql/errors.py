"""Explain a syntax error to the person who typed the query: the place, a caret, and what to change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from adgo.sparql import grammar
from adgo.sparql.algebra import arities, text_rules
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.operators import AGGREGATES
from adgo.sparql.text import KEPT_LENGTH, SparqlText
from adgo.sparql.tokens import SparqlToken, place

_REPORTED = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: At most this many undeclared prefixes are listed.
MANY = 8
#: What the engine's parser says about meaning rather than grammar; it is passed on as it is.
_MEANING = re.compile(
    r"(The SELECT contains [^,\[]*|Duplicated variable name in SELECT|\\u escape[^,\[]*|[A-Z][a-z]+ [a-z][^,\[]{15,})"
)
_ESCAPE_FAULT = (
    "A backslash cannot stand here. Outside strings and IRIs, a codepoint escape (\\uXXXX) may stand only for a "
    "character that can be written in its place, and not for white space."
)
_NO_PREFIXES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class SyntaxReport:
    """An error at one place of a text.

    Attributes:
        detail: the message, which begins with the line and column.
        line: the line, from 1.
        column: the column in code points, from 1.
        excerpt: the line, and below it a caret under the place.
    """

    detail: str
    line: int
    column: int
    excerpt: str

    def members(self) -> dict[str, Any]:
        """Return the attributes by name."""
        return asdict(self)


def explain(
    text: SparqlText,
    reported: str,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
    *,
    declared: Mapping[str, str] = _NO_PREFIXES,
) -> SyntaxReport:
    """Return the explanation of a syntax error.

    Args:
        text: the query or update that is not correct SPARQL.
        reported: the engine's message: "error at LINE:COLUMN: expected one of …".
        prefixes: well-known prefixes and their namespaces, to be proposed if the text does not declare them.
        declared: prefixes that need no declaration in the text.
    """
    unknown = [each for each in text.undeclared if each.text.partition(":")[0] not in declared]
    if text.decoding.fault is not None:
        return at(text, text.decoding.fault, _ESCAPE_FAULT)
    if unknown:
        return at(text, unknown[0].start, _undeclared(unknown, prefixes))
    if text.misfit is not None:
        token = text.misfit.token
        start = len(text.source.rstrip()) if token is grammar.END else token.start
        return at(text, start, _unknown_function(text, text.misfit) or text.misfit.sentence())
    broken = _broken_rule(text, declared)
    if broken is not None:
        return at(text, broken.token.start, str(broken))
    return _as_reported(text, reported)


def _undeclared(tokens: Sequence[SparqlToken], prefixes: Mapping[str, str]) -> str:
    names = [each.text.partition(":")[0] for each in tokens[:MANY]]
    listed = ", ".join(f"{each}:" for each in names)
    lines = " ".join(f"PREFIX {each}: <{prefixes.get(each, '…')}>" for each in names)
    return f"Prefix {listed} is used but not declared. Put before the query: {lines}"


def _unknown_function(text: SparqlText, misfit: grammar.Misfit) -> str:
    """Return that a misfit names a function that SPARQL does not have, with the nearest that it has; "" if not."""
    token = misfit.token
    called = text.source[token.end :].lstrip().startswith("(") if token.kind == "word" else False
    if not called or "function" not in misfit.expected:
        return ""
    known = sorted({*arities.FUNCTIONS, *AGGREGATES, "NOT EXISTS", "EXISTS"})
    near = get_close_matches(token.word, known, n=1, cutoff=0.8)
    question = f" Did you mean {near[0]}?" if near else ""
    return f"`{token.text[:40]}` is not a function of SPARQL 1.1.{question}"


def _broken_rule(text: SparqlText, declared: Mapping[str, str]) -> QueryError | None:
    """Return which rule besides the grammar a text breaks; the tree of a long text would take too much memory."""
    if len(text.source) > KEPT_LENGTH:
        return None
    return text_rules.broken(text.tokens, declared, is_update=text.is_update)


def _as_reported(text: SparqlText, reported: str) -> SyntaxReport:
    """Return the report at the place that the engine names."""
    match = _REPORTED.match(reported)
    start = _position(text.source, int(match[1]), int(match[2])) if match else 0
    meaning = _MEANING.search(match[3]) if match else None
    if meaning:
        return at(text, start, meaning[1].strip().rstrip(".") + ".")
    return at(text, start, "Syntax error here or just before this point.")


def unclear(
    text: SparqlText,
    token: SparqlToken,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
    *,
    declared: Mapping[str, str] = _NO_PREFIXES,
) -> SyntaxReport:
    """Return the explanation for a token that may hide a call.

    Args:
        text: the query or update.
        token: the token that `SparqlText.ambiguous` returned.
        prefixes: as for `explain`.
        declared: as for `explain`.
    """
    if text.misfit is not None:
        return explain(text, "", prefixes, declared=declared)
    detail = (
        f"`{token.text[:40]}` can be read in two ways, and one calls another server. Put white space after keywords, "
        "and a dot between a triple and a group."
    )
    return at(text, token.start, detail)


def at(text: SparqlText, start: int, detail: str) -> SyntaxReport:
    """Return the report of an error at a position.

    Args:
        text: the query or update.
        start: the position in `text.source`, in code points from 0.
        detail: what is wrong, as a sentence.
    """
    line, column = place(text.written, text.decoding.written_place(start))
    content = re.split(r"\r\n|\r|\n", text.written)[line - 1]
    # Long lines are cut around the place, so that the caret is in sight.
    left = max(0, column - 61)
    shown = content[left : left + 100].replace("\t", " ")
    return SyntaxReport(
        f"Line {line}, column {column}: {detail}", line, column, f"{shown}\n{' ' * (column - 1 - left)}^"
    )


def _position(source: str, line: int, column: int) -> int:
    lines = source.split("\n")
    return min(len(source), sum(len(each) + 1 for each in lines[: line - 1]) + column - 1)
